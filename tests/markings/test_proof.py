"""The proof can fail: each way in which left-out text could get into a file is found, and nothing is written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from pipeline import build
from pipeline.diagnostics import Diagnostic, Place, Severity
from pipeline.release.finished import said_in
from pipeline.release.leftout import LeftOut, LeftText
from pipeline.release.proof import prove, tokens_of
from tests.markings.kit import FACTS, PACKET, make

HERE = Place("data/trip/facts.yaml", 11, 1)
SECRET = "The crown jewels are hidden below the mill at Zenda."


def left_out(*texts: str, kept: tuple[str, ...] = ()) -> LeftOut:
    return LeftOut([LeftText(text, HERE) for text in texts], list(kept))


def finds(text: str, *texts: str, kept: tuple[str, ...] = (), name: str = "a.md") -> list[Diagnostic]:
    found = prove({name: text.encode()}, left_out(*texts, kept=kept))
    return [finding for finding in found if finding.severity is Severity.ERROR]


# --- what is a find ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        "… hidden below the mill …",
        "THE CROWN JEWELS ARE HIDDEN",
        "the crówn jewels,\nare   hidden",
        "the *crown* jewels — are: hidden",
        "the\u00ad crown\u200b jewels are hid\u00adden",
    ],
)
def test_a_run_of_words_is_found_however_it_is_written(text: str) -> None:
    (found,) = finds(text, SECRET)
    assert (found.code, found.place) == ("left-out-text", HERE)
    assert "a.md" in found.message


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The crown and the mill", SECRET),  # words alone are no text
        ("jewels in the crown", SECRET),
        ("on Tuesday, August 2, 2022, at ten", "We leave on Tuesday, August 2, 2022"),
        ("Page 10 of 12, 2021, $5", "10"),
        ("yes and no", "yes"),
        ("Tab A", "A"),
        ("2022-08-02 and 14:30", "14:30"),
        ("", SECRET),
    ],
)
def test_what_may_stand_anywhere_is_no_find(text: str, left: str) -> None:
    assert finds(text, left) == []


def test_short_texts_are_found_as_a_whole() -> None:
    assert finds("signed by Rupert von Hentzau", "Hentzau")
    assert finds("call +999 1 555 0100 now", "+999 1 555 0100")
    assert finds("worth 8,700,000 crowns", "8700000")
    assert not finds("signed by Rupert von Hentzauer", "Hentzau")
    assert not finds("signed by Rupert", "Rupert von")


def test_what_stays_in_the_same_words_is_no_find_and_a_warning() -> None:
    files = {"a.md": f"{SECRET} Count Rassendyll".encode()}
    found = prove(files, left_out(SECRET, "Rassendyll", kept=(f"We know: {SECRET}", "Rudolf Rassendyll")))
    assert [(finding.severity.value, finding.code) for finding in found] == [("warning", "left-out-text")]
    assert "also stands in a part that stays" in found[0].message


def test_only_what_differs_from_what_stays_is_looked_for() -> None:
    kept = ("The Secretary will travel to Cambodia in August.",)
    left = "The Secretary will travel to Cambodia with a sealed letter."
    assert not finds(kept[0], left, kept=kept)
    assert finds("… to Cambodia with a sealed …", left, kept=kept)


def test_scripts_without_spaces_are_found_by_their_characters() -> None:
    assert finds("会议于明天在秘密地点举行。", "会议于明天在秘密地点举行，请勿外传")
    assert not finds("明天开会", "会议于明天在秘密地点举行，请勿外传")
    assert finds("ราชวงศ์ซ่อนเพชรไว้", "ราชวงศ์ซ่อนเพชรไว้ใต้โรงสี")
    assert tokens_of("日本 and ไทย 12,500.50") == ["日", "本", "and", *"ไทย", "12500", "50"]


def test_a_programs_own_names_are_no_finds() -> None:
    assert not finds('{"kind": "heading", "role": "lead"}', "Heading", "Leading", name="edition.json")
    assert finds('{"text": "Heading"}', "Heading", name="edition.json")


# --- where it is looked for ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = make(tmp_path_factory.mktemp("proof"))
    assert build(root=root, releasable_to="public").ok
    folder = root / "output/trip-releasable-to-public"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def in_word(part: str, change: Callable[[bytes], bytes], name: str = "") -> Callable[[bytes], bytes]:
    def mutant(data: bytes) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for item in old.namelist():
                content = old.read(item)
                new.writestr(item, change(content) if item == part else content)
            if name:
                new.writestr(name, b"")
        return out.getvalue()

    return mutant


def replaced(old: bytes, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert data.count(old), old
        return data.replace(old, new.encode(), 1)

    return change


def in_pdf(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    def mutant(data: bytes) -> bytes:
        out = BytesIO()
        with pikepdf.open(BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(out)
        return out.getvalue()

    return mutant


def keywords(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = SECRET


def alternative(pdf: pikepdf.Pdf) -> None:
    element = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/P")
    element.Alt = pikepdf.String(SECRET)


def metadata(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as found:
        found["dc:description"] = SECRET


def bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, SECRET.encode(), filename="note.txt")


def on_the_page(pdf: pikepdf.Pdf) -> None:
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
    )
    page = pdf.pages[0]
    page.Resources.Font["/Leak"] = font
    # Letter by letter, so that the words stand apart on the page.
    shown = " ".join(f"({char}) Tj 9 0 Td" for char in SECRET.replace(" ", ""))
    page.contents_add(f"BT /Leak 4 Tf 20 20 Td {shown} ET".encode())


PDF, DOCX = "trip-releasable-to-public.pdf", "trip-releasable-to-public.docx"
DRAWN = f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{SECRET}</desc></svg>'
MUTANTS = {
    "pdf keywords": (PDF, in_pdf(keywords)),
    "pdf alternative": (PDF, in_pdf(alternative)),
    "pdf metadata": (PDF, in_pdf(metadata)),
    "pdf bookmark": (PDF, in_pdf(bookmark)),
    "pdf attachment": (PDF, in_pdf(attachment)),
    "pdf page": (PDF, in_pdf(on_the_page)),
    "word text in runs": (
        DOCX,
        in_word(
            "word/document.xml", replaced(b"It sells clocks.", "The crown je</w:t></w:r><w:r><w:t>wels are hidden")
        ),
    ),
    "word alternative": (
        DOCX,
        in_word("word/document.xml", replaced(b"<w:p>", f'<w:p><w:r><w:drawing descr="{SECRET}"/></w:r>')),
    ),
    "word property": (DOCX, in_word("docProps/core.xml", replaced(b"A visit to Strelsau", SECRET))),
    "word header": (DOCX, in_word("word/header1.xml", replaced(b"UNCLASSIFIED", SECRET))),
    "word style": (DOCX, in_word("word/styles.xml", replaced(b'w:val="Normal"', f'w:val="{SECRET}"'))),
    "word name of a part": (DOCX, in_word("", lambda data: data, "word/media/crown-jewels-are-hidden-below.png")),
    "word drawing": (DOCX, in_word("word/settings.xml", lambda _: DRAWN.encode())),
    "record": ("edition.json", replaced(b"It sells clocks.", SECRET)),
    "manifest": ("manifest.json", replaced(b"data/trip/facts.yaml", "data/trip/the-crown-jewels-are-hidden.yaml")),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_leak_is_found_wherever_it_is(variant: dict[str, bytes], name: str) -> None:
    assert prove(variant, left_out(SECRET)) == []
    file, mutant = MUTANTS[name]
    (found,) = prove({**variant, file: mutant(variant[file])}, left_out(SECRET))
    assert (found.code, found.severity) == ("left-out-text", Severity.ERROR)
    assert file in found.message


def test_the_record_inside_the_word_file_is_read_as_json(variant: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(variant[DOCX])) as package:
        part = next(
            name
            for name in package.namelist()
            if name.startswith("customXml/item") and b"urn:print" in package.read(name)
        )
    leak = in_word(part, replaced(b"It sells clocks.", "The crown\\njewels\\u0020are hidden"))
    assert prove({DOCX: leak(variant[DOCX])}, left_out(SECRET))


def test_a_file_that_cannot_be_searched_is_no_proof() -> None:
    from pipeline.diagnostics import MachineError

    for name in ("a.pdf", "a.docx", "a.json"):
        with pytest.raises(MachineError) as caught:
            prove({name: b"%PDF-1.7 broken"}, left_out(SECRET))
        assert "cannot be searched" in caught.value.diagnostics[0].message


def test_everything_in_a_file_is_said_once_at_least(variant: dict[str, bytes]) -> None:
    said = " ".join(" ".join(said.text.split()) for said in said_in(PDF, variant[PDF]))
    for text in ("It sells clocks.", "A visit to Strelsau", "en-US", "trip-releasable"):
        assert text in said, text


# --- the whole way ---------------------------------------------------------------------------------------------------


def refused(root: Path) -> list[Diagnostic]:
    result = build(root=root, releasable_to="public")
    assert not result.ok
    assert not (root / "output").exists()
    return [finding for finding in result.diagnostics if finding.code == "left-out-text"]


def test_a_title_that_says_what_was_left_out_is_found(tmp_path: Path) -> None:
    root = make(tmp_path, PACKET.replace("title: Flowers", "title: The crown jewels are hidden"))
    # It is part of what stays, so it is a part that stays in the same words: a warning, and the editor decides.
    result = build(root=root, releasable_to="public")
    assert result.ok
    facts = FACTS.replace(
        "The crown jewels are hidden below the mill at Zenda.", "Jewels of the old crown lie below the mill"
    )
    packet = PACKET.replace("title: Flowers", "title: Jewels of the old crown lie below the mill")
    result = build(root=make(tmp_path / "b", packet, facts), releasable_to="public")
    assert [finding.code for finding in result.diagnostics] == ["left-out-text"]
    assert result.ok


def test_a_template_that_prints_something_else_is_found(tmp_path: Path) -> None:
    """A filter by a template's own reading of another file's text cannot be seen before the documents are made."""
    root = make(tmp_path)
    paper = root / "templates/fact-sheet"
    paper.mkdir(parents=True)
    (paper / "template.md.j2").write_text("{% import 'secret.md.j2' as s %}\n\n{{ s.jewels() }}\n\n{{ title }}\n")
    (root / "templates/secret.md.j2").write_text(
        "{% macro jewels() %}{{ ['the crown jewels', 'are hidden below', 'the mill'] | join(' ') }}{% endmacro %}"
    )
    (found,) = refused(root)
    assert (found.place.file, found.place.line) == ("data/trip/facts.yaml", 11)  # type: ignore[union-attr]
    assert found.source_line is not None


def test_a_name_of_a_file_that_says_what_was_left_out_is_found(tmp_path: Path) -> None:
    name = "the-crown-jewels-are-hidden.yaml"
    packet = PACKET.replace("data: facts.yaml", f"data: {name}")
    root = make(tmp_path, packet, **{name: FACTS})
    # The name is in packet.yaml, where it stays; so it is common to both, and no find.
    assert build(root=root, releasable_to="public").ok


def test_a_leak_leaves_the_earlier_edition_as_it_was(tmp_path: Path) -> None:
    root = make(tmp_path)
    assert build(root=root, releasable_to="public").ok
    folder = root / "output/trip-releasable-to-public"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    paper = root / "templates/fact-sheet"
    paper.mkdir(parents=True)
    (paper / "template.md.j2").write_text(
        "{% set first = 'the crown jewels are ' %}{# far from it #}{{ first ~ 'hidden below the mill' }}\n"
    )
    assert not build(root=root, releasable_to="public").ok
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_without_what_reads_pdfs_nothing_is_taken_for_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.release.finished.find_spec", lambda _: None)
    result = build(root=make(tmp_path), releasable_to="public")
    assert [finding.code for finding in result.diagnostics] == ["missing-extra"]
    assert (result.exit_code, (tmp_path / "output").exists()) == (3, False)
    assert build(root=tmp_path, releasable_to="public", formats=["docx"]).ok
