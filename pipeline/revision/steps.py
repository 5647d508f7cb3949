"""What somebody with a binder has to do, page by page, and the sheet that says so.

Enters: the pages of an earlier edition, those of the later one, which of them stay. Leaves: :class:`Step` values, and
the paper that lists them. Guaranteed: taking out and putting in what the steps say, in their order, makes the later
book of the earlier one; each step is about pages of one paper that lie together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from pipeline.model.leaves import Leaf, Leaves
from pipeline.model.nodes import Block, Cell, Column, Mark, PageSetting, Paper, Paragraph, Row, Table, Text
from pipeline.revision.labels import Label, read_label, spoken

ANCHOR = "change-pages"


class Words(Protocol):
    """The words of the sheet, in the packet's language."""

    @property
    def note(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def intro(self) -> str: ...
    @property
    def whole(self) -> str: ...
    @property
    def cover(self) -> str: ...
    @property
    def paper(self) -> str: ...
    @property
    def remove(self) -> str: ...
    @property
    def insert(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def first(self) -> str: ...
    @property
    def withdrawn(self) -> str: ...
    @property
    def withdrawn_several(self) -> str: ...
    @property
    def nothing(self) -> str: ...


class Step(NamedTuple):
    """Pages to take out and pages to put in, by their numbers. *after*: the page that lies before them then, if any.

    *withdrawn*: those taken out whose numbers no page has any more.
    *part*: the anchor of the paper, or empty; *cover*: it is about the cover.
    """

    part: str
    cover: bool
    remove: tuple[str, ...]
    insert: tuple[str, ...]
    after: str = ""
    withdrawn: tuple[str, ...] = ()


class _Move(NamedTuple):
    """A page that is taken out (*old*) or put in."""

    label: Label
    old: bool
    part: str
    cover: bool


def steps(earlier: Leaves, later: Sequence[Leaf], stays: Sequence[int | None]) -> tuple[Step, ...]:
    """Return what to do. *stays*: for each page of the later book the place of the earlier page that it is."""
    kept = frozenset(at for at in stays if at is not None)
    size = 2 if earlier.duplex else 1
    gone = [[at for at in leaf if at not in kept] for leaf in _leaves(len(earlier.pages), size)]
    new = [[at for at in leaf if stays[at] is None] for leaf in _leaves(len(later), size)]
    moves = [
        *(move for leaf in gone for move in _moves(leaf, earlier.pages, old=True)),
        *(move for leaf in new for move in _moves(leaf, later, old=False)),
    ]
    staying = sorted(_label(page) for page, at in zip(later, stays, strict=True) if at is not None)
    found: list[Step] = []
    moves.sort(key=lambda move: (move.label, not move.old))
    placed = sorted(_label(page) for page in later)
    known = frozenset(placed)

    def group(move: _Move) -> tuple[int, str, bool]:
        return sum(one < move.label for one in staying), move.part, move.cover

    for (_, part, cover), inside in groupby(moves, key=group):
        row = list(inside)
        remove = tuple(str(move.label) for move in row if move.old)
        insert = tuple(str(move.label) for move in row if not move.old)
        before = [label for label in placed if label < row[0].label]
        after = str(before[-1]) if before and insert else ""
        withdrawn = tuple(str(move.label) for move in row if move.old and move.label not in known)
        found.append(Step(part, cover, remove, insert, after, withdrawn))
    return tuple(found)


def _label(page: Leaf) -> Label:
    label = read_label(page.label)
    assert label is not None  # arranging has read it
    return label


def _leaves(count: int, size: int) -> Iterator[range]:
    return (range(start, min(start + size, count)) for start in range(0, count, size))


def _moves(leaf: Sequence[int], pages: Sequence[Leaf], *, old: bool) -> Iterator[_Move]:
    """Yield the pages of a leaf, all under the paper of its front."""
    for at in leaf:
        front = pages[leaf[0]]
        yield _Move(_label(pages[at]), old, front.paper, front.kind == "cover")


def sheet(
    found: Sequence[Step],
    names: Mapping[str, str],
    contents: str,
    edition: str,
    words: Words,
    *,
    whole: bool,
    marked: bool,
) -> Paper:
    """Return the paper that says what to do. *names*: of papers, by anchor; *contents*: what these are called.

    *marked*: the pages have marks in the margin.
    """
    said = [words.whole if whole else words.intro, *([words.note] if marked else ())]
    blocks: list[Block] = [_said(text.replace("{edition}", edition)) for text in said]
    if not whole:
        blocks.append(_table(found, names, contents, words))
    return Paper((Text(words.title),), ANCHOR, tuple(blocks), setting=PageSetting(columns=1, line_numbers=False))


def _said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _table(found: Sequence[Step], names: Mapping[str, str], contents: str, words: Words) -> Table:
    head = Row(tuple(_cell(text, header=True) for text in (words.paper, words.remove, words.insert)))
    body = tuple(
        Row(
            (
                _cell(words.cover if step.cover else names.get(step.part, step.part) if step.part else contents),
                _cell(spoken(step.remove) or words.nothing),
                _cell(_insertion(step, words), strong=bool(step.insert)),
            )
        )
        for step in found
    )
    return Table((Column(width=0.4), Column(width=0.2), Column(width=0.4)), (head,), body)


def _cell(text: str, *, header: bool = False, strong: bool = False) -> Cell:
    return Cell((Paragraph((Text(text, Mark.STRONG if strong else Mark.NONE),)),), header=header)


def _insertion(step: Step, words: Words) -> str:
    if not step.insert:
        if not step.withdrawn:
            return words.nothing
        if len(step.withdrawn) == 1:
            return words.withdrawn.replace("{page}", step.withdrawn[0])
        return words.withdrawn_several.replace("{pages}", spoken(step.withdrawn))
    if step.remove:
        return spoken(step.insert)
    text = words.after.replace("{page}", step.after) if step.after else words.first
    return text.replace("{pages}", spoken(step.insert))
