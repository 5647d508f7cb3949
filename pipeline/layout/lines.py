"""Chunks to lines, and lines to glyph runs.

Enters: a :class:`Row` and the measure. Leaves: broken lines, then :class:`Line` frames' items. Guaranteed: no chunk is
lost or doubled; a line is wider than the measure only when it holds a single cluster that is; breaking always ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.layout.binding import binding
from pipeline.layout.direction import places
from pipeline.layout.frames import GlyphRun, Line
from pipeline.layout.row import COMPOSITE, BrokenLine, Row
from pipeline.layout.shaping import Chunk, Piece, Typesetter, piece_width
from pipeline.style.theme import Alignment

_SLACK = 1e-6
_ENDLESS = 400
"""A chunk of more characters is cut into parts of _PART before it is broken into lines."""
_PART = 12
_RUNT = 0.12
"""A last line of one word is a runt when it fills less than this share of the measure."""
_RUNT_NEIGHBOURS = 4
"""A line gives a word to a runt when it has more words than this."""


def break_lines(row: Row, measure: float, first_indent: float, setter: Typesetter) -> list[BrokenLine]:
    """Break greedily at *measure* points; the first line is *first_indent* shorter (negative: longer).

    Words that belong together stay so where a line holds them, and no paragraph ends with a lone short word.
    """
    lines = row.broken.get((measure, first_indent))
    if lines is None:
        lines = row.broken[measure, first_indent] = _break(row, measure, first_indent, setter)
    return lines


def unbroken(row: Row) -> BrokenLine:
    """Return a row as one line, however long it is; for labels and running text."""
    chunks = [chunk for chunk in row.chunks if chunk]
    words = tuple(chunk.pieces[0].word for chunk in chunks) if row.plain else ()
    return BrokenLine(chunks, row.owners, row.widths()[1], False, True, words)


def _break(row: Row, measure: float, first_indent: float, setter: Typesetter) -> list[BrokenLine]:
    breaker = _Breaker(measure, first_indent, setter, row.plain)
    if row.plain:
        for chunk in row.chunks:
            width = breaker.width + breaker.space + chunk.width  # type: ignore[union-attr]
            if width <= breaker.room:
                breaker.chunks.append(chunk)  # type: ignore[arg-type]
                breaker.width = width
                breaker.space = chunk.space  # type: ignore[union-attr]
            else:
                breaker.add(chunk, None)  # type: ignore[arg-type]
    else:
        for chunk, owner in zip(row.chunks, row.owners, strict=True):
            if chunk is None:
                breaker.end_line(space_after=True, forced=True)
            else:
                breaker.add(chunk, owner)
    return breaker.finish()


class _Breaker:
    """The line being filled, and the lines before it."""

    def __init__(self, measure: float, first_indent: float, setter: Typesetter, plain: bool) -> None:
        self._plain = plain
        self._measure = measure + _SLACK
        self._setter = setter
        self.room = self._measure - first_indent
        self.lines: list[BrokenLine] = []
        self.chunks: list[Chunk] = []
        self.owners: list[int] = []
        self.width = self.space = 0.0

    def end_line(self, *, space_after: bool, forced: bool) -> None:
        words = tuple([chunk.pieces[0].word for chunk in self.chunks]) if self._plain else ()
        self.lines.append(BrokenLine(self.chunks, self.owners, self.width, space_after, forced, words))
        self.chunks, self.owners = [], []
        self.width = self.space = 0.0
        self.room = self._measure

    def add(self, chunk: Chunk, owner: int | None) -> None:
        """Put a chunk on the line, or what fits of it, and the rest on the next lines."""
        if len(chunk.text) <= _ENDLESS:
            self._add(chunk, owner, joined=False)
            return
        # Cutting one line at a time off a word of thousands of characters would shape the rest again for each.
        for index, part in enumerate(self._setter.cut(chunk, _PART)):
            self._add(part, owner, joined=index > 0)

    def _add(self, chunk: Chunk, owner: int | None, *, joined: bool) -> None:
        """Put a chunk on the line; *joined*: no space stands before it."""
        rest: Chunk | None = chunk
        if joined:
            self.space = 0.0
        while rest is not None:
            head, rest = self._fit(rest)
            if head is not None:
                self.chunks.append(head)
                if owner is not None:
                    self.owners.append(owner)
                self.width += self.space + head.width
                self.space = head.space
            if rest is not None:
                taken = self._take_bound(rest) if head is None and not joined else []
                self.end_line(space_after=head is None and not joined, forced=False)
                self._put_back(taken)

    def _take_bound(self, chunk: Chunk) -> list[tuple[Chunk, int | None]]:
        """Take chunks off the line's end that must not be parted from *chunk*, as far as one line holds them all."""
        taken: list[tuple[Chunk, int | None]] = []
        following, width = chunk, chunk.width
        while len(self.chunks) > 1:
            least = binding(self.chunks[-1].text, following.text) * self._measure
            following = self.chunks[-1]
            width += following.width + following.space
            if width > self._measure or self.width - following.width - self.chunks[-2].space < least:
                break
            taken.append(self._take())
        return taken[::-1]

    def _take(self) -> tuple[Chunk, int | None]:
        """Take the last chunk off the line."""
        chunk = self.chunks.pop()
        self.space = self.chunks[-1].space
        self.width -= chunk.width + self.space
        return chunk, self.owners.pop() if self.owners else None

    def _put_back(self, taken: list[tuple[Chunk, int | None]]) -> None:
        for chunk, owner in taken:
            self.add(chunk, owner)

    def finish(self) -> list[BrokenLine]:
        """End the last line; a short word alone on it gets its neighbour for company."""
        if not self.chunks:
            return self.lines
        before = self.lines[-1] if self.lines else None
        lonely = len(self.chunks) == 1 and self.width < _RUNT * self._measure
        if lonely and before is not None and _can_give(before):
            last = self.chunks[0], self.owners[0] if self.owners else None
            self.lines.pop()
            self.chunks, self.owners = list(before.chunks), list(before.owners)
            self.width, self.space = before.width, before.chunks[-1].space
            neighbour = self._take()
            taken = [*self._take_bound(neighbour[0]), neighbour, last]
            self.end_line(space_after=True, forced=False)
            self._put_back(taken)
        self.end_line(space_after=False, forced=True)
        return self.lines

    def _fit(self, chunk: Chunk) -> tuple[Chunk | None, Chunk | None]:
        """Return what of a chunk goes on this line, and what stays for the next lines.

        A chunk that fits on a line of its own is broken only where it may be; one that does not is broken somewhere.
        """
        room = self.room - self.width - self.space
        if chunk.width <= room:
            return chunk, None
        for index in reversed(chunk.breaks):
            head, tail = self._setter.split(chunk, index)
            if head.width <= room:
                return head, tail
        if self.chunks:
            return None, chunk
        index = _emergency(chunk, self.room, self._setter)
        return self._setter.split(chunk, index) if index < len(chunk.text) else (chunk, None)


