"""A style's resolved properties, and how they become ``w:pPr`` and ``w:rPr``.

Enters: properties and those of the style that it is based on. Leaves: elements that hold the difference alone, in the
order of the schema (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28). Guaranteed: what the base has and the style has not is
taken back explicitly.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.docx.ooxml import Node, detached, sub, switch
from pipeline.style.theme import Alignment, Border
from pipeline.units import eighth_points
from pipeline.values import dataclass

_JC = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_THICKEST, _THINNEST, _WIDEST_GAP = 96, 2, 31
"""Limits of ``w:sz`` in eighths of a point and of ``w:space`` in points (17.3.4)."""
_NUMBER_FORMS = {"lnum": "lining", "onum": "oldStyle"}
_NUMBER_SPACINGS = {"tnum": "tabular", "pnum": "proportional"}


class Edge(NamedTuple):
    """A paragraph's border on one side: eighths of a point, a colour, points to the text."""

    side: str
    size: int
    color: str
    space: int


class TabStop(NamedTuple):
    """A tab stop: twips from the left edge, ``left``, ``center`` or ``right``, a leader or an empty text."""

    position: int
    kind: str
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a paragraph style says. Lengths in twips, *size* in half-points; *line* 0 means single, not exact.

    *first*: the first line's indent, negative for a hanging one. *number*: a numbering instance and a level from 0.
    *unnumbered*: its lines have no numbers where those of the section have.
    """

    family: str
    size: int
    color: str = "auto"
    bold: bool = False
    italic: bool = False
    caps: bool = False
    tracking: int = 0
    features: tuple[str, ...] = ()
    no_proof: bool = False
    line: int = 0
    before: int = 0
    after: int = 0
    left: int = 0
    right: int = 0
    first: int = 0
    align: Alignment = "left"
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    edges: tuple[Edge, ...] = ()
    shade: str = ""
    tabs: tuple[TabStop, ...] = ()
    number: tuple[int, int] | None = None
    unnumbered: bool = False


def edge(side: str, border: Border, space: float | None = None) -> Edge:
    """Return *border* as a paragraph's edge; *space* (points) in place of its gap."""
    size = min(max(eighth_points(border.width), _THINNEST), _THICKEST)
    gap = border.gap if space is None else space
    return Edge(side, size, border.color.hex, min(max(round(gap), 0), _WIDEST_GAP))


def paragraph_properties(own: Properties, base: Properties | None) -> Node | None:
    """Return the ``w:pPr`` of a style, or None where it has nothing to say; *base* None: say everything."""
    made = detached("w:pPr")
    for tag, value, inherited in (
        ("w:keepNext", own.keep_next, base is not None and base.keep_next),
        ("w:keepLines", own.keep_lines, base is not None and base.keep_lines),
    ):
        if value != inherited:
            switch(made, tag, value)
    if base is None:
        switch(made, "w:widowControl", True)
    if own.number is not None and (base is None or own.number != base.number):
        numbering = sub(made, "w:numPr")
        if own.number[1]:
            sub(numbering, "w:ilvl", val=own.number[1])
        sub(numbering, "w:numId", val=own.number[0])
    elif base is not None and base.number is not None and own.number is None:
        sub(sub(made, "w:numPr"), "w:numId", val=0)
    if own.unnumbered != (base is not None and base.unnumbered):
        switch(made, "w:suppressLineNumbers", own.unnumbered)
    _add_edges(made, own.edges, base.edges if base else ())
    if own.shade != (base.shade if base else ""):
        sub(made, "w:shd", val="clear", color="auto", fill=own.shade or "auto")
    _add_tabs(made, own.tabs, base.tabs if base else ())
    _add_spacing(made, own, base)
    _add_indents(made, own, base)
    if own.align != (base.align if base else "left"):
        sub(made, "w:jc", val=_JC[own.align])
    if own.outline is not None and own.outline != (base.outline if base else None):
        sub(made, "w:outlineLvl", val=own.outline)
    return made if len(made) else None


