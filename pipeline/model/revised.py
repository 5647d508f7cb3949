"""What became of a document's paragraphs since an earlier edition, for who marks it beside their lines.

Enters: nothing; these are plain values. Leaves: :class:`Revised` and :class:`Revisions`. Guaranteed: positions count
the characters of a paragraph that :func:`bare` leaves, so that they mean the same however lines are broken and words
are shaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

_UNSEEN = dict.fromkeys((0xAD, 0x200E, 0x200F, 0x061C, 0xFFFC, 0xFEFF))
"""Soft hyphens, marks of direction, and the character that stands for the call of a footnote."""


def bare(text: str) -> str:
    """Return *text* without white space and without what shaping may add to it or take from it."""
    return "".join(text.translate(_UNSEEN).split())


class Revised(NamedTuple):
    """A paragraph that is new or changed, or beside which something was taken away.

    *length*: of its bare text. *spans*: where its words are new or other ones, as start and end. *gaps*: where words
    were taken out. *above*, *below*: paragraphs or rows are gone there.
    """

    length: int
    spans: tuple[tuple[int, int], ...] = ()
    gaps: tuple[int, ...] = ()
    above: bool = False
    below: bool = False


class _Takes(Protocol):
    """What hands out the ids of paragraphs: the identity's ``Names``."""

    def take(self, node: object) -> str: ...


class Revisions:
    """Tells of each paragraph, asked for in reading order, what became of it.

    *known*: by the ids of paragraphs; *names* hands these out. *note*: the sentence that tells readers of the marks.
    """

    __slots__ = ("_known", "_names", "note")

    def __init__(self, known: Mapping[str, Revised], names: _Takes, note: str) -> None:
        self._known = known
        self._names = names
        self.note = note

    def take(self, node: object) -> Revised | None:
        """Return what became of the paragraph that *node* (its inlines; of an empty cell, the cell) is."""
        return self._known.get(self._names.take(node))
