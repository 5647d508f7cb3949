"""Which element of a YAML sequence is which, after somebody has added, removed or moved some.

Enters: a record, a file as it is now. Leaves: paths of the file as it is now for paths of the edition. Guaranteed: in a
file that says what the edition said, every path is itself; no two elements become one.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from pipeline.compose.characters import tidy
from pipeline.diagnostics import Path
from pipeline.model.record import Record
from pipeline.review.base import Index
from pipeline.review.wanted import Changes
from pipeline.review.yamlfile import Data, New, has_comments
from pipeline.source.tree import Source

_ALIKE = 0.4
_ELSEWHERE = 0.95
"""How alike a text is that an element has at another place in itself."""


class Elements:
    """The elements of one file. *changes*: what a value was made to be is as good a sign as what it was."""

    def __init__(self, record: Record, source: Source, changes: Changes) -> None:
        self._source = source
        self._known: dict[tuple[Path, Path], dict[int, int]] = {}
        self._texts: dict[Path, str] = {}
        self._told: dict[tuple[str, Path], set[str]] = {}
        self._counts = {
            rows.path: 1 + max((at for at in rows.indexes if at is not None), default=-1)
            for rows in (*(one.rows for one in record.lists), *(one.rows for one in record.tables))
            if rows.file == source.file
        }
        self._gone = {
            change.path for change in changes.texts.values() if change.file == source.file and change.new is None
        }
        self._lists = {one.path: one for one in changes.lists.values() if one.file == source.file}
        for one in changes.lists.values():
            if one.file == source.file:
                self._gone |= {(*one.path, element) for element in one.before if element not in one.after}
        self._entries: dict[Path, list[int]] = {}
        index = Index(record)
        for number, value in enumerate(record.values):
            if value.file != source.file:
                continue
            self._entries[value.path] = index.of_value.get(number, [])
            text = value.markdown
            if text is None:
                text = _shown(index, number)
            if text is not None:
                self._texts[value.path] = " ".join(tidy(text).split())
        self._new = {
            change.path: " ".join(tidy(change.new).split())
            for change in changes.texts.values()
            if change.file == source.file and change.new is not None
        }

    def path(self, path: Path) -> Path | None:
        """Return where the value is now that was at *path*; None where its element is gone."""
        found: Path = ()
        for at, step in enumerate(path):
            place: str | int | None = self.aligned(path[:at], found).get(step) if isinstance(step, int) else step
            if place is None:
                return None
            found = (*found, place)
        return found

    def entries(self, base: Path) -> set[int]:
        """Return the entries that show something of the element that was at *base*."""
        return {entry for path, entries in self._entries.items() if path[: len(base)] == base for entry in entries}

    def shows(self, base: Path, source: Source, now: Path) -> bool:
        """Whether the value at *now* of *source* says what the element that was at *base* was made to say."""
        return self._likeness(base, now, source=source) == 1

    def hidden(self, base: Path, now: Path) -> list[str]:
        """Return what the edition does not show of the element that was at *base*, is at *now*: keys, comments."""
        shown = {path[len(base) :] for path in self._entries if path[: len(base)] == base}
        found: dict[str, None] = {}

        def walk(value: object, path: Path) -> None:
            if isinstance(value, dict | list):
                for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
                    walk(inner, (*path, step))
            elif path not in shown and value not in (None, "") and path:
                found[next(str(step) for step in reversed(path) if isinstance(step, str))] = None

        if any(isinstance(step, str) for path in shown for step in path) or isinstance(self._source.value(now), dict):
            walk(self._source.value(now), ())
        if has_comments(self._source, now):
            found["comments"] = None
        return list(found)

    def untouched(self, base: Path, element: int, now: Path) -> bool:
        """Whether what the edition showed of an element is as it was."""
        for path, count in self._counts.items():
            if path[: len(base) + 1] == (*base, element):
                value = self._source.value((*now, *path[len(base) + 1 :]))
                if isinstance(value, list) and len(value) > count:
                    return False
        return self._likeness((*base, element), now, strict=True) == 1

    def aligned(self, base: Path, now: Path) -> dict[int, int]:
        """Return for each element of the sequence that was at *base* its position in the one that is at *now*."""
        key = (base, now)
        if key not in self._known:
            self._known[key] = self._align(base, now)
        return self._known[key]

    def _align(self, base: Path, now: Path) -> dict[int, int]:
        value = self._source.value(now)
        count = len(value) if isinstance(value, list) else 0
        steps = {path[len(base)] for path in self._texts if path[: len(base)] == base and len(path) > len(base)}
        elements = sorted(step for step in steps if isinstance(step, int))
        found: dict[int, int] = {}
        likeness = {
            (element, at): self._likeness((*base, element), (*now, at))
            for element in elements
            for at in (
                [element]
                if element < count and self._likeness((*base, element), (*now, element)) == 1
                else range(count)
            )
        }
        new = self._made_new(base, now, count)
        for least in (1.0, _ALIKE):
            pairs = [
                (-score, abs(at - element), element, at)
                for (element, at), score in likeness.items()
                if score >= least and (score == 1 or at not in new)
            ]
            for _, _, element, at in sorted(pairs):
                if element not in found and at not in found.values():
                    found[element] = at
        for element in range(count):
            # An element that was rewritten, or that the edition did not show: its place alone tells it.
            if (
                element not in found
                and element not in found.values()
                and element not in new
                and self._may_stay(element, elements, found, count)
            ):
                found[element] = element
        return found

    def _made_new(self, base: Path, now: Path, count: int) -> set[int]:
        """Return the elements that Word has brought, in a file that has them already."""
        change = self._lists.get(base)
        made = [item.value for item in change.after if isinstance(item, New)] if change is not None else []
        return {at for at in range(count) if any(says(self._source.value((*now, at)), value) for value in made)}

    @staticmethod
    def _may_stay(element: int, elements: list[int], found: dict[int, int], count: int) -> bool:
        if element not in elements:
            return all(found.get(other, other) == other for other in elements if other < count)
        near = [other for other in (element - 1, element + 1) if other in elements]
        return all(found.get(other) == other for other in near) and (bool(near) or count == len(elements))

    def _likeness(self, base: Path, now: Path, *, strict: bool = False, source: Source | None = None) -> float:
        source = source or self._source
        texts = {path[len(base) :]: text for path, text in self._texts.items() if path[: len(base)] == base}
        if not texts:
            return 0
        scores = []
        for path, text in texts.items():
            value = source.value((*now, *path))
            if not strict and self._is_gone((*base, *path), len(base)):
                continue  # pulled before, it is not there, and others may have its place
            if value is None or isinstance(value, dict | list):
                scores.append(_ELSEWHERE if not strict and text in self._leaves(source, now) else 0.0)
                continue
            shown = value if isinstance(value, str) else source.written((*now, *path)).strip("'\"")
            shown = " ".join(tidy(shown).split())
            new = text if strict else self._new.get((*base, *path), text)
            if shown in (text, new):
                scores.append(1.0)
            elif not strict and {text, new} & self._leaves(source, now):
                scores.append(_ELSEWHERE)
            else:
                scores.append(_ratio(text, shown))
        return sum(scores) / len(scores) if scores else 0

    def _leaves(self, source: Source, now: Path) -> set[str]:
        """Return all texts of a value."""
        key = (source.file, now)
        if key not in self._told:
            found: set[str] = set()
            left = [source.value(now)]
            while left:
                value = left.pop()
                if isinstance(value, dict | list):
                    left += value.values() if isinstance(value, dict) else value
                elif isinstance(value, str):
                    found.add(" ".join(tidy(value).split()))
            self._told[key] = found
        return self._told[key]

    def _is_gone(self, path: Path, inside: int) -> bool:
        return any(path[:length] in self._gone for length in range(inside + 1, len(path) + 1))


def says(found: object, new: Data) -> bool:
    """Whether a value is one that was made of Word's, white space aside."""
    if isinstance(found, dict) and isinstance(new, dict):
        return found.keys() == new.keys() and all(says(found[key], new[key]) for key in new)
    if isinstance(found, list) and isinstance(new, list):
        return len(found) == len(new) and all(map(says, found, new))
    if isinstance(new, New):
        return new.value is not None and says(found, new.value)
    return found == new or " ".join(str(found).split()) == " ".join(str(new).split())


def _ratio(one: str, other: str) -> float:
    return min(SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio(), 0.99)


def _shown(index: Index, number: int) -> str | None:
    for at in index.of_value.get(number, ()):
        entry = index.record.entries[at]
        text = "".join(
            entry.text[piece.start : piece.start + piece.length] for piece in entry.pieces if piece.value == number
        )
        if text:
            return text
    return None
