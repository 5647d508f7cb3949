"""The terminal: what goes to standard output, what to standard error, and in which form.

Enters: results and findings. Leaves: text on the two streams. Guaranteed: results go to standard output and everything
else to standard error; with a machine form (json, github, sarif) standard error holds nothing but that form; a reader
that stops reading (``brief templates | head``) changes neither the exit code nor the work.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TextIO

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.diagnostics.forms import Form, render
from pipeline.diagnostics.order import with_files
from pipeline.values import dataclass, field

When = Literal["auto", "always", "never"]
_FARTHEST = 2
_SHIPPED = "shipped/templates/"
"""How findings call files that come with the program."""


@dataclass(slots=True)
class Console:
    """Where a command speaks. *quiet*: errors and results only; *verbose* 2 shows tracebacks, for developers."""

    form: Form = "text"
    quiet: bool = False
    verbose: int = 0
    color: When = "auto"
    root: Path | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def lively(self) -> bool:
        """Whether a person watches standard error, so that lines may be drawn over."""
        return self.form == "text" and not self.quiet and sys.stderr.isatty() and not self._dumb

    @property
    def _dumb(self) -> bool:
        return self.environ.get("TERM") == "dumb"

    def colored(self, stream: TextIO) -> bool:
        """Whether to colour what goes to *stream*: NO_COLOR (not empty) and pipes mean no, unless asked."""
        if self.color != "auto":
            return self.color == "always"
        return stream.isatty() and not self.environ.get("NO_COLOR") and not self._dumb

    def result(self, line: str = "") -> None:
        """Write a line of the result to standard output."""
        _write(sys.stdout, line + "\n")

    def note(self, line: str) -> None:
        """Tell a person something on standard error."""
        if self.form == "text" and not self.quiet:
            _write(sys.stderr, line + "\n")

    def detail(self, line: str) -> None:
        """Tell a person who asked for more (``-v``) something on standard error."""
        if self.verbose:
            self.note(line)

    def findings(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Write *diagnostics*, whose files are relative to the root, to standard error in the form asked for."""
        shown = with_files(diagnostics, self.shown_file)
        if self.quiet:
            shown = tuple(finding for finding in shown if finding.severity is Severity.ERROR)
        width = shutil.get_terminal_size((120, 25)).columns if sys.stderr.isatty() else 120
        _write(sys.stderr, render(shown, self.form, color=self.colored(sys.stderr), width=width))

    def shown_file(self, file: str) -> str:
        """Return a finding's file as this form names it: from the working directory, or from the repository's top."""
        if self.root is None or file.startswith(_SHIPPED):
            return file
        start = Path.cwd()
        if self.form == "github" and self.environ.get("GITHUB_WORKSPACE"):
            start = Path(self.environ["GITHUB_WORKSPACE"])
        return shown_path(self.root / file, start)


def shown_path(path: Path, start: Path | None = None) -> str:
    """Return *path* as a person would write it in *start* (the working directory if None)."""
    start = start or Path.cwd()
    relative = Path(os.path.relpath(path, start))
    far = relative.parts.count("..")
    return str(path) if far > _FARTHEST or far == len(start.parts) - 1 else str(relative)


def prepare_streams() -> None:
    """Make both streams take whatever is written to them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller (`brief build >&-`)
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        # A name that the terminal's encoding lacks is shown escaped.
        getattr(sys, name).reconfigure(errors="backslashreplace")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # Nobody reads any more: let what follows, and the flush at exit, go nowhere.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
