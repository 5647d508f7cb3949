"""Where drafted pages stand, and where pages end: as they come, or so that those of an earlier edition stay put.

Enters: a paper's passages, the lines of its earlier pages. Leaves: pages. Guaranteed: without an :class:`Order` nothing
differs from plain pagination; with one, a page of the earlier edition begins where it began before, where its first
line is still there and that leaves fewer pages to print; no page ends with what has to stay with the next line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.layout.flow import Overflow, Passage
from pipeline.layout.remember import Rememberer
from pipeline.layout.sheets import Sheet
from pipeline.model.leaves import Arrange, Slot
from pipeline.style.theme import PageGeometry
from pipeline.values import dataclass

_MOST_LINES = 20_000
"""Lines of a paper beyond which old page ends are not looked for: comparing takes the square of it at worst."""

Draft = Callable[[Sequence[Passage], Overflow], list[Sheet]]
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """*arrange* says where pages stand. *earlier*: of each paper, by its anchor, what was on its pages before."""

    arrange: Arrange
    earlier: Mapping[str, Sequence[Lines]]

    def paged(self, anchor: str, passages: Sequence[Passage], draft: Draft, overflow: Overflow) -> list[Sheet]:
        """Return a paper's pages: as they come, unless fewer are new when earlier pages begin where they did."""
        earlier = self.earlier.get(anchor, ())
        usual = draft(passages, overflow)
        kept = _kept_starts(passages, earlier) if len(earlier) > 1 else frozenset()
        if not kept or not _fresh(usual, earlier):
            return usual
        held = draft(_with_starts(passages, kept), _quiet)
        # Only a page that is as it was is worth a page that ends early before it.
        needed = _starts_of_old(held, earlier) & kept
        best = min(
            (usual, ()),
            (draft(_with_starts(passages, needed), _quiet), needed),
            (held, kept),
            key=lambda way: (_fresh(way[0], earlier), len(way[0])),
        )
        # What grows to its page's foot knows its height from the last time that it was set.
        return draft(_with_starts(passages, frozenset(best[1])), _quiet)


def _quiet(_: object) -> None:
    """Hear nothing: what overflows has been told."""


def _fresh(sheets: Sequence[Sheet], earlier: Sequence[Lines]) -> int:
    """How many pages would have to be printed."""
    known = Rememberer()
    before = set(earlier)
    return sum(_lines(sheet, known) not in before for sheet in sheets)


def _starts_of_old(sheets: Sequence[Sheet], earlier: Sequence[Lines]) -> frozenset[int]:
    """Return the slices that begin pages which are as they were."""
    known = Rememberer()
    before = set(earlier)
    found = set()
    position = 0
    for sheet in sheets:
        lines = _lines(sheet, known)
        if lines in before:
            found.add(position)
        position += len(lines)
    return frozenset(found)


def _lines(sheet: Sheet, known: Rememberer) -> Lines:
    return tuple(known.line(strip) for region in sheet.regions for strip, _ in region.draft.strips)


def _kept_starts(passages: Sequence[Passage], earlier: Sequence[Lines]) -> frozenset[int]:
    """Return the slices, counted through all passages, that began a page before and may begin one now."""
    known = Rememberer()
    strips = [strip for passage in passages for strip in passage.strips]
    now = [known.line(strip) for strip in strips]
    before = [line for page in earlier for line in page]
    if max(len(now), len(before)) > _MOST_LINES:
        return frozenset()
    place: dict[int, int] = {}
    for start, other, length in SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks():
        place.update(zip(range(start, start + length), range(other, other + length), strict=True))
    found = set()
    position = 0
    for page, _ in pairwise(earlier):
        position += len(page)
        start = place.get(position, 0)
        while start and strips[start - 1].keep:
            start -= 1
        if start:
            found.add(start)
    return frozenset(found)


def _with_starts(passages: Sequence[Passage], starts: frozenset[int]) -> list[Passage]:
    """Return *passages* with pages that begin at the slices *starts*."""
    made = []
    count = 0
    for passage in passages:
        strips = list(passage.strips)
        for index in range(len(strips)):
            if count + index in starts and not strips[index].new_page:
                strips[index] = strips[index]._replace(new_page=True, before=0.0)
        count += len(strips)
        made.append(passage._replace(strips=strips))
    return made


def natural(count: int) -> list[Slot]:
    """Return the places of pages that stand as they come."""
    return [Slot(index, str(index + 1)) for index in range(count)]


def in_order(drafts: Sequence[Sheet], slots: Sequence[Slot], geometry: PageGeometry) -> list[Sheet]:
    """Return *drafts* where *slots* want them, with blank pages between."""
    return list(_in_order(drafts, slots, geometry))


def _in_order(drafts: Sequence[Sheet], slots: Sequence[Slot], geometry: PageGeometry) -> Iterator[Sheet]:
    last: Sheet | None = None
    for slot in slots:
        if slot.page is None:
            yield Sheet(geometry, paper=last.paper if last is not None else None, kind="blank")
        else:
            last = drafts[slot.page]
            yield last
