"""``brief templates``: what papers there are, and their fields.

Enters: the command line. Leaves: lines on standard output.
"""

from __future__ import annotations

import click

from pipeline.terminal.options import console_of, shared


@click.command(short_help="List the papers that a packet can hold.")
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
    from pipeline.authoring.catalog import describe_template, list_templates

    console = console_of(context)
    lines = list_templates(console.root) if name is None else describe_template(console.root, name)
    for line in lines:
        console.result(line)
