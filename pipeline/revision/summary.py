"""What differs between two editions, in the terms of people: papers, headings, paragraphs, points, rows, words.

Enters: a comparison. Leaves: :class:`Summary`. Guaranteed: every change of the comparison is in one item, the cells of
a row together; items are in the order of the later edition, paper by paper, what is not of a paper first.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pipeline.diagnostics import Place
from pipeline.model.record import Container, Entry, Record
from pipeline.revision.comparison import Change, Comparison, Piece
from pipeline.revision.wording import words
from pipeline.values import dataclass

What = Literal["cover line", "heading", "paragraph", "point", "row", "caption", "term", "footnote"]
How = Literal["added", "removed", "changed", "moved", "restyled"]
State = Literal["added", "removed", "changed", "moved", "same"]
WHATS: tuple[What, ...] = ("cover line", "heading", "paragraph", "point", "row", "caption", "term", "footnote")
HOWS: tuple[How, ...] = ("added", "removed", "changed", "moved", "restyled")
BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or row that changed. *moved* ones may have other words too. *place*: where the data say it."""

    what: What
    how: How
    pieces: tuple[Piece, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class PaperSummary:
    """A paper; no *tab* and *title*: the cover. *earlier*: its tab and title before, where they were others."""

    tab: str
    title: str
    state: State
    items: tuple[Item, ...]
    earlier: tuple[str, str] | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """How many items of each kind were changed in each way, and how many words came and went."""

    counts: tuple[tuple[What, How, int], ...]
    inserted: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How two editions differ. *about*: what of their settings is another, in words."""

    papers: tuple[PaperSummary, ...]
    totals: Totals
    about: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return not self.about and all(paper.state == "same" for paper in self.papers)


def summarize(comparison: Comparison) -> Summary:
    """Return what differs."""
    items: dict[tuple[bool, int], list[Item]] = {}
    for paper, item in _items(comparison):
        items.setdefault(paper, []).append(item)
    before, after = comparison.before, comparison.after
    papers: list[PaperSummary] = []
    cover = [*items.get((True, -1), ()), *items.get((False, -1), ())]
    if cover:
        papers.append(PaperSummary("", "", "changed", tuple(cover)))
    for pair in comparison.papers:
        found = [] if pair.after is None else items.get((True, pair.after), [])
        found = found + ([] if pair.before is None else items.get((False, pair.before), []))
        then = None if pair.before is None else before.papers[pair.before]
        now = None if pair.after is None else after.papers[pair.after]
        if now is None:
            assert then is not None
            papers.append(PaperSummary(then.tab, then.title, "removed", tuple(found)))
        elif then is None:
            papers.append(PaperSummary(now.tab, now.title, "added", tuple(found)))
        else:
            other = (then.tab, then.title) != (now.tab, now.title)
            state: State = "changed" if found or other else "moved" if pair.moved else "same"
            earlier = (then.tab, then.title) if other else None
            papers.append(PaperSummary(now.tab, now.title, state, tuple(found), earlier, pair.moved))
    every = [item for paper in papers for item in paper.items]
    return Summary(tuple(papers), totals(every), tuple(_about(before, after)))


def totals(items: Iterable[Item]) -> Totals:
    """Count *items* and their words."""
    counts: Counter[tuple[What, How]] = Counter()
    inserted = deleted = 0
    for item in items:
        counts[item.what, item.how] += 1
        for piece in item.pieces:
            inserted += count_words(piece.text) if piece.kind == "inserted" else 0
            deleted += count_words(piece.text) if piece.kind == "deleted" else 0
    ordered = tuple((what, how, counts[what, how]) for what in WHATS for how in HOWS if counts[what, how])
    return Totals(ordered, inserted, deleted)


def count_words(text: str) -> int:
    """Return how many words a text has, without its spaces and signs."""
    return sum(1 for word in words(text) if unicodedata.category(word[0])[0] in "LN")


def _about(before: Record, after: Record) -> Iterable[str]:
    for name, then, now in (
        ("title", before.title, after.title),
        ("date", before.date, after.date),
        ("language", before.lang, after.lang),
        ("theme", before.theme, after.theme),
    ):
        if then != now and (then or name != "theme") and (now or name != "theme"):
            yield f"{name}: {then or 'none'} → {now or 'none'}"


# --- items -----------------------------------------------------------------------------------------------------------


def _items(comparison: Comparison) -> Iterable[tuple[tuple[bool, int], Item]]:
    """Yield each item with its paper: whether that is the later record's number, and the number."""
    gone_to = {pair.before: pair.after for pair in comparison.papers if pair.before is not None}
    rows: set[tuple[bool, int, int]] = set()
    cells = _Cells(comparison)
    for change in comparison.changes:
        record, number = _record_of(comparison, change)
        entry = record.entries[number]
        later = change.after is not None
        paper = (later, entry.paper)
        if not later and gone_to.get(entry.paper) is not None:
            paper = (True, gone_to[entry.paper] or 0)
        cell = _cell(entry)
        if cell is None:
            yield paper, _plain(comparison, change, record, number)
            continue
        row = (later, cell.number, cell.row)
        if not later:
            now = cells.row_now.get((cell.number, cell.row))
            row = (True, *now) if now is not None else row
        if row not in rows:
            rows.add(row)
            item = cells.item(row)
            if item is not None:
                yield paper, item


def _record_of(comparison: Comparison, change: Change) -> tuple[Record, int]:
    if change.after is not None:
        return comparison.after, change.after
    assert change.before is not None
    return comparison.before, change.before


def _plain(comparison: Comparison, change: Change, record: Record, number: int) -> Item:
    before = () if change.before is None else (comparison.before.entries[change.before].id,)
    after = () if change.after is None else (comparison.after.entries[change.after].id,)
    return Item(_what(record, number), _how(change), change.words, before, after, place_of(record, number))


def _how(change: Change) -> How:
    if change.before is None:
        return "added"
    if change.after is None:
        return "removed"
    if change.moved:
        return "moved"
    return "changed" if change.reworded else "restyled"


def _what(record: Record, number: int) -> What:
    entry = record.entries[number]
    if any(one.kind == "note" for one in entry.within):
        return "footnote"
    if entry.kind in ("title", "heading", "callout-title"):
        return "heading"
    if entry.kind == "cover":
        return "cover line"
    if entry.kind in ("caption", "term"):
        return "caption" if entry.kind == "caption" else "term"
    holder = entry.within[-1] if entry.within else None
    if holder is not None and holder.kind == "list":
        above = record.entries[number - 1].within if number else ()
        return "paragraph" if holder in above else "point"
    return "paragraph"


def _cell(entry: Entry) -> Container | None:
    return next((one for one in entry.within if one.kind == "cell"), None)


def place_of(record: Record, number: int) -> Place | None:
    """Return where the data say what an entry says; None: a template wrote it."""
    entry = record.entries[number]
    value = next((piece.value for piece in entry.pieces if piece.value is not None), entry.value)
    if value is None:
        return None
    found = record.values[value]
    return Place(found.file, found.line, found.column, path=found.path)


class _Cells:
    """Rows with all their cells, those that are as they were too."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._changes = {change.after: change for change in comparison.changes if change.after is not None}
        self._gone = {change.before: change for change in comparison.changes if change.after is None}
        self._now = _by_row(comparison.after)
        self._then = _by_row(comparison.before)
        self.row_now = {then: now for now, then in comparison.rows.items()}

    def item(self, row: tuple[bool, int, int]) -> Item | None:
        """Return the item of a row: of the later record (True) or one that is gone."""
        later, table, number = row
        comparison = self._comparison
        then = comparison.rows.get((table, number)) if later else (table, number)
        mine = self._now.get((table, number), []) if later else []
        theirs = [] if then is None else self._then.get(then, [])
        gone = [one for one in theirs if one in self._gone]
        cells = [self._pieces(one) for one in mine]
        cells += [self._gone[one].words for one in gone]
        cells = [cell for cell in cells if cell]
        changes = [self._changes[one] for one in mine if one in self._changes] + [self._gone[one] for one in gone]
        hows = {_how(change) for change in changes if change.words or change.restyled or change.moved}
        if not hows:
            return None  # an empty cell came or went
        how: How = "added" if then is None else "removed" if not later else "changed"
        if how == "changed" and hows <= {"moved", "restyled"}:
            how = "moved" if "moved" in hows else "restyled"
        elif "moved" in hows:
            how = "moved"
        record, first = (comparison.after, mine[0]) if mine else (comparison.before, theirs[0])
        return Item(
            "row",
            how,
            _joined(cells),
            tuple(comparison.before.entries[one].id for one in theirs),
            tuple(comparison.after.entries[one].id for one in mine),
            place_of(record, first),
        )

    def _pieces(self, number: int) -> tuple[Piece, ...]:
        change = self._changes.get(number)
        if change is not None:
            return change.words
        entry = self._comparison.after.entries[number]
        return (Piece("same", entry.mark + entry.text),) if entry.text else ()


def _by_row(record: Record) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for number, entry in enumerate(record.entries):
        cell = _cell(entry)
        if cell is not None:
            found.setdefault((cell.number, cell.row), []).append(number)
    return found


def _joined(cells: list[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """Return the pieces of cells in one row, a bar between two; it belongs to new or gone cells as they do."""
    made: list[Piece] = []
    for at, cell in enumerate(cells):
        if at:
            kind = cell[0].kind if cell[0].kind == made[-1].kind else "same"
            made.append(Piece(kind, BETWEEN_CELLS))
        made += cell
    merged: list[Piece] = []
    for piece in made:
        if merged and merged[-1].kind == piece.kind:
            merged[-1] = Piece(piece.kind, merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return tuple(merged)
