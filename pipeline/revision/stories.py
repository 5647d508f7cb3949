"""The blocks of a story, such as the body, a cell or a footnote: two made one, with tracked changes.

Enters: the earlier and the later container. Leaves: the later one with marks, and what is gone in its place.
Guaranteed: with the changes accepted it has the later blocks, rejected the earlier ones; a container still ends with a
paragraph; what moved is deleted at one place and inserted at the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.docx.ooxml import P_PR, P_STYLE, VAL, Node, P, name
from pipeline.review.pairing import increasing
from pipeline.revision.atoms import read
from pipeline.revision.grafts import Grafts, has_section
from pipeline.revision.paragraphs import Joiner
from pipeline.revision.tracked import SECTION, Tracker, paragraph_properties, take_properties

TABLE, ROW, CELL = name("w:tbl"), name("w:tr"), name("w:tc")
_START, _NAME = name("w:bookmarkStart"), name("w:name")
_CELL_PROPERTIES, _SPAN, _MERGE = name("w:tcPr"), name("w:gridSpan"), name("w:vMerge")
_GRID, _WIDTH, _W = name("w:gridCol"), name("w:tcW"), name("w:w")
_BREAK_BEFORE = name("w:pageBreakBefore")
_BLOCKS = frozenset({P, TABLE})
"""The contents, a content control, are none: they are left as they are."""

State = Literal["kept", "ins", "del"]


class Names(NamedTuple):
    """What bookmarks say of two files. *before* and *after*: an entry's number by its bookmark's name.

    *pairs*: the earlier entry of each later one.
    """

    before: Mapping[str, int]
    after: Mapping[str, int]
    pairs: Mapping[int, int]


class _Item(NamedTuple):
    state: State
    node: Node


class Weaver:
    """Weaves two stories into one."""

    def __init__(self, names: Names, tracker: Tracker, joiner: Joiner, grafts: Grafts) -> None:
        self._names = names
        self._tracker = tracker
        self._joiner = joiner
        self._grafts = grafts

    def weave(self, before: Node, after: Node) -> None:
        """Mark in the container *after* how its blocks differ from those of *before*."""
        theirs, mine = _blocks(before), _blocks(after)
        pairs = self._paired(theirs, mine)
        end = next((one for one in after if one.tag == SECTION), None)
        items: list[_Item] = []
        a = b = 0
        for one, other in (*pairs, (len(theirs), len(mine))):
            gone, new = theirs[a:one], mine[b:other]
            for at, node in enumerate(gone):
                made = self._gone(node)
                if not at and a and b and has_section(theirs[a - 1]) and not has_section(mine[b - 1]) and node.tag == P:
                    starts_page(made)  # the section that it began is gone
                following = new[0] if new else mine[other] if other < len(mine) else end
                if following is not None:
                    following.addprevious(made)
                else:
                    after.append(made)
                items.append(_Item("del", made))
            for node in new:
                self._new(node)
                items.append(_Item("ins", node))
            if other < len(mine):
                named = self._is_named(theirs[one], self._names.before)
                self._both(theirs[one], mine[other], forced=named and not self._is_paired(mine[other], theirs[one]))
                items.append(_Item("kept", mine[other]))
            a, b = one + 1, other + 1
        self._mend_ends(items)
        _part_tables(items, self._tracker)

    # Which block is which

    def _paired(self, theirs: list[Node], mine: list[Node]) -> list[tuple[int, int]]:
        """Return the positions of blocks that are the same, in order on both sides."""
        places: dict[int, int] = {}
        for at, node in enumerate(theirs):
            for entry in self._entries(node, self._names.before):
                places[entry] = at
        found: dict[int, int] = {}
        taken: set[int] = set()
        for at, node in enumerate(mine):
            votes: dict[int, int] = {}
            for entry in self._entries(node, self._names.after):
                earlier = places.get(self._names.pairs.get(entry, -1))
                if earlier is not None and theirs[earlier].tag == node.tag:
                    votes[earlier] = votes.get(earlier, 0) + 1
            best = [one for one in sorted(votes, key=lambda one: (-votes[one], one)) if one not in taken]
            if best and (node.tag != TABLE or _columns(node) == _columns(theirs[best[0]])):
                found[at] = best[0]
                taken.add(best[0])
        chain = [(other, one) for one, other in increasing(sorted(found.items()))]
        return self._with_unnamed(chain, theirs, mine)

    def _with_unnamed(
        self, chain: list[tuple[int, int]], theirs: list[Node], mine: list[Node]
    ) -> list[tuple[int, int]]:
        """Add pairs of blocks without names between those that have them: labels, pictures, separators."""
        full: list[tuple[int, int]] = []
        a = b = 0
        for one, other in (*chain, (len(theirs), len(mine))):
            unnamed_a = [at for at in range(a, one) if not self._is_named(theirs[at], self._names.before)]
            unnamed_b = [at for at in range(b, other) if not self._is_named(mine[at], self._names.after)]
            signs_a = [self._sign(theirs[at], earlier=True) for at in unnamed_a]
            signs_b = [self._sign(mine[at], earlier=False) for at in unnamed_b]
            matcher = SequenceMatcher(None, signs_a, signs_b, autojunk=False)
            inner = [
                (unnamed_a[block.a + step], unnamed_b[block.b + step])
                for block in matcher.get_matching_blocks()
                for step in range(block.size)
            ]
            ends = other == len(mine) or mine[other].tag == TABLE
            full += self._with_last(inner, range(a, one), range(b, other), theirs, mine) if ends else inner
            if other < len(mine):
                full.append((one, other))
            a, b = one + 1, other + 1
        return full

    def _with_last(
        self, inner: list[tuple[int, int]], a: range, b: range, theirs: list[Node], mine: list[Node]
    ) -> list[tuple[int, int]]:
        """Pair the last paragraphs before a container's end or a table, since their ends cannot go."""
        if not a or not b or theirs[a[-1]].tag != P or mine[b[-1]].tag != P:
            return inner
        last = (a[-1], b[-1])
        if any(one == last[0] or other == last[1] for one, other in inner):
            return inner
        return [*inner, last]

    def _entries(self, node: Node, known: Mapping[str, int]) -> Iterator[int]:
        for start in node.iter(_START):
            entry = known.get(str(start.get(_NAME)))
            if entry is not None:
                yield entry

    def _is_paired(self, after: Node, before: Node) -> bool:
        theirs = set(self._entries(before, self._names.before))
        return any(self._names.pairs.get(entry) in theirs for entry in self._entries(after, self._names.after))

    def _is_named(self, node: Node, known: Mapping[str, int]) -> bool:
        return next(self._entries(node, known), None) is not None

    def _sign(self, node: Node, *, earlier: bool) -> tuple[object, ...]:
        """Return what an unnamed block shows."""
        shown: list[object] = [node.tag]
        for paragraph in (node,) if node.tag == P else node.iter(P):
            said = read(paragraph, lambda one: self._grafts.key(one, earlier=earlier))
            shown += [said.text, *(bit.key for bit in said.bits if bit.key)]
        return tuple(shown)

    # Blocks

    def _both(self, before: Node, after: Node, *, forced: bool) -> None:
        """Join what stayed. *forced*: two paragraphs that have nothing in common but their place."""
        if after.tag == P:
            style, style_now = _style(before), _style(after)
            if style != style_now and (forced or style.startswith("Heading")):
                self._tracker.changed_look(after, self._grafts.paragraph_properties(before))
            self._joiner.join(before, after)
        elif after.tag == TABLE:
            self._tables(before, after)

    def _new(self, node: Node) -> None:
        """Mark a block as new."""
        if node.tag == P:
            self._joiner.new_paragraph(node)
            return
        for row in node.iter(ROW):
            self._tracker.row(row, "ins")
        for paragraph in paragraphs_in(node):
            self._joiner.new_paragraph(paragraph)

    def _gone(self, node: Node) -> Node:
        """Return a copy of a block, all deleted."""
        if node.tag == P:
            return self._joiner.gone(node)
        made = deepcopy(node)
        self._grafts.table(made)
        for row in made.iter(ROW):
            self._tracker.row(row, "del")
        for copy, original in zip(list(paragraphs_in(made)), list(paragraphs_in(node)), strict=True):
            parent = copy.getparent()
            if parent is not None:
                parent.replace(copy, self._joiner.gone(original))
        return made

    # Tables

    def _tables(self, before: Node, after: Node) -> None:
        theirs, mine = _own_rows(before), _own_rows(after)
        pairs = self._paired_rows(theirs, mine)
        widths = [str(column.get(_W)) for column in after.iter(_GRID)]
        a = b = 0
        for one, other in (*pairs, (len(theirs), len(mine))):
            for row in theirs[a:one]:
                made = self._gone_row(row, widths)
                if other < len(mine) or b < len(mine):
                    mine[b].addprevious(made)
                else:
                    after.append(made)
            for row in mine[b:other]:
                self._new(row)
            if other < len(mine):
                for cell_before, cell in zip(_cells(theirs[one]), _cells(mine[other]), strict=True):
                    self.weave(cell_before, cell)
            a, b = one + 1, other + 1

    def _paired_rows(self, theirs: list[Node], mine: list[Node]) -> list[tuple[int, int]]:
        places = {entry: at for at, row in enumerate(theirs) for entry in self._entries(row, self._names.before)}
        found: dict[int, int] = {}
        for at, row in enumerate(mine):
            earlier = [places.get(self._names.pairs.get(entry, -1)) for entry in self._entries(row, self._names.after)]
            known = [one for one in earlier if one is not None and one not in found.values()]
            if known:
                found[at] = max(sorted(set(known)), key=known.count)
        pairs = self._with_blank_rows([(other, one) for one, other in increasing(sorted(found.items()))], theirs, mine)
        return [(a, b) for a, b in pairs if _shape(theirs[a]) == _shape(mine[b])]

    def _with_blank_rows(
        self, chain: list[tuple[int, int]], theirs: list[Node], mine: list[Node]
    ) -> list[tuple[int, int]]:
        """Add rows without a name that say the same."""
        full: list[tuple[int, int]] = []
        a = b = 0
        for one, other in (*chain, (len(theirs), len(mine))):
            signs_a = [self._sign(row, earlier=True) for row in theirs[a:one]]
            signs_b = [self._sign(row, earlier=False) for row in mine[b:other]]
            matcher = SequenceMatcher(None, signs_a, signs_b, autojunk=False)
            full += [
                (a + block.a + step, b + block.b + step)
                for block in matcher.get_matching_blocks()
                for step in range(block.size)
            ]
            if other < len(mine):
                full.append((one, other))
            a, b = one + 1, other + 1
        return full

    def _gone_row(self, row: Node, widths: Sequence[str]) -> Node:
        made = self._gone(row)
        column = 0
        for cell in _cells(made):
            span = _spanned(cell)
            width = cell.find(f"{_CELL_PROPERTIES}/{_WIDTH}")
            if width is not None and column + span <= len(widths):
                width.set(_W, str(sum(int(one) for one in widths[column : column + span])))
            column += span
        return made

    # Ends

    def _mend_ends(self, items: list[_Item]) -> None:
        """Where a paragraph's end cannot go, since a table or nothing follows, let that of the one before it go.

        What was typed at the end of a cell is marked so by Word too: the end of the paragraph before it is new.
        """
        for at, item in enumerate(items):
            following = items[at + 1] if at + 1 < len(items) else None
            stays = following is None or (following.node.tag != P and following.state != item.state)
            if item.state == "kept" or item.node.tag != P or not stays:
                continue
            first = at
            while first > 0 and items[first - 1].state == item.state and items[first - 1].node.tag == P:
                first -= 1
            before = items[first - 1] if first else None
            if before is None or before.state != "kept" or before.node.tag != P:
                if following is None:
                    _unmark(item.node)
                continue
            if has_section(before.node) and item.state == "del":
                continue
            self._hand_over(before.node, item)

    def _hand_over(self, kept: Node, item: _Item) -> None:
        """Let the end of *kept* be new or gone instead of that of the last paragraph behind it."""
        last = item.node
        assert item.state != "kept"
        _unmark(last)
        old = deepcopy(last.find(P_PR))
        if item.state == "del":
            take_properties(last, kept)
            self._tracker.changed_look(last, old)
        else:
            self._tracker.changed_look(last, kept.find(P_PR))
        self._tracker.paragraph_mark(kept, item.state)


