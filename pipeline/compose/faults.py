"""What went wrong in a template, told at the template's line and with the data that was being printed.

Enters: an exception that Jinja2, a filter or Python raised while a template was read or filled. Leaves: diagnostics.
Guaranteed: one at least, with a place in the template whenever one is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Any, NamedTuple

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from pipeline.compose.filters import FILTERS, TESTS
from pipeline.compose.limits import TemplateFault
from pipeline.compose.loader import TemplateFile, TemplateLoader
from pipeline.compose.misuse import described
from pipeline.compose.printed import first_place
from pipeline.compose.sandbox import Absence
from pipeline.diagnostics import DataError, Diagnostic, Place, Related, error
from pipeline.diagnostics.suggest import did_you_mean

_LOCAL = re.compile(r"l_([0-9]+)_(.+)")
_UNKNOWN = re.compile(r"No (filter|test) named '(.*)'")
_UNCLOSED = re.compile(r"innermost block that needs to be closed is '(\w+)'")
_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
_TAGS = ("block", "call", "extends", "filter", "for", "from", "if", "import", "include", "macro", "raw", "set", "with")
_SIGNS = (
    ("'end of print statement'", "}}"),
    ("'end of statement block'", "%}"),
    ("'end of template'", "end"),
)
_KINDS = tuple(
    (re.compile(f"(?:instances of )?['\"](?:{names})['\"](?: object)?"), word)
    for names, word in (
        ("SourceText|TemplateText|str", "a text"),
        ("SourceInteger|SourceNumber|int|float", "a number"),
        ("bool", "a truth value"),
        ("list|tuple", "a list"),
        ("dict", "a mapping"),
        ("NoneType", "an empty value"),
    )
)
_MOST_KEYS = 12
_MOST_CALLERS = 3


class Step(NamedTuple):
    """A line of a template that was at work, and the values that its loops and macros held."""

    name: str
    line: int
    values: dict[str, Any]


def explain(
    problem: Exception, template: str, loader: TemplateLoader, names: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what *problem* means. *template* is the one being filled, *names* what it may use."""
    steps = list(_steps(problem.__traceback__))
    callers = _callers(steps, loader)
    if isinstance(problem, DataError):
        return tuple(replace(found, related=(*found.related, *callers)) for found in problem.diagnostics)
    if isinstance(problem, TemplateSyntaxError):
        return (_syntax(problem, template, loader),)
    here = steps[-1] if steps else Step(template, 0, {})
    found = meaning(problem, loader, {*names, *here.values}, bool(steps))
    place, line = _spot(here, loader.files.get(here.name), _written(problem))
    data = first_place(_value(problem)) or _at_work(here)
    related = [*callers[:-1]] if callers else []
    if data is not None:
        related.append(Related("while this was printed", data))
    return (replace(found, place=place, source_line=line, related=tuple(related)),)


def place_in(name: str, line: int, loader: TemplateLoader, written: str = "") -> tuple[Place, str | None]:
    """Return the place of *written* in a template's line, else of the line, and the line."""
    return _spot(Step(name, line, {}), loader.files.get(name), written)


def _steps(traceback: TracebackType | None) -> Iterator[Step]:
    """Yield the templates' lines on the way to the error, the innermost last."""
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            line = template.get_corresponding_lineno(traceback.tb_lineno)
            yield Step(template.name or "", line, _local_values(traceback.tb_frame.f_locals))
        traceback = traceback.tb_next


def _local_values(variables: dict[str, Any]) -> dict[str, Any]:
    """Return what loops and macros hold, the innermost first."""
    found = []
    for variable, value in variables.items():
        match = _LOCAL.fullmatch(variable)
        if match is not None and int(match[1]) > 0:
            found.append((-int(match[1]), match[2], value))
    return {name: value for _, name, value in sorted(found, key=lambda entry: entry[0])}


def _at_work(step: Step) -> Place | None:
    return next(filter(None, map(first_place, step.values.values())), None)


def _callers(steps: list[Step], loader: TemplateLoader) -> list[Related]:
    """Return the lines that called or included the last one, and the last one itself."""
    found: list[Related] = []
    for step in steps:
        place, _ = place_in(step.name, step.line, loader)
        related = Related("called from here", place)
        if related not in found:
            found.append(related)
    return found[-_MOST_CALLERS - 1 :]


def _spot(step: Step, file: TemplateFile | None, written: str) -> tuple[Place, str | None]:
    """Return the step's place; with columns where *written* stands once in its line."""
    if file is None or not 0 < step.line <= len(file.lines):
        return Place(step.name if file is None else file.file), None
    line = file.lines[step.line - 1]
    words = list(re.finditer(rf"(?<!\w){re.escape(written)}(?!\w)", line)) if written else []
    if len(words) == 1:
        column = words[0].start() + 1
        return Place(file.file, step.line, column, step.line, column + len(written)), line
    column = len(line) - len(line.lstrip()) + 1
    return Place(file.file, step.line, column, step.line, max(len(line.rstrip()) + 1, column)), line


def _written(problem: Exception) -> str:
    """Return the words of the template that the problem is about."""
    if isinstance(problem, TemplateFault):
        return problem.expression
    message = problem.args[0] if problem.args else ""
    return message.name if isinstance(message, Absence) else ""


