"""The changes that a match of two records means.

Enters: two records, and which entry is which. Leaves: changes, in the order of the later record. Guaranteed: see
:class:`~pipeline.revision.comparison.Comparison`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.model.record import Entry, Record
from pipeline.revision.comparison import Change, Piece
from pipeline.revision.matching import Match
from pipeline.revision.wording import OBJECT, spans, words

Word = str | tuple[int]
"""A word, or the call of the footnote of that number."""


def changes_of(before: Record, after: Record, found: Match) -> tuple[Change, ...]:
    """Return the changes from *before* to *after*."""
    changes: list[Change] = []
    call = _calls(before, after, found.entries)
    for number, entry in enumerate(after.entries):
        earlier = found.entries.get(number)
        if earlier is None:
            pieces = _all("inserted", _shown(entry))
            changes.append(Change(None, number, pieces, at=number))
            continue
        then = before.entries[earlier]
        pieces = _told(then, entry, call)
        moved = number in found.moved
        restyled = _look(then, words=then.text == entry.text) != _look(entry, words=then.text == entry.text)
        if moved or restyled or any(piece.kind != "same" for piece in pieces):
            changes.append(Change(earlier, number, pieces, moved, restyled, number))
    gone = _gone(before, after, found.entries)
    return tuple(sorted([*gone, *changes], key=lambda one: (one.at, one.after is not None, one.before or 0)))


def _gone(before: Record, after: Record, pairs: Mapping[int, int]) -> list[Change]:
    """Return what is gone, each where the next entry that stayed now stands."""
    later = {earlier: number for number, earlier in pairs.items()}
    places: list[Change] = []
    ends: dict[int, int] = {}
    for number, entry in enumerate(after.entries):
        ends[entry.paper] = number + 1
    papers = {before.entries[earlier].paper: after.entries[number].paper for number, earlier in pairs.items()}
    at = len(after.entries)
    following: int | None = None
    for number in range(len(before.entries) - 1, -1, -1):
        entry = before.entries[number]
        if following is not None and before.entries[following].paper != entry.paper:
            # The end of a paper that is still there is there too.
            at = ends.get(papers.get(entry.paper, -2), at)
        elif following is None:
            at = ends.get(papers.get(entry.paper, -2), at)
        if number in later:
            at = later[number]
        else:
            places.append(Change(number, None, _all("deleted", _shown(entry)), at=at))
        following = number
    return places[::-1]


def _shown(entry: Entry) -> str:
    """Return an entry's text with its portion mark, and a sign for each call of a footnote."""
    return entry.mark + _joined(_words(entry, _itself))


def _all(kind: str, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()  # type: ignore[arg-type]  # its callers name the kinds


def _itself(number: int) -> int:
    return number


def _words(entry: Entry, call: Callable[[int], int]) -> list[Word]:
    """Return an entry's words; *call* numbers the footnotes that it calls."""
    found: list[Word] = []
    start = 0
    for piece in entry.pieces:
        if piece.note:
            found += words(entry.text[start : piece.start])
            found.append((call(piece.note),))
            start = piece.start
    return found + words(entry.text[start:])


def _told(before: Entry, after: Entry, call: Callable[[int], int]) -> tuple[Piece, ...]:
    theirs = [*words(before.mark), *_words(before, call)]
    mine = [*words(after.mark), *_words(after, _itself)]
    pieces: list[Piece] = []
    for span in spans(theirs, mine):
        if span.same:
            pieces.append(Piece("same", _joined(mine[span.other_start : span.other_end])))
            continue
        if span.end > span.start:
            pieces.append(Piece("deleted", _joined(theirs[span.start : span.end])))
        if span.other_end > span.other_start:
            pieces.append(Piece("inserted", _joined(mine[span.other_start : span.other_end])))
    return tuple(pieces)


def _joined(found: list[Word]) -> str:
    return "".join(word if isinstance(word, str) else OBJECT for word in found)


def _calls(before: Record, after: Record, pairs: Mapping[int, int]) -> Callable[[int], int]:
    """Return what says which footnote of *after* one of *before* is: its number, below zero where it is none."""
    found: dict[int, int] = {}
    for number, earlier in pairs.items():
        one, other = note_of(after.entries[number]), note_of(before.entries[earlier])
        if one and other:
            found.setdefault(other, one)
    return lambda number: found.get(number, -number)


def note_of(entry: Entry) -> int:
    """Return the number of the footnote that an entry is in, 0: none."""
    return next((one.number for one in entry.within if one.kind == "note"), 0)


def _look(entry: Entry, *, words: bool) -> tuple[object, ...]:
    """Return how an entry looks: level, role, marks and links. *words*: with the words that each is about."""
    looks: list[tuple[object, ...]] = []
    shown: list[str] = []
    for piece in entry.pieces:
        look = (piece.marks, piece.link, piece.lang)
        if piece.note or not piece.length:
            continue
        text = entry.text[piece.start : piece.start + piece.length]
        if looks and looks[-1] == look:
            shown[-1] += text
        else:
            looks.append(look)
            shown.append(text)
    marked = [(look, text if words else "") for look, text in zip(looks, shown, strict=True) if any(look)]
    return entry.level, entry.role, tuple(marked)
