"""Running text of a section: what stands at the left, in the middle and at the right of a header or footer.

Enters: patterns and the values of their fields. Leaves: the parts that show, shortened where they would run into each
other. Guaranteed: no header or footer takes a second line, by the rule that layout has; numbers of pages stay fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipeline.docx.measure import Measure
from pipeline.model.nodes import Document, Paragraph, Text
from pipeline.style.running import Parts, RunningEdge, alternates, filled, running_text
from pipeline.style.theme import Field, RunningText, StyleName, Theme
from pipeline.values import dataclass

Kind = Literal["default", "even", "first"]
"""Pages of a section that have a header or footer of their own, as Word names them; default: all others."""
NUMBERS = {"page": "PAGE", "pages": "NUMPAGES"}
"""Fields that Word counts itself."""
_GAP = 12.0
"""Points that stay free between two texts of a header or footer."""
_SLACK = 0.97
"""How full a place may get: text is measured here without kerning."""


@dataclass(frozen=True, slots=True)
class Running:
    """What a section's running text shows. *page*, *pages*: the first page's number and the number of pages.

    *values*: the other fields; *bare*: only the marking and a copy's number run. *lang*: the language of the text.
    *wide*: the page lies on its side. *opens*: the section's first page is that of the contents or of a paper.
    """

    values: Mapping[str, str]
    page: int
    pages: int
    lang: str
    bare: bool = False
    wide: bool = False
    opens: bool = False

    @property
    def known(self) -> dict[str, str]:
        """The value of every field."""
        return {**self.values, "page": str(self.page), "pages": str(self.pages)}

    def pattern(self, edge: RunningEdge, theme: Theme, kind: Kind = "default") -> RunningText:
        """Return the pattern of the section's header or footer on pages of a *kind*."""
        number = self.page
        if kind != "first" and alternates(theme):
            number = 2 if kind == "even" else 1
        return running_text(theme, edge, number, first=kind == "first", bare=self.bare, wide=self.wide)


def values_of(document: Document, paper: str, tab: str, marking: str | None = None) -> dict[str, str]:
    """Return what the fields of running text stand for, but for numbers of pages. *marking* None: the document's."""
    metadata = document.metadata
    label = document.labels.copy.replace("{copies}", str(metadata.copies)).replace("{copy}", str(metadata.copy))
    return {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "paper": paper,
        "tab": tab,
        "marking": metadata.marking if marking is None else marking,
        "date": metadata.shown_date,
        "copy": label if metadata.copy else "",
    }


class Fitter:
    """Shortens running text as layout does."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._measure = Measure(theme)

    def sides(self, base: RunningEdge, running: Running, kind: Kind = "default") -> tuple[Parts, Parts, Parts]:
        """Return what stands at the left, in the middle and at the right of a header or footer."""
        pattern, known = running.pattern(base, self._theme, kind), running.known
        sides = [filled(parts, known) for parts in (pattern.left, pattern.center, pattern.right)]
        page = self._theme.page.turned() if running.wide else self._theme.page
        widths = [self._width(_text(side, known), base) for side in sides]
        rooms = _rooms(widths, page.measure)
        left, center, right = (
            side if width <= room * _SLACK else self._shortened(side, room * _SLACK, base, known)
            for side, width, room in zip(sides, widths, rooms, strict=True)
        )
        return left, center, right

    def _width(self, text: str, base: StyleName) -> float:
        return self._measure.blocks([Paragraph((Text(text),))], base, strong=False)[1] if text else 0.0

    def _shortened(self, parts: Parts, room: float, base: StyleName, known: Mapping[str, str]) -> Parts:
        """Return as many words as fit, with an ellipsis in place of the rest."""
        words = _text(parts, known).split(" ")
        while words and self._width(f"{' '.join(words)}…", base) > room:
            words.pop()
        left = len(" ".join(words))
        shown: list[str | Field] = []
        for part in parts if words else ():
            text = part if isinstance(part, str) else known[part.name]
            if len(text) > left:
                return (*shown, f"{text[:left]}…")
            shown.append(part)
            left -= len(text)
        return tuple(shown)


def _text(parts: Parts, known: Mapping[str, str]) -> str:
    return "".join(part if isinstance(part, str) else known[part.name] for part in parts)


def _rooms(widths: list[float], measure: float) -> tuple[float, float, float]:
    """Share a line among three texts."""
    left, center, right = widths
    if center:
        side = max((measure - min(center, measure / 2)) / 2 - _GAP, 0.0)
        return side, measure / 2, side
    if left and right:
        half = (measure - _GAP) / 2
        return max(half, measure - _GAP - right), 0.0, max(half, measure - _GAP - left)
    return measure, 0.0, measure
