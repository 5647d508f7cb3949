"""Which words of a text were taken away and which came: word by word.

Enters: two texts, or two sequences of marks that stand for words. Leaves: spans. Guaranteed: the spans cover both texts
in order; a word is never cut, nor is a letter parted from its marks; in scripts without spaces a letter is a word; what
is left alike between two changes is at least a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

OBJECT = "\ufffc"
"""Stands in a text for what is no text: the call of a footnote, a picture."""
_LEAST_ALIKE = 0.25
"""Which share of the words must stay for a text to be told word by word; below it all words are new."""
_MOST_WORDS = 4_000
"""Of longer texts only what is between their like beginnings and ends is told, as one change."""
_WITHOUT_SPACES = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF)),
    *((0x3400, 0x9FFF), (0xAC00, 0xD7AF), (0x20000, 0x3FFFF)),
)
_JOINERS = frozenset("'’‘-‐‑\u00ad\u200c\u200d")
"""Stand within a word."""
_IN_NUMBERS = frozenset(".,:/\u00a0\u202f")
"""Stand within a number."""


class Span(NamedTuple):
    """Words *start* to *end* of the earlier text, *other_start* to *other_end* of the later one; alike or not."""

    same: bool
    start: int
    end: int
    other_start: int
    other_end: int


Class = Literal["word", "space", "other"]


def _class(character: str) -> Class:
    if character.isspace():
        return "space"
    return "word" if unicodedata.category(character)[0] in "LN" else "other"


def _stands_alone(character: str) -> bool:
    number = ord(character)
    return number > 0x0DFF and any(first <= number <= last for first, last in _WITHOUT_SPACES)


def words(text: str) -> list[str]:
    """Return the words of *text*, its spaces and its signs, which together are the text."""
    found: list[str] = []
    last: Class | None = None
    for at, character in enumerate(text):
        kind = _class(character)
        joins = unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        if (
            found
            and found[-1] != OBJECT
            and (joins or (character in _JOINERS | _IN_NUMBERS and last == "word" and _goes_on(text, at)))
        ):
            found[-1] += character
            continue
        alike = kind == last if kind != "other" else bool(found) and character == found[-1][0] != OBJECT
        if found and alike and not _stands_alone(character):
            found[-1] += character
        else:
            found.append(character)
        last = "other" if _stands_alone(character) and kind == "word" else kind
    return found


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on behind the sign at a place."""
    following = text[at + 1 : at + 2]
    if text[at] in _IN_NUMBERS:
        return following.isdecimal() and text[at - 1 : at].isdecimal()
    return bool(following) and _class(following) == "word" and not _stands_alone(following)


def spans(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Span]:
    """Return which words stayed. Words are strings; what is none is compared whole."""
    start, least = 0, min(len(one), len(other))
    while start < least and one[start] == other[start]:
        start += 1
    end = 0
    while end < least - start and one[-1 - end] == other[-1 - end]:
        end += 1
    first, second = one[start : len(one) - end], other[start : len(other) - end]
    found: list[Span] = [Span(True, 0, start, 0, start)] if start else []
    if max(len(first), len(second)) > _MOST_WORDS or not first or not second:
        blocks: list[tuple[int, int, int]] = []
    else:
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        blocks = [(a, b, size) for a, b, size in matcher.get_matching_blocks() if size]
    blocks = _worth_telling(blocks, first, second)
    a_at = b_at = 0
    for a, b, size in (*blocks, (len(first), len(second), 0)):
        if a > a_at or b > b_at:
            found.append(Span(False, start + a_at, start + a, start + b_at, start + b))
        if size:
            found.append(Span(True, start + a, start + a + size, start + b, start + b + size))
        a_at, b_at = a + size, b + size
    if end:
        found.append(Span(True, len(one) - end, len(one), len(other) - end, len(other)))
    return _whole(found, one, other)


def _worth_telling(
    blocks: list[tuple[int, int, int]], first: Sequence[Hashable], second: Sequence[Hashable]
) -> list[tuple[int, int, int]]:
    """Return the like stretches without those of spaces and signs alone between two changes."""
    del second
    return [block for block in blocks if any(_counts(word) for word in first[block[0] : block[0] + block[2]])]


def _counts(word: Hashable) -> bool:
    return not isinstance(word, str) or _class(word[0]) == "word"


def _whole(found: list[Span], one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Span]:
    """Return one change of everything where hardly a word has stayed; objects that stay are never given up."""
    total = sum(map(_counts, one)) + sum(map(_counts, other))
    same = [word for span in found if span.same for word in one[span.start : span.end]]
    if total == 0 or not any(not span.same for span in found) or not one or not other:
        return found
    if any(not isinstance(word, str) for word in same) or 2 * sum(map(_counts, same)) / total >= _LEAST_ALIKE:
        return found
    return [Span(False, 0, len(one), 0, len(other))]
