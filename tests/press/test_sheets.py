"""Sheets for printers, looked at through other programs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name, Pdf, String

from pipeline.press.imposition import Wish
from pipeline.press.sheets import impose
from tests.press.pdfs import LETTER, plain

NAMES = [f"Page {number}" for number in range(1, 10)]


def sheets(data: bytes, wish: Wish, pages: str = "") -> bytes:
    return impose(data, wish, pages, "A book")[0]


def places(data: bytes, side: int, text: str) -> tuple[float, float]:
    """Where a text stands on a side, according to pdfium: its left and bottom in points."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = document[side].get_textpage()
        at = found.get_text_range().index(text)
        left, bottom, _, _ = found.get_charbox(at)
        return round(left), round(bottom)
    finally:
        document.close()


def texts(data: bytes) -> list[list[str]]:
    """The pages that stand on each side, according to pdfium."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [sorted(re.findall(r"Page \d", page.get_textpage().get_text_bounded())) for page in document]
    finally:
        document.close()


def test_a_booklet_shows_its_pages_where_they_are_folded_to() -> None:
    made = sheets(plain(*NAMES[:8], size=LETTER), Wish("booklet"))
    assert texts(made) == [["Page 1", "Page 8"], ["Page 2", "Page 7"], ["Page 3", "Page 6"], ["Page 4", "Page 5"]]
    left, right = places(made, 0, "Page 8"), places(made, 0, "Page 1")
    assert right[0] - left[0] == 612 and left[1] == right[1]


def test_pages_are_chosen_in_the_order_written() -> None:
    assert texts(sheets(plain(*NAMES), Wish("pages"), "9,3-4")) == [["Page 9"], ["Page 3"], ["Page 4"]]


def test_a_page_may_stand_on_many_places() -> None:
    made = sheets(plain(*NAMES), Wish("n-up", 4), "2,2,2,2")
    assert texts(made) == [["Page 2"] * 4]


def test_a_turned_page_is_seen_as_its_readers_see_it() -> None:
    def turn(pdf: Pdf) -> None:
        page: Any = pdf.pages[0].obj
        page.Rotate = 180

    straight = sheets(plain("Page 1", size=LETTER), Wish("pages"))
    turned = sheets(plain("Page 1", size=LETTER, change=turn), Wish("pages"))
    assert places(straight, 0, "Page")[1] > 700
    assert places(turned, 0, "Page")[1] < 100


def test_a_landscape_page_is_turned_with_its_top_to_the_left() -> None:
    made = sheets(plain(*NAMES[:3], sizes=(LETTER, LETTER, LETTER[::-1])), Wish("pages"))
    left, bottom = places(made, 2, "Page 3")
    assert left < 100 and bottom < 100


def test_nothing_but_the_cell_is_painted_without_crop_marks() -> None:
    made = sheets(plain(*NAMES[:2], size=LETTER), Wish("booklet", creep=5.0))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        content = bytes(pdf.pages[0].obj.Contents.get_stream_buffer())
    assert b"612.00 0.00 612.00 792.00 re W n" in content


def test_the_file_asks_to_be_printed_at_its_size_on_both_sides() -> None:
    with pikepdf.open(io.BytesIO(sheets(plain(*NAMES), Wish("booklet")))) as pdf:
        wanted: Any = pdf.Root.ViewerPreferences
        assert (str(wanted.PrintScaling), str(wanted.Duplex)) == ("/None", "/DuplexFlipShortEdge")
        assert str(pdf.docinfo.Title) == "A book"
    with pikepdf.open(io.BytesIO(sheets(plain(*NAMES), Wish("n-up", 4)))) as pdf:
        wanted = pdf.Root.ViewerPreferences
        assert str(wanted.Duplex) == "/DuplexFlipLongEdge"


def test_crop_marks_come_with_a_trim_box() -> None:
    with pikepdf.open(io.BytesIO(sheets(plain("a", size=LETTER), Wish("pages", crop_marks=True)))) as pdf:
        page: Any = pdf.pages[0].obj
        assert [float(value) for value in page.MediaBox] == [0, 0, 672, 852]
        assert [float(value) for value in page.TrimBox] == [30, 30, 642, 822]


@pytest.mark.parametrize("marks", [True, False])
def test_what_a_page_paints_beyond_its_edge_bleeds_only_where_sheets_are_cut(marks: bool) -> None:
    def over_the_edge(pdf: Pdf) -> None:
        page: Any = pdf.pages[0].obj
        page.Contents = pdf.make_stream(b"1 0 0 rg 500 300 200 100 re f")

    made = sheets(plain("", size=LETTER, change=over_the_edge), Wish("pages", crop_marks=marks))
    document = pypdfium2.PdfDocument(made)
    try:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    finally:
        document.close()
    edge = 30 + 612 if marks else 612
    y = picture.height // 2 + (30 if not marks else 50)
    red = [x for x in range(picture.width) if picture.getpixel((x, y)) == (255, 0, 0)]
    assert red[-1] == pytest.approx(edge + (9 if marks else 0) - 1, abs=1)


def test_what_is_written_in_arabic_is_bound_at_the_right() -> None:
    def arabic(pdf: Pdf) -> None:
        pdf.Root.Lang = String("ar")

    made = sheets(plain(*NAMES[:4], size=LETTER, change=arabic), Wish("booklet"))
    assert places(made, 0, "Page 1")[0] < places(made, 0, "Page 4")[0]


@pytest.mark.parametrize(
    "wish",
    [Wish("booklet", crop_marks=True), Wish("signatures", 1, creep=1.0), Wish("n-up", 9), Wish("pages", paper=LETTER)],
    ids=lambda wish: wish.way,
)
def test_the_same_pages_give_the_same_sound_file(wish: Wish, tmp_path: Path) -> None:
    data = plain(*NAMES, sizes=[LETTER] * 8 + [LETTER[::-1]])
    made = sheets(data, wish)
    assert sheets(data, wish) == made
    (tmp_path / "made.pdf").write_bytes(made)
    tool = shutil.which("qpdf")
    assert tool is not None, "qpdf is missing: apt-get install qpdf"
    done = subprocess.run([tool, "--check", tmp_path / "made.pdf"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "WARNING" not in done.stdout + done.stderr


def test_fonts_and_pictures_are_in_the_file_once() -> None:
    data = plain(*["Page 1"] * 60, size=LETTER)
    made = sheets(data, Wish("booklet"))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == Name.Font
        ]
    assert len(fonts) == 1
    assert len(made) < 1.5 * len(data)


def test_no_tags_are_left_that_lead_nowhere() -> None:
    def tagged(pdf: Pdf) -> None:
        page: Any = pdf.pages[0].obj
        page.StructParents = 0

    with pikepdf.open(io.BytesIO(sheets(plain("a", change=tagged), Wish("pages")))) as pdf:
        assert not any("/StructParents" in thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream))


def test_five_hundred_pages_take_a_second_at_most() -> None:
    data = plain(*[f"Page {number}" for number in range(500)], size=LETTER)
    start = time.perf_counter()
    sheets(data, Wish("booklet", crop_marks=True))
    assert time.perf_counter() - start < 5  # some 0.4 s when the machine has nothing else to do
