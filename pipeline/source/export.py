"""JSON Schemas for editors and other programs.

Enters: loaded schemas. Leaves: plain JSON Schemas, each in one piece. Guaranteed: they hold no references to other
files, so that an editor needs only the one file; ``checks`` and what else only this program reads is left out.
"""

from __future__ import annotations

import copy

from pipeline.source.keywords import Pointer, subschemas
from pipeline.source.packet import packet_schema
from pipeline.source.schema_lint import DRAFT
from pipeline.source.schema_types import Schema, escape


def packet_json_schema() -> dict[str, object]:
    """Return the JSON Schema of ``packet.yaml``."""
    return json_schema(packet_schema())


def json_schema(schema: Schema) -> dict[str, object]:
    """Return *schema* as one JSON Schema: the files that it refers to become entries of its ``$defs``."""
    result: dict[str, object] = {"$schema": DRAFT, **_moved(schema, schema.uri)}
    others = {uri: _moved(schema, uri) for uri in schema.plain if uri != schema.uri}
    if others:
        definitions = result.get("$defs")
        named = {str(_prefix(schema, uri)[1]): other for uri, other in others.items()}
        result["$defs"] = {**(definitions if isinstance(definitions, dict) else {}), **named}
    return result


def _moved(schema: Schema, uri: str) -> dict[str, object]:
    """Return a copy of the file *uri* with its references as they must be when all files are one."""
    moved = copy.deepcopy(schema.plain[uri])
    for _, part in subschemas(moved):
        if not isinstance(part, dict):
            continue
        part.pop("$anchor", None)
        if "$ref" in part:
            target, pointer = schema.resolve(uri, str(part["$ref"]))
            part["$ref"] = "#" + "".join("/" + escape(step) for step in (*_prefix(schema, target), *pointer))
    return moved


def _prefix(schema: Schema, uri: str) -> Pointer:
    """Return where the file *uri* stands in the result: at the top, or in ``$defs`` under a name not yet taken."""
    if uri == schema.uri:
        return ()
    definitions = schema.raw.get("$defs")
    taken = set(definitions) if isinstance(definitions, dict) else set()
    for other in schema.plain:
        if other == schema.uri:
            continue
        name = stem = other.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        number = 2
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        if other == uri:
            return ("$defs", name)
        taken.add(name)
    raise LookupError(uri)
