"""Charts drawn: exact places, and nothing over anything else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.drawings.charts import ChartLook, draw_chart
from pipeline.drawings.charts.canvas import WHITE, Canvas, contrast
from pipeline.drawings.charts.lines import apart
from pipeline.model.chart import Chart, ChartKind, Datum, Series, Tick
from pipeline.model.drawing import Drawing, Group, PathShape, Shape, Span, TextShape, all_shapes
from pipeline.style.theme import ChartStyle

STYLE = ChartStyle()
LOOK = ChartLook(STYLE.colors, STYLE.text, STYLE.grid, STYLE.axis, 8.0)


def ruler(span: Span) -> float:
    """Every character is half as wide as the type is high."""
    return len(span.text) * span.size / 2


def datum(value: float | None) -> Datum | None:
    return None if value is None else Datum(value, f"{value:g}", f"{value:.0g}")


def chart(kind: ChartKind = "column", values: tuple[float | None, ...] = (1, 2, 4), **changes: object) -> Chart:
    series = (Series("", tuple(map(datum, values))),)
    numbers = [value for value in values if value is not None]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    ticks = (Tick(low, f"{low:g}"), Tick(high, f"{high:g}")) if low < high else (Tick(0, "0"), Tick(1, "1"))
    labels = tuple(f"L{number}" for number in range(len(values)))
    parts = tuple("1%" for _ in values) if kind == "pie" else ()
    return replace(Chart("A chart", kind, labels, series, ticks, parts=parts), **changes)  # type: ignore[arg-type]


def drawn(made: Chart, width: float = 300.0) -> Drawing:
    return draw_chart(made, width, LOOK, ruler)


def words(drawing: Drawing) -> list[str]:
    return [shape.spans[0].text for shape in all_shapes(drawing.shapes) if isinstance(shape, TextShape)]


def box(shape: Shape) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a text that stands upright, or of a path."""
    if isinstance(shape, TextShape):
        width, size = ruler(shape.spans[0]), shape.spans[0].size
        left = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
        if shape.linear != (1.0, 0.0, 0.0, 1.0):
            return (shape.x - size * 0.7, shape.y, shape.x, shape.y + width)
        return (left, shape.y - size * 0.7, left + width, shape.y)
    assert isinstance(shape, PathShape)
    points = [point for segment in shape.segments for point in segment[1:]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def columns(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """Return the boxes that the first series fills."""
    return [box(s) for s in drawing.shapes if isinstance(s, PathShape) and s.fill == STYLE.colors[0]]


def test_columns_are_as_high_as_their_values_and_stand_on_zero() -> None:
    found = columns(drawn(chart()))
    bottoms = {round(bottom, 6) for _, _, _, bottom in found}
    heights = [bottom - top for _, top, _, bottom in found]
    assert len(bottoms) == 1
    assert heights == pytest.approx([27, 54, 108])
    assert [round(right - left, 3) for left, _, right, _ in found] == [54, 54, 54]


def test_values_stand_at_columns_where_they_fit_and_a_scale_where_not() -> None:
    assert words(drawn(chart())) == ["1", "2", "4", "L0", "L1", "L2"]
    wide = chart(values=tuple(float(1234567 + number) for number in range(30)))
    assert words(drawn(wide))[:2] == ["0", "1.2346e+06"]


def test_a_missing_value_is_a_dash_and_no_column() -> None:
    made = drawn(chart(values=(1, None, 4)))
    assert len(columns(made)) == 2
    assert "–" in words(made)


def test_negative_columns_hang_below_the_line() -> None:
    up, down = columns(drawn(chart(values=(2, -1))))
    assert up[3] == pytest.approx(down[1])
    assert (up[3] - up[1]) / (down[3] - down[1]) == pytest.approx(2)


def test_stacked_columns_touch_and_say_their_values() -> None:
    two = (Series("A", (datum(3),)), Series("B", (datum(1),)))
    made = drawn(chart(values=(4,), series=two, stacked=True))
    first, second = (
        box(s) for s in made.shapes if isinstance(s, PathShape) and s.fill in STYLE.colors[:2] and box(s)[3] > 30
    )
    assert first[1] == pytest.approx(second[3])
    assert {"A", "B", "3", "1"} <= set(words(made))


def test_long_labels_are_broken_or_turned() -> None:
    broken = drawn(chart(labels=("first long label", "second long label", "third long label")))
    assert "label" not in words(broken)
    assert "first long label" in words(broken)
    narrow = drawn(chart(labels=("first long label", "second long label", "third long label")), 120.0)
    assert {"first", "long", "label"} <= set(words(narrow))
    turned = drawn(chart(values=tuple(range(1, 31)), labels=tuple(f"Category{n:02}" for n in range(30))))
    shapes = [shape for shape in turned.shapes if isinstance(shape, TextShape) and shape.spans[0].text[:3] == "Cat"]
    assert len(shapes) == 30
    assert {shape.linear for shape in shapes} == {(0.0, -1.0, 1.0, 0.0)}


def test_days_are_left_out_at_equal_steps_where_there_are_too_many() -> None:
    labels = tuple(f"Day {n}" for n in range(60))
    made = drawn(chart(values=(1.0,) * 60, labels=labels, times=tuple(map(float, range(60)))))
    shown = [text for text in words(made) if text.startswith("Day")]
    steps = {int(two.split()[1]) - int(one.split()[1]) for one, two in pairwise(shown)}
    assert shown[0] == "Day 0"
    assert len(steps) == 1


def test_bars_end_where_their_values_are() -> None:
    found = columns(drawn(chart("bar", (1, 2, -1))))
    widths = [right - left for left, _, right, _ in found]
    assert widths[1] == pytest.approx(2 * widths[0])
    assert found[2][2] == pytest.approx(found[0][0])


def test_a_line_has_a_gap_where_a_value_is_missing() -> None:
    made = drawn(chart("line", (1, 2, None, 4, 3, None, 2)))
    lines = [s for s in made.shapes if isinstance(s, PathShape) and s.stroke and s.stroke.width == 1.5]
    assert [len(line.segments) for line in lines] == [2, 2]


def test_days_stand_where_they_are_in_time() -> None:
    times = (0.0, 10.0, 40.0)
    ticks = tuple(Tick(time, f"T{time:g}") for time in times)
    made = drawn(chart("line", (1, 2, 3), times=times, time_ticks=ticks))
    (line,) = (s for s in made.shapes if isinstance(s, PathShape) and s.stroke and s.stroke.width == 1.5)
    xs = [segment[1][0] for segment in line.segments]  # type: ignore[misc]
    assert (xs[2] - xs[1]) / (xs[1] - xs[0]) == pytest.approx(3)


def test_the_parts_of_a_pie_begin_at_the_top_and_go_clockwise() -> None:
    made = drawn(chart("pie", (1, 1, 2)))
    parts = [s for s in made.shapes if isinstance(s, PathShape) and s.fill and len(s.segments) > 3]
    (x, y), start = parts[0].segments[0][1], parts[0].segments[1][1]  # type: ignore[misc]
    assert start == pytest.approx((x, y - 64))
    assert parts[0].segments[-2][-1] == pytest.approx((x + 64, y))


def test_series_differ_without_colour() -> None:
    canvas = Canvas(LOOK, ruler, 100)
    lightness = [contrast(canvas.color(index), WHITE) for index in range(2)]
    assert lightness[0] > 4 * lightness[1]
    assert [canvas.hatched(index) for index in range(4)] == [False, False, True, False]
    assert len({canvas.dash(index) for index in range(5)}) == 5
    for index in range(6):
        assert contrast(canvas.outline(index), WHITE) >= 3
        assert contrast(canvas.legible(index), WHITE) >= 4.5
    canvas.box(0, 0, 10, 10, 2)
    assert any(isinstance(shape, Group) for shape in canvas.shapes)


def test_names_at_the_ends_of_lines_are_moved_apart() -> None:
    assert apart([10, 11, 12], [10, 10, 10], (0, 100)) == [10, 20, 30]
    assert apart([98, 99], [10, 10], (0, 100)) == [85, 95]
    assert apart([-5, 50], [10, 10], (0, 100)) == [5, 50]


KINDS: st.SearchStrategy[ChartKind] = st.sampled_from(["column", "bar", "line", "dot"])
VALUES = st.lists(st.none() | st.floats(-1e6, 1e6).map(lambda value: round(value, 1)), min_size=1, max_size=45)


@settings(max_examples=80, deadline=None)
@given(KINDS, VALUES, st.floats(60, 500), st.integers(1, 40))
def test_no_chart_leaves_its_paper(kind: ChartKind, values: list[float | None], width: float, long: int) -> None:
    if all(value is None for value in values):
        values = [1.0]
    labels = tuple(f"Label {number} " + "x" * (number % long) for number in range(len(values)))
    made = drawn(chart(kind, tuple(values), labels=labels, unit="million things"), width)
    for shape in made.shapes:
        if isinstance(shape, TextShape):
            assert box(shape)[1] >= -0.01
            assert box(shape)[3] <= made.height + 0.01
        elif isinstance(shape, PathShape) and shape.segments:
            assert box(shape)[1] >= -4
            assert box(shape)[3] <= made.height + 0.01


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=12), st.floats(40, 200))
def test_boxes_that_are_moved_apart_never_overlap(middles: list[float], end: float) -> None:
    heights = [10.0] * len(middles)
    placed = apart(sorted(middles), heights, (0.0, end))
    assert all(later - earlier >= 9.999 for earlier, later in pairwise(placed))
