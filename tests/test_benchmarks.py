"""The measuring scripts run; what they measure is no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.peers.__main__ import Run, _table

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


def test_scale_prints_three_runs_for_each_number_of_packets() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/scale.py", "--packets", "2", "--jobs", "1"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in done.stdout.splitlines()]
    assert rows[2:] == [["2", "first"], ["2", "nothing changed"], ["2", "one file changed"]]


def test_peers_print_a_table_with_ratios_and_draw_a_chart(tmp_path: Path) -> None:
    chart, table = tmp_path / "images" / "peers.svg", tmp_path / "peers.md"
    command = [sys.executable, "-m", "benchmarks.peers", "--runs", "1", "--jobs", "1", "--tools", "ours", "platypus"]
    done = subprocess.run(
        [*command, "--chart", str(chart), "--markdown", str(table)],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1].strip() for line in table.read_text().splitlines() if line.startswith("|")]
    assert rows == ["tool", "---", "this program: PDF and Word", "Platypus: PDF, no tags"]
    drawn = ElementTree.fromstring(chart.read_bytes())
    assert len(drawn.findall("{*}rect")) == 2
    shown = Run(2.0, 2.0, 100.0, 10.0)
    ratios = _table({"1": {"ours": shown, "typst_pdf": shown, "docxtpl_docx": shown}})
    assert ratios[4].startswith("| this program: PDF and Word | 2.00 s | 0.50 |")
    assert ratios[-2].startswith("| Typst and docxtpl | 4.00 s | 1.00 | 4.00 s | 100 MB | 20 kB |")
