"""Which edits the schemas and templates refuse.

Enters: edits, and a judge that says what is wrong with the packet when some of them are made. Leaves: the edits that
are left out, each with what is wrong with it. Guaranteed: with what is not left out the judge finds nothing wrong; the
judge is asked a limited number of times, however many edits there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.diagnostics import Diagnostic
from pipeline.review.pull import Made
from pipeline.values import dataclass, field

Judge = Callable[[Sequence[Made]], Sequence[Diagnostic]]
"""Says what is new among the errors of the packet when these edits are made, and no others."""

_MOST_ROUNDS = 3
_MOST_ASKED = 60


@dataclass(slots=True)
class Refusal:
    """*edits* were left out because of *finding*."""

    finding: Diagnostic
    edits: list[Made] = field(default_factory=list)


def refusals(made: Sequence[Made], found: Sequence[Diagnostic], judge: Judge) -> list[Refusal]:
    """Return the edits to be left out. *found*: the errors when all are made."""
    refused: dict[tuple[str, str], Refusal] = {}
    left = list(made)
    for _ in range(_MOST_ROUNDS):
        blamed = [(one, edit) for one in found if (edit := _at(left, one)) is not None]
        if not found or not blamed:
            break
        for one, edit in blamed:
            _refuse(refused, one, [edit])
        left = [edit for edit in left if all(edit is not other for _, other in blamed)]
        found = judge(left)
    if not found:
        return list(refused.values())
    kept: list[Made] = []
    chunks = [left]
    for _ in range(_MOST_ASKED):
        if not chunks:
            break
        chunk = chunks.pop()
        found = judge([*kept, *chunk])
        if not found:
            kept += chunk
        elif len(chunk) == 1:
            _refuse(refused, found[0], chunk)
        else:
            half = len(chunk) // 2
            chunks += [chunk[half:], chunk[:half]]
    for chunk in chunks:
        _refuse(refused, found[0], chunk)
    return list(refused.values())


def refused_moves(made: Sequence[Made], found: Sequence[Diagnostic]) -> frozenset[int]:
    """Return the entries that have moved by edits that are to blame for what was *found*."""
    blamed = [edit for one in found if (edit := _at(made, one)) is not None]
    return frozenset[int]().union(*(one.edit.moves for one in blamed))


def _refuse(refused: dict[tuple[str, str], Refusal], finding: Diagnostic, edits: Sequence[Made]) -> None:
    refusal = refused.setdefault((finding.code, finding.message), Refusal(finding))
    refusal.edits += [edit for edit in edits if all(edit is not other for other in refusal.edits)]


def _at(made: Sequence[Made], finding: Diagnostic) -> Made | None:
    """Return the edit of the value that *finding* is about, or of the nearest that holds it."""
    place = finding.place
    if place is None:
        return None
    above = [
        one
        for one in made
        if one.place.file == place.file and place.path[: len(one.edit.path)] == one.edit.path and one.edit.path
    ]
    return max(above, key=lambda one: len(one.edit.path), default=None)
