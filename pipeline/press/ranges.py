"""Choices of pages as people write them: ``3-7,9``.

Enters: a text and how many pages there are. Leaves: pages in the order written, counted from 0. Guaranteed: every page
is there; ValueError says in a sentence what cannot be.
"""

from __future__ import annotations

import re

_PART = re.compile(r"([0-9]{1,6})(?:(-)([0-9]{1,6})?)?")


def chosen_pages(text: str, count: int) -> list[int]:
    """Return the pages that *text* names among *count*; ``7-`` is the seventh and all that follow."""
    found: list[int] = []
    for part in text.replace("–", "-").split(","):
        written = part.strip()
        match = _PART.fullmatch("".join(written.split()))
        if match is None:
            raise ValueError(f"{written!r} names no pages" if written else "a page is missing beside a comma")
        first = int(match[1])
        last = int(match[3]) if match[3] else count if match[2] else first
        if first < 1 or max(first, last) > count:
            asked = first if not 1 <= first <= count else last
            raise ValueError(f"there is no page {asked}; there {_are(count)}")
        if last < first:
            raise ValueError(f"{written!r} goes backwards")
        found.extend(range(first - 1, last))
    return found


def _are(count: int) -> str:
    return "is 1 page" if count == 1 else f"are {count:,} pages"
