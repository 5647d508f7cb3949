"""The edition's paragraphs as runs, and the parts that each value has in them.

Enters: a record. Leaves: runs to compare with those of the Word file, keys of list items and rows. Guaranteed: a
paragraph that nobody touched compares equal to its entry.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diagnostics import Path
from pipeline.model.record import Container, Entry, Record, Rows
from pipeline.review.edited import EditedParagraph, Ink
from pipeline.review.markdown import looks
from pipeline.values import dataclass, field

Key = tuple[str, Path]
"""A file and the way to a value in it."""


def runs_of(entry: Entry) -> tuple[Ink, ...]:
    """Return an entry as the runs of a Word file that is as it was built."""
    return tuple(
        Ink(
            entry.text[piece.start : piece.start + piece.length],
            piece.marks,
            piece.link,
            piece.lang,
            piece.note,
            piece.reference,
            piece.placeholder,
        )
        for piece in entry.pieces
    )


def unchanged(paragraph: EditedParagraph, entry: Entry) -> bool:
    """Whether a paragraph says what its entry says, and looks so."""
    if paragraph.part != "whole" or paragraph.joins:
        return False
    return looks(paragraph.runs) == looks(runs_of(entry))


def spelled(runs: Sequence[Ink]) -> str:
    """Return the words of runs as a plain text of the data has them."""
    return " ".join("".join(run.text for run in runs if not run.reference).replace("\n", " ").split(" ")).strip()


def cut_out(runs: Sequence[Ink], start: int, end: int) -> list[Ink]:
    """Return the characters *start* to *end* of runs."""
    found: list[Ink] = []
    at = 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last or (run.note and start < at < end):
            found.append(run._replace(text=run.text[first:last]))
        at += len(run.text)
    return found


@dataclass(slots=True)
class Index:
    """What is asked of a record again and again."""

    record: Record
    of_value: dict[int, list[int]] = field(default_factory=dict)
    """The entries that show a value."""
    rich: dict[int, list[int]] = field(default_factory=dict)
    """The entries that are a part of a rich text, in its order."""

    def __post_init__(self) -> None:
        for number, entry in enumerate(self.record.entries):
            if entry.written is not None and entry.value is not None:
                self.rich.setdefault(entry.value, []).append(number)
            for value in dict.fromkeys((entry.value, *(piece.value for piece in entry.pieces))):
                if value is not None:
                    self.of_value.setdefault(value, []).append(number)
        for numbers in self.rich.values():
            numbers.sort(key=lambda number: self.record.entries[number].written or (0, 0))

    def key(self, value: int) -> Key:
        one = self.record.values[value]
        return one.file, one.path

    def rows(self, container: Container) -> Rows | None:
        """Return what the items of a list or the rows of a table come from; None for other containers."""
        if container.number < 0:
            return None
        if container.kind == "cell":
            return self.record.tables[container.number].rows
        if container.kind in ("list", "definition"):
            return self.record.lists[container.number].rows
        return None

    def element(self, container: Container) -> int | None:
        """Return the position in its YAML sequence of the item or row that *container* is; None when it has none."""
        rows = self.rows(container)
        if rows is None or not rows.file:
            return None
        at = container.row - (self.record.tables[container.number].head if container.kind == "cell" else 0)
        return rows.indexes[at] if 0 <= at < len(rows.indexes) else None

    def whole(self, entry: Entry) -> bool:
        """Whether the entry is all of its rich text."""
        if entry.value is None or entry.written is None:
            return False
        markdown = self.record.values[entry.value].markdown or ""
        start, end = entry.written
        return not (markdown[:start].strip() or markdown[end:].strip())


def container_in(within: Sequence[Container], kind: str, number: int) -> Container | None:
    """Return the container of that kind and number among *within*."""
    return next((one for one in within if one.kind == kind and one.number == number), None)
