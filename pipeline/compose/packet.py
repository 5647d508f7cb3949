"""A packet composed: its papers' templates filled, read as Markdown, and put together as one document.

Enters: a packet's settings, its papers' data with places, the workspace. Leaves: a :class:`Composition`. Guaranteed:
the same input gives the same document; a document comes back only when nothing is wrong with it; the faults of all
papers are found in one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.compose.anchors import Anchors
from pipeline.compose.blocks import read_passage
from pipeline.compose.characters import tidy
from pipeline.compose.checks import Checker
from pipeline.compose.fill import Filled, Filler, expand
from pipeline.compose.front import Front, one_line
from pipeline.compose.grammar import Parsed, rich_grammar, template_grammar
from pipeline.compose.messages import Catalogues, Messages
from pipeline.compose.papers import InsertedData, MarkdownData, inserted_paper, markdown_paper
from pipeline.compose.passage import Book, Passage
from pipeline.compose.pictures import PictureShelf
from pipeline.compose.portions import marked_paper
from pipeline.compose.printed import expanded
from pipeline.compose.references import resolved
from pipeline.compose.rich import RichReader
from pipeline.compose.words import own_words, words_in
from pipeline.diagnostics import Diagnostic, Place, Severity, error
from pipeline.diagnostics import Path as YamlPath
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.model.check import check
from pipeline.model.nodes import (
    Contents,
    Document,
    Footnote,
    PageSetting,
    Paper,
)
from pipeline.source.values import SourceText
from pipeline.values import dataclass, field

if TYPE_CHECKING:
    from pipeline.source.packet import Packet, PaperSettings
    from pipeline.source.schema import Schema
    from pipeline.source.tree import Source
    from pipeline.source.workspace import Workspace

_CHOSEN_ANCHOR = re.compile(r"\{[^{}\n]*#([^\s{}#.=\"']+)")
_RESERVED_NAMES = ("packet", "paper")
_MOST_SKELETONS = 32


@dataclass(frozen=True, slots=True)
class PaperData:
    """A paper ready to be composed: *values* are its data with places, absent optional keys None.

    *whole*: the data with what a variant leaves out, which checks are held against; None: *values*.
    """

    settings: PaperSettings
    source: Source
    values: dict[str, object]
    template_file: Path
    schema: Schema
    whole: dict[str, object] | None = None


AnyPaper = PaperData | MarkdownData | InsertedData
"""A paper from a template and data, from a Markdown file, or from a PDF."""


@dataclass(frozen=True, slots=True)
class Composition:
    """What composing made. *document* is None when one of *diagnostics*, or of those of loading, is an error.

    *rich_texts*: the Markdown that rich texts of the data were read from, by file and path; ``Paragraph.written``
    counts in it.
    """

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    papers: tuple[tuple[PaperSettings, Filled], ...] = field(default=(), repr=False)
    rich_texts: Mapping[tuple[str, YamlPath], str] = field(default_factory=dict, repr=False)

    @property
    def filled(self) -> tuple[tuple[PaperSettings, str], ...]:
        """The papers' templates, filled, as readable Markdown."""
        return tuple((settings, expand(filled)) for settings, filled in self.papers)


def compose(
    packet: Packet, papers: Sequence[AnyPaper], workspace: Workspace, composer: Composer | None = None
) -> Composition:
    """Compose *packet*. A *composer* of the same root, used before, has its templates compiled already.

    Either way *workspace* notes every file that is read.
    """
    composer = composer or Composer(workspace)
    composer.begin(workspace)
    return composer.compose(packet, papers)


