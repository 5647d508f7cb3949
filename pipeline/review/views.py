"""Which tracked changes count.

Enters: a view, and the elements of tracked changes. Leaves: whether what they hold is there, and properties as they
are in the view. Guaranteed: the view that accepts all and the one that rejects all read what Word shows after
accepting or rejecting all changes (ECMA-376 part 1, 17.13.5); nothing raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pipeline.docx.ooxml import P_PR, R_PR, Node, name

_AUTHOR = name("w:author")
DATE = name("w:date")
ADDED = frozenset({name("w:ins"), name("w:moveTo"), name("w:cellIns")})
REMOVED = frozenset({name("w:del"), name("w:moveFrom"), name("w:cellDel")})
CHANGES = ADDED | REMOVED
_MOVED = frozenset({name("w:moveTo"), name("w:moveFrom")})
_FORMATTED = {P_PR: name("w:pPrChange"), R_PR: name("w:rPrChange")}

What = Literal["inserted", "deleted", "moved", "formatted"]


class View(NamedTuple):
    """Which tracked changes count as made; the others count as rejected.

    *insertions*: inserted text, rows and paragraph marks, the new place of what was moved, new formatting. *deletions*:
    deleted text, rows and marks; the old place of what was moved is empty. *authors*: only the changes of these people
    (as the file names them) count, of those the two say; empty: everybody's.
    """

    insertions: bool = True
    deletions: bool = True
    authors: frozenset[str] = frozenset()

    def counts(self, change: Node) -> bool:
        """Whether a tracked change counts as made."""
        wanted = self.deletions if change.tag in REMOVED else self.insertions
        return wanted and (not self.authors or str(change.get(_AUTHOR, "")) in self.authors)

    def keeps(self, change: Node) -> bool:
        """Whether what a tracked change holds, or marks, is there."""
        return self.counts(change) == (change.tag in ADDED)


ACCEPTED = View()
REJECTED = View(insertions=False, deletions=False)


def changes_of(*authors: str) -> View:
    """Return the view in which the changes of *authors* alone count."""
    return View(authors=frozenset(authors))


class Change(NamedTuple):
    """A tracked change that a view leaves out."""

    what: What
    author: str
    date: str
    words: str


def left_out(change: Node, words: str) -> Change:
    """Return a tracked change that the view does not count."""
    what: What = "moved" if change.tag in _MOVED else "inserted" if change.tag in ADDED else "deleted"
    if change.tag in _FORMATTED.values():
        what = "formatted"
    return Change(what, str(change.get(_AUTHOR, "")), str(change.get(DATE, "")), words)


def marks_of(properties: Node | None) -> Iterator[Node]:
    """Yield the tracked changes of what *properties* belong to: of a paragraph's mark, a row or a cell."""
    if properties is not None:
        for node in properties:
            if node.tag in CHANGES:
                yield node


def properties_in(properties: Node | None, view: View) -> tuple[Node | None, Node | None]:
    """Return a ``w:pPr`` or ``w:rPr`` as it is in *view*, and the change of formatting that is left out, if any."""
    if properties is None:
        return None, None
    change = properties.find(_FORMATTED[str(properties.tag)])
    if change is None or view.counts(change):
        return properties, None
    return change.find(properties.tag), change
