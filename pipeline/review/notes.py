"""Which footnote of the edition each note of a Word file is.

Enters: the paragraphs of the notes that the text calls, in that order, some of them bound by name. Leaves: numbers, and
more of the paragraphs bound. Guaranteed: every note has a number of its own; a note that the edition does not have has
one above all of the edition's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.review.aligning import align
from pipeline.review.bound import Bound, is_blank, note_of, said
from pipeline.review.naming import bind_parts
from pipeline.review.pairing import fill, move
from pipeline.review.raw import Raw


def bind_notes(notes: Sequence[Sequence[Raw]], bound: Bound) -> dict[int, int]:
    """Return the number of each note by its place among *notes*, from 1."""
    record = bound.record
    entries: dict[int, list[int]] = {}
    for index, entry in enumerate(record.entries):
        number = note_of(entry)
        if number:
            entries.setdefault(number, []).append(index)
    numbers = sorted(entries)
    found: dict[int, int] = {}
    for place, paragraphs in enumerate(notes):
        known = (bound.entry(raw) for raw in paragraphs)
        votes = Counter(note_of(entry) for entry in known if entry is not None)
        del votes[0]
        for number, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
            if numbers.index(number) not in found.values():
                found[place] = numbers.index(number)
                break
    now = ["\n".join(map(said, paragraphs)) for paragraphs in notes]
    then = ["\n".join(bound.text(index) for index in entries[number]) for number in numbers]
    fill(found, now, then, bound.likeness)
    move(found, now, then, bound.likeness)
    made = max([*numbers, *_called(bound)], default=0)
    result: dict[int, int] = {}
    for place, paragraphs in enumerate(notes):
        if place not in found:
            made += 1
            result[place + 1] = made
            continue
        result[place + 1] = number = numbers[found[place]]
        shown = [raw for raw in paragraphs if not is_blank(raw)]
        align(shown, entries[number], bound, lambda raw, entry: raw.meaning.kind == entry.kind, places=True)
        bind_parts(shown, bound)
    return result


def _called(bound: Bound) -> set[int]:
    """Return the numbers of the notes that the edition's text calls."""
    return {piece.note for entry in bound.record.entries for piece in entry.pieces}
