"""The page as a sheet of a book: margins that change sides, the gutter, pages on their side, ears, banners, greys."""

from __future__ import annotations

import pytest

from pipeline.style.colors import contrast, grey, luminance
from pipeline.style.parts import PAPERS
from pipeline.style.printing import column_gap, column_width, ear_size, no_landscape, no_line_numbers, too_narrow
from pipeline.style.running import alternates, banner_of, footer_of_copies, places_copy
from pipeline.style.theme import Banner, Color, Field, PrintStyle, RunningText, Theme
from tests.style.theming import SHIPPED, finding, resolved, shipped_theme, written

WHITE = Color(255, 255, 255)


def good(lines: str) -> Theme:
    theme, diagnostics = resolved(f"extends: letter\n{lines}")
    assert diagnostics == []
    assert theme is not None
    return theme


# --- paper and margins ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "size"), [("a6", (105 * 72 / 25.4, 148 * 72 / 25.4)), ("card", (360, 576)), ("CARD", (360, 576))]
)
def test_small_papers_have_names(paper: str, size: tuple[float, float]) -> None:
    small = "margins: {top: 60, bottom: 50, left: 30, right: 30, header: 10, footer: 10}"
    page = good(f"paper: {paper}\n{small}\nstyles: {{quote: {{indent-left: 5}}}}").page
    assert (page.width, page.height) == pytest.approx(size)
    assert PAPERS[paper.lower()] == pytest.approx(size)


def test_inside_and_outside_change_sides_on_left_hand_pages() -> None:
    page = good("margins: {inside: 100, outside: 60, gutter: 20}").page
    assert page.mirrored
    assert page.measure == 612 - 100 - 60 - 20
    assert (page.text_left(1), page.text_left(2), page.text_left(3)) == (120, 60, 120)
    assert (page.outer_edge(1), page.outer_edge(2)) == (612, 0)


def test_left_and_right_with_a_gutter_are_the_same_on_every_page() -> None:
    page = good("margins: {left: 80, right: 60, gutter: 20}").page
    assert not page.mirrored
    assert (page.measure, page.text_left(1), page.text_left(2)) == (452, 100, 100)
    assert (page.outer_edge(1), page.outer_edge(2)) == (612, 612)


def test_one_margin_of_a_bound_book_leaves_the_other_as_the_theme_above_says() -> None:
    page = good("margins: {inside: 100}").page
    assert (page.mirrored, page.left, page.right) == (True, 100, 90)


def test_the_nearest_theme_says_whether_margins_change_sides() -> None:
    middle = written("middle", "extends: letter\nmargins: {inside: 100, outside: 60}\n")
    theme, diagnostics = resolved("extends: middle\nmargins: {left: 70}\n", middle)
    assert theme is not None and diagnostics == []
    assert (theme.page.mirrored, theme.page.left, theme.page.right) == (False, 70, 90)


def test_a_page_on_its_side_keeps_the_gutter_free_along_the_long_edge() -> None:
    page = good("margins: {left: 80, right: 60, gutter: 20}").page
    turned = page.turned()
    assert (turned.width, turned.height, turned.gutter) == (792, 612, 0)
    assert (turned.left, turned.right, turned.measure) == (80, 60, 652)
    assert (turned.top, turned.header) == (page.top + 20, page.header + 20)
    assert (turned.bottom, turned.footer) == (page.bottom, page.footer)


def test_a_page_on_its_side_in_a_bound_book_is_the_same_on_both_sides_of_a_sheet() -> None:
    page = good("margins: {inside: 100, outside: 60, gutter: 20}").page
    turned = page.turned()
    assert (turned.left, turned.right, turned.mirrored) == (80, 80, False)
    assert turned.text_left(1) == turned.text_left(2) == 80
    assert (turned.top, turned.bottom) == (page.top + 20, page.bottom + 20)
    assert (turned.header, turned.footer) == (page.header + 20, page.footer + 20)


def test_a_page_that_is_wider_than_high_lies_on_its_side_already() -> None:
    page = good("paper: {width: 8in, height: 5in}\nmargins: {top: 80, bottom: 60, left: 60, right: 60}").page
    assert page.turned() is page


# --- settings for print ---------------------------------------------------------------------------------------------


def test_a_theme_that_says_nothing_prints_page_after_page() -> None:
    assert shipped_theme("letter").printing == PrintStyle()
    assert PrintStyle() == PrintStyle("next", False, 5, 1, 18.0, False, False)


def test_every_setting_for_print_is_read() -> None:
    theme = good(
        "print: {start: right, dividers: true, ears: 7, columns: 2, column-gap: 0.5in, line-numbers: true,"
        " monochrome: true}"
    )
    assert theme.printing == PrintStyle("right", True, 7, 2, 36.0, True, True)
    assert column_width(theme, theme.page, 2, numbered=False) == 198.0


