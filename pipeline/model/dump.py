"""A document as plain values for JSON, and as indented text for people and for comparing.

Enters: a document. Leaves: dictionaries, lists, texts and numbers; or lines. Guaranteed: two documents that differ have
different JSON; pictures are named by size and digest, not copied; the text shows everything but places, on request
those too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from hashlib import sha256
from typing import Any, assert_never

from pipeline.diagnostics import Place
from pipeline.model.chart import Chart
from pipeline.model.drawing import Drawing, all_shapes
from pipeline.model.media import Image
from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
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
    Mark,
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

_INDENT = "  "
_MARKS = (
    (Mark.STRONG, "strong"),
    (Mark.EMPHASIS, "emphasis"),
    (Mark.CODE, "code"),
    (Mark.SUPERSCRIPT, "superscript"),
    (Mark.SUBSCRIPT, "subscript"),
    (Mark.STRIKE, "strike"),
    (Mark.SMALL_CAPS, "smallcaps"),
    (Mark.UNDERLINE, "underline"),
)


def as_json(document: Document) -> dict[str, Any]:
    """Return *document* as values that ``json`` can write; fields that have their default are left out.

    ``node`` of a dictionary is the name of its class in :mod:`pipeline.model.nodes`.
    """
    plain: dict[str, Any] = _plain(document)
    return plain


def as_text(document: Document, *, places: bool = False) -> str:
    """Return *document* as indented lines, one for each block; *places*: with ``@line:column`` of each text."""
    return "\n".join(_Lines(places).document(document)) + "\n"


def blocks_as_text(blocks: Iterable[Block], *, places: bool = False) -> str:
    """Return *blocks* as in :func:`as_text`."""
    return "\n".join(_Lines(places).blocks(blocks)) + "\n"


def mark_names(marks: Mark) -> list[str]:
    """Return the names of *marks*, always in the same order."""
    return [name for mark, name in _MARKS if mark in marks]


def _plain(value: object) -> Any:
    if isinstance(value, Mark):
        return mark_names(value)
    if isinstance(value, bytes):
        return {"bytes": len(value), "sha256": sha256(value).hexdigest()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        shown = {field.name: getattr(value, field.name) for field in fields(value)}
        kept = {field.name: _plain(shown[field.name]) for field in fields(value) if not _is_default(field, shown)}
        return kept if isinstance(value, Place) else {"node": type(value).__name__, **kept}
    return value


def _is_default(field: Field[Any], values: dict[str, Any]) -> bool:
    value = values[field.name]
    return field.default is not MISSING and type(value) is type(field.default) and value == field.default


class _Lines:
    """Writes nodes as lines."""

    def __init__(self, places: bool) -> None:
        self.places = places

    def document(self, document: Document) -> Iterator[str]:
        metadata = document.metadata
        yield _line("document", _quoted(metadata.title), f"lang={metadata.lang}")
        for name in ("subtitle", "author", "subject", "date", "marking"):
            if getattr(metadata, name):
                yield _INDENT + _line(name, _quoted(getattr(metadata, name)))
        if metadata.keywords:
            yield _INDENT + _line("keywords", ", ".join(map(_quoted, metadata.keywords)))
        if document.cover is not None:
            yield "cover"
            cover = document.cover
            parts = [("title", cover.title), ("subtitle", cover.subtitle)]
            parts += [(f"detail {_quoted(detail.label)}", detail.children) for detail in cover.details]
            for name, children in (*parts, ("notice", cover.notice)):
                if children:
                    yield _INDENT + _line(name, self.inlines(children))
        for line in document.designation:
            yield _line("designation", self.inlines(line.children))
        if document.contents is not None:
            yield _line("contents", _quoted(document.contents.title), f"depth={document.contents.depth}")
        for paper in document.papers:
            yield from self.paper(paper)

    def paper(self, paper: Paper) -> Iterator[str]:
        tab, lang = f"tab={paper.tab}" if paper.tab else "", f"lang={paper.lang}" if paper.lang else ""
        marking = f"marking={_quoted(paper.marking)}" if paper.marking is not None else ""
        yield _line("paper", f"#{paper.anchor}", tab, lang, marking, self.inlines(paper.title))
        yield from self.inner(paper.blocks)
        for footnote in paper.footnotes:
            yield _INDENT + f"footnote {footnote.number}"
            yield from _indented(self.inner(footnote.blocks))

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def inner(self, blocks: Iterable[Block]) -> Iterator[str]:
        yield from _indented(self.blocks(blocks))

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield _line(f"heading {block.level}", f"#{block.anchor}", self.inlines(block.children))
            case Paragraph():
                role = block.role if block.role != "body" else ""
                yield _line("paragraph", role, _flag("keep", block.keep_with_next), self.inlines(block.children))
            case ListBlock():
                start = f"start={block.start}" if block.start != 1 else ""
                yield _line("numbered list" if block.ordered else "list", start)
                for item in block.items:
                    yield _INDENT + "item"
                    yield from _indented(self.inner(item.blocks))
            case Table():
                yield from self.table(block)
            case Figure():
                size = _size(block.image)
                width = f"width={block.width:.0%}" if block.width is not None else ""
                yield _line("figure", _number(block.number), size, width, f"align={block.align}", _quoted(block.alt))
                yield from self.caption(block.caption)
            case FigureRow():
                yield "figures"
                yield from self.inner(block.figures)
            case Callout():
                yield _line("callout", block.kind, self.inlines(block.title))
                yield from self.inner(block.blocks)
            case Quote():
                yield "quote"
                yield from self.inner(block.blocks)
            case DefinitionList():
                yield "definitions"
                for definition in block.items:
                    yield _INDENT + _line("term", self.inlines(definition.term))
                    yield from _indented(self.inner(definition.blocks))
            case PageBreak():
                yield "page break"
            case Rule():
                yield "rule"
            case WritingSpace(pattern, spacing, lines):
                yield _line(
                    "writing space", pattern, f"{spacing:g}pt", "to the foot" if lines is None else f"{lines} lines"
                )
            case _:
                assert_never(block)

    def caption(self, caption: Sequence[Inline]) -> Iterator[str]:
        if caption:
            yield _INDENT + _line("caption", self.inlines(caption))

    def table(self, table: Table) -> Iterator[str]:
        widths = (f" {column.width:.0%}" if column.width is not None else "" for column in table.columns)
        columns = [column.align + width for column, width in zip(table.columns, widths, strict=True)]
        yield _line("table", _number(table.number), f"[{', '.join(columns)}]", "fill-in" if table.fill_in else "")
        yield from self.caption(table.caption)
        for name, rows in (("head", table.head), ("row", table.body)):
            for row in rows:
                yield _INDENT + name
                for cell in row.cells:
                    yield from _indented(_indented(self.cell(cell)))

    def cell(self, cell: Cell) -> Iterator[str]:
        spans = "" if cell.column_span == cell.row_span == 1 else f"{cell.column_span}x{cell.row_span}"
        kind = _line("header" if cell.header else "cell", spans, cell.align or "")
        match cell.blocks:
            case ():
                yield kind
            case (Paragraph(role="body") as paragraph,):
                yield _line(kind, self.inlines(paragraph.children))
            case blocks:
                yield kind
                yield from self.inner(blocks)

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return " ".join(map(self.inline, inlines))

    def inline(self, node: Inline) -> str:
        match node:
            case Text():
                marks = "+".join(mark_names(node.marks))
                place = _place(node.place) if self.places else ""
                return f"{marks}{':' if marks else ''}{_quoted(node.text)}{place}"
            case LineBreak():
                return "break"
            case Link():
                title = f" {_quoted(node.title)}" if node.title else ""
                return f"link({node.target}{title}: {self.inlines(node.children)})"
            case LanguageSpan():
                return f"lang({node.lang}: {self.inlines(node.children)})"
            case FootnoteReference():
                return f"note({node.number})"
            case Reference():
                return f"reference(#{node.anchor}: {self.inlines(node.children)})"
            case Comment():
                return f"comment({_quoted(node.author)} {_quoted(node.text)}: {self.inlines(node.children)})"
            case Placeholder():
                return (
                    f"tick({_quoted(node.name)}: {self.inlines(node.children)})"
                    if node.tick
                    else f"placeholder({node.name}: {self.inlines(node.children)})"
                )
        assert_never(node)


def _size(image: Image | Drawing | Chart) -> str:
    match image:
        case Image():
            return f"{image.name} {image.format} {image.width}x{image.height} {image.dpi:g}dpi"
        case Drawing():
            shapes = sum(1 for _ in all_shapes(image.shapes))
            return f"{image.name} drawing {image.width:g}x{image.height:g}pt {shapes} shapes"
        case Chart():
            return f"{image.name} {image.kind} chart {len(image.labels)}x{len(image.series)}"
    assert_never(image)


def _line(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (_INDENT + line for line in lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _flag(name: str, value: bool) -> str:
    return name if value else ""


def _number(number: int | None) -> str:
    return str(number) if number is not None else ""


def _place(place: Place | None) -> str:
    return "" if place is None else f"@{place.line}:{place.column}"
