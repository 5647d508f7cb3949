"""The document to pages: cover, contents, papers, and what runs around them, in one pass.

Enters: a document and a theme. Leaves: a :class:`Layout`. Guaranteed: each paper starts a page; page numbers count
from 1 with the cover; the contents name the page where each heading stands; every diagnostic is in the layout's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, error
from pipeline.layout.blocks import heading_style, set_blocks, with_notes
from pipeline.layout.frames import Bookmark, Destination, Element, Frame, Layout, Page, Placed, Rectangle
from pipeline.layout.front import Entry, contents, cover, numbered
from pipeline.layout.paginate import Area, Draft, paginate
from pipeline.layout.paragraphs import Around, Tools, paragraph
from pipeline.layout.running import Furniture
from pipeline.layout.shaping import Typesetter
from pipeline.layout.strips import Stack, Strip, box_rectangles, join
from pipeline.layout.structure import Structure
from pipeline.model.nodes import Document, Paper, Text
from pipeline.model.walk import Entry as Listed
from pipeline.model.walk import headings, plain_text
from pipeline.style.theme import Theme

_NOTE_GAP = 6.0
_NOTE_RULE = 72.0


class _Sheet(NamedTuple):
    """A drafted page and what its running text needs: the paper it belongs to; *running*: it has any."""

    draft: Draft
    paper: Paper | None
    running: bool


def lay_out(document: Document, theme: Theme, setter: Typesetter | None = None) -> Layout:
    """Lay a document out. *setter* keeps shaped words from one call to the next; it must be of the same theme."""
    metadata = document.metadata
    structure = Structure(metadata.lang)
    footnotes = {note.number: note for paper in document.papers for note in paper.footnotes}
    tools = Tools(theme, setter or Typesetter(theme), structure, document.labels, footnotes)
    around = Around(0.0, theme.page.measure, 0, metadata.lang)
    sheets: list[_Sheet] = []
    entries: list[Entry] = []
    if document.cover is not None:
        sheets += _sheets(cover(document.cover, around, tools), None, tools, running=False)
    if document.contents is not None:
        strips, entries = contents(document.contents, headings(document), around, tools)
        sheets += _sheets(strips, None, tools, running=True)
    for paper in document.papers:
        sheets += _sheets(_paper(paper, around, tools), paper, tools, running=True)
    destinations = _destinations(sheets, theme)
    finished = _finish_entries(entries, destinations, around, tools)
    furniture = Furniture(tools, metadata.lang)
    pages = tuple(
        _page(number, sheet, len(sheets), document, furniture, finished, theme)
        for number, sheet in enumerate(sheets, start=1)
    )
    bookmarks = tuple(Bookmark(heading.level - 1, _bookmark(heading), heading.anchor) for heading in headings(document))
    return Layout(pages, structure.finish(), destinations, bookmarks, _placed(tools.diagnostics))


def _placed(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return *findings*; those without a place only where none with a place says the same.

    The contents and the running text repeat titles, and do not know where they come from.
    """
    told = {finding.message for finding in findings if finding.place is not None}
    return tuple(finding for finding in findings if finding.place is not None or finding.message not in told)


def _bookmark(heading: Listed) -> str:
    """A heading's title in the outline; papers show their tab."""
    return f"{heading.tab}  {heading.text}" if heading.tab and heading.level == 1 else heading.text


def _paper(paper: Paper, around: Around, tools: Tools) -> list[Strip]:
    """Set a paper: its tab, its title, its blocks."""
    part = tools.structure.add(Element("Part", around.element, lang=paper.lang))
    inside = around._replace(element=part, lang=paper.lang or around.lang)
    styles = tools.theme.styles
    stacks: list[Stack] = []
    if paper.tab:
        tab = (Text(f"{tools.labels.tab} {paper.tab}"),)
        stacks.append(paragraph(tab, styles["tab"], inside, tools, keep=True))
    title = paragraph(
        paper.title, heading_style(1, tools), inside, tools, kind="H1", anchor=paper.anchor, keep=bool(paper.blocks)
    )
    stacks.append(with_notes(title, inside, tools))
    stacks.append(set_blocks(paper.blocks, inside, tools))
    stack = join(stacks)
    if not stack.strips:
        return []
    first, *rest = stack.strips
    return [first._replace(before=stack.before, new_page=True), *rest]


