"""Column charts: values as heights, side by side or on top of each other.

Enters: a chart, a canvas. Leaves: shapes, and the height of the drawing. Guaranteed: columns start at zero; where every
value can be printed at its column, that takes the place of the scale; long labels are broken into lines, or turned, or
every other one is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from pipeline.drawings.charts.canvas import WHITE, Canvas, contrast
from pipeline.drawings.charts.legend import draw_head
from pipeline.model.chart import Chart, Datum

_RATIO = 0.36
_LEAST_HEIGHT, _MOST_HEIGHT = 100.0, 170.0
_FILLED = 0.72
"""The share of a place that its columns take."""
_WIDEST = 54.0
_AIR = 3.0
_MISSING = "–"
_LONGEST_LABEL = 90.0
_TURNED = 1.1
"""How far apart turned labels must be at least, in ems."""


def draw_columns(chart: Chart, canvas: Canvas) -> float:
    """Draw *chart*; return its height."""
    top = draw_head(chart, canvas, names=True)
    height = min(max(canvas.width * _RATIO, _LEAST_HEIGHT), _MOST_HEIGHT)
    texts = _texts(chart, canvas, canvas.width / max(len(chart.labels), 1))
    labelled = texts is not None
    left = 0.0 if labelled else max(canvas.measure(tick.text) for tick in chart.ticks) + 6
    top += canvas.leading if labelled else canvas.leading / 2
    low, high = chart.ticks[0].value, chart.ticks[-1].value
    if labelled:
        low, high = _extent(chart)
    below = canvas.leading if labelled and low < 0 else 0.0

    def y(value: float) -> float:
        return top + (high - value) / (high - low) * height

    if not labelled:
        draw_scale(chart, canvas, left, y)
    place = (canvas.width - left) / max(len(chart.labels), 1)
    for index in range(len(chart.labels)):
        _draw_place(chart, canvas, index, left + index * place, place, y, texts)
    canvas.line(left, y(0.0), canvas.width, y(0.0), canvas.look.axis, 0.75)
    return draw_labels(chart.labels, canvas, left, place, top + height + below + _AIR, ordered=bool(chart.times))


def _extent(chart: Chart) -> tuple[float, float]:
    """Return the least and greatest height of a column, zero among them, without the scale's round ends."""
    sums: list[float] = [0.0]
    for index in range(len(chart.labels)):
        values = [datum.value for series in chart.series if (datum := series.values[index]) is not None]
        if chart.stacked:
            sums += [sum(value for value in values if value > 0), sum(value for value in values if value < 0)]
        else:
            sums += values
    low, high = min(sums), max(sums)
    return (low, high) if high > low else (0.0, 1.0)


def _texts(chart: Chart, canvas: Canvas, place: float) -> Callable[[Datum], str] | None:
    """Return how values are printed at their columns, in full or short; None: they do not all fit."""
    room = place * 0.96 - 2 if chart.stacked else place * (_FILLED + 0.2) / len(chart.series) - 2
    data = [datum for series in chart.series for datum in series.values if datum is not None]
    if chart.stacked and len(chart.series) > 1:
        return None
    ways: tuple[Callable[[Datum], str], ...] = (lambda datum: datum.text, lambda datum: datum.short)
    return next((way for way in ways if all(canvas.measure(way(datum)) <= room for datum in data)), None)


def draw_scale(chart: Chart, canvas: Canvas, left: float, y: Callable[[float], float]) -> None:
    """Draw the grid and write its values at the left."""
    for tick in chart.ticks:
        canvas.line(left, y(tick.value), canvas.width, y(tick.value), canvas.look.grid)
        canvas.write(tick.text, left - 6, y(tick.value), "end", canvas.look.axis)


def _draw_place(
    chart: Chart,
    canvas: Canvas,
    index: int,
    x: float,
    place: float,
    y: Callable[[float], float],
    texts: Callable[[Datum], str] | None,
) -> None:
    count = 1 if chart.stacked else len(chart.series)
    width = min(place * _FILLED / count, _WIDEST)
    start = x + (place - width * count) / 2
    above = below = 0.0
    for number, series in enumerate(chart.series):
        datum = series.values[index]
        if datum is None:
            if texts is not None and not chart.stacked:
                middle = y(0.0) - canvas.leading * 0.55
                canvas.write(_MISSING, start + (number + 0.5) * width, middle, "middle", canvas.look.axis)
            continue
        base = 0.0
        if chart.stacked:
            base = above if datum.value >= 0 else below
        end = base + datum.value
        left = start if chart.stacked else start + number * width
        gap = 0.0 if chart.stacked or count == 1 else min(1.0, width * 0.1)
        canvas.box(left + gap / 2, min(y(base), y(end)), width - gap, abs(y(base) - y(end)), number)
        if chart.stacked:
            above, below = (end, below) if datum.value >= 0 else (above, end)
            write_inside(canvas, datum, number, left + width / 2, (y(base) + y(end)) / 2, width, abs(y(base) - y(end)))
        if texts is not None:
            side = -1 if datum.value >= 0 else 1
            canvas.write(texts(datum), left + width / 2, y(end) + side * canvas.leading * 0.55, "middle")


def write_inside(canvas: Canvas, datum: Datum, number: int, x: float, y: float, width: float, height: float) -> None:
    """Write a value into its part of a stack, where it fits."""
    text = next((text for text in (datum.text, datum.short) if canvas.measure(text) <= width - 4), None)
    if text is None or height < canvas.leading:
        return
    ground = canvas.color(number)
    if canvas.hatched(number):
        ground = WHITE
        canvas.clear(x, y, canvas.measure(text) + 4)
    dark = canvas.look.text
    canvas.write(text, x, y, "middle", dark if contrast(dark, ground) >= contrast(WHITE, ground) else WHITE)


def draw_labels(
    labels: tuple[str, ...], canvas: Canvas, left: float, place: float, top: float, *, ordered: bool
) -> float:
    """Write the labels under their places; return where the lowest ends."""
    room = place - 4
    words = [word for label in labels for word in label.split(" ")]
    if all(canvas.measure(word) <= room for word in words):
        lines = [canvas.broken(label, room) for label in labels]
        for row, parts in enumerate(zip_longest(*lines, fillvalue="")):
            for index, part in enumerate(parts):
                canvas.write(part, left + (index + 0.5) * place, top + (row + 0.5) * canvas.leading, "middle")
        return top + max(map(len, lines), default=0) * canvas.leading
    if ordered or all(label.isdigit() for label in labels):
        return _thinned(labels, canvas, left, place, top)
    step = -int(-canvas.size * _TURNED // place)
    shown = [canvas.cut(label, _LONGEST_LABEL) for label in labels]
    for index in range(0, len(labels), step):
        canvas.write_up(shown[index], left + (index + 0.5) * place, top)
    return top + max(map(canvas.measure, shown[::step]))


def _thinned(labels: tuple[str, ...], canvas: Canvas, left: float, place: float, top: float) -> float:
    """Write as many of ordered labels as fit, at equal steps."""
    widest = max(map(canvas.measure, labels)) + 8
    step = -int(-widest // place)
    for index in range(0, len(labels), step):
        canvas.write(labels[index], left + (index + 0.5) * place, top + canvas.leading / 2, "middle")
    return top + canvas.leading
