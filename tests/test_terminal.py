"""What a person at a terminal sees: colours and progress, and nothing of it left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.terminal.console import Console, shown_path
from tests.workspaces import make_workspace

pty = pytest.importorskip("pty")
TOP = Path(__file__).parents[1]


def on_terminal(workspace: Path, *arguments: str, **environment: str) -> tuple[str, str]:
    """Run brief with standard error on a terminal; return standard output and what the terminal got."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=workspace,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**kept, "PYTHONPATH": str(TOP), "TERM": "xterm", **environment},
        text=True,
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        parts.append(part)
    out, _ = process.communicate()
    os.close(ours)
    return out, b"".join(parts).decode()


def test_one_packet_has_a_status_line_that_is_taken_away(tmp_path: Path) -> None:
    out, screen = on_terminal(make_workspace(tmp_path), "check")
    assert out == "sample: 1 paper, nothing is wrong\n"
    assert "\r\x1b[Ksample: compose" in screen
    assert screen.endswith("\r\x1b[K")


def test_many_packets_have_a_bar_that_is_taken_away(tmp_path: Path) -> None:
    out, screen = on_terminal(make_workspace(tmp_path, "a", "b", "c"), "build", "--formats", "pdf")
    assert [line.split("/")[-1] for line in out.splitlines()] == ["a.pdf", "b.pdf", "c.pdf"]
    assert "/3" in screen
    assert "3 built" in screen.splitlines()[-1]


def test_quiet_and_dumb_terminals_get_no_drawing(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    assert on_terminal(workspace, "check", "-q")[1] == ""
    assert "\x1b" not in on_terminal(workspace, "check", TERM="dumb")[1]


def test_findings_are_coloured_on_a_terminal_unless_the_user_says_no(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    assert "\x1b[1;31merror" in on_terminal(workspace, "check", "nothing")[1]
    assert "\x1b[1;31merror" not in on_terminal(workspace, "check", "nothing", NO_COLOR="1")[1]
    assert "\x1b[1;31merror" not in on_terminal(workspace, "check", "nothing", "--color", "never")[1]


def test_verbose_plain_output_tells_each_step(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "check", "-v"],
        cwd=make_workspace(tmp_path),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        check=True,
    )
    assert done.stderr == "[1/1] sample: load\n[1/1] sample: compose\n"


def test_paths_are_relative_where_that_is_shorter_to_read(tmp_path: Path) -> None:
    here = tmp_path / "a/b"
    assert shown_path(tmp_path / "a/b/c.pdf", here) == "c.pdf"
    assert shown_path(tmp_path / "a/c.pdf", here) == "../c.pdf"
    assert shown_path(Path("/elsewhere/c.pdf"), here) == "/elsewhere/c.pdf"


def test_a_console_without_a_root_shows_files_as_they_are() -> None:
    assert Console().shown_file("data/x.yaml") == "data/x.yaml"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_quietly_and_soon(jobs: str, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, *(f"trip-{number:02}" for number in range(60)))
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "build", "-v", "-j", jobs],
        cwd=workspace,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        start_new_session=True,
    )
    while not list((workspace / "output").glob("*/manifest.json")):
        time.sleep(0.01)
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    start = time.monotonic()
    out, err = process.communicate()
    assert time.monotonic() - start < 5
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err and "error" not in err
    for folder in (workspace / "output").iterdir():
        assert folder.name.startswith(".") or (folder / "manifest.json").is_file()
