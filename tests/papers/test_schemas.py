"""Schemas that share parts: as editors get them, as `brief templates` shows them, with the checks of what they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.authoring.catalog import describe_template, print_schema
from pipeline.compose.checks import run_checks
from pipeline.host import RealHost
from pipeline.source.load import load
from pipeline.source.schema import annotate, load_schema
from pipeline.source.workspace import Workspace
from tests.content.papers import NAMES, TOP


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_needs_one_file(name: str) -> None:
    text = print_schema(TOP, name)
    assert '"../' not in text
    assert "checks" not in json.loads(text)


def test_fields_of_another_file_are_shown() -> None:
    lines = list(describe_template(TOP, "fact-sheet"))
    assert any(line.startswith("    points (list of rich text or mapping)") for line in lines)
    assert any(line.startswith("    title* (text)") for line in lines)
    assert not any("anything" in line for line in lines)


def test_a_schema_that_is_another_one_has_its_checks_and_its_own(tmp_path: Path) -> None:
    for name, text in (
        ("one", "properties: {n: {type: integer}}\nchecks: [{check: n > 1, message: '{{ n }} is little', at: n}]\n"),
        ("two", "$ref: ../one/schema.yaml\nchecks: [{check: n < 5, message: '{{ n }} is much'}]\n"),
        ("bad", "$ref: ../wrong/schema.yaml\n"),
        ("wrong", "properties: {n: {type: integer}}\nchecks: [{check: n ==, message: no}]\n"),
    ):
        (tmp_path / "templates" / name).mkdir(parents=True)
        (tmp_path / "templates" / name / "schema.yaml").write_text(f"type: object\n{text}")
    (tmp_path / "data").mkdir()
    workspace = Workspace.find(RealHost(), tmp_path, tmp_path)

    def messages(name: str, data: bytes) -> list[tuple[str, str]]:
        schema, found = load_schema(workspace, Path("templates", name, "schema.yaml"))
        assert schema is not None, found
        source, _ = load(data, "data.yaml")
        assert source is not None
        findings = run_checks(source, annotate(source, schema), schema)
        return [(finding.message, finding.place.file if finding.place else "") for finding in findings]

    assert messages("two", b"n: 1\n") == [("1 is little", "data.yaml")]
    assert messages("two", b"n: 7\n") == [("7 is much", "data.yaml")]
    ((message, file),) = messages("bad", b"n: 7\n")
    assert message.startswith("this check cannot be read")
    assert file == "templates/wrong/schema.yaml"


def test_a_schema_that_is_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "templates" / "one").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "templates" / "one" / "schema.yaml").write_text("type: object\n$ref: ../one/schema.yaml\n")
    load_schema(Workspace.find(RealHost(), tmp_path, tmp_path), Path("templates/one/schema.yaml"))
