"""The filters, tests and functions that templates and checks may use; there are no others.

Enters: values of the data, or what another filter made of them. Leaves: values. Guaranteed: bounded work; filters
that only choose or arrange (``join``, ``first``, ``sort``, ``default``, ``trim``) keep a value's place in the data,
those that change its text give a plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from jinja2 import pass_environment
from jinja2.filters import FILTERS as STANDARD
from jinja2.filters import do_batch, sync_do_slice
from jinja2.runtime import Undefined
from jinja2.tests import TESTS as STANDARD_TESTS
from jinja2.utils import Cycler, Joiner, Namespace

from pipeline.compose.amounts import enumeration, format_clock, format_money, format_share
from pipeline.compose.characters import LINE_CLOSE, LINE_MARK, LINE_OPEN
from pipeline.compose.collation import Key, sort_key
from pipeline.compose.dates import format_day, format_days, format_number, is_right_to_left
from pipeline.compose.limits import MOST_CHARACTERS, TemplateFault, too_long
from pipeline.compose.misuse import text_of, unprintable
from pipeline.compose.portions import portion_mark
from pipeline.compose.printed import ChartText, TemplateText
from pipeline.compose.zones import city_of, clock_at, day_at, format_minutes, format_offset, moment, utc_offset
from pipeline.source.messages import SLOT
from pipeline.source.values import SourceText

if TYPE_CHECKING:
    from pipeline.compose.sandbox import Sandbox

_MOST_PARTS = 1_000
_WIDEST = 60
_START = re.compile(f"(?:\\s|{LINE_MARK.pattern})+")
_LINE = re.compile(r"\n(?=[^\n])")
_NAMED = re.compile(r"([^{}]*)(?:\{([a-z_]+)\})?")


@pass_environment
def _date(environment: Sandbox, value: object, style: str = "long") -> str:
    """``2022-08-02 | date`` is ``August 2, 2022`` in English."""
    return format_day(value, style, environment.language)


@pass_environment
def _dates(environment: Sandbox, start: object, end: object = None, style: str = "long") -> str:
    """``dates(start, end)`` is ``August 2 – 6, 2022`` in English."""
    return format_days(start, end, style, environment.language)


@pass_environment
def _number(environment: Sandbox, value: object, decimals: int | None = None) -> str:
    """``12345.50 | number`` is ``12,345.50`` in English."""
    return format_number(value, decimals, environment.language)


@pass_environment
def _time(environment: Sandbox, value: object, style: str = "short") -> str:
    """``"14:05" | time`` is ``2:05 PM`` in American English, ``14:05`` in French."""
    return format_clock(value, style, environment.language)


@pass_environment
def _percent(environment: Sandbox, value: object, decimals: int | None = None) -> str:
    """``0.125 | percent`` is ``12.5%`` in English."""
    return format_share(value, decimals, environment.language)


@pass_environment
def _currency(environment: Sandbox, value: object, currency: object, decimals: int | None = None) -> str:
    """``1500 | currency("EUR")`` is ``€1,500`` in English."""
    return format_money(value, currency, decimals, environment.language)


@pass_environment
def _listed(environment: Sandbox, items: Iterable[object], style: str = "and") -> str:
    """``names | listed`` is ``Ann, Ben, and Clara`` in American English; every item keeps its place."""
    known = list(items)
    parts = enumeration(known, style, environment.language)
    shown = (known[part] if isinstance(part, int) else part for part in parts)
    return environment.template_text([environment.print_value(None, part, -1) for part in shown])


@pass_environment
def _alphabetical(environment: Sandbox, items: Iterable[Any], attribute: object = None) -> list[Any]:
    """``names | alphabetical`` is in the order of the language's alphabet; every item keeps its place."""

    def key(item: Any) -> Key:
        value = item.get(attribute) if attribute is not None and isinstance(item, Mapping) else item
        return sort_key("" if value is None else text_of(value), environment.language)

    return sorted(items, key=key)


@pass_environment
def _ltr(environment: Sandbox, value: object) -> object:
    """``"+999 1 555" | ltr`` keeps the order of its groups in text that runs from right to left; it keeps its place.

    Before digits, a mark of direction (U+200E) makes them letters of it (UAX #9, W7).
    """
    if not is_right_to_left(environment.language):
        return value
    return environment.template_text([environment.print_value(None, part, -1) for part in ("\u200e", value)])


