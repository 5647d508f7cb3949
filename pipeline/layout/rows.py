"""A table row (or rows that a span joins) as one strip, and the cut through a row taller than a page.

Enters: the strips of each cell. Leaves: a :class:`Strip` that can be split between lines. Guaranteed: no line of a
cell is lost or doubled by a cut; the cut always makes progress.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.layout.frames import Frame, Item, Rectangle
from pipeline.layout.strips import Strip, flattened, stacked
from pipeline.style.theme import Border, Color, TableStyle


class CellStrips(NamedTuple):
    """A cell's strips; *row* counts from the strip's first row, *rows* is its span."""

    row: int
    rows: int
    strips: list[Strip]


def _content_height(strips: list[Strip]) -> float:
    return stacked(strips, 0.0)[1]


def _row_heights(cells: list[CellStrips], count: int, padding: float) -> list[float]:
    """Heights of *count* rows; what a spanning cell needs beyond its rows goes to its last row."""
    heights = [2 * padding] * count
    for cell in cells:
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], _content_height(cell.strips) + 2 * padding)
    for cell in cells:
        if cell.rows > 1:
            last = min(cell.row + cell.rows, count)
            need = _content_height(cell.strips) + 2 * padding - sum(heights[cell.row : last])
            heights[last - 1] += max(0.0, need)
    return heights


def row_strip(
    cells: list[CellStrips],
    count: int,
    edges: tuple[float, float],
    look: TableStyle,
    fill: Color | None,
    rule: Border | None,
) -> Strip:
    """Return *count* rows as one strip between two *edges*, filled, and with *rule* below the last row.

    A single row can be split between lines; rows that a span joins cannot.
    """
    heights = _row_heights(cells, count, look.padding_y)
    left, width = edges[0], edges[1] - edges[0]
    total = sum(heights)
    items: list[Item] = []
    if fill is not None:
        items.append(Rectangle(left, 0.0, width, total, fill))
    notes: list[int] = []
    for cell in cells:
        top = sum(heights[: cell.row]) + look.padding_y
        items.extend(flattened(cell.strips, top))
        notes.extend(number for strip in cell.strips for number in strip.notes)
    if rule is not None:
        items.append(Rectangle(left, total - rule.width, width, rule.width, rule.color))

    def split(room: float) -> tuple[Strip, Strip] | None:
        parts = [_cut(cell.strips, room - 2 * look.padding_y) for cell in cells]
        if not any(head for head, _ in parts) or not any(tail for _, tail in parts):
            return None
        heads = [CellStrips(0, 1, head) for head, _ in parts]
        tails = [CellStrips(0, 1, tail) for _, tail in parts]
        return (
            row_strip(heads, 1, edges, look, fill, None),
            row_strip(tails, 1, edges, look, fill, rule),
        )

    return Strip(Frame(total, tuple(items)), notes=tuple(dict.fromkeys(notes)), splitter=split if count == 1 else None)


def _cut(strips: list[Strip], room: float) -> tuple[list[Strip], list[Strip]]:
    """Part a cell's strips where *room* points are used up."""
    used = 0.0
    for index, strip in enumerate(strips):
        used += strip.height + (strip.before if index else 0.0)
        if used > room:
            return strips[:index], strips[index:]
    return strips, []
