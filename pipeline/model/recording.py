"""Recording a document: an entry for each paragraph, with what it says, where that came from, and what it is in.

Enters: a document's cover and papers. Leaves: a :class:`Recorder`, which has the parts of a record and the ids of the
nodes. Guaranteed: what :mod:`pipeline.model.identity` says of entries and ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2s
from itertools import product
from typing import assert_never

from pipeline.diagnostics import Path, Place
from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Comment,
    Cover,
    DefinitionList,
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
    Row,
    Rule,
    Table,
    Text,
)
from pipeline.model.record import (
    Container,
    Entry,
    Kind,
    ListShape,
    Piece,
    Remark,
    Rows,
    TableShape,
    Value,
)
from pipeline.model.sequences import Key, common, sequence
from pipeline.model.writing import WritingSpace
from pipeline.values import dataclass, field, replace

RichTexts = Mapping[tuple[str, Path], str]
"""The Markdown of rich texts by file and path, as composing read them."""

_UNSHOWABLE = str.maketrans(dict.fromkeys((*range(0xFDD0, 0xFDF0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"))
_ID_BYTES = 5
_PAIRS = tuple(map("".join, product("abcdefghijklmnopqrstuvwxyz234567", repeat=2)))


@dataclass(slots=True)
class _Inlines:
    """What one run of inlines adds up to."""

    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0
    notes: bool = False


class Recorder:
    """Goes through a document once; *within* is what surrounds the present block."""

    def __init__(self, rich_texts: RichTexts) -> None:
        self.entries: list[Entry] = []
        self.values: list[Value] = []
        self.lists: list[ListShape] = []
        self.tables: list[TableShape] = []
        self.remarks: list[Remark] = []
        self.ids: dict[int, list[str]] = {}
        self._rich_texts = rich_texts
        self._known: dict[Key, int] = {}
        self._keys: dict[str, int] = {}
        self._taken: set[str] = set()
        self._paper, self._anchor = -1, ""
        self._lang = self._paper_lang = ""
        self._within: tuple[Container, ...] = ()

    def cover(self, cover: Cover) -> None:
        """Add the lines of the cover; call it first."""
        for children in (cover.title, cover.subtitle, *(detail.children for detail in cover.details), cover.notice):
            self._entry("cover", children)

    def designation(self, lines: Iterable[Paragraph]) -> None:
        """Add the lines of the designation block; call it before the papers."""
        for line in lines:
            self._entry("cover", line.children)

    def paper(self, number: int, paper: Paper, lang: str) -> None:
        """Add a paper's title, its blocks and its footnotes."""
        self._paper, self._anchor = number, paper.anchor
        self._paper_lang = paper.lang if paper.lang != lang else ""
        self._entry("title", paper.title, level=1, anchor=paper.anchor)
        self._blocks(paper.blocks)
        for note in paper.footnotes:
            self._inside(Container("note", note.number), note.blocks)

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _inside(self, container: Container, blocks: Iterable[Block]) -> None:
        before = self._within
        self._within = (*before, container)
        self._blocks(blocks)
        self._within = before

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._paragraph(block)
            case Heading(level, children, anchor, place, written):
                value = self._value(place) if written is not None and place is not None else None
                self._entry("heading", children, level=level, value=value, written=written, anchor=anchor)
            case ListBlock():
                self._list(block)
            case Table():
                self._table(block)
            case Figure():
                self._entry("caption", block.caption, anchor=block.anchor)
            case FigureRow(figures):
                self._blocks(figures)
            case Callout():
                before = self._within
                self._within = (*before, Container("callout"))
                self._entry("callout-title", block.title)
                self._blocks(block.blocks)
                self._within = before
            case Quote(blocks):
                self._inside(Container("quote"), blocks)
            case DefinitionList():
                self._definitions(block)
            case PageBreak() | Rule() | WritingSpace():
                pass
            case _:
                assert_never(block)

    def _paragraph(self, block: Paragraph) -> None:
        place, written = block.place, block.written
        role = "" if block.role == "body" else block.role
        if written is None or place is None:
            self._entry("paragraph", block.children, role=role)
        else:
            self._entry("paragraph", block.children, role=role, value=self._value(place), written=written)

    # Lists and tables

    def _list(self, block: ListBlock) -> None:
        number = len(self.lists)
        self.lists.append(ListShape(Rows()))
        rows = [self._item(Container("list", number, index), item.blocks) for index, item in enumerate(block.items)]
        self.lists[number] = ListShape(self._rows(rows), block.ordered, block.start if block.ordered else 1)

    def _item(self, container: Container, blocks: Sequence[Block]) -> list[Entry]:
        """Add an item; return the entries of its own paragraphs, without those of lists in it."""
        first = len(self.entries)
        self._inside(container, blocks)
        depth = len(self._within) + 1
        return [entry for entry in self.entries[first:] if len(entry.within) == depth]

    def _definitions(self, block: DefinitionList) -> None:
        number = len(self.lists)
        self.lists.append(ListShape(Rows()))
        rows = []
        for index, item in enumerate(block.items):
            container = Container("definition", number, index)
            before = self._within
            self._within = (*before, container)
            first = len(self.entries)
            self._entry("term", item.term)
            self._blocks(item.blocks)
            self._within = before
            rows.append(self.entries[first:])
        self.lists[number] = ListShape(self._rows(rows))

    def _table(self, block: Table) -> None:
        if not block.columns or not (block.head or block.body):
            return  # no document shows it
        number = len(self.tables)
        self.tables.append(TableShape(Rows(), len(block.columns), len(block.head)))
        self._entry("caption", block.caption, anchor=block.anchor)
        rows: list[list[Entry]] = []
        covered: dict[int, int] = {}
        for index, row in enumerate((*block.head, *block.body)):
            if index == len(block.head):
                covered = {}
            first = len(self.entries)
            self._row(row, number, index, covered)
            rows.append(self.entries[first:])
        self.tables[number] = TableShape(self._rows(rows[len(block.head) :]), len(block.columns), len(block.head))

    def _row(self, row: Row, number: int, index: int, covered: dict[int, int]) -> None:
        """Add a row's cells; *covered* counts for each column the rows that a cell above still reaches down."""
        column = 0
        spans: dict[int, int] = {}
        for cell in row.cells:
            while covered.get(column, 0):
                column += 1
            self._cell(cell, Container("cell", number, index, column))
            for _ in range(cell.column_span):
                spans[column] = cell.row_span
                column += 1
        for place in dict.fromkeys((*covered, *spans)):
            covered[place] = max(spans.get(place, covered.get(place, 0)) - 1, 0)

    def _cell(self, cell: Cell, container: Container) -> None:
        count = len(self.entries)
        self._inside(container, cell.blocks)
        if len(self.entries) == count and all(isinstance(block, Paragraph) for block in cell.blocks):
            before = self._within
            self._within = (*before, container)
            self._add("cell", cell, "", ())
            self._within = before

    def _rows(self, rows: list[list[Entry]]) -> Rows:
        """Return which YAML sequence, or which rich text, the items come from."""
        inside = {self._holder(entry) for row in rows for entry in row}
        if len(inside) == 1:
            (value,) = inside
            if value is not None:
                return Rows(inside=value)
        keys = [common(self._keys_of(row)) for row in rows]
        found = sequence(keys)
        return Rows() if found is None else Rows(found.file, found.path, found.indexes)

    def _holder(self, entry: Entry) -> int | None:
        """Return the rich text that an entry is a part of, None when it is all of it."""
        if entry.written is None or entry.value is None:
            return None
        markdown = self.values[entry.value].markdown or ""
        start, end = entry.written
        return entry.value if markdown[:start].strip() or markdown[end:].strip() else None

    def _keys_of(self, entries: Iterable[Entry]) -> list[Key]:
        indexes = dict.fromkeys(piece.value for entry in entries for piece in entry.pieces if piece.value is not None)
        return [(self.values[index].file, self.values[index].path) for index in indexes]

    # Entries

    def _entry(
        self,
        kind: Kind,
        children: tuple[Inline, ...],
        *,
        level: int = 0,
        role: str = "",
        value: int | None = None,
        written: tuple[int, int] | None = None,
        anchor: str = "",
    ) -> None:
        """Add an entry for *children*, unless they show nothing."""
        node, mark = children, ""
        if written is not None:
            mark, children = _parted(children)
        if len(children) == 1 and isinstance(only := children[0], Text):  # most are
            text, source = only.text, None if only.place is None else self._value(only.place)
            pieces: tuple[Piece, ...] = (Piece(0, len(text), source, only.marks),)
            if not text or text.isspace():
                return
        else:
            found = _Inlines()
            remarks = self._inlines(children, found, Piece(0, 0))
            text, pieces = "".join(found.parts), tuple(found.pieces)
            if not found.notes and (not text or text.isspace()):
                return
            self.remarks += [Remark(len(self.entries), author, words) for author, words in remarks]
        self._add(kind, node, text, pieces, level=level, role=role, value=value, written=written, anchor=anchor)
        if mark:
            self.entries[-1] = self.entries[-1]._replace(mark=mark)

    def _add(
        self,
        kind: Kind,
        node: object,
        text: str,
        pieces: tuple[Piece, ...],
        *,
        level: int = 0,
        role: str = "",
        value: int | None = None,
        written: tuple[int, int] | None = None,
        anchor: str = "",
    ) -> None:
        source = next((piece.value for piece in pieces if piece.value is not None), value)
        identifier = self._identifier(kind, source, text)
        self.ids.setdefault(id(node), []).append(identifier)
        self.entries.append(
            Entry(
                identifier,
                kind,
                text,
                pieces,
                self._paper,
                self._within,
                value,
                written,
                level,
                role,
                self._paper_lang,
                anchor,
            )
        )

    def _identifier(self, kind: Kind, source: int | None, text: str) -> str:
        """Return an id made of where a paragraph comes from, else of what it says and where it stands."""
        holder = self._within[-1] if self._within else None
        if source is not None:
            value = self.values[source]
            key = f"{kind}\n{value.file}\n{value.path}"
        elif kind == "cell" and holder is not None:
            key = f"{kind}\n{self._anchor}\n{holder}"
        else:
            key = f"{kind}\n{self._anchor}\n{text}"
        if holder is not None and holder.kind == "note":
            key += "\nnote"
        count = self._keys.get(key, 0)
        while True:
            count += 1
            digest = blake2s(f"{key}\n{count}".encode("utf-8", "backslashreplace"), digest_size=_ID_BYTES).digest()
            number = int.from_bytes(digest)  # written as base 32; the standard library takes four times as long
            identifier = "".join([_PAIRS[number >> shift & 1023] for shift in (30, 20, 10, 0)])
            if identifier not in self._taken:
                break
        self._keys[key] = count
        self._taken.add(identifier)
        return identifier

    def _inlines(self, children: Iterable[Inline], found: _Inlines, around: Piece) -> list[tuple[str, str]]:
        """Add the pieces of *children*, which look as *around*; return the comments in them."""
        remarks: list[tuple[str, str]] = []
        for child in children:
            match child:
                case Text(text, marks, place):
                    if text:
                        value = None if place is None else self._value(place)
                        found.pieces.append(
                            around._replace(start=found.length, length=len(text), value=value, marks=marks)
                        )
                        found.parts.append(text)
                        found.length += len(text)
                case LineBreak():
                    found.parts.append("\n")
                    found.pieces.append(around._replace(start=found.length, length=1))
                    found.length += 1
                case FootnoteReference(number):
                    found.notes = True
                    found.pieces.append(around._replace(start=found.length, length=0, note=number))
                case Link(inner, target):
                    remarks += self._inlines(inner, found, around._replace(link=target))
                case LanguageSpan(inner, lang):
                    remarks += self._inlines(inner, found, around._replace(lang=lang))
                case Reference(inner, anchor):
                    remarks += self._inlines(inner, found, around._replace(reference=anchor))
                case Placeholder(inner, name):
                    # A box to tick is no field: its control holds one character, which the template wrote.
                    field = "" if child.tick else name
                    remarks += self._inlines(inner, found, around._replace(placeholder=field))
                case Comment(inner, author, text):
                    remarks.append((author, text))
                    remarks += self._inlines(inner, found, around)
                case _:
                    assert_never(child)
        return remarks

    def _value(self, place: Place) -> int:
        """Return the index of the value that stands at *place*."""
        key = (place.file, place.path)
        index = self._known.get(key)
        if index is None:
            index = self._known[key] = len(self.values)
            markdown = self._rich_texts.get(key)
            if markdown is not None:
                markdown = markdown.translate(_UNSHOWABLE)
            self.values.append(Value(place.file, place.path, place.line, place.column, markdown))
        return index


def _parted(children: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """Return the portion mark before a part of a rich text, and the part: whatever else is in it has a place."""
    first = children[0] if children else None
    if isinstance(first, Comment):
        mark, inner = _parted(first.children)
        return mark, (replace(first, children=inner), *children[1:])
    if isinstance(first, Text) and first.place is None and len(children) > 1 and first.text.strip() + " " == first.text:
        return first.text, children[1:]
    return "", children
