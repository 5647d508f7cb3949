"""Write ``constraints.txt``: the newest versions that fit together on every Python we support.

Enters: ``pyproject.toml`` and the package index that pip is set up for. Leaves: ``constraints.txt``, one version for
each package, with a marker where Pythons differ. Guaranteed: names and versions only.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

TOP = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
HEAD = "# What `make packet` and `make test` install. Made by `make constraints`.\n"


def resolve(requirements: list[str], python: str) -> dict[str, str]:
    """Return the version of each package that pip would install for *python*."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--python-version", python, "--only-binary=:all:", "--target", folder, "--report", str(report)]
        subprocess.run([*command, *requirements], check=True)
        found = json.loads(report.read_text())["install"]
    return {re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower(): item["metadata"]["version"] for item in found}


def main() -> None:
    """Resolve for every Python and write the file."""
    with (TOP / "pyproject.toml").open("rb") as stream:
        settings = tomllib.load(stream)
    project = settings["project"]
    requirements = [*project["dependencies"], *settings["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        requirements += extra
    lines: dict[tuple[str, str], list[str]] = {}
    for python in PYTHONS:
        for name, version in resolve(requirements, python).items():
            lines.setdefault((name, version), []).append(python)
    text = HEAD
    for (name, version), pythons in sorted(lines.items()):
        where = " or ".join(f"python_version == '{python}'" for python in pythons)
        text += f"{name}=={version}" + ("" if len(pythons) == len(PYTHONS) else f" ; {where}") + "\n"
    (TOP / "constraints.txt").write_text(text)


if __name__ == "__main__":
    main()
