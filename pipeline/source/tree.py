"""A loaded YAML file: its plain data, and where each value of it is written.

Enters: what :mod:`pipeline.source.load` built. Leaves: places for paths. Guaranteed: every value and every key has a
place; the place of a block text (``|`` or ``>``) is its content, not its indicator; a value that came through an alias
has the place of its anchor's value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

from pipeline.diagnostics import Diagnostic, Path, Place, Related, error
from pipeline.source.align import align
from pipeline.values import dataclass, field

Spot = tuple[int, int, int, int]
"""Line and column of the start and of the end (exclusive), all from 1."""


class Node:
    """Where one value is written. *start* and *end* count characters of the text that was parsed."""

    __slots__ = ("children", "end", "keys", "spot", "start", "style")

    def __init__(self, spot: Spot, start: int, end: int, style: str = "") -> None:
        self.spot = spot
        self.start = start
        self.end = end
        self.style = style
        """A scalar's quote or block indicator; empty when plain."""
        self.children: dict[str, Node] | list[Node] | None = None
        self.keys: dict[str, Spot] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A YAML file: *data* is plain dict, list, str, int, float, bool and None; *lines* are as the author wrote them."""

    file: str
    lines: tuple[str, ...] = field(repr=False)
    data: object
    root: Node = field(repr=False)
    text: str = field(repr=False)
    stand_ins: Mapping[str, str] = field(repr=False)
    _aligned: dict[Node, list[int] | None] = field(default_factory=dict, repr=False)
    _starts: list[int] = field(default_factory=list, repr=False)

    def place(self, path: Path) -> Place:
        """Return where the value at *path* is written; for a path that leads nowhere, where its last step is."""
        return place_of(self.file, self._node(path).spot, path)

    def key_place(self, path: Path) -> Place:
        """Return where the key that *path* ends with is written; for a list item, the item's place."""
        spot = self._key_spot(path)
        return self.place(path) if spot is None else place_of(self.file, spot, path)

    def opening_place(self, path: Path) -> Place:
        """Return where the value at *path* begins to be seen: a mapping's first key, else the value."""
        node = self._node(path)
        spot = next(iter(node.keys.values()), node.spot) if node.keys else node.spot
        return place_of(self.file, spot, path)

    def value(self, path: Path) -> object:
        """Return the plain value at *path*, None when there is none."""
        value = self.data
        for step in path:
            found = isinstance(value, dict) and step in value
            if not found and not (isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)):
                return None
            value = value[step]  # type: ignore[index]
        return value

    def line(self, number: int) -> str:
        """Return line *number* (from 1), empty when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def written(self, path: Path) -> str:
        """Return the value's text as it stands in the file, quotes and all."""
        node = self._node(path)
        written = self.text[node.start : node.end]
        for stand_in, meant in self.stand_ins.items():
            written = written.replace(stand_in, meant)
        return written

    def within(self, path: Path, start: int, stop: int) -> Place:
        """Return where characters *start* to *stop* (exclusive) of the text at *path* are written.

        Follows escapes, folded lines and indentation. Returns the whole text's place where it cannot be told.
        """
        node = self._node(path)
        value = self.value(path)
        if not isinstance(value, str):
            return self.place(path)
        offsets = self._offsets(node, value)
        if offsets is None or not 0 <= start < len(offsets):
            return self.place(path)
        last = offsets[max(start, min(stop, len(offsets)) - 1)]
        line, column = self._position(offsets[start])
        end_line, end_column = self._position(last)
        return Place(self.file, line, column, end_line, end_column + 1, path)

    def error(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        label: str = "",
        help: str = "",
        related: tuple[Related, ...] = (),
    ) -> Diagnostic:
        """Return an error of this file, with its source line."""
        line = self.line(place.line) if place.line else None
        return error(code, message, place, label=label, help=help, source_line=line, related=related)

    def _node(self, path: Path) -> Node:
        node = self.root
        for step in path:
            child = child_of(node, step)
            if child is None:
                return node
            node = child
        return node

    def _key_spot(self, path: Path) -> Spot | None:
        if not path:
            return None
        parent = self._node(path[:-1])
        return parent.keys.get(str(path[-1])) if parent.keys and isinstance(path[-1], str) else None

    def _offsets(self, node: Node, value: str) -> list[int] | None:
        """Return where each character of *value* stands. Many questions about one text follow each other."""
        if node not in self._aligned:
            self._aligned.clear()
            self._aligned[node] = align(self.text, node.start, node.end, node.style, value, self.stand_ins)
        return self._aligned[node]

    def _position(self, index: int) -> tuple[int, int]:
        if not self._starts:
            self._starts.extend(accumulate((len(line) + 1 for line in self.lines), initial=0))
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def child_of(node: Node, step: str | int) -> Node | None:
    """Return the node one *step* below *node*, None when there is none."""
    children = node.children
    if isinstance(children, dict) and isinstance(step, str):
        return children.get(step)
    if isinstance(children, list) and isinstance(step, int) and 0 <= step < len(children):
        return children[step]
    return None


def place_of(file: str, spot: Spot, path: Path) -> Place:
    """Return *spot* as a Place."""
    return Place(file, *spot, path)
