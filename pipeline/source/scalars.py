"""The YAML 1.2 core schema (YAML 1.2.2, section 10.3): what a plain scalar means.

Enters: the text of a scalar. Leaves: None, a bool, an int, a float, or the text itself. Guaranteed: only the forms of
the core schema are taken for anything but text, so ``NO``, ``on``, ``14:30``, ``1_000`` and ``2022-08-02`` are text.
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

_LONGEST_NUMBER = 300
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_NUMBER = re.compile(
    r"""(?P<decimal> [-+]? [0-9]+ )
      | 0o (?P<octal> [0-7]+ )
      | 0x (?P<hexadecimal> [0-9a-fA-F]+ )
      | (?P<fraction> [-+]? (?: \. [0-9]+ | [0-9]+ (?: \. [0-9]* )? ) (?: [eE] [-+]? [0-9]+ )? )""",
    re.VERBOSE,
)
_BASES = {"decimal": 10, "octal": 8, "hexadecimal": 16}


def resolve(text: str) -> Scalar:
    """Return the value of a plain scalar. OverflowError: a number with more digits than a document can mean."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if len(text) > _LONGEST_NUMBER:
        raise OverflowError
    kind = match.lastgroup or ""
    if kind in _BASES:
        return int(match[kind], _BASES[kind])
    number = float(text)
    if math.isinf(number):
        raise OverflowError
    return number


def same_kind(tag: str, value: Scalar) -> bool:
    """Tell whether *value* is what the core tag *tag* (``int``, ``float``, ``bool`` or ``null``) promises."""
    if tag == "null":
        return value is None
    if tag == "bool":
        return isinstance(value, bool)
    number = isinstance(value, int) and not isinstance(value, bool)
    return number if tag == "int" else number or isinstance(value, float)
