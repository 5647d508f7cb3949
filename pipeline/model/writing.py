"""What is filled in by hand: room to write, boxes to tick.

Enters: nothing; plain values. Leaves: :class:`WritingSpace`, a kind of block, and the characters of boxes. Guaranteed:
what a space shows is decoration, so that a reader who cannot see it misses nothing.
"""

from __future__ import annotations

from typing import Literal

from pipeline.diagnostics import Place
from pipeline.values import dataclass

WritingPattern = Literal["ruled", "grid", "dotted", "blank"]

OPEN_BOX, TICKED_BOX = "\u2610", "\u2611"
"""Boxes to tick, as the characters that screen readers know."""


@dataclass(frozen=True, slots=True)
class WritingSpace:
    """Room for handwriting: as many *lines* as it says, or with None all that is left of its page.

    *spacing* is the distance of two lines in points.
    """

    pattern: WritingPattern = "ruled"
    spacing: float = 24.0
    lines: int | None = None
    place: Place | None = None
