"""The designation block: a frame at the lower right of the first page.

Enters: the block's paragraphs. Leaves: paragraphs in one frame. Guaranteed: they are paragraphs of the body, which
screen readers meet in order; nothing stands beside the frame, as in the PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.docx.flow import Around, Line
from pipeline.docx.inlines import Target
from pipeline.docx.lines import write_line
from pipeline.docx.ooxml import P_PR, Node, detached, name
from pipeline.docx.tools import Tools
from pipeline.model.nodes import Paragraph
from pipeline.style.direction import runs_right_to_left
from pipeline.units import twips

_WIDEST = 0.6
_ROOM = 1.04
"""Text is measured without kerning here."""
_BEFORE_FRAME = frozenset(map(name, ("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore")))
"""What stands before ``w:framePr`` in the schema's order."""


def write_designation(parent: Node, lines: Sequence[Paragraph], around: Around, target: Target, tools: Tools) -> None:
    """Append the block's paragraphs, in a frame as wide as its longest line."""
    flow = [line for paragraph in lines for line in tools.flattener.line(paragraph.role, paragraph.children, around)]
    widths = (tools.measure.blocks([line], "small", strong=False)[1] for line in lines)
    width = min(max(widths, default=0.0) * _ROOM, around.measure * _WIDEST)
    side = "left" if runs_right_to_left(around.lang) else "right"
    for line in flow:
        if not isinstance(line, Line):
            continue
        made = write_line(parent, replace(line, before=0, after=0), None, None, target, tools)
        frame = detached("w:framePr")
        settings = {"w": twips(width), "hSpace": 0, "wrap": "notBeside", "vAnchor": "margin", "hAnchor": "margin"}
        for key, value in {**settings, "xAlign": side, "yAlign": "bottom"}.items():
            frame.set(name(f"w:{key}"), str(value))
        properties = made.find(P_PR)
        assert properties is not None
        at = sum(1 for element in properties if element.tag in _BEFORE_FRAME)
        properties.insert(at, frame)
