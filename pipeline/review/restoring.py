"""Paragraphs that have moved, put back where they were.

Enters: an edited Word file, entries. Leaves: the file as if the paragraphs of these entries had not moved. Guaranteed:
their words and looks are as they were edited, and all other paragraphs are in the order in which they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model.record import Container
from pipeline.review.edited import Edited, EditedParagraph
from pipeline.values import replace

_COUNTED = ("list", "definition", "cell")
_FAR = 1_000_000
"""More items than any list has."""


def put_back(edited: Edited, entries: frozenset[int]) -> Edited:
    """Return *edited* with the paragraphs of *entries* where the edition has them."""
    if not entries:
        return edited
    moved = [one for one in edited.paragraphs if one.entry in entries]
    kept = [one for one in edited.paragraphs if one.entry not in entries]
    for one in sorted(moved, key=lambda one: one.entry or 0):
        kept.insert(_place(kept, one.entry or 0), one._replace(within=_within(edited, kept, one)))
    return replace(edited, paragraphs=tuple(_counted(kept)))


def _place(paragraphs: Sequence[EditedParagraph], entry: int) -> int:
    """Return where *entry* goes: behind the nearest entry before it that is there, else before the first."""
    before = max((one.entry for one in paragraphs if one.entry is not None and one.entry <= entry), default=None)
    if before is None:
        return next((at for at, one in enumerate(paragraphs) if one.entry is not None), len(paragraphs))
    return 1 + max(at for at, one in enumerate(paragraphs) if one.entry == before)


def _within(edited: Edited, kept: Sequence[EditedParagraph], one: EditedParagraph) -> tuple[Container, ...]:
    """Return what an entry was in; where others of the same item are, it is in theirs."""
    entries = edited.record.entries
    was = entries[one.entry or 0].within
    found: list[Container] = []
    for depth, held in enumerate(was):
        beside = (
            other.within[depth].row
            for other in kept
            if other.entry is not None
            and entries[other.entry].within[: depth + 1] == was[: depth + 1]
            and [inner[:2] for inner in other.within[: depth + 1]] == [inner[:2] for inner in was[: depth + 1]]
        )
        found.append(held._replace(row=next(beside, _FAR + held.row)) if held.kind in _COUNTED else held)
    return tuple(found)


def _counted(paragraphs: Iterable[EditedParagraph]) -> Iterable[EditedParagraph]:
    """Yield paragraphs whose items and rows are counted as they stand."""
    rows: dict[tuple[str, int], dict[int, int]] = {}
    for one in paragraphs:
        within: list[Container] = []
        for held in one.within:
            seen = rows.setdefault((held.kind, held.number), {})
            counted = held.kind in _COUNTED
            within.append(held._replace(row=seen.setdefault(held.row, len(seen))) if counted else held)
        yield one._replace(within=tuple(within))
