"""The numbers of pages that come in the place of others.

Enters: the sides that are taken out, those that are put in, and the numbers around them. Leaves: a number for each that
is put in. Guaranteed: numbers are in the order of the book; a side takes the number of one that is printed alike, else
of one of the same paper, as far as the order allows; the rest get free ones between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.revision.labels import Label

_ALIKE, _FIRST, _PAPER, _ANY = 1000, 200, 10, 1
_MOST = 1_000_000
"""Pairs that are looked at one by one; of more, sides are paired in their order."""

Free = Callable[[Label | None, Label | None, int], "list[Label] | None"]


class Side(NamedTuple):
    """A page with its number (None: it has none yet), its paper, and what is printed on it (empty: nothing)."""

    label: Label | None
    paper: str
    content: str


def numbered(
    old: Sequence[Side], new: Sequence[Side], last: Label | None, following: Label | None, free: Free
) -> list[Label] | None:
    """Return a number for each of *new*, which come for *old* between two numbers; None: there are too few."""
    taken = _pairs(old, new)
    while True:
        labels: list[Label] = []
        here = last
        start = 0
        for position in (*sorted(taken), None):
            until = len(new) if position is None else position
            end = following if position is None else old[taken[position]].label
            between = free(here, end, until - start)
            if between is None:
                break
            labels += between
            if position is None:
                return labels
            label = old[taken[position]].label
            assert label is not None
            labels.append(label)
            here, start = label, position + 1
        if not taken:
            return None
        # There are no numbers left before a side that has its own, or before what follows: it gets a free one too.
        gone = position if position is not None else max(taken)
        del taken[gone]


def _pairs(old: Sequence[Side], new: Sequence[Side]) -> dict[int, int]:
    """Return for sides of *new* the one of *old* whose number each takes, in order: the best of all ways."""
    if len(old) * len(new) > _MOST:
        return dict(zip(range(len(new)), range(len(old)), strict=False))
    first_old, first_new = _firsts(old), _firsts(new)

    def weight(one: int, other: int) -> int:
        before, after = old[one], new[other]
        if after.content and before.content == after.content:
            return _ALIKE
        if before.paper != after.paper or not after.content:
            return _ANY
        return _FIRST if one in first_old and other in first_new else _PAPER

    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in range(len(old) - 1, -1, -1):
        for other in range(len(new) - 1, -1, -1):
            both = weight(one, other) + best[one + 1][other + 1]
            best[one][other] = max(both, best[one + 1][other], best[one][other + 1])
    pairs: dict[int, int] = {}
    one = other = 0
    while one < len(old) and other < len(new):
        here = best[one][other]
        if here == weight(one, other) + best[one + 1][other + 1]:
            pairs[other] = one
            one, other = one + 1, other + 1
        elif here == best[one][other + 1]:
            other += 1
        else:
            one += 1
    return pairs


def _firsts(sides: Sequence[Side]) -> frozenset[int]:
    """Return the first side of each paper."""
    found: dict[str, int] = {}
    for index, side in enumerate(sides):
        if side.content:
            found.setdefault(side.paper, index)
    return frozenset(found.values())
