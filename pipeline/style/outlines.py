"""PostScript outlines to TrueType outlines, which are the only ones that Word embeds.

Enters: a static font with a ``CFF`` or ``CFF2`` table. Leaves: the tables that replace it (OpenType 1.9, "glyf",
"loca", "maxp", "head", "hhea", "hmtx"). Guaranteed: advances stay; no curve is off by more than half a font unit,
before coordinates are rounded to whole units; pure functions of the font.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.style.harfbuzz import HarfBuzzFont

_TOLERANCE = 0.5
_ON_CURVE, _X_SHORT, _Y_SHORT, _X_SAME, _Y_SAME, _OVERLAPS = 0x01, 0x02, 0x04, 0x10, 0x20, 0x40
_GONE = ("CFF ", "CFF2", "VORG")
_VERSION_1 = 0x00010000

Place = tuple[float, float]


class _Point(NamedTuple):
    x: int
    y: int
    on: bool


class _Pen:
    """Takes an outline as HarfBuzz draws it, and keeps it as points of quadratic curves."""

    def __init__(self) -> None:
        self.contours: list[list[_Point]] = []
        self._at: Place = (0.0, 0.0)

    # The names are those that HarfBuzz calls.
    def moveTo(self, point: Place) -> None:  # noqa: N802
        self.contours.append([])
        self._add(point, on=True)

    def lineTo(self, point: Place) -> None:  # noqa: N802
        self._add(point, on=True)

    def qCurveTo(self, control: Place, end: Place) -> None:  # noqa: N802
        self._add(control, on=False)
        self._add(end, on=True)

    def curveTo(self, first: Place, second: Place, end: Place) -> None:  # noqa: N802
        for control, point in quadratics(self._at, first, second, end):
            self._add(control, on=False)
            self._add(point, on=True)

    def closePath(self) -> None:  # noqa: N802
        contour = self.contours[-1]
        if len(contour) > 1 and contour[0] == contour[-1]:
            contour.pop()

    def endPath(self) -> None:  # noqa: N802
        self.closePath()

    def _add(self, point: Place, *, on: bool) -> None:
        made = _Point(round(point[0]), round(point[1]), on)
        contour = self.contours[-1]
        if not (on and contour and contour[-1] == made):
            contour.append(made)
        if on:
            self._at = point


def quadratics(start: Place, first: Place, second: Place, end: Place) -> list[tuple[Place, Place]]:
    """Return the curves (control point, end) that stand for a cubic one.

    Equal parts of the parameter are replaced by the quadratic through their ends that keeps their middle; its distance
    from the part is at most √3/36 of the third difference, by the cube of the number of parts.
    """
    third = [end[axis] - 3 * second[axis] + 3 * first[axis] - start[axis] for axis in (0, 1)]
    parts = max(1, math.ceil((math.hypot(*third) * math.sqrt(3) / 36 / _TOLERANCE) ** (1 / 3)))
    curves = []
    for part in range(parts):
        low, high = part / parts, (part + 1) / parts
        step = (high - low) / 3
        begin, finish = _on_cubic(low, start, first, second, end), _on_cubic(high, start, first, second, end)
        there, back = _slope(low, start, first, second, end), _slope(high, start, first, second, end)
        control = tuple(
            (3 * (begin[axis] + step * there[axis] + finish[axis] - step * back[axis]) - begin[axis] - finish[axis]) / 4
            for axis in (0, 1)
        )
        curves.append(((control[0], control[1]), finish if part + 1 < parts else end))
    return curves


def _on_cubic(t: float, *points: Place) -> Place:
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


def _slope(t: float, start: Place, first: Place, second: Place, end: Place) -> Place:
    u = 1 - t
    x, y = (
        3 * u * u * (first[axis] - start[axis])
        + 6 * u * t * (second[axis] - first[axis])
        + 3 * t * t * (end[axis] - second[axis])
        for axis in (0, 1)
    )
    return x, y


def with_truetype_outlines(tables: Mapping[str, bytes], font: HarfBuzzFont) -> dict[str, bytes]:
    """Return *tables* of a font with its outlines as quadratic curves; *font* draws the same glyphs."""
    count = font.face.glyph_count
    glyphs, bearings, advances, boxes = [], [], [], []
    most_points = most_contours = 0
    for glyph in range(count):
        pen = _Pen()
        font.draw_glyph_with_pen(glyph, pen)
        contours = [contour[::-1] for contour in pen.contours if len(contour) > 2]  # TrueType turns the other way
        most_points, most_contours = max(most_points, sum(map(len, contours))), max(most_contours, len(contours))
        box = _box(contours)
        glyphs.append(_glyph(contours, box) if contours else b"")
        bearings.append(box[0])
        advances.append(font.get_glyph_h_advance(glyph))
        if contours:
            boxes.append(box)
    made = {tag: data for tag, data in tables.items() if tag not in _GONE}
    offsets = [0]
    for data in glyphs:
        offsets.append(offsets[-1] + len(data))
    made["glyf"] = b"".join(glyphs)
    made["loca"] = struct.pack(f">{count + 1}I", *offsets)
    made["maxp"] = struct.pack(">I14H", _VERSION_1, count, most_points, most_contours, 0, 0, 2, *([0] * 8))
    made["hmtx"] = b"".join(
        struct.pack(">Hh", min(max(advance, 0), 0xFFFF), bearing)
        for advance, bearing in zip(advances, bearings, strict=True)
    )
    made["hhea"] = tables["hhea"][:34] + struct.pack(">H", count)
    head = bytearray(tables["head"])
    edges = zip(*boxes, strict=True) if boxes else ((0,), (0,), (0,), (0,))
    left, bottom, right, top = edges
    struct.pack_into(">4h", head, 36, min(left), min(bottom), max(right), max(top))
    struct.pack_into(">h", head, 50, 1)  # offsets of four bytes in loca
    made["head"] = bytes(head)
    return made


def _box(contours: list[list[_Point]]) -> tuple[int, int, int, int]:
    """Return the smallest box of whole units around curves; their control points may lie outside."""
    if not contours:
        return 0, 0, 0, 0
    across, up = ([value for contour in contours for value in _reach(contour, axis)] for axis in (0, 1))
    return math.floor(min(across)), math.floor(min(up)), math.ceil(max(across)), math.ceil(max(up))


def _reach(contour: list[_Point], axis: int) -> Iterator[float]:
    """Yield the coordinates among which a contour's least and greatest are."""
    for index, point in enumerate(contour):
        if point.on:
            yield point[axis]
            continue
        start, control, end = contour[index - 1][axis], point[axis], contour[(index + 1) % len(contour)][axis]
        if not min(start, end) <= control <= max(start, end):
            t = (start - control) / (start - 2 * control + end)
            yield (1 - t) * (1 - t) * start + 2 * (1 - t) * t * control + t * t * end


