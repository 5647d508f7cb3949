"""Where in a YAML file's text a value is cut out, and what is put in its place.

Enters: a loaded file, its text, a path, a value. Leaves: cuts, the best first. Guaranteed: a cut is about the value,
its key, and the white space around them; whether the file then says what was meant is for the caller to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from pipeline.diagnostics import Path
from pipeline.review.scalars import Manner, ways
from pipeline.source.tree import Node, Source, child_of
from pipeline.values import dataclass, field

_HEADER = re.compile(r"[|>][-+0-9]{0,2}(?=[ \t]*(?:#[^\n]*)?\n)")
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class Cut(NamedTuple):
    """Put *text* in the place of the characters *start* to *end*."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Context:
    """A loaded file and its text."""

    source: Source
    text: str
    _starts: list[int] = field(default_factory=list)

    def node(self, path: Path) -> Node | None:
        """Return the node at *path*, None when there is none."""
        node: Node | None = self.source.root
        for step in path:
            node = child_of(node, step) if node is not None else None
        return node

    def offset(self, line: int, column: int) -> int:
        """Return the character at *line* and *column*, both from 1."""
        if not self._starts:
            self._starts = [0, *accumulate(len(one) + 1 for one in self.text.split("\n"))]
        return self._starts[line - 1] + column - 1

    def column(self, at: int) -> int:
        """Return the column (from 0) of a character."""
        return at - (self.text.rfind("\n", 0, at) + 1)

    def in_flow(self, path: Path) -> bool:
        """Whether the value at *path* stands in braces or brackets."""
        return any(self.is_flow(path[:length]) for length in range(len(path)))

    def is_flow(self, path: Path) -> bool:
        """Whether the list or mapping at *path* is written with braces or brackets."""
        node = self.node(path)
        return node is not None and node.children is not None and self.text[node.start : node.start + 1] in ("[", "{")

    def indent(self, path: Path) -> int:
        """Return the column (from 0) of the key, or of the dash, of the value at *path*."""
        parent = self.node(path[:-1]) if path else None
        if parent is None:
            return -2
        if parent.keys:
            spot = parent.keys.get(str(path[-1])) or next(iter(parent.keys.values()))
            return spot[1] - 1
        return parent.spot[1] - 1

    def key_start(self, path: Path) -> int | None:
        parent = self.node(path[:-1])
        spot = parent.keys.get(str(path[-1])) if parent is not None and parent.keys else None
        return None if spot is None else self.offset(spot[0], spot[1])


def extent_of(context: Context, node: Node) -> tuple[int, int]:
    """Return where a scalar begins and ends, a block's header included."""
    text = context.text
    if node.style not in ("|", ">"):
        end = node.end
        while end > node.start and text[end - 1] in " \t\n":
            end -= 1
        return node.start, end
    if text[node.start : node.start + 1] == node.style and _HEADER.match(text, node.start):
        return node.start, max(node.end, _HEADER.match(text, node.start).end())  # type: ignore[union-attr]
    found = list(_HEADER.finditer(text, max(node.start - 2000, 0), node.start))
    start = found[-1].start() if found else node.start
    return start, node.end


def manner_of(context: Context, path: Path) -> Manner:
    """Return how the scalar at *path* is written; for a value that is none, how a new one would be."""
    node = context.node(path)
    indent = context.indent(path) + 2
    flow = context.in_flow(path)
    if node is None or node.children is not None:
        return Manner(indent=max(indent, 0), flow=flow)
    start, end = extent_of(context, node)
    written = context.text[start:end]
    if node.style in ("|", ">"):
        header, _, content = written.partition("\n")
        lines = content.split("\n")
        first = next((line for line in lines if line.strip()), "")
        inner = len(first) - len(first.lstrip(" ")) if first else max(indent, 1)
        return Manner(node.style, header, inner, context.column(start), tuple(line[inner:] for line in lines), flow)
    lines = written.split("\n")
    later = next((line for line in lines[1:] if line.strip()), "")
    inner = len(later) - len(later.lstrip(" ")) if later else max(indent, 1)
    return Manner(node.style, "", inner, context.column(start), tuple(line.strip() for line in lines), flow)


def scalar_cuts(context: Context, path: Path, new: object) -> Iterable[Cut]:
    """Yield ways to make the value at *path* be *new*."""
    node = context.node(path)
    if node is None:
        yield from _added(context, path, new)
        return
    if node.children is not None:
        return
    start, end = extent_of(context, node)
    for written in written_ways(new, manner_of(context, path)):
        before = context.text[start - 1 : start]
        yield Cut(start, end, written if start != end or before in ("", " ") else f" {written}")


def written_ways(new: object, manner: Manner) -> list[str]:
    """Return ways to write a scalar."""
    if isinstance(new, str):
        return ways(new, manner)
    if new is None:
        return ["null"]
    return [str(new).lower() if isinstance(new, bool) else str(new)]


def _added(context: Context, path: Path, new: object) -> Iterator[Cut]:
    """Yield ways to add the key that *path* ends with to its mapping."""
    parent = context.node(path[:-1])
    key = path[-1] if path else 0
    if parent is None or not isinstance(key, str) or not isinstance(parent.children, dict) or not parent.children:
        return
    name = key if _BARE.fullmatch(key) else ways(key, Manner('"', flow=True))[-1]
    last = list(parent.children)[-1]
    _, end = _whole(context, (*path[:-1], last))
    if context.text[parent.start : parent.start + 1] == "{":
        for written in written_ways(new, Manner(flow=True)):
            yield Cut(end, end, f", {name}: {written}")
        return
    indent = context.indent((*path[:-1], last))
    for written in written_ways(new, Manner(indent=indent + 2)):
        yield Cut(end, end, "\n" + " " * indent + f"{name}: {written}")


def _whole(context: Context, path: Path) -> tuple[int, int]:
    """Return where a value of any kind begins and where its last character ends."""
    node = context.node(path)
    assert node is not None
    start = extent_of(context, node)[0] if node.children is None else node.start
    return start, end_of(context, node)


def end_of(context: Context, node: Node) -> int:
    """Return where the last character of a value ends; comments behind it are not part of it."""
    children = node.children
    if children is None:
        return extent_of(context, node)[1]
    if context.text[node.start : node.start + 1] in ("[", "{") or not children:
        return node.end
    last = list(children.values())[-1] if isinstance(children, dict) else children[-1]
    end = end_of(context, last)
    if isinstance(children, dict) and node.keys and end <= last.start == last.end:
        line, _, _, column = list(node.keys.values())[-1]
        end = max(end, context.offset(line, column))
    return end


def line_end(text: str, at: int) -> int:
    """Return where the line of *at* ends."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def key_cuts(context: Context, path: Path) -> Iterator[Cut]:
    """Yield ways to take the key that *path* ends with out of its mapping."""
    parent, start = context.node(path[:-1]), context.key_start(path)
    if parent is None or start is None or not isinstance(parent.children, dict) or not parent.keys:
        return
    names = list(parent.children)
    at = names.index(str(path[-1]))
    _, end = _whole(context, path)
    if at + 1 < len(names):
        following = parent.keys[names[at + 1]]
        yield Cut(start, context.offset(following[0], following[1]), "")
    elif at:
        _, before = _whole(context, (*path[:-1], names[at - 1]))
        yield Cut(line_end(context.text, before) if not context.is_flow(path[:-1]) else before, end, "")
    else:
        return
