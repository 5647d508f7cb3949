"""The font table, and the faces embedded in the file.

Enters: a theme, and which marks the document uses. Leaves: ``fontTable.xml`` and obfuscated font parts. Guaranteed:
only faces that the document's styles and marks ask for are embedded, each as a static font; keys come from the faces'
names, so that the same faces give the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from pipeline.docx.charstyles import marked
from pipeline.docx.looks import face_of
from pipeline.docx.ooxml import root, sub
from pipeline.docx.package import Leaf, Parcel
from pipeline.model.nodes import Mark
from pipeline.style.fonts import Face
from pipeline.style.theme import FontRequest, Theme

_SLOTS = ((False, False, "Regular"), (True, False, "Bold"), (False, True, "Italic"), (True, True, "BoldItalic"))
"""Bold, italic and the slot's name, in the schema's order (ECMA-376 part 1, 17.8.3)."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:print-briefs:font")
_OBFUSCATED = 32
"""How many bytes at the start of a font are obfuscated (ECMA-376 part 4, 14.2.1)."""


def wanted_faces(theme: Theme, used: Iterable[FontRequest]) -> list[Face]:
    """Return the faces of text that is *used*, and of plain, strong and emphasised body text, which staff will type."""
    body = theme.styles["body"].font
    own = (marked(body, marks, theme) for marks in (Mark.NONE, Mark.STRONG, Mark.EMPHASIS))
    return list(dict.fromkeys(face_of(request, theme) for request in (*own, *used)))


def obfuscated(font: bytes, key: uuid.UUID) -> bytes:
    """Return *font* with its first 32 bytes XORed with the key's bytes in reverse order (ECMA-376 part 4, 14.2.1)."""
    mask = key.bytes[::-1]
    head = bytes(byte ^ mask[index % 16] for index, byte in enumerate(font[:_OBFUSCATED]))
    return head + font[_OBFUSCATED:]


def font_table(parcel: Parcel, theme: Theme, faces: Iterable[Face], *, embed: bool) -> Leaf:
    """Return the font table's part, with *faces* in the package when *embed*."""
    families: dict[str, dict[tuple[bool, bool], Face]] = {}
    for face in faces:
        families.setdefault(face.family, {}).setdefault((face.bold, face.italic), face)
    table = root("w:fonts", ("w", "r"))
    part = parcel.part("fonts", table)
    for family, members in sorted(families.items()):
        entry = sub(table, "w:font", name=family)
        sub(entry, "w:charset", val="00")
        sub(entry, "w:family", val="roman" if "Serif" in family else "auto")
        sub(entry, "w:pitch", val="variable")
        for bold, italic, slot in _SLOTS if embed else ():
            member = members.get((bold, italic))
            if member is not None:
                key = uuid.uuid5(_NAMESPACE, member.name)
                font = parcel.part("font", obfuscated(theme.fonts.static(member), key))
                sub(entry, f"w:embed{slot}", r_id=part.link(font, "font"), fontKey=f"{{{str(key).upper()}}}")
    return part
