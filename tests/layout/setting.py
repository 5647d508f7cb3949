"""A plain theme for exact numbers: every style 10/12 points, no spaces, a page of 200 by 120 points of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.layout import Typesetter, lay_out
from pipeline.layout.frames import Element, GlyphRun, Layout, Line, Page
from pipeline.layout.paragraphs import Around, Tools
from pipeline.layout.structure import Structure
from pipeline.model.nodes import Block, Document, Footnote, Labels, Metadata, Paper, Text
from pipeline.style.theme import BoxStyle, FontRequest, PageGeometry, RunningText, Theme
from tests.style.theming import letter_theme

PAGE = PageGeometry(width=240.0, height=180.0, top=30.0, bottom=30.0, left=20.0, right=20.0, header=10.0, footer=10.0)


@cache
def plain_theme() -> Theme:
    """The shipped theme with all spaces gone and one size, so that a test can count."""
    theme = letter_theme()
    styles = {
        name: replace(
            style,
            size=10.0,
            leading=12.0,
            align="left",
            space_before=0.0,
            space_after=0.0,
            indent_left=0.0,
            indent_right=0.0,
            first_line=0.0,
            tracking=0.0,
            uppercase=False,
            keep_with_next=name.startswith("heading"),
            keep_together=False,
            rule_above=None,
            rule_below=None,
            features=(),
            font=replace_font(style.font.family),
        )
        for name, style in theme.styles.items()
    }
    table = replace(theme.table, padding_x=2.0, padding_y=1.0, space_before=0.0, space_after=0.0)
    callouts = {kind: BoxStyle(box.fill, box.bar, 4.0, 0.0, 0.0) for kind, box in theme.callouts.items()}
    return replace(
        theme,
        page=PAGE,
        styles=styles,
        table=table,
        callouts=callouts,
        lists=replace(theme.lists, indent=15.0, item_gap=0.0, bullets=("•", "–"), numbers=("{1}.", "({a})")),
        header=RunningText(),
        footer=RunningText(),
    )


def replace_font(_: str) -> FontRequest:
    """The text face, whatever the style asked for."""
    return FontRequest("text", 400, False)


def tools(footnotes: tuple[Footnote, ...] = (), theme: Theme | None = None) -> Tools:
    """What the steps of layout work with, fresh."""
    shown = theme or plain_theme()
    return Tools(shown, Typesetter(shown), Structure("en-US"), Labels(), {note.number: note for note in footnotes})


def around(measure: float = 200.0) -> Around:
    return Around(0.0, measure, 0, "en-US")


def document(*blocks: Block, footnotes: tuple[Footnote, ...] = (), tab: str = "") -> Document:
    """A document of one paper, without cover and contents."""
    paper = Paper((Text("Paper"),), "paper", blocks, tab=tab, footnotes=footnotes)
    return Document(Metadata("Title"), (paper,))


def laid_out(*blocks: Block, footnotes: tuple[Footnote, ...] = (), theme: Theme | None = None) -> Layout:
    return lay_out(document(*blocks, footnotes=footnotes), theme or plain_theme())


def run_text(run: GlyphRun) -> str:
    """A run's characters, with the spaces between its words and the one after it."""
    return " ".join(word.text for word in run.words) + (" " if run.space_after else "")


def line_text(line: Line) -> str:
    return "".join(run_text(run) for run in line.runs)


def lines(page: Page, *, artifacts: bool = False) -> Iterator[tuple[float, Line]]:
    """A page's lines in the order of drawing with the y of their base lines; furniture only with *artifacts*."""
    for placed in page.placed:
        if placed.artifact and not artifacts:
            continue
        for item in placed.frame.items:
            if isinstance(item, Line):
                yield round(placed.y + item.baseline, 2), item


def page_texts(layout: Layout) -> list[list[str]]:
    """Each page's lines of text, without what is an artifact."""
    return [
        [line_text(line).rstrip() for _, line in lines(page) if any(run.element is not None for run in line.runs)]
        for page in layout.pages
    ]


def tag_tree(elements: tuple[Element, ...]) -> str:
    """The structure elements as an indented list."""
    depth = [0] * len(elements)
    rows = []
    for index, element in enumerate(elements):
        depth[index] = depth[element.parent] + 1 if element.parent >= 0 else 0
        extra = "".join(
            f" {name}={value}"
            for name, value in (("alt", element.alt), ("scope", element.scope), ("id", element.identifier))
            if value
        )
        rows.append("  " * depth[index] + element.kind + extra)
    return "\n".join(rows)
