"""Tables to strips: one strip a row, the head repeated where a page breaks between two rows.

Enters: a table node. Leaves: a stack; its caption above. Guaranteed: rows joined by a row span stay together; a row
taller than a page is cut between lines; header cells are TH elements with a scope, and in tables with spans or
several head rows each TD names its headers (ISO 32000-1, 14.8.5.7).
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.diagnostics import Diagnostic, error, warning
from pipeline.layout.changes import emptied
from pipeline.layout.figures import caption_text
from pipeline.layout.frames import Element, Rectangle
from pipeline.layout.grid import GridCell, place_cells
from pipeline.layout.inline import make_row
from pipeline.layout.paragraphs import Around, Tools, paragraph
from pipeline.layout.rows import CellStrips, row_strip
from pipeline.layout.strips import Stack, Strip, anchored, join, shifted
from pipeline.model.nodes import Block, Cell, ListBlock, Mark, Paragraph, Table
from pipeline.style.columns import SPARE, Content, column_widths, least_widths, needs_more
from pipeline.style.theme import Border, ParagraphStyle, StyleName
from pipeline.values import dataclass

_LEGIBLE = 4.0
"""Ems: a column of this width, padding aside, holds the parts of a long word so that they can be read."""
_CRAMMED = 1.25
"""A table that needs more than this share of its room even so cannot be read."""

SetBlocks = Callable[[tuple[Block, ...], Around, Tools], Stack]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A table's geometry and the element identifiers of its header cells."""

    block: Table
    around: Around
    edges: list[float]
    named: bool
    column_headers: dict[int, list[str]]


def table(block: Table, around: Around, tools: Tools, set_blocks: SetBlocks) -> Stack:
    """Set a table over the measure of its surroundings."""
    look = tools.theme.table
    element = tools.structure.add(Element("Table", around.element))
    stacks = []
    if block.caption:
        text = caption_text(tools.labels.table, block.number, block.caption)
        inside = around._replace(element=element)
        caption = paragraph(
            text, tools.theme.styles["caption"], inside, tools, kind="Caption", keep=True, known_as=block.caption
        )
        stacks.append(caption)
    head = place_cells(block.head, len(block.columns))
    body = place_cells(block.body, len(block.columns))
    plan = _plan(block, head, body, around, tools)
    head_strips = _topped(_section(head, "THead", element, plan, tools, set_blocks, grouped=bool(body)), plan, tools)
    frames = tuple(strip.frame for strip in head_strips)
    head_strips = [strip._replace(keep=True) for strip in head_strips]
    body_strips = _section(body, "TBody", element, plan, tools, set_blocks)
    if not head_strips:
        body_strips = _topped(body_strips, plan, tools)
    last = len(body_strips) - 1
    body_strips = [
        strip._replace(head=frames if index else (), keep=last > 0 and index in (0, last - 1))
        for index, strip in enumerate(body_strips)
    ]
    strips = [*head_strips, *body_strips]
    if strips:
        stacks.append(Stack(_edged(strips, plan, tools)))
    after = max(0.0, look.space_after - _excess(block, tools))
    return anchored(join(stacks), block.anchor)._replace(before=look.space_before, after=after)


def is_wider(block: Table, width: float, around: Around, tools: Tools) -> bool:
    """Whether words of a table would be broken if it were no more than *width* points wide."""
    contents = [
        _measured(cell, section is block.head, around, tools)
        for section in (block.head, block.body)
        for row in place_cells(section, len(block.columns))
        for cell in row
    ]
    return needs_more(block.columns, contents, width)


def _plan(block: Table, head: list[list[GridCell]], body: list[list[GridCell]], around: Around, tools: Tools) -> _Plan:
    contents = [
        _measured(cell, section is head, around, tools) for section in (head, body) for row in section for cell in row
    ]
    tools.diagnostics.extend(_too_wide(block, contents, around.measure, tools))
    edges = [around.left]
    tools.columns[id(block)] = widths = tuple(column_widths(block.columns, contents, around.measure))
    for width in widths:
        edges.append(edges[-1] + width)
    spans = any(cell.rows > 1 or cell.columns > 1 for section in (head, body) for row in section for cell in row)
    return _Plan(block, around, edges, spans or len(head) > 1, {})


