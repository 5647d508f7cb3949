"""Which table of the edition each table of a Word file is, and which row and column of it each of its own.

Enters: tables with their paragraphs, some of them bound by name. Leaves: :class:`TableMap` values and the paragraphs in
cells bound. Guaranteed: a table of the edition is one table of the file at most, and so are its rows and columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from pipeline.model.record import Container, Entry
from pipeline.review.bound import Bound, cell_of, is_blank, said
from pipeline.review.edited import LEAST_SURE
from pipeline.review.likeness import plain
from pipeline.review.pairing import fill, move, pairs
from pipeline.review.raw import Raw, TableNow
from pipeline.values import dataclass, field

Place = tuple[int, int]
"""A row and a column."""
Now = Mapping[Place, Sequence[Raw]]
Then = Mapping[Place, Sequence[int]]
Held = TypeVar("Held")


@dataclass(slots=True)
class TableMap:
    """A table. *number*: the edition's, below 0: a new one; *plain*: it is no table of data, but places figures.

    *rows*, *columns*: those of the file to those of the edition. *grid*: the columns of the file's grid to its own,
    without those in which no cell starts.
    """

    table: TableNow
    number: int = -1
    plain: bool = False
    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)
    grid: dict[int, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.grid)


class Cells:
    """The paragraphs of each cell: in the file by table, row and column of the grid; in the edition likewise."""

    def __init__(self, paragraphs: Iterable[Raw], entries: Iterable[Entry]) -> None:
        self.now: dict[int, dict[Place, list[Raw]]] = {}
        self.then: dict[int, dict[Place, list[int]]] = {}
        for raw in paragraphs:
            for spot in raw.frame[-1:]:
                self.now.setdefault(spot.table.index, {}).setdefault((spot.row, spot.column), []).append(raw)
        for index, entry in enumerate(entries):
            cell = cell_of(entry)
            if cell is not None:
                self.then.setdefault(cell.number, {}).setdefault((cell.row, cell.column), []).append(index)


def map_tables(tables: Sequence[TableNow], paragraphs: Sequence[Raw], bound: Bound) -> dict[int, TableMap]:
    """Return the map of each table, by its index, and bind the paragraphs in cells."""
    cells = Cells(paragraphs, bound.record.entries)
    maps = {table.index: TableMap(table) for table in tables}
    for table in tables:
        maps[table.index].plain = _is_plain(table, cells, bound)
    wanted = [table for table in tables if not maps[table.index].plain]
    _by_votes(wanted, maps, cells, bound)
    _by_texts(wanted, maps, cells, bound)
    new = -1
    for table in wanted:
        one = maps[table.index]
        _set_grid(one, bound)
        if one.number >= 0:
            now, then = cells.now.get(table.index, {}), cells.then.get(one.number, {})
            _map_columns(one, now, then, bound)
            _map_rows(one, now, then, bound)
            _bind_cells(one, now, then, bound)
        else:
            one.number = new
            new -= 1
    return maps


def _is_plain(table: TableNow, cells: Cells, bound: Bound) -> bool:
    """Whether a table only places figures: they and their captions are all that is in it."""
    own = [raw for held in cells.now.get(table.index, {}).values() for raw in held]
    entries = [entry for raw in own if (entry := bound.entry(raw)) is not None]
    outer = sum(1 for spot in table.outer if spot.table is not table)
    if entries:
        return sum(sum(one.kind == "cell" for one in entry.within) <= outer for entry in entries) * 2 > len(entries)
    pictured = all(any(raw.pictures for raw in held) for held in cells.now.get(table.index, {}).values())
    return (
        bool(own) and pictured and all(is_blank(raw) or raw.captioned or raw.meaning.kind == "caption" for raw in own)
    )


def _by_votes(tables: Sequence[TableNow], maps: Mapping[int, TableMap], cells: Cells, bound: Bound) -> None:
    """Give each table the number that most of its named paragraphs have."""
    votes: list[tuple[int, int, int]] = []
    for table in tables:
        count: Counter[int] = Counter()
        for held in cells.now.get(table.index, {}).values():
            for raw in held:
                entry = bound.entry(raw)
                cell = None if entry is None else cell_of(entry)
                if cell is not None:
                    count[cell.number] += 1
        votes += [(-number, table.index, found) for found, number in count.items()]
    used: set[int] = set()
    for _, index, found in sorted(votes):
        if maps[index].number < 0 and found not in used:
            maps[index].number = found
            used.add(found)


def _by_texts(tables: Sequence[TableNow], maps: Mapping[int, TableMap], cells: Cells, bound: Bound) -> None:
    """Find the tables that have no named paragraph by their words, in order."""
    used = {one.number for one in maps.values()}
    now = [table.index for table in tables if maps[table.index].number < 0]
    then = [number for number in range(len(bound.record.tables)) if number not in used]
    texts = [" ".join(said(raw) for held in cells.now.get(index, {}).values() for raw in held) for index in now]
    before = [
        " ".join(bound.text(at) for held in cells.then.get(number, {}).values() for at in held) for number in then
    ]
    for one, other, _ in pairs(texts, before, bound.likeness):
        if plain(texts[one]) or maps[now[one]].table.columns == bound.record.tables[then[other]].columns:
            maps[now[one]].number = then[other]


def _rows(then: Then) -> int:
    return 1 + max((row for row, _ in then), default=-1)


def _set_grid(one: TableMap, bound: Bound) -> None:
    """Count the columns: as the grid does, or without those that programs add to place edges."""
    known = bound.record.tables[one.number].columns if one.number >= 0 else 0
    starts = sorted(one.table.starts)
    if one.table.columns == known:
        one.grid = {column: column for column in range(known)}
    else:
        one.grid = {column: place for place, column in enumerate(starts)}


def _map_columns(one: TableMap, now: Now, then: Then, bound: Bound) -> None:
    """Find the edition's column of each column: by names, else by words, else by order."""

    def column_now(place: Place) -> int:
        return one.grid.get(place[1], -1)

    one.columns = _settled(_votes(now, bound, column_now, lambda cell: cell.column, one.number))
    width, known = one.width, bound.record.tables[one.number].columns
    if width == known and all(mine == theirs for mine, theirs in one.columns.items()):
        one.columns = {column: column for column in range(width)}
        return
    texts = _joined(now, column_now, width, said)
    before = _joined(then, lambda place: place[1], known, bound.text)
    fill(one.columns, texts, before, bound.likeness)
    if width == known:
        free = [at for at in range(width) if at not in one.columns]
        open_ = [at for at in range(known) if at not in one.columns.values()]
        one.columns |= dict(zip(free, open_, strict=True))


