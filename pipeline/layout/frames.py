"""The result of layout: pages of positioned items, and the structure elements that give them meaning.

Enters: nothing; plain values. Leaves: :class:`Layout`. Guaranteed: all coordinates are points from the page's top left
corner, y growing downwards; every item that carries meaning names a structure element, every other is an artifact
(``element`` is None); an element has either child elements or content, never both, and elements stand in the order of
the document, whatever the order of drawing.

What a document has by the ten thousand (runs, lines, frames) are named tuples: as immutable as the other values, and
made five times as fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from pipeline.diagnostics import Diagnostic
from pipeline.model.drawing import Drawing, TextShape
from pipeline.model.media import Image, InsertedFile
from pipeline.style.fonts import Face
from pipeline.style.theme import Color
from pipeline.values import dataclass, field

Direction = Literal["", "ltr", "rtl"]


@dataclass(slots=True, eq=False)
class Word:
    """A shaped word: glyphs of one face in drawing order, in font units (*face.upem* to the em).

    *clusters* holds for each glyph the index in *text* of its first character (HarfBuzz's cluster value). *offsets*
    is empty when no glyph is displaced, else (x, y) for each. *breaks* are indexes into *text* where a line may end.
    *rtl*: the first character is drawn last; *direction* is what the bidirectional algorithm asked for, if it was
    asked. Words are shared: the same text in the same face is the same object, so that writers can cache by it.
    Nobody changes one; as frozen values, words would take four times as long to make.
    """

    text: Final[str]
    face: Final[Face]
    glyphs: Final[tuple[int, ...]]
    advances: Final[tuple[int, ...]]
    clusters: Final[tuple[int, ...]]
    offsets: Final[tuple[tuple[int, int], ...]] = ()
    rtl: Final[bool] = False
    direction: Final[Direction] = ""
    breaks: Final[tuple[int, ...]] = ()
    advance: Final[float] = 0.0
    """The whole advance in ems."""


class GlyphRun(NamedTuple):
    """Words of one face, size, colour and element on one base line, with one space between each two.

    *x* is where the first word starts. *word_space* is added to each space (justified text); *tracking* after each
    glyph. *rise* lifts the base line (superscripts). *space_after*: a space follows the last word, drawn so that text
    taken out of the file keeps its words apart. *underline*, *strike*: decoration over the run's *width*. *whole*: the
    last word is the first part of this one, and ends with a hyphen (U+00AD in its text); the element's next run begins
    with the rest.
    """

    x: float
    words: tuple[Word, ...]
    space: Word
    face: Face
    size: float
    color: Color
    element: int | None
    width: float
    word_space: float = 0.0
    tracking: float = 0.0
    rise: float = 0.0
    space_after: bool = False
    underline: bool = False
    strike: bool = False
    whole: str = ""


class LineChange(NamedTuple):
    """What became of a line since an earlier edition. *up* and *down*: how far it reaches from its base line.

    *changed*: it has new words. *inside*, *above*, *below*: something was taken away there.
    """

    up: float
    down: float
    changed: bool = False
    inside: bool = False
    above: bool = False
    below: bool = False


class Line(NamedTuple):
    """A line of text; *baseline* is the base line's y in its frame. A run's x is in the frame too.

    *change*: what a mark in the margin tells of it, in an edition that has such marks.
    """

    baseline: float
    runs: tuple[GlyphRun, ...]
    change: LineChange | None = None


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled rectangle; always an artifact. Rules are thin rectangles."""

    x: float
    y: float
    width: float
    height: float
    fill: Color


@dataclass(frozen=True, slots=True)
class Picture:
    """An image scaled into a rectangle, or a drawing made as large as that rectangle.

    *texts*: for each text in a drawing the runs of its spans. Their x is measured from the text's own point, whatever
    its anchor; they stand on its base line.
    """

    x: float
    y: float
    width: float
    height: float
    image: Image | Drawing
    element: int | None
    texts: Mapping[TextShape, tuple[tuple[GlyphRun, ...], ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Insert:
    """A page of an inserted PDF, scaled into a rectangle; *page* is its place in the file's pages.

    *turned*: by 90 degrees counterclockwise. *element*: what its content belongs to; of an accessible file, the
    element that the file's own come under.
    """

    x: float
    y: float
    width: float
    height: float
    file: InsertedFile
    page: int
    turned: bool
    element: int


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A clickable rectangle. *target*: a URI, or ``#anchor``. *element* is the Link element it belongs to."""

    x: float
    y: float
    width: float
    height: float
    target: str
    contents: str
    element: int


Item = Line | Rectangle | Picture | LinkArea | Insert


class Frame(NamedTuple):
    """Items in coordinates of their own, *height* points tall; placed on a page whole. Anchors: (name, y)."""

    height: float
    items: tuple[Item, ...]
    anchors: tuple[tuple[str, float], ...] = ()


class Placed(NamedTuple):
    """A frame on a page. *artifact*: "Pagination" or "Layout" makes all of it an artifact (repeated table heads,
    headers, footers), whatever its items say. *edge*: which running text it is, for an artifact's Subtype. *turn*: an
    artifact's frame is turned clockwise around its corner by so many degrees, and *scale* times as large."""

    x: float
    y: float
    frame: Frame
    artifact: Literal["", "Pagination", "Layout"] = ""
    edge: Literal["", "Header", "Footer", "Watermark"] = ""
    turn: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page; *number* counts from 1 and is what readers see, unless *label* is: a page put in between has one, such as
    ``7a``. *kind*: what it is there for."""

    number: int
    width: float
    height: float
    placed: tuple[Placed, ...]
    kind: Literal["text", "cover", "blank", "divider"] = "text"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element; *kind* is a structure type (ISO 32000-1, 14.8.4), *parent* an index, -1 for the root.

    *identifier* is unique and set where others refer to it (Note, TH). *headers* names the TH cells of a TD.
    """

    kind: str
    parent: int
    lang: str = ""
    alt: str = ""
    title: str = ""
    identifier: str = ""
    scope: Literal["", "Column", "Row", "Both"] = ""
    headers: tuple[str, ...] = ()
    column_span: int = 1
    row_span: int = 1
    numbering: Literal["", "None", "Disc", "Circle", "Square", "Decimal", "LowerAlpha", "LowerRoman"] = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline (the document's bookmarks); *level* from 0."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an anchor is: *page* counts from 1, *y* from that page's top."""

    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything a writer needs. *destinations* has every anchor; element 0 is the Document element.

    *columns*: the widths in points of the columns of each table, in reading order; empty where it is not shown.
    *spaces*: the height in points of each space for handwriting, in reading order. *balanced*: anchors of the papers
    that end in columns of equal height, with room for another line below.
    """

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    destinations: Mapping[str, Destination]
    bookmarks: tuple[Bookmark, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    columns: tuple[tuple[float, ...], ...] = field(default=())
    spaces: tuple[float, ...] = field(default=())
    balanced: tuple[str, ...] = field(default=())
