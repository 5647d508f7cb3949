"""The document as a Word file.

Enters: a document, a theme, the page of each anchor and the number of pages as layout found them. Leaves: the bytes
of a ``.docx``. Guaranteed: the same input gives the same bytes; every node kind is written; contents and page numbers
are filled in; nothing in the file asks Word to renew anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.docx.bookmarks import Bookmarks
from pipeline.docx.contents import cover_flow, listed, write_contents
from pipeline.docx.figures import Pictures
from pipeline.docx.flow import Around, Flattener, Flow
from pipeline.docx.fonts import font_table, wanted_faces
from pipeline.docx.inlines import Runs, Target
from pipeline.docx.lines import write_separator
from pipeline.docx.measure import Measure
from pipeline.docx.notes import Notes
from pipeline.docx.numbering import Numbering
from pipeline.docx.ooxml import Node, root, sub
from pipeline.docx.package import Parcel
from pipeline.docx.sections import Running, Sections
from pipeline.docx.settings import app_properties, color_theme, core_properties, settings
from pipeline.docx.stylesheet import StyleSheet
from pipeline.docx.tables import write_flow
from pipeline.docx.tools import Tools
from pipeline.model.nodes import Document, Paper, Paragraph, Text
from pipeline.model.walk import headings, plain_text
from pipeline.style.contents import tab_room
from pipeline.style.theme import StyleName, Theme


def write_docx(
    document: Document, theme: Theme, page_of: Mapping[str, int], pages: int, *, embed_fonts: bool = True
) -> bytes:
    """Return *document* as a Word file.

    *page_of* names the page of each anchor, *pages* their number, both counted from 1. Raises
    :class:`~pipeline.diagnostics.DataError` for a link or footnote reference that leads nowhere, and
    :class:`~pipeline.diagnostics.MachineError` for what the stages before should have kept away.
    """
    writer = _Writer(document, _with_room_for_tabs(document, theme), page_of, pages)
    writer.write_front()
    for paper in document.papers:
        writer.write_paper(paper)
    return writer.finish(embed_fonts)


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


class _Writer:
    """The package in the making, section by section."""

    def __init__(self, document: Document, theme: Theme, page_of: Mapping[str, int], pages: int) -> None:
        self._document, self._theme, self._page_of, self._pages = document, theme, page_of, pages
        lang = document.metadata.lang
        self._parcel = Parcel()
        self._root = root("w:document", ("w", "r", "wp", "a", "pic", "mc", "w14"))
        self._body = sub(self._root, "w:body")
        self._part = self._parcel.add("document", self._root)
        numbering = Numbering(theme)
        has_tabs = any(paper.tab for paper in document.papers)
        sheet = StyleSheet(theme, numbering, lang, hanging_tabs=has_tabs)
        self._headings = list(headings(document))
        self._tools = Tools(
            sheet=sheet,
            numbering=numbering,
            flattener=Flattener(theme, sheet.resolver, numbering, document.labels),
            runs=Runs(sheet, lang),
            bookmarks=Bookmarks(heading.anchor for heading in self._headings),
            pictures=Pictures(self._parcel, theme),
            measure=Measure(theme),
        )
        self._notes = Notes(self._parcel, self._tools)
        self._target = Target(self._part, self._tools.bookmarks.link, self._notes.refer)
        self._sections = Sections(self._parcel, self._part, sheet, self._tools.runs)
        self._open: Running | None = None
        self._last: Node | None = None

    def write_front(self) -> None:
        """Write the cover and the contents, each a section of its own."""
        document, lang = self._document, self._document.metadata.lang
        around = Around(self._theme.page.measure, lang)
        if document.cover is not None:
            self._start(self._running("", "", 1, bare=True))
            self._flow(cover_flow(document.cover, around, self._tools))
        if document.contents is not None:
            page = 1 if document.cover is None else 2
            self._start(self._running(document.contents.title, "", page))
            entries = listed(document.contents, self._headings, self._page_of)
            target = Target(self._part, self._tools.bookmarks.link, None)
            write_contents(self._body, document.contents, entries, lang, target, self._tools)
            self._last = None

    def write_paper(self, paper: Paper) -> None:
        """Write a paper: its tab, its title, its blocks."""
        lang = paper.lang or self._document.metadata.lang
        page = self._page_of.get(paper.anchor, 1)
        self._start(self._running(plain_text(paper.title), paper.tab, page))
        self._notes.enter(paper.footnotes, lang)
        around = Around(self._theme.page.measure, lang)
        line = self._tools.flattener.line
        tab = (Text(f"{self._document.labels.tab} {paper.tab}"),) if paper.tab else ()
        title = self._tools.flattener.heading(1, paper.title, paper.anchor, around)
        self._flow([*line("tab", tab, around), *title, *self._tools.flattener.blocks(paper.blocks, around)])

    def finish(self, embed_fonts: bool) -> bytes:
        """Write what the parts have collected; return the file."""
        self._tools.bookmarks.finish()
        metadata, part = self._document.metadata, self._part
        last = self._open or self._running("", "", 1)
        if self._last is None:
            write_separator(self._body, self._tools)
        self._body.append(self._sections.properties(last))
        add = self._parcel.part
        faces = wanted_faces(self._theme, self._tools.runs.fonts)
        part.link(add("styles", self._tools.sheet.element()), "styles")
        part.link(add("numbering", self._tools.numbering.element()), "numbering")
        part.link(add("settings", settings(metadata.lang, embedded=embed_fonts)), "settings")
        part.link(self._notes.part, "footnotes")
        part.link(font_table(self._parcel, self._theme, faces, embed=embed_fonts), "fonts")
        part.link(add("theme", color_theme(self._theme)), "theme")
        self._parcel.add("core", core_properties(metadata))
        self._parcel.add("app", app_properties(self._pages))
        return self._parcel.zipped()

    def _running(self, paper: str, tab: str, page: int, *, bare: bool = False) -> Running:
        metadata = self._document.metadata
        values = {
            "title": metadata.title,
            "subtitle": metadata.subtitle,
            "paper": paper,
            "tab": tab,
            "marking": metadata.marking,
            "date": metadata.shown_date,
        }
        return Running(values, page, self._pages, metadata.lang, bare)

    def _start(self, running: Running) -> None:
        """End the section before, and open one."""
        if self._open is not None:
            if self._last is None:
                self._last = write_separator(self._body, self._tools)
            self._last[0].append(self._sections.properties(self._open))
        self._open = running

    def _flow(self, flow: Flow) -> None:
        self._last = write_flow(self._body, flow, self._target, self._tools)
