"""Findings as GitHub Actions workflow commands, which annotate the faulty line of a pull request.

Enters: findings. Leaves: one command line for each. Guaranteed: escaped as the runner's toolkit does it, so that no
message can end its command or start another.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diagnostics import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the commands, each on its line."""
    return "".join(_command(finding) + "\n" for finding in diagnostics)


def _command(finding: Diagnostic) -> str:
    properties = {"title": finding.code}
    place = finding.place
    if place is not None:
        properties["file"] = place.file
        if place.line:
            properties["line"] = str(place.line)
            properties["endLine"] = str(max(place.end_line, place.line))
            # Columns are only allowed where both are on one line; the runner's end column is inclusive.
            if place.column and place.end_line <= place.line:
                properties["col"] = str(place.column)
                properties["endColumn"] = str(max(place.end_column - 1, place.column))
    written = ",".join(f"{key}={_escape(value, _PROPERTY)}" for key, value in sorted(properties.items()))
    parts = [finding.message, finding.label, *(other.message for other in finding.related), finding.help]
    return f"::{_COMMANDS[finding.severity]} {written}::{_escape(chr(10).join(filter(None, parts)), _DATA)}"


def _escape(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(character, character) for character in text)
