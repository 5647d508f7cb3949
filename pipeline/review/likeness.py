"""How alike two texts are.

Enters: texts. Leaves: numbers between 0 (no word in common) and 1 (the same words in the same order). Guaranteed: the
same in both directions; spaces, line breaks and capitals do not count; in scripts without spaces a letter is a word.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from pipeline.review.edited import LEAST_SURE

_WORD = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]|[^\\W_]+|[^\\w\\s]"
)
_LETTERS = re.compile(r"\w")


def plain(text: str) -> str:
    """Return *text* with single spaces and without line breaks, soft hyphens and spaces at its ends."""
    return " ".join(text.replace("\u00ad", "").split())


def words(text: str) -> list[str]:
    """Return the words of *text* in small letters, without punctuation; of nothing but punctuation, that."""
    found = _WORD.findall(text.replace("\u00ad", "").casefold())
    spoken = [word for word in found if _LETTERS.match(word)]
    return spoken or found


class Likeness:
    """Compares texts, and keeps the words of each."""

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._found: dict[tuple[str, str], float] = {}

    def words(self, text: str) -> list[str]:
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = words(text)
        return found

    def shared(self, one: str, other: str) -> int:
        """Return how many words two texts have in common, wherever they stand."""
        first, second = self._count(one), self._count(other)
        if len(second) < len(first):
            first, second = second, first
        return sum(min(count, second[word]) for word, count in first.items() if word in second)

    def most(self, one: str, other: str) -> float:
        """Return how alike two texts are at most."""
        total = len(self.words(one)) + len(self.words(other))
        return 2 * self.shared(one, other) / total if total else 1.0

    def ratio(self, one: str, other: str) -> float:
        """Return how alike two texts are, 0 where it is less than what makes them the same paragraph."""
        if one == other:
            return 1.0
        key = (one, other) if one <= other else (other, one)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._ratio(*key)
        return found

    def _ratio(self, one: str, other: str) -> float:
        if self.most(one, other) < LEAST_SURE:
            return 0.0
        found = SequenceMatcher(None, self.words(one), self.words(other), autojunk=False).ratio()
        return found if found >= LEAST_SURE else 0.0

    def _count(self, text: str) -> Counter[str]:
        found = self._counts.get(text)
        if found is None:
            found = self._counts[text] = Counter(self.words(text))
        return found

    def adds(self, before: str, added: str, whole: str) -> float:
        """Return which share of the words of *added* goes on in *whole* where *before* ends (0 to 1)."""
        first, second, all_ = self.words(before), self.words(added), self.words(whole)
        if not second or not all_ or not self.shared(added, whole):
            return 0.0
        if plain(before) == plain(whole):
            return 0.0
        # What stands in the first part is its: only what it leaves of the whole can be the second's.
        taken = [False] * len(all_)
        for start, _, length in SequenceMatcher(None, all_, first, autojunk=False).get_matching_blocks():
            taken[start : start + length] = [True] * length
        left = [word for word, used in zip(all_, taken, strict=True) if not used]
        blocks = SequenceMatcher(None, left, second, autojunk=False).get_matching_blocks()
        return sum(length for *_, length in blocks) / len(second)
