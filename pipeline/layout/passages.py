"""A paper as passages: what is set across the text area, and what is set in columns.

Enters: a paper and its surroundings. Leaves: :class:`~pipeline.layout.flow.Passage` values. Guaranteed: structure
elements are added in the order of the document; a table, figure or row of figures that a column has no room for stands
across the text area, and a heading that belongs to it goes along; everything else is set in the column's measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.layout.blocks import heading_style, set_blocks, with_notes
from pipeline.layout.flow import Passage
from pipeline.layout.frames import Element
from pipeline.layout.inserted import inserted_pages
from pipeline.layout.paragraphs import Around, Tools, paragraph
from pipeline.layout.strips import Stack, join
from pipeline.layout.tables import is_wider
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
    Paper,
    Paragraph,
    Quote,
    Table,
    Text,
)
from pipeline.model.writing import WritingSpace
from pipeline.style.printing import column_gap, column_width

_SLACK = 1.0
_WHOLE: tuple[float, ...] = (0.0,)
"""One column, the whole of the text area."""


def paper_passages(paper: Paper, columns: int, numbered: bool, around: Around, tools: Tools) -> list[Passage]:
    """Set a paper: its tab, its title, its blocks in *columns*, between which *numbered* lines have their numbers."""
    part = tools.structure.add(Element("Part", around.element, lang=paper.lang))
    inside = around._replace(element=part, lang=paper.lang or around.lang)
    opening = _opening(paper, inside, tools)
    if paper.inserted is not None:
        return _passages([(opening, (0.0,)), (inserted_pages(paper, opening, inside, tools), (0.0,))])
    if columns == 1:
        return _passages([(opening, _WHOLE), (set_blocks(paper.blocks, inside, tools), _WHOLE)])
    page = tools.theme.page
    width = column_width(tools.theme, page, columns, numbered)
    # Footnotes and pictures in a column see a page that is no wider than it.
    narrow = replace(tools, theme=replace(tools.theme, page=page.narrowed(width)))
    step = width + column_gap(tools.theme, numbered)
    lefts = tuple(index * step for index in range(columns))
    made = [(opening, _WHOLE)]
    for wide, blocks in _runs(paper.blocks, width, inside, tools):
        if wide:
            made.append((set_blocks(blocks, inside, tools), _WHOLE))
        else:
            made.append((set_blocks(blocks, inside._replace(measure=width), narrow), lefts))
    return _passages(made)


def _opening(paper: Paper, inside: Around, tools: Tools) -> Stack:
    """Set a paper's tab and title."""
    styles = tools.theme.styles
    stacks: list[Stack] = []
    if paper.tab:
        tab = (Text(f"{tools.labels.tab} {paper.tab}"),)
        stacks.append(paragraph(tab, styles["tab"], inside, tools, keep=True))
    title = paragraph(
        paper.title,
        heading_style(1, tools),
        inside,
        tools,
        kind="H1",
        anchor=paper.anchor,
        keep=bool(paper.blocks or paper.inserted),
    )
    stacks.append(with_notes(title, inside, tools))
    return join(stacks)


def _passages(stacks: list[tuple[Stack, tuple[float, ...]]]) -> list[Passage]:
    """Put stacks under each other, the first on a new page; the spaces between two add up."""
    passages: list[Passage] = []
    after = 0.0
    for stack, columns in stacks:
        if not stack.strips:
            continue
        first, *rest = stack.strips
        first = first._replace(before=first.before + after + stack.before, new_page=first.new_page or not passages)
        strips = [first, *rest]
        if passages and passages[-1].columns == columns:
            strips = [*passages.pop().strips, *strips]
        passages.append(Passage(strips, columns))
        after = stack.after
    return passages


def _runs(
    blocks: tuple[Block, ...], width: float, around: Around, tools: Tools
) -> Iterator[tuple[bool, tuple[Block, ...]]]:
    """Part blocks into those that stand across the text area and those that columns *width* points wide hold."""
    units: list[tuple[bool, list[Block]]] = []
    waiting: list[Block] = []
    for block in blocks:
        wide = _is_wide(block, width, around, tools)
        waiting.append(block if wide or not isinstance(block, Figure) else _in_column(block, width, around))
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
            return keep or tools.theme.styles[role].keep_with_next
        case _:
            return False


def _is_wide(block: Block, width: float, around: Around, tools: Tools) -> bool:
    """Whether a block needs more than *width* points."""
    match block:
        case Table():
            return is_wider(block, width, around, tools)
        case Figure():
            return _figure_width(block, around.measure) > max(width, around.measure / 2) + _SLACK
        case FigureRow() | WritingSpace():
            return True
        case Callout(blocks) | Quote(blocks):
            return any(_is_wide(inner, width, around, tools) for inner in blocks)
        case ListBlock(items) | DefinitionList(items):
            return any(_is_wide(inner, width, around, tools) for item in items for inner in item.blocks)
        case _:
            return False


def _figure_width(block: Figure, measure: float) -> float:
    """The width in points that a figure wants of a text area *measure* points wide; a chart is content with any."""
    if block.width is not None:
        return min(block.width, 1.0) * measure
    return 0.0 if isinstance(block.image, Chart) else min(block.image.width * 72.0 / block.image.dpi, measure)


def _in_column(block: Figure, width: float, around: Around) -> Figure:
    """A figure for a column: its width is a share of the text area there too."""
    return block if block.width is None else replace(block, width=min(1.0, block.width * around.measure / width))
