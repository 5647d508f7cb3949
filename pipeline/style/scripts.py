"""Scripts: which one a character belongs to, and which families draw it.

Enters: a character. Leaves: a :class:`Script`, or None for what all scripts share (spaces, most punctuation, digits)
and for scripts that no package brings. Guaranteed: nothing is opened or imported; the families of a script are always
tried in the same order.

Blocks stand for scripts (Unicode 16, Blocks.txt): Python knows no script property, and where a block holds characters
of two scripts the coverage of the faces decides.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Script(NamedTuple):
    """A script by its ISO 15924 *code*.

    *sans* and *serif* are the families that draw it, the best first. *extra* is the extra of this package that brings
    one, empty where no package does. *pitch*: how far apart two lines must be at least, in ems, so that the tallest
    syllables do not touch (measured on the names of territories, languages and months in CLDR). *whole*: the script is
    small enough to be embedded whole in a Word file, so that staff can type it.
    """

    code: str
    name: str
    sans: tuple[str, ...] = ()
    serif: tuple[str, ...] = ()
    extra: str = ""
    pitch: float = 0.0
    whole: bool = True

    def families(self, serif: bool) -> tuple[str, ...]:
        """Return all families of the script, those with or without serifs first."""
        return tuple(dict.fromkeys((*self.serif, *self.sans) if serif else (*self.sans, *self.serif)))


def _noto(code: str, name: str, pitch: float = 0.0, word: str = "") -> Script:
    word = word or name
    return Script(code, name, (f"Noto Sans {word}",), (f"Noto Serif {word}",), "intl", pitch)


_HAN = Script("Hani", "Chinese", extra="cjk", whole=False)
_GENERAL = Script("Latn", "Latin, Greek or Cyrillic", ("Noto Sans",), ("Noto Serif",), "intl")
_ARABIC = Script("Arab", "Arabic", ("Noto Sans Arabic", "Noto Kufi Arabic"), ("Noto Naskh Arabic",), "intl", 1.5)
_SYMBOLS = Script("Zsym", "symbols", ("Noto Sans Symbols", "Noto Emoji"), (), "intl")
_EMOJI = Script("Zsye", "emoji", ("Noto Emoji", "Noto Sans Symbols"), (), "intl")

_BLOCKS: tuple[tuple[int, int, Script], ...] = (
    (0x0100, 0x052F, _GENERAL),
    (0x0530, 0x058F, _noto("Armn", "Armenian")),
    (0x0590, 0x05FF, _noto("Hebr", "Hebrew")),
    (0x0600, 0x06FF, _ARABIC),
    (0x0700, 0x074F, Script("Syrc", "Syriac")),
    (0x0750, 0x077F, _ARABIC),
    (0x0780, 0x07BF, Script("Thaa", "Thaana")),
    (0x07C0, 0x07FF, Script("Nkoo", "N'Ko")),
    (0x0860, 0x086F, Script("Syrc", "Syriac")),
    (0x0870, 0x08FF, _ARABIC),
    (0x0900, 0x097F, _noto("Deva", "Devanagari", 1.3)),
    (0x0980, 0x09FF, _noto("Beng", "Bengali", 1.35)),
    (0x0A00, 0x0A7F, _noto("Guru", "Gurmukhi", 1.3)),
    (0x0A80, 0x0AFF, _noto("Gujr", "Gujarati", 1.3)),
    (0x0B00, 0x0B7F, _noto("Orya", "Oriya", 1.45)),
    (0x0B80, 0x0BFF, _noto("Taml", "Tamil", 1.25)),
    (0x0C00, 0x0C7F, _noto("Telu", "Telugu", 1.4)),
    (0x0C80, 0x0CFF, _noto("Knda", "Kannada", 1.4)),
    (0x0D00, 0x0D7F, _noto("Mlym", "Malayalam", 1.25)),
    (0x0D80, 0x0DFF, _noto("Sinh", "Sinhala", 1.3)),
    (0x0E00, 0x0E7F, _noto("Thai", "Thai", 1.35)),
    (0x0E80, 0x0EFF, _noto("Laoo", "Lao", 1.45)),
    (0x0F00, 0x0FFF, Script("Tibt", "Tibetan", pitch=1.7)),
    (0x1000, 0x109F, _noto("Mymr", "Burmese", 1.65, "Myanmar")),
    (0x10A0, 0x10FF, _noto("Geor", "Georgian")),
    (0x1100, 0x11FF, Script("Hang", "Korean", extra="cjk", whole=False)),
    (0x1200, 0x139F, _noto("Ethi", "Ethiopic")),
    (0x13A0, 0x13FF, Script("Cher", "Cherokee")),
    (0x1400, 0x167F, Script("Cans", "Canadian syllabics")),
    (0x1780, 0x17FF, _noto("Khmr", "Khmer", 1.65)),
    (0x1800, 0x18AF, Script("Mong", "Mongolian")),
    (0x19E0, 0x19FF, _noto("Khmr", "Khmer", 1.65)),
    (0x1AB0, 0x1AFF, _GENERAL),
    (0x1C50, 0x1C7F, Script("Olck", "Ol Chiki")),
    (0x1C90, 0x1CBF, _noto("Geor", "Georgian")),
    (0x1CD0, 0x1CFF, _noto("Deva", "Devanagari", 1.3)),
    (0x1D00, 0x1FFF, _GENERAL),
    (0x2070, 0x209F, _GENERAL),
    (0x2190, 0x2BFF, _SYMBOLS),
    (0x2C60, 0x2C7F, _GENERAL),
    (0x2D00, 0x2D2F, _noto("Geor", "Georgian")),
    (0x2D30, 0x2D7F, Script("Tfng", "Tifinagh")),
    (0x2D80, 0x2DDF, _noto("Ethi", "Ethiopic")),
    (0x2DE0, 0x2E7F, _GENERAL),
    (0x2E80, 0x303F, _HAN),
    (0x3040, 0x30FF, Script("Kana", "Japanese", extra="cjk", whole=False)),
    (0x3100, 0x312F, Script("Bopo", "Chinese", extra="cjk", whole=False)),
    (0x3130, 0x318F, Script("Hang", "Korean", extra="cjk", whole=False)),
    (0x3190, 0x319F, _HAN),
    (0x31A0, 0x31BF, Script("Bopo", "Chinese", extra="cjk", whole=False)),
    (0x31C0, 0x31EF, _HAN),
    (0x31F0, 0x31FF, Script("Kana", "Japanese", extra="cjk", whole=False)),
    (0x3200, 0x9FFF, _HAN),
    (0xA640, 0xA69F, _GENERAL),
    (0xA700, 0xA7FF, _GENERAL),
    (0xA8E0, 0xA8FF, _noto("Deva", "Devanagari", 1.3)),
    (0xA960, 0xA97F, Script("Hang", "Korean", extra="cjk", whole=False)),
    (0xA9E0, 0xA9FF, _noto("Mymr", "Burmese", 1.65, "Myanmar")),
    (0xAA60, 0xAA7F, _noto("Mymr", "Burmese", 1.65, "Myanmar")),
    (0xAB00, 0xAB2F, _noto("Ethi", "Ethiopic")),
    (0xAB30, 0xAB6F, _GENERAL),
    (0xAC00, 0xD7FF, Script("Hang", "Korean", extra="cjk", whole=False)),
    (0xF900, 0xFAFF, _HAN),
    (0xFB00, 0xFB12, _GENERAL),
    (0xFB13, 0xFB1C, _noto("Armn", "Armenian")),
    (0xFB1D, 0xFB4F, _noto("Hebr", "Hebrew")),
    (0xFB50, 0xFDFF, _ARABIC),
    (0xFE30, 0xFE4F, _HAN),
    (0xFE70, 0xFEFF, _ARABIC),
    (0xFF00, 0xFFEF, _HAN),
    (0x1EE00, 0x1EEFF, _ARABIC),
    (0x1F000, 0x1FAFF, _EMOJI),
    (0x20000, 0x323AF, _HAN),
)
_LAST = (
    *("Noto Sans", "Noto Sans Symbols", "Noto Emoji", "Noto Sans JP", "Noto Sans CJK JP"),
    *("Source Serif 4", "Public Sans"),
)
"""Families of many symbols, for what those of its script lack; the last two are always installed."""
_STARTS = [first for first, _, _ in _BLOCKS]
_DANDA = frozenset("\u0964\u0965")
"""Sentence ends that most Indian scripts share, though their block is Devanagari's."""
_VARIANT_OF_LANGUAGE = {"ja": "JP", "ko": "KR"}
_VARIANT_OF_SCRIPT = {"Kana": "JP", "Hang": "KR", "Bopo": "TC"}
_JOINED = frozenset({"Syrc", "Nkoo", "Mong"})
"""Joined scripts of which the table knows no pitch."""
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def script_of(character: str) -> Script | None:
    """Return the script whose block holds *character*, None where no block of the table does."""
    code = ord(character)
    index = bisect_right(_STARTS, code) - 1
    if index < 0:
        return None
    first, last, script = _BLOCKS[index]
    return script if first <= code <= last else None


