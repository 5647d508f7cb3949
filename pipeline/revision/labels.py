"""Page numbers of a book into which pages have been put: 7, 7a, 7b, 8.

Enters: numbers as printed. Leaves: :class:`Label` values in the order of the book, and free ones between two others.
Guaranteed: labels sort as their pages lie in the binder; a free label is none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

_LABEL = re.compile(r"([1-9][0-9]{0,6})([a-z]{0,4})")


class Label(NamedTuple):
    """A page's number and, of a page that was put in behind it, its letters. *width*: how many, so that z is before aa.

    The comparison of tuples is the order of the book.
    """

    number: int
    width: int = 0
    letters: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.letters}"


def read_label(text: str) -> Label | None:
    """Return the label that *text* is; None: it is none."""
    found = _LABEL.fullmatch(text)
    return Label(int(found[1]), len(found[2]), found[2]) if found else None


def free_labels(after: Label | None, before: Label | None, count: int) -> list[Label] | None:
    """Return *count* labels between two others (None: the book's start, its end); None where there is no room.

    Whole numbers go before letters.
    """
    found: list[Label] = []
    last = after or Label(0)
    for _ in range(count):
        following = Label(last.number + 1)
        if before is not None and following >= before:
            following = _lettered(last)
            if following >= before or not following.number:
                return None
        found.append(following)
        last = following
    return found


def _lettered(label: Label) -> Label:
    """Return the label of the next page put in behind another."""
    letters = list(label.letters)
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] != "z":
            letters[at] = chr(ord(letters[at]) + 1)
            break
        letters[at] = "a"
    else:
        letters = ["a", *letters]
    return Label(label.number, len(letters), "".join(letters))


def spoken(labels: Sequence[str]) -> str:
    """Return labels as people list them: ``7–9, 9a, 12``."""
    return ", ".join(_ranges(labels))


def _ranges(labels: Sequence[str]) -> Iterator[str]:
    numbered = list(enumerate(labels))

    def run(item: tuple[int, str]) -> tuple[bool, int]:
        position, label = item
        return (True, int(label) - position) if label.isdecimal() else (False, position)

    for _, group in groupby(numbered, key=run):
        found = [label for _, label in group]
        yield found[0] if len(found) == 1 else f"{found[0]}–{found[-1]}"
