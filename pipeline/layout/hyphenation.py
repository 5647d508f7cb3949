"""Where a word may be hyphenated.

Enters: a chunk of text with its languages. Leaves: ascending indexes into it. Guaranteed: two characters at least stay
before a hyphen and three after it; words of five letters or fewer, capitalised words (but German ones), acronyms, words
with digits or hyphens in them and addresses are never hyphenated; where the author has put soft hyphens, these alone
count; a language that has no patterns has no hyphens. Spelling never changes: points where a language would change it
are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pipeline.layout.breaks import Breaks

if TYPE_CHECKING:
    from pyphen import Pyphen

    from pipeline.layout.shaping import Chunk, Piece

LEFT, RIGHT = 2, 3
"""Characters at least before and after a hyphen."""
_SHORTEST, _LONGEST = 6, 60
_WORD = re.compile(rf"\W*([^\W\d_]{{{_SHORTEST},{_LONGEST}}})(?:[’'][^\W\d_]{{1,2}})?\W*")
_JOINED = re.compile(r"[-‐‑–—/@\\|~+=&#]|[.:]\w")
_CAPITALISED_NOUNS = frozenset({"de", "gsw", "lb", "nds"})
"""Languages that write every noun with a capital letter: there it does not mark a name."""


class Opening(NamedTuple):
    """A place inside a chunk where a line may end: points before it (with the hyphen) and up to what follows.

    *penalty* in TeX's units; *flagged*: the line shows a hyphen, ours (*hyphen*) or the author's. *gaps*: how much of a
    space's width the places before this one can give.
    """

    at: int
    end: float
    start: float
    penalty: float
    hyphen: bool
    flagged: bool
    gaps: float


class Hyphenator:
    """Finds hyphens by the patterns of pyphen (extra ``hyphen``), and remembers what it has found."""

    def __init__(self) -> None:
        self._finders: dict[str, Callable[[str], Breaks]] = {}
        self._found: dict[tuple[str, str], Breaks] = {}

    def hyphens(self, chunk: Chunk) -> Breaks:
        """Return indexes into the text of *chunk* before which it may be broken with a hyphen."""
        if chunk.soft:
            return chunk.soft
        text = chunk.text
        if len(text) < _SHORTEST or _JOINED.search(text):
            return ()
        found: list[int] = []
        position = 0
        for index, piece in enumerate(chunk.pieces):
            if not (_goes_on(chunk.pieces, index - 1) or _goes_on(chunk.pieces, index)):
                found.extend(position + point for point in self._points(piece))
            position += len(piece.word.text)
        return tuple(found)

    def _points(self, piece: Piece) -> Breaks:
        if piece.style.rise or piece.level % 2:
            return ()
        key = (piece.style.lang, piece.word.text)
        points = self._found.get(key)
        if points is None:
            points = self._found[key] = self._find(*key)
        return points

    def _find(self, lang: str, text: str) -> Breaks:
        match = _WORD.fullmatch(text)
        if match is None:
            return ()
        word = match[1]
        lower = word.lower()
        primary = lang.split("-")[0].lower()
        if word != lower and not (primary in _CAPITALISED_NOUNS and word[1:] == lower[1:]):
            return ()
        if lower == word.upper() or len(lower) != len(word):
            return ()
        finder = self._finders.get(lang)
        if finder is None:
            finder = self._finders[lang] = _finder(lang)
        points = finder(lower)
        if primary in _CAPITALISED_NOUNS:
            points = _apart(points)
        return tuple(match.start(1) + point for point in points)


def _apart(points: Breaks) -> Breaks:
    """Leave out points that part a single letter off: the German patterns have two levels, and pyphen mixes them."""
    close = {point for point in points for other in points if abs(point - other) == 1}
    return tuple(point for point in points if point not in close)


def _goes_on(pieces: tuple[Piece, ...], index: int) -> bool:
    """Whether a word runs on from piece *index* to the next."""
    if not 0 <= index < len(pieces) - 1:
        return False
    before, after = pieces[index].word.text, pieces[index + 1].word.text
    return before[-1:].isalpha() and after[:1].isalpha()


def _finder(lang: str) -> Callable[[str], Breaks]:
    """Return what finds the points of a lower-case word in a language (BCP 47); nothing without patterns for it."""
    try:
        import pyphen
    except ImportError:  # the theme's check has told
        return _nothing
    parts = lang.split("-")
    forms = [parts[0].lower(), *(part.title() if len(part) == 4 else part.upper() for part in parts[1:])]
    known = pyphen.language_fallback("_".join(forms))
    return partial(_positions, pyphen.Pyphen(lang=known, left=LEFT, right=RIGHT)) if known else _nothing


def _nothing(_: str) -> Breaks:
    return ()


def _positions(patterns: Pyphen, word: str) -> Breaks:
    return tuple(
        int(point)
        for point in patterns.positions(word)
        if getattr(point, "data", None) is None and LEFT <= point <= len(word) - RIGHT
    )
