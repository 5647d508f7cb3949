"""Small questions to the XML of a Word file.

Enters: elements. Leaves: texts, numbers, switches. Guaranteed: an attribute that makes no sense is as one that is not
there; nothing raises.
"""

from __future__ import annotations

from lxml import etree

from pipeline.docx.ooxml import VAL, Node

_OFF = frozenset({"0", "false", "off"})
_LONGEST = 10
"""Digits of the largest number that a Word file can mean."""


def is_on(node: Node | None) -> bool:
    """Whether an on/off property is there and on (ECMA-376 part 1, 17.17.4)."""
    return node is not None and str(node.get(VAL, "1")).casefold() not in _OFF


def value_of(parent: Node | None, tag: str) -> str:
    """Return the ``w:val`` of a child, empty without one."""
    node = None if parent is None else parent.find(tag)
    return "" if node is None else str(node.get(VAL, ""))


def number_of(parent: Node | None, tag: str) -> int | None:
    """Return the ``w:val`` of a child as a number, None where there is none."""
    return as_number(value_of(parent, tag))


def as_number(text: str | None) -> int | None:
    """Return the number that *text* is, None where it is none that a Word file can mean."""
    stripped = str(text or "").strip()
    digits = stripped.removeprefix("-")
    return int(stripped) if digits.isdecimal() and digits.isascii() and len(digits) <= _LONGEST else None


def local(node: Node) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(node).localname
