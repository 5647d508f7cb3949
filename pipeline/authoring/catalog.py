"""What papers there are, what their data may hold, and their JSON Schemas.

Enters: a workspace. Leaves: lines of text for people, JSON Schemas for editors. Guaranteed: both come from the same
``schema.yaml`` that a build validates with.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.diagnostics import DataError, UsageError, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.host import Host, RealHost

if TYPE_CHECKING:
    from pipeline.source.workspace import Workspace

Raw = Mapping[str, object]

_PACKAGED = {
    "packet": ("pipeline.source", "packet.schema.yaml"),
    "theme": ("pipeline.style", "schema.yaml"),
    "rules": ("pipeline.rules", "schema.yaml"),
    "marking": ("pipeline.source", "marking.schema.yaml"),
    "messages": ("pipeline.source", "messages.schema.yaml"),
}
"""Schemas that are part of the program: package and file."""

_SCHEMA_HELP = "write a JSON Schema in YAML, or take the template from another workspace"
_WIDTH = 100
_DEEPEST = 6
_MOST_REFERENCES = 10
_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "mapping",
    "null": "nothing",
}


def list_templates(root: Path | None, host: Host | None = None) -> Iterator[str]:
    """Yield a line for each paper: its name and what it is for."""
    workspace = open_workspace(root, host)
    names = workspace.templates()
    indent = max(map(len, names), default=0) + 2
    for name in names:
        files = workspace.template(name)
        text = _text(_read(workspace, files.schema), "description") if files is not None else ""
        yield from _wrapped(f"{name:<{indent}}", text, indent)


def describe_template(root: Path | None, name: str, host: Host | None = None) -> Iterator[str]:
    """Yield what the data of paper *name* may hold, and an example."""
    workspace = open_workspace(root, host)
    schema = _template_schema(workspace, name)
    yield from _wrapped(f"{name}: ", _text(schema, "description"), 0)
    yield ""
    yield "Fields (* must be there)"
    yield from _fields(schema, schema, 1)
    files = workspace.template(name)
    if files is not None and files.example is not None:
        yield ""
        yield f"Example (copy it to data/PACKET/{name}.yaml)"
        yield ""
        for line in workspace.read(files.example).decode("utf-8", "replace").splitlines():
            yield f"  {line}".rstrip()


def print_schema(root: Path | None, name: str, host: Host | None = None) -> str:
    """Return the JSON Schema *name*: a paper's, or ``packet`` or ``theme``."""
    workspace = open_workspace(root, host)
    return _as_json(_schema(workspace, name))


def write_schemas(
    root: Path | None, names: Sequence[str] | None, folder: Path, host: Host | None = None
) -> tuple[Path, ...]:
    """Write the schemas *names* (None: all there are) to ``NAME.schema.json`` in *folder*; return the files."""
    workspace = open_workspace(root, host)
    wanted = names if names is not None else (*_PACKAGED, *workspace.templates())
    texts = {folder / f"{name}.schema.json": _as_json(_schema(workspace, name)) for name in wanted}
    for path, text in texts.items():
        workspace.host.write(path, f"{text}\n".encode())
    return tuple(texts)


def open_workspace(root: Path | None, host: Host | None = None) -> Workspace:
    """Return the workspace at *root*, or the nearest upwards, or where there is none, one of shipped files alone."""
    from pipeline.source.workspace import Workspace, shipped_templates

    host = host or RealHost()
    try:
        return Workspace.find(host, Path(), root)
    except UsageError:
        if root is not None:
            raise
        shipped = shipped_templates(host)
        return Workspace(shipped.parent, host, shipped)


def _schema(workspace: Workspace, name: str) -> Raw:
    if name in _PACKAGED:
        from pipeline.source.schema import package_schema

        return package_schema(*_PACKAGED[name]).raw
    return _template_schema(workspace, name)


