"""The document to pages: cover, contents, papers, and what runs around them, in one pass.

Enters: a document and a theme. Leaves: a :class:`Layout`, or a :class:`Book` that gives the layout of each numbered
copy. Guaranteed: each paper starts a page; page numbers count from 1 with the cover; the contents name the page where
each heading stands; every diagnostic is in the layout's; copies differ in their running text alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from pipeline.diagnostics import Diagnostic, error
from pipeline.layout.changebars import Margins, Notice, notice
from pipeline.layout.designation import Designation, designation
from pipeline.layout.flow import Overflow, Passage, Region, flow
from pipeline.layout.frames import Bookmark, Destination, Element, Frame, Layout, Page, Placed, Rectangle
from pipeline.layout.front import Entry, contents, cover, numbered
from pipeline.layout.mirror import mirrored
from pipeline.layout.order import Order, in_order, natural
from pipeline.layout.paginate import Area, Draft, paginate
from pipeline.layout.paragraphs import Around, Tools
from pipeline.layout.passages import paper_passages
from pipeline.layout.remember import Rememberer, surroundings
from pipeline.layout.running import Furniture, page_values
from pipeline.layout.shaping import Typesetter
from pipeline.layout.sheets import Extras, Sheet, collate
from pipeline.layout.strips import Strip, box_rectangles
from pipeline.layout.structure import Structure
from pipeline.model.leaves import Drafted, Leaf, Leaves, Slot
from pipeline.model.nodes import Document, Paper
from pipeline.model.revised import Revisions
from pipeline.model.walk import Entry as Listed
from pipeline.model.walk import headings, tables, writing_spaces
from pipeline.style.direction import runs_right_to_left
from pipeline.style.running import is_duplex
from pipeline.style.theme import PageGeometry, Theme

_NOTE_GAP = 2.85
_NOTE_RULE = 72.0
_LINE = 24.0
"""Points that a page has left where a line more fits on it, whatever its type."""


def lay_out(document: Document, theme: Theme, setter: Typesetter | None = None) -> Layout:
    """Lay a document out. *setter* keeps shaped words from one call to the next; it must be of the same theme."""
    own = setter or Typesetter(theme)
    layout = Book(document, theme, own).layout(document.metadata.copy)
    if setter is None:
        own.forget()
    return layout


class Book:
    """A document laid out, but for its running text, which differs from copy to copy."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        setter: Typesetter | None = None,
        revisions: Revisions | None = None,
        order: Order | None = None,
    ) -> None:
        """Lay *document* out. *revisions*: what became of its paragraphs, for marks in the margin.

        *order* says where pages stand and which old page ends are kept; None: each page where it comes.
        """
        self._document = document
        metadata = document.metadata
        structure = Structure(metadata.lang)
        footnotes = {note.number: note for paper in document.papers for note in paper.footnotes}
        self._tools = Tools(
            theme, setter or Typesetter(theme), structure, document.labels, footnotes, revisions=revisions
        )
        around = Around(0.0, theme.page.measure, 0, metadata.lang)
        parts, entries, self._designation, self._notice = _parts(document, around, self._tools, order)
        self._entries = {entry.name: entry.anchor for entry in entries}
        if order is None:
            self._sheets = collate(parts, theme.printing.start == "right", theme.page)
            self._slots: Sequence[Slot] = natural(len(self._sheets))
        else:
            drafts = [sheet for part in parts for sheet in part]
            self._slots = order.arrange(self._remembered(drafts, parts))
            self._sheets = in_order(drafts, self._slots, theme.page)
        self._destinations = _destinations(self._sheets)
        self._extras = Extras(self._tools, metadata.lang)
        self._furniture: dict[PageGeometry, Furniture] = {}
        self._margins = Margins(theme)
        self._marks: dict[int, list[Placed]] = {}
        finished = _finish_entries(entries, self._destinations, self._slots, around, self._tools)
        self._placed = [self._body(number, sheet, finished) for number, sheet in enumerate(self._sheets, start=1)]
        self._elements: tuple[Element, ...] = structure.finish()

    def leaves(self) -> Leaves:
        """Return what the edition is to remember of its pages."""
        drafts = [sheet for sheet in self._sheets if sheet.kind != "blank"]
        drafted = iter(self._remembered(drafts, ()))
        date = self._document.metadata.shown_date
        pages = []
        for sheet, slot in zip(self._sheets, self._slots, strict=True):
            pages_, date_ = slot.pages or str(len(self._sheets)), slot.date or date
            if sheet.kind == "blank":
                pages.append(
                    Leaf(slot.label, "blank", sheet.paper.anchor if sheet.paper else "", pages=pages_, date=date_)
                )
                continue
            page = next(drafted)
            entries = tuple(self._slots[self._destinations[anchor].page - 1].label for anchor in self._listed(sheet))
            pages.append(Leaf(slot.label, page.kind, page.paper, page.content, page.lines, entries, pages_, date_))
        return Leaves(is_duplex(self._tools.theme), tuple(pages))

    def _remembered(self, drafts: Sequence[Sheet], parts: Sequence[Sequence[Sheet]]) -> list[Drafted]:
        """Return what drafted pages are known by, and which of them begin a part on a right-hand page."""
        place = _destinations(drafts)
        refers = {
            index: tuple(place[anchor].page - 1 for anchor in found)
            for index, sheet in enumerate(drafts)
            if (found := self._listed(sheet))
        }
        right = self._tools.theme.printing.start == "right"
        starts = list(accumulate((len(part) for part in parts), initial=0)) if right else []
        around = surroundings(drafts, self._document, self._tools.theme, self._designation)
        return Rememberer().drafted(drafts, around, refers, starts)

    def _listed(self, sheet: Sheet) -> list[str]:
        """Return the anchors of the headings whose pages the contents name on a page."""
        names = (
            name for region in sheet.regions for strip, _ in region.draft.strips for name, _ in strip.frame.anchors
        )
        return [self._entries[name] for name in names if name in self._entries]

    def layout(self, copy: int = 0, *, marked: bool = False, noted: bool = False) -> Layout:
        """Return the layout of a numbered copy; 0: of the packet itself, without a number.

        *marked*: with marks beside what changed; *noted*: the front page tells of them.
        """
        document = self._document
        pages = tuple(
            self._page(number, copy, marked=marked, noted=noted) for number in range(1, len(self._sheets) + 1)
        )
        marks = (Bookmark(heading.level - 1, _bookmark(heading), heading.anchor) for heading in headings(document))
        columns = tuple(self._tools.columns.get(id(table), ()) for table in tables(document))
        spaces = tuple(self._tools.spaces.get(id(space), 0.0) for space in writing_spaces(document))
        found = _placed(self._tools.diagnostics)
        balanced = tuple(sheet.paper.anchor for sheet in self._sheets if sheet.paper is not None and sheet.balanced)
        return Layout(pages, self._elements, self._destinations, tuple(marks), found, columns, spaces, balanced)

    def _page(self, number: int, copy: int, *, marked: bool, noted: bool) -> Page:
        sheet, slot = self._sheets[number - 1], self._slots[number - 1]
        values = page_values(slot, len(self._sheets), sheet.paper, copy, self._document)
        shown = sheet.kind in ("text", "blank")
        running = self._running(sheet.geometry).page(values, number, running=shown, first=sheet.first)
        if marked:
            running = [*self._marks.get(number, ()), *running]
        if noted and number == 1 and self._notice.frames:
            running = self._notice.placed(sheet, number, self._designation.room, running)
        placed = (*self._placed[number - 1], *running)
        label = "" if slot.label == str(number) else slot.label
        return Page(number, sheet.geometry.width, sheet.geometry.height, placed, sheet.kind, label)

    def _running(self, geometry: PageGeometry) -> Furniture:
        furniture = self._furniture.get(geometry)
        if furniture is None:
            tools = _on(geometry, self._tools)
            furniture = self._furniture[geometry] = Furniture(tools, self._document.metadata)
        return furniture

    def _body(self, number: int, sheet: Sheet, finished: Mapping[str, Frame]) -> tuple[Placed, ...]:
        """Return what stands on a page whatever the copy; a watermark lies under all else."""
        extras, theme = self._extras, self._tools.theme
        placed = extras.watermark(self._document.metadata.watermark, sheet.geometry)
        if sheet.kind == "blank":
            placed += extras.blank(sheet, number)
        elif sheet.kind == "divider":
            placed += extras.divider(sheet, number)
        for region in sheet.regions:
            made = _placed_region(region, sheet.geometry, number, theme, finished)
            lang = (sheet.paper.lang if sheet.paper else "") or self._document.metadata.lang
            turned = runs_right_to_left(lang)
            placed += _mirrored(made, region, sheet.geometry) if turned else made
            self._mark(made, sheet, number, region, turned=turned)
        if sheet.numbered:
            placed += extras.line_numbers(sheet, number)
        if number == 1 and self._designation.room:
            made = self._designation.placed(sheet.geometry, number)
            right_to_left = runs_right_to_left(self._document.metadata.lang)
            # Where text runs to the left, pages are mirrored: the block stands at the lower left.
            left = sheet.geometry.text_left(number)
            placed += [item._replace(x=left) for item in made] if right_to_left else made
            self._mark(made, sheet, number, None, turned=right_to_left)
        return tuple(placed)

    def _mark(self, made: list[Placed], sheet: Sheet, number: int, region: Region | None, *, turned: bool) -> None:
        """Keep the marks that stand beside frames of a page."""
        if self._tools.revisions is not None:
            marks = self._margins.marks(made, sheet, number, region, right_to_left=turned)
            self._marks.setdefault(number, []).extend(marks)


