"""Limits on pages, counted on the pages that were laid out.

Enters: the subject, a rule and the layout. Leaves: findings at papers' entries in packet.yaml, or at headings.
Guaranteed: pages are those that readers turn: dividers and blank pages are none, and a packet's cover and contents
count only where the whole packet is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.diagnostics import Diagnostic
from pipeline.layout.frames import Destination, Layout
from pipeline.model.nodes import Paper
from pipeline.model.walk import plain_text
from pipeline.rules.findings import beyond, finding
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Subject, first_place
from pipeline.source.wording import count, quoted

_HELP = "shorten it, or move a part into an attachment"


def pages(subject: Subject, rule: Rule, layout: Layout) -> Iterator[Diagnostic]:
    """Report what has too many or too few pages."""
    if rule.per == "packet":
        number = sum(page.kind in ("text", "cover") for page in layout.pages)
        wrong = beyond(rule, number)
        if wrong:
            packet = subject.packet.source
            place = packet.key_place(("papers",))
            yield finding(rule, f"the packet has {count(number, 'page')}, {wrong}", place, help=_HELP, source=packet)
        return
    papers = subject.document.papers
    behind = {paper.anchor: _page(layout, following.anchor) for paper, following in pairwise(papers)}
    for paper in subject.papers(rule):
        last = (behind.get(paper.anchor) or len(layout.pages) + 1) - 1
        if rule.per == "section":
            yield from _sections(subject, rule, layout, paper, last)
            continue
        number = _shown(layout, _page(layout, paper.anchor), last)
        wrong = beyond(rule, number)
        if wrong:
            message = f"{quoted(plain_text(paper.title))} has {count(number, 'page')}, {wrong}"
            yield finding(rule, message, paper.place, help=_HELP, source=subject.source(paper.place))


def _sections(subject: Subject, rule: Rule, layout: Layout, paper: Paper, last: int) -> Iterator[Diagnostic]:
    for section in subject.sections(rule, paper):
        end = last
        following = layout.destinations.get(section.following.anchor) if section.following is not None else None
        if following is not None:
            end = following.page - _is_first(layout, following)
        number = _shown(layout, _page(layout, section.heading.anchor), end)
        wrong = beyond(rule, number)
        if wrong:
            place = first_place((section.heading,)) or first_place(section.blocks) or paper.place
            name = quoted(plain_text(section.heading.children))
            message = f"the section {name} is on {count(number, 'page')}, {wrong}"
            yield finding(rule, message, place, help=_HELP, source=subject.source(place))


def _page(layout: Layout, anchor: str) -> int:
    """Return the number of the page of *anchor*, 0 where it is on none."""
    destination = layout.destinations.get(anchor)
    return destination.page if destination is not None else 0


def _shown(layout: Layout, first: int, last: int) -> int:
    return sum(page.kind == "text" for page in layout.pages[max(0, first - 1) : last]) if first else 0


def _is_first(layout: Layout, destination: Destination) -> bool:
    """Whether nothing of the text stands above *destination* on its page."""
    placed = layout.pages[destination.page - 1].placed
    above = [item for item in placed if not item.artifact and item.y + item.frame.height <= destination.y + 0.5]
    return not above