def _can_give(line: BrokenLine) -> bool:
    """Whether a line that ended between two words has enough of them to give one to the next."""
    return line.space_after and not line.forced and len(line.chunks) > _RUNT_NEIGHBOURS


def _emergency(chunk: Chunk, room: float, setter: Typesetter) -> int:
    """The longest prefix that fits, cut between clusters; one cluster at least."""
    boundaries = _clusters(chunk)
    low, high = 0, len(boundaries) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if setter.split(chunk, boundaries[middle])[0].width <= room:
            low = middle
        else:
            high = middle - 1
    return boundaries[low] if boundaries else len(chunk.text)


def _clusters(chunk: Chunk) -> list[int]:
    """Indexes of the chunk's text where a cluster ends."""
    ends: list[int] = []
    position = 0
    for piece in chunk.pieces:
        ends.extend(position + start for start in sorted(set(piece.word.clusters)) if position + start)
        position += len(piece.word.text)
    ends.append(len(chunk.text))
    return ends


@dataclass(frozen=True, slots=True)
class Setting:
    """How lines are set: the left edge and measure in points, base line offset, and the groups' elements."""

    left: float
    measure: float
    align: Alignment
    baseline: float
    elements: tuple[int | None, ...]


def set_line(line: BrokenLine, row: Row, setting: Setting, indent: float, setter: Typesetter) -> Line:
    """Position a line's runs; *indent* moves it to the right (first-line indents)."""
    room = setting.measure - indent - line.width
    gaps = len(line.chunks) - 1
    x = setting.left + (0.0 if row.base else indent)
    word_space = 0.0
    match _physical(setting.align, row.base):
        case "center":
            x += room / 2
        case "right":
            x += room
        case "justify" if gaps > 0 and not line.forced:
            word_space = room / gaps
        case _:
            pass
    if row.plain:
        runs: tuple[GlyphRun, ...] = (_plain_run(line, x, word_space, setting.elements[0], setter),)
    elif row.mixed:
        runs = _mixed_runs(line, x, word_space, row.base, setting.elements, setter)
    else:
        runs = _runs(line, x, word_space, setting.elements, setter)
    return Line(setting.baseline, runs)


