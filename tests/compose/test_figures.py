"""Figures side by side, anchors, and references to them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Block, Figure, FigureRow, Link, Paragraph, Reference, Table, Text
from pipeline.model.walk import plain_text

from .kit import FOLDER, PIXEL, make, paper

FILES = {f"{FOLDER}/a.png": PIXEL, f"{FOLDER}/b.png": PIXEL}


def blocks(template: str, data: str = "{}", **more: Any) -> tuple[Block, ...]:
    return paper(make(template, data, **more)).blocks


def faults(template: str, data: str = "{}", **more: Any) -> tuple[Diagnostic, ...]:
    composition = make(template, data, **more)
    assert composition.document is None
    return composition.diagnostics


def test_pictures_in_one_paragraph_stand_side_by_side() -> None:
    (row,) = blocks('![One](a.png){width=30% caption="First"}\n![Two](b.png "Second")\n', files=FILES)
    assert isinstance(row, FigureRow)
    assert [(one.alt, plain_text(one.caption), one.number, one.width) for one in row.figures] == [
        ("One", "First", 1, 0.3),
        ("Two", "Second", 2, None),
    ]


def test_pictures_of_rich_text_stand_side_by_side_too() -> None:
    (row,) = blocks("{{ rich }}\n", 'rich: "![One](a.png) ![Two](b.png)"\n', files=FILES)
    assert isinstance(row, FigureRow)


def test_a_row_has_one_alignment_for_all() -> None:
    (row,) = blocks("{align=center}\n![One](a.png) ![Two](b.png){align=right}\n", files=FILES)
    assert isinstance(row, FigureRow)
    assert [one.align for one in row.figures] == ["center", "right"]
    (found,) = faults("{width=10%}\n![One](a.png) ![Two](b.png)\n", files=FILES)
    assert found.message == "a row of pictures has no attribute `width`"


def test_a_picture_among_words_is_still_an_error() -> None:
    found = faults("![One](a.png) and ![Two](b.png)\n", files=FILES)
    assert {one.code for one in found} == {"inline-picture"}


def test_a_fence_of_figures_holds_nothing_else() -> None:
    (found,) = faults("::: figures\n![One](a.png)\n\nWords.\n:::\n", files=FILES)
    assert found.code == "misplaced-block"


TEMPLATE = """
See [](#fig-a), [](#tab-b), [](#costs) and [here](#fig-a).

{#tab-b caption="Trade"}
| A | B |
|---|---|
| 1 | 2 |

![One](a.png "A map"){#fig-a}

# Costs {#costs}
"""


def test_an_empty_link_becomes_the_number_or_the_words_of_what_it_leads_to() -> None:
    first, table, figure, _ = blocks(TEMPLATE, files=FILES)
    assert isinstance(first, Paragraph)
    assert isinstance(table, Table)
    assert isinstance(figure, Figure)
    assert (table.anchor, figure.anchor) == ("tab-b", "fig-a")
    references = [node for node in first.children if isinstance(node, Reference)]
    assert [(one.anchor, one.children) for one in references] == [
        ("fig-a", (Text("Figure 1"),)),
        ("tab-b", (Text("Table 1"),)),
        ("costs", (Text("Costs"),)),
    ]
    (link,) = (node for node in first.children if isinstance(node, Link))
    assert (link.target, plain_text(link.children)) == ("#fig-a", "here")
    assert plain_text(first.children) == "See Figure 1, Table 1, Costs and here."


def test_a_text_of_the_data_can_refer_too() -> None:
    first, _ = blocks('{{ rich }}\n\n![One](a.png "A map"){#fig-a}\n', "rich: See [](#fig-a).\n", files=FILES)
    assert isinstance(first, Paragraph)
    assert plain_text(first.children) == "See Figure 1."


@pytest.mark.parametrize(
    ("template", "data", "code", "file"),
    [
        ("See [](#nowhere).\n", "{}", "missing-anchor", "templates/test/template.md.j2"),
        ("{{ rich }}\n", "rich: See [](#nowhere).\n", "missing-anchor", "data/trip/paper.yaml"),
        ("See [](#fig-a).\n\n![One](a.png){#fig-a}\n", "{}", "no-number", "templates/test/template.md.j2"),
        ("![One](a.png){#x}\n\n# Words {#x}\n", "{}", "duplicate-anchor", "templates/test/template.md.j2"),
        ("![One](a.png){#1x}\n", "{}", "bad-anchor", "templates/test/template.md.j2"),
        ("{#x}\nWords.\n", "{}", "unknown-attribute", "templates/test/template.md.j2"),
    ],
)
def test_what_leads_nowhere_is_told_where_it_is_written(template: str, data: str, code: str, file: str) -> None:
    (found,) = faults(template, data, files=FILES)
    assert found.place is not None
    assert (found.code, found.place.file) == (code, file)


def test_a_drawing_is_placed_like_a_picture_and_its_faults_are_its_own() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}<rect width="9" height="9"/></svg>'
    (figure,) = blocks("![A box](a.svg){width=50%}\n", files={f"{FOLDER}/a.svg": svg.format("")})
    assert isinstance(figure, Figure)
    (found,) = faults("![A box](a.svg)\n", files={f"{FOLDER}/a.svg": svg.format("\n<script/>")})
    assert found.place is not None
    assert (found.place.file, found.place.line, found.source_line) == (
        f"{FOLDER}/a.svg",
        2,
        '<script/><rect width="9" height="9"/></svg>',
    )
    assert [related.place.file for related in found.related] == ["templates/test/template.md.j2"]
