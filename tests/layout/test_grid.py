"""Table grids."""

from pipeline.layout.grid import place_cells
from pipeline.model.nodes import Cell, Paragraph, Row, Text


def cell(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell((Paragraph((Text(text),)),), columns, rows)


def positions(rows: list[Row], columns: int) -> list[list[tuple[int, int, int]]]:
    return [[(placed.column, placed.columns, placed.rows) for placed in row] for row in place_cells(rows, columns)]


def test_cells_below_a_row_span_move_to_the_right() -> None:
    rows = [Row((cell("a", rows=2), cell("b"))), Row((cell("c"),)), Row((cell("d"), cell("e")))]
    assert positions(rows, 2) == [[(0, 1, 2), (1, 1, 1)], [(1, 1, 1)], [(0, 1, 1), (1, 1, 1)]]


def test_spans_are_cut_at_the_edges_of_the_table() -> None:
    rows = [Row((cell("a", columns=9, rows=9),))]
    assert positions(rows, 3) == [[(0, 3, 1)]]


def test_cells_beyond_the_last_column_are_left_out() -> None:
    assert positions([Row((cell("a"), cell("b"), cell("c")))], 2) == [[(0, 1, 1), (1, 1, 1)]]
