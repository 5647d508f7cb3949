"""Whatever tree and order of drawing a layout has: the finished file is sound, and its tree says what was put in."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout.frames import Layout
from pipeline.model.nodes import Metadata
from pipeline.pdf import write_pdf

from .checks import complaints
from .layouts import Builder, run
from .reading import tag_tree
from .samples import jpeg, png

WORDS = st.sampled_from(["office", "AVATAR", "naïve", "Ångström", "(x)", "back\\slash", "“quoted”", "3\u00a0Aug.", "é"])
TEXT = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
KINDS = st.sampled_from(["Sect", "P", "P", "Div", "BlockQuote", "Link", "Note", "Figure", "TD", "L"])


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Layout, list[tuple[int, str]]]:
    """A random tree whose leaves are drawn in a random order over some pages, and the leaves' text by element."""
    builder = Builder()
    groups = [0]
    leaves: list[tuple[int, str, str]] = []
    for index in range(draw(st.integers(1, 12))):
        parent = draw(st.sampled_from(groups))
        kind = draw(KINDS)
        if kind in ("Sect", "Div", "BlockQuote", "TD", "L"):
            groups.append(builder.element(kind, parent))
        else:
            element = builder.element(kind, parent, identifier=f"id-{index}", alt="a" if kind == "Figure" else "")
            leaves.append((element, kind, draw(TEXT)))
    for element, kind, text in draw(st.permutations(leaves)):
        if kind == "Figure":
            builder.picture(element, draw(st.sampled_from([png(), jpeg()])), (72.0, 72.0, 60.0, 40.0))
        else:
            builder.line(run(text, element, underline=draw(st.booleans())))
        if kind == "Link":
            builder.anchor(f"a-{element}", draw(st.integers(0, 3)))
            builder.link(element, f"#a-{element}", text, (72.0, 100.0, 50.0, 12.0))
        if draw(st.booleans()):
            builder.rectangle((72.0, 300.0, 50.0, 1.0))
        if draw(st.integers(0, 4)) == 0:
            builder.end_page()
    builder.end_page()
    return builder.layout(), [(element, text) for element, kind, text in leaves if kind != "Figure"]


def in_tree_order(layout: Layout, parent: int = -1) -> Iterator[int]:
    for index, element in enumerate(layout.elements):
        if element.parent == parent:
            yield index
            yield from in_tree_order(layout, index)


@settings(max_examples=60, deadline=None)
@given(layouts())
def test_any_layout_gives_a_sound_file(made: tuple[Layout, list[tuple[int, str]]]) -> None:
    layout, leaves = made
    data = write_pdf(layout, Metadata("T"))
    assert complaints(data) == []
    lines = [line for line in tag_tree(data).splitlines() if not line.startswith("page ")]
    shown = [line.partition(':"')[2].rpartition('"')[0].strip() for line in lines if ':"' in line]
    texts = dict(leaves)
    assert shown == [texts[element] for element in in_tree_order(layout) if element in texts]
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    assert len(document) == len(layout.pages)
    document.close()
