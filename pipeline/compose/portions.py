"""Portion marks: how a part of a paper is marked, before its words.

Enters: the portion marks of a paper, values that a template prints, blocks that rich texts became. Leaves: text nodes
before the words of headings, points, paragraphs and captions. Guaranteed: a mark is text that no author wrote, so it
has no place in the data; where marks are not wanted nothing changes; no words are marked twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jinja2 import pass_environment

from pipeline.compose.characters import PLACEHOLDER
from pipeline.compose.printed import PortionText, TemplateText, first_place, placed_text
from pipeline.model.nodes import Block, Heading, Inline, ListBlock, Paper, Paragraph, Quote, Text
from pipeline.model.walk import plain_text, texts
from pipeline.source.portions import Part, Portions

if TYPE_CHECKING:
    from pipeline.compose.passage import Passage
    from pipeline.compose.sandbox import Sandbox
    from pipeline.diagnostics import Place
    from pipeline.source.markings import PortionKind
    from pipeline.source.packet import PaperSettings

_NOTHING = TemplateText("", "")


@pass_environment
def portion_mark(environment: Sandbox, item: Any) -> str:
    """``portion_mark(section)`` is ``(S)``; nothing where there are no portion marks. The macro ``portion`` prints it.

    A mapping has the mark of its part, a text that of the part that it stands in.
    """
    portions = environment.portions
    if portions is None or item is None:
        return _NOTHING
    if isinstance(item, Part):
        return PortionText(item.portion)
    placed = placed_text(item)
    place = placed[1] if placed is not None else first_place(item)
    return PortionText(portions.at(place)) if place is not None else _NOTHING


def leading_mark(passage: Passage, text: str) -> tuple[int | None, str]:
    """Return the number of the portion mark that *text* begins with, and the rest; None: it begins with none."""
    found = PLACEHOLDER.match(text) if passage.rich is None else None
    if found is None or not passage.printed[int(found[1])].portion:
        return None, text
    return int(found[1]), text[found.end() :].lstrip(" ")


def marked_heading(passage: Passage, children: tuple[Inline, ...], text: str) -> tuple[Inline, ...]:
    """Return a heading's nodes, read from *text*, with the mark of where its words come from.

    A template that prints another mark itself has its way. A heading that it wrote has the paper's.
    """
    portions = passage.book.portions
    if portions is None or passage.file or not children or "headings" not in portions.on:
        return children
    if leading_mark(passage, text)[0] is not None:
        return children
    return (Text(f"{_mark_of(children, portions)} "), *children)


def without_mark(passage: Passage, children: tuple[Inline, ...], text: str) -> str:
    """Return the words of a heading, read from *text*, as they are where there are no portion marks."""
    words, portions = plain_text(children), passage.book.portions
    if portions is None or passage.file or "headings" not in portions.on:
        return words
    mark, _ = leading_mark(passage, text)
    return words.removeprefix(passage.printed[mark].text if mark is not None else _mark_of(children, portions))


def _mark_of(children: tuple[Inline, ...], portions: Portions) -> str:
    return portions.at(next((text.place for text in texts(children) if text.place is not None), None))


def wanted(passage: Passage, kind: PortionKind | None = None) -> bool:
    """Whether words of *kind* show their marks; None: those that are being read."""
    portions = passage.book.portions
    return portions is not None and (kind or passage.part) in portions.on


def marked_blocks(passage: Passage, blocks: Sequence[Block], place: Place | None) -> list[Block]:
    """Return the blocks of a rich text at *place* with its mark before each paragraph and each item of a list."""
    portions = passage.book.portions
    if portions is None or not wanted(passage) or passage.in_note:
        return list(blocks)
    on: frozenset[PortionKind] = portions.on | {"paragraphs"} if passage.part == "points" else portions.on
    return [_marked(block, portions.at(place), on) for block in blocks]


def marked_caption(
    passage: Passage, caption: tuple[Inline, ...], written: str, kind: PortionKind
) -> tuple[Inline, ...]:
    """Return a caption with the mark of the part that it is written in, unless its template prints one itself."""
    portions = passage.book.portions
    if portions is None or not caption or kind not in portions.on:
        return caption
    if any(value.portion for value in passage.values_in(written)):
        return caption
    return (Text(f"{_mark_of(caption, portions)} "), *caption)


def marked_paper(paper: Paper, settings: PaperSettings) -> Paper:
    """Return *paper* with its banner and with its mark before its title; a file has the mark on all of its parts."""
    portions = settings.portions
    if portions is None:
        return replace(paper, marking=settings.banner)
    title, blocks = paper.title, paper.blocks
    if title and "headings" in portions.on:
        title = (Text(f"{portions.own} "), *title)
    if settings.kind == "markdown":
        blocks = tuple(_marked(block, portions.own, portions.on) for block in blocks)
    return replace(paper, title=title, blocks=blocks, marking=settings.banner)


def _marked(block: Block, mark: str, on: frozenset[PortionKind]) -> Block:
    match block:
        case Heading() if "headings" in on:
            return replace(block, children=(Text(f"{mark} "), *block.children))
        case Paragraph() if "paragraphs" in on and block.children:
            return replace(block, children=(Text(f"{mark} "), *block.children))
        case ListBlock() if "points" in on:
            items = tuple(replace(item, blocks=_first(item.blocks, mark)) for item in block.items)
            return replace(block, items=items)
        case Quote():
            return replace(block, blocks=tuple(_marked(inner, mark, on) for inner in block.blocks))
    return block


def _first(blocks: Sequence[Block], mark: str) -> tuple[Block, ...]:
    """Return an item's blocks with the mark before its first paragraph, and before the items of lists in it."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph) and not number and block.children:
            found.append(replace(block, children=(Text(f"{mark} "), *block.children)))
        elif isinstance(block, ListBlock):
            items = tuple(replace(item, blocks=_first(item.blocks, mark)) for item in block.items)
            found.append(replace(block, items=items))
        else:
            found.append(block)
    return tuple(found)
