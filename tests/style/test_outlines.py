"""PostScript outlines as TrueType outlines."""

from __future__ import annotations

import math

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from pipeline.style.outlines import quadratics, with_truetype_outlines
from pipeline.style.sfnt import assemble
from pipeline.style.theme import FontRequest
from tests.style.theming import letter_theme

POINTS = st.tuples(st.integers(-1000, 1000).map(float), st.integers(-1000, 1000).map(float))


def on_cubic(t: float, *points: tuple[float, float]) -> tuple[float, float]:
    u = 1 - t
    weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


@given(POINTS, POINTS, POINTS, POINTS)
def test_no_curve_is_off_by_more_than_half_a_unit(
    start: tuple[float, float], first: tuple[float, float], second: tuple[float, float], end: tuple[float, float]
) -> None:
    curves = quadratics(start, first, second, end)
    assert curves[-1][1] == end
    begin = start
    for index, (control, finish) in enumerate(curves):
        for step in (0.25, 0.5, 0.75):
            u = 1 - step
            x, y = (u * u * begin[a] + 2 * u * step * control[a] + step * step * finish[a] for a in (0, 1))
            wanted = on_cubic((index + step) / len(curves), start, first, second, end)
            assert math.dist((x, y), wanted) <= 0.5 + 1e-6
        begin = finish


def test_a_straight_cubic_is_one_curve() -> None:
    assert len(quadratics((0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (30.0, 0.0))) == 1


def drawn(font: object, glyph: int) -> list[tuple[float, float]]:
    """The ends of an outline's curves."""
    found: list[tuple[float, float]] = []

    class Pen:
        def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
            found.append(point)

        lineTo = moveTo  # noqa: N815

        def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
            found.append(points[-1])

        def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
            found.append(points[-1])

        def closePath(self) -> None:  # noqa: N802
            pass

    font.draw_glyph_with_pen(glyph, Pen())  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("text", ["Sage", "&@8g", "a b"])
def test_a_font_rebuilt_has_the_same_outlines_and_advances(text: str) -> None:
    face = letter_theme().fonts.chain(FontRequest("text", 600))[0]
    program = letter_theme().fonts.static(face)
    before = hb.Font(hb.Face(hb.Blob(program)))
    tables = {tag: bytes(before.face.reference_table(tag).data) for tag in before.face.table_tags}
    after = hb.Font(hb.Face(hb.Blob(assemble(with_truetype_outlines(tables, before)))))
    assert after.face.glyph_count == before.face.glyph_count
    for character in text:
        glyph = before.get_nominal_glyph(ord(character))
        assert after.get_nominal_glyph(ord(character)) == glyph
        assert after.get_glyph_h_advance(glyph) == before.get_glyph_h_advance(glyph)
        # The font's own file leaves out points between two curves that can be told; they fall between whole units.
        wanted = drawn(before, glyph)
        assert all(min(math.dist(point, other) for other in wanted) <= 1 for point in drawn(after, glyph))
        one, other = before.get_glyph_extents(glyph), after.get_glyph_extents(glyph)
        assert abs(one.x_bearing - other.x_bearing) <= 2
        assert abs(one.height - other.height) <= 4
