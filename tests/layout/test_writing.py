"""Room for handwriting on the page: how many lines, how far down, and that it means nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.layout import lay_out
from pipeline.layout.frames import Layout, Picture
from pipeline.model.drawing import PathShape
from pipeline.model.nodes import Block, Document, Metadata, PageSetting, Paper, Paragraph, Text
from pipeline.model.writing import WritingPattern, WritingSpace
from tests.layout.setting import laid_out, plain_theme


def pictures(layout: Layout, page: int) -> list[tuple[float, Picture]]:
    return [
        (placed.y + item.y, item)
        for placed in layout.pages[page].placed
        for item in placed.frame.items
        if isinstance(item, Picture)
    ]


def set_(*blocks: Block) -> Layout:
    return laid_out(*blocks)


def text(words: str = "word") -> Paragraph:
    return Paragraph((Text(words),))


def test_a_space_takes_its_lines() -> None:
    layout = set_(text(), WritingSpace("ruled", 15.0, 4), text())
    ((_, picture),) = pictures(layout, 0)
    assert (picture.width, picture.height, picture.element) == (200.0, 60.0, None)
    assert layout.spaces == (60.0,)
    (shape,) = picture.image.shapes  # type: ignore[union-attr]
    assert isinstance(shape, PathShape)
    assert [segment[1][1] for segment in shape.segments if segment[0] == "M"] == [15.0, 30.0, 45.0, 59.6]


def test_without_lines_it_fills_its_page_and_nothing_follows_there() -> None:
    layout = set_(text(), WritingSpace("ruled", 15.0), text("next"))
    ((top, picture),) = pictures(layout, 0)
    room = 150.0 - top  # the page's foot is at 150
    assert picture.height == (room - 6) // 15 * 15
    assert len(layout.pages) == 2
    assert pictures(layout, 1) == []


def test_each_of_several_fills_a_page_of_its_own() -> None:
    layout = set_(*(WritingSpace("dotted", 12.0) for _ in range(4)))
    assert len(layout.pages) == 4
    assert layout.spaces[1:] == (108.0, 108.0, 108.0)  # 120 points, of which 6 stay free
    assert layout.spaces[0] < 108.0


def test_what_has_no_room_for_three_lines_goes_to_the_next_page() -> None:
    layout = set_(*(text() for _ in range(6)), WritingSpace("ruled", 24.0))
    assert pictures(layout, 0) == []
    assert layout.spaces == (96.0,)


def test_it_is_not_in_the_structure_tree() -> None:
    with_space = set_(text(), WritingSpace("grid", 15.0, 2))
    assert [element.kind for element in with_space.elements] == [element.kind for element in set_(text()).elements]


@pytest.mark.parametrize("pattern", ["grid", "dotted"])
def test_squares_and_dots_are_whole_and_in_the_middle(pattern: WritingPattern) -> None:
    ((_, picture),) = pictures(set_(WritingSpace(pattern, 15.0, 3)), 0)
    (shape,) = picture.image.shapes  # type: ignore[union-attr]
    assert isinstance(shape, PathShape)
    xs = [point[0] for segment in shape.segments for point in segment[1:]]
    assert min(xs) + max(xs) == pytest.approx(200.0)
    assert min(xs) >= 0


def test_blank_room_shows_nothing_and_takes_its_place() -> None:
    layout = set_(text(), WritingSpace("blank", 15.0), text("next"))
    assert pictures(layout, 0) == []
    assert len(layout.pages) == 2


def test_in_columns_it_stands_across_the_page() -> None:
    blocks = (text(), WritingSpace("ruled", 15.0), text())
    theme = plain_theme()
    theme = replace(theme, page=replace(theme.page, width=600.0))
    paper = Paper((Text("Paper"),), "paper", blocks, setting=PageSetting(columns=2))
    layout = lay_out(Document(Metadata("t"), (paper,)), theme)
    ((_, picture),) = pictures(layout, 0)
    assert picture.width == theme.page.measure
    assert len(layout.pages) == 2
