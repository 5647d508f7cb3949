"""``brief pull`` on Word files: from a built file that python-docx has changed to YAML that builds the same words."""

from __future__ import annotations

import subprocess
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline.build import build
from pipeline.cli import main
from pipeline.host import RealHost
from pipeline.pulling import pull
from tests.workspaces import make_workspace

FACTS = "data/sample/facts.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    make_workspace(tmp_path)
    assert build("sample", root=tmp_path, formats=["docx"]).ok
    return tmp_path


def word(workspace: Path) -> Path:
    return workspace / "output/sample/sample.docx"


def paragraphs(document: docx.document.Document) -> list[Paragraph]:
    return [Paragraph(node, document) for node in document.element.body.iter(qn("w:p"))]


def edit(workspace: Path, old: str, new: str) -> Path:
    """Replace words in the run that has them; save a copy elsewhere."""
    document = docx.Document(str(word(workspace)))
    runs = [run for one in paragraphs(document) for run in one.runs if old in run.text]
    runs[-1].text = runs[-1].text.replace(old, new)
    copy = workspace / "from staff.docx"
    document.save(str(copy))
    return copy


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def texts(path: Path) -> list[str]:
    return [one.text for one in paragraphs(docx.Document(str(path)))]


def test_a_changed_text_and_a_new_point_go_home(workspace: Path) -> None:
    copy = edit(workspace, "It sells clocks.", "It sells clocks and bells.")
    document = docx.Document(str(copy))
    point = next(one for one in paragraphs(document) if one.text == "It sells clocks and bells.")
    new = deepcopy(point._p)
    for mark in [*new.iter(qn("w:bookmarkStart")), *new.iter(qn("w:bookmarkEnd"))]:
        holder = mark.getparent()
        assert holder is not None
        holder.remove(mark)
    Paragraph(new, document).runs[0].text = "It makes toys."
    point._p.addnext(new)
    document.save(str(copy))
    result = pull(copy, root=workspace)
    assert (result.exit_code, result.findings, result.written) == (0, (), True)
    assert "      - It sells clocks and bells.\n      - It makes toys.\n" in (workspace / FACTS).read_text()
    assert build("sample", root=workspace, formats=["docx"]).ok
    assert texts(word(workspace)) == texts(copy)
    assert pull(copy, root=workspace).files == {}


def test_a_dry_run_shows_a_diff_and_writes_nothing(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (workspace / FACTS).read_text()
    copy = edit(workspace, "sells clocks", "sells bells")
    assert run("pull", str(copy), "--dry-run", "--root", str(workspace), "--color", "always") == 0
    out = capsys.readouterr().out
    assert "\x1b[31m-      - It sells clocks.\x1b[0m\n\x1b[32m+      - It sells bells.\x1b[0m\n" in out
    assert (workspace / FACTS).read_text() == before


def test_what_cannot_go_back_is_told_with_exit_code_1(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = edit(workspace, "Sources", "Where this is from")
    assert run("pull", str(copy), "--root", str(workspace)) == 1
    assert "error[template-text]" in capsys.readouterr().err


def test_uncommitted_changes_are_not_touched_unless_forced(workspace: Path) -> None:
    for command in (
        ["init", "-q"],
        ["add", "data"],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", "-C", str(workspace), *command], check=True)
    facts = workspace / FACTS
    copy = edit(workspace, "sells clocks", "sells bells")
    facts.write_text(facts.read_text().replace("invented", "imaginary"))
    assert run("pull", str(copy), "--root", str(workspace)) == 1
    assert "bells" not in facts.read_text()
    assert run("pull", str(copy), "--root", str(workspace), "--force") == 0
    assert "bells" in facts.read_text()
    assert "imaginary" in facts.read_text()


def test_a_packet_of_another_workspace_is_refused(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make_workspace(tmp_path_factory.mktemp("other"), "another")
    assert run("pull", str(word(workspace)), "--root", str(other)) == 1
    assert "error[wrong-packet]" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"no Word file", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused(workspace: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = workspace / "odd.docx"
    path.write_bytes(content)
    assert run("pull", str(path), "--root", str(workspace)) == 1
    assert "error[" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_fault_of_the_command_line(workspace: Path) -> None:
    assert run("pull", str(workspace / "none.docx"), "--root", str(workspace)) == 2


def test_files_change_together_or_not_at_all(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = edit(workspace, "sells clocks", "sells bells")
    document = docx.Document(str(copy))
    title = next(one for one in paragraphs(document) if one.text == "A visit to Ruritania")
    title.runs[0].text = "A journey to Ruritania"
    document.save(str(copy))
    before = {path: path.read_bytes() for path in sorted((workspace / "data/sample").iterdir())}
    assert set(pull(copy, root=workspace, dry_run=True).files) == {FACTS, "data/sample/packet.yaml"}
    write = RealHost.write

    def fails(self: RealHost, path: Path, content: bytes) -> None:
        if path.name == "packet.yaml" and b"journey" in content:
            raise OSError(28, "No space left on device")
        write(self, path, content)

    monkeypatch.setattr(RealHost, "write", fails)
    assert run("pull", str(copy), "--root", str(workspace)) == 3
    assert {path: path.read_bytes() for path in sorted((workspace / "data/sample").iterdir())} == before
    monkeypatch.undo()
    assert run("pull", str(copy), "--root", str(workspace)) == 0
    assert "journey" in (workspace / "data/sample/packet.yaml").read_text()
    assert "bells" in (workspace / FACTS).read_text()


def test_what_the_yaml_has_lost_meanwhile_is_a_conflict(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = edit(workspace, "sells clocks", "sells bells")
    facts = workspace / FACTS
    facts.write_text(
        facts.read_text().replace("    points:\n      - It sells clocks.\n", "    remarks:\n      - None.\n")
    )
    before = facts.read_text()
    assert run("pull", str(copy), "--root", str(workspace)) == 1
    assert "It sells bells." in capsys.readouterr().err
    assert facts.read_text() == before


def test_a_file_without_its_names_is_matched_by_its_words_and_says_so(workspace: Path) -> None:
    copy = edit(workspace, "sells clocks", "sells clocks and bells")
    document = docx.Document(str(copy))
    for mark in [*document.element.body.iter(qn("w:bookmarkStart")), *document.element.body.iter(qn("w:bookmarkEnd"))]:
        holder = mark.getparent()
        assert holder is not None
        holder.remove(mark)
    document.save(str(copy))
    result = pull(copy, root=workspace)
    assert (result.exit_code, {one.code for one in result.findings}) == (0, {"unsure"})
    assert any("% sure" in one.message for one in result.findings)
    assert "sells clocks and bells" in (workspace / FACTS).read_text()
