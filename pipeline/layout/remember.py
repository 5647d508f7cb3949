"""What pages are known by: digests of what is printed on them.

Enters: drafted sheets, and what runs around them. Leaves: :class:`~pipeline.model.leaves.Drafted` values. Guaranteed:
two pages with the same digest look alike when they are printed, but for page numbers, the count of pages, dates and the
number of a copy; where they stand in the book makes no difference. Links are not printed, and do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from struct import pack
from typing import assert_never

from pipeline.layout.designation import Designation
from pipeline.layout.frames import Frame, Insert, Item, Line, LinkArea, Picture, Rectangle
from pipeline.layout.running import page_values
from pipeline.layout.sheets import Sheet
from pipeline.layout.strips import Box, Strip
from pipeline.model.leaves import Drafted, Slot
from pipeline.model.media import Image
from pipeline.model.nodes import Document
from pipeline.model.walk import plain_text
from pipeline.style.fonts import Face
from pipeline.style.running import begins_otherwise, every_running
from pipeline.style.theme import Field, StyleName, Theme

_BYTES, _LINE_BYTES = 8, 3
_CHANGING = frozenset({"page", "pages", "date", "copy"})
"""Fields of running text that a page in the binder may show as they were."""
_RUNNING_STYLES: tuple[StyleName, ...] = (
    *("header", "footer", "marking", "watermark", "blank", "divider-tab", "divider-title", "ear", "line-number"),
)


class Rememberer:
    """Makes digests; remembers those of pictures and files, which can be large and stand on many pages."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}
        self._faces: dict[Face, bytes] = {}

    def drafted(
        self,
        sheets: Sequence[Sheet],
        around: Sequence[str],
        refers: Mapping[int, tuple[int, ...]],
        starts: Iterable[int],
    ) -> list[Drafted]:
        """Return what *sheets* are known by.

        *around*: what stands on each besides its regions. *refers*: the pages that contents on a page lead to.
        """
        first = frozenset(starts)
        made = []
        for index, (sheet, more) in enumerate(zip(sheets, around, strict=True)):
            lines: list[str] = []
            content = _digest(b"\n".join((_bytes(more), *self._sheet(sheet, lines))), _BYTES)
            paper = sheet.paper.anchor if sheet.paper is not None else ""
            made.append(Drafted(content, sheet.kind, paper, tuple(lines), refers.get(index, ()), index in first))
        return made

    def line(self, strip: Strip) -> str:
        """Return what a slice of text is known by, wherever it stands."""
        return _digest(self.frame(strip.frame), _LINE_BYTES)

    def _sheet(self, sheet: Sheet, lines: list[str]) -> Iterator[bytes]:
        """Yield what is printed on a page, and add to *lines* what its slices are known by."""
        yield _bytes(f"{sheet.kind} {sheet.geometry} {sheet.numbered} {sheet.ear}")
        for region in sheet.regions:
            yield b"region" + pack("<2f", region.x, region.top)
            for frame in region.draft.head:
                yield self.frame(frame)
            for strip, y in region.draft.strips:
                text = self.frame(strip.frame)
                lines.append(_digest(text, _LINE_BYTES))
                yield pack("<2f", y, strip.height)
                yield text
                yield from map(_box, strip.boxes)
            if region.draft.notes:
                yield b"notes" + pack("<f", region.foot)
                for strip in region.draft.notes:
                    yield pack("<f", strip.before)
                    yield self.frame(strip.frame)

    def frame(self, frame: Frame) -> bytes:
        """Return all that is printed of a frame."""
        parts: list[bytes] = []
        for item in frame.items:
            if type(item) is Line:
                baseline = item.baseline
                for run in item.runs:
                    face = self._faces.get(run.face) or self._face(run.face)
                    look = (*run.color, run.underline, run.strike)
                    parts.append(pack("<5f5B", run.x, baseline, run.width, run.size, run.rise, *look))
                    parts.append(face)
                    parts.append(" ".join([word.text for word in run.words]).encode("utf-8", "backslashreplace"))
            else:
                parts.append(self._item(item))
        return b"\n".join(parts)

    def _face(self, face: Face) -> bytes:
        found = self._faces[face] = _bytes(face.name)
        return found

    def _item(self, item: Item) -> bytes:
        match item:
            case Rectangle(x, y, width, height, fill):
                return b"fill" + pack("<4f3B", x, y, width, height, *fill)
            case Picture(x, y, width, height, image):
                return b"picture" + pack("<4f", x, y, width, height) + self._large(image)
            case Insert(x, y, width, height, file, page, turned):
                return b"page" + pack("<4fI?", x, y, width, height, page, turned) + self._large(file.data)
            case LinkArea() | Line():
                return b""
            case _:
                assert_never(item)

    def _large(self, value: object) -> bytes:
        """Return the digest of a picture, a drawing or a file; they live as long as the sheets."""
        found = self._known.get(id(value))
        if found is None:
            data = value.data if isinstance(value, Image) else value
            found = self._known[id(value)] = blake2b(
                data if isinstance(data, bytes) else _bytes(repr(data)), digest_size=_BYTES
            ).digest()
        return found


def _box(box: Box) -> bytes:
    bar = f"{box.bar.width:.1f} {box.bar.color.hex}" if box.bar is not None else ""
    return _bytes(f"box {box.x:.1f} {box.width:.1f} {box.fill.hex if box.fill is not None else ''} {bar}")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _digest(data: bytes, size: int) -> str:
    return blake2b(data, digest_size=size).hexdigest()


def surroundings(sheets: Sequence[Sheet], document: Document, theme: Theme, block: Designation) -> list[str]:
    """Return for each page what is printed on it besides its regions."""
    look = _look(document, theme)
    fields = {
        part.name
        for _, running in every_running(theme)
        for parts in (running.left, running.center, running.right)
        for part in parts
        if isinstance(part, Field)
    }
    shown = sorted((fields | {"marking"}) - _CHANGING)
    named = begins_otherwise(theme)
    known: dict[int, str] = {}
    made = []
    for sheet in sheets:
        key = id(sheet.paper)
        if key not in known:
            values = page_values(Slot(0, ""), 0, sheet.paper, 0, document)
            title = plain_text(sheet.paper.title) if sheet.paper is not None and sheet.kind == "divider" else ""
            known[key] = "\n".join((look, title, *(values[name] for name in shown)))
        made.append(known[key] + (" first" if named and sheet.first else ""))
    if made and block.frames:
        made[0] += b"\n".join(map(Rememberer().frame, block.frames)).hex()
    return made


def _look(document: Document, theme: Theme) -> str:
    """Return how running text, markings and pages without text look."""
    styles = [repr(theme.styles[name]) for name in _RUNNING_STYLES]
    parts = (every_running(theme), theme.banners, document.labels.blank, document.labels.tab, theme.printing.ears)
    return _digest(_bytes("\n".join((*styles, *map(repr, parts), document.metadata.watermark))), _BYTES)
