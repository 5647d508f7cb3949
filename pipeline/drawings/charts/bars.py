"""Bar charts and dot plots: a row for each label, values from left to right.

Enters: a chart, a canvas. Leaves: shapes, and the height of the drawing. Guaranteed: bars start at zero; every value of
a bar is printed at its end; labels are broken into lines, never over each other.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.drawings.charts.canvas import Canvas
from pipeline.drawings.charts.columns import write_inside
from pipeline.drawings.charts.legend import draw_head
from pipeline.model.chart import Chart, Datum

_BAR = 11.0
_THIN = 9.0
_GAP = 6.0
_WIDEST_LABEL = 0.38
_AIR = 4.0


def draw_bars(chart: Chart, canvas: Canvas) -> float:
    """Draw *chart*; return its height."""
    dots = chart.kind == "dot"
    top = draw_head(chart, canvas, names=True, marks=dots)
    widest = max((canvas.measure(label) for label in chart.labels), default=0.0)
    labels = min(widest, canvas.width * _WIDEST_LABEL) + 8
    lines = [canvas.broken(label, labels - 8) for label in chart.labels]
    rows = 1 if chart.stacked or dots else len(chart.series)
    thick = _THIN if rows > 1 else _BAR
    scale = dots or (chart.stacked and len(chart.series) > 1)
    if scale:
        top += canvas.leading
    x = _scale(chart, canvas, labels, scale=scale)
    heights = [max(rows * thick, len(line) * canvas.leading * 0.92) + _GAP for line in lines]
    bottom = top + sum(heights)
    if scale:
        for tick in chart.ticks:
            canvas.line(x(tick.value), top, x(tick.value), bottom, canvas.look.grid)
            canvas.write(tick.text, x(tick.value), top - canvas.leading * 0.6, "middle", canvas.look.axis)
    y = top
    for index, (line, height) in enumerate(zip(lines, heights, strict=True)):
        middle = y + height / 2
        for row, part in enumerate(line):
            offset = (row - (len(line) - 1) / 2) * canvas.leading * 0.92
            canvas.write(part, labels - 8, middle + offset, "end")
        _draw_row(chart, canvas, index, middle, thick, x)
        y += height
    if chart.ticks[0].value <= 0 <= chart.ticks[-1].value:
        canvas.line(x(0.0), top, x(0.0), bottom, canvas.look.axis, 0.75)
    return bottom


def _data(chart: Chart) -> list[Datum]:
    return [datum for series in chart.series for datum in series.values if datum is not None]


def _scale(chart: Chart, canvas: Canvas, left: float, *, scale: bool) -> Callable[[float], float]:
    """Return where a value lies. Without a scale there is room for the values that are printed at the bars' ends."""
    low, high = chart.ticks[0].value, chart.ticks[-1].value
    start, end = left, canvas.width
    if scale:
        start += canvas.measure(chart.ticks[0].text) / 2
        end -= canvas.measure(chart.ticks[-1].text) / 2
    else:
        data = _data(chart)
        low, high = min((0.0, *(datum.value for datum in data))), max((0.0, *(datum.value for datum in data)))
        high = high if high > low else low + 1.0
        end -= max((canvas.measure(datum.text) + _AIR for datum in data if datum.value >= 0), default=0.0)
        start += max((canvas.measure(datum.text) + _AIR for datum in data if datum.value < 0), default=0.0)
    end = max(end, start + 20.0)
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _draw_row(
    chart: Chart, canvas: Canvas, index: int, middle: float, thick: float, x: Callable[[float], float]
) -> None:
    data = [(number, series.values[index]) for number, series in enumerate(chart.series)]
    present = [(number, datum) for number, datum in data if datum is not None]
    if chart.kind == "dot":
        _draw_dots(canvas, present, middle, x)
    elif chart.stacked:
        above = below = 0.0
        for number, datum in present:
            base = above if datum.value >= 0 else below
            end = base + datum.value
            above, below = (end, below) if datum.value >= 0 else (above, end)
            left, width = min(x(base), x(end)), abs(x(end) - x(base))
            canvas.box(left, middle - thick * 0.65, width, thick * 1.3, number)
            write_inside(canvas, datum, number, left + width / 2, middle, width, thick * 1.3)
    else:
        for number, datum in present:
            y = middle + (number - (len(data) - 1) / 2) * thick
            canvas.box(
                min(x(0.0), x(datum.value)), y - thick / 2 + 0.5, abs(x(datum.value) - x(0.0)), thick - 1, number
            )
            negative = datum.value < 0
            end = x(datum.value) + (-_AIR if negative else _AIR)
            canvas.write(datum.text, end, y, "end" if negative else "start")


def _draw_dots(canvas: Canvas, data: list[tuple[int, Datum]], middle: float, x: Callable[[float], float]) -> None:
    if not data:
        return
    places = sorted(x(datum.value) for _, datum in data)
    if len(data) > 1:
        canvas.line(places[0], middle, places[-1], middle, canvas.look.axis, 0.75)
    for number, datum in data:
        canvas.mark(x(datum.value), middle, number, 3.2)
    if len(data) == 1:
        text, at = data[0][1].text, places[0]
        fits = at + 7 + canvas.measure(text) <= canvas.width
        canvas.write(text, at + (7 if fits else -7), middle, "start" if fits else "end")
