"""Text to glyphs: inline styles, and chunks of text (what stands between two spaces) shaped once and cached.

Enters: strings and a resolved inline style. Leaves: :class:`Chunk` values with their width in points. Guaranteed: the
same string in the same style is the same object; shaping never asks the locale; a character that no face of the
style's chain has is reported in ``Chunk.missing``, and a question mark stands in its place.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.layout.bidi import has_right_to_left
from pipeline.layout.breaks import Breaks, break_finder
from pipeline.layout.frames import Direction, Word
from pipeline.layout.glyphs import SOFT_HYPHEN, Shaper
from pipeline.layout.hyphenation import Hyphenator, Opening
from pipeline.model.nodes import Mark
from pipeline.style.fonts import Face
from pipeline.style.itemise import leading_for, runs
from pipeline.style.scripts import is_joined
from pipeline.style.theme import Color, ParagraphStyle, StyleName, Theme, marked
from pipeline.values import dataclass, field, replace

if TYPE_CHECKING:
    from pipeline.layout.row import Row

SUPERSCRIPT_SIZE = 0.62
SUPERSCRIPT_RISE = 0.36
SUBSCRIPT_RISE = -0.14
_SPACE = ord(" ")
_SMALL_CAPS = "smcp"
_SMALL_SIZE = 0.8
"""How high small capitals are that are made of large ones; Word does the same."""
_STAND_IN = "?"
"""What is set for a character that no face has, so that every later step finds the text as long as it was."""
_ASCII = frozenset(range(0x20, 0x7F))


def is_ideograph(character: str) -> bool:
    """Whether justified text may be spaced out beside *character* (it may be empty): it has no other spaces."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7af"
        or "\uf900" <= character <= "\ufaff"
        or "\uff01" <= character <= "\uff9f"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def has_ideographs(text: str) -> bool:
    """Whether a character of *text* is an ideograph."""
    return not text.isascii() and max(text) >= "\u2e80" and any(map(is_ideograph, text))


@dataclass(frozen=True, slots=True, eq=False)
class InlineStyle:
    """The look of a stretch of text; *chain* holds the wanted face and its fallbacks. Compared by identity.

    *words*, *chunks* and *rows* keep what was shaped in it, by its text; *words* are those of the wanted face, which
    styles of that face share. *ascii*: that face has all printable characters of ASCII. *synthetic*: small capitals are
    made of large ones, since the face has none of its own.
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
    words: dict[str, Word] = field(default_factory=dict)
    ascii: bool = False
    synthetic: bool = False
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


@dataclass(slots=True, eq=False)
class Chunk:
    """What stands between two spaces: one piece, or several where style or face changes inside it.

    *width* and *space* (the space that may follow) are in points. *breaks* are indexes into *text* where a line may
    end. *minimum* is the widest part that cannot be broken. *simple*: all of it is in the style's first face and runs
    from left to right. *space_level*: the embedding level of the space that may follow. *soft*: indexes into *text* of
    the author's soft hyphens. Nobody changes a chunk; as frozen values they would take four times as long to make.
    """

    text: Final[str]
    pieces: Final[tuple[Piece, ...]]
    width: Final[float]
    space: Final[float]
    breaks: Final[Breaks]
    minimum: Final[float]
    missing: Final[str] = ""
    simple: Final[bool] = False
    space_level: Final[int] = 0
    soft: Final[Breaks] = ()


def piece_width(piece: Piece) -> float:
    """Return a piece's width in points."""
    style = piece.style
    return piece.word.advance * style.size + style.tracking * len(piece.word.glyphs)


def _capitals(
    text: str, style: InlineStyle, variant: Callable[[InlineStyle, float], InlineStyle]
) -> Iterator[tuple[str, InlineStyle]]:
    """Cut text into stretches of small letters, as capitals of a smaller style, and of all else."""
    for small, letters in itertools.groupby(text, str.islower):
        stretch = "".join(letters).upper()
        yield stretch, variant(style, _SMALL_SIZE if small else 1.0)


