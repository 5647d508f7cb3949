"""A schema compiled for asking: what applies to this value, and to its parts?

Enters: JSON Schemas that have been checked. Leaves: :class:`View` objects, one for each set of subschemas that can
apply to a value at once. Guaranteed: references may be circular; a view is made once and then only looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.source.keywords import Pointer

Reference = Callable[[str, str], tuple[str, Pointer]]
"""From the file (its URI) and the text of a ``$ref`` to a file and a pointer in it."""

_TYPES: dict[type, tuple[str, ...]] = {
    str: ("string",),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    list: ("array",),
    dict: ("object",),
    type(None): ("null",),
}


class Shape:
    """One subschema. Schemas in it are Shapes too, made when first asked for, so that circles do no harm."""

    __slots__ = ("_closure", "_parts", "pointer", "raw", "shapes", "uri")

    def __init__(self, shapes: Shapes, uri: str, pointer: Pointer, raw: dict[str, object]) -> None:
        self.shapes = shapes
        self.uri = uri
        self.pointer = pointer
        self.raw = raw
        self._parts: dict[Pointer, Shape] = {}
        self._closure: tuple[Shape, ...] | None = None

    def at(self, *steps: str | int) -> Shape:
        """Return the subschema that *steps* lead to."""
        known = self._parts.get(steps)
        if known is None:
            known = self._parts[steps] = self.shapes.get(self.uri, (*self.pointer, *steps))
        return known

    def mapped(self, keyword: str) -> dict[str, object]:
        value = self.raw.get(keyword)
        return value if isinstance(value, dict) else {}

    def listed(self, keyword: str) -> list[object]:
        value = self.raw.get(keyword)
        return value if isinstance(value, list) else []

    def admits(self, value: object) -> bool:
        """Tell whether ``type`` allows *value*, here and in all that applies with this schema."""
        found = _TYPES.get(type(value), ())
        for shape in self.closure():
            kinds = shape.raw.get("type")
            if kinds is not None and not any(kind in (kinds if isinstance(kinds, list) else [kinds]) for kind in found):
                return False
        return True

    def closure(self) -> tuple[Shape, ...]:
        """Return this schema and all that apply with it whatever the value."""
        if self._closure is None:
            found: dict[Shape, None] = {self: None}
            for shape in _growing(found):
                found.update({shape.at("allOf", index): None for index in range(len(shape.listed("allOf")))})
                if "$ref" in shape.raw:
                    found[self.shapes.referred(shape)] = None
            self._closure = tuple(found)
        return self._closure

    def alternatives(self) -> Iterator[Shape]:
        """Yield the schemas that may apply to the same value, depending on it."""
        for keyword in ("anyOf", "oneOf"):
            for index in range(len(self.listed(keyword))):
                yield self.at(keyword, index)
        for keyword in ("then", "else"):
            if keyword in self.raw and "if" in self.raw:
                yield self.at(keyword)
        for key in self.mapped("dependentSchemas"):
            yield self.at("dependentSchemas", key)


def _growing(found: dict[Shape, None]) -> Iterator[Shape]:
    """Yield the keys of *found*, those that are added meanwhile included."""
    done = 0
    while done < len(found):
        fresh = list(found)[done:]
        done = len(found)
        yield from fresh


class Shapes:
    """All subschemas of a schema file and of the files it refers to.

    *accepts* validates a value against one of them, *matches* tells whether a pattern is found in a text.
    """

    def __init__(
        self,
        documents: Mapping[str, object],
        refer: Reference,
        accepts: Callable[[Shape, object], bool],
        matches: Callable[[str, str], bool],
    ) -> None:
        self._documents = documents
        self._refer = refer
        self.accepts = accepts
        self.matches = matches
        self._known: dict[tuple[str, Pointer], Shape] = {}
        self._views: dict[tuple[Shape, ...], View] = {}

    def get(self, uri: str, pointer: Pointer) -> Shape:
        """Return the subschema at *pointer* of the file *uri*."""
        key = uri, pointer
        shape = self._known.get(key)
        if shape is None:
            raw = self._documents[uri]
            for step in pointer:
                raw = raw[step]  # type: ignore[index]
            # true and false are schemas too (4.3.2); neither says anything about a value's parts.
            shape = self._known[key] = Shape(self, uri, pointer, raw if isinstance(raw, dict) else {})
        return shape

    def referred(self, shape: Shape) -> Shape:
        """Return what the ``$ref`` of *shape* leads to."""
        return self.get(*self._refer(shape.uri, str(shape.raw["$ref"])))

    def view(self, shapes: Iterable[Shape]) -> View:
        """Return the view of a value to which all of *shapes* apply."""
        flat = tuple(dict.fromkeys(part for shape in shapes for part in shape.closure()))
        view = self._views.get(flat)
        if view is None:
            view = self._views[flat] = View(flat)
        return view


class View:
    """What is known of a value to which several subschemas apply at once."""

    __slots__ = ("_absent", "_children", "_items", "depends", "rich", "shapes")

    def __init__(self, shapes: tuple[Shape, ...]) -> None:
        self.shapes = shapes
        self.rich = any(shape.raw.get("format") == "markdown" for shape in shapes)
        self.depends = any(True for shape in shapes for _ in shape.alternatives())
        """Whether more schemas apply to some values: then :meth:`of` must be asked."""
        self._children: dict[str, View] = {}
        self._items: dict[int, View] = {}
        self._absent: tuple[tuple[str, Shape | None], ...] | None = None

    @property
    def _owner(self) -> Shapes:
        return self.shapes[0].shapes

    def of(self, value: object) -> View:
        """Return the view of *value*: with the alternatives that it fits."""
        if not self.depends:
            return self
        found = dict.fromkeys(self.shapes)
        for shape in _growing(found):
            for chosen in _chosen(shape, value):
                found.update(dict.fromkeys(chosen.closure()))
        return self._owner.view(found)

    def child(self, key: str) -> View:
        """Return the view of the value at *key*."""
        view = self._children.get(key)
        if view is None:
            view = self._children[key] = self._owner.view(self._child_shapes(key)) if self.shapes else self
        return view

    def item(self, index: int) -> View:
        """Return the view of list item *index*."""
        prefix = max((len(shape.listed("prefixItems")) for shape in self.shapes), default=0)
        index = min(index, prefix)
        view = self._items.get(index)
        if view is None:
            view = self._items[index] = self._owner.view(self._item_shapes(index)) if self.shapes else self
        return view

    def absent(self) -> tuple[tuple[str, Shape | None], ...]:
        """Return every property that a mapping may have, with the schema that has its default, if one has."""
        if self._absent is None:
            names: dict[str, Shape | None] = {}
            for shape in self.shapes:
                for name in shape.mapped("properties"):
                    parts = shape.at("properties", name).closure()
                    names[name] = names.get(name) or next((part for part in parts if "default" in part.raw), None)
            names.update(dict.fromkeys((name for name in self._possible() if name not in names), None))
            self._absent = tuple(names.items())
        return self._absent

    def names(self) -> tuple[str, ...]:
        """Return every property that any alternative names."""
        return tuple(name for name, _ in self.absent())

    def _possible(self) -> Iterator[str]:
        found = dict.fromkeys(self.shapes)
        for shape in _growing(found):
            for other in shape.alternatives():
                found.update(dict.fromkeys(other.closure()))
            yield from shape.mapped("properties")

    def _child_shapes(self, key: str) -> Iterator[Shape]:
        covered = False
        for shape in self.shapes:
            here = [shape.at("properties", key)] if key in shape.mapped("properties") else []
            patterns = shape.mapped("patternProperties")
            here += [shape.at("patternProperties", name) for name in patterns if shape.shapes.matches(name, key)]
            if not here and isinstance(shape.raw.get("additionalProperties"), dict):
                here.append(shape.at("additionalProperties"))
            covered = covered or bool(here)
            yield from here
        if not covered:
            yield from (s.at("unevaluatedProperties") for s in self.shapes if "unevaluatedProperties" in s.raw)

    def _item_shapes(self, index: int) -> Iterator[Shape]:
        covered = False
        for shape in self.shapes:
            if index < len(shape.listed("prefixItems")):
                yield shape.at("prefixItems", index)
            elif "items" in shape.raw:
                yield shape.at("items")
            else:
                continue
            covered = True
        if not covered:
            yield from (shape.at("unevaluatedItems") for shape in self.shapes if "unevaluatedItems" in shape.raw)


def _chosen(shape: Shape, value: object) -> Iterator[Shape]:
    """Yield the alternatives of *shape* that *value* fits."""
    for keyword in ("anyOf", "oneOf"):
        likely = [shape.at(keyword, index) for index in range(len(shape.listed(keyword)))]
        likely = [other for other in likely if other.admits(value)]
        yield from likely if len(likely) == 1 else (other for other in likely if shape.shapes.accepts(other, value))
    if "if" in shape.raw and ("then" in shape.raw or "else" in shape.raw):
        branch = "then" if shape.shapes.accepts(shape.at("if"), value) else "else"
        if branch in shape.raw:
            yield shape.at(branch)
    if isinstance(value, dict):
        yield from (shape.at("dependentSchemas", key) for key in shape.mapped("dependentSchemas") if key in value)
