"""Pages in languages that run from right to left."""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout import lay_out
from pipeline.layout.faces import faces_in
from pipeline.layout.frames import Frame, Layout, Line, LinkArea, Page, Rectangle
from pipeline.layout.mirror import mirrored
from pipeline.model.nodes import (
    Block,
    Cell,
    Column,
    Contents,
    Heading,
    ListBlock,
    ListItem,
    Mark,
    Paragraph,
    Row,
    Table,
    Text,
)
from pipeline.style.theme import Color
from tests.layout.setting import document, line_text, lines, plain_theme

THEME = plain_theme()
PEACE = "\u0633\u0644\u0627\u0645"


def set_in(lang: str, *blocks: Block) -> Layout:
    made = document(*blocks)
    papers = tuple(replace(paper, lang=lang) for paper in made.papers)
    return lay_out(replace(made, metadata=replace(made.metadata, lang=lang), papers=papers), THEME)


def edges(page: Page) -> dict[str, tuple[float, float]]:
    """The left and right edge of each line's text on the page."""
    found = {}
    for placed in page.placed:
        for item in placed.frame.items:
            if isinstance(item, Line) and item.runs:
                left = min(run.x for run in item.runs)
                found[line_text(item)] = (placed.x + left, placed.x + max(run.x + run.width for run in item.runs))
    return found


def text(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def test_paragraphs_end_at_the_right_edge() -> None:
    page = set_in("ar", text(PEACE)).pages[0]
    assert edges(page)[PEACE][1] == THEME.page.width - THEME.page.right


def test_bullets_stand_right_of_their_text() -> None:
    found = edges(set_in("ar", ListBlock((ListItem((text(PEACE),)),), ordered=False)).pages[0])
    (bullet,) = (edge for words, edge in found.items() if words == THEME.lists.bullets[0])
    assert bullet[1] == THEME.page.width - THEME.page.right
    assert found[PEACE][1] == bullet[1] - THEME.lists.indent


def test_the_first_column_of_a_table_is_the_rightmost() -> None:
    cells = tuple(Cell((text(word),)) for word in ("one", "two"))
    found = edges(set_in("he", Table((Column(), Column()), (), (Row(cells),))).pages[0])
    assert found["one"][0] > found["two"][1]
    ordinary = edges(set_in("en", Table((Column(), Column()), (), (Row(cells),))).pages[0])
    assert ordinary["one"][1] < ordinary["two"][0]


def test_the_contents_have_their_numbers_at_the_left() -> None:
    made = document(Heading(2, (Text(PEACE),), "peace"))
    made = replace(made, metadata=replace(made.metadata, lang="ar"), contents=Contents())
    found = edges(lay_out(made, THEME).pages[0])
    assert found["2"][0] == THEME.page.left
    assert found[PEACE][0] > found["2"][1]


def test_in_another_language_a_list_item_that_runs_to_the_left_has_its_bullet_at_the_right() -> None:
    items = tuple(ListItem((text(word),)) for word in (PEACE, "plain"))
    page = set_in("en", ListBlock(items, ordered=False)).pages[0]
    right = THEME.page.width - THEME.page.right
    bullets = sorted(
        placed.x + item.runs[0].x
        for placed in page.placed
        for item in placed.frame.items
        if isinstance(item, Line) and line_text(item) == THEME.lists.bullets[0]
    )
    assert bullets[0] == THEME.page.left
    assert right - 18.0 < bullets[1] < right


def test_a_line_moves_whole_and_its_links_with_it() -> None:
    page = set_in("en", text("one two")).pages[0]
    (line, *_) = (line for _, line in lines(page) if line_text(line) == "one two")
    run = line.runs[0]._replace(x=10.0, width=30.0, element=7)
    other = run._replace(x=45.0, width=5.0, element=8)
    area = LinkArea(45.0, 0.0, 5.0, 12.0, "#a", "", 8)
    box = Rectangle(0.0, 0.0, 20.0, 5.0, Color(0, 0, 0))
    frame = mirrored(Frame(12.0, (Line(9.0, (run, other)), area, box)), 100.0)
    moved = frame.items[0]
    assert isinstance(moved, Line)
    assert [one.x for one in moved.runs] == [50.0, 85.0]
    assert [item.x for item in frame.items if isinstance(item, (LinkArea, Rectangle))] == [85.0, 80.0]
    assert mirrored(frame, 100.0) == Frame(12.0, (Line(9.0, (run, other)), area, box))


def test_lines_of_a_tall_script_stand_further_apart() -> None:
    khmer = "\u1780\u1798\u17d2\u1796\u17bb\u1787\u17b6 " * 40
    page = set_in("km", text(khmer)).pages[0]
    heights = [placed.frame.height for placed in page.placed if any(isinstance(i, Line) for i in placed.frame.items)]
    size = THEME.styles["body"].size
    assert heights[-1] >= 1.65 * size
    assert edges(set_in("en", text("plain")).pages[0])["plain"]


def test_the_faces_of_a_layout_are_those_on_its_pages() -> None:
    assert all(not face.spare for face in faces_in(set_in("en", text("plain"))))
    names = {face.family for face in faces_in(set_in("en", text("\u0e44\u0e17\u0e22"))) if face.spare}
    assert names == {"Noto Sans Thai"}


def test_small_capitals_are_the_faces_own_or_made_of_large_ones() -> None:
    found = set_in("en", Paragraph((Text("Own", Mark.SMALL_CAPS),))).pages[0]
    (line,) = (line for _, line in lines(found) if line_text(line) in ("Own", "OWN"))
    own = "smcp" in line.runs[0].face.features
    assert line_text(line) == ("Own" if own else "OWN")
    assert len({run.size for run in line.runs}) == (1 if own else 2)


def test_arabic_is_never_spaced_apart() -> None:
    layout = set_in("ar", Paragraph((Text(PEACE),), "label"))
    (line,) = (line for _, line in lines(layout.pages[0]) if line_text(line) == PEACE)
    assert {run.tracking for run in line.runs} == {0.0}
