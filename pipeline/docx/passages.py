"""A paper in columns: what stands in them, and what is too wide for one.

Enters: blocks and the width of a column. Leaves: groups of blocks, in order. Guaranteed: the groups are those that
layout makes: a table, figure or row of figures that a column has no room for stands across the text area, and a heading
that belongs to it goes along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.docx.tables import is_wider
from pipeline.docx.tools import Tools
from pipeline.model.chart import Chart
from pipeline.model.nodes import (
    Block,
    Callout,
    DefinitionList,
    Figure,
    FigureRow,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from pipeline.model.writing import WritingSpace

_SLACK = 1.0


def passages(
    blocks: tuple[Block, ...], width: float, measure: float, tools: Tools
) -> Iterator[tuple[bool, tuple[Block, ...]]]:
    """Yield blocks that stand across a text area *measure* points wide (True) or in columns of *width* points."""
    units: list[tuple[bool, list[Block]]] = []
    waiting: list[Block] = []
    for block in blocks:
        wide = _is_wide(block, width, measure, tools)
        waiting.append(block if wide or not isinstance(block, Figure) else _in_column(block, width, measure))
        if not _leads(block, tools):
            units.append((wide, waiting))
            waiting = []
    if waiting:
        units.append((False, waiting))
    for wide, group in groupby(units, key=lambda unit: unit[0]):
        yield wide, tuple(block for _, unit in group for block in unit)


def _leads(block: Block, tools: Tools) -> bool:
    """Whether a block belongs to the next one."""
    match block:
        case Heading() | PageBreak():
            return True
        case Paragraph(role=role, keep_with_next=keep):
            return keep or tools.sheet.theme.styles[role].keep_with_next
        case _:
            return False


def _is_wide(block: Block, width: float, measure: float, tools: Tools) -> bool:
    """Whether a block needs more than *width* points."""
    match block:
        case Table():
            return is_wider(block, width, tools)
        case Figure():
            return _figure_width(block, measure) > max(width, measure / 2) + _SLACK
        case FigureRow() | WritingSpace():
            return True
        case Callout(blocks) | Quote(blocks):
            return any(_is_wide(inner, width, measure, tools) for inner in blocks)
        case ListBlock(items) | DefinitionList(items):
            return any(_is_wide(inner, width, measure, tools) for item in items for inner in item.blocks)
        case _:
            return False


def _figure_width(block: Figure, measure: float) -> float:
    """The width in points that a figure wants of a text area *measure* points wide; a chart is content with any."""
    if block.width is not None:
        return min(block.width, 1.0) * measure
    return 0.0 if isinstance(block.image, Chart) else min(block.image.width * 72.0 / block.image.dpi, measure)


def _in_column(block: Figure, width: float, measure: float) -> Figure:
    """A figure for a column: its width is a share of the text area there too."""
    return block if block.width is None else replace(block, width=min(1.0, block.width * measure / width))
