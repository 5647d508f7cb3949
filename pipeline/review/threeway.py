"""Merging two changes of one text, word by word.

Enters: a text as it was, and what two people made of it. Leaves: both changes in one text, or None where they touch.
Guaranteed: a change that only one made is taken; white space stays as *ours* has it where *theirs* did not change the
words around it; the same change made twice is made once.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(
    # Scripts that do not part words with spaces go character by character.
    r"(?P<gap>[ \t]*\n[ \t]*\n\s*)|(?P<space>\s+)"
    r"|(?P<word>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]+)"
)


class Word(NamedTuple):
    """A word, or the gap between two paragraphs (``\\n\\n``), with the white space before it and how it is written."""

    key: str
    space: str
    text: str


class Hunk(NamedTuple):
    """Words *start* to *end* of the base have become words *first* to *last* of the other text."""

    start: int
    end: int
    first: int
    last: int


def words_of(text: str) -> tuple[list[Word], str]:
    """Return the words of *text*, and the white space behind the last."""
    found: list[Word] = []
    space = ""
    for match in _WORD.finditer(text):
        if match["space"] is not None:
            space = match["space"]
            continue
        gap = match["gap"]
        found.append(Word("\n\n", space, gap) if gap is not None else Word(match["word"], space, match["word"]))
        space = ""
    return found, space


def hunks(base: list[Word], other: list[Word]) -> list[Hunk]:
    """Return what *other* changed."""
    matcher = SequenceMatcher(None, [word.key for word in base], [word.key for word in other], autojunk=False)
    return [Hunk(*codes[1:]) for codes in matcher.get_opcodes() if codes[0] != "equal"]


def merged(base: str, theirs: str, ours: str) -> str | None:
    """Return *ours* with what *theirs* changed in *base*; None where both changed the same or adjoining words."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    known, (new, _), (own, tail) = words_of(base)[0], words_of(theirs), words_of(ours)
    mine = hunks(known, own)
    changes = hunks(known, new)
    for change in list(changes):
        near = [hunk for hunk in mine if hunk.start <= change.end and change.start <= hunk.end]
        if not near:
            continue
        if near == [near[0]] and _same(change, new, near[0], own):
            changes.remove(change)
            continue
        return None
    return _put_together(own, tail, known, new, mine, changes)


def _same(change: Hunk, new: list[Word], hunk: Hunk, own: list[Word]) -> bool:
    there = [word.key for word in new[change.first : change.last]]
    return change[:2] == hunk[:2] and there == [word.key for word in own[hunk.first : hunk.last]]


def _put_together(
    own: list[Word], tail: str, known: list[Word], new: list[Word], mine: list[Hunk], changes: list[Hunk]
) -> str:
    """Return *own* with *changes*, which touch none of *mine*."""
    parts: list[str] = []
    at = shift = 0  # of the base; from there to *own*
    left = list(mine)
    behind = False

    def keep(until: int) -> None:
        nonlocal at, shift, behind
        while at < until or (left and left[0].start == at and left[0].end <= until):
            if left and left[0].start == at:
                hunk = left.pop(0)
                parts.extend(word.space + word.text for word in own[hunk.first : hunk.last])
                shift += (hunk.last - hunk.first) - (hunk.end - hunk.start)
                at = hunk.end
                behind = False
                continue
            word = own[at + shift]
            theirs = spaces.get(at, word.space)
            changed = bool(theirs) != bool(known[at].space if not behind else word.space)
            parts.append((theirs if changed else word.space) + word.text)
            at += 1
            behind = False

    spaces = _spaces(known, new, changes)
    for change in changes:
        keep(change.start)
        parts.extend(_replaced(own[at + shift : change.end + shift], new[change.first : change.last]))
        at = change.end
        behind = True
    keep(len(known))
    return "".join(parts).lstrip(" ") + tail if parts else ""


def _replaced(own: list[Word], new: list[Word]) -> list[str]:
    """Return *new* as it is written, with the line ends that *own* has in its place."""
    even = len(own) == len(new)
    spaces = [word.space for word in own] if even else [word.space for word in own[:1]]
    spaces += [word.space for word in new[len(spaces) :]]
    return [
        (space if space and word.space else word.space) + word.text for space, word in zip(spaces, new, strict=False)
    ]


def _spaces(known: list[Word], new: list[Word], changes: list[Hunk]) -> dict[int, str]:
    """Return for each word of the base that was kept the white space that now stands before it."""
    found: dict[int, str] = {}
    at = shift = 0
    for change in [*changes, Hunk(len(known), len(known), len(new), len(new))]:
        for index in range(at, change.start):
            found[index] = new[index + shift].space
        at = change.end
        shift = change.last - change.end
    return found
