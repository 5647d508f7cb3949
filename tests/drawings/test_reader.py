"""SVG files to drawings: what is drawn, where, and how it looks."""

from __future__ import annotations

import pytest

from pipeline.model.drawing import (
    BitmapShape,
    Gradient,
    Group,
    PathShape,
    Span,
    Stop,
    Stroke,
    TextShape,
    all_shapes,
    greyed,
    scaled,
)

from .reading import read, shapes


def path(body: str) -> PathShape:
    (shape,) = shapes(body)
    assert isinstance(shape, PathShape)
    return shape


def points(shape: PathShape) -> list[tuple[float, float]]:
    return [point for segment in shape.segments for point in segment[1:]]


def text(body: str) -> TextShape:
    (shape,) = shapes(body)
    assert isinstance(shape, TextShape)
    return shape


def test_pixels_become_points() -> None:
    drawing, _ = read('<rect x="10" y="20" width="40" height="4"/>')
    assert drawing is not None
    assert (drawing.width, drawing.height, drawing.dpi) == (75, 37.5, 72)
    (shape,) = drawing.shapes
    assert isinstance(shape, PathShape)
    assert shape.segments[:3] == (("M", (7.5, 15)), ("L", (37.5, 15)), ("L", (37.5, 18)))
    assert shape.fill == (0, 0, 0)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 40 20"', (30, 15)),
        ('viewBox="0 0 40 20" width="80"', (60, 30)),
        ('viewBox="0 0 40 20" height="10mm"', (56.693, 28.346)),
        ('viewBox="0 0 40 20" width="100%"', (30, 15)),
        ('width="2in" height="1in"', (144, 72)),
    ],
)
def test_a_drawing_has_the_size_that_it_says(attributes: str, size: tuple[float, float]) -> None:
    drawing, found = read('<path d="M0 0h9v9z"/>', attributes)
    assert found == []
    assert drawing is not None
    assert (drawing.width, drawing.height) == pytest.approx(size, abs=0.001)


def test_transforms_are_worked_out_from_the_inside_out() -> None:
    body = '<g transform="translate(10 0)"><path transform="scale(2) rotate(90)" d="M1 0L2 0"/></g>'
    assert points(path(body)) == [pytest.approx((7.5, 1.5)), pytest.approx((7.5, 3.0))]


def test_rules_of_sheets_win_over_attributes_and_lose_to_style_and_important() -> None:
    sheet = "<style>.a{fill:red} #b{fill:lime!important} rect{stroke:blue}</style>"
    assert path(f'{sheet}<rect class="a" fill="black" width="1" height="1"/>').fill == (255, 0, 0)
    assert path(f'{sheet}<rect class="a" style="fill:white" width="1" height="1"/>').fill == (255, 255, 255)
    found = path(f'{sheet}<rect id="b" class="a" style="fill:white" width="1" height="1"/>')
    assert found.fill == (0, 255, 0)
    assert found.stroke == Stroke((0, 0, 255), 0.75)


def test_style_is_inherited_and_current_color_is_a_colour() -> None:
    found = path('<g color="#102030" fill="currentColor" opacity="1"><g><circle r="2"/></g></g>')
    assert found.fill == (16, 32, 48)


def test_lines_keep_their_look() -> None:
    body = (
        '<path d="M0 0H9" fill="none" stroke="rgba(255,0,0,.5)" stroke-width="2" stroke-dasharray="4 2 1" '
        'stroke-linecap="round" stroke-linejoin="bevel" stroke-dashoffset="1" stroke-opacity="50%"/>'
    )
    dash = (3, 1.5, 0.75, 3, 1.5, 0.75)
    assert path(body).stroke == Stroke((255, 0, 0), 1.5, "round", "bevel", dash, 0.75, 4, 0.25)


def test_a_gradient_is_measured_in_the_drawing() -> None:
    body = (
        '<linearGradient id="a"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>'
        '<linearGradient id="b" href="#a" x1="1" x2="0"/><rect x="10" width="20" height="10" fill="url(#b)"/>'
    )
    fill = path(body).fill
    assert fill == Gradient((1, 0), (0, 0), (Stop(0, (255, 0, 0)), Stop(1, (0, 0, 255))), (15, 0, 0, 7.5, 7.5, 0))


def test_a_radial_gradient_has_its_focus_in_the_middle_unless_it_says() -> None:
    stops = '<stop stop-color="red"/><stop offset="1" stop-color="#00f"/>'
    body = '<radialGradient id="a" cx="0.3" fy="0">{}</radialGradient><rect width="8" height="8" fill="url(#a)"/>'
    fill = path(body.format(stops)).fill
    assert isinstance(fill, Gradient)
    assert (fill.start, fill.end, fill.radii) == ((0.3, 0), (0.3, 0.5), (0, 0.5))


def test_a_copy_stands_where_it_is_told() -> None:
    body = '<defs><g id="a"><rect width="4" height="4"/></g></defs><use xlink:href="#a" x="8" y="4" fill="red"/>'
    found = path(body)
    assert found.segments[0] == ("M", (6, 3))
    assert found.fill == (255, 0, 0)