def _on(geometry: PageGeometry, tools: Tools) -> Tools:
    """Return *tools* that see a page of other geometry."""
    if geometry is tools.theme.page:
        return tools
    return replace(tools, theme=replace(tools.theme, page=geometry))


def _parts(
    document: Document, around: Around, tools: Tools, order: Order | None
) -> tuple[list[list[Sheet]], list[Entry], Designation, Notice]:
    """Draft the pages of each part that begins a page: cover, contents, dividers, papers.

    The first of them leaves room for the designation block.
    """
    parts: list[list[Sheet]] = []
    entries: list[Entry] = []
    page = tools.theme.page
    front = cover(document.cover, around, tools) if document.cover is not None else []
    block = designation(document.designation, around, tools)
    told = notice(tools.revisions.note if tools.revisions is not None else "", around, tools)
    if document.cover is not None:
        parts.append([sheet._replace(kind="cover") for sheet in _sheets(front, tools, block.room)])
    if document.contents is not None:
        strips, entries = contents(document.contents, headings(document), around, tools)
        drafted = _sheets(strips, tools, 0.0 if parts else block.room)
        parts.append([sheet._replace(first=sheet is drafted[0]) for sheet in drafted])
    ear = 0
    for paper in document.papers:
        if tools.theme.printing.dividers and paper.tab:
            parts.append([Sheet(page, paper=paper, kind="divider", ear=ear)])
            ear += 1
        parts.append(_paper(paper, around, tools, 0.0 if parts else block.room, order))
    return parts, entries, block, told


