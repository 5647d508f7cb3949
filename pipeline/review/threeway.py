"""Merging two changes of one text, word by word.

Enters: a text as it was, and what two people made of it. Leaves: both changes in one text, and the paragraphs
in which they touch.
Guaranteed: a change that only one made is taken; white space stays as *ours* has it where *theirs* did not change the
words around it; the same change made twice is made once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.source.conflicts import OPENING

_WORD = re.compile(
    # Scripts that do not part words with spaces go character by character.
    r"(?P<gap>[ \t]*\n[ \t]*\n\s*)|(?P<space>\s+)"
    r"|(?P<word>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]+)"
)


GAP = "\n\n"


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
        found.append(Word(GAP, space, gap) if gap is not None else Word(match["word"], space, match["word"]))
        space = ""
    return found, space


def hunks(base: list[Word], other: list[Word]) -> list[Hunk]:
    """Return what *other* changed."""
    matcher = SequenceMatcher(None, [word.key for word in base], [word.key for word in other], autojunk=False)
    return [Hunk(*codes[1:]) for codes in matcher.get_opcodes() if codes[0] != "equal"]


class Clash(NamedTuple):
    """A paragraph that both sides changed in the same or adjoining words."""

    ours: str
    theirs: str


class Merge(NamedTuple):
    """*text*: with the changes of both; where both changed the same, as was asked for. *clashes*: where that was."""

    text: str
    clashes: tuple[Clash, ...] = ()


Settle = Callable[[str, str], str]
"""What stands where both changed the same: made of ours and theirs."""


def merged(base: str, theirs: str, ours: str) -> str | None:
    """Return *ours* with what *theirs* changed in *base*; None where both changed the same or adjoining words."""
    found = merge(base, theirs, ours)
    return None if found.clashes else found.text


def merge(base: str, theirs: str, ours: str, settle: Settle | None = None) -> Merge:
    """Return *ours* with what *theirs* changed in *base*.

    A paragraph whose changes touch is as a whole what *settle* says, else ours.
    """
    if theirs in (base, ours):
        return Merge(ours)
    if ours == base:
        return Merge(theirs)
    known, (new, _), (own, tail) = words_of(base)[0], words_of(theirs), words_of(ours)
    mine = hunks(known, own)
    changes = hunks(known, new)
    spaces = _spaces(known, new, changes)
    marked = OPENING in ours
    clashes: list[Clash] = []
    for change in list(changes):
        near = [hunk for hunk in mine if _touch(hunk, change)]
        paragraph = (
            not marked
            and change.start == change.end
            and any(word.key == GAP for word in new[change.first : change.last])
        )
        if any(
            _has(hunk, own, change, new, anywhere=paragraph, exact=marked) for hunk in (mine if paragraph else near)
        ):
            changes.remove(change)
    while (touching := next((one for one in changes if any(_touch(hunk, one) for hunk in mine)), None)) is not None:
        start, end = _around(known, touching, mine, changes)
        ours_at, theirs_at = _range(mine, start, end), _range(changes, start, end)
        clash = Clash(_said(own[slice(*ours_at)]), _said(new[slice(*theirs_at)]))
        clashes.append(clash)
        made = words_of(settle(clash.ours, clash.theirs) if settle is not None else clash.ours)[0]
        own, mine = _replace(own, mine, (start, end), ours_at, made)
        changes = [one for one in changes if not _within(one, start, end)]
    return Merge(_put_together(own, tail, known, new, mine, changes, spaces), tuple(clashes))


def _touch(one: Hunk, other: Hunk) -> bool:
    return one.start <= other.end and other.start <= one.end


def _within(hunk: Hunk, start: int, end: int) -> bool:
    return start <= hunk.start and hunk.end <= end


def _around(known: list[Word], change: Hunk, mine: list[Hunk], changes: list[Hunk]) -> tuple[int, int]:
    """Return the paragraphs of the base that *change* is in, with all that is changed across their ends."""
    start, end = change.start, change.end
    while True:
        before = start, end
        while start and known[start - 1].key != GAP:
            start -= 1
        while end < len(known) and known[end].key != GAP:
            end += 1
        for hunk in (*mine, *changes):
            if hunk.start <= end and start <= hunk.end:
                start, end = min(start, hunk.start), max(end, hunk.end)
        if (start, end) == before:
            return before


def _range(hunks: list[Hunk], start: int, end: int) -> tuple[int, int]:
    """Return where the words *start* to *end* of the base are in the text that *hunks* made of it."""
    shift = sum(
        (one.last - one.first) - (one.end - one.start) for one in hunks if one.end <= start and one.start < start
    )
    grown = sum((one.last - one.first) - (one.end - one.start) for one in hunks if _within(one, start, end))
    return start + shift, end + shift + grown


def _said(words: list[Word]) -> str:
    return "".join(word.space + word.text for word in words).strip()


def _replace(
    own: list[Word], mine: list[Hunk], base: tuple[int, int], at: tuple[int, int], made: list[Word]
) -> tuple[list[Word], list[Hunk]]:
    """Return a text and its changes with other words for those at *at*, which are the base's words *base*."""
    if made and at[0] < at[1]:
        made = [made[0]._replace(space=own[at[0]].space), *made[1:]]
    grown = len(made) - (at[1] - at[0])
    before = [one for one in mine if not _within(one, *base) and one.end <= base[0]]
    behind = [one for one in mine if not _within(one, *base) and one.end > base[0]]
    behind = [one._replace(first=one.first + grown, last=one.last + grown) for one in behind]
    hunk = Hunk(*base, at[0], at[0] + len(made))
    return [*own[: at[0]], *made, *own[at[1] :]], [*before, hunk, *behind]


def _has(hunk: Hunk, own: list[Word], change: Hunk, new: list[Word], *, anywhere: bool, exact: bool) -> bool:
    """Whether a hunk of *own* has *change* in it: the same words gone, the new ones there; *exact*: alone."""
    if not anywhere and not (hunk.start <= change.start and change.end <= hunk.end):
        return False
    wanted = [word.key for word in new[change.first : change.last]]
    there = [word.key for word in own[hunk.first : hunk.last]]
    if exact or not any(key != GAP for key in wanted):
        return change[:2] == hunk[:2] and wanted == there
    while wanted[0] == GAP:
        del wanted[0]
    while wanted[-1] == GAP:
        del wanted[-1]
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def _put_together(
    own: list[Word],
    tail: str,
    known: list[Word],
    new: list[Word],
    mine: list[Hunk],
    changes: list[Hunk],
    spaces: dict[int, str],
) -> str:
    """Return *own* with *changes*, which touch none of *mine*. *spaces*: before the words that they left."""
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
