"""Events that overlap, and gaps between cities that nobody can travel in.

Enters: the subject and a rule that says where events are and what their values are called. Leaves: findings at events.
Guaranteed: times in different zones are compared as moments; an event without a time takes no part; nor does one that
is cancelled, nor two events that are for different people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from pipeline.diagnostics import Diagnostic, Place, Related
from pipeline.rules.findings import finding
from pipeline.rules.paths import Found, find
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Data, Subject
from pipeline.rules.values import day_of
from pipeline.source.audiences import name_key
from pipeline.source.values import SourceText
from pipeline.source.wording import quoted
from pipeline.source.zones import zone_of
from pipeline.values import dataclass

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_NAMES = {
    "date": "date",
    "start": "time",
    "end": "end",
    "end-date": "end_date",
    "zone": "zone",
    "end-zone": "end_zone",
    "place": "place",
    "from": "leg.from",
    "to": "leg.to",
    "title": "title",
}
_NOBODY: frozenset[str] = frozenset()
_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class _Event:
    """An event with a time; *until*: its end as written. *comes_from*, *goes_to*: cities at both ends, if known."""

    title: str
    start: datetime
    end: datetime
    until: str
    place: Place
    comes_from: str
    goes_to: str
    audience: frozenset[str]
    data: Data


def overlaps(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report events that begin before an earlier one ends."""
    for data in subject.data(rule.papers):
        events = _events(rule, data)
        for index, event in enumerate(events):
            for other in reversed(events[:index]):
                if event.start < other.end and _meet(event, other):
                    message = f"{quoted(event.title)} begins before {quoted(other.title)} ends"
                    help = f"it ends at {other.until}; move one, or say with `audience` who goes to which"
                    related = (Related("the other event", other.place),)
                    yield finding(rule, message, event.place, help=help, source=data.source, related=related)
                    break


def gaps(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report events in another city than the one before, with less time between than it takes to get there."""
    for data in subject.data(rule.papers):
        events = _events(rule, data)
        for index, event in enumerate(events):
            before = next((other for other in reversed(events[:index]) if _meet(event, other)), None)
            if before is None or not event.comes_from or not before.goes_to:
                continue
            if _same(event.comes_from, before.goes_to):
                continue
            hours = _least(rule, before.goes_to, event.comes_from)
            free = event.start - before.end
            if free < timedelta(hours=hours):
                minutes = max(0, int(free.total_seconds()) // 60)
                cities = f"{before.goes_to} and {event.comes_from}"
                message = f"there are {minutes // 60}:{minutes % 60:02d} hours between {cities}"
                help = f"leave {hours:g} hours at least, or write the journey between them as an event"
                related = (Related("the event before", before.place),)
                yield finding(rule, message, event.place, help=help, source=data.source, related=related)


def _least(rule: Rule, one: str, other: str) -> float:
    for entry in rule.values.get("between", ()):
        first, second = entry["places"]
        if (_same(first, one) and _same(second, other)) or (_same(first, other) and _same(second, one)):
            return float(entry["hours"])
    return float(rule.values["hours"])


def _events(rule: Rule, data: Data) -> list[_Event]:
    """Return the events that have a time, the earliest first; equal ones in the order of the file."""
    names = {**_NAMES, **rule.values.get("keys", {})}
    found = (_event(entry, names, data) for entry in find(data.values, rule.values["events"], data.source))
    return sorted((event for event in found if event is not None), key=lambda event: event.start)


def _event(found: Found, names: dict[str, str], data: Data) -> _Event | None:
    event = found.value
    if not isinstance(event, dict) or event.get("status") == _CANCELLED:
        return None

    def near(name: str) -> object:
        """Return the value of the event, or of the nearest thing around it that has one."""
        return next((owner[name] for owner in (event, *reversed(found.owners)) if owner.get(name) is not None), None)

    zone = near(names["zone"])
    start = _moment(near(names["date"]), event.get(names["start"]), zone)
    if start is None:
        return None
    last = event.get(names["end-date"])
    end_zone = event.get(names["end-zone"]) or zone
    end = _moment(last if last is not None else near(names["date"]), event.get(names["end"]), end_zone) or start
    if end < start and last is None:
        # Over midnight.
        end += timedelta(days=1)
    here = _text(near(names["place"]))
    where = event.get(names["start"])
    place = where.place if isinstance(where, SourceText) else found.place
    return _Event(
        _text(event.get(names["title"])) or "this event",
        start,
        max(start, end),
        _text(event.get(names["end"])) or _text(where),
        place,
        _text(_inner(event, names["from"])) or here,
        _text(_inner(event, names["to"])) or here,
        _audience(event, found),
        data,
    )


def _moment(day: object, clock: object, zone: object) -> datetime | None:
    date, match = day_of(day), _CLOCK.fullmatch(str(clock).strip()) if isinstance(clock, str) else None
    if date is None or match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    known = zone_of(str(zone)) if isinstance(zone, str) else None
    try:
        local = datetime.combine(date, time(int(match[1]), int(match[2])))
        return local.replace(tzinfo=known or UTC).astimezone(UTC) if known is not None else local.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None


def _inner(event: dict[str, object], path: str) -> object:
    value: object = event
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _audience(event: dict[str, object], found: Found) -> frozenset[str]:
    names = next((owner["audience"] for owner in (event, *reversed(found.owners)) if owner.get("audience")), ())
    return frozenset(name_key(name) for name in names if isinstance(name, str)) if isinstance(names, list) else _NOBODY


def _meet(one: _Event, other: _Event) -> bool:
    """Whether somebody may be at both."""
    return not one.audience or not other.audience or bool(one.audience & other.audience)


def _same(one: str, other: str) -> bool:
    """Whether two places are one city: "Strelsau Central" and "Strelsau, Ruritania" are."""
    first, second = (name_key(place.split(",", 1)[0]).split("-") for place in (one, other))
    length = min(len(first), len(second))
    return first[:length] == second[:length]
