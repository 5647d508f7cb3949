"""Times of day in time zones: what templates and checks work out with them.

Enters: days and times as the data has them, names of zones in the IANA database, minutes. Leaves: minutes since 1970 in
UTC, days, times, texts. Guaranteed: no clock and no zone of the machine; what is no day, time or zone is a
:class:`TemplateFault`. A time that a change of clocks skips or repeats is the first that it can mean.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.compose.dates import day_of, locale_of
from pipeline.compose.limits import TemplateFault
from pipeline.compose.misuse import text_of, unprintable
from pipeline.source.formats import is_clock
from pipeline.source.zones import zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_MINUTES = 60 * 24 * 366 * 10_000
_MOST_KNOWN = 256


def moment(day: object, clock: object, zone: object = None) -> int:
    """Return the minutes from 1970 to *clock* (HH:MM) on *day* in *zone*; without a zone, in UTC."""
    hour, minute = _clock(clock)
    local = datetime.combine(day_of(day), time(hour, minute), UTC if zone is None else _zone(zone))
    try:
        return (local - _START) // timedelta(minutes=1)
    except OverflowError:
        raise TemplateFault("bad-date", f"{local.date()} is too early or too late", value=day) from None


def clock_at(minutes: object, zone: object = None) -> str:
    """Return the time of day in *zone* at a moment, such as 09:30."""
    return _local(minutes, zone).strftime("%H:%M")


def day_at(minutes: object, zone: object = None) -> str:
    """Return the day in *zone* at a moment, such as 2027-03-09."""
    return _local(minutes, zone).date().isoformat()


def utc_offset(minutes: object, zone: object) -> int:
    """Return by how many minutes *zone* is ahead of UTC at a moment; less than 0: behind."""
    offset = _local(minutes, zone).utcoffset()
    return 0 if offset is None else offset // timedelta(minutes=1)


def format_offset(minutes: object) -> str:
    """``60`` is ``UTC+1``, ``-210`` is ``UTC−3:30``."""
    whole = _whole(minutes)
    if not whole:
        return "UTC"
    hours, rest = divmod(abs(whole), 60)
    return f"UTC{'+' if whole > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def format_minutes(minutes: object, language: str) -> str:
    """Return a length of time in hours and minutes, as the language writes them: ``450`` is ``7 hr 30 min``."""
    return _minutes(_whole(minutes), language)


def city_of(zone: object, language: str) -> str:
    """Return the city that stands for a zone in the language (CLDR): ``Europe/Prague`` is ``Praga`` in Spanish."""
    return _city(str(_zone(zone).key), language)


@lru_cache(maxsize=_MOST_KNOWN)
def _minutes(minutes: int, language: str) -> str:
    from babel.units import format_unit

    locale = locale_of(language)
    hours, rest = divmod(abs(minutes), 60)
    parts = [format_unit(hours, "duration-hour", "short", locale=locale)] if hours else []
    if rest or not hours:
        parts.append(format_unit(rest, "duration-minute", "short", locale=locale))
    return " ".join(parts)


@lru_cache(maxsize=_MOST_KNOWN)
def _city(zone: str, language: str) -> str:
    from babel.dates import get_timezone_location

    return str(get_timezone_location(zone_of(zone), locale_of(language), return_city=True))


def _local(minutes: object, zone: object) -> datetime:
    length = timedelta(minutes=_whole(minutes))
    try:
        return (_START + length).astimezone(UTC if zone is None else _zone(zone))
    except (OverflowError, ValueError):
        raise TemplateFault("bad-date", f"{length.days} days from 1970 are too early or too late") from None


def _whole(minutes: object) -> int:
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        raise unprintable(minutes, "", use="count with")
    if abs(minutes) > _MOST_MINUTES:
        raise TemplateFault("bad-number", f"{minutes} minutes are too many")
    return minutes


def _clock(clock: object) -> tuple[int, int]:
    text = text_of(clock).strip()
    if not is_clock(text):
        raise TemplateFault("bad-date", f"{text[:40]!r} is no time of day", help="write it like 09:30", value=clock)
    return int(text[:2]), int(text[3:])


def _zone(name: object) -> ZoneInfo:
    text = text_of(name).strip()
    found = zone_of(text)
    if found is None:
        help = "write a name such as Europe/Prague or America/New_York"
        raise TemplateFault("bad-date", f"{text[:40]!r} is no time zone", help=help, value=name)
    return found
