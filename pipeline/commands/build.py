"""``brief build``: the documents of packets.

Enters: the command line. Leaves: documents and manifests, findings and an exit code.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.diagnostics import UsageError, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.results import FORMATS, MOST_COPIES, STAGES, Format
from pipeline.terminal.options import console_of, finish, packets_argument, shared


@click.command()
@packets_argument
@click.option("-o", "--output", metavar="DIR", help="Where the documents go; default: output/ in the workspace.")
@click.option("--formats", metavar="LIST", help="pdf, docx or pdf,docx; default: what packet.yaml says.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Packets at a time; default: one a core.")
@click.option("--cluster", metavar="ADDRESS", help="Build on a Dask cluster; the address of its scheduler.")
@click.option("--force", is_flag=True, help="Build packets that are up to date too.")
@click.option("--check", "only_check", is_flag=True, help="Build nothing; exit 1 when an edition is out of date.")
@click.option("--theme", metavar="NAME", help="Build in this look; default: what packet.yaml says.")
@click.option("--draft", is_flag=True, help="Put DRAFT across every page.")
@click.option("--copies", type=click.IntRange(0, MOST_COPIES), metavar="N", help="Make N numbered copies too.")
@click.option("--for", "audience", metavar="NAME", default="", help="Build what NAME gets; all: each name's own.")
@click.option("--releasable-to", metavar="NAME", default="", help="Leave out what may not go to NAME.")
@click.option("--since", metavar="EDITION", default="", help="Make a PDF too that marks what changed since then.")
@click.option("--change-pages", is_flag=True, help="With --since: make the pages that a printed binder needs.")
@click.option("--stop-after", type=click.Choice(STAGES), help="Go no further than this stage.")
@click.option("--emit", is_flag=True, help="Write what the stages made: Markdown, document and pages as JSON.")
@click.option("--strict", is_flag=True, help="Warnings fail the run too.")
@click.option("--summary", metavar="FILE", help="Write a summary in Markdown, such as CI services show.")
@shared
@click.pass_context
def build(
    context: click.Context,
    packets: tuple[str, ...],
    output: str | None,
    formats: str | None,
    jobs: int | None,
    cluster: str | None,
    force: bool,
    only_check: bool,
    stop_after: str | None,
    emit: bool,
    theme: str | None,
    draft: bool,
    copies: int | None,
    audience: str,
    releasable_to: str,
    since: str,
    change_pages: bool,
    strict: bool,
    summary: str | None,
) -> int:
    """Make the documents of packets: PDF and Word.

    PACKET is a folder with a packet.yaml, that file, or the name of a folder under data/. Without one, all packets
    under data/ are built. A packet whose inputs have not changed is left alone. The documents of a packet are replaced
    together: a build that fails or is killed leaves the earlier ones whole.

    \b
    Examples:
      brief build
      brief build data/tokyo-2027 --formats pdf
      brief build --for "Ms. Example"  her book alone, in a folder of its own
      brief build --check              for CI: exit 1 when documents are out of date
      brief build --stop-after compose --emit
    """
    from pipeline.build import build as run
    from pipeline.terminal.report import reporting

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
            formats=read_formats(formats),
            jobs=jobs,
            cluster=cluster or "",
            force=force,
            only_check=only_check,
            stop_after=stop_after,  # type: ignore[arg-type]  # click.Choice has checked it
            emit=emit,
            theme=theme,
            draft=draft,
            copies=copies,
            audience=audience,
            releasable_to=releasable_to,
            since=since,
            change_pages=change_pages,
            progress=report,
        )
    return finish(console, result, strict=strict, summary=summary)


def read_formats(text: str | None) -> tuple[Format, ...] | None:
    """Return what ``--formats`` lists; None when it is not given. Raises UsageError for what is no format."""
    if text is None:
        return None
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in FORMATS:
            hint = did_you_mean(name, FORMATS) or "write pdf, docx or pdf,docx"
            raise UsageError(error("usage", f"--formats: there is no format '{name}'", help=hint))
    return tuple(name for name in FORMATS if name in names)
