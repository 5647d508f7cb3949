"""What rules look at: a packet's papers, their data, and the document that was composed of them.

Enters: the packet, its papers' files and the document. Leaves: runs of text with the paper and the headings they stand
under, sections, and exact places of words. Guaranteed: reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

from pipeline.diagnostics import Place
from pipeline.model.nodes import Block, Document, Heading, Inline, LineBreak, Paper, Paragraph, Text
from pipeline.model.walk import all_blocks, all_inlines, own_inlines, plain_text, texts
from pipeline.rules.profile import Rule
from pipeline.source.packet import Packet, PaperSettings, packet_schema
from pipeline.source.schema_types import Schema
from pipeline.source.tree import Source
from pipeline.values import dataclass, field

_PORTION = re.compile(r"^\s*\([^()]{1,80}\)\s*")
_MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper of the packet: *values* as its template saw them; None, as *schema*, where it is not made from data."""

    settings: PaperSettings
    source: Source | None = None
    values: Mapping[str, object] | None = None
    schema: Schema | None = None

    @property
    def kind(self) -> str:
        """The template's name, or ``markdown`` or ``pdf``."""
        return self.settings.template if self.settings.kind == "data" else self.settings.kind


@dataclass(frozen=True, slots=True)
class Data:
    """Data that rules about data look at: a paper's, or packet.yaml."""

    kind: str
    values: object
    source: Source
    schema: Schema | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of inlines in *paper* (None: the cover). *headings*: the words of those above it, as compared."""

    inlines: tuple[Inline, ...]
    block: Block | None
    paper: Paper | None
    headings: tuple[str, ...]
    lang: str
    text: str

    @property
    def role(self) -> str:
        return self.block.role if isinstance(self.block, Paragraph) else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading of its level or a higher one."""

    heading: Heading
    blocks: tuple[Block, ...]
    following: Heading | None
    """The heading behind the section, None where the paper ends with it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A packet as rules see it. *sources* has the files that places are in, by their names."""

    packet: Packet
    files: tuple[PaperFile, ...]
    document: Document
    sources: Mapping[str, Source | None] = field(repr=False)

    def kind_of(self, paper: Paper) -> str:
        """Return the template of *paper*, ``markdown`` or ``pdf``; empty when it is not known."""
        return next((file.kind for file in self.files if file.settings.place == paper.place), "")

    def papers(self, rule: Rule) -> Iterator[Paper]:
        """Yield the papers that *rule* is for."""
        for paper in self.document.papers:
            if (not rule.papers or self.kind_of(paper) in rule.papers) and _speaks(rule, self.lang_of(paper)):
                yield paper

    def lang_of(self, paper: Paper | None) -> str:
        return (paper.lang if paper is not None else "") or self.document.metadata.lang

    def runs(self, rule: Rule) -> Iterator[Run]:
        """Yield the runs of text that *rule* is for; the cover's where the rule is for all papers."""
        wanted = set(map(plain_heading, rule.values.get("headings", ())))
        roles = rule.values.get("roles", ())
        for run in self._runs(rule):
            if wanted and not wanted.intersection(run.headings):
                continue
            if roles and run.role not in roles:
                continue
            yield run

    def _runs(self, rule: Rule) -> Iterator[Run]:
        cover = self.document.cover
        lang = self.document.metadata.lang
        if cover is not None and not rule.papers and _speaks(rule, lang):
            parts = (cover.title, cover.subtitle, *(detail.children for detail in cover.details), cover.notice)
            yield from (Run(part, None, None, (), lang, run_text(part)) for part in parts if part)
        for paper in self.papers(rule):
            lang = self.lang_of(paper)
            yield Run(paper.title, None, paper, (), lang, run_text(paper.title))
            above: list[tuple[int, str]] = []
            for block in all_blocks(paper.blocks):
                if isinstance(block, Heading):
                    above = [entry for entry in above if entry[0] < block.level]
                    above.append((block.level, plain_heading(plain_text(block.children))))
                under = tuple(words for _, words in above)
                yield from (Run(part, block, paper, under, lang, run_text(part)) for part in own_inlines(block) if part)
            for note in paper.footnotes:
                for block in all_blocks(note.blocks):
                    for part in own_inlines(block):
                        yield Run(part, block, paper, (), lang, run_text(part))

    def sections(self, rule: Rule, paper: Paper) -> Iterator[Section]:
        """Yield the sections of *paper* that *rule* is for."""
        wanted = set(map(plain_heading, rule.values.get("headings", ())))
        blocks = paper.blocks
        for start, block in enumerate(blocks):
            if not isinstance(block, Heading):
                continue
            if wanted and plain_heading(plain_text(block.children)) not in wanted:
                continue
            end = start + 1
            while end < len(blocks) and not _ends(blocks[end], block.level):
                end += 1
            following = blocks[end] if end < len(blocks) else None
            yield Section(block, blocks[start + 1 : end], following if isinstance(following, Heading) else None)

    def data(self, names: tuple[str, ...]) -> Iterator[Data]:
        """Yield the data of papers of the kinds *names* (none: all papers), each file once."""
        seen: set[tuple[str, str]] = set()
        if "packet" in names:
            yield Data("packet", self.packet.source.data, self.packet.source, packet_schema())
        for file in self.files:
            if file.source is None or file.values is None or (names and file.kind not in names):
                continue
            key = file.kind, file.source.file
            if key not in seen:
                seen.add(key)
                yield Data(file.kind, file.values, file.source, file.schema)

    def source(self, place: Place | None) -> Source | None:
        return self.sources.get(place.file) if place is not None else None

    def spot(self, run: Run, start: int, stop: int) -> Place | None:
        """Return where characters *start* to *stop* of a run are written; what is nearest where a template wrote it."""
        node, offset = _node_at(run, start)
        if node is None or node.place is None:
            nearby = next((text.place for text in texts(run.inlines) if text.place is not None), None)
            return nearby or (run.paper.place if run.paper is not None else None)
        words = node.text[offset : offset + stop - start]
        return self._within(node.place, words, _occurrences(node.text, words, offset))

    def is_written(self, run: Run, start: int) -> bool:
        """Whether character *start* of a run stands in the data; what templates write is not the author's."""
        node, _ = _node_at(run, start)
        return node is not None and node.place is not None

    def _within(self, place: Place, words: str, skipped: int) -> Place:
        """Return the place of *words* in the text at *place*, where they are there *skipped* times before."""
        source = self.sources.get(place.file)
        value = source.value(place.path) if source is not None else None
        if source is None or not isinstance(value, str) or not words:
            return place
        at = -1
        for _ in range(_MOST_TRIES):
            at = value.find(words, at + 1)
            if at < 0:
                break
            found = source.within(place.path, at, at + len(words))
            if (found.line, found.column) < (place.line, place.column):
                continue
            if not skipped:
                return found
            skipped -= 1
        return place


