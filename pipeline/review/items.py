"""Lists and tables whose items or rows were added, removed or moved.

Enters: the paragraphs of the Word file, the record. Leaves: for each YAML sequence what it is to consist of.
Guaranteed: an element is used once; a new one is made of the words of its paragraphs, as those beside it are made of
theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.diagnostics import Path
from pipeline.model.record import Entry, Rows
from pipeline.review.base import Index, Key, container_in, spelled
from pipeline.review.edited import Edited, EditedParagraph
from pipeline.review.plaintext import anchored
from pipeline.review.wholes import Writing
from pipeline.review.yamlfile import Data, New
from pipeline.values import dataclass, field

Kinds = tuple[str, int]
"""A list or table by kind and number."""


class Row(NamedTuple):
    """An item or row of the Word file. *element*: the position in the YAML that it continues; None: it is new.

    *origin*: the element of another sequence that it is, which has moved here.
    """

    element: int | None
    paragraphs: tuple[EditedParagraph, ...]
    origin: Key | None = None


class Shape(NamedTuple):
    """How the text of an item comes from its element: at *path* inside it, as rich text or not."""

    path: Path
    rich: bool


@dataclass(slots=True)
class Sequenced:
    """A list or table that comes from a YAML sequence, as it is now."""

    kind: str
    number: int
    rows: Rows
    now: list[Row] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.rows.file, self.rows.path

    @property
    def order(self) -> list[int]:
        """The elements that it had."""
        return [index for index in self.rows.indexes if index is not None]

    @property
    def changed(self) -> bool:
        return [row.element for row in self.now] != self.order


def sequenced(index: Index, edited: Edited) -> list[Sequenced]:
    """Return the lists and tables that come from YAML sequences, each with its rows in the Word file."""
    found: list[Sequenced] = []
    shapes = [("list", number, shape.rows) for number, shape in enumerate(index.record.lists)]
    shapes += [("cell", number, shape.rows) for number, shape in enumerate(index.record.tables)]
    kinds = {container[:2] for entry in index.record.entries for container in entry.within}
    for name, number, rows in shapes:
        if rows.file:
            kind = "definition" if name == "list" and (name, number) not in kinds else name
            found.append(Sequenced(kind, number, rows))
    by_row: dict[Kinds, dict[int, list[EditedParagraph]]] = {}
    for paragraph in edited.paragraphs:
        for container in paragraph.within:
            if container.kind in ("list", "definition", "cell") and container.number >= 0:
                by_row.setdefault(container[:2], {}).setdefault(container.row, []).append(paragraph)
    for one in found:
        head = index.record.tables[one.number].head if one.kind == "cell" else 0
        taken: set[int] = set()
        for row, paragraphs in sorted(by_row.get((one.kind, one.number), {}).items()):
            element = _element(index, one, paragraphs, taken)
            if element is None and (row < head or _is_fixed(index, one, paragraphs)):
                continue
            if element is None and not any(paragraph.text.strip() for paragraph in paragraphs):
                continue
            if element is not None:
                taken.add(element)
            origin = None if element is not None else origin_of(index, one.kind, one.number, paragraphs)
            if origin is not None and (origin[0], origin[1][:-1]) == one.key:
                origin = None
            one.now.append(Row(element, tuple(paragraphs), origin))
    return found


def origin_of(
    index: Index, kind: str, number: int, paragraphs: Sequence[EditedParagraph], *, fresh: bool = False
) -> Key | None:
    """Return the element of a sequence that *paragraphs*, a row of another, are all of; None where there is none.
    *fresh*: they were made new ones.

    Paragraphs of lists in it are told by those lists.
    """
    held: set[tuple[str, int, int]] = set()
    direct: set[int] = set()
    for one in paragraphs:
        if not one.within or one.within[-1][:2] != (kind, number):
            continue
        entry = one.was if fresh else one.entry
        within = index.record.entries[entry].within if entry is not None else ()
        element = index.element(within[-1]) if within and within[-1].kind == kind else None
        if entry is None or element is None or one.part != "whole":
            return None
        held.add((kind, within[-1].number, element))
        direct.add(entry)
    if len(held) != 1:
        return None
    ((_, other, element),) = held
    whence = index.record.tables[other].rows if kind == "cell" else index.record.lists[other].rows
    path = (*whence.path, element)
    own = {at for at, entry in enumerate(index.record.entries) if _holds(index, entry, kind, other, element)}
    return (whence.file, path) if own == direct else None


def _holds(index: Index, entry: Entry, kind: str, number: int, element: int) -> bool:
    holder = entry.within[-1] if entry.within else None
    return holder is not None and holder[:2] == (kind, number) and index.element(holder) == element


def is_alike(index: Index, one: Sequenced, origin: Key) -> bool:
    """Whether elements of *one* show the same parts of themselves as the element *origin* of another sequence does."""
    file, path = origin
    lists, tables = index.record.lists, index.record.tables
    every = [shape.rows for shape in tables] if one.kind == "cell" else [shape.rows for shape in lists]
    for number, rows in enumerate(every):
        if (rows.file, rows.path) == (file, path[:-1]):
            mine = _parts(index, Sequenced(one.kind, number, rows), int(path[-1]))
            return any(_parts(index, one, element) == mine for element in one.order)
    return False


def _parts(index: Index, one: Sequenced, element: int) -> list[Shape | None]:
    return [shape_of(index, one, entry, element) for entry in _own(index, one, element)]


def _element(index: Index, one: Sequenced, paragraphs: Iterable[EditedParagraph], taken: set[int]) -> int | None:
    """Return the element that most of the paragraphs come from, if no row above has it."""
    votes: dict[int, int] = {}
    for paragraph in paragraphs:
        if paragraph.entry is None or paragraph.part == "tail":
            continue
        within = index.record.entries[paragraph.entry].within
        container = container_in(within, one.kind, one.number)
        if container is not None and (within[-1] == container) != (paragraph.within[-1][:2] == container[:2]):
            continue  # it has come out of a list in the item, or gone into one
        element = index.element(container) if container is not None else None
        if element is not None and element not in taken:
            votes[element] = votes.get(element, 0) + 1
    return max(votes, key=lambda element: votes[element], default=None)


def _is_fixed(index: Index, one: Sequenced, paragraphs: Iterable[EditedParagraph]) -> bool:
    """Whether a row is one that a template wrote."""
    entries = [index.record.entries[paragraph.entry] for paragraph in paragraphs if paragraph.entry is not None]
    return (
        any(container_in(entry.within, one.kind, one.number) is not None for entry in entries)
        and not any(paragraph.part == "tail" for paragraph in paragraphs)
        and all(all(piece.value is None for piece in entry.pieces) for entry in entries)
    )


# --- new elements ----------------------------------------------------------------------------------------------------


def new_element(index: Index, one: Sequenced, row: Row, near: Sequence[int], writing: Writing) -> New | None:
    """Return the element that a new row means; None when none can be made of it. *near*: elements like it, the nearest
    first."""
    words = " · ".join(text for paragraph in row.paragraphs if (text := paragraph.text.strip()))
    if one.kind != "cell":
        value = new_item(index, one, row, near, writing)
        return None if value is None else New(value, words)
    for element in near:
        value = _row_value(index, one, row, element, writing)
        if value is not None:
            return New(value, words)
    return None


def new_item(index: Index, one: Sequenced, row: Row, near: Sequence[int], writing: Writing) -> Data:
    """Return the value of a new item of a list, made as its neighbours are; None when none can be made."""
    for element in near:
        if one.kind == "definition":
            value = _definition(index, one, row, element, writing)
        else:
            value = _item_value(index, one, row, element, writing)
        if value is not None:
            return value
    return None


def _own(index: Index, one: Sequenced, element: int) -> list[Entry]:
    """Return the entries of an element's own paragraphs, without those of lists in it."""
    found = []
    for entry in index.record.entries:
        holder = entry.within[-1] if entry.within else None
        if holder is not None and holder[:2] == (one.kind, one.number) and index.element(holder) == element:
            found.append(entry)
    return found


