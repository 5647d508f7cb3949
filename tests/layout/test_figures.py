"""Figures on the page: their size, their rows, the runs of drawings."""

from __future__ import annotations

import pytest

from pipeline.layout.drawings import Sketcher
from pipeline.layout.figures import figure, figure_row
from pipeline.layout.frames import Line, Picture
from pipeline.model.drawing import Drawing, PathShape, Span, TextShape
from pipeline.model.media import Image
from pipeline.model.nodes import Figure, FigureRow, Text
from pipeline.style.figures import ROW_GAP, row_widths, wanted_width

from .setting import around, laid_out, tools

WIDE = Image("a.png", b"", "png", 80, 40, 72.0)
TALL = Image("b.png", b"", "png", 24, 48, 72.0)


def pictures(items: object) -> list[Picture]:
    return [item for item in items if isinstance(item, Picture)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((None, None), [91, 91]),
        ((0.25, None), [45.5, 136.5]),
        ((0.25, 0.25), [45.5, 45.5]),
        ((1.0, 1.0), [91, 91]),
        ((1.0, None), [pytest.approx(173.333, abs=0.01), pytest.approx(8.667, abs=0.01)]),
    ],
)
def test_a_row_is_shared_out(shares: tuple[float | None, ...], expected: list[float]) -> None:
    figures = tuple(Figure(WIDE, "x", width=share) for share in shares)
    assert row_widths(figures, 200.0) == expected
    assert sum(row_widths(figures, 200.0)) + ROW_GAP <= 200.01


def test_pictures_of_a_row_stand_on_one_line_and_captions_below_it() -> None:
    one, other = (Figure(image, "x", (Text("Caption"),), number=n) for n, image in enumerate((WIDE, TALL), 1))
    stack = figure_row(FigureRow((one, other)), around(), tools())
    (strip,) = stack.strips
    found = pictures(strip.frame.items)
    assert [round(item.y + item.height, 3) for item in found] == [48.0, 48.0]
    assert found[1].x == pytest.approx(91 + ROW_GAP)
    base_lines = {item.baseline for item in strip.frame.items if isinstance(item, Line)}
    assert len(base_lines) <= 2  # the captions' lines are at the same heights
    assert min(base_lines) > 48


def test_a_figure_and_a_row_can_be_found_by_their_anchors() -> None:
    alone = figure(Figure(WIDE, "x", anchor="a"), around(), tools())
    assert alone.strips[0].frame.anchors == (("a", 0.0),)
    layout = laid_out(FigureRow((Figure(WIDE, "x", anchor="b"), Figure(WIDE, "y", anchor="c"))))
    assert {"b", "c"} <= layout.destinations.keys()


def test_a_drawing_is_made_as_large_as_its_place() -> None:
    line = PathShape((("M", (0, 0)), ("L", (50, 20))), (0, 0, 0))
    drawing = Drawing("d.svg", 50, 20, (line, TextShape((Span("Words", 5),), 25, 10, "middle")))
    assert wanted_width(Figure(drawing, "x"), 200.0) == 50
    stack = figure(Figure(drawing, "x", width=0.5), around(), tools())
    (picture,) = pictures(stack.strips[0].frame.items)
    assert (picture.width, picture.height) == (100, 40)
    assert isinstance(picture.image, Drawing)
    shape, words = picture.image.shapes
    assert isinstance(shape, PathShape)
    assert shape.segments[1] == ("L", (100, 40))
    assert isinstance(words, TextShape)
    ((run,),) = picture.texts[words]
    assert run.size == 10
    assert run.x == pytest.approx(-run.width / 2)


def test_a_character_that_no_face_has_is_told_at_the_figure() -> None:
    workshop = tools()
    drawing = Drawing("d.svg", 50, 20, (TextShape((Span("\ue000", 5),), 0, 10),))
    figure(Figure(drawing, "x"), around(), workshop)
    assert [finding.code for finding in workshop.diagnostics] == ["missing-glyph"]


def test_outlines_stand_where_the_glyphs_do() -> None:
    workshop = tools()
    drawing = Drawing("d.svg", 50, 20, (TextShape((Span("H", 10),), 5, 15),))
    (shape,) = Sketcher(workshop.theme, workshop.setter).outlined(drawing, "en").shapes
    assert isinstance(shape, PathShape)
    points = [point for segment in shape.segments for point in segment[1:]]
    assert max(y for _, y in points) == pytest.approx(15, abs=0.01)  # on its base line
    assert 5 < min(x for x, _ in points) < 6
    assert 7 < min(y for _, y in points) < 9  # about as high as capitals are
