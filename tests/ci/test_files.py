"""The files for CI services: of the form that each service wants, and their scripts run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline import cli
from tests.docs.pages import blocks, page
from tests.workspaces import FACTS, make_workspace

TOP = Path(__file__).parents[2]
ACTION = yaml.safe_load((TOP / "action.yml").read_text())
EXAMPLES = {block.options["file"]: block.text for block in blocks(page("ci").read_text()) if "file" in block.options}


def judged(schema: str, file: Path) -> str:
    """Return what check-jsonschema says of *file*, which has copies of the services' schemas in it."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if found.returncode == 0 else found.stdout + found.stderr


@pytest.mark.parametrize(
    ("schema", "file"), [("github-workflows", ".github/workflows/briefs.yml"), ("github-actions", "action.yml")]
)
def test_github_would_take_the_files_of_this_repository(schema: str, file: str) -> None:
    assert judged(schema, TOP / file) == ""


@pytest.mark.parametrize(
    ("schema", "file"), [("github-workflows", ".github/workflows/briefs.yml"), ("gitlab-ci", ".gitlab-ci.yml")]
)
def test_the_services_would_take_the_examples_of_the_page(schema: str, file: str, tmp_path: Path) -> None:
    written = tmp_path / Path(file).name
    written.write_text(EXAMPLES[file])
    assert judged(schema, written) == ""


def test_a_file_that_a_service_would_not_take_is_found(tmp_path: Path) -> None:
    written = tmp_path / "briefs.yml"
    written.write_text(EXAMPLES[".github/workflows/briefs.yml"].replace("runs-on", "run-on"))
    assert "run-on" in judged("github-workflows", written)


def test_every_input_of_the_action_is_used_and_every_one_used_is_there() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])
    example = yaml.safe_load(EXAMPLES[".github/workflows/briefs.yml"])
    given = example["jobs"]["build"]["steps"][-1]["with"]
    assert set(given) <= used


def test_no_script_of_the_action_holds_an_expression_that_could_be_code() -> None:
    assert not [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]


def build_step(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's script as GitHub would."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("name") == "Build")
    defaults = {name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()}
    values = {**defaults, **inputs}
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(TOP),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_WORKSPACE": str(folder),
        **{name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
           for name, text in step["env"].items()},
    }  # fmt: skip
    (folder / "bin").mkdir(exist_ok=True)
    brief = folder / "bin/brief"
    brief.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n')
    brief.chmod(0o755)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_the_actions_script_builds_annotates_and_sums_up(tmp_path: Path) -> None:
    make_workspace(tmp_path, "one", "two words")
    done = build_step(tmp_path, packets="one", formats="pdf")
    assert (done.returncode, done.stdout.splitlines()) == (0, ["output/one/one.pdf"])
    assert "| one | built |" in (tmp_path / "summary.md").read_text()
    (tmp_path / "data/one/facts.yaml").write_text(FACTS.replace("heading: Trade", "heading: "))
    failed = build_step(tmp_path)
    assert failed.returncode == 1
    assert "file=data/one/facts.yaml,line=5," in failed.stderr
    assert "| two words | built |" in (tmp_path / "summary.md").read_text()


def test_warnings_fail_the_action_unless_told_otherwise(tmp_path: Path) -> None:
    make_workspace(tmp_path, "one")
    settings = tmp_path / "data/one/packet.yaml"
    settings.write_text(settings.read_text() + "  - {tab: A, title: Again, template: fact-sheet, data: facts.yaml}\n")
    assert build_step(tmp_path, formats="pdf").returncode == 1
    assert build_step(tmp_path, formats="pdf", strict="false").returncode == 0


@pytest.mark.parametrize("number", [0, 1])
def test_the_hooks_run(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())[number]
    make_workspace(tmp_path, "one")
    monkeypatch.chdir(tmp_path)
    name, *arguments = hook["entry"].split()
    assert name == "brief"
    assert re.search(hook["files"], "data/one/facts.yaml")
    assert cli.run(arguments) == number  # nothing is built yet


def test_the_sarif_form_is_what_code_scanning_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from sarif_pydantic import Sarif

    make_workspace(tmp_path, "one")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/one/facts.yaml").write_text(FACTS.replace("heading: Trade", "heading: "))
    assert cli.run(["check", "--format", "sarif"]) == 1
    log = Sarif.model_validate_json(capfd.readouterr().err)
    [found] = log.runs[0].results or []
    assert found.rule_id
    assert found.locations is not None


def test_a_page_lists_what_each_hook_is_called() -> None:
    hooks = [hook["id"] for hook in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())]
    text = page("ci").read_text()
    assert all(f"`{hook}`" in text or f"id: {hook}" in text for hook in hooks)
