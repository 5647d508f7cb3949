"""Dates and numbers in a document's language, by the Unicode CLDR (through babel, imported when first used).

Enters: ISO 8601 dates as the data has them, numbers, a BCP 47 language tag. Leaves: text. Guaranteed: no clock, no time
zone and no locale of the machine has a say; what cannot be formatted is a :class:`TemplateFault`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.compose.limits import TemplateFault
from pipeline.compose.misuse import text_of, unprintable
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.values import SourceInteger, SourceNumber

if TYPE_CHECKING:
    from babel import Locale

_STYLES = ("full", "long", "medium", "short")
_SKELETONS = {"full": "yMMMMEEEEd", "long": "yMMMMd", "medium": "yMMMd", "short": "yMd"}
_LONGEST_PATTERN = 60
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?", re.DOTALL)
_SKELETON = re.compile("[A-Za-z]+")
# What a day has (UTS 35, 4: date field symbols) and babel writes; every other letter of a pattern stands in quotes.
_PATTERN = re.compile(r"(?:'[^']*'|[GyYuQqMLwWdDFEec]|[^A-Za-z'])+")
# A pattern's quoted text, and the fields whose width the asked skeleton decides (UTS 35, 4: matching skeletons).
_QUOTED_OR_FIELD = re.compile(r"'[^']*'|M{3,5}|L{3,5}|E{1,6}|c{3,6}")
_DEFAULT = "en"
_MOST_KNOWN, _MOST_DAYS = 128, 1024


def format_day(value: object, style: str, language: str) -> str:
    """Return the day *value* in *style*: full, long, medium, short, or a CLDR skeleton (``yMMMd``) or pattern."""
    day = day_of(value)
    _check_pattern(style)
    try:
        return _formatted(day, style, language)
    except (ValueError, KeyError, AttributeError, TypeError) as problem:
        raise _bad_pattern(style) from problem


def format_days(start: object, end: object, style: str, language: str) -> str:
    """Return the days from *start* to *end* in one expression (UTS 35, intervalFormats); *end* None: one day."""
    first = day_of(start)
    last = first if end is None else day_of(end)
    if last < first:
        raise TemplateFault("bad-date", f"the dates end ({last}) before they start ({first})", value=end)
    if first == last:
        return format_day(start, style, language)
    from babel.dates import parse_pattern

    _check_pattern(style)
    skeleton = _SKELETONS.get(style, style)
    patterns = _interval_patterns(skeleton, language)
    locale = locale_of(language)
    for field, one, other in (("y", first.year, last.year), ("M", first.month, last.month), ("d", first.day, last.day)):
        if one != other and field in patterns:
            parts = zip(patterns[field], (first, last), strict=True)
            return "".join(str(parse_pattern(part).apply(day, locale)) for part, day in parts)
    both: str = locale.interval_formats.get(None, "{0} – {1}")
    texts = format_day(start, style, language), format_day(end, style, language)
    return both.replace("{0}", texts[0]).replace("{1}", texts[1])


def format_number(value: object, decimals: int | None, language: str) -> str:
    """Return a number with the language's signs; *decimals* None: as many as the data has (1.50 keeps its zero)."""
    number = number_of(value)
    decimals = decimals_of(number, decimals)
    from babel.numbers import format_decimal

    locale = locale_of(language)
    # "#,##0" in most languages, "#,##,##0" in those of India.
    whole = locale.decimal_formats[None].pattern.partition(".")[0]
    return str(format_decimal(number, whole + ("." + "0" * decimals if decimals else ""), locale))


def decimals_of(number: Decimal, decimals: object) -> int:
    """Return how many decimals a number is to have: what is asked for, None: as many as it has."""
    if decimals is None:
        return max(0, -int(number.as_tuple().exponent))
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 30:
        raise TemplateFault("bad-number", f"a number cannot have {decimals!r} decimals", help="give 0 to 30")
    return decimals


