"""Numbering: what puts bullets and numbers before list items, and ``numbering.xml``.

Enters: lists as they are met. Leaves: ids of numbering instances at once, the part at the end. Guaranteed: bullets of
one indent share an instance; each numbered list has its own, which starts where the list starts; an instance is
defined for every id that was given out; levels are linked to the list styles, so that either brings the other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.docx.looks import Look, indents
from pipeline.docx.names import LEVELS_WITH_STYLES
from pipeline.docx.ooxml import Node, root, sub
from pipeline.docx.properties import add_family
from pipeline.style.theme import ListStyle, StyleName, Theme
from pipeline.units import twips

DEEPEST = 9
"""Word's lists have nine levels (ECMA-376 part 1, 17.9.1)."""
_PATTERN = re.compile(r"\{([1aAiI])\}")
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class _Scheme(NamedTuple):
    """An abstract numbering: nine levels of bullets or numbers, the outermost label *origin* twips from the margin."""

    ordered: bool
    origin: int
    font: StyleName


class Numbering:
    """Gives out numbering instances. The first two belong to the list styles: bullets, then numbers."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._schemes: dict[_Scheme, int] = {}
        self._instances: list[tuple[int, int, int]] = []
        self._shared: dict[int, int] = {}
        for ordered in (False, True):
            self._share(_Scheme(ordered, 0, "list"))

    def shared(self, look: Look) -> tuple[int, int]:
        """Return the instance and level (from 0) for the style of a list item's look."""
        level = min(look.level, DEEPEST - 1)
        return self._share(self._scheme(look)), level

    def start(self, look: Look, start: int) -> int:
        """Return a new instance for a numbered list whose items have *look* and whose first number is *start*."""
        scheme = self._abstract(self._scheme(look))
        self._instances.append((scheme, min(look.level, DEEPEST - 1), max(start, 0)))
        return len(self._instances)

    def _scheme(self, look: Look) -> _Scheme:
        origin = look.left + indents(look.base, self._theme)[0] - (look.level + 1) * self._theme.lists.indent
        font: StyleName = "list" if look.label == "number" else look.base
        return _Scheme(look.label == "number", twips(origin), font)

    def _abstract(self, scheme: _Scheme) -> int:
        return self._schemes.setdefault(scheme, len(self._schemes))

    def _share(self, scheme: _Scheme) -> int:
        abstract = self._abstract(scheme)
        found = self._shared.get(abstract)
        if found is None:
            self._instances.append((abstract, -1, 0))
            found = self._shared[abstract] = len(self._instances)
        return found

    def element(self) -> Node:
        """Return the root of ``numbering.xml``."""
        numbering = root("w:numbering")
        for scheme, number in self._schemes.items():
            _add_abstract(numbering, number, scheme, self._theme)
        for position, (abstract, level, start) in enumerate(self._instances, start=1):
            made = sub(numbering, "w:num", numId=position)
            sub(made, "w:abstractNumId", val=abstract)
            if level >= 0:
                override = sub(made, "w:lvlOverride", ilvl=level)
                sub(override, "w:startOverride", val=start)
        return numbering


def _add_abstract(parent: Node, number: int, scheme: _Scheme, theme: Theme) -> None:
    made = sub(parent, "w:abstractNum", abstractNumId=number)
    sub(made, "w:nsid", val=f"{0x42000000 + number:08X}")
    sub(made, "w:multiLevelType", val="multilevel")
    linked = scheme == _Scheme(scheme.ordered, 0, "list")
    for level in range(DEEPEST):
        _add_level(made, level, scheme, theme, linked=linked and level < LEVELS_WITH_STYLES)


def _add_level(parent: Node, level: int, scheme: _Scheme, theme: Theme, *, linked: bool) -> None:
    lists = theme.lists
    kind, text = _number(lists, level) if scheme.ordered else ("bullet", _at(lists.bullets, level))
    made = sub(parent, "w:lvl", ilvl=level)
    sub(made, "w:start", val=1)
    sub(made, "w:numFmt", val=kind)
    if linked:
        name = "ListNumber" if scheme.ordered else "ListBullet"
        sub(made, "w:pStyle", val=f"{name}{level + 1}" if level else name)
    sub(made, "w:suff", val="tab")
    sub(made, "w:lvlText", val=text)
    sub(made, "w:lvlJc", val="left")
    indent = twips(lists.indent)
    sub(sub(made, "w:pPr"), "w:ind", left=scheme.origin + (level + 1) * indent, hanging=indent)
    if not scheme.ordered:
        add_family(sub(made, "w:rPr"), _family_with(text, scheme.font, theme))


def _at(entries: tuple[str, ...], level: int) -> str:
    """The entry for a level, the last one serving all deeper levels."""
    return entries[min(level, len(entries) - 1)]


def _number(lists: ListStyle, level: int) -> tuple[str, str]:
    """Return a level's number format and its text, in which ``%1`` to ``%9`` stand for the levels' numbers."""
    pattern = _at(lists.numbers, level)
    found = _PATTERN.search(pattern)
    kind = _FORMATS[found[1]] if found else "none"
    return kind, _PATTERN.sub(f"%{level + 1}", pattern.replace("%", "%%"), count=1)


def _family_with(text: str, base: StyleName, theme: Theme) -> str:
    """Return the first family of a role's fonts that has a bullet's characters, else the role's own."""
    chain = theme.fonts.chain(theme.styles[base].font)
    return next((face.family for face in chain if face.coverage.issuperset(map(ord, text))), chain[0].family)
