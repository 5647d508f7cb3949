"""Pages as readers see them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pytest
from pikepdf import Array

from pipeline.press.boxes import Seen, fitted, moved, moved_box, seen, then
from tests.press.pdfs import plain


@contextmanager
def page(**entries: Any) -> Iterator[Seen]:
    with pikepdf.open(io.BytesIO(plain("x", size=(300, 500)))) as pdf:
        found: Any = pdf.pages[0].obj
        for key, value in entries.items():
            found[f"/{key}"] = value
        yield seen(pdf.pages[0])


def test_a_page_is_its_crop_box() -> None:
    with page(CropBox=Array([20, 10, 120, 210])) as look:
        assert look == ((20, 10, 120, 210), 100, 200, (1, 0, 0, 1, -20, -10))


def test_a_crop_box_ends_where_the_paper_does() -> None:
    with page(CropBox=Array([-50, -50, 250, 900])) as look:
        assert look.box == (0, 0, 250, 500)


def test_a_box_may_be_written_backwards() -> None:
    with page(MediaBox=Array([300, 500, 0, 0])) as look:
        assert (look.box, look.width, look.height) == ((0, 0, 300, 500), 300, 500)


@pytest.mark.parametrize(
    ("turn", "size", "corner"),
    [(0, (300, 500), (0, 500)), (90, (500, 300), (500, 300)), (180, (300, 500), (300, 0)), (270, (500, 300), (0, 0))],
)
def test_a_turned_page_is_seen_upright(turn: int, size: tuple[float, float], corner: tuple[float, float]) -> None:
    """*corner*: where the upper left corner of the page's own space comes to stand."""
    for written in (turn, turn - 360):
        with page(Rotate=written) as look:
            assert (look.width, look.height) == size
            assert moved(look.matrix, 0, 500) == corner
            assert moved_box(look.matrix, look.box) == (0, 0, *size)


def test_the_turn_may_stand_above_the_page() -> None:
    with pikepdf.open(io.BytesIO(plain("x", size=(300, 500)))) as pdf:
        above: Any = pdf.pages[0].obj.Parent
        above.Rotate = 90
        assert (seen(pdf.pages[0]).width, seen(pdf.pages[0]).height) == (500, 300)


def test_a_page_may_have_a_unit_of_its_own() -> None:
    with page(UserUnit=2, CropBox=Array([10, 10, 110, 60])) as look:
        assert (look.width, look.height) == (200, 100)
        assert moved(look.matrix, 10, 10) == (0, 0)
        assert moved(look.matrix, 110, 60) == (200, 100)


def test_a_page_without_area_is_none() -> None:
    with pytest.raises(ValueError, match="no area"), page(MediaBox=Array([0, 0, 0, 500])):
        pass


def test_a_page_is_fitted_upright_or_with_its_top_to_the_left() -> None:
    upright = fitted(300, 500, (10, 20, 160, 270))
    assert moved(upright, 0, 0) == (10, 20) and moved(upright, 300, 500) == (160, 270)
    turned = fitted(500, 300, (10, 20, 160, 270), turned=True)
    assert moved(turned, 0, 300) == (10, 20)  # its upper left corner is at the lower left
    assert moved(turned, 500, 300) == (10, 270)
    assert moved(turned, 0, 0) == (160, 20)


def test_matrices_are_done_one_after_the_other() -> None:
    both = then((2, 0, 0, 2, 1, 0), (0, 1, -1, 0, 0, 5))
    assert moved(both, 3, 4) == moved((0, 1, -1, 0, 0, 5), *moved((2, 0, 0, 2, 1, 0), 3, 4))
