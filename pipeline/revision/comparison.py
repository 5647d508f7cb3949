"""What differs between two editions: the types, and comparing.

Enters: two records. Leaves: a :class:`Comparison`. Guaranteed: each entry of either record is in one pair at most; an
entry in no pair is in one change; a pair whose words, looks and place are as they were is in none; the same records
give the same comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pipeline.model.record import Record
from pipeline.values import dataclass

PieceKind = Literal["same", "inserted", "deleted"]


class Piece(NamedTuple):
    """A stretch of words. The call of a footnote is one character, U+FFFC."""

    kind: PieceKind
    text: str


class Change(NamedTuple):
    """An entry that is new, gone or not as it was.

    *before* and *after*: its numbers in the two records; None: it is new, or gone. *words*: all its words, in order;
    what was taken away before what came in its place. *moved*: it stands elsewhere among its like. *restyled*: its look
    or level is another (bold, a link, a heading's level). *at*: where it stands in the later record; of one that is
    gone, the number of the entry that now stands in its place (the number of entries: it stood at the end).
    """

    before: int | None
    after: int | None
    words: tuple[Piece, ...] = ()
    moved: bool = False
    restyled: bool = False
    at: int = 0

    @property
    def reworded(self) -> bool:
        """Whether it was there before and has other words now."""
        return self.before is not None and self.after is not None and any(one.kind != "same" for one in self.words)


class PaperPair(NamedTuple):
    """A paper in both records, or in one (None: not in that one). *moved*: it has another place among the others."""

    before: int | None
    after: int | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records and how they differ.

    *changes* are in the order of the later record (by *at*; what is gone first). *papers*: those of the later record in
    their order, then those that are gone. *pairs*: the earlier entry of each later one that was there before. *rows*:
    likewise the rows of tables, each as table and row.
    """

    before: Record
    after: Record
    changes: tuple[Change, ...]
    papers: tuple[PaperPair, ...]
    pairs: Mapping[int, int]
    rows: Mapping[tuple[int, int], tuple[int, int]]


def compare(before: Record, after: Record) -> Comparison:
    """Return how *after* differs from *before*."""
    from pipeline.revision.changes import changes_of
    from pipeline.revision.matching import match

    found = match(before, after)
    return Comparison(before, after, changes_of(before, after, found), found.papers, found.entries, found.rows)
