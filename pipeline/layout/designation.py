"""The designation block: who marked the packet, at the lower right of its first page.

Enters: the block's paragraphs. Leaves: frames, and how much room they take at the foot of the text area. Guaranteed:
the block is as wide as its longest line, and never wider than a part of the page; nothing else stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.layout.frames import Element, Frame, Placed
from pipeline.layout.inline import make_row
from pipeline.layout.paragraphs import Around, Tools, paragraph
from pipeline.model.nodes import Paragraph
from pipeline.style.theme import PageGeometry

_WIDEST = 0.6
"""The share of the text area's width that the block may take."""
_GAP = 12.0
"""Points between the text and the block."""
_SLACK = 0.5


class Designation(NamedTuple):
    """The block's lines, and its width and height in points. *room*: the height with the gap above it; 0: no block."""

    frames: tuple[Frame, ...]
    width: float
    room: float

    def placed(self, page: PageGeometry, number: int) -> list[Placed]:
        """Return the lines on a page, against the right edge and the foot of its text area."""
        y = page.top + page.text_height - self.room + _GAP
        x = page.text_left(number) + page.measure - self.width
        found = []
        for frame in self.frames:
            found.append(Placed(x, y, frame))
            y += frame.height
        return found


NO_DESIGNATION = Designation((), 0.0, 0.0)


def designation(lines: Sequence[Paragraph], around: Around, tools: Tools) -> Designation:
    """Set the block's lines."""
    if not lines:
        return NO_DESIGNATION
    styles = [
        replace(tools.theme.styles[line.role], indent_left=0.0, indent_right=0.0, first_line=0.0, align="left")
        for line in lines
    ]
    rows = [
        make_row(line.children, style, around.lang, tools.setter) for line, style in zip(lines, styles, strict=True)
    ]
    width = min(max(row.widths()[1] for row in rows) + _SLACK, around.measure * _WIDEST)
    element = tools.structure.add(Element("Sect", around.element))
    inside = around._replace(left=0.0, measure=width, element=element)
    frames = [
        strip.frame
        for line, style in zip(lines, styles, strict=True)
        for strip in paragraph(line.children, style, inside, tools).strips
    ]
    return Designation(tuple(frames), width, sum(frame.height for frame in frames) + _GAP)
