"""What an edited Word file says now, paragraph by paragraph, and which paragraph of the edition each one is.

Enters: nothing; these are plain values, made by :mod:`pipeline.review.reading`. Leaves: :class:`Edited`. Guaranteed:
every paragraph of the file that shows text is in it once, in order, or told in *lost*; every entry of the record is
continued by a paragraph, joined into one, or in *deleted*; every index leads to an entry.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline.model.nodes import Mark
from pipeline.model.record import Container, Kind, Record
from pipeline.values import dataclass

Part = Literal["whole", "head", "tail"]
LEAST_SURE = 0.35
"""How alike two texts must be to be the same paragraph; also how sure a paragraph is that its place alone tells."""

Loss = Literal[
    "picture",
    "picture removed",
    "text box",
    "equation",
    "embedded object",
    "link",
    "symbol",
    "hidden text",
    "covered cell",
    "header",
    "footer",
    "fixed text",
    "page break",
]
"""What cannot go back by nature.

``picture``: one was added; ``link``: it leads to a place in the file without an anchor, its words are kept; ``symbol``:
a character of a symbol font that has no Unicode character; ``covered cell``: text in a cell that one above it covers;
``fixed text``: words of the cover, of a tab or the like that no data holds were changed or added.
"""


class Ink(NamedTuple):
    """A run of text that looks alike, as the Word file has it now. A line break is a line end in *text*, a tab a space.

    *marks* are beyond what the paragraph's style has. *link*: a URI, or ``#anchor``. *lang*: where it is not the
    paragraph's. *note*: the number of the :class:`EditedNote` that is called here (*text* is empty). *reference*: the
    anchor that a cross reference leads to. *placeholder*: the name of the content control.
    """

    text: str
    marks: Mark = Mark.NONE
    link: str = ""
    lang: str = ""
    note: int = 0
    reference: str = ""
    placeholder: str = ""


class EditedParagraph(NamedTuple):
    """A paragraph of the Word file as it is now.

    *entry*: the entry of the record that it continues, None: it is new. *joins*: further entries whose text is in it.
    *part*: a split paragraph's first part is the ``head``, the others are ``tail``, each with the same *entry*. A tail
    may have *joins* too: what was split off went on in the next paragraph. Where a joined entry was split, its tail has
    an *entry* that is in the *joins* of the paragraph before.

    *kind*, *level*, *role* and *within* are as a record's entry has them, and say where the paragraph stands now. A
    list or table of the edition keeps its number; a new one has a number below zero of its own (-1, -2 …), see
    *lists* and *tables* of :class:`Edited`. Rows and columns count as the file has them now: the items of a list that
    show something, all rows of a table. A cell without text is a paragraph of the kind ``cell`` without runs.

    *was*: the entry that it continued before it was taken for a new one, since it had moved; with *entry* the same: its
    whole element has moved, and is not written anew.

    *sure*: 1 where a bookmark or equal text tells the entry, less where texts are only alike (0.35 … 1); 0.35: only its
    place tells it. *pending*: it has tracked changes that the view leaves out. *paper*: the index of the paper that it
    stands in, -1 on the cover.
    """

    runs: tuple[Ink, ...]
    entry: int | None = None
    joins: tuple[int, ...] = ()
    part: Part = "whole"
    kind: Kind = "paragraph"
    level: int = 0
    role: str = ""
    within: tuple[Container, ...] = ()
    sure: float = 1.0
    pending: bool = False
    paper: int = -1
    was: int | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class EditedNote(NamedTuple):
    """A footnote that the text calls. *number*: the edition's where it is known, else one above all of the edition."""

    number: int
    paragraphs: tuple[EditedParagraph, ...]


class Comment(NamedTuple):
    """A comment that somebody made in Word, in reading order; those of the edition itself are left out.

    *date* as the file has it (ISO 8601), may be empty. *entry*: what it is about; None: a new paragraph, or nothing.
    *quoted*: the words that it marks. *replies*: how deep it answers another comment (0: it begins a thread).
    """

    author: str
    date: str
    text: str
    entry: int | None
    quoted: str
    resolved: bool
    replies: int = 0


class Lost(NamedTuple):
    """Something that cannot go back. *entry*: the paragraph of the edition that it is in or after; *words*: text."""

    what: Loss
    entry: int | None
    words: str = ""


class Waiting(NamedTuple):
    """A tracked change that the view leaves out."""

    what: Literal["inserted", "deleted", "moved", "formatted"]
    author: str
    date: str
    entry: int | None
    words: str


class NewList(NamedTuple):
    """A list that the edition does not have."""

    ordered: bool = False
    start: int = 1


class NewTable(NamedTuple):
    """A table that the edition does not have."""

    columns: int
    head: int = 0


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited Word file. *record* is the edition's, *digest* its digest.

    *deleted*: the entries that are gone, in order. The new list numbered -1 is ``lists[0]``, -2 is ``lists[1]``; tables
    likewise. *named*: whether the file still has the hidden bookmarks; without them texts alone told the entries.
    """

    record: Record
    digest: str
    paragraphs: tuple[EditedParagraph, ...]
    deleted: tuple[int, ...] = ()
    notes: tuple[EditedNote, ...] = ()
    comments: tuple[Comment, ...] = ()
    lost: tuple[Lost, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    lists: tuple[NewList, ...] = ()
    tables: tuple[NewTable, ...] = ()
    named: bool = True
