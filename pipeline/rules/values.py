"""Values in the papers' data: those that must be filled in, those that have expired, dates outside the trip.

Enters: the subject and a rule with paths. Leaves: findings at the values, or where a value is missing. Guaranteed:
dates are compared as days of the calendar; a year, or a year and month, stands for its last day where it expires.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from pipeline.diagnostics import Diagnostic, Related, Severity
from pipeline.diagnostics.suggest import nearest
from pipeline.rules.findings import finding
from pipeline.rules.paths import Found, find, unknown_key
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Data, Subject
from pipeline.source.wording import choices, quoted

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def required(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report values that are missing, empty or blank."""
    for path, data in _each(subject, rule):
        for found in find(data.values, path, data.source):
            if _is_filled(found.value):
                continue
            key = found.path[-1] if found.path else path
            whose = _name_of(found)
            what = f"{quoted(str(key))} is empty" if found.value is not None else f"{quoted(str(key))} is missing"
            yield finding(
                rule,
                what + (f" for {quoted(whose)}" if whose else ""),
                found.place,
                help=f"fill in `{key}: …`",
                source=data.source,
            )


def expired(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report dates that are before the day that the rule names."""
    by = str(rule.values.get("by", "start"))
    name, written = _day(subject, by)
    if written is None:
        return
    for path, data in _each(subject, rule):
        for found in find(data.values, path, data.source):
            last = day_of(found.value, last=True)
            if last is not None and last < written:
                whose = _name_of(found)
                message = f"{quoted(whose)} expires" if whose else "this expires"
                message += f" on {last.isoformat()}, before {name}, {written.isoformat()}"
                help = "bring it up to date, with a new date"
                yield finding(rule, message, found.place, help=help, source=data.source)


def outside_trip(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report dates before the first or behind the last day of travel."""
    start = day_of(subject.packet.start)
    if start is None:
        return
    end = day_of(subject.packet.end) or start
    first = _moved(start, -int(rule.values.get("before", 0)))
    last = _moved(end, int(rule.values.get("after", 0)))
    packet = subject.packet.source
    for path, data in _each(subject, rule):
        for found in find(data.values, path, data.source):
            day = day_of(found.value)
            if day is None or first <= day <= last:
                continue
            side = "before the trip begins" if day < first else "after the trip ends"
            shown = start if day < first else end
            related = (Related("the days of travel", packet.place(("dates",))),)
            yield finding(
                rule,
                f"{day.isoformat()} is {side}, on {shown.isoformat()}",
                found.place,
                help="mend the date here, or the days of travel in packet.yaml",
                source=data.source,
                related=related,
            )


def unmatched(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report paths of a rule that no paper's data can have, at the profile's line."""
    for names, paths, steps in _declared(rule):
        data = [data for data in subject.data(names) if data.schema is not None]
        for index, path in enumerate(paths):
            unknown = [(one, unknown_key(one.schema, path)) for one in data if one.schema is not None]
            if not names or not unknown or any(fault is None for _, fault in unknown):
                continue
            one, fault = unknown[0]
            assert fault is not None
            key, known = fault
            guess = nearest(key, known)
            place = rule.place_of(*steps, *((index,) if steps[-1] == "paths" else ()))
            found = finding(
                rule,
                f"{quoted(path)} leads nowhere: a {quoted(one.kind)} has no {quoted(key)}",
                place,
                label=f"did you mean {guess!r}?" if guess else "",
                help=f"known keys: {choices(known, 'and')}",
                source=rule.source,
            )
            yield _as_warning(found)


def _as_warning(found: Diagnostic) -> Diagnostic:
    return replace(found, severity=Severity.WARNING, code="rule-unmatched", related=())


def _declared(rule: Rule) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Yield the papers, the paths and the key of each place of a rule where paths stand."""
    if "paths" in rule.values:
        yield rule.papers, tuple(rule.values["paths"]), ("paths",)
    if "events" in rule.values:
        yield rule.papers, (rule.values["events"],), ("events",)
    for key in ("known", "glossary"):
        elsewhere = rule.values.get(key)
        if elsewhere:
            yield tuple(elsewhere["papers"]), tuple(elsewhere["paths"]), (key, "paths")


def _each(subject: Subject, rule: Rule) -> Iterator[tuple[str, Data]]:
    """Yield each path with the data that it is for: of the papers that the rule names, else of those that have it."""
    for path in rule.values["paths"]:
        for data in subject.data(rule.papers):
            if rule.papers or (data.schema is not None and unknown_key(data.schema, path) is None):
                yield path, data


def _is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None and value != [] and value != {}


def _name_of(found: Found) -> str:
    """Return what the thing is called that a value belongs to."""
    owner = found.owners[-1] if found.owners else {}
    keys = ("name", "title", "label", "heading", "office", "role")
    return next((str(owner[key]) for key in keys if isinstance(owner.get(key), str) and found.path[-1] != key), "")


def _day(subject: Subject, by: str) -> tuple[str, date | None]:
    """Return the day that values are compared with, and what it is called."""
    packet = subject.packet
    days = {
        "start": ("the first day of travel", packet.start),
        "end": ("the last day of travel", packet.end or packet.start),
        "date": ("the date of this edition", packet.date),
    }
    name, written = days[by]
    if not written and by != "date":
        name, written = days["date"]
    return name, day_of(written)


def day_of(value: object, *, last: bool = False) -> date | None:
    """Return the day that *value* is, None when it is none. With *last* a month or a year is its last day."""
    match = _DATE.fullmatch(str(value).strip()) if isinstance(value, str | int) else None
    if match is None or (not last and match[3] is None):
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        return date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))
    except ValueError:
        return None


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min