def _unmark(paragraph: Node) -> None:
    """Take the mark of change from a paragraph's end."""
    properties = paragraph.find(P_PR)
    of_mark = None if properties is None else properties.find(name("w:rPr"))
    if properties is None or of_mark is None:
        return
    for one in list(of_mark):
        if one.tag in (name("w:ins"), name("w:del")):
            of_mark.remove(one)
    if not len(of_mark):
        properties.remove(of_mark)


def _part_tables(items: list[_Item], tracker: Tracker) -> None:
    """Put a paragraph between tables that touch, of which one is new or gone."""
    for item, following in pairwise(items):
        if item.node.tag == TABLE == following.node.tag:
            made = item.node.makeelement(P)
            state: Literal["ins", "del"] = "del" if "del" in (item.state, following.state) else "ins"
            tracker.paragraph_mark(made, state)
            item.node.addnext(made)


def _blocks(container: Node) -> list[Node]:
    return [one for one in container if one.tag in _BLOCKS]


def paragraphs_in(node: Node) -> Iterator[Node]:
    """Yield the paragraphs of a block in order, without those in text boxes."""
    for child in node:
        if child.tag == P:
            yield child
        elif isinstance(child.tag, str):
            yield from paragraphs_in(child)


def _style(paragraph: Node) -> str:
    found = paragraph.find(f"{P_PR}/{P_STYLE}")
    return "" if found is None else str(found.get(VAL))


