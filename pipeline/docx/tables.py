"""Flows to elements: paragraphs, and tables with their rows and cells.

Enters: flows. Leaves: ``w:p`` and ``w:tbl`` elements in a parent. Guaranteed: two tables never touch; every row
covers all columns; head rows repeat on each page and no row breaks across pages; the table names its style and what
of it is a head; every cell ends in a paragraph; the caption is the table's title for screen readers.
"""

from __future__ import annotations

from lxml.etree import SubElement

from pipeline.docx.flow import Around, Flow, Line, Slab
from pipeline.docx.galleries import write_gallery
from pipeline.docx.grid import Position, full_grid, in_twips
from pipeline.docx.inlines import Target
from pipeline.docx.lines import write_line, write_separator
from pipeline.docx.looks import Look, Strong
from pipeline.docx.ooxml import P_PR, P_STYLE, VAL, Node, P, checked, name, sub, switch
from pipeline.docx.tablestyle import TABLE_STYLE, add_border, add_fill
from pipeline.docx.tools import Tools
from pipeline.model.nodes import Align, Cell, Table
from pipeline.model.walk import plain_text
from pipeline.style.columns import SPARE, Content, column_widths, needs_more
from pipeline.style.direction import runs_right_to_left
from pipeline.style.theme import StyleName
from pipeline.units import twips

_FIRST_ROW, _FIRST_COLUMN, _NO_VERTICAL_BANDS, _NO_BANDS = 0x0020, 0x0080, 0x0400, 0x0200
"""Bits of ``w:tblLook`` (ECMA-376 part 1, 17.4.56)."""
_CELL, _CELL_PR, _CELL_WIDTH = name("w:tc"), name("w:tcPr"), name("w:tcW")
_WIDTH, _TYPE = name("w:w"), name("w:type")


def write_flow(parent: Node, flow: Flow, target: Target, tools: Tools) -> Node | None:
    """Append a flow; return its last element when that is a paragraph."""
    last: Node | None = None
    previous: Line | Slab | None = None
    for index, item in enumerate(flow):
        if isinstance(item, Slab):
            if isinstance(previous, Slab):
                write_separator(parent, tools, max(0, previous.after + item.before - 20))
            if item.figures:
                write_gallery(parent, item, target, tools)
            else:
                write_table(parent, item, target, tools)
            last = None
        else:
            following = flow[index + 1] if index + 1 < len(flow) else None
            last = write_line(parent, item, previous, following, target, tools)
        previous = item
    return last


def write_table(parent: Node, slab: Slab, target: Target, tools: Tools) -> None:
    """Append a table over the measure of its surroundings."""
    table, theme = slab.table, tools.sheet.theme
    head = full_grid(table.head, len(table.columns))
    body = full_grid(table.body, len(table.columns))
    given = tools.columns.get(id(table))
    if given is None or len(given) != len(table.columns):
        given = column_widths(table.columns, _contents(head, body, tools), slab.around.measure)
    widths = in_twips(given)
    made = sub(parent, "w:tbl")
    row_heads = _has_row_heads(body)
    _write_properties(made, slab, sum(widths), tools, row_heads=row_heads, bands=theme.table.band_fill is not None)
    grid = sub(made, "w:tblGrid")
    for width in widths:
        sub(grid, "w:gridCol", w=width)
    for index, row in enumerate(head):
        _write_row(made, row, index, slab, widths, target, tools, in_head=True, new_page=slab.new_page and not index)
    for index, row in enumerate(body):
        first = slab.new_page and not head and not index
        kept = len(body) > 1 and index in (0, len(body) - 2)
        _write_row(made, row, index, slab, widths, target, tools, in_head=False, new_page=first, keep=kept)
    if table.anchor and not table.caption:
        _anchor(made, table.anchor, tools)


def _anchor(made: Node, anchor: str, tools: Tools) -> None:
    """Let links to a table without a caption lead to its first words."""
    for paragraph in made.iter(P):
        shown = [element for element in paragraph if element.tag != P_PR]
        if shown:
            tools.bookmarks.at(anchor, shown[0], shown[-1])
            return


def is_wider(table: Table, width: float, tools: Tools) -> bool:
    """Whether words of a table would be broken if it were no more than *width* points wide."""
    head, body = (full_grid(rows, len(table.columns)) for rows in (table.head, table.body))
    return needs_more(table.columns, _contents(head, body, tools), width)


def _contents(head: list[list[Position]], body: list[list[Position]], tools: Tools) -> list[Content]:
    theme = tools.sheet.theme
    padding = 2 * theme.table.padding_x + SPARE
    contents = []
    sections: tuple[tuple[list[list[Position]], StyleName], ...] = ((head, "table-head"), (body, "table-cell"))
    for rows, base in sections:
        for cell, column, columns, merge in (position for row in rows for position in row):
            if merge != "continue":
                strong = cell.header and rows is body
                least, full = tools.measure.blocks(cell.blocks, base, strong=strong)
                contents.append(Content(column, columns, least + padding, full + padding))
    return contents


def _has_row_heads(body: list[list[Position]]) -> bool:
    return any(row and row[0].column == 0 and row[0].cell.header for row in body)