def _area(theme: Theme) -> Area:
    return Area(theme.page.text_height, 2 * _NOTE_GAP + theme.rule.width)


def _sheets(strips: list[Strip], paper: Paper | None, tools: Tools, *, running: bool) -> list[_Sheet]:
    def overflow(_: Strip) -> None:
        message = "a part of this paper is taller than a page and cannot be cut"
        tools.diagnostics.append(_too_tall(message, paper))

    return [_Sheet(draft, paper, running) for draft in paginate(strips, tools.notes, _area(tools.theme), overflow)]


def _too_tall(message: str, paper: Paper | None) -> Diagnostic:
    help_text = "make it smaller, or part rows that a row span joins"
    return error("does-not-fit", message, paper.place if paper else None, help=help_text)


def _note_top(draft: Draft, theme: Theme) -> float:
    """The y of the first footnote from the text area's top: footnotes stand at the foot."""
    height = sum(strip.height + strip.before for strip in draft.notes)
    return theme.page.text_height - height


def _destinations(sheets: list[_Sheet], theme: Theme) -> dict[str, Destination]:
    """Find every anchor."""
    found: dict[str, Destination] = {}
    for number, (draft, _, _) in enumerate(sheets, start=1):
        for strip, y in draft.strips:
            for name, offset in strip.frame.anchors:
                found[name] = Destination(number, theme.page.top + y + offset)
        y = _note_top(draft, theme)
        for strip in draft.notes:
            for name, offset in strip.frame.anchors:
                found[name] = Destination(number, theme.page.top + y + offset)
            y += strip.height + strip.before
    return found


def _finish_entries(
    entries: list[Entry], destinations: Mapping[str, Destination], around: Around, tools: Tools
) -> dict[str, Frame]:
    """Return the contents' last lines with page numbers, by the name of their entry."""
    return {entry.name: numbered(entry, str(destinations[entry.anchor].page), around, tools) for entry in entries}


def _page(
    number: int,
    sheet: _Sheet,
    count: int,
    document: Document,
    furniture: Furniture,
    finished: Mapping[str, Frame],
    theme: Theme,
) -> Page:
    geometry, draft = theme.page, sheet.draft
    placed = []
    boxes = tuple(box_rectangles(draft.strips))
    if boxes:
        placed.append(Placed(geometry.left, geometry.top, Frame(geometry.text_height, boxes), "Layout"))
    y = geometry.top
    for frame in draft.head:
        placed.append(Placed(geometry.left, y, frame, "Pagination"))
        y += frame.height
    for strip, top in draft.strips:
        placed.append(Placed(geometry.left, geometry.top + top, _completed(strip.frame, finished)))
    y = geometry.top + _note_top(draft, theme)
    if draft.notes:
        rule = Rectangle(0.0, 0.0, min(_NOTE_RULE, geometry.measure), theme.rule.width, theme.rule.color)
        placed.append(Placed(geometry.left, y - _NOTE_GAP - theme.rule.width, Frame(theme.rule.width, (rule,))))
    for strip in draft.notes:
        y += strip.before
        placed.append(Placed(geometry.left, y, strip.frame))
        y += strip.height
    values = _values(number, count, sheet.paper, document)
    placed.extend(furniture.page(values, running=sheet.running))
    return Page(number, geometry.width, geometry.height, tuple(placed))


def _completed(frame: Frame, finished: Mapping[str, Frame]) -> Frame:
    """Return a frame, or for an entry of the contents the one that has its page number."""
    return finished.get(frame.anchors[0][0], frame) if frame.anchors else frame


def _values(number: int, count: int, paper: Paper | None, document: Document) -> dict[str, str]:
    """What the fields of running text stand for on a page."""
    metadata = document.metadata
    contents_title = document.contents.title if document.contents else ""
    return {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "paper": plain_text(paper.title) if paper else contents_title,
        "tab": paper.tab if paper else "",
        "page": str(number),
        "pages": str(count),
        "marking": metadata.marking,
        "date": metadata.shown_date,
    }
