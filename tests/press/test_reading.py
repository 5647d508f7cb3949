"""PDFs that are to be papers: what is taken in, what is refused, and what is said."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from pipeline.diagnostics import Diagnostic, Place, Severity
from pipeline.model.media import InsertedFile
from pipeline.press import reading
from pipeline.press.reading import read_inserted
from tests.press.pdfs import A4, SLIDE, attachment, encrypted, form, link, plain, saved, script, uri

PLACE, PAGES = Place("packet.yaml", 4, 30, 4, 43), Place("packet.yaml", 4, 52, 4, 55)


def read(data: bytes, pages: str = "") -> tuple[InsertedFile, list[Diagnostic]]:
    found, said = read_inserted(data, "data/trip/agreement.pdf", pages, PLACE, PAGES)
    assert found is not None, said
    return found.file, said


def refused(data: bytes, pages: str = "") -> Diagnostic:
    found, said = read_inserted(data, "data/trip/agreement.pdf", pages, PLACE, PAGES)
    assert found is None
    (only,) = said
    assert only.severity is Severity.ERROR
    return only


def codes(said: list[Diagnostic]) -> list[str]:
    return [finding.code for finding in said]


def test_a_file_has_its_pages_with_their_sizes_and_texts() -> None:
    file, _ = read(plain("First page", "Second page", sizes=(A4, SLIDE)))
    assert file.name == "agreement.pdf"
    assert [(page.width, page.height, page.text, page.index) for page in file.pages] == [
        (595, 842, "First page", 0),
        (960, 540, "Second page", 1),
    ]


def test_some_of_the_pages_can_be_chosen() -> None:
    file, _ = read(plain("a", "b", "c", "d"), "2,4")
    assert [(page.index, page.text) for page in file.pages] == [(1, "b"), (3, "d")]


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ("5", "data/trip/agreement.pdf: there is no page 5; there are 2 pages"),
        ("x", "data/trip/agreement.pdf: 'x' names no pages"),
        ("1-2,2", "page 2 of data/trip/agreement.pdf is named twice"),
    ],
)
def test_pages_that_cannot_be_are_told_where_they_are_written(pages: str, message: str) -> None:
    fault = refused(plain("a", "b"), pages)
    assert (fault.code, fault.message, fault.place) == ("no-such-page", message, PAGES)


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"", "no-pdf", "is empty"),
        (b"hello", "no-pdf", "is no PDF"),
        (b"PK\x03\x04rest", "no-pdf", "is a Word, Excel or zip file, no PDF"),
        (b"\x89PNG\r\n\x1a\n", "no-pdf", "is a PNG picture, no PDF"),
        (b"version https://git-lfs.github.com/spec/v1\n", "no-pdf", "is a Git LFS pointer"),
        (b"%PDF-1.7\n%%EOF\n", "broken-pdf", "is a broken PDF"),
        (b"%PDF-1.7\n" + b"\0" * 5000 + b"%%EOF", "broken-pdf", "is a broken PDF"),
        (plain("a")[:-40], "broken-pdf", "is cut off"),
        (plain("a")[:300], "broken-pdf", "is cut off"),
    ],
)
def test_what_is_no_whole_pdf_is_refused_where_it_is_named(data: bytes, code: str, message: str) -> None:
    fault = refused(data)
    assert fault.code == code
    assert f"data/trip/agreement.pdf {message}" in fault.message
    assert fault.place == PLACE and fault.help


def test_a_file_that_needs_a_password_is_refused() -> None:
    fault = refused(encrypted(plain("a"), user="secret"))
    assert (fault.code, fault.message) == ("encrypted-pdf", "data/trip/agreement.pdf needs a password")


def test_a_file_that_forbids_copying_is_refused() -> None:
    fault = refused(encrypted(plain("a"), extract=False))
    assert (fault.code, fault.message) == ("encrypted-pdf", "data/trip/agreement.pdf is protected against copying")


def test_a_file_that_only_forbids_changes_is_taken() -> None:
    file, said = read(encrypted(plain("a page")))
    assert file.pages[0].text == "a page"
    assert codes(said) == ["not-accessible"]


def test_a_file_without_pages_is_refused() -> None:
    with pikepdf.new() as pdf:
        assert refused(saved(pdf)).message == "data/trip/agreement.pdf has no pages"


@pytest.mark.parametrize("size", [(10.0, 10.0), (20000.0, 500.0), (595.0, 0.0)])
def test_pages_of_absurd_sizes_are_refused(size: tuple[float, float]) -> None:
    def change(pdf: Pdf) -> None:
        page: Any = pdf.pages[1].obj
        page.MediaBox = Array([0, 0, *size])

    fault = refused(plain("a", "b", change=change))
    assert (fault.code, fault.place) == ("page-size", PLACE)
    assert fault.message.startswith("page 2 of data/trip/agreement.pdf is ")
    assert read(plain("a", "b", change=change), "1")


def test_a_page_whose_box_is_nonsense_is_taken_for_a_letter_as_viewers_do() -> None:
    def change(pdf: Pdf) -> None:
        page: Any = pdf.pages[0].obj
        page.MediaBox = Array([Name.a, Name.b])

    file, said = read(plain("a", change=change))
    assert (file.pages[0].width, file.pages[0].height) == (612, 792)
    assert codes(said)[-1] == "not-accessible"


def test_more_pages_than_a_book_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PAGES", 2)
    fault = refused(plain("a", "b", "c"))
    assert (fault.code, fault.message) == (
        "too-many-pages",
        "data/trip/agreement.pdf has 3 pages; at most 2 are inserted",
    )
    assert read(plain("a", "b", "c"), "2-3")


def test_a_page_that_unpacks_out_of_all_proportion_is_refused() -> None:
    def change(pdf: Pdf) -> None:
        page: Any = pdf.pages[0].obj
        packed = zlib.compress(b" " * 250_000_000)
        page.Contents = Stream(pdf, packed, Filter=Name.FlateDecode)

    assert refused(plain("a", change=change)).code == "pdf-too-large"


def test_a_page_that_cannot_be_unpacked_is_named() -> None:
    def change(pdf: Pdf) -> None:
        page: Any = pdf.pages[1].obj
        page.Contents = Stream(pdf, zlib.compress(b"0 0 9 9 re f " * 99)[:-30] + b"broken" * 5, Filter=Name.FlateDecode)

    data = plain("a", "b", change=change)
    fault = refused(data)
    assert (fault.code, fault.message) == (
        "broken-pdf",
        "page 2 of data/trip/agreement.pdf is damaged and cannot be read",
    )
    assert read(data, "1")


def test_a_form_that_only_adobe_shows_is_refused() -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.NeedsRendering = True

    assert refused(plain("Please wait", change=change)).code == "dynamic-form"


def test_a_damaged_file_that_could_be_mended_is_taken_with_a_warning() -> None:
    data = plain("a page", "b").replace(b"startxref\n", b"startxref\n9")
    file, said = read(data)
    assert [page.text for page in file.pages] == ["a page", "b"]
    assert codes(said) == ["damaged-pdf", "not-accessible"]


def test_a_finding_about_damage_is_the_same_each_time() -> None:
    def change(pdf: Pdf) -> None:
        del pdf.pages[0].obj.MediaBox

    (damage, _) = read(plain("a", change=change))[1]
    assert damage.code == "damaged-pdf"
    assert "far as possible: object " in damage.message
    assert "<" not in damage.message


def test_an_ordinary_file_is_told_to_be_not_accessible() -> None:
    file, said = read(plain("a"))
    (only,) = said
    assert not file.accessible
    assert (only.severity, only.code, only.place) == (Severity.WARNING, "not-accessible", PLACE)
    assert only.message == (
        "data/trip/agreement.pdf is not accessible: it is not tagged and the font Helvetica is not embedded. "
        "So the packet cannot say that it is PDF/UA and PDF/A"
    )


def test_a_file_that_only_has_tags_is_not_accessible() -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    _, said = read(plain("", change=change))
    assert "it does not say that it is PDF/UA-1 and PDF/A-2" in said[0].message


def test_what_is_filled_in_becomes_part_of_the_page() -> None:
    file, said = read(plain("Name:", change=form("Rudolf Rassendyll")))
    assert file.pages[0].text == "Name: Rudolf Rassendyll"
    assert "fields, stamps or notes lie on its pages" in said[1].message
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        assert "/Annots" not in pdf.pages[0].obj or not len(pdf.pages[0].obj.Annots)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (script, "its scripts"),
        (attachment, "the file attached to it"),
        (form("x"), "its form (what is filled in stays)"),
    ],
)
def test_what_no_page_can_hold_is_said_to_be_left_out(change: Any, lost: str) -> None:
    _, said = read(plain("a", change=change))
    assert codes(said) == ["left-out", "not-accessible"]
    assert said[0].message == f"data/trip/agreement.pdf is inserted without {lost}"


def test_everything_lost_is_in_one_sentence() -> None:
    def change(pdf: Pdf) -> None:
        script(pdf)
        attachment(pdf)

    _, said = read(plain("a", change=change))
    assert said[0].message.endswith("is inserted without its scripts and the file attached to it")


# --- links -----------------------------------------------------------------------------------------------------------


def test_links_to_addresses_and_pages_are_known_where_they_lie() -> None:
    def change(pdf: Pdf) -> None:
        link(0, (50, 700, 150, 720), A=uri("https://example.org/"))(pdf)
        target = Array([pdf.pages[1].obj, Name.XYZ, 0, 500, 0])
        link(0, (50, 600, 150, 620), Dest=target)(pdf)

    file, _ = read(plain("a", "b", change=change))
    first, second = file.pages[0].links
    assert (first.x, first.y, first.width, first.height, first.target) == (50, 122, 100, 20, "https://example.org/")
    assert (second.target, second.page) == ("", 1)


def test_a_link_on_a_turned_page_is_where_readers_see_it() -> None:
    def change(pdf: Pdf) -> None:
        link(0, (0, 0, 100, 20), A=uri("https://example.org/"))(pdf)
        page: Any = pdf.pages[0].obj
        page.Rotate = 90

    file, _ = read(plain("a", change=change))
    (area,) = file.pages[0].links
    assert (area.x, area.y, area.width, area.height) == (0, 0, 20, 100)


@pytest.mark.parametrize(
    "action",
    [
        uri("javascript:alert(1)"),
        uri("file:///etc/passwd"),
        uri("relative/page.html"),
        Dictionary(S=Name.Launch, F=String("calc.exe")),
        Dictionary(S=Name.JavaScript, JS=String("x")),
        Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit])),
        Dictionary(S=Name.GoTo, D=String("nowhere")),
        Dictionary(S=Name.GoTo, D=Array([99, Name.Fit])),
        Dictionary(S=Name.Named, N=Name.NextPage),
    ],
)
def test_links_that_lead_to_nothing_in_the_packet_are_dropped(action: Dictionary) -> None:
    file, _ = read(plain("a", change=link(0, (50, 700, 150, 720), A=action)))
    assert file.pages[0].links == ()


def test_a_link_to_a_page_that_is_left_out_is_dropped() -> None:
    def change(pdf: Pdf) -> None:
        link(0, (50, 700, 150, 720), Dest=Array([pdf.pages[1].obj, Name.Fit]))(pdf)

    file, _ = read(plain("a", "b", "c", change=change), "1,3")
    assert file.pages[0].links == ()


def test_named_places_are_found() -> None:
    def change(pdf: Pdf) -> None:
        place = Array([pdf.pages[1].obj, Name.Fit])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([Dictionary(Names=Array([String("here"), place]))])))
        link(0, (50, 700, 150, 720), A=Dictionary(S=Name.GoTo, D=String("here")))(pdf)

    file, _ = read(plain("a", "b", change=change))
    assert [area.page for area in file.pages[0].links] == [1]


# --- what must be installed ------------------------------------------------------------------------------------------


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "installed", lambda: False)
    fault = refused(plain("a"))
    assert (fault.code, fault.place, fault.help) == ("missing-extra", PLACE, "pip install 'print-briefs[print]'")
