"""What is taken out of the data because its paragraphs are gone from the Word file.

Enters: a record, the entries that are gone, the changes so far. Leaves: texts that are to go, elements taken out of
sequences. Guaranteed: an element goes only when all that it shows is gone; what is shown elsewhere too stays.
"""

from __future__ import annotations

from pipeline.diagnostics import Path
from pipeline.model.record import Entry
from pipeline.review.base import Index
from pipeline.review.wanted import Changes, ListChange, Stay, TextChange
from pipeline.values import dataclass


@dataclass(slots=True)
class Removals:
    """*gone*: the entries whose paragraph is gone, or joined into another."""

    index: Index
    changes: Changes
    gone: set[int]

    def is_removed(self, entry: Entry) -> bool:
        """Whether a list change takes away the element that an entry comes from or stands in."""
        for container in entry.within:
            rows = self.index.rows(container)
            if rows is not None and (rows.file, (*rows.path, self.index.element(container))) in self.changes.carried:
                continue
            change = self.changes.lists.get((rows.file, rows.path)) if rows is not None else None
            element = self.index.element(container) if change is not None else None
            if change is not None and element is not None and element not in change.after:
                return True
        values = {piece.value for piece in entry.pieces if piece.value is not None}
        return bool(values) and all(self.is_path_removed(*self.index.key(value)) for value in values)

    def is_path_removed(self, file: str, path: Path) -> bool:
        """Whether a list change takes away an element on the way to a value."""
        first = self._carried(file, path)
        for at, step in enumerate(path[first:], start=first):
            change = self.changes.lists.get((file, path[:at]))
            if change is not None and step in change.before and step not in change.after:
                return True
        return False

    def _carried(self, file: str, path: Path) -> int:
        """Return how long the way is to the innermost element around a value that moves as it is written; 0: none."""
        return max(
            (length for length in range(1, len(path) + 1) if (file, path[:length]) in self.changes.carried), default=0
        )

    def take_out(self, number: int, value: int) -> Stay | None:
        """Take out a value that the entry *number*, which is gone, showed; return what cannot go."""
        record, (file, path) = self.index.record, self.index.key(value)
        entry = record.entries[number]
        if any(one not in self.gone for one in self.index.of_value[value]):
            return Stay("removed-text", "other paragraphs still show this", number, entry.text, told=False)
        if entry.kind in ("title", "cover"):
            return Stay("removed-text", "a packet needs this text", number, entry.text)
        if self.is_path_removed(file, path):
            return None
        for length in range(1, self._row_of(entry, path) + 1):
            if isinstance(path[length - 1], int) and self._all_gone(file, path[:length]):
                self._remove_element(file, path[: length - 1], path[length - 1], number)
                return None
        old, rich = old_text(self.index, value), is_rich(self.index, value)
        self.changes.texts[file, path] = TextChange(file, path, old, None, rich, number)
        return None

    def _row_of(self, entry: Entry, path: Path) -> int:
        """Return how long the way to a row is where a value is in a cell of one, which may be empty; else all of it."""
        for container in entry.within:
            rows = self.index.rows(container) if container.kind == "cell" else None
            if rows is not None and rows.file and path[: len(rows.path)] == rows.path:
                return len(rows.path) + 1
        return len(path)

    def _all_gone(self, file: str, prefix: Path) -> bool:
        numbers = [
            number
            for at, value in enumerate(self.index.record.values)
            if value.file == file
            and value.path[: len(prefix)] == prefix
            and self._carried(file, value.path) <= len(prefix)
            for number in self.index.of_value.get(at, ())
        ]
        return bool(numbers) and all(number in self.gone for number in numbers)

    def _remove_element(self, file: str, path: Path, element: str | int, number: int) -> None:
        known = self.changes.lists.get((file, path))
        if known is None:
            values = (value.path for value in self.index.record.values if value.file == file)
            found = {steps[len(path)] for steps in values if steps[: len(path)] == path and len(steps) > len(path)}
            order = tuple(sorted(step for step in found if isinstance(step, int)))
            known = ListChange(file, path, order, order, number)
        after = tuple(item for item in known.after if item != element)
        self.changes.lists[file, path] = known._replace(after=after)


def is_rich(index: Index, value: int) -> bool:
    """Whether a value is Markdown."""
    return index.record.values[value].markdown is not None


def old_text(index: Index, value: int) -> str:
    """Return what a value said when the edition was made, as far as the edition shows it."""
    one = index.record.values[value]
    if one.markdown is not None:
        return one.markdown
    for number in index.of_value.get(value, ()):
        entry = index.record.entries[number]
        text = "".join(
            entry.text[piece.start : piece.start + piece.length] for piece in entry.pieces if piece.value == value
        )
        if text:
            return text.replace("\n", " ")
    return ""
