"""What assistive technology reads aloud where glyphs are drawn against the order of reading.

Enters: pages of a layout. Leaves: ActualText for elements with right-to-left text. Guaranteed: it is the element's text
in the order of reading; documents without such text cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.layout.frames import GlyphRun, Line, Page

_PARTED = "\u00ad "
"""Where a hyphen parts a word at a line's end."""


class _Spot(NamedTuple):
    """A run with meaning, and the number of its line."""

    line: int
    element: int
    run: GlyphRun


def spoken_texts(pages: Sequence[Page]) -> dict[int, str]:
    """Return the text of each element that has a right-to-left word among its content."""
    wanted = {spot.element for spot in _spots(pages) if any(word.rtl for word in spot.run.words)}
    texts: dict[int, list[str]] = {element: [] for element in wanted}
    lines: dict[int, int] = {}
    for line, element, run in _spots(pages):
        if element in wanted:
            if lines.get(element, line) != line:
                texts[element].append(" ")
            lines[element] = line
            texts[element].append(_text(run))
    return {element: " ".join("".join(parts).replace(_PARTED, "").split()) for element, parts in texts.items()}


def _spots(pages: Iterable[Page]) -> Iterator[_Spot]:
    line = 0
    for page in pages:
        for placed in page.placed:
            if placed.artifact:
                continue
            for item in placed.frame.items:
                if isinstance(item, Line):
                    line += 1
                    for run in item.runs:
                        if run.element is not None:
                            yield _Spot(line, run.element, run)


def _text(run: GlyphRun) -> str:
    """Return a run's text; words of a right-to-left run stand in it from left to right."""
    backwards = any(word.rtl for word in run.words)
    words = [word.text for word in (reversed(run.words) if backwards else run.words)]
    return " ".join(words) + (" " if run.space_after else "")
