"""Justified and hyphenated text as a theme's choice."""

import pytest

from pipeline.style import checks
from tests.style.theming import finding, resolved

OWN = "extends: letter\nstyles:\n  body: {align: justify, hyphenate: true}\n"


def test_body_hands_justified_lines_and_hyphens_to_prose_alone() -> None:
    theme, diagnostics = resolved(OWN)
    assert theme is not None, diagnostics
    justified = {name for name, style in theme.styles.items() if style.align == "justify"}
    assert justified == {name for name, style in theme.styles.items() if style.hyphenate}
    assert justified >= {"body", "lead", "list", "quote", "callout", "definition", "footnote", "small"}
    assert not justified & {"heading-1", "heading-2", "heading-6", "label", "toc-1", "header", "cover-title", "term"}


def test_a_heading_may_ask_for_itself_and_hand_it_down() -> None:
    theme, _ = resolved("extends: letter\nstyles:\n  heading-2: {align: justify, hyphenate: true}\n")
    assert theme is not None
    assert theme.styles["heading-3"].hyphenate
    assert theme.styles["heading-3"].align == "justify"
    assert not theme.styles["heading-1"].hyphenate


def test_other_alignments_of_body_reach_headings_as_ever() -> None:
    theme, _ = resolved("extends: letter\nstyles:\n  body: {align: right}\n")
    assert theme is not None
    assert theme.styles["heading-2"].align == "right"


def test_hyphenation_without_its_extra_is_one_error_where_the_theme_asks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "find_spec", lambda _: None)
    assert finding(OWN) == (
        "missing-extra",
        "hyphenation needs the extra 'hyphen', which is not installed",
        "own.yaml:3:37",
    )


def test_a_hyphenate_that_is_no_truth_value_is_an_error() -> None:
    code, _, place = finding("extends: letter\nstyles:\n  body: {hyphenate: sometimes}\n")
    assert (code, place) == ("theme-value", "own.yaml:3:21")
