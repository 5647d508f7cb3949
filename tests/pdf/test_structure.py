"""The tag tree, and what a layout may not ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.diagnostics import MachineError
from pipeline.layout.frames import Bookmark, Destination, Element, Frame, Layout, Line, Word
from pipeline.model.nodes import Metadata
from pipeline.pdf import write_pdf
from pipeline.pdf.faults import LayoutError
from tests.golden import check_golden

from .layouts import METADATA, Builder, face, one_page, run
from .reading import opened, sequences, tag_tree
from .samples import FULL_METADATA, everything, png


def tree(builder: Builder) -> list[str]:
    return tag_tree(write_pdf(builder.layout(), METADATA)).splitlines()


def test_the_tag_tree_of_every_kind_is_as_accepted() -> None:
    check_golden(__file__, "everything-tags.txt", tag_tree(write_pdf(everything(), FULL_METADATA)))


def test_elements_stand_in_the_order_of_the_document_whatever_is_drawn_first() -> None:
    builder = Builder()
    first, second = builder.element("P"), builder.element("P")
    builder.line(run("drawn first", second))
    builder.line(run("drawn second", first))
    assert tree(builder)[1:] == ['  P 1:"drawn second"', '  P 1:"drawn first "']


def test_a_paragraph_over_two_pages_is_one_element_with_two_contents() -> None:
    builder = Builder()
    paragraph = builder.element("P")
    builder.line(run("one", paragraph))
    builder.end_page()
    builder.line(run("two", paragraph))
    assert tree(builder)[1:] == ['  P 1:"one" 2:"two"']


def test_consecutive_lines_of_an_element_share_one_marked_content() -> None:
    builder = Builder()
    paragraph, other = builder.element("P"), builder.element("P")
    for element in (paragraph, paragraph, other, paragraph):
        builder.line(run("text", element, space_after=True))
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        assert [(marked.mark, "".join(marked.text)) for marked in sequences(pdf.pages[0].obj)] == [
            (0, "text text "),
            (1, "text "),
            (2, "text "),
        ]


def test_an_element_without_content_is_left_out_but_a_table_keeps_its_cells() -> None:
    builder = Builder()
    builder.element("P", builder.element("Sect"))
    row = builder.element("TR", builder.element("Table"))
    builder.element("TH", row, scope="Row")
    builder.element("P", builder.element("TD", row, column_span=2, row_span=3))
    builder.text("P", "text")
    cells = ["      TH Scope=Row", "      TD ColSpan=2 RowSpan=3"]
    assert tree(builder)[1:] == ["  Table", "    TR", *cells, '  P 1:"text"']


def test_a_frame_placed_as_artifact_has_no_content_whatever_its_items_say() -> None:
    builder = Builder()
    paragraph = builder.text("P", "text")
    builder.place(Line(300.0, (run("again", paragraph),)), artifact="Layout")
    assert tree(builder)[1:] == ['  P 1:"text"', 'page 1 Artifact Layout: "again "']


def test_a_frame_on_many_pages_is_painted_the_same_on_each() -> None:
    builder = Builder()
    frame = Frame(20.0, (Line(10.0, (run("head", None, underline=True),)),))
    for x in (0.0, 30.0):
        builder.place_frame(frame, x, 36.0, artifact="Pagination", edge="Header")
        builder.end_page()
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        first, second = (page.Contents.read_bytes() for page in pdf.pages)
    assert second == first.replace(b"1 0 0 1 0 756 cm", b"1 0 0 1 30 756 cm")
    assert first != second


def test_content_of_no_element_is_an_artifact() -> None:
    builder = Builder()
    builder.line(run("leader", None))
    builder.rectangle((10.0, 10.0, 5.0, 5.0))
    builder.picture(None, png(), (10.0, 10.0, 5.0, 5.0))
    assert tree(builder) == ["Document Lang='en-US'", 'page 1 Artifact Layout: "leader" (Do f)']


def test_the_box_of_a_figure_spans_its_pictures() -> None:
    builder = Builder()
    figure = builder.element("Figure", alt="two")
    inner = builder.element("Span", figure)
    builder.picture(inner, png(), (100.0, 100.0, 50.0, 40.0))
    builder.picture(inner, png(), (160.0, 90.0, 50.0, 40.0))
    assert tree(builder)[1] == "  Figure Alt='two' BBox=[100 652 210 702] Placement=Block"


def test_many_identifiers_and_pages_make_trees_of_more_than_one_leaf() -> None:
    from .checks import complaints

    builder = Builder()
    for index in range(150):
        note = builder.element("Note", identifier=f"note-{index}" if index % 2 else f"é{index}")
        builder.line(run("note", note), leading=4.0)
        if index % 2:
            builder.end_page()
    data = write_pdf(builder.layout(), METADATA)
    with opened(data) as pdf:
        root = pdf.Root.StructTreeRoot
        assert len(root.IDTree.Kids) == 3
        assert len(root.ParentTree.Kids) == 2
        assert int(root.ParentTreeNextKey) == 75
    assert complaints(data) == []


def broken(change: Callable[[Builder], object]) -> Layout:
    builder = Builder()
    builder.text("P", "text")
    change(builder)
    return builder.layout()


def _bookmark(builder: Builder, level: int, page: int) -> None:
    builder.destinations["y"] = Destination(page, 0.0)
    builder.bookmarks.append(Bookmark(level, "x", "y"))


def _two(builder: Builder, kind: str, **rest: Any) -> None:
    builder.text(kind, "text", **rest)
    builder.text(kind, "text", **rest)


FAULTS: dict[str, tuple[Callable[[Builder], object], str]] = {
    "content of an unknown element": (
        lambda b: b.line(run("x", 7)),
        "content names the element 7, of",
    ),
    "content of a negative element": (lambda b: b.line(run("x", -3)), "content names the element -3"),
    "content of the document": (lambda b: b.line(run("x", 0)), "content names the element 0"),
    "content and children": (lambda b: b.text("Span", "x", 1), "the P element 1 has both content and child elements"),
    "a kind that is none": (lambda b: b.text("Aside", "x"), "of the kind 'Aside'"),
    "a parent that follows": (lambda b: b.elements.append(Element("P", 2)), "has the parent 2, which is not before it"),
    "a second root": (lambda b: b.elements.append(Element("P", -1)), "has the parent -1"),
    "no document": (lambda b: b.elements.__setitem__(0, Element("Sect", -1)), "element 0 is not the Document"),
    "a link area of a paragraph": (
        lambda b: b.link(1, "#x", "x", (0, 0, 9, 9)),
        "the element 1, which is no Link",
    ),
    "a link area of nothing": (lambda b: b.link(9, "#x", "x", (0, 0, 9, 9)), "names the element 9, which is no Link"),
    "a link without area": (lambda b: b.text("Link", "x"), "the Link element 2 has no area"),
    "a link to nowhere": (
        lambda b: b.link(b.text("Link", "x"), "#y", "x", (0, 0, 9, 9)),
        "a link or bookmark leads to 'y', which is nowhere",
    ),
    "a link to nothing": (lambda b: b.link(b.text("Link", "x"), "", "x", (0, 0, 9, 9)), "its target is empty"),
    "a link not described": (lambda b: b.link(b.text("Link", "x"), "http://a", "", (0, 0, 9, 9)), "has no description"),
    "a bookmark to nowhere": (lambda b: b.bookmarks.append(Bookmark(0, "x", "y")), "leads to 'y', which is nowhere"),
    "a bookmark above the top": (lambda b: _bookmark(b, -1, 1), "the bookmark 'x' has the level -1"),
    "an anchor on no page": (lambda b: _bookmark(b, 0, 2), "the anchor 'y' is on page 2 of 1"),
    "a figure without alternative": (
        lambda b: b.picture(b.element("Figure"), png(), (0, 0, 9, 9)),
        "the Figure element 2 has no text alternative",
    ),
    "a figure without picture": (lambda b: b.text("Figure", "x", alt="y"), "the Figure element 2 has no picture"),
    "a picture in a paragraph": (lambda b: b.picture(1, png(), (0, 0, 9, 9)), "a picture belongs to the P element 1"),
    "a note without identifier": (lambda b: b.text("Note", "x"), "the Note element 2 has no identifier"),
    "an identifier twice": (lambda b: _two(b, "Note", identifier="n"), "two elements have the identifier 'n'"),
    "a header that is not there": (lambda b: b.element("TD", headers=("h",)), "names the header cell 'h'"),
    "a header that is no header cell": (
        lambda b: (b.element("TD", identifier="h"), b.element("TD", headers=("h",))),
        "names the header cell 'h'",
    ),
    "a language that is none": (
        lambda b: b.text("P", "x", lang="english please"),
        "'english please' is no language tag",
    ),
    "a missing glyph": (
        lambda b: b.line(run("ភ្នំ", 1)),
        "that SourceSerif4-Regular-opsz12 has no glyph for",
    ),
    "a word of another face": (lambda b: b.line(_mixed()), "stands in a run of PublicSans"),
}


def _mixed() -> Any:
    return run("text", 1)._replace(face=face("Public Sans"))


@pytest.mark.parametrize("name", FAULTS)
def test_a_layout_is_refused_that_has(name: str) -> None:
    change, message = FAULTS[name]
    with pytest.raises(LayoutError) as caught:
        write_pdf(broken(change), METADATA)
    assert message in str(caught.value)
    assert isinstance(caught.value, MachineError)
    assert caught.value.exit_code == 3
    assert caught.value.diagnostics[0].code == "layout-fault"


def test_a_layout_without_pages_is_refused() -> None:
    with pytest.raises(LayoutError, match="no pages"):
        write_pdf(Layout((), (Element("Document", -1),), {}, ()), METADATA)


def test_private_characters_are_refused() -> None:
    shaped = run("x", 1).words[0]
    private = Word("\ue000", shaped.face, shaped.glyphs, shaped.advances, (0,))
    builder = Builder()
    builder.line(run("x", builder.element("P"))._replace(words=(private,)))
    with pytest.raises(LayoutError, match="private use"):
        write_pdf(builder.layout(), METADATA)


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        (Metadata(""), "the document has no title"),
        (Metadata("T", lang=""), "'' is no language tag"),
        (Metadata("T", lang="en_US"), "'en_US' is no language tag"),
        (Metadata("T", date="2 August 2022"), "date '2 August 2022' is not of the form"),
    ],
)
def test_metadata_is_refused_that_no_file_may_have(metadata: Metadata, message: str) -> None:
    with pytest.raises(LayoutError) as caught:
        write_pdf(one_page(["text"]), metadata)
    assert message in str(caught.value)
