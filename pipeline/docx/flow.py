"""Blocks to a flat flow of paragraphs and tables, each with the space before and after it.

Enters: block nodes and their surroundings. Leaves: :class:`Line` and :class:`Slab` values in the order of the document.
Guaranteed: every block kind is handled; spaces follow the same rules as layout's, so that Word breaks pages where the
PDF does: the spaces between two paragraphs add up, a container replaces those at its ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from pipeline.diagnostics import DataError, error
from pipeline.docx.inlines import is_blank
from pipeline.docx.looks import HAIRLINE, Box, Gaps, ListLabel, Look, Resolver, Strong, indents
from pipeline.docx.names import callout_left
from pipeline.docx.numbering import DEEPEST, Numbering
from pipeline.docx.tablestyle import rule_excess
from pipeline.model.nodes import (
    Align,
    Block,
    Callout,
    DefinitionList,
    Figure,
    FigureRow,
    Footnote,
    Heading,
    Inline,
    Labels,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from pipeline.model.writing import WritingSpace
from pipeline.style.theme import StyleName, Theme
from pipeline.style.writing import artwork, least_height
from pipeline.units import twips
from pipeline.values import dataclass, replace

_MOST_COLUMNS = 63
HEADINGS: tuple[StyleName, ...] = ("heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6")


@dataclass(frozen=True, slots=True)
class Around:
    """Where blocks stand. Lengths in points: *left* and *right* are taken by containers, *measure* is left for text.

    *body*: the role of plain paragraphs; *strong*: the text heads a row; *box*, *box_left*: see
    :class:`~pipeline.docx.looks.Look`.
    """

    measure: float
    lang: str
    left: float = 0.0
    right: float = 0.0
    body: StyleName = "body"
    align: Align | None = None
    strong: Strong = ""
    list_level: int = 0
    box: Box = ""
    box_left: float = 0.0


@dataclass(slots=True)
class Line:
    """A paragraph to be: its look, its content, the twips before and after it.

    *content*: inlines, or a figure; *caption*: the word and number before a caption, such as ``("Table", 3)``.
    *number*: the numbering instance of a list item. *anchor*: it can be linked to under this name.
    """

    look: Look
    content: tuple[Inline, ...] | Figure
    before: int
    after: int
    lang: str
    measure: float
    caption: tuple[str, str, int] | None = None
    number: int = 0
    anchor: str = ""
    keep: bool = False
    new_page: bool = False


@dataclass(slots=True)
class Slab:
    """A table to be, with its surroundings. *figures*: it shows these side by side, and no table of data."""

    table: Table
    around: Around
    before: int
    after: int
    new_page: bool = False
    figures: tuple[Figure, ...] = ()


Flow = list[Line | Slab]


class Flattener:
    """Makes flows of a document's blocks."""

    def __init__(
        self,
        theme: Theme,
        resolver: Resolver,
        numbering: Numbering,
        labels: Labels,
        spaces: Mapping[int, float] | None = None,
    ) -> None:
        """*spaces*: the height in points of each space for handwriting, by its id."""
        self._theme = theme
        self._spaces = spaces or {}
        self._resolver = resolver
        self._numbering = numbering
        self._labels = labels

    def line(self, base: StyleName, content: tuple[Inline, ...], around: Around, keep: bool = False) -> Flow:
        """Return the flow of one paragraph; nothing when it is blank."""
        if is_blank(content):
            return []
        return [self._made(self._look(base, around), content, around, keep=keep)]

    def heading(self, level: int, content: tuple[Inline, ...], anchor: str, around: Around) -> Flow:
        """Return the flow of a heading, 1 to 6, that links and contents find under *anchor*."""
        made = self.line(HEADINGS[level - 1], content, around)
        return [replace(line, anchor=anchor) for line in made if isinstance(line, Line)]

    def blocks(self, blocks: tuple[Block, ...], around: Around) -> Flow:
        """Return the flow of blocks under each other."""
        flow: Flow = []
        new_page = False
        for block in blocks:
            if isinstance(block, PageBreak):
                new_page = True
                continue
            made = self._block(block, around)
            if new_page and made:
                made[0].new_page = True
                new_page = False
            new_page = new_page or (isinstance(block, WritingSpace) and block.lines is None)
            flow += made
        return flow

    def footnote(self, note: Footnote, measure: float, lang: str) -> Flow:
        """Return the flow of a footnote's text."""
        flow = self.blocks(note.blocks, Around(measure, lang, body="footnote"))
        for line in flow[1:]:
            if isinstance(line, Line) and line.look == Look("footnote"):
                line.look = line.look._replace(use="continued")
        return flow

    def _block(self, block: Block, around: Around) -> Flow:
        match block:
            case Paragraph(children, role, keep):
                return self.line(around.body if role == "body" else role, children, around, keep)
            case Heading(level, children, anchor):
                return self.heading(level, children, anchor, around)
            case ListBlock():
                return self._list(block, around)
            case Table():
                return self._table(block, around)
            case Figure():
                return self._figure(block, around)
            case FigureRow(figures):
                after = twips(self._theme.styles["body"].space_after)
                return [Slab(Table((), (), ()), around, 0, after, figures=figures)] if figures else []
            case Callout():
                return self._callout(block, around)
            case Quote(blocks):
                return self.blocks(blocks, self._in_quote(around))
            case DefinitionList(items):
                flow: Flow = []
                for item in items:
                    flow += self.line("term", item.term, around)
                    flow += self.blocks(item.blocks, replace(around, body="definition"))
                return flow
            case Rule():
                return [self._made(self._look("body", around)._replace(use="rule"), (), around)]
            case WritingSpace():
                return self._writing_space(block, around)
            case PageBreak():
                return []
            case _:
                assert_never(block)

    def _look(self, base: StyleName, around: Around) -> Look:
        style = self._theme.styles[base]
        align = around.align
        if align is None and style.aligned(around.measure - sum(indents(base, self._theme))) != style.align:
            align = "left"
        return Look(
            base,
            left=around.left,
            right=around.right,
            box=around.box,
            box_left=around.box_left,
            align=None if align == style.align else align,
            strong=around.strong,
        )

    def _made(
        self,
        look: Look,
        content: tuple[Inline, ...] | Figure,
        around: Around,
        *,
        number: int = 0,
        caption: tuple[str, str, int] | None = None,
        keep: bool = False,
    ) -> Line:
        own = self._resolver.properties(look)
        return Line(look, content, own.before, own.after, around.lang, around.measure, caption, number, keep=keep)

    def _list(self, block: ListBlock, around: Around) -> Flow:
        indent = self._theme.lists.indent
        inside = replace(
            around,
            left=around.left + indent,
            measure=around.measure - indent,
            body="list" if around.body == "body" else around.body,
            list_level=around.list_level + 1,
        )
        number = 0
        flow: Flow = []
        for position, item in enumerate(block.items, start=1):
            made, number = self._item(item, block, inside, number)
            if made and position < len(block.items):
                made[-1].after = twips(self._theme.lists.item_gap)
            flow += made
        if flow:
            flow[-1].after = twips(self._theme.styles[inside.body].space_after)
        return flow

    def _item(self, item: ListItem, block: ListBlock, around: Around, number: int) -> tuple[Flow, int]:
        """Return an item's flow, and the numbering instance of its list, which the first labelled item starts."""
        first, rest = item.blocks[:1], item.blocks[1:]
        if first and not isinstance(first[0], Paragraph):
            return self.blocks(item.blocks, around), number
        head = first[0] if first and isinstance(first[0], Paragraph) else Paragraph(())
        base = around.body if head.role == "body" else head.role
        label: ListLabel = "number" if block.ordered else "bullet"
        level = min(around.list_level, DEEPEST) - 1
        look = self._look(base, around)._replace(label=label, level=level)
        if block.ordered and not number:
            number = self._numbering.start(look, block.start)
        line = self._made(look, head.children, around, number=number, keep=head.keep_with_next)
        return [line, *self._continued(rest, around)], number

    def _continued(self, blocks: tuple[Block, ...], around: Around) -> Flow:
        """Return the flow of what follows the first paragraph of an item; plain paragraphs continue the list."""
        flow = self.blocks(blocks, around)
        for line in flow:
            if isinstance(line, Slab):
                continue
            look = line.look
            if look.base == around.body and not look.label and not look.use and look.left == around.left:
                line.look = look._replace(label="continue", level=min(around.list_level, DEEPEST) - 1)
        return flow

    def _table(self, block: Table, around: Around) -> Flow:
        look = self._theme.table
        if len(block.columns) > _MOST_COLUMNS:
            message = f"a table of {len(block.columns)} columns; Word has no more than {_MOST_COLUMNS}"
            raise DataError(error("too-many-columns", message, block.place, help="part the table in two"))
        if not block.columns or not (block.head or block.body):
            return []  # Word takes a table without rows for a broken file
        after = max(0.0, look.space_after - rule_excess(look, len(block.head), fill_in=block.fill_in))
        flow: Flow = [Slab(block, around, twips(look.space_before), twips(after))]
        if block.caption:
            caption = (self._labels.table, "Table", block.number or 0)
            made = self._made(self._look("caption", around), block.caption, around, caption=caption)
            made.anchor = block.anchor
            flow[0].before = 0
            flow.insert(0, made)
        return flow

    def _figure(self, block: Figure, around: Around) -> Flow:
        aligned = replace(around, align=block.align, strong="")
        side = None if block.align == "left" else block.align
        look = self._look("body", aligned)._replace(use="figure", align=side)
        picture = self._made(look, block, aligned, keep=bool(block.caption))
        if not block.caption:
            picture.after = twips(self._theme.styles["body"].space_after)
            picture.anchor = block.anchor
            return [picture]
        caption = (self._labels.figure, "Figure", block.number or 0)
        under = self._look("caption", aligned)._replace(use="figure-caption")
        below = self._made(under, block.caption, aligned, caption=caption)
        below.anchor = block.anchor
        return [picture, below]

    def _writing_space(self, block: WritingSpace, around: Around) -> Flow:
        """Return lines to write on as a picture, as high as layout found them, or with nothing drawn an empty room."""
        height = self._spaces.get(id(block)) or least_height(block)
        after = twips(self._theme.styles["body"].space_after) if block.lines is not None else 0
        drawing = artwork(block, around.measure, height, self._theme)
        if drawing is None:
            empty = self._made(Look("body", use="separator"), (), around)
            empty.after = twips(height) + after
            return [empty]
        picture = self._made(self._look("body", around)._replace(use="figure"), Figure(drawing, "", width=1.0), around)
        picture.after = after
        return [picture]

    def _callout(self, block: Callout, around: Around) -> Flow:
        box = self._theme.callouts[block.kind]
        left = callout_left(self._theme, block.kind)
        inside = replace(
            around,
            left=around.left + left,
            right=around.right + box.padding,
            measure=around.measure - left - box.padding,
            body="callout",
            list_level=0,
            box=block.kind,
            box_left=around.left + left,
        )
        flow = [*self.line("callout-title", block.title, inside), *self.blocks(block.blocks, inside)]
        excess = self._part(flow, box.padding) if box.fill is not None else 0
        if flow:
            flow[0].before = twips(box.space_before)
            flow[-1].after = max(0, twips(box.space_after) - excess)
        return flow

    def _in_quote(self, around: Around) -> Around:
        style = self._theme.styles["quote"]
        return replace(
            around,
            left=around.left + style.indent_left,
            right=around.right + style.indent_right,
            measure=around.measure - style.indent_left - style.indent_right,
            body="quote",
            box="quote",
            box_left=around.left + style.indent_left,
        )

    def _part(self, flow: Flow, padding: float) -> int:
        """Give each paragraph of a box with lists or tables a box of its own that touches its neighbours'.

        Word draws one box around paragraphs whose borders and edges are alike, and lists have other edges. So that no
        stripe shows between two boxes, the space there moves inside the border of the upper one; and so that programs
        never take two for one and drop the space with the border, neighbours have borders of different width.

        Return how many twips borders, and spaces in them that are whole points, make the box higher than the PDF's.
        """
        excess = twips(2 * (round(padding) - padding + HAIRLINE))
        if all(isinstance(line, Line) and not line.look.label for line in flow):
            return excess
        above = twips(padding)
        for index, line in enumerate(flow):
            if isinstance(line, Slab):
                above = twips(padding)
                continue
            following = flow[index + 1] if index + 1 < len(flow) else None
            below = line.after + following.before if isinstance(following, Line) else twips(padding)
            gaps = Gaps(round(above / 20), round(below / 20), index % 2 == 1)
            if isinstance(following, Line):
                excess += gaps.below * 20 - below + twips(gaps.edge)
            line.look = line.look._replace(gaps=gaps)
            line.before = line.after = above = 0
        return excess
