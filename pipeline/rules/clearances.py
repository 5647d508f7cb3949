"""Clearances: offices that have not answered, that said no, or that were not asked; approvals that are not given.

Enters: the subject and a rule. Leaves: findings at what was said, or where something is missing. Guaranteed: an entry
that can have a ``status`` is judged by it, another one by its ``date``; who is informed only need not answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic
from pipeline.rules.findings import finding
from pipeline.rules.paths import Found, find, unknown_key
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Data, Subject
from pipeline.source.wording import quoted

_ASKED, _APPROVED = "clearances[*]", "approved[*]"
_INFORMED = "for information"
_ENOUGH = ("cleared", "cleared with edits", _INFORMED)


def clearances(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report what is outstanding in each paper that has clearances, or that the rule names."""
    paths = tuple(rule.values.get("paths", ()))
    for data in subject.data(rule.papers):
        for path in paths or (_ASKED, _APPROVED):
            if data.schema is None or unknown_key(data.schema, path) is not None:
                continue
            entries = [entry for entry in find(data.values, path, data.source) if _is_there(entry)]
            if not entries and rule.papers and (paths or path == _ASKED):
                key = path.split("[", 1)[0]
                help = f"list below `{key}:` whom you asked"
                place = data.source.opening_place(())
                yield finding(rule, "it is not said who cleared this", place, help=help, source=data.source)
            for entry in entries:
                yield from _outstanding(rule, data, path, entry)
            if (paths or path == _ASKED) and (entries or rule.papers):
                yield from _not_asked(rule, data, entries)


def _is_there(entry: Found) -> bool:
    return entry.value is not None and entry.value != []


def _outstanding(rule: Rule, data: Data, path: str, entry: Found) -> Iterator[Diagnostic]:
    """Report an entry that is not settled, at its status where it has one."""
    values = entry.value if isinstance(entry.value, dict) else {}
    by_status = _has_status(data, path)
    who = quoted(_name(entry.value, first="office" if by_status else "name"))
    status, date = values.get("status"), values.get("date")
    place = entry.place
    if not by_status:
        if not date:
            help = "fill in `date: …` when it is given"
            yield finding(rule, f"the approval of {who} is outstanding", place, help=help, source=data.source)
    elif status is None:
        help = "fill in `status: …` when the answer is there"
        yield finding(rule, f"the clearance of {who} is outstanding", place, help=help, source=data.source)
    elif status not in rule.values.get("allow", _ENOUGH):
        place = getattr(status, "place", None) or place
        help = "settle it, and bring `status` up to date"
        message = f"the answer of {who} is {quoted(str(status))}"
        yield finding(rule, message, place, help=help, source=data.source)
    elif rule.values.get("dated") and not date and status != _INFORMED:
        help = "fill in `date: …`"
        message = f"it is not said when {who} cleared this"
        yield finding(rule, message, place, help=help, source=data.source)


def _not_asked(rule: Rule, data: Data, entries: list[Found]) -> Iterator[Diagnostic]:
    """Report offices that the rule wants and that are not there, or are informed only."""
    said = {_key(_name(entry.value, first="office")): entry for entry in entries}
    for office in rule.values.get("offices", ()):
        entry = said.get(_key(office))
        if entry is None:
            place = data.source.key_place(("clearances",)) if entries else data.source.opening_place(())
            help = f"ask {office}, and add it to `clearances`"
            yield finding(rule, f"{quoted(office)} was not asked", place, help=help, source=data.source)
        elif isinstance(entry.value, dict) and entry.value.get("status") == _INFORMED:
            help = f"ask {office} to clear it"
            message = f"{quoted(office)} was informed only"
            yield finding(rule, message, entry.place, help=help, source=data.source)


def _has_status(data: Data, path: str) -> bool:
    return data.schema is not None and unknown_key(data.schema, f"{path}.status") is None


def _name(value: object, *, first: str) -> str:
    """Return what an entry is called, by its key *first* where it has that, else by its name or office."""
    if isinstance(value, dict):
        return str(value.get(first) or value.get("name") or value.get("office") or "")
    return str(value)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
