"""Arrow heads and other marks on the corners of paths (SVG 2, 13.7).

Enters: a path's segments. Leaves: for each mark the point and the direction in which it looks. Guaranteed: the first
and last corner of every path have one mark each, the others are middle ones; directions are those of the specification,
the bisector where a path bends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from pipeline.drawings.matrices import fitted, moved, multiplied, read_box
from pipeline.drawings.numbers import number
from pipeline.drawings.paths import rectangle
from pipeline.model.drawing import Matrix, Point, Segment

Kind = Literal["marker-start", "marker-mid", "marker-end"]


class Corner(NamedTuple):
    """A corner of a path; *angle* in degrees, clockwise from the right."""

    kind: Kind
    point: Point
    angle: float


class _Piece(NamedTuple):
    start: Point
    end: Point
    leaving: Point
    arriving: Point


def corners(segments: tuple[Segment, ...]) -> list[Corner]:
    """Return the corners of a path in order."""
    pieces: list[list[_Piece]] = []
    at = start = (0.0, 0.0)
    for segment in segments:
        match segment:
            case ("M", point):
                pieces.append([])
                at = start = point
            case ("L", point):
                pieces[-1].append(_line(at, point))
                at = point
            case ("C", first, second, end):
                pieces[-1].append(_curve(at, first, second, end))
                at = end
            case _:
                pieces[-1].append(_line(at, start))
                at = start
    return _all(pieces)


def _all(pieces: list[list[_Piece]]) -> list[Corner]:
    points: list[tuple[Point, Point | None, Point | None]] = []
    for part in pieces:
        if not part:
            continue
        points.append((part[0].start, None, part[0].leaving))
        points += [(one.end, one.arriving, other.leaving) for one, other in pairwise(part)]
        points.append((part[-1].end, part[-1].arriving, None))
    found = []
    for index, (point, before, after) in enumerate(points):
        kind: Kind = "marker-mid"
        if index == 0:
            kind = "marker-start"
        elif index + 1 == len(points):
            kind = "marker-end"
        found.append(Corner(kind, point, _angle(before, after)))
    return found


def _line(start: Point, end: Point) -> _Piece:
    way = (end[0] - start[0], end[1] - start[1])
    return _Piece(start, end, way, way)


def _curve(start: Point, first: Point, second: Point, end: Point) -> _Piece:
    """A control point that lies on its end says nothing of the direction; the next one does."""

    def way(one: Point, others: tuple[Point, ...], sign: float) -> Point:
        for other in others:
            if math.dist(one, other) > 1e-9:
                return (sign * (other[0] - one[0]), sign * (other[1] - one[1]))
        return (0.0, 0.0)

    return _Piece(start, end, way(start, (first, second, end), 1.0), way(end, (second, first, start), -1.0))


def _angle(before: Point | None, after: Point | None) -> float:
    one, other = _unit(before), _unit(after)
    x, y = one[0] + other[0], one[1] + other[1]
    if abs(x) < 1e-9 and abs(y) < 1e-9:
        x, y = one if before is not None else other
        if before is not None and after is not None:  # it turns back on itself
            x, y = -one[1], one[0]
    return math.degrees(math.atan2(y, x))


def _unit(way: Point | None) -> Point:
    size = math.hypot(*way) if way is not None else 0.0
    return (way[0] / size, way[1] / size) if way is not None and size > 0 else (0.0, 0.0)


def marker_frame(
    marker: Element, corner: Corner, width: float, at: Callable[[str, float], float]
) -> tuple[Matrix, tuple[Segment, ...], tuple[float, float]] | None:
    """Return the matrix of a mark's content, the path it is seen through, and its viewport; None: it shows nothing.

    *width*: of the line that it stands on. *at* reads an attribute of the mark, or returns the default it is given.
    """
    wide, high = at("markerWidth", 3.0), at("markerHeight", 3.0)
    if wide <= 0 or high <= 0:
        return None
    written = marker.get("orient", "0").strip()
    angle = corner.angle if written.startswith("auto") else number(written.removesuffix("deg")) or 0.0
    if written == "auto-start-reverse" and corner.kind == "marker-start":
        angle += 180.0
    unit = width if marker.get("markerUnits", "strokeWidth") == "strokeWidth" else 1.0
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = multiplied((cos, sin, -sin, cos, 0.0, 0.0), (unit, 0.0, 0.0, unit, 0.0, 0.0))
    box = read_box(marker.get("viewBox", ""))
    inner: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    clip = (0.0, 0.0, wide, high)
    if box is not None:
        inner, _ = fitted(box, wide, high, marker.get("preserveAspectRatio", ""))
        inner = (*inner[:4], 0.0, 0.0)
        clip = (box[0], box[1], wide / inner[0], high / inner[3])
    reference = moved(inner, (at("refX", 0.0), at("refY", 0.0)))
    matrix = multiplied(matrix, (1.0, 0.0, 0.0, 1.0, -reference[0], -reference[1]))
    return multiplied(matrix, inner), rectangle(*clip), (clip[2], clip[3])
