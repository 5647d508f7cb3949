"""Code between fences.

Enters: the token of a fence. Leaves: a paragraph of code, in which spaces and line ends are as written. Guaranteed: a
value of the data keeps its place.
"""

from __future__ import annotations

from markdown_it.token import Token

from pipeline.compose.characters import PLACEHOLDER, tidy
from pipeline.compose.options import OTHER, Given, accept
from pipeline.compose.passage import Passage
from pipeline.compose.places import line_of, text_place
from pipeline.diagnostics import Place
from pipeline.model.nodes import Block, Inline, LineBreak, Mark, Paragraph, Text
from pipeline.model.walk import plain_text

_TAB = "    "


def read_code(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    """Return the paragraph of the fence at *at*, none when it is blank, and the next position."""
    token = passage.parsed.tokens[at]
    accept(passage, given, OTHER)
    children: list[Inline] = []
    for line in token.content.rstrip("\n").split("\n"):
        if children:
            children.append(LineBreak())
        children += _code_line(passage, line)
    if not plain_text(children).strip():
        return [], at + 1
    nodes = tuple(children)
    place = text_place(passage, nodes, line_of(token))
    return [Paragraph(nodes, "code", place=place, written=_stretch(passage, token))], at + 1


def _stretch(passage: Passage, token: Token) -> tuple[int, int] | None:
    """Return the characters of a rich text that the code was read from, without the fence."""
    if passage.rich is None:
        return None
    content = token.content.rstrip("\n")
    first = line_of(token) + 1
    return passage.rich.stretch(first, first + content.count("\n") + 1, content)


def _code_line(passage: Passage, line: str) -> list[Text]:
    """Return a line of code: its spaces are kept."""
    pieces: list[tuple[str, Place | None]] = []
    at = 0
    if passage.rich is None:
        for found in PLACEHOLDER.finditer(line):
            value = passage.value(int(found[1]))
            pieces += [(line[at : found.start()], None), (tidy(value.text), value.place)]
            at = found.end()
    pieces.append((line[at:], None))
    texts = ((" ".join(map(tidy, text.replace("\t", _TAB).split(" "))), place) for text, place in pieces)
    return [Text(text, Mark.CODE, place) for text, place in texts if text]
