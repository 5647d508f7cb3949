"""The XML of an SVG file, read so that it can do no harm.

Enters: bytes. Leaves: a tree of elements, with line and column of each. Guaranteed: nothing outside the file is opened;
entities are refused before one is expanded; depth, number of elements and of attributes are bounded.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pipeline.drawings.findings import Findings, Position, Refusal

MOST_ELEMENTS = 100_000
DEEPEST = 100
_MOST_ATTRIBUTES = 200
_EDITOR = "save it as plain SVG in a drawing program"
_SHEETS = ("xml-stylesheet",)


def parse(data: bytes, findings: Findings) -> Element:
    """Return the root element of *data*; :class:`Refusal` when it cannot be read."""
    findings.lines = data.decode("utf-8", "replace").split("\n")
    return _Reader(findings).run(data)


class _Reader:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._builder = TreeBuilder()
        self._depth = self._count = 0
        self._parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._builder.data
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._outside
        parser.ProcessingInstructionHandler = self._instruction

    def run(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as problem:
            reason = expat.ErrorString(problem.code)
            where = (problem.lineno, problem.offset + 1)
            message = f"{self._findings.file} is no sound XML: {reason}"
            raise self._findings.refuse(
                "broken-drawing", message, where, "open it in a drawing program and save it anew"
            ) from None
        except (ValueError, LookupError):  # an encoding that does not exist
            message = f"{self._findings.file} names an encoding that there is not"
            raise self._findings.refuse("broken-drawing", message, (1, 1), "save it in UTF-8") from None
        return self._builder.close()

    def _here(self) -> Position:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST:
            raise self._refuse(
                "too-deep", f"more than {DEEPEST} elements stand inside each other", "simplify the drawing"
            )
        if self._count > MOST_ELEMENTS or len(attributes) > _MOST_ATTRIBUTES:
            message = f"the drawing has more than {MOST_ELEMENTS:,} elements"
            if len(attributes) > _MOST_ATTRIBUTES:
                message = f"an element has more than {_MOST_ATTRIBUTES} attributes"
            raise self._refuse("drawing-too-large", message, "simplify it, or place it as a PNG picture")
        element = self._builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})
        self._findings.positions[element] = self._here()

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._builder.end(_clark(name))

    def _doctype(self, name: str, system: str | None, public: str | None, subset: bool) -> None:
        del name, system, public  # the usual line of SVG 1.1; what it names is not read
        if subset:
            raise self._refuse("unsafe-drawing", "the drawing declares entities or a document type of its own", _EDITOR)

    def _entity(self, *arguments: object) -> None:
        del arguments
        raise self._refuse("unsafe-drawing", "the drawing declares an entity", _EDITOR)

    def _outside(self, *arguments: object) -> int:
        del arguments
        raise self._refuse("unsafe-drawing", "the drawing takes in another file as an entity", _EDITOR)

    def _instruction(self, target: str, data: str) -> None:
        del data
        if target in _SHEETS:
            message = "the drawing takes its styles from another file"
            self._findings.error("outside-reference", message, self._here(), f"embed the style sheet; or {_EDITOR}")

    def _refuse(self, code: str, message: str, help: str) -> Refusal:
        return self._findings.refuse(code, message, self._here(), help)


def _clark(name: str) -> str:
    """Return ``namespace}local`` as ElementTree writes it."""
    return "{" + name if "}" in name else name
