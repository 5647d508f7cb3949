"""Font files: opened once, judged, and never trusted.

Enters: a path, or the bytes of a file that a theme names. Leaves: :class:`FontFile` with its HarfBuzz face, coverage
and axes; what is wrong with a file, in words. Guaranteed: a file that is cut off, is no font, or forbids embedding is
an error at the place where a theme names it; a file is opened when something is first asked of it.
"""

from __future__ import annotations

import struct
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.diagnostics import BriefError, DataError, MachineError, Place, error
from pipeline.style.harfbuzz import HarfBuzzFace

Axes = tuple[tuple[str, float, float], ...]

_SPACES = frozenset({0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F})
_INSTALLABLE, _RESTRICTED, _EDITABLE = 0x0, 0x2, 0x8
_NO_SUBSETTING, _BITMAPS_ONLY = 0x0100, 0x0200
_MOST_FACES = 64
_NEEDED = {"cmap": 4, "head": 54, "hhea": 36, "hmtx": 4, "maxp": 6, "OS/2": 68}
"""The tables that every font has, and how many bytes each holds at least (OpenType 1.9)."""
_HEAD_MARK = bytes.fromhex("5F0F3CF5")
_EM = range(16, 16385)
"""Units to the em (OpenType 1.9, head)."""
_OTHER_KINDS = {
    b"wOFF": "it is a web font (WOFF)",
    b"wOF2": "it is a web font (WOFF2)",
    b"%!PS": "it is a PostScript Type 1 font",
    b"\x80\x01": "it is a PostScript Type 1 font",
}
_SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_COLLECTION = b"ttcf"


class FontFile:
    """A font file, opened once for all faces that it holds. *data*: its bytes, when a theme names it in a workspace."""

    def __init__(self, path: Path, index: int = 0, place: Place | None = None, data: bytes | None = None) -> None:
        self.path = path
        self.index = index
        self.place = place
        self._data = data

    @cached_property
    def face(self) -> HarfBuzzFace:
        import uharfbuzz

        try:
            blob = uharfbuzz.Blob(self._data) if self._data is not None else uharfbuzz.Blob.from_file_path(self.path)
            face: HarfBuzzFace = uharfbuzz.Face(blob, self.index)
        except (OSError, uharfbuzz.HarfBuzzError) as reason:
            raise self.broken(str(reason)) from None
        if not face.glyph_count or "cmap" not in face.table_tags:
            raise self.broken("it holds no glyphs")
        rights = self.rights(face)
        if rights & 0x000F == _RESTRICTED or rights & _BITMAPS_ONLY:
            raise self.forbidden("embedding in documents")
        if rights & _NO_SUBSETTING:
            raise self.forbidden("embedding a part of it, which is what documents hold")
        return face

    @cached_property
    def coverage(self) -> frozenset[int]:
        characters = frozenset(self.face.unicodes)
        # HarfBuzz draws these with the plain space and the plain hyphen when the font lacks them.
        stand_ins = _SPACES if 0x0020 in characters else frozenset[int]()
        return characters | stand_ins | ({0x2011} if 0x2010 in characters else frozenset())

    @property
    def axes(self) -> Axes:
        """The file's variation axes: tag, least and greatest value."""
        return tuple((axis.tag, axis.min_value, axis.max_value) for axis in self.face.axis_infos)

    @property
    def static_weight(self) -> int:
        """The weight that the file says it has (OS/2 usWeightClass); 400 where it says nothing sensible."""
        table = _table(self.face, "OS/2")
        weight = int.from_bytes(table[4:6], "big") if len(table) >= 6 else 400
        return weight if 1 <= weight <= 1000 else 400

    def serif(self, name: str) -> bool:
        """Whether the face of a family *name* has serifs, by its PANOSE number, its class or its name."""
        table = _table(self.face, "OS/2")
        if len(table) >= 42:
            kind, style, family_class = table[32], table[33], table[30]
            if kind == 2 and style >= 2:
                return style <= 10
            if family_class:
                return family_class < 8
        return "Serif" in name and "Sans" not in name

    @cached_property
    def features(self) -> frozenset[str]:
        """The features of the font's GSUB table (OpenType 1.9, "Feature List Table")."""
        table = _table(self.face, "GSUB")
        if len(table) < 8:
            return frozenset()
        start: int = struct.unpack_from(">H", table, 6)[0]
        count: int = struct.unpack_from(">H", table[: start + 2].ljust(start + 2, b"\0"), start)[0]
        tags = (table[start + 2 + 6 * index :][:4] for index in range(count))
        return frozenset(tag.decode("latin-1") for tag in tags if len(tag) == 4)

    @staticmethod
    def rights(face: HarfBuzzFace) -> int:
        """The font's embedding permissions (OpenType 1.9, OS/2 fsType); 0 where it says nothing."""
        return int.from_bytes(_table(face, "OS/2")[8:10], "big")

    @property
    def editable(self) -> bool:
        """Whether the font may be embedded in a document that can be edited."""
        return self.rights(self.face) & 0x000F in (_INSTALLABLE, _EDITABLE)

    def broken(self, reason: str) -> BriefError:
        message = f"the font {self.path.name} cannot be used: {reason}"
        if self._data is not None:
            return DataError(error("broken-font", message, self.place, help="put a sound font file in its place"))
        return MachineError(error("broken-font", message, self.place, help="install the font's package again"))

    def forbidden(self, use: str) -> DataError:
        message = f"the font {self.path.name} does not allow {use}"
        return DataError(error("font-not-embeddable", message, self.place, help="choose another family in the theme"))


