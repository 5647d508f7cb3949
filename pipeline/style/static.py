"""A face as a static TrueType font for embedding in Word, which knows no variable fonts.

Enters: a :class:`~pipeline.style.fonts.Face`. Leaves: a font file. Guaranteed: the same face gives the same bytes; the
whole of Latin is in it, because staff type new words; layout features stay; names are such that Word finds the four
members of a family; metrics and advances are those that layout used. The file lives only inside documents: under the
Open Font License a font in a document is no redistributed font, so that its reserved names may stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.style.outlines import with_truetype_outlines
from pipeline.style.sfnt import assemble, name_table, with_mac_style, with_style

if TYPE_CHECKING:
    from pipeline.style.fonts import Face

LATIN: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x02B0, 0x036F),  # modifier letters, combining marks
    (0x1E00, 0x1EFF),  # Latin Extended Additional (Vietnamese)
    (0x2000, 0x218F),  # punctuation, super- and subscripts, currency, letterlike symbols, number forms
    (0x2190, 0x22FF),  # arrows, mathematical operators
    (0x25A0, 0x27BF),  # shapes, check boxes, check marks
    (0xFB00, 0xFB06),  # ligatures as characters
)
_COPYRIGHT, _FAMILY, _SUBFAMILY, _UNIQUE, _FULL, _VERSION, _POSTSCRIPT = range(7)
_LICENSE, _LICENSE_ADDRESS, _TYPOGRAPHIC_FAMILY, _TYPOGRAPHIC_SUBFAMILY = 13, 14, 16, 17
_VARIATION_TABLES = ("DSIG", "STAT", "MVAR", "HVAR", "VVAR", "avar", "cvar", "fvar", "gvar")


def instance(face: Face, characters: Iterable[int] = ()) -> bytes:
    """Return *face* as a static font that holds :data:`LATIN` and *characters*.

    DataError where its licence bits forbid it, MachineError where the font file is broken.
    """
    import uharfbuzz

    face.editable()
    source = face.hb_face
    wanted = {character for first, last in LATIN for character in range(first, last + 1)}.union(characters)
    subset = uharfbuzz.SubsetInput()
    subset.unicode_set.set(wanted.intersection(source.unicodes))
    subset.layout_feature_tag_set.clear()
    subset.layout_feature_tag_set.invert()  # the empty set turned round: keep all
    subset.flags = uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    own = {axis.tag for axis in source.axis_infos}
    for tag, value in face.axes:
        if tag in own:
            subset.pin_axis_location(source, tag, value)
    try:
        made = subset.subset(source)
    except RuntimeError as reason:
        raise face.broken(str(reason)) from None
    tables = {tag: bytes(made.reference_table(tag).data) for tag in made.table_tags if tag not in _VARIATION_TABLES}
    if "glyf" not in tables:
        tables = with_truetype_outlines(tables, uharfbuzz.Font(made))
    tables["name"] = name_table(_names(face))
    tables["OS/2"] = with_style(tables["OS/2"], face.weight, face.bold, face.italic)
    tables["head"] = with_mac_style(tables["head"], face.bold, face.italic)
    return assemble(tables)


def _names(face: Face) -> dict[int, str]:
    subfamily = " ".join([*(["Bold"] if face.bold else []), *(["Italic"] if face.italic else [])]) or "Regular"
    full = face.family if subfamily == "Regular" else f"{face.family} {subfamily}"
    version = face.hb_face.get_name(_VERSION) or "Version 1.0"
    names = {
        _FAMILY: face.family,
        _SUBFAMILY: subfamily,
        _UNIQUE: f"{version};{face.name}",
        _FULL: full,
        _VERSION: version,
        _POSTSCRIPT: face.postscript_name,
    }
    for kept in (_COPYRIGHT, _LICENSE, _LICENSE_ADDRESS):
        text = face.hb_face.get_name(kept)
        if text:
            names[kept] = text
    return names
