"""Whatever comes in: no exception, no long wait, places that exist, and data that is what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.diagnostics import Path as Steps
from pipeline.host import MemoryHost
from pipeline.source.export import json_schema
from pipeline.source.load import Source, load
from pipeline.source.packet import load_packet, packet_schema
from pipeline.source.schema import Schema, annotate, load_schema, validate
from pipeline.source.text import CONTROLS
from pipeline.source.workspace import Workspace
from tests.source.schemas import schema
from tests.source.test_faults import LEG, POINT, SCHEDULE

SAMPLE = """\
# a comment
title: "Visit \\u00e9 to 'Paris'"
date: 2022-08-02
text: |
  First line
    indented

  last
folded: >-
  one
  two
points: &points
  - a: [1, 2.50, true, ~, 'it''s']
    b: {c: !!str 12, d: -.inf}
  - plain text
    over two lines
again: *points
é: ∅
"""
YAML_PIECES = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'\"%@`\\ \n\t~<=.x1é",
        *("- ", ": ", "? ", "\n  ", "---\n", "...\n", "&a ", "*a", "!!int ", "<<: ", "|2\n", ">-\n", "0x", "1e9"),
        *("\ufeff", "\0", "\x01", "\u2028", "\x85", "\ufdd0", "\U0001f600", "\\x", "\\ud800", "%TAG ! x\n"),
    ]
)
quick = settings(deadline=2000, max_examples=150)


def texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), max_size=12).filter(lambda text: CONTROLS.search(text) is None)


def data() -> st.SearchStrategy[object]:
    """Return JSON-like values whose keys often are those of the test schemas."""
    keys = st.sampled_from(["days", "date", "events", "title", "time", "points", "text", "legs", "kind", "x", "papers"])
    numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    words = texts() | st.sampled_from(["2022-08-02", "air", "rail", "open"])
    scalars = st.none() | st.booleans() | numbers | words
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | texts(), inner, max_size=4),
        max_leaves=12,
    )


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """Return *text* with a few pieces put in, taken out or exchanged."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 6))
        text = text[:at] + draw(YAML_PIECES) + text[at + length :]
    return text


def check_load(content: bytes) -> Source | None:
    """Load *content* and check what must hold for any content."""
    source, found = load(content, "f.yaml")
    assert source is not None or any(finding.severity is Severity.ERROR for finding in found)
    lines = source.lines if source is not None else None
    for finding in found:
        check_place(finding, lines)
    if source is not None:
        for path in paths(source.data):
            place, key = source.place(path), source.key_place(path)
            for spot in (place, key):
                assert 1 <= spot.line <= spot.end_line <= len(source.lines)
                assert (spot.line, spot.column) <= (spot.end_line, spot.end_column)
                assert spot.end_column <= len(source.lines[spot.end_line - 1]) + 1
    return source


def check_place(finding: Diagnostic, lines: tuple[str, ...] | None) -> None:
    place = finding.place
    assert place is not None
    assert finding.message
    if place.line and lines is not None:
        assert 1 <= place.line <= len(lines)
        assert place.column >= 1
        assert finding.source_line == lines[place.line - 1]


def paths(value: object, path: Steps = ()) -> Iterator[Steps]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


# --- loading ---------------------------------------------------------------------------------------------------------


@quick
@given(st.binary(max_size=200))
@example(b"\xff\xfea\0")
@example(b"a: \xef\xbf\xbe")
def test_any_bytes_load_or_are_explained(content: bytes) -> None:
    check_load(content)


@quick
@given(st.lists(YAML_PIECES, max_size=30))
def test_any_pieces_of_yaml_load_or_are_explained(pieces: list[str]) -> None:
    check_load("".join(pieces).encode())


@quick
@given(mutated(SAMPLE))
def test_a_damaged_file_loads_or_is_explained(text: str) -> None:
    check_load(text.encode())


@quick
@given(data())
def test_data_written_as_json_comes_back_as_it_was(value: object) -> None:
    source, found = load(json.dumps({"value": value}, ensure_ascii=False).encode(), "f.yaml")
    assert found == []
    assert source is not None
    assert source.data == {"value": value}
    assert json.dumps(source.data) == json.dumps({"value": value})


@quick
@given(data())
def test_data_written_as_block_yaml_comes_back_as_it_was(value: object) -> None:
    # In double quotes everything has its tag, so that YAML 1.1, which PyYAML writes, means the same here.
    written = yaml.safe_dump({"value": value}, allow_unicode=True, width=20, explicit_start=True, default_style='"')
    source = check_load(written.encode())
    assert source is not None
    assert source.data == {"value": value}


@quick
@given(mutated(SAMPLE))
def test_structure_and_texts_are_what_another_reader_finds(text: str) -> None:
    source, found = load(text.encode(), "f.yaml")
    # The other reader follows YAML 1.1 on line separators and refuses tabs on empty lines.
    if source is None or found or CONTROLS.search(text) or "\u2028" in text or "\t" in text:
        return
    same_texts(source.data, yaml.load(text, yaml.CBaseLoader))


def same_texts(mine: object, other: object) -> None:
    """Check that *mine* has the structure and the texts of *other*, in which every scalar is a text."""
    if isinstance(mine, dict):
        assert isinstance(other, dict)
        assert list(mine) == list(other)
        for key in mine:
            same_texts(mine[key], other[key])
    elif isinstance(mine, list):
        assert isinstance(other, list)
        assert len(mine) == len(other)
        for one, two in zip(mine, other, strict=True):
            same_texts(one, two)
    else:
        assert isinstance(other, str)
        assert not isinstance(mine, str) or mine == other


