"""Words that belong on one line."""

import pytest

from pipeline.layout.binding import FREE, binding
from pipeline.layout.inline import make_row
from pipeline.layout.lines import break_lines
from pipeline.layout.shaping import Typesetter
from pipeline.model.nodes import Text
from tests.layout.setting import plain_theme


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("August", "2,"),
        ("Aug.", "3"),
        ("2", "August"),
        ("$8.7", "billion"),
        ("40", "percent"),
        ("8:30", "a.m."),
        ("Mr.", "Sokhonn"),
        ("H.E.", "Prak"),
        ("(U.S.", "Embassy)"),
        ("Tab", "3"),
        ("(tab", "C),"),
        ("program", "—"),
        ("Vraiment", "?"),
        ("budget", "»."),
        ("«", "Le"),
        ("40", "%"),
        ("No.", "12"),
        ("J.", "Smith"),
    ],
)
def test_these_stay_together(before: str, after: str) -> None:
    assert binding(before, after) < FREE


@pytest.mark.parametrize(
    ("before", "after"),
    [("in", "2021"), ("relations.", "Enduring"), ("2020.", "The"), ("more", "than"), ("CDC", "has"), ("20", "years")],
)
def test_these_may_be_parted(before: str, after: str) -> None:
    assert binding(before, after) == FREE


def broken(text: str, measure: float) -> list[str]:
    setter = Typesetter(plain_theme())
    row = make_row((Text(text),), plain_theme().styles["body"], "en-US", setter)
    return [" ".join(chunk.text for chunk in line.chunks) for line in break_lines(row, measure, 0.0, setter)]


def test_a_date_moves_to_the_next_line_as_a_whole() -> None:
    assert broken("They arrived there on August 2 by air", 119.0) == ["They arrived there on", "August 2 by air"]


def test_words_are_parted_rather_than_leave_a_line_half_empty() -> None:
    assert broken("The Department’s U.S. Ambassadors Fund", 112.0) == ["The Department’s U.S.", "Ambassadors Fund"]


def test_words_that_no_line_can_hold_together_are_parted() -> None:
    assert broken("on Aug. 3", 24.0) == ["on", "Aug.", "3"]


def test_a_paragraph_does_not_end_with_a_short_word_alone() -> None:
    text = "The quick brown fox jumps over it"
    assert broken(text, 142.0) == ["The quick brown fox jumps", "over it"]


def test_a_long_last_word_may_stand_alone() -> None:
    assert broken("The quick brown fox jumps everywhere", 142.0)[-1] == "everywhere"
