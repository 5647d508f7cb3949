"""The rules of a packet, one after the other.

Enters: the subject, profiles, for some rules the layout. Leaves: findings. Guaranteed: the order is that of the
profiles and of their rules; :func:`check` needs no layout, and :func:`check_pages` judges only what does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic
from pipeline.rules import acronyms, agenda, clearances, measures, papers, people, terms, values, weekdays
from pipeline.rules.findings import few
from pipeline.rules.profile import Profile, Rule
from pipeline.rules.subject import Subject

if TYPE_CHECKING:
    from pipeline.layout.frames import Layout

_PAGES = "pages"
_CHECKS: Mapping[str, Callable[[Subject, Rule], Iterator[Diagnostic]]] = {
    "words": measures.words,
    "bullets": measures.bullets,
    "sentence-length": measures.sentence_length,
    "headings": measures.headings,
    "required-papers": papers.required,
    "forbidden-papers": papers.forbidden,
    "paper-order": papers.order,
    "paper-count": papers.number,
    "required-values": values.required,
    "clearances": clearances.clearances,
    "expired": values.expired,
    "dates-outside-trip": values.outside_trip,
    "overlaps": agenda.overlaps,
    "gaps": agenda.gaps,
    "weekdays": weekdays.weekdays,
    "unknown-people": people.unknown,
    "acronyms": acronyms.acronyms,
    "terms": terms.terms,
}


def check(subject: Subject, profiles: Iterable[Profile]) -> list[Diagnostic]:
    """Return what breaks the rules that need no layout, and paths of rules that lead nowhere."""
    found: list[Diagnostic] = []
    for rule in _rules(profiles):
        found += values.unmatched(subject, rule)
        if rule.kind != _PAGES:
            found += few(rule, _CHECKS[rule.kind](subject, rule))
    return found


def needs_pages(profiles: Iterable[Profile]) -> bool:
    """Whether a rule counts pages."""
    return any(rule.kind == _PAGES for rule in _rules(profiles))


def check_pages(subject: Subject, profiles: Iterable[Profile], layout: Layout) -> list[Diagnostic]:
    """Return what breaks the rules that count pages."""
    from pipeline.rules.pages import pages

    found: list[Diagnostic] = []
    for rule in _rules(profiles):
        if rule.kind == _PAGES:
            found += few(rule, pages(subject, rule, layout))
    return found


def _rules(profiles: Iterable[Profile]) -> Iterator[Rule]:
    for profile in profiles:
        yield from profile.rules
