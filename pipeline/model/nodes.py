"""The document type: the closed set of nodes that composing makes and that layout and the writers read.

Enters: nothing; these are plain values. Leaves: frozen nodes with slots, compared by value. Guaranteed: every kind is
listed in :data:`Block` or :data:`Inline`, so that a writer can prove (``assert_never``) that it handles each one; text
holds no control characters and no line ends (a line end in the data has become a space, a wanted one is a
:class:`LineBreak`); everything that PDF structure elements and Word styles need is already here.
"""

from __future__ import annotations

from enum import IntFlag
from typing import Literal

from pipeline.diagnostics import Place
from pipeline.model.chart import Chart
from pipeline.model.drawing import Drawing
from pipeline.model.media import Image, InsertedFile
from pipeline.model.writing import WritingSpace
from pipeline.values import dataclass, field

Align = Literal["left", "center", "right"]

Role = Literal[
    "body",
    "lead",
    "small",
    "label",
    "attribution",
    "code",
    "signature",
]
"""What a paragraph is for; a theme gives each role a look, Word a style."""

CalloutKind = Literal["note", "important", "warning"]


class Mark(IntFlag):
    """Character formatting that authors wrote; marks combine."""

    NONE = 0
    STRONG = 1
    EMPHASIS = 2
    CODE = 4
    SUPERSCRIPT = 8
    SUBSCRIPT = 16
    STRIKE = 32
    SMALL_CAPS = 64
    UNDERLINE = 128


@dataclass(frozen=True, slots=True)
class Text:
    """Characters with marks. *place* is where they stand in the data; None: a template wrote or computed them."""

    text: str
    marks: Mark = Mark.NONE
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end that the author wants inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a URI, or with ``#anchor`` to a heading of this document. *title* describes it for a screen reader."""

    children: tuple[Inline, ...]
    target: str
    title: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """Text in another language (a BCP 47 tag)."""

    children: tuple[Inline, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """A reference to the paper's :class:`Footnote` of that number."""

    number: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a numbered table or figure ("Table 2") or to a heading, by its *anchor*.

    *children* is what readers see; composing has written the number.
    """

    children: tuple[Inline, ...]
    anchor: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """Text that an author has remarked on. Word shows the remark beside it; in the PDF the text stands as it is."""

    children: tuple[Inline, ...]
    author: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Text that staff are to fill in: a plain-text content control in Word, called *name*.

    *tick*: the text is a box (:mod:`pipeline.model.writing`), and a click in Word ticks it.
    """

    children: tuple[Inline, ...]
    name: str
    place: Place | None = None
    tick: bool = False


Inline = Text | LineBreak | Link | LanguageSpan | FootnoteReference | Reference | Comment | Placeholder


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the paper's title: *level* 2 to 6 (1 is the paper's title). *anchor* is unique in a document.

    *written*: as for a :class:`Paragraph`, in a paper that is a Markdown file.
    """

    level: int
    children: tuple[Inline, ...]
    anchor: str
    place: Place | None = None
    written: tuple[int, int] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. *keep_with_next*: never the last thing on a page.

    *written*: the characters (start and end) of the rich text at *place* that it was read from, its own marks such as
    a bullet left out; None: it is no part of a rich text. Paragraphs that differ in this alone are equal.
    """

    children: tuple[Inline, ...]
    role: Role = "body"
    keep_with_next: bool = False
    place: Place | None = None
    written: tuple[int, int] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ListItem:
    blocks: tuple[Block, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; nesting is a ListBlock among an item's blocks."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; *width* is a share of the table's width between 0 and 1, or None: as the content needs."""

    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; *align* None: as its column. *header*: it heads its row (in the body) or column (in the head)."""

    blocks: tuple[Block, ...]
    column_span: int = 1
    row_span: int = 1
    align: Align | None = None
    header: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows of *head* repeat on each page. Spans cover positions that later cells leave out, as in HTML.

    *number* counts captioned tables from 1 through the document; None without a caption. *anchor* is what references
    lead to, empty when nothing refers to it. *fill_in*: readers write into its rows by hand, so that these are high.
    """

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    number: int | None = None
    place: Place | None = None
    anchor: str = ""
    fill_in: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its text alternative. *width* is a share of the text width (0 to 1); None: natural size.

    *number* and *anchor* as for a :class:`Table`. A chart has no natural size: it takes the width it gets.
    """

    image: Image | Drawing | Chart
    alt: str
    caption: tuple[Inline, ...] = ()
    width: float | None = None
    align: Align = "left"
    number: int | None = None
    place: Place | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures side by side, each with its own caption. A figure's width is its share of the row; None: an equal one."""

    figures: tuple[Figure, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed passage."""

    blocks: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    kind: CalloutKind = "note"
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    term: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class DefinitionList:
    items: tuple[Definition, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line between passages."""


_Flowing = Heading | Paragraph | ListBlock | Table | Figure | FigureRow | Callout | Quote | DefinitionList
Block = _Flowing | PageBreak | Rule | WritingSpace


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote; *number* counts from 1 through the document in the order of first reference."""

    number: int
    blocks: tuple[Block, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A labelled line of the cover, such as ``Traveler``: who."""

    label: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. *notice* is a sentence that readers must see, for example that everything is invented."""

    title: tuple[Inline, ...]
    subtitle: tuple[Inline, ...] = ()
    details: tuple[Detail, ...] = ()
    notice: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: headings down to *depth* (1: papers only), under *title*."""

    title: str = "Contents"
    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageSetting:
    """How a paper's pages differ from the theme's. None: as the theme says. *columns* of text side by side: 1 or 2."""

    landscape: bool = False
    columns: int | None = None
    line_numbers: bool | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the packet, on a new page, under its tab (may be empty). Its title is the heading of level 1.

    A paper with *inserted* pages has no blocks: the pages come as they are, under our running text. *marking* is the
    banner of its pages; None: the document's.
    """

    title: tuple[Inline, ...]
    anchor: str
    blocks: tuple[Block, ...]
    tab: str = ""
    footnotes: tuple[Footnote, ...] = ()
    lang: str = ""
    place: Place | None = None
    setting: PageSetting = PageSetting()
    inserted: InsertedFile | None = None
    marking: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What both files say about themselves. *date* is ISO 8601 or empty; *lang* a BCP 47 tag.

    *shown_date* is the date as readers see it in running text. *watermark* stands across every page. *copy* of *copies*
    is the number of a numbered copy, 0 without one.
    """

    title: str
    lang: str = "en-US"
    subtitle: str = ""
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""
    marking: str = ""
    shown_date: str = ""
    watermark: str = ""
    copy: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that layout and Word put beside numbers, in the document's language."""

    tab: str = "Tab"
    table: str = "Table"
    figure: str = "Figure"
    footnote: str = "Footnote"
    copy: str = "Copy {copy} of {copies}"
    blank: str = "This page intentionally left blank"
    inserted: str = "Page {page} of {pages} of {file}"
    elsewhere: str = "This page is in the PDF edition."


@dataclass(frozen=True, slots=True)
class Document:
    """The whole packet: cover, contents, papers, in this order. *designation* stands at the foot of the first page."""

    metadata: Metadata
    papers: tuple[Paper, ...]
    cover: Cover | None = None
    contents: Contents | None = None
    labels: Labels = Labels()
    designation: tuple[Paragraph, ...] = ()
