"""The same inputs give the same bytes, and a kill at any moment leaves a whole edition."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).parents[1]
SAMPLE = "phnom-penh-2022"


def build(workspace: Path, output: Path, cwd: Path, **environment: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pipeline", "build", "--root", str(workspace), "-o", str(output), "-q", SAMPLE],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(TOP), **environment},
        check=True,
        capture_output=True,
    )


def test_hash_seed_time_zone_language_and_folders_change_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "a copy"
    shutil.copytree(TOP / "data", copy / "data")
    shutil.copytree(TOP / "templates", copy / "templates")
    build(TOP, tmp_path / "one", TOP, PYTHONHASHSEED="1", TZ="Asia/Phnom_Penh", LANG="C", LC_ALL="C")
    build(copy, tmp_path / "two", tmp_path, PYTHONHASHSEED="2", TZ="America/New_York", LANG="de_DE.UTF-8", HOME="/")
    files = sorted(path.name for path in (tmp_path / "one" / SAMPLE).iterdir())
    assert files == ["edition.json", "manifest.json", f"{SAMPLE}.docx", f"{SAMPLE}.pdf"]
    for name in files:
        assert (tmp_path / "one" / SAMPLE / name).read_bytes() == (tmp_path / "two" / SAMPLE / name).read_bytes(), name


def test_a_kill_at_any_moment_of_a_build_leaves_a_whole_edition(tmp_path: Path) -> None:
    shutil.copytree(TOP / "data" / SAMPLE, tmp_path / "data" / SAMPLE)
    packet = tmp_path / "data" / SAMPLE / "packet.yaml"
    start = time.perf_counter()
    build(tmp_path, tmp_path / "output", tmp_path)
    whole = time.perf_counter() - start
    settings = packet.read_text()
    for moment in range(12):
        packet.write_text(f"{settings}subject: Edition {moment}\n")
        child = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "build", "--force", "-q", "--root", str(tmp_path)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(TOP)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # Most of the moments in the last third, when files are written.
        time.sleep(whole * (0.5 + moment * 0.05))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        folder = tmp_path / "output" / SAMPLE
        manifest = json.loads((folder / "manifest.json").read_bytes())
        for name, entry in manifest["outputs"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"]
    # What a killed build left beside the edition goes when the packet is next written, not when it is up to date.
    packet.write_text(settings)
    build(tmp_path, tmp_path / "output", tmp_path)
    assert [path.name for path in (tmp_path / "output").iterdir()] == [SAMPLE]
