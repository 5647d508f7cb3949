"""The data as templates see it: every text and number with its place, rich texts marked, absent keys filled in.

Enters: a source that is valid by its schema, and the schema. Leaves: dict, list, bool, None and the classes of
:mod:`pipeline.source.values`. Guaranteed: equal to the plain data but for the added keys; a text is rich exactly when a
schema that applies to it says ``format: markdown``; a mapping has every property that a schema for it names.
"""

from __future__ import annotations

from pipeline.diagnostics import Path
from pipeline.source.schema_types import Schema
from pipeline.source.shapes import Shape, View
from pipeline.source.tree import Node, Source, child_of, place_of
from pipeline.source.values import SourceInteger, SourceNumber, SourceText
from pipeline.values import dataclass


def annotate(source: Source, schema: Schema) -> dict[str, object]:
    """Return the data of *source*. An absent property is its ``default`` (with its place in the schema), else None.

    Data that is no mapping gives an empty one; :func:`~pipeline.source.faults.validate` reports it.
    """
    value = _Annotator(source, schema).value(source.data, source.root, (), schema.view)
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class _Annotator:
    source: Source
    schema: Schema
    filling: tuple[Shape, ...] = ()
    """The schemas whose defaults are being filled in: a default that holds itself ends here."""

    def value(self, value: object, node: Node, path: Path, view: View) -> object:
        if view.depends:
            view = view.of(value)
        if isinstance(value, str):
            return SourceText(value, place_of(self.source.file, node.spot, path), view.rich)
        if isinstance(value, dict) and isinstance(node.children, dict):
            return self._mapping(value, node.children, path, view)
        if isinstance(value, list) and isinstance(node.children, list):
            parts = enumerate(zip(value, node.children, strict=True))
            return [self.value(item, child, (*path, index), view.item(index)) for index, (item, child) in parts]
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        written = self.source.text[node.start : node.end].strip("'\"")
        place = place_of(self.source.file, node.spot, path)
        return SourceInteger(value, written, place) if isinstance(value, int) else SourceNumber(value, written, place)

    def _mapping(
        self, value: dict[str, object], children: dict[str, Node], path: Path, view: View
    ) -> dict[str, object]:
        result = {key: self.value(item, children[key], (*path, key), view.child(key)) for key, item in value.items()}
        for name, shape in view.absent():
            if name not in result:
                result[name] = None if shape is None else self._default(shape, view.child(name))
        return result

    def _default(self, shape: Shape, view: View) -> object:
        if shape in self.filling:
            return None
        source = self.schema.documents[shape.uri]
        path = (*shape.pointer, "default")
        node: Node | None = source.root
        for step in path:
            node = child_of(node, step) if node is not None else None
        if node is None:
            return None
        return _Annotator(source, self.schema, (*self.filling, shape)).value(shape.raw["default"], node, path, view)


def placed(source: Source) -> object:
    """Return the data of a source that no schema describes: every text and number with its place, nothing added."""
    return _placed(source, source.data, source.root, ())


def _placed(source: Source, value: object, node: Node, path: Path) -> object:
    if isinstance(value, dict) and isinstance(node.children, dict):
        return {key: _placed(source, item, node.children[key], (*path, key)) for key, item in value.items()}
    if isinstance(value, list) and isinstance(node.children, list):
        parts = enumerate(zip(value, node.children, strict=True))
        return [_placed(source, item, child, (*path, index)) for index, (item, child) in parts]
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    place = place_of(source.file, node.spot, path)
    if isinstance(value, str):
        return SourceText(value, place, False)
    written = source.text[node.start : node.end].strip("'\"")
    return SourceInteger(value, written, place) if isinstance(value, int) else SourceNumber(value, written, place)
