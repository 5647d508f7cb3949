"""``brief diff``: what changed between two editions.

Enters: the command line. Leaves: a summary on standard output, a Word file with tracked changes, an exit code.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime
from pathlib import Path

import click

from pipeline.diagnostics import UsageError, error
from pipeline.terminal.options import console_of, shared

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ?)?")


@click.command(short_help="Show what changed between two editions; make a redline.")
@click.argument("first", metavar="[A]", default="")
@click.argument("second", metavar="[B]", default="")
@click.option("--stat", is_flag=True, help="Totals only.")
@click.option("--redline", metavar="FILE.docx", help="Write B's Word file with tracked changes from A.")
@click.option("--author", metavar="NAME", help="Who made the tracked changes. Default: brief diff.")
@click.option("--date", metavar="DATE", help="When they were made, such as 2027-03-05. Default: the date of B.")
@click.option("--exit-code", is_flag=True, help="Exit code 1 when A and B differ.")
@shared
@click.pass_context
def diff(
    context: click.Context,
    first: str,
    second: str,
    stat: bool,
    redline: str | None,
    author: str | None,
    date: str | None,
    exit_code: bool,
) -> int:
    """Show what changed from edition A to edition B: papers, headings, paragraphs, points, rows, words.

    An edition is an output folder, its manifest.json or edition.json, a Word file that was built, a git revision (REV,
    or REV:data/PACKET for one packet), or a packet's folder: its data as they are now. Without B, A is compared with
    the data as they are now; without both, the last commit is.

    \b
    Examples:
      brief diff HEAD~1
      brief diff output/tokyo-2027 data/tokyo-2027 --stat
      brief diff v1:data/tokyo-2027 data/tokyo-2027 --redline changes.docx --author "Ann Example"
    """
    from pipeline.revision.diffing import diff as run
    from pipeline.revision.diffing import write_redline
    from pipeline.revision.editions import Opener
    from pipeline.revision.telling import as_object, lines

    _check(redline, author, date)
    console = console_of(context)
    with Opener(console.root) as opener:
        found = run(opener, first, second)
        console.findings(found.findings)
        if console.form == "json":
            console.result(json.dumps(as_object(found.told), ensure_ascii=False, indent=1))
        else:
            for told in found.told:
                for line in lines(told, colored=console.colored(sys.stdout), stat=stat):
                    console.result(line)
        if redline is not None:
            console.findings(write_redline(found, Path(redline), opener.host, author=author or "", date=date or ""))
            console.note(f"redline: {redline}")
    return int(exit_code and found.differs)


def _check(redline: str | None, author: str | None, date: str | None) -> None:
    if redline is None and (author or date):
        raise UsageError(error("usage", "--author and --date are for --redline", help="add --redline FILE.docx"))
    if redline is not None and not redline.lower().endswith(".docx"):
        raise UsageError(error("usage", f"--redline: {redline} is no name of a Word file", help="end it in .docx"))
    if date and not _is_date(date):
        help = "write it as 2027-03-05, or as 2027-03-05T14:30:00Z"
        raise UsageError(error("usage", f"--date: {date!r} is no date", help=help))
    if author is not None and not (author.strip() and author.isprintable()):
        raise UsageError(error("usage", "--author: this is no name", help="write a person's name"))


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _DATE.fullmatch(text) is not None
