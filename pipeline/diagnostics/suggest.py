"""Guesses at what a misspelt word was meant to be.

Enters: a word and the words that would be right. Leaves: the nearest one, or nothing when none is near. Guaranteed:
the same answer for the same words, whatever their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_LONGEST = 100
_NEAR = 0.6


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like *word*, letter case aside, or None when all are far from it."""
    plain = word[:_LONGEST].casefold()
    best: tuple[float, str] | None = None
    for choice in sorted(set(choices)):
        likeness = SequenceMatcher(None, plain, choice[:_LONGEST].casefold(), autojunk=False).ratio()
        if likeness >= _NEAR and (best is None or likeness > best[0]):
            best = (likeness, choice)
    return best[1] if best else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ``did you mean 'title'?`` for a near choice, else an empty text."""
    choice = nearest(word, choices)
    return f"did you mean {choice!r}?" if choice is not None else ""
