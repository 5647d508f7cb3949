"""Numbers and lengths of SVG (SVG 2, 4.2; CSS Values 3).

Enters: text. Leaves: numbers in CSS pixels. Guaranteed: whatever is no finite number of bearable size gives None, never
an exception; the time taken grows with the length of the text alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_LENGTH = re.compile(rf"\s*({NUMBER.pattern})\s*([a-zA-Z%]*)\s*", re.ASCII)
_LIST = re.compile(r"[\s,]*")
_GREATEST = 1e9
PIXELS: Mapping[str, float] = {
    "": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6,
}  # fmt: skip


def number(text: str) -> float | None:
    """Return the number that *text* is."""
    found = NUMBER.fullmatch(text.strip())
    return _bounded(found[0]) if found is not None else None


def numbers(text: str) -> list[float] | None:
    """Return the numbers of a list with commas or spaces between; None when it is none."""
    found: list[float] = []
    at = _LIST.match(text).end()  # type: ignore[union-attr]
    while at < len(text):
        match = NUMBER.match(text, at)
        value = _bounded(match[0]) if match is not None else None
        if match is None or value is None:
            return None
        found.append(value)
        at = _LIST.match(text, match.end()).end()  # type: ignore[union-attr]
    return found


def length(text: str, whole: float, font_size: float = 16.0) -> float | None:
    """Return a length in pixels; *whole* is what a percentage is taken of."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    value, unit = _bounded(found[1]), found[2].lower()
    if value is None:
        return None
    if unit in PIXELS:
        return value * PIXELS[unit]
    if unit == "%":
        return value / 100 * whole
    if unit in ("em", "rem"):
        return value * font_size
    return value * font_size / 2 if unit in ("ex", "ch") else None


def share(text: str) -> float | None:
    """Return a number or percentage between 0 and 1, cut off at both ends."""
    text = text.strip()
    value = number(text.removesuffix("%"))
    if value is None:
        return None
    return min(max(value / 100 if text.endswith("%") else value, 0.0), 1.0)


def _bounded(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) and abs(value) <= _GREATEST else None