def _table(face: HarfBuzzFace, tag: str) -> bytes:
    return face.reference_table(tag).data if tag in face.table_tags else b""


class FileFaces(NamedTuple):
    """What a font file holds: *names* of its faces, or *fault*, why it cannot be used."""

    names: tuple[str, ...]
    fault: str = ""


def look_into(data: bytes) -> FileFaces:
    """Return the faces of a font file, held against the container's rules (OpenType 1.9, "Organization")."""
    import uharfbuzz

    for start, kind in _OTHER_KINDS.items():
        if data.startswith(start):
            return FileFaces((), f"{kind}; the same font's .ttf or .otf file is needed")
    if data[:4] == _COLLECTION:
        count = int.from_bytes(data[8:12], "big")
        if not 1 <= count <= _MOST_FACES or len(data) < 12 + 4 * count:
            return FileFaces((), "it is cut off or damaged")
        offsets = struct.unpack_from(f">{count}I", data, 12)
    elif data[:4] in _SFNT:
        offsets = (0,)
    else:
        return FileFaces((), "it is no TrueType or OpenType font")
    names = []
    for index, offset in enumerate(offsets):
        fault = _directory_fault(data, offset)
        if fault:
            return FileFaces((), fault)
        face = uharfbuzz.Face(uharfbuzz.Blob(data), index)
        names.append(face.get_name(16) or face.get_name(1) or f"face {index + 1}")
    return FileFaces(tuple(names))


def _directory_fault(data: bytes, offset: int) -> str:
    """Return what is wrong with the table directory at *offset*, nothing when all tables lie in the file."""
    if len(data) < offset + 12:
        return "it is cut off"
    count: int = struct.unpack_from(">H", data, offset + 4)[0]
    if len(data) < offset + 12 + 16 * count:
        return "it is cut off"
    tables: dict[str, tuple[int, int]] = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", data, offset + 12 + 16 * index)
        if start + length > len(data):
            return "it is cut off: a table lies beyond its end"
        tables[tag.decode("latin-1")] = start, length
    lacking = [tag for tag in _NEEDED if tag not in tables]
    if lacking:
        return f"it lacks the table {lacking[0]}"
    if not tables.keys() & {"glyf", "CFF ", "CFF2"}:
        return "it holds bitmaps or pictures, no outlines"
    if "glyf" in tables and "loca" not in tables:
        return "it lacks the table loca"
    least = dict(_NEEDED)
    end = tables["hhea"][0] + _NEEDED["hhea"]
    least["hmtx"] *= int.from_bytes(
        data[end - 2 : end], "big"
    )  # hhea's last field: for how many glyphs hmtx has a width
    short = next((tag for tag in least if tables[tag][1] < least[tag]), "")
    return _head_fault(data, tables["head"][0]) or (f"its table {short} is damaged" if short else "")


def _head_fault(data: bytes, start: int) -> str:
    """Return what is wrong with the table head at *start*, on which all others stand; nothing when it is sound."""
    head = data[start : start + _NEEDED["head"]]
    sound = len(head) == _NEEDED["head"] and head[12:16] == _HEAD_MARK and int.from_bytes(head[18:20], "big") in _EM
    return "" if sound else "its table head is damaged"
