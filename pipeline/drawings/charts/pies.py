"""Pie charts: shares of a whole.

Enters: a chart of one series, a canvas. Leaves: shapes, and the height of the drawing. Guaranteed: parts go clockwise
from the top in the order of the data; every part's name and number stand beside it, never over each other.
"""

from __future__ import annotations

import math

from pipeline.drawings.arcs import arc
from pipeline.drawings.charts.canvas import WHITE, Canvas
from pipeline.drawings.charts.legend import draw_head
from pipeline.drawings.charts.lines import apart
from pipeline.drawings.paths import ellipse
from pipeline.model.chart import Chart
from pipeline.model.drawing import PathShape, Segment, Stroke
from pipeline.values import dataclass

_RADIUS = 64.0
_LEADER = 10.0
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A part's place in the series, its angles from the top, clockwise, and the lines of its label."""

    index: int
    start: float
    end: float
    lines: list[str]

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def draw_pie(chart: Chart, canvas: Canvas) -> float:
    """Draw *chart*; return its height."""
    top = draw_head(chart, canvas, names=False)
    radius = min(_RADIUS, canvas.width * 0.22)
    room = canvas.width / 2 - radius - _LEADER - _GAP
    parts = _parts(chart, canvas, room)
    sides = {side: [part for part in parts if (part.middle > math.pi) == side] for side in (False, True)}
    heights = {side: sum(len(part.lines) for part in found) * canvas.leading for side, found in sides.items()}
    height = max(2 * radius + 2 * canvas.leading, *heights.values())
    x, y = canvas.width / 2, top + height / 2
    for part in parts:
        _draw_part(canvas, part, x, y, radius)
    for left, found in sides.items():
        _write_side(canvas, found, left=left, centre=(x, y), radius=radius, limits=(top, top + height))
    return top + height


def _parts(chart: Chart, canvas: Canvas, room: float) -> list[_Part]:
    total = sum(datum.value for datum in chart.series[0].values if datum is not None)
    found: list[_Part] = []
    at = 0.0
    for index, (label, datum) in enumerate(zip(chart.labels, chart.series[0].values, strict=True)):
        if datum is None or datum.value <= 0:
            continue
        end = at + datum.value / total * 2 * math.pi
        number = f"{datum.text} ({chart.parts[index]})"
        lines = [f"{label}  {number}"]
        if canvas.measure(lines[0]) > room:
            lines = [*canvas.broken(label, room, 2), number]
        found.append(_Part(index, at, end, lines))
        at = end
    return found


def _draw_part(canvas: Canvas, part: _Part, x: float, y: float, radius: float) -> None:
    bounds = (x - radius, y - radius, 2 * radius, 2 * radius)
    if part.end - part.start > 2 * math.pi - 1e-6:
        canvas.area(ellipse(x, y, radius, radius), part.index, bounds)
        return
    start = (x + radius * math.sin(part.start), y - radius * math.cos(part.start))
    end = (x + radius * math.sin(part.end), y - radius * math.cos(part.end))
    large = part.end - part.start > math.pi
    curve = arc(start, end, (radius, radius), 0.0, large, True)
    segments: tuple[Segment, ...] = (("M", (x, y)), ("L", start), *curve, ("Z",))
    canvas.area(segments, part.index, bounds)
    canvas.shapes.append(PathShape(segments, stroke=Stroke(WHITE, 1.2, join="round")))


def _write_side(
    canvas: Canvas,
    parts: list[_Part],
    *,
    left: bool,
    centre: tuple[float, float],
    radius: float,
    limits: tuple[float, float],
) -> None:
    """Write the labels of one side from top to bottom, with a line from each to its part."""
    x, y = centre
    ordered = sorted(parts, key=lambda part: -math.cos(part.middle))
    heights = [len(part.lines) * canvas.leading for part in ordered]
    wanted = [y - (radius + _LEADER) * math.cos(part.middle) for part in ordered]
    for part, middle in zip(ordered, apart(wanted, heights, limits), strict=True):
        edge = (x + radius * math.sin(part.middle), y - radius * math.cos(part.middle))
        side = -1 if left else 1
        at = x + side * (radius + _LEADER)
        line: tuple[Segment, ...] = (("M", edge), ("L", (at - side * 4, middle)), ("L", (at, middle)))
        canvas.shapes.append(PathShape(line, stroke=Stroke(canvas.look.axis, 0.5)))
        for row, text in enumerate(part.lines):
            offset = (row - (len(part.lines) - 1) / 2) * canvas.leading
            canvas.write(text, at + side * _GAP, middle + offset, "end" if left else "start")
