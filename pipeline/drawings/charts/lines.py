"""Line charts: values over time, or over labels in an order.

Enters: a chart, a canvas. Leaves: shapes, and the height of the drawing. Guaranteed: a missing value is a gap in its
line; a value without neighbours is a mark; the name of each line stands at its end, apart from the others'.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.drawings.charts.canvas import Canvas
from pipeline.drawings.charts.columns import draw_labels, draw_scale
from pipeline.drawings.charts.legend import draw_head
from pipeline.model.chart import Chart, Series, Tick
from pipeline.model.drawing import PathShape, Point, Segment, Stroke

_RATIO = 0.38
_LEAST_HEIGHT, _MOST_HEIGHT = 110.0, 180.0
_WIDEST_NAME = 0.26
_MOST_MARKS = 30
_MOST_VALUES = 8
_AIR = 6.0


def draw_lines(chart: Chart, canvas: Canvas) -> float:
    """Draw *chart*; return its height."""
    top = draw_head(chart, canvas, names=False) + canvas.leading
    height = min(max(canvas.width * _RATIO, _LEAST_HEIGHT), _MOST_HEIGHT)
    left = max(canvas.measure(tick.text) for tick in chart.ticks) + _AIR
    several = len(chart.series) > 1
    values = not several and sum(datum is not None for datum in chart.series[0].values) <= _MOST_VALUES
    names = [canvas.broken(series.name, canvas.width * _WIDEST_NAME, 2) for series in chart.series] if several else []
    right = max((canvas.measure(line) for name in names for line in name), default=0.0)
    right = canvas.width - (right + _AIR + 2 if several else _edge(chart, canvas))
    low, high = chart.ticks[0].value, chart.ticks[-1].value

    def y(value: float) -> float:
        return top + (high - value) / (high - low) * height

    _grid(chart, canvas, left, right, y)
    xs = _places(chart, left, right)
    bottom = _labels(chart, canvas, left, right, top + height + 3)
    if low <= 0 <= high:
        canvas.line(left, y(0.0), right, y(0.0), canvas.look.axis, 0.75)
    for index, series in enumerate(chart.series):
        _draw_line(series, canvas, index, xs, y)
    if values:
        _write_values(chart.series[0], canvas, xs, y, left)
    _write_names(chart, canvas, names, xs, y, (top - canvas.leading / 2, top + height + canvas.leading / 2))
    return bottom


def _edge(chart: Chart, canvas: Canvas) -> float:
    """Return the room that a label or value at the right end needs beyond it."""
    last = [series.values[-1] for series in chart.series]
    texts = [datum.text for datum in last if datum is not None]
    if chart.time_ticks:
        texts.append(chart.time_ticks[-1].text)
    return max((canvas.measure(text) / 2 for text in texts), default=0.0) if chart.times else 2.0


def _grid(chart: Chart, canvas: Canvas, left: float, right: float, y: Callable[[float], float]) -> None:
    whole, canvas.width = canvas.width, right
    draw_scale(chart, canvas, left, y)
    canvas.width = whole


def _places(chart: Chart, left: float, right: float) -> list[float]:
    """Return the x of each label: by its day where labels are days, else at equal distances."""
    if chart.times:
        first, last = min(chart.times), max(chart.times)
        span = last - first
        inset = 4.0
        if not span:
            return [(left + right) / 2] * len(chart.times)
        return [left + inset + (time - first) / span * (right - left - 2 * inset) for time in chart.times]
    place = (right - left) / max(len(chart.labels), 1)
    return [left + (index + 0.5) * place for index in range(len(chart.labels))]


def _labels(chart: Chart, canvas: Canvas, left: float, right: float, top: float) -> float:
    if not chart.times:
        place = (right - left) / max(len(chart.labels), 1)
        return draw_labels(chart.labels, canvas, left, place, top, ordered=False)
    first, span = min(chart.times), max(chart.times) - min(chart.times)
    end = -1.0
    for tick in _fitting(chart.time_ticks, canvas, right - left):
        x = (left + right) / 2 if not span else left + 4 + (tick.value - first) / span * (right - left - 8)
        half = canvas.measure(tick.text) / 2
        x = max(x, half)
        if x - half < end:
            continue
        canvas.line(x, top - 3, x, top, canvas.look.axis)
        canvas.write(tick.text, x, top + canvas.leading / 2 + 1, "middle")
        end = x + half + 4
    return top + canvas.leading + 1


def _fitting(ticks: tuple[Tick, ...], canvas: Canvas, room: float) -> tuple[Tick, ...]:
    """Return as many time ticks as have room, at equal steps, the first among them."""
    if not ticks:
        return ()
    widest = max(canvas.measure(tick.text) for tick in ticks) + 8
    step = max(1, -int(-widest * len(ticks) // max(room, 1.0)))
    return ticks[::step]


def _draw_line(series: Series, canvas: Canvas, index: int, xs: list[float], y: Callable[[float], float]) -> None:
    parts: list[list[Point]] = [[]]
    for x, datum in zip(xs, series.values, strict=True):
        if datum is None:
            parts.append([])
        else:
            parts[-1].append((x, y(datum.value)))
    color = canvas.outline(index)
    for part in parts:
        if len(part) > 1:
            segments: list[Segment] = [("M", part[0]), *(("L", point) for point in part[1:])]
            stroke = Stroke(color, 1.5, "round" if not canvas.dash(index) else "butt", "round", canvas.dash(index))
            canvas.shapes.append(PathShape(tuple(segments), stroke=stroke))
    crowded = len(xs) > _MOST_MARKS
    for part in parts:
        for position, (x, height) in enumerate(part):
            if not crowded or len(part) == 1 or position == len(part) - 1:
                canvas.mark(x, height, index)


def _write_values(series: Series, canvas: Canvas, xs: list[float], y: Callable[[float], float], left: float) -> None:
    """Write the values of the only line above its points, or below where it goes up on both sides."""
    found = [(x, datum) for x, datum in zip(xs, series.values, strict=True) if datum is not None]
    end = -1.0
    for index, (x, datum) in enumerate(found):
        before = found[index - 1][1].value if index else datum.value
        after = found[index + 1][1].value if index + 1 < len(found) else datum.value
        dips = datum.value < before and datum.value < after
        half = canvas.measure(datum.text) / 2
        at = max(x, left + half + 2)
        if at - half > end:
            middle = y(datum.value) + (1 if dips else -1) * canvas.leading * 0.85
            canvas.clear(at, middle, 2 * half + 2)
            canvas.write(datum.text, at, middle, "middle")
            end = at + half


def _write_names(
    chart: Chart,
    canvas: Canvas,
    names: list[list[str]],
    xs: list[float],
    y: Callable[[float], float],
    limits: tuple[float, float],
) -> None:
    """Write each line's name at its end, moved apart where lines end close together."""
    wanted: list[tuple[float, int]] = []
    for index, _ in enumerate(names):
        data = [datum for datum in chart.series[index].values if datum is not None]
        wanted.append((y(data[-1].value) if data else limits[1], index))
    heights = [len(names[index]) * canvas.leading for _, index in sorted(wanted)]
    middles = apart([place for place, _ in sorted(wanted)], heights, limits)
    left = max(xs, default=0.0) + _AIR
    for (_, index), middle in zip(sorted(wanted), middles, strict=True):
        for row, line in enumerate(names[index]):
            offset = (row - (len(names[index]) - 1) / 2) * canvas.leading
            canvas.write(line, left, middle + offset, color=canvas.legible(index), bold=True)


def apart(middles: list[float], heights: list[float], limits: tuple[float, float]) -> list[float]:
    """Return ascending *middles* moved so that boxes of these heights do not overlap, within *limits* if they can."""
    placed: list[float] = []
    end = limits[0]
    for middle, height in zip(middles, heights, strict=True):
        at = max(middle, end + height / 2)
        placed.append(at)
        end = at + height / 2
    start = max(limits[1], limits[0] + sum(heights))
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], start - heights[index] / 2)
        start = placed[index] - heights[index] / 2
    return placed
