"""Whether the next edition would say what the Word file says: its words, their looks, their order, what they are.

Enters: the paragraphs of an edited Word file, the entries of a build from the new YAML. Leaves: stays for all that
would be otherwise and was not told yet. Guaranteed: what the editor left as it was in the edition is not told, whatever
the build makes of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.model.record import Container, Entry
from pipeline.review.base import runs_of
from pipeline.review.edited import Edited, Ink
from pipeline.review.markdown import looks
from pipeline.review.wanted import Stay

_PARTS = re.compile(" [/·→] ")
_TELLING = 20
"""How long a text is that cannot stand in others by chance."""
HELP = "look at what the data say there, and at the template"
_KINDS = {
    "list": "an item of a list",
    "cell": "a cell of a table",
    "definition": "a definition",
    "quote": "a quotation",
}


class Line(NamedTuple):
    """A paragraph to be compared. *form*: what it is and what it is in. *entry*: of the edition, near it at least."""

    text: str
    looks: list[tuple[str, object]]
    form: tuple[object, ...]
    entry: int | None
    kept: bool = False
    """Whether it is what its entry was, and in the same things."""
    new: bool = False
    """Whether it has no entry of its own, so that *entry* is only the one before it."""


def is_home(entries: Sequence[Entry], edited: Edited) -> bool:
    """Whether an edition with *entries* already says all that the Word file says, and looks so."""
    if edited.lost:
        return False
    theirs = lines_of_file(edited)
    ours = lines_of_edition(entries)
    return [one.looks for one in ours if one.looks] == [one.looks for one in theirs if one.looks] and not _otherwise(
        [one for one in ours if one.text], [one for one in theirs if one.text]
    )


def _otherwise(ours: Sequence[Line], theirs: Sequence[Line]) -> bool:
    pairs = zip(ours, theirs, strict=False)
    return len(ours) != len(theirs) or any(one.form != other.form and not other.kept for one, other in pairs)


def lines_of_edition(entries: Sequence[Entry]) -> list[Line]:
    """Return the paragraphs of an edition, its notes behind the text."""
    forms = _forms([(entry.kind, entry.level, entry.within) for entry in entries])
    lines = [
        Line(plain(entry.text), seen(runs_of(entry)), form, number)
        for number, (entry, form) in enumerate(zip(entries, forms, strict=True))
    ]
    return sorted(lines, key=lambda line: "note" in line.form[2])  # type: ignore[operator]  # kinds of containers


def lines_of_file(edited: Edited) -> list[Line]:
    """Return the paragraphs of a Word file, its notes behind the text."""
    entries = edited.record.entries
    then = _forms([(entry.kind, entry.level, entry.within) for entry in entries])
    every = [*edited.paragraphs, *(one for note in edited.notes for one in note.paragraphs)]
    forms = _forms([(one.kind, one.level, one.within) for one in every])
    found: list[Line] = []
    near: int | None = None
    for one, form in zip(every, forms, strict=True):
        near = one.entry if one.entry is not None else near
        kept = one.entry is not None and then[one.entry] == form
        found.append(Line(plain(one.text), seen(one.runs), form, near, kept, one.entry is None))
    return found


def seen(runs: Sequence[Ink]) -> list[tuple[str, object]]:
    """Return each character with its look; a call of a footnote is one whatever its number, which is counted anew."""
    return [(char, True) if not char and isinstance(look, int) else (char, look) for char, look in looks(runs)]


def _forms(paragraphs: Iterable[tuple[str, int, tuple[Container, ...]]]) -> list[tuple[object, ...]]:
    """Return what paragraphs are: kind, level, the kinds of what they are in, and whether they begin an item."""
    found: list[tuple[object, ...]] = []
    before: tuple[Container, ...] = ()
    for kind, level, within in paragraphs:
        inside = tuple(held.kind for held in within)
        begins = within[-1].kind == "list" and within[:1] != () and within != before[: len(within)] if within else False
        called = "paragraph" if kind == "cell" else kind
        found.append((called, level if kind == "heading" else 0, inside, begins))
        before = within
    return found


def differences(edited: Edited, entries: Sequence[Entry], stays: Sequence[Stay], *, silent: bool) -> list[Stay]:
    """Return what a build, whose paragraphs are *entries*, would show otherwise than the Word file.

    *stays*: what was found already; what was told is not told again. *silent*: both sides changed the same words, which
    was told: texts that are not there are those.
    """
    ours = [one for one in lines_of_edition(entries) if one.text]
    theirs = [one for one in lines_of_file(edited) if one.text]
    left = Counter(one.text for one in ours)
    left.subtract(Counter(one.text for one in theirs))
    told = Told(edited, stays)
    found: list[Stay] = []
    missing: set[int] = set()
    for place, line in enumerate(theirs):
        if left[line.text] >= 0:
            continue
        left[line.text] += 1
        missing.add(place)
        if not told.has(line) and not silent:
            message = "these words would not be in the next edition as they are in Word"
            found.append(Stay("not-home", message, line.entry, line.text, HELP))
    found += [stay._replace(told=True) for stay in stays if not stay.told and left[plain(stay.words)] > 0]
    if not silent:
        back = {plain(stay.words) for stay in stays}
        found += coming_back(edited, edited.deleted, left, told, back)
    kept = [line for place, line in enumerate(theirs) if place not in missing]
    return found + _shown_otherwise(ours, kept, told)


class Told:
    """What findings have said already."""

    def __init__(self, edited: Edited, stays: Sequence[Stay]) -> None:
        self.words = " ".join(plain(stay.words) for stay in stays if stay.told)
        self.parts = {part for stay in stays if stay.told for part in _PARTS.split(plain(stay.words))}
        self.entries = {stay.entry for stay in stays if stay.told}
        self.texts = {plain(edited.record.entries[number].text) for number in self.entries if number is not None}

    def has(self, line: Line) -> bool:
        if not line.new and line.entry in self.entries:
            return True
        return line.text in self.parts or (len(line.text) >= _TELLING and line.text in self.words)


def coming_back(edited: Edited, gone: Iterable[int], left: Counter[str], told: Told, known: set[str]) -> list[Stay]:
    """Return the texts that were removed in Word and that the build shows."""
    found: list[Stay] = []
    for number in gone:
        text = plain(edited.record.entries[number].text)
        if not text or left[text] <= 0 or text in known or text in told.texts or text in told.words:
            continue
        left[text] -= 1
        message = "this was removed in Word, and would be in the next edition"
        found.append(Stay("not-home", message, number, text, HELP))
    return found


def _shown_otherwise(ours: Sequence[Line], theirs: Sequence[Line], told: Told) -> list[Stay]:
    """Return what is there, but elsewhere, with another look, or as something else."""
    found: list[Stay] = []
    matcher = SequenceMatcher(None, [one.text for one in ours], [one.text for one in theirs], autojunk=False)
    paired: set[int] = set()
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            paired.add(block.b + step)
            one, other = ours[block.a + step], theirs[block.b + step]
            if told.has(other):
                continue
            if one.looks != other.looks:
                words = _unlike(one.looks, other.looks) or other.text
                message = "these words would look otherwise in the next edition than in Word"
                found.append(Stay("not-home", message, other.entry, words, HELP))
            elif one.form != other.form and not other.kept:
                message = f"in the next edition this would be {called(one.form)}, in Word it is {called(other.form)}"
                found.append(Stay("not-home", message, other.entry, other.text, HELP))
    for place, line in enumerate(theirs):
        if place not in paired and not told.has(line):
            message = "this would stand elsewhere in the next edition than in Word"
            found.append(Stay("not-home", message, line.entry, line.text, HELP))
    return found


def _unlike(one: Sequence[tuple[str, object]], other: Sequence[tuple[str, object]]) -> str:
    """Return the words of *other* that look otherwise than in *one*."""
    if [char for char, _ in one] != [char for char, _ in other]:
        return ""
    pairs = list(zip(one, other, strict=True))
    shown = [now[0] if then != now or now[0] == " " else "\0" for then, now in pairs]
    return " ".join(part.strip() for part in "".join(shown).split("\0") if part.strip())


def called(form: tuple[object, ...]) -> str:
    kind, level, inside, begins = form
    holders = inside if isinstance(inside, tuple) else ()
    lists = holders.count("list")
    if kind == "heading":
        return f"a heading of level {level}"
    if kind in ("title", "caption", "term"):
        return f"a {kind}"
    if not holders:
        return "a paragraph"
    if holders[-1] == "list":
        what = "an item" if begins else "a further paragraph"
        return f"{what} of a list" if lists == 1 else f"{what} of a list, {lists} deep"
    return _KINDS.get(str(holders[-1]), "in a box" if holders[-1] == "callout" else "a footnote")


def plain(text: str) -> str:
    return " ".join(text.split())
