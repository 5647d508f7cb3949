"""The document as a Word file.

Enters: a document, a theme, the page of each anchor and the number of pages as layout found them. Leaves: the bytes
of a ``.docx``. Guaranteed: the same input gives the same bytes; every node kind is written; contents and page numbers
are filled in; nothing in the file asks Word to renew anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.diagnostics import DataError
from pipeline.docx.adopt import adopt
from pipeline.docx.bookmarks import Bookmarks, anchors
from pipeline.docx.comments import Comments
from pipeline.docx.contents import cover_flow, listed, write_contents
from pipeline.docx.designation import write_designation
from pipeline.docx.docprops import app_properties, core_properties, custom_properties, edition
from pipeline.docx.drawn import ear
from pipeline.docx.figures import Draw, Pictures, no_artist
from pipeline.docx.fixed import described
from pipeline.docx.flow import Around, Flattener, Flow
from pipeline.docx.fonts import font_table, wanted_faces
from pipeline.docx.identity import Marks, add_record
from pipeline.docx.inlines import Runs, Target
from pipeline.docx.inserted import inserted_blocks
from pipeline.docx.lines import write_separator
from pipeline.docx.looks import Look
from pipeline.docx.measure import Measure
from pipeline.docx.notes import Notes
from pipeline.docx.numbering import Numbering
from pipeline.docx.ooxml import Node, root, sub
from pipeline.docx.package import Parcel
from pipeline.docx.passages import passages
from pipeline.docx.running import Running, values_of
from pipeline.docx.sections import Sections, Setup
from pipeline.docx.settings import color_theme, settings
from pipeline.docx.stylesheet import StyleSheet
from pipeline.docx.tables import write_flow
from pipeline.docx.template import Template, read_template
from pipeline.docx.tools import Tools
from pipeline.model.identity import Identity, identify
from pipeline.model.nodes import Block, Document, Paper, Paragraph, Text
from pipeline.model.walk import headings, plain_text, tables, writing_spaces
from pipeline.style.contents import tab_room
from pipeline.style.printing import column_width
from pipeline.style.running import alternates, banner_of, for_copies
from pipeline.style.theme import Color, PageGeometry, StyleName, Theme


def write_docx(
    document: Document,
    theme: Theme,
    page_of: Mapping[str, int],
    pages: int,
    *,
    embed_fonts: bool = True,
    identity: Identity | None = None,
    kinds: Sequence[str] = (),
    columns: Sequence[Sequence[float]] = (),
    spaces: Sequence[float] = (),
    balanced: Sequence[str] = (),
    draw: Draw = no_artist,
) -> bytes:
    """Return *document* as a Word file.

    *page_of* names the page of each anchor, *pages* their number, both counted from 1. *identity* is that of
    *document*; None: it is made, and does not know the packet's folder. *kinds* is what each page is (``cover``,
    ``text``, ``blank``, ``divider``); without it no page is left blank. *columns*: the widths in points of each table's
    columns, tables in reading order; where they are missing they are worked out. *spaces*: the height in points of each
    space for handwriting, in reading order. *balanced*: anchors of papers that end in columns of equal height, with
    room for another line below. *draw* draws what is no picture file.
    Raises :class:`~pipeline.diagnostics.DataError` for a link or footnote reference that leads nowhere, and
    :class:`~pipeline.diagnostics.MachineError` for what the stages before should have kept away.
    """
    identity = identity or identify(document, theme=theme.name)
    laid = _LaidOut(page_of, pages, kinds, columns, spaces, frozenset(balanced))
    writer = _Writer(document, _prepared(document, theme), laid, identity, draw, theme.styles["marking"].color)
    writer.write_front()
    for paper in document.papers:
        writer.write_paper(paper)
    return writer.finish(embed_fonts)


def _template(theme: Theme) -> Template | None:
    """Return the organisation's file that the theme names; it was judged when the theme was loaded."""
    if theme.docx_template is None:
        return None
    template, found = read_template(theme.docx_template.data, theme.docx_template.path)
    if template is None:
        raise DataError(*(finding.at(theme.docx_template.place) for finding in found))
    return template