def _too_wide(block: Table, contents: list[Content], measure: float, tools: Tools) -> list[Diagnostic]:
    """Return a warning where words must be broken to fit, an error where nobody could read what is left of them."""
    least = least_widths(block.columns, contents, measure)
    if sum(least) <= measure + 1.0:
        return []
    style = tools.theme.styles["table-cell"]
    enough = 2 * tools.theme.table.padding_x + _LEGIBLE * style.size
    needed = sum(min(width, enough) for width in least)
    if needed > measure * _CRAMMED:
        message = f"the table's {len(least)} columns need {needed:.0f}pt at least, and there are {measure:.0f}pt"
        help_text = "leave columns out, part the table in two, or give the paper `landscape: true` in packet.yaml"
        return [error("table-too-wide", message, block.place, help=help_text)]
    message = "the table is too wide: words and figures in it are broken to fit"
    help_text = "leave columns out, shorten the text, or part the table in two"
    return [warning("table-too-wide", message, block.place, help=help_text)]


def _cell_style(cell: Cell, in_head: bool) -> tuple[StyleName, Mark]:
    """The paragraph style of a cell and the marks all of its text has: row headers are strong."""
    if in_head:
        return "table-head", Mark.NONE
    return "table-cell", Mark.STRONG if cell.header else Mark.NONE


def _measured(cell: GridCell, in_head: bool, around: Around, tools: Tools) -> Content:
    """Measure a cell's paragraphs, those of lists with their indent; other blocks take what they get."""
    name, marks = _cell_style(cell.cell, in_head)
    style = tools.theme.styles[name]
    least, full = _block_widths(cell.cell.blocks, style, marks, around.lang, tools)
    padding = 2 * tools.theme.table.padding_x + SPARE
    return Content(cell.column, cell.columns, least + padding, full + padding)


def _block_widths(
    blocks: tuple[Block, ...], style: ParagraphStyle, marks: Mark, lang: str, tools: Tools
) -> tuple[float, float]:
    least = full = 0.0
    for block in blocks:
        match block:
            case Paragraph(children):
                low, high = make_row(children, style, lang, tools.setter, marks).widths()
            case ListBlock(items):
                inner = tuple(inside for item in items for inside in item.blocks)
                low, high = _block_widths(inner, style, marks, lang, tools)
                low, high = low + tools.theme.lists.indent, high + tools.theme.lists.indent
            case _:
                continue
        least, full = max(least, low), max(full, high)
    return least, full


def _section(
    rows: list[list[GridCell]],
    kind: str,
    parent: int,
    plan: _Plan,
    tools: Tools,
    set_blocks: SetBlocks,
    *,
    grouped: bool = True,
) -> list[Strip]:
    """Set the rows of the head or body; rows that a span joins become one strip.

    Not *grouped*: the rows stand in the table itself, since a THead wants a TBody beside it (ISO 32000-1, 14.8.4.3.4).
    """
    if not rows:
        return []
    section = tools.structure.add(Element(kind, parent)) if grouped else parent
    strips: list[Strip] = []
    index = 0
    while index < len(rows):
        end = index + 1
        while end < (reach := _reach(rows, index, end)):
            end = reach
        strips.append(_joined(rows[index:end], index, kind == "THead", section, plan, tools, set_blocks))
        index = end
    return strips


def _reach(rows: list[list[GridCell]], start: int, end: int) -> int:
    """The row after the last that a cell of rows *start* to *end* covers."""
    return max((cell.row + cell.rows for row in rows[start:end] for cell in row), default=end)


def _joined(
    rows: list[list[GridCell]],
    first: int,
    in_head: bool,
    section: int,
    plan: _Plan,
    tools: Tools,
    set_blocks: SetBlocks,
) -> Strip:
    """Set rows that belong together as one strip."""
    cells: list[CellStrips] = []
    for row in rows:
        element = tools.structure.add(Element("TR", section))
        row_headers: list[str] = []
        for cell in row:
            made = _set_cell(cell, in_head, element, row_headers, plan, tools, set_blocks)
            cells.append(made._replace(row=cell.row - first))
    look = tools.theme.table
    banded = not in_head and first % 2 == 1 and len(rows) == 1
    fill = look.head_fill if in_head else look.band_fill if banded else None
    rule = look.head_rule if in_head and first + len(rows) == len(plan.block.head) else look.row_rule
    by_hand = plan.block.fill_in and not in_head
    if by_hand:
        rule = look.fill_in_rule or rule
    least = look.fill_in_height if by_hand else 0.0
    return row_strip(cells, len(rows), (plan.edges[0], plan.edges[-1]), look, fill, rule, least)


