"""The order in which a run reports its findings.

Enters: findings as the stages made them. Leaves: each of them once, file by file, from the top of a file to its end.
Guaranteed: the order depends on the findings and the given files alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.diagnostics import Diagnostic, Place


def in_file_order(diagnostics: Iterable[Diagnostic], files: Sequence[str] = ()) -> tuple[Diagnostic, ...]:
    """Return *diagnostics* without repeats: files in the order of *files*, others after them as they first appear.

    Findings without a place come last.
    """
    once = tuple(dict.fromkeys(diagnostics))
    ranks = {file: rank for rank, file in enumerate(dict.fromkeys(files))}
    for finding in once:
        if finding.place is not None:
            ranks.setdefault(finding.place.file, len(ranks))

    def key(finding: Diagnostic) -> tuple[int, int, int]:
        place = finding.place
        return (len(ranks), 0, 0) if place is None else (ranks[place.file], place.line, place.column)

    return tuple(sorted(once, key=key))


def with_files(diagnostics: Iterable[Diagnostic], shown: Callable[[str], str]) -> tuple[Diagnostic, ...]:
    """Return *diagnostics* with every file name changed by *shown*, for example to be relative to another folder."""

    def moved(place: Place) -> Place:
        return replace(place, file=shown(place.file))

    return tuple(
        replace(
            finding,
            place=finding.place and moved(finding.place),
            related=tuple(replace(other, place=moved(other.place)) for other in finding.related),
        )
        for finding in diagnostics
    )
