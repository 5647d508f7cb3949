"""What a variant leaves out: its texts, with their places.

Enters: data, and the paths in it that are left out; papers that are left out as a whole. Leaves: a :class:`LeftOut`.
Guaranteed: every text and number below such a path is in it, and no text that stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, Path, Place, Severity
from pipeline.release.parts import AUDIENCE, MARKING
from pipeline.source.tree import Source
from pipeline.values import dataclass, field


class LeftText(NamedTuple):
    """A text that is left out, and where it stands."""

    text: str
    place: Place


@dataclass(slots=True)
class LeftOut:
    """*texts* are left out, *kept* ones stay. *paths*: what is left out of each file; an empty path: all of it."""

    texts: list[LeftText] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    paths: dict[str, set[Path]] = field(default_factory=dict)

    def leave_out(self, source: Source, path: Path, keys: Collection[str] | None = None) -> None:
        """Leave out the value at *path*, with all that is in it; *keys*: only what these have is to read."""
        self.paths.setdefault(source.file, set()).add(path)
        for where, text in _texts(source, source.value(path), path):
            if keys is None or where[-1] in keys:
                self.texts.append(LeftText(text, source.place(where)))

    def covers(self, place: Place | None) -> bool:
        """Whether something that is left out stands at *place*."""
        if place is None or place.file not in self.paths:
            return False
        gone = self.paths[place.file]
        return any(place.path[:length] in gone for length in range(len(place.path) + 1))

    def keeps(self, finding: Diagnostic) -> bool:
        """Whether a finding is about the variant: each error, and a warning that is not about what is left out."""
        if finding.severity is Severity.ERROR:
            return True
        return not any(map(self.covers, (finding.place, *(related.place for related in finding.related))))


def _texts(source: Source, value: object, path: Path) -> Iterator[tuple[Path, str]]:
    stack = [(path, value)]
    while stack:
        here, item = stack.pop()
        if isinstance(item, dict):
            stack.extend(((*here, key), inner) for key, inner in item.items() if key not in (MARKING, AUDIENCE))
        elif isinstance(item, list):
            stack.extend(((*here, index), inner) for index, inner in enumerate(item))
        elif isinstance(item, str):
            yield here, item
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield here, source.written(here)


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts and numbers of values that stay."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            stack.extend(item)
        elif isinstance(item, str):
            yield item
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield str(getattr(item, "written", item))