def _prepared(document: Document, theme: Theme) -> Theme:
    """Return the theme as the document needs it: room for tabs, the number of a copy, the colour of its banner."""
    theme = _with_room_for_tabs(document, theme)
    if document.metadata.copies:
        theme = for_copies(theme)
    banner = banner_of(theme, document.metadata.marking)
    if banner is not None:
        marking = replace(theme.styles["marking"], color=banner.color)
        theme = replace(theme, styles={**theme.styles, "marking": marking})
    return theme


def _with_room_for_tabs(document: Document, theme: Theme) -> Theme:
    """Return the theme with the contents' titles as far right as the widest tab needs, as in the PDF."""
    tabs = [Paragraph((Text(paper.tab),)) for paper in document.papers if paper.tab]
    _, widest = Measure(theme).blocks(tabs, "toc-1", strong=False)
    room = tab_room(theme, widest)
    if not room:
        return theme
    names: tuple[StyleName, ...] = ("toc-1", "toc-2", "toc-3")
    wider = {name: replace(theme.styles[name], indent_left=theme.styles[name].indent_left + room) for name in names}
    return replace(theme, styles={**theme.styles, **wider})


class _LaidOut(NamedTuple):
    """What layout found out; see :func:`write_docx`."""

    page_of: Mapping[str, int]
    pages: int
    kinds: Sequence[str]
    columns: Sequence[Sequence[float]]
    spaces: Sequence[float]
    balanced: frozenset[str]


def _by_id(document: Document, heights: Sequence[float]) -> dict[int, float]:
    return {id(space): height for space, height in zip(writing_spaces(document), heights, strict=False)}


