"""``brief new``: a workspace with a packet that builds.

Enters: the command line. Leaves: a folder, its name on standard output, the next steps as notes.
"""

from __future__ import annotations

import click

from pipeline.terminal.console import shown_path
from pipeline.terminal.options import console_of, shared


@click.command()
@click.argument("name")
@shared
@click.pass_context
def new(context: click.Context, name: str) -> None:
    """Make a workspace: a folder NAME with a packet that builds.

    The packet holds a handful of papers, filled with examples to write over. Nothing that exists is changed.

    \b
    Example:
      brief new tokyo-2027
      cd tokyo-2027
      brief build
    """
    from pipeline.authoring.creation import new_workspace

    console = console_of(context)
    made = new_workspace(name)
    console.result(shown_path(made.folder))
    console.note("")
    console.note("Next:")
    for line in made.next_steps:
        console.note(f"  {line}")
