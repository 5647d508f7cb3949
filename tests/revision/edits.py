"""Random edits of documents: the same document some days later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TypeVar

from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Definition,
    DefinitionList,
    Document,
    Figure,
    FootnoteReference,
    Heading,
    Inline,
    LanguageSpan,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
)

_One = TypeVar("_One")
_WORDS = (
    "alpha",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "Zürich",
    "1,200",
    "14:30",
    "قاهرة",
    "東京",
    "don't",
    "e\u0301te",
)


class Editor:
    """Edits documents at random. *rate*: how often, of 1."""

    def __init__(self, random: Random, rate: float = 0.15) -> None:
        self._random = random
        self._rate = rate
        self._count = 0

    def _some(self, rate: float = 1.0) -> bool:
        return self._random.random() < self._rate * rate

    def words(self) -> str:
        return " ".join(self._random.choice(_WORDS) for _ in range(self._random.randint(1, 9)))

    def document(self, document: Document) -> Document:
        papers = list(document.papers)
        if self._some() and len(papers) > 1:
            papers.pop(self._random.randrange(len(papers)))
        if self._some() and len(papers) > 1:
            papers.insert(self._random.randrange(len(papers)), papers.pop())
        if self._some():
            self._count += 1
            new = replace(
                papers[0] if papers else document.papers[0],
                title=(Text(f"New paper {self._count}"),),
                anchor=f"new-{self._count}",
                blocks=(Heading(2, (Text(self.words()),), f"new-heading-{self._count}"), self.paragraph()),
                footnotes=(),
                tab="",
            )
            papers.insert(self._random.randint(0, len(papers)), new)
        edited = tuple(replace(one, title=self.inlines(one.title), blocks=self.blocks(one.blocks)) for one in papers)
        notes = tuple(
            replace(
                one, footnotes=tuple(replace(note, blocks=self.blocks(note.blocks, least=1)) for note in one.footnotes)
            )
            for one in edited
        )
        cover = document.cover
        if cover is not None:
            details = tuple(replace(one, children=self.inlines(one.children)) for one in cover.details)
            details = details[1:] if self._some() else details
            cover = replace(
                cover, title=self.inlines(cover.title), subtitle=self.inlines(cover.subtitle), details=details
            )
        return replace(document, papers=notes, cover=cover)

    def paragraph(self) -> Paragraph:
        return Paragraph((Text(self.words()),))

    def blocks(self, blocks: tuple[Block, ...], least: int = 0) -> tuple[Block, ...]:
        made: list[Block] = []
        for block in blocks:
            if self._some(0.5) and len(blocks) > least:
                continue
            if self._some(0.3):
                made.append(self._random.choice((self.paragraph, self.list, self.table))())
            made.append(self.block(block))
        if self._some(0.5):
            made.append(self._random.choice((self.paragraph, self.list, self.table))())
        if self._some(0.5) and len(made) > 1:
            made.insert(self._random.randrange(len(made)), made.pop(self._random.randrange(len(made))))
        if len(made) < least:
            made.append(self.paragraph())
        return tuple(made)

    def list(self) -> ListBlock:
        items = tuple(ListItem((self.paragraph(),)) for _ in range(self._random.randint(1, 3)))
        return ListBlock(items, self._random.random() < 0.5, 1)

    def table(self) -> Table:
        from tests.docx.samples import simple_table

        return simple_table(rows=self._random.randint(1, 3))

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                return replace(block, children=self.inlines(block.children))
            case ListBlock(items):
                edited = self.several(items, lambda one: ListItem(self.blocks(one.blocks, 1)), self.item)
                return replace(block, items=edited)
            case Table(head=head, body=body):
                edited_rows = self.several(body, self.row, None)
                return replace(
                    block, head=tuple(map(self.row, head)), body=edited_rows, caption=self.inlines(block.caption)
                )
            case Callout(inner):
                return replace(block, blocks=self.blocks(inner), title=self.inlines(block.title))
            case Quote(inner):
                return replace(block, blocks=self.blocks(inner))
            case DefinitionList(items=definitions):
                kept = self.several(
                    definitions, lambda one: Definition(self.inlines(one.term), self.blocks(one.blocks)), None
                )
                return DefinitionList(kept)
            case Figure():
                return replace(block, caption=self.inlines(block.caption))
            case _:
                return block

    def item(self) -> ListItem:
        return ListItem((self.paragraph(),))

    def several(
        self, items: tuple[_One, ...], edit: Callable[[_One], _One], new: Callable[[], _One] | None
    ) -> tuple[_One, ...]:
        made: list[_One] = []
        for item in items:
            if self._some(0.5) and len(items) > 1:
                continue
            if new is not None and self._some(0.3):
                made.append(new())
            made.append(edit(item))
        if len(made) > 1 and self._some(0.5):
            made.insert(0, made.pop())
        return tuple(made) or items[:1]

    def row(self, row: Row) -> Row:
        return Row(tuple(self.cell(cell) for cell in row.cells))

    def cell(self, cell: Cell) -> Cell:
        if self._some(0.2):
            return replace(cell, blocks=())
        if not cell.blocks and self._some(0.3):
            return replace(cell, blocks=(self.paragraph(),))
        return replace(
            cell, blocks=self.blocks(cell.blocks) if len(cell.blocks) > 1 else tuple(map(self.block, cell.blocks))
        )

    def inlines(self, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(one for child in children if (one := self.inline(child)) is not None)

    def inline(self, child: Inline) -> Inline | None:
        match child:
            case Text(text):
                if not self._some():
                    return child
                found = text.split(" ")
                at = self._random.randrange(len(found))
                match self._random.randrange(4):
                    case 0:
                        found.insert(at, self.words())
                    case 1:
                        found[at] = self._random.choice(_WORDS)
                    case 2 if len(found) > 1:
                        del found[at]
                    case _:
                        found = self.words().split(" ")
                return replace(child, text=" ".join(found))
            case Link(inner) | LanguageSpan(inner):
                if self._some(0.3):
                    return Text(self.words())
                return replace(child, children=self.inlines(inner))
            case FootnoteReference():
                return child
            case _:
                return child
