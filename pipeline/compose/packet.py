"""A packet composed: its papers' templates filled, read as Markdown, and put together as one document.

Enters: a packet's settings, its papers' data with places, the workspace. Leaves: a :class:`Composition`. Guaranteed:
the same input gives the same document; a document comes back only when nothing is wrong with it; the faults of all
papers are found in one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.compose.anchors import Anchors
from pipeline.compose.blocks import read_passage
from pipeline.compose.characters import tidy
from pipeline.compose.checks import Checker
from pipeline.compose.dates import format_day, format_days
from pipeline.compose.fill import Filled, Filler, expand
from pipeline.compose.grammar import Parsed, rich_grammar, template_grammar
from pipeline.compose.limits import TemplateFault
from pipeline.compose.passage import Book, Passage
from pipeline.compose.pictures import PictureShelf
from pipeline.compose.printed import expanded
from pipeline.compose.rich import RichReader
from pipeline.compose.words import Words, words_for
from pipeline.diagnostics import Diagnostic, Place, Severity, error, warning
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.model.check import check
from pipeline.model.nodes import (
    Contents,
    Cover,
    Detail,
    Document,
    Footnote,
    Inline,
    Mark,
    Metadata,
    Paper,
    Text,
)
from pipeline.model.walk import plain_text
from pipeline.source.values import SourceText

if TYPE_CHECKING:
    from pipeline.source.packet import Packet, PaperSettings
    from pipeline.source.schema import Schema
    from pipeline.source.tree import Source
    from pipeline.source.workspace import Workspace

_CHOSEN_ANCHOR = re.compile(r"\{[^{}\n]*#([^\s{}#.=\"']+)")
_RESERVED_NAMES = ("packet", "paper")
_MOST_SKELETONS = 32
_EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class PaperData:
    """A paper ready to be composed: *values* are its data with places, absent optional keys None."""

    settings: PaperSettings
    source: Source
    values: dict[str, object]
    template_file: Path
    schema: Schema


@dataclass(frozen=True, slots=True)
class Composition:
    """What composing made. *document* is None when one of *diagnostics*, or of those of loading, is an error."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    papers: tuple[tuple[PaperSettings, Filled], ...] = field(default=(), repr=False)

    @property
    def filled(self) -> tuple[tuple[PaperSettings, str], ...]:
        """The papers' templates, filled, as readable Markdown."""
        return tuple((settings, expand(filled)) for settings, filled in self.papers)


def compose(
    packet: Packet, papers: Sequence[PaperData], workspace: Workspace, composer: Composer | None = None
) -> Composition:
    """Compose *packet*. A *composer* of the same workspace, used before, has its templates compiled already."""
    return (composer or Composer(workspace)).compose(packet, papers)


