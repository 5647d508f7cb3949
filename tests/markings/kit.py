"""Profiles, and a workspace with a marked packet."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.host import RealHost
from pipeline.source.marking_text import Marking, Misread, banner, read_marking
from pipeline.source.markings import Profile, load_profile
from pipeline.source.workspace import Workspace

TOP = Path(__file__).parents[2]

PACKET = """\
title: A visit to Strelsau
dates: {start: 2027-05-03, end: 2027-05-04}
markings: us-classification
marking: SECRET//NOFORN
designation: {classified-by: Ada Example, derived-from: Multiple sources, declassify-on: 20370503}
audiences:
  - {group: Delegation, members: [Alice Lens, Bob Stone]}
  - Carol Reed
papers:
  - {tab: A, title: Relations, template: fact-sheet, data: facts.yaml, marking: U}
  - {tab: B, title: Nocturnal conversations, markdown: talks.md, marking: S//NF}
  - {tab: C, title: Flowers, markdown: flowers.md, marking: U, audience: [Alice Lens]}
"""
FACTS = """\
title: Relations
summary: |
  Ruritania is an invented country.

  It lies between two others.
sections:
  - heading: Trade
    text: Trade has grown.
    points:
      - It sells clocks.
      - {text: The crown jewels are hidden below the mill at Zenda., marking: S}
      - text: It buys grain.
        points: [Wheat, {text: Rye from the northern province, marking: C, audience: [Delegation]}]
    table: {caption: Numbers, columns: [Year, Amount], rows: [[2021, "8,700,000"]]}
  - heading: Succession
    marking: S//NF
    points: [Black Michael plans a coup before the coronation.]
  - heading: Garrison
    points: [{text: The duke bribes the guard at the drawbridge., marking: S}]
"""
TALKS = "The chancellor met the envoy at the Tiger Inn.\n\n- They drank **too much** wine.\n"
FLOWERS = "Alice carries a bouquet of lilies.\n"


def make(folder: Path, packet: str = PACKET, facts: str = FACTS, **files: str) -> Path:
    """Write the packet ``trip`` into a workspace and return the workspace."""
    data = folder / "data/trip"
    data.mkdir(parents=True, exist_ok=True)
    texts = {"packet.yaml": packet, "facts.yaml": facts, "talks.md": TALKS, "flowers.md": FLOWERS, **files}
    for name, text in texts.items():
        (data / name).write_text(text, encoding="utf-8")
    return folder


@cache
def profile(name: str) -> Profile:
    """Return a shipped profile."""
    workspace = Workspace.find(RealHost(), TOP, TOP)
    found, faults = load_profile(workspace, name)
    assert found is not None, faults
    return found


def marking(text: str, name: str = "us-classification") -> Marking:
    """Return the marking that *text* is."""
    found = read_marking(text, profile(name))
    assert not isinstance(found, Misread), found
    return found


def shown(text: str, name: str = "us-classification") -> str:
    """Return the banner of a marking."""
    return banner(marking(text, name), profile(name))
