"""Building: what is written, when it is left alone, and what happens when the machine says no."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import pipeline
from pipeline import build, check
from pipeline.diagnostics import UsageError
from pipeline.host import MemoryHost
from pipeline.results import Progress
from tests.workspaces import FACTS, PACKET, SETTINGS, make_workspace

TOP = Path(__file__).parents[1]
SCHEMA = json.loads((TOP / "docs/manifest.schema.json").read_text())
DOCUMENTS = ["edition.json", "manifest.json", "sample.docx", "sample.pdf"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path)


def in_memory(**rest: object) -> MemoryHost:
    files = {f"{PACKET}/packet.yaml": SETTINGS, f"{PACKET}/facts.yaml": FACTS}
    return MemoryHost(files, through=[TOP / "templates", TOP / "pipeline"], **rest)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def codes(result: pipeline.Result) -> list[str]:
    return [finding.code for finding in result.diagnostics]


def test_a_build_makes_both_documents_and_a_manifest(workspace: Path) -> None:
    result = build(root=workspace)
    assert result.ok and result.diagnostics == ()
    (packet,) = result.packets
    assert (packet.name, packet.state, packet.papers) == ("sample", "built", 1)
    assert packet.pages >= 3
    folder = workspace / "output/sample"
    assert names(folder) == DOCUMENTS
    assert (folder / "sample.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (folder / "sample.docx").read_bytes().startswith(b"PK")
    assert [output.path for output in packet.outputs] == [folder / "sample.pdf", folder / "sample.docx"]


def test_the_manifest_says_what_was_read_and_made(workspace: Path) -> None:
    (packet,) = build(root=workspace).packets
    folder = workspace / "output/sample"
    manifest = json.loads((folder / "manifest.json").read_bytes())
    jsonschema_rs.validator_for(SCHEMA).validate(manifest)
    for name in ("sample.pdf", "sample.docx"):
        data = (folder / name).read_bytes()
        assert manifest["outputs"][name] == {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    facts = hashlib.sha256((workspace / PACKET / "facts.yaml").read_bytes()).hexdigest()
    assert manifest["inputs"]["data/sample/facts.yaml"] == facts
    for name in ("fact-sheet/template.md.j2", "fact-sheet/schema.yaml", "macros.md.j2", "themes/letter.yaml"):
        assert f"shipped/templates/{name}" in manifest["inputs"]
    assert manifest["pages"] == packet.pages
    headings = [(entry["level"], entry["title"]) for entry in manifest["headings"]]
    assert headings[:2] == [(1, "Relations"), (2, "Trade")]
    assert all(2 < entry["page"] <= packet.pages for entry in manifest["headings"])
    assert str(workspace) not in json.dumps(manifest)


def test_the_same_build_in_memory_gives_the_same_bytes(workspace: Path) -> None:
    build(root=workspace)
    host = in_memory()
    assert build(host=host).ok
    for name in DOCUMENTS:
        assert host.files[host.current / "output/sample" / name] == (workspace / "output/sample" / name).read_bytes()


def test_what_has_not_changed_is_left_alone(workspace: Path) -> None:
    first = build(root=workspace)
    before = (workspace / "output/sample/sample.pdf").stat()
    second = build(root=workspace)
    assert [packet.state for packet in second.packets] == ["unchanged"]
    assert second.packets[0].outputs == first.packets[0].outputs
    assert second.packets[0].pages == first.packets[0].pages
    assert (workspace / "output/sample/sample.pdf").stat() == before
    assert build(root=workspace, force=True).packets[0].state == "built"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("data/sample/facts.yaml", "data/sample/facts.yaml has changed"),
        ("templates/fact-sheet/template.md.j2", "templates/fact-sheet/template.md.j2 is new"),
        ("templates/themes/letter.yaml", "templates/themes/letter.yaml is new"),
        ("output/sample/sample.pdf", "sample.pdf is not as it was built"),
        ("output/sample/manifest.json", "there is no earlier edition"),
    ],
)
def test_any_change_makes_an_edition_out_of_date(file: str, reason: str, workspace: Path) -> None:
    build(root=workspace)
    path = workspace / file
    path.parent.mkdir(parents=True, exist_ok=True)
    shipped = TOP / file
    path.write_bytes((path if path.is_file() else shipped).read_bytes() + b"\n")
    if path.name == "manifest.json":
        path.write_text("{")
    result = build(root=workspace, only_check=True)
    assert [(packet.state, packet.reason) for packet in result.packets] == [("outdated", reason)]
    assert result.exit_code == 1
    assert build(root=workspace).packets[0].state == "built"
    assert build(root=workspace, only_check=True).ok


def test_a_missing_output_and_other_options_make_an_edition_out_of_date(workspace: Path) -> None:
    build(root=workspace)
    (workspace / "output/sample/sample.docx").unlink()
    assert build(root=workspace, only_check=True).packets[0].reason == "sample.docx is missing"
    assert build(root=workspace, formats=["pdf"]).packets[0].reason == "it was built with other options"


def test_another_version_of_a_library_makes_an_edition_out_of_date(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root=workspace)
    versions = pipeline.batch.versions()  # type: ignore[attr-defined]
    monkeypatch.setattr("pipeline.batch.versions", lambda: {**versions, "lxml": "99"})
    assert build(root=workspace, only_check=True).packets[0].reason == "lxml has another version"


def test_fonts_that_the_theme_does_not_use_change_nothing(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = pipeline.batch.versions()  # type: ignore[attr-defined]
    monkeypatch.setattr("pipeline.batch.versions", lambda: {**versions, "fontpkg-comic": "1"})
    build(root=workspace)
    manifest = json.loads((workspace / "output/sample/manifest.json").read_bytes())
    fonts = [name for name in manifest["versions"] if name.startswith("fontpkg-")]
    assert fonts == ["fontpkg-public-sans", "fontpkg-source-serif-4"]
    monkeypatch.setattr("pipeline.batch.versions", lambda: versions)
    assert build(root=workspace, only_check=True).ok
    monkeypatch.setattr("pipeline.batch.versions", lambda: {**versions, "fontpkg-public-sans": "99"})
    assert not build(root=workspace, only_check=True).ok


def test_a_document_no_longer_wanted_is_taken_away_and_foreign_files_stay(workspace: Path) -> None:
    build(root=workspace)
    folder = workspace / "output/sample"
    (folder / "notes.txt").write_text("mine")
    build(root=workspace, formats=["pdf"])
    assert names(folder) == ["edition.json", "manifest.json", "notes.txt", "sample.pdf"]


def test_documents_go_where_they_are_told(workspace: Path, tmp_path: Path) -> None:
    build(root=workspace, output=tmp_path / "elsewhere")
    assert names(tmp_path / "elsewhere/sample") == DOCUMENTS
    assert not (workspace / "output").exists()


@pytest.mark.parametrize(
    ("stage", "emitted"),
    [
        ("load", []),
        ("validate", []),
        ("compose", ["01-facts.md", "document.json"]),
        ("layout", ["01-facts.md", "document.json", "pages.json"]),
    ],
)
def test_a_build_can_stop_after_a_stage_and_show_what_was_made(
    stage: pipeline.Stage, emitted: list[str], workspace: Path
) -> None:
    assert build(root=workspace, stop_after=stage).packets[0].state == "stopped"
    assert not (workspace / "output").exists()
    (packet,) = build(root=workspace, stop_after=stage, emit=True).packets
    assert sorted(output.path.name for output in packet.outputs) == emitted
    if emitted:
        assert names(workspace / "output/sample") == ["stages"]
        assert names(workspace / "output/sample/stages") == emitted
        assert "Trade" in (workspace / "output/sample/stages/01-facts.md").read_text()
        for name in emitted[1:]:
            json.loads((workspace / "output/sample/stages" / name).read_bytes())


def test_what_was_emitted_goes_away_with_the_next_build(workspace: Path) -> None:
    build(root=workspace, emit=True)
    assert names(workspace / "output/sample") == [*DOCUMENTS, "stages"]
    build(root=workspace, force=True)
    assert names(workspace / "output/sample") in (DOCUMENTS, [*DOCUMENTS, "stages"])
    assert not list((workspace / "output/sample").glob("stages/*"))


def test_checking_writes_nothing(workspace: Path) -> None:
    result = check(root=workspace)
    assert result.ok
    assert [(packet.state, packet.papers) for packet in result.packets] == [("checked", 1)]
    assert names(workspace) == ["data"]


def test_faults_of_all_files_and_packets_are_found_in_one_run(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "a", "b", "c")
    (workspace / "data/a/facts.yaml").write_text(FACTS.replace("title: Rel", "titel: Rel"))
    (workspace / "data/b/facts.yaml").write_text("title: [\n")
    (workspace / "data/b/packet.yaml").write_text(SETTINGS.replace("theme: letter", "theme: lettre"))
    for run in (check, build):
        result = run(root=workspace)
        assert result.exit_code == 1
        files = [finding.place.file for finding in result.diagnostics if finding.place]
        assert list(dict.fromkeys(files)) == ["data/a/facts.yaml", "data/b/packet.yaml", "data/b/facts.yaml"]
        assert [packet.exit_code for packet in result.packets] == [1, 1, 0]


def test_an_error_leaves_the_earlier_edition(workspace: Path) -> None:
    build(root=workspace)
    before = {path: path.read_bytes() for path in (workspace / "output/sample").iterdir()}
    (workspace / PACKET / "facts.yaml").write_text("title: 1\n")
    result = build(root=workspace)
    assert result.exit_code == 1 and result.packets[0].state == "failed"
    assert {path: path.read_bytes() for path in (workspace / "output/sample").iterdir()} == before


def test_a_fault_in_a_shared_template_is_reported_once(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "a", "b")
    folder = workspace / "templates/fact-sheet"
    folder.mkdir(parents=True)
    (folder / "template.md.j2").write_text("{% if %}\n")
    (folder / "schema.yaml").write_bytes((TOP / "templates/fact-sheet/schema.yaml").read_bytes())
    result = build(root=workspace)
    assert len(result.diagnostics) == 1
    assert result.diagnostics[0].place is not None
    assert result.diagnostics[0].place.file == "templates/fact-sheet/template.md.j2"


def test_a_full_disk_is_the_machines_fault_and_loses_nothing() -> None:
    host = in_memory(faults={"output/sample": OSError(28, "No space left on device")})
    result = build(host=host)
    assert result.exit_code == 3
    assert codes(result) == ["cannot-write"]
    assert "No space left on device" in result.diagnostics[0].message


def test_an_output_folder_that_is_a_file_is_the_machines_fault(workspace: Path) -> None:
    (workspace / "output").mkdir()
    (workspace / "output/sample").write_text("mine")
    result = build(root=workspace)
    assert (result.exit_code, codes(result)) == (3, ["cannot-write"])
    assert (workspace / "output/sample").read_text() == "mine"


def test_a_limit_on_file_sizes_ends_as_a_full_disk_does(workspace: Path) -> None:
    build(root=workspace)
    before = {path: path.read_bytes() for path in (workspace / "output/sample").iterdir()}
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 2; '{sys.executable}' -m pipeline build --force --root '{workspace}'"],
        capture_output=True,
        text=True,
        cwd=TOP,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.returncode == 3
    assert "error[cannot-write]" in done.stderr and "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in (workspace / "output/sample").iterdir()} == before
    assert names(workspace / "output") == ["sample"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"formats": ["odt"]}, "usage"),
        ({"stop_after": "end"}, "usage"),
        ({"root": "/nowhere"}, "no-workspace"),
    ],
)
def test_a_wrong_call_raises(arguments: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        build(**arguments)  # type: ignore[arg-type]
    assert caught.value.diagnostics[0].code == code


def test_a_packet_may_be_a_folder_a_file_or_a_name(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    for packet in (PACKET, PACKET / "packet.yaml", "sample", workspace / PACKET):
        assert [found.folder for found in check(packet).packets] == [workspace / PACKET]
    assert len(check(PACKET, "sample").packets) == 1
    monkeypatch.chdir(workspace.parent)
    assert check(workspace / PACKET).ok


def test_two_packets_of_one_name_are_refused(workspace: Path) -> None:
    make_workspace(workspace / "old")
    with pytest.raises(UsageError, match="two packets are called 'sample'"):
        check(workspace / PACKET, workspace / "old" / PACKET, root=workspace)


def test_a_workspace_without_packets_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(UsageError, match="there is no packet"):
        build(root=tmp_path)


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "a", "b", "c")
    (workspace / "data/b/facts.yaml").write_text("title: 1\n")
    results = [build(root=workspace, jobs=jobs, output=tmp_path / f"out{jobs}") for jobs in (1, 2)]
    assert [packet.state for packet in results[0].packets] == ["built", "failed", "built"]
    assert results[0].diagnostics == results[1].diagnostics
    for path in (tmp_path / "out1").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "out2" / path.relative_to(tmp_path / "out1")).read_bytes()


def test_a_run_tells_its_progress(workspace: Path) -> None:
    moments: list[Progress] = []
    build(root=workspace, progress=moments.append)
    assert [moment.step for moment in moments] == ["load", "compose", "layout", "write", ""]
    assert moments[-1].done is not None and moments[-1].done.state == "built"


def test_a_worker_that_is_killed_costs_its_own_packet_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = make_workspace(tmp_path, "a", "b", "c")
    real: Any = pipeline.batch.build_packet  # type: ignore[attr-defined]

    def deadly(space: object, folder: Path, *rest: Any) -> object:
        if folder.name == "b":
            os.kill(os.getpid(), 9)
        return real(space, folder, *rest)

    monkeypatch.setattr("pipeline.batch.build_packet", deadly)
    result = build(root=workspace, jobs=2)
    assert [packet.state for packet in result.packets] == ["built", "failed", "built"]
    assert (result.exit_code, codes(result)) == (3, ["process-killed"])


def test_packets_built_together_are_as_if_built_alone(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "a", "b", "c")
    (workspace / "data/b/packet.yaml").write_text(SETTINGS.replace("theme: letter", "theme: a4"))
    build(root=workspace, jobs=1)
    for name in "abc":
        build(workspace / "data" / name, output=tmp_path / "alone", jobs=1)
        for path in (tmp_path / "alone" / name).iterdir():
            assert path.read_bytes() == (workspace / "output" / name / path.name).read_bytes()


def test_a_theme_and_a_missing_glyph_show_the_line_that_is_at_fault(workspace: Path) -> None:
    facts = workspace / PACKET / "facts.yaml"
    facts.write_text(facts.read_text() + "issuer: \u0f40\n")
    (fault,) = build(root=workspace).diagnostics
    assert (fault.code, fault.source_line) == ("missing-glyph", "issuer: \u0f40")
    facts.write_text(facts.read_text().replace("\u0f40", "Ministry"))
    theme = workspace / "templates/themes/faint.yaml"
    theme.parent.mkdir(parents=True)
    theme.write_text("extends: letter\nlink: '#AAAAAA'\n")
    settings = workspace / PACKET / "packet.yaml"
    settings.write_text(settings.read_text().replace("theme: letter", "theme: faint"))
    (fault,) = build(root=workspace).diagnostics
    assert (fault.code, fault.source_line) == ("contrast", "link: '#AAAAAA'")


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("lang: english please", ["bad-format"]),
        ("dates: {start: 2027-02-30}", ["bad-format"]),
        ("dates: {start: 2027-03-02, end: 2027-03-01}", ["end-before-start"]),
    ],
)
def test_one_mistake_in_a_packet_is_one_error(workspace: Path, setting: str, told: list[str]) -> None:
    settings = workspace / PACKET / "packet.yaml"
    kept = [line for line in settings.read_text().splitlines() if not line.startswith(setting[:4])]
    settings.write_text("\n".join([*kept, setting, ""]))
    assert codes(check(root=workspace)) == told


def test_a_misspelt_title_is_not_a_missing_one_too(workspace: Path) -> None:
    folder = workspace / PACKET
    (folder / "facts.yaml").write_text("note: x\n")
    template = workspace / "templates/untitled"
    template.mkdir(parents=True)
    (template / "template.md.j2").write_text("{{ note }}\n")
    (template / "schema.yaml").write_text(
        "type: object\nproperties: {note: {type: string}}\nadditionalProperties: false\n"
    )
    packet = "title: T\npapers:\n  - {tab: A, TITLE: P, template: untitled, data: facts.yaml}\n"
    (folder / "packet.yaml").write_text(packet.replace("TITLE", "titel"))
    assert codes(check(root=workspace)) == ["unknown-key"]
    (folder / "packet.yaml").write_text(packet.replace("TITLE: P, ", ""))
    assert codes(check(root=workspace)) == ["missing-title"]


def test_a_title_without_glyphs_is_told_once_though_contents_and_header_repeat_it(workspace: Path) -> None:
    settings = workspace / PACKET / "packet.yaml"
    settings.write_text(settings.read_text().replace("title: Relations", "title: \u0f40\u0f41"))
    (fault,) = build(root=workspace).diagnostics
    assert fault.code == "missing-glyph" and fault.place is not None and fault.place.line == 6


def test_a_document_that_was_edited_is_kept_beside_the_new_one(workspace: Path) -> None:
    build(root=workspace)
    folder = workspace / "output/sample"
    word = folder / "sample.docx"
    built = word.read_bytes()
    for number in (1, 2):
        word.write_bytes(b"edit %d" % number)
        result = build(root=workspace)
        assert (result.exit_code, codes(result)) == (0, ["edited-output"])
        assert f"sample.edited-{number}.docx" in result.diagnostics[0].message
        assert word.read_bytes() == built
        assert (folder / f"sample.edited-{number}.docx").read_bytes() == b"edit %d" % number
    again = build(root=workspace)
    assert [packet.state for packet in again.packets] == ["unchanged"] and again.diagnostics == ()
    assert build(root=workspace, force=True).diagnostics == ()
    assert names(folder) == [
        "edition.json",
        "manifest.json",
        "sample.docx",
        "sample.edited-1.docx",
        "sample.edited-2.docx",
        "sample.pdf",
    ]


def test_a_document_without_a_manifest_is_kept_too(workspace: Path) -> None:
    folder = workspace / "output/sample"
    folder.mkdir(parents=True)
    (folder / "sample.pdf").write_text("mine")
    assert codes(build(root=workspace)) == ["edited-output"]
    assert (folder / "sample.edited-1.pdf").read_text() == "mine"
    (folder / "manifest.json").unlink()
    assert build(root=workspace).diagnostics == ()  # what was built is nobody's work


def test_an_edited_document_that_is_not_wanted_any_more_stays(workspace: Path) -> None:
    build(root=workspace)
    word = workspace / "output/sample/sample.docx"
    word.write_text("mine")
    assert codes(build(root=workspace, formats=["pdf"])) == ["edited-output"]
    assert names(word.parent) == DOCUMENTS and word.read_text() == "mine"


def test_a_packet_of_the_same_name_elsewhere_is_another_packet(workspace: Path) -> None:
    build(root=workspace)
    shutil.copytree(workspace / PACKET, workspace / "data/more/sample")
    other = workspace / "data/more/sample"
    assert build(other, root=workspace, only_check=True).packets[0].reason == "it was built from data/sample"
    assert build(other, root=workspace).packets[0].state == "built"
    assert json.loads((workspace / "output/sample/manifest.json").read_bytes())["packet"] == "data/more/sample"
    assert build(other, root=workspace).packets[0].state == "unchanged"
    assert build(workspace / PACKET, root=workspace).packets[0].state == "built"


def test_a_manifest_too_deep_to_read_is_none(workspace: Path) -> None:
    build(root=workspace)
    (workspace / "output/sample/manifest.json").write_text("[" * 100_000)
    assert build(root=workspace).packets[0].state == "built"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_folder_in_a_documents_place_is_refused(name: str, workspace: Path) -> None:
    folder = workspace / "output/sample" / name
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    result = build(root=workspace)
    assert (result.exit_code, codes(result)) == (3, ["cannot-write"])
    assert f"{name} is a folder" in result.diagnostics[0].message
    assert (folder / "mine.txt").read_text() == "mine" and names(folder.parent) == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    script = """
import os, time
from pathlib import Path
from pipeline.runs.pool import in_processes
def work(folder):
    Path(folder, "pid").write_text(str(os.getpid()))
    time.sleep(60)
list(in_processes(work, [Path("a"), Path("b")], 2))
"""
    files = [tmp_path / name / "pid" for name in "ab"]
    for file in files:
        file.parent.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    with subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, env=environment) as parent:
        _wait(lambda: all(file.is_file() and file.read_text() for file in files))
        parent.kill()
    _wait(lambda: not any(_runs(file.read_text()) for file in files))


def _runs(process: str) -> bool:
    status = Path("/proc", process, "stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def _wait(done: Callable[[], bool]) -> None:
    for _ in range(300):
        if done():
            return
        time.sleep(0.05)
    pytest.fail("waited for 15 seconds in vain")