class Typesetter:
    """Shapes text for a theme. Keeps what it has shaped; may serve many documents of the same theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._find_breaks: Callable[[str], Breaks] = break_finder()
        self._shaper = Shaper(self._find_breaks)
        self._styles: dict[tuple[StyleName, Mark, bool, str], InlineStyle] = {}
        self.leveled: dict[tuple[Chunk, int, tuple[int, ...], int], Chunk] = {}
        """Chunks of bidirectional paragraphs, by the chunk, its group, and its levels."""
        self._variants: dict[tuple[InlineStyle, float, float | None], InlineStyle] = {}
        self._baselines: dict[tuple[StyleName, float], float] = {}
        self._spaces: dict[InlineStyle, float] = {}
        self._hyphenator = Hyphenator()
        self.openings: dict[tuple[Chunk, bool], tuple[Opening, ...]] = {}
        """Where known chunks may be broken, with hyphenation and without."""
        self._words: dict[tuple[Face, tuple[str, ...], str, Direction], dict[str, Word]] = {}

    @property
    def theme(self) -> Theme:
        """The theme that text is set in."""
        return self._theme

    @property
    def size(self) -> int:
        """How many pieces of text are kept."""
        return sum(len(style.chunks) + len(style.rows) for style in self._styles.values())

    def set_texts(self) -> Iterator[tuple[StyleName, Face, str]]:
        """Yield each text that was shaped so far, with the style it is in and the face that draws it."""
        for (name, *_), style in self._styles.items():
            for chunk in style.chunks.values():
                for piece in chunk.pieces:
                    yield name, piece.word.face, piece.word.text

    def forget(self) -> None:
        """Let go of what was shaped: words and their styles refer to each other, and would stay for ever."""
        for style in self._styles.values():
            style.chunks.clear()
            style.rows.clear()
        self._words.clear()
        self._styles.clear()
        self._variants.clear()
        self.openings.clear()

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
        chain = self._theme.fonts.chain(font)
        features = (*paragraph.features, *((_SMALL_CAPS,) if marks & Mark.SMALL_CAPS else ()))
        synthetic = bool(marks & Mark.SMALL_CAPS) and _SMALL_CAPS not in chain[0].features
        return InlineStyle(
            chain=chain,
            size=round(paragraph.size * (SUPERSCRIPT_SIZE if raised else 1.0), 3),
            color=self._theme.link_color if link else paragraph.color,
            features=features,
            lang=lang,
            tracking=paragraph.tracking,
            rise=round(rise * paragraph.size, 3),
            uppercase=paragraph.uppercase,
            underline=link or bool(marks & Mark.UNDERLINE),
            strike=bool(marks & Mark.STRIKE),
            words=self._shelf(chain[0], features, lang, ""),
            ascii=chain[0].coverage >= _ASCII and not synthetic,
            synthetic=synthetic,
        )

    def _shelf(self, face: Face, features: tuple[str, ...], lang: str, direction: Direction) -> dict[str, Word]:
        """The words that were shaped alike."""
        return self._words.setdefault((face, features, lang, direction), {})

    def roomy(self, style: ParagraphStyle, chunks: Iterable[Chunk | None]) -> ParagraphStyle:
        """Return *style* with lines far enough apart for the scripts of *chunks*."""
        text = "".join(chunk.text for chunk in chunks if chunk is not None and not chunk.simple)
        leading = leading_for(text, style, self._theme.fonts.chain(style.font)[0])
        return style if leading == style.leading else replace(style, leading=leading)

    def baseline(self, style: ParagraphStyle) -> float:
        """Return the base line's distance from its line's top: the face's ascent and descent centred in the leading."""
        key = (style.name, style.leading)
        baseline = self._baselines.get(key)
        if baseline is None:
            face = self._theme.fonts.chain(style.font)[0]
            scale = style.size / face.upem
            ascent, descent = face.ascender * scale, -face.descender * scale
            baseline = self._baselines[key] = round((style.leading - ascent - descent) / 2 + ascent, 3)
        return baseline

    def chunk(self, text: str, style: InlineStyle) -> Chunk:
        """Return *text* (no spaces in it) shaped in *style*."""
        chunk = style.chunks.get(text)
        if chunk is None:
            chunk = style.chunks[text] = self._shape_chunk(text, style)
        return chunk

    def space(self, style: InlineStyle, face: Face | None = None) -> Word:
        """Return the space that follows text in *face*, as Word has it too; None: that of the style's first face."""
        if face is None or _SPACE not in face.coverage:
            face = style.chain[0]
        return self._word(" ", face, style)

    def _space_after(self, pieces: tuple[Piece, ...], style: InlineStyle, usual: float) -> float:
        """Return the width of the space that may follow *pieces*."""
        face = pieces[-1].word.face if pieces else style.chain[0]
        return usual if face is style.chain[0] else self.space(style, face).advance * style.size + style.tracking

    def join(self, chunks: list[tuple[Chunk, int]]) -> Chunk:
        """Return one chunk of several that stand side by side without a space, each with its segment's number."""
        pieces = tuple(piece._replace(owner=owner) for chunk, owner in chunks for piece in chunk.pieces)
        soft: list[int] = []
        text = ""
        for chunk, _ in chunks:
            soft.extend(len(text) + index for index in chunk.soft)
            text += chunk.text
        return self.composite(text, pieces, chunks[-1][0].space, soft=tuple(soft))

    def directed(self, piece: Piece, text: str, level: int) -> Piece:
        """Return a part of a piece, shaped in the direction of its embedding level."""
        word = self._word(text, piece.word.face, piece.style, "rtl" if level % 2 else "ltr")
        return piece._replace(word=word, level=level)

    def reshaped(self, piece: Piece, text: str) -> Piece:
        """Return a piece with other text, such as a part of its own."""
        return piece._replace(word=self._word(text, piece.word.face, piece.style, piece.word.direction))

    def composite(
        self, text: str, pieces: tuple[Piece, ...], space: float, space_level: int = 0, soft: Breaks = ()
    ) -> Chunk:
        """Return a chunk of pieces that are shaped already; *space* is the width of the space that may follow."""
        width = sum(map(piece_width, pieces))
        breaks = self._find_breaks(text)
        minimum = self._minimum(pieces, width, breaks)
        return Chunk(text, pieces, width, space, breaks, minimum, space_level=space_level, soft=soft)

    def hyphens(self, chunk: Chunk) -> Breaks:
        """Return where a chunk may be hyphenated, the author's soft hyphens among it."""
        return self._hyphenator.hyphens(chunk)

    def _shape_soft(self, text: str, style: InlineStyle) -> Chunk:
        """Shape text with soft hyphens: they show only where a line ends at one."""
        parts = text.split(SOFT_HYPHEN)
        chunk = self.chunk("".join(parts), style)
        ends = accumulate(map(len, parts[:-1]))
        soft = tuple(dict.fromkeys(end for end in ends if 0 < end < len(chunk.text)))
        return replace(chunk, soft=soft) if chunk.text == "".join(parts) else chunk

    def _shape_chunk(self, text: str, style: InlineStyle) -> Chunk:
        if SOFT_HYPHEN in text and text.strip(SOFT_HYPHEN):
            return self._shape_soft(text, style)
        drawn = text.upper() if style.uppercase or style.synthetic else text
        space = self._spaces.get(style)
        if space is None:
            space = self._spaces[style] = self.space(style).advance * style.size + style.tracking
        if style.ascii and drawn.isascii() and drawn.isprintable():
            word = style.words.get(drawn) or self._word(drawn, style.chain[0], style)
            piece = Piece(word, style)
            width = word.advance * style.size + style.tracking * len(word.glyphs)
            minimum = self._minimum((piece,), width, word.breaks) if word.breaks else width
            return Chunk(drawn, (piece,), width, space, word.breaks, minimum, "", True)
        missing: list[str] = []
        pieces = self._pieces(text if style.synthetic else drawn, style, missing)
        space = self._space_after(pieces, style, space)
        width = sum(map(piece_width, pieces))
        breaks = self._find_breaks(drawn)
        minimum = self._minimum(pieces, width, breaks)
        whole = not missing and len(pieces) == 1 and pieces[0].word.face is style.chain[0]
        simple = whole and not has_right_to_left(drawn) and not has_ideographs(drawn)
        return Chunk(drawn, pieces, width, space, breaks, minimum, "".join(missing), simple)

    def _pieces(self, text: str, style: InlineStyle, missing: list[str]) -> tuple[Piece, ...]:
        """Shape text, cut where the face or the style changes."""
        made = []
        for stretch, own in _capitals(text, style, self._variant) if style.synthetic else ((text, style),):
            for part, face in self._faces(stretch, own, missing):
                look = self._variant(own, tracking=0.0) if own.tracking and is_joined(part) else own
                made.append(Piece(self._word(part, face, look), look))
        return tuple(made)

    def _variant(self, style: InlineStyle, size: float = 1.0, tracking: float | None = None) -> InlineStyle:
        """Return *style* in another *size* (a share of its own) or with other *tracking*."""
        key = (style, size, tracking)
        found = self._variants.get(key)
        if found is None:
            features = tuple(feature for feature in style.features if feature != _SMALL_CAPS or not style.synthetic)
            found = self._variants[key] = replace(
                style,
                size=round(style.size * size, 3),
                tracking=style.tracking if tracking is None else tracking,
                features=features,
                words=self._shelf(style.chain[0], features, style.lang, ""),
                synthetic=False,
                chunks={},
                rows={},
            )
        return found

    def _faces(self, text: str, style: InlineStyle, missing: list[str]) -> Iterator[tuple[str, Face]]:
        """Cut text where the face must change, and put a stand-in for each character that no face has."""
        first = style.chain[0]

        def spare(character: str) -> Face | None:
            return self._theme.fonts.spare(character, first, style.lang)

        held = ""
        before = first
        for part, face in runs(text, style.chain, spare, style.lang):
            if face is None:
                missing.append(part)
            shown, drawn = (part, face) if face is not None else (_STAND_IN * len(part), first)
            if held and drawn is not before:
                yield held, before
                held = ""
            held, before = held + shown, drawn
        if held:
            yield held, before

    def _minimum(self, pieces: tuple[Piece, ...], width: float, breaks: Breaks) -> float:
        """The widest unbreakable part, in points; exact for one piece, else the widest piece."""
        if not breaks or not pieces:
            return width
        if len(pieces) > 1:
            return max(self._minimum((piece,), piece_width(piece), piece.word.breaks) for piece in pieces)
        word = pieces[0].word
        cuts = (0, *breaks, len(word.text))
        parts = itertools.starmap(slice, itertools.pairwise(cuts))
        return max(piece_width(self.reshaped(pieces[0], word.text[part])) for part in parts)

    def _word(self, text: str, face: Face, style: InlineStyle, direction: Direction = "") -> Word:
        if face is style.chain[0] and not direction:
            words = style.words
        else:
            words = self._shelf(face, style.features, style.lang, direction)
        word = words.get(text)
        if word is None:
            word = words[text] = self._shaper.shape(text, face, style.features, style.lang, direction)
        return word