def shape_of(index: Index, one: Sequenced, entry: Entry, element: int) -> Shape | None:
    """Return where in its element the whole text of an entry comes from; None when it is more than one value."""
    values = {piece.value for piece in entry.pieces} | ({entry.value} if entry.written else set())
    if len(values) != 1:
        return None
    (value,) = values
    if value is None:
        return None
    file, path = index.key(value)
    start = (*one.rows.path, element)
    if file != one.rows.file or path[: len(start)] != start:
        return None
    if entry.written is not None and not index.whole(entry):
        return None
    return Shape(path[len(start) :], entry.written is not None)


def _item_value(index: Index, one: Sequenced, row: Row, element: int, writing: Writing) -> Data:
    own = _own(index, one, element)
    if len(own) != 1:
        return None
    depth = _depth(row.paragraphs[0], one)
    shape = shape_of(index, one, own[0], element)
    if shape is None:
        return _of_parts(index, one, own[0], element, row.paragraphs)
    if len(shape.path) > 1 or any(isinstance(step, int) for step in shape.path):
        return None
    return item_of(row.paragraphs, depth, shape, nested_names(index), writing)


def item_of(
    paragraphs: Sequence[EditedParagraph], depth: int, shape: Shape, names: tuple[str, str], writing: Writing
) -> Data:
    """Return an item whose own paragraphs are *depth* containers deep, with the items of lists in it."""
    first = next((at for at, one in enumerate(paragraphs) if len(one.within) > depth), len(paragraphs))
    direct, inner = paragraphs[:first], paragraphs[first:]
    if not direct or (len(direct) > 1 and not shape.rich):
        return None
    if any(len(one.within) <= depth or one.within[depth].kind != "list" for one in inner):
        if not shape.rich:
            return None
        text, inner = writing.markdown([one._replace(within=one.within[depth:]) for one in paragraphs]), inner[:0]
    else:
        text = writing.text(direct, shape.rich)
    if not inner:
        return text if not shape.path else {str(shape.path[0]): text}
    points: list[Data] = []
    for _, group in groupby(inner, lambda one: one.within[depth]):
        point = item_of(list(group), depth + 1, shape._replace(path=()), names, writing)
        if point is None:
            return None
        points.append(point)
    return {names[0]: text, names[1]: points}


