"""Choices of pages."""

from __future__ import annotations

import pytest

from pipeline.press.ranges import chosen_pages


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("3", [2]),
        ("2-5", [1, 2, 3, 4]),
        ("1,3,7-", [0, 2, 6, 7, 8, 9]),
        ("9, 2 - 3", [8, 1, 2]),
        ("2–3", [1, 2]),
        ("10-10", [9]),
        ("1,1", [0, 0]),
    ],
)
def test_pages_are_counted_from_1_and_kept_in_the_order_written(text: str, pages: list[int]) -> None:
    assert chosen_pages(text, 10) == pages


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0", "there is no page 0; there are 10 pages"),
        ("11", "there is no page 11; there are 10 pages"),
        ("8-12", "there is no page 12; there are 10 pages"),
        ("11-", "there is no page 11; there are 10 pages"),
        ("5-3", "'5-3' goes backwards"),
        ("two", "'two' names no pages"),
        ("-3", "'-3' names no pages"),
        ("1,,2", "a page is missing beside a comma"),
        ("", "a page is missing beside a comma"),
        ("1-2-3", "'1-2-3' names no pages"),
        ("9999999", "'9999999' names no pages"),
    ],
)
def test_a_choice_that_cannot_be_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        chosen_pages(text, 10)


def test_one_page_is_called_one() -> None:
    with pytest.raises(ValueError, match=r"there is no page 2; there is 1 page$"):
        chosen_pages("2", 1)