def _occurrences(text: str, words: str, end: int) -> int:
    """Return how often *words* begin in *text* before *end*."""
    number, at = 0, text.find(words) if words else end
    while 0 <= at < end:
        number, at = number + 1, text.find(words, at + 1)
    return number


def plain_heading(words: str) -> str:
    """Return a heading as headings are compared: without portion mark, without regard to case and spaces."""
    return " ".join(_PORTION.sub("", words, count=1).casefold().split())


def first_place(blocks: tuple[Block, ...]) -> Place | None:
    """Return where the first text of *blocks* is written that is written anywhere."""
    for block in all_blocks(blocks):
        for inlines in own_inlines(block):
            for text in texts(inlines):
                if text.place is not None:
                    return text.place
    return None


def run_text(inlines: tuple[Inline, ...]) -> str:
    """Return the words of a run as patterns are matched with them."""
    return plain_text(inlines).encode("utf-8", "replace").decode()


def _ends(block: Block, level: int) -> bool:
    return isinstance(block, Heading) and block.level <= level


def _speaks(rule: Rule, lang: str) -> bool:
    wanted = rule.values.get("languages", ())
    tag = lang.lower()
    return not wanted or any(tag == name.lower() or tag.startswith(f"{name.lower()}-") for name in wanted)


def _node_at(run: Run, offset: int) -> tuple[Text | None, int]:
    """Return the text that character *offset* of a run is in, and its index there."""
    nodes = [node for node in all_inlines(run.inlines) if isinstance(node, Text | LineBreak)]
    ends = list(accumulate(len(node.text) if isinstance(node, Text) else 1 for node in nodes))
    at = bisect_right(ends, offset)
    if at >= len(nodes):
        return None, 0
    node = nodes[at]
    return (node if isinstance(node, Text) else None), offset - (ends[at - 1] if at else 0)
