"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors read.

Enters: findings. Leaves: one SARIF log with one run. Guaranteed: columns count Unicode characters and the end is
exclusive, as in the findings themselves; relative file names are URI references to the root of the sources.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from pipeline.diagnostics import Diagnostic, Place, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the log as indented text."""
    codes = sorted({finding.code for finding in diagnostics})
    run = {
        "tool": {"driver": {"name": "brief", "rules": [{"id": code} for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code)) for finding in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(finding: Diagnostic, rule: int) -> dict[str, object]:
    label = f" ({finding.label})" if finding.label else ""
    text = f"{finding.message}{label}" + (f"\n{finding.help}" if finding.help else "")
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
    }
    if finding.place is not None:
        result["locations"] = [{"physicalLocation": _location(finding.place, finding.source_line)}]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": other.message}, "physicalLocation": _location(other.place, None)}
            for number, other in enumerate(finding.related)
        ]
    return result


def _location(place: Place, source_line: str | None) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": _artifact(place.file)}
    if place.line:
        region: dict[str, object] = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
        if place.end_line >= place.line and place.end_column:
            region |= {"endLine": place.end_line, "endColumn": place.end_column}
        if source_line is not None:
            region["snippet"] = {"text": source_line}
        location["region"] = region
    return location


def _artifact(file: str) -> dict[str, str]:
    # A name that is no UTF-8 holds lone surrogates; surrogateescape gives its bytes back.
    uri = quote(file.encode("utf-8", "surrogateescape"))
    if file.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}
