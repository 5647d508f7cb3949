"""A paragraph's inlines to a row of chunks, ready to be broken into lines.

Enters: inline nodes and the paragraph's style. Leaves: :class:`Row`. Guaranteed: every character but the spaces
between chunks is in exactly one chunk, in order; each chunk knows the group (link, note, language span or plain text)
it belongs to; characters without a glyph are reported with the place of their text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from pipeline.diagnostics import Diagnostic, Place, error
from pipeline.layout.direction import directed
from pipeline.layout.row import COMPOSITE, PLAIN, Group, Row
from pipeline.layout.shaping import Chunk, InlineStyle, Typesetter
from pipeline.model.nodes import (
    Comment,
    FootnoteReference,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    Mark,
    Placeholder,
    Reference,
    Text,
)
from pipeline.style.direction import runs_right_to_left
from pipeline.style.theme import ParagraphStyle

_MOST_SHOWN = 10
_CODE_SPACES = re.compile("^ +|(?<= ) +")


def make_row(
    children: tuple[Inline, ...], style: ParagraphStyle, lang: str, setter: Typesetter, marks: Mark = Mark.NONE
) -> Row:
    """Shape a paragraph's text. *lang* and *marks* are those of its surroundings."""
    if style.name == "code":
        children = tuple(map(_indented, children))
    row = _make_row(children, style, lang, setter, marks)
    return row if row.plain and not runs_right_to_left(lang) else directed(row, lang, setter)


def _indented(child: Inline) -> Inline:
    """Code keeps its spaces: all but the first of several, and those at a line's start, may not be broken at."""
    if not isinstance(child, Text):
        return child
    kept = _CODE_SPACES.sub(lambda match: "\u00a0" * len(match[0]), child.text)
    return replace(child, text=kept)


def _make_row(children: tuple[Inline, ...], style: ParagraphStyle, lang: str, setter: Typesetter, marks: Mark) -> Row:
    if len(children) == 1 and type(children[0]) is Text:
        own = children[0].marks
        # Combining flags costs more than all the rest of this function.
        every = own if marks is Mark.NONE else marks | own
        return _plain_row(children[0], setter.style(style, lang, every), setter)
    builder = _RowBuilder(setter, style)
    builder.add_all(children, marks, PLAIN, lang)
    return builder.finish()


def _plain_row(text: Text, style: InlineStyle, setter: Typesetter) -> Row:
    """The common case, kept short and remembered: one text, one style."""
    row = style.rows.get(text.text)
    if row is None:
        row = _new_plain_row(text, style, setter)
        if not row.missing:
            style.rows[text.text] = row
    return row


def _new_plain_row(text: Text, style: InlineStyle, setter: Typesetter) -> Row:
    cached = style.chunks
    chunks: list[Chunk | None] = [
        cached.get(part) or setter.chunk(part, style) for part in text.text.split(" ") if part
    ]
    if all(chunk is not None and chunk.simple for chunk in chunks):
        return Row(chunks, [], (PLAIN,), True)
    missing = "".join(chunk.missing for chunk in chunks if chunk is not None)
    return Row(chunks, [0] * len(chunks), (PLAIN,), False, tuple(missing_glyphs(missing, text.place)))


class _RowBuilder:
    """Collects chunks; text on both sides of a change of style joins up when no space stands between."""

    def __init__(self, setter: Typesetter, style: ParagraphStyle) -> None:
        self._setter = setter
        self._paragraph = style
        self._chunks: list[Chunk | None] = []
        self._owners: list[int] = []
        self._groups: list[Group] = []
        self._pending: list[tuple[Chunk, int]] = []
        self._missing: list[Diagnostic] = []

    def add_all(self, children: tuple[Inline, ...], marks: Mark, group: Group, lang: str) -> None:
        for child in children:
            match child:
                case Text(text, own, place):
                    every = own if marks is Mark.NONE else marks | own
                    style = self._setter.style(self._paragraph, lang, every, link=group.link is not None)
                    self._add(text, style, group, place)
                case LineBreak():
                    self._flush()
                    self._put(None, 0)
                case Link(inner):
                    self.add_all(inner, marks, group._replace(link=child), lang)
                case LanguageSpan(inner, tongue):
                    self.add_all(inner, marks, group._replace(lang=tongue), tongue)
                case FootnoteReference(number):
                    style = self._setter.style(self._paragraph, lang, Mark.SUPERSCRIPT)
                    self._add(str(number), style, group._replace(note=number), None)
                case Reference(inner, anchor):
                    link = Link(inner, f"#{anchor}")
                    self.add_all(inner, marks, group._replace(link=link), lang)
                case Comment(inner) | Placeholder(inner):
                    self.add_all(inner, marks, group, lang)
                case _:
                    assert_never(child)

    def _owner(self, group: Group) -> int:
        if not self._groups or self._groups[-1] != group:
            self._groups.append(group)
        return len(self._groups) - 1

    def _add(self, text: str, style: InlineStyle, group: Group, place: Place | None) -> None:
        owner = self._owner(group)
        cached, shape = style.chunks, self._setter.chunk
        first, *rest = text.split(" ")
        shaped: list[Chunk] = []
        if first:
            shaped.append(cached.get(first) or shape(first, style))
            self._pending.append((shaped[0], owner))
        if rest:
            self._flush()
            last = rest.pop()
            inner: list[Chunk | None] = [cached.get(part) or shape(part, style) for part in rest if part]
            self._chunks += inner
            self._owners += [owner] * len(inner)
            shaped += inner  # type: ignore[arg-type]
            if last:
                shaped.append(cached.get(last) or shape(last, style))
                self._pending.append((shaped[-1], owner))
        missing = "".join([chunk.missing for chunk in shaped if chunk.missing])
        self._missing.extend(missing_glyphs(missing, place))

    def _flush(self) -> None:
        match self._pending:
            case []:
                return
            case [(chunk, owner)]:
                self._put(chunk, owner)
            case _:
                self._put(self._setter.join(self._pending), COMPOSITE)
        self._pending = []

    def _put(self, chunk: Chunk | None, owner: int) -> None:
        self._chunks.append(chunk)
        self._owners.append(owner)

    def finish(self) -> Row:
        self._flush()
        return Row(self._chunks, self._owners, tuple(self._groups), False, tuple(self._missing))


def missing_glyphs(characters: str, place: Place | None) -> list[Diagnostic]:
    """Return one error for all of *characters*, none of which any face has; nothing for none."""
    if not characters:
        return []
    from pipeline.style.remedies import remedy

    different = list(dict.fromkeys(characters))
    shown = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in different[:_MOST_SHOWN])
    more = f" and {len(different) - _MOST_SHOWN} more" if len(different) > _MOST_SHOWN else ""
    noun = "character" if len(different) == 1 else "characters"
    message = f"no font of the theme or of an installed package has the {noun} {shown}{more}"
    return [error("missing-glyph", message, place, help=remedy(different))]