def test_a_symbol_fills_the_size_of_its_copy_and_is_cut_off_there() -> None:
    body = '<symbol id="a" viewBox="0 0 10 10"><path d="M0 0H99"/></symbol><use href="#a" width="20" height="20"/>'
    (group,) = shapes(body)
    assert isinstance(group, Group)
    assert group.clips[0].segments[2] == ("L", (15, 15))
    (inner,) = group.shapes
    assert isinstance(inner, PathShape)
    assert inner.segments[1] == ("L", (148.5, 0))


def test_opacity_and_clips_make_a_group() -> None:
    body = (
        '<clipPath id="c"><circle cx="5" cy="5" r="5"/></clipPath>'
        '<g opacity="0.5" clip-path="url(#c)"><rect width="1" height="1"/><rect width="2" height="2"/></g>'
    )
    (group,) = shapes(body)
    assert isinstance(group, Group)
    assert (group.opacity, len(group.clips), len(group.shapes)) == (0.5, 1, 2)


def test_a_mark_at_the_end_of_a_line_looks_along_it() -> None:
    body = (
        '<marker id="m" orient="auto" markerWidth="4" markerHeight="4" refX="4" refY="2" overflow="visible">'
        '<path d="M0 0L4 2L0 4z"/></marker><path d="M0 10V30" fill="none" stroke="red" marker-end="url(#m)"/>'
    )
    line, mark = shapes(body)
    assert isinstance(line, PathShape)
    assert isinstance(mark, PathShape)
    assert points(mark)[:2] == [pytest.approx((1.5, 19.5)), pytest.approx((0, 22.5))]


def test_text_keeps_its_words_its_place_and_its_look() -> None:
    body = (
        '<text x="10" y="20" font-size="12" text-anchor="middle" font-family="Arial">Net\n  <tspan font-weight="bold" '
        'fill="red">gain</tspan> of <tspan font-style="italic" font-family="Times">all</tspan> </text>'
    )
    assert text(body) == TextShape(
        (
            Span("Net ", 9),
            Span("gain", 9, (255, 0, 0), bold=True),
            Span(" of ", 9),
            Span("all", 9, family="text", italic=True),
        ),
        7.5,
        15,
        "middle",
        place=text(body).place,
    )
    place = text(body).place
    assert place is not None and (place.file, place.line) == ("images/a.svg", 2)


def test_lines_of_text_are_texts_of_their_own() -> None:
    body = '<text x="1" y="2">One<tspan x="1" dy="1.5em">Two</tspan></text>'
    first, second = shapes(body)
    assert isinstance(first, TextShape)
    assert isinstance(second, TextShape)
    assert (first.x, first.y, second.x, second.y) == (0.75, 1.5, 0.75, 19.5)


def test_turned_text_has_a_matrix_and_its_own_size() -> None:
    found = text(
        '<text transform="translate(10 10) rotate(-90) scale(2)" font-size="10" font-family="monospace">x</text>'
    )
    assert found.linear == pytest.approx((0, -1, 1, 0))
    assert (round(found.spans[0].size, 6), found.spans[0].family) == (15, "code")


def test_a_central_base_line_moves_the_text_down() -> None:
    found = text('<text y="10" font-size="10" dominant-baseline="central">x</text>')
    assert (found.y, round(found.spans[0].rise, 6)) == (7.5, -2.475)


def test_what_cannot_be_seen_is_not_drawn() -> None:
    body = '<rect width="1" height="1"/><g display="none"><rect width="1" height="1"/></g><circle r="0"/>'
    hidden = '<rect visibility="hidden" width="1" height="1"/><path d="M0 0h1" fill="none"/><text> </text>'
    assert len(shapes(body + hidden)) == 1


def test_a_switch_shows_what_is_no_foreign_content() -> None:
    body = '<switch><foreignObject><p>HTML</p></foreignObject><text y="9">Plain</text></switch>'
    assert text(body).spans[0].text == "Plain"


def test_a_picture_in_a_drawing_is_read_like_any_other() -> None:
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8AAQkAMAAv+Af+LVWs6AAAAAElFTkSuQmCC"
    (shape,) = shapes(f'<image width="20" height="20" xlink:href="data:image/png;base64,{pixel}"/>')
    assert isinstance(shape, BitmapShape)
    assert shape.matrix == pytest.approx((15, 0, 0, 7.5, 0, 3.75))
    assert (shape.image.width, shape.image.height) == (2, 1)


def test_a_drawing_grows_with_its_lines_and_type() -> None:
    drawing, _ = read('<path d="M0 0H40" stroke="red" stroke-width="4"/><text font-size="8">x</text>')
    assert drawing is not None
    line, words = scaled(drawing, 2).shapes
    assert isinstance(line, PathShape)
    assert isinstance(words, TextShape)
    assert line.segments[1] == ("L", (60, 0))
    assert line.stroke is not None
    assert (line.stroke.width, words.spans[0].size) == (6, 12)


def test_greys_are_as_light_as_the_colours() -> None:
    drawing, _ = read('<rect width="9" height="9" fill="red" stroke="lime"/><text fill="blue">x</text>')
    assert drawing is not None
    box, words = all_shapes(greyed(drawing).shapes)
    assert isinstance(box, PathShape)
    assert isinstance(words, TextShape)
    assert box.stroke is not None
    assert (box.fill, box.stroke.paint, words.spans[0].color) == ((54,) * 3, (182,) * 3, (18,) * 3)
