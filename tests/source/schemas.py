"""Workspaces in memory with one schema, and short ways to hold data against it."""

from __future__ import annotations

from pathlib import Path

from pipeline.diagnostics import Diagnostic
from pipeline.host import MemoryHost
from pipeline.source.schema import Schema, annotate, load_schema, validate
from pipeline.source.workspace import Workspace
from tests.source.loading import loaded

FILE = "templates/t/schema.yaml"


def workspace(**files: str) -> Workspace:
    """Return a workspace with *files* (names with ``__`` for ``/``) beside an empty data folder."""
    contents: dict[str, str | bytes] = {name.replace("__", "/"): text for name, text in files.items()}
    return Workspace.find(MemoryHost({"data/.keep": "", **contents}), Path())


def read_schema(text: str, others: dict[str, str] | None = None) -> tuple[Schema | None, list[Diagnostic]]:
    """Load a schema that stands in ``templates/t/schema.yaml``, beside *others*."""
    contents: dict[str, str | bytes] = {"data/.keep": "", FILE: text, **(others or {})}
    return load_schema(Workspace.find(MemoryHost(contents), Path()), Path(FILE))


def schema(text: str, others: dict[str, str] | None = None) -> Schema:
    """Return a schema that must be free of findings."""
    result, found = read_schema(text, others)
    assert result is not None, found
    assert found == []
    return result


def findings(rules: str, data: str) -> list[Diagnostic]:
    """Return what is wrong with *data* by the schema *rules*."""
    return validate(loaded(data), schema(rules))


def only_finding(rules: str, data: str) -> Diagnostic:
    (finding,) = findings(rules, data)
    return finding


def values(rules: str, data: str) -> dict[str, object]:
    """Return the annotated values of *data*, which need not be valid."""
    return annotate(loaded(data), schema(rules))
