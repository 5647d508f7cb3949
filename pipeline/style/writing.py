"""Room for handwriting: how much of a page it takes and what it shows, the rule that layout and Word share.

Enters: a :class:`~pipeline.model.writing.WritingSpace`, the room there is, a theme. Leaves: heights in points, and a
drawing. Guaranteed: every line has a whole spacing above it to write on; the drawing is as wide as the measure
and stays within its height; both documents show the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from pipeline.model.drawing import Drawing, PathShape, Point, Segment, Stroke
from pipeline.model.writing import WritingSpace
from pipeline.style.theme import Color, Theme

_LEAST_LINES = 3
"""What is left of a page is worth writing on from so many lines on."""
_SLACK = 6.0
"""Points that stay free below, so that Word, which rounds, never moves the picture to another page."""
_THIN = 0.4
_DOT = 0.9


def least_height(space: WritingSpace) -> float:
    """Return the points that a space needs on its page."""
    return (space.lines or _LEAST_LINES) * space.spacing


def filling(space: WritingSpace, room: float) -> float:
    """Return the points that lines take where a space gets all of *room*."""
    return max(1, floor((room - _SLACK) / space.spacing)) * space.spacing


def artwork(space: WritingSpace, width: float, height: float, theme: Theme) -> Drawing | None:
    """Return what a space shows; None where it is blank."""
    color = theme.rule.color
    match space.pattern:
        case "ruled":
            shape = _strokes(_rows(space.spacing, width, height, 0.0), theme.rule.width, color)
        case "grid":
            left, right = _sides(space.spacing, width)
            lines = [*_rows(space.spacing, right, height, left, first=0), *_columns(space.spacing, left, right, height)]
            shape = _strokes(lines, _THIN, color)
        case "dotted":
            shape = _dots(space.spacing, width, height, color)
        case "blank":
            return None
    return Drawing(space.pattern, width, height, (shape,))


def _sides(spacing: float, width: float) -> tuple[float, float]:
    """Return where a grid of whole squares begins and ends, in the middle of *width*."""
    whole = max(1, floor((width - _DOT) / spacing + 1e-6)) * spacing
    left = max(0.0, (width - whole) / 2)
    return left, left + whole


def _count(spacing: float, height: float) -> int:
    return round(height / spacing)


def _rows(spacing: float, right: float, height: float, left: float, first: int = 1) -> Iterator[tuple[Point, Point]]:
    for number in range(first, _count(spacing, height) + 1):
        y = min(max(number * spacing, _THIN), height - _THIN)
        yield (left, y), (right, y)


def _columns(spacing: float, left: float, right: float, height: float) -> Iterator[tuple[Point, Point]]:
    for number in range(_count(spacing, right - left) + 1):
        x = left + number * spacing
        yield (x, _THIN), (x, height - _THIN)


def _strokes(lines: Iterator[tuple[Point, Point]] | list[tuple[Point, Point]], width: float, color: Color) -> PathShape:
    segments: list[Segment] = []
    for start, end in lines:
        segments += [("M", start), ("L", end)]
    return PathShape(tuple(segments), stroke=Stroke((color.red, color.green, color.blue), width))


def _dots(spacing: float, width: float, height: float, color: Color) -> PathShape:
    """Return a dot at each corner of a grid, as a square: what is round and so small is as square on paper."""
    left, right = _sides(spacing, width)
    half = _DOT / 2
    segments: list[Segment] = []
    for row in range(1, _count(spacing, height) + 1):
        y = min(row * spacing, height - half)
        for column in range(_count(spacing, right - left) + 1):
            x = left + column * spacing
            segments += [
                ("M", (x - half, y - half)),
                ("L", (x + half, y - half)),
                ("L", (x + half, y + half)),
                ("L", (x - half, y + half)),
                ("Z",),
            ]
    return PathShape(tuple(segments), fill=(color.red, color.green, color.blue))
