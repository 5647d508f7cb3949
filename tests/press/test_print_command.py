"""``brief print`` as a person meets it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from pipeline.cli import run
from tests.workspaces import PACKET, make_workspace

FOLDER = Path("output/sample")
BOOKLET = FOLDER / "print" / "sample-booklet.pdf"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(make_workspace(tmp_path))
    return tmp_path


def sides(path: Path) -> list[tuple[float, float]]:
    with pikepdf.open(path) as pdf:
        return [(float(page.mediabox[2]), float(page.mediabox[3])) for page in pdf.pages]


@pytest.mark.usefixtures("workspace")
def test_a_booklet_is_made_of_a_packet_that_was_never_built(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["print", "sample", "--booklet"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{BOOKLET}\n"
    assert err.splitlines()[-1] == "sample: 1 sheet of tabloid; print both sides and turn over on the short edge"
    assert sides(BOOKLET) == [(1224, 792)] * 2
    assert (FOLDER / "sample.docx").is_file()


@pytest.mark.usefixtures("workspace")
def test_no_other_file_is_lost_by_printing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["print", "sample", "--booklet", "-o", "sheets.pdf"]) == 0
    kept = [FOLDER / "sample.pdf", PACKET / "packet.yaml"]
    before = [path.read_bytes() for path in kept]
    for path, why in zip(kept, ["is a document of the edition itself", "is there already, and is no PDF"], strict=True):
        assert run(["print", "sample", "--booklet", "-o", str(path)]) == 2
        assert f"{path} {why}" in capsys.readouterr().err
    assert [path.read_bytes() for path in kept] == before
    assert run(["print", "sample", "--n-up", "2", "-o", "sheets.pdf"]) == 0


@pytest.mark.usefixtures("workspace")
def test_printing_does_not_put_the_edition_out_of_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["print", "sample", "--booklet"]) == 0
    before = (FOLDER / "manifest.json").read_bytes()
    first = BOOKLET.read_bytes()
    assert run(["build", "--check"]) == 0
    assert run(["build", "sample"]) == 0
    assert run(["print", "sample", "--booklet"]) == 0
    assert (FOLDER / "manifest.json").read_bytes() == before
    assert BOOKLET.read_bytes() == first
    assert "up to date" in capsys.readouterr().err


def test_a_changed_packet_is_built_again_and_what_was_printed_stays(workspace: Path) -> None:
    assert run(["print", "sample", "--n-up", "4"]) == 0
    facts = workspace / PACKET / "facts.yaml"
    facts.write_text(facts.read_text().replace("clocks", "watches"))
    assert run(["build", "--check"]) == 1
    assert run(["print", "sample", "--booklet"]) == 0
    assert run(["build", "--check"]) == 0
    assert sorted(path.name for path in (FOLDER / "print").iterdir()) == ["sample-4-up.pdf", "sample-booklet.pdf"]


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("options", "name", "told"),
    [
        (
            ["--n-up", "2"],
            "sample-2-up.pdf",
            "1 sheet of letter, pages at 65%; print both sides and turn over on the short",
        ),
        (["--signature", "2"], "sample-signatures.pdf", "1 sheet of tabloid in 1 signature; print both sides"),
        (["--crop-marks"], "sample-crop.pdf", "2 sheets of 9.33 x 11.83 in; print both sides"),
        (["--pages", "2"], "sample-pages.pdf", "1 sheet of letter; print one side"),
        (["--booklet", "--paper", "a4"], "sample-booklet.pdf", "1 sheet of A4, pages at 69%; print both sides"),
        (["--paper", "a3"], "sample-pages.pdf", "2 sheets of A3; print both sides and turn over on the long edge"),
    ],
)
def test_what_comes_out_is_told_to_the_printer(
    options: list[str], name: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["print", str(PACKET), *options]) == 0
    out, err = capsys.readouterr()
    assert out == f"{FOLDER / 'print' / name}\n"
    assert f"sample: {told}" in err


def test_the_file_may_go_elsewhere(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = workspace / "for the printer" / "book.pdf"
    assert run(["print", "sample", "--booklet", "-o", str(target)]) == 0
    assert capsys.readouterr().out == f"{target.relative_to(workspace)}\n"
    assert sides(target) and not (FOLDER / "print").exists()


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ([], "how shall it be printed?", "--booklet"),
        (["--booklet", "--n-up", "2"], "--booklet and --n-up cannot be used together", "one of them"),
        (["--booklet", "--signature", "4", "--n-up", "2"], "cannot be used together", "one of them"),
        (["--n-up", "3"], "'3' is not one of", "--help"),
        (["--signature", "0"], "0 is not in the range", "--help"),
        (["--n-up", "2", "--creep", "0.1mm"], "--creep is for sheets that are folded", "--booklet"),
        (["--booklet", "--creep", "thick"], "'thick' is no length", "write a number and a unit"),
        (["--booklet", "--creep", "1in"], "no paper is 1in thick", "0.1mm"),
        (["--booklet", "--paper", "leter"], "there is no paper 'leter'", "did you mean 'letter'?"),
        (["--booklet", "--pages", "2-9"], "there is no page 9", "counted from 1"),
        (["--booklet", "--pages", "x"], "'x' names no pages", "counted from 1"),
        (["--crop-marks", "--paper", "0.6x0.6in"], "no room for pages", ""),
    ],
)
def test_a_wrong_command_line_exits_with_2(
    options: list[str], message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["print", "sample", *options]) == 2
    err = capsys.readouterr().err
    assert message in err and hint in err


@pytest.mark.usefixtures("workspace")
def test_a_packet_that_is_not_there_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["print", "smaple", "--booklet"]) == 2
    assert "did you mean 'sample'?" in capsys.readouterr().err


def test_faults_of_the_packet_are_told_and_nothing_is_printed(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / PACKET / "facts.yaml").write_text("titel: x\n")
    assert run(["print", "sample", "--booklet"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "did you mean 'title'?" in err
    assert not BOOKLET.exists()


def test_a_packet_without_a_pdf_says_what_to_write(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packet = workspace / PACKET / "packet.yaml"
    packet.write_text(packet.read_text().replace("[pdf, docx]", "[docx]"))
    assert run(["print", "sample", "--booklet"]) == 1
    assert "sample is made without a PDF" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_the_machines_fault(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "book.pdf").mkdir()
    assert run(["print", "sample", "--booklet", "-o", "book.pdf"]) == 3
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.usefixtures("workspace")
def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipeline.press.libraries.installed", lambda: False)
    assert run(["print", "sample", "--booklet"]) == 3
    assert "pip install 'print-briefs[print]'" in capsys.readouterr().err
