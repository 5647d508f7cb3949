"""Text cut where Word needs to be told of another font, direction or kind of script.

Enters: text and the faces of its font chain. Leaves: pieces of it. Guaranteed: the pieces joined are the text; text
that the wanted face covers and that runs from left to right is one piece; marks stay with the letter before them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.style.fonts import Face

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_LEFT_TO_RIGHT = frozenset({"L", "EN"})
_FOLLOWING = frozenset({"Mn", "Mc", "Me", "Cf", "Zs"})
_COMPLEX = frozenset(
    {
        *("ar", "bn", "ckb", "dv", "fa", "gu", "he", "hi", "km", "kn", "ks", "ku", "lo", "ml", "mr", "my", "ne", "or"),
        *("pa", "pnb", "ps", "sa", "sd", "si", "syr", "ta", "te", "th", "ug", "ur", "yi"),
    }
)
"""Languages whose scripts Word calls complex: written to the left, or shaped."""
_EAST_ASIAN = frozenset({"ja", "ko", "zh", "yue"})


class Piece(NamedTuple):
    """A stretch of text. *face*: the fallback that it needs, None: the wanted face. *rtl*: it runs to the left."""

    text: str
    face: Face | None = None
    rtl: bool = False


def pieces(text: str, chain: tuple[Face, ...]) -> Iterator[Piece]:
    """Cut *text* by face and direction."""
    first = chain[0]
    if text.isascii() or _is_plain(text, first):
        yield Piece(text)
        return
    start, current = 0, Piece("", None)
    for index, character in enumerate(text):
        wanted = _kind(character, chain, first, current)
        if wanted[1:] != current[1:]:
            if index > start:
                yield current._replace(text=text[start:index])
                start = index
            current = wanted
    yield current._replace(text=text[start:])


def _is_plain(text: str, face: Face) -> bool:
    """Whether *face* has every character of *text* beyond ASCII, and none runs to the left."""
    # Most texts are: a look at each different character is many times faster than a walk through all.
    return all(
        character.isascii()
        or (ord(character) in face.coverage and unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT)
        for character in set(text)
    )


def _kind(character: str, chain: tuple[Face, ...], first: Face, current: Piece) -> Piece:
    """Return what a character needs; what has no direction or face of its own stays with what stands before it."""
    bidi = unicodedata.bidirectional(character)
    rtl = bidi in _RIGHT_TO_LEFT or (bidi not in _LEFT_TO_RIGHT and current.rtl)
    if unicodedata.category(character) in _FOLLOWING:
        return Piece("", current.face, current.rtl)
    code = ord(character)
    if current.face is not None and code in current.face.coverage and code not in first.coverage:
        return Piece("", current.face, rtl)
    found = next((face for face in chain if code in face.coverage), None)
    return Piece("", None if found is first else found, rtl)


def starts_right_to_left(text: str) -> bool:
    """Whether the first letter of *text* runs to the left (UAX #9, rules P2 and P3)."""
    if text.isascii():
        return False
    for character in text:
        bidi = unicodedata.bidirectional(character)
        if bidi in ("R", "AL"):
            return True
        if bidi == "L":
            return False
    return False


def language_slots(lang: str) -> dict[str, str]:
    """Return the attributes of ``w:lang``: Word keeps a language for each of three kinds of script."""
    primary = lang.partition("-")[0].lower()
    slots = {"val": lang}
    if primary in _EAST_ASIAN:
        slots["eastAsia"] = lang
    elif primary in _COMPLEX:
        slots["bidi"] = lang
    return slots
