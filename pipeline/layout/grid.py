"""A table's grid: which columns and rows each cell covers.

Enters: rows of cells with spans, as in HTML. Leaves: cells with their position. Guaranteed: a cell never leaves the
table's columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model.nodes import Cell, Row


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
