"""``brief watch``: documents rebuilt while their data is edited.

Enters: the command line, then changes of files until Ctrl-C. Leaves: documents, and what is wrong at present on
standard error.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from pipeline.commands.build import read_formats
from pipeline.diagnostics import UsageError, error
from pipeline.diagnostics.tally import summary
from pipeline.results import EXIT_DONE, Options, Result
from pipeline.terminal.console import Console
from pipeline.terminal.options import console_of, packets_argument, shared

if TYPE_CHECKING:
    from pipeline.runs.watch import Watcher

_STEP = 20
"""Milliseconds without another change after which the changes so far are one: editors write in several steps."""
_LOOK_AGAIN = 1000
"""Milliseconds after which a folder that was not there is looked for."""
_CLEAR = "\x1b[2J\x1b[H"


@click.command(short_help="Rebuild packets while you edit.")
@packets_argument
@click.option("-o", "--output", metavar="DIR", help="Where the documents go; default: output/ in the workspace.")
@click.option("--formats", metavar="LIST", help="pdf, docx or pdf,docx; default: what packet.yaml says.")
@click.option("--theme", metavar="NAME", help="Build in this look; default: what packet.yaml says.")
@click.option("--draft", is_flag=True, help="Put DRAFT across every page.")
@click.option("--for", "audience", metavar="NAME", default="", help="Build what NAME gets.")
@click.option("--releasable-to", metavar="NAME", default="", help="Leave out what may not go to NAME.")
@shared
@click.pass_context
def watch(
    context: click.Context,
    packets: tuple[str, ...],
    output: str | None,
    formats: str | None,
    theme: str | None,
    draft: bool,
    audience: str,
    releasable_to: str,
) -> int:
    """Build packets, then build them again whenever a file of theirs is saved, until Ctrl-C.

    Everything is kept warm, so that a new PDF and Word file are there moments after you save. What is wrong is shown
    until it is mended; the documents stay as they were meanwhile.

    \b
    Examples:
      brief watch
      brief watch data/tokyo-2027 --formats pdf
    """
    from pipeline.runs.watch import Watcher

    console = console_of(context)
    options = Options(
        output=Path(output) if output is not None else None,
        formats=read_formats(formats),
        theme=theme,
        draft=draft,
        audience=audience,
        releasable_to=releasable_to,
    )
    watcher = Watcher(packets, console.root, options)
    console.root = watcher.root
    try:
        _show(console, watcher, watcher.first(), None)
        for changed in _changes(watcher):
            start = perf_counter()
            result = watcher.after(changed)
            if result is not None:
                _show(console, watcher, result, perf_counter() - start)
    except KeyboardInterrupt:
        console.note("")
    return EXIT_DONE


def _changes(watcher: Watcher) -> Iterator[frozenset[Path]]:
    """Yield the files that have changed, as they do."""
    try:
        from watchfiles import watch as changes
    except ImportError:
        hint = "pip install 'print-briefs[watch]'"
        raise UsageError(error("missing-extra", "watching needs the extra 'watch'", help=hint)) from None
    folders: tuple[Path, ...] = ()
    while True:
        folders = watcher.watched
        for found in changes(*folders, step=_STEP, yield_on_timeout=True, rust_timeout=_LOOK_AGAIN):
            if found:
                yield frozenset(Path(path) for _, path in found)
            if watcher.watched != folders:
                break


def _show(console: Console, watcher: Watcher, result: Result, seconds: float | None) -> None:
    """Write what is wrong at present, and what has been done."""
    if console.lively and seconds is not None:
        console.note(_CLEAR)
    present = watcher.findings().diagnostics
    console.findings(present)
    if present:
        console.note("")
        console.note(summary(present))
    took = f" in {seconds * 1000:.0f} ms" if seconds is not None else ""
    for packet in result.packets:
        if packet.state == "built":
            console.note(f"{packet.name}: {packet.pages} {'page' if packet.pages == 1 else 'pages'}{took}")
        elif packet.state == "failed":
            console.note(f"{packet.name}: has errors; its documents are as they were")
    console.note("watching; Ctrl-C ends it")
