"""A changed paragraph of plain values and words of a template: which part each value has now.

Enters: an entry, the runs that the Word file has in its place. Leaves: the new text of each value, and the words that
belong to no value. Guaranteed: words that a template wrote, or that were computed, are never given to a value; a value
whose part cannot be told from the words around it gets nothing, and the words are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.record import Entry, Piece
from pipeline.review.base import runs_of, spelled
from pipeline.review.edited import Ink
from pipeline.review.markdown import looks

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class Parts(NamedTuple):
    """*texts*: the new texts of values by their index. *lost*: words as they were and as they are now, without a home.

    *formatted*: words whose look no plain text can have.
    """

    texts: dict[int, str]
    lost: tuple[tuple[str, str], ...] = ()
    formatted: tuple[str, ...] = ()


def parts_of(entry: Entry, runs: Sequence[Ink]) -> Parts:
    """Return what each value of *entry* has become."""
    new = spelled(runs)
    old = spelled(runs_of(entry))
    stretches = _stretches(entry)
    formatted = _formatted(entry, runs)
    if new == old:
        return Parts({}, (), formatted or ((new,) if formatted else ()))
    found = _by_anchors(entry, stretches, new)
    if found is None:
        found, lost = _by_difference(entry, stretches, new)
    else:
        lost = ()
    before = {piece.value: _text(entry, piece) for piece in stretches if piece.value is not None}
    texts = {value: text.strip() for value, text in found.items() if text.strip() != before[value].strip()}
    return Parts(texts, lost, formatted)


def anchored(entry: Entry, new: str) -> dict[int, str] | None:
    """Return what each value would be in a line like *entry* that says *new*; None where that cannot be told."""
    return _by_anchors(entry, _stretches(entry), new)


def _stretches(entry: Entry) -> list[Piece]:
    """Return the pieces that have text, neighbours of one origin together."""
    found: list[Piece] = []
    for piece in entry.pieces:
        if not piece.length:
            continue
        last = found[-1] if found else None
        if last is not None and last.value == piece.value and last.start + last.length == piece.start:
            found[-1] = last._replace(length=last.length + piece.length)
        else:
            found.append(piece)
    return found


def _text(entry: Entry, piece: Piece) -> str:
    return entry.text[piece.start : piece.start + piece.length].replace("\n", " ")


def _by_anchors(entry: Entry, pieces: list[Piece], new: str) -> dict[int, str] | None:
    """Return the values' texts where the template's words are all still there and tell them apart; else None."""
    values = [piece.value for piece in pieces if piece.value is not None]
    if len(set(values)) != len(values) or not values:
        return None
    if any(one.value is not None and other.value is not None for one, other in pairwise(pieces)):
        return None
    found: list[tuple[str, ...]] = []
    for quantifier in ("(.+?)", "(.+)"):
        pattern = "".join(quantifier if piece.value is not None else re.escape(_text(entry, piece)) for piece in pieces)
        match = re.fullmatch(pattern, new, re.DOTALL)
        if match is None:
            return None
        found.append(match.groups())
    return dict(zip(values, found[0], strict=True)) if found[0] == found[1] else None


def _by_difference(entry: Entry, pieces: list[Piece], new: str) -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    """Return the values' texts, change by change, and the changes that belong to no one value."""
    old = entry.text.replace("\n", " ")
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    texts = {piece.value: _text(entry, piece) for piece in pieces if piece.value is not None}
    once = [piece.value for piece in pieces]
    lost: list[tuple[str, str]] = []
    starts = [0]
    for token in one:
        starts.append(starts[-1] + len(token))
    for tag, i1, i2, j1, j2 in reversed(SequenceMatcher(None, one, other, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        start, end, words = starts[i1], starts[i2], "".join(other[j1:j2])
        home = [
            piece
            for piece in pieces
            if piece.value is not None
            and piece.start <= start
            and end <= piece.start + piece.length
            and once.count(piece.value) == 1
        ]
        if len(home) != 1:
            lost.append((old[start:end], words))
            continue
        piece = home[0]
        assert piece.value is not None
        text = texts[piece.value]
        texts[piece.value] = text[: start - piece.start] + words + text[end - piece.start :]
    return texts, tuple(reversed(lost))


def _formatted(entry: Entry, runs: Sequence[Ink]) -> tuple[str, ...]:
    """Return the words that look otherwise than any part of the entry did."""
    known = {(piece.marks, piece.link, piece.lang, piece.placeholder) for piece in entry.pieces}
    before, after = looks(runs_of(entry)), looks(runs)
    if [char for char, _ in before] == [char for char, _ in after]:
        changed = [now for then, now in zip(before, after, strict=True) if then != now]
        words = "".join(char for char, _ in changed)
        return (words,) if changed else ()
    found = [
        run.text.strip()
        for run in runs
        if run.note or (run.text.strip() and (run.marks, run.link, run.lang, run.placeholder) not in known)
    ]
    return tuple(found)
