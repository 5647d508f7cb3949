"""Vector drawings: what an SVG file or a chart has become, independent of files and of writers.

Enters: nothing; these are plain values. Leaves: frozen values with slots. Guaranteed: coordinates are points from the
drawing's top left corner, y growing downwards; transformations, styles and references have been worked out; colours are
sRGB, opacities from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, assert_never

from pipeline.diagnostics import Place
from pipeline.model.media import Image
from pipeline.values import dataclass, replace

Point = tuple[float, float]
Segment = (
    tuple[Literal["M"], Point]
    | tuple[Literal["L"], Point]
    | tuple[Literal["C"], Point, Point, Point]
    | tuple[Literal["Z"]]
)
"""Move to, line to, Bézier curve to (two control points, end), close."""

Color = tuple[int, int, int]
"""Red, green, blue, each from 0 to 255."""

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f: a point (x, y) goes to (ax + cy + e, bx + dy + f)."""

UPRIGHT = (1.0, 0.0, 0.0, 1.0)

Family = Literal["text", "sans", "code"]
"""Which of the theme's faces text is set in: that of its text, of its captions, of its code."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A colour of a gradient at *offset*, from 0 to 1."""

    offset: float
    color: Color


@dataclass(frozen=True, slots=True)
class Gradient:
    """A gradual change of colour, from *start* to *end*; with radii from the one circle to the other.

    *matrix* goes from the space of these points to that of the drawing. Beyond the ends the last colours go on.
    """

    start: Point
    end: Point
    stops: tuple[Stop, ...]
    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    radii: tuple[float, float] | None = None


Paint = Color | Gradient


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line along a path: *width* and *dash* lengths in points, the dashes beginning at *dash_start*."""

    paint: Paint
    width: float
    cap: Literal["butt", "round", "square"] = "butt"
    join: Literal["miter", "round", "bevel"] = "miter"
    dash: tuple[float, ...] = ()
    dash_start: float = 0.0
    miter_limit: float = 4.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class PathShape:
    """A path, filled and then stroked."""

    segments: tuple[Segment, ...]
    fill: Paint | None = None
    stroke: Stroke | None = None
    even_odd: bool = False
    fill_opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one look; *size* in points, *rise* lifts them off the base line."""

    text: str
    size: float
    color: Color = (0, 0, 0)
    family: Family = "sans"
    bold: bool = False
    italic: bool = False
    rise: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class TextShape:
    """A line of text; *x* is its left end, middle or right end by *anchor*, *y* its base line.

    *linear* (a b c d of a :data:`Matrix`) turns or distorts it around that point. *place*: where the
    drawing's file has it.
    """

    spans: tuple[Span, ...]
    x: float
    y: float
    anchor: Literal["start", "middle", "end"] = "start"
    linear: tuple[float, float, float, float] = UPRIGHT
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class BitmapShape:
    """A picture; *matrix* takes the square from (0, 0) to (1, 1) to where it lies."""

    image: Image
    matrix: Matrix
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Clip:
    """What may be seen: the inside of a path."""

    segments: tuple[Segment, ...]
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes seen through all of *clips*, and together as through a veil of that *opacity*."""

    shapes: tuple[Shape, ...]
    clips: tuple[Clip, ...] = ()
    opacity: float = 1.0


Shape = PathShape | TextShape | BitmapShape | Group


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


def all_shapes(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Yield *shapes* and all shapes within groups, in the order of drawing."""
    for shape in shapes:
        yield shape
        if isinstance(shape, Group):
            yield from all_shapes(shape.shapes)


def scaled(drawing: Drawing, factor: float) -> Drawing:
    """Return *drawing* enlarged by *factor*: lines and type grow with it."""
    if factor == 1.0:
        return drawing
    shapes = tuple(_scaled(shape, factor) for shape in drawing.shapes)
    return Drawing(drawing.name, drawing.width * factor, drawing.height * factor, shapes)


def _scaled(shape: Shape, factor: float) -> Shape:
    match shape:
        case PathShape(segments, fill, stroke):
            line = None if stroke is None else _scaled_stroke(stroke, factor)
            return replace(
                shape, segments=_scaled_path(segments, factor), fill=_scaled_paint(fill, factor), stroke=line
            )
        case TextShape(spans, x, y):
            wider = tuple(replace(span, size=span.size * factor, rise=span.rise * factor) for span in spans)
            return replace(shape, spans=wider, x=x * factor, y=y * factor)
        case BitmapShape(_, matrix):
            return replace(shape, matrix=_scaled_matrix(matrix, factor))
        case Group(shapes, clips):
            inner = tuple(_scaled(part, factor) for part in shapes)
            cut = tuple(replace(clip, segments=_scaled_path(clip.segments, factor)) for clip in clips)
            return replace(shape, shapes=inner, clips=cut)
    assert_never(shape)


def _scaled_stroke(stroke: Stroke, factor: float) -> Stroke:
    paint = _scaled_paint(stroke.paint, factor)
    assert paint is not None
    dash = tuple(length * factor for length in stroke.dash)
    start = stroke.dash_start * factor
    return replace(stroke, paint=paint, width=stroke.width * factor, dash=dash, dash_start=start)


def _scaled_paint(paint: Paint | None, factor: float) -> Paint | None:
    return replace(paint, matrix=_scaled_matrix(paint.matrix, factor)) if isinstance(paint, Gradient) else paint


def _scaled_matrix(matrix: Matrix, factor: float) -> Matrix:
    a, b, c, d, e, f = matrix
    return (a * factor, b * factor, c * factor, d * factor, e * factor, f * factor)


def _scaled_path(segments: tuple[Segment, ...], factor: float) -> tuple[Segment, ...]:
    return mapped(segments, lambda point: (point[0] * factor, point[1] * factor))


def mapped(segments: Iterable[Segment], move: Callable[[Point], Point]) -> tuple[Segment, ...]:
    """Return a path with every point moved."""
    found: list[Segment] = []
    for segment in segments:
        match segment:
            case ("M", point):
                found.append(("M", move(point)))
            case ("L", point):
                found.append(("L", move(point)))
            case ("C", first, second, end):
                found.append(("C", move(first), move(second), move(end)))
            case _:
                found.append(("Z",))
    return tuple(found)


def greyed(drawing: Drawing) -> Drawing:
    """Return *drawing* with every colour a grey of the same lightness; pictures in it stay as they are."""
    return replace(drawing, shapes=tuple(map(_greyed, drawing.shapes)))


def grey(color: Color) -> Color:
    """Return the grey of a colour's luma (ITU-R BT.709)."""
    level = round(0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2])
    return (level, level, level)


def _greyed(shape: Shape) -> Shape:
    match shape:
        case PathShape(fill=fill, stroke=stroke):
            line = replace(stroke, paint=_grey_paint(stroke.paint)) if stroke is not None else None
            return replace(shape, fill=None if fill is None else _grey_paint(fill), stroke=line)
        case TextShape(spans):
            return replace(shape, spans=tuple(replace(span, color=grey(span.color)) for span in spans))
        case Group(shapes):
            return replace(shape, shapes=tuple(map(_greyed, shapes)))
        case BitmapShape():
            return shape
    assert_never(shape)


def _grey_paint(paint: Paint) -> Paint:
    if isinstance(paint, Gradient):
        return replace(paint, stops=tuple(replace(stop, color=grey(stop.color)) for stop in paint.stops))
    return grey(paint)
