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
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipeline.diagnostics import Diagnostic
from pipeline.model.media import Image
from pipeline.style.fonts import Face
from pipeline.style.theme import Color

Direction = Literal["", "ltr", "rtl"]


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A shaped word: glyphs of one face in drawing order, in font units (*face.upem* to the em).

    *clusters* holds for each glyph the index in *text* of its first character (HarfBuzz's cluster value). *offsets*
    is empty when no glyph is displaced, else (x, y) for each. *breaks* are indexes into *text* where a line may end.
    *rtl*: the first character is drawn last; *direction* is what the bidirectional algorithm asked for, if it was
    asked. Words are shared: the same text in the same face is the same object, so that writers can cache by it.
    """

    text: str
    face: Face
    glyphs: tuple[int, ...]
    advances: tuple[int, ...]
    clusters: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...] = ()
    rtl: bool = False
    direction: Direction = ""
    breaks: tuple[int, ...] = ()
    advance: float = 0.0
    """The whole advance in ems."""


class GlyphRun(NamedTuple):
    """Words of one face, size, colour and element on one base line, with one space between each two.

    *x* is where the first word starts. *word_space* is added to each space (justified text); *tracking* after each
    glyph. *rise* lifts the base line (superscripts). *space_after*: a space follows the last word, drawn so that text
    taken out of the file keeps its words apart. *underline*, *strike*: decoration over the run's *width*.
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


class Line(NamedTuple):
    """A line of text; *baseline* is the base line's y in its frame. A run's x is in the frame too."""

    baseline: float
    runs: tuple[GlyphRun, ...]


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
    """An image scaled into a rectangle."""

    x: float
    y: float
    width: float
    height: float
    image: Image
    element: int | None


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


Item = Line | Rectangle | Picture | LinkArea


class Frame(NamedTuple):
    """Items in coordinates of their own, *height* points tall; placed on a page whole. Anchors: (name, y)."""

    height: float
    items: tuple[Item, ...]
    anchors: tuple[tuple[str, float], ...] = ()


class Placed(NamedTuple):
    """A frame on a page. *artifact*: "Pagination" or "Layout" makes all of it an artifact (repeated table heads,
    headers, footers), whatever its items say. *edge*: which running text it is, for an artifact's Subtype."""

    x: float
    y: float
    frame: Frame
    artifact: Literal["", "Pagination", "Layout"] = ""
    edge: Literal["", "Header", "Footer"] = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page; *number* counts from 1 and is what readers see."""

    number: int
    width: float
    height: float
    placed: tuple[Placed, ...]


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
    """Everything a writer needs. *destinations* has every anchor; element 0 is the Document element."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    destinations: Mapping[str, Destination]
    bookmarks: tuple[Bookmark, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())
