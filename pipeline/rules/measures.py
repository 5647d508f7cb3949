"""Limits on words, sentences, bullets and headings, counted in the document.

Enters: the subject and a rule with limits. Leaves: findings. Guaranteed: a paper's text is counted as readers see it:
headings, paragraphs, lists, tables and captions, without the paper's title and without footnotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.diagnostics import Diagnostic, Place
from pipeline.model.nodes import Block, Heading, ListBlock, Paper, Paragraph
from pipeline.model.walk import all_blocks, inlines_of, plain_text
from pipeline.rules.findings import beyond, finding
from pipeline.rules.language import count_words, sentences
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Run, Subject, first_place
from pipeline.source.wording import count, quoted

_Counter = Callable[[Iterable[Block]], int]


def words(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report what has too many or too few words."""
    if rule.per == "paragraph":
        for run in subject.runs(rule):
            if isinstance(run.block, Paragraph):
                yield from _of_text(subject, rule, run)
        return
    yield from _counted(subject, rule, "word", lambda blocks: _words_in(rule, blocks))


def _of_text(subject: Subject, rule: Rule, run: Run) -> Iterator[Diagnostic]:
    number = count_words(run.text)
    wrong = beyond(rule, number)
    if wrong:
        place = subject.spot(run, 0, len(run.text))
        message = f"this paragraph has {count(number, 'word')}, {wrong}"
        yield finding(rule, message, place, help=_help(rule, "paragraph"), source=subject.source(place))


def _words_in(rule: Rule, blocks: Iterable[Block]) -> int:
    roles = rule.values.get("roles", ())
    if not roles:
        return sum(count_words(plain_text(inlines)) for inlines in inlines_of(blocks))
    shown = (block for block in all_blocks(blocks) if isinstance(block, Paragraph) and block.role in roles)
    return sum(count_words(plain_text(block.children)) for block in shown)


def bullets(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report lists, sections or papers with too many or too few points."""
    if rule.per != "list":
        yield from _counted(subject, rule, "point", _points_in)
        return
    wanted = "headings" in rule.values
    for paper in subject.papers(rule):
        parts = [section.blocks for section in subject.sections(rule, paper)] if wanted else [paper.blocks]
        for block in (block for blocks in parts for block in all_blocks(blocks)):
            if isinstance(block, ListBlock):
                yield from _of_list(subject, rule, paper, block)


def _of_list(subject: Subject, rule: Rule, paper: Paper, block: ListBlock) -> Iterator[Diagnostic]:
    number = len(block.items)
    wrong = beyond(rule, number)
    if not wrong:
        return
    most = rule.values.get("most")
    item = block.items[most if most is not None and number > most else 0]
    place = first_place(item.blocks) or item.place or block.place or paper.place
    label = f"point {most + 1}" if most is not None and number > most else ""
    message = f"this list has {count(number, 'point')}, {wrong}"
    yield finding(rule, message, place, label=label, help=_help(rule, "list"), source=subject.source(place))


def _points_in(blocks: Iterable[Block]) -> int:
    return sum(len(block.items) for block in all_blocks(blocks) if isinstance(block, ListBlock))


def headings(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report papers with too many or too few headings."""
    yield from _counted(
        subject, rule, "heading", lambda blocks: sum(isinstance(block, Heading) for block in all_blocks(blocks))
    )


def _counted(
    subject: Subject, rule: Rule, noun: str, number_in: Callable[[Iterable[Block]], int]
) -> Iterator[Diagnostic]:
    """Report packets, papers or sections, as the rule says, in which *number_in* counts more or less than allowed."""
    if rule.per == "packet":
        number = sum(number_in(paper.blocks) for paper in subject.papers(rule))
        wrong = beyond(rule, number)
        if wrong:
            packet = subject.packet.source
            at = packet.key_place(("papers",))
            message = f"the packet has {count(number, noun)}, {wrong}"
            yield finding(rule, message, at, help=_help(rule, "packet"), source=packet)
        return
    for paper in subject.papers(rule):
        for name, place, blocks in _parts(subject, rule, paper):
            number = number_in(blocks)
            wrong = beyond(rule, number)
            if wrong:
                message = f"{name} has {count(number, noun)}, {wrong}"
                part = "section" if rule.per == "section" else "paper"
                yield finding(rule, message, place, help=_help(rule, part), source=subject.source(place))


def _parts(subject: Subject, rule: Rule, paper: Paper) -> Iterator[tuple[str, Place | None, tuple[Block, ...]]]:
    """Yield what is counted by itself in *paper*: its name, its place and its blocks."""
    if rule.per != "section":
        blocks = paper.blocks
        if "headings" in rule.values:
            blocks = tuple(block for section in subject.sections(rule, paper) for block in section.blocks)
        yield quoted(plain_text(paper.title)), paper.place, blocks
        return
    for section in subject.sections(rule, paper):
        name = f"the section {quoted(plain_text(section.heading.children))}"
        place = first_place((section.heading,)) or section.heading.place or first_place(section.blocks) or paper.place
        yield name, place, section.blocks


def sentence_length(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report sentences with too many words."""
    for run in subject.runs(rule):
        for start, sentence in sentences(run.text) if isinstance(run.block, Paragraph) else ():
            number = count_words(sentence)
            wrong = beyond(rule, number)
            if wrong:
                place = subject.spot(run, start, start + len(sentence))
                message = f"this sentence has {count(number, 'word')}, {wrong}"
                help = "make two sentences of it"
                yield finding(rule, message, place, help=help, source=subject.source(place))


def _help(rule: Rule, part: str) -> str:
    most, least = rule.values.get("most"), rule.values.get("least")
    if most is not None and least is not None:
        return f"bring the {part} between {least:,} and {most:,}"
    return f"shorten the {part}" if most is not None else f"add what the {part} lacks"