class Composer:
    """Composes packets of one workspace; templates, pictures and checks are read once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.filler = Filler(workspace)
        self.checker = Checker()
        self.catalogues = Catalogues(workspace, own_words())
        self.pictures = PictureShelf(workspace)
        self.grammar = template_grammar()
        self.rich_grammar = rich_grammar()
        self._skeletons: dict[str, Parsed] = {}

    def begin(self, workspace: Workspace) -> None:
        """Start another packet, whose *workspace* notes what is read."""
        self.workspace = workspace
        self.filler.loader.begin(workspace)
        self.catalogues.begin(workspace)
        self.pictures.begin(workspace)
        self.checker.begin()

    def compose(self, packet: Packet, papers: Sequence[AnyPaper]) -> Composition:
        """Compose *packet*."""
        return _Composing(self, packet, papers).run()

    def parsed(self, markdown: str) -> Parsed:
        """Return the tokens of filled Markdown. Papers of the same shape are the same text, so they are kept."""
        known = self._skeletons.get(markdown)
        if known is None:
            if len(self._skeletons) >= _MOST_SKELETONS:
                self._skeletons.clear()
            known = self._skeletons[markdown] = self.grammar.blocks(markdown)
        return known


class _Composing:
    """One packet on its way to a document."""

    def __init__(self, composer: Composer, packet: Packet, papers: Sequence[AnyPaper]) -> None:
        self.composer = composer
        self.packet = packet
        self.papers = papers
        messages, faults = composer.catalogues.of(packet.lang)
        self.words, without = words_in(messages.own)
        self.sources = _sources(packet, papers)
        self.shown_packet = _packet_values(packet)
        self.book = Book(
            RichReader(composer.rich_grammar, self.sources.get),
            composer.pictures.load,
            self._data_spot,
            author=tidy(packet.author).strip(" "),
            words=self.words,
        )
        self._told: set[tuple[str, str]] = set()
        self._tell(faults)
        self._tell(messages.missing(word, _place(packet.lang), _place(packet.lang), "program") for word in without)

    def run(self) -> Composition:
        findings = self.book.findings
        self._check()
        filled = [(paper, self._fill(paper)) for paper in self.papers]
        self.book.anchors = Anchors(_chosen_anchors(filled))
        made = [self._paper(paper, text) for paper, text in filled]
        marked = (marked_paper(paper, data.settings) for paper, data in zip(made, self.papers, strict=True) if paper)
        papers = tuple(marked)
        papers, unresolved = resolved(papers, self.words.labels) if self.book.references else (papers, [])
        for finding in unresolved:
            findings.add(finding.at(*self._data_spot(finding.place)) if finding.place is not None else finding)
        front = Front(self.packet, self.words, self.book, self.composer.workspace.host.environ)
        cover = front.cover() if self.packet.cover else None
        self._check_links()
        texts = tuple((paper.settings, text) for paper, text in filled if text is not None)
        metadata = front.metadata()
        if any(finding.severity is Severity.ERROR for finding in findings.all):
            return Composition(None, tuple(findings.all), texts)
        document = Document(
            metadata,
            papers,
            cover,
            Contents(self.words.contents) if self.packet.contents else None,
            self.words.labels,
            front.designation(),
        )
        for finding in check(document):
            place = finding.place
            if place is None and isinstance(self.packet.lang, SourceText):
                place = self.packet.lang.place
            findings.add(finding.at(*self._data_spot(place)) if place is not None else finding)
        sound = all(finding.severity is not Severity.ERROR for finding in findings.all)
        return Composition(document if sound else None, tuple(findings.all), texts, self.book.rich_texts)

    def _check(self) -> None:
        """Run the checks of every file once, however many papers use it."""
        seen: set[tuple[str, int]] = set()
        for paper in (paper for paper in self.papers if isinstance(paper, PaperData)):
            key = (paper.source.file, id(paper.schema))
            if key not in seen:
                seen.add(key)
                values = paper.values if paper.whole is None else paper.whole
                for finding in self.composer.checker.run(paper.source, values, paper.schema, self.shown_packet):
                    self.book.findings.add(finding)

    def _fill(self, paper: AnyPaper) -> Filled | None:
        if not isinstance(paper, PaperData):
            return None
        for name in _RESERVED_NAMES:
            if paper.values.get(name) is not None:
                place, line = self._data_spot(paper.source.key_place((name,)))
                help = "the schema has to give it another name"
                message = f"`{name}` is what templates call the {name} itself"
                self.book.findings.add(error("reserved-name", message, place, help=help, source_line=line))
                return None
        settings = paper.settings
        shown = {"tab": settings.tab, "title": _title(paper), "template": settings.template}
        values = {**paper.values, "paper": shown, "packet": self.shown_packet}
        language = settings.lang or self.packet.lang
        messages, filler = self._messages(paper), self.composer.filler
        filled, found = filler.fill(paper.template_file, values, language, settings.portions, messages)
        for finding in found:
            self.book.findings.add(finding)
        if filled is not None:
            self._tell(filler.untranslated(_place(language)))
        return filled

    def _messages(self, paper: PaperData) -> Messages:
        """Return the words of a paper's language, and tell what is wrong with them."""
        messages, faults = self.composer.catalogues.of(paper.settings.lang or self.packet.lang)
        self._tell(faults)
        return messages

    def _tell(self, findings: Iterable[Diagnostic]) -> None:
        """Tell what is wrong with catalogues, or not in them, once for a packet."""
        for finding in findings:
            key = finding.code, finding.message
            if key not in self._told:
                self._told.add(key)
                place = None if finding.source_line is not None else finding.place
                self.book.findings.add(finding.at(*self._data_spot(place)) if place is not None else finding)

    def _paper(self, paper: AnyPaper, filled: Filled | None) -> Paper | None:
        settings = paper.settings
        lang = str(settings.lang) if settings.lang != self.packet.lang else ""
        self.book.language = str(settings.lang or self.packet.lang)
        self.book.portions = settings.portions
        if isinstance(paper, InsertedData):
            return inserted_paper(paper, lang, self.book)
        if isinstance(paper, MarkdownData):
            self.composer.pictures.folders = (settings.data.parent, self.packet.folder)
            return markdown_paper(paper, lang, self.book, self.composer.grammar)
        title = one_line(_title(paper))
        if not title:
            place, line = self._data_spot(settings.place)
            help = "give it a `title` here or in its data"
            self.book.findings.add(error("missing-title", "a paper has no title", place, help=help, source_line=line))
        anchor = self.book.anchors.make(title[0].text if title else "")
        if filled is None:
            return None
        self.composer.pictures.folders = (
            settings.data.parent,
            self.packet.folder,
            paper.template_file.parent,
        )
        footnotes: list[Footnote] = []
        parsed = self.composer.parsed(filled.markdown)
        passage = Passage(self.book, self.composer.grammar, parsed, filled, filled.printed, footnotes)
        before = len(self.book.findings.all)
        blocks = tuple(read_passage(passage))
        if len(self.book.findings.all) == before:
            self._check_unused(passage, filled)
        footnotes.sort(key=lambda footnote: footnote.number)
        setting = PageSetting(settings.landscape, settings.columns, settings.line_numbers)
        return Paper(title, anchor, blocks, tidy(settings.tab).strip(), tuple(footnotes), lang, settings.place, setting)

    def _check_unused(self, passage: Passage, filled: Filled) -> None:
        """Report values that were printed where Markdown has no use for them, such as behind a code fence."""
        for number in passage.unused(filled.markdown):
            place, line = filled.site_spot(number)
            message = f"{passage.printed[number].text[:40]!r} is printed where it does not appear in the document"
            help = "print it in a paragraph, a list, a table or a heading"
            self.book.findings.add(error("lost-value", message, place, help=help, source_line=line))

    def _check_links(self) -> None:
        for link in self.book.links:
            if link.anchor not in self.book.anchors:
                place, line = link.spot
                help = "write {#name} where it leads: behind a heading or picture, before a table"
                help = did_you_mean(link.anchor, self.book.anchors) or help
                message = f"nothing has the anchor #{link.anchor}"
                self.book.findings.add(error("missing-anchor", message, place, help=help, source_line=line))

    def _data_spot(self, place: Place) -> tuple[Place, str | None]:
        source = self.sources.get(place.file)
        if source is not None and place.line:
            return place, source.line(place.line)
        return place, self.composer.filler.loader.line(place) if source is None else None


