"""Breaks inside a stretch without spaces."""

from itertools import pairwise

import pytest

from pipeline.layout import breaks
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


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2–6", ["2–6"]),
        ("2020–2022", ["2020–2022"]),
        ("e-mail", ["e-mail"]),
        ("T-shirt,", ["T-shirt,"]),
        ("well-known", ["well-", "known"]),
        ("Phnom–Penh", ["Phnom–", "Penh"]),
        ("COVID-19", ["COVID-19"]),
        ("HIV/AIDS", ["HIV/", "AIDS"]),
        ("24/7", ["24/7"]),
        ("U.S.-Cambodia", ["U.S.-", "Cambodia"]),
    ],
)
@pytest.mark.parametrize("icu", [True, False])
def test_ranges_of_numbers_and_single_letters_hold_words_do_not(
    text: str, parts: list[str], icu: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not icu:
        monkeypatch.setattr(breaks, "_icu", lambda: None)
    cuts = [0, *breaks.break_finder()(text), len(text)]
    assert [text[start:end] for start, end in pairwise(cuts)] == parts
