"""What commands share: options before or after their name, the argument PACKET, and how a run over packets ends.

Enters: the command line. Leaves: a :class:`~pipeline.terminal.console.Console` in click's context. Guaranteed:
``brief -q build`` and ``brief build -q`` mean the same; where both places give a value, the later one counts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.diagnostics import MachineError, error
from pipeline.diagnostics.forms import FORMS
from pipeline.host import RealHost
from pipeline.results import EXIT_DATA
from pipeline.terminal.console import Console

if TYPE_CHECKING:
    from pipeline.results import Result

_KEY = "pipeline.terminal.console"
_Function = TypeVar("_Function", bound=Callable[..., Any])


packets_argument = click.argument("packets", nargs=-1, metavar="[PACKET]...")


def finish(console: Console, result: Result, *, strict: bool = False, summary: str | None = None) -> int:
    """Show what became of a run over packets; return the exit code. *strict*: warnings are as bad as errors.

    *summary*: the file that gets the run as Markdown. Raises MachineError when it cannot be written.
    """
    from pipeline.terminal.report import print_result

    console.root = result.root
    print_result(console, result)
    if summary is not None:
        _write_summary(result, Path(summary))
    return EXIT_DATA if strict and result.diagnostics and not result.exit_code else result.exit_code


def _write_summary(result: Result, path: Path) -> None:
    from pipeline.terminal.summary import as_markdown

    try:
        RealHost().write(path, as_markdown(result).encode("utf-8", "backslashreplace"))
    except OSError as problem:
        message = f"the summary cannot be written to {path}: {problem.strerror or problem}"
        raise MachineError(error("cannot-write", message, help="choose another file")) from problem


def console_of(context: click.Context) -> Console:
    """Return the console that the options given so far describe."""
    console: Console = context.meta.setdefault(_KEY, Console())
    return console


def shared(function: _Function) -> _Function:
    """Add the shared options to a command or group."""
    for decorate in reversed(
        (
            _option(
                "--root", "root", _root, "The workspace; default: the nearest folder upwards that has data/.", "DIR"
            ),
            _option("--format", "form", _form, "How findings are written.", type=click.Choice(FORMS)),
            _option("-q", "--quiet", _quiet, "Errors and results only.", is_flag=True),
            _option("-v", "--verbose", _verbose, "Say more; -vv shows tracebacks of internal errors.", count=True),
            _option("--color", "color", _color, "Colours; auto: on a terminal.", type=click.Choice(_WHEN)),
        )
    ):
        function = decorate(function)
    return function


_WHEN = ("auto", "always", "never")


def _option(
    name: str, second: str, remember: Callable[[Console, Any], None], text: str, metavar: str | None = None, **rest: Any
) -> Callable[[_Function], _Function]:
    def callback(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value:
            remember(console_of(context), value)

    return click.option(name, second, callback=callback, expose_value=False, help=text, metavar=metavar, **rest)


def _root(console: Console, value: str) -> None:
    console.root = Path(value)


def _form(console: Console, value: Any) -> None:
    console.form = value


def _quiet(console: Console, value: bool) -> None:
    console.quiet = value


def _verbose(console: Console, value: int) -> None:
    console.verbose += value


def _color(console: Console, value: Any) -> None:
    console.color = value
