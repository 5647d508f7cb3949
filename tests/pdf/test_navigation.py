"""Links, outline, page labels."""

from __future__ import annotations

from typing import Any

import pytest
from pikepdf import Array, Name, Pdf

from pipeline.layout.frames import Bookmark
from pipeline.pdf import write_pdf

from .layouts import METADATA, Builder
from .reading import opened


def linked(target: str) -> Any:
    builder = Builder()
    link = builder.text("Link", "text", builder.element("P"))
    builder.link(link, target, "Where it leads", (72.0, 75.0, 40.0, 14.0))
    builder.end_page()
    builder.anchor("there")
    builder.end_page()
    return builder.layout()


def annotation(pdf: Pdf) -> Any:
    return pdf.pages[0].Annots[0]


def test_a_link_to_an_anchor_scrolls_to_its_place_and_keeps_the_zoom() -> None:
    with opened(write_pdf(linked("#there"), METADATA)) as pdf:
        link = annotation(pdf)
        page, kind, left, top, zoom = link.Dest
        assert page.objgen == pdf.pages[1].obj.objgen
        assert (kind, left, float(top), zoom) == (Name.XYZ, None, 720.0, None)
        assert [float(edge) for edge in link.Rect] == [72.0, 703.0, 112.0, 717.0]
        assert (int(link.F), str(link.Contents)) == (4, "Where it leads")
        assert link.P.objgen == pdf.pages[0].obj.objgen


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("https://example.org/a?b=1&c=(2)#d", "https://example.org/a?b=1&c=(2)#d"),
        ("https://example.org/région d’été", "https://example.org/r%C3%A9gion%20d%E2%80%99%C3%A9t%C3%A9"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("https://example.org/%20\\<>", "https://example.org/%20%5C%3C%3E"),
    ],
)
def test_a_link_to_a_uri_holds_what_a_uri_may_hold(target: str, written: str) -> None:
    with opened(write_pdf(linked(target), METADATA)) as pdf:
        action = annotation(pdf).A
        assert (action.S, bytes(action.URI)) == (Name.URI, written.encode("ascii"))


def test_a_link_over_two_lines_has_two_areas_in_one_element() -> None:
    builder = Builder()
    link = builder.text("Link", "text", builder.element("P"))
    for y in (75.0, 89.0):
        builder.link(link, "https://example.org", "Example", (72.0, y, 40.0, 14.0))
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        element = pdf.Root.StructTreeRoot.K.K[0].K[0]
        assert Name.Link == element.S
        assert [kid.Obj.objgen for kid in list(element.K)[1:]] == [area.objgen for area in pdf.pages[0].Annots]


def outline(*levels: int) -> list[Any]:
    """The outline of bookmarks at *levels*, as nested lists of (title, count, children)."""
    builder = Builder()
    builder.anchor("here")
    builder.bookmarks += [Bookmark(level, f"{index}", "here") for index, level in enumerate(levels)]
    builder.end_page()
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        root = pdf.Root.Outlines
        assert pdf.Root.PageMode == Name.UseOutlines
        return [int(root.Count), *_below(root)]


def _below(node: Any) -> list[Any]:
    found = []
    entry = node.get("/First")
    while entry is not None:
        children = _below(entry)
        found.append((str(entry.Title), int(entry.Count), children) if children else str(entry.Title))
        entry = entry.get("/Next")
    return found


def test_the_outline_is_open_to_its_first_level() -> None:
    assert outline(0, 1, 2, 2, 1, 0) == [4, ("0", 2, [("1", -2, ["2", "3"]), "4"]), "5"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((2, 0, 3), [3, "0", ("1", 1, ["2"])]),
        ((0, 5, 2, 1), [4, ("0", 3, ["1", "2", "3"])]),
        ((1,), [1, "0"]),
    ],
)
def test_the_outline_takes_levels_that_jump(levels: tuple[int, ...], expected: list[Any]) -> None:
    assert outline(*levels) == expected


def test_no_bookmarks_make_no_outline() -> None:
    builder = Builder()
    builder.end_page()
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        assert "/Outlines" not in pdf.Root
        assert "/PageMode" not in pdf.Root


def test_page_labels_are_written_where_readers_see_other_numbers() -> None:
    builder = Builder()
    for number in (1, 1, 2, 7):
        builder.end_page(number)
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        numbers = pdf.Root.PageLabels.Nums
        assert isinstance(numbers, Array)
        assert [int(first) for first in list(numbers)[0::2]] == [0, 1, 3]
        assert [(label.S, int(label.St)) for label in list(numbers)[1::2]] == [(Name.D, 1), (Name.D, 1), (Name.D, 7)]


def test_pages_that_count_from_one_need_no_labels() -> None:
    builder = Builder()
    builder.end_page()
    builder.end_page()
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        assert "/PageLabels" not in pdf.Root
