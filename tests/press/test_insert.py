"""Packets with pages of other PDFs in them, from packet.yaml to the finished documents."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline import build
from pipeline.results import Result
from tests.pdf.judges import poppler_text, qpdf_check, verapdf
from tests.press.pdfs import A4, LETTER, SLIDE, encrypted, form, hidden_layer, link, plain, saved, uri

SETTINGS = """\
title: A visit to Strelsau
marking: UNCLASSIFIED
papers:
"""
FACTS = """\
title: Facts
sections:
  - heading: Trade
    text: |
      Ruritania sells clocks.[^1]

      [^1]: And grain.
    table:
      caption: Sales
      columns: [Year, Clocks]
      rows: [[2025, "12"], [2026, "15"]]
sources:
  - {title: Yearbook, url: "https://www.example.org/"}
"""


def made(folder: Path, papers: str, files: dict[str, bytes | str], **how: Any) -> Result:
    """Build a packet of *papers* (lines of YAML)."""
    packet = folder / "data" / "trip"
    packet.mkdir(parents=True, exist_ok=True)
    (packet / "packet.yaml").write_text(SETTINGS + papers)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (packet / name).write_bytes(data)
    return build("trip", root=folder, **{"formats": ["pdf"], **how})


def output(folder: Path, name: str = "trip.pdf") -> bytes:
    return (folder / "output" / "trip" / name).read_bytes()


def pdf_of(folder: Path, papers: str, files: dict[str, bytes | str], **how: Any) -> bytes:
    result = made(folder, papers, files, **how)
    assert result.ok, result.diagnostics
    return output(folder)


def tags(data: bytes) -> list[str]:
    """The structure tree as indented lines: the type, and what is said of it."""
    lines: list[str] = []

    def walk(element: Any, depth: int) -> None:
        said = " ".join(f"{key[1:]}={element[key]}" for key in ("/T", "/Alt", "/Lang") if key in element)
        lines.append("  " * depth + f"{str(element.S)[1:]} {said}".rstrip())
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                walk(kid, depth + 1)

    with pikepdf.open(io.BytesIO(data)) as pdf:
        walk(pdf.Root.StructTreeRoot.K, 0)
    return lines


def claims(data: bytes) -> tuple[bool, bool]:
    """Whether the file says that it is PDF/UA and PDF/A."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        about = bytes(pdf.Root.Metadata.get_stream_buffer())
    return b"<pdfuaid:part>" in about, b"<pdfaid:part>" in about


@cache
def book(lang: str = "en-US") -> bytes:
    """A packet made by this program: an accessible PDF of four pages, with contents, a table, a note and links."""
    with TemporaryDirectory() as folder:
        top = Path(folder)
        papers = "  - {tab: A, template: fact-sheet, data: a.yaml}\n"
        papers += "  - {tab: B, title: More, template: fact-sheet, data: a.yaml}\n"
        return pdf_of(top, papers + f"lang: {lang}\n", {"a.yaml": FACTS})


# --- files that are not accessible -----------------------------------------------------------------------------------

AGREEMENT = "  - {tab: D, title: The agreement, pdf: agreement.pdf}\n"


