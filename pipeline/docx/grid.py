"""A table's grid as Word wants it: a cell for every position, widths in twips.

Enters: rows of cells with spans, as in HTML; widths in points. Leaves: a full grid; twips. Guaranteed: each row covers
all columns once; the twips add up as the widths do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.nodes import Cell, Row
from pipeline.units import twips

_EMPTY = Cell(())


class Position(NamedTuple):
    """A cell in a row, covering *columns* from *column* on. *merge*: it starts or continues one that spans rows."""

    cell: Cell
    column: int
    columns: int
    merge: str = ""


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


def in_twips(widths: Sequence[float]) -> list[int]:
    """Return *widths* (points) as twips whose sums are those of the exact widths; none is 0."""
    edges = [0]
    total = 0.0
    for width in widths:
        total += width
        edges.append(twips(total))
    return [max(1, end - start) for start, end in pairwise(edges)]
