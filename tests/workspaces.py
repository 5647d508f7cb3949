"""A small workspace on disk for tests of the shell."""

from __future__ import annotations

from pathlib import Path

PACKET = Path("data/sample")

FACTS = """\
title: Relations with Ruritania
date: 2026-03-02
summary: Ruritania is an invented country.
sections:
  - heading: Trade
    text: Trade has grown.
    points:
      - It sells clocks.
      - text: It buys grain.
        points: [Wheat, Rye]
sources:
  - {title: Yearbook}
"""
SETTINGS = """\
title: A visit to Ruritania
dates: {start: 2026-03-02, end: 2026-03-04}
theme: letter
formats: [pdf, docx]
papers:
  - {tab: A, title: Relations, template: fact-sheet, data: facts.yaml}
"""


def make_workspace(folder: Path, *names: str) -> Path:
    """Make packets *names* (``sample`` if none) of one paper each below *folder*; return *folder*."""
    for name in names or (PACKET.name,):
        packet = folder / "data" / name
        packet.mkdir(parents=True)
        (packet / "packet.yaml").write_text(SETTINGS)
        (packet / "facts.yaml").write_text(FACTS)
    return folder
