"""Path data: what it means, and that no text whatever stops the reader."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drawings.arcs import arc
from pipeline.drawings.numbers import length, numbers
from pipeline.drawings.paths import ellipse, polygon, read_path, rectangle
from pipeline.drawings.svg import path_data
from pipeline.model.drawing import Segment

NUMBERS = st.floats(-1e5, 1e5, allow_nan=False).map(lambda value: round(value, 3))
POINTS = st.tuples(NUMBERS, NUMBERS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M1 2 3 4", (("M", (1, 2)), ("L", (3, 4)))),
        ("m1,2 3,4", (("M", (1, 2)), ("L", (4, 6)))),
        ("M0 0h5v-2H1V9", (("M", (0, 0)), ("L", (5, 0)), ("L", (5, -2)), ("L", (1, -2)), ("L", (1, 9)))),
        ("M1 1l2 0z l0 3", (("M", (1, 1)), ("L", (3, 1)), ("Z",), ("M", (1, 1)), ("L", (1, 4)))),
        ("M.5.5-1-1", (("M", (0.5, 0.5)), ("L", (-1, -1)))),
        ("M1e1-2E-1", (("M", (10, -0.2)),)),
        ("M0 0C1 1 2 2 3 3S5 5 6 6", (("M", (0, 0)), ("C", (1, 1), (2, 2), (3, 3)), ("C", (4, 4), (5, 5), (6, 6)))),
        ("M0 0s1 1 2 2", (("M", (0, 0)), ("C", (0, 0), (1, 1), (2, 2)))),
        ("M0 0Q3 3 6 0", (("M", (0, 0)), ("C", (2, 2), (4, 2), (6, 0)))),
        ("M0 0Q3 3 6 0T12 0", (("M", (0, 0)), ("C", (2, 2), (4, 2), (6, 0)), ("C", (8, -2), (10, -2), (12, 0)))),
        ("M5 5zz", (("M", (5, 5)), ("Z",))),
        ("", ()),
        ("none", ()),
        ("M0 0a0 5 0 0 1 4 4", (("M", (0, 0)), ("L", (4, 4)))),
    ],
)
def test_commands_become_segments_with_absolute_points(text: str, expected: tuple[Segment, ...]) -> None:
    found, fault = read_path(text)
    assert fault is None
    assert [segment[0] for segment in found] == [segment[0] for segment in expected]
    for one, other in zip(found, expected, strict=True):
        for point, wanted in zip(one[1:], other[1:], strict=True):
            assert point == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("text", "count", "at"),
    [("L1 1", 0, 0), ("M1 1L2", 1, 6), ("M1 1 x", 1, 5), ("M0 0A1 1 0 2 0 3 3", 1, 11), ("M0 0L1e99 0", 1, 5)],
)
def test_a_fault_ends_the_path_there(text: str, count: int, at: int) -> None:
    found, fault = read_path(text)
    assert (len(found), fault) == (count, at)


def test_flags_of_an_arc_need_no_space() -> None:
    assert read_path("M0 0a5 5 0 0110 0")[0] == read_path("M0 0 a 5 5 0 0 1 10 0")[0]


@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,-+eE \n", max_size=80) | st.text(max_size=40))
def test_any_text_is_read_up_to_a_fault(text: str) -> None:
    found, fault = read_path(text)
    assert fault is None or 0 <= fault <= len(text)
    assert not found or found[0][0] == "M"
    assert all(math.isfinite(value) for segment in found for point in segment[1:] for value in point)


Part = tuple[str, tuple[float, float], tuple[float, float], tuple[float, float]]


@given(st.lists(st.tuples(st.sampled_from("LC"), POINTS, POINTS, POINTS), max_size=8), POINTS)
def test_what_is_written_is_read_again(parts: list[Part], start: tuple[float, float]) -> None:
    path: list[Segment] = [("M", start)]
    for kind, one, two, three in parts:
        path.append(("L", three) if kind == "L" else ("C", one, two, three))
    again, fault = read_path(path_data(tuple(path)))
    assert fault is None
    assert [segment[0] for segment in again] == [segment[0] for segment in path]
    for found, wanted in zip(again, path, strict=True):
        for point, other in zip(found[1:], wanted[1:], strict=True):
            assert point == pytest.approx(other, abs=0.001)


@given(
    POINTS,
    POINTS,
    st.tuples(st.floats(0.1, 1e4), st.floats(0.1, 1e4)),
    st.floats(-360, 360),
    st.booleans(),
    st.booleans(),
)
def test_an_arc_ends_where_it_should(
    start: tuple[float, float],
    end: tuple[float, float],
    radii: tuple[float, float],
    turn: float,
    large: bool,
    sweep: bool,
) -> None:
    found = arc(start, end, radii, turn, large, sweep)
    assert len(found) <= 4
    assert not found or found[-1][-1] == end


def test_a_quarter_of_a_circle_is_round_to_a_thousandth() -> None:
    ((_, first, second, end),) = arc((1, 0), (0, 1), (1, 1), 0, False, True)  # type: ignore[misc]
    for t in (0.25, 0.5, 0.75):
        u = 1 - t
        x, y = (
            u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d
            for a, b, c, d in zip((1, 0), first, second, end, strict=True)
        )
        assert math.hypot(x, y) == pytest.approx(1, abs=0.001)


def test_basic_shapes_are_closed_paths() -> None:
    assert rectangle(1, 2, 3, 4) == (("M", (1, 2)), ("L", (4, 2)), ("L", (4, 6)), ("L", (1, 6)), ("Z",))
    assert len(rectangle(0, 0, 10, 10, 2, 2)) == 10
    assert [segment[0] for segment in ellipse(0, 0, 2, 1)] == ["M", "C", "C", "C", "C", "Z"]
    assert polygon("0,0 5,5 9", close=True) == ((("M", (0, 0)), ("L", (5, 5)), ("Z",)), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10", 10), ("1in", 96), ("72pt", 96), ("2.54cm", 96), ("50%", 100), ("2em", 20), ("x", None), ("1e999", None)],
)
def test_lengths_are_pixels(text: str, expected: float | None) -> None:
    found = length(text, 200, 10)
    assert found == (pytest.approx(expected) if expected is not None else None)


def test_a_list_of_numbers_is_all_numbers_or_none() -> None:
    assert numbers(" 1, 2-3 .5") == [1, 2, -3, 0.5]
    assert numbers("1 two") is None
