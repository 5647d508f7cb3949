"""Charts drawn: numbers to shapes, at a given width.

Enters: a :class:`~pipeline.model.chart.Chart`, a width in points, a look, and a function that measures text. Leaves: a
Drawing. Guaranteed: nothing is told by colour alone (names stand beside what they name, and fills, dashes and marks
differ too); bars start at zero; words never run into each other: they are broken, turned or shortened.
"""

from __future__ import annotations

from pipeline.drawings.charts.bars import draw_bars
from pipeline.drawings.charts.canvas import Canvas, ChartLook, Ruler
from pipeline.drawings.charts.columns import draw_columns
from pipeline.drawings.charts.lines import draw_lines
from pipeline.drawings.charts.pies import draw_pie
from pipeline.model.chart import Chart
from pipeline.model.drawing import Drawing

__all__ = ["ChartLook", "draw_chart"]

_DRAWN = {"column": draw_columns, "bar": draw_bars, "dot": draw_bars, "line": draw_lines, "pie": draw_pie}


def draw_chart(chart: Chart, width: float, look: ChartLook, ruler: Ruler) -> Drawing:
    """Return *chart* as a drawing of that *width*; its height is what it needs."""
    canvas = Canvas(look, ruler, width)
    height = _DRAWN[chart.kind](chart, canvas)
    return Drawing(chart.name, width, round(height, 2), tuple(canvas.shapes))