def test_each_page_stands_under_our_header_with_our_page_number(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one", "Article two")})
    pages = poppler_text(data, "-layout").split("\f")
    assert re.search(r"D +The agreement[ .]+3\n", pages[1])
    for number, text in ((3, "Article one"), (4, "Article two")):
        page = pages[number - 1]
        for wanted in ("UNCLASSIFIED", "Tab D · The agreement", text, f"Page {number} of 4"):
            assert wanted in page
    qpdf_check(data, tmp_path)


def test_it_is_in_the_bookmarks_and_in_the_manifest(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one")})
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["D  The agreement"]
    manifest = json.loads(output(tmp_path, "manifest.json"))
    assert "data/trip/agreement.pdf" in manifest["inputs"]
    assert {"pikepdf", "pypdfium2"} <= manifest["versions"].keys()
    assert [heading["page"] for heading in manifest["headings"]] == [3]
    assert [finding["code"] for finding in manifest["warnings"]] == ["not-accessible"]


def test_a_changed_file_makes_the_edition_out_of_date(tmp_path: Path) -> None:
    pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one")})
    again = made(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one")})
    assert again.packets[0].state == "unchanged"
    (changed,) = made(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article 1")}).packets
    assert (changed.state, changed.reason) == ("built", "data/trip/agreement.pdf has changed")


def test_a_packet_without_inserted_files_does_not_depend_on_the_libraries(tmp_path: Path) -> None:
    made(tmp_path, "  - {template: fact-sheet, data: a.yaml}\n", {"a.yaml": FACTS})
    assert not {"pikepdf", "pypdfium2"} & json.loads(output(tmp_path, "manifest.json"))["versions"].keys()


def test_the_build_warns_where_the_file_is_named_and_the_file_claims_nothing(tmp_path: Path) -> None:
    result = made(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one")})
    (warning,) = result.diagnostics
    assert warning.code == "not-accessible" and warning.place is not None
    assert (warning.place.file, warning.place.line, warning.place.column) == ("data/trip/packet.yaml", 4, 41)
    assert warning.source_line == AGREEMENT.rstrip("\n")
    assert claims(output(tmp_path)) == (False, False)


def test_pages_are_tagged_as_well_as_can_be(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        link(0, (50, 700, 150, 720), A=uri("https://example.org/"))(pdf)
        link(0, (50, 600, 150, 620), Dest=Array([pdf.pages[1].obj, Name.Fit]))(pdf)

    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one", "", change=change)})
    lines = tags(data)
    assert lines[lines.index("  Part", lines.index("  Part") + 1) :] == [
        "  Part",
        "    P",
        "    H1",
        "    Art T=agreement.pdf",
        "      P",
        "      P",
        "        Link Alt=https://example.org/",
        "        Link Alt=Page 2 of 2 of agreement.pdf",
        "      Figure Alt=Page 2 of 2 of agreement.pdf",
    ]


def test_links_keep_working(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        link(0, (50, 700, 150, 720), A=uri("https://example.org/"))(pdf)
        link(0, (50, 600, 150, 620), Dest=Array([pdf.pages[1].obj, Name.Fit]))(pdf)

    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one", "Two", change=change)})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        notes: Any = pdf.pages[2].obj.Annots
        assert str(notes[0].A.URI) == "https://example.org/"
        assert notes[1].Dest[0].objgen == pdf.pages[3].obj.objgen
        left, bottom, right, top = (float(value) for value in notes[0].Rect)
        assert (right - left) / (top - bottom) == pytest.approx(5, rel=0.01)
        assert 0 < left < right < 612 and 0 < bottom < top < 792


def test_a_page_begins_with_black_whatever_was_painted_before_it(tmp_path: Path) -> None:
    picture = rendered(pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("AAAAAAAAAA")}), 2)
    colors = {color for _, color in picture.crop((60, 300, 560, 700)).getcolors(100000)}
    assert all(max(color) - min(color) < 12 for color in colors), "only greys"


def rendered(data: bytes, page: int, scale: float = 1.0) -> Any:
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def frame(data: bytes, page: int) -> tuple[int, int, int, int]:
    """The box of all that is not white between our header and footer."""
    picture = rendered(data, page).convert("L").point(lambda value: 255 if value < 200 else 0)
    width, height = picture.size
    box = picture.crop((0, 70, width, height - 70)).getbbox()
    assert box is not None
    return box[0], box[1] + 70, box[2], box[3] + 70


def test_pages_keep_their_shape_between_header_and_footer(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("a", "b", "c", sizes=(A4, A4, LETTER))})
    for page, (width, height) in ((3, A4), (4, LETTER)):
        left, top, right, bottom = frame(data, page)
        assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.01)
        assert 620 < bottom - top < 650
        assert left + right == pytest.approx(612, abs=3)


def test_a_small_page_is_not_enlarged(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("a", "b", size=(300, 200 * 2))})
    left, top, right, bottom = frame(data, 3)
    assert (right - left, bottom - top) == pytest.approx((300, 400), abs=4)


def test_a_single_landscape_page_is_turned_with_its_top_to_the_left(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("a", "b", sizes=(A4, A4[::-1]))})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [float(value) for value in pdf.pages[3].mediabox] == [0, 0, 612, 792]
    left, top, right, bottom = frame(data, 3)
    assert bottom - top > right - left
    document = pypdfium2.PdfDocument(data)
    try:
        text = document[3].get_textpage()
        x, y, _, _ = text.get_charbox(text.get_text_range().index("b\r\n") if "b\r\n" in text.get_text_range() else 0)
        assert x < 306 or y < 396
    finally:
        document.close()


def test_slides_stand_on_landscape_pages(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("a", "b", size=SLIDE)})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sizes = [[float(value) for value in page.mediabox] for page in pdf.pages]
    assert sizes[2:] == [[0, 0, 792, 612]] * 2
    left, top, right, bottom = frame(data, 3)
    assert (right - left) / (bottom - top) == pytest.approx(960 / 540, rel=0.01)


