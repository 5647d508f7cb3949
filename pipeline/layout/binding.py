"""Words that a line must not part: dates, numbers with their unit, initials and titles with the name.

Enters: the texts of two neighbouring chunks. Leaves: whether they belong on one line. Guaranteed: a preference only;
the breaker drops it where a line has no room for it.
"""

from __future__ import annotations

import re

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan\\.|Feb\\.|Mar\\.|Apr\\.|Jun\\.|Jul\\.|Aug\\.|Sept?\\.|Oct\\.|Nov\\.|Dec\\."
)
_OPENING = "[(\\[“‘\"']*"
_BEFORE_NUMBER = re.compile(
    f"{_OPENING}(?:{_MONTHS}|[Tt]ab|[Tt]able|[Ff]igure|Fig\\.|No\\.|Nos\\.|page|pages|pp?\\.|section|§|Article|Annex|Chapter)"
)
_NUMBER = re.compile(rf"{_OPENING}[$€£¥]?\d[\d.,:–/-]*(?:st|nd|rd|th)?[)\].,;:”’]*")
_LETTER = re.compile("[A-Z][)\\].,;:”’]*")
_MONTH = re.compile(f"(?:{_MONTHS})[.,;:)]*")
_UNIT = re.compile(
    "(?:percent|per|%|thousand|million|billion|trillion|hundred|a\\.m\\.|p\\.m\\.|AM|PM|hours?|minutes?|"
    "kg|g|km|m|cm|mm|km²|m²|ha|GW|MW|kW|°C|°F|tons?|tonnes?|dollars|euros)[)\\].,;:”’]*"
)
_INITIALS = re.compile(f"{_OPENING}(?:[A-Z]\\.)+")
_TITLE = re.compile(f"{_OPENING}(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Adm|Amb|Gov|Sen|Rep|Rev|Hon|St|Sgt)\\.")
_DASHES = frozenset("–—")
_CLINGING = re.compile("[;:!?»›%°)\\]”’.,…]+")
"""Marks that no line begins with: French sets a space before them, and not everybody types one that holds."""
_CLUTCHING = re.compile("[«‹(\\[“‘¿¡]+")
"""Marks that no line ends with."""


STRONG = 0.5
WEAK = 0.85
FREE = 2.0


def binding(before: str, after: str) -> float:
    """Return how full a line must stay for *before* and *after*, which one space parts, to move to the next together.

    A share of the measure: dates and numbers hold together even when the line is left half empty (STRONG), initials
    and titles only when it stays nearly full (WEAK); other words never do (FREE).
    """
    if after[:1].islower() and before[-1:].isalpha():  # most words
        return FREE
    if after in _DASHES or _CLINGING.fullmatch(after) or _CLUTCHING.fullmatch(before):
        return STRONG
    if _NUMBER.fullmatch(after) or _LETTER.fullmatch(after):
        return STRONG if _BEFORE_NUMBER.fullmatch(before) else FREE
    if before[-1:].isdigit():
        unit = _NUMBER.fullmatch(before) and (_UNIT.fullmatch(after) or _MONTH.fullmatch(after))
        return STRONG if unit else FREE
    initials = before.endswith(".") and (_INITIALS.fullmatch(before) or _TITLE.fullmatch(before))
    return WEAK if initials else FREE