class _Writer:
    """The package in the making, section by section."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        laid: _LaidOut,
        identity: Identity,
        draw: Draw,
        ink: Color,
    ) -> None:
        self._document, self._theme, self._page_of, self._pages = document, theme, laid.page_of, laid.pages
        self._identity, self._kinds, self._balanced = identity, laid.kinds, laid.balanced
        lang = document.metadata.lang
        self._parcel = Parcel()
        self._root = root("w:document", ("w", "r", "wp", "a", "pic", "mc", "w14"))
        self._body = sub(self._root, "w:body")
        self._part = self._parcel.add("document", self._root)
        numbering = Numbering(theme)
        has_tabs = any(paper.tab for paper in document.papers)
        banner = banner_of(theme, document.metadata.marking)
        fill = banner.fill if banner is not None else None
        sheet = StyleSheet(theme, numbering, lang, hanging_tabs=has_tabs, banner=fill)
        self._headings = list(headings(document))
        bookmarks = Bookmarks(anchors(document, self._headings))
        self._tools = Tools(
            sheet=sheet,
            numbering=numbering,
            flattener=Flattener(theme, sheet.resolver, numbering, document.labels, _by_id(document, laid.spaces)),
            runs=Runs(sheet, lang),
            bookmarks=bookmarks,
            marks=Marks(identity, bookmarks),
            pictures=Pictures(self._parcel, theme, draw),
            measure=Measure(theme),
            columns={id(table): widths for table, widths in zip(tables(document), laid.columns, strict=False)},
        )
        self._comments = Comments(sheet.characters, document.metadata.date)
        self._notes = Notes(self._parcel, self._tools, self._comments)
        self._target = Target(self._part, bookmarks.link, self._notes.refer, self._comments, bookmarks.words)
        self._template = _template(theme)
        self._sections = Sections(
            self._parcel, self._part, sheet, self._tools.runs, self._template, document.metadata.watermark
        )
        self._sections.banner, self._sections.ink = banner, ink
        self._open: tuple[Running, Setup] | None = None
        self._ears = 0
        self._designated = False
        self._last: Node | None = None

    def write_front(self) -> None:
        """Write the cover and the contents, each a section of its own."""
        document, lang = self._document, self._document.metadata.lang
        around, page = Around(self._theme.page.measure, lang), self._theme.page
        title = document.contents.title if document.contents is not None else ""
        if document.cover is not None:
            self._begin(self._running(title, "", 1, bare=True), Setup(page))
            self._flow(cover_flow(document.cover, around, self._tools))
            self._designate(around)
        if document.contents is not None:
            number = 1 if document.cover is None else 2
            if "text" in self._kinds:
                number = self._kinds.index("text") + 1
            self._begin(self._running(title, "", number, opens=True), Setup(page))
            self._designate(around)
            entries = listed(document.contents, self._headings, self._page_of)
            target = Target(self._part, self._tools.bookmarks.link, None)
            write_contents(self._body, document.contents, entries, lang, target, self._tools)
            self._last = None

    def _designate(self, around: Around) -> None:
        """Write the designation block, once, on the page that is the first."""
        if self._document.designation and not self._designated:
            self._designated = True
            write_designation(self._body, self._document.designation, around, self._target, self._tools)
            self._last = None

    def write_paper(self, paper: Paper) -> None:
        """Write a paper: its divider page, its tab, its title, its blocks."""
        lang = paper.lang or self._document.metadata.lang
        printing, setting = self._theme.printing, paper.setting
        number = self._page_of.get(paper.anchor, 1)
        if printing.dividers and paper.tab:
            self._divide(paper, number - 2 if self._is_blank(number - 1) else number - 1)
        page = self._theme.page.turned() if setting.landscape else self._theme.page
        columns = printing.columns if setting.columns is None else setting.columns
        numbered = printing.line_numbers if setting.line_numbers is None else setting.line_numbers
        name = plain_text(paper.title)
        running = self._running(name, paper.tab, number, wide=setting.landscape, marking=paper.marking, opens=True)
        setup = Setup(page, numbered=numbered)
        self._begin(running, setup)
        self._designate(Around(page.measure, self._document.metadata.lang))
        self._notes.enter(paper.footnotes, lang)
        around = Around(page.measure, lang)
        line = self._tools.flattener.line
        tab = (Text(f"{self._document.labels.tab} {paper.tab}"),) if paper.tab else ()
        title = self._tools.flattener.heading(1, paper.title, paper.anchor, around)
        opening = [*line("tab", tab, around), *title]
        if columns == 1:
            blocks = paper.blocks if paper.inserted is None else self._inserted(paper, page, number)
            self._flow([*opening, *self._tools.flattener.blocks(blocks, around)])
        else:
            self._write_columns(opening, paper, running, replace(setup, start="continuous"), columns)

    def _write_columns(self, opening: Flow, paper: Paper, running: Running, setup: Setup, columns: int) -> None:
        """Write a paper in columns: each passage of columns is a section, and so is what stands across them.

        The last columns are made equally high by one more section below them, where there is room for it: else it would
        have a page of its own.
        """
        lang, measure = paper.lang or self._document.metadata.lang, setup.page.measure
        width = column_width(self._theme, setup.page, columns, setup.numbered)
        flow, now, later = opening, 1, replace(running, opens=False)
        for wide, blocks in passages(paper.blocks, width, measure, self._tools):
            wanted = 1 if wide else columns
            if wanted != now:
                self._flow(flow)
                self._start(later, replace(setup, columns=wanted))
                flow, now = [], wanted
            flow += self._tools.flattener.blocks(blocks, Around(measure if wide else width, lang))
        self._flow(flow)
        if now > 1 and paper.anchor in self._balanced:
            self._start(later, replace(setup, columns=1))
            self._last = write_separator(self._body, self._tools)

    def _inserted(self, paper: Paper, page: PageGeometry, number: int) -> tuple[Block, ...]:
        """Return the pages of another file; *number*: the page of the paper's title."""
        below = self._page_of.get(f"{paper.anchor}/page-1", number) == number
        return inserted_blocks(paper, page, self._theme, self._document.labels, self._tools, below=below)

    def _divide(self, paper: Paper, number: int) -> None:
        """Write the divider page before a paper: its tab and title, and the ear at the edge."""
        around = Around(self._theme.page.measure, self._document.metadata.lang)
        running = self._running(plain_text(paper.title), paper.tab, number, bare=True, marking=paper.marking)
        self._begin(running, Setup(self._theme.page))
        self._designate(around)
        start = len(self._body)
        tab = (Text(f"{self._document.labels.tab} {paper.tab}"),)
        line = self._tools.flattener.line
        self._flow(
            [*line("divider-tab", tab, around), *line("divider-title", (Text(running.values["paper"]),), around)]
        )
        style = self._tools.sheet.use(Look("ear"))
        self._body[start].append(ear(paper.tab, self._ears, number, self._theme, style))
        self._ears += 1

    def finish(self, embed_fonts: bool) -> bytes:
        """Write what the parts have collected; return the file."""
        self._tools.bookmarks.finish()
        metadata, part = self._document.metadata, self._part
        last = self._open or (self._running("", "", 1), Setup(self._theme.page))
        if self._last is None:
            write_separator(self._body, self._tools)
        self._body.append(self._sections.properties(*last))
        add = self._parcel.part
        faces = wanted_faces(self._theme, self._tools.runs.fonts, self._tools.runs.faces)
        part.link(add("styles", self._tools.sheet.element()), "styles")
        part.link(add("numbering", self._tools.numbering.element()), "numbering")
        sides = alternates(self._theme)
        options = settings(metadata.lang, embedded=embed_fonts, mirrored=self._theme.page.mirrored, alternating=sides)
        part.link(add("settings", options), "settings")
        part.link(self._notes.part, "footnotes")
        part.link(font_table(self._parcel, self._theme, faces, embed=embed_fonts), "fonts")
        part.link(add("theme", color_theme(self._theme)), "theme")
        self._comments.add_to(self._parcel, part)
        record = add_record(self._parcel, part, self._identity)
        self._parcel.add("core", core_properties(metadata))
        self._parcel.add("app", app_properties(self._pages))
        known = edition(metadata, self._identity.record.packet, self._identity.digest)
        template = self._template
        self._parcel.add("custom", custom_properties(known, template.properties if template else ()))
        if template is not None:
            adopt(template, self._parcel, part, metadata.lang, self._sections.letterheads)
        for attribute, texts in described(self._body, self._parcel.elements("header", "footer")).items():
            record.set(attribute, texts)
        return self._parcel.zipped()

    def _running(
        self,
        paper: str,
        tab: str,
        page: int,
        *,
        bare: bool = False,
        wide: bool = False,
        marking: str | None = None,
        opens: bool = False,
    ) -> Running:
        values = values_of(self._document, paper, tab, marking)
        return Running(values, page, self._pages, self._document.metadata.lang, bare, wide, opens)

    def _is_blank(self, number: int) -> bool:
        return 0 < number <= len(self._kinds) and self._kinds[number - 1] == "blank"

    def _begin(self, running: Running, setup: Setup) -> None:
        """Open the section of a part, with the blank page that stands before it."""
        if self._open is not None and self._is_blank(running.page - 1):
            before = replace(self._open[0], page=running.page - 1, bare=False, wide=False, opens=False)
            self._start(before, Setup(self._theme.page))
            around = Around(self._theme.page.measure, self._document.metadata.lang)
            self._flow(self._tools.flattener.line("blank", (Text(self._document.labels.blank),), around))
        self._start(running, setup)

    def _start(self, running: Running, setup: Setup) -> None:
        """End the section before, and open one."""
        if self._open is not None:
            if self._last is None:
                self._last = write_separator(self._body, self._tools)
            self._last[0].append(self._sections.properties(*self._open))
        self._open = running, setup

    def _flow(self, flow: Flow) -> None:
        self._last = write_flow(self._body, flow, self._target, self._tools)
