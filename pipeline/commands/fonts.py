"""``brief fonts``: what fonts there are, and which of them a packet uses.

Enters: the command line. Leaves: lines or JSON on standard output, findings, and an exit code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.terminal.console import Console
from pipeline.terminal.options import console_of, packets_argument, shared

if TYPE_CHECKING:
    from pipeline.authoring.fontlist import ListedFamily, PacketFonts


@click.command(short_help="List fonts, or what a packet is set in.")
@packets_argument
@shared
@click.pass_context
def fonts(context: click.Context, packets: tuple[str, ...]) -> int:
    """List the installed fonts, and the scripts that they cover.

    With PACKET: the fonts that the packet is set in, and in which styles. Characters that no font has are errors, each
    at its place, with what brings them; the exit code is then 1. --format json writes the list as JSON too.

    \b
    Examples:
      brief fonts
      brief fonts tokyo-2027
      brief fonts --format json
    """
    from pipeline.authoring.fontlist import installed, used

    console = console_of(context)
    if not packets:
        _show_installed(console, installed())
        return 0
    found = list(used(map(Path, packets), console.root))
    return _show_used(console, found)


def _show_installed(console: Console, families: tuple[ListedFamily, ...]) -> None:
    from dataclasses import asdict

    from pipeline.authoring.fontlist import lacking_extras

    if console.form == "json":
        _show_json(console, {"version": 1, "families": [asdict(family) for family in families]})
        return
    for family in families:
        least, greatest = family.weights
        weights = str(least) if least == greatest else f"{least} to {greatest}"
        slopes = ", italic" if family.italic else ""
        console.result(f"{family.family}: {weights}{slopes}; {family.characters} characters")
        console.result(f"    {', '.join(family.scripts) or 'no whole script'}")
        console.result(f"    {family.package} {family.version}".rstrip())
    for extra, scripts in lacking_extras(families):
        console.result(f"No font has {_listed(scripts)}: pip install 'print-briefs[{extra}]'")


def _show_used(console: Console, packets: list[PacketFonts]) -> int:
    from dataclasses import asdict

    from pipeline.diagnostics import Severity
    from pipeline.diagnostics.order import in_file_order

    findings = in_file_order([finding for packet in packets for finding in packet.diagnostics])
    if console.form == "json":
        shown = [
            {"packet": packet.packet, "theme": packet.theme, "faces": [asdict(face) for face in packet.faces]}
            for packet in packets
        ]
        _show_json(console, {"version": 1, "packets": shown})
    else:
        for packet in packets:
            _show_packet(console, packet)
    if findings or console.form != "text":
        console.findings(findings)
    return int(any(finding.severity is Severity.ERROR for finding in findings))


def _show_packet(console: Console, packet: PacketFonts) -> None:
    if not packet.faces:
        return
    console.result(f"{packet.packet} (theme {packet.theme})")
    for face in packet.faces:
        origin = f"{face.package} {face.version}".rstrip()
        reserve = ", not named in the theme" if face.reserve else ""
        console.result(f"  {face.face}: {', '.join(face.scripts) or 'signs'} ({origin}{reserve})")
        console.result(f"      {', '.join(face.styles)}")


def _show_json(console: Console, value: object) -> None:
    import json

    console.result(json.dumps(value, indent=2, ensure_ascii=False))


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
