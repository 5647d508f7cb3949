"""How wide a cell's text is, near enough to share a table's width among its columns.

Enters: blocks and the theme. Leaves: the least width (the longest word) and the full width (all on one line) in points.
Guaranteed: nothing is shaped: each character counts with its own advance, so that kerning and ligatures are missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.docx.looks import strong_request
from pipeline.model.nodes import (
    Block,
    Comment,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    ListBlock,
    Mark,
    Paragraph,
    Placeholder,
    Reference,
    Text,
)
from pipeline.style.fonts import Face
from pipeline.style.theme import ParagraphStyle, StyleName, Theme

_UNKNOWN = 0.6
"""Ems for a character that the face lacks."""


class Measure:
    """Measures text; keeps the advances that it has looked up."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._advances: dict[Face, dict[str, float]] = {}
        self._words: dict[tuple[Face, str], float] = {}

    def blocks(self, blocks: Iterable[Block], base: StyleName, *, strong: bool) -> tuple[float, float]:
        """Return the least and full width of paragraphs and lists; other blocks take what they get."""
        style = self._theme.styles[base]
        least = full = 0.0
        for block in blocks:
            match block:
                case Paragraph(children):
                    low, high = self._inlines(children, style, strong)
                case ListBlock(items):
                    inner = [inside for item in items for inside in item.blocks]
                    low, high = self.blocks(inner, base, strong=strong)
                    low, high = low + self._theme.lists.indent, high + self._theme.lists.indent
                case _:
                    continue
            least, full = max(least, low), max(full, high)
        return least, full

    def _inlines(self, children: tuple[Inline, ...], style: ParagraphStyle, strong: bool) -> tuple[float, float]:
        least = widest = line = 0.0
        for text, heavy in _texts(children, strong):
            if text is None:
                widest, line = max(widest, line), 0.0
                continue
            font = strong_request(style.font, self._theme) if heavy else style.font
            face = self._theme.fonts.chain(font)[0]
            shown = text.upper() if style.uppercase else text
            for index, word in enumerate(shown.split(" ")):
                width = self._word(word, face) * style.size + style.tracking * len(word)
                least = max(least, width)
                line += width + (self._word(" ", face) * style.size + style.tracking if index else 0.0)
        return least, max(widest, line)

    def _word(self, word: str, face: Face) -> float:
        """A word's width in ems."""
        found = self._words.get((face, word))
        if found is None:
            advances = self._advances.setdefault(face, {})
            found = 0.0
            for character in word:
                advance = advances.get(character)
                if advance is None:
                    advance = advances[character] = _advance(character, face)
                found += advance
            self._words[face, word] = found
        return found


def _advance(character: str, face: Face) -> float:
    glyph = face.hb_font.get_nominal_glyph(ord(character))
    return _UNKNOWN if glyph is None else face.hb_font.get_glyph_h_advance(glyph) / face.upem


def _texts(children: tuple[Inline, ...], strong: bool) -> Iterable[tuple[str | None, bool]]:
    """Yield texts and whether they are strong; None for a line break."""
    for child in children:
        match child:
            case Text(text, marks):
                yield text, strong or bool(marks & Mark.STRONG)
            case Link(inner) | LanguageSpan(inner) | Reference(inner) | Comment(inner) | Placeholder(inner):
                yield from _texts(inner, strong)
            case LineBreak():
                yield None, strong
            case _:
                yield "0", strong
