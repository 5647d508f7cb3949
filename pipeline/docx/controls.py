"""Content controls: fields of plain text that staff fill in.

Enters: a placeholder's name and whether its words wait to be replaced. Leaves: an ``w:sdt`` among the runs of a
paragraph. Guaranteed: ids are unique; the control holds runs of text only, as a plain-text control must (ECMA-376
part 1, 17.5.2.44).
"""

from __future__ import annotations

from pipeline.docx.ooxml import R_PR, R_STYLE, VAL, Node, R, checked, name, sub, switch

_FIRST = 1_300_000_001
"""Far from the id of the contents' control."""


class Controls:
    """Makes content controls, and counts them."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self, parent: Node, called: str, *, waiting: bool) -> Node:
        """Append a control; return the element for its runs. *waiting*: a click selects all its words."""
        control = sub(parent, "w:sdt")
        properties = sub(control, "w:sdtPr")
        sub(properties, "w:alias", val=checked(called))
        sub(properties, "w:tag", val=checked(called))
        sub(properties, "w:id", val=_FIRST + self._count)
        if waiting:
            switch(properties, "w:showingPlcHdr", True)
        sub(properties, "w:text")
        self._count += 1
        return sub(control, "w:sdtContent")


def style_runs(content: Node, style: str) -> None:
    """Give the runs of a control a character style, where they have none."""
    for run in content.iterchildren(R):
        properties = run.find(R_PR)
        if properties is None:
            properties = run.makeelement(R_PR)
            run.insert(0, properties)
        if properties.find(R_STYLE) is None:
            made = properties.makeelement(name("w:rStyle"), {VAL: style})
            properties.insert(0, made)
