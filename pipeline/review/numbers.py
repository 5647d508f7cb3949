"""What the numbering of a Word file says of list items.

Enters: ``numbering.xml``. Leaves: :class:`Numbers`. Guaranteed: an id that is not defined is no number; instances that
go back to one abstract numbering are told apart only where Word counts them apart; nothing raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.docx.ooxml import VAL, Node, name
from pipeline.review.xml import as_number, number_of
from pipeline.values import dataclass

_NUM, _ABSTRACT, _LEVEL = name("w:num"), name("w:abstractNum"), name("w:lvl")
_NUM_ID, _ABSTRACT_ID, _ILVL = name("w:numId"), name("w:abstractNumId"), name("w:ilvl")
_FORMAT, _START, _STYLE, _OVERRIDE = name("w:numFmt"), name("w:start"), name("w:pStyle"), name("w:lvlOverride")
_START_OVERRIDE = name("w:startOverride")
_DEEPEST = 8
_UNNUMBERED = frozenset({"bullet", "none", ""})


class Level(NamedTuple):
    """A level of a numbering. *ordered*: its items are numbered, the first with *start*; *shown*: they have a label."""

    ordered: bool = False
    start: int = 1
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Numbers:
    """The levels of each numbering instance, and the level (from 0) that a style is linked to."""

    levels: Mapping[str, tuple[Level, ...]]
    linked: Mapping[tuple[str, str], int]

    def level(self, number: str, level: int) -> Level | None:
        """Return a level (from 0) of an instance; None: there is no such numbering."""
        levels = self.levels.get(number)
        return None if not levels else levels[min(max(level, 0), len(levels) - 1)]


def read_numbers(root: Node | None) -> Numbers:
    """Return what ``numbering.xml`` says; nothing without it."""
    if root is None:
        return Numbers({}, {})
    abstract = {str(node.get(_ABSTRACT_ID)): node for node in root.iterchildren(_ABSTRACT)}
    known = {key: _levels(node) for key, node in abstract.items()}
    levels: dict[str, tuple[Level, ...]] = {}
    linked: dict[tuple[str, str], int] = {}
    for node in root.iterchildren(_NUM):
        number = str(node.get(_NUM_ID))
        held = node.find(_ABSTRACT_ID)
        key = "" if held is None else str(held.get(VAL))
        if key not in known:
            continue
        own = list(known[key])
        for override in node.iterchildren(_OVERRIDE):
            _override(own, override)
        levels[number] = tuple(own)
        for level in abstract[key].iterchildren(_LEVEL):
            style = level.find(_STYLE)
            if style is not None:
                linked[number, str(style.get(VAL))] = _at(level)
    return Numbers(levels, linked)


def _levels(abstract: Node) -> tuple[Level, ...]:
    found = [Level()] * (_DEEPEST + 1)
    for node in abstract.iterchildren(_LEVEL):
        found[_at(node)] = _level(node)
    return tuple(found)


def _level(node: Node) -> Level:
    kind = node.find(_FORMAT)
    written = "" if kind is None else str(kind.get(VAL, ""))
    return Level(written not in _UNNUMBERED, _start(node, _START), written != "none")


def _override(levels: list[Level], node: Node) -> None:
    at = _at(node)
    own = node.find(_LEVEL)
    if own is not None:
        levels[at] = _level(own)
    if node.find(_START_OVERRIDE) is not None:
        levels[at] = levels[at]._replace(start=_start(node, _START_OVERRIDE))


def _at(node: Node) -> int:
    return min(max(as_number(node.get(_ILVL)) or 0, 0), _DEEPEST)


def _start(parent: Node, tag: str) -> int:
    start = number_of(parent, tag)
    return 1 if start is None else start
