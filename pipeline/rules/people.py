"""People who are named in one paper and missing from another, such as counterparts without a biography.

Enters: the subject and a rule with paths on both sides. Leaves: findings at names. Guaranteed: a name is known when all
of its words are in a known one or the other way round, forms of address aside; one word alone has to be the whole name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.diagnostics import Diagnostic, Place
from pipeline.rules.findings import finding
from pipeline.rules.paths import Found, find
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Subject
from pipeline.source.audiences import name_key
from pipeline.source.values import SourceText
from pipeline.source.wording import choices, quoted

_FORMS = frozenset(
    {"h", "e", "he", "hm", "hrh", "dr", "mr", "mrs", "ms", "miss", "prof", "sir", "dame", "lord", "lady", "hon", "the"}
    | {"rt", "amb", "gen", "col", "sheikh"}
)


def unknown(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report each name that is not known, where it is named first."""
    elsewhere = rule.values["known"]
    known = [_words(str(name)) for name in rule.values.get("allow", ())]
    known += [_words(name) for name, _ in _names(subject, elsewhere["papers"], elsewhere["paths"])]
    told: set[frozenset[str]] = set()
    for name, place in _names(subject, rule.papers, rule.values["paths"]):
        words = _words(name)
        if not words or words in told or any(_same(words, other) for other in known):
            continue
        told.add(words)
        help = f"add it to a paper of the kind {choices(elsewhere['papers'])}, or to the rule's `allow`"
        message = f"{quoted(name)} is in no {' or '.join(map(quoted, elsewhere['papers']))}"
        yield finding(rule, message, place, help=help, source=subject.source(place))


def _names(subject: Subject, papers: Iterable[str], paths: Iterable[str]) -> Iterator[tuple[str, Place]]:
    for path in paths:
        for data in subject.data(tuple(papers)):
            for found in find(data.values, path, data.source):
                yield from _name(found)


def _name(found: Found) -> Iterator[tuple[str, Place]]:
    """Yield a name that is a text, or the ``name`` of a mapping."""
    value = found.value
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, str):
        yield value, value.place if isinstance(value, SourceText) else found.place


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in name_key(name.split(",", 1)[0]).split("-") if word not in _FORMS)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < 2:
        return one == other
    return one <= other or other <= one
