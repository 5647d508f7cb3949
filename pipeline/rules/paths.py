"""Paths into data, such as ``days[*].events[*].title``.

Enters: values as templates see them (what a variant of the packet leaves out is not among them) and a path. Leaves: the
values it leads to, each with what it stands in and its place in the file. Guaranteed: places are right also where items
of a list have been left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Path, Place
from pipeline.source.schema_types import Schema
from pipeline.source.shapes import View
from pipeline.source.tree import Source
from pipeline.source.values import SourceInteger, SourceNumber, SourceText
from pipeline.values import dataclass, field

_DEEPEST = 40
_ANY = "**"


@dataclass(frozen=True, slots=True)
class Found:
    """A value that a path leads to; *value* None: it is missing. *owners*: the mappings around it, the nearest last."""

    value: object
    path: Path
    source: Source = field(repr=False)
    owners: tuple[dict[str, object], ...] = field(repr=False, default=())

    @property
    def place(self) -> Place:
        """Where it stands; a missing value stands where the mapping begins that it is missing from."""
        if isinstance(self.value, SourceText | SourceInteger | SourceNumber):
            return self.value.place
        if self.value is None and self.path:
            return self.source.opening_place(self.path[:-1])
        return self.source.opening_place(self.path)


def steps_of(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def find(values: object, path: str, source: Source) -> Iterator[Found]:
    """Yield what *path* leads to in *values*, in the order of the file; missing values too, as None.

    A list at the top of the data that is empty is a value; one within something may be empty or left out.
    """
    yield from _find(values, steps_of(path), (), source, ())


def _find(
    value: object, steps: tuple[str, ...], path: Path, source: Source, owners: tuple[dict[str, object], ...]
) -> Iterator[Found]:
    if not steps:
        yield Found(value, path, source, owners)
        return
    if steps[0] == _ANY:
        yield from _anywhere(value, steps[1:], path, source, owners)
        return
    if not isinstance(value, dict):
        return
    name = steps[0].removesuffix("[*]")
    child, below, around = value.get(name), (*path, name), (*owners, value)
    if child is None:
        # A list within something may be left out; one at the top of the data has to be there.
        if name == steps[0] or not owners:
            yield Found(None, below, source, around)
    elif name == steps[0]:
        yield from _find(child, steps[1:], below, source, around)
    elif isinstance(child, list):
        if not child and not owners:
            yield Found(child, below, source, around)
        for index, item in enumerate(child):
            yield from _find(item, steps[1:], _path_of(item, (*below, index), source), source, around)
    else:
        # What may be one thing or a list of them.
        yield from _find(child, steps[1:], below, source, around)


def _anywhere(
    value: object, steps: tuple[str, ...], path: Path, source: Source, owners: tuple[dict[str, object], ...]
) -> Iterator[Found]:
    """Yield what *steps* lead to from *value* and from all within it, where the first step is there."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, dict):
        if value.get(steps[0].removesuffix("[*]")) is not None:
            yield from _find(value, steps, path, source, owners)
        for key, item in value.items():
            yield from _anywhere(item, steps, (*path, key), source, (*owners, value))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _anywhere(item, steps, _path_of(item, (*path, index), source), source, owners)


def _path_of(value: object, path: Path, source: Source) -> Path:
    """Return the path of *value* in its file: that of a text in it, without the steps that lead to the text."""
    inner, depth = value, 0
    while True:
        if isinstance(inner, SourceText | SourceInteger | SourceNumber):
            written = inner.place
            same = written.file == source.file and len(written.path) == len(path) + depth
            return written.path[: len(path)] if same else path
        parts = list(inner.values()) if isinstance(inner, dict) else inner if isinstance(inner, list) else []
        shown = [part for part in parts if part is not None and not isinstance(part, bool) and part != []]
        plain = [part for part in shown if not isinstance(part, dict | list) and _is_of(part, source)]
        nested = [part for part in shown if isinstance(part, dict | list)]
        if not plain and not nested:
            return path
        inner, depth = (plain or nested)[0], depth + 1


def _is_of(value: object, source: Source) -> bool:
    """Whether a value is written in the file, and is no default of its schema."""
    place = getattr(value, "place", None)
    return isinstance(place, Place) and place.file == source.file


def unknown_key(schema: Schema, path: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the first key of *path* that the data can never have, and those that it can; None: all may be there."""
    view: View = schema.view
    for step in steps_of(path):
        if step == _ANY:
            return None
        name = step.removesuffix("[*]")
        names = view.names()
        if not names:
            return None
        if name not in names:
            return name, names
        view = view.child(name)
        if name != step and any("items" in shape.raw for shape in view.shapes):
            view = view.item(0)
    return None
