"""From bytes to text that a YAML parser can read.

Enters: the bytes of a file. Leaves: its text with ``\\n`` as the only line end, its lines for showing, and findings.
Guaranteed: the text holds no character that YAML forbids; every character of it stands in the line and column where an
editor shows it; what was taken out is named by a warning at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.diagnostics import Diagnostic, Place, error, warning
from pipeline.values import dataclass

MAX_BYTES = 10_000_000
"""How large a file may be. A book of a thousand pages is a tenth of this."""

MOST_WARNINGS = 20
"""How many forbidden characters of one file are named one by one."""

CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
"""C0 and C1 controls but tab and line feed, DEL, the byte order mark, and Unicode's noncharacters: a class body."""

CONTROLS = re.compile(f"[{CONTROL}]")

# YAML 1.1, which the parser follows here, ends a line at these two; YAML 1.2 (5.4) does not.
_SEPARATORS = "\u2028\u2029"
_LINE_ENDS = "\x0b\x0c\x85"
_WRITTEN_LINE_ENDS = re.compile(f"\r\n?|[{_LINE_ENDS}]")

_UNREADABLE = re.compile(f"[{CONTROL}{_SEPARATORS}]")

_BLANK = re.compile(r"^[ \t]*\t[ \t]*$", re.MULTILINE)

_UTF16, _UTF32 = "UTF-16", "UTF-32"
_MARKS = (
    (b"\xff\xfe\x00\x00", _UTF32),
    (b"\x00\x00\xfe\xff", _UTF32),
    (b"\xff\xfe", _UTF16),
    (b"\xfe\xff", _UTF16),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
)
_SAVE_AS = "save the file as UTF-8 (in the editor: Save with encoding)"


@dataclass(frozen=True, slots=True)
class Text:
    """What a parser reads. *stand_ins* maps characters of *text* to what they stand for in the file's values."""

    text: str
    lines: tuple[str, ...]
    stand_ins: Mapping[str, str]


def decode(data: bytes, file: str) -> tuple[Text | None, list[Diagnostic]]:
    """Read *data* as UTF-8, with or without a byte order mark. Without a Text there is one error at least."""
    fault = _unreadable(data, file)
    if fault is not None:
        return None, [fault]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return None, [_wrong_byte(data, problem.start, file)]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        # YAML 1.2 lets a line of white space be; the parser does not when it holds a tab.
        text = _BLANK.sub(lambda blank: " " * len(blank[0]), text)
    if _UNREADABLE.search(text) is None:
        return Text(text, tuple(text.split("\n")), {}), []
    removed, space, line_separator, paragraph_separator = _unused(text)
    controls = [character for character in sorted(set(text)) if CONTROLS.match(character)]
    lines = tuple(_replaced(text, controls, "\ufffd").split("\n"))
    found = _control_warnings(text, lines, file)
    text = _replaced(text, [character for character in controls if character in _LINE_ENDS], space)
    text = _replaced(text, [character for character in controls if character not in _LINE_ENDS], removed)
    text = text.replace("\u2028", line_separator).replace("\u2029", paragraph_separator)
    stand_ins = {removed: "", space: " ", line_separator: "\u2028", paragraph_separator: "\u2029"}
    return Text(text, lines, stand_ins), found


def without_controls(text: str) -> str:
    """Return *text* without control characters; a space stands for those that end a line."""
    text = _WRITTEN_LINE_ENDS.sub(lambda end: "\n" if end[0] == "\r\n" else " ", text)
    return CONTROLS.sub("", text)


def _replaced(text: str, characters: list[str], by: str) -> str:
    # Character by character: a file of nothing else would keep a regular expression busy for seconds.
    for character in characters:
        text = text.replace(character, by)
    return text


def control_warning(character: str, place: Place, line: str) -> Diagnostic:
    """Say that *character*, which no document can show, was taken out at *place*."""
    done = "became a space" if character in f"\r{_LINE_ENDS}" else "was left out"
    return warning(
        "control-character",
        f"the invisible character U+{ord(character):04X} {done}",
        place,
        label="here",
        help="delete it; it often comes from copying out of another program",
        source_line=line,
    )


def _unreadable(data: bytes, file: str) -> Diagnostic | None:
    """Return why *data* cannot be a YAML file in UTF-8, as far as a glance tells."""
    if len(data) > MAX_BYTES:
        return too_large(file)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _wrong_encoding(file, name)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return _binary(file, f"this is {kind}, not a YAML file")
    zero = data.find(b"\0")
    if zero < 0:
        return None
    head = data[:2000]
    if max(head[0::2].count(0), head[1::2].count(0)) * 3 > len(head):
        return _wrong_encoding(file, _UTF16)
    line = data.count(b"\n", 0, zero) + 1
    return _binary(file, f"this is no text file: line {line} holds a NUL character")


def too_large(file: str, limit: int = MAX_BYTES) -> Diagnostic:
    """Say that *file* has more than *limit* bytes."""
    size = f"{limit / 1e6:,.0f} MB" if limit >= 1_000_000 else f"{limit:,} bytes"
    return error(
        "file-too-large",
        f"the file is larger than {size}",
        Place(file),
        help="split it, or check that it is the right one",
    )


def _wrong_encoding(file: str, name: str) -> Diagnostic:
    return error("wrong-encoding", f"the file is in {name}; only UTF-8 is read", Place(file), help=_SAVE_AS)


def _binary(file: str, message: str) -> Diagnostic:
    return error("binary-file", message, Place(file), help="give the name of a YAML text file")


def _wrong_byte(data: bytes, at: int, file: str) -> Diagnostic:
    """Name the first byte that is not UTF-8, its line, and what it means in Windows' Western encoding."""
    before = data[:at].removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    rest = re.split(rb"[\r\n]", data[at : at + 4000], maxsplit=1)[0].decode("cp1252", "replace")
    shown = CONTROLS.sub("\ufffd", before[before.rfind("\n") + 1 :] + rest)
    meant = data[at : at + 1].decode("cp1252", "replace")
    guess = f"; in Latin-1 (Windows-1252) it is {meant!r}" if meant.isprintable() and meant != "\ufffd" else ""
    return error(
        "wrong-encoding",
        f"line {line} is not in UTF-8: byte 0x{data[at]:02X}{guess}",
        Place(file, line, column, line, column + 1),
        label="this byte",
        help=_SAVE_AS,
        source_line=shown,
    )


def _control_warnings(text: str, shown: tuple[str, ...], file: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), 1):
        for match in CONTROLS.finditer(line):
            if len(found) == MOST_WARNINGS:
                return [*found, more_control_warnings(file)]
            column = match.start() + 1
            place = Place(file, number, column, number, column + 1)
            found.append(control_warning(match[0], place, shown[number - 1]))
    return found


def more_control_warnings(file: str) -> Diagnostic:
    """Stand for the warnings after the first :data:`MOST_WARNINGS`."""
    return warning(
        "control-character",
        f"the file holds more than {MOST_WARNINGS} invisible characters; none is kept",
        Place(file),
        help="type the text anew where it was pasted",
    )


def _unused(text: str) -> tuple[str, str, str, str]:
    """Return four private-use characters that *text* does not hold; there are more of them than bytes allowed."""
    used = set(text)
    free = (chr(code) for code in _private() if chr(code) not in used)
    return next(free), next(free), next(free), next(free)


def _private() -> Iterator[int]:
    yield from range(0xF8FF, 0xDFFF, -1)
    yield from range(0xF0000, 0xFFFFE)
    yield from range(0x100000, 0x10FFFE)