def test_the_settings_of_print_hold_for_inserted_papers(tmp_path: Path) -> None:
    themes = tmp_path / "templates" / "themes"
    themes.mkdir(parents=True)
    (themes / "bound.yaml").write_text("extends: letter\nprint: {start: right, dividers: true}\n")
    papers = AGREEMENT + "  - {tab: E, title: Again, pdf: agreement.pdf}\ntheme: bound\n"
    data = pdf_of(tmp_path, papers, {"agreement.pdf": plain("Article one", "Article two")})
    pages = poppler_text(data).split("\f")[:-1]
    starts = [number for number, page in enumerate(pages, 1) if "Article one" in page]
    assert len(starts) == 2 and all(start % 2 for start in starts)


def test_what_is_on_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"agreement.pdf": plain("secret", change=hidden_layer)}
    data = pdf_of(tmp_path, AGREEMENT, files)
    picture = rendered(data, 2).crop((60, 300, 560, 700))
    assert picture.getcolors(2) == [(picture.width * picture.height, (255, 255, 255))]


def test_what_is_filled_into_a_form_can_be_read(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, AGREEMENT, {"agreement.pdf": plain("Name:", change=form("Rudolf Rassendyll"))})
    assert "Rudolf Rassendyll" in poppler_text(data)
    assert "/AcroForm" not in data.decode("latin-1")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"agreement.pdf": plain("Article one", "Two"), "book.pdf": book()}
    papers = AGREEMENT + "  - {title: Book, pdf: book.pdf}\n"
    assert pdf_of(tmp_path, papers, files) == pdf_of(tmp_path, papers, files, force=True)


def test_numbered_copies_have_the_pages_too(tmp_path: Path) -> None:
    pdf_of(tmp_path, AGREEMENT + "copies: 2\n", {"agreement.pdf": plain("Article one")})
    found = list((tmp_path / "output" / "trip").rglob("*.pdf"))
    assert len(found) == 3
    assert all("Article one" in poppler_text(path.read_bytes()) for path in found)


