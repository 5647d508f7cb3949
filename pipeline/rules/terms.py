"""Words, phrases and patterns that an office does not use.

Enters: the subject and a rule with terms. Leaves: findings at the words. Guaranteed: searching takes a time that grows
with the text's length alone: phrases are literal, and patterns are run by RE2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol, cast

from pipeline.diagnostics import Diagnostic
from pipeline.rules.findings import finding
from pipeline.rules.profile import Rule
from pipeline.rules.subject import Subject
from pipeline.source.wording import quoted

_MOST_MEMORY = 1 << 20
"""Bytes that RE2 may take for a pattern; one that needs more is refused."""


class _Match(Protocol):
    def start(self) -> int: ...
    def end(self) -> int: ...


class _Searcher(Protocol):
    """What both regular expression engines offer."""

    def finditer(self, text: str, /) -> Iterator[_Match]: ...


def terms(subject: Subject, rule: Rule) -> Iterator[Diagnostic]:
    """Report each use of a term."""
    wanted = [(term, searcher) for term in rule.values["terms"] if (searcher := compiled(term)[0]) is not None]
    for run in subject.runs(rule):
        for term, searcher in wanted:
            for match in searcher.finditer(run.text):
                start, stop = match.start(), match.end()
                if start == stop or not subject.is_written(run, start):
                    continue
                place = subject.spot(run, start, stop)
                use = term.get("use", "") if isinstance(term, dict) else ""
                help = f"write {quoted(use)} instead" if use else "say it in other words"
                message = f"{quoted(run.text[start:stop])} is not to be used"
                yield finding(rule, message, place, help=help, source=subject.source(place))


def compiled(term: str | Mapping[str, object]) -> tuple[_Searcher | None, str]:
    """Return what searches for *term*, or why it cannot be searched for."""
    if isinstance(term, str):
        return _phrase(term, False)
    case = term.get("case") is True
    if "pattern" in term:
        return _pattern(str(term["pattern"]), case)
    return _phrase(str(term["words"]), case)


@lru_cache(maxsize=1024)
def _phrase(words: str, case: bool) -> tuple[_Searcher | None, str]:
    parts = words.split()
    if not parts:
        return None, "it has no words"
    first = r"(?<!\w)" if _is_word(parts[0][0]) else ""
    last = r"(?!\w)" if _is_word(parts[-1][-1]) else ""
    pattern = first + r"\s+".join(map(re.escape, parts)) + last
    return cast(_Searcher, re.compile(pattern, 0 if case else re.IGNORECASE)), ""


@lru_cache(maxsize=1024)
def _pattern(pattern: str, case: bool) -> tuple[_Searcher | None, str]:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    options.case_sensitive = case
    try:
        searcher = re2.compile(pattern, options)
        empty = searcher.search("") is not None
    except (re2.error, UnicodeError) as problem:
        reason = problem.args[0] if problem.args else ""
        return None, reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return (None, "it is found in every text") if empty else (cast(_Searcher, searcher), "")


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
