"""How the columns of a table share its width; layout and Word go by the same rule.

Enters: columns and their measured content. Leaves: widths in points. Guaranteed: they add up to the measure or less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model.nodes import Column

LEAST_WIDTH = 18.0
_SLACK = 1.0
SPARE = 0.5
"""Points that a cell wants beyond its content: Word rounds widths, and would break a word that fits exactly."""


class Content(NamedTuple):
    """A measured cell: its column, and the least and the full width of its content in points, padding included."""

    column: int
    columns: int
    least: float
    full: float


def least_widths(columns: Sequence[Column], contents: Sequence[Content], measure: float) -> list[float]:
    """Return how wide each column must be for no word in it to be broken, in points.

    Columns with a width of their own count with that.
    """
    least = [LEAST_WIDTH if column.width is None else column.width * measure for column in columns]
    for content in contents:
        if content.columns == 1 and columns[content.column].width is None:
            least[content.column] = max(least[content.column], content.least)
    return least


def needs_more(columns: Sequence[Column], contents: Sequence[Content], width: float) -> bool:
    """Whether a table *width* points wide has columns too narrow for a word of theirs, whatever widths they ask for."""
    return sum(least_widths([Column()] * len(columns), contents, width)) > width + _SLACK


def column_widths(columns: Sequence[Column], contents: Sequence[Content], measure: float) -> list[float]:
    """Share *measure* points among columns; those with a width of their own get it, the others what they need.

    A width of its own does not break a column's words where other columns have room to spare.

    Automatic columns follow CSS 2.1 section 17.5.2.2, with each column's full width capped at its 95th percentile, so
    that one long cell does not starve its neighbours.
    """
    least = [LEAST_WIDTH] * len(columns)
    full = [LEAST_WIDTH] * len(columns)
    by_column: list[list[float]] = [[] for _ in columns]
    for content in contents:
        if content.columns == 1:
            least[content.column] = max(least[content.column], content.least)
            by_column[content.column].append(content.full)
    for index, widths in enumerate(by_column):
        if widths:
            full[index] = max(least[index], _percentile(sorted(widths)))
    fixed = [None if column.width is None else column.width * measure for column in columns]
    given = sum(width for width in fixed if width is not None)
    free = [index for index, width in enumerate(fixed) if width is None]
    if not free:
        scale = min(1.0, measure / given) if given else 1.0
        return _mended([width * scale for width in fixed if width is not None], least, measure)
    room = max(measure - given, LEAST_WIDTH * len(free))
    shares = _share([least[index] for index in free], [full[index] for index in free], room)
    widths = [width or 0.0 for width in fixed]
    for index, share in zip(free, shares, strict=True):
        widths[index] = share
    scale = min(1.0, measure / sum(widths))
    return _mended([width * scale for width in widths], least, measure)


def _mended(widths: list[float], least: list[float], measure: float) -> list[float]:
    """Let columns too narrow for a word of theirs, such as in large type, have the room that others can spare."""
    lack = sum(max(0.0, low - width) for low, width in zip(least, widths, strict=True))
    if not lack or sum(least) > measure:
        return widths
    unused = max(0.0, measure - sum(widths))
    spare = sum(max(0.0, width - low) for low, width in zip(least, widths, strict=True))
    part = max(0.0, lack - unused) / spare if spare else 0.0
    return [low if width < low else width - (width - low) * part for low, width in zip(least, widths, strict=True)]


def _percentile(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _share(least: list[float], full: list[float], room: float) -> list[float]:
    """Widths between least and full that fill *room*; the rest of a wide table is shared by full width."""
    if sum(full) <= room:
        scale = room / sum(full)
        return [width * scale for width in full]
    if sum(least) >= room:
        return _levelled(least, room)
    part = (room - sum(least)) / (sum(full) - sum(least))
    return [low + (high - low) * part for low, high in zip(least, full, strict=True)]


def _levelled(least: list[float], room: float) -> list[float]:
    """Widths that fill *room* where words have to be broken: the longest are, and narrow columns keep theirs whole."""
    left, columns = room, len(least)
    for width in sorted(least):
        if width * columns >= left:
            return [min(one, left / columns) for one in least]
        left, columns = left - width, columns - 1
    return least
