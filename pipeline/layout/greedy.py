"""A row to ragged lines, each as full as it gets.

Enters: a :class:`Row` and the measure. Leaves: broken lines. Guaranteed: no chunk is lost or doubled; a line is wider
than the measure only when it holds a single cluster that is; breaking always ends, in a time that grows with the length
of the text alone; words that belong together stay so where a line holds them; no paragraph ends with a lone short word
that could have company; at most two lines in a row end with a hyphen that the author did not ask for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from pipeline.layout.binding import FREE, binding
from pipeline.layout.breaks import Breaks
from pipeline.layout.fit import LADDER
from pipeline.layout.parts import cluster_ends, hyphen_width, part, prefixes, rest_of_word
from pipeline.layout.row import BrokenLine, Row
from pipeline.layout.shaping import Chunk, Typesetter

_SLACK = 1e-6
_RUNT = 0.12
"""A last line of one word is a runt when it fills less than this share of the measure."""
_RUNT_NEIGHBOURS = 4
"""A line gives a word to a runt when it has more words than this."""
_FULL = 0.85
"""A line that fills this share of the measure needs no hyphen but the author's."""

Taken = list[tuple[Chunk, int]]


def break_greedily(
    row: Row, measure: float, first_indent: float, setter: Typesetter, hyphenate: bool
) -> list[BrokenLine]:
    """Break *row* into lines of *measure* points; the first is *first_indent* shorter (negative: longer)."""
    breaker = _Breaker(measure, first_indent, setter, row.plain, hyphenate)
    if row.plain:
        for chunk in row.chunks:
            width = breaker.width + breaker.space + chunk.width  # type: ignore[union-attr]
            if width <= breaker.room:
                breaker.chunks.append(chunk)  # type: ignore[arg-type]
                breaker.width = width
                breaker.space = chunk.space  # type: ignore[union-attr]
            else:
                breaker.overflow(chunk, 0)  # type: ignore[arg-type]
        return breaker.finish()
    for chunk, owner in zip(row.chunks, row.owners, strict=True):
        if chunk is None:
            breaker.end_line(space_after=True, forced=True)
            continue
        width = breaker.width + breaker.space + chunk.width
        if width <= breaker.room:
            breaker.chunks.append(chunk)
            breaker.owners.append(owner)
            breaker.width = width
            breaker.space = chunk.space
        else:
            breaker.overflow(chunk, owner)
    return breaker.finish()


class _Ways:
    """Where a chunk may be broken; what is worth knowing of it is found once, however many lines it takes."""

    def __init__(self, chunk: Chunk, hyphens: Breaks, setter: Typesetter) -> None:
        self.chunk = chunk
        self.hyphens = frozenset(hyphens).difference(chunk.breaks)
        self.widths = prefixes(chunk)
        self._setter = setter
        self._places = sorted({*chunk.breaks, *hyphens})
        hyphen = hyphen_width(chunk, setter) if hyphens else 0.0
        self._needs = [self.widths[at] + (hyphen if at in self.hyphens else 0.0) for at in self._places]
        self._ends: list[int] = []
        self._end_widths: list[float] = []

    def reaching(self, start: int, room: float) -> Iterator[int]:
        """Yield the places after *start* that fit into *room* points, the last first."""
        index = bisect_right(self._needs, self.widths[start] + room) - 1
        while index >= 0 and self._places[index] > start:
            yield self._places[index]
            index -= 1

    def emergency(self, start: int, room: float) -> int:
        """Return where the longest part from *start* on that fits ends, between clusters; one cluster at least."""
        if not self._ends:
            self._ends = cluster_ends(self.chunk)
            self._end_widths = [self.widths[end] for end in self._ends]
        first = bisect_right(self._ends, start)
        found = max(bisect_right(self._end_widths, self.widths[start] + room) - 1, first)
        while found > first and part(self.chunk, start, self._ends[found], self._setter).width > room:
            found -= 1
        return self._ends[found]


