"""The schema of themes: it and the code know the same keys, and every key is explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from pipeline.style import cascade, charts, checks, choices, load, ownfiles, parts, printing
from pipeline.style.cascade import STYLE_NAMES
from pipeline.style.theme import ParagraphStyle
from tests.style.theming import SHIPPED, theme_file

PATH = Path(load.__file__).with_name("schema.yaml")
SCHEMA: dict[str, Any] = yaml.safe_load(PATH.read_bytes())
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)


def valid(text: str) -> bool:
    return bool(VALIDATOR.is_valid(yaml.safe_load(text)))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_themes_are_valid(name: str) -> None:
    file = theme_file(name)
    assert file is not None
    assert [error.message for error in VALIDATOR.iter_errors(file.values)] == []


def test_the_schema_is_itself_valid_json_schema() -> None:
    jsonschema_rs.meta.validate(SCHEMA)


def test_the_schema_knows_exactly_the_styles_that_themes_have() -> None:
    assert sorted(SCHEMA["properties"]["styles"]["properties"]) == sorted(STYLE_NAMES)


def test_the_schema_knows_exactly_the_properties_that_styles_have() -> None:
    named = {field.name.replace("_", "-") for field in fields(ParagraphStyle)} - {"name"}
    assert set(SCHEMA["$defs"]["style"]["properties"]) == named | {"based-on", "weight", "italic"}


def test_every_key_of_the_schema_is_read_by_the_code() -> None:
    modules = (cascade, charts, checks, choices, load, ownfiles, parts, printing)
    code = "".join(Path(str(module.__file__)).read_text("utf-8") for module in modules)
    code += Path(load.__file__).with_name("reading.py").read_text("utf-8")
    keys = {key for _, key, _ in properties(SCHEMA, "")} - set(STYLE_NAMES) - {"description", *parts.CALLOUTS}
    assert {key for key in keys if f'"{key}"' not in code} == set()


def properties(schema: dict[str, Any], path: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each property that the schema describes: the path to it, its key, its schema."""
    for key, entry in schema.get("properties", {}).items():
        yield f"{path}.{key}", key, entry
        yield from properties(entry, f"{path}.{key}")
    for key, entry in schema.get("$defs", {}).items():
        yield from properties(entry, f"$defs.{key}")


def test_every_key_has_a_description_that_is_a_sentence() -> None:
    found = list(properties(SCHEMA, ""))
    assert len(found) > 100
    for path, _, entry in found:
        target = SCHEMA["$defs"][entry["$ref"].rpartition("/")[2]] if "$ref" in entry else {}
        description = entry.get("description") or target.get("description", "")
        assert description[:1].isupper() and description.endswith((".", "…")), path


def test_every_example_is_one() -> None:
    parts = [entry for _, _, entry in properties(SCHEMA, "")] + list(SCHEMA["$defs"].values())
    shown = [(entry, example) for entry in parts for example in entry.get("examples", ())]
    assert len(shown) > 20
    for entry, example in shown:
        alone = {**entry, "$defs": SCHEMA["$defs"]}
        assert jsonschema_rs.Draft202012Validator(alone).is_valid(example), (entry, example)


def test_every_mapping_of_known_keys_refuses_unknown_ones() -> None:
    def mappings(schema: Any) -> Iterator[dict[str, Any]]:
        if isinstance(schema, dict):
            if "properties" in schema and isinstance(schema["properties"], dict):
                yield schema
            for value in schema.values():
                yield from mappings(value)

    assert all("additionalProperties" in schema for schema in mappings(SCHEMA))


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "extends: letter",
        "paper: {width: 5in, height: 8in}",
        "margins: {top: 20.5mm}",
        "styles: {lead: {first-line: -12pt, tracking: -0.01em, weight: 650}}",
        "styles: {lead: {rule-above: none}}",
        "fonts: {mono: {family: Fira Code, axes: {wdth: 90}, fallback: [Public Sans]}}",
        "table: {head-fill: none, row-rule: {width: 0.5, color: '#000000'}}",
    ],
)
def test_the_schema_takes_what_a_theme_may_say(text: str) -> None:
    assert valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "papers: letter",
        "paper: {width: 5in}",
        "margins: {top: 1 inch}",
        "margins: {top: -1}",
        "margins: {top: -1mm}",
        "margins: {spine: 1in}",
        "colors: {navy: 1}",
        "colors: {navy: '#12'}",
        "styles: {leed: {size: 12}}",
        "styles: {lead: {colour: navy}}",
        "styles: {lead: {rule-above: thick}}",
        "styles: {lead: {rule-above: {color: navy}}}",
        "styles: {lead: {align: middle}}",
        "styles: {lead: {features: [kerning]}}",
        "fonts: {Text: {family: Public Sans}}",
        "fonts: {text: {family: Public Sans, weight: 500}}",
        "lists: {bullets: []}",
        "callouts: {hint: {fill: none}}",
        "header: {middle: x}",
        "strong-weight: 1001",
    ],
)
def test_the_schema_refuses_what_a_theme_may_not_say(text: str) -> None:
    assert not valid(text)
