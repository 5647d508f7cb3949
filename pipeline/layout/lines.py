"""Lines of a row: broken in the manner of its paragraph, then set as glyph runs.

Enters: a :class:`Row`, the measure and the manner. Leaves: broken lines, then :class:`Line` frames' items. Guaranteed:
no chunk is lost or doubled; a line is wider than the measure only when it holds a single cluster that is; breaking
always ends; spaces of justified lines are at most four times as wide as they are drawn.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.layout.direction import places
from pipeline.layout.frames import GlyphRun, Line, Word
from pipeline.layout.greedy import break_greedily
from pipeline.layout.justified import break_justified
from pipeline.layout.row import COMPOSITE, RAGGED, BrokenLine, Manner, Row
from pipeline.layout.shaping import Chunk, InlineStyle, Piece, Typesetter, has_ideographs, piece_width
from pipeline.style.fonts import Face
from pipeline.style.theme import Alignment

_WIDEST = 3.0
"""A justified line whose spaces would grow by more than this, in their own widths, stays short: else rivers open."""
_UNBROKEN = (float("inf"), 0.0, RAGGED)
_LETTERS = 0.25
"""What may be put between two ideographs, in ems."""


def break_lines(
    row: Row, measure: float, first_indent: float, setter: Typesetter, manner: Manner = RAGGED
) -> list[BrokenLine]:
    """Break at *measure* points; the first line is *first_indent* shorter (negative: longer).

    Words that belong together stay so where a line holds them, and no paragraph ends with a lone short word.
    """
    key = (measure, first_indent, manner)
    lines = row.broken.get(key)
    if lines is None:
        way = break_justified if manner.justified else break_greedily
        lines = way(row, measure, first_indent, setter, manner.hyphenate)
        if row.seen:  # most paragraphs are set once, and their lines would be a seventh of all memory
            row.broken[key] = lines
    return lines


def unbroken(row: Row) -> BrokenLine:
    """Return a row as one line, however long it is; for labels and running text."""
    lines = row.broken.get(_UNBROKEN)
    if lines is None:
        chunks = [chunk for chunk in row.chunks if chunk]
        words = tuple([chunk.pieces[0].word for chunk in chunks]) if row.plain else ()
        lines = row.broken[_UNBROKEN] = [BrokenLine(chunks, row.owners, row.widths()[1], False, True, words)]
    return lines[0]


class Setting(NamedTuple):
    """How lines are set: the left edge and measure in points, base line offset, and the groups' elements.

    *mirrored*: the page changes sides when it is done, so that lines start at the left edge whichever way they run.
    """

    left: float
    measure: float
    align: Alignment
    baseline: float
    elements: tuple[int | None, ...]
    mirrored: bool = False


def set_line(line: BrokenLine, row: Row, setting: Setting, indent: float, setter: Typesetter) -> Line:
    """Position a line's runs; *indent* moves it to the right (first-line indents)."""
    room = setting.measure - indent - line.width
    base = 0 if setting.mirrored else row.base
    x = setting.left + (0.0 if base else indent)
    spread = _UNSPREAD
    match _physical(setting.align, base):
        case "center":
            x += room / 2
        case "right":
            x += room
        case "justify" if not line.forced:
            spread = _spread(line, room)
            if base and spread is _UNSPREAD:
                x += room
        case "justify" if base:
            x += room
        case _:
            pass
    if row.plain:
        runs: tuple[GlyphRun, ...] = (_plain_run(line, x, spread.spaces, setting.elements[0], setter),)
    elif row.mixed:
        runs = _mixed_runs(line, x, spread, row.base, setting.elements, setter)
    else:
        runs = _runs(line, x, spread, setting.elements, setter)
    if line.whole:
        runs = (*runs[:-1], runs[-1]._replace(whole=line.whole))
    return Line(setting.baseline, runs)


def set_lines(lines: list[BrokenLine], row: Row, setting: Setting, indent: float, setter: Typesetter) -> list[Line]:
    """Position the lines of a paragraph, the first of them moved by *indent*.

    A paragraph that says the same in the same place as one before differs from it in its element only.
    """
    if not row.plain:
        return [set_line(line, row, setting, 0.0 if index else indent, setter) for index, line in enumerate(lines)]
    key = (setting.left, setting.measure, setting.align, setting.baseline, indent, setting.mirrored)
    if row.placed is None or row.placed[0] != key:
        made = [set_line(line, row, setting, 0.0 if index else indent, setter) for index, line in enumerate(lines)]
        if row.seen:  # most paragraphs are the only ones that say what they say
            row.placed = key, made
        row.seen = True
        return made
    element = setting.elements[0]
    return [Line(line.baseline, (_moved(line.runs[0], element),)) for line in row.placed[1]]


def _moved(run: GlyphRun, element: int | None) -> GlyphRun:
    """Return *run* as content of another element."""
    return GlyphRun._make((*run[:6], element, *run[7:]))


class _Spread(NamedTuple):
    """What justifying adds: points to each space between words, and after each glyph of ideographs."""

    spaces: float = 0.0
    letters: float = 0.0


_UNSPREAD = _Spread()


def _spread(line: BrokenLine, room: float) -> _Spread:
    """Share out the *room* that a justified line leaves (or lacks) among its spaces, or among its ideographs."""
    chunks = line.chunks
    gaps = len(chunks) - 1
    if not gaps or has_ideographs("".join([chunk.text for chunk in chunks])):
        spaced = [piece for chunk in chunks for piece in chunk.pieces if _is_spaced(piece)]
        glyphs = sum(len(piece.word.glyphs) for piece in spaced)
        if not glyphs:
            return _share(chunks, room, gaps)
        if spaced[-1] is chunks[-1].pieces[-1]:
            glyphs -= 1
        each = room / (glyphs + gaps) if glyphs + gaps else 0.0
        return _Spread(each, each) if abs(each) <= _LETTERS * spaced[0].style.size else _UNSPREAD
    return _share(chunks, room, gaps)


