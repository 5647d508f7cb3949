"""Checks of tables: header cells, and rows that fill a grid.

Enters: a :class:`~pipeline.verify.pdf_file.PdfFile`. Leaves: a message for each fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.verify.pdf_file import PdfFile, Tag, listed, on_page

_SCOPES = frozenset({"/Row", "/Column", "/Both"})
_WIDEST = 10_000


def _tables(file: PdfFile) -> Iterator[tuple[Tag, list[list[Tag]]]]:
    """Yield tables with their rows of cells; a table in a cell is one of its own."""
    for tag in file.tags:
        if tag.kind == "Table":
            yield tag, [[file.tags[cell] for cell in row.children] for row in _rows(file, tag)]


def _rows(file: PdfFile, table: Tag) -> Iterator[Tag]:
    for index in table.children:
        child = file.tags[index]
        if child.kind == "TR":
            yield child
        elif child.kind in ("THead", "TBody", "TFoot"):
            yield from (file.tags[row] for row in child.children if file.tags[row].kind == "TR")


def tables(file: PdfFile) -> Iterator[str]:
    """PDF/UA-1, 7.5: a table has rows and header cells, each says what it heads, and the rows are equally wide."""
    for table, rows in _tables(file):
        cells = [cell for row in rows for cell in row]
        where = on_page(table.page)
        if not cells:
            yield f"{where}a table has no rows"
            continue
        if not any(cell.kind == "TH" for cell in cells):
            yield f"{where}a table has no header cells"
        named = {bytes(name) for cell in cells for name in listed(cell.attributes.get("Headers"))}
        for cell in cells:
            if cell.kind not in ("TH", "TD"):
                yield f"{on_page(cell.page) or where}a row of a table holds a {cell.kind} that is no cell"
            scoped = str(cell.attributes.get("Scope", "")) in _SCOPES
            if cell.kind == "TH" and not scoped and cell.identifier not in named:
                yield f"{on_page(cell.page) or where}a header cell does not say what it heads (Scope)"
        widths = _widths(rows)
        if len(set(widths)) > 1:
            yield f"{where}the rows of a table are {', '.join(map(str, sorted(set(widths))))} columns wide"


def _widths(rows: list[list[Tag]]) -> list[int]:
    """Return how many columns each row covers, cells that reach down from rows above included."""
    hanging: dict[int, int] = {}
    widths = []
    for row in rows:
        taken = {column for column, left in hanging.items() if left}
        hanging = {column: left - 1 for column, left in hanging.items() if left > 1}
        covered = set(taken)
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            for _ in range(min(cell.span("ColSpan"), _WIDEST)):
                covered.add(column)
                if cell.span("RowSpan") > 1:
                    hanging[column] = max(hanging.get(column, 0), cell.span("RowSpan") - 1)
                column += 1
        widths.append(len(covered))
    return widths


def headers(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 14.8.5.7: Headers name TH cells of the same table."""
    for _, rows in _tables(file):
        cells = [cell for row in rows for cell in row]
        heads = {cell.identifier for cell in cells if cell.kind == "TH"}
        for cell in cells:
            for name in listed(cell.attributes.get("Headers")):
                if bytes(name) not in heads:
                    yield f"{on_page(cell.page)}a cell names the header {str(name)!r}, which its table does not have"
