"""Settings for editors: right schemas for the right files, and nobody's settings lost."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from pipeline.cli import run
from pipeline.source.load import load
from tests.workspaces import make_workspace

TOP = Path(__file__).parents[1]


def settings_of(folder: Path) -> dict[str, object]:
    found = json.loads((folder / ".vscode/settings.json").read_text())
    assert isinstance(found, dict)
    return found


def test_each_file_gets_the_schema_that_a_build_holds_it_to(tmp_path: Path) -> None:
    make_workspace(tmp_path, "one", "two")
    assert run(["schema", "--vscode", "--root", str(tmp_path)]) == 0
    mapping = settings_of(tmp_path)["yaml.schemas"]
    assert isinstance(mapping, dict)
    assert mapping["./.vscode/schemas/packet.schema.json"] == ["data/*/packet.yaml"]
    facts = mapping["./.vscode/schemas/fact-sheet.schema.json"]
    assert facts == ["templates/fact-sheet/example.yaml", "data/one/facts.yaml", "data/two/facts.yaml"]
    for name, files in mapping.items():
        schema = json.loads((tmp_path / name).read_text())
        validator = jsonschema_rs.validator_for(schema)
        for file in files:
            for path in tmp_path.glob(file):
                source, _ = load(path.read_bytes(), file)
                assert source is not None
                assert validator.is_valid(source.data)


def test_what_else_the_settings_say_stays(tmp_path: Path) -> None:
    make_workspace(tmp_path, "one")
    (tmp_path / ".vscode").mkdir()
    mine = {"editor.rulers": [100], "yaml.schemas": {"./mine.json": ["x.yaml"], "./.vscode/schemas/old.json": ["y"]}}
    (tmp_path / ".vscode/settings.json").write_text(json.dumps(mine))
    assert run(["schema", "--vscode", "--root", str(tmp_path)]) == 0
    found = settings_of(tmp_path)
    assert found["editor.rulers"] == [100]
    assert isinstance(found["yaml.schemas"], dict)
    assert found["yaml.schemas"]["./mine.json"] == ["x.yaml"]
    assert "./.vscode/schemas/old.json" not in found["yaml.schemas"]


def test_settings_with_comments_are_left_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    make_workspace(tmp_path, "one")
    (tmp_path / ".vscode").mkdir()
    written = '// mine\n{"editor.rulers": [100]}\n'
    (tmp_path / ".vscode/settings.json").write_text(written)
    assert run(["schema", "--vscode", "--root", str(tmp_path)]) == 2
    assert (tmp_path / ".vscode/settings.json").read_text() == written
    assert "is not plain JSON; it stays as it is" in capfd.readouterr().err
    assert not (tmp_path / ".vscode/schemas").exists()


@pytest.mark.parametrize("more", [["packet"], ["--all"], ["-o", "x"]])
def test_the_option_stands_alone(more: list[str]) -> None:
    assert run(["schema", "--vscode", *more]) == 2


SAMPLES = sorted((TOP / "data").glob("*/packet.yaml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_the_files_of_samples_name_their_schemas_for_editors(path: Path) -> None:
    files = {path: TOP / "pipeline/source/packet.schema.yaml"}
    for paper in yaml.safe_load(path.read_text(encoding="utf-8"))["papers"]:
        data = path.parent / paper["data"] if "data" in paper else path
        if data.parent.resolve() == path.parent:
            files.setdefault(data.resolve(), TOP / "templates" / paper.get("template", "") / "schema.yaml")
    for file, schema in files.items():
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / first.partition("=")[2]).resolve() == schema, file
