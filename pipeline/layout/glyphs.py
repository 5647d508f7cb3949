"""HarfBuzz: characters to the glyphs of one face.

Enters: a text in one face, its language and the OpenType features. Leaves: :class:`~pipeline.layout.frames.Word`.
Guaranteed: shaping never asks the locale; equal numbers of different words are one object, so that a book of many
different words stays small.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import uharfbuzz as hb

from pipeline.layout.breaks import Breaks
from pipeline.layout.frames import Direction, Word
from pipeline.style.fonts import Face

SOFT_HYPHEN = "\u00ad"
_NO_GLYPHS: tuple[tuple[int, ...], ...] = ((), (), (), ())
_glyph, _cluster, _position = attrgetter("codepoint"), attrgetter("cluster"), attrgetter("position")


class _Numbers(dict[int, int]):
    """Whole numbers: words have ten times as many glyphs and advances as there are different ones."""

    def __missing__(self, number: int) -> int:
        self[number] = number
        return number


class _Counts(dict[int, tuple[int, ...]]):
    """The clusters of most words: 0, 1, 2 and so on, one tuple for each length."""

    def __missing__(self, length: int) -> tuple[int, ...]:
        found = self[length] = tuple(range(length))
        return found


class Shaper:
    """Shapes words; *find_breaks* finds where a line may end in each."""

    def __init__(self, find_breaks: Callable[[str], Breaks]) -> None:
        self._find_breaks = find_breaks
        self._buffer = hb.Buffer()
        self._numbers = _Numbers()
        self._counts = _Counts()

    def shape(self, text: str, face: Face, features: tuple[str, ...], lang: str, direction: Direction) -> Word:
        """Shape *text* in *face*; language and features are given, the script comes from the characters.

        Without a *direction* that comes from the script too. Kerning and ligatures are on without being asked for.
        """
        buffer = self._buffer
        buffer.clear_contents()
        # A soft hyphen is here only at a line's end: shaped as what it shows there.
        buffer.add_str(text.replace(SOFT_HYPHEN, "-") if SOFT_HYPHEN in text else text)
        buffer.guess_segment_properties()
        buffer.language = lang
        if direction:
            buffer.direction = direction
        if features:
            hb.shape(face.hb_font, buffer, dict.fromkeys(features, True))
        else:
            hb.shape(face.hb_font, buffer)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        assert positions is not None
        right, up, advances, _ = zip(*map(_position, positions), strict=True) if positions else _NO_GLYPHS
        one = self._numbers.__getitem__
        clusters = tuple(map(_cluster, infos))
        usual = self._counts[len(clusters)]
        return Word(
            text,
            face,
            tuple(map(one, map(_glyph, infos))),
            tuple(map(one, advances)),
            usual if clusters == usual else clusters,
            tuple(zip(right, up, strict=True)) if any(right) or any(up) else (),
            buffer.direction == "rtl",
            direction,
            self._find_breaks(text),
            sum(advances) / face.upem,
        )
