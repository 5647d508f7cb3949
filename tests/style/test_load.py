"""From a theme's values to a Theme: merging, cascade, lengths, running text."""

from __future__ import annotations

from time import perf_counter
from typing import get_args

import pytest

from pipeline.diagnostics import Severity
from pipeline.style.load import resolve_theme
from pipeline.style.theme import Border, Color, Field, FontRequest, ParagraphStyle, StyleName, Theme, marked
from tests.style.theming import THEMES, resolved, theme_file, written

POINTS_TO_THE_MILLIMETRE = 72 / 25.4
PLAIN = """
paper: a5
margins: {top: 1in, bottom: 54pt, left: 15mm, right: 1.5cm, header: 10, footer: 1pc}
fonts: {text: {family: Source Serif 4}}
styles:
  body: {font: text, size: 10, leading: 14, color: "#000000"}
"""


def good(text: str) -> Theme:
    theme, diagnostics = resolved(text)
    assert diagnostics == []
    assert theme is not None
    return theme


def style(text: str, name: StyleName) -> ParagraphStyle:
    return good(text).styles[name]


def test_a_theme_of_five_lines_gives_every_style_and_a_plain_look() -> None:
    theme = good(PLAIN)
    assert tuple(theme.styles) == get_args(StyleName)
    own = {"watermark", "divider-tab", "divider-title", "ear", "line-number"}
    assert {look.size for name, look in theme.styles.items() if name not in own} == {10.0}
    assert {look.font for look in theme.styles.values()} == {FontRequest("text")}
    assert theme.link_color == theme.accent == Color(0, 0, 0)
    assert theme.strong_weight == 700
    assert theme.table.head_rule is None
    assert theme.callouts["warning"].fill is None
    assert theme.lists.bullets == ("•",)
    assert theme.header.left == ()


def test_lengths_are_points_whatever_their_unit() -> None:
    page = good(PLAIN).page
    assert (page.top, page.bottom, page.header, page.footer) == (72, 54, 10, 12)
    assert (page.left, page.right) == pytest.approx((15 * 72 / 25.4, 15 * 72 / 25.4))
    assert (page.width, page.height) == pytest.approx((148 * 72 / 25.4, 210 * 72 / 25.4))
    assert page.measure == pytest.approx(118 * 72 / 25.4)


def test_a_paper_may_have_a_size_of_its_own() -> None:
    page = good("extends: letter\npaper: {width: 8in, height: 5in}").page
    assert (page.width, page.height) == (576, 360)


def test_a_theme_says_only_what_differs_from_the_theme_it_extends() -> None:
    letter, own = good("extends: letter"), good("extends: letter\nmargins: {left: 2in}\ncolors: {navy: '#003300'}")
    assert own.page.left == 144
    assert own.page.right == letter.page.right
    assert own.styles["heading-2"].color == Color(0, 0x33, 0)
    assert own.styles["heading-2"].size == letter.styles["heading-2"].size


def test_themes_extend_themes_that_extend_themes() -> None:
    theme, diagnostics = resolved("extends: middle\nmargins: {left: 40mm}", written("middle", "extends: a4"))
    assert theme and diagnostics == []
    assert theme.name == "own"
    assert theme.page.left == pytest.approx(40 * 72 / 25.4)
    assert theme.page.width == pytest.approx(210 * 72 / 25.4)


def test_a_family_that_replaces_the_parents_does_not_answer_for_its_axes() -> None:
    theme = good("extends: letter\nfonts: {text: {family: Public Sans}}")
    assert theme.fonts.chain(FontRequest("text"))[0].name == "PublicSans-Regular"
    # The display cut is now the only one of its family, and so has its plain name.
    assert theme.fonts.chain(FontRequest("display"))[0].family == "Source Serif 4"


def test_a_style_has_what_it_does_not_say_from_the_style_it_is_based_on() -> None:
    text = PLAIN + "  label: {size: 8, weight: bold}\n  caption: {based-on: label, italic: true}\n"
    caption = style(text, "caption")
    assert (caption.size, caption.leading) == (8, 14)
    assert caption.font == FontRequest("text", 700, italic=True)


