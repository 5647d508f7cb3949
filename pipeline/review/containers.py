"""What each paragraph of a Word file is in now: lists, definition lists, callouts, quotes.

Enters: the paragraphs of a story in order, and which entries they continue. Leaves: for each the containers within its
cell or note. Guaranteed: in a file as it was built they are the record's; where it was edited, what Word shows counts:
an item moved among another list's is that list's, a new one is its neighbours'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.docx.numbering import DEEPEST
from pipeline.model.record import Container, ContainerKind, Record
from pipeline.review.bound import Bound, is_blank
from pipeline.review.edited import NewList
from pipeline.review.raw import Raw
from pipeline.review.shapes import Shape, depth_of, heads, inner, shape_of
from pipeline.review.surroundings import around_tables, previous
from pipeline.values import dataclass, field

_BOXES = ("callout", "quote")
_COUNTED = ("list", "definition")
Key = tuple[ContainerKind, int]
Cells = tuple[Container, ...]
"""The cells that a paragraph is in, from the outside in."""


@dataclass(slots=True)
class Level:
    """A container that is open. *ordered*: its last item has a number."""

    kind: ContainerKind
    number: int
    row: int = 0
    ordered: bool = False

    @property
    def key(self) -> Key:
        return self.kind, self.number


@dataclass(slots=True)
class _Ahead:
    """What is known of a paragraph before its place is worked out."""

    raw: Raw
    entry: int | None
    shape: Shape
    path: tuple[Container, ...] | None
    run: int = 0


@dataclass(slots=True)
class Lists:
    """The new lists of a file, in order; shared by its stories."""

    new: list[NewList] = field(default_factory=list)

    def add(self, ordered: bool, start: int) -> int:
        self.new.append(NewList(ordered, start))
        return -len(self.new)


class Placing:
    """Works out the places of one story's paragraphs."""

    def __init__(self, bound: Bound, lists: Lists, *, ours: bool) -> None:
        self._bound, self._lists, self._ours = bound, lists, ours
        self._record: Record = bound.record
        self._heads = heads(bound.record)
        self._previous = previous(bound.record)
        self._around = around_tables(bound.record)
        self._outer: dict[int, tuple[Container, ...]] = {}
        self._rows: dict[Key, int] = {}
        self._then: dict[Key, int] = {}
        self._stacks: dict[Cells, list[Level]] = {}
        self._home: dict[int, int] = {}
        self._lodgers: dict[int, set[tuple[int, int]]] = {}
        self._ahead: list[_Ahead] = []

    def place(self, paragraphs: Sequence[Raw], cells: Mapping[Raw, Cells]) -> dict[Raw, tuple[Container, ...]]:
        """Return the containers of each paragraph, from the outside in, but for the note. *cells*: those it is in."""
        self._ahead = []
        empty: dict[Cells, Shape] = {}
        for raw in paragraphs:
            if raw.filler or not is_blank(raw):
                self._ahead.append(self._look(raw, empty.pop(cells[raw], None)))
            else:
                empty[cells[raw]] = shape_of(raw, ours=self._ours)
        self._find_homes(cells)
        found: dict[Raw, tuple[Container, ...]] = {}
        before: _Ahead | None = None
        calm = True
        for position, one in enumerate(self._ahead):
            frame = cells[one.raw]
            for depth, cell in enumerate(frame):
                if cell.number not in self._outer:
                    self._outer[cell.number] = self._place_table(frame[:depth], cell.number, before, one, calm=calm)
            stack = self._stacks.setdefault(frame, [])
            unheard = one.entry is None and one.raw.filler  # Word wants a cell where a row has none
            if not unheard:
                calm = one.path is not None and self._follows(before, one, calm)
            if unheard:
                stack.clear()
            elif calm and one.path is not None:
                self._as_recorded(stack, one.path)
            else:
                calm = self._as_shown(stack, one, position, cells)
                self._note_rows(stack, one.path if calm else None)
            if one.shape.labelled and stack and stack[-1].kind == "list":
                stack[-1].ordered = one.shape.ordered
            around = [held for cell in frame for held in (*self._outer[cell.number], cell)]
            found[one.raw] = (*around, *_containers(stack))
            before = before if unheard else one
        return found

    def _place_table(
        self, outside: Cells, number: int, before: _Ahead | None, one: _Ahead, *, calm: bool
    ) -> tuple[Container, ...]:
        """Return what a table is in; *one* is its first paragraph."""
        stack = self._stacks.setdefault(outside, [])
        path = self._around.get(number)
        if path is None:
            return ()
        if not path:
            stack.clear()
        elif calm and self._is_next_to(before, one):
            self._as_recorded(stack, path)
        else:
            self._stay(stack, path)
        return _containers(stack)

    # Before

    def _look(self, raw: Raw, empty: Shape | None) -> _Ahead:
        """Look at a paragraph; *empty*: an empty one stands before it, whose bullet or number is its own then."""
        match = self._bound.matches.get(raw)
        shape = shape_of(raw, ours=self._ours)
        if empty is not None and empty.labelled and not shape.labelled and shape.depth in (None, empty.depth):
            shape = shape._replace(labelled=not shape.plain and shape.kind == "paragraph", ordered=empty.ordered)
        if match is None:
            return _Ahead(raw, None, shape, None)
        path = inner(self._record.entries[match.entry])
        return _Ahead(raw, match.entry, shape, path if self._fits(shape, match.entry, path) else None)

    def _fits(self, shape: Shape, index: int, path: tuple[Container, ...]) -> bool:
        """Whether a paragraph still looks as if it were in *path*."""
        last = path[-1].kind if path else None
        box = next((one.kind for one in reversed(path) if one.kind in _BOXES), "")
        if shape.box is not None and shape.box != box:
            return False
        depth = shape.depth if self._ours else None  # converters count anew in each list
        if depth is not None and depth != min(depth_of(path), DEEPEST) and (depth or last == "list"):
            return False
        return not (shape.plain and last in _COUNTED and self._record.entries[index].kind != "cell")

    def _find_homes(self, cells: Mapping[Raw, Cells]) -> None:
        """Find for each list the run of neighbouring paragraphs in which most of its items are."""
        runs: dict[Cells, int] = {}
        count = 0
        votes: Counter[tuple[int, int]] = Counter()
        for one in self._ahead:
            cell = cells[one.raw]
            listed = one.shape.labelled or bool(one.shape.depth) or one.shape.definition or bool(one.path)
            if not listed or cell not in runs:
                count += 1
                runs[cell] = count
            one.run = runs[cell]
            if one.path and one.path[-1].kind in _COUNTED and (one.shape.labelled or one.path[-1].kind != "list"):
                votes[one.path[-1].number, one.run] += 1
        crowd: Counter[int] = Counter()
        for (_, run), number in votes.items():
            crowd[run] += number
        for number, run in sorted(votes, key=lambda vote: (-votes[vote], crowd[vote[1]], vote)):
            self._home.setdefault(number, run)
        for one in self._ahead:
            if one.path and one.path[-1].kind in _COUNTED and self._home.get(one.path[-1].number) == one.run:
                self._lodgers.setdefault(one.run, set()).add((one.path[-1].number, len(one.path)))

    def _is_foreign(self, one: _Ahead) -> bool:
        """Whether a paragraph stands among the items of another list than its own was."""
        if not one.path or one.path[-1].kind not in _COUNTED:
            return False
        number = one.path[-1].number
        if self._home.get(number, one.run) == one.run:
            return False
        return any(other != number and depth == len(one.path) for other, depth in self._lodgers.get(one.run, ()))

    def _follows(self, before: _Ahead | None, one: _Ahead, calm: bool) -> bool:
        """Whether nothing was edited between a paragraph and the one before, so that the record tells its place."""
        match = self._bound.matches[one.raw]
        if match.part == "tail" or self._is_foreign(one) or not self._is_headed(one):
            return False
        return before is None or not one.path or (calm and self._is_next_to(before, one))

    def _is_next_to(self, before: _Ahead | None, one: _Ahead) -> bool:
        """Whether a paragraph follows the one that it followed in the edition."""
        if before is None or before.entry is None or one.entry is None:
            return before is None
        last = self._bound.matches[before.raw]
        return (last.joins[-1] if last.joins else last.entry) == self._previous[one.entry]

    def _is_headed(self, one: _Ahead) -> bool:
        """Whether a paragraph has a bullet or number where it had one, and none where it had none."""
        if one.entry is None or not one.path or one.path[-1].kind != "list":
            return True
        return (one.entry in self._heads) == one.shape.labelled or not self._ours

    # Places

    def _as_recorded(self, stack: list[Level], path: tuple[Container, ...]) -> None:
        same = 0
        for level, held in zip(stack, path, strict=False):
            if level.key != (held.kind, held.number) or self._is_next(held):
                break
            same += 1
        del stack[same:]
        stack.extend(map(self._opened, path[same:]))

    def _is_next(self, held: Container) -> bool:
        return held.kind in _COUNTED and self._then.get((held.kind, held.number)) != held.row

    def _opened(self, held: Container) -> Level:
        """Return the level of a container of the record: in the same item as before, or in the next."""
        key = (held.kind, held.number)
        if held.kind not in _COUNTED:
            return Level(held.kind, held.number)
        if self._is_next(held) or key not in self._rows:
            self._rows[key] = self._rows.get(key, -1) + 1
            self._then[key] = held.row
        return Level(held.kind, held.number, self._rows[key])

    def _as_shown(self, stack: list[Level], one: _Ahead, position: int, cells: Mapping[Raw, Cells]) -> bool:
        """Put a paragraph where Word shows it; return whether that is where the record has it too."""
        own = one.path if one.path is not None and not self._is_foreign(one) else None
        self._enter_box(stack, one, own)
        if one.shape.definition and not (own and own[-1].kind == "list"):
            self._define(stack, one, own)
            return own is not None
        depth = one.shape.depth
        if depth is None and not one.shape.labelled:
            if own is not None:
                self._stay(stack, own)
                return True
            if one.raw.meaning.label != "continue":
                self._beside(stack, position, cells)
            return False
        if one.shape.labelled:
            self._add_item(stack, one, own, position, cells)
        else:
            self._continue(stack, depth or 0, own)
        return own is not None

    def _note_rows(self, stack: list[Level], path: tuple[Container, ...] | None) -> None:
        """Note which items of the record the open ones go on with, for what follows."""
        rows = {(held.kind, held.number): held.row for held in path or ()}
        for level in stack:
            if level.key in rows:
                self._then[level.key] = rows[level.key]

    def _enter_box(self, stack: list[Level], one: _Ahead, own: tuple[Container, ...] | None) -> None:
        """Open or close callouts and quotes."""
        box = one.shape.box
        if box is None:
            kinds = (held.kind for held in reversed(own or ()))
            box = next((kind for kind in kinds if kind == "callout" or kind == "quote"), "")
        at = next((index for index in reversed(range(len(stack))) if stack[index].kind in _BOXES), None)
        if box == "":
            first = next((index for index, level in enumerate(stack) if level.kind in _BOXES), None)
            if first is not None:
                del stack[first:]
        elif at is None or stack[at].kind != box:
            outside = own is not None and own and own[0].kind in _BOXES
            if at is not None or outside or not own:
                del stack[0 if at is None else at :]
            stack.append(Level("callout" if box == "callout" else "quote", 0))

    def _define(self, stack: list[Level], one: _Ahead, own: tuple[Container, ...] | None) -> None:
        at = next((index for index in reversed(range(len(stack))) if stack[index].kind == "definition"), None)
        is_term = one.shape.kind == "term"
        if own is not None:
            held = next((held for held in own if held.kind == "definition"), None)
            number = held.number if held is not None else None
        else:
            number = None
        if at is not None and number in (None, stack[at].number):
            del stack[at + 1 :]
            if is_term:
                self._next_row(stack[at], own)
            return
        if at is not None:
            del stack[at:]
        level = Level("definition", self._lists.add(False, 1) if number is None else number)
        self._next_row(level, own)
        stack.append(level)

    def _next_row(self, level: Level, own: tuple[Container, ...] | None) -> None:
        """Go on to the next item of a list."""
        self._rows[level.key] = level.row = self._rows.get(level.key, -1) + 1
        held = next((held for held in own or () if (held.kind, held.number) == level.key), None)
        if held is not None:
            self._then[level.key] = held.row
        else:
            self._then.pop(level.key, None)

    def _stay(self, stack: list[Level], own: tuple[Container, ...]) -> None:
        """Put a paragraph of which Word does not tell the depth where the record has it, as far as that is open."""
        same = 0
        for level, held in zip(stack, own, strict=False):
            if level.key != (held.kind, held.number):
                break
            same += 1
        del stack[same:]
        stack += [self._opened(held) for held in own[same:]]

    def _beside(self, stack: list[Level], position: int, cells: Mapping[Raw, Cells]) -> None:
        """Put a new paragraph that is in no list by itself where one of its style stands just before, else outside."""
        one = self._ahead[position]
        before = self._ahead[position - 1] if position else None
        alike = (
            before is not None
            and before.raw.style == one.raw.style
            and cells[before.raw] == cells[one.raw]
            and not before.shape.labelled
            and not one.shape.plain
        )
        if not alike:
            keep = next((index + 1 for index in reversed(range(len(stack))) if stack[index].kind in _BOXES), 0)
            del stack[keep:]

    def _continue(self, stack: list[Level], depth: int, own: tuple[Container, ...] | None) -> None:
        """Go on in the item that is open at *depth*."""
        base = _base(stack)
        if len(stack) - base < depth and own is not None and depth:
            self._stay(stack, own)
            return
        del stack[base + depth :]

    def _add_item(
        self,
        stack: list[Level],
        one: _Ahead,
        own: tuple[Container, ...] | None,
        position: int,
        cells: Mapping[Raw, Cells],
    ) -> None:
        """Begin an item of the list at the paragraph's depth."""
        base, depth = _base(stack), max(one.shape.depth or 1, 1)
        del stack[base + depth :]
        if own is not None:
            held = own[-1]
            if held.kind == "list":
                if len(stack) - base == depth and stack[-1].key == (held.kind, held.number):
                    self._next_row(stack[-1], own)
                    return
                del stack[base + depth - 1 :]
                missing = depth - 1 - (len(stack) - base)
                stack += [self._opened(outer) for outer in own[:-1][len(own) - 1 - missing :]] if missing > 0 else []
                level = Level("list", held.number)
                self._next_row(level, own)
                stack.append(level)
                return
        if len(stack) - base == depth and stack[-1].ordered == one.shape.ordered:
            self._next_row(stack[-1], None)
            return
        level = Level("list", self._following(one, position, cells, stack, depth))
        if len(stack) - base == depth:
            stack.pop()
        self._next_row(level, None)
        stack.append(level)

    def _following(self, one: _Ahead, position: int, cells: Mapping[Raw, Cells], stack: list[Level], depth: int) -> int:
        """Return the list that goes on right after a new item, else a new one."""
        open_ = {level.key for level in stack}
        for other in self._ahead[position + 1 :]:
            if other.run != one.run or cells[other.raw] != cells[one.raw]:
                break
            if other.shape.labelled and (other.shape.depth or 1) < depth:
                break
            if other.shape.labelled and other.shape.depth == one.shape.depth and other.path is not None:
                if other.path[-1:] and not self._is_foreign(other) and other.shape.ordered == one.shape.ordered:
                    found = other.path[-1]
                    if found.kind == "list" and (found.kind, found.number) not in open_:
                        return found.number
                break
        return self._lists.add(one.shape.ordered, one.raw.start)


def _containers(stack: Sequence[Level]) -> tuple[Container, ...]:
    return tuple(Container(level.kind, level.number, level.row) for level in stack)


def _base(stack: Sequence[Level]) -> int:
    """Return where the lists of the innermost callout, quote or definition begin."""
    return next((index + 1 for index in reversed(range(len(stack))) if stack[index].kind != "list"), 0)
