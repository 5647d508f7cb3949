"""Labels of list items."""

import pytest

from pipeline.layout.numbering import alphabetic, bullet_numbering, item_label, number_numbering, roman
from pipeline.model.nodes import ListBlock
from pipeline.style.theme import ListStyle

LISTS = ListStyle(18.0, ("•", "–"), ("{1}.", "({a})", "{i}."), 3.0)


@pytest.mark.parametrize(("number", "letters"), [(1, "a"), (26, "z"), (27, "aa"), (53, "aaa"), (0, "0"), (-3, "-3")])
def test_letters_count_as_word_counts_them(number: int, letters: str) -> None:
    assert alphabetic(number) == letters


@pytest.mark.parametrize(
    ("number", "numerals"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (49, "xlix"), (99, "xcix"), (0, "0"), (100, "100")],
)
def test_roman_numerals(number: int, numerals: str) -> None:
    assert roman(number) == numerals


def test_a_numbered_list_counts_from_its_start() -> None:
    block = ListBlock((), ordered=True, start=4)
    assert [item_label(block, 1, level, LISTS) for level in range(4)] == ["5.", "(e)", "v.", "v."]
    assert [number_numbering(LISTS, level) for level in range(3)] == ["Decimal", "LowerAlpha", "LowerRoman"]


def test_bullets_follow_the_level() -> None:
    assert [item_label(ListBlock(()), 0, level, LISTS) for level in range(3)] == ["•", "–", "–"]
    assert [bullet_numbering(LISTS, level) for level in range(2)] == ["Disc", "None"]
