"""Breaks inside a stretch without spaces."""

from itertools import pairwise

import pytest

from pipeline.layout.breaks import _from_utf16, _western, break_finder


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("plain", ["plain"]),
        ("U.S.-Cambodia", ["U.S.-", "Cambodia"]),
        ("HIV/AIDS", ["HIV/", "AIDS"]),
        ("people-to-people", ["people-", "to-", "people"]),
        ("$15.3", ["$15.3"]),
    ],
)
def test_a_line_may_end_after_hyphens_and_slashes_between_letters(text: str, parts: list[str]) -> None:
    for find in (break_finder(), _western):
        cuts = [0, *find(text), len(text)]
        assert [text[start:end] for start, end in pairwise(cuts)] == parts


@pytest.mark.parametrize("text", ["2021-08", "-5", "a-", "COVID-19"])
def test_the_western_rules_never_part_a_number_from_its_hyphen(text: str) -> None:
    assert _western(text) == ()


def test_an_address_may_break_after_its_separators() -> None:
    text = "https://www.state.gov/reports/cambodia/?lang=en"
    cuts = break_finder()(text)
    assert all(text[index - 1] in "/.?=&-:" for index in cuts)
    assert {text.index("reports"), text.index("lang")} <= set(cuts)


def test_breaks_are_counted_in_characters_where_icu_counts_utf_16_units() -> None:
    assert _from_utf16("a\U0001f600b", [1, 3]) == (1, 2)
