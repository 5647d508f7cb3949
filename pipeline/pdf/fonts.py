"""The fonts of a document: which are in use, and their objects in the file (ISO 32000-1, 9.7 and 9.9).

Enters: faces, as content asks for them. Leaves: a Type0 font each, with a subset of the font program, widths and
ToUnicode. Guaranteed: fonts are numbered in the order of their first use; glyph numbers are the face's own (Identity-H,
CIDToGIDMap Identity); every variation axis is pinned; the same glyphs give the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from itertools import chain

import uharfbuzz as hb

from pipeline.pdf.clusters import with_composites
from pipeline.pdf.document import Document
from pipeline.pdf.syntax import hundredths, name, number, reference
from pipeline.pdf.words import FontUse
from pipeline.style.fonts import Face

_USELESS = (
    *("BASE", "GDEF", "GPOS", "GSUB", "MATH", "kern", "VORG", "vhea", "vmtx"),
    *("DSIG", "OS/2", "STAT", "cmap", "gasp", "meta", "name", "post"),
)
"""Tables that serve shaping, hinting and naming; a PDF has its own means for all of them."""
_SYMBOLIC = 4
_ITALIC = 64
_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class FontBook(dict[Face, FontUse]):
    """The faces in use, made on demand."""

    def __missing__(self, face: Face) -> FontUse:
        use = self[face] = FontUse(face, f"F{len(self) + 1}")
        return use

    @property
    def right_to_left(self) -> bool:
        """Whether right-to-left words are in use."""
        return any(passage.rtl for use in self.values() for passage in use.passages.values())

    def write(self, document: Document) -> None:
        """Add every font to the document."""
        for use in self.values():
            if use.advances:
                document.font(use.resource, _write_font(use, document))


def _write_font(use: FontUse, document: Document) -> int:
    face = use.face
    glyphs = sorted(use.advances)
    drawn = use.advances.keys() - use.made.keys()
    program = _subset(face, drawn.union(part.glyph for part in chain(*use.made.values())))
    if use.made:
        program = with_composites(program, use.made, use.advances)
    base = name(f"{_tag(program)}+{face.postscript_name}")
    if "glyf" in face.hb_face.table_tags:
        kind, file_key, file_entries = (
            b"/CIDFontType2/CIDToGIDMap/Identity",
            b"/FontFile2",
            b"/Length1 %d" % len(program),
        )
    else:
        kind, file_key, file_entries = b"/CIDFontType0", b"/FontFile3", b"/Subtype/OpenType"
    file = document.add_stream(file_entries, program)
    descriptor = document.add(b"<<%b%b %b>>" % (_descriptor(face, base, program), file_key, reference(file)))
    descendant = document.add(
        b"<</Type/Font/Subtype%b/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/DW 0/W[%b]/FontDescriptor %b>>" % (kind, base, _widths(use, glyphs), reference(descriptor))
    )
    meaning = document.add_stream(b"", _to_unicode(use, glyphs))
    return document.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%b]/ToUnicode %b>>"
        % (base, reference(descendant), reference(meaning))
    )


def _subset(face: Face, glyphs: Iterable[int]) -> bytes:
    """Return a font program with *glyphs* (and glyph 0) under their own numbers, all axes pinned."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = hb.SubsetFlags
    wanted.flags = flags.NO_LAYOUT_CLOSURE | flags.NO_BIDI_CLOSURE | flags.NO_HINTING | flags.RETAIN_GIDS
    if "CFF2" in face.hb_face.table_tags:  # PDF knows no CFF2
        wanted.flags |= flags.DOWNGRADE_CFF2
    useless = [int.from_bytes(tag.encode("ascii"), "big") for tag in _USELESS]
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(useless)
    pinned = dict(face.axes)
    for axis in face.hb_face.axis_infos:
        wanted.pin_axis_location(face.hb_face, axis.tag, pinned.get(axis.tag, axis.default_value))
    try:
        program: bytes = hb.subset(face.hb_face, wanted).blob.data
    except (RuntimeError, hb.HarfBuzzError) as reason:
        raise face.broken(str(reason)) from None
    if "head" not in hb.Face(program).table_tags:  # so damaged that HarfBuzz passed it over
        raise face.broken("its outlines are damaged")
    return program


def _tag(program: bytes) -> str:
    """Return the six letters that mark a subset (9.6.4), made from its content."""
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])


def _descriptor(face: Face, base: bytes, program: bytes) -> bytes:
    """Return the inside of the font descriptor (9.8), but for the font program."""
    scale = 1000 / face.upem
    box = struct.unpack(">4h", hb.Face(program).reference_table("head").data[36:44])
    post = face.hb_face.reference_table("post").data
    angle = struct.unpack(">i", post[4:8])[0] / 65536 if len(post) >= 8 else 0.0
    heights = ((b"Ascent", face.ascender), (b"Descent", face.descender), (b"CapHeight", face.cap_height))
    # No font says how thick its stems are; the usual estimate from the weight serves substitution only.
    stem = round(50 + (face.weight / 65) ** 2)
    return b"/Type/FontDescriptor/FontName%b/Flags %d/FontBBox[%b]/ItalicAngle %b%b/StemV %d" % (
        base,
        _SYMBOLIC | (_ITALIC if face.italic else 0),
        b" ".join(number(edge * scale) for edge in box),
        number(angle),
        b"".join(b"/%b %b" % (key, number(value * scale)) for key, value in heights),
        stem,
    )


def _widths(use: FontUse, glyphs: list[int]) -> bytes:
    """Return the inside of W (9.7.4.3): glyphs in a row share a list."""
    scale = 100000 / use.face.upem
    parts: list[bytes] = []
    previous = -2
    for glyph in glyphs:
        if glyph != previous + 1:
            parts.append(b"%b%d[" % (b"]" if parts else b"", glyph))
        else:
            parts.append(b" ")
        parts.append(hundredths(round(use.advances[glyph] * scale)))
        previous = glyph
    return b"%b]" % b"".join(parts)


def _to_unicode(use: FontUse, glyphs: list[int]) -> bytes:
    """Return the ToUnicode map (9.10.3), in portions of 100 as its format wants."""
    parts = [_CMAP_HEAD]
    for start in range(0, len(glyphs), 100):
        portion = glyphs[start : start + 100]
        parts.append(b"%d beginbfchar\n" % len(portion))
        for glyph in portion:
            meaning = use.meanings[glyph].encode("utf-16-be").hex().upper()
            parts.append(b"<%04X> <%b>\n" % (glyph, meaning.encode("ascii")))
        parts.append(b"endbfchar\n")
    parts.append(_CMAP_FOOT)
    return b"".join(parts)
