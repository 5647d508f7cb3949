"""Pages as a book: right-hand starts, blank and divider pages, ears, pages on their side, line numbers, watermarks,
banners, copies."""

from __future__ import annotations

from dataclasses import replace
from math import atan2, cos, degrees, radians, sin

import pytest

from pipeline.layout import Book, lay_out
from pipeline.layout.frames import Layout, Line, Page, Placed, Rectangle
from pipeline.model.nodes import (
    Callout,
    Column,
    Contents,
    Cover,
    Document,
    Labels,
    Metadata,
    PageSetting,
    Paper,
    Paragraph,
    Table,
    Text,
)
from pipeline.style.printing import BLEED
from pipeline.style.theme import Banner, Color, PrintStyle, RunningText, Theme
from tests.layout.setting import PAGE, document, line_text, plain_theme
from tests.layout.test_tables import row

TABLE = Table((Column(), Column()), (), (row("a", "b"), row("c", "d")))
WHITE, PURPLE = Color(255, 255, 255), Color(80, 43, 133)


def theme(**printing: object) -> Theme:
    """The plain theme with settings for print."""
    return replace(plain_theme(), printing=PrintStyle(**printing))  # type: ignore[arg-type]


def paper(name: str, *blocks: Paragraph | Callout | Table, tab: str = "", setting: PageSetting | None = None) -> Paper:
    text = blocks or (Paragraph((Text("words"),)),)
    return Paper((Text(name),), name.lower(), text, tab=tab, setting=setting or PageSetting())


def texts(page: Page) -> list[str]:
    """Every line on a page in the order of drawing, artifacts too."""
    return [line_text(item).strip() for placed in page.placed for item in placed.frame.items if isinstance(item, Line)]


def shown(layout: Layout) -> list[list[str]]:
    return [texts(page) for page in layout.pages]


def artifact(page: Page, text: str) -> Placed:
    """The frame on a page that says *text*; it must be an artifact as a whole."""
    (found,) = (
        placed
        for placed in page.placed
        if any(isinstance(item, Line) and line_text(item).strip() == text for item in placed.frame.items)
    )
    assert found.artifact == "Pagination"
    assert all(run.element is None for item in found.frame.items if isinstance(item, Line) for run in item.runs)
    return found


# --- right-hand pages -----------------------------------------------------------------------------------------------


def test_papers_that_start_on_right_hand_pages_have_a_blank_page_before_them_where_needed() -> None:
    two = Document(Metadata("Title"), (paper("One"), paper("Two")))
    blank = "This page intentionally left blank"
    assert shown(lay_out(two, theme(start="right"))) == [["One", "words"], [blank], ["Two", "words"]]
    assert shown(lay_out(two, theme())) == [["One", "words"], ["Two", "words"]]


def test_the_contents_start_on_a_right_hand_page_too_and_name_the_right_pages() -> None:
    papers = (paper("One"), paper("Two"))
    made = lay_out(Document(Metadata("T"), papers, Cover((Text("T"),)), Contents()), theme(start="right"))
    assert len(made.pages) == 7
    assert {name: place.page for name, place in made.destinations.items() if "/" not in name} == {"one": 5, "two": 7}
    assert [line.rstrip() for line in texts(made.pages[2]) if line[-1:].isdigit()] == ["5", "7"]


def test_a_blank_page_says_so_in_the_middle_as_an_artifact_and_carries_marking_and_running_text() -> None:
    own = replace(theme(start="right"), footer=RunningText(left=("Ours",)))
    made = lay_out(Document(Metadata("T", marking="SECRET"), (paper("One"), paper("Two"))), own)
    label = artifact(made.pages[1], "This page intentionally left blank")
    assert label.y == PAGE.top + (PAGE.text_height - 12) / 2
    assert texts(made.pages[1]) == ["This page intentionally left blank", "SECRET", "SECRET", "Ours"]


def test_the_words_of_a_blank_page_are_the_documents() -> None:
    labels = Labels(blank="Cette page est laissée vide")
    made = lay_out(Document(Metadata("T"), (paper("One"), paper("Two")), labels=labels), theme(start="right"))
    assert texts(made.pages[1]) == ["Cette page est laissée vide"]


# --- dividers -------------------------------------------------------------------------------------------------------


