"""Vector drawings: what an SVG file or a chart has become, independent of files and of writers.

Enters: nothing; these are plain values. Leaves: frozen values with slots. Guaranteed: coordinates are points from the
drawing's top left corner, y growing downwards; transformations, clipping by rectangles, styles and references have been
worked out; colours are sRGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Segment = (
    tuple[Literal["M"], Point]
    | tuple[Literal["L"], Point]
    | tuple[Literal["C"], Point, Point, Point]
    | tuple[Literal["Z"]]
)
"""Move to, line to, Bézier curve to (two control points, end), close."""

Paint = tuple[int, int, int]
"""Red, green, blue, each from 0 to 255."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line along a path: *width* and *dash* lengths in points."""

    color: Paint
    width: float
    cap: Literal["butt", "round", "square"] = "butt"
    join: Literal["miter", "round", "bevel"] = "miter"
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class PathShape:
    """A path, filled and stroked; opacities from 0 to 1."""

    segments: tuple[Segment, ...]
    fill: Paint | None = None
    stroke: Stroke | None = None
    even_odd: bool = False
    fill_opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class TextShape:
    """A line of text; *x* is its left end, middle or right end by *anchor*, *y* its base line. *turn* is in degrees,
    clockwise, around that point. The theme's text family is meant unless *code*."""

    text: str
    x: float
    y: float
    size: float
    color: Paint = (0, 0, 0)
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    italic: bool = False
    code: bool = False
    turn: float = 0.0


Shape = PathShape | TextShape


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of *width* by *height* points; later shapes lie on earlier ones."""

    name: str
    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def dpi(self) -> float:
        """Units of *width* and *height* to the inch, as a picture's pixels have."""
        return 72.0
