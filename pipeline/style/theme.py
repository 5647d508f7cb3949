"""What a theme decides: the page, the fonts, and a look for every role of the document model.

Enters: nothing; these are plain values, made by :mod:`pipeline.style.load`. Leaves: frozen dataclasses with all
cascades resolved, lengths in points. Guaranteed: a theme has a :class:`ParagraphStyle` for each name in
:data:`StyleName`, so that neither writer nor layout needs a default of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline.values import dataclass, field, replace

if TYPE_CHECKING:
    from pipeline.diagnostics import Place
    from pipeline.style.fonts import Fonts

StyleName = Literal[
    "cover-title",
    "cover-subtitle",
    "cover-label",
    "cover-detail",
    "cover-notice",
    "contents-title",
    "toc-1",
    "toc-2",
    "toc-3",
    "tab",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "heading-5",
    "heading-6",
    "body",
    "lead",
    "small",
    "label",
    "attribution",
    "code",
    "signature",
    "list",
    "table-cell",
    "table-head",
    "caption",
    "quote",
    "callout",
    "callout-title",
    "term",
    "definition",
    "footnote",
    "header",
    "footer",
    "marking",
    "watermark",
    "blank",
    "divider-tab",
    "divider-title",
    "ear",
    "line-number",
]
Alignment = Literal["left", "center", "right", "justify"]


_LEAST_JUSTIFIED = 120.0
"""Points. A line of less holds three words or so: with even edges it is all holes, with hyphens all hyphens."""


class Color(NamedTuple):
    """An sRGB colour, each channel from 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """The colour as Word writes it: six hexadecimal digits."""
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}"


class FontRequest(NamedTuple):
    """A face by what it should be: *family* is a key of the theme's ``fonts``, *weight* 100 to 900."""

    family: str
    weight: int = 400
    italic: bool = False


def marked(
    font: FontRequest, strong_weight: int, *, strong: bool = False, emphasis: bool = False, code: bool = False
) -> FontRequest:
    """The face of marked text in a paragraph set in *font*.

    Strong text has the theme's *strong_weight*, and is always two steps heavier than its surroundings, so that it shows
    in a heading too; emphasis turns the slope over; code has the family of that key.
    """
    return FontRequest(
        family="code" if code else font.family,
        weight=max(strong_weight, min(font.weight + 200, 900)) if strong else font.weight,
        italic=font.italic != emphasis,
    )