@pytest.mark.parametrize(
    ("lines", "code", "message", "place"),
    [
        (
            "margins: {inside: 1in, left: 1in}",
            "margins",
            "margins are either left and right, or inside and outside",
            "2:30",
        ),
        (
            "margins: {gutter: 5in}",
            "margins",
            "the margins leave a text area 72pt wide; it needs 108pt (1.5in)",
            "2:19",
        ),
        ("print: {start: left}", "theme-value", "'left' is not where papers start", "2:16"),
        ("print: {columns: 3}", "theme-value", "3 is not a number from 1 to 2", "2:18"),
        ("print: {columns: true}", "theme-value", "true is not a number from 1 to 2", "2:18"),
        ("print: {ears: 0}", "theme-value", "0 is not a number from 1 to 40", "2:15"),
        ("print: {dividers: 1}", "theme-value", "1 is not true or false", "2:19"),
        (
            "print: {columns: 2, column-gap: 4in}",
            "margins",
            "2 columns are 72pt wide each; a column needs 108pt (1.5in)",
            "2:18",
        ),
        (
            "margins: {left: 10}\nprint: {line-numbers: true}",
            "margins",
            "10pt beside the text are too little for line numbers; 15.4pt are needed",
            "3:23",
        ),
        (
            "print: {dividers: true, ears: 40}",
            "ears",
            "40 ears leave 9.7pt for each; the style 'ear' needs 18pt",
            "2:31",
        ),
        (
            "margins: {right: 10}\nprint: {dividers: true}",
            "ears",
            "the outer margin leaves 10pt for tab ears; the style 'ear' needs 18pt",
            "3:19",
        ),
        ("banners: {CUI: red}", "theme-value", "'red' is not a banner", "2:16"),
        (
            "banners: {CUI: {fill: '#502B85', color: ink}}",
            "contrast",
            "text in the banner 'CUI' is too faint on its band: the contrast is 1.5 to 1, and 4.5 to 1 is needed",
            "2:41",
        ),
        (
            "banners: {CUI: {color: '#C0A0FF'}}",
            "contrast",
            "text in the banner 'CUI' is too faint on white paper: the contrast is 2.1 to 1, and 4.5 to 1 is needed",
            "2:24",
        ),
        (
            "styles: {ear: {color: navy}}",
            "contrast",
            "text in 'ear' is too faint on the tab ears: the contrast is 1 to 1, and 4.5 to 1 is needed",
            "2:23",
        ),
        (
            "styles: {watermark: {color: '#BBBBBB'}}",
            "contrast",
            "text across the watermark is hard to read: its contrast with paper is 2",
            "2:29",
        ),
    ],
)
def test_a_fault_is_told_where_it_was_written(lines: str, code: str, message: str, place: str) -> None:
    assert finding(f"extends: letter\n{lines}") == (code, message, f"own.yaml:{place}")


def test_ears_share_the_height_of_the_text_area() -> None:
    page = shipped_theme("letter").page
    assert ear_size(page, 5) == (30.0, 630 / 5 - 6)
    assert ear_size(shipped_theme("card-5x8").page, 5) == pytest.approx((30.0, 474 / 5 - 6))


def test_a_column_is_an_inch_and_a_half_wide_at_least() -> None:
    theme = good("print: {column-gap: 2in}")
    assert column_width(theme, theme.page, 2, numbered=True) == 144
    assert too_narrow(theme, theme.page, 1, False) == too_narrow(theme, theme.page, 2, False) == ""
    assert too_narrow(theme, theme.page.narrowed(359), 2, False) == (
        "2 columns are 107.5pt wide each; a column needs 108pt (1.5in)"
    )


def test_line_numbers_widen_a_gap_that_would_be_too_narrow_for_them() -> None:
    theme = shipped_theme("letter")
    assert column_gap(theme, numbered=False) == 18
    assert column_gap(theme, numbered=True) == pytest.approx(7 + 2 * 0.6 * 7 + 7)


def test_a_small_card_cannot_lie_on_its_side() -> None:
    card = good("paper: {width: 3in, height: 5in}\nmargins: {top: 62.5, bottom: 60, left: 20, right: 20}")
    assert no_landscape(card) == "turned on its side, the paper leaves a text area 93.5pt high; 108pt are needed"
    assert no_landscape(shipped_theme("card-5x8")) == ""


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_theme_can_do_all_that_a_paper_may_ask_for(name: str) -> None:
    theme = shipped_theme(name)
    assert no_landscape(theme) == ""
    for page in (theme.page, theme.page.turned()):
        assert too_narrow(theme, page, 2, numbered=True) == ""
        assert no_line_numbers(theme, page) == ""