def test_a_paper_needs_a_title_and_the_files_own_is_offered(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Title"] = "Treaty  of\nStrelsau"

    result = made(tmp_path, "  - {pdf: agreement.pdf}\n", {"agreement.pdf": plain("a", change=change)})
    fault = next(finding for finding in result.diagnostics if finding.code == "missing-title")
    assert fault.place is not None and fault.place.line == 4
    assert fault.help == "write `title: …` beside `pdf`; the file calls itself 'Treaty of Strelsau'"


@pytest.mark.parametrize(
    ("data", "code"),
    [(encrypted(plain("a"), user="x"), "encrypted-pdf"), (plain("a")[:-30], "broken-pdf"), (b"GIF89a", "no-pdf")],
)
def test_a_file_that_cannot_be_inserted_is_an_error_at_its_line(tmp_path: Path, data: bytes, code: str) -> None:
    result = made(tmp_path, AGREEMENT, {"agreement.pdf": data})
    (fault,) = result.diagnostics
    assert (result.exit_code, fault.code) == (1, code)
    assert fault.place is not None and (fault.place.line, fault.place.column) == (4, 41)
    assert fault.source_line == AGREEMENT.rstrip("\n")


# --- accessible files ------------------------------------------------------------------------------------------------

BOOK = "  - {tab: D, title: Last year's book, pdf: book.pdf}\n"


def test_an_accessible_file_is_said_to_be_one(tmp_path: Path) -> None:
    result = made(tmp_path, BOOK, {"book.pdf": book()})
    assert result.diagnostics == ()
    assert claims(output(tmp_path)) == (True, True)


def test_its_tags_come_under_our_paper_one_level_deeper(tmp_path: Path) -> None:
    lines = tags(pdf_of(tmp_path, BOOK, {"book.pdf": book()}))
    start = next(number for number, line in enumerate(lines) if line.strip().startswith("Art"))
    assert lines[start - 3 : start] == ["  Part", "    P", "    H1"]
    inner = [line.strip().split(" ")[0] for line in lines[start + 1 :]]
    assert "Document" not in inner and "H1" not in inner
    assert [kind for kind in inner if kind[0] == "H"] == ["H2", "H3"] * 2
    assert lines[start] == "    Art T=book.pdf Lang=en-US"


@pytest.mark.judges
def test_packets_with_accessible_files_still_conform(tmp_path: Path) -> None:
    """One Java process for all of them."""
    with pikepdf.open(io.BytesIO(book("fr"))) as pdf:
        profile: Any = pdf.Root.OutputIntents[0].DestOutputProfile
        changed = bytearray(bytes(profile.get_stream_buffer()))
        changed[100] ^= 1  # another profile, so that colours have to be said to be its
        pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(bytes(changed), N=3)
        other = saved(pdf)
    cases: dict[str, tuple[str, dict[str, bytes | str]]] = {
        "whole": (BOOK, {"book.pdf": book()}),
        "some pages": ("  - {title: T, pdf: book.pdf, pages: '2-3'}\n", {"book.pdf": book()}),
        "twice": (BOOK + "  - {title: T, pdf: book.pdf, landscape: true}\n", {"book.pdf": book()}),
        "another profile": (BOOK, {"book.pdf": other}),
        "in itself": (BOOK, {"book.pdf": pdf_of(tmp_path / "inner", BOOK, {"book.pdf": book()})}),
    }
    files = {}
    for name, (papers, inputs) in cases.items():
        result = made(tmp_path / name, papers, inputs)
        assert result.ok and result.diagnostics == (), name
        files[name] = output(tmp_path / name)
        qpdf_check(files[name], tmp_path)
    assert verapdf(files) == {name: [] for name in files}


def test_what_is_tagged_can_be_found_from_both_ends(tmp_path: Path) -> None:
    """Every marked content of a form leads to an element that holds it, and the other way round."""
    data = pdf_of(tmp_path, BOOK + "  - {title: T, pdf: book.pdf, pages: 3}\n", {"book.pdf": book()})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        held: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}

        def walk(element: Any) -> None:
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, Array) else [kids]:
                if isinstance(kid, int):
                    held[element.Pg.objgen, kid] = element.objgen
                elif "/MCID" in kid:
                    holder = kid.Stm if "/Stm" in kid else kid.Pg
                    held[holder.objgen, int(kid.MCID)] = element.objgen
                elif "/Obj" in kid:
                    assert numbers[int(kid.Obj.StructParent)].objgen == element.objgen
                else:
                    assert kid.P.objgen == element.objgen
                    walk(kid)

        walk(pdf.Root.StructTreeRoot.K)
        rows = 0
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and "/StructParents" in thing:
                for mark, element in enumerate(numbers[int(thing.StructParents)]):
                    if element is not None:
                        assert held.pop((thing.objgen, mark)) == element.objgen
                        rows += 1
        assert held == {} and rows > 50
        names = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        assert len(list(names)) == len(set(names)) and any("inserted/t/" in name for name in names)