def script_name(character: str) -> str:
    """Return the English name of the script of *character*, such as ``Khmer``; empty where it has none."""
    script = script_of(character)
    if unicodedata.category(character) == "Cn":  # a gap in a script's block, which no character has been given
        return ""
    if script is not None:
        return script.name
    word = unicodedata.name(character, "").partition(" ")[0]
    return word.title() if unicodedata.category(character).startswith(("L", "M")) else ""


def is_western(character: str) -> bool:
    """Whether *character* is a letter of the Latin, Greek or Cyrillic script."""
    if ord(character) < _STARTS[0]:
        return character.isalpha()
    return script_of(character) is _GENERAL


def is_shared(character: str) -> bool:
    """Whether texts of several scripts use *character*: punctuation, digits, symbols."""
    return unicodedata.category(character)[0] in "NPSZ" or character in _DANDA


def pitch_of(characters: Iterable[str]) -> float:
    """Return how far apart lines with *characters* must be, in ems; 0 where any leading will do."""
    found = map(script_of, characters)
    return max((script.pitch for script in found if script is not None), default=0.0)


def is_joined(text: str) -> bool:
    """Whether *text* has letters that join or cluster, which letterspacing would tear apart."""
    found = (script_of(character) for character in text if not character.isascii())
    return any(script is not None and (script.pitch > 0 or script.code in _JOINED) for script in found)


