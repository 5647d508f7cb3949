"""Tables.

Enters: the tokens of a pipe table and the attributes before it. Leaves: a Table. Guaranteed: every row has a cell for
every column; a row that was written with more cells than there are columns is reported, because Markdown would drop
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it.token import Token

from pipeline.compose.inlines import lone_value, read_inlines, read_text
from pipeline.compose.naming import chosen_anchor
from pipeline.compose.options import TABLE, Given, accept, alignment, role_of, share, with_role
from pipeline.compose.passage import Passage
from pipeline.compose.portions import marked_caption
from pipeline.diagnostics import Place
from pipeline.model.nodes import Align, Cell, Column, Paragraph, Row, Table
from pipeline.model.walk import texts

_STYLE = "text-align:"
_DASHES = re.compile(r"[\s|:-]+")
_NO_PREFIX = re.compile(r"[\s>]*")


def read_table(passage: Passage, at: int, given: Given) -> Table:
    """Return the table whose opening token is at *at*."""
    tokens, ends = passage.parsed.tokens, passage.parsed.ends
    attributes = accept(passage, given, TABLE)
    line = (tokens[at].map or [0])[0]
    written = attributes.pairs.get("caption") or ""
    caption = marked_caption(passage, read_text(passage, written, given.line), written, "tables")
    number = None
    if caption:
        passage.book.tables += 1
        number = passage.book.tables
    row_headers = "row-headers" in attributes.pairs
    aligns: list[Align] = []
    head: list[Row] = []
    body: list[Row] = []
    rows, header = body, False
    for position in range(at + 1, ends[at]):
        kind = tokens[position].type
        if kind == "thead_open":
            rows, header = head, True
        elif kind == "tbody_open":
            rows, header = body, False
        elif kind == "th_open":
            aligns.append(_align(str(tokens[position].attrs.get("style", ""))))
        elif kind == "tr_open":
            rows.append(_row(passage, position, header, row_headers))
            if not header:
                _check_row(passage, position, len(aligns))
    if row_headers and not any(cell.blocks for row in head for cell in row.cells):
        head = []  # Markdown wants a heading row; where rows are headed, an empty one stands for none
    columns = _columns(passage, given, attributes.pairs, aligns)
    place = next(_places((*head, *body)), None) or passage.origin.spot(line)[0]
    anchor = chosen_anchor(passage, attributes.anchor, given.line)
    fill_in = "fill-in" in attributes.pairs
    table = Table(tuple(columns), tuple(head), tuple(body), caption, number, place, anchor, fill_in)
    (found,) = with_role([table], role_of(attributes))
    assert isinstance(found, Table)
    return found


def _row(passage: Passage, at: int, header: bool, row_headers: bool) -> Row:
    tokens = passage.parsed.tokens
    cells: list[Cell] = []
    for position in range(at + 1, passage.parsed.ends[at]):
        if tokens[position].type in ("th_open", "td_open"):
            cell = _cell(passage, position + 1, header, len(cells))
            # An empty cell heads nothing.
            cells.append(replace(cell, header=True) if row_headers and not cells and cell.blocks else cell)
    return Row(tuple(cells), next(_places((Row(tuple(cells)),)), None))


def _cell(passage: Passage, at: int, header: bool, number: int) -> Cell:
    """Return the cell of the inline token at *at*; *number* counts the cells of its row from 0."""
    token = passage.parsed.tokens[at]
    line = token.map[0] if token.map else 0
    lone = lone_value(passage, token.content) if token.content else None
    if lone is not None and passage.printed[lone].rich:
        printed = passage.value(lone)
        return Cell(tuple(passage.book.splicer.blocks(passage, printed, line)), header=header, place=printed.place)
    children = read_inlines(passage, token)
    place = next((text.place for text in texts(children) if text.place is not None), None)
    written = passage.rich.cell(line, number) if passage.rich is not None else None
    return Cell((Paragraph(children, place=place, written=written),) if children else (), header=header, place=place)


def _places(rows: tuple[Row, ...]) -> Iterator[Place]:
    for row in rows:
        yield from (cell.place for cell in row.cells if cell.place is not None)


def _align(style: str) -> Align:
    match style.removeprefix(_STYLE):
        case "center":
            return "center"
        case "right":
            return "right"
    return "left"


def _columns(passage: Passage, given: Given, pairs: dict[str, str | None], aligns: list[Align]) -> list[Column]:
    widths: list[float | None] = [None] * len(aligns)
    written = (pairs.get("widths") or "").split()
    if written and _matches(passage, given, "widths", written, len(aligns)):
        widths = [share(passage, given, "width", width) for width in written]
        total = sum(width for width in widths if width is not None)
        if total > 1.0001:
            data = passage.data_place(pairs["widths"] or "")
            message = f"the columns' widths add up to {total:.0%}"
            passage.fault("bad-width", message, given.line, help="make them 100% or less", data=data)
    names = (pairs.get("align") or "").split()
    if names and _matches(passage, given, "align", names, len(aligns)):
        aligns = [alignment(passage, given, name) or align for name, align in zip(names, aligns, strict=True)]
    return [Column(align, width) for align, width in zip(aligns, widths, strict=True)]


def _matches(passage: Passage, given: Given, key: str, values: list[str], columns: int) -> bool:
    if len(values) == columns:
        return True
    message = f"`{key}` has {_counted(len(values), 'value')} for {_counted(columns, 'column')}"
    text = " ".join(values)
    passage.fault("bad-table", message, given.line, help="give one for each column", text=text)
    return False


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _check_row(passage: Passage, at: int, columns: int) -> None:
    """Report a row that was written with more cells than there are columns."""
    token = passage.parsed.tokens[at]
    line = token.map[0] if token.map else 0
    written = passage.parsed.lines[line]
    if written.count("|") < columns:
        return
    cells = _cells(_NO_PREFIX.sub("", written, count=1))
    if len(cells) <= columns:
        return
    extra = " ".join(cells[columns:])
    message = f"a row has {len(cells)} cells, the table {_counted(columns, 'column')}"
    help = r"write one cell for each column; a | that is text is written \|"
    passage.fault("too-many-cells", message, line, help=help, text=extra or written, data=passage.data_place(extra))


def refuse_broken_table(passage: Passage, token: Token) -> bool:
    """Report a paragraph of a template that was meant as a table: it has a row of dashes. Return whether it has."""
    if passage.rich is not None and not passage.file:
        return False
    lines = token.content.split("\n")
    at = next((at for at, line in enumerate(lines) if _DASHES.fullmatch(line) and "|" in line and "-" in line), None)
    if at is None:
        return False
    above = lines[at - 1] if at else ""
    dashes, cells = len(_cells(lines[at])), len(_cells(above))
    if not at:
        why, help = "there is no heading row above the row of dashes", "write one, directly above"
    elif dashes != cells:
        why = f"the row of dashes has {_counted(dashes, 'cell')}, the heading row above it {cells}"
        help = "write as many cells in both, one for each column"
    else:
        why = "it goes on from the lines above"
        help = "leave an empty line before the heading row, and begin every row with |"
    line = (token.map or [0])[0] + at
    passage.fault("bad-table", f"this is no table: {why}", line, help=help, text=above)
    return True


def _cells(row: str) -> list[str]:
    """Return the cells of a row as GitHub's tables have them: cut at every ``|`` that no backslash stands before."""
    cells = re.split(r"(?<!\\)\|", row.strip())
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells
