"""Work in a second process gives what the same work here would give."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch import Work
from pipeline.edition import aside
from pipeline.edition.aside import joined, parted, started
from pipeline.edition.versions import versions
from pipeline.host import RealHost
from pipeline.results import Options
from tests.workspaces import PACKET, make_workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
LARGE = bytes(range(256)) * 20_000


def ask(work: Callable[[bytes], bytes], message: bytes = b"") -> bytes:
    with started(lambda: None, work) as process:
        process.begin(message)
        return process.answer()


def test_the_answer_comes_back_whatever_its_size() -> None:
    assert ask(lambda message: message + message, LARGE) == LARGE + LARGE
    assert ask(lambda message: message) == b""


def test_two_answers_come_back_as_one() -> None:
    for answers in ((b"", b""), (b"one", LARGE), (LARGE, b"")):
        assert parted(joined(*answers)) == answers


def test_an_edition_is_the_same_with_and_without_a_second_process(tmp_path: Path) -> None:
    if not aside.possible():
        pytest.skip("one core, or another thread")
    root, made = make_workspace(tmp_path / "briefs"), []
    for helped in (True, False):
        output = tmp_path / f"{helped}"
        options = Options(output=output, aside=helped)
        assert Work(root, RealHost(), options, versions())(root / PACKET).state == "built"
        made.append({path.name: path.read_bytes() for path in (output / "sample").iterdir()})
    assert made[0] == made[1]
    assert {"edition.json", "sample.docx", "sample.pdf"} <= made[0].keys()


def test_the_work_is_done_in_another_process() -> None:
    assert int(ask(lambda _: str(os.getpid()).encode())) != os.getpid()


def test_the_process_prepares_itself_before_it_is_asked() -> None:
    prepared: list[str] = []
    with started(lambda: prepared.append("ready"), lambda _: "".join(prepared).encode()) as process:
        process.begin(b"")
        assert process.answer() == b"ready"
    assert prepared == []


def test_a_failure_aside_is_raised_here() -> None:
    def fail(_: bytes) -> bytes:
        raise ValueError("no good")

    with pytest.raises(ValueError, match="no good"):
        ask(fail)


def test_a_killed_process_is_made_up_for() -> None:
    here = os.getpid()

    def work(message: bytes) -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return message

    assert ask(work, LARGE) == LARGE


def test_a_process_that_dies_while_preparing_is_made_up_for() -> None:
    here = os.getpid()

    def prepare() -> None:
        assert os.getpid() != here
        os.kill(os.getpid(), 9)

    with started(prepare, lambda message: message) as process:
        process.begin(LARGE)
        assert process.answer() == LARGE


def test_a_failure_here_ends_the_other_process() -> None:
    with pytest.raises(KeyboardInterrupt), started(lambda: None, lambda _: LARGE):
        raise KeyboardInterrupt
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, 0)


def test_no_descriptor_is_left_open() -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    ask(lambda message: message)
    with started(lambda: None, lambda message: message):
        pass
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_with_another_thread_no_process_is_forked() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not aside.possible()
    finally:
        ended.set()
        thread.join()