def test_a_divider_stands_before_each_paper_with_a_tab_and_counts_as_a_page() -> None:
    papers = (paper("One", tab="A"), paper("Two"), paper("Three", tab="B"))
    made = lay_out(Document(Metadata("T", marking="CUI"), papers), theme(dividers=True))
    assert [page[:3] for page in shown(made)] == [
        ["Tab A", "One", "A"],
        ["Tab A", "One", "words"],
        ["Two", "words", "CUI"],
        ["Tab B", "Three", "B"],
        ["Tab B", "Three", "words"],
    ]
    assert [page.number for page in made.pages] == [1, 2, 3, 4, 5]
    assert made.destinations["three"].page == 5
    for text in ("Tab A", "One", "A"):
        artifact(made.pages[0], text)
    assert texts(made.pages[0])[3:] == ["CUI", "CUI"], "the marking alone runs on a divider"


def test_dividers_and_papers_start_on_right_hand_pages_when_papers_do() -> None:
    papers = (paper("One", tab="A"), paper("Two", tab="B"))
    made = lay_out(Document(Metadata("T"), papers), theme(dividers=True, start="right"))
    blank = "This page intentionally left blank"
    assert [page[0] for page in shown(made)] == ["Tab A", blank, "Tab A", blank, "Tab B", blank, "Tab B"]


def ears(made: Layout) -> list[Placed]:
    found = []
    for page in made.pages:
        found += [
            placed
            for placed in page.placed
            if placed.artifact and [item.fill for item in placed.frame.items if isinstance(item, Rectangle)] == [ACCENT]
        ]
    return found


ACCENT = plain_theme().accent


def test_ears_step_down_the_edge_and_begin_again_at_the_top() -> None:
    papers = tuple(paper(f"P{number}", tab=str(number)) for number in range(5))
    made = ears(lay_out(Document(Metadata("T"), papers), theme(dividers=True, ears=3)))
    # 120 points for three ears: 40 each, 6 of them gap; the margin of 20 points is the width.
    assert [ear.y for ear in made] == [33, 73, 113, 33, 73]
    assert {ear.x for ear in made} == {220}
    for ear in made:
        (area,) = ear.frame.items
        assert isinstance(area, Rectangle)
        assert (area.x, area.width, area.height) == (0, 20 + BLEED, 34)
        assert ear.x + area.width == PAGE.width + BLEED, "the ear goes on beyond the paper's edge"


def test_an_ear_is_at_the_outer_edge_of_a_left_hand_page_in_a_bound_book() -> None:
    own = theme(dividers=True)
    own = replace(own, page=replace(own.page, mirrored=True))
    made = lay_out(Document(Metadata("T"), (paper("One"), paper("Two", tab="A"))), own)
    (ear,) = ears(made)
    assert ear.x == 0
    assert [item.x for item in ear.frame.items if isinstance(item, Rectangle)] == [-BLEED]
    assert made.pages[1].number == 2


def test_a_word_on_an_ear_is_turned_along_the_edge() -> None:
    papers = (paper("One", tab="Aa"), paper("Two", tab="Annex"))
    made = lay_out(Document(Metadata("T"), papers), theme(dividers=True, ears=2))
    assert artifact(made.pages[0], "Aa").turn == 0
    assert artifact(made.pages[2], "Annex").turn == 90
    assert made.diagnostics == ()


def test_a_tab_that_no_ear_holds_is_an_error() -> None:
    made = lay_out(Document(Metadata("T"), (paper("One", tab="A very long tab"),)), theme(dividers=True))
    (fault,) = made.diagnostics
    assert (fault.code, fault.message) == ("tab-too-long", "the tab 'A very long tab' does not fit on its tab ear")


def test_a_title_that_is_higher_than_its_divider_is_an_error() -> None:
    long = Paper((Text("word " * 200),), "one", (), tab="A")
    codes = [fault.code for fault in lay_out(Document(Metadata("T"), (long,)), theme(dividers=True)).diagnostics]
    assert "does-not-fit" in codes


# --- pages on their side --------------------------------------------------------------------------------------------


def test_a_paper_on_its_side_lies_between_upright_papers() -> None:
    high = replace(PAGE, width=180.0, height=240.0)
    own = replace(plain_theme(), page=high, footer=RunningText(right=("foot",)))
    papers = (paper("One"), paper("Two", setting=PageSetting(landscape=True)), paper("Three"))
    made = lay_out(Document(Metadata("T"), papers, None, Contents()), own)
    assert [(page.width, page.height) for page in made.pages] == [(180, 240), (180, 240), (240, 180), (180, 240)]
    (foot,) = [placed for placed in made.pages[2].placed if placed.edge == "Footer"]
    # The footer's band: 12 points of text and a rule's gap there is none of, 10 points from the long edge.
    assert (foot.x, foot.y) == (20, 180 - 10 - 12)
    (line,) = (item for item in foot.frame.items if isinstance(item, Line))
    assert line.runs[-1].x + line.runs[-1].width == pytest.approx(200)
    assert made.destinations["two"].page == 3
    assert made.destinations["two"].y == 30


