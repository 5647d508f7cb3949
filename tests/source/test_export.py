"""JSON Schemas for editors."""

from __future__ import annotations

import json

import pytest
from jsonschema_rs import Draft202012Validator

from pipeline.source.export import json_schema, packet_json_schema
from pipeline.source.keywords import subschemas
from tests.source.schemas import schema


def test_the_packets_schema_is_json_and_describes_every_key() -> None:
    exported = packet_json_schema()
    assert json.loads(json.dumps(exported)) == exported
    assert exported["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for pointer, part in subschemas(exported):
        if pointer[-2:-1] == ("properties",):
            assert isinstance(part, dict)
            assert str(part["description"]).endswith("."), pointer


def test_checks_are_left_out() -> None:
    rules = schema("type: object\nchecks: [{check: a, message: b}]")
    assert json_schema(rules) == {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}


def test_schemas_of_several_files_become_one() -> None:
    others = {
        "templates/t/b.yaml": "$defs: {n: {$ref: '#i'}, i: {$anchor: i, type: integer}, up: {$ref: schema.yaml}}\n",
        "templates/b.yaml": "type: string",
    }
    rules = schema(
        "properties: {x: {$ref: 'b.yaml#/$defs/n'}, y: {$ref: '../b.yaml'}, z: {$ref: 'b.yaml#/$defs/up'}}\n"
        "$defs: {own: {}}\ndefault: {$ref: b.yaml}",
        others,
    )
    exported = json_schema(rules)
    definitions = exported["$defs"]
    assert isinstance(definitions, dict)
    assert list(definitions) == ["own", "b", "b-2"]
    assert exported["default"] == {"$ref": "b.yaml"}
    validator = Draft202012Validator(exported, offline=True)
    assert validator.is_valid({"x": 1, "y": "a", "z": {"x": 2, "z": {"y": "b"}}})
    assert [len(list(validator.iter_errors(data))) for data in ({"x": "a"}, {"y": 1}, {"z": {"z": {"x": "a"}}})] == [
        1,
        1,
        1,
    ]


def test_exporting_changes_nothing() -> None:
    rules = schema("properties: {x: {$ref: '#/$defs/a'}}\n$defs: {a: {$anchor: b}}")
    json_schema(rules)
    assert rules.raw["$defs"] == {"a": {"$anchor": "b"}}


@pytest.mark.parametrize("data", [{"title": "x", "papers": [{"tab": 1, "template": "a", "data": "b"}]}])
def test_the_exported_packet_schema_accepts_a_packet(data: dict[str, object]) -> None:
    assert Draft202012Validator(packet_json_schema(), offline=True).is_valid(data)
