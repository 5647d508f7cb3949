"""Transformations (SVG 2, 8; CSS Transforms 1).

Enters: the text of ``transform``, ``viewBox`` and ``preserveAspectRatio``. Leaves: matrices. Guaranteed: what cannot be
read gives None.
"""

from __future__ import annotations

import math
import re

from pipeline.drawings.numbers import numbers
from pipeline.model.drawing import Matrix, Point, Segment, mapped

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FUNCTION = re.compile(r"[\s,]*([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*")
_UNITS = re.compile(r"(?<=[0-9.])(?:deg|px)\b")
_COUNTS = {"matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewx": (1,), "skewy": (1,)}
_ALIGN = re.compile(r"\s*(none|x(Min|Mid|Max)Y(Min|Mid|Max))(?:\s+(meet|slice))?\s*")
_SHARE = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}


def multiplied(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that does *inner* first, then *outer*."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def moved(matrix: Matrix, point: Point) -> Point:
    """Return where a point goes."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def moved_path(matrix: Matrix, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    return mapped(segments, lambda point: moved(matrix, point))


def size_of(matrix: Matrix) -> float:
    """Return by how much lengths grow on the whole."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def is_even(matrix: Matrix) -> bool:
    """Whether circles stay about circles."""
    a, b, c, d, _, _ = matrix
    size = a * a + b * b + c * c + d * d
    return abs(size - 2 * abs(a * d - b * c)) <= 0.01 * size


def read_transform(text: str) -> Matrix | None:
    """Return the matrix of a list of transformations, with or without CSS units."""
    text = text.strip()
    matrix = IDENTITY
    at = 0
    while at < len(text):
        found = _FUNCTION.match(text, at)
        values = numbers(_UNITS.sub("", found[2])) if found is not None else None
        if found is None or values is None or len(values) not in _COUNTS.get(found[1].lower(), ()):
            return None
        matrix = multiplied(matrix, _single(found[1].lower(), values))
        at = found.end()
    return matrix if all(map(math.isfinite, matrix)) and max(map(abs, matrix)) < 1e12 else None


def _single(name: str, values: list[float]) -> Matrix:
    if name == "matrix":
        a, b, c, d, e, f = values
        return (a, b, c, d, e, f)
    if name == "translate":
        return (1.0, 0.0, 0.0, 1.0, values[0], values[1] if len(values) > 1 else 0.0)
    if name == "scale":
        return (values[0], 0.0, 0.0, values[-1], 0.0, 0.0)
    turn = math.radians(values[0])
    if name == "rotate":
        cos, sin = math.cos(turn), math.sin(turn)
        around: Matrix = (cos, sin, -sin, cos, 0.0, 0.0)
        if len(values) == 1:
            return around
        x, y = values[1:]
        return multiplied(multiplied((1.0, 0.0, 0.0, 1.0, x, y), around), (1.0, 0.0, 0.0, 1.0, -x, -y))
    skew = math.tan(turn)
    return (1.0, 0.0, skew, 1.0, 0.0, 0.0) if name == "skewx" else (1.0, skew, 0.0, 1.0, 0.0, 0.0)


def read_box(text: str) -> tuple[float, float, float, float] | None:
    """Return the four numbers of a ``viewBox``; None when it is none or has no area."""
    values = numbers(text)
    if values is None or len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return (values[0], values[1], values[2], values[3])


def fitted(box: tuple[float, float, float, float], width: float, height: float, ratio: str) -> tuple[Matrix, bool]:
    """Return the matrix that puts *box* into *width* by *height*, and whether it overflows (``slice``)."""
    x, y, box_width, box_height = box
    wide, high = width / box_width, height / box_height
    found = _ALIGN.fullmatch(ratio) or _ALIGN.fullmatch("xMidYMid meet")
    assert found is not None
    if found[1] == "none":
        return (wide, 0.0, 0.0, high, -x * wide, -y * high), False
    slices = found[4] == "slice"
    scale = max(wide, high) if slices else min(wide, high)
    left = (width - box_width * scale) * _SHARE[found[2]] - x * scale
    top = (height - box_height * scale) * _SHARE[found[3]] - y * scale
    return (scale, 0.0, 0.0, scale, left, top), slices