@quick
@given(mutated(SAMPLE))
def test_every_character_of_a_text_is_found_where_it_stands(text: str) -> None:
    source, _ = load(text.encode(), "f.yaml")
    if source is None:
        return
    for path in paths(source.data):
        value = source.value(path)
        if not isinstance(value, str):
            continue
        for index, character in enumerate(value):
            place = source.within(path, index, index + 1)
            if character.isalnum() and place != source.place(path) and place.line == place.end_line:
                written = source.line(place.line)[place.column - 1 : place.end_column - 1]
                assert written == character or written == "\\", (path, value, index)


# --- validating ------------------------------------------------------------------------------------------------------

ODD = """\
properties:
  x:
    oneOf:
      - {type: string, format: markdown}
      - {type: array, uniqueItems: true, contains: {type: integer}}
      - {maxProperties: 1}
  days: {anyOf: [{enum: [open, 1]}, {type: string, format: date}, {type: array, items: {$ref: '#'}, minItems: 2}]}
  title: {not: {type: integer}, minLength: 2, pattern: '^[a-z]'}
  text: {type: [number, string], multipleOf: 2, default: {days: 1}}
patternProperties: {'^p': {propertyNames: {maxLength: 4}, dependentRequired: {a: [b]}}}
if: {required: [kind]}
then: {properties: {kind: {const: 1}}, unevaluatedProperties: false}
else: {minProperties: 1}
"""


@pytest.fixture(scope="module")
def rules() -> list[Schema]:
    return [schema(text) for text in (SCHEDULE, POINT, LEG, ODD)] + [packet_schema()]


@quick
@given(value=data())
def test_any_data_is_valid_or_has_findings_at_places_in_the_file(rules: list[Schema], value: object) -> None:
    source, _ = load(json.dumps(value, ensure_ascii=False).encode(), "f.yaml")
    if source is None:
        return
    for rule in rules:
        found = validate(source, rule)
        assert bool(found) != rule.validator.is_valid(value)
        for finding in found:
            check_place(finding, source.lines)
            assert len(finding.message) < 400


@quick
@given(value=data())
def test_annotating_changes_no_value_and_adds_only_absent_keys(rules: list[Schema], value: object) -> None:
    source, _ = load(json.dumps(value, ensure_ascii=False).encode(), "f.yaml")
    if source is None:
        return
    for rule in rules:
        same_but_for_absent_keys(annotate(source, rule), value if isinstance(value, dict) else {})


def same_but_for_absent_keys(annotated: object, plain: object) -> None:
    if isinstance(plain, dict):
        assert isinstance(annotated, dict)
        assert list(annotated)[: len(plain)] == list(plain)
        for key, item in plain.items():
            same_but_for_absent_keys(annotated[key], item)
    elif isinstance(plain, list):
        assert isinstance(annotated, list)
        for one, other in zip(annotated, plain, strict=True):
            same_but_for_absent_keys(one, other)
    else:
        assert annotated == plain


# --- schemas and packets ---------------------------------------------------------------------------------------------


@quick
@given(st.sampled_from([SCHEDULE, POINT, LEG, ODD]).flatmap(mutated))
def test_a_damaged_schema_loads_or_is_explained(text: str) -> None:
    host = MemoryHost({"data/.keep": "", "templates/t/schema.yaml": text})
    rule, found = load_schema(Workspace(Path("/briefs"), host, Path("/none")), Path("templates/t/schema.yaml"))
    assert rule is not None or any(finding.severity is Severity.ERROR for finding in found)
    if rule is not None:
        source, _ = load(SAMPLE.encode(), "f.yaml")
        assert source is not None
        validate(source, rule)
        annotate(source, rule)
        json_schema(rule)


@quick
@given(
    st.dictionaries(
        st.sampled_from(["type", "items", "properties", "$ref", "allOf", "checks", "format", "enum"]), data()
    )
)
def test_any_data_as_a_schema_loads_or_is_explained(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    host = MemoryHost({"data/.keep": "", "templates/t/schema.yaml": text})
    rule, found = load_schema(Workspace(Path("/briefs"), host, Path("/none")), Path("templates/t/schema.yaml"))
    assert rule is not None or any(finding.severity is Severity.ERROR for finding in found)


PACKET = """\
title: x
dates: {start: 2022-08-02, end: 2022-08-06}
theme: letter
formats: [pdf]
papers:
  - {tab: A, template: schedule, data: packet.yaml}
  - {tab: 2, title: y, template: note, data: ../paris/x.yaml}
"""


@quick
@given(mutated(PACKET))
@example(PACKET.replace("packet.yaml", "a\\0b").replace("packet", '"a\\x00b"'))
def test_a_damaged_packet_is_read_or_explained(text: str) -> None:
    host = MemoryHost({"data/paris/packet.yaml": text})
    packet, found = load_packet(Workspace(Path("/briefs"), host, Path("/none")), Path("data/paris"))
    assert packet is not None or any(finding.severity is Severity.ERROR for finding in found)
    for finding in found:
        assert finding.place is not None


@quick
@given(data())
def test_any_data_as_a_packet_is_read_or_explained(value: object) -> None:
    host = MemoryHost({"data/paris/packet.yaml": json.dumps(value, ensure_ascii=False)})
    load_packet(Workspace(Path("/briefs"), host, Path("/none")), Path("data/paris"))
