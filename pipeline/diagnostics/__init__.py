"""Diagnostics: what is wrong, where, and what to write instead.

Enters: facts that any room found out about a file. Leaves: immutable ``Diagnostic`` values and the
exceptions that carry them. Guaranteed: a diagnostic's code is stable, its place (if it has one) counts lines and
columns from 1, and every exception a user can cause derives from :class:`BriefError` and knows its exit code.
"""

from __future__ import annotations

from enum import StrEnum

from pipeline.values import dataclass, replace

Path = tuple[str | int, ...]
"""The way from the top of a YAML file to a value: keys and list positions (from 0)."""


class Severity(StrEnum):
    """How bad a finding is; only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text file: lines and columns count characters from 1, the end is exclusive.

    ``file`` is written as the user would: relative to the workspace where it lies inside. Line 0 means the file as a
    whole. ``path`` leads from the top of a YAML file to the value that stands here.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a diagnostic, such as the first of two equal keys."""

    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``label`` stands beside the marker; ``source_line`` is the text of the place's first line."""

    severity: Severity
    code: str
    message: str
    place: Place | None = None
    label: str = ""
    help: str = ""
    source_line: str | None = None
    related: tuple[Related, ...] = ()

    def at(self, place: Place | None, source_line: str | None = None) -> Diagnostic:
        """Return this finding moved to *place*."""
        return replace(self, place=place, source_line=source_line)


OUR_FAULT = "this is a fault of the program: report it"
"""The help of a finding that no data can bring about and no user can mend."""


def error(
    code: str,
    message: str,
    place: Place | None = None,
    *,
    label: str = "",
    help: str = "",
    source_line: str | None = None,
    related: tuple[Related, ...] = (),
) -> Diagnostic:
    """Return an error."""
    return Diagnostic(Severity.ERROR, code, message, place, label, help, source_line, related)


def warning(
    code: str,
    message: str,
    place: Place | None = None,
    *,
    label: str = "",
    help: str = "",
    source_line: str | None = None,
    related: tuple[Related, ...] = (),
) -> Diagnostic:
    """Return a warning."""
    return Diagnostic(Severity.WARNING, code, message, place, label, help, source_line, related)


class BriefError(Exception):
    """Base of every exception that leaves the package; holds one diagnostic at least."""

    exit_code = 3

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


class DataError(BriefError):
    """The data, a template or a theme is wrong."""

    exit_code = 1


class UsageError(BriefError):
    """The command line or the call is wrong."""

    exit_code = 2


class MachineError(BriefError):
    """The program or the machine failed: disk full, no permission, a bug."""

    exit_code = 3
