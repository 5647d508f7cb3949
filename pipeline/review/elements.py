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
from pipeline.source.tree import Source

_ALIKE = 0.4


class Elements:
    """The elements of one file. *changes*: what a value was made to be is as good a sign as what it was."""

    def __init__(self, record: Record, source: Source, changes: Changes) -> None:
        self._source = source
        self._known: dict[tuple[Path, Path], dict[int, int]] = {}
        self._texts: dict[Path, str] = {}
        index = Index(record)
        for number, value in enumerate(record.values):
            if value.file != source.file:
                continue
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

    def untouched(self, base: Path, element: int, now: Path) -> bool:
        """Whether what the edition showed of an element is as it was."""
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
        for least in (1.0, _ALIKE):
            pairs = [
                (-score, abs(at - element), element, at) for (element, at), score in likeness.items() if score >= least
            ]
            for _, _, element, at in sorted(pairs):
                if element not in found and at not in found.values():
                    found[element] = at
        for element in range(count):
            # An element that was rewritten, or that the edition did not show: its place alone tells it.
            if (
                element not in found
                and element not in found.values()
                and self._may_stay(element, elements, found, count)
            ):
                found[element] = element
        return found

    @staticmethod
    def _may_stay(element: int, elements: list[int], found: dict[int, int], count: int) -> bool:
        if element not in elements:
            return all(found.get(other, other) == other for other in elements if other < count)
        near = [other for other in (element - 1, element + 1) if other in elements]
        return all(found.get(other) == other for other in near) and (bool(near) or count == len(elements))

    def _likeness(self, base: Path, now: Path, *, strict: bool = False) -> float:
        texts = {path[len(base) :]: text for path, text in self._texts.items() if path[: len(base)] == base}
        if not texts:
            return 0
        scores = []
        for path, text in texts.items():
            value = self._source.value((*now, *path))
            if value is None or isinstance(value, dict | list):
                scores.append(0.0)
                continue
            shown = value if isinstance(value, str) else self._source.written((*now, *path)).strip("'\"")
            shown = " ".join(tidy(shown).split())
            new = text if strict else self._new.get((*base, *path), text)
            scores.append(1.0 if shown in (text, new) else _ratio(text, shown))
        return sum(scores) / len(scores)


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
