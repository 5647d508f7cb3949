"""What all charts are drawn with: words that know their width, boxes, lines, marks, and how series differ.

Enters: measures in points. Leaves: shapes. Guaranteed: fills of neighbouring series differ in lightness or pattern as
well as in colour; a fill too faint to be seen on white has an outline (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

from pipeline.drawings.paths import ellipse, rectangle
from pipeline.model.drawing import Clip, Color, Group, PathShape, Segment, Shape, Span, Stroke, TextShape
from pipeline.style.theme import Color as ThemeColor
from pipeline.values import dataclass, field

Ruler = Callable[[Span], float]
"""Returns the width of a span in points."""
Anchor = Literal["start", "middle", "end"]

_LEAST_CONTRAST = 3.0
_LEAST_FOR_WORDS = 4.5
_HATCH = 4.0
_DASHES: tuple[tuple[float, ...], ...] = ((), (5.0, 2.0), (1.5, 1.5), (7.0, 2.0, 1.5, 2.0), (3.0, 3.0))
_ELLIPSIS = "…"
BASELINE = 0.36
"""How far the base line stands below the middle of figures and capitals, in ems."""
LEADING = 1.3
WHITE: Color = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class ChartLook:
    """The theme's part: a colour for each series, those of words, grid and axis, and the size of type."""

    colors: tuple[ThemeColor, ...]
    text: ThemeColor
    grid: ThemeColor
    axis: ThemeColor
    size: float


@dataclass(slots=True)
class Canvas:
    """Collects shapes."""

    look: ChartLook
    ruler: Ruler
    width: float
    shapes: list[Shape] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.look.size

    @property
    def leading(self) -> float:
        return self.look.size * LEADING

    # Words

    def span(self, text: str, color: Color | None = None, *, bold: bool = False) -> Span:
        return Span(text, self.look.size, self.look.text if color is None else color, bold=bold)

    def measure(self, text: str, *, bold: bool = False) -> float:
        return self.ruler(self.span(text, bold=bold)) if text else 0.0

    def write(
        self,
        text: str,
        x: float,
        middle: float,
        anchor: Anchor = "start",
        color: Color | None = None,
        *,
        bold: bool = False,
    ) -> None:
        """Write a line whose figures have their middle at *middle*."""
        if text:
            y = middle + BASELINE * self.size
            self.shapes.append(TextShape((self.span(text, color, bold=bold),), x, y, anchor))

    def write_up(self, text: str, x: float, y: float) -> None:
        """Write a line from bottom to top that ends at *y*, its middle at *x*."""
        if text:
            where = (x + BASELINE * self.size, y)
            self.shapes.append(TextShape((self.span(text),), *where, "end", (0.0, -1.0, 1.0, 0.0)))

    def broken(self, text: str, room: float, most: int = 3) -> list[str]:
        """Return *text* in lines of at most *room* points; what does not fit into *most* lines is cut off."""
        lines: list[str] = []
        for word in text.split(" "):
            if lines and self.measure(f"{lines[-1]} {word}") <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        kept = lines[:most]
        if len(lines) > most:
            kept[-1] = " ".join(lines[most - 1 :])
        return [self.cut(line, room) for line in kept]

    def cut(self, text: str, room: float) -> str:
        """Return as much of *text* as fits."""
        if self.measure(text) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if self.measure(text[:middle].rstrip() + _ELLIPSIS) <= room else (low, middle - 1)
            )
        return text[:low].rstrip() + _ELLIPSIS if low else _ELLIPSIS

    def clear(self, x: float, middle: float, width: float) -> None:
        """Make room for a word over lines: a white box around *x*, *middle*."""
        high = self.size * 1.1
        self.shapes.append(PathShape(rectangle(x - width / 2, middle - high / 2, width, high, 2, 2), WHITE))

    # Lines and boxes

    def line(self, x1: float, y1: float, x2: float, y2: float, color: Color, width: float = 0.5) -> None:
        self.shapes.append(PathShape((("M", (x1, y1)), ("L", (x2, y2))), stroke=Stroke(color, width)))

    def box(self, x: float, y: float, width: float, height: float, index: int) -> None:
        """Fill a rectangle as series *index* (from 0) is filled."""
        if width > 0 and height > 0:
            self.area(rectangle(x, y, width, height), index, (x, y, width, height))

    def area(self, segments: tuple[Segment, ...], index: int, bounds: tuple[float, float, float, float]) -> None:
        """Fill a path as series *index* is filled; *bounds* is the box around it."""
        color = self.color(index)
        outline = Stroke(self.outline(index), 0.75) if contrast(color, WHITE) < _LEAST_CONTRAST else None
        if not self.hatched(index):
            self.shapes.append(PathShape(segments, color, outline))
            return
        dark = self.outline(index)
        self.shapes.append(PathShape(segments, WHITE))
        self.shapes.append(Group((PathShape(_stripes(*bounds), stroke=Stroke(dark, 1.0)),), (Clip(segments),)))
        self.shapes.append(PathShape(segments, stroke=Stroke(dark, 0.75)))

    def hatched(self, index: int) -> bool:
        """Whether a series is drawn with stripes: every third, so that it differs without colour."""
        return index % 3 == 2

    def color(self, index: int) -> Color:
        colors = self.look.colors
        return colors[index % len(colors)]

    def outline(self, index: int) -> Color:
        """The colour of lines of a series: its own, or that of the axis where its own is too faint."""
        color = self.color(index)
        return color if contrast(color, WHITE) >= _LEAST_CONTRAST else self.look.axis

    def legible(self, index: int) -> Color:
        """The colour of words of a series: its own, or that of all words where its own is too faint."""
        color = self.color(index)
        return color if contrast(color, WHITE) >= _LEAST_FOR_WORDS else self.look.text

    def dash(self, index: int) -> tuple[float, ...]:
        return _DASHES[index % len(_DASHES)]

    def mark(self, x: float, y: float, index: int, radius: float = 2.4) -> None:
        """Draw a point of a series: a disc, a square, a triangle, a diamond, then the same hollow."""
        color = self.outline(index)
        hollow = index // 4 % 2 == 1
        shape = _MARKS[index % 4](x, y, radius)
        self.shapes.append(PathShape(shape, WHITE if hollow else color, Stroke(color if hollow else WHITE, 0.75)))


