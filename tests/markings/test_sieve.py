"""Data without some of its parts is still valid by its schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import Path as YamlPath
from pipeline.host import RealHost
from pipeline.release.sieve import closure, remaining
from pipeline.source.load import load
from pipeline.source.schema import Schema, annotate, load_schema
from pipeline.source.tree import Source
from pipeline.source.workspace import Workspace

SCHEMA = """\
type: object
required: [title, days]
properties:
  title: {type: string}
  lead: {$ref: '#/$defs/person'}
  days:
    type: array
    minItems: 1
    items:
      type: object
      required: [date, events]
      properties:
        date: {type: string}
        note: {type: string}
        events: {type: array, minItems: 1, items: {$ref: '#/$defs/event'}}
  notes: {type: array, items: {type: object, properties: {text: {type: string}, by: {$ref: '#/$defs/person'}}}}
$defs:
  person: {type: object, required: [name], properties: {name: {type: string}}}
  event:
    type: object
    required: [title]
    anyOf: [{required: [place]}, {required: [host]}]
    properties:
      title: {type: string}
      place: {type: string}
      host: {$ref: '#/$defs/person'}
      points: {type: array, items: {type: object, properties: {text: {type: string}}}}
"""
DATA = """\
title: T
lead: {name: A}
days:
  - date: one
    events:
      - {title: e0, place: p}
      - {title: e1, host: {name: B}}
  - date: two
    events:
      - {title: e2, place: p, points: [{text: x}, {text: y}]}
notes:
  - {text: n, by: {name: C}}
"""


@pytest.fixture
def both(tmp_path: Path) -> tuple[Source, Schema]:
    (tmp_path / "schema.yaml").write_text(SCHEMA)
    schema, faults = load_schema(Workspace.find(RealHost(), tmp_path, tmp_path), tmp_path / "schema.yaml")
    assert schema is not None, faults
    source, faults = load(DATA.encode(), "data.yaml")
    assert source is not None, faults
    return source, schema


@pytest.mark.parametrize(
    ("gone", "all_gone"),
    [
        ([("days", 0, "events", 0)], [("days", 0, "events", 0)]),
        ([("lead",)], [("lead",)]),
        # The list needs one event, the day needs its list.
        ([("days", 1, "events", 0)], [("days", 1)]),
        # An event has to have a place or a host.
        ([("days", 0, "events", 1, "host")], [("days", 0, "events", 1)]),
        # Positions are those of the file, also behind what went.
        ([("days", 0, "events", 0), ("days", 0, "events", 1, "host")], [("days", 0)]),
        ([("days", 0), ("days", 1, "events", 0)], [()]),
        # What still has a place stays; a note of which one text alone is left goes.
        ([("days", 1, "events", 0, "points", 0)], [("days", 1, "events", 0, "points", 0)]),
        ([("notes", 0, "by")], [("notes", 0)]),
        ([()], [()]),
    ],
)
def test_what_the_schema_wants_takes_along_what_holds_it(
    both: tuple[Source, Schema], gone: list[YamlPath], all_gone: list[YamlPath]
) -> None:
    source, schema = both
    found = closure(source, schema, gone)
    assert sorted(found) == sorted(all_gone)


def test_what_stays_is_what_it_was_with_its_place(both: tuple[Source, Schema]) -> None:
    source, schema = both
    values = annotate(source, schema)
    left = remaining(values, closure(source, schema, [("days", 0, "events", 0), ("lead",)]), None)
    assert isinstance(left, dict)
    assert left["lead"] is None
    (event,) = left["days"][0]["events"]
    assert event["title"] == "e1"
    assert event["title"].place.path == ("days", 0, "events", 1, "title")
    assert values["lead"] == {"name": "A"}
