"""Elements of the data that stand one below the other, each under a heading of its own: sections, topics, people.

Enters: a record. Leaves: for each such YAML sequence where its elements' headings are, which paragraphs each element
prints, and what a new element would be made of. Guaranteed: no list or table of the record is among them; a heading of
a series is one value, all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from pipeline.diagnostics import Path
from pipeline.review.base import Index, Key, spelled
from pipeline.review.edited import EditedParagraph
from pipeline.review.items import Row, Sequenced, Shape, is_alike, item_of, nested_names, new_item, origin_of
from pipeline.review.wholes import Writing
from pipeline.review.yamlfile import Data, New
from pipeline.values import dataclass

Part = Literal["text", "list"]
_TEXT, _POINTS = "text", "points"


class Slot(NamedTuple):
    """A part of an element: paragraphs of a text, or the items of a list, from *path* inside the element."""

    kind: Part
    path: Path
    rich: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A sequence. *lead*: where in an element its heading is; *leads*: the headings' entries by element; *owners*: the
    elements of entries."""

    file: str
    path: Path
    level: int
    lead: Path
    leads: dict[int, int]
    owners: dict[int, int]

    @property
    def key(self) -> Key:
        return self.file, self.path

    @property
    def order(self) -> tuple[int, ...]:
        """The elements that the edition showed."""
        return tuple(sorted(self.leads))


def series_of(index: Index) -> list[Series]:
    """Return the series of a record, the outer ones first."""
    record = index.record
    every = [shape.rows for shape in record.lists] + [shape.rows for shape in record.tables]
    rows = {(one.file, one.path) for one in every if one.file}
    found: dict[Key, dict[int, list[int]]] = {}
    for number, value in enumerate(record.values):
        for at, step in enumerate(value.path):
            if (value.file, value.path[:at]) in rows:
                break
            if isinstance(step, int):
                elements = found.setdefault((value.file, value.path[:at]), {})
                elements.setdefault(step, []).extend(index.of_value.get(number, ()))
    made = [one for key, elements in found.items() if (one := _series(index, key, elements)) is not None]
    return sorted(made, key=lambda one: (one.file, len(one.path), repr(one.path)))


def _series(index: Index, key: Key, elements: dict[int, list[int]]) -> Series | None:
    """Return the series at *key*; None where an element does not begin with a heading, or two share a paragraph."""
    record, (file, path) = index.record, key
    leads: dict[int, int] = {}
    owners: dict[int, int] = {}
    shapes: set[tuple[int, Path]] = set()
    for element, numbers in elements.items():
        if not numbers:
            return None
        lead = record.entries[min(numbers)]
        values = {piece.value for piece in lead.pieces}
        value = values.pop() if len(values) == 1 else None
        if lead.kind != "heading" or lead.within or value is None or lead.written is not None:
            return None
        leads[element] = min(numbers)
        shapes.add((lead.level, record.values[value].path[len(path) + 1 :]))
        for number in numbers:
            if owners.setdefault(number, element) != element:
                return None
    if len(shapes) != 1:
        return None
    ((level, inside),) = shapes
    if not inside or any(isinstance(step, int) for step in inside):
        return None
    return Series(file, path, level, inside, leads, owners)


def slots_of(index: Index, one: Series, element: int) -> list[Slot]:
    """Return the parts of an element in the order in which they are printed."""
    found: dict[Slot, None] = {}
    record, start = index.record, (*one.path, element)
    for number in sorted(number for number, owner in one.owners.items() if owner == element):
        entry = record.entries[number]
        if number == one.leads[element]:
            continue
        rows = index.rows(entry.within[0]) if entry.within else None
        if rows is not None and rows.file and entry.within[0].kind == "list":
            if rows.file == one.file and rows.path[: len(start)] == start:
                found.setdefault(Slot("list", rows.path[len(start) :]))
            continue
        values = {piece.value for piece in entry.pieces if piece.length} | (
            {entry.value} if entry.written is not None else set()
        )
        value = values.pop() if len(values) == 1 else None
        if value is None or (entry.written is None and entry.within):
            continue
        path = record.values[value].path
        if entry.kind == "paragraph" and path[: len(start)] == start:
            found.setdefault(Slot("text", path[len(start) :], entry.written is not None))
    return [slot for slot in found if len(slot.path) == 1 and isinstance(slot.path[0], str)]


