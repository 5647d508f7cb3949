"""A table's grid: which columns and rows each cell covers, and how wide the columns are.

Enters: rows of cells with spans, as in HTML; measured content. Leaves: cells with their position, and widths in points.
Guaranteed: a cell never leaves the table's columns; widths add up to the measure or less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model.nodes import Cell, Column, Row

LEAST_WIDTH = 18.0


class GridCell(NamedTuple):
    """A cell at *row* and *column* (from 0), covering *rows* and *columns*."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int


def place_cells(rows: Sequence[Row], columns: int) -> list[list[GridCell]]:
    """Return each row's cells with their columns; spans are cut at the table's edges."""
    covered = [0] * columns
    placed: list[list[GridCell]] = []
    for index, row in enumerate(rows):
        here: list[GridCell] = []
        column = 0
        for cell in row.cells:
            while column < columns and covered[column]:
                column += 1
            if column >= columns:
                break
            width = 1
            while width < cell.column_span and column + width < columns and not covered[column + width]:
                width += 1
            height = max(1, min(cell.row_span, len(rows) - index))
            for position in range(column, column + width):
                covered[position] = height
            here.append(GridCell(cell, index, column, height, width))
            column += width
        covered = [max(0, left - 1) for left in covered]
        placed.append(here)
    return placed


class Content(NamedTuple):
    """A measured cell: its column, and the least and the full width of its content in points, padding included."""

    column: int
    columns: int
    least: float
    full: float


def column_widths(columns: Sequence[Column], contents: Sequence[Content], measure: float) -> list[float]:
    """Share *measure* points among columns; those with a width of their own get it, the others what they need.

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
        return [width * scale for width in fixed if width is not None]
    room = max(measure - given, LEAST_WIDTH * len(free))
    shares = _share([least[index] for index in free], [full[index] for index in free], room)
    widths = [width or 0.0 for width in fixed]
    for index, share in zip(free, shares, strict=True):
        widths[index] = share
    scale = min(1.0, measure / sum(widths))
    return [width * scale for width in widths]


def _percentile(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _share(least: list[float], full: list[float], room: float) -> list[float]:
    """Widths between least and full that fill *room*; the rest of a wide table is shared by full width."""
    if sum(full) <= room:
        scale = room / sum(full)
        return [width * scale for width in full]
    if sum(least) >= room:
        scale = room / sum(least)
        return [width * scale for width in least]
    part = (room - sum(least)) / (sum(full) - sum(least))
    return [low + (high - low) * part for low, high in zip(least, full, strict=True)]
