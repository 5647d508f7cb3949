"""Watching: which packets a change concerns, and that what stays warm never serves what is stale."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.diagnostics import Diagnostic, UsageError
from pipeline.host import MemoryHost
from pipeline.results import Options, Result
from pipeline.runs.watch import Watcher
from pipeline.source import load as loading
from pipeline.source.tree import Source
from pipeline.source.workspace import shipped_templates
from tests.workspaces import FACTS, SETTINGS, make_workspace

ROOT = Path("/briefs")
FOR_ANN = FACTS.replace(
    "  - heading: Trade", "  - {heading: Forests, text: They grow.}\n  - heading: Trade\n    audience: [Ann]"
)


def memory(*names: str) -> MemoryHost:
    host = MemoryHost(through=[shipped_templates(MemoryHost(through=[Path("/")]))])
    for name in names:
        host.put(f"data/{name}/packet.yaml", SETTINGS)
        host.put(f"data/{name}/facts.yaml", FACTS)
    return host


def watcher_of(host: MemoryHost, options: Options = Options(formats=("pdf",))) -> Watcher:  # noqa: B008  # it is frozen
    return Watcher((), ROOT, options, host)


def states(result: Result | None) -> dict[str, str]:
    return {packet.name: packet.state for packet in result.packets} if result is not None else {}


def test_a_saved_file_rebuilds_the_packets_that_read_it_and_no_other() -> None:
    host = memory("one", "two")
    watcher = watcher_of(host)
    assert states(watcher.first()) == {"one": "built", "two": "built"}
    host.put("data/two/facts.yaml", FACTS.replace("clocks", "watches"))
    assert states(watcher.after([ROOT / "data/two/facts.yaml"])) == {"two": "built"}
    assert watcher.after([ROOT / "output/two/two.pdf"]) is None


def test_a_variant_is_watched_as_the_whole_is() -> None:
    host = memory("one", "two")
    for name in ("one", "two"):
        host.put(f"data/{name}/facts.yaml", FOR_ANN)
    watcher = watcher_of(host, Options(formats=("pdf",), audience="Ann"))
    assert states(watcher.first()) == {"one-for-ann": "built", "two-for-ann": "built"}
    made = ROOT / "output/two-for-ann/two-for-ann.pdf"
    first = host.files[made]
    host.put("data/two/facts.yaml", FOR_ANN.replace("clocks", "watches"))
    assert states(watcher.after([ROOT / "data/two/facts.yaml"])) == {"two-for-ann": "built"}
    assert host.files[made] != first
    assert not host.is_directory(ROOT / "output/two")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(audience="all"), "one variant at a time"),
        (Options(theme="latter"), "there is no theme 'latter'"),
    ],
)
def test_what_cannot_be_watched_is_told(options: Options, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        watcher_of(memory("one"), options)


def test_an_error_is_told_until_it_is_mended() -> None:
    host = memory("one")
    watcher = watcher_of(host)
    watcher.first()
    host.put("data/one/facts.yaml", FACTS.replace("heading: Trade", "heading: "))
    assert states(watcher.after([ROOT / "data/one/facts.yaml"])) == {"one": "failed"}
    assert [finding.place.line for finding in watcher.findings().diagnostics if finding.place] == [5]
    host.put("data/one/facts.yaml", FACTS)
    assert states(watcher.after([ROOT / "data/one/facts.yaml"])) == {"one": "unchanged"}
    assert watcher.findings().diagnostics == ()


def shipped(name: str) -> str:
    return (shipped_templates(MemoryHost(through=[Path("/")])) / name).read_text()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("templates/fact-sheet/template.md.j2", "# {{ sections[0].heading }}\n\nOnly this.\n"),
        ("templates/themes/letter.yaml", shipped("themes/letter.yaml").replace("paper: letter", "paper: legal")),
    ],
    ids=["template", "theme"],
)
def test_a_template_or_theme_that_comes_and_goes_is_never_stale(file: str, content: str) -> None:
    host = memory("one")
    watcher = watcher_of(host)
    watcher.first()
    before = host.files[ROOT / "output/one/one.pdf"]
    host.put(file, content)
    assert states(watcher.after([ROOT / file])) == {"one": "built"}
    assert host.files[ROOT / "output/one/one.pdf"] != before
    del host.files[ROOT / file]
    assert states(watcher.after([ROOT / file])) == {"one": "built"}
    assert host.files[ROOT / "output/one/one.pdf"] == before


def test_an_included_template_is_an_input_and_is_read_again() -> None:
    host = memory("one")
    host.put("templates/fact-sheet/template.md.j2", '{% include "part.md.j2" %}\n\n{{ sections[0].text }}\n')
    host.put("templates/part.md.j2", "One.\n")
    watcher = watcher_of(host)
    watcher.first()
    before = host.files[ROOT / "output/one/one.pdf"]
    host.put("templates/part.md.j2", "Two.\n")
    assert states(watcher.after([ROOT / "templates/part.md.j2"])) == {"one": "built"}
    assert host.files[ROOT / "output/one/one.pdf"] != before


def test_packets_come_and_go() -> None:
    host = memory("one")
    watcher = watcher_of(host)
    watcher.first()
    host.put("data/two/facts.yaml", FACTS)
    host.put("data/two/packet.yaml", SETTINGS)
    assert states(watcher.after([ROOT / "data/two/packet.yaml"])) == {"two": "built"}
    del host.files[ROOT / "data/one/packet.yaml"]
    watcher.after([ROOT / "data/one/packet.yaml"])
    assert [packet.name for packet in watcher.findings().packets] == ["two"]


def test_warm_documents_are_the_same_as_cold_ones() -> None:
    host = memory("one")
    warm = watcher_of(host)
    warm.first()
    host.put("data/one/facts.yaml", FACTS.replace("clocks", "watches"))
    warm.after([ROOT / "data/one/facts.yaml"])
    made = host.files[ROOT / "output/one/one.pdf"]
    del host.files[ROOT / "output/one/manifest.json"]
    watcher_of(host).first()
    assert host.files[ROOT / "output/one/one.pdf"] == made


def test_of_many_data_files_only_the_saved_one_is_loaded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    host = memory("one")
    papers = [f"  - {{title: Paper {n}, template: fact-sheet, data: facts-{n}.yaml}}" for n in range(1, 4)]
    host.put("data/one/packet.yaml", "\n".join([*SETTINGS.splitlines()[:-1], *papers]) + "\n")
    for number in range(1, 4):
        host.put(f"data/one/facts-{number}.yaml", FACTS)
    warm = watcher_of(host, Options())
    warm.first()
    loaded: list[str] = []
    load = loading.load

    def noting(content: bytes, file: str) -> tuple[Source | None, list[Diagnostic]]:
        loaded.append(file)
        return load(content, file)

    monkeypatch.setattr(loading, "load", noting)
    host.put("data/one/facts-2.yaml", FACTS.replace("clocks", "watches"))
    assert states(warm.after([ROOT / "data/one/facts-2.yaml"])) == {"one": "built"}
    assert [file for file in loaded if "facts" in file] == ["data/one/facts-2.yaml"]
    made = {path: data for path, data in host.files.items() if path.is_relative_to(ROOT / "output/one")}
    assert len(made) == 4
    for path in made:
        del host.files[path]
    watcher_of(host, Options()).first()
    assert {path: host.files[path] for path in made} == made


def test_data_that_is_kept_is_held_to_a_schema_that_has_changed() -> None:
    host = memory("one")
    watcher = watcher_of(host)
    watcher.first()
    file = "templates/fact-sheet/schema.yaml"
    host.put(file, shipped("fact-sheet/schema.yaml").replace("required: [", "required: [clearance, ", 1))
    assert states(watcher.after([ROOT / file])) == {"one": "failed"}
    del host.files[ROOT / file]
    watcher.after([ROOT / file])
    assert watcher.findings().diagnostics == ()


def test_the_command_rebuilds_on_save_tells_faults_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    make_workspace(tmp_path, "one")
    facts, made = tmp_path / "data/one/facts.yaml", tmp_path / "output/one/one.pdf"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-m", "pipeline", "watch", "--formats", "pdf"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, process_group=0
    ) as running:
        try:
            lines: list[str] = []
            assert running.stderr is not None
            stream = running.stderr

            def read_until(words: str) -> None:
                while not lines or words not in lines[-1]:
                    line = stream.readline()
                    assert line, "".join(lines)
                    lines.append(line)

            read_until("watching")
            first = made.read_bytes()
            time.sleep(0.5)
            facts.write_text(FACTS.replace("clocks", "watches"))
            read_until(" ms")
            assert made.read_bytes() != first
            read_until("watching")
            facts.write_text("title: [\n")
            read_until("its documents are as they were")
            assert any("--> data/one/facts.yaml:" in line for line in lines)
            facts.write_text(FACTS)
            read_until(" ms")
            assert made.read_bytes() == first
            os.killpg(running.pid, signal.SIGINT)
            assert running.wait(5) == 0
        finally:
            running.kill()


def test_without_its_extra_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path, "one")
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert cli.run(["watch", "--root", str(tmp_path), "--formats", "pdf"]) == 2
    assert "pip install 'print-briefs[watch]'" in capfd.readouterr().err
