"""Data files read and held to their schemas, and kept from one build to the next where a run comes back to them.

Enters: a workspace and a file's path; a schema. Leaves: sources, values and findings. Guaranteed: a file is read each
time, and what is kept of it is given only while its content and its schema are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.diagnostics import DataError, Diagnostic, Severity
from pipeline.values import dataclass, field

if TYPE_CHECKING:
    from pipeline.source.schema import Schema
    from pipeline.source.tree import Source
    from pipeline.source.workspace import Workspace

Values = dict[str, object] | None
"""What a template sees of a file; None: it breaks its schema."""


class _Read(NamedTuple):
    content: bytes
    source: Source | None
    findings: Sequence[Diagnostic]


class _Judged(NamedTuple):
    source: Source
    schema: Schema
    values: Values
    findings: Sequence[Diagnostic]


@dataclass(slots=True)
class DataFiles:
    """The data files of the packets that are watched."""

    _read: dict[Path, _Read] = field(default_factory=dict)
    _judged: dict[tuple[Path, Path], _Judged] = field(default_factory=dict)

    def source(self, workspace: Workspace, path: Path) -> tuple[Source | None, Sequence[Diagnostic]]:
        """Read the YAML file *path*, which is noted among what *workspace* reads."""
        from pipeline.source.load import load

        try:
            content = workspace.read(path)
        except DataError as problem:
            return None, problem.diagnostics
        known = self._read.get(path)
        if known is None or known.content != content:
            known = self._read[path] = _Read(content, *load(content, workspace.display(path)))
        return known.source, known.findings

    def values(
        self, source: Source, schema: Schema, data: Path, schema_file: Path
    ) -> tuple[Values, Sequence[Diagnostic]]:
        """Return the values of the file *data*, which *source* is the content of, and how it breaks its schema."""
        from pipeline.source.schema import annotate, validate

        known = self._judged.get((data, schema_file))
        if known is None or known.source is not source or known.schema is not schema:
            found = validate(source, schema)
            broken = any(finding.severity is Severity.ERROR for finding in found)
            values = None if broken else annotate(source, schema)
            known = self._judged[data, schema_file] = _Judged(source, schema, values, found)
        return known.values, known.findings