def _template_schema(workspace: Workspace, name: str) -> Raw:
    files = workspace.template(name)
    if files is None:
        hint = did_you_mean(name, (*workspace.templates(), *_PACKAGED)) or "`brief templates` lists the names"
        if workspace.host.is_directory(Path("templates", name)) and not workspace.host.is_directory(Path("data")):
            hint = (
                f"templates/{name} is not looked at: a workspace has a folder data/, and there is none here; make one"
            )
        raise UsageError(error("usage", f"there is no template '{name}'", help=hint))
    return _whole(workspace, files.schema)


def _whole(workspace: Workspace, path: Path) -> Raw:
    """Return the schema in the file *path*, and in it those of other files that it refers to."""
    from pipeline.source.export import json_schema
    from pipeline.source.schema_load import load_schema

    schema, findings = load_schema(workspace, path)
    if schema is None:
        raise DataError(*findings)
    return json_schema(schema)


def _read(workspace: Workspace, path: Path) -> Raw:
    from pipeline.source.load import load

    source, findings = load(workspace.read(path), workspace.display(path))
    if source is None or not isinstance(source.data, dict):
        raise DataError(
            *findings or [error("bad-schema", f"{workspace.display(path)} holds no schema", help=_SCHEMA_HELP)]
        )
    return source.data


def _as_json(schema: Raw) -> str:
    """Return the schema without our ``checks``, which no other program knows."""
    return json.dumps({key: value for key, value in schema.items() if key != "checks"}, indent=2, ensure_ascii=False)


def _fields(schema: Raw, top: Raw, depth: int) -> Iterator[str]:
    required = schema.get("required")
    for name, written in _properties(schema).items():
        field = _resolved(written, top)
        star = "*" if isinstance(required, list) and name in required else ""
        lead = f"{'  ' * depth}{name}{star} ({_kind(field, top)})  "
        yield from _wrapped(lead, _text(field, "description"), 2 * depth + 4)
        inner = _inner(field, top)
        if inner is not schema and depth < _DEEPEST and not _repeats(inner, schema):
            yield from _fields(inner, top, depth + 1)


def _repeats(inner: Raw, outer: Raw) -> bool:
    """Whether a thing nests in itself, such as points in points."""
    return bool(_properties(inner)) and _properties(inner) == _properties(outer)


def _inner(field: Raw, top: Raw) -> Raw:
    """Return the mapping that a field holds: itself, or what its list is of."""
    items = field.get("items")
    if isinstance(items, dict):
        return _inner(_resolved(items, top), top)
    return field


def _properties(schema: Raw) -> dict[str, Raw]:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {str(name): field for name, field in properties.items() if isinstance(field, dict)}


def _resolved(field: Raw, top: Raw) -> Raw:
    """Return *field* with what its references lead to, one after the other; its own words win."""
    for _ in range(_MOST_REFERENCES):
        reference = field.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            break
        found: object = top
        for step in reference[2:].split("/"):
            found = found.get(_unescaped(step)) if isinstance(found, dict) else None
        own = {key: value for key, value in field.items() if key != "$ref"}
        field = {**found, **own} if isinstance(found, dict) else own
    return field


def _unescaped(step: str) -> str:
    """Return a step of a reference as the key it stands for (RFC 6901, 6)."""
    return unquote(step).replace("~1", "/").replace("~0", "~")


def _kind(field: Raw, top: Raw) -> str:
    choices = field.get("enum")
    if isinstance(choices, list):
        return " | ".join(map(str, choices))
    kinds = field.get("type")
    names = kinds if isinstance(kinds, list) else [kinds] if isinstance(kinds, str) else []
    if field.get("format") == "markdown" and "string" in names:
        words = ["rich text" if name == "string" else _KINDS.get(str(name), str(name)) for name in names]
    elif field.get("format") == "date":
        words = ["date"]
    else:
        words = [_KINDS.get(str(name), str(name)) for name in names]
    items = field.get("items")
    if "list" in words and isinstance(items, dict):
        inner = _kind(_resolved(items, top), top)
        words[words.index("list")] = f"list of {inner}" if inner else "list"
    return " or ".join(words) or "anything"


def _text(schema: Raw, key: str) -> str:
    value = schema.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _wrapped(lead: str, text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        lead + text, _WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    ) or [lead.rstrip()]