def _write_properties(made: Node, slab: Slab, width: int, tools: Tools, *, row_heads: bool, bands: bool) -> None:
    properties = sub(made, "w:tblPr")
    sub(properties, "w:tblStyle", val=TABLE_STYLE)
    if runs_right_to_left(slab.around.lang):
        switch(properties, "w:bidiVisual", True)
    sub(properties, "w:tblW", w=width, type="dxa")
    if slab.around.left:
        sub(properties, "w:tblInd", w=twips(slab.around.left), type="dxa")
    rule = tools.sheet.theme.table.fill_in_rule if slab.table.fill_in else None
    if rule is not None:
        add_border(sub(properties, "w:tblBorders"), "insideH", rule)
    sub(properties, "w:tblLayout", type="fixed")
    has_head = bool(slab.table.head)
    look = _NO_VERTICAL_BANDS | (_FIRST_ROW if has_head else 0) | (_FIRST_COLUMN if row_heads else 0)
    sub(
        properties,
        "w:tblLook",
        val=f"{look | (0 if bands else _NO_BANDS):04X}",
        firstRow=int(has_head),
        lastRow=0,
        firstColumn=int(row_heads),
        lastColumn=0,
        noHBand=int(not bands),
        noVBand=1,
    )
    if slab.table.caption:
        sub(properties, "w:tblCaption", val=checked(plain_text(slab.table.caption)))


def _write_row(
    made: Node,
    row: list[Position],
    index: int,
    slab: Slab,
    widths: list[int],
    target: Target,
    tools: Tools,
    *,
    in_head: bool,
    new_page: bool,
    keep: bool = False,
) -> None:
    """Write a row; *keep*: the next must be on its page, since no page should end or start with a single row."""
    line = sub(made, "w:tr")
    properties = sub(line, "w:trPr")
    switch(properties, "w:cantSplit", True)
    if slab.table.fill_in and not in_head:
        sub(properties, "w:trHeight", val=twips(tools.sheet.theme.table.fill_in_height), hRule="atLeast")
    if in_head:
        switch(properties, "w:tblHeader", True)
    elif not index and not slab.table.head:
        sub(properties, "w:tblHeader", val="off")  # where no row says so, LibreOffice repeats the first
    for position in row:
        starts_page = new_page and position is row[0]
        cell = SubElement(line, _CELL)
        _write_cell_properties(cell, position, index, slab, widths, tools, in_head=in_head)
        around = _inside(position, slab, widths, tools, in_head=in_head)
        flow = [] if position.merge == "continue" else tools.flattener.blocks(position.cell.blocks, around)
        if flow:
            _trim(flow)
            flow[0].new_page = flow[0].new_page or starts_page
            for part in flow:
                if isinstance(part, Line):
                    part.keep = part.keep or keep
            if write_flow(cell, flow, target, tools) is None:
                write_separator(cell, tools)
        else:
            _write_empty(cell, around, tools, new_page=starts_page)


def _write_cell_properties(
    cell: Node, position: Position, index: int, slab: Slab, widths: list[int], tools: Tools, *, in_head: bool
) -> None:
    # Written plainly: a long table has tens of thousands of cells.
    properties = SubElement(cell, _CELL_PR)
    end = position.column + position.columns
    SubElement(properties, _CELL_WIDTH, {_WIDTH: str(sum(widths[position.column : end])), _TYPE: "dxa"})
    if position.columns > 1:
        sub(properties, "w:gridSpan", val=position.columns)
    if position.merge:
        sub(properties, "w:vMerge", val=position.merge)
    if in_head and len(slab.table.head) > 1:
        _write_head_look(properties, position, index, slab, tools)
    elif slab.table.fill_in and not in_head:
        sub(properties, "w:vAlign", val="bottom")


def _write_head_look(properties: Node, position: Position, index: int, slab: Slab, tools: Tools) -> None:
    """Programs differ in whether a style's first row means all head rows, so that several say their look themselves."""
    look = tools.sheet.theme.table
    reach = index + max(1, position.cell.row_span if position.merge == "restart" else 1)
    is_last = index + 1 == len(slab.table.head) or reach >= len(slab.table.head)
    rule = look.head_rule if is_last else look.row_rule
    if rule is not None:
        add_border(sub(properties, "w:tcBorders"), "bottom", rule)
    if look.head_fill is not None:
        add_fill(properties, look.head_fill)


def _inside(position: Position, slab: Slab, widths: list[int], tools: Tools, *, in_head: bool) -> Around:
    cell = position.cell
    width = sum(widths[position.column : position.column + position.columns]) / 20
    align: Align = cell.align or slab.table.columns[position.column].align
    style: StyleName = "table-head" if in_head else "table-cell"
    return Around(
        measure=max(width - 2 * tools.sheet.theme.table.padding_x, 1.0),
        lang=slab.around.lang,
        body=style,
        align=align,
        strong=_strength(cell, position.column) if not in_head else "",
    )


def _strength(cell: Cell, column: int) -> Strong:
    """How a head of a row becomes strong: by the table's first column, elsewhere by its own style."""
    if not cell.header:
        return ""
    return "column" if column == 0 else "cell"


def _trim(flow: Flow) -> None:
    """A cell's padding is all the space there is above its first and below its last paragraph."""
    flow[0].before = 0
    flow[-1].after = 0


def _write_empty(cell: Node, around: Around, tools: Tools, *, new_page: bool) -> None:
    properties = SubElement(SubElement(cell, P), P_PR)
    SubElement(properties, P_STYLE, {VAL: tools.sheet.use(Look(around.body))})
    if new_page:
        switch(properties, "w:pageBreakBefore", True)
