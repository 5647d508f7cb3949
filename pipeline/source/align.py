"""Which character of a file each character of a scalar's value comes from.

Enters: a scalar's value and its text in the file. Leaves: for each character of the value its index in the file.
Guaranteed: exact for every character that is not white space; a run of white space is mapped to the run it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\n[ \t]*|.)", re.DOTALL)
_NAMED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
}
_NAMED.update({"N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"})
_SPACE = " \t\n"


def escapes(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and meaning of each escape of a double-quoted scalar (YAML 1.2.2, 5.7); a line end: ``""``."""
    at = text.find("\\", start, end)
    while at >= 0:
        match = _ESCAPE.match(text, at, end)
        if match is None:
            return
        yield at, match.end(), _meaning(match[0][1:])
        at = text.find("\\", match.end(), end)


def align(text: str, start: int, end: int, style: str, value: str, stand_ins: Mapping[str, str]) -> list[int] | None:
    """Return for each character of *value* its index in *text*; None when the two do not belong together."""
    special = {at: (after, meaning) for at, after, meaning in escapes(text, start, end)} if style == '"' else {}
    at = start + 1 if style in ('"', "'") else start
    offsets: list[int] = []
    while len(offsets) < len(value):
        if at >= end:
            # What remains can only be the line ends that a block scalar keeps.
            return None if value[len(offsets) :].strip(_SPACE) else offsets + [end - 1] * (len(value) - len(offsets))
        wanted = value[len(offsets)]
        after, meaning = special.get(at) or (at + 1, stand_ins.get(text[at], text[at]))
        if at in special or text[at] in stand_ins:
            if meaning == wanted:
                offsets.append(at)
        elif wanted == meaning and wanted not in _SPACE:
            offsets.append(at)
            after += style == "'" and wanted == "'"
        elif wanted in _SPACE:
            after = _past_space(text, at, end)
            offsets.extend([at] * (_past_space(value, len(offsets), len(value)) - len(offsets)))
        elif text[at] not in _SPACE:
            return None
        at = after
    return offsets


def _past_space(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _SPACE:
        at += 1
    return at


def _meaning(escape: str) -> str:
    if escape[0] in "xuU" and len(escape) > 1:
        code = int(escape[1:], 16)
        return chr(code) if code <= 0x10FFFF else ""
    return "" if escape[0] == "\n" else _NAMED.get(escape, escape)
