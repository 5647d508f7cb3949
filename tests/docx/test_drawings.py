"""Drawings and charts in Word: an SVG picture and a PNG of it; figures side by side."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from pipeline.diagnostics import MachineError
from pipeline.docx import write_docx
from pipeline.edition.artist import artist
from pipeline.model.chart import Chart, Datum, Series, Tick
from pipeline.model.drawing import Drawing, PathShape, Span, TextShape
from pipeline.model.nodes import Figure, FigureRow

from .judges import audit, integrity
from .plain import plain_theme
from .reading import find_all, part, parts, values, written
from .samples import one_paper, pages_of, paragraph, picture, words

SVG = "http://www.w3.org/2000/svg"
BOX: PathShape = PathShape((("M", (0, 0)), ("L", (72, 0)), ("L", (72, 36)), ("Z",)), (155, 44, 31))
DRAWING = Drawing("images/a.svg", 144, 72, (BOX, TextShape((Span("Words", 12),), 10, 40)))
CHART = Chart(
    "Exports",
    "column",
    ("2019", "2020"),
    (Series("", (Datum(1, "1", "1"), Datum(2, "2", "2"))),),
    (Tick(0, "0"), Tick(2, "2")),
)


def file_of(*blocks: Figure | FigureRow) -> bytes:
    theme = plain_theme()
    document = one_paper(*blocks, paragraph("After."))
    return write_docx(document, theme, pages_of(document), 1, embed_fonts=False, draw=artist(theme))


def test_a_drawing_is_an_svg_picture_with_a_png_beside_it() -> None:
    data = file_of(Figure(DRAWING, "A drawing"))
    files = parts(data)
    assert [name for name in files if "media" in name] == ["word/media/image1.png", "word/media/image2.svg"]
    assert b'Extension="svg" ContentType="image/svg+xml"' in files["[Content_Types].xml"]
    body = part(data)
    assert len(body.findall(".//{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")) == 1
    assert values(body, ".//wp:docPr/@descr") == ["A drawing"]


def test_words_of_a_drawing_become_shapes_and_nothing_else_is_in_the_svg() -> None:
    root = etree.fromstring(parts(file_of(Figure(DRAWING, "x")))["word/media/image2.svg"])
    assert {etree.QName(element).localname for element in root.iter()} == {"svg", "path"}
    paths = root.findall(f"{{{SVG}}}path")
    assert paths[0].get("d") == "M0 0L72 0L72 36Z"
    assert paths[0].get("fill") == "#9B2C1F"
    assert len(paths) == 2


def test_the_png_shows_the_same_at_220_dots_an_inch() -> None:
    image = Image.open(io.BytesIO(parts(file_of(Figure(DRAWING, "x")))["word/media/image1.png"]))
    assert image.size == (440, 220)
    assert image.getpixel((150, 10)) == (155, 44, 31, 255)
    assert image.getpixel((400, 200))[3] == 0  # type: ignore[index]


def test_a_chart_is_drawn_at_the_width_it_has() -> None:
    half = part(file_of(Figure(CHART, "x", width=0.5)))
    measure = plain_theme().page.measure
    (width,) = values(half, ".//wp:extent/@cx")
    assert int(width) == round(measure / 2 * 12700)


def test_the_same_drawing_is_stored_once_and_gives_the_same_bytes() -> None:
    twice = (Figure(DRAWING, "x"), Figure(DRAWING, "y"))
    data = file_of(*twice)
    assert len([name for name in parts(data) if "media" in name]) == 2
    assert data == file_of(*twice)


def test_figures_side_by_side_are_one_row_without_lines() -> None:
    tall = replace(picture(), height=picture().width * 2)
    first = Figure(picture(), "One", words("First"), number=1)
    second = Figure(tall, "Two", words("Second"), number=2)
    body = part(written(one_paper(FigureRow((first, second)), paragraph("After."))))
    (table,) = find_all(body, ".//w:tbl")
    assert len(find_all(table, "./w:tr")) == 1
    assert values(table, "./w:tr/w:trPr/w:cantSplit") == [] or find_all(table, ".//w:cantSplit")
    cells = find_all(table, "./w:tr/w:tc")
    assert [len(find_all(cell, "./w:p")) for cell in cells] == [2, 2]
    assert find_all(table, ".//w:tblBorders") == []
    assert values(table, ".//wp:docPr/@descr") == ["One", "Two"]


def test_a_document_with_drawings_needs_somebody_who_draws() -> None:
    with pytest.raises(MachineError, match="nobody was asked to draw"):
        written(one_paper(Figure(DRAWING, "x")))


@pytest.mark.judges
def test_word_file_validators_find_nothing(tmp_path: Path) -> None:
    row = FigureRow((Figure(CHART, "One", words("First"), number=1), Figure(DRAWING, "Two", words("Second"), number=2)))
    data = file_of(Figure(DRAWING, "x"), row)
    assert audit(data, tmp_path / "a.docx") == []
    assert integrity(data, tmp_path / "a.docx").endswith("clean")