def test_links_in_an_accessible_file_lead_to_its_pages_in_the_packet(tmp_path: Path) -> None:
    data = pdf_of(tmp_path, BOOK, {"book.pdf": book()})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        contents: Any = pdf.pages[3].obj.Annots
        assert [pages[note.Dest[0].objgen] for note in contents] == [5, 5, 6, 6] or len(contents) >= 4
        assert all(note.P.objgen == pdf.pages[3].obj.objgen for note in contents)
        assert all(int(note.F) == 4 and str(note.Contents) for note in contents)


def test_contents_that_lead_to_pages_left_out_are_plain_text(tmp_path: Path) -> None:
    lines = tags(pdf_of(tmp_path, "  - {title: T, pdf: book.pdf, pages: 2}\ncontents: false\n", {"book.pdf": book()}))
    assert not any(line.strip().startswith(("TOC", "Link", "Reference")) for line in lines)


def liar(change: Any) -> bytes:
    """A file that says it is accessible, changed."""
    with pikepdf.open(io.BytesIO(book())) as pdf:
        change(pdf)
        return saved(pdf)


def a_field(pdf: Pdf) -> None:
    form("x")(pdf)


def in_a_circle(pdf: Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot
    root.K.K.append(root.K)


def an_unknown_tag(pdf: Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot
    root.K.K[0].S = Name.Novelty


def a_plain_heading(pdf: Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot
    root.K.K[0].S = Name.H


def no_tree(pdf: Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot
    del root["/K"]


def nonsense(pdf: Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot
    root.K.K[0] = String("no element")


def a_lost_font(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]


def a_picture_without_words(pdf: Pdf) -> None:
    root: Any = pdf.Root.StructTreeRoot
    root.K.K[0].S = Name.Figure


def a_link_beside_the_tags(pdf: Pdf) -> None:
    link(2, (50, 700, 150, 720), A=uri("https://example.org/"))(pdf)


def painted(content: bytes) -> Any:
    """Paint something on the third page before all else."""

    def change(pdf: Pdf) -> None:
        page: Any = pdf.pages[2].obj
        page.Contents = Array([pdf.make_stream(content), page.Contents])

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (a_picture_without_words, "a picture in it has no text alternative"),
        (a_link_beside_the_tags, "a link in it is not tagged"),
        (painted(b"0 0 9 9 re f"), "some of what is on its pages is not tagged"),
        (painted(b"/P BMC 0 0 9 9 re f EMC"), "some of what is on its pages is not tagged"),
        (painted(b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"), "some of what is on its pages is not tagged"),
        (a_field, "fields, stamps or notes lie on its pages"),
        (in_a_circle, "its tags are no tree"),
        (an_unknown_tag, "its tag Novelty has no meaning"),
        (a_plain_heading, "it uses the tag H"),
        (no_tree, "its pages hold nothing that is tagged"),
        (nonsense, "its tags cannot be read"),
        (a_lost_font, "not embedded"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_file_that_only_says_that_it_is_accessible_is_not_believed(tmp_path: Path, change: Any, why: str) -> None:
    result = made(tmp_path, BOOK, {"book.pdf": liar(change)})
    warning = next(finding for finding in result.diagnostics if finding.code == "not-accessible")
    assert why in warning.message
    assert claims(output(tmp_path)) == (False, False)
    qpdf_check(output(tmp_path), tmp_path)


@pytest.mark.parametrize("content", [b"/Artifact BMC 0 0 9 9 re f EMC", b"0 0 9 9 re n", b"q 1 0 0 1 0 0 cm Q"])
def test_what_is_an_artifact_or_not_painted_needs_no_tag(tmp_path: Path, content: bytes) -> None:
    assert made(tmp_path, BOOK, {"book.pdf": liar(painted(content))}).diagnostics == ()


def test_a_note_gets_the_identifier_that_it_lacks(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/S") == Name.Note:
                del thing["/ID"]

    data = pdf_of(tmp_path, BOOK, {"book.pdf": liar(change)})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        things = [thing for thing in pdf.objects if isinstance(thing, Dictionary)]
        found = [bytes(thing.ID) for thing in things if thing.get("/S") == Name.Note]
        names = {name.encode() for name in pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)}
    assert len(found) == len(set(found)) == 2 and set(found) <= names


def test_other_names_for_tags_become_the_standard_ones(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        root: Any = pdf.Root.StructTreeRoot
        root.RoleMap = Dictionary(Chapter=Name.Passage, Passage=Name.Part)
        root.K.K[0].S = Name.Chapter

    data = pdf_of(tmp_path, BOOK, {"book.pdf": liar(change)})
    assert not any("Chapter" in line for line in tags(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/RoleMap" not in pdf.Root.StructTreeRoot


def test_classes_become_attributes(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        root: Any = pdf.Root.StructTreeRoot
        root.ClassMap = Dictionary(Wide=Dictionary(O=Name.Layout, SpaceBefore=7))
        root.K.K[0].C = Name.Wide

    data = pdf_of(tmp_path, BOOK, {"book.pdf": liar(change)})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/A" in thing and "/S" in thing]
        assert any("/SpaceBefore" in thing.A for thing in found if isinstance(thing.A, Dictionary))


# --- the Word file ---------------------------------------------------------------------------------------------------


def word(folder: Path) -> tuple[str, dict[str, int]]:
    """The Word file's body, and the sizes of its pictures."""
    with ZipFile(io.BytesIO(output(folder, "trip.docx"))) as archive:
        pictures = {name: len(archive.read(name)) for name in archive.namelist() if name.startswith("word/media/")}
        return archive.read("word/document.xml").decode(), pictures


def test_the_word_file_has_a_picture_of_each_page_with_its_text(tmp_path: Path) -> None:
    result = made(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one", "", "Three")}, formats=["pdf", "docx"])
    body, pictures = word(tmp_path)
    assert len(pictures) == 3 and result.packets[0].pages == 5
    assert 'descr="Page 1 of 3 of agreement.pdf: Article one"' in body
    assert 'descr="Page 2 of 3 of agreement.pdf"' in body
    assert body.count("w:pageBreakBefore") == 2


def test_a_page_that_cannot_be_drawn_is_a_sentence_in_the_word_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.press.rendering._picture", lambda *_: None)
    made(tmp_path, AGREEMENT, {"agreement.pdf": plain("Article one", "Two")}, formats=["docx"])
    body, pictures = word(tmp_path)
    assert not pictures
    assert "Page 2 of 2 of agreement.pdf. This page is in the PDF edition." in body
    assert body.count("w:pageBreakBefore") == 1


def test_a_word_parted_at_a_lines_end_is_whole_in_the_word_file(tmp_path: Path) -> None:
    lines = "The rail-) Tj 0 -20 Td (way to FLAH-) Tj 0 -20 Td (vee-ah"
    made(tmp_path, AGREEMENT, {"agreement.pdf": plain(lines)}, formats=["docx"])
    assert 'descr="Page 1 of 1 of agreement.pdf: The railway to FLAH-vee-ah"' in word(tmp_path)[0]


def test_what_xml_cannot_hold_is_left_out_of_a_pages_text(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        meanings = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <0006> endbfchar"
        pdf.pages[0].obj.Resources.Font.F.ToUnicode = pdf.make_stream(meanings)

    result = made(tmp_path, AGREEMENT, {"agreement.pdf": plain("A meaning", change=change)}, formats=["docx"])
    assert result.ok, result.diagnostics
    assert "agreement.pdf: meaning" in word(tmp_path)[0].replace(": \u0020", ": ")
