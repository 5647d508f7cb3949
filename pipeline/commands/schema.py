"""``brief schema``: the JSON Schemas of papers, packets and themes.

Enters: the command line. Leaves: JSON on standard output, or files.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.diagnostics import UsageError, error
from pipeline.terminal.console import shown_path
from pipeline.terminal.options import console_of, shared


@click.command(short_help="Print the JSON Schema of a paper or packet.")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Write the schemas of everything; needs -o.")
@click.option("-o", "--output", metavar="DIR", help="Write to NAME.schema.json in this folder.")
@click.option("--vscode", is_flag=True, help="Write .vscode/settings.json and the schemas for the YAML extension.")
@shared
@click.pass_context
def schema(context: click.Context, name: str | None, every: bool, output: str | None, vscode: bool) -> None:
    """Print the JSON Schema of a paper's data, or of `packet`, `theme`, `rules`, `marking` or `messages`.

    Editors that know JSON Schema complete and check YAML files with it while you type.

    \b
    Examples:
      brief schema fact-sheet
      brief schema packet -o schemas
      brief schema --all -o schemas
      brief schema --vscode            completion, checks and help in Visual Studio Code
    """
    from pipeline.authoring.catalog import print_schema, write_schemas

    console = console_of(context)
    if vscode:
        from pipeline.authoring.editors import write_settings

        if name is not None or every or output is not None:
            raise UsageError(error("usage", "--vscode stands alone", help="write `brief schema --vscode`"))
        for path in write_settings(console.root):
            console.result(shown_path(path))
        return
    if every == (name is not None):
        raise UsageError(error("usage", "give one NAME or --all", help="`brief templates` lists the names"))
    if every and output is None:
        raise UsageError(error("usage", "--all needs a folder", help="write `brief schema --all -o schemas`"))
    if output is None:
        console.result(print_schema(console.root, str(name)))
        return
    for path in write_schemas(console.root, None if name is None else [name], Path(output)):
        console.result(shown_path(path))