def contrast(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    first, second = sorted((_luminance(one), _luminance(other)))
    return (second + 0.05) / (first + 0.05)


def _luminance(color: Sequence[int]) -> float:
    parts = (value / 255 for value in color)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _stripes(x: float, y: float, width: float, height: float) -> tuple[Segment, ...]:
    """Return lines that rise from left to right over a box, on one raster for the whole chart."""
    found: list[Segment] = []
    first = math.ceil((x + y) / _HATCH)
    for step in range(first, math.floor((x + width + y + height) / _HATCH) + 1):
        across = step * _HATCH - y
        found += [("M", (across, y)), ("L", (across - height, y + height))]
    return tuple(found)


def _square(x: float, y: float, r: float) -> tuple[Segment, ...]:
    return rectangle(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8)


def _triangle(x: float, y: float, r: float) -> tuple[Segment, ...]:
    return (("M", (x, y - r * 1.25)), ("L", (x + r * 1.2, y + r * 0.85)), ("L", (x - r * 1.2, y + r * 0.85)), ("Z",))


def _diamond(x: float, y: float, r: float) -> tuple[Segment, ...]:
    return (("M", (x, y - r * 1.3)), ("L", (x + r * 1.3, y)), ("L", (x, y + r * 1.3)), ("L", (x - r * 1.3, y)), ("Z",))


def _disc(x: float, y: float, r: float) -> tuple[Segment, ...]:
    return ellipse(x, y, r, r)


_MARKS = (_disc, _square, _triangle, _diamond)
