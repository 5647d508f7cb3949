"""Texts in alphabetical order: the filter ``alphabetical``.

Enters: texts, and the language whose alphabet counts. Leaves: keys to sort by. Guaranteed: no locale of the machine and
no optional library has a say; letters come first by themselves, and accents and capitals count only where all else is
alike, as in the Unicode Collation Algorithm (UTS #10); letters that a language takes for letters of their own stand
where its alphabet has them, as CLDR has it. Scripts without an alphabet, such as Chinese, are in the order of Unicode.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

_ALPHABETS = {
    "az": "c ç, e ə, g ğ, h x ı i, o ö, s ş, u ü",
    "bs": "c č ć, d dž đ, l lj, n nj, s š, z ž",
    "cs": "c č, h ch, r ř, s š, z ž",
    "cy": "c ch, d dd, f ff, g ng, l ll, p ph, r rh, t th",
    "da": "z æ ø å",
    "eo": "c ĉ, g ĝ, h ĥ, j ĵ, s ŝ, u ŭ",
    "es": "n ñ",
    "et": "s š z ž, w õ ä ö ü",
    "fi": "z å ä ö",
    "fil": "n ñ ng",
    "hr": "c č ć, d dž đ, l lj, n nj, s š, z ž",
    "hu": "c cs, d dz dzs, g gy, l ly, n ny, o ö ő, s sz, t ty, u ü ű, z zs",
    "is": "a á, d ð, e é, i í, o ó, u ú, y ý, z þ æ ö å",
    "lt": "c č, s š, z ž",
    "lv": "c č, g ģ, k ķ, l ļ, n ņ, s š, z ž",
    "nb": "z æ ø å",
    "nn": "z æ ø å",
    "no": "z æ ø å",
    "pl": "a ą, c ć, e ę, l ł, n ń, o ó, s ś, z ź ż",
    "ro": "a ă â, i î, s ș, t ț",
    "sk": "a ä, c č, h ch, o ô, s š, z ž",
    "sl": "c č ć, d đ, s š, z ž",
    "sq": "c ç, d dh, e ë, g gj, l ll, n nj, r rr, s sh, t th, x xh, z zh",
    "sv": "z å ä ö",
    "tr": "c ç, g ğ, h ı i, o ö, s ş, u ü",
    "uk": "г ґ, и і ї",
    "vi": "a ă â, d đ, e ê, o ô ơ, u ư",
}
"""After which letter a language has others of its own (Unicode CLDR, common/collation)."""
_AS_TWO = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
_IGNORED = frozenset({"Pd", "Pc", "Ps", "Pe", "Pi", "Pf", "Po", "Cf"})

Key = tuple[tuple[tuple[int, int, int], ...], tuple[int, ...], str]


@cache
def _letters(language: str) -> dict[str, tuple[int, int]]:
    """Return a language's own letters, each with the letter it follows and its place behind it."""
    found: dict[str, tuple[int, int]] = {}
    for group in _ALPHABETS.get(language, "").split(", "):
        first, *others = group.split() or [""]
        for place, letter in enumerate(others, start=1):
            found[unicodedata.normalize("NFC", letter)] = (ord(first), place)
    return found


def sort_key(text: str, lang: str) -> Key:
    """Return what *text* is sorted by in the language *lang*."""
    own = _letters(lang.partition("-")[0].lower())
    turkic = lang.partition("-")[0] in ("tr", "az")
    plain = text.replace("I", "ı").replace("İ", "i") if turkic else text
    shown = unicodedata.normalize("NFC", plain.lower())
    longest = max(map(len, own), default=1)
    letters: list[tuple[int, int, int]] = []
    accents: list[int] = []
    at = 0
    while at < len(shown):
        part = next((shown[at : at + size] for size in range(longest, 0, -1) if shown[at : at + size] in own), "")
        if part:
            letters.append((2, *own[part]))
            at += len(part)
            continue
        letters += _weights(shown[at], accents)
        at += 1
    return tuple(letters), tuple(accents), text


def _weights(char: str, accents: list[int]) -> Iterable[tuple[int, int, int]]:
    """Yield the places of a character's letters; spaces come before digits, digits before letters."""
    for part in unicodedata.normalize("NFKD", _AS_TWO.get(char, char)):
        category = unicodedata.category(part)
        if category.startswith("M"):
            accents.append(ord(part))
        elif category in _IGNORED:
            continue
        elif category.startswith("Z"):
            yield (0, 0, 0)
        else:
            yield (1 if category.startswith("N") else 2, ord(part), 0)
