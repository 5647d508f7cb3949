"""The font table, and the faces embedded in the file.

Enters: a theme, and which marks the document uses. Leaves: ``fontTable.xml`` and obfuscated font parts. Guaranteed:
only faces that the document's styles and marks ask for are embedded, each as a static font; keys come from the faces'
names, so that the same faces give the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping

from pipeline.docx.charstyles import marked
from pipeline.docx.looks import face_of
from pipeline.docx.ooxml import root, sub
from pipeline.docx.package import Leaf, Parcel
from pipeline.model.nodes import Mark
from pipeline.style.fonts import Face
from pipeline.style.scripts import script_of
from pipeline.style.theme import FontRequest, Theme

_SLOTS = ((False, False, "Regular"), (True, False, "Bold"), (False, True, "Italic"), (True, True, "BoldItalic"))
"""Bold, italic and the slot's name, in the schema's order (ECMA-376 part 1, 17.8.3)."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:print-briefs:font")
_SMALL = 6000
"""Characters: of larger faces, which are those for Chinese, Japanese and Korean, only what is used is embedded."""
_KANA = ((0x3000, 0x30FF), (0xFF01, 0xFF5E))
"""What comes with any Chinese, Japanese or Korean: its punctuation, the kana, wide letters and figures."""
_ALPHABETS = ((0x0370, 0x03FF), (0x0400, 0x052F))
"""Greek and Cyrillic; the rest of their script is Latin."""
_LARGE = frozenset({"Latn", "Zsym", "Zsye"})
"""Scripts of the table that are several, or collections of signs."""
_OBFUSCATED = 32
"""How many bytes at the start of a font are obfuscated (ECMA-376 part 4, 14.2.1)."""


def wanted_faces(
    theme: Theme, used: Iterable[FontRequest], drawn: Mapping[Face, Collection[str]]
) -> dict[Face, Collection[str]]:
    """Return the faces of text that is *used*, and of plain, strong and emphasised body text, which staff will type.

    Each comes with the characters of texts beyond ASCII that it has *drawn*, fallbacks after the rest.
    """
    body = theme.styles["body"].font
    own = (marked(body, marks, theme) for marks in (Mark.NONE, Mark.STRONG, Mark.EMPHASIS))
    faces = dict.fromkeys((*(face_of(request, theme) for request in (*own, *used)), *drawn))
    return {face: drawn.get(face, ()) for face in faces}


def _characters(face: Face, drawn: Collection[str]) -> set[int]:
    """Return what is embedded of a face besides Latin: what it draws, and the whole of scripts that are small."""
    wanted = {ord(character) for character in drawn}
    scripts = {script for script in map(script_of, drawn) if script is not None}
    small = {script for script in scripts if script.whole and script.code not in _LARGE}
    if small and len(face.coverage) <= _SMALL:
        wanted.update(code for code in face.coverage if script_of(chr(code)) in small)
    blocks = [(first, last) for first, last in _ALPHABETS if any(first <= ord(letter) <= last for letter in drawn)]
    if any(not script.whole for script in scripts):
        blocks += _KANA
    wanted.update(code for first, last in blocks for code in range(first, last + 1))
    return wanted & face.coverage


def obfuscated(font: bytes, key: uuid.UUID) -> bytes:
    """Return *font* with its first 32 bytes XORed with the key's bytes in reverse order (ECMA-376 part 4, 14.2.1)."""
    mask = key.bytes[::-1]
    head = bytes(byte ^ mask[index % 16] for index, byte in enumerate(font[:_OBFUSCATED]))
    return head + font[_OBFUSCATED:]


def font_table(parcel: Parcel, theme: Theme, faces: Mapping[Face, Collection[str]], *, embed: bool) -> Leaf:
    """Return the font table's part, with *faces* in the package when *embed*: Latin, and their characters' scripts."""
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
            if member is not None and member.may_be_edited:
                key = uuid.uuid5(_NAMESPACE, member.name)
                program = theme.fonts.static(member, _characters(member, faces[member]))
                font = parcel.part("font", obfuscated(program, key))
                sub(entry, f"w:embed{slot}", r_id=part.link(font, "font"), fontKey=f"{{{str(key).upper()}}}")
    return part
