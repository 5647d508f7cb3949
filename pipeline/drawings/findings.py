"""What is wrong with an SVG file, at the element's place in it.

Enters: elements and messages. Leaves: diagnostics. Guaranteed: the same message is told once for a file, with the first
place it holds for, and no more than :data:`MOST` are told; each names the place that shows the picture beside it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pipeline.diagnostics import Diagnostic, Place, Related, Severity
from pipeline.values import dataclass, field

MOST = 20
_LONGEST_LINE = 200
_NAMESPACE = "{http://www.w3.org/2000/svg}"

Position = tuple[int, int]


class Refusal(Exception):  # noqa: N818
    """A file that cannot be read any further; what is wrong is among the findings."""


def name_of(element: Element) -> str:
    """Return an element's name as messages show it."""
    return element.tag.removeprefix(_NAMESPACE).rpartition("}")[2]


@dataclass(slots=True)
class Findings:
    """The findings about the drawing *file*, which is shown at *place*. *positions*: line and column of elements."""

    file: str
    place: Place | None
    lines: list[str] = field(default_factory=list)
    positions: dict[Element, Position] = field(default_factory=dict)
    all: list[Diagnostic] = field(default_factory=list)
    _told: set[tuple[str, str]] = field(default_factory=set)

    @property
    def failed(self) -> bool:
        """Whether an error was reported."""
        return any(found.severity is Severity.ERROR for found in self.all)

    def error(self, code: str, message: str, where: Element | Position | None, help: str = "") -> None:
        self._add(Severity.ERROR, code, message, where, help)

    def warning(self, code: str, message: str, where: Element | Position | None, help: str = "") -> None:
        self._add(Severity.WARNING, code, message, where, help)

    def refuse(self, code: str, message: str, where: Element | Position | None, help: str = "") -> Refusal:
        """Report an error that ends the reading, and return what to raise."""
        self.error(code, message, where, help)
        return Refusal(message)

    def place_of(self, element: Element) -> Place:
        """Return where the file has an element."""
        line, column = self.positions.get(element, (0, 0))
        return Place(self.file, line, column, line, column + len(name_of(element)) + 1) if line else Place(self.file)

    def _add(self, severity: Severity, code: str, message: str, where: Element | Position | None, help: str) -> None:
        if (code, message) in self._told or len(self.all) >= MOST:
            return
        self._told.add((code, message))
        line, column = self.positions.get(where, (0, 0)) if isinstance(where, Element) else where or (0, 0)
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        source_line = shown if shown and len(shown) <= _LONGEST_LINE else None
        end = column
        if source_line is not None and isinstance(where, Element):
            end = column + len(name_of(where)) + 1
        place = Place(self.file, line, column, line, end) if line else Place(self.file)
        related = (Related("the drawing is placed here", self.place),) if self.place is not None else ()
        self.all.append(Diagnostic(severity, code, message, place, "", help, source_line, related))
