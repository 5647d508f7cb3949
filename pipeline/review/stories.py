"""The paragraphs of a text: the body of a Word file, or a note.

Enters: the element that holds the text, the view. Leaves: a :class:`~pipeline.review.raw.Story`. Guaranteed: every
paragraph, in tables and content controls too, comes out once and in order; a paragraph whose mark the view drops goes
on in the next; each cell that the view has, and no other covers, has at least one paragraph; elements that are not
known are looked into; nothing raises, however deep elements lie in each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline.docx.ooxml import ID, P_PR, P_STYLE, R_PR, VAL, Node, P, R, name
from pipeline.review.fields import Fields, unmatched
from pipeline.review.numbers import Numbers
from pipeline.review.raw import Raw, Spot, Story, TableNow
from pipeline.review.runs import SDT_CONTENT, Inlines, is_contents, words_in
from pipeline.review.styles import ParagraphStyle, Styles
from pipeline.review.views import CHANGES, REMOVED, View, left_out, marks_of, properties_in
from pipeline.review.xml import as_number, is_on, number_of, value_of

_TABLE, _ROW, _CELL = name("w:tbl"), name("w:tr"), name("w:tc")
_TR_PR, _TC_PR, _SDT = name("w:trPr"), name("w:tcPr"), name("w:sdt")
_GRID_SPAN, _GRID_BEFORE, _MERGE, _HEAD = (
    name("w:gridSpan"),
    name("w:gridBefore"),
    name("w:vMerge"),
    name("w:tblHeader"),
)
_MERGED = frozenset({name("w:hMerge"), _MERGE})
_NUM_PR, _NUM_ID, _ILVL, _OUTLINE = name("w:numPr"), name("w:numId"), name("w:ilvl"), name("w:outlineLvl")
_INDENT, _LEFT = name("w:ind"), (name("w:left"), name("w:start"))
_END = name("w:bookmarkEnd")
_STARTS = frozenset({name("w:bookmarkStart"), name("w:commentRangeStart")})
_ENDS = frozenset({_END, name("w:commentRangeEnd")})
_REFERENCE_MARKS = (name("w:footnoteRef"), name("w:endnoteRef"))
_LOOSE = frozenset({R, name("w:hyperlink"), name("w:fldSimple")})
"""What should be in a paragraph, and is not in some files."""
_ALTERNATIVES, _CHOICE, _FALLBACK = name("mc:AlternateContent"), name("mc:Choice"), name("mc:Fallback")
_SKIPPED = frozenset(
    map(name, ("w:sectPr", "w:tblPr", "w:tblGrid", "w:tblPrEx", "w:trPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:pPr"))
)
_MOST_SPAN = 1000
_DEEPEST_TABLE = 40


class _Reader:
    def __init__(
        self, root: Node, view: View, styles: Styles, numbers: Numbers, links: dict[str, str], first: int, tables: int
    ) -> None:
        self.story = Story()
        self._view, self._styles, self._numbers = view, styles, numbers
        self._inlines = Inlines(self.story, view, styles, links, Fields(unmatched(root, view)))
        self._inlines.expect(frozenset(str(node.get(ID, "")) for node in root.iter(_END)))
        self._order, self._tables = first, tables
        self._frame: tuple[Spot, ...] = ()
        self._open: Raw | None = None
        self._empty = True
        self._waiting: list[Node] = []
        self._ended: set[str] = set()
        self._dropped = 0

    # Blocks

    def blocks(self, parent: Node) -> None:
        for node in parent:
            self._block(node)

    def _block(self, node: Node) -> None:
        tag = node.tag
        if tag == P:
            self._paragraph(node)
        elif tag == _TABLE:
            self._flush()
            self._table(node)
        elif tag == _SDT:
            content = node.find(SDT_CONTENT)
            if content is not None and not is_contents(node):
                self.blocks(content)
        elif tag in CHANGES:
            self._changed(node, self.blocks)
        elif tag in _STARTS:
            self._waiting.append(node)
        elif tag in _ENDS:
            (self._inlines.bookmark_end if tag == _END else self._inlines.comment_end)(node)
        elif tag == _ALTERNATIVES:
            self.blocks(_alternative(node))
        elif tag in _LOOSE:
            self._loose(node)
        elif tag not in _SKIPPED:
            self.blocks(node)

    def _changed(self, node: Node, go_on: Callable[[Node], None]) -> None:
        if self._view.keeps(node):
            go_on(node)

    def _flush(self) -> None:
        """End the paragraph that was to go on in the next one."""
        if self._open is not None:
            self._end(self._open)
            self._open = None

    def _end(self, raw: Raw) -> None:
        self._inlines.leave()
        self.story.paragraphs.append(raw)

    def _loose(self, node: Node) -> None:
        """Read a run outside of any paragraph, in a paragraph of its own."""
        self._flush()
        raw = self._made(None)
        self._inlines.enter(raw, self._styles.default, fresh=True)
        holder = node.makeelement(P)
        at, parent = node.getnext(), node.getparent()
        holder.append(node)
        self._inlines.read(holder)
        if at is not None:
            at.addprevious(node)
        elif parent is not None:
            parent.append(node)
        self._end(raw)

    # Paragraphs

    def _paragraph(self, node: Node) -> None:
        written = node.find(P_PR)
        properties, change = (None, None) if written is None else properties_in(written, self._view)
        style = self._styles.paragraph(value_of(properties, P_STYLE))
        if style.head and self._frame and not self._frame[-1].column:
            style = style._replace(bold=True)  # LibreOffice writes there what the table style says of first columns
        raw = self._open
        if raw is None:
            raw = self._made(properties)
            self._inlines.enter(raw, style, fresh=True)
        else:
            if not any(not ink.text.isspace() for ink in raw.inks if ink.text) and not any(
                ink.note for ink in raw.inks
            ):
                self._describe(raw, properties)  # nothing of the paragraph before is left but its words' places
            raw.merged = True
            self._inlines.enter(raw, style, fresh=False)
        for start in self._waiting:
            (self._inlines.bookmark_start if start.tag == name("w:bookmarkStart") else self._inlines.comment_start)(
                start
            )
        self._waiting.clear()
        raw.restyled = raw.restyled or raw.style in self._ended
        ends = marks_of(None if written is None else written.find(R_PR))
        if any(mark.tag in REMOVED for mark in ends):
            self._ended.add(value_of(properties, P_STYLE))
        else:
            self._ended.clear()
        if change is not None:
            raw.changes.append(left_out(change, words_in(node)))
        self._inlines.read(node)
        if self._mark_stays(raw, written):
            self._open = None
            self._end(raw)
        else:
            self._open = raw

    def _mark_stays(self, raw: Raw, properties: Node | None) -> bool:
        """Whether the paragraph ends here (17.13.5: its mark may be inserted, deleted or moved)."""
        run = None if properties is None else properties.find(R_PR)
        stays = True
        for change in marks_of(run):
            stays = stays and self._view.keeps(change)
            if not self._view.counts(change):
                raw.changes.append(left_out(change, "\n"))
        return stays

    def _made(self, properties: Node | None) -> Raw:
        raw = Raw(self._order, self._frame)
        self._order += 1
        self._describe(raw, properties)
        return raw

    def _describe(self, raw: Raw, properties: Node | None) -> None:
        """Note what a paragraph is by its style and its own properties."""
        raw.style = value_of(properties, P_STYLE)
        style = self._styles.paragraph(raw.style)
        raw.meaning = style.meaning
        outline = number_of(properties, _OUTLINE)
        if outline is not None and 0 <= outline < 9 and raw.meaning.kind == "paragraph" and not raw.meaning.role:
            raw.meaning = raw.meaning._replace(kind="heading" if outline else "title", level=min(outline + 1, 6))
        self._number(raw, style, None if properties is None else properties.find(_NUM_PR))
        indent = None if properties is None else properties.find(_INDENT)
        raw.indented = indent is not None and any((as_number(indent.get(key)) or 0) > 0 for key in _LEFT)

    def _number(self, raw: Raw, style: ParagraphStyle, own: Node | None) -> None:
        """Note a paragraph's numbering: its own, else its style's (17.9.18)."""
        number, level = style.number if style.number is not None else ("", None)
        if own is not None:
            said = value_of(own, _NUM_ID)
            raw.unnumbered = said == "0" and number not in ("", "0")
            number = said or number
            at = number_of(own, _ILVL)
            level = at if at is not None else level
        if level is None:
            level = self._numbers.linked.get((number, raw.style), 0)
        found = self._numbers.level(number, level)
        if found is None or not found.shown or number == "0":
            raw.number = ""
            return
        raw.number, raw.level = number, min(max(level, 0), 8)
        raw.ordered, raw.start = found.ordered, found.start

    # Tables

    def _table(self, node: Node) -> None:
        if len(self._frame) >= _DEEPEST_TABLE:
            return
        rows = [row for row in self._rows(node) if self._row_stays(row)]
        if not rows:
            return
        table = TableNow(self._tables + len(self.story.tables), self._frame)
        self.story.tables.append(table)
        before = self._frame
        heading = True
        for number, row in enumerate(rows):
            properties = row.find(_TR_PR)
            heading = heading and properties is not None and is_on(properties.find(_HEAD))
            table.head += heading
            column = min(max(number_of(properties, _GRID_BEFORE) or 0, 0), _MOST_SPAN)
            for cell in self._cells(row):
                self._frame = (*before, Spot(table, number, column))
                column += self._cell(cell, table, column)
            table.columns = max(table.columns, column)
        table.rows = len(rows)
        self._frame = before

    def _cell(self, node: Node, table: TableNow, column: int) -> int:
        """Read a cell; return how many columns it takes."""
        properties = node.find(_TC_PR)
        span = min(max(number_of(properties, _GRID_SPAN) or 1, 1), _MOST_SPAN)
        covered = properties is not None and any(
            merge.tag in _MERGED and str(merge.get(VAL, "continue")) != "restart" for merge in properties
        )
        start, open_ = len(self.story.paragraphs), self._order
        self.blocks(node)
        self._flush()
        added = self.story.paragraphs[start:]
        if covered:
            self._cover(added, start)
            return span
        table.starts.add(column)
        if not any(raw.frame == self._frame for raw in added):
            added = [Raw(open_, self._frame, style="")]
            self._order += 1
            self.story.paragraphs[start:start] = added
        own = [raw for raw in added if raw.frame == self._frame]
        if not any(raw.text.strip() or any(ink.note for ink in raw.inks) for raw in added):
            own[0].filler = True
        return span

    def _cover(self, added: list[Raw], start: int) -> None:
        """Take out what stands in a cell that the one above covers; Word does not show it."""
        words = "\n".join(raw.text for raw in added if raw.text.strip())
        del self.story.paragraphs[start:]
        if words and self.story.paragraphs:
            self.story.paragraphs[-1].losses.append(("covered cell", words))

    def _rows(self, parent: Node) -> Iterator[Node]:
        yield from self._held(parent, _ROW, _TABLE)

    def _cells(self, row: Node) -> Iterator[Node]:
        for cell in self._held(row, _CELL, _ROW):
            if all(self._view.keeps(change) for change in marks_of(cell.find(_TC_PR))):
                yield cell

    def _held(self, parent: Node, wanted: str, outside: str) -> Iterator[Node]:
        """Yield the rows of a table or the cells of a row, out of content controls and other wrappings too."""
        for node in parent:
            if node.tag == wanted:
                yield node
            elif node.tag in _STARTS:
                self._waiting.append(node)
            elif node.tag in _ENDS:
                (self._inlines.bookmark_end if node.tag == _END else self._inlines.comment_end)(node)
            elif node.tag in CHANGES:
                if self._view.keeps(node):
                    yield from self._held(node, wanted, outside)
            elif node.tag not in _SKIPPED and node.tag not in (P, outside):
                yield from self._held(node, wanted, outside)

    def _row_stays(self, row: Node) -> bool:
        properties = row.find(_TR_PR)
        stays = True
        for change in marks_of(properties):
            stays = stays and self._view.keeps(change)
            if not self._view.counts(change):
                words = " | ".join(map(words_in, row.iter(_CELL)))
                last = self.story.paragraphs[-1] if self.story.paragraphs else None
                self.story.changes.append((last, left_out(change, words)))
        return stays

    def finish(self) -> Story:
        self._flush()
        return self.story


def _alternative(node: Node) -> Node:
    """Return the alternative that is read: the first."""
    choices = [child for child in node if child.tag in (_CHOICE, _FALLBACK)]
    return next((choice for choice in choices if len(choice)), node.makeelement(_CHOICE))


def read_story(
    root: Node,
    view: View,
    styles: Styles,
    numbers: Numbers,
    links: Mapping[str, str],
    first: int = 0,
    tables: int = 0,
) -> Story:
    """Return the paragraphs in *root*, numbered from *first*, its tables from *tables*.

    *links* are URIs by relationship id.
    """
    reader = _Reader(root, view, styles, numbers, dict(links), first, tables)
    reader.blocks(root)
    story = reader.finish()
    for raw in story.paragraphs:
        if not raw.text and raw.inks:
            raw.text = "".join(ink.text for ink in raw.inks)
    return story
