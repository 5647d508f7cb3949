"""What every document must keep so that it can be read aloud, navigated and archived.

Enters: a document. Leaves: findings at the places of its nodes. Guaranteed: a document without findings has headings
that skip no level, figures with a text alternative, tables whose cells fill a grid and have header cells, anchors that
are there once, links that lead somewhere, and language tags that are well formed (PDF/UA-1, 7.2-7.5; WCAG 2.2, 1.1.1,
1.3.1, 3.1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.diagnostics import Diagnostic, Place, error
from pipeline.model.nodes import (
    Block,
    Document,
    Figure,
    Heading,
    Inline,
    LanguageSpan,
    Link,
    Paper,
    Reference,
    Row,
    Table,
)
from pipeline.model.walk import all_blocks, headings, own_inlines, plain_text

# BCP 47 (RFC 5646, 2.1): language, script, region, variants, extensions, private use; or private use alone. Languages
# of four to eight letters are allowed there, but none is registered: such a tag is a name by mistake.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)


def is_language(tag: str) -> bool:
    """Whether *tag* is a well-formed BCP 47 language tag."""
    return _LANGUAGE.fullmatch(tag) is not None


def check(document: Document) -> list[Diagnostic]:
    """Return what is wrong with *document*, paper by paper in reading order."""
    checker = _Checker({entry.anchor for entry in headings(document)} | _figure_anchors(document))
    checker.language(document.metadata.lang, None)
    for paper in document.papers:
        checker.paper(paper)
    return checker.found


def _figure_anchors(document: Document) -> set[str]:
    """Return the anchors of tables and figures."""
    return {
        block.anchor
        for paper in document.papers
        for blocks in (paper.blocks, *(footnote.blocks for footnote in paper.footnotes))
        for block in all_blocks(blocks)
        if isinstance(block, Table | Figure) and block.anchor
    }


def skipped_level(text: str, level: int, before: int) -> tuple[str, str]:
    """Return what is wrong with a heading *text* of *level* below one of level *before*, and what to do."""
    wanted, written = "#" * before, "#" * (level - 1)
    message = f"the heading {_shown(text)} skips a level: it has {written} where {wanted} should come first"
    return message, f"write {wanted}, or put a heading between"


class _Checker:
    """Checks block by block. *anchors*: all of the document; *seen*: those passed; *level*: of the last heading."""

    def __init__(self, anchors: set[str]) -> None:
        self.anchors = anchors
        self.seen: set[str] = set()
        self.level = 1
        self.found: list[Diagnostic] = []

    def add(self, code: str, message: str, place: Place | None, help: str = "") -> None:
        self.found.append(error(code, message, place, help=help))

    def paper(self, paper: Paper) -> None:
        if paper.lang:
            self.language(paper.lang, paper.place)
        title = plain_text(paper.title)
        if not title.strip():
            self.add("empty-heading", "a paper has no title", paper.place)
        self.anchor(paper.anchor, title, paper.place)
        self.level = 1
        for blocks in (paper.blocks, *(footnote.blocks for footnote in paper.footnotes)):
            for block in all_blocks(blocks):
                self.block(block)

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, Figure) and not block.alt.strip():
            help = "say what the picture shows: ![what it shows](file)"
            self.add("missing-alt", f"the picture {block.image.name} has no text alternative", block.place, help)
        elif isinstance(block, Table):
            self.found += _table(block)
        if isinstance(block, Table | Figure) and block.anchor:
            self.anchor(block.anchor, plain_text(block.caption), block.place)
        for inlines in own_inlines(block):
            self.inlines(inlines)

    def heading(self, heading: Heading) -> None:
        text = plain_text(heading.children)
        if not text.strip():
            self.add("empty-heading", "a heading has no text", heading.place, "write one, or take it out")
        if not 2 <= heading.level <= 6:
            self.add("heading-level", f"{_shown(text)} is a heading of level {heading.level}", heading.place)
        elif heading.level > self.level + 1:
            message, help = skipped_level(text, heading.level, self.level)
            self.add("heading-level", message, heading.place, help)
        self.level = heading.level
        self.anchor(heading.anchor, text, heading.place)

    def anchor(self, anchor: str, text: str, place: Place | None) -> None:
        if not anchor:
            self.add("missing-anchor", f"the heading {_shown(text)} has no anchor", place)
        elif anchor in self.seen:
            help = "give one of them another {#name}"
            self.add("duplicate-anchor", f"the anchor #{anchor} is there twice", place, help)
        self.seen.add(anchor)

    def inlines(self, inlines: Iterable[Inline]) -> None:
        for node in inlines:
            if isinstance(node, LanguageSpan):
                self.language(node.lang, None)
                self.inlines(node.children)
            elif isinstance(node, Link):
                if not plain_text(node.children).strip():
                    self.add("empty-link", f"the link to {node.target} has no text", node.place)
                if node.target.startswith("#") and node.target[1:] not in self.anchors:
                    self.add("missing-anchor", f"nothing has the anchor {node.target}", node.place)
                self.inlines(node.children)
            elif isinstance(node, Reference) and node.anchor not in self.anchors:
                self.add("missing-anchor", f"nothing has the anchor #{node.anchor}", node.place)

    def language(self, tag: str, place: Place | None) -> None:
        if not is_language(tag):
            self.add("bad-language", f"{tag!r} is no language tag", place, "write one such as en-US or km")


_AS_MANY = "give each row a cell for each column; an empty one is nothing between two bars"


def _table(table: Table) -> Iterator[Diagnostic]:
    columns = len(table.columns)
    if not columns or not (table.head or table.body):
        yield error("bad-table", "a table has no columns or no rows", table.place, help="give it a row, or take it out")
        return
    for rows in (table.head, table.body):
        yield from _grid(rows, columns, table.place)
    has_headers = any(cell.header for row in table.head for cell in row.cells) or (
        bool(table.body) and all(any(cell.header for cell in row.cells) for row in table.body)
    )
    if not has_headers:
        help = "give it a heading row, or {row-headers}"
        yield error("table-without-headers", "a table has no header cells", table.place, help=help)
    shares = [column.width for column in table.columns if column.width is not None]
    if any(not 0 < share <= 1 for share in shares) or sum(shares) > 1.0001:
        yield error(
            "bad-table",
            "a table's columns are wider than the table",
            table.place,
            help="let their widths add up to 100%",
        )


def _grid(rows: tuple[Row, ...], columns: int, table: Place | None) -> Iterator[Diagnostic]:
    """Check that the cells of *rows* cover every column of every row once (HTML 4.9.12, forming a table)."""
    hanging = [0] * columns  # for how many rows each column is still covered from above
    for row in rows:
        at = 0
        for cell in row.cells:
            while at < columns and hanging[at]:
                at += 1
            end = at + cell.column_span
            if cell.column_span < 1 or cell.row_span < 1 or end > columns or any(hanging[at:end]):
                message = f"a row has cells for more than the table's {columns} columns"
                yield error("table-grid", message, cell.place or row.place or table, help=_AS_MANY)
                return
            hanging[at:end] = [cell.row_span] * cell.column_span
            at = end
        if not all(hanging):
            covered = sum(map(bool, hanging))
            message = f"a row has cells for {covered} of the table's {columns} columns"
            yield error("table-grid", message, row.place or table, help=_AS_MANY)
            return
        hanging = [left - 1 for left in hanging]
    if any(hanging):
        yield error("table-grid", "a cell reaches below the table's last row", table, help="give it fewer rows")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