def _depth(paragraph: EditedParagraph, one: Sequenced) -> int:
    """Return how many containers deep the own paragraphs of an item are."""
    at = (place for place, held in enumerate(paragraph.within) if held[:2] == (one.kind, one.number))
    return next(at, 0) + 1


def _of_parts(index: Index, one: Sequenced, like: Entry, element: int, paragraphs: Sequence[EditedParagraph]) -> Data:
    """Return an item whose line is several values and words of the template between them."""
    if len(paragraphs) != 1:
        return None
    start = (*one.rows.path, element)
    found: dict[str, Data] = {}
    for value, text in (anchored(like, spelled(paragraphs[0].runs)) or {}).items():
        file, path = index.key(value)
        if file != one.rows.file or path[:-1] != start or not isinstance(path[-1], str):
            return None
        found[path[-1]] = text.strip()
    return found or None


def _definition(index: Index, one: Sequenced, row: Row, element: int, writing: Writing) -> Data:
    """Return a new term with what it means."""
    found: dict[str, Data] = {}
    for term in (True, False):
        own = [entry for entry in _own(index, one, element) if (entry.kind == "term") is term]
        mine = [paragraph for paragraph in row.paragraphs if (paragraph.kind == "term") is term]
        shape = shape_of(index, one, own[0], element) if own else None
        if not mine and not own:
            continue
        if shape is None or len(shape.path) != 1 or not mine or (len(mine) > 1 and not shape.rich):
            return None
        found[str(shape.path[0])] = writing.text(mine, shape.rich)
    return found or None


def nested_names(index: Index) -> tuple[str, str]:
    """Return the keys of an item's text and of the points below it, as some list of the edition has them."""
    rows = [shape.rows for shape in index.record.lists if shape.rows.file]
    sequences = {(one.file, one.path) for one in rows}
    for one in rows:
        if len(one.path) < 2 or (one.file, one.path[:-2]) not in sequences:
            continue
        for value in index.record.values:
            above = value.file == one.file and value.path[:-1] == one.path[:-1]
            if above and isinstance(value.path[-1], str) and isinstance(one.path[-1], str):
                return value.path[-1], one.path[-1]
    return "text", "points"


def _row_value(index: Index, one: Sequenced, row: Row, element: int, writing: Writing) -> Data:
    columns = column_shapes(index, one, element)
    found: dict[str | int, Data] = {}
    for column, paragraphs in _by_column(one, row).items():
        text = any(paragraph.text.strip() for paragraph in paragraphs)
        shape = columns.get(column)
        if shape is None or len(shape.path) != 1:
            if text:
                return None
            continue
        if text:
            found[shape.path[0]] = writing.text(paragraphs, shape.rich)
    if not found:
        return None
    if all(isinstance(key, int) for key in found):
        return [found.get(at, "") for at in range(1 + max(int(shape.path[0]) for shape in columns.values()))]
    order = [shape.path[0] for _, shape in sorted(columns.items()) if len(shape.path) == 1]
    return {str(key): found[key] for key in order if key in found}


def _by_column(one: Sequenced, row: Row) -> dict[int, list[EditedParagraph]]:
    found: dict[int, list[EditedParagraph]] = {}
    for paragraph in row.paragraphs:
        container = container_in(paragraph.within, one.kind, one.number)
        if container is not None:
            found.setdefault(container.column, []).append(paragraph)
    return found


def column_shapes(index: Index, one: Sequenced, element: int) -> dict[int, Shape]:
    """Return for each column of a table where its text comes from in the element; other rows tell what one lacks."""
    found: dict[int, Shape] = {}
    elements = [element, *(other for other in one.order if other != element)]
    for other in elements:
        for entry in _own(index, one, other):
            column = entry.within[-1].column
            shape = shape_of(index, one, entry, other)
            if shape is not None:
                found.setdefault(column, shape)
    return found
