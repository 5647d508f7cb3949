"""Findings as JSON for programs.

Enters: findings. Leaves: one JSON object, described by ``docs/diagnostics.schema.json``. Guaranteed: a key once
published keeps its name and meaning within a ``version``; lines and columns count from 1, and 0 means unknown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.diagnostics import Diagnostic, Place, Related, Severity
from pipeline.diagnostics.tally import count

VERSION = 1


def render_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the object as indented text."""
    value = {
        "version": VERSION,
        "summary": {f"{severity.value}s": number for severity, number in count(diagnostics).items()},
        "diagnostics": [as_object(finding) for finding in diagnostics],
    }
    # A name that is no UTF-8 holds lone surrogates: as \u escapes they pass through any stream.
    return json.dumps(value, indent=2) + "\n"


def as_object(finding: Diagnostic) -> dict[str, object]:
    """Return one finding as plain values; what is not known is None or empty."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "label": finding.label,
        "help": finding.help,
        "place": _place(finding.place) if finding.place is not None else None,
        "source_line": finding.source_line,
        "related": [{"message": other.message, "place": _place(other.place)} for other in finding.related],
    }


def from_object(value: Mapping[str, Any]) -> Diagnostic:
    """Return the finding that :func:`as_object` made *value* of; LookupError or ValueError for anything else."""
    place = value["place"]
    return Diagnostic(
        Severity(value["severity"]),
        value["code"],
        value["message"],
        _read_place(place) if place is not None else None,
        value["label"],
        value["help"],
        value["source_line"],
        tuple(Related(other["message"], _read_place(other["place"])) for other in value["related"]),
    )


def _read_place(value: Mapping[str, Any]) -> Place:
    return Place(
        value["file"], value["line"], value["column"], value["end_line"], value["end_column"], tuple(value["path"])
    )


def _place(place: Place) -> dict[str, object]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "path": list(place.path),
    }
