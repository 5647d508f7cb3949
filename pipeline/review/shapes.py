"""What a paragraph looks like: its kind, its level, and its part in lists and boxes, by Word's own means.

Enters: paragraphs as the file has them. Leaves: :class:`Shape`. Guaranteed: what does not tell is None.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.record import Container, Entry, Kind, Record
from pipeline.review.raw import Raw
from pipeline.review.styles import BoxKind, Meaning

_OUT_OF_LISTS = frozenset({"title", "heading", "caption", "cover"})
"""Kinds that are numbered for other reasons than being in a list."""


class Shape(NamedTuple):
    """*depth*: how many lists it is in, as Word counts; None: it does not tell. *labelled*: it has a bullet or number.

    *plain*: it is text like any other, in no list or box. *box* None: it does not tell.
    """

    kind: Kind = "paragraph"
    box: BoxKind | None = ""
    depth: int | None = None
    labelled: bool = False
    ordered: bool = False
    definition: bool = False
    plain: bool = False


def shape_of(raw: Raw, *, ours: bool) -> Shape:
    """Return a paragraph's shape; *ours*: the file has our styles, so that one without them means something."""
    meaning = raw.meaning
    box = meaning.box if ours else (meaning.box or None)
    depth, labelled, ordered = _listed(raw, meaning)
    plain = (
        ours
        and meaning.known
        and not labelled
        and not depth
        and not raw.indented
        and meaning._replace(definition=False) == Meaning()
        and not meaning.definition
    )
    return Shape(meaning.kind, box, depth, labelled, ordered, meaning.definition, plain)


def _listed(raw: Raw, meaning: Meaning) -> tuple[int | None, bool, bool]:
    if meaning.kind in _OUT_OF_LISTS:
        return None, False, False
    if raw.number:
        return raw.level + 1, True, raw.ordered
    if meaning.label == "continue":
        return meaning.depth or None, False, False
    if meaning.label and raw.unnumbered:
        return (meaning.depth or 1) if raw.indented else 0, False, False
    if meaning.label:  # a program has dropped the numbering
        return meaning.depth or 1, True, meaning.label == "number"
    return None, False, False


def inner(entry: Entry) -> tuple[Container, ...]:
    """Return what an entry is in within its innermost cell, or its note."""
    within = entry.within
    start = next((at + 1 for at in reversed(range(len(within))) if within[at].kind in ("cell", "note")), 0)
    return within[start:]


def heads(record: Record) -> frozenset[int]:
    """Return the entries that are first in a list's item, so that they have its bullet or number."""
    found: set[int] = set()
    last: dict[int, int] = {}
    for index, entry in enumerate(record.entries):
        for depth, held in enumerate(entry.within):
            if held.kind == "list" and last.get(held.number) != held.row:
                last[held.number] = held.row
                if depth == len(entry.within) - 1 and entry.kind == "paragraph":
                    found.add(index)
    return frozenset(found)


def depth_of(path: tuple[Container, ...]) -> int:
    """Return how many lists are around a paragraph, as Word counts them: from a callout on anew."""
    start = next((index + 1 for index in reversed(range(len(path))) if path[index].kind == "callout"), 0)
    return sum(held.kind == "list" for held in path[start:])
