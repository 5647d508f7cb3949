"""The order in which a line of both directions is painted, so that every reader finds the order of reading.

Enters: a line's runs, in the order of reading. Leaves: groups of runs to paint one after the other, each by one
operator. Guaranteed: every run is in one group, once; lines of one direction stay as they are.

Most readers go by the places of glyphs. So does pdfium from one operator to the next, but inside an operator it keeps
the order of the glyphs. It parts a line where kinds of characters change, turns round the order of these parts in
a line that it takes for a right-to-left one, and the letters of right-to-left parts in all lines. Two words that run
against their line would change places, and so would the letters of "U.S."; so one operator shows them in the order that
comes out right. A full stop that touches two such words has a space before it there all the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.layout.frames import GlyphRun
from pipeline.pdf.words import meant

_NEAR = 0.05
"""How far in points two runs may be apart that touch."""
_STRONG = {"L": "L", "R": "R", "AL": "R"}
_WEAK = frozenset({"AN", "EN", "NSM", "CS", "ES", "ET", "BN"})


class Group(NamedTuple):
    """Runs that touch, in the order of reading. *turned*: the parts of what they say are shown in turned order."""

    runs: tuple[GlyphRun, ...]
    turned: bool


def painted(runs: Sequence[GlyphRun]) -> list[Group]:
    """Return the runs of a line of both directions in groups; see the module."""
    to_left = runs[0].x > runs[-1].x
    against = "ltr" if to_left else "rtl"
    turned = to_left and _reads_to_left(runs)
    groups: list[tuple[GlyphRun, ...]] = []
    for run in runs:
        last = groups[-1] if groups else ()
        if last and _goes_on(last[-1], run, against):
            groups[-1] = (*last, run)
        else:
            groups.append((run,))
    return [Group(group, turned and group[0].words[0].direction == "ltr") for group in groups]


def is_mixed(runs: Sequence[GlyphRun]) -> bool:
    """Whether a line has been through the bidirectional algorithm, and holds more than one piece."""
    return len(runs) > 1 and bool(runs[0].words) and bool(runs[0].words[0].direction)


def _goes_on(before: GlyphRun, run: GlyphRun, against: str) -> bool:
    """Whether two runs against the line's direction touch and look alike, so that one operator can show both."""
    if any(len(one.words) != 1 or one.words[0].direction != against or one.whole for one in (before, run)):
        return False
    if _look(before) != _look(run) or any((before.rise, run.rise, before.tracking, run.tracking)):
        return False
    gap = run.x - before.x - before.width if against == "ltr" else before.x - run.x - run.width
    return abs(gap) < _NEAR


def _look(run: GlyphRun) -> tuple[object, ...]:
    return (run.face, run.size, run.color, run.element, run.underline, run.strike)


def _reads_to_left(runs: Sequence[GlyphRun]) -> bool:
    """Whether pdfium takes a line for one from right to left: no fewer of its parts run so than to the right."""
    texts = (meant(word) for run in sorted(runs, key=lambda run: run.x) for word in run.words)
    kinds = [_kind(character) for text in texts for character in text]
    parts = [kind for kind, _ in groupby(kinds)]
    return parts.count("R") >= parts.count("L")


def parts_of(meanings: Iterable[str]) -> list[int]:
    """Return how many of *meanings* (of clusters) belong to each part that pdfium makes of what they say together."""
    sizes: list[int] = []
    last = ""
    for meaning in meanings:
        kind = _kind(meaning[-1:])  # a space has a mark of direction before it
        if kind == last:
            sizes[-1] += 1
        else:
            sizes.append(1)
        last = kind
    return sizes


def _kind(character: str) -> str:
    found = unicodedata.bidirectional(character)
    return _STRONG.get(found) or ("weak" if found in _WEAK else "neutral")
