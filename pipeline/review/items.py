"""Lists and tables whose items or rows were added, removed or moved.

Enters: the paragraphs of the Word file, the record. Leaves: for each YAML sequence what it is to consist of.
Guaranteed: an element is used once; a new one is made of the words of its paragraphs, as those beside it are made of
theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.diagnostics import Path
from pipeline.model.record import Entry, Rows
from pipeline.review.base import Index, Key, container_in, spelled
from pipeline.review.edited import Edited, EditedParagraph
from pipeline.review.markdown import as_markdown
from pipeline.review.yamlfile import Data, New

Kinds = tuple[str, int]
"""A list or table by kind and number."""


class Row(NamedTuple):
    """An item or row of the Word file. *element*: the position in the YAML that it continues; None: it is new."""

    element: int | None
    paragraphs: tuple[EditedParagraph, ...]


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
            one.now.append(Row(element, tuple(paragraphs)))
    return found


def _element(index: Index, one: Sequenced, paragraphs: Iterable[EditedParagraph], taken: set[int]) -> int | None:
    """Return the element that most of the paragraphs come from, if no row above has it."""
    votes: dict[int, int] = {}
    for paragraph in paragraphs:
        if paragraph.entry is None or paragraph.part == "tail":
            continue
        container = container_in(index.record.entries[paragraph.entry].within, one.kind, one.number)
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


def new_element(index: Index, one: Sequenced, row: Row, near: Sequence[int]) -> New | None:
    """Return the element that a new row means; None when none can be made of it. *near*: elements like it, the nearest
    first."""
    words = " · ".join(text for paragraph in row.paragraphs if (text := paragraph.text.strip()))
    make = _row_value if one.kind == "cell" else _item_value
    for element in near:
        value = make(index, one, row, element)
        if value is not None:
            return New(value, words)
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


def text_of(paragraphs: Sequence[EditedParagraph], rich: bool) -> str:
    """Return paragraphs as the text of a value."""
    if rich:
        return "\n\n".join(text for one in paragraphs if (text := as_markdown(one.runs, {})))
    return " ".join(text for one in paragraphs if (text := spelled(one.runs)))


def _item_value(index: Index, one: Sequenced, row: Row, element: int) -> Data:
    own = _own(index, one, element)
    if len(own) != 1:
        return None
    shape = shape_of(index, one, own[0], element)
    if shape is None or len(shape.path) > 1 or any(isinstance(step, int) for step in shape.path):
        return None
    direct = [paragraph for paragraph in row.paragraphs if _depth(paragraph, one) == 0]
    inner = [paragraph for paragraph in row.paragraphs if _depth(paragraph, one) > 0]
    if not direct or (len(direct) > 1 and not shape.rich):
        return None
    text = text_of(direct, shape.rich)
    names = _nested_names(index) if inner else None
    if inner and names is None:
        return None
    if names is not None:
        return {names[0]: text, names[1]: [text_of([paragraph], shape.rich) for paragraph in inner]}
    return text if not shape.path else {str(shape.path[0]): text}


def _depth(paragraph: EditedParagraph, one: Sequenced) -> int:
    """Return how many lists deeper than *one* a paragraph is."""
    at = next(place for place, held in enumerate(paragraph.within) if held[:2] == (one.kind, one.number))
    return sum(held.kind == "list" for held in paragraph.within[at + 1 :])


def _nested_names(index: Index) -> tuple[str, str] | None:
    """Return the keys of an item's text and of the points below it, as some list of the edition has them."""
    for shape in index.record.lists:
        path = shape.rows.path
        if shape.rows.file and len(path) > 2 and isinstance(path[-2], int) and isinstance(path[-1], str):
            for value in index.record.values:
                if value.file == shape.rows.file and value.path[:-1] == path[:-1] and isinstance(value.path[-1], str):
                    return value.path[-1], path[-1]
    return "text", "points"


def _row_value(index: Index, one: Sequenced, row: Row, element: int) -> Data:
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
            found[shape.path[0]] = text_of(paragraphs, shape.rich)
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
