"""Weekdays that are not those of their dates, in any text.

Enters: the subject and a rule. Leaves: findings at the weekday. Guaranteed: names of days and months are those of the
text's language (Unicode CLDR, through babel); a date without a year is taken to be in the year of the trip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic
from pipeline.rules.findings import finding
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Subject
from pipeline.rules.values import day_of

_YEAR = r"(?:,?\s+(?:de\s+|del\s+)?(?P<y{0}>\d{{4}}))?"


class _Names(NamedTuple):
    """A language's names of days (0 is Monday) and months (from 1), and the pattern of a weekday with a date."""

    days: dict[str, int]
    months: dict[str, int]
    shown: tuple[str, ...]
    pattern: re.Pattern[str]


def weekdays(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report weekdays that are wrong."""
    start, end = day_of(subject.packet.start), day_of(subject.packet.end)
    years = sorted({day.year for day in (start, end) if day is not None})
    for run in subject.runs(rule):
        if not any(char.isdigit() for char in run.text):
            continue
        names = _names(run.lang)
        for match in names.pattern.finditer(run.text) if names is not None else ():
            assert names is not None
            group = "w1" if match["w1"] is not None else "w2"
            written = names.days[_key(match[group])]
            days = [day for day in _dates(match, names, years) if day is not None]
            if (
                not subject.is_written(run, match.start(group))
                or not days
                or any(day.weekday() == written for day in days)
            ):
                continue
            place = subject.spot(run, match.start(group), match.end(group))
            right = names.shown[days[0].weekday()]
            message = f"{days[0].isoformat()} is a {right}, not a {match[group]}"
            help = f"write {right}, or mend the date"
            yield finding(rule, message, place, help=help, source=subject.source(place))


def _dates(match: re.Match[str], names: _Names, years: list[int]) -> Iterator[date | None]:
    """Yield the days that a match may mean."""
    for part in "12345678":
        day = match.groupdict().get(f"d{part}")
        if day is None:
            continue
        month = match[f"m{part}"]
        number = int(month) if month.isdigit() else names.months[_key(month)]
        year = match[f"y{part}"]
        for one in [int(year)] if year is not None else years:
            try:
                yield date(one, number, int(day))
            except ValueError:
                yield None


@lru_cache(maxsize=16)
def _names(lang: str) -> _Names | None:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    days: dict[str, int] = {}
    months: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.days[context][width].items():
                days.setdefault(_key(name), number)
            for number, name in locale.months[context][width].items():
                months.setdefault(_key(name), number)
    days.pop("", None)
    months.pop("", None)
    shown = tuple(str(locale.days["format"]["wide"][number]) for number in range(7))
    day, month = _either(days), _either(months)
    before = rf"(?<!\w)(?P<w1>{day})\.?[,،、]?\s+(?:(?:the|den|le|el|il)\s+)?(?:{_date(month, 1)})(?!\w)"
    behind = rf"(?<![\w-])(?:{_date(month, 5)})\s*[,،(（]\s*(?P<w2>{day})(?!\w)"
    return _Names(days, months, shown, re.compile(f"{before}|{behind}", re.IGNORECASE))


def _date(month: str, first: int) -> str:
    """Return the pattern of a date, with groups numbered from *first*."""
    a, b, c, d = range(first, first + 4)
    return "|".join(
        (
            rf"(?P<m{a}>{month})\.?\s+(?P<d{a}>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_YEAR.format(a)}",
            rf"(?P<d{b}>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|ª)?\s+(?:of\s+|de\s+|d['’])?(?P<m{b}>{month})\.?{_YEAR.format(b)}",
            rf"(?P<y{c}>\d{{4}})-(?P<m{c}>\d{{2}})-(?P<d{c}>\d{{2}})",
            rf"(?P<y{d}>\d{{4}})年(?P<m{d}>\d{{1,2}})月(?P<d{d}>\d{{1,2}})日",
        )
    )


def _either(names: dict[str, int]) -> str:
    """Return a pattern of any of *names*, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _key(name: str) -> str:
    return name.casefold().rstrip(".")
