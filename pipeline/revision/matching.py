"""Which entry of one record is which of another.

Enters: two records. Leaves: :class:`Match`. Guaranteed: each entry, row and paper is in one pair at most; entries of a
pair are of one kind and stand in the same kinds of lists, notes and boxes; words tell before places do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from pipeline.model.record import Container, Entry, Record
from pipeline.review.likeness import Likeness
from pipeline.review.pairing import fill, gaps, increasing, move
from pipeline.revision.comparison import PaperPair
from pipeline.values import dataclass, field

_MOST_IN_PLACE = 40
"""How many neighbours are taken for as many others only because they stand where these stood."""
_RELATED = 0.5
"""How alike the texts of two papers must be to be the same paper under another title."""


@dataclass(frozen=True, slots=True)
class Match:
    """Pairs by the number in the later record. *rows*: as table and row. *moved*: later entries at another place."""

    papers: tuple[PaperPair, ...]
    entries: Mapping[int, int]
    rows: Mapping[tuple[int, int], tuple[int, int]]
    moved: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is compared as a whole: a paragraph, or a table or footnote with all that is in it."""

    kind: tuple[object, ...]
    text: str
    entries: tuple[int, ...]
    number: int = -1


@dataclass(slots=True)
class _State:
    before: Record
    after: Record
    likeness: Likeness = field(default_factory=Likeness)
    pairs: dict[int, int] = field(default_factory=dict)
    rows: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)


def match(before: Record, after: Record) -> Match:
    """Return which entries, rows and papers of *after* were in *before*."""
    state = _State(before, after)
    papers = _papers(state)
    then, now = _by_paper(before), _by_paper(after)
    _sequence(state, then.get(-1, ()), now.get(-1, ()), 0)
    left_then: list[int] = []
    left_now: list[int] = []
    for pair in papers:
        theirs = () if pair.before is None else then.get(pair.before, ())
        mine = () if pair.after is None else now.get(pair.after, ())
        _sequence(state, theirs, mine, 0)
        left_then += theirs
        left_now += mine
    _elsewhere(state, left_then, left_now)
    return Match(papers, dict(sorted(state.pairs.items())), dict(sorted(state.rows.items())), frozenset(state.moved))


# --- papers ----------------------------------------------------------------------------------------------------------


def _by_paper(record: Record) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for number, entry in enumerate(record.entries):
        found.setdefault(entry.paper, []).append(number)
    return {paper: tuple(numbers) for paper, numbers in found.items()}


def _papers(state: _State) -> tuple[PaperPair, ...]:
    """Pair papers by title, then by the file that they come from, then by what they say."""
    then, now = state.before.papers, state.after.papers
    found: dict[int, int] = {}
    files_then, files_now = _files(state.before), _files(state.after)
    texts_then, texts_now = _texts(state.before), _texts(state.after)

    def pair(same: Callable[[int, int], bool]) -> None:
        for mine in range(len(now)):
            if mine in found:
                continue
            taken = set(found.values())
            fits = [theirs for theirs in range(len(then)) if theirs not in taken and same(theirs, mine)]
            if fits:
                found[mine] = fits[0]

    pair(lambda a, b: then[a].title == now[b].title and files_then.get(a) == files_now.get(b))
    pair(lambda a, b: then[a].title == now[b].title)
    pair(lambda a, b: bool(files_then.get(a)) and files_then.get(a) == files_now.get(b))
    pair(lambda a, b: state.likeness.most(texts_then.get(a, ""), texts_now.get(b, "")) >= _RELATED)
    in_order = {mine for mine, _ in increasing(sorted(found.items()))}
    pairs = [PaperPair(found.get(mine), mine, mine in found and mine not in in_order) for mine in range(len(now))]
    gone = set(range(len(then))) - set(found.values())
    return (*pairs, *(PaperPair(theirs, None) for theirs in sorted(gone)))


def _files(record: Record) -> dict[int, str]:
    """Return the file that most texts of each paper come from."""
    counts: dict[int, Counter[str]] = {}
    for entry in record.entries:
        for piece in entry.pieces:
            if piece.value is not None and entry.kind != "title":
                counts.setdefault(entry.paper, Counter())[record.values[piece.value].file] += 1
    return {paper: min(count, key=lambda name: (-count[name], name)) for paper, count in counts.items()}


def _texts(record: Record) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for entry in record.entries:
        found.setdefault(entry.paper, []).append(entry.text)
    return {paper: "\n".join(texts) for paper, texts in found.items()}


