"""A run as Markdown, for the page that a CI service shows of a job.

Enters: the result of a run. Leaves: Markdown. Guaranteed: what comes from the data is escaped, so that it can neither
break the table nor bring in HTML; the same result gives the same text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.results import Result

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_MOST_CHANGES = 20
_MOST_FINDINGS = 50


def as_markdown(result: Result) -> str:
    """Return the summary of a run: a table of packets, what changed in each, and what is wrong."""
    return "\n".join([*_table(result), *_changes(result), *_findings(result)]) + "\n"


def _table(result: Result) -> Iterator[str]:
    states = Counter(packet.state for packet in result.packets)
    pages = sum(packet.pages for packet in result.packets)
    shown = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    yield "## Briefing packets"
    yield ""
    yield f"{shown or 'none'}; {pages} pages, {_count(result.diagnostics)}"
    yield ""
    yield "| packet | state | pages | errors | warnings |"
    yield "|---|---|--:|--:|--:|"
    for packet in result.packets:
        errors, warnings = _numbers(packet.diagnostics)
        yield f"| {_escaped(packet.name)} | {packet.state} | {packet.pages or ''} | {errors} | {warnings} |"


def _changes(result: Result) -> Iterator[str]:
    changed = [packet for packet in result.packets if packet.changes or packet.reason]
    if changed:
        yield from ("", "### What changed", "")
    for packet in changed:
        yield f"- **{_escaped(packet.name)}**"
        sentences = packet.changes or (packet.reason,)
        yield from (f"  - {_escaped(sentence)}" for sentence in sentences[:_MOST_CHANGES])
        if len(sentences) > _MOST_CHANGES:
            yield f"  - and {len(sentences) - _MOST_CHANGES} more"


def _findings(result: Result) -> Iterator[str]:
    if result.diagnostics:
        yield from ("", "### Findings", "")
    for finding in result.diagnostics[:_MOST_FINDINGS]:
        place = finding.place
        where = f"{place.file}:{place.line}" if place is not None and place.line else place.file if place else ""
        at = f" ({_escaped(where)})" if where else ""
        yield f"- {finding.severity.name.lower()}: {_escaped(finding.message)}{at}"
    if len(result.diagnostics) > _MOST_FINDINGS:
        yield f"- and {len(result.diagnostics) - _MOST_FINDINGS} more"


def _numbers(findings: tuple[Diagnostic, ...]) -> tuple[int, int]:
    severities = Counter(finding.severity for finding in findings)
    return severities[Severity.ERROR], severities[Severity.WARNING]


def _count(findings: tuple[Diagnostic, ...]) -> str:
    errors, warnings = _numbers(findings)
    return f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
