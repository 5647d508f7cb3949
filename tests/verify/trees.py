"""Documents of any shape that composing could have made: what ``tests.docx.trees`` draws, put right and filled up.

The strategies there draw odd trees on purpose. Here headings skip no level, tables have header cells and cover their
grid, links have words, and text has only characters that the theme's faces can show; footnotes, more headings,
references, remarks, placeholders, row spans and figures side by side are put in, so that every kind of node occurs.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, Phase, given, settings

from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Comment,
    Definition,
    DefinitionList,
    Document,
    Figure,
    FigureRow,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    LanguageSpan,
    Link,
    ListBlock,
    ListItem,
    Mark,
    Paper,
    Paragraph,
    Placeholder,
    Quote,
    Reference,
    Row,
    Table,
    Text,
)
from pipeline.model.walk import all_blocks
from pipeline.style.theme import Theme
from tests.docx.trees import documents

LANGUAGES = ("en-US", "ar-EG", "km", "fr-CA", "he", "hi-IN")
_UNWANTED = frozenset({"Co", "Cs", "Cc", "Cn", "Zl", "Zp"})


def coverage(theme: Theme) -> frozenset[int]:
    """The characters that a theme's faces can show wherever they stand."""
    chains = {theme.fonts.chain(style.font) for style in theme.styles.values()}
    return frozenset.intersection(*(frozenset().union(*(face.coverage for face in chain)) for chain in chains))


def drawn(number: int, theme: Theme) -> list[Document]:
    """The same *number* of documents each time: of four times as many, those with the most in them."""
    found: list[Document] = []
    known = coverage(theme)

    @settings(
        max_examples=4 * number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents())
    def collect(document: Document) -> None:
        found.append(sound(document, known, len(found)))

    collect()
    return sorted(found, key=_size, reverse=True)[:number]


def _size(document: Document) -> int:
    return sum(1 for paper in document.papers for _ in all_blocks(paper.blocks))


def sound(document: Document, known: frozenset[int], index: int) -> Document:
    """Put *document* right; *index* decides about what is put in."""
    mender = _Mender(known, itertools.count(index))
    papers = tuple(mender.paper(paper) for paper in document.papers)
    if not papers:
        papers = (Paper((Text("The only paper"),), "only", (Paragraph((Text("Nothing to say."),)),)),)
    title = mender.text(document.metadata.title)
    metadata = replace(document.metadata, title=title, lang=LANGUAGES[index % len(LANGUAGES)])
    cover = document.cover
    if cover is not None:
        details = tuple(replace(detail, children=mender.inlines(detail.children)) for detail in cover.details)
        cover = replace(
            cover,
            title=mender.inlines(cover.title),
            subtitle=mender.inlines(cover.subtitle),
            notice=mender.inlines(cover.notice),
            details=details,
        )
    return replace(document, metadata=metadata, papers=papers, cover=cover)