def _paper(paper: Paper, around: Around, tools: Tools, taken: float, order: Order | None) -> list[Sheet]:
    """Draft a paper's pages as its settings, and else the theme's, want them; *taken*: of the first one's height."""
    setting, printing = paper.setting, tools.theme.printing
    geometry = tools.theme.page.turned() if setting.landscape else tools.theme.page
    own = _on(geometry, tools)
    columns = printing.columns if setting.columns is None else setting.columns
    numbers = printing.line_numbers if setting.line_numbers is None else setting.line_numbers
    passages = paper_passages(paper, columns, numbers, around._replace(measure=geometry.measure), own)
    overflow = _overflow(paper, tools)

    def drafted(passages: Sequence[Passage], overflow: Overflow) -> list[Sheet]:
        if columns == 1:
            strips = [strip for passage in passages for strip in passage.strips]
            return _wholes(paginate(strips, tools.notes, _area(own.theme, taken), overflow), own, taken)
        regions = flow(passages, tools.notes, _area(own.theme, taken), overflow)
        return [Sheet(geometry, page) for page in regions]

    sheets = drafted(passages, overflow) if order is None else order.paged(paper.anchor, passages, drafted, overflow)
    sheets = [sheet._replace(paper=paper, numbered=numbers, first=sheet is sheets[0]) for sheet in sheets]
    return [*sheets[:-1], *(sheet._replace(balanced=_has_room_below(sheet)) for sheet in sheets[-1:])]


def _has_room_below(sheet: Sheet) -> bool:
    """Whether a page ends in columns, with room for another line below the longest of them."""
    lowest = max((region.top for region in sheet.regions), default=0.0)
    last = [region for region in sheet.regions if region.top == lowest]
    notes = max(map(_note_height, last), default=0.0)
    ends = [y + strip.height for region in last for strip, y in region.draft.strips]
    return len(last) > 1 and lowest + max(ends, default=0.0) + notes + _LINE <= sheet.geometry.text_height


def _sheets(strips: list[Strip], tools: Tools, taken: float = 0.0) -> list[Sheet]:
    """Draft pages that belong to no paper; *taken*: of the first one's height."""
    return _wholes(paginate(strips, tools.notes, _area(tools.theme, taken), _overflow(None, tools)), tools, taken)


