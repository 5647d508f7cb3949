"""The vocabulary of JSON Schema 2020-12 as far as this project walks it.

Enters: a schema. Leaves: its subschemas with their pointers. Guaranteed: every keyword that may hold a schema is in one
of three tables, so that linting, reference checking and annotation see the same subschemas.
"""

from __future__ import annotations

from collections.abc import Iterator

Pointer = tuple[str | int, ...]

ONE = (
    *("additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems", "contains", "propertyNames"),
    *("not", "if", "then", "else", "contentSchema"),
)
"""Keywords whose value is one schema."""

LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
"""Keywords whose value is a list of schemas."""

MAP = ("properties", "patternProperties", "dependentSchemas", "$defs")
"""Keywords whose value maps names to schemas."""

_PLAIN = (
    *("$schema", "$id", "$ref", "$anchor", "$comment", "$vocabulary"),
    *("type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
    *("maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains"),
    *("maxProperties", "minProperties", "required", "dependentRequired", "format"),
    *("title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples"),
    *("contentEncoding", "contentMediaType"),
)
_EDITORS = (
    *("markdownDescription", "enumDescriptions", "markdownEnumDescriptions", "defaultSnippets", "errorMessage"),
    *("patternErrorMessage", "deprecationMessage", "suggestSortText", "doNotSuggest"),
)

KNOWN = frozenset((*ONE, *LIST, *MAP, *_PLAIN, *_EDITORS))
"""Every keyword that is understood, those that only editors read included."""

UNSUPPORTED = frozenset(
    ("$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "definitions", "dependencies")
)
"""Keywords of this or earlier drafts that would not do here what their author expects."""


def subschemas(schema: object, pointer: Pointer = ()) -> Iterator[tuple[Pointer, object]]:
    """Yield *schema* and every schema in it, each with its pointer, from the outside in."""
    yield pointer, schema
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword in ONE:
            yield from subschemas(value, (*pointer, keyword))
        elif keyword in LIST and isinstance(value, list):
            for index, item in enumerate(value):
                yield from subschemas(item, (*pointer, keyword, index))
        elif keyword in MAP and isinstance(value, dict):
            for name, item in value.items():
                yield from subschemas(item, (*pointer, keyword, name))