def _add_edges(parent: Node, own: tuple[Edge, ...], base: tuple[Edge, ...]) -> None:
    if own == base:
        return
    borders = sub(parent, "w:pBdr")
    sides = {side.side: side for side in own}
    inherited = {side.side for side in base}
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            _, size, color, space = sides[side]
            sub(borders, f"w:{side}", val="single", sz=size, space=space, color=color)
        elif side in inherited:
            sub(borders, f"w:{side}", val="nil")


def _add_tabs(parent: Node, own: tuple[TabStop, ...], base: tuple[TabStop, ...]) -> None:
    if own == base:
        return
    stops = sub(parent, "w:tabs")
    cleared = [TabStop(stop.position, "clear") for stop in base if stop.position not in {new.position for new in own}]
    for stop in sorted([*own, *cleared]):
        leader = {"leader": stop.leader} if stop.leader else {}
        sub(stops, "w:tab", val=stop.kind, **leader, pos=stop.position)


def _add_spacing(parent: Node, own: Properties, base: Properties | None) -> None:
    attributes: dict[str, str | int] = {}
    if base is None or own.before != base.before:
        attributes["before"] = own.before
    if base is None or own.after != base.after:
        attributes["after"] = own.after
    if base is None or own.line != base.line:
        attributes |= {"line": own.line or 240, "lineRule": "exact" if own.line else "auto"}
    if attributes:
        sub(parent, "w:spacing", **attributes)


def _add_indents(parent: Node, own: Properties, base: Properties | None) -> None:
    left, right, first = (base.left, base.right, base.first) if base else (0, 0, 0)
    attributes: dict[str, str | int] = {}
    if own.left != left or own.first != first:
        attributes["left"] = own.left
    if own.right != right:
        attributes["right"] = own.right
    if own.first != first:
        hanging = own.first < 0 or (own.first == 0 and first < 0)
        attributes["hanging" if hanging else "firstLine"] = abs(own.first)
    if attributes:
        sub(parent, "w:ind", **attributes)


def run_properties(own: Properties, base: Properties | None) -> Node | None:
    """Return the ``w:rPr`` of a paragraph style, or None where it says what its base says; *base* None: everything."""
    made = detached("w:rPr")
    if base is None or own.family != base.family:
        add_family(made, own.family)
    for tag, complex_tag, value, inherited in (
        ("w:b", "w:bCs", own.bold, base is not None and base.bold),
        ("w:i", "w:iCs", own.italic, base is not None and base.italic),
    ):
        if value != inherited:
            switch(made, tag, value)
            switch(made, complex_tag, value)
    if own.caps != (base is not None and base.caps):
        switch(made, "w:caps", own.caps)
    if own.no_proof != (base is not None and base.no_proof):
        switch(made, "w:noProof", own.no_proof)
    if own.color != (base.color if base else "auto"):
        sub(made, "w:color", val=own.color)
    if own.tracking != (base.tracking if base else 0):
        sub(made, "w:spacing", val=own.tracking)
    if base is None:
        sub(made, "w:kern", val=1)
    if base is None or own.size != base.size:
        sub(made, "w:sz", val=own.size)
        sub(made, "w:szCs", val=own.size)
    _add_features(made, own, base)
    return made if len(made) else None


def add_family(parent: Node, family: str) -> None:
    """Append ``w:rFonts``: one family for every script."""
    sub(parent, "w:rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)


def _add_features(parent: Node, own: Properties, base: Properties | None) -> None:
    """OpenType features that Word can name ([MS-DOCX] 2.6.1); the standard's ligatures are on everywhere."""
    if base is None:
        sub(parent, "w14:ligatures", w14_val="standard")
    for tag, values in (("w14:numForm", _NUMBER_FORMS), ("w14:numSpacing", _NUMBER_SPACINGS)):
        wanted = next((values[feature] for feature in own.features if feature in values), "default")
        inherited = next(
            (values[feature] for feature in (base.features if base else ()) if feature in values), "default"
        )
        if wanted != inherited:
            sub(parent, tag, w14_val=wanted)