@pass_environment
def _join(environment: Sandbox, items: Iterable[object], separator: object = "", attribute: object = None) -> str:
    """Every item keeps its place; the separator is text, never Markdown."""
    if attribute is not None:
        items = STANDARD["map"](_Names(environment), items, attribute=attribute)
    between = text_of(separator)
    parts: list[str] = []
    for number, item in enumerate(items):
        if number and between:
            parts.append(environment.print_value(None, between, -1))
        parts.append(environment.print_value(None, item, -1))
    return environment.template_text(parts)


def _chart(value: object) -> ChartText:
    """``{{ item | chart }}``, alone in its paragraph, is the chart that the mapping *item* describes."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        help = "give it a mapping with kind, labels and values; docs/figures.md has all keys"
        raise TemplateFault("bad-chart", "`chart` draws a mapping only", help=help, value=value)
    title = value.get("title")
    return ChartText(title if isinstance(title, str) else "", value)


@pass_environment
def _t(environment: Sandbox, words: str, **values: object) -> str:
    """``t("tab {tab}", tab=event.tab)``: a template's words in the language; values keep their places."""
    if not isinstance(words, str) or not words.strip():
        raise TemplateFault("template-error", "`t` takes words", help='write t("Objectives")', value=words)
    slots = set(SLOT.findall(words))
    if slots != set(values):
        name = min(slots ^ set(values))
        lack = f"`t` gets no value for {{{name}}}" if name in slots else f"the words of `t` have no {{{name}}}"
        raise TemplateFault("template-error", lack, help=f'write t("… {{{name}}} …", {name}=…)')
    told = environment.word(words)
    if not values:
        return told
    parts: list[str] = []
    for text, name in _NAMED.findall(told):
        parts.append(environment.print_value(None, text, -1) if text else "")
        parts.append(environment.print_value(None, values[name], -1) if name else "")
    return environment.template_text(parts)


@pass_environment
def _duration(environment: Sandbox, minutes: object) -> str:
    """``450 | duration`` is ``7 hr 30 min`` in English."""
    return format_minutes(minutes, environment.language)


@pass_environment
def _city(environment: Sandbox, zone: object) -> str:
    """``"Europe/Prague" | city`` is ``Prague`` in English."""
    return city_of(zone, environment.language)


def _utc(minutes: object, zone: object) -> str:
    """``moment("2027-03-10", "12:00") | utc("Europe/Prague")`` is ``UTC+1``."""
    return format_offset(utc_offset(minutes, zone))


class _Names:
    """The part of a Jinja2 context that ``map`` looks at."""

    __slots__ = ("environment",)

    def __init__(self, environment: Sandbox) -> None:
        self.environment = environment


def _default(value: object, other: object = "", boolean: bool = False) -> object:
    """As Jinja2's, but an empty value (None) counts as missing: absent optional keys are None."""
    if value is None or isinstance(value, Undefined) or (boolean and not value):
        return other
    return value


def _trim(value: object) -> str:
    """White space at the ends of a text of the data means nothing in the end, so the text stays what it is."""
    if isinstance(value, TemplateText):
        return TemplateText(value.strip(), _trimmed(value.markdown))
    if isinstance(value, SourceText):
        return SourceText(value.strip(), value.place, value.rich)
    return text_of(value).strip()


def _trimmed(markdown: str) -> str:
    """Return *markdown* without white space at its ends; the last line mark before the text stays."""
    start = _START.match(markdown)
    if start is not None:
        mark = max(start[0].rfind(LINE_OPEN), 0)
        markdown = start[0][mark:].rstrip() + markdown[start.end() :]
    while True:
        shorter = markdown.rstrip()
        if shorter.endswith(LINE_CLOSE):
            shorter = shorter[: shorter.rindex(LINE_OPEN)]
        if shorter == markdown:
            return markdown
        markdown = shorter


def _indent(value: object, width: int = 4) -> str:
    """Move the second and later lines to the right, as Markdown needs it inside a list item."""
    if isinstance(width, bool) or not isinstance(width, int) or not 0 <= width <= _WIDEST:
        raise TemplateFault("template-error", f"`indent` takes 0 to {_WIDEST} spaces")
    if not isinstance(value, TemplateText):
        return value if isinstance(value, SourceText) else text_of(value)
    between = "\n" + " " * width
    if value.markdown.count("\n") * width > MOST_CHARACTERS:
        raise too_long()
    return TemplateText(_LINE.sub(between, value), _LINE.sub(between, value.markdown))


