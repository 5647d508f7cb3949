"""The marks of tracked changes (ECMA-376 part 1, 17.13.5).

Enters: runs, paragraphs, rows. Leaves: the same, told as inserted or deleted. Guaranteed: each mark has a number of its
own; elements stand in the schema's order.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Literal

from pipeline.docx.ooxml import P_PR, R_PR, Node, name, sub
from pipeline.values import dataclass

Kind = Literal["ins", "del"]
INS, DEL = name("w:ins"), name("w:del")
TR_PR, TC_PR = name("w:trPr"), name("w:tcPr")
SECTION, P_CHANGE = name("w:sectPr"), name("w:pPrChange")
_AUTHOR, _DATE, _ID = name("w:author"), name("w:date"), name("w:id")
_FIRST = 1_500_000_001
"""Above all numbers of bookmarks and comments, which share a space with these."""
_LAST_OF_PARAGRAPH = frozenset({SECTION, P_CHANGE})
_NOT_CHANGED = frozenset({R_PR, SECTION, P_CHANGE})
_BEFORE_ROW = frozenset({name("w:tblPrEx")})


@dataclass(slots=True)
class Tracker:
    """Makes the marks of one author. *date*: ISO 8601; empty: they have none."""

    author: str
    date: str
    count: int = 0

    def dress(self, node: Node) -> Node:
        """Give a mark its number, author and date."""
        self.count += 1
        node.set(_ID, str(_FIRST + self.count))
        node.set(_AUTHOR, self.author)
        if self.date:
            node.set(_DATE, self.date)
        return node

    def wrapper(self, kind: Kind, like: Node) -> Node:
        """Return an element that holds inserted or deleted runs."""
        return self.dress(like.makeelement(name(f"w:{kind}")))

    def paragraph_mark(self, paragraph: Node, kind: Kind) -> None:
        """Tell the mark at a paragraph's end as inserted or deleted."""
        properties = paragraph_properties(paragraph)
        of_mark = properties.find(R_PR)
        if of_mark is None:
            of_mark = properties.makeelement(R_PR)
            at = next((place for place, one in enumerate(properties) if one.tag in _LAST_OF_PARAGRAPH), len(properties))
            properties.insert(at, of_mark)
        of_mark.insert(0, self.dress(of_mark.makeelement(name(f"w:{kind}"))))

    def row(self, row: Node, kind: Kind) -> None:
        """Tell a row of a table as inserted or deleted."""
        properties = row.find(TR_PR)
        if properties is None:
            properties = row.makeelement(TR_PR)
            row.insert(sum(one.tag in _BEFORE_ROW for one in row), properties)
        self.dress(sub(properties, f"w:{kind}"))

    def changed_look(self, paragraph: Node, before: Node | None) -> None:
        """Tell that a paragraph had the properties *before*."""
        properties = paragraph_properties(paragraph)
        change = self.dress(sub(properties, "w:pPrChange"))
        old = sub(change, "w:pPr")
        for one in () if before is None else before:
            if one.tag not in _NOT_CHANGED:
                old.append(deepcopy(one))


def paragraph_properties(paragraph: Node) -> Node:
    """Return a paragraph's ``w:pPr``, which is made where there is none."""
    found = paragraph.find(P_PR)
    if found is None:
        found = paragraph.makeelement(P_PR)
        paragraph.insert(0, found)
    return found


def take_properties(paragraph: Node, other: Node) -> None:
    """Give a paragraph the properties of another, but keep the marks of change at its own end, and its section."""
    old = paragraph.find(P_PR)
    kept = [] if old is None else [one for one in old if one.tag in _NOT_CHANGED]
    new = paragraph.makeelement(P_PR)
    theirs = other.find(P_PR)
    for one in () if theirs is None else theirs:
        if one.tag not in _NOT_CHANGED:
            new.append(deepcopy(one))
    new.extend(kept)
    if old is not None:
        paragraph.remove(old)
    paragraph.insert(0, new)
