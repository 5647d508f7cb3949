"""Pages as readers see them, and matrices between a page's own space and where it is put.

Enters: pages of a PDF. Leaves: sizes in points and transformations (a b c d e f: a point (x, y) goes to
(ax + cy + e, bx + dy + f); ISO 32000-1, 8.3.4). Guaranteed: the page's crop box, turned as the page says and scaled by
its unit, is what is meant by a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pikepdf import Page

Thing = Any
"""An object of a PDF as pikepdf gives it: a mapping, an array, a stream, a name, a text, or a plain number."""

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Seen(NamedTuple):
    """A page as readers see it: the part of its space that is shown, and the matrix that takes it upright to (0, 0)."""

    box: Box
    width: float
    height: float
    matrix: Matrix


def seen(page: Page) -> Seen:
    """Return what readers see of *page*. ValueError: its boxes are none."""
    left, bottom, right, top = _box(page.mediabox)
    crop = _box(page.cropbox)
    inner = max(left, crop[0]), max(bottom, crop[1]), min(right, crop[2]), min(top, crop[3])
    if inner[0] < inner[2] and inner[1] < inner[3]:
        left, bottom, right, top = inner
    unit = float(page.obj.get("/UserUnit", 1))
    if not (left < right and bottom < top and unit > 0):
        raise ValueError("a page has no area")
    turn = _turn(page) // 90 % 4
    wide, tall = (right - left) * unit, (top - bottom) * unit
    matrix: Matrix
    if turn == 0:
        matrix = (unit, 0.0, 0.0, unit, -left * unit, -bottom * unit)
    elif turn == 1:
        matrix = (0.0, -unit, unit, 0.0, -bottom * unit, right * unit)
    elif turn == 2:
        matrix = (-unit, 0.0, 0.0, -unit, right * unit, top * unit)
    else:
        matrix = (0.0, unit, -unit, 0.0, top * unit, -left * unit)
    return Seen((left, bottom, right, top), *((tall, wide) if turn % 2 else (wide, tall)), matrix)


def _box(values: Thing) -> Box:
    x0, y0, x1, y1 = (float(value) for value in values)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turn(page: Page) -> int:
    """Return how far the page is turned clockwise, in degrees; it may say so on behalf of all below its node."""
    node: Thing = page.obj
    for _ in range(100):
        if "/Rotate" in node:
            return round(float(node.Rotate))
        if "/Parent" not in node:
            return 0
        node = node.Parent
    return 0


def then(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does what *first* and then *second* does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where *matrix* takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def moved_box(matrix: Matrix, box: Box) -> Box:
    """Return the rectangle around where *matrix* takes *box*; exact for turns by 90 degrees."""
    corners = [moved(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def fitted(width: float, height: float, target: Box, *, turned: bool = False) -> Matrix:
    """Return the matrix that takes a page of this size, its corner at (0, 0), into *target*.

    *turned*: by 90 degrees counterclockwise, so that the page's top is at the left. The proportions have to agree.
    """
    left, bottom, right, _ = target
    if turned:
        scale = (right - left) / height
        return (0.0, scale, -scale, 0.0, right, bottom)
    scale = (right - left) / width
    return (scale, 0.0, 0.0, scale, left, bottom)
