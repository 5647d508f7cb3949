"""The front matter: the cover's paragraphs, and the contents with their page numbers filled in.

Enters: the cover and contents nodes, the document's headings, the page of each. Leaves: paragraphs, and a content
control that Word knows as a table of contents. Guaranteed: the field is complete and needs no renewing; each entry
leads to its heading, and its number is a field of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.diagnostics import OUR_FAULT, MachineError, error
from pipeline.docx.fields import field, instruction, mark
from pipeline.docx.flow import Around as Surroundings
from pipeline.docx.flow import Flow
from pipeline.docx.inlines import Around, Target
from pipeline.docx.lineheight import add_line_height
from pipeline.docx.lines import SEPARATOR
from pipeline.docx.looks import Look
from pipeline.docx.ooxml import Node, sub, switch
from pipeline.docx.tools import Tools
from pipeline.model.nodes import Contents, Cover, Inline, LineBreak, Paragraph, Text
from pipeline.model.walk import Entry
from pipeline.style.contents import NUMBER_ROOM
from pipeline.style.direction import reads_right_to_left
from pipeline.style.theme import StyleName

_STYLES: tuple[StyleName, ...] = ("toc-1", "toc-2", "toc-3")
_CONTROL = 1_200_000_001
"""The content control's id: any number that no other control has."""


class Listed(NamedTuple):
    """A line of the contents; *tab* is empty but for papers."""

    level: int
    text: str
    anchor: str
    tab: str
    page: int


def cover_flow(cover: Cover, around: Surroundings, tools: Tools) -> Flow:
    """Return the flow of the cover; the theme's spaces place it on the page."""
    line = tools.flattener.line
    flow = [*line("cover-title", cover.title, around), *line("cover-subtitle", cover.subtitle, around)]
    for detail in cover.details:
        flow += line("cover-label", (Text(detail.label),), around)
        flow += line("cover-detail", detail.children, around)
    return [*flow, *line("cover-notice", cover.notice, around)]


def listed(contents: Contents, headings: Iterable[Entry], page_of: Mapping[str, int]) -> list[Listed]:
    """Return the entries that the contents show; MachineError when layout has not placed a heading."""
    entries = []
    for heading in headings:
        if heading.level <= min(contents.depth, len(_STYLES)):
            page = page_of.get(heading.anchor)
            if page is None:
                message = f"layout has no page for the heading '{heading.anchor}'"
                raise MachineError(error("unplaced-heading", message, help=OUR_FAULT))
            tab = heading.tab if heading.level == 1 else ""
            entries.append(Listed(heading.level, heading.text, heading.anchor, tab, page))
    return entries


def write_contents(
    parent: Node, contents: Contents, entries: list[Listed], lang: str, target: Target, tools: Tools
) -> None:
    """Append the contents."""
    control = sub(parent, "w:sdt")
    properties = sub(control, "w:sdtPr")
    sub(properties, "w:id", val=_CONTROL)
    gallery = sub(properties, "w:docPartObj")
    sub(gallery, "w:docPartGallery", val="Table of Contents")
    sub(gallery, "w:docPartUnique")
    content = sub(control, "w:sdtContent")
    title = _paragraph(content, Look("contents-title"), tools, contents.title, lang)
    tools.runs.write(title, (Text(contents.title),), Around(Look("contents-title"), lang), target)
    depth = min(contents.depth, len(_STYLES))
    for index, entry in enumerate(entries):
        paragraph = _paragraph(content, Look(_STYLES[entry.level - 1]), tools, entry.text, lang)
        if not index:
            _begin(paragraph, depth)
        _write_entry(paragraph, entry, lang, target, tools)
    last = _paragraph(content, SEPARATOR, tools)
    if not entries:
        _begin(last, depth)
    mark(last, "end")


def _begin(paragraph: Node, depth: int) -> None:
    mark(paragraph, "begin")
    instruction(paragraph, f'TOC \\o "1-{depth}" \\h \\z \\u')
    mark(paragraph, "separate")


def _paragraph(parent: Node, look: Look, tools: Tools, text: str = "", lang: str = "") -> Node:
    """Append a paragraph that will hold *text*."""
    made = sub(parent, "w:p")
    properties = sub(made, "w:pPr")
    sub(properties, "w:pStyle", val=tools.sheet.use(look))
    if reads_right_to_left(text, lang):
        switch(properties, "w:bidi", True)
    add_line_height(properties, text, look, tools.sheet.resolver)
    return made


def _write_entry(paragraph: Node, entry: Listed, lang: str, target: Target, tools: Tools) -> None:
    """Write a paper's tab (where papers have any), the title, and the page number behind leader dots."""
    look = Look(_STYLES[entry.level - 1])
    bookmark = tools.bookmarks.contents(entry.anchor)
    link = sub(paragraph, "w:hyperlink", anchor=bookmark, history=1)
    around = Around(look, lang)
    if entry.tab:
        tools.runs.write(link, (Text(entry.tab),), around, target)
    hangs = tools.sheet.resolver.properties(look).first < 0
    if hangs or entry.tab:
        if hangs:
            sub(sub(link, "w:r"), "w:tab")
        else:
            tools.runs.write(link, (Text("  "),), around, target)
    tools.runs.write(link, _lines(entry.text, look.base, tools), around, target)
    sub(sub(link, "w:r"), "w:tab")
    field(link, f"PAGEREF {bookmark} \\h", str(entry.page))


def _lines(title: str, base: StyleName, tools: Tools) -> tuple[Inline, ...]:
    """Return a title with a break wherever layout ends its line to keep the column of the numbers free.

    A right indent would do the same in Word, but LibreOffice 7.4 drops what a tab leads to beyond it.
    """
    style, page = tools.sheet.theme.styles[base], tools.sheet.theme.page
    room = page.measure - style.indent_left - style.indent_right - NUMBER_ROOM

    def fits(text: str) -> bool:
        return tools.measure.blocks([Paragraph((Text(text),))], base, strong=False)[1] <= room

    if fits(title):
        return (Text(title),)
    lines: list[Inline] = []
    line = ""
    for word in title.split(" "):
        if line and not fits(f"{line} {word}"):
            lines += [Text(line), LineBreak()]
            line = word
        else:
            line = f"{line} {word}" if line else word
    return (*lines, Text(line))
