"""Table grids."""

import pytest

from pipeline.layout.grid import Content, column_widths, place_cells
from pipeline.model.nodes import Cell, Column, Paragraph, Row, Text


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


def test_columns_with_a_width_get_it_and_the_others_share_the_rest() -> None:
    columns = [Column(width=0.25), Column(), Column()]
    contents = [Content(1, 1, 30.0, 100.0), Content(2, 1, 30.0, 50.0)]
    assert column_widths(columns, contents, 400.0) == pytest.approx([100.0, 200.0, 100.0])


def test_narrow_tables_give_each_column_between_its_least_and_full_width() -> None:
    contents = [Content(0, 1, 20.0, 100.0), Content(1, 1, 40.0, 200.0)]
    assert column_widths([Column(), Column()], contents, 180.0) == pytest.approx([60.0, 120.0])


def test_too_narrow_a_table_shrinks_its_columns_alike() -> None:
    contents = [Content(0, 1, 100.0, 100.0), Content(1, 1, 300.0, 300.0)]
    assert column_widths([Column(), Column()], contents, 200.0) == pytest.approx([50.0, 150.0])


def test_one_long_cell_in_a_hundred_does_not_starve_the_other_columns() -> None:
    contents = [Content(0, 1, 20.0, 50.0)] * 99 + [Content(0, 1, 20.0, 5000.0)] + [Content(1, 1, 20.0, 50.0)] * 100
    assert column_widths([Column(), Column()], contents, 300.0) == pytest.approx([150.0, 150.0])


def test_widths_that_ask_for_more_than_all_are_scaled_down() -> None:
    assert column_widths([Column(width=0.8), Column(width=0.8)], [], 100.0) == pytest.approx([50.0, 50.0])
