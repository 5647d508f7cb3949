"""The commands of the README, run as they are written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli, commands

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
MAKE = {"make packet", "make test"}


def blocks(language: str) -> list[str]:
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [text for written, text in fences if written == language]


def test_the_tour_works_as_written(tmp_path: Path) -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines() if line not in MAKE]
    assert commands[0] == "brief new tokyo-2027"
    script = f'set -eu\nbrief() {{ {shlex.quote(sys.executable)} -m pipeline "$@"; }}\n' + "\n".join(commands)
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for name in ("tokyo-2027.pdf", "tokyo-2027.docx", "manifest.json"):
        assert (tmp_path / "tokyo-2027/output/tokyo-2027" / name).is_file()


def test_the_python_example_works_as_written(tmp_path: Path) -> None:
    shutil.copytree(TOP / "data", tmp_path / "data")
    (script,) = blocks("python")
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("phnom-penh-2022 ")


def test_the_table_lists_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `brief (\w+)", README, re.MULTILINE)
    assert listed == list(commands.NAMES)


def test_the_fault_of_the_tour_is_reported_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = (block for block in blocks("") if block.startswith("error["))
    monkeypatch.chdir(tmp_path)
    assert cli.run(["new", "tokyo-2027"]) == 0
    schedule = tmp_path / "tokyo-2027/data/tokyo-2027/schedule.yaml"
    schedule.write_text(schedule.read_text().replace("days:\n", "dayz:\n"))
    monkeypatch.chdir(tmp_path / "tokyo-2027")
    capsys.readouterr()
    assert cli.run(["check"]) == 1
    # In a checkout the shipped templates are called by another name than in an installed package.
    assert re.sub(r"\(.*schema.yaml:", "(schema.yaml:", capsys.readouterr().err) == re.sub(
        r"\(.*schema.yaml:", "(schema.yaml:", shown
    )


@pytest.mark.parametrize("target", sorted(MAKE))
def test_the_make_targets_are_there(target: str) -> None:
    assert target in {line for block in blocks("sh") for line in block.splitlines()}
    done = subprocess.run(["make", "-n", *target.split()[1:]], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0


def test_links_to_files_lead_somewhere() -> None:
    for page in (TOP / "README.md", *(TOP / "docs").glob("*.md")):
        prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)#]+)\)", prose):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
