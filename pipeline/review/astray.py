"""What went astray where the YAML has changed as well as the Word file.

Enters: the paragraphs of an edited Word file, the entries of a build from the merged YAML. Leaves: stays for edits of
the Word file that the build does not show: new words, looks, places, kinds, removals. Guaranteed: what only the YAML
changed is not told.

A build then says more, and other things, than the Word file. So only what the editor did is looked for, paragraph by
paragraph, against the one of the build that is most like it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby

from pipeline.model.record import Entry
from pipeline.review.base import runs_of
from pipeline.review.comparing import (
    HELP,
    Line,
    Told,
    called,
    coming_back,
    lines_of_edition,
    lines_of_file,
    plain,
    seen,
)
from pipeline.review.edited import Edited, EditedParagraph
from pipeline.review.settling import longest_rise
from pipeline.review.wanted import Stay

_WORD = re.compile(r"\w+")
Spelled = tuple[tuple[str, object], ...]
"""A word, each character with its look."""


def astray(
    edited: Edited, entries: Sequence[Entry], stays: Sequence[Stay], clashed: Collection[int] = frozenset()
) -> list[Stay]:
    """Return what the build *entries* lacks of the edits.

    *stays*: what was found already; what was told is not told again. *clashed*: entries with conflicts, told too.
    """
    told = Told(edited, stays)
    build = _Build(entries)
    every = [*edited.paragraphs, *(one for note in edited.notes for one in note.paragraphs)]
    found: list[Stay] = []
    missing: set[int] = set()
    lines = lines_of_file(edited)
    for at, (one, line) in enumerate(zip(every, lines, strict=True)):
        if not line.text or one.entry in clashed or told.has(line):
            missing.add(at)
            continue
        words = [word for word in _WORD.findall(_news(edited, one)) if word not in build.words]
        stay = Stay("not-home", "these words would not be in the next edition", one.entry, line.text, HELP)
        if not words:
            other = _otherwise(edited, one, line, build)
            if other is None:
                continue
            stay = other
        missing.add(at)
        found.append(stay)
    found += _elsewhere(lines, build, missing)
    left = Counter(line.text for line in build.lines)
    left.subtract(Counter(line.text for line in lines))
    gone = [number for number in edited.deleted if number not in clashed]
    return found + coming_back(edited, gone, left, told, {plain(stay.words) for stay in stays})


class _Build:
    """The paragraphs of a build, to be found by their words."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.lines = [line for line in lines_of_edition(entries) if line.text]
        self.words = {word for line in self.lines for word in _WORD.findall(line.text)}
        self._by_text: dict[str, list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        for at, line in enumerate(self.lines):
            self._by_text.setdefault(line.text, []).append(at)
            for word in set(_WORD.findall(line.text)):
                self._by_word.setdefault(word, []).append(at)

    def same(self, text: str) -> int | None:
        """Return the one paragraph that says this; None where there is none, or more than one."""
        found = self._by_text.get(text, ())
        return found[0] if len(found) == 1 else None

    def like(self, text: str) -> int | None:
        """Return the paragraph that has most of the words of *text*."""
        found = self._by_text.get(text)
        if found:
            return found[0]
        votes = Counter(at for word in set(_WORD.findall(text)) for at in self._by_word.get(word, ()))
        return max(sorted(votes), key=lambda at: votes[at], default=None)


def _otherwise(edited: Edited, one: EditedParagraph, line: Line, build: _Build) -> Stay | None:
    """Return what a paragraph would look like otherwise, or be, than the editor made it."""
    at = build.like(line.text)
    if at is None:
        return None
    other = build.lines[at]
    before: Counter[Spelled] = Counter()
    for number in (one.entry, *one.joins):
        if number is not None:
            before.update(_spelled(seen(runs_of(edited.record.entries[number]))))
    wanted = Counter(_spelled(seen(one.runs))) - before
    lacking = wanted - Counter(_spelled(other.looks))
    words = " ".join("".join(char for char, _ in word) for word in lacking)
    shown = Counter(_WORD.findall(other.text))
    if lacking and all(shown[word] for word in _WORD.findall(words)):
        message = "these words would look otherwise in the next edition than in Word"
        return Stay("not-home", message, line.entry, words, HELP)
    if at == build.same(line.text) and other.form != line.form and not line.kept:
        message = f"in the next edition this would be {called(other.form)}, in Word it is {called(line.form)}"
        return Stay("not-home", message, line.entry, line.text, HELP)
    return None


def _spelled(looks: Sequence[tuple[str, object]]) -> list[Spelled]:
    groups = groupby(looks, key=lambda pair: bool(_WORD.match(pair[0])))
    return [tuple(group) for is_word, group in groups if is_word]


def _elsewhere(lines: Sequence[Line], build: _Build, missing: Collection[int]) -> list[Stay]:
    """Return what the editor moved or put in, and the build has on the other side of a neighbour."""
    body = [at for at, line in enumerate(lines) if line.text and "note" not in line.form[2]]  # type: ignore[operator]
    known = [at for at in body if not lines[at].new]
    kept = {known[place] for place in longest_rise([lines[at].entry or 0 for at in known])}
    spots = {at: build.same(lines[at].text) for at in body}
    found: list[Stay] = []
    for place, at in enumerate(body):
        spot = spots[at]
        if at in kept or at in missing or spot is None:
            continue
        before = next((there for other in reversed(body[:place]) if (there := spots[other]) is not None), -1)
        behind = next((there for other in body[place + 1 :] if (there := spots[other]) is not None), len(build.lines))
        if before < behind and not before < spot < behind:
            message = "this would stand elsewhere in the next edition than in Word"
            found.append(Stay("not-home", message, lines[at].entry, lines[at].text, HELP))
    return found


def _news(edited: Edited, one: EditedParagraph) -> str:
    """Return the words of a paragraph that its entries do not have."""
    numbers = [number for number in (one.entry, *one.joins) if number is not None]
    known = {word for number in numbers for word in _WORD.findall(edited.record.entries[number].text)}
    return " ".join(word for word in _WORD.findall(one.text) if word not in known)
