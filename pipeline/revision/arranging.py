"""Which leaves of an earlier edition stay in the binder, and where the pages of the later one go.

Enters: the pages that an edition remembers, and those that layout has drafted. Leaves: an :class:`Arrangement`.
Guaranteed: a leaf stays only if both its sides are printed as they would be printed now; pages keep their order; a page
that stays keeps its number, and all numbers are in the order of the book; of bound books, each leaf has two pages,
blank ones where they are needed, so that what stays keeps its side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.leaves import Drafted, Leaf, Leaves, Slot
from pipeline.revision.labels import Label, free_labels, read_label
from pipeline.revision.numbering import Side, numbered

_LEAST_KEPT = 4
"""One leaf in so many has to stay; else the whole book is replaced."""


class Kept(NamedTuple):
    """A leaf that stays: its place among the earlier leaves, and the first of its pages among the drafted ones."""

    leaf: int
    page: int


class Arrangement(NamedTuple):
    """Where pages stand. *stays*: for each, the place among the earlier pages of what stays; None: it is printed anew.

    *whole*: too little stays; the book is to be replaced, and *slots* and *stays* are empty.
    """

    slots: tuple[Slot, ...]
    stays: tuple[int | None, ...]
    whole: bool = False


REPLACED = Arrangement((), (), whole=True)


def arrange(earlier: Leaves, drafted: Sequence[Drafted], *, duplex: bool) -> Arrangement:
    """Return where *drafted* pages stand in the book that was *earlier*."""
    labels = [read_label(page.label) for page in earlier.pages]
    if earlier.duplex != duplex or not earlier.pages or None in labels or not _ordered(labels):
        return REPLACED
    book = _Book(earlier, [label for label in labels if label is not None], drafted, 2 if duplex else 1)
    return book.arrangement()


def _ordered(labels: Sequence[Label | None]) -> bool:
    found = [label for label in labels if label is not None]
    return all(one < other for one, other in pairwise(found))


class _Book:
    """The two books; *leaves* are positions of the earlier one's pages, as many as *size* to each."""

    def __init__(self, earlier: Leaves, labels: list[Label], drafted: Sequence[Drafted], size: int) -> None:
        self.pages = earlier.pages
        self.labels = labels
        self.drafted = drafted
        self.size = size
        count = len(self.pages)
        self.leaves = [tuple(range(start, min(start + size, count))) for start in range(0, count, size)]
        self.replaced: set[int] = set()
        """Leaves that have to be printed anew, whatever is on them."""

    def arrangement(self) -> Arrangement:
        while True:
            kept = self._kept()
            made = self._arranged(kept)
            if isinstance(made, Kept):
                self.replaced.add(made.leaf)
                continue
            outdated = self._outdated(made)
            if not outdated:
                break
            self.replaced |= outdated
        leaves = -(-len(made.slots) // self.size)
        return made if len(kept) * _LEAST_KEPT >= leaves else REPLACED

    def _sides(self, leaf: int) -> list[Leaf]:
        """Return the pages of a leaf that are not blank."""
        return [self.pages[at] for at in self.leaves[leaf] if self.pages[at].kind != "blank"]

    def _kept(self) -> list[Kept]:
        """Return the longest row of leaves that can stay, by patience sorting."""
        starts: dict[str, list[int]] = {}
        for index, drafted in enumerate(self.drafted):
            starts.setdefault(drafted.content, []).append(index)
        ends: list[int] = []  # the least end of a row of so many leaves
        last: list[int] = []
        chain: list[tuple[Kept, int]] = []
        for leaf in range(len(self.leaves)):
            sides = self._sides(leaf)
            if not sides or leaf in self.replaced:
                continue
            for page in reversed(starts.get(sides[0].content, ())):
                if not self._stays(leaf, sides, page):
                    continue
                at = bisect_right(ends, page)
                end = page + len(sides)
                if at == len(ends) or end < ends[at]:
                    chain.append((Kept(leaf, page), last[at - 1] if at else -1))
                    ends[at : at + 1] = [end]
                    last[at : at + 1] = [len(chain) - 1]
        found = []
        position = last[-1] if last else -1
        while position >= 0:
            kept, position = chain[position]
            found.append(kept)
        return found[::-1]

    def _stays(self, leaf: int, sides: Sequence[Leaf], page: int) -> bool:
        """Whether the pages from *page* on are what stands on a leaf."""
        now = self.drafted[page : page + len(sides)]
        if [one.content for one in now] != [side.content for side in sides] or any(one.starts for one in now[1:]):
            return False
        # The back of the last leaf is white; where more follows, something is printed on it.
        return len(self.leaves[leaf]) == self.size or page + len(sides) == len(self.drafted)

    def _outdated(self, made: Arrangement) -> set[int]:
        """Return the leaves whose contents name pages that have another number now."""
        label = {slot.page: slot.label for slot in made.slots if slot.page is not None}
        found = set()
        for slot, stays in zip(made.slots, made.stays, strict=True):
            if stays is not None and slot.page is not None:
                shown = tuple(label[page] for page in self.drafted[slot.page].refers)
                if shown != self.pages[stays].entries:
                    found.add(stays // self.size)
        return found

    def _arranged(self, kept: Sequence[Kept]) -> Arrangement | Kept:
        """Return where pages stand when *kept* stay; or the first of these before which there are no numbers left."""
        slots: list[Slot] = []
        stays: list[int | None] = []
        leaf = page = 0
        last: Label | None = None
        for one in (*kept, None):
            end, until = (one.page, one.leaf) if one is not None else (len(self.drafted), len(self.leaves))
            before = [at for gone in self.leaves[leaf:until] for at in gone]
            row = self._row(page, end, closed=one is not None)
            following = self.labels[self.leaves[one.leaf][0]] if one is not None else None
            labels = self._numbered(before, row, last, following)
            if labels is None:
                assert one is not None  # at the end of the book there is always a number
                return one
            slots += (Slot(at, str(label)) for at, label in zip(row, labels, strict=True))
            stays += [None] * len(row)
            if labels:
                last = labels[-1]
            if one is not None:
                page = end
                for at in self.leaves[one.leaf]:
                    old = self.pages[at]
                    slots.append(Slot(None if old.kind == "blank" else page, old.label, old.pages, old.date))
                    stays.append(at)
                    page += old.kind != "blank"
                    last = self.labels[at]
                leaf = one.leaf + 1
        return Arrangement(self._counted(slots, stays), tuple(stays))

    def _row(self, start: int, end: int, *, closed: bool) -> list[int | None]:
        """Return drafted pages with blank ones between; *closed*: a leaf follows, so that the last one is full."""
        row: list[int | None] = []
        for page in range(start, end):
            if self.drafted[page].starts and len(row) % self.size:
                row.append(None)
            row.append(page)
        if closed and len(row) % self.size:
            row.append(None)
        return row

    def _numbered(
        self, before: Sequence[int], row: Sequence[int | None], last: Label | None, following: Label | None
    ) -> list[Label] | None:
        old = [Side(self.labels[at], self.pages[at].paper, self.pages[at].content) for at in before]
        new = [
            Side(None, "", "") if page is None else Side(None, self.drafted[page].paper, self.drafted[page].content)
            for page in row
        ]
        return numbered(old, new, last, following, free_labels)

    def _counted(self, slots: Sequence[Slot], stays: Sequence[int | None]) -> tuple[Slot, ...]:
        """Return *slots* that say how many pages there are: new ones, the last page's number."""
        last = max((label for slot in slots if (label := read_label(slot.label)) is not None), default=Label(0))
        count = str(last.number)
        return tuple(
            slot if old is not None else slot._replace(pages=count) for slot, old in zip(slots, stays, strict=True)
        )
