"""Where blocks were written.

Enters: what was read of a block. Leaves: its place in the data, else in the template, and the stretch of the rich text
that it was read from. Guaranteed: what comes from the data has a place in the data.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from pipeline.compose.passage import Passage
from pipeline.diagnostics import Place
from pipeline.model.nodes import Block, Inline, PageBreak, Rule
from pipeline.model.walk import texts


def line_of(token: Token) -> int:
    """Return the line (from 0) in which a token begins."""
    return token.map[0] if token.map else 0


def text_place(passage: Passage, inlines: tuple[Inline, ...], line: int) -> Place:
    """Return where the first text of the data in *inlines* stands, else the place of *line*."""
    for text in texts(inlines):
        if text.place is not None:
            return text.place
    return passage.origin.spot(line)[0]


def block_place(blocks: Sequence[Block]) -> Place | None:
    """Return the place of the first block that has one."""
    for block in blocks:
        if not isinstance(block, PageBreak | Rule) and block.place is not None:
            return block.place
    return None


def stretch(passage: Passage, token: Token) -> tuple[int, int] | None:
    """Return the characters of a rich text that the inline token of a paragraph was read from."""
    if passage.rich is None or not token.map:
        return None
    return passage.rich.stretch(token.map[0], token.map[1], token.content)
