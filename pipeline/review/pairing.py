"""Two sequences of texts, then and now: which is which.

Enters: the texts of paragraphs, rows or columns as they are now and as they were. Leaves: pairs of positions.
Guaranteed: each position is in one pair at most; pairs that are found in order stay in order; texts that are equal come
before texts that are alike; the work is bounded, however long the sequences are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.review.likeness import Likeness, plain

_MOST_PAIRS = 90_000
"""How many pairs are compared within one block; a larger one is cut up."""
_MOVED = 0.6
_LEAST_MOVED = 4
"""How alike texts must be, and how many words they must have, to be the same at another place."""


def pairs(one: Sequence[str], other: Sequence[str], likeness: Likeness) -> list[tuple[int, int, float]]:
    """Pair the texts of two sequences in order: equal ones first, then those that are alike between them.

    Return the positions of each pair and how alike the two are.
    """
    first, second = [plain(text) for text in one], [plain(text) for text in other]
    start, least = 0, min(len(first), len(second))
    while start < least and first[start] == second[start]:
        start += 1
    end = 0
    while end < least - start and first[-1 - end] == second[-1 - end]:
        end += 1
    found = [(at, at, 1.0) for at in range(start)]
    matcher = SequenceMatcher(None, first[start : len(first) - end], second[start : len(second) - end], autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        a, a_end, b, b_end = (place + start for place in (a, a_end, b, b_end))  # noqa: PLW2901
        if tag == "equal":
            found += [(a + step, b + step, 1.0) for step in range(a_end - a)]
        elif tag == "replace":
            block = _alike(one[a:a_end], other[b:b_end], likeness)
            found += [(a + one_, b + other_, ratio) for one_, other_, ratio in block]
    return found + [(len(first) - at, len(second) - at, 1.0) for at in range(end, 0, -1)]


def _alike(one: Sequence[str], other: Sequence[str], likeness: Likeness) -> list[tuple[int, int, float]]:
    """Return the pairs in order whose likeness adds up to most."""
    if len(one) * len(other) > _MOST_PAIRS:
        middle, cut = len(one) // 2, len(other) // 2
        if not middle or not cut:
            step = _MOST_PAIRS // 2
            return _alike(one[:step], other[:step], likeness)
        second = _alike(one[middle:], other[cut:], likeness)
        return _alike(one[:middle], other[:cut], likeness) + [(a + middle, b + cut, ratio) for a, b, ratio in second]
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for a in range(len(one) - 1, -1, -1):
        row, below = best[a], best[a + 1]
        for b in range(len(other) - 1, -1, -1):
            ratio = likeness.ratio(one[a], other[b])
            row[b] = max(row[b + 1], below[b], below[b + 1] + ratio if ratio else 0.0)
    found = []
    a = b = 0
    while a < len(one) and b < len(other):
        ratio = likeness.ratio(one[a], other[b])
        if ratio and best[a][b] == best[a + 1][b + 1] + ratio:
            found.append((a, b, ratio))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return found


def gaps(found: Mapping[int, int], now: int, then: int) -> list[tuple[range, range]]:
    """Return the stretches between those pairs that are in order on both sides, of lengths *now* and *then*."""
    stretches = []
    before = (-1, -1)
    for pair in [*increasing(sorted(found.items())), (now, then)]:
        stretches.append((range(before[0] + 1, pair[0]), range(before[1] + 1, pair[1])))
        before = pair
    return stretches


def increasing(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs, sorted by their first, whose second rises."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for position, (_, value) in enumerate(found):
        place = bisect_left(ends, value)
        previous.append(at[place - 1] if place else -1)
        ends[place : place + 1] = [value]
        at[place : place + 1] = [position]
    chain = []
    position = at[-1] if at else -1
    while position >= 0:
        chain.append(found[position])
        position = previous[position]
    return chain[::-1]


def fill(found: dict[int, int], now: Sequence[str], then: Sequence[str], likeness: Likeness) -> dict[int, float]:
    """Add pairs for what is left between the pairs that are in order; return how alike each new one's texts are."""
    sure: dict[int, float] = {}
    for free, open_ in left_over(found, len(now), len(then)):
        for one, other, ratio in pairs([now[at] for at in free], [then[at] for at in open_], likeness):
            found[free[one]], sure[free[one]] = open_[other], ratio
    return sure


def left_over(found: Mapping[int, int], now: int, then: int) -> list[tuple[list[int], list[int]]]:
    """Return the positions that are in no pair, by the gaps between pairs; where both sides have some."""
    taken = set(found.values())
    left = []
    for mine, theirs in gaps(found, now, then):
        if mine and theirs:
            free, open_ = [at for at in mine if at not in found], [at for at in theirs if at not in taken]
            if free and open_:
                left.append((free, open_))
    return left


def move(found: dict[int, int], now: Sequence[str], then: Sequence[str], likeness: Likeness) -> dict[int, float]:
    """Add pairs for what is left wherever it stands: equal texts, then such as are much alike."""
    taken = set(found.values())
    open_: dict[str, list[int]] = {}
    for at, text in enumerate(then):
        if at not in taken and plain(text):
            open_.setdefault(plain(text), []).append(at)
    sure: dict[int, float] = {}
    free = [at for at, text in enumerate(now) if at not in found and plain(text)]
    for at in free:
        same = open_.get(plain(now[at]))
        if same:
            found[at], sure[at] = same.pop(0), 1.0
    left = [at for at in free if at not in found]
    rest = [at for same in open_.values() for at in same]
    if len(left) * len(rest) <= _MOST_PAIRS:
        ranked = sorted(
            (-ratio, one, other)
            for one in left
            if len(likeness.words(now[one])) >= _LEAST_MOVED
            for other in rest
            if (ratio := likeness.ratio(now[one], then[other])) >= _MOVED
        )
        for less, one, other in ranked:
            if one not in found and other not in found.values():
                found[one], sure[one] = other, -less
    return sure