# --- entries ---------------------------------------------------------------------------------------------------------


def _kind(record: Record, entry: Entry, depth: int) -> tuple[object, ...]:
    """Return what two entries must have in common to be one."""
    path = [
        (one.kind, record.lists[one.number].ordered) if one.kind == "list" else one.kind for one in entry.within[depth:]
    ]
    kind = "heading" if entry.kind in ("title", "heading") else entry.kind
    return ("paragraph" if kind == "cell" else kind, *path)


def _units(record: Record, numbers: Sequence[int], depth: int) -> list[_Unit]:
    """Return the paragraphs, tables and footnotes that *numbers* make up. *depth*: how much of the path is known."""
    found: list[_Unit] = []
    at = 0
    while at < len(numbers):
        entry = record.entries[numbers[at]]
        holder = next((place for place in entry.within[depth:] if place.kind in ("cell", "note")), None)
        if holder is None:
            found.append(_Unit(_kind(record, entry, depth), entry.mark + entry.text, (numbers[at],)))
            at += 1
            continue
        end = at + 1
        while end < len(numbers) and _is_in(record.entries[numbers[end]], holder):
            end += 1
        inside = tuple(numbers[at:end])
        text = "\n".join(record.entries[number].text for number in inside)
        found.append(_Unit((holder.kind,), text, inside, holder.number))
        at = end
    return found


def _is_in(entry: Entry, holder: Container) -> bool:
    return any(one.kind == holder.kind and one.number == holder.number for one in entry.within)


def _sequence(state: _State, then: Sequence[int], now: Sequence[int], depth: int) -> None:
    """Pair the entries of two stretches in order."""
    theirs, mine = _units(state.before, then, depth), _units(state.after, now, depth)
    found: dict[int, int] = {}
    for kind in dict.fromkeys(unit.kind for unit in mine):
        a = [at for at, unit in enumerate(theirs) if unit.kind == kind]
        b = [at for at, unit in enumerate(mine) if unit.kind == kind]
        if a and b:
            inner: dict[int, int] = {}
            fill(inner, [mine[at].text for at in b], [theirs[at].text for at in a], state.likeness)
            found |= {b[one]: a[other] for one, other in inner.items()}
    crossing = _in_order(found, mine)
    _by_name(state, found, theirs, mine)
    for one, other in sorted(found.items()):
        _unit(state, theirs[other], mine[one], depth)
        if one in crossing:
            state.moved |= {number for number in mine[one].entries if number in state.pairs}


def _in_order(found: dict[int, int], mine: list[_Unit]) -> set[int]:
    """Keep the pairs that are in order, and tables and notes that are not; return these tables."""
    chain = dict(increasing(sorted(found.items())))
    crossing = {one for one in found if one not in chain}
    for one in crossing:
        if mine[one].number < 0:
            del found[one]
    return {one for one in crossing if mine[one].kind == ("cell",)}


def _by_name(state: _State, found: dict[int, int], theirs: list[_Unit], mine: list[_Unit]) -> None:
    """Pair what is left between pairs, where it comes from the same place of the data or stands alone there."""
    taken = set(found.values())
    for free_range, open_range in gaps(found, len(mine), len(theirs)):
        free = [at for at in free_range if at not in found]
        open_ = [at for at in open_range if at not in taken]
        names = {_name(state.before, theirs[at]): at for at in reversed(open_)}
        for one in free:
            other = names.get(_name(state.after, mine[one]))
            if other is not None and other not in taken and theirs[other].kind == mine[one].kind:
                found[one] = other
                taken.add(other)


def _name(record: Record, unit: _Unit) -> str:
    return record.entries[unit.entries[0]].id


def _unit(state: _State, theirs: _Unit, mine: _Unit, depth: int) -> None:
    if theirs.number < 0:
        state.pairs[mine.entries[0]] = theirs.entries[0]
    elif mine.kind == ("cell",):
        _table(state, theirs, mine)
    else:
        _sequence(state, theirs.entries, mine.entries, depth + 1)


# --- tables ----------------------------------------------------------------------------------------------------------

_Rows = dict[int, dict[int, list[int]]]
"""The entries of a table by row and column."""


def _rows(record: Record, unit: _Unit) -> tuple[_Rows, int]:
    """Return a table's entries, and how deep in the path its cells are."""
    found: _Rows = {}
    depth = 0
    for number in unit.entries:
        within = record.entries[number].within
        depth = next(at for at, one in enumerate(within) if one.kind == "cell" and one.number == unit.number)
        found.setdefault(within[depth].row, {}).setdefault(within[depth].column, []).append(number)
    return found, depth + 1


