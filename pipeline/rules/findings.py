"""What a broken rule is told as.

Enters: a rule, what is wrong and where. Leaves: a :class:`~pipeline.diagnostics.Diagnostic`. Guaranteed: its severity,
words and help are the profile's where the profile has them, and the rule's line is a related place.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.diagnostics import Diagnostic, Place, Related
from pipeline.rules.profile import Rule
from pipeline.source.tree import Source

MOST = 50
"""How often one rule is told for one packet."""


def finding(
    rule: Rule,
    message: str,
    place: Place | None,
    *,
    help: str,
    label: str = "",
    source: Source | None = None,
    related: tuple[Related, ...] = (),
) -> Diagnostic:
    """Return what is told of a broken *rule*; *source* is the file that *place* is in, where it is known."""
    own: str | None = rule.values.get("message")
    asked = rule.values.get("source")
    text = str(rule.values.get("help", help)) + (f" ({asked})" if asked else "")
    line = source.line(place.line) if source is not None and place is not None and place.line else None
    if own is not None and not label:
        label = message
    here = Related(f"the rule, in the profile {rule.profile!r}", rule.place)
    return Diagnostic(rule.severity, rule.code, own or message, place, label, text, line, (*related, here))


def beyond(rule: Rule, count: int) -> str:
    """Return how *count* breaks the rule's limits, such as ``3 more than the 6 allowed``; empty when it does not."""
    most, least = rule.values.get("most"), rule.values.get("least")
    if most is not None and count > most:
        return f"{count - most:,} more than the {most:,} allowed"
    if least is not None and count < least:
        return f"{least - count:,} fewer than the {least:,} wanted"
    return ""


def few(rule: Rule, findings: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """Yield the first findings of a rule, each once, and say when there are more."""
    seen: set[tuple[str, str, int, int]] = set()
    for found in findings:
        place = found.place or Place("")
        # What came through two aliases stands in one place.
        key = found.message, place.file, place.line, place.column
        if key in seen:
            continue
        seen.add(key)
        if len(seen) > MOST:
            message = f"this rule is broken more than {MOST} times; the first are told"
            yield Diagnostic(rule.severity, rule.code, message, rule.place, help="mend these first")
            return
        yield found
