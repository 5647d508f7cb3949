"""Glyphs made of glyphs: what the shaper draws for a few characters together becomes one glyph that means them.

Enters: a TrueType font program and the glyphs to add, each as parts with their places. Leaves: the program with
composite glyphs (OpenType 1.9, "glyf"). Guaranteed: what is drawn is the same; glyphs that were there keep their
numbers; the same glyphs give the same bytes.

Why: readers take text out in the order of the glyphs' places. A mark that is moved over its base, or one that stands
before the letter it is read after, breaks that order, and each reader mends it in its own way. With a glyph for each
cluster there is nothing to mend.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import uharfbuzz as hb

from pipeline.style.sfnt import assemble

_WORDS, _OFFSETS, _MORE, _UNSCALED = 0x0001, 0x0002, 0x0020, 0x1000
_DEEPEST = 16
"""Parts may be made of parts; fonts go two or three levels deep."""
_FARTHEST = 24_000
"""Font units; the format's numbers end at 32,767. Marks that somebody piles up higher (a foot or so) stay there."""


class Part(NamedTuple):
    """A glyph and its origin in the glyph that it is part of, in font units."""

    glyph: int
    x: int
    y: int


def with_composites(program: bytes, made: Mapping[int, Sequence[Part]], advances: Mapping[int, int]) -> bytes:
    """Return *program* with the glyphs *made*, whose numbers follow those of the face; *advances* has their widths."""
    face = hb.Face(program)
    tables = {tag: bytes(face.reference_table(tag).data) for tag in face.table_tags}
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    outlines = _Outlines(tables, count)
    total = max(made) + 1
    data = [outlines.glyphs[index] if index < count else b"" for index in range(total)]
    for number, parts in sorted(made.items()):
        data[number] = outlines.composite(parts)
    padded = [glyph + bytes(-len(glyph) % 4) for glyph in data]
    ends = accumulate(map(len, padded), initial=0)
    tables["glyf"] = b"".join(padded)
    tables["loca"] = struct.pack(f">{total + 1}I", *ends)
    tables["hmtx"] = _metrics(tables, count, total, made, advances, data)
    tables["head"] = _changed(tables["head"], 50, 1)  # offsets of 32 bits
    tables["hhea"] = _changed(tables["hhea"], 34, total)
    tables["maxp"] = _maxima(tables["maxp"], total, made)
    return assemble(tables)


def _near(offset: int) -> int:
    return max(-_FARTHEST, min(offset, _FARTHEST))


def _changed(table: bytes, offset: int, value: int) -> bytes:
    return table[:offset] + struct.pack(">H", value) + table[offset + 2 :]


class _Outlines:
    """The outlines of a font, glyph by glyph."""

    def __init__(self, tables: Mapping[str, bytes], count: int) -> None:
        long = struct.unpack_from(">h", tables["head"], 50)[0]
        offsets = struct.unpack_from(f">{count + 1}{'I' if long else 'H'}", tables["loca"])
        ends = [offset if long else offset * 2 for offset in offsets]
        self.glyphs = [tables["glyf"][start:end] for start, end in pairwise(ends)]

    def composite(self, parts: Sequence[Part]) -> bytes:
        """Return a glyph of those *parts* that draw anything; nothing when none does."""
        drawn = [Part(part.glyph, _near(part.x), _near(part.y)) for part in parts if self.glyphs[part.glyph]]
        if not drawn:
            return b""
        boxes = [(part, struct.unpack_from(">4h", self.glyphs[part.glyph], 2)) for part in drawn]
        box = (
            min(box[0] + part.x for part, box in boxes),
            min(box[1] + part.y for part, box in boxes),
            max(box[2] + part.x for part, box in boxes),
            max(box[3] + part.y for part, box in boxes),
        )
        made = struct.pack(">5h", -1, *(max(-0x8000, min(edge, 0x7FFF)) for edge in box))
        for index, part in enumerate(drawn, 1):
            flags = _WORDS | _OFFSETS | _UNSCALED | (_MORE if index < len(drawn) else 0)
            made += struct.pack(">HHhh", flags, *part)
        return made


def _metrics(
    tables: Mapping[str, bytes],
    count: int,
    total: int,
    made: Mapping[int, Sequence[Part]],
    advances: Mapping[int, int],
    outlines: Sequence[bytes],
) -> bytes:
    """Return the table hmtx with an advance and a left side bearing for each glyph."""
    full = struct.unpack_from(">H", tables["hhea"], 34)[0]
    old = tables["hmtx"]
    pairs = [struct.unpack_from(">Hh", old, 4 * index) for index in range(min(full, count))]
    rest = (struct.unpack_from(">h", old, 4 * full + 2 * index)[0] for index in range(count - len(pairs)))
    pairs += [(pairs[-1][0], bearing) for bearing in rest]
    pairs += [(0, 0)] * (total - count)
    for number in made:
        bearing = struct.unpack_from(">h", outlines[number], 2)[0] if outlines[number] else 0
        pairs[number] = (advances[number], bearing)
    return b"".join(struct.pack(">Hh", *pair) for pair in pairs)


def _maxima(maxp: bytes, total: int, made: Mapping[int, Sequence[Part]]) -> bytes:
    """Return the table maxp for what is there now; the greatest numbers of points are bounds."""
    table = bytearray(maxp)
    struct.pack_into(">H", table, 4, total)
    points, contours, composite_points, composite_contours = struct.unpack_from(">4H", table, 6)
    most = max(map(len, made.values()))
    elements, depth = struct.unpack_from(">2H", table, 28)
    struct.pack_into(
        ">4H",
        table,
        6,
        points,
        contours,
        min(most * max(points, composite_points), 0xFFFF),
        min(most * max(contours, composite_contours), 0xFFFF),
    )
    struct.pack_into(">2H", table, 28, max(elements, most), min(depth + 1, _DEEPEST))
    return bytes(table)