class Composer:
    """Composes packets of one workspace; templates, pictures and checks are read once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.filler = Filler(workspace)
        self.checker = Checker()
        self.pictures = PictureShelf(workspace)
        self.grammar = template_grammar()
        self.rich_grammar = rich_grammar()
        self._skeletons: dict[str, Parsed] = {}

    def compose(self, packet: Packet, papers: Sequence[PaperData]) -> Composition:
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

    def __init__(self, composer: Composer, packet: Packet, papers: Sequence[PaperData]) -> None:
        self.composer = composer
        self.packet = packet
        self.papers = papers
        self.words: Words = words_for(packet.lang)
        self.sources = _sources(packet, papers)
        self.shown_packet = _packet_values(packet)
        self.book = Book(
            RichReader(composer.rich_grammar, self.sources.get),
            composer.pictures.load,
            self._data_spot,
        )

    def run(self) -> Composition:
        findings = self.book.findings
        self._check()
        filled = [(paper, self._fill(paper)) for paper in self.papers]
        self.book.anchors = Anchors(_chosen_anchors(text for _, text in filled if text is not None))
        made = [self._paper(paper, text) for paper, text in filled]
        cover = self._cover() if self.packet.cover else None
        self._check_links()
        texts = tuple((paper.settings, text) for paper, text in filled if text is not None)
        metadata = self._metadata()
        if any(finding.severity is Severity.ERROR for finding in findings.all):
            return Composition(None, tuple(findings.all), texts)
        document = Document(
            metadata,
            tuple(paper for paper in made if paper is not None),
            cover,
            Contents(self.words.contents) if self.packet.contents else None,
            self.words.labels,
        )
        for finding in check(document):
            place = finding.place
            if place is None and isinstance(self.packet.lang, SourceText):
                place = self.packet.lang.place
            findings.add(finding.at(*self._data_spot(place)) if place is not None else finding)
        sound = all(finding.severity is not Severity.ERROR for finding in findings.all)
        return Composition(document if sound else None, tuple(findings.all), texts)

    def _check(self) -> None:
        """Run the checks of every file once, however many papers use it."""
        seen: set[tuple[str, int]] = set()
        for paper in self.papers:
            key = (paper.source.file, id(paper.schema))
            if key not in seen:
                seen.add(key)
                for finding in self.composer.checker.run(paper.source, paper.values, paper.schema, self.shown_packet):
                    self.book.findings.add(finding)

    def _fill(self, paper: PaperData) -> Filled | None:
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
        filled, found = self.composer.filler.fill(paper.template_file, values, settings.lang or self.packet.lang)
        for finding in found:
            self.book.findings.add(finding)
        return filled

    def _paper(self, paper: PaperData, filled: Filled | None) -> Paper | None:
        settings = paper.settings
        title = _inline(_title(paper))
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
        lang = settings.lang if settings.lang != self.packet.lang else ""
        return Paper(title, anchor, blocks, tidy(settings.tab).strip(), tuple(footnotes), str(lang), settings.place)

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
                help = did_you_mean(link.anchor, self.book.anchors) or "write {#name} behind the heading that is meant"
                message = f"no heading has the anchor #{link.anchor}"
                self.book.findings.add(error("missing-anchor", message, place, help=help, source_line=line))

    def _cover(self) -> Cover:
        packet, words = self.packet, self.words
        details: list[tuple[str, tuple[Inline, ...]]] = [
            (words.traveler, _inline(packet.traveler)),
            (words.place, _inline(packet.place)),
            (words.dates, self._dates()),
            (words.date, self._day(packet.date)),
        ]
        return Cover(
            _inline(packet.title),
            _inline(packet.subtitle),
            tuple(Detail(label, children) for label, children in details if children),
            _inline(packet.notice),
        )

    def _dates(self) -> tuple[Inline, ...]:
        start, end = self.packet.start, self.packet.end
        if not start:
            return self._day(end)
        try:
            return _inline(format_days(start, end or None, "long", self.packet.lang))
        except TemplateFault as problem:
            return self._bad_date(problem, start)

    def _day(self, day: str) -> tuple[Inline, ...]:
        if not day:
            return ()
        try:
            return _inline(format_day(day, "long", self.packet.lang))
        except TemplateFault as problem:
            return self._bad_date(problem, day)

    def _bad_date(self, problem: TemplateFault, day: str) -> tuple[Inline, ...]:
        value = problem.value if isinstance(problem.value, SourceText) else day
        place, line = self._data_spot(value.place) if isinstance(value, SourceText) else (None, None)
        found = error(problem.code, problem.message, place, help=problem.help, source_line=line)
        self.book.findings.add(found)
        return ()

    def _metadata(self) -> Metadata:
        packet = self.packet
        day = tidy(packet.date).strip(" ")
        shown = packet.date
        if not day:
            day = shown = self._epoch()
        return Metadata(
            tidy(packet.title).strip(" "),
            str(packet.lang),
            tidy(packet.subtitle).strip(" "),
            tidy(packet.author).strip(" "),
            tidy(packet.subject).strip(" "),
            tuple(tidy(word).strip(" ") for word in packet.keywords),
            day,
            tidy(packet.marking).strip(" "),
            plain_text(self._day(shown)),
        )

    def _epoch(self) -> str:
        """Return the day (UTC) that the environment gives (reproducible-builds.org, SOURCE_DATE_EPOCH); empty: none."""
        written = self.composer.workspace.host.environ.get(_EPOCH, "")
        if not written:
            return ""
        try:
            return datetime.fromtimestamp(int(written), UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            message = f"{_EPOCH} is {written!r}, no count of seconds; the document has no date"
            self.book.findings.add(warning("bad-epoch", message, help="unset it, or set it to a whole number"))
            return ""

    def _data_spot(self, place: Place) -> tuple[Place, str | None]:
        source = self.sources.get(place.file)
        if source is not None and place.line:
            return place, source.line(place.line)
        return place, self.composer.filler.loader.line(place) if source is None else None


def _sources(packet: Packet, papers: Sequence[PaperData]) -> dict[str, Source]:
    """Return the files that values come from; defaults come from schemas."""
    found = {packet.source.file: packet.source}
    for paper in papers:
        found.setdefault(paper.source.file, paper.source)
        for document in paper.schema.documents.values():
            found.setdefault(document.file, document)
    return found


def _packet_values(packet: Packet) -> dict[str, Any]:
    """Return what templates see of the packet; what is not written is None."""
    names = ("title", "subtitle", "traveler", "place", "start", "end", "marking", "lang")
    return {name: getattr(packet, name) or None for name in names}


def _title(paper: PaperData) -> str:
    title = paper.settings.title or paper.values.get("title")
    return title if isinstance(title, str) else ""


def _inline(text: str) -> tuple[Text, ...]:
    """Return *text* as the only node of a title or a line of the cover; none when it is empty."""
    words = tidy(text).strip(" ")
    return (Text(words, Mark.NONE, text.place if isinstance(text, SourceText) else None),) if words else ()


def _chosen_anchors(texts: Iterable[Filled]) -> list[str]:
    """Return the names that templates choose for headings, so that no heading takes them by chance."""
    found: list[str] = []
    for filled in texts:
        names = _CHOSEN_ANCHOR.findall(filled.markdown)
        found += [expanded(name, filled.printed) for name in names]
    return found
