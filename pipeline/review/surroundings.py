"""What stands around the entries of a record.

Enters: a record. Leaves: for each entry the one before it, for each table what it is in. Guaranteed: cells of tables
and each footnote are stories of their own.
"""

from __future__ import annotations

from pipeline.model.record import Container, Record
from pipeline.review.bound import note_of


def previous(record: Record) -> list[int | None]:
    """Return for each entry the one before it in the same story."""
    last: dict[int, int] = {}
    found: list[int | None] = []
    for index, entry in enumerate(record.entries):
        note = note_of(entry)
        found.append(last.get(note))
        last[note] = index
    return found


def around_tables(record: Record) -> dict[int, tuple[Container, ...]]:
    """Return for each table what it is in, within the cell or note that it is in."""
    found: dict[int, tuple[Container, ...]] = {}
    for entry in record.entries:
        start = 0
        for at, held in enumerate(entry.within):
            if held.kind == "cell":
                found.setdefault(held.number, entry.within[start:at])
            if held.kind in ("cell", "note"):
                start = at + 1
    return found
