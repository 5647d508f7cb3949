"""A table's grid: which cell stands where, and how wide the columns are.

Enters: rows of cells with spans, as in HTML; estimates of their content. Leaves: a full grid, since Word wants a cell
for every position; widths in twips. Guaranteed: each row covers all columns once; widths add up to the measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.nodes import Cell, Column, Row
from pipeline.units import twips

_LEAST = 18.0
_EMPTY = Cell(())


class Position(NamedTuple):
    """A cell in a row, covering *columns* from *column* on. *merge*: it starts or continues one that spans rows."""

    cell: Cell
    column: int
    columns: int
    merge: str = ""


class Content(NamedTuple):
    """A measured cell: the least and full width of its content in points, padding included."""

    column: int
    columns: int
    least: float
    full: float


def full_grid(rows: Sequence[Row], columns: int) -> list[list[Position]]:
    """Return each row's positions, those included that a cell above covers; missing cells are empty ones."""
    below: dict[int, tuple[Position, int]] = {}
    grid = []
    for index, row in enumerate(rows):
        here: list[Position] = []
        cells = iter(row.cells)
        column = 0
        while column < columns:
            if column in below:
                above, left = below.pop(column)
                here.append(above._replace(merge="continue"))
                if left > 1:
                    below[column] = (above, left - 1)
                column += above.columns
                continue
            cell = next(cells, _EMPTY)
            width = 1
            while width < cell.column_span and column + width < columns and column + width not in below:
                width += 1
            height = min(cell.row_span, len(rows) - index)
            position = Position(cell, column, width, "restart" if height > 1 else "")
            if height > 1:
                below[column] = (position, height - 1)
            here.append(position)
            column += width
        grid.append(here)
    return grid


def column_widths(columns: Sequence[Column], contents: Sequence[Content], measure: float) -> list[int]:
    """Share *measure* points among columns; return twips.

    As layout does: a column with a width of its own gets it, the others what they need (CSS 2.1, 17.5.2.2) with the
    full width capped at the 95th percentile of the column's cells.
    """
    least = [_LEAST] * len(columns)
    full = [_LEAST] * len(columns)
    by_column: list[list[float]] = [[] for _ in columns]
    for content in contents:
        if content.columns == 1:
            least[content.column] = max(least[content.column], content.least)
            by_column[content.column].append(content.full)
    for index, widths in enumerate(by_column):
        if widths:
            ordered = sorted(widths)
            full[index] = max(least[index], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))])
    fixed = [None if column.width is None else column.width * measure for column in columns]
    free = [index for index, width in enumerate(fixed) if width is None]
    given = sum(width for width in fixed if width is not None)
    made = [width or 0.0 for width in fixed]
    if free:
        room = max(measure - given, _LEAST * len(free))
        shares = _share([least[index] for index in free], [full[index] for index in free], room)
        for index, share in zip(free, shares, strict=True):
            made[index] = share
    scale = min(1.0, measure / sum(made)) if sum(made) else 1.0
    return _rounded([width * scale for width in made])


def _share(least: list[float], full: list[float], room: float) -> list[float]:
    """Widths between least and full that fill *room*."""
    if sum(full) <= room:
        return [width * room / sum(full) for width in full]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    part = (room - sum(least)) / (sum(full) - sum(least))
    return [low + (high - low) * part for low, high in zip(least, full, strict=True)]


def _rounded(widths: list[float]) -> list[int]:
    """Twips whose sums are those of the exact widths."""
    edges = [0]
    total = 0.0
    for width in widths:
        total += width
        edges.append(twips(total))
    return [max(1, end - start) for start, end in pairwise(edges)]