def _table(state: _State, theirs: _Unit, mine: _Unit) -> None:
    then, depth_then = _rows(state.before, theirs)
    now, depth_now = _rows(state.after, mine)
    columns = _columns(state, theirs, mine, then, now)
    rows_then, rows_now = list(then), list(now)
    texts_then = [_row_text(state.before, then[row]) for row in rows_then]
    texts_now = [_row_text(state.after, now[row]) for row in rows_now]
    found: dict[int, int] = {}
    fill(found, texts_now, texts_then, state.likeness)
    _rows_in_place(found, rows_now, rows_then)
    move(found, texts_now, texts_then, state.likeness)
    in_order = {one for one, _ in increasing(sorted(found.items()))}
    for one, other in found.items():
        row, row_then = now[rows_now[one]], then[rows_then[other]]
        state.rows[mine.number, rows_now[one]] = theirs.number, rows_then[other]
        for column, numbers in row.items():
            before = row_then.get(columns.get(column, -1))
            if before:
                _cell(state, before, numbers, depth_then, depth_now)
        if one not in in_order:
            state.moved |= {number for numbers in row.values() for number in numbers if number in state.pairs}


def _columns(state: _State, theirs: _Unit, mine: _Unit, then: _Rows, now: _Rows) -> dict[int, int]:
    """Return which column was which: where their number has changed, by what they say."""
    count_then = state.before.tables[theirs.number].columns
    count_now = state.after.tables[mine.number].columns
    if count_then == count_now:
        return {column: column for column in range(count_now)}
    found: dict[int, int] = {}
    texts_now = [_column_text(state.after, now, column) for column in range(count_now)]
    texts_then = [_column_text(state.before, then, column) for column in range(count_then)]
    fill(found, texts_now, texts_then, state.likeness)
    return found


def _column_text(record: Record, rows: _Rows, column: int) -> str:
    return "\n".join(record.entries[number].text for row in rows.values() for number in row.get(column, ()))


def _row_text(record: Record, row: Mapping[int, Sequence[int]]) -> str:
    return "\n".join(record.entries[number].text for numbers in row.values() for number in numbers)


def _rows_in_place(found: dict[int, int], now: list[int], then: list[int]) -> None:
    """Pair as many rows as stand between two known ones on both sides."""
    taken = set(found.values())
    for free_range, open_range in gaps(found, len(now), len(then)):
        free = [at for at in free_range if at not in found]
        open_ = [at for at in open_range if at not in taken]
        if free and len(free) == len(open_) <= _MOST_IN_PLACE:
            found |= dict(zip(free, open_, strict=True))


def _cell(state: _State, then: list[int], now: list[int], depth_then: int, depth_now: int) -> None:
    """Pair the paragraphs of two cells: one with one whatever they say."""
    if len(then) == len(now) == 1:
        one, other = state.after.entries[now[0]], state.before.entries[then[0]]
        if _kind(state.after, one, depth_now) == _kind(state.before, other, depth_then):
            state.pairs[now[0]] = then[0]
        return
    if depth_then == depth_now:
        _sequence(state, then, now, depth_now)


# --- what moved ------------------------------------------------------------------------------------------------------


def _elsewhere(state: _State, then: Sequence[int], now: Sequence[int]) -> None:
    """Pair what is left wherever it stands, kind by kind; cells stay in their tables, notes with their calls."""
    taken = set(state.pairs.values())
    theirs: dict[object, list[int]] = {}
    for number in then:
        entry = state.before.entries[number]
        if number not in taken and entry.text and not _is_held(entry):
            theirs.setdefault(_kind(state.before, entry, 0), []).append(number)
    mine: dict[object, list[int]] = {}
    for number in now:
        entry = state.after.entries[number]
        if number not in state.pairs and entry.text and not _is_held(entry):
            mine.setdefault(_kind(state.after, entry, 0), []).append(number)
    for kind, numbers in mine.items():
        open_ = theirs.get(kind)
        if not open_:
            continue
        found: dict[int, int] = {}
        texts = [state.after.entries[number].text for number in numbers]
        move(found, texts, [state.before.entries[number].text for number in open_], state.likeness)
        for one, other in found.items():
            state.pairs[numbers[one]] = open_[other]
            state.moved.add(numbers[one])


def _is_held(entry: Entry) -> bool:
    return any(one.kind in ("cell", "note") for one in entry.within)
