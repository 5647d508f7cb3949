"""Looks: what a paragraph needs to look like where it stands, and the properties that follow from the theme.

Enters: a theme, and looks (a role with its surroundings). Leaves: :class:`Properties`. Guaranteed: spaces, indents and
boxes come out as layout draws them for the PDF, so that both documents break their pages alike.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline.docx.properties import Edge, Properties, TabStop, edge
from pipeline.model.nodes import Align
from pipeline.style.fonts import Face
from pipeline.style.running import every_running
from pipeline.style.theme import Border, BoxStyle, Color, FontRequest, ParagraphStyle, StyleName, Theme
from pipeline.units import half_points, twips

ListLabel = Literal["", "bullet", "number", "continue"]
Use = Literal["", "figure", "figure-caption", "continued", "rule", "separator", "wide"]
Strong = Literal["", "column", "cell"]
Box = Literal["", "note", "important", "warning", "quote"]

HAIRLINE = 0.25
_SEPARATOR = 20
"""The height in twips of a paragraph that only parts two tables or ends a section: one point."""
_OUTLINE: dict[StyleName, int] = {
    "heading-1": 0,
    "heading-2": 1,
    "heading-3": 2,
    "heading-4": 3,
    "heading-5": 4,
    "heading-6": 5,
}
_ALWAYS_KEPT: frozenset[StyleName] = frozenset(
    {*_OUTLINE, "caption", "callout-title", "table-head", "cover-label", "tab"}
)
_UNNUMBERED: frozenset[StyleName] = frozenset(
    {
        *("cover-title", "cover-subtitle", "cover-label", "cover-detail", "cover-notice", "contents-title"),
        *("toc-1", "toc-2", "toc-3", "header", "footer", "marking", "footnote"),
        *("watermark", "blank", "divider-tab", "divider-title", "ear"),
    }
)
"""What no section numbers in Word; LibreOffice numbers the lines of all sections as soon as one has numbers."""


class Gaps(NamedTuple):
    """Points inside a box above and below a paragraph; *odd*: it is the second, fourth … paragraph of its box."""

    above: int
    below: int
    odd: bool

    @property
    def edge(self) -> float:
        """How wide the paragraph's borders are."""
        return HAIRLINE * 2 if self.odd else HAIRLINE


class Look(NamedTuple):
    """A paragraph's role and surroundings; the key of a Word style. *left* and *right*: points that containers take.

    *label*: its part in a list at *level* (from 0). *box*: the callout or quote that it is in; *box_left*: where
    plain text of that box starts. *strong*: it heads a row, and the table style's first column makes it bold
    (``column``) or its own style has to (``cell``). *before*, *after*: twips, None: as the role says. *gaps*: points
    inside the box above and below, in place of the space outside (see :meth:`Resolver.inset`).
    """

    base: StyleName
    label: ListLabel = ""
    level: int = 0
    left: float = 0.0
    right: float = 0.0
    box: Box = ""
    box_left: float = 0.0
    align: Align | None = None
    strong: Strong = ""
    use: Use = ""
    before: int | None = None
    after: int | None = None
    gaps: Gaps | None = None


def strong_request(font: FontRequest, theme: Theme) -> FontRequest:
    """Return the font of strong text in a paragraph set in *font*."""
    return font._replace(weight=max(theme.strong_weight, min(font.weight + 200, 900)))


def face_of(font: FontRequest, theme: Theme) -> Face:
    return theme.fonts.chain(font)[0]


def indents(base: StyleName, theme: Theme) -> tuple[float, float]:
    """The indents that a role adds to its surroundings'; a quote's are in its surroundings already."""
    style = theme.styles[base]
    return (0.0, 0.0) if base == "quote" else (style.indent_left, style.indent_right)


def bold_row_heads(theme: Theme) -> bool:
    """Whether strong text in cells is the bold face of their own family, so that the table style can make it so."""
    font = theme.styles["table-cell"].font
    face, strong = face_of(font, theme), face_of(strong_request(font, theme), theme)
    return strong.family == face.family and strong.bold and not face.bold


