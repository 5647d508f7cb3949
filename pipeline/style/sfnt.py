"""The little of the sfnt container (OpenType 1.9, "Organization of an OpenType Font") that naming a face needs.

Enters: tables as bytes. Leaves: tables and a whole font file as bytes. Guaranteed: pure functions; checksums and the
order of tables are as the specification wants, so equal tables give equal files.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

_CHECKSUM_MAGIC = 0xB1B0AFBA
_WINDOWS, _UNICODE_BMP, _ENGLISH_US = 3, 1, 0x0409
_ITALIC, _BOLD, _REGULAR = 1 << 0, 1 << 5, 1 << 6
_MAC_BOLD, _MAC_ITALIC = 1 << 0, 1 << 1


def assemble(tables: Mapping[str, bytes]) -> bytes:
    """Return a TrueType font file of *tables*, sorted by tag, with all checksums set."""
    tables = dict(sorted(tables.items()))
    head = bytearray(tables["head"])
    head[8:12] = bytes(4)  # checksumAdjustment counts as zero in every sum
    tables["head"] = bytes(head)
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    directory = [struct.pack(">IHHHH", 0x00010000, count, search, power, 16 * count - search)]
    offset = 12 + 16 * count
    for tag, data in tables.items():
        directory.append(struct.pack(">4sIII", tag.encode("ascii"), _checksum(data), offset, len(data)))
        offset += len(data) + -len(data) % 4
    font = bytearray(b"".join(directory) + b"".join(_padded(data) for data in tables.values()))
    start = _offset_of(directory, tuple(tables).index("head"))
    font[start + 8 : start + 12] = struct.pack(">I", (_CHECKSUM_MAGIC - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def name_table(names: Mapping[int, str]) -> bytes:
    """Return a ``name`` table that holds *names* by name ID, in US English, for Windows (and so for everyone)."""
    records, strings = [], b""
    for name_id, text in sorted(names.items()):
        encoded = text.encode("utf-16-be", "replace")
        records.append(struct.pack(">6H", _WINDOWS, _UNICODE_BMP, _ENGLISH_US, name_id, len(encoded), len(strings)))
        strings += encoded
    return struct.pack(">3H", 0, len(records), 6 + 12 * len(records)) + b"".join(records) + strings


def with_style(os2: bytes, weight: int, bold: bool, italic: bool) -> bytes:
    """Return an ``OS/2`` table that says *weight* and slope, and that the font may be embedded (fsType 0)."""
    table = bytearray(os2)
    struct.pack_into(">H", table, 4, weight)
    struct.pack_into(">H", table, 8, 0)
    selection: int = struct.unpack_from(">H", table, 62)[0]
    selection &= ~(_ITALIC | _BOLD | _REGULAR)
    selection |= (_ITALIC if italic else 0) | (_BOLD if bold else 0) or _REGULAR
    struct.pack_into(">H", table, 62, selection)
    return bytes(table)


def with_mac_style(head: bytes, bold: bool, italic: bool) -> bytes:
    """Return a ``head`` table whose macStyle says *bold* and *italic*."""
    table = bytearray(head)
    style: int = struct.unpack_from(">H", table, 44)[0]
    style &= ~(_MAC_BOLD | _MAC_ITALIC)
    style |= (_MAC_BOLD if bold else 0) | (_MAC_ITALIC if italic else 0)
    struct.pack_into(">H", table, 44, style)
    return bytes(table)


def _checksum(data: bytes) -> int:
    words = _padded(data)
    total: int = sum(struct.unpack(f">{len(words) // 4}I", words))
    return total & 0xFFFFFFFF


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _offset_of(directory: list[bytes], index: int) -> int:
    offset: int = struct.unpack_from(">I", directory[index + 1], 8)[0]
    return offset