@dataclass(frozen=True, slots=True)
class Border:
    """A line: *width* and *gap* (to the text) in points."""

    width: float
    color: Color
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph's look; lengths in points. *leading* is the exact line height (base line to base line).

    Spaces between two paragraphs add up, as in Word. *features* are OpenType feature tags beyond kerning and
    ligatures, such as ``tnum``. *tracking* is added after each character. *hyphenate*: words may be parted at a line's
    end by the rules of their language; Word leaves them whole.
    """

    name: StyleName
    font: FontRequest
    size: float
    leading: float
    color: Color
    align: Alignment = "left"
    space_before: float = 0.0
    space_after: float = 0.0
    indent_left: float = 0.0
    indent_right: float = 0.0
    first_line: float = 0.0
    keep_with_next: bool = False
    keep_together: bool = False
    uppercase: bool = False
    tracking: float = 0.0
    features: tuple[str, ...] = ()
    rule_above: Border | None = None
    rule_below: Border | None = None
    hyphenate: bool = False

    def aligned(self, measure: float) -> Alignment:
        """The alignment in a paragraph *measure* points wide: lines that hold few words are not justified."""
        return "left" if self.align == "justify" and measure < _LEAST_JUSTIFIED else self.align


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """Paper size and margins in points; header and footer distances run from the paper's edge to their text."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float

    mirrored: bool = False
    gutter: float = 0.0
    """With *mirrored* margins, *left* is the inner margin and *right* the outer; the gutter is added at the binding:
    on the left, and on even pages of mirrored margins on the right."""
    bound_right: bool = False
    """The binding is on the right, as in books in languages that run from right to left, on even pages of mirrored
    margins on the left. *left* and *right* of margins that are not mirrored stay what they are."""

    @property
    def measure(self) -> float:
        """The width of the text area."""
        return self.width - self.left - self.right - self.gutter

    def text_left(self, number: int) -> float:
        """The x of the text area on the page of that *number*."""
        if self._is_bound_left(number):
            return self.left + self.gutter
        return self.right if self.mirrored else self.left

    def outer_edge(self, number: int) -> float:
        """The x of the paper's edge that is not bound, on the page of that *number*: an ear stands there."""
        return self.width if self._is_bound_left(number) else 0.0

    def _is_bound_left(self, number: int) -> bool:
        return (self.mirrored and number % 2 == 0) == self.bound_right

    def narrowed(self, measure: float) -> PageGeometry:
        """This page with a text area no wider than *measure*, for what is set in a column of it."""
        return replace(self, right=self.right + self.measure - measure)

    def turned(self) -> PageGeometry:
        """This page on its side, wider than high; a page that is so already stays as it is.

        What is bound is a long edge now, the upper one (of mirrored margins on left-hand pages the lower one): the
        gutter is kept free there, whatever the page's number. Header and footer keep their distances from it. Mirrored
        margins become equal ones, since what was upper and lower edge is now left and right.
        """
        if self.width >= self.height:
            return self
        side = (self.left + self.right) / 2
        below = self.gutter if self.mirrored else 0.0
        return PageGeometry(
            width=self.height,
            height=self.width,
            top=self.top + self.gutter,
            bottom=self.bottom + below,
            left=side if self.mirrored else self.left,
            right=side if self.mirrored else self.right,
            header=self.header + self.gutter,
            footer=self.footer + below,
        )

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class ListStyle:
    """Lists by level, the last entry serving deeper ones. *indent*: per level, from the label's left edge to the text.

    *bullets* are characters; *numbers* are patterns such as ``"{1}."``, ``"({a})"``. *item_gap*: between items, in
    place of the space after an item's last paragraph; after the list stands the space after of the style ``list``.
    """

    indent: float
    bullets: tuple[str, ...]
    numbers: tuple[str, ...]
    item_gap: float


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Rules and fills of tables; *padding_x* and *padding_y* inside each cell. None: not drawn.

    Rows that readers write into are *fill_in_height* points high at least, with *fill_in_rule* below each.
    """

    padding_x: float
    padding_y: float
    space_before: float
    space_after: float
    head_fill: Color | None
    band_fill: Color | None
    head_rule: Border | None
    row_rule: Border | None
    edge_rule: Border | None
    fill_in_height: float = 24.0
    fill_in_rule: Border | None = None


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """The box of a callout: *bar* is a thick line at the left edge; *padding* on all sides."""

    fill: Color | None
    bar: Border | None
    padding: float
    space_before: float
    space_after: float


class Field(NamedTuple):
    """A value that running text fills in on each page; :func:`pipeline.style.running.filled` drops empty ones.

    *paper* is the paper's title, *tab* its tab ("A"), *date* the packet's date, *copy* "Copy 3 of 10".
    """

    name: Literal["title", "subtitle", "paper", "tab", "page", "pages", "marking", "date", "copy"]


@dataclass(frozen=True, slots=True)
class RunningText:
    """A header or footer: literal text and fields, at the left, in the middle and at the right."""

    left: tuple[str | Field, ...] = ()
    center: tuple[str | Field, ...] = ()
    right: tuple[str | Field, ...] = ()
    rule: Border | None = None

    def swapped(self) -> RunningText:
        """The same on a left-hand page of a bound book: what stands at the binding stays there."""
        return replace(self, left=self.right, right=self.left)


@dataclass(frozen=True, slots=True)
class OtherPages:
    """Running text of pages that have another than most; None: they have none of their own.

    *first*: the first page of the contents and of each paper, as it stands on a right-hand page. *even*: left-hand
    pages. Which text a page has is for :func:`pipeline.style.running.running_text` to say.
    """

    first: RunningText | None = None
    even: RunningText | None = None


class Banner(NamedTuple):
    """How the marking stands on a page: in a coloured band (*fill*), or plain (None)."""

    fill: Color | None
    color: Color


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """How pages become a book.

    *start*: where the contents, dividers and papers begin, on the next page or on the next right-hand one (odd number),
    with a page "intentionally left blank" before it where one is needed. *dividers*: a divider page with a printed tab
    ear before each paper that has a tab; *ears* of them step down the edge, then they begin again at the top.
    *columns* of a paper's text, *column_gap* points apart (cover, contents and a paper's title have one);
    *line_numbers* beside the lines of papers, from 1 on each page; *monochrome*: every colour of the theme has become a
    grey already, pictures and drawings are to follow.
    """

    start: Literal["next", "right"] = "next"
    dividers: bool = False
    ears: int = 5
    columns: int = 1
    column_gap: float = 18.0
    line_numbers: bool = False
    monochrome: bool = False


class WordTemplate(NamedTuple):
    """An organisation's Word file that packets are built on: its path in the workspace, and its bytes.

    *place*: where the theme names it.
    """

    path: str
    data: bytes
    place: Place | None = None


_CHART_TEXT, _CHART_GRID, _CHART_AXIS = Color(0x1C, 0x1F, 0x24), Color(0xD3, 0xD9, 0xE0), Color(0x56, 0x60, 0x6D)


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """How charts look: a colour for each series (they begin again behind the last), for words, for the grid and for the
    line at zero. *size* is that of their type, in points."""

    colors: tuple[Color, ...] = (
        Color(0x1B, 0x36, 0x5D),
        Color(0xA9, 0xBC, 0xD6),
        Color(0x8A, 0x64, 0x14),
        Color(0x5C, 0x86, 0xB8),
        Color(0xD9, 0xC5, 0x8C),
        Color(0x9B, 0x2C, 0x1F),
    )
    text: Color = _CHART_TEXT
    grid: Color = _CHART_GRID
    axis: Color = _CHART_AXIS
    size: float = 8.0


@dataclass(frozen=True, slots=True)
class Theme:
    """A resolved theme. *header* and *footer* run on every page but the cover; the marking on every page.

    They are written as right-hand pages have them; *headers* and *footers* are for pages that have others.
    """

    name: str
    page: PageGeometry
    styles: Mapping[StyleName, ParagraphStyle]
    lists: ListStyle
    table: TableStyle
    callouts: Mapping[str, BoxStyle]
    quote_bar: Border | None
    rule: Border
    header: RunningText
    footer: RunningText
    link_color: Color
    accent: Color
    strong_weight: int
    fonts: Fonts
    printing: PrintStyle = PrintStyle()
    banners: Mapping[str, Banner] = field(default_factory=dict)
    """Banners by the first word or words of a marking, such as ``CUI`` or ``TOP SECRET``; the longest counts."""
    charts: ChartStyle = ChartStyle()
    docx_template: WordTemplate | None = None
    headers: OtherPages = OtherPages()
    footers: OtherPages = OtherPages()