def _replace(value: object, old: object, new: object) -> str:
    text, wanted, other = text_of(value), text_of(old), text_of(new)
    if len(text) + text.count(wanted) * len(other) > MOST_CHARACTERS:
        raise too_long()
    return str(text).replace(wanted, other)


def _round(value: object, decimals: int = 0, method: str = "common") -> object:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise unprintable(value, "", use="round")
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not -15 <= decimals <= 15:
        raise TemplateFault("template-error", "`round` takes -15 to 15 decimals")
    return STANDARD["round"](value, decimals, method)


@pass_environment
def _sum(environment: Sandbox, items: Iterable[Any], attribute: object = None, start: float = 0) -> object:
    if not isinstance(start, int | float):
        raise TemplateFault("template-error", "`sum` adds numbers only", help="use `join` for texts, `+` for lists")
    return STANDARD["sum"](environment, items, attribute, start)


def _string(value: object) -> str:
    return value if isinstance(value, str) else text_of(value)


def _length(value: Any) -> int:
    try:
        return len(value)
    except TypeError:
        raise unprintable(value, "", use="measure") from None


def _in_parts(name: str, function: Callable[..., Iterable[Any]]) -> Callable[..., Any]:
    """Return ``batch`` or ``slice`` with a bound on the number of parts."""

    def parts(items: Iterable[Any], number: int, fill: object = None) -> list[Any]:
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= _MOST_PARTS:
            raise TemplateFault("template-error", f"`{name}` takes 1 to {_MOST_PARTS:,}")
        return list(function(items, number, fill))

    return parts


def _standard(name: str) -> Callable[..., Any]:
    return cast(Callable[..., Any], STANDARD[name])


def _of_text(name: str) -> Callable[..., Any]:
    """Return Jinja2's filter *name*; where Jinja2 would print ``None``, it is an error here."""
    function = STANDARD[name]
    takes = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def of_text(*arguments: Any, **options: Any) -> Any:
        text = str(text_of(arguments[takes]))
        return function(*arguments[:takes], text, *arguments[takes + 1 :], **options)

    return of_text


_TEXT = ("capitalize", "lower", "title", "truncate", "upper", "urlencode", "wordcount")
_AS_THEY_ARE = (
    "abs", "dictsort", "first", "float", "groupby", "int", "items", "last", "list", "map", "max", "min", "reject",
    "rejectattr", "reverse", "select", "selectattr", "sort", "unique",
)  # fmt: skip

FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: _standard(name) for name in _AS_THEY_ARE},
    **{name: _of_text(name) for name in _TEXT},
    "alphabetical": _alphabetical,
    "batch": _in_parts("batch", do_batch),
    "chart": _chart,
    "city": _city,
    "clock": clock_at,
    "count": _length,
    "currency": _currency,
    "d": _default,
    "date": _date,
    "dates": _dates,
    "day": day_at,
    "default": _default,
    "duration": _duration,
    "indent": _indent,
    "join": _join,
    "length": _length,
    "listed": _listed,
    "ltr": _ltr,
    "number": _number,
    "percent": _percent,
    "replace": _replace,
    "round": _round,
    "slice": _in_parts("slice", sync_do_slice),
    "string": _string,
    "sum": _sum,
    "time": _time,
    "trim": _trim,
    "utc": _utc,
    "utc_offset": utc_offset,
}

_TESTS = (
    "!=", "<", "<=", "==", ">", ">=", "boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "float",
    "ge", "greaterthan", "gt", "in", "integer", "iterable", "le", "lessthan", "lower", "lt", "mapping", "ne", "none",
    "number", "odd", "sameas", "sequence", "string", "true", "undefined", "upper",
)  # fmt: skip

TESTS: Mapping[str, Callable[..., Any]] = {name: cast(Callable[..., Any], STANDARD_TESTS[name]) for name in _TESTS}

GLOBALS: Mapping[str, Any] = {
    "cycler": Cycler,
    "dates": _dates,
    "dict": dict,
    "joiner": Joiner,
    "moment": moment,
    "namespace": Namespace,
    "portion_mark": portion_mark,
    "t": _t,
}