def test_text_on_a_page_on_its_side_has_its_measure() -> None:
    high = replace(PAGE, width=180.0, height=240.0)
    own = replace(plain_theme(), page=high)
    long = Paragraph((Text("word " * 40),))
    wide = lay_out(document_of(paper("One", long, setting=PageSetting(landscape=True))), own)
    narrow = lay_out(document_of(paper("One", long)), own)

    def widest(made: Layout) -> float:
        lines = (item for placed in made.pages[0].placed for item in placed.frame.items if isinstance(item, Line))
        return max(line.runs[-1].x + line.runs[-1].width for line in lines)

    assert 175 < widest(wide) <= 200
    assert 115 < widest(narrow) <= 140


def document_of(*papers: Paper, marking: str = "") -> Document:
    return Document(Metadata("T", marking=marking), papers)


# --- bound margins --------------------------------------------------------------------------------------------------


def test_the_text_the_marking_and_the_footer_change_sides_in_a_bound_book() -> None:
    page = replace(PAGE, left=30.0, right=10.0, mirrored=True, gutter=5.0)
    own = replace(plain_theme(), page=page, footer=RunningText(left=("foot",)))
    made = lay_out(document_of(paper("One"), paper("Two"), marking="CUI"), own)
    assert [{placed.x for placed in page.placed} for page in made.pages] == [{35}, {10}]


# --- line numbers ---------------------------------------------------------------------------------------------------


def numbers(page: Page) -> list[tuple[str, float]]:
    """The numbers beside a page's lines and the y of their base lines."""
    found = []
    for placed in page.placed:
        if placed.artifact == "Pagination" and not placed.edge:
            (line,) = placed.frame.items
            assert isinstance(line, Line)
            found.append((line_text(line), round(placed.y + line.baseline, 2)))
    return found


def baselines(page: Page) -> list[float]:
    return [
        round(placed.y + item.baseline, 2)
        for placed in page.placed
        if not placed.artifact
        for item in placed.frame.items
        if isinstance(item, Line)
    ]


def test_lines_are_numbered_on_their_base_lines_from_1_on_each_page() -> None:
    made = lay_out(document_of(paper("One", Paragraph((Text("word " * 100),)))), theme(line_numbers=True))
    assert len(made.pages) == 2
    for page in made.pages:
        lines = baselines(page)
        assert numbers(page) == [(str(count), y) for count, y in enumerate(lines, start=1)]


def test_numbers_end_at_the_left_of_the_text() -> None:
    made = lay_out(document_of(paper("One", Paragraph((Text("word " * 60),)))), theme(line_numbers=True))
    ends = set()
    for placed in made.pages[0].placed:
        if placed.artifact and placed.frame.items:
            (line,) = placed.frame.items
            assert isinstance(line, Line)
            ends.add(round(placed.x + line.runs[-1].x + line.runs[-1].width, 2))
    assert ends == {PAGE.left - 7}


def test_a_papers_setting_goes_before_the_themes() -> None:
    papers = (paper("One", setting=PageSetting(line_numbers=False)), paper("Two"))
    made = lay_out(document_of(*papers), theme(line_numbers=True))
    assert [len(numbers(page)) for page in made.pages] == [0, 2]
    papers = (paper("One", setting=PageSetting(line_numbers=True)), paper("Two"))
    made = lay_out(document_of(*papers), theme())
    assert [len(numbers(page)) for page in made.pages] == [2, 0]


def test_lines_of_tables_have_no_numbers_but_those_of_boxes_have() -> None:
    box = Callout((Paragraph((Text("boxed"),)),), (Text("title"),))
    made = lay_out(document_of(paper("One", TABLE, box)), theme(line_numbers=True))
    assert len(numbers(made.pages[0])) == 3


# --- watermarks -----------------------------------------------------------------------------------------------------


def watermarked(text: str, **changes: object) -> Layout:
    styles = dict(plain_theme().styles)
    styles["watermark"] = replace(styles["watermark"], size=100.0, leading=100.0, **changes)  # type: ignore[arg-type]
    own = replace(plain_theme(), styles=styles)
    return lay_out(Document(Metadata("T", watermark=text), (paper("One"),), Cover((Text("T"),))), own)


def test_a_watermark_lies_under_everything_else_on_every_page() -> None:
    made = watermarked("DRAFT")
    for page in made.pages:
        first = page.placed[0]
        assert (first.artifact, first.edge) == ("Pagination", "Watermark")
        assert (first.x, first.y) == (120, 90)
        assert first.turn == pytest.approx(-degrees(atan2(180, 240)))
    assert made.pages[0].placed[0].frame is made.pages[1].placed[0].frame


