"""Times of day, shares, sums of money and enumerations as a language writes them (Unicode CLDR, through babel).

Enters: values of the data, a BCP 47 language tag. Leaves: text. Guaranteed: digits are 0 to 9 in every language, as in
page numbers; what cannot be formatted is a :class:`TemplateFault`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from functools import lru_cache
from typing import Literal

from pipeline.compose.dates import decimals_of, locale_of, number_of
from pipeline.compose.limits import TemplateFault
from pipeline.compose.misuse import text_of
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.formats import is_clock

_LISTS: dict[str, Literal["standard", "or", "unit"]] = {"and": "standard", "or": "or", "plain": "unit"}
_STYLES = ("short", "medium")
_ITEM = re.compile("\0([0-9]+)\0")
_MOST_KNOWN = 512


def format_clock(clock: object, style: str, language: str) -> str:
    """Return the time of day *clock* (HH:MM): ``14:05`` is ``2:05 PM`` in American English, ``14:05`` in French."""
    text = text_of(clock).strip()
    if not is_clock(text):
        raise TemplateFault("bad-date", f"{text[:40]!r} is no time of day", help="write it like 09:30", value=clock)
    if style not in _STYLES:
        help = did_you_mean(str(style), _STYLES) or 'use "short" or "medium"'
        raise TemplateFault("bad-date", f"{str(style)[:40]!r} is no way to write a time", help=help)
    return _clock(text, style, language)


def format_share(value: object, decimals: int | None, language: str) -> str:
    """Return a share of 1 in percent; *decimals* None: as many as the data has (0.125 is 12.5%)."""
    from babel.numbers import format_percent

    number = number_of(value)
    places = max(0, decimals_of(number, None) - 2) if decimals is None else decimals_of(number, decimals)
    pattern = locale_of(language).percent_formats[None].pattern
    return str(format_percent(number, _with_decimals(pattern, places), locale_of(language)))


def format_money(value: object, currency: object, decimals: int | None, language: str) -> str:
    """Return a sum in *currency* (ISO 4217); *decimals* None: as many as the currency has, none for a whole number."""
    from babel.numbers import format_currency, get_currency_precision, is_currency

    code = text_of(currency).strip()
    if not is_currency(code):
        help = "write its code, such as USD, EUR or KHR (ISO 4217)"
        raise TemplateFault("bad-number", f"{code[:40]!r} is no currency", help=help, value=currency)
    number = number_of(value)
    if decimals is None:
        decimals = 0 if number == number.to_integral_value() else int(get_currency_precision(code))
    locale = locale_of(language)
    pattern = _with_decimals(locale.currency_formats["standard"].pattern, decimals_of(number, decimals))
    return str(format_currency(number, code, pattern, locale, currency_digits=False))


def enumeration(items: Sequence[object], style: str, language: str) -> list[str | int]:
    """Return the parts of an enumeration of *items*: an item's number, or words and signs between two."""
    from babel.lists import format_list

    if style not in _LISTS:
        help = did_you_mean(str(style), _LISTS) or 'use "and", "or" or "plain"'
        raise TemplateFault("template-error", f"{str(style)[:40]!r} is no way to write a list", help=help)
    text = format_list([f"\0{number}\0" for number in range(len(items))], _LISTS[style], locale_of(language))
    pieces = enumerate(_ITEM.split(text))
    return [int(piece) if place % 2 else piece for place, piece in pieces if piece]


@lru_cache(maxsize=_MOST_KNOWN)
def _clock(text: str, style: str, language: str) -> str:
    from babel.dates import format_time

    return str(format_time(time(int(text[:2]), int(text[3:])), style, locale=locale_of(language)))


def _with_decimals(pattern: str, decimals: int) -> str:
    """Return a CLDR pattern for numbers with so many decimals."""
    return re.sub(r"0(\.[0#]+)?", lambda _: "0" + ("." + "0" * decimals if decimals else ""), pattern)
