"""Numbered copies, drafts and other themes: one build, files replaced together, skipped and taken away when right."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import jsonschema_rs
import pikepdf
import pypdfium2
import pytest

from pipeline import build
from pipeline.diagnostics import UsageError
from tests.test_build import SCHEMA, codes
from tests.workspaces import FACTS, PACKET, make_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path)


def settings(workspace: Path, *lines: str, papers: str = "") -> None:
    """Put *lines* before the packet's settings, and *papers* into the entry of its paper."""
    file = workspace / PACKET / "packet.yaml"
    text = file.read_text()
    file.write_text(
        "".join(f"{line}\n" for line in lines) + text.replace("data: facts.yaml", f"data: facts.yaml{papers}")
    )


def text_of(pdf: bytes) -> list[str]:
    """Each page's text."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def copies(workspace: Path) -> list[str]:
    folder = workspace / "output/sample/copies"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_copies_are_numbered_files_beside_the_packets_own(workspace: Path) -> None:
    settings(workspace, "copies: 3")
    result = build(root=workspace)
    assert result.ok
    assert copies(workspace) == [
        *("sample-copy-01.docx", "sample-copy-01.pdf", "sample-copy-02.docx"),
        *("sample-copy-02.pdf", "sample-copy-03.docx", "sample-copy-03.pdf"),
    ]
    folder = workspace / "output/sample"
    assert [output.path.relative_to(folder).as_posix() for output in result.packets[0].outputs] == [
        *("sample.pdf", "sample.docx", "copies/sample-copy-01.pdf", "copies/sample-copy-01.docx"),
        *("copies/sample-copy-02.pdf", "copies/sample-copy-02.docx"),
        *("copies/sample-copy-03.pdf", "copies/sample-copy-03.docx"),
    ]
    pages = text_of((folder / "copies/sample-copy-02.pdf").read_bytes())
    assert all("Copy 2 of 3" in page for page in pages)
    assert not any("Copy" in page for page in text_of((folder / "sample.pdf").read_bytes()))


def test_copies_are_in_the_manifest_and_nothing_is_done_twice(workspace: Path) -> None:
    build(root=workspace, copies=2, formats=["pdf"])
    manifest = json.loads((workspace / "output/sample/manifest.json").read_text())
    jsonschema_rs.Draft202012Validator(SCHEMA).validate(manifest)
    assert {"copies/sample-copy-01.pdf", "copies/sample-copy-02.pdf"} < set(manifest["outputs"])
    assert manifest["options"]["copies"] == 2
    assert build(root=workspace, copies=2, formats=["pdf"]).packets[0].state == "unchanged"
    assert build(root=workspace, copies=2, formats=["pdf"], only_check=True).ok
    other = build(root=workspace, copies=3, formats=["pdf"], only_check=True)
    assert (other.ok, other.packets[0].reason) == (False, "it was built with other options")


def test_a_copy_that_is_gone_makes_the_packet_out_of_date(workspace: Path) -> None:
    build(root=workspace, copies=2, formats=["pdf"])
    (workspace / "output/sample/copies/sample-copy-02.pdf").unlink()
    result = build(root=workspace, copies=2, formats=["pdf"], only_check=True)
    assert result.packets[0].reason == "copies/sample-copy-02.pdf is missing"


def test_copies_are_taken_away_when_there_are_fewer(workspace: Path) -> None:
    build(root=workspace, copies=12, formats=["pdf"])
    assert len(copies(workspace)) == 12
    build(root=workspace, copies=2, formats=["pdf"])
    assert copies(workspace) == ["sample-copy-01.pdf", "sample-copy-02.pdf"]
    build(root=workspace, formats=["pdf"])
    assert copies(workspace) == []


def test_the_option_goes_before_the_packet_and_0_makes_none(workspace: Path) -> None:
    settings(workspace, "copies: 3")
    build(root=workspace, copies=0, formats=["pdf"])
    assert copies(workspace) == []


def test_names_sort_by_number_however_many_there_are(workspace: Path) -> None:
    build(root=workspace, copies=100, formats=["pdf"])
    found = copies(workspace)
    assert (found[0], found[-1], len(found)) == ("sample-copy-001.pdf", "sample-copy-100.pdf", 100)


def test_a_copy_that_somebody_changed_is_kept(workspace: Path) -> None:
    build(root=workspace, copies=2, formats=["pdf"])
    (workspace / "output/sample/copies/sample-copy-02.pdf").write_bytes(b"mine")
    result = build(root=workspace, copies=2, formats=["pdf"])
    assert codes(result) == ["edited-output"]
    assert (workspace / "output/sample/copies/sample-copy-02.edited-1.pdf").read_bytes() == b"mine"


def test_the_same_copies_have_the_same_bytes_and_differ_from_each_other(workspace: Path) -> None:
    build(root=workspace, copies=2)
    folder = workspace / "output/sample/copies"
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    build(root=workspace, copies=2, force=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert len(set(first.values())) == 4
    identifiers = {bytes(pikepdf.open(BytesIO(data)).trailer.ID[0]) for name, data in first.items() if "pdf" in name}
    assert len(identifiers) == 2


@pytest.mark.parametrize("number", [-1, 1000])
def test_a_number_of_copies_that_nobody_means_is_refused(workspace: Path, number: int) -> None:
    with pytest.raises(UsageError, match="no number of copies"):
        build(root=workspace, copies=number)


def test_a_draft_says_so_on_every_page_in_the_packets_language(workspace: Path) -> None:
    settings(workspace, "lang: fr", "watermark: EMBARGO")
    build(root=workspace, formats=["pdf"])
    path = workspace / "output/sample/sample.pdf"
    assert all("EMBARGO" in page for page in text_of(path.read_bytes()))
    build(root=workspace, formats=["pdf"], draft=True)
    assert all("PROJET" in page and "EMBARGO" not in page for page in text_of(path.read_bytes()))
    assert build(root=workspace, formats=["pdf"]).packets[0].state == "built"


def test_text_stays_as_it_was_under_a_watermark(workspace: Path) -> None:
    build(root=workspace, formats=["pdf"])
    path = workspace / "output/sample/sample.pdf"
    plain = text_of(path.read_bytes())
    build(root=workspace, formats=["pdf"], draft=True)
    for before, after in zip(plain, text_of(path.read_bytes()), strict=True):
        assert after.replace("DRAFT", "", 1).split() == before.split()


def test_a_watermark_is_an_artifact_of_its_own_kind(workspace: Path) -> None:
    build(root=workspace, formats=["pdf"], draft=True)
    with pikepdf.open(workspace / "output/sample/sample.pdf") as pdf:
        for page in pdf.pages:
            assert b"/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\nq " in page.Contents.read_bytes()[:80]


def test_another_theme_can_be_asked_for(workspace: Path) -> None:
    build(root=workspace, formats=["pdf"], theme="card-5x8")
    with pikepdf.open(workspace / "output/sample/sample.pdf") as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox] == [0, 0, 360, 576]
    assert build(root=workspace, formats=["pdf"], only_check=True).packets[0].state == "outdated"


def test_a_theme_that_is_not_there_is_refused(workspace: Path) -> None:
    with pytest.raises(UsageError, match="there is no theme 'leter'") as caught:
        build(root=workspace, theme="leter")
    assert "letter" in caught.value.diagnostics[0].help


def test_a_packets_papers_may_lie_on_their_side_have_columns_and_line_numbers(workspace: Path) -> None:
    settings(workspace, papers=", landscape: true, columns: 2, line-numbers: true")
    assert build(root=workspace, formats=["pdf"]).ok
    with pikepdf.open(workspace / "output/sample/sample.pdf") as pdf:
        assert [float(side) for side in pdf.pages[-1].MediaBox] == [0, 0, 792, 612]


@pytest.mark.parametrize(
    ("theme", "papers", "message", "column"),
    [
        (
            "paper: {width: 3in, height: 5in}\nmargins: {top: 62.5, bottom: 60, left: 20, right: 20}",
            ", landscape: true",
            "turned on its side, the paper leaves a text area 93.5pt high; 108pt are needed",
            83,
        ),
        (
            "margins: {left: 190, right: 190}",
            ", columns: 2",
            "2 columns are 107pt wide each; a column needs 108pt (1.5in)",
            81,
        ),
        (
            "margins: {left: 9}",
            ", line-numbers: true",
            "9pt beside the text are too little for line numbers; 15.4pt are needed",
            86,
        ),
    ],
)
def test_what_the_page_has_no_room_for_is_told_at_the_paper(
    workspace: Path, theme: str, papers: str, message: str, column: int
) -> None:
    settings(workspace, papers=papers)
    folder = workspace / "templates/themes"
    folder.mkdir(parents=True)
    (folder / "letter.yaml").unlink(missing_ok=True)
    (folder / "own.yaml").write_text(f"extends: letter\n{theme}\nstyles: {{quote: {{indent-left: 5}}}}\n")
    (fault,) = build(root=workspace, theme="own").diagnostics
    assert (fault.code, fault.message) == ("margins", message)
    assert fault.place is not None
    assert (fault.place.file, fault.place.line, fault.place.column) == ("data/sample/packet.yaml", 6, column)
    assert fault.source_line is not None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("copies: 0", "out-of-range"),
        ("copies: 1000", "out-of-range"),
        ("copies: many", "wrong-type"),
        ("watermark: 5", "wrong-type"),
        ("watermark: ''", "too-short"),
    ],
)
def test_odd_settings_are_told_at_their_line(workspace: Path, line: str, code: str) -> None:
    settings(workspace, line)
    (fault,) = build(root=workspace).diagnostics
    assert fault.place is not None
    assert (fault.code, fault.place.line) == (code, 1)


@pytest.mark.parametrize(
    ("papers", "code"),
    [(", columns: 3", "out-of-range"), (", landscape: yes", "wrong-type"), (", line-number: true", "unknown-key")],
)
def test_odd_settings_of_a_paper_are_told_at_their_place(workspace: Path, papers: str, code: str) -> None:
    settings(workspace, papers=papers)
    (fault,) = build(root=workspace).diagnostics
    assert fault.place is not None
    assert (fault.code, fault.place.line) == (code, 6)


def test_a_watermark_that_is_too_long_is_told_where_the_packet_says_it(workspace: Path) -> None:
    settings(workspace, "watermark: NOT FOR PUBLICATION BEFORE NOON ON THE FIRST DAY OF MARCH IN THE YEAR AFTER NEXT")
    (fault,) = build(root=workspace, formats=["pdf"]).diagnostics
    assert fault.code == "watermark-too-long"
    assert fault.place is not None and (fault.place.line, fault.place.column) == (1, 12)
    assert fault.source_line is not None


def test_a_marking_that_is_too_long_is_told_where_the_packet_says_it(workspace: Path) -> None:
    settings(workspace, f"marking: {'TOP SECRET ' * 12}")
    (fault,) = build(root=workspace, formats=["pdf"]).diagnostics
    assert fault.code == "marking-too-long"
    assert fault.place is not None and (fault.place.line, fault.place.column) == (1, 10)


def test_a_monochrome_packet_has_grey_pictures(workspace: Path) -> None:
    from PIL import Image

    data = workspace / PACKET
    for name, kind in (("a.png", "RGB"), ("b.png", "RGBA"), ("c.jpg", "RGB")):
        Image.new(kind, (4, 4), "#C03010").save(data / name)
    pictures = "\n".join(f"      ![P{name}]({name})\n" for name in ("a.png", "b.png", "c.jpg"))
    (data / "facts.yaml").write_text(FACTS.replace("    text: Trade has grown.", f"    text: |\n{pictures}"))
    assert build(root=workspace, theme="monochrome").diagnostics == ()
    with pikepdf.open(workspace / "output/sample/sample.pdf") as pdf:
        streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream)]
        spaces = {str(stream.ColorSpace) for stream in streams if stream.get("/Subtype") == "/Image"}
    assert spaces == {"/DeviceGray"}
    with zipfile.ZipFile(workspace / "output/sample/sample.docx") as archive:
        media = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert {Image.open(BytesIO(file)).mode for file in media} <= {"L", "LA"}
