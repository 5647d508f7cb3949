"""Words for findings: what a value is called, what it is, what it should be.

Enters: paths, values and schema words. Leaves: parts of English sentences. Guaranteed: every text from the data is
quoted and cut to a length that fits on a line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence

from pipeline.diagnostics import Path

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
_LONGEST = 40
_MOST_CHOICES = 12


def quoted(text: str) -> str:
    """Return *text* in single quotes, cut when long."""
    return repr(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def shown(value: object) -> str:
    """Return *value* as it could stand in a sentence."""
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "nothing"
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def kind_of(value: object) -> str:
    """Return what *value* is: ``text``, ``a number``, ``a list`` …"""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return shown(value)
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"


def wanted(types: Iterable[str]) -> str:
    """Return what JSON types are called: ``text or a whole number``."""
    known = [name for name in _TYPES if name in set(types)]
    if "number" in known and "integer" in known:
        known.remove("integer")
    return either([_TYPES[name] for name in known])


def either(parts: Sequence[str], word: str = "or") -> str:
    """Return ``a``, ``a or b``, ``a, b or c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else ""


def choices(values: Sequence[object], word: str = "or") -> str:
    """Return the values that may be written, in backticks, the first dozen of them."""
    texts = [f"`{value}`" if isinstance(value, str) else f"`{shown(value)}`" for value in values[:_MOST_CHOICES]]
    if len(values) > _MOST_CHOICES:
        return ", ".join(texts) + f" and {len(values) - _MOST_CHOICES} more"
    return either(texts, word)


def subject(path: Path) -> str:
    """Return how a sentence names the value at *path*: ``'title'``, ``item 2 of 'points'``, ``the file``."""
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    owner = path[-2] if len(path) > 1 else ""
    return f"item {last + 1} of {quoted(owner)}" if isinstance(owner, str) and owner else f"item {last + 1}"


def thing(path: Path) -> str:
    """Return what the mapping at *path* is one of: ``event`` for an item of ``events``; empty when unnamed."""
    if len(path) < 2 or not isinstance(path[-1], int) or not isinstance(path[-2], str):
        return ""
    return singular(path[-2].replace("_", " ").replace("-", " "))


def singular(noun: str) -> str:
    """Return the singular of a regular English plural."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 2 else noun


def a(noun: str, text: str) -> str:
    """Return *text* with the article that *noun*, its first word, takes; none for a plural."""
    if singular(noun) != noun:
        return text
    return f"an {text}" if noun[:1].lower() in set("aeiou") else f"a {text}"


def count(number: int, noun: str) -> str:
    """Return ``1 item`` or ``3 items``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
