"""Room for handwriting: ``---`` with the class ``ruled``, ``grid``, ``dotted`` or ``blank``.

Enters: the attributes on the line before. Leaves: a :class:`~pipeline.model.writing.WritingSpace`. Guaranteed: a
spacing or a number of lines that no hand could use is reported at its place.
"""

from __future__ import annotations

import re
from typing import get_args

from pipeline.compose.attributes import Attributes
from pipeline.compose.options import Given
from pipeline.compose.passage import Passage
from pipeline.model.writing import WritingPattern, WritingSpace
from pipeline.units import Length

PATTERNS: tuple[WritingPattern, ...] = get_args(WritingPattern)
_USUAL = {"ruled": Length.parse("8mm"), "grid": Length.parse("5mm"), "dotted": Length.parse("5mm")}
_LEAST, _MOST = Length.parse("3mm"), Length.parse("30mm")
_MOST_LINES = 100
_SHOWN = "a length from 3mm to 30mm, such as 8mm or 0.25in"


def read_writing_space(passage: Passage, attributes: Attributes, given: Given) -> WritingSpace | None:
    """Return the room that *attributes* ask for; None: they ask for something else."""
    pattern = next((name for name in PATTERNS if name in attributes.classes), None)
    if pattern is None:
        for key in attributes.pairs:
            help = f"choose {', '.join(f'.{name}' for name in PATTERNS)}"
            passage.fault("misplaced-attributes", f"`{key}` is for lines to write on", given.line, help=help, mark=key)
        return None
    if passage.nested:
        help = "move it out; it takes the width of the page"
        passage.fault("misplaced-writing-space", "lines to write on stand inside another block", given.line, help=help)
    spacing = _spacing(passage, attributes, given, pattern)
    return WritingSpace(pattern, spacing, _lines(passage, attributes, given))


def _spacing(passage: Passage, attributes: Attributes, given: Given, pattern: WritingPattern) -> float:
    usual = float(_USUAL.get(pattern, _USUAL["ruled"]))
    written = attributes.pairs.get("spacing")
    if written is None:
        return usual
    text = passage.string(written).strip()
    try:
        found = Length.parse(text)
    except ValueError:
        found = Length(0)
    if _LEAST <= found <= _MOST:
        return float(found)
    message = f"{text!r} is no distance of lines to write on"
    _tell(passage, given, written, message, f"write {_SHOWN}")
    return usual


def _lines(passage: Passage, attributes: Attributes, given: Given) -> int | None:
    written = attributes.pairs.get("lines")
    if written is None:
        return None
    text = passage.string(written).strip()
    if re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= _MOST_LINES:
        return int(text)
    help = "without `lines`, it is all that is left of the page"
    _tell(passage, given, written, f"{text!r} is no number of lines from 1 to {_MOST_LINES}", help)
    return None


def _tell(passage: Passage, given: Given, written: str, message: str, help: str) -> None:
    data = passage.data_place(written)
    passage.fault("bad-writing-space", message, given.line, help=help, text=written, mark=written, data=data)