def new_section(
    index: Index,
    one: Series,
    writing: Writing,
    lead: EditedParagraph,
    body: Sequence[EditedParagraph],
    near: Sequence[int],
) -> New | None:
    """Return the element that a new heading and the paragraphs below it mean; None when none can be made of them.

    *near*: elements of the series, the nearest first.
    """
    slots = list(dict.fromkeys(slot for element in near for slot in slots_of(index, one, element)))
    # What no element of the edition has goes where such data are usually kept; the schema then says yes or no.
    if not any(slot.kind == "text" for slot in slots):
        slots.insert(0, Slot("text", (_TEXT,), True))
    if not any(slot.kind == "list" for slot in slots):
        slots.insert(1 + next(at for at, slot in enumerate(slots) if slot.kind == "text"), Slot("list", (_POINTS,)))
    groups: list[tuple[Part, list[EditedParagraph]]] = []
    for kind, group in groupby(body, _part):
        if kind is None:
            return None
        groups.append((kind, list(group)))
    made = _in_slots(index, one, writing, groups, slots, near)
    if made is None:
        text = next((slot for slot in slots if slot.kind == "text" and slot.rich), None)
        if text is None:
            return None
        made = {str(text.path[0]): writing.markdown(body)}
    value: dict[str, Data] = {}
    _put(value, one.lead, spelled(lead.runs))
    words = " · ".join(part.text.strip() for part in (lead, *body) if part.text.strip())
    return New({**value, **made}, words)


def _part(paragraph: EditedParagraph) -> Part | None:
    """Return the part of an element that a paragraph would be in; None for what no part holds."""
    if paragraph.kind != "paragraph":
        return None
    if not paragraph.within:
        return "text"
    return "list" if all(held.kind == "list" for held in paragraph.within) else None


def _in_slots(
    index: Index,
    one: Series,
    writing: Writing,
    groups: Sequence[tuple[Part, list[EditedParagraph]]],
    slots: Sequence[Slot],
    near: Sequence[int],
) -> dict[str, Data] | None:
    """Return the parts of an element, each group of paragraphs in a slot of its kind; None where they do not fit."""
    found: dict[str, Data] = {}
    left = list(slots)
    for kind, group in groups:
        at = next((at for at, slot in enumerate(left) if slot.kind == kind), None)
        if at is None:
            return None
        slot, left = left[at], left[at + 1 :]
        if slot.kind == "text":
            if len(group) > 1 and not slot.rich:
                return None
            found[str(slot.path[0])] = writing.text(group, slot.rich)
            continue
        items = _items(index, one, writing, slot, group, near)
        if items is None:
            return None
        found[str(slot.path[0])] = items
    return found


def _items(
    index: Index,
    one: Series,
    writing: Writing,
    slot: Slot,
    group: Sequence[EditedParagraph],
    near: Sequence[int],
) -> list[Data] | None:
    """Return the items of a new list, each made as those of the same list of another element are."""
    rows = [list(row) for _, row in groupby(group, lambda paragraph: paragraph.within[0])]
    paths = [(*one.path, element, *slot.path) for element in near]
    known = [
        Sequenced("list", number, shape.rows)
        for path in paths
        for number, shape in enumerate(index.record.lists)
        if (shape.rows.file, shape.rows.path) == (one.file, path)
    ]
    origins = [origin_of(index, *row[0].within[0][:2], row, fresh=True) for row in rows]
    for like in known:
        items = [new_item(index, like, Row(None, tuple(row)), like.order, writing) for row in rows]
        alike = [origin is not None and is_alike(index, like, origin) for origin in origins]
        if all(item is not None or origin for item, origin in zip(items, origins, strict=True)):
            return [_moved(*parts) for parts in zip(items, rows, origins, alike, strict=True)]
    if known:
        return None
    items = [item_of(row, 1, Shape((), True), nested_names(index), writing) for row in rows]
    if any(item is None and not origin for item, origin in zip(items, origins, strict=True)):
        return None
    return [_moved(item, row, origin, True) for item, row, origin in zip(items, rows, origins, strict=True)]


def _moved(item: Data, row: Sequence[EditedParagraph], origin: Key | None, alike: bool) -> Data:
    """Return an item as it is, or as an element that has moved here."""
    words = " · ".join(text for paragraph in row if (text := paragraph.text.strip()))
    return item if origin is None else New(item, words, origin, alike)


def _put(value: dict[str, Data], path: Path, text: str) -> None:
    for step in path[:-1]:
        inner: dict[str, Data] = {}
        value[str(step)] = inner
        value = inner
    value[str(path[-1])] = text
