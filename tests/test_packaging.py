"""The package: its metadata, its constraints, and what is in the wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.edition.versions import LIBRARIES, versions

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]


def plain_name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~ ;\[]", requirement)[0]).lower()


REQUIRED = {plain_name(requirement) for requirement in PROJECT["dependencies"]}
OPTIONAL = {plain_name(requirement) for extra in PROJECT["optional-dependencies"].values() for requirement in extra}


def test_constraints_name_every_requirement_and_no_address() -> None:
    lines = [line for line in (TOP / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[^ ;]+( ; .*)?", line) for line in lines)
    assert lines == sorted(lines, key=plain_name)
    assert {plain_name(line) for line in lines} >= REQUIRED | OPTIONAL


def test_the_manifests_versions_name_every_library_that_makes_documents() -> None:
    fonts = {name for name in REQUIRED if name.startswith("fontpkg-")}
    assert REQUIRED - fonts - {"click", "rich"} <= LIBRARIES
    assert LIBRARIES <= REQUIRED | OPTIONAL
    found = versions()
    assert REQUIRED - {"click", "rich"} <= set(found)
    assert found["print-briefs"] == __version__


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=TOP,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_code_templates_and_schemas(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    for path in (TOP / "templates").rglob("*"):
        if path.is_file():
            assert f"pipeline/shipped/templates/{path.relative_to(TOP / 'templates').as_posix()}" in names
    for path in (TOP / "pipeline").rglob("*"):
        if path.suffix in (".py", ".yaml", ".json", ".typed"):
            assert path.relative_to(TOP).as_posix() in names
    assert not [name for name in names if name.startswith(("tests", "data", "output"))]


def test_the_wheels_metadata_are_complete(wheel: zipfile.ZipFile) -> None:
    folder = f"print_briefs-{__version__}.dist-info"
    metadata = Parser().parsestr(wheel.read(f"{folder}/METADATA").decode())
    assert (metadata["Name"], metadata["Version"]) == ("print-briefs", __version__)
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Author"] == "The print-briefs authors"
    assert "briefing" in metadata["Keywords"]
    assert str(metadata.get_payload()).startswith("# print-briefs")
    assert f"{folder}/licenses/LICENSE" in wheel.namelist()
    assert b"brief = pipeline.cli:main" in wheel.read(f"{folder}/entry_points.txt")


def test_an_installed_wheel_builds_without_the_repository(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    script = "import sys, pipeline; assert 'site' in pipeline.__file__; from pipeline.cli import run; "
    script += "sys.exit(run(['new', 'trip']) or run(['--root', 'trip', 'build', '--formats', 'pdf']))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {script}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "trip/output/trip/trip.pdf").is_file()
