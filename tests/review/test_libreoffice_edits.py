"""The same edits in LibreOffice, by a person's own commands: from the file that it saved to YAML that says the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import build
from pipeline.review.edited import Edited
from pipeline.review.reading import read_edited
from tests.docx.judges import tool
from tests.workspaces import make_workspace

from .oracle import said
from .test_word_edits import FACTS, SCRIPTS, home

SOME = ("a point before", "a row more", "a section less", "much at once")
HERE = Path(__file__).parent


def bridge() -> str:
    """A Python that can talk to LibreOffice."""
    for path in ("/usr/bin/python3", "python3"):
        done = subprocess.run([path, "-c", "import uno"], capture_output=True, check=False)
        if not done.returncode:
            return path
    raise AssertionError("python3-uno is missing: apt-get install python3-uno")


def edited(source: Path, folder: Path, jobs: list[dict[str, Any]]) -> None:
    """Have LibreOffice do *jobs* on *source*."""
    pipe = f"briefs{os.getpid()}"
    command = [tool("soffice", "libreoffice-writer-nogui"), "--headless", "--norestore", "--nologo", "--nodefault"]
    command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}", f"--accept=pipe,name={pipe};urp"]
    script = folder / "jobs.json"
    script.write_text(json.dumps([{"source": source.as_uri(), **job} for job in jobs]))
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        subprocess.run([bridge(), str(HERE / "uno_editor.py"), pipe, str(script)], check=True, timeout=180)
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait(timeout=30)


@pytest.mark.judges
def test_edits_in_libreoffice_go_home(tmp_path: Path) -> None:
    before = make_workspace(tmp_path / "before")
    (before / "data/sample/facts.yaml").write_text(FACTS)
    assert build("sample", root=before, formats=["docx"]).ok
    names = [(name, tracked) for name in SCRIPTS if name in SOME for tracked in (False, True)]
    jobs = [
        {"target": (tmp_path / f"{at}.docx").as_uri(), "tracked": tracked, "actions": SCRIPTS[name][0]}
        for at, (name, tracked) in enumerate(names)
    ]
    edited(before / "output/sample/sample.docx", tmp_path, jobs)
    for at, (name, tracked) in enumerate(names):
        workspace = make_workspace(tmp_path / str(at))
        (workspace / "data/sample/facts.yaml").write_text(FACTS)
        data = (tmp_path / f"{at}.docx").read_bytes()
        assert SCRIPTS[name][1] in home(workspace, data), (name, tracked)
        found = read_edited(data)
        assert isinstance(found, Edited)
        words = Counter("".join(one.text.split()) for one in found.paragraphs if one.text.strip())
        assert words <= said(data, tmp_path / "oracle.docx"), (name, tracked)
