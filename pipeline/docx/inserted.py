"""Pages of an existing PDF in the Word file: a picture of each.

Enters: a paper whose pages are inserted, with their pictures. Leaves: blocks. Guaranteed: each page stands on a page of
its own, so that both documents have as many; the picture's text alternative is the page's text; where there is no
picture, a sentence says which page is meant and where it is.
"""

from __future__ import annotations

from math import ceil

from pipeline.docx.tools import Tools
from pipeline.model.nodes import Block, Figure, Labels, PageBreak, Paper, Paragraph, Text
from pipeline.style.inserted import shown_size
from pipeline.style.theme import PageGeometry, StyleName, Theme

_MOST_TEXT = 2_000
"""Characters of a page's text that go into its picture's alternative."""
_SPARE = 12.0
"""Points of a page's height that stay free, so that no rounding moves a picture to the next page."""
_LEAST_ROOM = 72.0


def inserted_blocks(
    paper: Paper, geometry: PageGeometry, theme: Theme, labels: Labels, tools: Tools, *, below: bool
) -> tuple[Block, ...]:
    """Return the pages of a paper's file. *below*: the first stands on the page of the paper's title."""
    file = paper.inserted
    assert file is not None
    blocks: list[Block] = []
    for number, page in enumerate(file.pages, start=1):
        first = number == 1 and below
        if not first:
            blocks.append(PageBreak())
        described = labels.inserted.format(page=number, pages=len(file.pages), file=file.name)
        if page.picture is None:
            blocks.append(Paragraph((Text(f"{described}. {labels.elsewhere}"),), place=paper.place))
            continue
        room = (
            geometry.text_height - _SPARE - (_opening_height(paper, geometry, theme, labels, tools) if first else 0.0)
        )
        shown = shown_size(page, geometry, max(room, _LEAST_ROOM))
        alt = f"{described}: {_shortened(page.text)}" if page.text else described
        width = min(shown.width / geometry.measure, 1.0)
        blocks.append(Figure(page.picture, alt, width=width, align="center", place=paper.place))
    return tuple(blocks)


def _opening_height(paper: Paper, geometry: PageGeometry, theme: Theme, labels: Labels, tools: Tools) -> float:
    """Return how much of a page the paper's tab and title take."""
    tab = Paragraph((Text(f"{labels.tab} {paper.tab}"),) if paper.tab else ())
    lines: tuple[tuple[StyleName, Paragraph], ...] = (("tab", tab), ("heading-1", Paragraph(paper.title)))
    height = 0.0
    for name, line in lines:
        if line.children:
            style = theme.styles[name]
            _, width = tools.measure.blocks([line], name, strong=False)
            count = ceil(width / (geometry.measure - style.indent_left - style.indent_right) + 0.05)
            rules = sum(rule.width + rule.gap for rule in (style.rule_above, style.rule_below) if rule is not None)
            height += style.space_before + count * style.leading + style.space_after + rules
    return height


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT].rpartition(" ")[0] + " …"
