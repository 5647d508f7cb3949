"""``brief pull``: what people changed in the Word file goes back into the YAML.

Enters: the command line. Leaves: changed YAML files, or a diff of them; findings and an exit code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.diagnostics import UsageError, error
from pipeline.terminal.options import console_of, shared

if TYPE_CHECKING:
    from pipeline.review.views import View


@click.command(short_help="Bring edits in the Word file home into the YAML.")
@click.argument("file", metavar="FILE.docx")
@click.option("--dry-run", is_flag=True, help="Write nothing; show how the YAML would change.")
@click.option("--rejected", is_flag=True, help="Take the file as if all tracked changes were rejected.")
@click.option("--only-accepted", is_flag=True, help="Leave out tracked changes: only what is no longer marked counts.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Only this person's tracked changes count.")
@click.option(
    "--conflicts",
    type=click.Choice(("ours", "theirs", "mark")),
    help="Where both sides changed the same words: the YAML's, the Word file's, or both with marks. Default: say so.",
)
@click.option("--comments", metavar="FILE.yaml", help="Keep people's comments in this file.")
@click.option("--force", is_flag=True, help="Write files that have changes which are not committed.")
@shared
@click.pass_context
def pull(
    context: click.Context,
    file: str,
    dry_run: bool,
    rejected: bool,
    only_accepted: bool,
    authors: tuple[str, ...],
    conflicts: str | None,
    comments: str | None,
    force: bool,
) -> int:
    """Bring what people changed in the Word file FILE.docx home into the YAML that it was made from.

    The file itself knows its packet and what it said when it was built. Changed words, new, removed and moved points,
    rows and paragraphs go into the YAML; comments, quotes and line ends of the YAML stay. What cannot go back (words of
    a template, pictures, layout) is told, with its place. Exit code 0: all went home; 1: something did not.

    \b
    Examples:
      brief pull output/tokyo-2027/tokyo-2027.docx --dry-run
      brief pull ~/Downloads/tokyo-2027.docx
      brief pull tokyo-2027.docx --author "Ann Example"
    """
    from pipeline.pulling import pull as run
    from pipeline.terminal.pullreport import keep_comments, show

    console = console_of(context)
    result = run(
        Path(file),
        root=console.root,
        view=_view(rejected, only_accepted, authors),
        side=conflicts or "",  # type: ignore[arg-type]  # click.Choice has checked it
        dry_run=dry_run,
        force=force,
    )
    console.root = result.root
    show(console, result, waiting=not rejected)
    if comments is not None:
        keep_comments(result, Path(comments))
    return result.exit_code


def _view(rejected: bool, only_accepted: bool, authors: tuple[str, ...]) -> View:
    from pipeline.review.views import ACCEPTED, REJECTED, changes_of

    if rejected + only_accepted + bool(authors) > 1:
        help = "all three say which tracked changes count; choose one"
        message = "--rejected, --only-accepted and --author cannot be used together"
        raise UsageError(error("usage", message, help=help))
    if authors:
        return changes_of(*authors)
    return REJECTED if rejected or only_accepted else ACCEPTED
