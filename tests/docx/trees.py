"""Documents of any shape for property tests, and the text that a Word file of them must hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never, get_args

from hypothesis import strategies as st

from pipeline.model.nodes import (
    Align,
    Block,
    Callout,
    CalloutKind,
    Cell,
    Column,
    Contents,
    Cover,
    Definition,
    DefinitionList,
    Detail,
    Document,
    Figure,
    FigureRow,
    Heading,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Mark,
    Metadata,
    PageBreak,
    Paper,
    Paragraph,
    Quote,
    Role,
    Row,
    Rule,
    Table,
    Text,
)
from pipeline.model.walk import plain_text
from pipeline.model.writing import WritingSpace

from .samples import picture

_ODD = "\u00a0\u00ad\u2011\u2028\u202e\u200d\ufeffאبខេ漢😀<&>]|*#"
CHARACTERS = st.one_of(
    st.sampled_from(_ODD),
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12)
WORDS = st.builds(lambda text: text + "w", TEXTS)
MARKS = st.sets(st.sampled_from(list(Mark)), max_size=3).map(lambda marks: Mark(sum(marks)))
_LANGUAGES = st.sampled_from(["fr", "km", "ar-EG", "zh-Hant"])
_ADDRESSES = st.one_of(st.just("https://example.org/?a&b"), TEXTS.map(lambda text: f"mailto:{text}"))

_FLAT: st.SearchStrategy[Inline] = st.one_of(st.builds(Text, TEXTS, MARKS), st.builds(LineBreak))


def _nested(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(inner, st.builds(LanguageSpan, children, _LANGUAGES))


_INLINES = _nested(_FLAT)
_LINKED: st.SearchStrategy[Inline] = st.one_of(
    _INLINES, st.builds(Link, st.lists(_INLINES, min_size=1, max_size=2).map(tuple), _ADDRESSES)
)
CHILDREN: st.SearchStrategy[tuple[Inline, ...]] = st.lists(_LINKED, max_size=4).map(tuple)
CAPTIONS: st.SearchStrategy[tuple[Inline, ...]] = st.one_of(st.just(()), WORDS.map(lambda text: (Text(text),)))
_ALIGNS: st.SearchStrategy[Align] = st.sampled_from(get_args(Align))
_ROLES: st.SearchStrategy[Role] = st.sampled_from(get_args(Role))
_KINDS: st.SearchStrategy[CalloutKind] = st.sampled_from(get_args(CalloutKind))


def _numbered(caption: tuple[Inline, ...]) -> int | None:
    return 1 if caption else None


def _figure(caption: tuple[Inline, ...], width: float | None, align: Align) -> Figure:
    return Figure(picture(20, 10), "x", caption, width, align, _numbered(caption))


def _table(
    columns: tuple[Column, ...], head: tuple[Row, ...], body: tuple[Row, ...], caption: tuple[Inline, ...]
) -> Table:
    """A table whose cells fit its columns, so that none is left out."""
    wide = max([len(columns), *(sum(cell.column_span for cell in row.cells) for row in (*head, *body))])
    return Table((*columns, *([Column()] * (wide - len(columns)))), head, body, caption, _numbered(caption))


_LEAVES: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, CHILDREN, _ROLES, st.booleans()),
    st.builds(Heading, st.integers(2, 6), CHILDREN, st.just("")),
    st.builds(_figure, CAPTIONS, st.one_of(st.none(), st.floats(0.01, 1)), _ALIGNS),
    st.builds(PageBreak),
    st.builds(Rule),
    st.builds(WritingSpace, st.just("blank"), st.floats(9, 60), st.integers(1, 9)),
)


def _containers(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    items = st.lists(st.builds(ListItem, blocks), min_size=1, max_size=3).map(tuple)
    cells = st.builds(Cell, blocks, st.integers(1, 2), st.just(1), st.one_of(st.none(), _ALIGNS), st.booleans())
    rows = st.lists(st.builds(Row, st.lists(cells, max_size=3).map(tuple)), max_size=3).map(tuple)
    columns = st.lists(st.builds(Column, _ALIGNS, st.one_of(st.none(), st.floats(0.05, 1))), min_size=1, max_size=3)
    return st.one_of(
        st.builds(ListBlock, items, st.booleans(), st.integers(0, 9)),
        st.builds(_table, columns.map(tuple), rows, rows, CAPTIONS),
        st.builds(Callout, blocks, CHILDREN, _KINDS),
        st.builds(Quote, blocks),
        st.builds(DefinitionList, st.lists(st.builds(Definition, CHILDREN, blocks), min_size=1, max_size=2).map(tuple)),
    )


BLOCKS: st.SearchStrategy[tuple[Block, ...]] = st.lists(
    st.recursive(_LEAVES, _containers, max_leaves=8), max_size=5
).map(tuple)


def _anchored(blocks: tuple[Block, ...], count: Iterator[int]) -> tuple[Block, ...]:
    """Give every heading some text and an anchor of its own, as composing does."""

    def inside(inner: tuple[Block, ...]) -> tuple[Block, ...]:
        return _anchored(inner, count)

    made: list[Block] = []
    for block in blocks:
        match block:
            case Heading(level, children):
                made.append(Heading(level, (*children, Text("h")), f"heading {next(count)}"))
            case ListBlock(items):
                made.append(replace(block, items=tuple(ListItem(inside(item.blocks)) for item in items)))
            case Table(_, head, body):
                head, body = (
                    tuple(Row(tuple(replace(cell, blocks=inside(cell.blocks)) for cell in row.cells)) for row in rows)
                    for rows in (head, body)
                )
                made.append(replace(block, head=head, body=body))
            case Callout(inner) | Quote(inner):
                made.append(replace(block, blocks=inside(inner)))
            case DefinitionList(definitions):
                made.append(DefinitionList(tuple(Definition(one.term, inside(one.blocks)) for one in definitions)))
            case _:
                made.append(block)
    return tuple(made)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document: papers of any blocks, with or without cover and contents."""
    count = itertools.count()
    papers = tuple(
        Paper(
            (Text(draw(WORDS)),),
            f"paper-{index}",
            _anchored(draw(BLOCKS), count),
            draw(st.sampled_from(["", "A", "B-1"])),
            lang=draw(st.one_of(st.just(""), _LANGUAGES)),
        )
        for index in range(draw(st.integers(0, 3)))
    )
    cover = Cover((Text(draw(WORDS)),), draw(CHILDREN), (Detail("Who", (Text(draw(WORDS)),)),), draw(CHILDREN))
    marking = draw(st.sampled_from(["", "SECRET"]))
    return Document(
        Metadata(draw(WORDS), marking=marking, date=draw(st.sampled_from(["", "2022-08-02"]))),
        papers,
        cover if draw(st.booleans()) else None,
        Contents(depth=draw(st.integers(1, 4))) if draw(st.booleans()) else None,
    )


