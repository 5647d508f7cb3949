"""The measuring scripts run; what they measure is no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[1]


def test_many_copies_prints_a_table() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/many_copies.py", "--copies", "2", "--runs", "1"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("|")]
    assert rows[2:] == ["to load", "to validate", "to compose", "to layout", "pdf", "docx", "both"]
    assert "pages a second" in done.stdout


def test_speed_prints_a_line_for_each_text() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/speed.py", "--scale", "0.008", "--runs", "1"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("|")]
    assert rows == ["text", "---", "fact sheet", "distinct words", "justified"]