def families_of(character: str, lang: str, serif: bool) -> tuple[str, ...]:
    """Return the families to try for *character* in a language (BCP 47), the best first."""
    script = script_of(character) or _GENERAL
    if script.extra == "cjk":
        own = _east_asian(_VARIANT_OF_SCRIPT.get(script.code) or _variant(lang), serif)
    else:
        own = script.families(serif)
    return tuple(dict.fromkeys((*own, *_LAST)))


def _variant(lang: str) -> str:
    """Which forms Han characters have in a language: those of Japan, Korea, the mainland or Taiwan."""
    primary, *rest = lang.lower().split("-")
    if "hans" in rest:
        return "SC"
    known = _VARIANT_OF_LANGUAGE.get(primary)
    if known is not None:
        return known
    return "TC" if _TRADITIONAL.intersection(rest) or primary in ("yue", "nan", "hak") else "SC"


def _east_asian(variant: str, serif: bool) -> tuple[str, ...]:
    """The faces with this variant's forms, then those with others', which is better than nothing."""
    order = dict.fromkeys((variant, "SC", "TC", "JP", "KR"))
    kinds = ("Serif", "Sans") if serif else ("Sans", "Serif")
    named = [f"Noto {kind} {form}" for form in order for kind in kinds]
    return (*named[:2], f"Noto Sans CJK {variant}", *named[2:])


def all_families() -> tuple[str, ...]:
    """Return every family that the table names, script by script."""
    own = (name for _, _, script in _BLOCKS for name in script.families(serif=False))
    east_asian = (name for form in ("SC", "TC", "JP", "KR", "HK") for name in _east_asian(form, serif=False)[:3])
    return tuple(dict.fromkeys((*own, *east_asian, *_LAST)))