class _Breaker:
    """The line being filled, and the lines before it."""

    def __init__(self, measure: float, first_indent: float, setter: Typesetter, plain: bool, hyphenate: bool) -> None:
        self._plain = plain
        self._hyphenate = hyphenate
        self._measure = measure + _SLACK
        self._setter = setter
        self._ladder = 0
        self.room = self._measure - first_indent
        self.lines: list[BrokenLine] = []
        self.chunks: list[Chunk] = []
        self.owners: list[int] = []
        self.width = self.space = 0.0

    def end_line(self, *, space_after: bool, forced: bool, whole: str = "") -> None:
        words = tuple([chunk.pieces[0].word for chunk in self.chunks]) if self._plain else ()
        self.lines.append(BrokenLine(self.chunks, self.owners, self.width, space_after, forced, words, whole))
        self.chunks, self.owners = [], []
        self.width = self.space = 0.0
        self.room = self._measure
        self._ladder = self._ladder + 1 if whole else 0

    def overflow(self, chunk: Chunk, owner: int) -> None:
        """Put what fits of a chunk on a line that has no room for all of it, and the rest on the next lines."""
        if self.chunks and not (chunk.breaks or chunk.soft or self._hyphenate or chunk.width > self._measure):
            self._move(chunk, owner)
            return
        hyphens = self._setter.hyphens(chunk) if self._hyphenate else chunk.soft
        ways = _Ways(chunk, hyphens, self._setter)
        start, end = 0, len(chunk.text)
        while True:
            room = self.room - self.width - self.space
            at = self._opening(ways, start, room) if ways.widths[end] - ways.widths[start] > room else end
            if not at and self.chunks:
                self._move(chunk, owner)
                return
            hyphen = at in ways.hyphens
            at = at or ways.emergency(start, room)
            self._put(part(chunk, start, at, self._setter, hyphen=hyphen), owner)
            if at == end:
                return
            whole = rest_of_word(chunk, start, at) if hyphen else ""
            self.end_line(space_after=False, forced=False, whole=whole)
            start = at

    def _opening(self, ways: _Ways, start: int, room: float) -> int:
        """Return the last place in a chunk, after *start*, where the line may end; 0 where there is none."""
        needless = not ways.chunk.soft and (self._ladder >= LADDER or self.room - room > _FULL * self.room)
        for at in ways.reaching(start, room):
            hyphen = at in ways.hyphens
            if hyphen and needless:
                continue
            if part(ways.chunk, start, at, self._setter, hyphen=hyphen).width <= room:
                return at
        return 0

    def _move(self, chunk: Chunk, owner: int) -> None:
        """End the line before a chunk, which goes on the next with those that must not be parted from it."""
        taken = self._take_bound(chunk)
        self.end_line(space_after=True, forced=False)
        self._put_back([*taken, (chunk, owner)])

    def _put(self, chunk: Chunk, owner: int) -> None:
        self.chunks.append(chunk)
        if not self._plain:
            self.owners.append(owner)
        self.width += self.space + chunk.width
        self.space = chunk.space

    def _take_bound(self, chunk: Chunk) -> Taken:
        """Take chunks off the line's end that must not be parted from *chunk*, as far as one line holds them all."""
        taken: Taken = []
        following, width = chunk, chunk.width
        while len(self.chunks) > 1:
            bond = binding(self.chunks[-1].text, following.text)
            if bond == FREE:
                break
            following = self.chunks[-1]
            width += following.width + following.space
            if width > self._measure or self.width - following.width - self.chunks[-2].space < bond * self._measure:
                break
            taken.append(self._take())
        return taken[::-1]

    def _take(self) -> tuple[Chunk, int]:
        """Take the last chunk off the line."""
        chunk = self.chunks.pop()
        self.space = self.chunks[-1].space
        self.width -= chunk.width + self.space
        return chunk, self.owners.pop() if self.owners else 0

    def _put_back(self, taken: Taken) -> None:
        for chunk, owner in taken:
            if self.width + self.space + chunk.width <= self.room:
                self._put(chunk, owner)
            else:
                self.overflow(chunk, owner)

    def finish(self) -> list[BrokenLine]:
        """End the last line; a short word alone on it gets its neighbour for company."""
        if not self.chunks:
            return self.lines
        before = self.lines[-1] if self.lines else None
        lonely = len(self.chunks) == 1 and self.width < _RUNT * self._measure
        if lonely and before is not None and _can_give(before):
            last = self.chunks[0], self.owners[0] if self.owners else 0
            self.lines.pop()
            self.chunks, self.owners = list(before.chunks), list(before.owners)
            self.width, self.space = before.width, before.chunks[-1].space
            neighbour = self._take()
            taken = [*self._take_bound(neighbour[0]), neighbour, last]
            self.end_line(space_after=True, forced=False)
            self._put_back(taken)
        self.end_line(space_after=False, forced=True)
        return self.lines


def _can_give(line: BrokenLine) -> bool:
    """Whether a line that ended between two words has enough of them to give one to the next."""
    return line.space_after and not line.forced and len(line.chunks) > _RUNT_NEIGHBOURS
