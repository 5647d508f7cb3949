"""Text in two columns: order, equal columns, what stands across the page, footnotes, and that nothing overlaps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.layout import lay_out
from pipeline.layout.flow import Passage, flow
from pipeline.layout.frames import Frame, Layout, Line, Page, Picture, Rectangle
from pipeline.layout.paginate import Area
from pipeline.layout.strips import Strip
from pipeline.model.media import Image
from pipeline.model.nodes import (
    Block,
    Callout,
    Column,
    Figure,
    FigureRow,
    Footnote,
    FootnoteReference,
    Heading,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from pipeline.style.theme import PrintStyle, Theme
from tests.layout.setting import document, line_text, plain_theme
from tests.layout.test_tables import row

LEFT, RIGHT, TOP, LINE = 20.0, 130.0, 30.0, 12.0


def theme() -> Theme:
    """The plain theme in two columns of 90 points, 20 points apart, ten lines high."""
    return replace(plain_theme(), printing=PrintStyle(columns=2, column_gap=20.0))


def laid_out(*blocks: Block, footnotes: tuple[Footnote, ...] = ()) -> Layout:
    return lay_out(document(*blocks, footnotes=footnotes), theme())


def text(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def lines(count: int, word: str = "a") -> list[Block]:
    """Paragraphs of one line each, told apart by their numbers."""
    return [text(f"{word}{number}") for number in range(count)]


def placed(page: Page) -> list[tuple[float, float, str]]:
    """The lines of a page: the x of their frame, which line of the grid they stand on, what they say."""
    return [
        (place.x, (place.y - TOP) / LINE, line_text(item).rstrip())
        for place in page.placed
        if not place.artifact
        for item in place.frame.items
        if isinstance(item, Line)
    ]


def wide_table() -> Table:
    """A table that needs more than 90 points."""
    return Table((Column(), Column()), (), (row("Unbreakably", "Constitution"), row("1", "2")))


def test_the_title_stands_across_the_page_and_the_text_in_columns_of_equal_height() -> None:
    (page,) = laid_out(*lines(6)).pages
    assert placed(page) == [
        (LEFT, 0, "Paper"),
        (LEFT, 1, "a0"),
        (LEFT, 2, "a1"),
        (LEFT, 3, "a2"),
        (RIGHT, 1, "a3"),
        (RIGHT, 2, "a4"),
        (RIGHT, 3, "a5"),
    ]


def test_full_pages_are_filled_column_by_column_and_the_last_one_equally() -> None:
    pages = laid_out(*lines(24)).pages
    assert [line for _, _, line in placed(pages[0])] == ["Paper", *(f"a{number}" for number in range(18))]
    assert placed(pages[0])[9] == (LEFT, 9, "a8")
    assert placed(pages[0])[10] == (RIGHT, 1, "a9")
    assert placed(pages[1]) == [
        (LEFT, 0, "a18"),
        (LEFT, 1, "a19"),
        (LEFT, 2, "a20"),
        (RIGHT, 0, "a21"),
        (RIGHT, 1, "a22"),
        (RIGHT, 2, "a23"),
    ]


def test_text_is_broken_to_the_columns_measure() -> None:
    (page,) = laid_out(text("word " * 12)).pages
    ends = [
        line.runs[-1].x + line.runs[-1].width
        for place in page.placed
        for line in place.frame.items
        if isinstance(line, Line)
    ]
    assert max(ends) <= 90


def test_a_papers_own_setting_goes_before_the_themes() -> None:
    made = document(*lines(4))
    single = replace(made.papers[0], setting=replace(made.papers[0].setting, columns=1))
    (page,) = lay_out(replace(made, papers=(single,)), theme()).pages
    assert {x for x, _, _ in placed(page)} == {LEFT}


def test_a_table_wider_than_a_column_stands_across_the_page_below_equal_columns() -> None:
    (page,) = laid_out(*lines(4), wide_table(), *lines(2, "b")).pages
    found = {line: (x, y) for x, y, line in placed(page)}
    assert found["a1"] == (LEFT, 2) and found["a3"] == (RIGHT, 2)
    assert found["Unbreakably"][1] == found["Constitution"][1]
    # Two rows of 14 points, and 1.5 for rules that are thicker than those between rows, below line 3.
    assert found["Unbreakably"] == (LEFT, 3)
    assert found["b0"][0] == LEFT and found["b1"][0] == RIGHT
    assert found["b0"][1] == found["b1"][1] == pytest.approx((3 * LINE + 29.5) / LINE)


def test_a_table_that_a_column_holds_stays_in_it() -> None:
    narrow = Table((Column(), Column()), (), (row("one", "two"), row("1", "2")))
    (page,) = laid_out(narrow, *lines(2)).pages
    widths = [item.width for place in page.placed for item in place.frame.items if isinstance(item, Rectangle)]
    assert set(widths) == {90.0}


def test_a_table_whose_columns_have_shares_stays_in_a_column_that_its_words_fit() -> None:
    cases = (("one", "two"), 90.0), (("one", "constitution"), 90.0), (("constitution", "constitution"), 200.0)
    for words, width in cases:
        shares = Table((Column(width=0.6), Column(width=0.4)), (), (row(*words), row("1", "2")))
        (page,) = laid_out(shares, *lines(2)).pages
        rules = [item.width for place in page.placed for item in place.frame.items if isinstance(item, Rectangle)]
        assert {round(rule, 2) for rule in rules} == {width}


def test_a_heading_goes_along_with_the_table_that_stands_across_the_page() -> None:
    heading = Heading(2, (Text("Figures"),), "figures")
    made = laid_out(*lines(4), heading, wide_table())
    (page,) = made.pages
    found = {line: (x, y) for x, y, line in placed(page)}
    assert found["Figures"] == (LEFT, 3)
    assert made.destinations["figures"].y == TOP + 3 * LINE


def test_a_table_in_a_box_stands_across_the_page_with_its_box() -> None:
    (page,) = laid_out(*lines(2), Callout((wide_table(),))).pages
    (box,) = [item for place in page.placed if place.artifact == "Layout" for item in place.frame.items][:1]
    assert isinstance(box, Rectangle)
    assert box.width == 200.0


def picture(width: float | None, pixels: int = 400) -> Figure:
    image = Image("a.png", b"", "png", pixels, pixels // 10, 72.0)
    return Figure(image, "A picture", width=width)


@pytest.mark.parametrize(
    ("figure", "width"),
    [
        (picture(0.4), 80.0),
        (picture(0.5), 90.0),
        (picture(0.6), 120.0),
        (picture(1.0), 200.0),
        (picture(None, 80), 80.0),
        (picture(None, 120), 120.0),
        (picture(None, 400), 200.0),
    ],
)
def test_a_picture_has_its_share_of_the_text_width_in_a_column_or_across_the_page(figure: Figure, width: float) -> None:
    (page,) = laid_out(*lines(2), figure).pages
    (found,) = (item for place in page.placed for item in place.frame.items if isinstance(item, Picture))
    assert found.width == pytest.approx(width)


def test_pictures_side_by_side_stand_across_the_page() -> None:
    (page,) = laid_out(*lines(2), FigureRow((picture(0.4, 40), picture(0.4, 40))), *lines(2, "b")).pages
    found = {line: (x, y) for x, y, line in placed(page)}
    assert found["a0"][1] == found["a1"][1] < found["b0"][1] == found["b1"][1]


def test_a_page_break_ends_the_page_and_both_columns_before_it() -> None:
    pages = laid_out(*lines(2), PageBreak(), *lines(2, "b")).pages
    assert placed(pages[0])[1:] == [(LEFT, 1, "a0"), (RIGHT, 1, "a1")]
    assert placed(pages[1]) == [(LEFT, 0, "b0"), (RIGHT, 0, "b1")]


def test_footnotes_stand_at_the_foot_of_the_column_that_refers_to_them() -> None:
    noted = Paragraph((Text("noted"), FootnoteReference(1)))
    note = Footnote(1, (text("The note."),))
    (page,) = laid_out(*lines(3), noted, footnotes=(note,)).pages
    found = {line: (x, y) for x, y, line in placed(page)}
    column = next(x for line, (x, _) in found.items() if line.startswith("noted"))
    (label,) = [(x, y) for line, (x, y) in found.items() if line.startswith("The note")]
    assert label == (column, 9)


def test_a_note_never_covers_text_below_its_columns() -> None:
    noted = Paragraph((Text("noted"), FootnoteReference(1)))
    note = Footnote(1, (text("The note."),))
    (page,) = laid_out(noted, *lines(3), wide_table(), footnotes=(note,)).pages
    found = {line: y for _, y, line in placed(page)}
    note_line = next(y for line, y in found.items() if line.startswith("The note"))
    assert note_line + 1 <= found["Unbreakably"]


def test_structure_elements_stand_in_the_order_of_the_document() -> None:
    made = laid_out(*lines(4), wide_table(), *lines(4, "b"))
    order = [
        run.element
        for page in made.pages
        for place in page.placed
        for item in place.frame.items
        if isinstance(item, Line)
        for run in item.runs
        if run.element is not None
    ]
    assert order == sorted(order)


# --- the flow itself ------------------------------------------------------------------------------------------------


def strip(height: float, **rest: object) -> Strip:
    return Strip(Frame(height, ()), **rest)  # type: ignore[arg-type]


def test_a_strip_higher_than_a_page_is_told_and_placed_all_the_same() -> None:
    told: list[Strip] = []
    pages = flow([Passage([strip(500.0), strip(10.0)], (0.0, 110.0))], {}, Area(100.0, 10.0), told.append)
    assert [part.height for part in told] == [500.0]
    assert sum(len(region.draft.strips) for page in pages for region in page) == 2


def test_what_the_rest_of_a_page_cannot_hold_goes_to_the_next_page_whole() -> None:
    kept = [strip(30.0, keep=True), strip(30.0, keep=True), strip(30.0)]
    pages = flow([Passage([strip(50.0)], (0.0,)), Passage(kept, (0.0, 110.0))], {}, Area(100.0, 10.0), lambda _: None)
    assert [[len(region.draft.strips) for region in page] for page in pages] == [[1], [3]]


def test_notes_that_are_left_over_have_pages_of_their_own() -> None:
    notes = {1: [strip(40.0) for _ in range(9)]}
    pages = flow([Passage([strip(50.0, notes=(1,))], (0.0, 110.0))], notes, Area(100.0, 10.0), lambda _: None)
    placed = [len(region.draft.notes) for page in pages for region in page]
    assert sum(placed) == 9


WORDS = st.lists(st.sampled_from(["a", "to", "word", "government", "Constitutional"]), min_size=1, max_size=40)
PARAGRAPHS = WORDS.map(lambda words: text(" ".join(words)))
TABLES = st.lists(st.sampled_from([row("a", "b"), row("word", "government")]), min_size=1, max_size=9).map(
    lambda rows: Table((Column(), Column()), (row("Head", "Head"),), tuple(rows))
)
WIDE = st.just(wide_table())
LISTS = st.lists(PARAGRAPHS, min_size=1, max_size=4).map(
    lambda found: ListBlock(tuple(ListItem((block,)) for block in found))
)
HEADINGS = st.just(Heading(2, (Text("Heading"),), "heading"))
BLOCKS = st.lists(
    PARAGRAPHS | TABLES | WIDE | LISTS | HEADINGS | st.just(PageBreak()) | PARAGRAPHS.map(lambda p: Callout((p,))),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS)
def test_nothing_is_lost_nothing_overlaps_and_the_order_is_that_of_the_document(blocks: list[Block]) -> None:
    two, one = laid_out(*blocks), lay_out(document(*blocks), plain_theme())
    words = [" ".join(line for page in made.pages for _, _, line in placed(page)).split() for made in (two, one)]
    # A word too long for a column is broken there.
    assert "".join(words[0]) == "".join(words[1])
    for page in two.pages:
        areas = [
            (place.x, place.y, place.x + (90 if wide is None else wide), place.y + place.frame.height)
            for place in page.placed
            if not place.artifact and place.frame.height
            for wide in [_width(place.frame)]
        ]
        for index, (left, top, right, bottom) in enumerate(areas):
            assert top >= TOP - 0.01 and bottom <= TOP + 120.01
            for other in areas[index + 1 :]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] + 0.01 or other[3] <= top + 0.01
                assert apart


def _width(frame: Frame) -> float | None:
    """The width of a table's row, as its rules show; None for text."""
    return max((item.width for item in frame.items if isinstance(item, Rectangle)), default=None)
