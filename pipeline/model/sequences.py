"""Which YAML sequence the items of a list, or the rows of a table, come from.

Enters: for each item the values that it shows. Leaves: the sequence, and each item's index in it. Guaranteed: a
sequence is named only where each item that comes from the data comes from an element of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.diagnostics import Path

Key = tuple[str, Path]
"""A file, and the way to a value in it."""


class Found(NamedTuple):
    """A sequence's file and path; *indexes* has for each item its element's index, None for one without any."""

    file: str
    path: Path
    indexes: tuple[int | None, ...]


def common(keys: Sequence[Key]) -> Key | None:
    """Return the innermost value that holds all of *keys*; None without any, or when they are in several files."""
    if not keys or any(file != keys[0][0] for file, _ in keys):
        return None
    path = keys[0][1]
    for _, other in keys[1:]:
        length = 0
        for one, two in zip(path, other, strict=False):
            if one != two:
                break
            length += 1
        path = path[:length]
    return keys[0][0], path


def sequence(items: Sequence[Key | None]) -> Found | None:
    """Return the sequence whose elements *items* are or lie in."""
    placed = [item for item in items if item is not None]
    holder = common(placed)
    if holder is None:
        return None
    file, path = holder
    # A single item tells its sequence by the last position on the way to it.
    depth = len(path) if len(placed) > 1 else _last_position(path)
    if depth is None:
        return None
    indexes: list[int | None] = []
    for item in items:
        step = None if item is None or len(item[1]) <= depth else item[1][depth]
        if item is not None and not isinstance(step, int):
            return None
        indexes.append(step if isinstance(step, int) else None)
    shown = [index for index in indexes if index is not None]
    return Found(file, path[:depth], tuple(indexes)) if len(set(shown)) == len(shown) else None


def _last_position(path: Path) -> int | None:
    return next((at for at in reversed(range(len(path))) if isinstance(path[at], int)), None)
