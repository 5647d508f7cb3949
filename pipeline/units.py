"""Lengths: one type, with a named conversion for every unit that the formats use.

Enters: numbers with a unit, or text such as ``"25.4 mm"``. Leaves: :class:`Length`, a float counted in points
(1/72 inch), so that layout can calculate with it as it is.
"""

from __future__ import annotations

import re

_POINTS = {"pt": 1.0, "in": 72.0, "mm": 72.0 / 25.4, "cm": 72.0 / 2.54, "pc": 12.0}
_TEXT = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(pt|in|mm|cm|pc)\s*")


class Length(float):
    """A length in points. Sums and products of lengths are plain floats, still in points."""

    __slots__ = ()

    @classmethod
    def inches(cls, value: float) -> Length:
        return cls(value * 72.0)

    @classmethod
    def millimetres(cls, value: float) -> Length:
        return cls(value * _POINTS["mm"])

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read ``"1in"``, ``"25.4 mm"``, ``"11pt"``, ``"2.5cm"`` or ``"6pc"``; ValueError for anything else."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no length; write a number and a unit, such as 1in, 25mm or 11pt")
        return cls(float(match[1]) * _POINTS[match[2]])


def twips(points: float) -> int:
    """Return *points* in twentieths of a point (ECMA-376 ST_TwipsMeasure)."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Return *points* in half-points (ECMA-376 ST_HpsMeasure)."""
    return round(points * 2)


def eighth_points(points: float) -> int:
    """Return *points* in eighths of a point (ECMA-376 ST_EighthPointMeasure, border widths)."""
    return round(points * 8)


def emus(points: float) -> int:
    """Return *points* in English Metric Units, 12,700 to a point (ECMA-376 DrawingML)."""
    return round(points * 12700)
