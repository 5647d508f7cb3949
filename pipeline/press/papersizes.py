"""The sheets that printers have.

Enters: what a person writes: a name, or width and height with a unit. Leaves: width and height in points, and a size in
words. Guaranteed: ValueError says in a sentence what to write instead.
"""

from __future__ import annotations

import re

from pipeline.diagnostics.suggest import nearest
from pipeline.units import Length

_MM = 72.0 / 25.4
PAPERS: dict[str, tuple[float, float]] = {
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
    "tabloid": (792.0, 1224.0),
    "a5": (148 * _MM, 210 * _MM),
    "a4": (210 * _MM, 297 * _MM),
    "a3": (297 * _MM, 420 * _MM),
    "a2": (420 * _MM, 594 * _MM),
    "sra4": (225 * _MM, 320 * _MM),
    "sra3": (320 * _MM, 450 * _MM),
}
"""Upright: ISO 216 and ISO 217, ANSI/ASME Y14.1."""
_OTHER_NAMES = {"ledger": "tabloid", "11x17": "tabloid", "us-letter": "letter"}
_SIZE = re.compile(r"([0-9.]+)\s*(pt|in|mm|cm|pc)?\s*[x×]\s*([0-9.]+)\s*(pt|in|mm|cm|pc)", re.IGNORECASE)
_SMALLEST, _LARGEST = 36.0, 14_400.0
_SLACK = 3.0
"""Points; ISO 216 rounds, so that two A5 pages are 1 mm narrower than A4."""


def paper_size(text: str) -> tuple[float, float]:
    """Return the sheet that *text* names, such as ``a3``, ``13x19in`` or ``320x450mm``."""
    name = text.strip().lower()
    name = _OTHER_NAMES.get(name, name)
    if name in PAPERS:
        return PAPERS[name]
    match = _SIZE.fullmatch(name)
    if match is None:
        guess = nearest(name, list(PAPERS))
        hint = f"did you mean {guess!r}?" if guess else f"write one of {', '.join(PAPERS)}, or a size such as 13x19in"
        raise ValueError(f"there is no paper {text!r}; {hint}")
    unit = match[4]
    width, height = Length.parse(match[1] + (match[2] or unit)), Length.parse(match[3] + unit)
    if not all(_SMALLEST <= side <= _LARGEST for side in (width, height)):
        raise ValueError(f"a paper of {text} is none that a printer has")
    return float(width), float(height)


def named(width: float, height: float) -> str:
    """Return a sheet's size in words, with its name where it has one."""
    for name, (short, long) in PAPERS.items():
        if abs(min(width, height) - short) < _SLACK and abs(max(width, height) - long) < _SLACK:
            return name.upper() if name[0] in "as" else name
    return f"{_inches(width)} x {_inches(height)} in"


def _inches(points: float) -> str:
    return f"{points / 72:.2f}".rstrip("0").rstrip(".")
