"""How a text is written in YAML, in the style that its author chose.

Enters: a text, and how the text that it replaces is written. Leaves: ways to write it, the best first. Guaranteed: the
last way holds any text; whether one means the text is for the caller to find out by loading it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LEAST_WIDTH = 60
_WIDTH = 100
_RAGGED = 0.6
"""How full a line within a text is at least, as a part of its width."""
_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SIGN = re.compile(r"[-+*#>|=:]+|[0-9]{1,9}[.)]")
"""What would mean something at the start of a line: in YAML, or in Markdown."""
_CONTROL = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\r": "\\r", "\0": "\\0"}


class Manner(NamedTuple):
    """How a scalar is written: *style* as :class:`~pipeline.source.tree.Node` has it, a block's *header* (``>-``).

    *indent*: of its further lines. *column*: of its first character. *lines*: the lines it had, without indentation.
    *flow*: it stands in braces or brackets.
    """

    style: str = ""
    header: str = ""
    indent: int = 2
    column: int = 0
    lines: tuple[str, ...] = ()
    flow: bool = False


def ways(text: str, manner: Manner) -> list[str]:
    """Return ways to write *text*; a block's begin with its header, and their lines have their indentation."""
    text = text.rstrip("\n")
    found: list[str] = []
    if manner.style in ("|", ">") and not manner.flow:
        if manner.style == ">" and _folds(text):
            found.append(_block(_folded(text, manner), manner.header, manner))
        else:
            header = manner.header.replace(">", "|") or "|-"
            found.append(_block([line.rstrip(" ") for line in text.split("\n")], header, manner))
    elif "\n" in text and not manner.flow:
        found.append(_block([line.rstrip(" ") for line in text.split("\n")], "|-", manner))
    else:
        if manner.style == "":
            found.append(_wrapped(text, manner))
        if manner.style != '"':
            found.append("'" + _wrapped(text.replace("'", "''"), manner) + "'")
    found.append(quoted(text))
    if manner.style == '"' and len(manner.lines) > 1 and "\\" not in found[-1]:
        found.insert(0, _wrapped(found[-1], manner))
    if manner.style == "" and "'" in text:
        found[-2:] = reversed(found[-2:])
    return found


def quoted(text: str) -> str:
    """Return *text* in double quotes (YAML 1.2.2, 7.3.1)."""
    parts = [_CONTROL.get(char) or (char if _shown(char) else _escape(char)) for char in text]
    return '"' + "".join(parts) + '"'


def _shown(char: str) -> bool:
    return char.isprintable() or char in "\u00a0\u00ad\u2009\u202f\u200b\u200c\u200d\u2011\u3000"


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _block(lines: list[str], header: str, manner: Manner) -> str:
    indented = [" " * manner.indent + line if line else "" for line in lines]
    return "\n".join((header, *indented))


def _folds(text: str) -> bool:
    """Whether folded lines can hold *text*: its line ends are those of paragraphs."""
    return all("\n" not in part and part == part.strip(" \t") for part in _GAP.split(text))


def _folded(text: str, manner: Manner) -> list[str]:
    """Return the lines of a folded text; its paragraphs have one empty line between them."""
    old: list[list[str]] = [[]]
    for line in manner.lines:
        if line.strip():
            old[-1].append(line)
        elif old[-1]:
            old.append([])
    found: list[str] = []
    for number, part in enumerate(_GAP.split(text)):
        same = next((lines for lines in old if " ".join(lines) == part), None)
        near = same or (old[number] if number < len(old) else [])
        found += ([""] if number else []) + refolded(part, near, _width(manner), _width(manner))
    return found


def _width(manner: Manner) -> int:
    """Return how many characters a line may have behind its indentation."""
    longest = max(map(len, manner.lines), default=0)
    return max(longest, _LEAST_WIDTH if len(manner.lines) > 1 else _WIDTH - manner.indent)


def _wrapped(text: str, manner: Manner) -> str:
    """Fold a plain or quoted text over lines, where the text before had several."""
    if len(manner.lines) < 2 or "\n" in text:
        return text
    width = max(len(manner.lines[0]) + manner.column, *(len(line) + manner.indent for line in manner.lines[1:]))
    lines = refolded(text, list(manner.lines), width - manner.column, width - manner.indent)
    return ("\n" + " " * manner.indent).join(lines)


def refolded(text: str, old: list[str], first: int, width: int) -> list[str]:
    """Return the lines of *text*, as far as can be those of *old*. *first*, *width*: characters of the lines."""
    words = text.split(" ")
    if "" in words:
        return [text]
    start: list[str] = []
    for line in old:
        own = line.split()
        if words[: len(own)] != own or len(own) >= len(words):
            break
        start.append(line)
        words = words[len(own) :]
    end: list[str] = []
    for line in reversed(old[len(start) :]):
        own = line.split()
        if not own or words[-len(own) :] != own or len(own) > len(words):
            break
        end.insert(0, line)
        words = words[: -len(own)]
    middle = _filled(words, first if not start else width, width)
    while end and middle and len(middle[-1]) < width * _RAGGED:
        # A short line within the text: what follows moves up.
        words += end.pop(0).split()
        middle = _filled(words, first if not start else width, width)
    return [*start, *middle, *end]


def _filled(words: list[str], first: int, width: int) -> list[str]:
    """Return *words* in lines, the first of *first* characters at most."""
    lines: list[str] = []
    for word in words:
        room = first if len(lines) <= 1 else width
        if lines and (len(lines[-1]) + 1 + len(word) <= room or _SIGN.fullmatch(word)):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
