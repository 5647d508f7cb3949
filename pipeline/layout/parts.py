"""Parts of chunks: what stays of a word on either side of a line's end.

Enters: a shaped chunk and indexes into its text. Leaves: chunks of what lies between, shaped anew. Guaranteed: parts
that meet make the whole chunk's text; a part that ends with a hyphen has a soft hyphen (U+00AD) for its last character,
drawn as a hyphen-minus, so that later steps know that it is not the author's.
"""

from __future__ import annotations

from itertools import accumulate

from pipeline.layout.glyphs import SOFT_HYPHEN
from pipeline.layout.shaping import Chunk, Piece, Typesetter, piece_width


def part(chunk: Chunk, start: int, end: int, setter: Typesetter, *, hyphen: bool = False) -> Chunk:
    """Return the characters from *start* to *end*, with a *hyphen* after them; the part is not broken again."""
    pieces: list[Piece] = []
    position = 0
    for piece in chunk.pieces:
        text = piece.word.text
        first, last = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if first >= last:
            continue
        added = SOFT_HYPHEN if hyphen and position >= end else ""
        pieces.append(setter.reshaped(piece, text[first:last] + added) if added or last - first < len(text) else piece)
    return Chunk(
        chunk.text[start:end] + (SOFT_HYPHEN if hyphen else ""),
        tuple(pieces),
        sum(map(piece_width, pieces)),
        chunk.space,
        (),
        chunk.minimum,
        space_level=chunk.space_level,
    )


def cluster_ends(chunk: Chunk) -> list[int]:
    """Return the indexes into the chunk's text where a cluster ends, its own end with them."""
    ends: list[int] = []
    position = 0
    for piece in chunk.pieces:
        ends.extend([position + start for start in sorted(set(piece.word.clusters)) if position + start])
        position += len(piece.word.text)
    return [*ends, len(chunk.text)]


def prefixes(chunk: Chunk) -> list[float]:
    """Return how wide the text before each index is, in points, as it is shaped in the whole chunk.

    Inside a cluster of several characters its width is shared out evenly.
    """
    widths = [0.0] * len(chunk.text)
    position = 0
    for piece in chunk.pieces:
        word, style = piece.word, piece.style
        scale = style.size / word.face.upem
        starts = sorted(set(word.clusters))
        ends = dict(zip(starts, [*starts[1:], len(word.text)], strict=True))
        for cluster, advance in zip(word.clusters, word.advances, strict=True):
            share = (advance * scale + style.tracking) / (ends[cluster] - cluster)
            for index in range(cluster, ends[cluster]):
                widths[position + index] += share
        position += len(word.text)
    return list(accumulate(widths, initial=0.0))


def hyphen_width(chunk: Chunk, setter: Typesetter) -> float:
    """Return the width of a hyphen in the style of the chunk's first piece."""
    return piece_width(setter.reshaped(chunk.pieces[0], SOFT_HYPHEN))


def rest_of_word(chunk: Chunk, start: int, at: int) -> str:
    """Return the text, from *start* on, of the piece that is broken before the character *at*."""
    position = 0
    for piece in chunk.pieces:
        end = position + len(piece.word.text)
        if at < end:
            return piece.word.text[max(start - position, 0) :]
        position = end
    return ""
