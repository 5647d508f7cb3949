"""Text to glyphs: inline styles, and chunks of text (what stands between two spaces) shaped once and cached.

Enters: strings and a resolved inline style. Leaves: :class:`Chunk` values with their width in points. Guaranteed: the
same string in the same style is the same object; shaping never asks the locale; a character that no face of the
style's chain has is reported in ``Chunk.missing``, and a question mark stands in its place.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb

from pipeline.layout.bidi import has_right_to_left
from pipeline.layout.breaks import Breaks, break_finder
from pipeline.layout.frames import Direction, Word
from pipeline.model.nodes import Mark
from pipeline.style.fonts import Face
from pipeline.style.theme import Color, ParagraphStyle, StyleName, Theme, marked

if TYPE_CHECKING:
    from pipeline.layout.row import Row

SUPERSCRIPT_SIZE = 0.62
SUPERSCRIPT_RISE = 0.36
SUBSCRIPT_RISE = -0.14
_STAND_IN = "?"
"""What is set for a character that no face has, so that every later step finds the text as long as it was."""
_JOINERS = frozenset({"Mn", "Mc", "Me", "Cf"})


@dataclass(frozen=True, slots=True, eq=False)
class InlineStyle:
    """The look of a stretch of text; *chain* holds the wanted face and its fallbacks. Compared by identity.

    *chunks* and *rows* keep what was shaped in it, by its text.
    """

    chain: tuple[Face, ...]
    size: float
    color: Color
    features: tuple[str, ...]
    lang: str
    tracking: float
    rise: float
    uppercase: bool
    underline: bool
    strike: bool
    chunks: dict[str, Chunk] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)


class Piece(NamedTuple):
    """A word in its style; *owner* is the number of the paragraph's group it comes from.

    *level* is its embedding level in a bidirectional paragraph, 0 in all others.
    """

    word: Word
    style: InlineStyle
    owner: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """What stands between two spaces: one piece, or several where style or face changes inside it.

    *width* and *space* (the space that may follow) are in points. *breaks* are indexes into *text* where a line may
    end. *minimum* is the widest part that cannot be broken. *simple*: all of it is in the style's first face and runs
    from left to right. *space_level*: the embedding level of the space that may follow.
    """

    text: str
    pieces: tuple[Piece, ...]
    width: float
    space: float
    breaks: Breaks
    minimum: float
    missing: str = ""
    simple: bool = False
    space_level: int = 0


def piece_width(piece: Piece) -> float:
    """Return a piece's width in points."""
    style = piece.style
    return piece.word.advance * style.size + style.tracking * len(piece.word.glyphs)


