"""Pages as an edition remembers them, so that a later one can tell which of its pages have to be printed anew.

Enters: nothing; these are plain values. Leaves: pages as layout drafts them, where each is to stand and what number it
has there, and the :class:`Leaves` of an edition. Guaranteed: what a page is known by says nothing of its number, of the
number of all pages, of the date or of which side of a leaf it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

PageKind = Literal["text", "cover", "blank", "divider"]


class Drafted(NamedTuple):
    """A page of which it is not yet known where it stands.

    *content*: a digest of all that is printed on it but what depends on its place. *paper*: the anchor of the paper it
    belongs to. *lines*: digests of its lines and other slices, by which the same ones are found again. *refers*: the
    pages (positions among the drafted ones) that its entries of the contents lead to. *starts*: a part of the book
    begins here that has to begin on a right-hand page.
    """

    content: str
    kind: PageKind
    paper: str
    lines: tuple[str, ...] = ()
    refers: tuple[int, ...] = ()
    starts: bool = False


class Slot(NamedTuple):
    """A page of the book: which drafted page stands there (None: a blank one), and what it is called.

    *pages* and *date*: what running text says of how many pages there are and of the date; empty: what it always does.
    """

    page: int | None
    label: str
    pages: str = ""
    date: str = ""


Arrange = Callable[[Sequence[Drafted]], Sequence[Slot]]
"""Says where drafted pages stand."""


class Leaf(NamedTuple):
    """A page of a finished edition. *label*: its number as printed. *entries*: the numbers that contents show on it.

    *pages*, *date*: as of a :class:`Slot`, and never empty where running text shows them.
    """

    label: str
    kind: PageKind
    paper: str = ""
    content: str = ""
    lines: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    pages: str = ""
    date: str = ""


class Leaves(NamedTuple):
    """The pages of an edition, in order. *duplex*: two of them share a leaf of paper, the first at the right."""

    duplex: bool
    pages: tuple[Leaf, ...]
