"""Faults of a schema file that JSON Schema itself lets pass.

Enters: a schema file that is valid JSON Schema. Leaves: findings at its own lines. Guaranteed: a misspelt keyword or
format, which JSON Schema would ignore, is found.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, warning
from pipeline.diagnostics.suggest import did_you_mean, nearest
from pipeline.source.formats import NAMES
from pipeline.source.keywords import KNOWN, LIST, MAP, UNSUPPORTED, Pointer, subschemas
from pipeline.source.tree import Source
from pipeline.source.wording import choices, quoted

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_COMPOSING = frozenset(("allOf", "if", "then", "else", "not", "dependentSchemas", "contains", "propertyNames"))
_CLOSING = ("additionalProperties", "unevaluatedProperties", "patternProperties", "allOf", "anyOf", "oneOf", "$ref")
_TOP = ("checks", "$id")


def lint(source: Source) -> Iterator[Diagnostic]:
    """Yield what is doubtful in a schema file."""
    for pointer, schema in subschemas(source.data):
        if isinstance(schema, dict):
            yield from _keywords(source, pointer, schema)
            yield from _format(source, pointer, schema)
            yield from _object(source, pointer, schema)


def _keywords(source: Source, pointer: Pointer, schema: dict[str, object]) -> Iterator[Diagnostic]:
    for keyword in schema:
        place = source.key_place((*pointer, keyword))
        if keyword in KNOWN and (keyword != "$id" or not pointer):
            continue
        if keyword in _TOP:
            if pointer:
                yield source.error(
                    "bad-schema", f"{keyword!r} stands only at the top of a schema file", place, help="move it"
                )
        elif keyword in UNSUPPORTED:
            help = "use `dependentRequired`" if keyword == "dependencies" else "use `$defs` and `$ref`"
            yield source.error("bad-schema", f"{keyword!r} is not understood here", place, help=help)
        elif not keyword.startswith("x-"):
            guess = nearest(keyword, KNOWN)
            yield source.error(
                "unknown-keyword",
                f"JSON Schema has no keyword {quoted(keyword)}",
                place,
                label=f"did you mean {guess!r}?" if guess else "",
                help="a property's name belongs below `properties`; a keyword of your own begins with `x-`",
            )
    draft = schema.get("$schema")
    if draft is not None and draft != DRAFT:
        place = source.place((*pointer, "$schema"))
        yield source.error("bad-schema", "only JSON Schema 2020-12 is understood here", place, help=f"write {DRAFT}")


def _format(source: Source, pointer: Pointer, schema: dict[str, object]) -> Iterator[Diagnostic]:
    name = schema.get("format")
    if isinstance(name, str) and name not in NAMES:
        yield source.error(
            "unknown-format",
            f"there is no format {quoted(name)}",
            source.place((*pointer, "format")),
            label=did_you_mean(name, NAMES),
            help=f"formats: {choices(sorted(NAMES), 'and')}",
        )


def _object(source: Source, pointer: Pointer, schema: dict[str, object]) -> Iterator[Diagnostic]:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, dict):
        return
    if schema.get("additionalProperties") is False and isinstance(required, list):
        for index, name in enumerate(required):
            if name not in properties and "patternProperties" not in schema:
                place = source.place((*pointer, "required", index))
                message = f"{quoted(str(name))} is required, but `properties` has no such key"
                yield source.error(
                    "bad-schema",
                    message,
                    place,
                    label=did_you_mean(str(name), properties),
                    help="describe it under `properties`",
                )
    kinds = schema.get("type")
    mapping = kinds == "object" or (isinstance(kinds, list) and "object" in kinds)
    if mapping and not any(word in schema for word in _CLOSING) and not _composed(pointer):
        place = source.key_place((*pointer, "properties"))
        yield warning(
            "open-object",
            "a misspelt key of this mapping would not be noticed",
            place,
            help="add `additionalProperties: false` (or true, if any key may be used)",
            source_line=source.line(place.line),
        )


def _composed(pointer: Pointer) -> bool:
    """Tell whether the schema at *pointer* only adds to another one, so that it need not know every key."""
    index = 0
    while index < len(pointer):
        keyword = pointer[index]
        if keyword in _COMPOSING:
            return True
        index += 2 if keyword in MAP or keyword in LIST else 1
    return False