@lru_cache(maxsize=_MOST_KNOWN)
def locale_of(language: str) -> Locale:
    """Return CLDR's data for a language tag, or for the nearest that it has: ``km-KH-x-office``, ``km-KH``, ``km``."""
    from babel import Locale, UnknownLocaleError

    subtags = language.split("-")
    while subtags:
        try:
            return Locale.parse("-".join(subtags), sep="-")
        except (UnknownLocaleError, ValueError):
            subtags.pop()
    return Locale.parse(_DEFAULT)


def is_right_to_left(language: str) -> bool:
    """Whether text of the language runs from right to left."""
    return bool(locale_of(language).text_direction == "rtl")


def day_of(value: object) -> date:
    """Return the day that a text of the data means."""
    text = text_of(value)
    match = _DAY.fullmatch(text.strip())
    try:
        if match is not None:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise TemplateFault(
        "bad-date", f"{_quoted(text)} is no date", help="a date is written like 2022-08-02", value=value
    )


def number_of(value: object) -> Decimal:
    """Return the number that a value of the data is."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise unprintable(value, "")
    written = value.written if isinstance(value, SourceInteger | SourceNumber) else str(value)
    for text in (written, str(value)):
        try:
            number = Decimal(text.replace("_", ""))
        except ArithmeticError:
            continue
        if number.is_finite() and abs(number.adjusted()) < 100:
            return number
    raise TemplateFault("bad-number", f"{_quoted(written)} is no number", help="write digits only", value=value)


def _check_pattern(pattern: object) -> None:
    if not isinstance(pattern, str) or not 0 < len(pattern) <= _LONGEST_PATTERN:
        raise _bad_pattern(pattern)
    if pattern not in _STYLES and _PATTERN.fullmatch(pattern) is None:
        raise _bad_pattern(pattern)


def _bad_pattern(pattern: object) -> TemplateFault:
    help = 'use "full", "long", "medium", "short" or a CLDR pattern such as "EEEE, d MMMM"'
    return TemplateFault(
        "bad-date",
        f"{_quoted(str(pattern))} is no way to write a date",
        help=did_you_mean(str(pattern), _STYLES) or help,
    )


@lru_cache(maxsize=_MOST_DAYS)
def _formatted(day: date, style: str, language: str) -> str:
    from babel.dates import format_date

    pattern = style if style in _STYLES else _pattern(style, language)
    return format_date(day, pattern, locale=locale_of(language))


@lru_cache(maxsize=_MOST_KNOWN)
def _pattern(style: str, language: str) -> str:
    """Return the pattern for a skeleton; what is no skeleton is a pattern itself."""
    if _SKELETON.fullmatch(style) is None:
        return style
    formats: Mapping[str | None, Any] = locale_of(language).datetime_skeletons
    known = _nearest(style, formats)
    return style if known is None else _widened(str(formats[known].pattern), style)


@lru_cache(maxsize=_MOST_KNOWN)
def _interval_patterns(skeleton: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the patterns for two days by the largest field in which they differ; none: the language has none."""
    formats: Mapping[str | None, Any] = locale_of(language).interval_formats
    known = _nearest(skeleton, formats)
    patterns = {} if known is None else formats[known]
    return {field: tuple(_widened(part, skeleton) for part in parts) for field, parts in patterns.items()}


def _nearest(skeleton: str, formats: Mapping[str | None, Any]) -> str | None:
    from babel.dates import match_skeleton

    if skeleton in formats:
        return skeleton
    return match_skeleton(skeleton, [name for name in formats if name is not None])


def _widened(pattern: str, skeleton: str) -> str:
    """Return *pattern* with its names of months and days as long as *skeleton* asks (``MMMM``: in full)."""
    months, days = skeleton.count("M") + skeleton.count("L"), skeleton.count("E")

    def width(field: re.Match[str]) -> str:
        letter = field[0][0]
        wanted = months if letter in "ML" else days
        return field[0] if letter == "'" or wanted < 3 else letter * wanted

    return _QUOTED_OR_FIELD.sub(width, pattern)


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