def _share(chunks: list[Chunk], room: float, gaps: int) -> _Spread:
    return _Spread(room / gaps) if gaps and room <= _WIDEST * chunks[0].space * gaps else _UNSPREAD


def _is_spaced(piece: Piece) -> bool:
    return has_ideographs(piece.word.text)


def _physical(align: Alignment, base: int) -> Alignment:
    """The side that text starts at is the right one in a paragraph that runs from right to left."""
    if base and align in ("left", "justify"):
        return "right" if align == "left" else align
    return "left" if base and align == "right" else align


def _plain_run(line: BrokenLine, x: float, word_space: float, element: int | None, setter: Typesetter) -> GlyphRun:
    words = line.words
    style = line.chunks[0].pieces[0].style
    return GlyphRun(
        x,
        words,
        setter.space(style),
        words[0].face,
        style.size,
        style.color,
        element,
        line.width + word_space * (len(words) - 1),
        word_space,
        style.tracking,
        style.rise,
        line.space_after,
        style.underline,
        style.strike,
    )


def _mixed_runs(
    line: BrokenLine, x: float, spread: _Spread, base: int, elements: tuple[int | None, ...], setter: Typesetter
) -> tuple[GlyphRun, ...]:
    """Each piece and each space as a run of its own, in the order of the text, placed in visual order."""
    parts: list[Piece] = []
    widths: list[float] = []
    for index, chunk in enumerate(line.chunks):
        if index:
            last = line.chunks[index - 1]
            parts.append(_space_piece(last, setter))
            widths.append(last.space + spread.spaces)
        parts.extend(chunk.pieces)
        widths.extend([_width(piece, spread) for piece in chunk.pieces])
    if line.space_after and line.chunks:
        parts.append(_space_piece(line.chunks[-1], setter)._replace(level=base))
        widths.append(0.0)
    starts = places(widths, [part.level for part in parts], x)
    placed = zip(parts, starts, widths, strict=True)
    return tuple([_run(part, start, width, spread, elements, setter) for part, start, width in placed])


def _space_piece(chunk: Chunk, setter: Typesetter) -> Piece:
    """The space after a chunk: of its last piece's style and group, and of its own direction."""
    last = chunk.pieces[-1]
    piece = Piece(setter.space(last.style, last.word.face), last.style, last.owner, chunk.space_level)
    return setter.directed(piece, piece.word.text, chunk.space_level)


def _width(piece: Piece, spread: _Spread) -> float:
    """The width of a piece on a line that is spread out."""
    width = piece_width(piece)
    return width + spread.letters * len(piece.word.glyphs) if spread.letters and _is_spaced(piece) else width


def _tracking(piece: Piece, spread: _Spread) -> float:
    return piece.style.tracking + (spread.letters if spread.letters and _is_spaced(piece) else 0.0)


def _run(
    piece: Piece, x: float, width: float, spread: _Spread, elements: tuple[int | None, ...], setter: Typesetter
) -> GlyphRun:
    style = piece.style
    return GlyphRun(
        x=x,
        words=(piece.word,),
        space=setter.space(style, piece.word.face),
        face=piece.word.face,
        size=style.size,
        color=style.color,
        element=elements[piece.owner],
        width=width,
        tracking=_tracking(piece, spread),
        rise=style.rise,
        underline=style.underline,
        strike=style.strike,
    )


def _runs(
    line: BrokenLine, x: float, spread: _Spread, elements: tuple[int | None, ...], setter: Typesetter
) -> tuple[GlyphRun, ...]:
    """Group a line's pieces into runs: words of one face, style and element with one space between each two."""
    runs: list[GlyphRun] = []
    words: list[Word] = []
    first: Piece | None = None
    look: InlineStyle | None = None
    face: Face | None = None
    owner = 0
    start = end = x
    space = tracking = 0.0
    for chunk, number in zip(line.chunks, line.owners, strict=True):
        gap = space + spread.spaces if space else 0.0
        single = len(chunk.pieces) == 1 and not spread.letters
        for piece in chunk.pieces:
            word, style, own, _ = piece
            if number != COMPOSITE:
                own = number
            more = _tracking(piece, spread) if spread.letters else style.tracking
            if not gap or style is not look or word.face is not face or own != owner or more != tracking:
                if first:
                    element = elements[owner]
                    runs.append(_grouped(first, words, start, end, spread.spaces, tracking, element, gap > 0, setter))
                first, look, face, owner, tracking, words = piece, style, word.face, own, more, []
                start = end + gap
            end += gap + (chunk.width if single else _width(piece, spread))
            words.append(word)
            gap = 0.0
        space = chunk.space
    if first:
        element = elements[owner]
        runs.append(_grouped(first, words, start, end, spread.spaces, tracking, element, line.space_after, setter))
    return tuple(runs)


def _grouped(
    first: Piece,
    words: list[Word],
    start: float,
    end: float,
    word_space: float,
    tracking: float,
    element: int | None,
    space_after: bool,
    setter: Typesetter,
) -> GlyphRun:
    """Return the run of *words* that are alike, from *start* to *end*."""
    word, style = first.word, first.style
    space = setter.space(style, word.face)
    return GlyphRun(
        start,
        tuple(words),
        space,
        word.face,
        style.size,
        style.color,
        element,
        end - start,
        word_space,
        tracking,
        style.rise,
        space_after,
        style.underline,
        style.strike,
    )
