"""The shipped papers and the sample packet, read once for all tests of this folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.compose import Composer, Composition, PaperData
from pipeline.diagnostics import Diagnostic, Place
from pipeline.host import RealHost
from pipeline.source.export import json_schema
from pipeline.source.load import load
from pipeline.source.packet import PaperSettings, load_packet
from pipeline.source.schema import Schema, annotate, load_schema, validate
from pipeline.source.tree import Source
from pipeline.source.workspace import TemplateFiles, Workspace

TOP = Path(__file__).parents[2]
SAMPLE = TOP / "data" / "phnom-penh-2022"
NAMES = (
    "attachment",
    "biography",
    "checklist",
    "clearances",
    "contacts",
    "fact-sheet",
    "glossary",
    "key-figures",
    "meeting-brief",
    "memo",
    "notes",
    "participants",
    "questions-answers",
    "read-ahead",
    "scene-setter",
    "schedule",
    "schedule-card",
    "submission",
    "talking-points",
)
SAMPLES = ("fact-sheet", "key-figures", "scene-setter", "schedule")
"""Those of them that the sample packet has in a file of the same name."""


HOME = "America/New_York"


@cache
def workspace() -> Workspace:
    return Workspace.find(RealHost(), TOP, TOP)


def files(name: str) -> TemplateFiles:
    found = workspace().template(name)
    assert found is not None
    return found


def example(name: str) -> Path:
    path = files(name).example
    assert path is not None
    return path


@cache
def schema(name: str) -> Schema:
    found, diagnostics = load_schema(workspace(), files(name).schema)
    assert found is not None, diagnostics
    assert diagnostics == []
    return found


@cache
def whole(name: str) -> dict[str, object]:
    """Return the schema *name* in one piece, with what it shares with others."""
    return json_schema(schema(name))


def read(path: Path) -> Source:
    source, diagnostics = load(path.read_bytes(), workspace().display(path))
    assert source is not None, diagnostics
    assert diagnostics == []
    return source


def faults(name: str, path: Path) -> list[Diagnostic]:
    return validate(read(path), schema(name))


def data(path: Path) -> dict[str, object]:
    found = read(path).data
    assert isinstance(found, dict)
    return found


def texts(value: object) -> Iterator[str]:
    """Yield every text and number below *value*, in the order of the file."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif value is not None:
        yield str(value)


def composed(name: str, given: object, title: str = "Paper", home: str = HOME) -> Composition:
    """Compose one paper of kind *name* in a packet of its own; *given*: valid data, or a file of it."""
    if isinstance(given, Path):
        source = read(given)
    else:
        loaded, found = load(json.dumps(given, ensure_ascii=False).encode(), "data.yaml")
        assert loaded is not None, found
        source = loaded
    assert validate(source, schema(name)) == []
    packet, _ = load_packet(workspace(), SAMPLE)
    assert packet is not None
    settings = PaperSettings("A", title, name, SAMPLE / "data.yaml", "", Place("packet.yaml"))
    paper = PaperData(settings, source, annotate(source, schema(name)), files(name).template, schema(name))
    own = replace(packet, papers=(settings,), home=home, home_name="Port Aurel" if home else "")
    return composer().compose(own, [paper])


@cache
def composer() -> Composer:
    return Composer(workspace())
