"""A table row (or rows that a span joins) as one strip, and the cut through a row taller than a page.

Enters: the strips of each cell. Leaves: a :class:`Strip` that can be split between lines. Guaranteed: no line of a
cell is lost or doubled by a cut; the cut always makes progress.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.layout.frames import Frame, Item, Rectangle
from pipeline.layout.strips import Strip, anchors_within, flattened, stacked
from pipeline.style.theme import Border, Color, TableStyle


class CellStrips(NamedTuple):
    """A cell's strips; *row* counts from the strip's first row, *rows* is its span; *down*: points left free above."""

    row: int
    rows: int
    strips: list[Strip]
    down: float = 0.0


def _content_height(cell: CellStrips) -> float:
    return stacked(cell.strips, cell.down)[1]


def _row_heights(cells: list[CellStrips], count: int, padding: float, least: float) -> list[float]:
    """Heights of *count* rows, each *least* at least; what a spanning cell needs beyond its rows goes to its last."""
    heights = [max(2 * padding, least)] * count
    for cell in cells:
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], _content_height(cell) + 2 * padding)
    for cell in cells:
        if cell.rows > 1:
            last = min(cell.row + cell.rows, count)
            need = _content_height(cell) + 2 * padding - sum(heights[cell.row : last])
            heights[last - 1] += max(0.0, need)
    return heights


def row_strip(
    cells: list[CellStrips],
    count: int,
    edges: tuple[float, float],
    look: TableStyle,
    fill: Color | None,
    rule: Border | None,
    least: float = 0.0,
) -> Strip:
    """Return *count* rows as one strip between two *edges*, filled, and with *rule* below the last row.

    It can be split between lines: rows that a span joins too, where they are taller than a page. *least*: the height
    of rows that are written into by hand; what stands in them stands at their foot, on the line. What *rule* is thicker
    than the one between rows, which stands in the padding, makes the strip higher, as in Word.
    """
    heights = _row_heights(cells, count, look.padding_y, least)
    if least:
        cells = [_lowered(cell, heights, look.padding_y) for cell in cells]
    left, width = edges[0], edges[1] - edges[0]
    total = sum(heights)
    if rule is not None and not least:
        total += rule.width - (look.row_rule.width if look.row_rule is not None else 0.0)
    items: list[Item] = []
    if fill is not None:
        items.append(Rectangle(left, 0.0, width, total, fill))
    notes: list[int] = []
    anchors: list[tuple[str, float]] = []
    for cell in cells:
        top = sum(heights[: cell.row]) + look.padding_y + cell.down
        items.extend(flattened(cell.strips, top))
        anchors.extend(anchors_within(cell.strips, top))
        notes.extend(number for strip in cell.strips for number in strip.notes)
    if rule is not None:
        items.append(Rectangle(left, total - rule.width, width, rule.width, rule.color))

    def split(room: float) -> tuple[Strip, Strip] | None:
        heads: list[CellStrips] = []
        tails: list[CellStrips] = []
        for cell in cells:
            down = sum(heights[: cell.row]) + cell.down
            head, tail = _cut(cell.strips, room - 2 * look.padding_y - down)
            heads.append(CellStrips(0, 1, head, down if head else 0.0))
            tails.append(CellStrips(0, 1, tail, 0.0 if head else max(0.0, down - room)))
        if not any(cell.strips for cell in heads) or not any(cell.strips for cell in tails):
            return None
        return row_strip(heads, 1, edges, look, fill, None), row_strip(tails, 1, edges, look, fill, rule)

    frame = Frame(total, tuple(items), tuple(anchors))
    return Strip(frame, notes=tuple(dict.fromkeys(notes)), splitter=split)


def _lowered(cell: CellStrips, heights: list[float], padding: float) -> CellStrips:
    room = sum(heights[cell.row : cell.row + cell.rows]) - 2 * padding
    return cell._replace(down=max(0.0, room - _content_height(cell)))


def _cut(strips: list[Strip], room: float) -> tuple[list[Strip], list[Strip]]:
    """Part a cell's strips where *room* points are used up."""
    used = 0.0
    for index, strip in enumerate(strips):
        used += strip.height + (strip.before if index else 0.0)
        if used > room:
            return strips[:index], strips[index:]
    return strips, []