def _map_rows(one: TableMap, now: Now, then: Then, bound: Bound) -> None:
    """Find the edition's row of each row: by names, else by words."""
    one.rows = _settled(_votes(now, bound, lambda place: place[0], lambda cell: cell.row, one.number))
    texts = _joined(now, lambda place: place[0], one.table.rows, said)
    before = _joined(then, lambda place: place[0], _rows(then), bound.text)
    fill(one.rows, texts, before, bound.likeness)
    move(one.rows, texts, before, bound.likeness)


def _joined(
    cells: Mapping[Place, Sequence[Held]], line: Callable[[Place], int], count: int, text: Callable[[Held], str]
) -> list[str]:
    """Return the words of each row or column."""
    found: list[list[str]] = [[] for _ in range(count)]
    for place, held in sorted(cells.items(), key=lambda item: item[0]):
        if 0 <= line(place) < count:
            found[line(place)] += map(text, held)
    return [" ".join(texts) for texts in found]


def _votes(
    now: Now, bound: Bound, mine: Callable[[Place], int], theirs: Callable[[Container], int], number: int
) -> Counter[tuple[int, int]]:
    votes: Counter[tuple[int, int]] = Counter()
    for place, held in now.items():
        for raw in held:
            entry = bound.entry(raw)
            cell = None if entry is None else cell_of(entry)
            if cell is not None and cell.number == number:
                votes[mine(place), theirs(cell)] += 1
    return votes


def _settled(votes: Counter[tuple[int, int]]) -> dict[int, int]:
    """Return the pairs with most votes, each side once."""
    found: dict[int, int] = {}
    for (mine, theirs), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if mine not in found and theirs not in found.values() and mine >= 0:
            found[mine] = theirs
    return found


def _bind_cells(one: TableMap, now: Now, then: Then, bound: Bound) -> None:
    """Bind what is left in cells whose row and column are known."""
    for (row, grid), held in now.items():
        place = one.rows.get(row), one.columns.get(one.grid.get(grid, -1))
        if place[0] is None or place[1] is None:
            continue
        free = [raw for raw in held if raw not in bound.matches and (raw.filler or not is_blank(raw))]
        open_ = [at for at in then.get((place[0], place[1]), []) if at not in bound.taken]
        for mine, theirs, ratio in pairs([said(raw) for raw in free], [bound.text(at) for at in open_], bound.likeness):
            bound.bind(free[mine], open_[theirs], ratio)
        left = [raw for raw in free if raw not in bound.matches]
        rest = [at for at in open_ if at not in bound.taken]
        if len(left) == len(rest) == 1:
            bound.bind(left[0], rest[0], LEAST_SURE)
