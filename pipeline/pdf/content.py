"""Pages to content streams: text, rectangles and pictures, each marked as content of an element or as an artifact.

Enters: pages of a layout. Leaves: :class:`PageContent` values, and in :class:`~pipeline.pdf.structure.Marks` where
each element's content stands. Guaranteed: no operator that paints stands outside marked content (PDF/UA-1, 7.1), and
none of an artifact inside that of an element; consecutive content of one element on a page is one marked-content
sequence; coordinates are exact to a hundredth of a point and errors do not add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, assert_never

from pipeline.layout.frames import Frame, GlyphRun, Insert, Line, LinkArea, Page, Picture, Placed, Rectangle
from pipeline.model.drawing import Drawing
from pipeline.model.media import Image
from pipeline.pdf.drawings import DrawingBook
from pipeline.pdf.faults import fault
from pipeline.pdf.fonts import FontBook
from pipeline.pdf.order import is_mixed, painted
from pipeline.pdf.painter import Painter
from pipeline.pdf.structure import KINDS, Box, Marks
from pipeline.pdf.syntax import Hundredths
from pipeline.values import dataclass, field

_NOTHING = -2
_ARTIFACT = -1
_BEGIN = {kind: b"/%b<</MCID %%d>>BDC" % kind.encode("ascii") for kind in KINDS}
_LAYOUT = b"/Artifact<</Type/Layout>>BDC"
"""Rules, fills and leaders: drawn for looks alone (14.8.2.2.2)."""


class PlacedLink(NamedTuple):
    """A link area and its upper left corner in PDF's space, in points."""

    area: LinkArea
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's content stream. *owners*: the elements of its marked contents, by MCID. *pictures*: resource names.

    *inserts*: pages of other files, whose resources are ``In1``, ``In2``, … in this order.
    """

    operators: bytes
    owners: list[int]
    links: list[PlacedLink]
    pictures: dict[str, None]
    inserts: list[Insert]


class PictureBook(dict[bytes, str]):
    """The pictures in use by their files' content, with the names that content calls them by; and the drawings."""

    def __init__(self, fonts: FontBook) -> None:
        super().__init__()
        self.images: list[Image] = []
        self.drawings = DrawingBook(fonts, Hundredths(), self.resource)

    def resource(self, image: Image) -> str:
        """Return the image's resource name; the same file has one name however often it is shown."""
        found = self.get(image.data)
        if found is None:
            self.images.append(image)
            found = self[image.data] = f"Im{len(self.images)}"
        return found


class ContentWriter:
    """Writes pages; remembers fonts, pictures and running texts from one page to the next."""

    def __init__(self, marks: Marks, fonts: FontBook, pictures: PictureBook) -> None:
        self._marks = marks
        self._fonts = fonts
        self._pictures = pictures
        self._numbers = Hundredths()
        self._running: dict[int, tuple[bytes, dict[str, None]]] = {}

    def page(self, index: int, page: Page) -> PageContent:
        """Return the content of *page*, the document's page *index* (from 0)."""
        sheet = _Sheet(index, page.height, self._marks, self._pictures, Painter(self._fonts, self._numbers))
        for placed in page.placed:
            if placed.artifact:
                content, pictures = self._artifact(placed.frame)
                if content:
                    sheet.put_artifact(placed, content)
                    sheet.pictures.update(pictures)
            else:
                sheet.put(placed)
        return sheet.finish()

    def _artifact(self, frame: Frame) -> tuple[bytes, dict[str, None]]:
        """Return a frame that means nothing, painted once around its own corner however many pages show it.

        Its link areas are left out: an annotation belongs to the tree, and the same link stands in the text.
        """
        # Looked up by identity: the layout keeps frames alive, and comparing them would cost more than painting.
        found = self._running.get(id(frame))
        if found is None:
            painter = Painter(self._fonts, self._numbers)
            pictures: dict[str, None] = {}
            for item in frame.items:
                match item:
                    case Line(baseline, runs):
                        painter.end_line()
                        for run in runs:
                            painter.text(run, round(run.x * 100), round(-baseline * 100))
                    case Rectangle(x, y, width, height, color):
                        painter.rectangle(x, -y - height, width, height, color)
                    case Picture():
                        resource = paint_picture(painter, self._pictures, item, item.x, -item.y - item.height)
                        pictures[resource] = None
                    case LinkArea() | Insert():
                        pass
                    case _:
                        assert_never(item)
            painter.end_line()
            painter.end_text()
            painter.paint_decorations()
            found = self._running[id(frame)] = (b"\n".join(painter.lines), pictures)
        return found