def _wholes(drafts: Sequence[Draft], tools: Tools, taken: float) -> list[Sheet]:
    """Pages whose drafts fill their text areas, the first but for what is *taken* of it."""
    page = tools.theme.page
    feet = (page.text_height - (0.0 if number else taken) for number in range(len(drafts)))
    return [Sheet(page, (Region(draft, 0.0, 0.0, foot),)) for draft, foot in zip(drafts, feet, strict=True)]


def _area(theme: Theme, taken: float = 0.0) -> Area:
    return Area(theme.page.text_height, 2 * _NOTE_GAP + theme.rule.width, taken)


def _overflow(paper: Paper | None, tools: Tools) -> Overflow:
    def told(_: Strip) -> None:
        message = "a part of this paper is taller than a page and cannot be cut"
        help = "make it smaller, or part rows that a row span joins"
        tools.diagnostics.append(error("does-not-fit", message, paper.place if paper else None, help=help))

    return told


def _placed(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return *findings*; those without a place only where none with a place says the same.

    The contents and the running text repeat titles, and do not know where they come from.
    """
    told = {finding.message for finding in findings if finding.place is not None}
    return tuple(finding for finding in findings if finding.place is not None or finding.message not in told)


def _bookmark(heading: Listed) -> str:
    """A heading's title in the outline; papers show their tab."""
    return f"{heading.tab}  {heading.text}" if heading.tab and heading.level == 1 else heading.text


def _note_top(region: Region) -> float:
    """The y of a region's first footnote from the text area's top: footnotes stand at its foot."""
    return region.foot - _note_height(region)


def _note_height(region: Region) -> float:
    return sum(strip.height + strip.before for strip in region.draft.notes)


def _destinations(sheets: Sequence[Sheet]) -> dict[str, Destination]:
    """Find every anchor."""
    found: dict[str, Destination] = {}
    for number, sheet in enumerate(sheets, start=1):
        for region in sheet.regions:
            for strip, y in _anchored(region):
                for name, offset in strip.frame.anchors:
                    found[name] = Destination(number, sheet.geometry.top + y + offset)
    return found


def _anchored(region: Region) -> Iterator[tuple[Strip, float]]:
    """Yield the strips of a region, its footnotes too, with their y from the text area's top."""
    for strip, y in region.draft.strips:
        if strip.frame.anchors:
            yield strip, region.top + y
    y = _note_top(region)
    for strip in region.draft.notes:
        yield strip, y
        y += strip.height + strip.before


def _finish_entries(
    entries: list[Entry],
    destinations: Mapping[str, Destination],
    slots: Sequence[Slot],
    around: Around,
    tools: Tools,
) -> dict[str, Frame]:
    """Return the contents' last lines with page numbers, by the name of their entry."""
    labels = {entry.name: slots[destinations[entry.anchor].page - 1].label for entry in entries}
    return {entry.name: numbered(entry, labels[entry.name], around, tools) for entry in entries}


def _placed_region(
    region: Region, page: PageGeometry, number: int, theme: Theme, finished: Mapping[str, Frame]
) -> list[Placed]:
    """Place a region's boxes, its text and its footnotes."""
    draft, x, top = region.draft, page.text_left(number) + region.x, page.top + region.top
    placed = []
    boxes = tuple(box_rectangles(draft.strips))
    if boxes:
        placed.append(Placed(x, top, Frame(page.text_height, boxes), "Layout"))
    y = top
    for frame in draft.head:
        placed.append(Placed(x, y, frame, "Pagination"))
        y += frame.height
    for strip, down in draft.strips:
        placed.append(Placed(x, top + down, _completed(strip.frame, finished)))
    y = page.top + _note_top(region)
    if draft.notes:
        width = min(_NOTE_RULE, page.measure)
        rule = Rectangle(0.0, 0.0, width, theme.rule.width, theme.rule.color)
        placed.append(Placed(x, y - _NOTE_GAP - theme.rule.width, Frame(theme.rule.width, (rule,))))
    for strip in draft.notes:
        y += strip.before
        placed.append(Placed(x, y, strip.frame))
        y += strip.height
    return placed


def _mirrored(placed: list[Placed], region: Region, page: PageGeometry) -> list[Placed]:
    """Return what stands in a region on the other side of the text area, mirrored."""
    width = page.measure - 2 * region.x
    return [item._replace(frame=mirrored(item.frame, width)) for item in placed]


def _completed(frame: Frame, finished: Mapping[str, Frame]) -> Frame:
    """Return a frame, or for an entry of the contents the one that has its page number."""
    return finished.get(frame.anchors[0][0], frame) if frame.anchors else frame
