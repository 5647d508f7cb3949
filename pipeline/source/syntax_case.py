"""A complaint of the YAML parser, with the lines that it is about.

Enters: the parser's exception and the file's text. Leaves: a :class:`Case` for the rules that explain it. Guaranteed:
its lines exist, also where the parser complains about the end of the file.
"""

from __future__ import annotations

from yaml import YAMLError
from yaml.error import MarkedYAMLError

from pipeline.diagnostics import Diagnostic, Place, Related, error
from pipeline.source.text import Text
from pipeline.source.tree import Node, Spot
from pipeline.values import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """The parser's complaint: lines and columns count from 0, as the parser does."""

    file: str
    lines: tuple[str, ...]
    problem: str
    context: str
    line: int
    column: int
    context_line: int
    context_column: int
    last: Node | None
    inner: Node | None

    @property
    def text(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.text[self.column : self.column + 1]

    @property
    def begins_line(self) -> bool:
        """Whether the complaint is about the first thing of its line."""
        return not self.text[: self.column].strip()

    def fault(
        self, code: str, message: str, spot: Spot, label: str = "", help: str = "", related: tuple[Related, ...] = ()
    ) -> Diagnostic:
        line = self.lines[spot[0] - 1] if 0 < spot[0] <= len(self.lines) else ""
        return error(code, message, Place(self.file, *spot), label=label, help=help, source_line=line, related=related)

    def spot(self, line: int, column: int, end: int | None = None) -> Spot:
        """Return a spot (from 1) for a position (from 0), to column *end* or one character long."""
        return line + 1, column + 1, line + 1, (column + 1 if end is None else end) + 1

    def to_line_end(self, line: int, column: int) -> Spot:
        return self.spot(line, column, max(len(self.lines[line].rstrip()), column + 1))


def case_of(problem: YAMLError, text: Text, file: str, last: Node | None, inner: Node | None) -> Case | None:
    """Return the complaint; None when the exception says nothing about a position. *last*: the scalar read before."""
    if not isinstance(problem, MarkedYAMLError) or problem.problem_mark is None:
        return None
    mark, context = problem.problem_mark, problem.context_mark or problem.problem_mark
    # The end of the file is reported on a line after the last one.
    line = min(mark.line, len(text.lines) - 1)
    column = mark.column if line == mark.line else len(text.lines[line])
    return Case(
        file,
        text.lines,
        problem.problem or "it cannot be read",
        problem.context or "",
        line,
        column,
        min(context.line, len(text.lines) - 1),
        context.column,
        last,
        inner,
    )