def corners(placed: Placed) -> list[tuple[float, float]]:
    """The corners of a turned line's box, on the page."""
    (line,) = placed.frame.items
    assert isinstance(line, Line)
    left, right = line.runs[0].x, line.runs[-1].x + line.runs[-1].width
    size = line.runs[0].size
    box = [(x, y) for x in (left, right) for y in (line.baseline, line.baseline - 0.72 * size)]
    angle = radians(placed.turn)
    turned = [(x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)) for x, y in box]
    return [(placed.x + placed.scale * x, placed.y + placed.scale * y) for x, y in turned]


@pytest.mark.parametrize("text", ["X", "DRAFT", "EMBARGOED"])
def test_a_watermark_is_as_large_as_fits_on_the_page(text: str) -> None:
    (mark,) = (placed for placed in watermarked(text).pages[0].placed if placed.edge == "Watermark")
    assert 0.24 <= mark.scale <= 1.0
    points = corners(mark)
    assert all(24 - 0.01 <= x <= 216.01 and 24 - 0.01 <= y <= 156.01 for x, y in points)
    if mark.scale < 1:
        nearest = min(min(x, 240 - x, y, 180 - y) for x, y in points)
        assert nearest == pytest.approx(24)
    assert sum(x for x, _ in points) / 4 == pytest.approx(120, abs=0.01)


def test_a_watermark_that_would_be_too_small_to_read_is_an_error() -> None:
    made = watermarked("EMBARGOED UNTIL NOON ON THE FIRST OF MAY")
    (fault,) = made.diagnostics
    assert fault.code == "watermark-too-long"
    assert all(placed.edge != "Watermark" for page in made.pages for placed in page.placed)


# --- markings -------------------------------------------------------------------------------------------------------


def test_a_banner_lies_under_its_marking_at_both_ends_of_every_page() -> None:
    own = replace(plain_theme(), banners={"CUI": Banner(PURPLE, WHITE)})
    made = lay_out(document_of(paper("One"), marking="CUI//SP-PRVCY"), own)
    banners = [placed for placed in made.pages[0].placed if placed.edge and placed.frame.items]
    assert len(banners) == 2
    for placed in banners:
        band, line = placed.frame.items
        assert band == Rectangle(0.0, 0.0, 200.0, 12.0, PURPLE)
        assert isinstance(line, Line)
        assert {run.color for run in line.runs} == {WHITE}


def test_a_banner_without_a_band_only_colours_the_words_and_another_marking_stays_plain() -> None:
    own = replace(plain_theme(), banners={"CUI": Banner(None, PURPLE)})
    for marking, color in (("CUI", PURPLE), ("SECRET", plain_theme().styles["marking"].color)):
        made = lay_out(document_of(paper("One"), marking=marking), own)
        for placed in made.pages[0].placed:
            if placed.edge and placed.frame.items:
                (line,) = placed.frame.items
                assert isinstance(line, Line)
                assert {run.color for run in line.runs} == {color}


# --- copies ---------------------------------------------------------------------------------------------------------


def test_each_copy_says_its_number_on_every_page_and_shares_all_else() -> None:
    metadata = Metadata("T", copies=10)
    own = replace(theme(dividers=True), footer=RunningText(right=("foot",)))
    book = Book(Document(metadata, (paper("One", tab="A"),), Cover((Text("T"),))), own)
    plain, third, tenth = book.layout(), book.layout(3), book.layout(10)
    assert [texts(page)[-1] for page in plain.pages] == ["T", "A", "foot"]
    for page in third.pages:
        artifact(page, "Copy 3 of 10")
    assert texts(tenth.pages[2])[-2:] == ["Copy 10 of 10", "foot"]
    assert third.elements is tenth.elements and third.destinations is tenth.destinations
    for one, other in zip(plain.pages, third.pages, strict=True):
        body = len([placed for placed in one.placed if placed.edge != "Footer"])
        assert all(
            mine.frame is theirs.frame for mine, theirs in zip(one.placed[:body], other.placed[:body], strict=True)
        )


def test_a_document_that_is_a_copy_is_laid_out_as_that_copy() -> None:
    made = lay_out(Document(Metadata("T", copy=2, copies=4), (paper("One"),)), plain_theme())
    assert texts(made.pages[0])[-1] == "Copy 2 of 4"


def test_a_packet_without_copies_has_no_empty_line_on_its_cover() -> None:
    made = lay_out(Document(Metadata("T"), (), Cover((Text("T"),))), plain_theme())
    assert len(made.pages[0].placed) == 1
    assert document().metadata.copies == 0
