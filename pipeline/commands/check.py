"""``brief check``: what is wrong with packets, and where.

Enters: the command line. Leaves: findings and an exit code; no file.
"""

from __future__ import annotations

import click

from pipeline.terminal.options import console_of, finish, packets_argument, shared


@click.command()
@packets_argument
@click.option("--for", "audience", metavar="NAME", default="", help="Check what NAME gets; all: what anybody does.")
@click.option("--releasable-to", metavar="NAME", default="", help="Check what may go to NAME.")
@click.option("--strict", is_flag=True, help="Warnings fail the run too.")
@click.option("--summary", metavar="FILE", help="Write a summary in Markdown, such as CI services show.")
@shared
@click.pass_context
def check(
    context: click.Context,
    packets: tuple[str, ...],
    audience: str,
    releasable_to: str,
    strict: bool,
    summary: str | None,
) -> int:
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
    from pipeline.terminal.report import reporting

    with reporting(console) as report:
        result = run(*packets, root=console.root, audience=audience, releasable_to=releasable_to, progress=report)
    return finish(console, result, strict=strict, summary=summary)
