"""The command ``brief``: what a person types, and the exit codes.

Enters: the command line. Leaves: results on standard output, findings on standard error, an exit code: 0 done, 1 the
data or a template is wrong, 2 the command line is wrong, 3 the program or the machine failed, 130 interrupted.
Guaranteed: no traceback reaches a user who did not ask for one. What a command needs is imported when it runs, so that
``brief --help`` starts fast.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

import click

from pipeline import __version__, commands
from pipeline.diagnostics import BriefError, UsageError, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.results import EXIT_DONE, EXIT_MACHINE
from pipeline.terminal.console import Console, prepare_streams
from pipeline.terminal.options import shared

_INTERRUPTED = 130
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Commands(click.Group):
    """Commands in the order in which a new user needs them; a misspelt one gets a suggestion."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(commands.NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return commands.command(cmd_name) if cmd_name in commands.NAMES else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            hint = did_you_mean(args[0], commands.NAMES) or "see `brief --help` for the commands"
            raise UsageError(error("usage", f"there is no command '{args[0]}'", help=hint))
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings=_SETTINGS, invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="brief", message="%(prog)s %(version)s")
@shared
@click.pass_context
def cli(context: click.Context) -> None:
    """Briefing packets from YAML: a PDF to carry and the same book as a Word file to edit.

    \b
    The first time:
      brief new tokyo-2027        a folder with a packet that builds at once
      cd tokyo-2027
      brief build                 makes output/tokyo-2027/tokyo-2027.pdf and .docx

    \b
    Every day: edit the files under data/, then
      brief check                 says what is wrong, and where
      brief build                 makes the documents

    `brief templates` lists the papers that a packet can hold. `brief COMMAND --help` explains a command.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process."""
    code = run(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        _end(code)
    sys.exit(code)


def _end(code: int) -> None:
    """End the process at once. Python would first take every module apart: a fifth of the time of a short run.

    What waits to be written or done is done; with other threads at work, or a reader gone, the process ends as usual.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    if threading.active_count() == 1:
        atexit._run_exitfuncs()
        os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code; nothing raises."""
    prepare_streams()
    meta: dict[str, object] = {}
    try:
        with cli.make_context("brief", list(arguments)) as context:
            meta = context.meta
            code = cli.invoke(context)
            return code if isinstance(code, int) else EXIT_DONE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except click.ClickException as problem:
        return _fail(_console(problem, meta), _usage(problem))
    except BriefError as problem:
        return _fail(_console(problem, meta), problem)
    except BrokenPipeError:
        return EXIT_DONE
    except Exception as problem:  # whatever it is, a user gets a finding and not a traceback
        return _fail_inside(_console(problem, meta), problem)


def _console(problem: BaseException, meta: dict[str, object]) -> Console:
    """Return the console that the options before the fault described."""
    context = getattr(problem, "ctx", None)
    for known in (context.meta if context is not None else {}, meta):
        for value in known.values():
            if isinstance(value, Console):
                return value
    return Console()


def _usage(problem: click.ClickException) -> UsageError:
    context = getattr(problem, "ctx", None)
    command = context.command_path if context is not None else "brief"
    message = problem.format_message().rstrip(".")
    return UsageError(error("usage", message, help=f"`{command} --help` explains the command"))


def _fail(console: Console, problem: BriefError) -> int:
    console.findings(problem.diagnostics)
    return problem.exit_code


def _fail_inside(console: Console, problem: Exception) -> int:
    if console.verbose > 1:
        import traceback

        traceback.print_exception(problem)
    kind = type(problem).__name__
    if isinstance(problem, MemoryError):
        finding = error(
            "out-of-memory", "there is not enough memory for this", help="build fewer packets at once: -j 1"
        )
    elif isinstance(problem, OSError):
        finding = error("machine", f"the machine says: {problem}", help="mend that, then run the command again")
    else:
        hint = "this is a fault of the program; run it again with -vv and report what it prints"
        finding = error("internal-error", f"{kind}: {problem}", help=hint)
    console.findings([finding])
    return EXIT_MACHINE
