"""Which running text a page has, and which parts of it show."""

from __future__ import annotations

import pytest

from pipeline.style.running import (
    NOTHING,
    Parts,
    RunningEdge,
    alternates,
    begins_otherwise,
    every_running,
    filled,
    for_copies,
    in_words,
    running_text,
)
from pipeline.style.theme import Field, RunningText, Theme
from tests.style.theming import resolved

TAB, PAPER, PAGE = Field("tab"), Field("paper"), Field("page")


@pytest.mark.parametrize(
    ("parts", "values", "shown"),
    [
        (("Tab ", TAB, " · ", PAPER), {"tab": "A", "paper": "Schedule"}, ("Tab ", TAB, " · ", PAPER)),
        (("Tab ", TAB, " · ", PAPER), {"tab": "", "paper": "Schedule"}, (PAPER,)),
        (("Tab ", TAB, " · ", PAPER), {"tab": "A", "paper": ""}, ("Tab ", TAB)),
        (("Tab ", TAB, " · ", PAPER), {}, ()),
        ((PAPER, " — ", TAB), {"paper": "Schedule"}, (PAPER,)),
        ((PAPER, " — ", TAB), {"tab": "A"}, (TAB,)),
        (("Page ", PAGE), {"page": "1"}, ("Page ", PAGE)),
        (("Confidential",), {}, ("Confidential",)),
        ((), {}, ()),
    ],
)
def test_an_empty_field_takes_its_separator_along(parts: Parts, values: dict[str, str], shown: Parts) -> None:
    assert filled(parts, values) == shown


# --- left-hand pages and first pages --------------------------------------------------------------------------------


def good(lines: str) -> Theme:
    theme, diagnostics = resolved(f"extends: letter\n{lines}")
    assert theme is not None and diagnostics == []
    return theme


HEADER = 'header: {left: "in", right: "out"}'
MIRRORED = "margins: {inside: 80, outside: 60}"


def texts(theme: Theme, number: int, edge: RunningEdge = "header", *, first: bool = False, wide: bool = False) -> str:
    """The texts of a header or footer, with bars between left, middle and right."""
    shown = running_text(theme, edge, number, first=first, wide=wide)
    sides = (shown.left, shown.center, shown.right)
    return "|".join("".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in side) for side in sides)


def test_in_a_mirrored_book_running_text_changes_sides_on_left_hand_pages() -> None:
    theme = good(f"{HEADER}\n{MIRRORED}")
    assert [texts(theme, number) for number in (1, 2, 3, 4)] == ["in||out", "out||in"] * 2
    assert alternates(theme) and not begins_otherwise(theme)


def test_without_mirrored_margins_all_pages_are_alike() -> None:
    theme = good(HEADER)
    assert [texts(theme, number) for number in (1, 2)] == ["in||out", "in||out"]
    assert not alternates(theme)


def test_a_page_on_its_side_has_no_outer_end() -> None:
    assert texts(good(f"{HEADER}\n{MIRRORED}"), 2, wide=True) == "in||out"


@pytest.mark.parametrize(
    ("lines", "odd", "even", "first", "first_even"),
    [
        ("headers: {even: {left: E}}", "in||out", "E||out", "in||out", "E||out"),
        ("headers: {odd: {center: O}}", "in|O|out", "in||out", "in|O|out", "in||out"),
        ("headers: {odd: {left: O}, even: {left: E}}", "O||out", "E||out", "O||out", "E||out"),
        ("headers: {first: none}", "in||out", "in||out", "||", "||"),
        ("headers: {first: {right: ''}}", "in||out", "in||out", "in||", "in||"),
        (f"headers: {{even: {{left: E}}}}\n{MIRRORED}", "in||out", "E||in", "in||out", "E||in"),
        (f"headers: {{odd: {{left: O}}}}\n{MIRRORED}", "O||out", "out||O", "O||out", "out||O"),
        (f"headers: {{first: {{right: F}}}}\n{MIRRORED}", "in||out", "out||in", "in||F", "F||in"),
    ],
)
def test_a_theme_says_what_some_pages_have(lines: str, odd: str, even: str, first: str, first_even: str) -> None:
    theme = good(f"{HEADER}\n{lines}")
    found = (texts(theme, 3), texts(theme, 2), texts(theme, 3, first=True), texts(theme, 2, first=True))
    assert found == (odd, even, first, first_even)
    assert texts(theme, 1, "footer") == texts(good(HEADER), 1, "footer")


def test_texts_of_some_pages_share_the_rule_unless_they_have_none() -> None:
    theme = good("header: {left: A, rule: {width: 1, color: navy}}\nheaders: {even: {left: E}, first: none}")
    assert running_text(theme, "header", 2).rule == theme.header.rule is not None
    assert running_text(theme, "header", 1, first=True) == NOTHING


def test_pages_without_running_text_have_a_copys_number_at_their_inner_end() -> None:
    theme = good(f"{HEADER}\n{MIRRORED}")
    assert running_text(theme, "footer", 1, bare=True) == RunningText(left=(Field("copy"),))
    assert running_text(theme, "footer", 2, bare=True) == RunningText(right=(Field("copy"),))
    assert running_text(theme, "header", 1, bare=True) == NOTHING


@pytest.mark.parametrize(
    "lines", ["footers: {even: {left: E}}", "footers: {first: none, even: none}", "headers: {even: none}"]
)
def test_each_page_of_a_numbered_copy_has_its_number_once(lines: str) -> None:
    for extra in ("", "\nheader: {left: '{copy}'}"):
        theme = for_copies(good(lines + extra))
        for number, first in ((1, False), (2, False), (1, True), (2, True)):
            both = texts(theme, number, first=first) + texts(theme, number, "footer", first=first)
            assert both.count("{copy}") == 1, (extra, number, first)


def test_the_words_of_all_running_text_are_told_in_the_documents_language() -> None:
    theme = good('headers: {first: {left: "Page {page}"}, even: {left: "Page {page}"}}')
    told = in_words(theme, lambda text: text.replace("Page", "Seite"))
    assert sum("Seite " in (running.left + running.right) for _, running in every_running(told)) == 3  # the footer, too
    assert in_words(theme, dict[str, str]().get) is theme