def _value(problem: Exception) -> object:
    """Return the value of the data that the problem is about."""
    if isinstance(problem, TemplateFault):
        return problem.value
    message = problem.args[0] if problem.args else None
    return message.owner if isinstance(message, Absence) else None


def _syntax(problem: TemplateSyntaxError, template: str, loader: TemplateLoader) -> Diagnostic:
    # Jinja2 names some errors by file, others by template.
    name = loader.name_in(problem.name or template)
    found = syntax_meaning(problem)
    unknown = _UNKNOWN.match(problem.message or "")
    place, line = place_in(name, problem.lineno, loader, unknown[2] if unknown is not None else "")
    return replace(found, place=place, source_line=line)


def syntax_meaning(problem: TemplateSyntaxError) -> Diagnostic:
    """Return what is wrong with a template's or an expression's syntax, still without a place."""
    message = (problem.message or "it cannot be read").rstrip(".")
    unknown = _unknown(message)
    if unknown is not None:
        return unknown
    for word, sign in _SIGNS:
        message = message.replace(word, sign)
    unclosed, tag = _UNCLOSED.search(message), _TAG.match(message)
    if unclosed is not None:
        help = f"write {{% end{unclosed[1]} %}}"
        if tag is None:
            return error("template-syntax", f"the template ends within {{% {unclosed[1]} %}}", help=help)
        said = f"{{% {tag[1]} %}} comes before {{% {unclosed[1]} %}} is closed"
        return error("template-syntax", said, help=f"{help} before it")
    if tag is not None:
        return error("template-syntax", f"there is no tag {{% {tag[1]} %}}", help=did_you_mean(tag[1], _TAGS))
    help = "a comment ends with #}; an anchor is written {#name}" if "comment" in message else ""
    return error("template-syntax", message[:1].lower() + message[1:], help=help)


def _unknown(message: str) -> Diagnostic | None:
    """Return the diagnostic for a filter or test that is not there."""
    found = _UNKNOWN.match(message)
    if found is None:
        return None
    kind, word = found[1], found[2]
    choices = FILTERS if kind == "filter" else TESTS
    help = did_you_mean(word, choices) or f"there are: {', '.join(sorted(filter(str.isidentifier, choices)))}"
    return error(f"unknown-{kind}", f"there is no {kind} `{word}`", help=help)


def meaning(
    problem: Exception, loader: TemplateLoader | None, names: Collection[str], filled: bool = True
) -> Diagnostic:
    """Return the diagnostic for *problem*, still without a place. Not *filled*: the template was only being read."""
    message = str(problem.args[0]) if problem.args else ""
    if isinstance(problem, TemplateFault):
        return error(problem.code, problem.message, help=problem.help)
    if isinstance(problem, TemplateNotFound):
        name = str(problem.name or message)
        help = (
            did_you_mean(name, loader.names() if loader is not None else ())
            or "it is looked for in the workspace's `templates` folder"
        )
        return error("missing-template", f"there is no template {name!r}", help=help)
    if isinstance(problem, UndefinedError):
        return _undefined(problem, names)
    if isinstance(problem, SecurityError):
        return error("forbidden-in-template", message.rstrip("."), help="use the filters and the data itself")
    if isinstance(problem, RecursionError) and filled:
        return error(
            "template-limit", "a macro, a loop or an include calls itself without end", help="let it end somewhere"
        )
    if isinstance(problem, SyntaxError | MemoryError | RecursionError):
        message = "too many blocks or brackets stand inside each other"
        return error("template-syntax", message, help="part the template: put the inner ones into macros")
    return _unknown(message) or error("template-error", _sentence(problem, message), help=_remedy(problem, message))


_TEST_FIRST = "test it first with {% if … %}"


def _undefined(problem: UndefinedError, names: Collection[str]) -> Diagnostic:
    message = problem.args[0] if problem.args else ""
    if not isinstance(message, Absence) or message.name in ("", "None"):
        return error("undefined-value", str(message) or "a value is not defined", help=_TEST_FIRST)
    owner, name = message.owner, message.name
    if isinstance(owner, dict):
        keys = [str(key) for key in owner]
        shown = ", ".join(keys[:_MOST_KEYS]) + (", …" if len(keys) > _MOST_KEYS else "")
        help = did_you_mean(name, keys) or (f"there are: {shown}" if keys else "the mapping is empty")
        return error("undefined-value", f"there is no `{name}` here", help=help)
    if owner is None:
        return error("undefined-value", f"`{name}` is asked of an empty value", help=_TEST_FIRST)
    if owner is not missing:
        return error(
            "undefined-value", f"{described(owner)} has no `{name}`", help="only mappings have keys; look at the data"
        )
    said = f"`{name}` is not defined" if message.endswith(" is undefined") else str(message)
    return error("undefined-value", said, help=did_you_mean(name, names))


def _remedy(problem: Exception, message: str) -> str:
    """Return what to do about a value that does not suit what is done with it."""
    if isinstance(problem, ZeroDivisionError):
        return _TEST_FIRST
    if "not callable" in message:
        return "leave the round brackets behind it out"
    if isinstance(problem, TypeError):
        return "make both values of one kind, for example with `| int` or `| string`"
    return "look at the values that are used here"


def _sentence(problem: Exception, message: str) -> str:
    if isinstance(problem, ZeroDivisionError):
        return "a number is divided by zero"
    for names, word in _KINDS:
        message = names.sub(word, message)
    return message.rstrip(".") or type(problem).__name__