class Typesetter:
    """Shapes text for a theme. Keeps what it has shaped; may serve many documents of the same theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._buffer = hb.Buffer()
        self._find_breaks: Callable[[str], Breaks] = break_finder()
        self._styles: dict[tuple[StyleName, Mark, bool, str], InlineStyle] = {}
        self._baselines: dict[StyleName, float] = {}
        self._words: dict[tuple[Face, tuple[str, ...], str, Direction, str], Word] = {}

    def style(
        self, paragraph: ParagraphStyle, lang: str, marks: Mark = Mark.NONE, *, link: bool = False
    ) -> InlineStyle:
        """Return the look of text with *marks* in a paragraph; *link*: it can be clicked and must show it."""
        key = (paragraph.name, marks, link, lang)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._resolve(paragraph, lang, marks, link)
        return style

    def _resolve(self, paragraph: ParagraphStyle, lang: str, marks: Mark, link: bool) -> InlineStyle:
        font = marked(
            paragraph.font,
            self._theme.strong_weight,
            strong=bool(marks & Mark.STRONG),
            emphasis=bool(marks & Mark.EMPHASIS),
            code=bool(marks & Mark.CODE),
        )
        raised = marks & (Mark.SUPERSCRIPT | Mark.SUBSCRIPT)
        rise = SUPERSCRIPT_RISE if marks & Mark.SUPERSCRIPT else SUBSCRIPT_RISE if raised else 0.0
        return InlineStyle(
            chain=self._theme.fonts.chain(font),
            size=round(paragraph.size * (SUPERSCRIPT_SIZE if raised else 1.0), 3),
            color=self._theme.link_color if link else paragraph.color,
            features=(*paragraph.features, *(("smcp",) if marks & Mark.SMALL_CAPS else ())),
            lang=lang,
            tracking=paragraph.tracking,
            rise=round(rise * paragraph.size, 3),
            uppercase=paragraph.uppercase,
            underline=link or bool(marks & Mark.UNDERLINE),
            strike=bool(marks & Mark.STRIKE),
        )

    def baseline(self, style: ParagraphStyle) -> float:
        """Return the base line's distance from its line's top: the face's ascent and descent centred in the leading."""
        baseline = self._baselines.get(style.name)
        if baseline is None:
            face = self._theme.fonts.chain(style.font)[0]
            scale = style.size / face.upem
            ascent, descent = face.ascender * scale, -face.descender * scale
            baseline = self._baselines[style.name] = round((style.leading - ascent - descent) / 2 + ascent, 3)
        return baseline

    def chunk(self, text: str, style: InlineStyle) -> Chunk:
        """Return *text* (no spaces in it) shaped in *style*."""
        chunk = style.chunks.get(text)
        if chunk is None:
            chunk = style.chunks[text] = self._shape_chunk(text, style)
        return chunk

    def space(self, style: InlineStyle) -> Word:
        """Return the space of a style's first face."""
        return self._word(" ", style.chain[0], style)

    def join(self, chunks: list[tuple[Chunk, int]]) -> Chunk:
        """Return one chunk of several that stand side by side without a space, each with its segment's number."""
        pieces = tuple(piece._replace(owner=owner) for chunk, owner in chunks for piece in chunk.pieces)
        return self.composite("".join(chunk.text for chunk, _ in chunks), pieces, chunks[-1][0].space)

    def directed(self, piece: Piece, text: str, level: int) -> Piece:
        """Return a part of a piece, shaped in the direction of its embedding level."""
        word = self._word(text, piece.word.face, piece.style, "rtl" if level % 2 else "ltr")
        return piece._replace(word=word, level=level)

    def split(self, chunk: Chunk, index: int) -> tuple[Chunk, Chunk]:
        """Return the two parts of a chunk broken before the character at *index*."""
        head: list[Piece] = []
        tail: list[Piece] = []
        position = 0
        for piece in chunk.pieces:
            text = piece.word.text
            cut = index - position
            position += len(text)
            if cut >= len(text):
                head.append(piece)
            elif cut <= 0:
                tail.append(piece)
            else:
                head.append(self._part(piece, text[:cut]))
                tail.append(self._part(piece, text[cut:]))
        return (
            self.composite(chunk.text[:index], tuple(head), chunk.space, chunk.space_level),
            self.composite(chunk.text[index:], tuple(tail), chunk.space, chunk.space_level),
        )

    def cut(self, chunk: Chunk, size: int) -> list[Chunk]:
        """Return a chunk in parts of at most *size* characters or one cluster, each shaped once."""
        parts: list[Chunk] = []
        for piece in chunk.pieces:
            text = piece.word.text
            start = 0
            for end in [*sorted(set(piece.word.clusters)), len(text)]:
                if end - start >= size or (end == len(text) and end > start):
                    made = self._part(piece, text[start:end])
                    parts.append(self.composite(made.word.text, (made,), chunk.space, chunk.space_level))
                    start = end
        return parts

    def _part(self, piece: Piece, text: str) -> Piece:
        return piece._replace(word=self._word(text, piece.word.face, piece.style, piece.word.direction))

    def composite(self, text: str, pieces: tuple[Piece, ...], space: float, space_level: int = 0) -> Chunk:
        """Return a chunk of pieces that are shaped already; *space* is the width of the space that may follow."""
        width = sum(map(piece_width, pieces))
        breaks = self._find_breaks(text)
        return Chunk(text, pieces, width, space, breaks, self._minimum(pieces, width, breaks), space_level=space_level)

    def _shape_chunk(self, text: str, style: InlineStyle) -> Chunk:
        drawn = text.upper() if style.uppercase else text
        missing: list[str] = []
        pieces = tuple(
            Piece(self._word(part, face, style), style) for part, face in _itemise(drawn, style.chain, missing)
        )
        width = sum(map(piece_width, pieces))
        breaks = self._find_breaks(drawn)
        space = self.space(style).advance * style.size + style.tracking
        minimum = self._minimum(pieces, width, breaks)
        whole = not missing and len(pieces) == 1 and pieces[0].word.face is style.chain[0]
        simple = whole and not has_right_to_left(drawn)
        return Chunk(drawn, pieces, width, space, breaks, minimum, "".join(missing), simple)

    def _minimum(self, pieces: tuple[Piece, ...], width: float, breaks: Breaks) -> float:
        """The widest unbreakable part, in points; exact for one piece, else the widest piece."""
        if not breaks or not pieces:
            return width
        if len(pieces) > 1:
            return max(self._minimum((piece,), piece_width(piece), piece.word.breaks) for piece in pieces)
        word = pieces[0].word
        cuts = (0, *breaks, len(word.text))
        return max(piece_width(self._part(pieces[0], word.text[start:end])) for start, end in itertools.pairwise(cuts))

    def _word(self, text: str, face: Face, style: InlineStyle, direction: Direction = "") -> Word:
        key = (face, style.features, style.lang, direction, text)
        word = self._words.get(key)
        if word is None:
            word = self._words[key] = self._shape(text, face, style, direction)
        return word

    def _shape(self, text: str, face: Face, style: InlineStyle, direction: Direction) -> Word:
        """Shape with HarfBuzz; language and features are given, the script comes from the characters.

        Without a *direction* that comes from the script too.
        """
        buffer = self._buffer
        buffer.clear_contents()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = style.lang
        if direction:
            buffer.direction = direction
        hb.shape(face.hb_font, buffer, {"kern": True, "liga": True, **dict.fromkeys(style.features, True)})
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        assert positions is not None
        advances = tuple(position.x_advance for position in positions)
        offsets = tuple((position.x_offset, position.y_offset) for position in positions)
        return Word(
            text=text,
            face=face,
            glyphs=tuple(info.codepoint for info in infos),
            advances=advances,
            clusters=tuple(info.cluster for info in infos),
            offsets=offsets if any(x or y for x, y in offsets) else (),
            direction=direction,
            rtl=buffer.direction == "rtl",
            breaks=self._find_breaks(text),
            advance=sum(advances) / face.upem,
        )


def _itemise(text: str, chain: tuple[Face, ...], missing: list[str]) -> Iterator[tuple[str, Face]]:
    """Cut text where the face must change; marks and joiners stay with what precedes them."""
    first = chain[0]
    if first.coverage.issuperset(map(ord, text)):
        yield text, first
        return
    start, current = 0, None
    kept: list[str] = []
    known: Face | None = None
    for given in text:
        known = _face_for(given, chain, known)
        character, face = given, known
        if face is None:
            missing.append(given)
            character, face = _STAND_IN, first
        if face is not current and kept[start:]:
            assert current is not None
            yield "".join(kept[start:]), current
            start = len(kept)
        current = face
        kept.append(character)
    if current is not None:
        yield "".join(kept[start:]), current


def _face_for(character: str, chain: tuple[Face, ...], current: Face | None) -> Face | None:
    code = ord(character)
    if current is not None and (code in current.coverage or unicodedata.category(character) in _JOINERS):
        return current
    for face in chain:
        if code in face.coverage:
            return face
    return chain[0] if unicodedata.category(character) == "Cf" else None
