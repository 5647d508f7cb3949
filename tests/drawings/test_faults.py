"""What is said of SVG files that are unsafe, broken or more than can be drawn."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .reading import PLACE, read, read_bytes, told

BOX = '<rect width="9" height="9"/>'
HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script>alert(1)</script>", "error unsafe-drawing 2: the drawing has a <script>, a program"),
        ('<rect onclick="x()"/>', "error unsafe-drawing 2: <rect> has the event handler onclick, a program"),
        ('<a href="javascript:x()"/>', "error unsafe-drawing 2: <a> leads to a program"),
        ('<animate attributeName="x"/>', "error animated-picture 2: <animate> makes the drawing move"),
        (
            '<image href="http://x.org/a.png"/>',
            "error outside-reference 2: <image> takes in 'http://x.org/a.png', which is outside the drawing",
        ),
        (
            '<image xlink:href="file:///etc/passwd"/>',
            "error outside-reference 2: <image> takes in 'file:///etc/passwd'",
        ),
        ('<use href="other.svg#a"/>', "error outside-reference 2: <use> takes in 'other.svg#a'"),
        ("<style>@import 'x.css';</style>", "error outside-reference 2: <style> imports or runs something"),
        (
            '<rect fill="url(http://x/a#b)" width="1" height="1"/>',
            "error outside-reference 2: the fill of <rect> takes in 'http://x/a#b'",
        ),
        ('<rect style="filter:blur(2px)"/>', "error unsupported-drawing 2: <rect> has a filter such as a shadow"),
        ('<g mask="url(#m)"/>', "error unsupported-drawing 2: <g> has a mask, which is not supported"),
        ("<foreignObject/>", "error unsupported-drawing 2: <foreignObject> is not supported"),
        (
            "<text><textPath>x</textPath></text>",
            "error unsupported-drawing 2: <textPath> inside <text> is not supported",
        ),
        (
            '<pattern id="p"/><rect width="1" height="1" fill="url(#p)"/>',
            "error unsupported-drawing 2: <rect> is filled with a pattern",
        ),
        (
            '<rect fill="oklch(0.5 0.1 30)" width="1" height="1"/>',
            "error unsupported-drawing 2: <rect> has the colour 'oklch(0.5 0.1 30)', which is not known",
        ),
        ('<rect transform="spin(3)" width="1" height="1"/>', "error broken-drawing 2: the transform of <rect>"),
        ('<rect width="wide" height="1"/>', "error broken-drawing 2: the width of <rect> is 'wide', no length"),
        ('<use href="#gone"/>', "error broken-drawing 2: <use> copies #gone, which is not there"),
        ('<g id="a"><use href="#a"/></g>', "error broken-drawing 2: <use> copies #a, which it is part of"),
        ('<path d="M0 0L"/>', "warning broken-drawing 2: the path data of <path> is wrong near 'M0 0L'"),
        ('<text letter-spacing="2" y="9">x</text>', "warning simplified-drawing 2: <text> has spaced letters"),
        (
            '<text textLength="20">x</text>',
            "warning simplified-drawing 2: <text> stretches its text to a length, which is left out",
        ),
    ],
)
def test_the_element_is_named_at_its_line(body: str, said: str) -> None:
    assert told(body)[0].startswith(said)


def test_an_error_leaves_no_drawing_and_a_warning_does() -> None:
    assert read(f"{BOX}<script/>")[0] is None
    drawing, (found,) = read(f'{BOX}<a href="https://x.org">{BOX}</a>')
    assert drawing is not None
    assert (found.code, found.place.line if found.place else 0) == ("simplified-drawing", 2)


def test_a_finding_shows_the_line_of_the_drawing_and_where_it_is_placed() -> None:
    _, (found, *_) = read(f"{BOX}\n  <script/>")
    assert found.place is not None
    assert (found.place.file, found.place.line, found.place.column) == ("images/a.svg", 3, 3)
    assert found.source_line == "  <script/>"
    assert [related.place for related in found.related] == [PLACE]


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"<svg", "broken-drawing", "images/a.svg is no sound XML: unclosed token"),
        (b"<html/>", "broken-drawing", "images/a.svg is no SVG drawing"),
        (b"<svg/>", "broken-drawing", "images/a.svg does not say that it is SVG"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + HEAD + b"&a;</svg>", "unsafe-drawing", "the drawing declares entities"),
        (b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "x">]>' + HEAD + b"</svg>", "unsafe-drawing", "the drawing declares"),
        (b'<?xml version="1.0" encoding="nothing"?>' + HEAD + b"</svg>", "broken-drawing", "images/a.svg"),
        (HEAD + b"</svg>", "empty-drawing", "images/a.svg shows nothing"),
        (HEAD + b"<g>" * 200, "too-deep", "more than 100 elements stand inside each other"),
        (HEAD + b"<g/>" * 100_001 + b"</svg>", "drawing-too-large", "the drawing has more than 100,000 elements"),
        (HEAD.replace(b'"0 0 9 9"', b'"0 0 0 9"') + b"</svg>", "broken-drawing", "the viewBox is '0 0 0 9'"),
        (HEAD.replace(b"viewBox", b"data-x") + b"</svg>", "broken-drawing", "the drawing does not say how large it is"),
        (HEAD.replace(b"0 0 9 9", b"0 0 9 90000") + b"</svg>", "drawing-size", "the drawing is 9 x 90000 pixels large"),
    ],
)
def test_what_is_no_drawing_is_refused(data: bytes, code: str, message: str) -> None:
    drawing, found = read_bytes(data)
    assert drawing is None
    assert found[0].code == code
    assert found[0].message.startswith(message)
    assert found[0].help


def test_a_drawing_that_shows_nothing_because_of_an_error_is_told_once() -> None:
    _, found = read_bytes(HEAD + b'<use href="other.svg#a"/></svg>')
    assert [item.code for item in found] == ["outside-reference"]


def test_a_document_type_without_entities_is_the_usual_first_line() -> None:
    line = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    drawing, found = read_bytes(line + HEAD + BOX.encode() + b"</svg>")
    assert found == []
    assert drawing is not None


def test_a_bomb_of_copies_ends() -> None:
    copies = '<use href="#l{}"/>' * 10
    layers = "".join(f'<g id="l{n + 1}">{copies.format(*[n] * 10)}</g>' for n in range(12))
    started = time.monotonic()
    drawing, found = read(f'<defs><g id="l0">{BOX}</g>{layers}</defs><use href="#l12"/>')
    assert drawing is None
    assert [finding.code for finding in found] == ["drawing-too-large"]
    assert time.monotonic() - started < 20


def test_a_bomb_of_segments_ends() -> None:
    copies = '<use href="#p"/>' * 300
    drawing, found = read(f'<defs><path id="p" d="M0 0{"h1" * 2000}"/></defs>{copies}')
    assert drawing is None
    assert found[0].message == "the drawing has more than 250,000 path segments, copies counted"


def test_the_same_fault_is_told_once_and_no_more_than_twenty() -> None:
    assert len(told('<g mask="url(#m)"/>' * 30)) == 1
    assert len(told("".join(f'<rect width="w{n}"/>' for n in range(40)))) == 20


TAGS = st.sampled_from(
    ["g", "rect", "path", "text", "tspan", "use", "circle", "svg", "symbol", "clipPath", "marker", "image"]
)
NAMES = st.sampled_from(
    ["d", "x", "y", "width", "height", "r", "transform", "style", "id", "href", "fill", "stroke", "viewBox",
     "clip-path", "marker-end", "font-size", "opacity", "stroke-dasharray", "points"]
)  # fmt: skip
VALUES = st.text(alphabet="0123456789.-%,() #ablmMzurl:;", max_size=12) | st.sampled_from(
    ["#a", "url(#a)", "a", "1", "9"]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(TAGS)
    attributes = "".join(
        f' {name}="{value}"' for name, value in draw(st.dictionaries(NAMES, VALUES, max_size=4)).items()
    )
    inner = "".join(draw(st.lists(elements(depth + 1), max_size=2))) if depth < 3 else "x"
    return f"<{tag}{attributes}>{inner}</{tag}>"


@settings(max_examples=150)
@given(elements())
def test_any_tree_gives_a_drawing_or_says_why_not(body: str) -> None:
    drawing, found = read(body)
    assert (drawing is None) == any(finding.severity == "error" for finding in found)


@given(st.binary(max_size=60))
def test_any_bytes_give_findings(data: bytes) -> None:
    drawing, found = read_bytes(HEAD + data)
    assert drawing is not None or found
