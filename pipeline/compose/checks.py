"""The ``checks:`` of a schema: what a schema cannot say, as expressions over the data.

Enters: data that is valid by its schema, with places, and the schema. Leaves: a finding at the data for each value that
breaks a check, or at the schema's line for a check that cannot be worked out. Guaranteed: the same sandbox and the same
bounds as for templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.parser import Parser

from pipeline.compose.characters import tidy
from pipeline.compose.faults import meaning, syntax_meaning
from pipeline.compose.printed import expanded
from pipeline.compose.sandbox import Sandbox
from pipeline.diagnostics import Diagnostic, Path, Place, Related, Severity, error
from pipeline.values import dataclass, replace

if TYPE_CHECKING:
    from pipeline.source.schema import Check, Schema
    from pipeline.source.tree import Source

_MOST_SCHEMAS = 256

_STEP = re.compile(r"([^.\[\]]+)|\[(\*|[0-9]+)\]")


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A check that was compiled. *message* is a text where nothing is to be filled in.

    *each* and *at*: keys, positions, and None for every item of a list.
    """

    check: Check
    expression: Template
    message: Template | str
    message_place: Place
    each: tuple[str | int | None, ...]
    at: Path


class Checker:
    """Runs checks; the checks of a schema are compiled once."""

    __slots__ = ("_compiled", "_sandbox")

    def __init__(self) -> None:
        self._sandbox = Sandbox()
        self._compiled: dict[int, tuple[Schema, list[_Compiled], list[Diagnostic]]] = {}

    def begin(self) -> None:
        """Start another packet; what earlier ones left stays within bounds."""
        if len(self._compiled) > _MOST_SCHEMAS:
            self._compiled.clear()

    def run(
        self, source: Source, values: Mapping[str, object], schema: Schema, packet: Mapping[str, object] | None = None
    ) -> list[Diagnostic]:
        """Return what breaks the checks of *schema*, check by check, in the order of the data."""
        if not schema.checks:
            return []
        known = self._compiled.get(id(schema))
        if known is None:
            known = self._compiled[id(schema)] = (schema, *self._compile(schema))
        _, checks, faults = known
        found = list(faults)
        for check in checks:
            found += self._run(check, source, values, schema, packet or {})
        return found

    def _compile(self, schema: Schema) -> tuple[list[_Compiled], list[Diagnostic]]:
        compiled: list[_Compiled] = []
        faults: list[Diagnostic] = []
        for check in schema.checks:
            message_place = _document(schema, check.place).place((*check.place.path[:-1], "message"))
            place = check.place
            try:
                expression = self._expression(check.check)
                place = message_place
                message = self._sandbox.from_string(check.message) if "{" in check.message else check.message
            except (TemplateSyntaxError, RecursionError, SyntaxError, MemoryError) as problem:
                faults.append(_in_schema(problem, schema, place, ()))
                continue
            at = tuple(step for step in _steps(check.at) if step is not None)
            compiled.append(_Compiled(check, expression, message, message_place, _steps(check.each), at))
        return compiled, faults

    def _expression(self, text: str) -> Template:
        """Return a template that sets ``result`` to the expression's value."""
        parser = Parser(self._sandbox, text, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            raise TemplateSyntaxError("something stands behind the expression", parser.stream.current.lineno)
        expression.set_environment(self._sandbox)
        body = [nodes.Assign(nodes.Name("result", "store"), expression, lineno=1)]
        return self._sandbox.from_string(nodes.Template(body, lineno=1))

    def _run(
        self, compiled: _Compiled, source: Source, values: Mapping[str, object], schema: Schema, packet: Any
    ) -> Iterator[Diagnostic]:
        self._sandbox.begin("en-US")  # once: all values share what the check may cost
        for path, value, above in _found(values, compiled.each):
            names = {"it": value, "above": above, "data": values, "packet": packet}
            if isinstance(value, Mapping):
                names = {**value, **names}
            self._sandbox.printed = []
            place = compiled.check.place
            try:
                self._sandbox.meter.charge(1)
                if self._value(compiled.expression, names):
                    continue
                place = compiled.message_place
                message = self._message(compiled.message, names)
            except Exception as problem:  # whatever the schema's author wrote
                yield _in_schema(problem, schema, place, names, source.place(path))
                return
            yield _broken(compiled, source, path, message)

    def _value(self, expression: Template, names: Mapping[str, object]) -> bool:
        context = expression.new_context(dict(names))
        for _ in expression.root_render_func(context):
            pass
        return bool(context.vars["result"])

    def _message(self, message: Template | str, names: Mapping[str, object]) -> str:
        if isinstance(message, str):
            return message
        markdown = "".join(message.root_render_func(message.new_context(dict(names))))
        return tidy(expanded(markdown, self._sandbox.printed)).strip()


def run_checks(
    source: Source, values: Mapping[str, object], schema: Schema, packet: Mapping[str, object] | None = None
) -> list[Diagnostic]:
    """Return what of *values* breaks the checks of *schema*. For many files with one schema use a :class:`Checker`."""
    return Checker().run(source, values, schema, packet)


def _document(schema: Schema, place: Place) -> Source:
    """Return the schema's file that *place* is in: checks may come from another one."""
    return next((source for source in schema.documents.values() if source.file == place.file), schema.source)


def _steps(written: str) -> tuple[str | int | None, ...]:
    """Return the steps of ``days[*].events``: keys, positions, None for every item."""
    steps: list[str | int | None] = []
    for key, item in _STEP.findall(written):
        steps.append(key or (None if item == "*" else int(item)))
    return tuple(steps)


def _found(
    value: object, steps: tuple[str | int | None, ...], path: Path = (), above: object = None
) -> Iterator[tuple[Path, object, object]]:
    """Yield the values that *steps* lead to, each with the mapping that it is in; what is absent is passed over."""
    if not steps:
        yield path, value, above
        return
    step, rest = steps[0], steps[1:]
    if step is None and isinstance(value, list):
        for index, item in enumerate(value):
            if item is not None:
                yield from _found(item, rest, (*path, index), above)
    elif isinstance(step, str) and isinstance(value, dict):
        if value.get(step) is not None:
            yield from _found(value[step], rest, (*path, step), value)
    elif isinstance(step, int) and isinstance(value, list) and step < len(value) and value[step] is not None:
        yield from _found(value[step], rest, (*path, step), above)


def _broken(compiled: _Compiled, source: Source, path: Path, message: str) -> Diagnostic:
    """Return the finding at the key that ``at`` names; where it is absent, at the value that was checked."""
    check = compiled.check
    place = _value_place(source, (*path, *compiled.at)) if compiled.at else None
    if place is None:
        place = source.opening_place(path)
    line = source.line(place.line) if place.line else None
    found = error("check", message, place, help=check.help, source_line=line)
    return replace(found, severity=Severity(check.severity))


def _value_place(source: Source, path: Path) -> Place | None:
    value: Any = source.data
    for step in path:
        present = step in value if isinstance(value, dict) else isinstance(value, list) and step in range(len(value))
        if not present:
            return None
        value = value[step]
    return source.place(path)


def _in_schema(problem: Exception, schema: Schema, place: Place, names: Any, data: Place | None = None) -> Diagnostic:
    """Return the finding that a check itself is wrong, at its line in the schema."""
    if isinstance(problem, TemplateSyntaxError):
        reason = syntax_meaning(problem)
        found = error("bad-check", f"this check cannot be read: {reason.message}", help=reason.help)
    else:
        reason = meaning(problem, None, set(names))
        found = error("bad-check", f"this check cannot be worked out: {reason.message}", help=reason.help)
    if isinstance(problem, UndefinedError) and not found.help:
        found = replace(found, help="names are the keys of the checked value, `it`, `data` and `packet`")
    related = (Related("for this value", data),) if data is not None else ()
    return replace(found, place=place, source_line=_document(schema, place).line(place.line), related=related)