# --- shipped themes for print ---------------------------------------------------------------------------------------


def test_the_bound_theme_keeps_the_letter_themes_lines_as_they_are() -> None:
    bound = shipped_theme("bound")
    assert bound.page.measure == shipped_theme("letter").page.measure
    assert bound.page.mirrored and bound.page.gutter == 18
    assert bound.printing == PrintStyle("right", dividers=True)
    assert alternates(bound), "header and footer keep their outer ends on left-hand pages"


def test_large_print_has_nothing_smaller_than_16_points_and_no_italics() -> None:
    theme = shipped_theme("large-print")
    read = [style for name, style in theme.styles.items() if name != "line-number"]
    assert min(style.size for style in read) == 16
    assert theme.styles["body"].size == 18
    assert not any(style.font.italic for style in read)
    assert all(style.leading >= 1.18 * style.size for style in read if style.size < 100)


# --- greys ----------------------------------------------------------------------------------------------------------


def test_a_monochrome_theme_has_no_colour() -> None:
    theme = shipped_theme("monochrome")
    colors = [style.color for style in theme.styles.values()]
    colors += [theme.link_color, theme.accent, theme.rule.color]
    colors += [box.fill for box in theme.callouts.values() if box.fill]
    colors += [box.bar.color for box in theme.callouts.values() if box.bar]
    assert all(color.red == color.green == color.blue for color in colors)


def test_a_banner_loses_its_colour_too_in_a_monochrome_theme() -> None:
    theme = good("print: {monochrome: true}\nbanners: {CUI: {fill: '#502B85', color: '#FFFFFF'}}")
    assert theme.banners == {"CUI": Banner(Color(63, 63, 63), WHITE)}


def test_a_grey_is_as_light_as_its_colour_and_contrast_does_not_shrink() -> None:
    assert grey(Color(1, 2, 3)) == Color(1, 1, 1)
    assert grey(WHITE) == WHITE
    for color in (Color(27, 54, 93), Color(155, 44, 31), Color(138, 100, 20), Color(0, 0, 255)):
        made = grey(color)
        assert made.red == made.green == made.blue
        assert luminance(made) == pytest.approx(luminance(color), abs=0.006)
        assert contrast(made, WHITE) >= contrast(color, WHITE)


# --- markings and copies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marking", "words"),
    [
        ("CUI", "CUI"),
        ("cui//SP-PRVCY", "CUI"),
        ("Top  Secret // NOFORN", "TOP SECRET"),
        ("TOP", "TOP"),
        ("TOP 3", "TOP"),
        ("CUISINE", None),
        ("NOT CUI", None),
        ("", None),
    ],
)
def test_the_longest_words_that_a_marking_begins_with_choose_its_banner(marking: str, words: str | None) -> None:
    fills = {"TOP": "#101010", "CUI": "#202020", "top secret": "#303030"}
    lines = "".join(f"  {key}: {{fill: '{fill}', color: '#FFFFFF'}}\n" for key, fill in fills.items())
    theme = good(f"banners:\n{lines}")
    found = banner_of(theme, marking)
    by_words = {key.upper(): banner for key, banner in theme.banners.items()}
    assert found == (by_words[words] if words else None)


def test_a_banner_without_a_colour_has_that_of_the_marking() -> None:
    theme = good("banners: {CUI: {fill: '#FFFFFF'}}")
    assert theme.banners["CUI"] == Banner(WHITE, theme.styles["marking"].color)


COPY = Field("copy")


@pytest.mark.parametrize(
    ("lines", "footer"),
    [
        ("link: navy", RunningText(left=(COPY,), right=("Page ", Field("page"), " of ", Field("pages")))),
        ("footer: {left: A, right: ''}", RunningText(left=("A",), center=(COPY,))),
        ("footer: {left: A, center: B, right: ''}", RunningText(("A",), ("B",), (COPY,))),
        ("footer: {left: A, center: B, right: C}", RunningText(("A", " · ", COPY), ("B",), ("C",))),
        ("footer: {left: A, right: '{copy}'}", RunningText(("A",), (), (COPY,))),
    ],
)
def test_a_copys_number_stands_where_the_footer_has_room(lines: str, footer: RunningText) -> None:
    assert footer_of_copies(good(lines)) == footer


def test_a_header_that_places_the_number_leaves_the_footer_alone() -> None:
    theme = good('header: {left: "{copy}"}')
    assert places_copy(theme)
    assert footer_of_copies(theme) is theme.footer
