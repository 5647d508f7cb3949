"""Layouts built by hand: a shaping helper and a builder that collects pages and elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.t2CharStringPen import T2CharStringPen  # type: ignore[import-untyped]

from pipeline.layout.frames import (
    Bookmark,
    Destination,
    Element,
    Frame,
    GlyphRun,
    Item,
    Layout,
    Line,
    LinkArea,
    Page,
    Picture,
    Placed,
    Rectangle,
    Word,
)
from pipeline.model.media import Image
from pipeline.model.nodes import Metadata
from pipeline.style.families import Family, FamilyFile, find_family
from pipeline.style.fonts import Face, FamilyChoice, Fonts
from pipeline.style.theme import Color, FontRequest

BLACK = Color(0, 0, 0)
RED = Color(200, 16, 46)
NOTO = Path("/usr/share/fonts/truetype/noto")
SQUARE = ((50, 0), (50, 500), (550, 500), (550, 0))
METADATA = Metadata(title="A brief", author="Protocol Office", date="2022-08-02")


@cache
def face(family: str = "Source Serif 4", weight: int = 400, italic: bool = False) -> Face:
    """A face of a font package."""
    found = find_family(family)
    assert found is not None, f"the font package of {family} is not installed"
    return Fonts({"it": FamilyChoice(found, found.name)}).chain(FontRequest("it", weight, italic))[0]


@cache
def noto(name: str) -> Face:
    """A static face of Debian's fonts-noto-core, such as ``NotoSansKhmer-Regular``."""
    path = NOTO / f"{name}.ttf"
    assert path.is_file(), f"{path} is missing: apt-get install fonts-noto-core"
    family = Family(name.partition("-")[0], (FamilyFile(path, False, 400),), ())
    return Fonts({"it": FamilyChoice(family, family.name)}).chain(FontRequest("it"))[0]


def cff_face(folder: Path) -> Face:
    """A face with PostScript outlines and the letters A and B, made on the spot."""
    square = T2CharStringPen(600, None)
    for move, point in zip(("moveTo", "lineTo", "lineTo", "lineTo"), SQUARE, strict=True):
        getattr(square, move)(point)
    square.closePath()
    drawing = square.getCharString()
    glyphs = [".notdef", "A", "B", "space"]
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder(glyphs)
    made.setupCharacterMap({65: "A", 66: "B", 32: "space"})
    made.setupCFF("Square-Regular", {"FullName": "Square"}, dict.fromkeys(glyphs, drawing), {})
    made.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 50)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    path = folder / "square.otf"
    made.save(path)
    family = Family("Square", (FamilyFile(path, False, 400),), ())
    return Fonts({"it": FamilyChoice(family, family.name)}).chain(FontRequest("it"))[0]


@cache
def word(text: str, of: Face, lang: str = "en", features: tuple[str, ...] = ()) -> Word:
    """A shaped word; the same arguments give the same object."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = lang
    hb.shape(of.hb_font, buffer, {"kern": True, "liga": True, **dict.fromkeys(features, True)})
    advances = tuple(position.x_advance for position in buffer.glyph_positions)
    offsets = tuple((position.x_offset, position.y_offset) for position in buffer.glyph_positions)
    return Word(
        text=text,
        face=of,
        glyphs=tuple(info.codepoint for info in buffer.glyph_infos),
        advances=advances,
        clusters=tuple(info.cluster for info in buffer.glyph_infos),
        offsets=offsets if any(x or y for x, y in offsets) else (),
        rtl=buffer.direction == "rtl",
        advance=sum(advances) / of.upem,
    )


def run(text: str | Sequence[str], element: int | None, x: float = 72.0, **rest: Any) -> GlyphRun:
    """A run of *text*'s words; *rest* may hold any field of the run, ``lang`` and ``features``."""
    of: Face = rest.pop("face", None) or face()
    lang = rest.pop("lang", "en")
    features = rest.pop("features", ())
    space = rest.pop("space", None) or word(" ", of)
    size = rest.pop("size", 11.0)
    parts = text.split(" ") if isinstance(text, str) else text
    words = tuple(word(part, of, lang, features) for part in parts)
    tracking, word_space = rest.get("tracking", 0.0), rest.get("word_space", 0.0)
    glyphs = sum(len(each.glyphs) for each in words) + len(words) - 1
    gaps = len(words) - 1
    width = (sum(each.advance for each in words) + gaps * space.advance) * size + glyphs * tracking + gaps * word_space
    return GlyphRun(
        x=x,
        words=words,
        space=space,
        face=of,
        size=size,
        color=rest.pop("color", BLACK),
        element=element,
        width=width,
        **rest,
    )


class Builder:
    """Collects pages, elements and anchors; coordinates are the page's."""

    def __init__(self, lang: str = "en-US", width: float = 612.0, height: float = 792.0) -> None:
        self.elements = [Element("Document", -1, lang=lang)]
        self.pages: list[Page] = []
        self.bookmarks: list[Bookmark] = []
        self.destinations: dict[str, Destination] = {}
        self._size = (width, height)
        self._placed: list[Placed] = []
        self._y = 72.0

    def element(self, kind: str, parent: int = 0, **rest: Any) -> int:
        self.elements.append(Element(kind, parent, **rest))
        return len(self.elements) - 1

    def place(self, *items: Item, artifact: Literal["", "Pagination", "Layout"] = "", **rest: Any) -> None:
        """Place items whose coordinates are the page's own."""
        self._placed.append(Placed(0.0, 0.0, Frame(self._size[1], items), artifact, **rest))

    def place_frame(self, frame: Frame, x: float, y: float, **rest: Any) -> None:
        self._placed.append(Placed(x, y, frame, **rest))

    def line(self, *runs: GlyphRun, leading: float = 14.0) -> float:
        """Put runs on the next line; return its base line."""
        self._y += leading
        self._placed.append(Placed(0.0, self._y - leading, Frame(leading, (Line(leading, runs),))))
        return self._y

    def text(self, kind: str, text: str, parent: int = 0, **rest: Any) -> int:
        """Add an element with one line of text."""
        of_run = {key: rest.pop(key) for key in ("face", "size", "lang_of_text", "color", "x") if key in rest}
        element = self.element(kind, parent, **rest)
        self.line(run(text, element, **of_run))
        return element

    def link(self, element: int, target: str, contents: str, box: tuple[float, float, float, float]) -> None:
        self.place(LinkArea(*box, target, contents, element))

    def picture(self, element: int | None, image: Image, box: tuple[float, float, float, float]) -> None:
        self.place(Picture(*box, image, element))

    def rectangle(self, box: tuple[float, float, float, float], fill: Color = RED) -> None:
        self.place(Rectangle(*box, fill))

    def anchor(self, name: str, level: int | None = None, title: str = "") -> None:
        """Put an anchor at the next line, and a bookmark to it when *level* is given."""
        self.destinations[name] = Destination(len(self.pages) + 1, self._y)
        if level is not None:
            self.bookmarks.append(Bookmark(level, title or name, name))

    def end_page(self, number: int | None = None) -> None:
        self.pages.append(Page(number or len(self.pages) + 1, *self._size, tuple(self._placed)))
        self._placed = []
        self._y = 72.0

    def layout(self) -> Layout:
        if self._placed:
            self.end_page()
        return Layout(tuple(self.pages), tuple(self.elements), dict(self.destinations), tuple(self.bookmarks))


def one_page(lines: Iterable[str], **rest: Any) -> Layout:
    """A page of paragraphs, one line each."""
    builder = Builder()
    for line in lines:
        builder.text("P", line, **rest)
    return builder.layout()
