"""Findings as text for people: message, place, the source line with a marker under it, notes and help.

Enters: findings in the order wanted. Leaves: plain text, with ANSI colours when asked. Guaranteed: the marker stands
under exactly the columns of the place, for wide characters, combining marks and tabs too; a source line longer than
the given width is cut around its marker; control and bidirectional characters are shown as U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.diagnostics import Diagnostic, Place, Severity
from pipeline.values import dataclass

_TAB = "    "
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACE = re.compile(r"[\t\n\u2028\u2029]+")
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_GUTTER, _STRONG = "1;34", "1"
_LEAST = 40


def render_text(diagnostics: Sequence[Diagnostic], *, color: bool = False, width: int = 120) -> str:
    """Return one block for each finding, with an empty line between two."""
    painter = _Painter(color)
    return "\n".join(_block(finding, painter, max(width, _LEAST)) for finding in diagnostics)


def safe(text: str) -> str:
    """Return *text* on one line, without characters that move a terminal's cursor or turn its direction."""
    return _UNSAFE.sub("\ufffd", _SPACE.sub(" ", text))


def where(place: Place) -> str:
    """Return ``file:line:column``, or what of it is known."""
    parts = [safe(place.file)]
    if place.line:
        parts.append(str(place.line))
        if place.column:
            parts.append(str(place.column))
    return ":".join(parts)


def columns(text: str) -> int:
    """Return how many terminal columns *text* takes: two for East Asian wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@dataclass(frozen=True, slots=True)
class _Painter:
    color: bool

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text


def _block(finding: Diagnostic, paint: _Painter, width: int) -> str:
    severity = _COLORS[finding.severity]
    head = paint(f"{finding.severity.value}[{finding.code}]", severity) + paint(f": {safe(finding.message)}", _STRONG)
    place = finding.place
    gutter = " " * len(str(place.line)) if place is not None and place.line else " "
    bar = paint("|", _GUTTER)
    lines = [head]
    if place is not None:
        lines.append(f"{gutter}{paint('-->', _GUTTER)} {where(place)}")
    if place is not None and place.line and finding.source_line is not None:
        shown, marker = _excerpt(finding.source_line, place, width - len(gutter) - 3)
        label = f" {safe(finding.label)}" if finding.label else ""
        lines += [
            f"{gutter} {bar}",
            f"{paint(str(place.line), _GUTTER)} {bar} {shown}".rstrip(),
            f"{gutter} {bar} {' ' * marker[0]}{paint('^' * marker[1] + label, severity)}",
        ]
    elif finding.label:
        lines.append(f"{gutter} {paint('=', _GUTTER)} {safe(finding.label)}")
    for other in finding.related:
        lines.append(f"{gutter} {paint('=', _GUTTER)} note: {safe(other.message)} ({where(other.place)})")
    for number, part in enumerate(finding.help.splitlines()):
        lead = f"{paint('=', _GUTTER)} help: " if number == 0 else "        "
        lines.append(f"{gutter} {lead}{safe(part)}")
    return "\n".join(lines) + "\n"


def _excerpt(line: str, place: Place, width: int) -> tuple[str, tuple[int, int]]:
    """Return what to show of *line*, and where the marker stands under it: columns before it and its length."""
    start = min(max(place.column, 1) - 1, len(line))
    if place.end_line > place.line:
        end = len(line.rstrip())
    elif place.end_line == place.line and place.end_column > place.column:
        end = min(place.end_column - 1, len(line))
    else:
        end = start + 1
    before, marked, after = line[:start], line[start : max(end, start)], line[max(end, start) :]
    # A line may be megabytes long: never look at more characters than could be shown.
    marked = _fit(_plain(marked[: width + 1]), width)
    room = width - max(columns(marked), 1)
    after = _plain(after[: width + 1])
    # What stands before the marker gets two thirds of the room, and what the rest of the line leaves.
    before = _fit_end(_plain(before[-(room + 1) :]), len(before) > room + 1, max(room * 2 // 3, room - columns(after)))
    after = _fit(after, max(room - columns(before), 0))
    return before + marked + after, (columns(before), max(columns(marked), 1))


def _plain(text: str) -> str:
    return _UNSAFE.sub("\ufffd", text.replace("\t", _TAB).replace("\n", " "))


def _fit(text: str, width: int) -> str:
    """Return the start of *text* that takes at most *width* columns; an ellipsis tells that there was more."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return text + "…" if width > 0 else ""


def _fit_end(text: str, cut: bool, width: int) -> str:
    """Return the end of *text* that takes at most *width* columns; *cut*: there was more before it."""
    if not cut and columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[1:]
    return "…" + text if width > 0 else ""