def test_none_takes_away_a_line_that_a_base_or_parent_draws() -> None:
    assert good("extends: letter").styles["cover-title"].rule_below is not None
    own = "extends: letter\nstyles: {cover-title: {rule-below: none}}\ntable: {row-rule: none}\nquote: {bar: none}"
    theme = good(own)
    assert theme.styles["cover-title"].rule_below is None
    assert theme.table.row_rule is None
    assert theme.quote_bar is None


@pytest.mark.parametrize(
    ("written_as", "points"), [("0.05em", 0.5), ("-0.02em", -0.2), ("1pt", 1.0), ("-0.5pt", -0.5), ("0.25", 0.25)]
)
def test_tracking_is_a_length_or_a_share_of_the_size(written_as: str, points: float) -> None:
    assert style(PLAIN + f"  label: {{tracking: {written_as}}}\n", "label").tracking == points


def test_a_first_line_may_hang_out() -> None:
    assert style(PLAIN + "  list: {indent-left: 18, first-line: -18}\n", "list").first_line == -18


def test_a_line_has_width_colour_and_gap() -> None:
    theme = good(PLAIN + "  label: {rule-above: {width: 0.5pt, color: '#102030', gap: 10mm}}\n")
    assert theme.styles["label"].rule_above == Border(0.5, Color(16, 32, 48), 10 * POINTS_TO_THE_MILLIMETRE)


def test_running_text_is_parted_into_texts_and_fields() -> None:
    theme = good(PLAIN + "header: {left: 'Tab {tab}: {paper}', center: '{{{page}}}', right: ''}\n")
    assert theme.header.left == ("Tab ", Field("tab"), ": ", Field("paper"))
    assert theme.header.center == ("{", Field("page"), "}")
    assert theme.header.right == ()


def test_a_callout_kind_has_what_it_does_not_say_from_note() -> None:
    callouts = good("extends: letter\ncallouts: {note: {padding: 5}, warning: {fill: none}}").callouts
    assert callouts["important"].padding == callouts["warning"].padding == 5
    assert callouts["warning"].fill is None
    assert callouts["warning"].bar is not None


def test_strong_text_is_two_steps_heavier_than_its_surroundings_and_emphasis_turns_the_slope() -> None:
    body, heading = FontRequest("text"), FontRequest("heading", 600)
    assert marked(body, 700, strong=True) == FontRequest("text", 700)
    assert marked(body, 500, strong=True) == FontRequest("text", 600)
    assert marked(heading, 700, strong=True) == FontRequest("heading", 800)
    assert marked(FontRequest("text", 850), 700, strong=True) == FontRequest("text", 900)
    assert marked(FontRequest("text", 400, True), 700, emphasis=True) == body
    assert marked(heading, 700, code=True, emphasis=True) == FontRequest("code", 600, True)


def test_a_theme_of_another_order_of_keys_is_the_same_theme() -> None:
    file = theme_file("letter")
    assert file is not None and isinstance(file.values, dict)
    turned = {key: file.values[key] for key in reversed(file.values)}
    one, _ = resolve_theme(file.values, "letter", file.place_of)
    other, _ = resolve_theme(turned, "letter", file.place_of)
    assert one and other
    for name in ("page", "styles", "lists", "table", "callouts", "quote_bar", "rule", "header", "footer"):
        assert getattr(one, name) == getattr(other, name)


def test_a_theme_resolves_in_milliseconds() -> None:
    file = theme_file("a4")
    assert file is not None

    def once() -> float:
        start = perf_counter()
        theme, _ = resolve_theme(file.values, "a4", file.place_of, theme_file)
        assert theme is not None
        return perf_counter() - start

    assert min(once() for _ in range(5)) < 0.05  # 4 ms; the limit leaves room for a busy machine


def test_a_shipped_theme_is_called_as_its_file_is() -> None:
    assert sorted(path.name for path in THEMES.iterdir()) == [
        *("a4.yaml", "a5.yaml", "bound.yaml", "card-5x8.yaml", "card-a6.yaml", "large-print.yaml", "letter.yaml"),
        *("monochrome.yaml", "note-cards.yaml"),
    ]


def test_findings_are_errors_and_no_finding_comes_twice() -> None:
    _, diagnostics = resolved("extends: letter\ncolors: {grey: blue}")
    assert len(diagnostics) == len(set(diagnostics))
    assert {finding.severity for finding in diagnostics} == {Severity.ERROR}
