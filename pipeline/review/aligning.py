"""Entries for the paragraphs that no bookmark tells: by their words, then by their place.

Enters: the paragraphs of one story, some of them bound. Leaves: more of them bound. Guaranteed: what is bound already
stays so; a paragraph between two that are known is looked for among the entries between theirs first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.model.record import Entry
from pipeline.review.bound import Bound, said
from pipeline.review.edited import LEAST_SURE
from pipeline.review.pairing import fill, left_over, move
from pipeline.review.raw import Raw

_MOST_IN_PLACE = 8
"""How many neighbouring paragraphs are taken for as many entries only because they stand where these stood."""


def align(
    paragraphs: Sequence[Raw],
    entries: Sequence[int],
    bound: Bound,
    alike: Callable[[Raw, Entry], bool],
    *,
    places: bool,
) -> None:
    """Bind *paragraphs* to *entries*, both in order.

    *alike*: whether a paragraph looks like an entry, for those that only a place tells; *places*: there may be such.
    """
    # What was joined or split off is spoken for, but tells no place.
    mine = {raw: match.entry for raw in paragraphs if (match := bound.matches.get(raw)) and match.part != "tail"}
    held = set(mine.values())
    open_ = [entry for entry in entries if entry not in bound.taken or entry in held]
    at = {entry: position for position, entry in enumerate(open_)}
    free = [raw for raw in paragraphs if raw not in bound.matches or mine.get(raw) in at]
    found = {position: at[mine[raw]] for position, raw in enumerate(free) if raw in mine}
    now = [said(raw) for raw in free]
    then = [bound.text(entry) for entry in open_]
    sure = fill(found, now, then, bound.likeness)
    if places:
        sure |= _by_place(found, free, open_, bound, alike)
    sure |= move(found, now, then, bound.likeness)
    for position, ratio in sure.items():
        bound.bind(free[position], open_[found[position]], ratio)


def _by_place(
    found: dict[int, int],
    paragraphs: Sequence[Raw],
    entries: Sequence[int],
    bound: Bound,
    alike: Callable[[Raw, Entry], bool],
) -> dict[int, float]:
    """Pair what is left between two known paragraphs where the one looks like the other."""
    sure: dict[int, float] = {}
    records = bound.record.entries
    for free, open_ in left_over(found, len(paragraphs), len(entries)):
        if max(len(free), len(open_)) > _MOST_IN_PLACE:
            continue
        if len(free) == len(open_):
            pairs = list(zip(free, open_, strict=True))
            pairs = [pair for pair in pairs if alike(paragraphs[pair[0]], records[entries[pair[1]]])]
        else:
            fit = [(a, b) for a in free for b in open_ if alike(paragraphs[a], records[entries[b]])]
            pairs = fit if len(fit) == 1 else []
        for one, other in pairs:
            found[one], sure[one] = other, LEAST_SURE
    return sure
