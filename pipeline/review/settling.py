"""Paragraphs that stand elsewhere now than where their words come from.

Enters: an edited Word file. Leaves: the same with such paragraphs as new ones, and sequences of headed elements that
were added to, emptied or put into another order. Guaranteed: a paragraph is made new only where all of its words can be
written anew from what Word shows; what becomes of a new one is for others to say; a file without moves comes back as it
was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.model.record import Container
from pipeline.review.base import Index, Key, container_in
from pipeline.review.edited import Edited, EditedParagraph, NewList
from pipeline.review.items import Sequenced, sequenced
from pipeline.review.series import Series, new_section, series_of
from pipeline.review.wanted import ListChange
from pipeline.review.wholes import Writing
from pipeline.review.yamlfile import New, origins_in
from pipeline.values import dataclass, field, replace

_FAR = 1_000_000
"""More items than any list has."""


@dataclass(frozen=True, slots=True)
class Settled:
    """*edited*: without paragraphs that have become new elements; *lists*: the sequences that these are in.

    *origins*: for each paragraph that is left, its place in the file as it was read. *moved*: the places, counted so,
    of those that were made new.
    """

    edited: Edited
    lists: tuple[ListChange, ...] = ()
    origins: tuple[int, ...] = ()
    moved: frozenset[int] = frozenset()


def settled(edited: Edited, fixed: frozenset[int] = frozenset()) -> Settled:
    """Return *edited* with what has moved as new paragraphs, but for those at the places *fixed*.

    Those belong nowhere else: they stay what they were, so that their words are not lost.
    """
    desk = _Desk(edited, Index(edited.record), list(edited.paragraphs), list(edited.lists), fixed)
    desk.put_back()
    desk.part_lists()
    found = series_of(desk.index)
    for one in found:
        desk.free(desk.out_of_section(one))
    desk.free(desk.out_of_list())
    desk.free(desk.out_of_text())
    changes = [change for one in found if (change := desk.sections(one)) is not None]
    origins = tuple(at for at in range(len(edited.paragraphs)) if at not in desk.consumed)
    return Settled(desk.result(), tuple(changes), origins, frozenset(desk.moved))


@dataclass(slots=True)
class _Desk:
    edited: Edited
    index: Index
    paragraphs: list[EditedParagraph]
    lists: list[NewList]
    fixed: frozenset[int]
    consumed: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)

    def result(self) -> Edited:
        """Return the file as it is settled; items of a list are counted anew."""
        if self.paragraphs == list(self.edited.paragraphs) and not self.consumed:
            return self.edited
        left = [one for at, one in enumerate(self.paragraphs) if at not in self.consumed]
        kept = tuple(_counted(left))
        shown = {one.entry for one in kept} | {number for one in kept for number in one.joins}
        shown |= {one.entry for note in self.edited.notes for one in note.paragraphs}
        shown |= {number for note in self.edited.notes for one in note.paragraphs for number in one.joins}
        gone = tuple(number for number in range(len(self.edited.record.entries)) if number not in shown)
        return replace(self.edited, paragraphs=kept, deleted=gone, lists=tuple(self.lists))

    def free(self, places: Iterable[int]) -> None:
        """Make paragraphs new ones."""
        for at in places:
            if at not in self.fixed:
                self.moved.add(at)
                self.paragraphs[at] = freed(self.paragraphs[at])

    def put_back(self) -> None:
        """Put paragraphs that cannot be new ones into the lists that they come from, at the end."""
        for at in self.fixed:
            one = self.paragraphs[at]
            within = self.index.record.entries[one.entry].within if one.entry is not None else ()
            last = next((place for place in reversed(range(len(within))) if within[place].kind == "list"), None)
            if last is not None and container_in(one.within, "list", within[last].number) is None:
                held = within[last]._replace(row=_FAR + at)
                self.paragraphs[at] = one._replace(within=(*within[:last], held, *within[last + 1 :]))

    # Lists

    def part_lists(self) -> None:
        """Make a list that headings cut into parts several lists: most of what it was stays the list."""
        parts: dict[int, list[list[int]]] = {}
        last: dict[int, int] = {}
        heading = -1
        for at, one in enumerate(self.paragraphs):
            if one.kind in ("heading", "title"):
                heading = at
            holder = one.within[0] if one.within else None
            if holder is None or holder.kind != "list" or holder.number < 0:
                continue
            found = parts.setdefault(holder.number, [])
            if not found or last[holder.number] < heading:
                found.append([])
            found[-1].append(at)
            last[holder.number] = at
        for number, groups in parts.items():
            most = max(groups, key=lambda group: (self._is_headed(number, group), self._own(number, group)))
            for group in groups:
                if group is not most:
                    self._renumber(number, group)

    def _is_headed(self, number: int, places: Sequence[int]) -> bool:
        """Whether a part of a list stands under the heading that the list stood under."""
        entries = self.index.record.entries
        first = next(at for at, entry in enumerate(entries) if container_in(entry.within, "list", number) is not None)
        then = (at for at in range(first - 1, -1, -1) if entries[at].kind in ("heading", "title"))
        now = (one.entry for one in reversed(self.paragraphs[: places[0]]) if one.kind in ("heading", "title"))
        return next(now, None) == next(then, None)

    def _own(self, number: int, places: Sequence[int]) -> int:
        entries = (self.paragraphs[at].entry for at in places)
        known = (self.index.record.entries[entry].within for entry in entries if entry is not None)
        return sum(container_in(within, "list", number) is not None for within in known)

    def _renumber(self, number: int, places: Sequence[int]) -> None:
        """Make items of the list *number* items of the list right above them, else of a new one."""
        above = self.paragraphs[places[0] - 1].within[:1] if places[0] else ()
        to = above[0].number if above and above[0].kind == "list" and above[0].number != number else None
        shift = 0
        if to is None:
            ordered = self.index.record.lists[number].ordered
            self.lists.append(NewList(ordered, self.index.record.lists[number].start))
            to = -len(self.lists)
        else:
            shift = 1 + max(
                one.within[0].row for one in self.paragraphs if one.within[:1] and one.within[0].number == to
            )
        for at in places:
            one = self.paragraphs[at]
            holder = one.within[0]._replace(number=to, row=one.within[0].row + shift)
            self.paragraphs[at] = one._replace(within=(holder, *one.within[1:]))

    def out_of_list(self) -> list[int]:
        """Return the paragraphs of list items that no longer stand in an item that continues theirs."""
        found = []
        every, carried = self.carried()
        for one in every:
            if one.kind == "cell":
                continue
            rows = {id(paragraph): row.element for row in one.now for paragraph in row.paragraphs}
            for at, paragraph in enumerate(self.paragraphs):
                if paragraph.entry is None or paragraph.part == "tail":
                    continue
                was = container_in(self.index.record.entries[paragraph.entry].within, one.kind, one.number)
                element = self.index.element(was) if was is not None else None
                if element is None or rows.get(id(paragraph)) == element:
                    continue
                if (one.rows.file, (*one.rows.path, element)) not in carried.get(at, ()):
                    found.append(at)
        return sorted(set(found))

    def carried(self) -> tuple[list[Sequenced], dict[int, list[Key]]]:
        """Return the lists as they stand, and for each paragraph the elements around it that have moved as a whole."""
        every = sequenced(self.index, replace(self.edited, paragraphs=tuple(self.paragraphs)))
        places = {id(paragraph): at for at, paragraph in enumerate(self.paragraphs)}
        found: dict[int, list[Key]] = {}
        for row in (row for one in every for row in one.now):
            for paragraph in row.paragraphs if row.origin is not None else ():
                found.setdefault(places[id(paragraph)], []).append(row.origin)  # type: ignore[arg-type]
        return every, found

    # Rich texts

    def out_of_text(self) -> list[int]:
        """Return the paragraphs of rich texts that stand in another order, or apart from the others."""
        runs: dict[int, list[list[int]]] = {}
        before: int | None = None
        for at, one in enumerate(self.paragraphs):
            if one.entry is None or one.part == "tail":
                continue
            entry = self.index.record.entries[one.entry]
            value = entry.value if entry.written is not None else None
            if value is not None:
                found = runs.setdefault(value, [])
                if value != before or not found:
                    found.append([])
                found[-1].append(at)
            before = value
        stray: list[int] = []
        for value, parts in runs.items():
            if self._is_apart(value):
                continue
            most = max(parts, key=len)
            stray += [at for part in parts if part is not most for at in part]
            starts = [self._start(at) for at in most]
            kept = longest_rise(starts)
            stray += [at for place, at in enumerate(most) if place not in kept]
        return sorted(stray)

    def _is_apart(self, value: int) -> bool:
        """Whether other texts stand among the paragraphs of a rich text in the edition itself."""
        numbers = sorted(self.index.rich[value])
        body = [number for number in numbers if not _in_note(self.index.record.entries[number].within)]
        return any(
            self.index.record.entries[between].value != value and self.index.record.entries[between].text
            for one, other in pairwise(body)
            for between in range(one + 1, other)
        ) or any(self._starts(one) > self._starts(other) for one, other in pairwise(body))

    def _start(self, at: int) -> int:
        entry = self.paragraphs[at].entry
        return -1 if entry is None else self._starts(entry)

    def _starts(self, number: int) -> int:
        written = self.index.record.entries[number].written
        return -1 if written is None else written[0]

    # Sections

    def _owner(self, one: Series, at: int) -> int | None:
        entry = self.paragraphs[at].entry
        return None if entry is None else one.owners.get(entry)

    def out_of_section(self, one: Series) -> list[int]:
        """Return the paragraphs that stand under the heading of another element than theirs."""
        found: list[int] = []
        region: int | None = None
        leads = {number: element for element, number in one.leads.items()}
        carried = self.carried()[1]
        for at, paragraph in enumerate(self.paragraphs):
            if paragraph.entry in leads:
                region = leads[paragraph.entry]
            owner = self._owner(one, at) if at not in carried else None
            if owner is not None and region is not None and owner != region:
                found.append(at)
        if any(not self._can_be_new(at) for at in found):
            return []
        return found

    def _can_be_new(self, at: int) -> bool:
        """Whether all that a paragraph shows can be written anew: it is text of values, in no table."""
        one = self.paragraphs[at]
        entry = self.index.record.entries[one.entry] if one.entry is not None else None
        if any(held.kind == "cell" for held in one.within) or one.kind not in ("paragraph", "heading"):
            return False
        if at in self.fixed:
            return False
        return entry is None or all(piece.value is not None or not piece.length for piece in entry.pieces)

    def sections(self, one: Series) -> ListChange | None:
        """Return how the elements of a series are now arranged; paragraphs of new ones are consumed."""
        leads = {number: element for element, number in one.leads.items()}
        carried = self.carried()[1]
        after: list[int | New] = []
        moves: set[int] = set()
        region: int | None = None
        at = 0
        while at < len(self.paragraphs):
            paragraph = self.paragraphs[at]
            if paragraph.entry in leads:
                region = leads[paragraph.entry]
                after.append(region)
            elif self._begins(one, at) and (region is not None or self._leads_to(one, at)):
                end = self._end(one, at, region)
                near = list(dict.fromkeys([*([region] if region is not None else []), *one.order]))
                body = self.paragraphs[at + 1 : end]
                made = new_section(self.index, one, Writing(self._now()), paragraph, body, near)
                if made is not None:
                    after.append(made)
                    moves |= self._consume(range(at, end), made)
                    at = end
                    continue
            elif paragraph.entry is not None and region is not None and at not in carried:
                last = max(number for number, owner in one.owners.items() if owner == region)
                region = region if paragraph.entry <= last or _in_note(paragraph.within) else None
            at += 1
        before = one.order
        kept = [element for element in after if not isinstance(element, New)]
        gone = [element for element in before if element not in kept]
        if tuple(after) == before or (gone and len(after) == len(kept) and kept == sorted(kept)):
            return None
        # An element whose heading is gone may have paragraphs left: whether it goes is found out when texts are.
        for element in gone:
            at = next(
                (at for at, known in enumerate(after) if not isinstance(known, New) and known > element), len(after)
            )
            after.insert(at, element)
        return ListChange(one.file, one.path, before, tuple(after), one.leads[before[0]], frozenset(moves))

    def _consume(self, places: range, made: New) -> set[int]:
        """Take out the paragraphs of a new element, but for those of elements in it that are not written anew; return
        the entries whose paragraphs have moved into it."""
        carried = set(origins_in(made.value))
        moves: set[int] = set()
        for at in places:
            one = self.paragraphs[at]
            number = one.entry if one.entry is not None else one.was
            if number is not None:
                moves.add(number)
            entry = self.index.record.entries[number] if number is not None else None
            values = {self.index.key(piece.value) for piece in entry.pieces if piece.value is not None} if entry else ()
            if any((file, path[: len(path) - cut]) in carried for file, path in values for cut in range(len(path))):
                self.paragraphs[at] = one._replace(entry=number, was=number, within=one.within[1:])
            else:
                self.consumed.add(at)
        return moves

    def _now(self) -> Edited:
        return replace(self.edited, lists=tuple(self.lists))

    def _begins(self, one: Series, at: int) -> bool:
        paragraph = self.paragraphs[at]
        new = paragraph.entry is None and at not in self.consumed
        return new and paragraph.kind == "heading" and paragraph.level == one.level and bool(paragraph.text.strip())

    def _leads_to(self, one: Series, at: int) -> bool:
        """Whether the next paragraph that is known is the heading of an element."""
        later = (number for one in self.paragraphs[at:] if (number := one.entry) is not None)
        return next(later, None) in one.leads.values()

    def _end(self, one: Series, at: int, region: int | None) -> int:
        """Return where the new element that begins at *at* ends; what is left of *region* below it becomes part of it
        where it can."""
        new = at + 1
        while new < len(self.paragraphs) and self._is_below(one, new) and self.paragraphs[new].entry is None:
            new += 1
        end = new
        while end < len(self.paragraphs) and self._is_below(one, end):
            owner = self._owner(one, end)
            if self.paragraphs[end].entry is not None and (owner is None or owner != region):
                break
            end += 1
        if end > new and all(self._can_be_new(place) for place in range(new, end)):
            body = [freed(paragraph) for paragraph in self.paragraphs[at + 1 : end]]
            near = [region] if region is not None else []
            if new_section(self.index, one, Writing(self._now()), self.paragraphs[at], body, near) is not None:
                self.free(range(new, end))
                return end
        return new

    def _is_below(self, one: Series, at: int) -> bool:
        paragraph = self.paragraphs[at]
        return paragraph.kind not in ("title", "cover") and not (
            paragraph.kind == "heading" and paragraph.level <= one.level
        )


def freed(one: EditedParagraph) -> EditedParagraph:
    """Return a paragraph as a new one."""
    was = one.entry if one.entry is not None and one.part != "tail" else one.was
    return one._replace(entry=None, joins=(), part="whole", was=was)


def _in_note(within: Sequence[Container]) -> bool:
    return any(held.kind == "note" for held in within)


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the places of the most *numbers* that rise."""
    best: list[tuple[int, int]] = []
    for at, number in enumerate(numbers):
        length, before = max(
            ((best[earlier][0], earlier) for earlier in range(at) if numbers[earlier] < number), default=(0, -1)
        )
        best.append((length + 1, before))
    at = max(range(len(best)), key=lambda place: best[place][0], default=-1)
    found: set[int] = set()
    while at >= 0:
        found.add(at)
        at = best[at][1]
    return found


def _counted(paragraphs: Iterable[EditedParagraph]) -> Iterable[EditedParagraph]:
    """Yield paragraphs whose items are counted as they stand."""
    rows: dict[tuple[str, int], dict[int, int]] = {}
    for one in paragraphs:
        within: list[Container] = []
        for held in one.within:
            seen = rows.setdefault((held.kind, held.number), {})
            row = seen.setdefault(held.row, len(seen)) if held.kind == "list" else held.row
            within.append(held._replace(row=row))
        yield one._replace(within=tuple(within))
