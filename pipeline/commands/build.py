"""``brief build``: the documents of packets.

Enters: the command line. Leaves: documents and manifests, findings and an exit code.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.diagnostics import UsageError, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.options import console_of, finish, packets_argument, shared
from pipeline.results import FORMATS, STAGES, Format


@click.command()
@packets_argument
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
    return finish(console, result)


def _formats(text: str | None) -> tuple[Format, ...] | None:
    if text is None:
        return None
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in FORMATS:
            hint = did_you_mean(name, FORMATS) or "write pdf, docx or pdf,docx"
            raise UsageError(error("usage", f"--formats: there is no format '{name}'", help=hint))
    return tuple(name for name in FORMATS if name in names)
