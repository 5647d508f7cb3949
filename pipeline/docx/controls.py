"""Content controls: fields of plain text that staff fill in, boxes that they tick.

Enters: a placeholder's name and whether its words wait to be replaced, or a box and whether it is ticked. Leaves: an
``w:sdt`` among the runs of a paragraph. Guaranteed: ids are unique; the control holds runs of text only, as a
plain-text control must (ECMA-376 part 1, 17.5.2.44).
"""

from __future__ import annotations

from pipeline.docx.ooxml import R_PR, R_STYLE, VAL, Node, R, checked, name, sub, switch
from pipeline.model.writing import OPEN_BOX, TICKED_BOX

_FIRST = 1_300_000_001
"""Far from the id of the contents' control."""
_LONGEST = 64
"""Characters that Word keeps of a control's title."""
_BOX_FONT = "MS Gothic"
"""The font from which Word takes a box when one is clicked, as Word itself names it."""


class Controls:
    """Makes content controls, and counts them."""

    def __init__(self) -> None:
        self._count = 0

    def begin_tick(self, parent: Node, called: str, *, ticked: bool) -> Node:
        """Append a box to tick ([MS-DOCX] 2.6.1.8); return the element for the run that shows it."""
        control = sub(parent, "w:sdt")
        properties = sub(control, "w:sdtPr")
        title = called if len(called) <= _LONGEST else called[: _LONGEST - 1].rstrip() + "…"
        sub(properties, "w:alias", val=checked(title))
        sub(properties, "w:id", val=_FIRST + self._count)
        box = sub(properties, "w14:checkbox")
        sub(box, "w14:checked", w14_val=int(ticked))
        for state, shown in (("checkedState", TICKED_BOX), ("uncheckedState", OPEN_BOX)):
            sub(box, f"w14:{state}", w14_val=f"{ord(shown):04X}", w14_font=_BOX_FONT)
        self._count += 1
        return sub(control, "w:sdtContent")

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
