"""Pages of papers in languages that run from right to left: everything changes sides.

Enters: frames laid out as for a language that runs to the right, each line with its own words in the order in which
they are shown. Leaves: the frames mirrored. Guaranteed: a line moves as a whole, so that its words stay in order; what
started at the left edge ends at the right one; nothing changes its size or its height on the page.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.frames import Frame, Insert, Item, Line, LinkArea


def mirrored(frame: Frame, width: float) -> Frame:
    """Return *frame* mirrored in an area *width* points wide."""
    if any(isinstance(item, Insert) for item in frame.items):
        return frame  # it stands in the middle, with its links where its own text has them
    moves: dict[tuple[float, int | None], float] = {}
    for item in frame.items:
        if isinstance(item, Line) and item.runs:
            by = _shift(item, width)
            moves.update({(run.x, run.element): by for run in item.runs})
    return frame._replace(items=tuple(_moved(item, width, moves) for item in frame.items))


def _shift(line: Line, width: float) -> float:
    """How far a line moves."""
    left = min(run.x for run in line.runs)
    right = max(run.x + run.width for run in line.runs)
    return width - right - left


def _moved(item: Item, width: float, moves: dict[tuple[float, int | None], float]) -> Item:
    if isinstance(item, Line):
        if not item.runs:
            return item
        by = _shift(item, width)
        return item._replace(runs=tuple(run._replace(x=run.x + by) for run in item.runs))
    if isinstance(item, LinkArea) and (item.x, item.element) in moves:  # it lies on a line's words
        return replace(item, x=item.x + moves[item.x, item.element])
    return replace(item, x=width - item.x - item.width)
