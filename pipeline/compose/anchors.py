"""Anchors: names of headings that links and contents go to, each once in a document.

Enters: headings' texts and the names that templates choose. Leaves: unique anchors of ASCII letters, digits and
hyphens. Guaranteed: the same headings give the same anchors; a name that a template chooses is never taken by a
heading that only happens to be called so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_CHOSEN = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")
_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
_NO_LETTERS = "section"


class Anchors:
    """The anchors of one document. *reserved*: names that templates choose somewhere in it."""

    __slots__ = ("_counts", "_reserved", "_taken")

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._reserved = frozenset(reserved)
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._taken

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._taken))

    def choose(self, anchor: str) -> bool:
        """Take *anchor*; False when another heading has it."""
        if anchor in self._taken:
            return False
        self._taken.add(anchor)
        return True

    def make(self, text: str) -> str:
        """Take and return an anchor made from a heading's *text*; without any letters it is ``section-1``."""
        base = slug(text)
        number = self._counts.get(base, 0 if base else 1)
        while True:
            anchor = f"{base or _NO_LETTERS}-{number}" if number else base
            number = number + 1 if number else 2
            if anchor not in self._reserved and self.choose(anchor):
                self._counts[base] = number
                return anchor


def is_anchor(text: str) -> bool:
    """Whether *text* can be chosen as an anchor."""
    return _CHOSEN.fullmatch(text) is not None


def slug(text: str) -> str:
    """Return *text* in small ASCII letters, digits and hyphens, empty when it has none of the first two."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = _OTHER.sub("-", text.lower()).strip("-")
    return words[:_LONGEST].rstrip("-")
