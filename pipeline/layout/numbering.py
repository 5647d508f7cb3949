"""Labels of list items.

Enters: a list, the item's position and level. Leaves: the label's text and the list's numbering type for its element.
"""

from __future__ import annotations

from typing import Literal

from pipeline.model.nodes import ListBlock
from pipeline.style.theme import ListStyle

Numbering = Literal["", "None", "Disc", "Circle", "Square", "Decimal", "LowerAlpha", "LowerRoman"]

_BULLETS: dict[str, Numbering] = {"•": "Disc", "◦": "Circle", "▪": "Square", "■": "Square", "○": "Circle"}
_ROMAN = ((90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _at(entries: tuple[str, ...], level: int) -> str:
    """The entry for a level, the last one serving all deeper levels."""
    return entries[min(level, len(entries) - 1)]


def item_label(block: ListBlock, index: int, level: int, lists: ListStyle) -> str:
    """Return the label of item *index* (from 0) of a list at *level* (from 0)."""
    if not block.ordered:
        return _at(lists.bullets, level)
    number = block.start + index
    pattern = _at(lists.numbers, level)
    return pattern.replace("{1}", str(number)).replace("{a}", alphabetic(number)).replace("{i}", roman(number))


def alphabetic(number: int) -> str:
    """Return a, b, … z, aa, bb, … as Word counts; 0 and less stay digits."""
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """Return lower-case Roman numerals; 0, less, and 100 and more stay digits."""
    if not 0 < number < 100:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def bullet_numbering(lists: ListStyle, level: int) -> Numbering:
    """Return the ListNumbering (ISO 32000-1, 14.8.5.5) of a bulleted list."""
    return _BULLETS.get(_at(lists.bullets, level), "None")


def number_numbering(lists: ListStyle, level: int) -> Numbering:
    """Return the ListNumbering of a numbered list."""
    pattern = _at(lists.numbers, level)
    return "LowerAlpha" if "{a}" in pattern else "LowerRoman" if "{i}" in pattern else "Decimal"
