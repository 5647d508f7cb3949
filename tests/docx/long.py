"""A long packet of every kind of block, with paragraphs of all lengths, the same each time."""

from __future__ import annotations

import random
from functools import cache

from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Column,
    Contents,
    Cover,
    Definition,
    DefinitionList,
    Document,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Mark,
    Metadata,
    Paper,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
)

from .samples import picture, words

_SAID = (
    "the of and to in a for with United States Cambodia support assistance security health trade ministers region "
    "partners economic development percent since programs rights agreement delegation bilateral maritime cooperation "
    "climate energy water governance civil society exports investment people-to-people U.S.-Cambodia $3 billion 2021 "
    "leadership commitment meeting Phnom Penh ASEAN East Asia Summit officials strategic infrastructure education "
    "vaccines journalists independent transparent Mekong countries workers, however, including through"
)
_WORDS = tuple(_SAID.split())


class _Writer:
    """Makes blocks by chance, and footnotes with them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.notes: list[Footnote] = []
        self.note = self.tables = self.figures = self.headings = 0

    def text(self, most: int) -> str:
        count = self.chance.randint(2, most)
        said = " ".join(self.chance.choice(_WORDS) for _ in range(count))
        return said[0].upper() + said[1:].rstrip(",") + "."

    def inlines(self, most: int) -> tuple[Inline, ...]:
        if self.chance.random() < 0.75:
            return words(self.text(most))
        mark = self.chance.choice((Mark.STRONG, Mark.EMPHASIS))
        made: list[Inline] = [Text(self.text(most) + " "), Text(self.text(6), mark), Text(" " + self.text(most))]
        return tuple(made)

    def paragraph(self, most: int = 90) -> Paragraph:
        children = self.inlines(most)
        if self.chance.random() < 0.04:
            self.note += 1
            self.notes.append(Footnote(self.note, (Paragraph(words(self.text(40))),)))
            children = (*children, FootnoteReference(self.note))
        return Paragraph(children)

    def items(self, depth: int) -> tuple[ListItem, ...]:
        made = []
        for _ in range(self.chance.randint(1, 6)):
            blocks: list[Block] = [self.paragraph(40)]
            if depth < 3 and self.chance.random() < 0.15:
                blocks.append(ListBlock(self.items(depth + 1), self.chance.random() < 0.3))
            made.append(ListItem(tuple(blocks)))
        return tuple(made)

    def table(self) -> Table:
        columns = self.chance.randint(2, 5)
        head = Row(tuple(Cell((Paragraph(words(self.text(2))),), header=True) for _ in range(columns)))
        body = []
        for _ in range(self.chance.randint(2, 14)):
            cells = [Cell((Paragraph(words(self.text(9))),)) for _ in range(columns)]
            body.append(Row((Cell(cells[0].blocks, header=True), *cells[1:])))
        self.tables += 1
        caption = words(self.text(8))
        return Table(tuple(Column() for _ in range(columns)), (head,), tuple(body), caption, self.tables)

    def block(self) -> Block:
        kind = self.chance.random()
        if kind < 0.5:
            return self.paragraph()
        if kind < 0.75:
            return ListBlock(self.items(1), self.chance.random() < 0.3)
        if kind < 0.83:
            return self.table()
        if kind < 0.89:
            blocks: list[Block] = [self.paragraph(50)]
            if self.chance.random() < 0.5:
                blocks.append(ListBlock(self.items(2)))
            return Callout(tuple(blocks), words(self.text(4)), self.chance.choice(("note", "important", "warning")))
        if kind < 0.93:
            return Quote((self.paragraph(50),))
        if kind < 0.97:
            items = tuple(Definition(words(self.text(3)), (self.paragraph(40),)) for _ in range(3))
            return DefinitionList(items)
        self.figures += 1
        return Figure(picture(), "A plain rectangle", words(self.text(9)), 0.5, "center", self.figures)

    def paper(self, number: int, sections: int) -> Paper:
        before = len(self.notes)
        blocks: list[Block] = [Paragraph(self.inlines(50), "lead")]
        for _ in range(sections):
            self.headings += 1
            level = 2 if self.chance.random() < 0.6 else 3
            level = 2 if len(blocks) == 1 else level
            blocks.append(Heading(level, words(self.text(7)), f"heading-{self.headings}"))
            blocks += [self.block() for _ in range(self.chance.randint(1, 5))]
        notes = tuple(self.notes[before:])
        return Paper(words(f"Paper {number}"), f"paper-{number}", tuple(blocks), chr(64 + number), notes)


@cache
def long_document(papers: int = 16, sections: int = 6, seed: int = 7) -> Document:
    """A packet of some hundred pages."""
    writer = _Writer(seed)
    made = tuple(writer.paper(number, sections) for number in range(1, papers + 1))
    metadata = Metadata("A long packet", marking="UNCLASSIFIED", date="2027-03-02")
    return Document(metadata, made, Cover(words("A long packet")), Contents())
