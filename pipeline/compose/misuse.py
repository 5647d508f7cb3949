"""What to say of a value that a template uses as if it were text.

Enters: the value and the expression that the template has for it. Leaves: the exception to raise, with help that says
what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2.runtime import Macro, Undefined

from pipeline.compose.limits import TemplateFault
from pipeline.compose.printed import placed_text


def text_of(value: object) -> str:
    """Return the text of *value*; an exception says what else it is."""
    placed = placed_text(value)
    if placed is None:
        raise unprintable(value, "")
    return placed[0]


def unprintable(value: object, expression: str, use: str = "print") -> Exception:
    """Return the fault of using *value*, which is neither text nor number, as if it were."""
    if isinstance(value, Undefined):
        try:
            str(value)
        except Exception as problem:  # Jinja2 chooses the type
            return problem
    name = f"`{expression}`" if expression else "a value"
    if value is None:
        test = f"{{% if {expression} %}}" if expression else "{% if … %}"
        return TemplateFault("empty-value", f"{name} is empty", help=f"test it with {test}", expression=expression)
    message = f"{name} is {described(value)}, which nobody can {use}"
    help = _ways(value, expression or "…") if use == "print" else ""
    if not help and isinstance(value, Iterator):
        help = f"make a list of it first: {expression or '…'} | list"
    return TemplateFault("unprintable-value", message, help=help, value=value, expression=expression)


def described(value: object) -> str:
    """Return what *value* is, in words."""
    match value:
        case None:
            return "empty"
        case bool():
            return f"the truth value {str(value).lower()}"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case Mapping():
            return f"a mapping with {_some(value)}"
        case list() | tuple() | range():
            return f"a list of {len(value)}"
        case Iterator():
            return "a list that a filter makes item by item"
        case Macro():
            return "a macro"
    return "this"


def _some(mapping: Mapping[Any, Any]) -> str:
    names = [f"`{name}`" for name in list(mapping)[:3]]
    return "no keys" if not names else ", ".join(names) + (", …" if len(mapping) > len(names) else "")


def _ways(value: object, expression: str) -> str:
    """Return what to write instead."""
    match value:
        case bool():
            return f'say what it means, such as {{{{ "yes" if {expression} else "no" }}}}'
        case Mapping() if value:
            return f"print one of its keys, such as {{{{ {expression}.{next(iter(value))} }}}}"
        case list() | tuple() | range() | Iterator():
            return f"loop over it, {{% for item in {expression} %}}, or use `join`"
        case Macro():
            return f"call it: {{{{ {expression}(…) }}}}"
    return "print a text or a number"
