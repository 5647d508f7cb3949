"""Text cut where Word needs to be told of another font, direction or kind of script.

Enters: text and the faces of its font chain. Leaves: pieces of it. Guaranteed: the pieces joined are the text; text
that the wanted face covers and that runs from left to right is one piece; marks stay with the letter before them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.style.fonts import Face
from pipeline.style.itemise import WIDE_EAST, Spare, beyond_ascii, runs
from pipeline.style.scripts import is_joined

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
    """A stretch of text. *face*: the fallback that it needs, None: the wanted face. *rtl*: it runs to the left.

    *joined*: its letters join, so that no space may stand between them.
    """

    text: str
    face: Face | None = None
    rtl: bool = False
    joined: bool = False


PLAIN = Piece("")


def pieces(
    text: str, chain: tuple[Face, ...], spare: Spare, lang: str = "", *, tracked: bool = False
) -> Iterator[Piece]:
    """Cut *text* by face and direction, and where letters join if it is *tracked*.

    *spare* finds faces for what the chain lacks.
    """
    first = chain[0]
    if text.isascii() or (not tracked and _is_plain(text, first, lang)):
        yield Piece(text)
        return
    start, current = 0, Piece("", None)
    for index, (character, face) in enumerate(_faces(text, chain, spare, lang)):
        joined = tracked and (current.joined if _is_neutral(character) else is_joined(character))
        wanted = Piece("", face, _runs_left(character, current), joined)
        if wanted[1:] != current[1:]:
            if index > start:
                yield current._replace(text=text[start:index])
                start = index
            current = wanted
    yield current._replace(text=text[start:])


def _faces(text: str, chain: tuple[Face, ...], spare: Spare, lang: str) -> Iterator[tuple[str, Face | None]]:
    """Yield each character with the fallback that draws it; a space is drawn like what stands before it."""
    first = chain[0]
    before: Face | None = None
    for part, face in runs(text, chain, spare, lang):
        for character in part:
            if not character.isspace():
                before = None if face is first else face
            elif before is not None and ord(character) not in before.coverage:
                before = None
            yield character, before


def _is_plain(text: str, face: Face, lang: str) -> bool:
    """Whether *face* has every character of *text* beyond ASCII, and none runs to the left."""
    wide = lang.partition("-")[0].lower() in _EAST_ASIAN
    return all(
        ord(character) in face.coverage
        and unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT
        and not (wide and character in WIDE_EAST)
        for character in beyond_ascii(text)
    )


def _is_neutral(character: str) -> bool:
    return unicodedata.category(character)[0] != "L"


def _runs_left(character: str, current: Piece) -> bool:
    """Whether *character* runs to the left; what has no direction of its own goes on like what stands before it."""
    bidi = unicodedata.bidirectional(character)
    if unicodedata.category(character) in _FOLLOWING:
        return current.rtl
    return bidi in _RIGHT_TO_LEFT or (bidi not in _LEFT_TO_RIGHT and current.rtl)


def language_slots(lang: str) -> dict[str, str]:
    """Return the attributes of ``w:lang``: Word keeps a language for each of three kinds of script."""
    primary = lang.partition("-")[0].lower()
    slots = {"val": lang}
    if primary in _EAST_ASIAN:
        slots["eastAsia"] = lang
    elif primary in _COMPLEX:
        slots["bidi"] = lang
    return slots