def _sources(packet: Packet, papers: Sequence[AnyPaper]) -> dict[str, Source]:
    """Return the files that values come from; defaults come from schemas."""
    found = {packet.source.file: packet.source}
    for paper in papers:
        if isinstance(paper, MarkdownData):
            found.setdefault(paper.file.source.file, paper.file.source)
        if not isinstance(paper, PaperData):
            continue
        found.setdefault(paper.source.file, paper.source)
        for document in paper.schema.documents.values():
            found.setdefault(document.file, document)
    return found


def _packet_values(packet: Packet) -> dict[str, Any]:
    """Return what templates see of the packet; what is not written is None."""
    names = ("title", "subtitle", "traveler", "place", "start", "end", "marking", "lang")
    home = {"zone": packet.home, "name": packet.home_name or None} if packet.home else None
    return {**{name: getattr(packet, name) or None for name in names}, "home": home}


def _place(text: str) -> Place | None:
    return text.place if isinstance(text, SourceText) else None


def _title(paper: PaperData) -> str:
    title = paper.settings.title or paper.values.get("title")
    return title if isinstance(title, str) else ""


def _chosen_anchors(papers: Iterable[tuple[AnyPaper, Filled | None]]) -> list[str]:
    """Return the names that templates and files choose for headings, so that no heading takes them by chance."""
    found: list[str] = []
    for paper, filled in papers:
        if isinstance(paper, MarkdownData):
            found += _CHOSEN_ANCHOR.findall(paper.file.text)
        if filled is None:
            continue
        names = _CHOSEN_ANCHOR.findall(filled.markdown)
        found += [expanded(name, filled.printed) for name in names]
    return found
