"""The portion marks of a paper, for what is printed of it.

Enters: how the parts of a paper are marked. Leaves: the mark of a value. Guaranteed: a value has the mark of the
innermost part that holds it, else that of the paper.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.diagnostics import Path, Place
from pipeline.source.markings import PortionKind
from pipeline.values import dataclass


class Part(dict[str, object]):
    """A mapping of the data, as templates see it, with its portion mark."""

    __slots__ = ("portion",)
    portion: str


@dataclass(frozen=True, slots=True)
class Portions:
    """Portion marks. *own*: that of the paper. *parts*: those of its parts, by file and path. *on*: what shows them."""

    on: frozenset[PortionKind]
    own: str
    parts: Mapping[tuple[str, Path], str]

    def at(self, place: Place | None) -> str:
        """Return the mark of what stands at *place* in the data; None: that of the paper."""
        if place is not None:
            path = place.path
            for length in range(len(path), -1, -1):
                found = self.parts.get((place.file, path[:length]))
                if found is not None:
                    return found
        return self.own
