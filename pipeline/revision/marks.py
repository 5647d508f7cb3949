"""What a comparison tells beside each paragraph's lines.

Enters: a comparison. Leaves: :class:`~pipeline.model.revised.Revised` values by the ids of the later record's entries.
Guaranteed: each change is beside some paragraph: what is gone is told where it stood, in the same paper while that
still has text, and what stands elsewhere now is told as new.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.record import Entry
from pipeline.model.revised import Revised, bare
from pipeline.revision.comparison import Change, Comparison

_HEADS = ("heading", "title")
"""What begins something else: the end of what stood before it is told at that end."""


def revised_entries(comparison: Comparison) -> dict[str, Revised]:
    """Return what became of the later record's paragraphs, by their ids; those as they were are left out."""
    entries = comparison.after.entries
    papers = {pair.before: pair.after for pair in comparison.papers if pair.before is not None}
    found: dict[int, Revised] = {}
    for change in comparison.changes:
        if change.after is not None:
            here = _changed(change, entries[change.after])
            was = found.get(change.after)
            found[change.after] = here if was is None else here._replace(above=was.above, below=was.below)
        elif change.before is not None and entries:
            gone = comparison.before.entries[change.before]
            at, above = _neighbour(gone, change.at, entries, papers)
            was = found.get(at, Revised(_length(entries[at])))
            found[at] = was._replace(above=True) if above else was._replace(below=True)
    return {entries[index].id: what for index, what in found.items()}


def _length(entry: Entry) -> int:
    return len(bare(entry.mark + entry.text))


def _changed(change: Change, entry: Entry) -> Revised:
    """Return where a paragraph's words are new ones, and where some are gone."""
    length = _length(entry)
    if change.before is None or change.moved or not change.reworded:
        return Revised(length, ((0, max(length, 1)),))
    spans: list[tuple[int, int]] = []
    gaps: list[int] = []
    position = 0
    for kind, text in change.words:
        size = len(bare(text))
        if kind == "deleted":
            # The call of a footnote has no width of its own: its going is told like that of a word.
            gaps.append(position)
        else:
            if kind == "inserted":
                spans.append((position, position + max(size, 1)))
            position += size
    return Revised(length, tuple(spans), tuple(gaps))


def _neighbour(gone: Entry, at: int, entries: tuple[Entry, ...], papers: Mapping[int, int | None]) -> tuple[int, bool]:
    """Return the entry beside which it is told that *gone* is, and whether it stood above it (else below)."""
    paper = -1 if gone.paper < 0 else papers.get(gone.paper)
    in_note = _in_note(gone)

    def fits(index: int) -> bool:
        return entries[index].paper == paper and _in_note(entries[index]) == in_note

    if at < len(entries) and fits(at) and (gone.kind in _HEADS or entries[at].kind not in _HEADS):
        return at, True
    before = next((index for index in range(min(at, len(entries)) - 1, -1, -1) if fits(index)), None)
    if before is not None:
        return before, False
    return (at, True) if at < len(entries) else (len(entries) - 1, False)


def _in_note(entry: Entry) -> bool:
    return bool(entry.within) and entry.within[0].kind == "note"
