"""``brief verify``: which files it judges, what it prints where, and with which exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.cli import run
from pipeline.diagnostics import UsageError
from pipeline.host import MemoryHost
from pipeline.judging import verify
from tests.docx.reading import written
from tests.docx.samples import everything
from tests.pdf.mutants import drop, mutant, sample
from tests.workspaces import make_workspace

WITHOUT_JAVA = {"PATH": "", "JAVA_HOME": ""}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WITHOUT_JAVA.items():
        monkeypatch.setenv(name, value)


@pytest.mark.judges
@pytest.mark.usefixtures("folder")
def test_good_files_get_a_line_each_and_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    Path("brief.pdf").write_bytes(sample())
    Path("brief.docx").write_bytes(written(everything()))
    assert run(["verify", "brief.docx", "brief.pdf", "./brief.pdf"]) == 0
    out, err = capsys.readouterr()
    assert out == (
        "brief.docx: openxml-audit finds no error, ooxml-integrity finds no error, 15 own checks passed\n"
        "brief.pdf: PDF/UA-1 conforms, PDF/A-2a conforms, 16 own checks passed\n"
    )
    assert err == ""


@pytest.mark.judges
def test_the_documents_of_packets_are_judged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(folder, "one", "two")
    assert run(["build"]) == 0
    capsys.readouterr()
    assert run(["verify"]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = [line.partition(":")[0] for line in lines]
    assert names == [f"output/{name}/{name}.{ending}" for name in ("one", "two") for ending in ("pdf", "docx")]


def test_a_packet_can_be_named_in_each_of_its_ways(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_java(monkeypatch)
    make_workspace(folder, "one")
    assert run(["build", "-q"]) == 0
    wanted = [Path("output/one/one.pdf"), Path("output/one/one.docx")]
    for name in ("one", "data/one", "data/one/packet.yaml", "output/one"):
        found = [path.relative_to(folder) if path.is_absolute() else path for path in paths(name)]
        assert found == wanted, name
    assert run(["build", "-q", "-o", "elsewhere", "--formats", "docx"]) == 0
    assert [verdict.path.name for verdict in verify("one", output="elsewhere")] == ["one.docx"]
    assert [verdict.path.name for verdict in verify("one", "output/one/one.pdf", root=folder)] == [
        "one.pdf",
        "one.docx",
    ]


def paths(*named: str) -> list[Path]:
    return [verdict.path for verdict in verify(*named)]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["verify", "brief.pfd"], "there is no packet 'brief.pfd'", ""),
        (["verify", "breif.pdf"], "there is no file breif.pdf", "did you mean 'brief.pdf'?"),
        (["verify", "nowhere/x.pdf"], "there is no file nowhere/x.pdf", "check the name"),
        (["verify", "data"], "there is no packet.yaml in data", ""),
        (["verify", "one"], "there are no documents of 'one'", "run `brief build one` first"),
        (["verify", "--profiles", "ua3", "brief.pdf"], "there is no profile 'ua3'", "did you mean 'ua1'?"),
        (["verify", "--profiles", "", "brief.pdf"], "there is no profile ''", "there are: ua1, 1a"),
    ],
)
def test_what_is_not_there_exits_with_2(
    arguments: list[str], message: str, hint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(folder, "one")
    Path("brief.pdf").write_bytes(b"%PDF-")
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err and hint in err


def test_documents_that_were_taken_away_are_missed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(folder, "one")
    assert run(["build", "-q"]) == 0
    Path("output/one/one.docx").unlink()
    assert run(["verify", "one"]) == 2
    assert "one.docx, which is in the manifest of 'one', is not there" in capsys.readouterr().err


def test_faults_exit_with_1_and_are_shown_in_every_form(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = folder / "files"
    files.mkdir()
    (files / "notes.txt").write_text("no document")
    (files / "brief.docx").write_bytes(written(everything())[:500])
    names = ["files/notes.txt", "files/brief.docx"]
    assert run(["verify", *names]) == 1
    out, err = capsys.readouterr()
    assert out == "files/notes.txt: is no document\nfiles/brief.docx: cannot be read\n"
    assert "error[not-a-document]: the file is neither a PDF nor a Word document\n --> files/notes.txt\n" in err
    assert err.endswith("\n2 errors\n")
    assert run(["verify", "--format", "json", *names]) == 1
    found = json.loads(capsys.readouterr().err)["diagnostics"]
    assert [(one["code"], one["place"]["file"]) for one in found] == [
        ("not-a-document", "files/notes.txt"),
        ("broken-file", "files/brief.docx"),
    ]
    assert run(["verify", "--format", "sarif", *names]) == 1
    results = json.loads(capsys.readouterr().err)["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == ["not-a-document", "broken-file"]
    monkeypatch.chdir(files)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    assert run(["verify", "--format", "github", "notes.txt"]) == 1
    assert "file=files/notes.txt" in capsys.readouterr().err


def test_the_workspace_does_not_change_where_files_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(folder / "space")
    Path("notes.txt").write_text("no document")
    assert run(["verify", "--root", "space", "notes.txt"]) == 1
    assert "--> notes.txt" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_file_that_was_not_judged_exits_with_3_and_does_not_look_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_java(monkeypatch)
    Path("brief.pdf").write_bytes(mutant(drop("Figure", "/Alt")))
    assert run(["verify", "brief.pdf"]) == 3
    out, err = capsys.readouterr()
    assert out == "brief.pdf: PDF/UA-1 not judged, PDF/A-2a not judged, 1 of 16 own checks failed\n"
    assert err.count("error[not-judged]") == 1
    assert err.count("error[pdf-figures]") == 1


def test_files_that_cannot_be_read_are_not_judged() -> None:
    denied = PermissionError(13, "Permission denied")
    host = MemoryHost({"a.pdf": b"%PDF-"}, environ=WITHOUT_JAVA, faults={"a.pdf": denied})
    (made,) = verify("a.pdf", host=host)
    assert (made.says, made.exit_code) == ("not judged", 3)
    assert made.findings[0].message == "the file was not judged: it cannot be read: Permission denied"


def test_a_pipe_or_device_is_no_file(folder: Path) -> None:
    os.mkfifo(folder / "pipe.pdf")
    with pytest.raises(UsageError, match="there is no file"):
        verify("pipe.pdf")


def test_names_of_any_bytes_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strange = Path(os.fsdecode(b"br\xffief \xe1\x9e\x97.txt"))
    (folder / strange).write_text("no document")
    assert run(["verify", str(strange)]) == 1
    assert "is no document" in capsys.readouterr().out


@pytest.mark.judges
@pytest.mark.usefixtures("folder")
def test_files_with_names_of_any_script_are_judged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Java would not find such a file by its name where the locale is C."""
    monkeypatch.setenv("LC_ALL", "C")
    Path("ភ្នំពេញ.pdf").write_bytes(sample())
    assert run(["verify", "ភ្នំពេញ.pdf"]) == 0
    assert "PDF/UA-1 conforms, PDF/A-2a conforms" in capsys.readouterr().out
