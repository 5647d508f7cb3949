"""A packet with house rules, written to a folder and checked."""

from __future__ import annotations

from pathlib import Path

from pipeline.diagnostics import Diagnostic
from pipeline.edition.make import build_packet
from pipeline.edition.stages import Shelf
from pipeline.host import RealHost
from pipeline.results import Options
from pipeline.source.workspace import Workspace, shipped_templates

FACTS = """\
title: Relations with Ruritania
issuer: Ruritania Desk
date: 2027-03-02
sections:
  - heading: Trade
    text: Trade has grown. It sells clocks.
    points:
      - It buys grain.
      - text: It sells clocks.
        points: [Small, Large]
  - heading: Transport
    text: The line is new.
"""
SCHEDULE = """\
days:
  - date: 2027-03-09
    place: Port Aurel, Aurelia
    events:
      - {time: "09:00", end: "10:00", title: Breakfast}
      - {time: "10:00", end: "11:00", title: Talks, participants: [Rudolf Example]}
"""
PACKET = """\
title: A visit to Ruritania
dates: {start: 2027-03-09, end: 2027-03-12}
theme: letter
papers:
  - {tab: A, title: Schedule, template: schedule, data: schedule.yaml}
  - {tab: B, title: Relations, template: fact-sheet, data: facts.yaml}
"""


SHELF = Shelf()
"""Themes and schemas are read once for all tests; a check of its own for each would take most of the time."""
CATALOGUE = "untranslated"
"""Is said of languages that the templates do not know, and no matter here."""


def findings(
    folder: Path,
    *rules: str,
    packet: str = PACKET,
    profile: str | None = None,
    **files: str,
) -> tuple[Diagnostic, ...]:
    """Return what a check says of a packet held to *rules* (flow mappings), with *files* for its data."""
    data = folder / "data" / "visit"
    data.mkdir(parents=True, exist_ok=True)
    (folder / "templates" / "rules").mkdir(parents=True, exist_ok=True)
    text = profile if profile is not None else "title: Ours\nrules:\n" + "".join(f"  - {rule}\n" for rule in rules)
    (folder / "templates" / "rules" / "ours.yaml").write_text(text, encoding="utf-8")
    (data / "packet.yaml").write_text(packet + "rules: [ours]\n", encoding="utf-8")
    for name, content in {"facts": FACTS, "schedule": SCHEDULE, **files}.items():
        (data / (name if "." in name else f"{name}.yaml")).write_text(content, encoding="utf-8")
    host = RealHost()
    workspace = Workspace(host.real(folder), host, shipped_templates(host))
    options = Options(stop_after="compose", write=False)
    result = build_packet(workspace, workspace.root / "data" / "visit", options, {}, SHELF)
    return tuple(one for one in result.diagnostics if one.code != CATALOGUE)


def told(found: tuple[Diagnostic, ...]) -> list[str]:
    """Return findings as short texts: severity, code, file, line, column and message."""
    return [
        f"{one.severity} {one.code} {Path(one.place.file).name}:{one.place.line}:{one.place.column} {one.message}"
        for one in found
        if one.place is not None
    ]
