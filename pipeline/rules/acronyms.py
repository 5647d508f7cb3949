"""Acronyms that are not written in full where they are first used.

Enters: the subject and a rule. Leaves: findings at first uses. Guaranteed: what the rule allows needs nothing, and what
a glossary has needs nothing unless the rule says that this is not enough; a glossary's own words, headings and titles,
and words in lines that are all capitals, are no uses; numbers in Roman digits are no acronyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, Related
from pipeline.model.nodes import Heading
from pipeline.rules.findings import finding
from pipeline.rules.paths import find
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Run, Subject
from pipeline.source.wording import quoted

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚŁŃŇŌŘŚŞŠŤŪŮŹŻŽΑ-ΩА-ЯЁ"
_WORD = re.compile(rf"(?<![\w.&@#/])[{_UPPER}][{_UPPER}0-9&]+s?(?![\w@]|\.\w)")
_ROMAN = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_IN_FULL_BEFORE = re.compile(r"\w[^()]{2,}\((?:the |or |hereafter |“|\"|‘|')*$")
_IN_FULL_BEHIND = re.compile(r"\s*(?:\(|—|–|, or )\s*[^\s()]+\s+[^()]*\S")
_LOOK = 160
_OPENING = 13
"""How far before an acronym its bracket may open: as in "(hereafter “"."""
_DEFAULT_LONGEST = 6
_NO_PROSE = frozenset({"pronunciation", "number", "booking", "reference"})
"""Keys of values that are no words: how a name is said, of which capitals are a part, and numbers with letters."""
_GLOSSARY = {"papers": ["glossary"], "paths": ["**.acronym", "**.term", "**.short"]}


class _Use(NamedTuple):
    word: str
    run: Run
    start: int
    stop: int
    in_full: bool


def acronyms(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report each acronym once: per packet, or per paper where the rule says so."""
    known = {_single(str(word)) for word in rule.values.get("allow", ())} | _glossary(subject, rule)
    groups: dict[str, list[_Use]] = {}
    for run in subject.runs(rule):
        if run.paper is not None and subject.kind_of(run.paper) in _GLOSSARY["papers"]:
            continue  # it names what it explains
        group = "" if rule.per == "packet" or run.paper is None else run.paper.anchor
        groups.setdefault(group, []).extend(_uses(run, int(rule.values.get("longest", _DEFAULT_LONGEST))))
    for uses in groups.values():
        first: dict[str, _Use] = {}
        full: dict[str, _Use] = {}
        for use in uses:
            first.setdefault(use.word, use)
            if use.in_full:
                full.setdefault(use.word, use)
        for word, use in first.items():
            if word in known or use.in_full or not subject.is_written(use.run, use.start):
                continue
            if not _NO_PROSE & set(map(str, _path(subject, use))):
                yield _unexplained(subject, rule, use, full.get(word))


def _unexplained(subject: Subject, rule: Rule, use: _Use, full: _Use | None) -> Diagnostic:
    place = subject.spot(use.run, use.start, use.stop)
    later = subject.spot(full.run, full.start, full.stop) if full is not None else None
    related = (Related("here it is written in full", later),) if later is not None else ()
    help = f"write it in full with ({use.word}) behind it, or put it into the glossary"
    message = f"{quoted(use.word)} is not written in full where it is first used"
    return finding(rule, message, place, help=help, source=subject.source(place), related=related)


def _path(subject: Subject, use: _Use) -> tuple[str | int, ...]:
    place = subject.spot(use.run, use.start, use.stop)
    return () if place is None else place.path


def _uses(run: Run, longest: int) -> Iterator[_Use]:
    if run.block is None or isinstance(run.block, Heading) or _is_all_capitals(run.text):
        return
    for match in _WORD.finditer(run.text):
        word = _single(match[0])
        letters = sum(char.isalpha() for char in word)
        if letters >= 2 and len(word) <= longest and _ROMAN.fullmatch(word) is None:
            before = run.text[max(0, match.start() - _LOOK) : match.start()]
            behind = run.text[match.end() : match.end() + _LOOK]
            in_brackets = (
                "(" in before[-_OPENING:]
                and _IN_FULL_BEFORE.search(before) is not None
                and behind.lstrip("”\"’'")[:1] in (")", ",", ";")
            )
            in_full = in_brackets or (_IN_FULL_BEHIND.match(behind) is not None and behind.lstrip()[:1] == "(")
            yield _Use(word, run, match.start(), match.end(), in_full)


def _is_all_capitals(text: str) -> bool:
    """Whether a line of several words is written in capitals, so that its words are no acronyms."""
    return not any(char.islower() for char in text) and len(text.split()) > 1


def _single(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1].isupper() else word


def _glossary(subject: Subject, rule: Rule) -> set[str]:
    """Return the acronyms that a glossary explains."""
    place = rule.values.get("glossary", _GLOSSARY)
    if place is False:
        return set()
    found: set[str] = set()
    for path in place["paths"]:
        for data in subject.data(tuple(place["papers"])):
            entries = find(data.values, path, data.source)
            found |= {_single(str(entry.value).strip()) for entry in entries if isinstance(entry.value, str)}
    return found