@dataclass
class _Mender:
    """Walks a document; *turn* makes every so many nodes something more. *depth*: how many blocks are around."""

    known: frozenset[int]
    turn: itertools.count[int]
    level: int = 1
    depth: int = 0
    notes: int = 0
    tables: int = 0
    figures: int = 0
    pending: list[Footnote] = field(default_factory=list)
    anchor: str = ""

    def every(self, number: int) -> bool:
        return next(self.turn) % number == 0

    def text(self, text: str) -> str:
        """What composing leaves of a text: no control characters; here also nothing that no face has."""
        return "".join(character if self._shown(character) else "x" for character in text)

    def _shown(self, character: str) -> bool:
        category = unicodedata.category(character)
        return category not in _UNWANTED and (ord(character) in self.known or category == "Cf")

    def inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Text(text):
                return replace(inline, text=self.text(text))
            case Link(children):
                return replace(inline, children=(*self.inlines(children), Text(" link")))
            case LanguageSpan(children):
                return replace(inline, children=self.inlines(children))
            case _:
                return inline

    def paper(self, paper: Paper) -> Paper:
        self.level, self.pending, self.anchor = 1, [], paper.anchor
        blocks = self.blocks(tuple(self._headed(paper)))
        if self.every(2):
            blocks = (*blocks, self._remarks())
        return replace(paper, title=self.inlines(paper.title), blocks=blocks, footnotes=tuple(self.pending))

    def _headed(self, paper: Paper) -> Iterator[Block]:
        """The blocks of a paper with headings of all levels between them: the strategies draw few."""
        for index, block in enumerate(paper.blocks):
            if self.every(2):
                yield Heading(2 + next(self.turn) % 5, (Text(f"Part {index}"),), f"{paper.anchor}-{index}")
            yield block

    def _remarks(self) -> Paragraph:
        """A paragraph with every inline that the strategies do not draw."""
        self.notes += 1
        points = ListBlock((ListItem((Paragraph((Text("A point in a note."),)),)),))
        self.pending.append(Footnote(self.notes, (Paragraph((Text("A note, "), Text("strong", Mark.STRONG))), points)))
        return Paragraph(
            (
                Text("Here is a note"),
                FootnoteReference(self.notes),
                Text(", a remark: "),
                Comment((Text("remarked on"),), "A. Author", "Is this so?"),
                Text(", a place to fill in: "),
                Placeholder((Text("name of the guest"),), "guest"),
                Text(", and a reference to "),
                Reference((Text("the paper's title"),), self.anchor),
                Text("."),
            )
        )

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        self.depth += 1
        made = tuple(self._block(block) for block in blocks)
        self.depth -= 1
        return made

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(children):
                return replace(block, children=self.inlines(children))
            case Heading(_, children) if self.depth > 1:
                # Composing takes headings in the paper itself only.
                return Paragraph(self.inlines(children), "label")
            case Heading(level, children):
                self.level = min(level, self.level + 1)
                return replace(block, level=self.level, children=self.inlines(children))
            case Figure():
                return self._row(block) if self.every(3) else self._figure(block)
            case Table():
                return self._table(block)
            case ListBlock(items):
                return replace(block, items=tuple(ListItem(self.blocks(item.blocks)) for item in items))
            case Callout(inner, title):
                return replace(block, title=self.inlines(title), blocks=self.blocks(inner))
            case Quote(inner):
                return replace(block, blocks=self.blocks(inner))
            case DefinitionList(items):
                made = (Definition((*self.inlines(one.term), Text("term")), self.blocks(one.blocks)) for one in items)
                return DefinitionList(tuple(made))
            case _:
                return block

    def _figure(self, figure: Figure) -> Figure:
        self.figures += bool(figure.caption)
        number = self.figures if figure.caption else None
        return replace(figure, caption=self.inlines(figure.caption), number=number, alt="What the picture shows")

    def _row(self, figure: Figure) -> FigureRow:
        return FigureRow((self._figure(figure), self._figure(replace(figure, width=None))))

    def _table(self, table: Table) -> Block:
        columns = len(table.columns)
        head, body = (tuple(self._cells(row, columns) for row in rows) for rows in (table.head, table.body))
        if not head and not body:
            return Paragraph((Text("An empty table."),))
        if not head:
            head, body = body[:1], body[1:]
        head = tuple(Row(tuple(replace(cell, header=True) for cell in row.cells)) for row in head)
        if len(body) > 1 and self.every(2):
            body = self._joined(body)
        self.tables += bool(table.caption)
        shares = sum(column.width or 0 for column in table.columns)
        return replace(
            table,
            columns=tuple(replace(column, width=None) if shares > 1 else column for column in table.columns),
            head=head,
            body=body,
            caption=self.inlines(table.caption),
            number=self.tables if table.caption else None,
        )

    def _cells(self, row: Row, columns: int) -> Row:
        """A row whose cells cover all columns."""
        cells = tuple(replace(cell, blocks=self.blocks(cell.blocks)) for cell in row.cells)
        missing = columns - sum(cell.column_span for cell in cells)
        return Row((*cells, *([Cell((), header=False)] * missing)))

    def _joined(self, body: tuple[Row, ...]) -> tuple[Row, ...]:
        """Let the first cell reach down over the second row's."""
        first, second, *rest = body
        if first.cells[0].column_span != 1 or second.cells[0].column_span != 1 or len(second.cells) < 2:
            return body
        return (Row((replace(first.cells[0], row_span=2), *first.cells[1:])), Row(second.cells[1:]), *rest)
