"""The sRGB profile of the output intent (ICC.1:2001-04, a matrix and tone curves), made here so that no clock is in it.

Enters: nothing. Leaves: the profile's bytes. Guaranteed: always the same.
"""

from __future__ import annotations

import struct
from functools import cache

_CURVE_POINTS = 1024
_WHITE = (0.9642, 1.0, 0.8249)
_RED = (0.43607, 0.22249, 0.01392)
_GREEN = (0.38515, 0.71687, 0.09708)
_BLUE = (0.14307, 0.06061, 0.71410)
"""IEC 61966-2-1's primaries, adapted to D50."""


@cache
def srgb_profile() -> bytes:
    """Return a version 2.1 display profile for IEC 61966-2-1."""
    curve = _curve()
    tags = (
        (b"desc", _description("sRGB IEC61966-2.1")),
        (b"cprt", b"text\0\0\0\0No copyright, use freely\0"),
        (b"wtpt", _xyz(_WHITE)),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    )
    start = 128 + 4 + 12 * len(tags)
    table = content = b""
    places: dict[bytes, int] = {}
    for signature, value in tags:
        if value not in places:
            places[value] = start + len(content)
            content += value + b"\0" * (-len(value) % 4)
        table += signature + struct.pack(">II", places[value], len(value))
    body = struct.pack(">I", len(tags)) + table + content
    return _header(128 + len(body)) + body


def _header(size: int) -> bytes:
    """The 128 bytes of ICC.1, 6.1; the date of creation is that of version 2.1's era, not a clock's."""
    return struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI12s48x",
        size,
        bytes(4),
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2000, 1, 1, 0, 0, 0),
        b"acsp",
        bytes(4),
        0,
        bytes(4),
        bytes(4),
        0,
        0,
        b"".join(_fixed(value) for value in _WHITE),
    )


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, value))


def _description(text: str) -> bytes:
    """A textDescriptionType: ASCII, with the Unicode and script parts empty."""
    ascii_text = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_text)) + ascii_text + bytes(4 + 4 + 2 + 1 + 67)


def _curve() -> bytes:
    values = [round(_linear(step / (_CURVE_POINTS - 1)) * 65535) for step in range(_CURVE_POINTS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{_CURVE_POINTS}H", _CURVE_POINTS, *values)


def _linear(value: float) -> float:
    """sRGB's transfer function, from coded to linear."""
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
