"""``brief verify``: what the judges of PDF and Word say of finished documents.

Enters: the command line. Leaves: a line for each file, findings and an exit code; no file.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.terminal.options import console_of, shared


@click.command(short_help="Judge finished documents: accessible, archival, sound.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("-o", "--output", metavar="DIR", help="Where packets' documents are; default: output/ in the workspace.")
@click.option(
    "--profiles", metavar="LIST", default="ua1,2a", help="What a PDF is held to; default: ua1,2a (PDF/UA-1, PDF/A-2a)."
)
@shared
@click.pass_context
def verify(context: click.Context, files: tuple[str, ...], output: str | None, profiles: str) -> int:
    """Judge finished documents: is a PDF accessible and archival, is a Word file sound?

    FILE is a .pdf or .docx file, from this program or any other, or a packet: then the documents that `brief build`
    made of it. Without one, those of all packets under data/.

    PDF files go to veraPDF, which needs Java (a JDK), Word files to openxml-audit and ooxml-integrity; both go through
    checks of our own. A file that a judge could not look at never counts as passed: the exit code is 3.

    \b
    Examples:
      brief verify
      brief verify tokyo-2027
      brief verify annex.pdf letter.docx
      brief verify scan.pdf --profiles 2b
    """
    from pipeline.diagnostics.order import in_file_order
    from pipeline.diagnostics.tally import summary
    from pipeline.judging import verify as run
    from pipeline.verify import profiles_of

    console = console_of(context)
    verdicts = run(*files, root=console.root, output=output, profiles=profiles_of(profiles))
    findings = in_file_order(finding for verdict in verdicts for finding in verdict.findings)
    # Findings name files as the user did: from the working directory, whatever the workspace is.
    console.root = Path.cwd()
    console.findings(findings)
    if findings:
        console.note("")
        console.note(summary(findings))
    for verdict in verdicts:
        console.result(f"{console.shown_file(str(verdict.path))}: {verdict.says}")
    return max((verdict.exit_code for verdict in verdicts), default=0)
