"""Which papers a packet has, and in what order.

Enters: the subject and a rule. Leaves: findings in packet.yaml. Guaranteed: papers are known by their templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Place, Related
from pipeline.rules.findings import beyond, finding
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Subject
from pipeline.source.wording import count, quoted


def required(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report papers that are not there."""
    there = {kind for kind, _ in _entries(subject)}
    packet = subject.packet.source
    for name in rule.papers:
        if name not in there:
            help = f"add a paper with `template: {name}` to `papers`"
            place = packet.key_place(("papers",))
            yield finding(rule, f"the packet has no {quoted(name)}", place, help=help, source=packet)


def forbidden(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report papers that must not be there."""
    packet = subject.packet.source
    for kind, place in _entries(subject):
        if kind in rule.papers:
            help = "take the paper out"
            yield finding(rule, f"a {quoted(kind)} has no place in this packet", place, help=help, source=packet)


def order(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report papers that stand behind one that should follow them."""
    packet = subject.packet.source
    furthest: tuple[int, str, Place] | None = None
    for kind, place in _entries(subject):
        if kind not in rule.papers:
            continue
        rank = rule.papers.index(kind)
        if furthest is not None and rank < furthest[0]:
            _, other, seen = furthest
            message = f"the {quoted(kind)} stands behind the {quoted(other)}"
            help = f"put it before the {quoted(other)}"
            related = (Related(f"the {quoted(other)}", seen),)
            yield finding(rule, message, place, help=help, source=packet, related=related)
        else:
            furthest = rank, kind, place


def number(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report kinds of papers of which there are too many or too few."""
    packet = subject.packet.source
    most = rule.values.get("most")
    for name in rule.papers:
        places = [place for kind, place in _entries(subject) if kind == name]
        wrong = beyond(rule, len(places))
        if wrong:
            place = places[most] if most is not None and len(places) > most else packet.key_place(("papers",))
            message = f"the packet has {count(len(places), 'paper')} of the kind {quoted(name)}, {wrong}"
            help = "take papers out, or make one of them" if "more" in wrong else "add what is missing"
            yield finding(rule, message, place, help=help, source=packet)


def _entries(subject: Subject) -> Iterator[tuple[str, Place]]:
    """Yield the kind and the place of each paper, in order; the place is where its file or template is named."""
    packet = subject.packet.source
    for file in subject.files:
        path = file.settings.place.path
        key = "template" if file.settings.kind == "data" else file.settings.kind
        yield file.kind, packet.place((*path, key))
