"""Building on a Dask cluster: a real scheduler and real workers on loopback, one of them killed in the middle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline import build
from pipeline.cli import run
from pipeline.results import Progress
from tests.workspaces import FACTS, make_workspace

TOP = Path(__file__).parents[1]
NAMES = tuple(f"p{number}" for number in range(8))


class Cluster:
    """A scheduler and workers as processes of their own."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        port = self.address.rpartition(":")[2]
        self._start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        self.workers = [
            self._start("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard") for _ in range(2)
        ]

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(TOP), "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "30s"}
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        process = subprocess.Popen(
            command, cwd=self._folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "elsewhere").mkdir()
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path / "elsewhere")


def documents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed_in_the_middle(
    cluster: Cluster, tmp_path: Path
) -> None:
    root = make_workspace(tmp_path / "work", *NAMES)
    killed: list[str] = []

    def kill_one(moment: Progress) -> None:
        if moment.done is not None and not killed:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)
            killed.append(moment.name)

    result = build(root=root, cluster=cluster.address, progress=kill_one)
    assert killed
    assert [packet.name for packet in result.packets] == [*NAMES]
    # What the killed worker had written and not told of is found up to date by the one that takes its place.
    assert {packet.state for packet in result.packets} in ({"built"}, {"built", "unchanged"})
    there = documents(root / "output")
    alone = build(root=root, output=tmp_path / "alone", jobs=1)
    assert alone.ok
    assert documents(tmp_path / "alone") == there
    again = build(root=root, cluster=cluster.address)
    assert {packet.state for packet in again.packets} == {"unchanged"}


def test_a_cluster_builds_everybodys_own_book(cluster: Cluster, tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "work", "one")
    for_ann = FACTS.replace("  - heading: Trade", "  - {heading: Forests, audience: [Ann, Ben]}\n  - heading: Trade")
    (root / "data/one/facts.yaml").write_text(for_ann.replace("heading: Trade", "heading: Trade\n    audience: [Ann]"))
    result = build(root=root, cluster=cluster.address, audience="all")
    assert [(packet.name, packet.state) for packet in result.packets] == [
        (f"one-for-{name}", "built") for name in ("ann", "ben")
    ]
    assert build(root=root, output=tmp_path / "alone", jobs=1, audience="all").ok
    assert documents(tmp_path / "alone") == documents(root / "output")


def test_workers_that_do_not_see_the_workspace_are_sent_it(cluster: Cluster, tmp_path: Path) -> None:
    from pipeline.batch import Work
    from pipeline.edition.versions import versions
    from pipeline.host import MemoryHost
    from pipeline.results import Options
    from pipeline.runs.cluster import on_cluster
    from pipeline.source.workspace import shipped_templates

    root = make_workspace(tmp_path / "work", "one", "two")
    (root / "data/two/facts.yaml").write_text(FACTS.replace("heading: Trade", "heading: "))
    # In memory here, so that no worker can see it.
    hidden = Path("/briefs")
    files = {str(hidden / name): content for name, content in documents(root).items()}
    host = MemoryHost(files, through=[shipped_templates(MemoryHost(through=[Path("/")]))])
    work = Work(hidden, host, Options(), versions())
    folders = [hidden / "data/one", hidden / "data/two"]
    results = dict(on_cluster(work, folders, cluster.address))
    assert [results[index].state for index in (0, 1)] == ["built", "failed"]
    assert [finding.place.line for finding in results[1].diagnostics if finding.place] == [5]
    assert build(root / "data/one", root=root, jobs=1).ok
    for name in ("one.pdf", "one.docx", "manifest.json"):
        assert host.files[hidden / "output/one" / name] == (root / "output/one" / name).read_bytes()
    assert results[0].outputs[0].path == hidden / "output/one/one.pdf"
    assert (hidden / "output/two/two.pdf") not in host.files


def test_an_address_where_nothing_answers_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(tmp_path, "one")
    monkeypatch.setattr("pipeline.runs.cluster._PATIENCE", "1s")
    assert run(["build", "--root", str(tmp_path), "--cluster", "tcp://127.0.0.1:9"]) == 3
    assert "error[no-cluster]: no scheduler answers at tcp://127.0.0.1:9" in capfd.readouterr().err


def test_without_its_extra_the_option_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path, "one")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(["build", "--root", str(tmp_path), "--cluster", "tcp://127.0.0.1:9"]) == 2
    assert "pip install 'print-briefs[cluster]'" in capfd.readouterr().err