def _set_cell(
    placed: GridCell,
    in_head: bool,
    parent: int,
    row_headers: list[str],
    plan: _Plan,
    tools: Tools,
    set_blocks: SetBlocks,
) -> CellStrips:
    cell, look = placed.cell, tools.theme.table
    header = in_head or cell.header
    identifier = tools.structure.identifier("header") if header and plan.named else ""
    columns = range(placed.column, placed.column + placed.columns)
    above = [name for column in columns for name in plan.column_headers.get(column, [])]
    headers = tuple(dict.fromkeys([*above, *row_headers])) if plan.named and not in_head else ()
    element = tools.structure.add(
        Element(
            "TH" if header else "TD",
            parent,
            identifier=identifier,
            scope=("Column" if in_head else "Row") if header else "",
            headers=headers,
            column_span=placed.columns,
            row_span=placed.rows,
        )
    )
    if identifier and in_head:
        for column in columns:
            plan.column_headers.setdefault(column, []).append(identifier)
    elif identifier:
        row_headers.append(identifier)
    style, marks = _cell_style(cell, in_head)
    left, right = plan.edges[placed.column], plan.edges[placed.column + placed.columns]
    inside = plan.around._replace(
        left=left + look.padding_x,
        measure=max(right - left - 2 * look.padding_x, 1.0),
        element=element,
        body=style,
        align=cell.align or plan.block.columns[placed.column].align,
        marks=marks,
        list_level=0,
    )
    stack = set_blocks(cell.blocks, inside, tools)
    if not stack.strips and tools.revisions is not None:
        stack = emptied(tools.revisions.take(cell), tools.setter.baseline(tools.theme.styles[style]))
    return CellStrips(0, placed.rows, stack.strips)


def _topped(strips: list[Strip], plan: _Plan, tools: Tools) -> list[Strip]:
    """Draw the table's edge above its first row, which stands below it; a head that is repeated has it too."""
    rule = tools.theme.table.edge_rule
    if rule is None or not strips:
        return strips
    first, *rest = strips
    edge = Rectangle(plan.edges[0], 0.0, plan.edges[-1] - plan.edges[0], rule.width, rule.color)
    frame = first.frame
    anchors = tuple((name, y + rule.width) for name, y in frame.anchors)
    items = (*shifted(frame.items, rule.width), edge)
    return [first._replace(frame=frame._replace(height=first.height + rule.width, items=items, anchors=anchors)), *rest]


def _edged(strips: list[Strip], plan: _Plan, tools: Tools) -> list[Strip]:
    """Draw the table's edge below its last row."""
    rule = tools.theme.table.edge_rule
    if rule is None:
        return strips
    last = strips[-1]
    height = last.height + _edge_excess(plan.block, tools)
    bottom = Rectangle(plan.edges[0], height - rule.width, plan.edges[-1] - plan.edges[0], rule.width, rule.color)
    frame = last.frame._replace(height=height, items=(*last.frame.items, bottom))
    return [*strips[:-1], last._replace(frame=frame)]


def _edge_excess(block: Table, tools: Tools) -> float:
    """How many points the edge below the last row is thicker than what the row has room for."""
    look = tools.theme.table
    return max(0.0, _width(look.edge_rule) - _width(look.row_rule) * (2 if block.fill_in else 1))


def _excess(block: Table, tools: Tools) -> float:
    """How many points rules make the table higher, which the space below it makes up for."""
    look = tools.theme.table
    excess = _width(look.edge_rule) + _edge_excess(block, tools) if look.edge_rule is not None else 0.0
    head = look.head_rule if block.head else None
    return excess + (head.width - _width(look.row_rule) if head is not None else 0.0)


def _width(rule: Border | None) -> float:
    return rule.width if rule is not None else 0.0
