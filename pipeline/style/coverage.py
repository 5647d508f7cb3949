"""Which scripts faces cover and texts are written in, as ``brief fonts`` shows them.

Enters: code points, or text. Leaves: names of scripts in a fixed order. Guaranteed: a face covers a script when it has
all characters of a sample, which holds the letters that no text of the script can do without.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

from pipeline.style.scripts import is_western, script_name

_SAMPLES: dict[str, str] = {
    "Latin": "AZazÀÉÑßàéñøŁłőşžẤệ",
    "Greek": "ΑΩαωάήώ",
    "Cyrillic": "АЯаяЇїЂђ",
    "Armenian": "ԱՖաֆ",
    "Hebrew": "אבשת",
    "Arabic": "ابهيپچگ",
    "Syriac": "ܐܒܬ",
    "Thaana": "ހށޗަ",
    "Devanagari": "अकषहि्",
    "Bengali": "অকষহি্",
    "Gurmukhi": "ਅਕਹਿ",
    "Gujarati": "અકહિ્",
    "Oriya": "ଅକହି୍",
    "Tamil": "அகஹி்",
    "Telugu": "అకహి్",
    "Kannada": "ಅಕಹಿ್",
    "Malayalam": "അകഹി്",
    "Sinhala": "අකහි්",
    "Thai": "กฮะำ่",
    "Lao": "ກຮະຳ່",
    "Tibetan": "ཀཨི་",
    "Burmese": "ကအိ္",
    "Georgian": "აჰ",
    "Ethiopic": "ሀፐ",
    "Cherokee": "ᎠᏴ",
    "Khmer": "កអា្",
    "Mongolian": "ᠠᠢ",
    "Tifinagh": "ⴰⵣ",
    "Chinese": "的国人體國說",
    "Japanese": "あアん日本",
    "Korean": "가한글",
    "symbols": "⚠⚓☮",
    "emoji": "😀🚀",
}


def scripts_covered(coverage: Collection[int]) -> tuple[str, ...]:
    """Return the scripts that a face with *coverage* can set."""
    return tuple(name for name, sample in _SAMPLES.items() if all(ord(character) in coverage for character in sample))


def scripts_written(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the scripts that the letters of *texts* belong to, in the order of the samples."""
    found = {_name(character) for character in set().union(*map(set, texts)) if not _is_neutral(character)}
    order = {name: index for index, name in enumerate(_SAMPLES)}
    return tuple(sorted(found, key=lambda name: (order.get(name, len(order)), name)))


def _is_neutral(character: str) -> bool:
    return unicodedata.category(character)[0] in "NPSZC"


def _name(character: str) -> str:
    if is_western(character):
        return unicodedata.name(character, "Latin").partition(" ")[0].title()
    return script_name(character) or "Latin"
