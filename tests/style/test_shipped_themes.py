"""The shipped themes: their grid, their rhythm, their look."""

from __future__ import annotations

import pytest

from pipeline.style.colors import contrast
from pipeline.style.parts import PAPERS
from pipeline.style.theme import Color, Field, ParagraphStyle, StyleName
from tests.style.theming import SHIPPED, letter_theme, shipped_theme

HALF_LINE = 7.5


def height(style: ParagraphStyle) -> float:
    return style.space_before + style.leading + style.space_after


@pytest.mark.parametrize(("name", "lines"), [("letter", 42), ("a4", 45)])
def test_the_text_area_holds_whole_lines_of_the_body(name: str, lines: int) -> None:
    theme = shipped_theme(name)
    rest = theme.page.text_height - lines * theme.styles["body"].leading
    assert 0 <= rest < 1
    assert (theme.page.width, theme.page.height) == PAPERS[name]


def test_the_letter_page_has_a_column_of_six_inches() -> None:
    page = letter_theme().page
    assert (page.width, page.height, page.measure) == (612, 792, 432)


@pytest.mark.parametrize("name", ["body", "list", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6"])
def test_a_line_with_its_spaces_takes_whole_half_lines(name: StyleName) -> None:
    assert height(letter_theme().styles[name]) % HALF_LINE == 0


def test_a_papers_opening_takes_whole_half_lines() -> None:
    styles = letter_theme().styles
    assert (height(styles["tab"]) + height(styles["heading-1"])) % HALF_LINE == 0


def test_headings_step_down_and_stand_nearer_to_what_follows() -> None:
    styles = [letter_theme().styles[name] for name in ("heading-1", "heading-2", "heading-3", "heading-4", "heading-5")]
    assert [style.size for style in styles] == sorted((style.size for style in styles), reverse=True)
    assert all(style.space_before > style.space_after and style.keep_with_next for style in styles[1:])


def test_word_can_write_every_length_exactly() -> None:
    """Word counts sizes in half-points, lengths in twentieths, and border widths in eighths of a point."""
    theme = letter_theme()
    for style in theme.styles.values():
        assert (style.size * 2).is_integer(), style.name
        for length in (style.leading, style.space_before, style.space_after, style.indent_left, style.first_line):
            assert (length * 20).is_integer(), style.name
        for rule in (style.rule_above, style.rule_below):
            assert rule is None or ((rule.width * 8).is_integer() and rule.gap <= 31)
    rules = (theme.rule, theme.quote_bar, theme.table.head_rule, theme.table.row_rule, theme.table.edge_rule)
    assert all(rule is not None and (rule.width * 8).is_integer() for rule in rules)


@pytest.mark.parametrize("name", SHIPPED)
def test_text_is_legible_in_colour_and_without_it(name: str) -> None:
    theme = shipped_theme(name)
    fills = [Color(255, 255, 255), *(box.fill for box in theme.callouts.values() if box.fill)]
    for style in theme.styles.values():
        if style.name not in ("watermark", "ear"):
            assert all(contrast(style.color, fill) >= 4.5 for fill in fills), style.name
    assert contrast(theme.styles["ear"].color, theme.accent) >= 4.5
    assert 1.1 < contrast(theme.styles["watermark"].color, fills[0]) <= 1.5


def test_callouts_differ_without_colour_and_their_text_lines_up() -> None:
    bars = [box.bar for box in letter_theme().callouts.values() if box.bar]
    assert len({bar.width for bar in bars}) == 3
    assert {bar.width + bar.gap for bar in bars} == {6}


def test_figures_in_tables_and_contents_have_one_width() -> None:
    styles = letter_theme().styles
    for name in ("table-cell", "toc-1", "toc-2", "toc-3", "header", "footer"):
        assert "tnum" in styles[name].features, name


@pytest.mark.parametrize("name", SHIPPED)
def test_hanging_labels_have_room(name: str) -> None:
    theme = shipped_theme(name)
    body = theme.styles["body"]
    assert 1.4 * body.size <= theme.lists.indent <= 2 * body.size
    assert theme.styles["toc-1"].indent_left == theme.styles["toc-2"].indent_left
    assert theme.styles["footnote"].indent_left >= 1.2 * theme.styles["footnote"].size


def test_header_and_footer_say_what_and_where() -> None:
    theme = letter_theme()
    assert theme.header.left == (Field("title"),)
    assert theme.header.right == ("Tab ", Field("tab"), " · ", Field("paper"))
    assert theme.footer.right == ("Page ", Field("page"), " of ", Field("pages"))
    assert theme.styles["marking"].align == "center"


def test_the_faces_have_every_bullet_and_the_pages_punctuation() -> None:
    theme = letter_theme()
    text = theme.fonts.chain(theme.styles["list"].font)[0]
    assert {ord(bullet) for bullet in theme.lists.bullets} <= text.coverage
    sans = theme.fonts.chain(theme.styles["header"].font)[0]
    assert {ord(character) for character in "·–—’“”…"} <= sans.coverage
