"""Data without some of its parts, still valid by its schema.

Enters: a source that is valid, its schema, the paths of parts to leave out. Leaves: all paths that have to go then, and
the values that a template sees. Guaranteed: what is left is valid by the schema, or nothing is left; every value that
stays is the one it was, with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import TYPE_CHECKING

from pipeline.diagnostics import Path
from pipeline.release.parts import AUDIENCE, MARKING
from pipeline.source.portions import Part

if TYPE_CHECKING:
    from pipeline.source.schema import Schema
    from pipeline.source.tree import Source

_ABOUT = frozenset((MARKING, AUDIENCE, "comment"))
"""Keys that say something of a part and are nothing to read by themselves."""


def closure(source: Source, schema: Schema, gone: Iterable[Path]) -> frozenset[Path]:
    """Return *gone* and what has to go with it; the empty path among them: nothing is left.

    An entry whose schema wants something that went goes too, and so does one of which only a title is left.
    """
    paths = set(gone)
    while () not in paths:
        kept, indexes = _without(source.data, paths)
        more = {_written(indexes, tuple(error.instance_path)) for error in schema.validator.iter_errors(kept)}
        more = more or _bare(source.data, paths)
        more -= paths
        if not more:
            break
        paths |= more
    return frozenset(path for path in paths if not any(path[:length] in paths for length in range(len(path))))


def remaining(value: object, gone: Set[Path], portion: Callable[[Path], str] | None, path: Path = ()) -> object:
    """Return an annotated value without what is *gone*: keys are None, items of lists are not there.

    With *portion*, mappings know their portion marks.
    """
    if isinstance(value, dict):
        kept = {
            key: None if (*path, key) in gone else remaining(inner, gone, portion, (*path, key))
            for key, inner in value.items()
        }
        if portion is None:
            return kept
        part = Part(kept)
        part.portion = portion(path)
        return part
    if isinstance(value, list):
        items = ((inner, (*path, index)) for index, inner in enumerate(value))
        return [remaining(inner, gone, portion, here) for inner, here in items if here not in gone]
    return value


def _without(data: object, gone: Set[Path]) -> tuple[object, dict[Path, list[int]]]:
    """Return plain *data* without what is *gone*, and the positions in the file of the items of each list that is cut.

    The lists are known by their path in what is left.
    """
    indexes: dict[Path, list[int]] = {}

    def cut(value: object, path: Path, here: Path) -> object:
        if isinstance(value, dict):
            return {
                key: cut(inner, (*path, key), (*here, key)) for key, inner in value.items() if (*path, key) not in gone
            }
        if isinstance(value, list):
            kept = [index for index in range(len(value)) if (*path, index) not in gone]
            if len(kept) < len(value):
                indexes[here] = kept
            return [cut(value[index], (*path, index), (*here, number)) for number, index in enumerate(kept)]
        return value

    return cut(data, (), ()), indexes


def _written(indexes: Mapping[Path, list[int]], path: Path) -> Path:
    """Return the path in the file of what stands at *path* in what is left."""
    found: list[str | int] = []
    for length, step in enumerate(path):
        kept = indexes.get(path[:length])
        found.append(kept[step] if kept is not None and isinstance(step, int) else step)
    return tuple(found)


def _bare(data: object, gone: Set[Path]) -> set[Path]:
    """Return the entries of lists that lost something and hold one text alone now, such as a heading."""
    found: set[Path] = set()
    for path in gone:
        for length in range(len(path) - 1, 0, -1):
            here = path[:length]
            if isinstance(here[-1], int) and isinstance(entry := _at(data, here), dict):
                texts = sum(_count(inner, (*here, key), gone) for key, inner in entry.items() if key not in _ABOUT)
                if texts <= 1:
                    found.add(here)
                break
    return found


def _count(value: object, path: Path, gone: Set[Path]) -> int:
    """Count what there is to read in a value, as far as it stays."""
    if path in gone or value is None or value == "":
        return 0
    if isinstance(value, dict):
        return sum(_count(inner, (*path, key), gone) for key, inner in value.items() if key not in _ABOUT)
    if isinstance(value, list):
        return sum(_count(inner, (*path, index), gone) for index, inner in enumerate(value))
    return 1


def _at(data: object, path: Path) -> object:
    for step in path:
        data = data[step]  # type: ignore[index]
    return data
