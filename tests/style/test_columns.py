"""Widths of table columns."""

import pytest

from pipeline.model.nodes import Column
from pipeline.style.columns import Content, column_widths, needs_more


def test_columns_with_a_width_get_it_and_the_others_share_the_rest() -> None:
    columns = [Column(width=0.25), Column(), Column()]
    contents = [Content(1, 1, 30.0, 100.0), Content(2, 1, 30.0, 50.0)]
    assert column_widths(columns, contents, 400.0) == pytest.approx([100.0, 200.0, 100.0])


def test_narrow_tables_give_each_column_between_its_least_and_full_width() -> None:
    contents = [Content(0, 1, 20.0, 100.0), Content(1, 1, 40.0, 200.0)]
    assert column_widths([Column(), Column()], contents, 180.0) == pytest.approx([60.0, 120.0])


def test_where_words_have_to_be_broken_the_longest_are() -> None:
    contents = [Content(0, 1, 40.0, 40.0), Content(1, 1, 300.0, 300.0), Content(2, 1, 200.0, 200.0)]
    columns = [Column(), Column(), Column()]
    assert column_widths(columns, contents, 200.0) == pytest.approx([40.0, 80.0, 80.0])
    assert column_widths(columns, contents, 90.0) == pytest.approx([30.0, 30.0, 30.0])


def test_one_long_cell_in_a_hundred_does_not_starve_the_other_columns() -> None:
    contents = [Content(0, 1, 20.0, 50.0)] * 99 + [Content(0, 1, 20.0, 5000.0)] + [Content(1, 1, 20.0, 50.0)] * 100
    assert column_widths([Column(), Column()], contents, 300.0) == pytest.approx([150.0, 150.0])


def test_widths_that_ask_for_more_than_all_are_scaled_down() -> None:
    assert column_widths([Column(width=0.8), Column(width=0.8)], [], 100.0) == pytest.approx([50.0, 50.0])


def test_a_width_of_its_own_does_not_break_words_where_others_have_room() -> None:
    columns = [Column(width=0.1), Column(width=0.45), Column(width=0.45)]
    contents = [Content(0, 1, 50.0, 50.0), Content(1, 1, 50.0, 80.0), Content(2, 1, 70.0, 80.0)]
    assert column_widths(columns, contents, 200.0) == pytest.approx([50.0, 70.0, 80.0])
    half = [Column(width=0.1), Column(width=0.2)]
    assert column_widths(half, contents[:2], 200.0) == pytest.approx([50.0, 50.0])
    assert not needs_more(columns, contents, 200.0)


def test_widths_stay_where_words_have_to_be_broken_anyway() -> None:
    columns = [Column(width=0.5), Column(width=0.5)]
    contents = [Content(0, 1, 150.0, 150.0), Content(1, 1, 60.0, 60.0)]
    assert column_widths(columns, contents, 200.0) == pytest.approx([100.0, 100.0])
    assert needs_more(columns, contents, 200.0)
