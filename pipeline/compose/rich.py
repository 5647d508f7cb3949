"""Rich text of the data, read by itself and put where a template prints it.

Enters: a printed value that is rich. Leaves: blocks, or inlines where it is printed within a line. Guaranteed: places
are those of the YAML file's lines; text without any Markdown in it takes a short way to the same nodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.compose.blocks import read_passage
from pipeline.compose.characters import prepared, tidy
from pipeline.compose.grammar import Grammar
from pipeline.compose.passage import Passage
from pipeline.compose.portions import marked_blocks
from pipeline.compose.positions import RichText, with_paragraphs
from pipeline.compose.printed import Printed
from pipeline.diagnostics import Place
from pipeline.model.nodes import Block, Inline, Mark, Paragraph, Text
from pipeline.model.walk import inlines_of

if TYPE_CHECKING:
    from pipeline.source.tree import Source

# What may be Markdown anywhere, and at the start of a line.
_MARKUP = re.compile(r"[\\`*_\[\]<&^~\r]")
_START = r"[ \t]*(?:[-+#>=:|]|[0-9]{1,9}[.)])"
_FIRST_LINE = re.compile(_START)
_OTHER_LINE = re.compile(r"\n" + _START)
_PARAGRAPH = re.compile(r"[^\s](?:.|\n(?![ \t]*\n))*")


class RichReader:
    """Reads rich text. *source_of* gives the source file of a file's name, where there is one."""

    __slots__ = ("_grammar", "_source_of")

    def __init__(self, grammar: Grammar, source_of: Callable[[str], Source | None]) -> None:
        self._grammar = grammar
        self._source_of = source_of

    def blocks(self, passage: Passage, printed: Printed, line: int) -> list[Block]:  # noqa: ARG002
        """Return the blocks of *printed*, which *passage* prints in *line*."""
        text, place = printed.text, printed.place
        assert place is not None, "rich text comes from the data"
        passage.book.rich_texts[place.file, place.path] = text
        if "\n" not in text:
            if is_plain(text):
                words = tidy(text).strip()
                return [_paragraph(words, place, (0, len(text)))] if words else []
            source = self._source_of(place.file)
        else:
            source = self._source_of(place.file)
            text = passage.book.rich_texts[place.file, place.path] = with_paragraphs(text, place, source)
            if is_plain(text):
                return _paragraphs(text, place, source)
        text = prepared(text)
        origin = RichText(text, place, source)
        inner = Passage(
            passage.book,
            self._grammar,
            self._grammar.blocks(text),
            origin,
            (),
            passage.footnotes,
            origin,
            passage.nested,
            passage.in_note,
        )
        return read_passage(inner)

    def parts(self, passage: Passage, printed: Printed, line: int) -> list[Block]:
        """Return the blocks of *printed* with their portion marks."""
        return marked_blocks(passage, self.blocks(passage, printed, line), printed.place)

    def inlines(self, passage: Passage, printed: Printed, line: int) -> tuple[Inline, ...]:
        """Return the nodes of *printed*, which has to be one paragraph."""
        blocks = self.blocks(passage, printed, line)
        if not blocks:
            return ()
        first = blocks[0]
        if len(blocks) > 1 or not isinstance(first, Paragraph) or first.role != "body":
            passage.fault(
                "blocks-in-line",
                "this text has several paragraphs or a list, but it is printed within a line",
                line,
                help="make it one paragraph, or print it in a paragraph of its own",
                data=printed.place,
            )
        return next(inlines_of(blocks), ())


def is_plain(text: str) -> bool:
    """Whether no character of *text* can be Markdown."""
    if _MARKUP.search(text) is not None or _FIRST_LINE.match(text) is not None:
        return False
    return "\n" not in text or (" \n" not in text and _OTHER_LINE.search(text) is None)


def _paragraphs(text: str, place: Place, source: Source | None) -> list[Block]:
    """Return the paragraphs of a text without Markdown."""
    found = list(_PARAGRAPH.finditer(text))
    if len(found) == 1:
        only = found[0]
        return [_paragraph(tidy(only[0]).strip(), place, (only.start(), only.start() + len(only[0].rstrip())))]
    positions = RichText(text, place, source).positions
    blocks: list[Block] = []
    for paragraph in found:
        start, end = paragraph.start(), paragraph.start() + len(paragraph[0].rstrip())
        blocks.append(_paragraph(tidy(paragraph[0]).strip(), positions.between(start, end), (start, end)))
    return blocks


def _paragraph(text: str, place: Place, written: tuple[int, int]) -> Paragraph:
    return Paragraph((Text(text, Mark.NONE, place),), place=place, written=written)