def _own_rows(table: Node) -> list[Node]:
    return [one for one in table if one.tag == ROW]


def _cells(row: Node) -> list[Node]:
    return [one for one in row if one.tag == CELL]


def _columns(table: Node) -> int:
    return sum(1 for _ in table.iter(_GRID))


def _spanned(cell: Node) -> int:
    found = cell.find(f"{_CELL_PROPERTIES}/{_SPAN}")
    return 1 if found is None else int(str(found.get(VAL)))


def _shape(row: Node) -> list[tuple[int, str]]:
    """Return how many columns each cell of a row covers, and whether it goes on from the row above."""
    found = []
    for cell in _cells(row):
        merge = cell.find(f"{_CELL_PROPERTIES}/{_MERGE}")
        found.append((_spanned(cell), "" if merge is None else str(merge.get(VAL, "continue"))))
    return found


def starts_page(paragraph: Node) -> None:
    """Let a paragraph begin a page."""
    properties = paragraph_properties(paragraph)
    if properties.find(_BREAK_BEFORE) is None:
        made = properties.makeelement(_BREAK_BEFORE)
        after = [
            at for at, one in enumerate(properties) if one.tag in (P_STYLE, name("w:keepNext"), name("w:keepLines"))
        ]
        properties.insert(after[-1] + 1 if after else 0, made)