def _physical(align: Alignment, base: int) -> Alignment:
    """The side that text starts at is the right one in a paragraph that runs from right to left."""
    if base and align in ("left", "justify"):
        return "right" if align == "left" else align
    return "left" if base and align == "right" else align


def _plain_run(line: BrokenLine, x: float, word_space: float, element: int | None, setter: Typesetter) -> GlyphRun:
    words = line.words
    style = line.chunks[0].pieces[0].style
    return GlyphRun(
        x=x,
        words=words,
        space=setter.space(style),
        face=words[0].face,
        size=style.size,
        color=style.color,
        element=element,
        width=line.width + word_space * (len(words) - 1),
        word_space=word_space,
        tracking=style.tracking,
        rise=style.rise,
        space_after=line.space_after,
        underline=style.underline,
        strike=style.strike,
    )


def _mixed_runs(
    line: BrokenLine, x: float, word_space: float, base: int, elements: tuple[int | None, ...], setter: Typesetter
) -> tuple[GlyphRun, ...]:
    """Each piece and each space as a run of its own, in the order of the text, placed in visual order."""
    parts: list[Piece] = []
    widths: list[float] = []
    for index, chunk in enumerate(line.chunks):
        if index:
            last = line.chunks[index - 1]
            parts.append(_space_piece(last, setter))
            widths.append(last.space + word_space)
        parts.extend(chunk.pieces)
        widths.extend(map(piece_width, chunk.pieces))
    if line.space_after and line.chunks:
        parts.append(_space_piece(line.chunks[-1], setter)._replace(level=base))
        widths.append(0.0)
    starts = places(widths, [part.level for part in parts], x)
    return tuple(
        _run(part, start, width, elements, setter) for part, start, width in zip(parts, starts, widths, strict=True)
    )


def _space_piece(chunk: Chunk, setter: Typesetter) -> Piece:
    """The space after a chunk: of its last piece's style and group."""
    last = chunk.pieces[-1]
    return Piece(setter.space(last.style), last.style, last.owner, chunk.space_level)


def _run(piece: Piece, x: float, width: float, elements: tuple[int | None, ...], setter: Typesetter) -> GlyphRun:
    style = piece.style
    return GlyphRun(
        x=x,
        words=(piece.word,),
        space=setter.space(style),
        face=piece.word.face,
        size=style.size,
        color=style.color,
        element=elements[piece.owner],
        width=width,
        tracking=style.tracking,
        rise=style.rise,
        underline=style.underline,
        strike=style.strike,
    )


def _runs(
    line: BrokenLine, x: float, word_space: float, elements: tuple[int | None, ...], setter: Typesetter
) -> tuple[GlyphRun, ...]:
    """Group a line's pieces into runs: words of one face, style and element with one space between each two."""
    runs: list[GlyphRun] = []
    words: list[Piece] = []
    start = end = x

    def close(space_after: bool) -> None:
        if not words:
            return
        word, style, owner, _ = words[0]
        runs.append(
            GlyphRun(
                x=start,
                words=tuple(piece.word for piece in words),
                space=setter.space(style),
                face=word.face,
                size=style.size,
                color=style.color,
                element=elements[owner],
                width=end - start,
                word_space=word_space,
                tracking=style.tracking,
                rise=style.rise,
                space_after=space_after,
                underline=style.underline,
                strike=style.strike,
            )
        )
        words.clear()

    space = 0.0
    for chunk, owner in zip(line.chunks, line.owners, strict=True):
        for index, bare in enumerate(chunk.pieces):
            piece = bare if owner == COMPOSITE else bare._replace(owner=owner)
            gap = space + word_space if index == 0 and space else 0.0
            alike = words and words[0].style is piece.style and words[0].owner == piece.owner
            if not (alike and gap and words[0].word.face is piece.word.face):
                close(space_after=gap > 0)
                start = end + gap
            end += gap + piece_width(piece)
            words.append(piece)
        space = chunk.space
    close(line.space_after)
    return tuple(runs)
