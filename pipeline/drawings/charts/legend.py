"""What stands above a chart: the unit, and the names of the series where they cannot stand beside the data.

Enters: a chart and its canvas. Leaves: shapes, and the height they take. Guaranteed: names stand in the order of the
series, beside a sample of the series' fill or mark.
"""

from __future__ import annotations

from pipeline.drawings.charts.canvas import Canvas
from pipeline.model.chart import Chart

_ABOVE = 3.0
_SWATCH = 9.0
_GAP = 4.0
_BETWEEN = 14.0


def draw_head(chart: Chart, canvas: Canvas, *, names: bool, marks: bool = False) -> float:
    """Write the unit and, if *names*, the series; return where the chart itself may begin."""
    y = _ABOVE
    if chart.unit:
        canvas.write(canvas.cut(chart.unit, canvas.width), 0.0, y + canvas.leading / 2, color=canvas.look.axis)
        y += canvas.leading + 2
    if not names or len(chart.series) < 2:
        return y
    x = 0.0
    for index, series in enumerate(chart.series):
        name = canvas.cut(series.name, canvas.width - _SWATCH - _GAP)
        width = _SWATCH + _GAP + canvas.measure(name)
        if x and x + width > canvas.width:
            x, y = 0.0, y + canvas.leading + 1
        middle = y + canvas.leading / 2
        if marks:
            canvas.mark(x + _SWATCH / 2, middle, index, 3.0)
        else:
            canvas.box(x, middle - 4, _SWATCH, 8, index)
        canvas.write(name, x + _SWATCH + _GAP, middle)
        x += width + _BETWEEN
    return y + canvas.leading + 4