def expected_text(document: Document) -> str:
    """The characters of cover and papers in reading order, white space left out."""
    shown: list[str] = []
    if document.cover is not None:
        cover = document.cover
        shown += [plain_text(cover.title), plain_text(cover.subtitle)]
        for detail in cover.details:
            shown += [detail.label, plain_text(detail.children)]
        shown.append(plain_text(cover.notice))
    for paper in document.papers:
        shown += [f"{document.labels.tab} {paper.tab}"] if paper.tab else []
        shown += [plain_text(paper.title), *_texts(paper.blocks)]
    return "".join("".join(shown).split())


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(_, children):
                yield plain_text(children)
            case ListBlock(items):
                for item in items:
                    yield from _texts(item.blocks)
            case Table():
                if block.head or block.body:
                    yield f"Table 1. {plain_text(block.caption)}" if block.caption else ""
                for row in (*block.head, *block.body):
                    for cell in row.cells:
                        yield from _texts(cell.blocks)
            case Figure():
                yield f"Figure 1. {plain_text(block.caption)}" if block.caption else ""
            case FigureRow(figures):
                yield from _texts(figures)
            case Callout(inner, title):
                yield plain_text(title)
                yield from _texts(inner)
            case Quote(inner):
                yield from _texts(inner)
            case DefinitionList(definitions):
                for definition in definitions:
                    yield plain_text(definition.term)
                    yield from _texts(definition.blocks)
            case PageBreak() | Rule() | WritingSpace():
                pass
            case _:
                assert_never(block)
