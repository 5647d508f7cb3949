"""Which way languages and paragraphs run.

Enters: a language, or a text. Leaves: whether it runs from right to left. Guaranteed: layout and Word go by the same
rules.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo"})
_OTHER_SCRIPTS = frozenset({"latn", "cyrl", "deva"})
_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Where all characters are that run to the left (DerivedBidiClass.txt)."""


@lru_cache(256)
def runs_right_to_left(lang: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    primary, *rest = lang.lower().split("-")
    if _SCRIPTS.intersection(rest):
        return True
    return primary in _RIGHT_TO_LEFT and not _OTHER_SCRIPTS.intersection(rest)


def reads_right_to_left(text: str, lang: str) -> bool:
    """Whether a paragraph runs from right to left.

    In a language that does, every paragraph does. In others those do whose first letter runs to the left (UAX #9, P2
    and P3), unless most of their letters run to the right: a sentence that begins with a foreign name stays.
    """
    if runs_right_to_left(lang):
        return True
    if text.isascii() or _TO_LEFT.search(text) is None:
        return False
    left = right = 0
    starts_left = False
    for character in text:
        bidi = unicodedata.bidirectional(character)
        if bidi in ("R", "AL"):
            starts_left = starts_left or not right
            left += 1
        elif bidi == "L":
            right += 1
    return starts_left and left > right