def _glyph(contours: list[list[_Point]], box: tuple[int, int, int, int]) -> bytes:
    """Return a simple glyph's description, four bytes aligned."""
    ends, count = [], 0
    for contour in contours:
        count += len(contour)
        ends.append(count - 1)
    flags, across, up = bytearray(), bytearray(), bytearray()
    x = y = 0
    for point in (point for contour in contours for point in contour):
        right, rise = _delta(point.x - x, _X_SHORT, _X_SAME), _delta(point.y - y, _Y_SHORT, _Y_SAME)
        flags.append((_ON_CURVE if point.on else 0) | right[0] | rise[0])
        across += right[1]
        up += rise[1]
        x, y = point.x, point.y
    flags[0] |= _OVERLAPS
    start = struct.pack(">5h", len(contours), *box) + struct.pack(f">{len(ends)}HH", *ends, 0)
    data = start + bytes(flags) + bytes(across) + bytes(up)
    return data + bytes(-len(data) % 4)


def _delta(step: int, short: int, same: int) -> tuple[int, bytes]:
    """Return the flags and bytes of a coordinate relative to the last."""
    if step == 0:
        return same, b""
    if -256 < step < 256:
        return short | (same if step > 0 else 0), bytes((abs(step),))
    return 0, struct.pack(">h", step)
