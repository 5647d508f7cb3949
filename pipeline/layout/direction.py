"""Text that runs from right to left: directions for a row's pieces, and the order in which a line shows them.

Enters: a row of chunks in the order of the text. Leaves: the row with an embedding level for each piece; for a line,
where each piece and space stands. Guaranteed: the order of the text is kept everywhere but in the places; rows
without right-to-left characters, in a language that has none, come back as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layout.bidi import Levels, has_right_to_left, resolve, visual_order
from pipeline.layout.row import COMPOSITE, Row
from pipeline.layout.shaping import Chunk, Piece, Typesetter
from pipeline.style.direction import reads_right_to_left


def directed(row: Row, lang: str, setter: Typesetter) -> Row:
    """Give a row's pieces their embedding levels (UAX #9); paragraphs of one line or parts between line ends alike.

    The base direction is that of :func:`~pipeline.style.direction.reads_right_to_left`.
    """
    text = " ".join("\u2029" if chunk is None else chunk.text for chunk in row.chunks)
    right = reads_right_to_left(text, lang)
    if not right and not has_right_to_left(text):
        return row
    levels = resolve(text, int(right))
    chunks: list[Chunk | None] = []
    position = 0
    owners = row.owners or [0] * len(row.chunks)
    for chunk, owner in zip(row.chunks, owners, strict=True):
        if chunk is None:
            chunks.append(None)
            position += 2
            continue
        chunks.append(_leveled(chunk, owner, levels, position, setter))
        position += len(chunk.text) + 1
    return replace(row, chunks=chunks, owners=[COMPOSITE] * len(chunks), plain=False, base=levels.base, mixed=True)


def _leveled(chunk: Chunk, owner: int, levels: Levels, position: int, setter: Typesetter) -> Chunk:
    """Cut a chunk's pieces where the level changes and shape each part in its direction."""
    end = position + len(chunk.text)
    space_level = levels.levels[end] if end < len(levels.levels) else levels.base
    key = (chunk, owner, tuple(levels.levels[position:end]), space_level)
    made = setter.leveled.get(key)
    if made is None:
        made = setter.leveled[key] = _cut(chunk, owner, levels, position, setter)
    return made


def _cut(chunk: Chunk, owner: int, levels: Levels, position: int, setter: Typesetter) -> Chunk:
    pieces: list[Piece] = []
    for given in chunk.pieces:
        piece = given if owner == COMPOSITE else given._replace(owner=owner)
        text = piece.word.text
        start = 0
        while start < len(text):
            level = levels.levels[position + start]
            end = start + 1
            while end < len(text) and levels.levels[position + end] == level:
                end += 1
            pieces.append(setter.directed(piece, text[start:end], level))
            start = end
        position += len(text)
    space_level = levels.levels[position] if position < len(levels.levels) else levels.base
    return setter.composite(chunk.text, tuple(pieces), chunk.space, space_level, chunk.soft)


def places(widths: Sequence[float], levels: Sequence[int], x: float) -> list[float]:
    """Return where each part of a line starts, given the parts' widths in the order of the text (rule L2)."""
    starts = [0.0] * len(widths)
    for index in visual_order(levels):
        starts[index] = x
        x += widths[index]
    return starts