@dataclass(slots=True)
class _Sheet:
    """A page in the making; *owner* is the element whose marked content is open."""

    index: int
    height: float
    marks: Marks
    book: PictureBook
    painter: Painter
    owner: int = _NOTHING
    owners: list[int] = field(default_factory=list)
    links: list[PlacedLink] = field(default_factory=list)
    pictures: dict[str, None] = field(default_factory=dict)
    inserts: list[Insert] = field(default_factory=list)

    def put_artifact(self, placed: Placed, content: bytes) -> None:
        """Paint a running text or other artifact."""
        self._close()
        subtype = b"/Subtype/%b" % placed.edge.encode("ascii") if placed.edge else b""
        lines = self.painter.lines
        lines.append(b"/Artifact<</Type/%b%b>>BDC" % (placed.artifact.encode("ascii"), subtype))
        self.painter.inset(content, placed.x, self.height - placed.y, placed.turn, placed.scale)
        lines.append(b"EMC")

    def put(self, placed: Placed) -> None:
        """Paint a frame whose items have meaning."""
        left, top = placed.x, self.height - placed.y
        painter = self.painter
        for item in placed.frame.items:
            match item:
                case Line():
                    y = round((top - item.baseline) * 100)
                    if is_mixed(item.runs):
                        self._put_mixed(item.runs, left, y)
                        continue
                    for run in item.runs:
                        owner = _ARTIFACT if run.element is None else run.element
                        start = round((left + run.x) * 100)
                        if painter.unspaced is not None:
                            painter.part(start, y, same=owner == self.owner)
                        if owner != self.owner:
                            self._open(owner)
                        painter.text(run, start, y)
                case Rectangle(x, y, width, height, color):
                    if self.owner != _ARTIFACT:
                        painter.end_line()
                        self._open(_ARTIFACT)
                    painter.rectangle(left + x, top - y - height, width, height, color)
                case Picture():
                    self._put_picture(item, left, top)
                case Insert():
                    self._put_insert(item, left, top)
                case LinkArea(x, y):
                    self.links.append(PlacedLink(item, left + x, top - y))
                case _:
                    assert_never(item)

    def _put_mixed(self, runs: Sequence[GlyphRun], left: float, y: int) -> None:
        """Paint a line of both directions."""
        painter = self.painter
        for group in painted(runs):
            starts = [round((left + run.x - _overlap(run)) * 100) for run in group.runs]
            first = group.runs[0]
            owner = _ARTIFACT if first.element is None else first.element
            if painter.unspaced is not None:
                painter.part(min(starts), y, same=owner == self.owner)
            if owner != self.owner:
                self._open(owner)
            if len(group.runs) == 1 and not group.turned:
                painter.text(first, starts[0], y)
            else:
                painter.together(group, starts, y)

    def _put_picture(self, picture: Picture, left: float, top: float) -> None:
        self.painter.end_line()
        x, y = left + picture.x, top - picture.y - picture.height
        if picture.element is None:
            self._open(_ARTIFACT)
        else:
            self._open(picture.element)
            self.marks.add_picture(picture.element, Box(x, y, x + picture.width, y + picture.height))
        self.pictures[paint_picture(self.painter, self.book, picture, x, y)] = None

    def _put_insert(self, insert: Insert, left: float, top: float) -> None:
        """Show a page of another file, upright and with its corner at (0, 0) in a form of its own.

        That of an accessible file brings its own marked content.
        """
        self.painter.end_line()
        x, y = left + insert.x, top - insert.y - insert.height
        if insert.file.accessible:
            self._close()
        else:
            self._open(insert.element)
            if self.marks.elements[insert.element].kind == "Figure":
                self.marks.add_picture(insert.element, Box(x, y, x + insert.width, y + insert.height))
        self.inserts.append(insert)
        page = insert.file.pages[insert.page]
        if insert.turned:
            scale = insert.width / page.height
            matrix = (0.0, scale, -scale, 0.0, x + insert.width, y)
        else:
            scale = insert.width / page.width
            matrix = (scale, 0.0, 0.0, scale, x, y)
        self.painter.form(f"In{len(self.inserts)}", matrix)

    def _open(self, owner: int) -> None:
        """Begin marked content of *owner* (14.6), unless it is open already."""
        if owner == self.owner:
            return
        self._close()
        self.owner = owner
        if owner == _ARTIFACT:
            self.painter.lines.append(_LAYOUT)
            return
        mark = len(self.owners)
        self.marks.add(owner, self.index, mark)
        self.owners.append(owner)
        self.painter.lines.append(_BEGIN[self.marks.elements[owner].kind] % mark)

    def _close(self) -> None:
        """End the marked content that is open, and paint the decorations that waited for its end."""
        painter = self.painter
        painter.end_text()
        if self.owner == _NOTHING:
            return
        if painter.decorations and self.owner != _ARTIFACT:
            painter.lines += (b"EMC", _LAYOUT)
        if painter.decorations:
            painter.paint_decorations()
        painter.lines.append(b"EMC")
        self.owner = _NOTHING

    def finish(self) -> PageContent:
        self._close()
        return PageContent(b"\n".join(self.painter.lines), self.owners, self.links, self.pictures, self.inserts)


def _overlap(run: GlyphRun) -> float:
    """Return how far a space takes room that layout gives it none for, at the left end of a line: it stands outside."""
    word = run.words[0]
    return word.advance * run.size if word.rtl and not run.width else 0.0


def paint_picture(painter: Painter, book: PictureBook, picture: Picture, x: float, y: float) -> str:
    """Paint an image or a drawing with its lower left corner at *x*, *y*; return the name of its XObject."""
    if isinstance(picture.image, Drawing):
        resource = book.drawings.name(picture)
        painter.inset(b"/%b Do" % resource.encode("ascii"), x, y)
        return resource
    resource = book.resource(picture.image)
    painter.picture(resource, x, y, picture.width, picture.height)
    return resource


def check_link(area: LinkArea, marks: Marks) -> None:
    """Raise LayoutError unless *area* belongs to a Link element."""
    if not 0 <= area.element < len(marks.elements) or marks.elements[area.element].kind != "Link":
        raise fault(f"the link area for {area.target!r} names the element {area.element}, which is no Link")
