"""Drawings in the PDF: vectors, real words, archival whatever is in them."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest

from pipeline.layout import lay_out
from pipeline.model.drawing import (
    BitmapShape,
    Clip,
    Drawing,
    Gradient,
    Group,
    PathShape,
    Segment,
    Shape,
    Span,
    Stop,
    Stroke,
    TextShape,
)
from pipeline.model.nodes import Document, Figure, Metadata, Paper, Text
from pipeline.pdf import write_pdf
from tests.layout.setting import plain_theme

from .judges import verapdf
from .reading import opened
from .samples import png

BOX: tuple[Segment, ...] = (("M", (0, 0)), ("L", (50, 0)), ("L", (50, 25)), ("Z",))
STOPS = (Stop(0.0, (255, 0, 0)), Stop(0.3, (0, 255, 0)), Stop(1.0, (0, 0, 255)))


def file_of(*shapes: Shape) -> bytes:
    drawing = Drawing("a.svg", 100, 50, shapes)
    figure = Figure(drawing, "A drawing")
    paper = Paper((Text("Title"),), "title", (figure,))
    document = Document(Metadata("A title"), (paper,))
    return write_pdf(lay_out(document, plain_theme()), document.metadata)


def forms(data: bytes) -> list[Any]:
    """Return the form XObjects of the first page and those within them."""
    found: list[Any] = []
    with opened(data) as pdf:
        waiting: list[Any] = [pdf.pages[0].obj]
        while waiting:
            for value in waiting.pop().Resources.get("/XObject", {}).values():
                if value.Subtype == "/Form":
                    waiting.append(value)
                    group = "/Group" in value
                    found.append((value.read_bytes().decode("ascii"), group, sorted(value.Resources.keys())))
    return found


def test_a_path_is_painted_in_its_own_place_with_y_upwards() -> None:
    ((operators, group, _),) = forms(file_of(PathShape(BOX, (255, 0, 0), Stroke((0, 0, 0), 2, dash=(3, 1)))))
    assert operators.split("\n") == [
        "q",
        "1 0 0 rg",
        "0 0 0 RG 2 w 4 M [3 1] 0 d",
        "0 50 m 50 50 l 50 25 l h",
        "B Q",
    ]
    assert not group


def test_opacity_of_several_shapes_is_that_of_one_group() -> None:
    (_, outer, _), (inner, group, _) = forms(file_of(Group((PathShape(BOX, (1, 2, 3)),), (), 0.5)))
    assert (outer, group) == (False, True)
    assert inner.endswith("f Q")


def test_a_clip_ends_with_its_group() -> None:
    ((operators, _, _),) = forms(file_of(Group((PathShape(BOX, (0, 0, 0)),), (Clip(BOX, True),))))
    assert operators.split("\n")[1:3] == ["0 50 m 50 50 l 50 25 l h", "W* n"]
    assert operators.count("q") == operators.count("Q")


def test_a_gradient_is_a_shading_through_all_its_colours() -> None:
    data = file_of(PathShape(BOX, Gradient((0, 0), (1, 0), STOPS, (50, 0, 0, 25, 0, 0))))
    with opened(data) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        (pattern,) = form.Resources.Pattern.values()
        assert [float(value) for value in pattern.Matrix] == [50, 0, 0, -25, 0, 50]
        assert (int(pattern.Shading.ShadingType), str(pattern.Shading.ColorSpace)) == (2, "/DeviceRGB")
        assert [float(value) for value in pattern.Shading.Function.Bounds] == [0.3]


def test_words_of_a_drawing_are_text_of_the_figure() -> None:
    import pypdfium2

    shape = TextShape((Span("Real words", 12), Span(" and more", 12, (9, 9, 9), bold=True)), 50, 25, "middle")
    page = pypdfium2.PdfDocument(file_of(shape))[0].get_textpage()
    assert "Real words and more" in page.get_text_range()


def test_the_same_drawing_gives_the_same_bytes() -> None:
    shapes = (PathShape(BOX, (1, 2, 3)), TextShape((Span("x", 9),), 1, 1))
    assert file_of(*shapes) == file_of(*shapes)


@pytest.mark.judges
def test_everything_that_a_drawing_can_hold_is_archival_and_accessible() -> None:
    radial = Gradient((0.4, 0.5), (0.5, 0.5), STOPS, (50, 0, 0, 25, 0, 0), (0.0, 0.5))
    everything = (
        PathShape(BOX, Gradient((0, 0), (1, 0), STOPS, (50, 0, 0, 25, 0, 0)), fill_opacity=0.5),
        PathShape(BOX, None, Stroke(radial, 3, "round", "bevel", (4, 2), 1.0, 4.0, 0.7), True),
        Group((BitmapShape(png(), (20, 0, 0, 10, 5, 5), 0.5), PathShape(BOX, (1, 2, 3))), (Clip(BOX),), 0.4),
        TextShape((Span("Turned", 9, opacity=0.5), Span("2", 6, rise=3)), 20, 30, "end", (0.0, -1.0, 1.0, 0.0)),
    )
    data = file_of(*everything)
    assert verapdf({"drawing": data})["drawing"] == []
    with opened(data) as pdf:
        assert isinstance(pdf, pikepdf.Pdf)