class Resolver:
    """Looks to properties. *hanging_tabs*: the contents list papers with a tab letter before their title.

    *banner*: the ground of the marking, None: it has none.
    """

    def __init__(self, theme: Theme, *, hanging_tabs: bool, banner: Color | None = None) -> None:
        self.theme = theme
        self._hanging_tabs = hanging_tabs
        self._banner = banner
        self._made: dict[Look, Properties] = {}

    def normal(self) -> Properties:
        """The properties of the style that all others go back to: the body's type without its spaces."""
        style = self.theme.styles["body"]
        face = face_of(style.font, self.theme)
        return Properties(
            family=face.family,
            size=half_points(style.size),
            color=style.color.hex,
            bold=face.bold,
            italic=face.italic,
            line=twips(style.leading),
        )

    def properties(self, look: Look) -> Properties:
        found = self._made.get(look)
        if found is None:
            found = self._made[look] = self._resolve(look)
        return found

    def font(self, look: Look) -> FontRequest:
        """The font that text of a look is set in."""
        font = self.theme.styles[look.base].font
        return strong_request(font, self.theme) if look.strong else font

    def inset(self, look: Look) -> float:
        """How many points further right a boxed paragraph starts than the box's own text."""
        if not look.box:
            return 0.0
        style = self.theme.styles[look.base]
        start = look.left + indents(look.base, self.theme)[0] + min(self._first_line(look, style), 0.0)
        return max(0.0, start - look.box_left)

    def _first_line(self, look: Look, style: ParagraphStyle) -> float:
        if look.label in ("bullet", "number"):
            return -self.theme.lists.indent
        if (look.base == "footnote" and not look.label and not look.use) or (
            look.base == "toc-1" and self._hanging_tabs
        ):
            return -style.indent_left
        return 0.0 if look.base == "toc-1" else style.first_line

    def _resolve(self, look: Look) -> Properties:
        if look.use in ("rule", "separator", "figure"):
            return self._special(look)
        style = self.theme.styles[look.base]
        face = face_of(self.font(look), self.theme)
        from_table = look.strong == "column" and bold_row_heads(self.theme)
        before, after = self._spaces(look, style)
        left, right = indents(look.base, self.theme)
        return Properties(
            family=face.family,
            size=half_points(style.size),
            color=style.color.hex,
            bold=face.bold != from_table,  # Word turns bold upon bold back to plain
            italic=face.italic,
            caps=style.uppercase,
            tracking=twips(style.tracking),
            features=tuple(sorted(style.features)),
            no_proof=look.base == "code",
            line=twips(style.leading),
            before=before if look.before is None else look.before,
            after=after if look.after is None else look.after,
            left=twips(look.left + left),
            right=twips(look.right + right),
            first=twips(self._first_line(look, style)),
            align=look.align or style.align,
            keep_next=style.keep_with_next or (look.base in _ALWAYS_KEPT and not look.use),
            keep_lines=style.keep_together,
            outline=_OUTLINE.get(look.base),
            edges=self._edges(look, style),
            shade=self._fill(look),
            tabs=self._tabs(look),
            unnumbered=look.base in _UNNUMBERED,
        )

    def _spaces(self, look: Look, style: ParagraphStyle) -> tuple[int, int]:
        """The space before and after that the role has of itself, in twips."""
        theme = self.theme
        before, after = style.space_before, style.space_after
        if look.label:
            after = theme.lists.item_gap
        if look.base == "caption":
            body = theme.styles["body"]
            before, after = (0.0, body.space_after) if look.use else (theme.table.space_before, style.space_after)
        if look.base == "callout-title":
            before = theme.callouts[look.box or "note"].space_before
        if look.base == "footnote" and not look.label:
            before = 0.0
        if look.base == "blank":
            before = max(0.0, (theme.page.text_height - style.leading) / 2)
        return (0, 0) if look.gaps is not None else (twips(before), twips(after))

    def _special(self, look: Look) -> Properties:
        """Paragraphs whose text is no text: a picture, a rule, a separator."""
        body = self.theme.styles["body"]
        normal = self.normal()
        rule = self.theme.rule
        before = look.before or 0
        match look.use:
            case "figure":
                after = twips(self.theme.styles["caption"].space_before)
                line, size, edges = 0, normal.size, self._edges(look, body)
            case "rule":
                after = twips(rule.gap + body.space_after)
                line, size, edges = max(twips(rule.gap), _SEPARATOR), 2, (edge("bottom", rule, 0),)
            case _:
                after = 0
                line, size, edges = _SEPARATOR, 2, ()
        return Properties(
            family=normal.family,
            size=size,
            color=normal.color,
            bold=normal.bold,
            italic=normal.italic,
            line=line,
            before=before,
            after=after if look.after is None else look.after,
            left=twips(look.left),
            right=twips(look.right),
            align=look.align or "left",
            edges=edges,
            shade=self._fill(look) if look.use == "figure" else "",
        )

    def _box(self, look: Look) -> BoxStyle | None:
        return None if look.box in ("", "quote") else self.theme.callouts[look.box]

    def _fill(self, look: Look) -> str:
        if look.base == "marking":
            return self._banner.hex if self._banner is not None else ""
        box = self._box(look)
        return box.fill.hex if box is not None and box.fill is not None else ""

    def _edges(self, look: Look, style: ParagraphStyle) -> tuple[Edge, ...]:
        theme = self.theme
        if look.box == "quote":
            bar = theme.quote_bar
            space = theme.styles["quote"].indent_left + self.inset(look)
            return (edge("left", bar, space - bar.width),) if bar is not None else ()
        box = self._box(look)
        if box is not None:
            return _box_edges(box, self.inset(look), look.gaps)
        sides = {
            "top": theme.footer.rule if look.base == "footer" else style.rule_above,
            "bottom": theme.header.rule if look.base == "header" else style.rule_below,
        }
        return tuple(edge(side, border) for side, border in sides.items() if border is not None)

    def _tabs(self, look: Look) -> tuple[TabStop, ...]:
        base, page = look.base, self.theme.page
        measure = page.turned().measure if look.use == "wide" else page.measure
        if base in ("toc-1", "toc-2", "toc-3"):
            return (TabStop(twips(measure), "right", "dot"),)
        if base in ("header", "footer"):
            centered = any(edge == base and running.center for edge, running in every_running(self.theme))
            center = (TabStop(twips(measure / 2), "center"),) if centered else ()
            return (*center, TabStop(twips(measure), "right"))
        return ()


def _box_edges(box: BoxStyle, inset: float, gaps: Gaps | None) -> tuple[Edge, ...]:
    """A bar at the left; on the other sides a hairline in the fill's colour, which carries the fill to the box's edge.

    Word fills a paragraph up to its borders, and joins the boxes of paragraphs whose borders are alike. A paragraph
    that starts further right cannot join; *gaps* put the space around it inside its own borders, so that the fill
    shows none.
    """
    bar_gap = box.padding + (box.bar.gap if box.bar else 0.0)
    edges: list[Edge] = []
    if box.bar is not None:
        edges.append(edge("left", box.bar, bar_gap + inset))
    if box.fill is None:
        return tuple(edges)
    line = Border(HAIRLINE if gaps is None else gaps.edge, box.fill)
    above, below = (box.padding, box.padding) if gaps is None else gaps[:2]
    edges += [edge(side, line, space) for side, space in (("top", above), ("bottom", below)) if space or gaps is None]
    edges.append(edge("right", line, box.padding))
    if box.bar is None:
        edges.append(edge("left", line, box.padding + inset))
    return tuple(sorted(edges))
