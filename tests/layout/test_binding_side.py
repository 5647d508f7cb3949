"""Books in languages that run from right to left: bound on the right, with line numbers at the right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.layout import Book
from pipeline.layout.frames import Line
from pipeline.model.nodes import Document, Metadata, PageSetting, Paper, Paragraph, Text
from pipeline.style.printing import LINE_NUMBER_GAP
from pipeline.style.theme import PageGeometry
from tests.style.theming import letter_theme

PAGE = PageGeometry(600, 800, 72, 72, 90, 54, 36, 36, gutter=18)


@pytest.mark.parametrize(
    ("mirrored", "right", "number", "left", "edge"),
    [
        (False, False, 1, 108, 600),
        (False, False, 2, 108, 600),
        (True, False, 1, 108, 600),
        (True, False, 2, 54, 0),
        (False, True, 1, 90, 0),
        (False, True, 2, 90, 0),
        (True, True, 1, 54, 0),
        (True, True, 2, 108, 600),
    ],
)
def test_text_keeps_clear_of_the_binding_and_ears_stand_across(
    mirrored: bool, right: bool, number: int, left: float, edge: float
) -> None:
    page = replace(PAGE, mirrored=mirrored, bound_right=right)
    assert (page.text_left(number), page.outer_edge(number)) == (left, edge)


def numbers_of(lang: str) -> tuple[list[tuple[float, float]], PageGeometry]:
    """The left and right edge of each line's number."""
    chosen = letter_theme()
    paragraphs = tuple(Paragraph((Text(text),)) for text in ("واحد", "اثنان"))
    paper = Paper((Text("T"),), "t", paragraphs, "A", setting=PageSetting(line_numbers=True))
    layout = Book(Document(Metadata("T", lang=lang), (paper,)), chosen).layout()
    found = []
    for placed in layout.pages[0].placed:
        for item in placed.frame.items:
            if isinstance(item, Line) and "".join(word.text for run in item.runs for word in run.words).isdigit():
                first, last = item.runs[0], item.runs[-1]
                found.append((placed.x + first.x, placed.x + last.x + last.width))
    return found, chosen.page


def test_line_numbers_stand_where_lines_begin() -> None:
    left, page = numbers_of("en")
    right, _ = numbers_of("ar")
    assert left
    assert len(left) == len(right)
    assert all(end == pytest.approx(page.text_left(1) - LINE_NUMBER_GAP, abs=0.01) for _, end in left)
    assert all(
        start == pytest.approx(page.text_left(1) + page.measure + LINE_NUMBER_GAP, abs=0.01) for start, _ in right
    )
