"""A row to lines that are to be justified: total fit over every place where a line may end.

Enters: a :class:`Row` and the measure. Leaves: broken lines. Guaranteed: no chunk is lost or doubled; a line is wider
than the measure, with its spaces shrunk, only when it holds a single cluster that is; a word that no line can hold is
broken between clusters; at most two lines in a row end with a hyphen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.layout.binding import FREE, STRONG, binding
from pipeline.layout.fit import LADDER, Places, total_fit
from pipeline.layout.hyphenation import Opening
from pipeline.layout.parts import cluster_ends, hyphen_width, part, prefixes, rest_of_word
from pipeline.layout.row import BrokenLine, Row
from pipeline.layout.shaping import Chunk, Typesetter, is_ideograph

_HYPHEN = 50.0
_EXPLICIT = 30.0
"""Penalties of a hyphen that breaking puts in, and of ending a line after one that is there."""
_BOUND = {STRONG: 5e4}
_LOOSELY_BOUND = 120.0
_EMERGENCY = 1e5
"""Worse than any loose line, better than one that is too long."""
_ENDLESS = 400
_PART = 12
"""A chunk of more than _ENDLESS characters may be broken only every _PART clusters."""
_IDEOGRAPH_GAP = 0.25
"""What the room between two ideographs can give, as a share of what a space can."""
_JOINTS = frozenset("-‐–—/")


class _Place(NamedTuple):
    """The next line starts with character *at* of chunk *chunk*; *hyphen*: the line before ends with one."""

    chunk: int
    at: int
    hyphen: bool


def break_justified(
    row: Row, measure: float, first_indent: float, setter: Typesetter, hyphenate: bool
) -> list[BrokenLine]:
    """Break *row* into lines of *measure* points; the first is *first_indent* shorter (negative: longer)."""
    lines: list[BrokenLine] = []
    start = 0
    for end in [*(index for index, chunk in enumerate(row.chunks) if chunk is None), len(row.chunks)]:
        chunks = [chunk for chunk in row.chunks[start:end] if chunk is not None]
        last = end == len(row.chunks)
        if chunks:
            broken = _Segment(chunks, row.owners[start:end], setter, row.plain, hyphenate)
            lines += broken.lines(measure, 0.0 if lines else first_indent, last)
        elif not last:
            lines.append(BrokenLine([], [], 0.0, True, True))
        start = end + 1
    return lines


class _Segment:
    """A paragraph's chunks up to a forced line end."""

    def __init__(
        self, chunks: list[Chunk], owners: list[int], setter: Typesetter, plain: bool, hyphenate: bool
    ) -> None:
        self._chunks = chunks
        self._owners = owners
        self._setter = setter
        self._plain = plain
        self._hyphenate = hyphenate

    def lines(self, measure: float, first_indent: float, last: bool) -> list[BrokenLine]:
        """Return the segment's lines; *last*: it is the paragraph's last."""
        places, targets = self._places(measure, first_indent)
        chosen = total_fit(places, measure)
        made: list[BrokenLine] = []
        start = _Place(0, 0, False)
        for number in chosen:
            end = targets[number]
            final = number == chosen[-1]
            made.append(self._line(start, end, space_after=not end.at and not (final and last), forced=final))
            start = end
        return made

    def _places(self, measure: float, first_indent: float) -> tuple[Places, list[_Place]]:
        places = Places()
        places.starts[0] = -first_indent
        targets = [_Place(0, 0, False)]
        chunks = self._chunks
        x = gaps = 0.0
        for index, chunk in enumerate(chunks):
            if chunk.breaks or chunk.soft or self._hyphenate or chunk.width > measure:
                inner = 0.0
                for opening in self._known_openings(chunk, measure):
                    inner = opening.gaps
                    for level in range(1, LADDER + 1) if opening.flagged else (0,):
                        end, start = x + opening.end, x + opening.start
                        places.add(end, start, gaps + inner, gaps + inner, opening.penalty, level)
                        targets.append(_Place(index, opening.at, opening.hyphen))
                gaps += inner
            x += chunk.width
            following = chunks[index + 1] if index + 1 < len(chunks) else None
            penalty = 0.0 if following is None else _bond(chunk, following)
            places.add(x, x + chunk.space, gaps, gaps + chunk.space, penalty)
            targets.append(_Place(index + 1, 0, False))
            x += chunk.space
            gaps += chunk.space
        return places, targets

    def _known_openings(self, chunk: Chunk, measure: float) -> tuple[Opening, ...]:
        """Where a chunk may be broken; words come again and again, and so do these."""
        if not chunk.simple or chunk.width > measure:
            return tuple(self._openings(chunk, measure))
        key = (chunk, self._hyphenate)
        found = self._setter.openings.get(key)
        if found is None:
            found = self._setter.openings[key] = tuple(self._openings(chunk, measure))
        return found

    def _openings(self, chunk: Chunk, measure: float) -> Iterator[Opening]:
        """Where a chunk may be broken, in the order of its text."""
        hyphens = self._setter.hyphens(chunk) if self._hyphenate else chunk.soft
        emergency: list[int] = []
        if chunk.width > measure:  # no breaks, or none close enough: then any cluster's end will do
            emergency = cluster_ends(chunk)[: -1 : _PART if len(chunk.text) > _ENDLESS else 1]
        if not (hyphens or chunk.breaks or emergency):
            return
        text = chunk.text
        widths = prefixes(chunk)
        width = hyphen_width(chunk, self._setter) if hyphens else 0.0
        ways = [(at, _EXPLICIT if text[at - 1] in _JOINTS else 0.0, False) for at in chunk.breaks]
        ways += [(at, _HYPHEN, True) for at in hyphens if at not in chunk.breaks]
        ways += [(at, _EMERGENCY, False) for at in emergency if at not in chunk.breaks]
        width = hyphen_width(chunk, self._setter) if hyphens else 0.0
        gaps = 0.0
        for at, penalty, hyphen in sorted(ways):
            beside = is_ideograph(text[at : at + 1]) or is_ideograph(text[at - 1 : at])
            gaps += _IDEOGRAPH_GAP * chunk.space if beside else 0.0
            end = widths[at] + (width if hyphen else 0.0)
            yield Opening(at, end, widths[at], penalty, hyphen, hyphen or text[at - 1] in "-‐", gaps)

    def _line(self, start: _Place, end: _Place, *, space_after: bool, forced: bool) -> BrokenLine:
        """Return the line from one place to another."""
        setter = self._setter
        stop = end.chunk + 1 if end.at else end.chunk
        chunks = self._chunks[start.chunk : stop]
        whole = ""
        if end.at:
            first = start.at if stop - 1 == start.chunk else 0
            whole = rest_of_word(chunks[-1], first, end.at) if end.hyphen else ""
            chunks[-1] = part(chunks[-1], first, end.at, setter, hyphen=end.hyphen)
        if start.at and not (end.at and stop - 1 == start.chunk):
            chunks[0] = part(chunks[0], start.at, len(chunks[0].text), setter)
        width = sum([chunk.width + chunk.space for chunk in chunks]) - chunks[-1].space
        words = tuple([chunk.pieces[0].word for chunk in chunks]) if self._plain else ()
        owners = [] if self._plain else self._owners[start.chunk : stop]
        return BrokenLine(chunks, owners, width, space_after, forced, words, whole)


def _bond(chunk: Chunk, following: Chunk) -> float:
    """The penalty of a line's end between two chunks."""
    strength = binding(chunk.text, following.text)
    return 0.0 if strength == FREE else _BOUND.get(strength, _LOOSELY_BOUND)
