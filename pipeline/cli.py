"""The command ``brief``: what a person types, and the exit codes.

Enters: the command line. Leaves: results on standard output, findings on standard error, an exit code: 0 done, 1 the
data or a template is wrong, 2 the command line is wrong, 3 the program or the machine failed, 130 interrupted.
Guaranteed: no traceback reaches a user who did not ask for one. What a command needs is imported when it runs, so that
``brief --help`` starts fast.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline import __version__
from pipeline.console import Console, prepare_streams, shown_path
from pipeline.diagnostics import BriefError, UsageError, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.options import console_of, shared
from pipeline.results import EXIT_DONE, EXIT_MACHINE, FORMATS, STAGES, Format

if TYPE_CHECKING:
    from pipeline.results import Result

_INTERRUPTED = 130
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_PACKETS = click.argument("packets", nargs=-1, metavar="[PACKET]...")


class _Commands(click.Group):
    """Commands in the order in which a new user needs them; a misspelt one gets a suggestion."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            hint = did_you_mean(args[0], self.commands) or "see `brief --help` for the commands"
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


@cli.command()
@click.argument("name")
@shared
@click.pass_context
def new(context: click.Context, name: str) -> None:
    """Make a workspace: a folder NAME with a packet that builds.

    The packet holds one paper of each kind, filled with examples to write over. Nothing that exists is changed.

    \b
    Example:
      brief new tokyo-2027
      cd tokyo-2027
      brief build
    """
    from pipeline.creation import new_workspace

    console = console_of(context)
    made = new_workspace(name)
    console.result(shown_path(made.folder))
    console.note("")
    console.note("Next:")
    for line in made.next_steps:
        console.note(f"  {line}")


@cli.command()
@_PACKETS
@shared
@click.pass_context
def check(context: click.Context, packets: tuple[str, ...]) -> int:
    """Say what is wrong with packets, and where. Writes no file.

    PACKET is a folder with a packet.yaml, that file, or the name of a folder under data/. Without one, all packets
    under data/ are checked.

    \b
    Examples:
      brief check
      brief check data/tokyo-2027
      brief check --format github      annotations for a pull request
    """
    from pipeline.build import check as run

    console = console_of(context)
    from pipeline.report import reporting

    with reporting(console) as report:
        result = run(*packets, root=console.root, progress=report)
    return _finish(console, result)


@cli.command()
@_PACKETS
@click.option("-o", "--output", metavar="DIR", help="Where the documents go; default: output/ in the workspace.")
@click.option("--formats", metavar="LIST", help="pdf, docx or pdf,docx; default: what packet.yaml says.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Packets at a time; default: one a core.")
@click.option("--force", is_flag=True, help="Build packets that are up to date too.")
@click.option("--check", "only_check", is_flag=True, help="Build nothing; exit 1 when an edition is out of date.")
@click.option("--stop-after", type=click.Choice(STAGES), help="Go no further than this stage.")
@click.option("--emit", is_flag=True, help="Write what the stages made: Markdown, document and pages as JSON.")
@shared
@click.pass_context
def build(
    context: click.Context,
    packets: tuple[str, ...],
    output: str | None,
    formats: str | None,
    jobs: int | None,
    force: bool,
    only_check: bool,
    stop_after: str | None,
    emit: bool,
) -> int:
    """Make the documents of packets: PDF and Word.

    PACKET is a folder with a packet.yaml, that file, or the name of a folder under data/. Without one, all packets
    under data/ are built. A packet whose inputs have not changed is left alone. The documents of a packet are replaced
    together: a build that fails or is killed leaves the earlier ones whole.

    \b
    Examples:
      brief build
      brief build data/tokyo-2027 --formats pdf
      brief build --check              for CI: exit 1 when documents are out of date
      brief build --stop-after compose --emit
    """
    from pipeline.build import build as run
    from pipeline.report import reporting

    console = console_of(context)
    for given, name in ((force, "--force"), (emit, "--emit"), (stop_after, "--stop-after")):
        if only_check and given:
            message = f"--check and {name} cannot be used together"
            raise UsageError(error("usage", message, help="--check builds nothing"))
    with reporting(console) as report:
        result = run(
            *packets,
            root=console.root,
            output=Path(output) if output is not None else None,
            formats=_formats(formats),
            jobs=jobs,
            force=force,
            only_check=only_check,
            stop_after=stop_after,  # type: ignore[arg-type]  # click.Choice has checked it
            emit=emit,
            progress=report,
        )
    return _finish(console, result)


@cli.command(short_help="List the papers that a packet can hold.")
@click.argument("name", required=False)
@shared
@click.pass_context
def templates(context: click.Context, name: str | None) -> None:
    """List the papers that a packet can hold; with NAME, the fields of one and an example.

    \b
    Examples:
      brief templates
      brief templates fact-sheet
    """
    from pipeline.catalog import describe_template, list_templates

    console = console_of(context)
    lines = list_templates(console.root) if name is None else describe_template(console.root, name)
    for line in lines:
        console.result(line)


@cli.command(short_help="Print the JSON Schema of a paper or packet.")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Write the schemas of everything; needs -o.")
@click.option("-o", "--output", metavar="DIR", help="Write to NAME.schema.json in this folder.")
@shared
@click.pass_context
def schema(context: click.Context, name: str | None, every: bool, output: str | None) -> None:
    """Print the JSON Schema of a paper's data, or of `packet` or `theme`.

    Editors that know JSON Schema complete and check YAML files with it while you type.

    \b
    Examples:
      brief schema fact-sheet
      brief schema packet -o schemas
      brief schema --all -o schemas
    """
    from pipeline.catalog import print_schema, write_schemas

    console = console_of(context)
    if every == (name is not None):
        raise UsageError(error("usage", "give one NAME or --all", help="`brief templates` lists the names"))
    if every and output is None:
        raise UsageError(error("usage", "--all needs a folder", help="write `brief schema --all -o schemas`"))
    if output is None:
        console.result(print_schema(console.root, str(name)))
        return
    for path in write_schemas(console.root, None if name is None else [name], Path(output)):
        console.result(shown_path(path))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


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


def _finish(console: Console, result: Result) -> int:
    from pipeline.report import print_result

    console.root = result.root
    print_result(console, result)
    return result.exit_code


def _formats(text: str | None) -> tuple[Format, ...] | None:
    if text is None:
        return None
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in FORMATS:
            hint = did_you_mean(name, FORMATS) or "write pdf, docx or pdf,docx"
            raise UsageError(error("usage", f"--formats: there is no format '{name}'", help=hint))
    return tuple(name for name in FORMATS if name in names)


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
        finding = error("out-of-memory", "there is not enough memory for this")
    elif isinstance(problem, OSError):
        finding = error("machine", f"the machine says: {problem}")
    else:
        hint = "this is a fault of the program; run it again with -vv and report what it prints"
        finding = error("internal-error", f"{kind}: {problem}", help=hint)
    console.findings([finding])
    return EXIT_MACHINE
