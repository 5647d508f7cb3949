"""Walking through a document.

Enters: a document or nodes of it. Leaves: what is asked for, in reading order. Guaranteed: every node is visited once;
a node kind that is not handled fails the type check (``assert_never``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from pipeline.diagnostics import Place
from pipeline.model.nodes import (
    Block,
    Callout,
    Comment,
    DefinitionList,
    Document,
    Figure,
    FigureRow,
    FootnoteReference,
    Heading,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    ListBlock,
    PageBreak,
    Paper,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Rule,
    Table,
    Text,
)
from pipeline.model.writing import WritingSpace
from pipeline.values import dataclass

_LEAVES = (Paragraph, Heading, Figure, PageBreak, Rule, WritingSpace)


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as contents and bookmarks show it. Level 1 is a paper's title and has its *tab*, others have none."""

    level: int
    text: str
    anchor: str
    tab: str
    place: Place | None
    children: tuple[Inline, ...]


def headings(document: Document) -> Iterator[Entry]:
    """Yield every paper's title and headings, in order."""
    for paper in document.papers:
        yield Entry(1, plain_text(paper.title), paper.anchor, paper.tab, paper.place, paper.title)
        for block in all_blocks(paper.blocks):
            if isinstance(block, Heading):
                text = plain_text(block.children)
                yield Entry(block.level, text, block.anchor, "", block.place, block.children)


def plain_text(inlines: Iterable[Inline]) -> str:
    """Return the words of *inlines*: a line break is a space, a footnote's number is left out."""
    parts: list[str] = []
    for node in inlines:
        match node:
            case Text():
                parts.append(node.text)
            case LineBreak():
                parts.append(" ")
            case Link() | LanguageSpan() | Reference() | Comment() | Placeholder():
                parts.append(plain_text(node.children))
            case FootnoteReference():
                pass
            case _:
                assert_never(node)
    return "".join(parts)


def block_texts(block: Block) -> Iterator[str]:
    """Yield the words of *block*: each paragraph, heading, caption and term by itself."""
    for inlines in block_inlines(block):
        yield plain_text(inlines)


def all_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield *blocks* and all blocks within them, in reading order."""
    stack = [iter(blocks)]
    while stack:
        for block in stack[-1]:
            yield block
            if not isinstance(block, _LEAVES):
                stack.append(inner_blocks(block))
                break
        else:
            stack.pop()


def tables(document: Document) -> Iterator[Table]:
    """Yield every table of the document, in reading order, those of footnotes after their paper's."""
    for paper in document.papers:
        for blocks in (paper.blocks, *(note.blocks for note in paper.footnotes)):
            for block in all_blocks(blocks):
                if isinstance(block, Table):
                    yield block


def writing_spaces(document: Document) -> Iterator[WritingSpace]:
    """Yield every space for handwriting, in reading order."""
    for paper in document.papers:
        for block in all_blocks(paper.blocks):
            if isinstance(block, WritingSpace):
                yield block


def inner_blocks(block: Block) -> Iterator[Block]:
    """Yield the blocks directly within *block*."""
    match block:
        case ListBlock():
            for item in block.items:
                yield from item.blocks
        case Table():
            for row in (*block.head, *block.body):
                for cell in row.cells:
                    yield from cell.blocks
        case Callout() | Quote():
            yield from block.blocks
        case FigureRow():
            yield from block.figures
        case DefinitionList():
            for definition in block.items:
                yield from definition.blocks
        case Heading() | Paragraph() | Figure() | PageBreak() | Rule() | WritingSpace():
            return
        case _:
            assert_never(block)


def block_inlines(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield the runs of inlines in *block* and in the blocks within it, in reading order."""
    match block:
        case Heading() | Paragraph():
            yield block.children
        case ListBlock():
            for item in block.items:
                yield from inlines_of(item.blocks)
        case Table():
            if block.caption:
                yield block.caption
            for row in (*block.head, *block.body):
                for cell in row.cells:
                    yield from inlines_of(cell.blocks)
        case Figure():
            if block.caption:
                yield block.caption
        case FigureRow():
            yield from inlines_of(block.figures)
        case Callout():
            if block.title:
                yield block.title
            yield from inlines_of(block.blocks)
        case Quote():
            yield from inlines_of(block.blocks)
        case DefinitionList():
            for definition in block.items:
                yield definition.term
                yield from inlines_of(definition.blocks)
        case PageBreak() | Rule() | WritingSpace():
            return
        case _:
            assert_never(block)


def own_inlines(block: Block) -> tuple[tuple[Inline, ...], ...]:
    """Return the runs of inlines that belong to *block* itself, not to blocks within it."""
    match block:
        case Heading() | Paragraph():
            return (block.children,)
        case Table() | Figure():
            return (block.caption,)
        case Callout():
            return (block.title,)
        case DefinitionList():
            return tuple(definition.term for definition in block.items)
        case ListBlock() | Quote() | FigureRow() | PageBreak() | Rule() | WritingSpace():
            return ()
        case _:
            assert_never(block)


def inlines_of(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    """Yield the runs of inlines in *blocks*, in reading order."""
    for block in blocks:
        yield from block_inlines(block)


def document_inlines(document: Document) -> Iterator[tuple[Inline, ...]]:
    """Yield every run of inlines of the document: cover, designation block, papers with titles and footnotes."""
    if document.cover is not None:
        cover = document.cover
        yield from filter(None, (cover.title, cover.subtitle))
        yield from (detail.children for detail in cover.details)
        if cover.notice:
            yield cover.notice
    yield from (line.children for line in document.designation)
    for paper in document.papers:
        yield from paper_inlines(paper)


def paper_inlines(paper: Paper) -> Iterator[tuple[Inline, ...]]:
    """Yield a paper's title, then its blocks' inlines, then its footnotes'."""
    yield paper.title
    yield from inlines_of(paper.blocks)
    for footnote in paper.footnotes:
        yield from inlines_of(footnote.blocks)


def all_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield *inlines* and all inlines within them."""
    for node in inlines:
        yield node
        if not isinstance(node, Text | LineBreak | FootnoteReference):
            yield from all_inlines(node.children)


def texts(inlines: Iterable[Inline]) -> Iterator[Text]:
    """Yield the texts in *inlines* with their marks and places."""
    for node in all_inlines(inlines):
        if isinstance(node, Text):
            yield node


def document_texts(document: Document) -> Iterator[Text]:
    """Yield every text of the document, in the order of :func:`document_inlines`."""
    for inlines in document_inlines(document):
        yield from texts(inlines)
