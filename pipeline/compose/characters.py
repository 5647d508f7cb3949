"""The characters that composing uses for itself, and what becomes of the ones that a document cannot hold.

Enters: text of the data or of a template. Leaves: text as a document's nodes hold it, or escaped for Markdown.
Guaranteed: tidy text holds no control character, no line end, no noncharacter and no lone surrogate; its runs of white
space are single spaces; every other character, no-break spaces among them, stays as it is.
"""

from __future__ import annotations

import re

# Noncharacters (Unicode 23.7 sets them aside for a program's inner use) stand for things in filled Markdown. The
# loader takes them out of data, and templates must not hold them.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Around the number of a printed value."""

LINE_OPEN, LINE_CLOSE = "\ufdd2", "\ufdd3"
"""Around the number of a template's line."""

HASH = "\ufdd4"
"""Between ``{`` and ``#`` of an anchor, which Jinja2 would read as a comment."""

FILLER = "\ufdd5"
"""In the place of a character that is taken out of rich text, so that the others keep their positions."""

PLACEHOLDER = re.compile(f"{OPEN}([0-9]+){CLOSE}")
LINE_MARK = re.compile(f"{LINE_OPEN}([0-9]+){LINE_CLOSE}")
RESERVED = re.compile("[\ufdd0-\ufdef]")

_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff{_PLANES}]")
_SPACES = re.compile("[ \t\n\x0b\x0c\r\x85\u2028\u2029]+")
_TWO_SPACES = re.compile("  +")
_RICH_FORBIDDEN = re.compile(_FORBIDDEN.pattern)
_RICH_LINE_END = re.compile("\r\n?")
_RICH_SPACE = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", " "))

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~^{}]")
_LEADING_MARKUP = re.compile(r"^([ ]*)([-+#=:]|[0-9]+(?=[.)](?: |$)))")


def tidy(text: str) -> str:
    """Return *text* as a node holds it: what cannot be shown dropped, every run of white space one space."""
    if not text.isprintable():
        text = _SPACES.sub(" ", _FORBIDDEN.sub("", text))
    elif "  " in text:
        text = _TWO_SPACES.sub(" ", text)
    return text if type(text) is str else str(text)


def prepared(text: str) -> str:
    """Return rich text ready for parsing, as long as before: Markdown's line ends only, fillers for what is dropped."""
    if text.isprintable():
        return text
    text = _RICH_LINE_END.sub(lambda end: "\n" if len(end[0]) == 1 else f"{FILLER}\n", text)
    return _RICH_FORBIDDEN.sub(FILLER, text.translate(_RICH_SPACE))


def escaped(text: str, line_start: bool = False) -> str:
    """Return *text* as Markdown that means nothing but this text. *line_start*: a line begins with it."""
    text = _MARKUP.sub(r"\\\g<0>", tidy(text))
    if not line_start:
        return text
    return _LEADING_MARKUP.sub(lambda start: f"{start[1]}{_escaped_start(start[2])}", text)


def _escaped_start(start: str) -> str:
    # A list's number is escaped at its full stop, which the caller's text goes on with.
    return f"{start}\\" if start.isdigit() else f"\\{start}"
