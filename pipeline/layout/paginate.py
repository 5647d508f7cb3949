"""Strips to pages: where pages break, and footnotes at the foot of their page.

Enters: a paper's strips and the strips of its footnotes. Leaves: :class:`Draft` pages without running text.
Guaranteed: every strip is placed once, in order; a page ends only where a strip allows it, unless a whole page of
strips forbids it; a footnote begins on the page that refers to it and goes on over pages when it must; paginating
always ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.layout.frames import Frame
from pipeline.layout.strips import Strip
from pipeline.values import dataclass

_SLACK = 0.01
_NOTES_SHARE = 0.8
"""How much of a page footnotes from earlier pages may take, so that the text goes on."""

Notes = tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """The text area's height in points, and the height of the rule between text and footnotes, gaps included.

    *taken*: what of the height something else has on the first page.
    """

    height: float
    note_head: float
    taken: float = 0.0

    def of(self, page: int) -> Area:
        """Return the area of a page, counted from 0."""
        return self if page or not self.taken else Area(self.height - self.taken, self.note_head)


class Step(NamedTuple):
    """A placed strip: its y from the area's top, and the page's footnotes once it stands: placed here, carried on."""

    strip: Strip
    y: float
    notes: Notes
    carried: Notes


@dataclass(frozen=True, slots=True)
class Draft:
    """A page's strips with their y from the area's top, the head repeated above them, the footnotes' strips."""

    strips: tuple[tuple[Strip, float], ...]
    head: tuple[Frame, ...]
    notes: Notes


class Filled(NamedTuple):
    """An area's draft, how many strips it took, and the footnotes that are left over."""

    draft: Draft
    taken: int
    carried: Notes


def paginate(
    strips: list[Strip], notes: Mapping[int, list[Strip]], area: Area, overflow: Callable[[Strip], None]
) -> list[Draft]:
    """Return the pages of *strips*. *overflow* is told of each strip taller than a page that cannot be cut."""
    strips = list(strips)
    pages: list[Draft] = []
    carried: Notes = ()
    start = 0
    while start < len(strips) or carried:
        draft, taken, carried = fill(strips, start, carried, notes, area.of(len(pages)), overflow)
        pages.append(draft)
        start += taken
    return pages


def fill(
    strips: list[Strip],
    start: int,
    carried: Notes,
    notes: Mapping[int, list[Strip]],
    area: Area,
    overflow: Callable[[Strip], None] | None,
) -> Filled:
    """Fill an area with *strips* from *start* on, and with footnotes *carried* over from the area before.

    With *overflow*, which is told of a strip that does not fit, the area takes something in any case, and a strip that
    must be cut is replaced in *strips* by its parts. Without, it takes nothing that would have to be forced: there is
    an area with more room.
    """
    filler = _Page(strips, start, carried, notes, area)
    steps = filler.fill(forced=overflow is not None)
    if not steps and not filler.notes and overflow is not None:
        steps = filler.force(overflow)
    left, placed = (steps[-1].carried, steps[-1].notes) if steps else (filler.carried, filler.notes)
    return Filled(Draft(tuple((step.strip, step.y) for step in steps), filler.head, placed), len(steps), left)


class _Page:
    """One page's filling. *strips* may be changed: a strip that must be cut is replaced by its parts."""

    def __init__(
        self, strips: list[Strip], start: int, carried: Notes, notes: Mapping[int, list[Strip]], area: Area
    ) -> None:
        self._strips = strips
        self._start = start
        self._all_notes = notes
        self._area = area
        self.head: tuple[Frame, ...] = strips[start].head if start < len(strips) else ()
        if self._head_height > area.height / 2:
            self.head = ()
        room = area.height * _NOTES_SHARE - area.note_head
        self.notes: Notes = _fitting(carried, room) or carried[:1]
        self.carried: Notes = carried[len(self.notes) :]

    @property
    def _head_height(self) -> float:
        return sum(frame.height for frame in self.head)

    def fill(self, *, forced: bool) -> list[Step]:
        """Return what this page takes; nothing when its first strip does not fit.

        *forced*: where the page may end after none of its strips, it ends all the same.
        """
        steps: list[Step] = []
        notes, carried = self.notes, self.carried
        end = self._head_height
        for index in range(self._start, len(self._strips)):
            strip = self._strips[index]
            if strip.new_page and steps:
                return steps
            kept = steps or strip.new_page or index == 0
            y = end + (strip.before if kept else 0.0)
            step = self._step(strip, y, notes, carried, fresh=not steps)
            if step is None:
                return steps[: _last_break(steps, len(steps) if forced else 0)]
            if strip.grow is not None:
                step = step._replace(strip=strip.grow(self._area.height - y - self._note_height(step.notes)))
            steps.append(step)
            notes, carried, end = step.notes, step.carried, y + step.strip.height
        return steps

    def _step(self, strip: Strip, y: float, notes: Notes, carried: Notes, *, fresh: bool) -> Step | None:
        """Place a strip at *y* if it fits with its footnotes; of long footnotes two lines must fit."""
        room = self._area.height + _SLACK - y - strip.frame.height
        if not strip.notes and not notes and not carried:
            return Step(strip, y, notes, carried) if room >= 0 else None
        new = tuple([note for number in strip.notes for note in self._all_notes.get(number, ())])
        room -= self._note_height(notes)
        if not new or carried:
            return Step(strip, y, notes, carried + new) if room >= 0 else None
        if not notes:
            room -= self._area.note_head
        fitting = _fitting(new, room)
        enough = len(fitting) == len(new) or len(fitting) > 1 or (fresh and fitting)
        return Step(strip, y, notes + fitting, new[len(fitting) :]) if enough else None

    def _note_height(self, notes: Notes) -> float:
        if not notes:
            return 0.0
        return self._area.note_head + sum(strip.height + strip.before for strip in notes)

    def force(self, overflow: Callable[[Strip], None]) -> list[Step]:
        """Place the first strip on an empty page somehow: without the head, cut, its notes later, or standing out."""
        strip = self._strips[self._start]
        self.head = self.head if strip.height + self._head_height <= self._area.height else ()
        new = tuple(note for number in strip.notes for note in self._all_notes.get(number, ()))
        if strip.height <= self._area.height + _SLACK:
            return [Step(strip, self._head_height, (), new)]
        parts = strip.splitter(self._area.height) if strip.splitter is not None else None
        if parts is None:
            overflow(strip)
            return [Step(strip, 0.0, (), new)]
        head, tail = (part._replace(boxes=strip.boxes, before=0.0) for part in parts)
        self._strips[self._start : self._start + 1] = [head, tail._replace(keep=strip.keep)]
        notes = tuple(note for number in head.notes for note in self._all_notes.get(number, ()))
        return [Step(head, 0.0, (), notes)]


def _last_break(steps: list[Step], otherwise: int) -> int:
    """How many strips may stay: up to the last after which a page may end; *otherwise* if there is none."""
    for count in range(len(steps), 0, -1):
        if not steps[count - 1].strip.keep:
            return count
    return otherwise


def _fitting(notes: Notes, room: float) -> Notes:
    """The first of some footnotes' strips, as many as fit in *room* points."""
    for count, strip in enumerate(notes):
        room -= strip.height + strip.before
        if room < 0:
            return notes[:count]
    return notes
