"""Paragraphs as a Word file has them, before anybody knows which paragraph of the edition each one is.

Enters: nothing; these are the values that the reader of stories fills and the later steps work on. Leaves: nothing.
"""

from __future__ import annotations

from pipeline.review.edited import Ink, Loss
from pipeline.review.styles import Meaning
from pipeline.review.views import Change
from pipeline.values import dataclass, field

BOOKMARK = "\x01"
"""What stands before a bookmark's name in the link or reference of an ink that is not resolved yet."""


@dataclass(slots=True)
class TableNow:
    """A table of the file. *rows* that the view has; *columns* of its grid; *head*: rows that repeat on each page.

    *outer*: the cells that it is in. *starts*: the columns of the grid that a cell starts in.
    """

    index: int
    outer: tuple[Spot, ...]
    rows: int = 0
    columns: int = 0
    head: int = 0
    starts: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A cell: its table, its row, the column of the grid that it starts in, from 0."""

    table: TableNow
    row: int
    column: int


@dataclass(slots=True)
class Name:
    """A bookmark of ours in a paragraph: an entry's id, and where in the text it starts and ends.

    *carried*: it started in a paragraph before.
    """

    id: str
    start: int
    end: int | None = None
    carried: bool = False


@dataclass(slots=True, eq=False)
class Raw:
    """A paragraph. *label*: how many characters at its start are no text of the entry: a caption's number, a note's.

    *number*: its numbering instance, empty: none; *level* from 0; *ordered*, *start*: what that says. *levelled*: a
    level of its outline that it has of itself. *indented*: it has an indent of its own. *filler*: it is all that is in
    a cell. *captioned*: it has the number of a caption. *restyled*: it has the style of the paragraph before, whose end
    is deleted: LibreOffice gives it that. *merged*: it is what several paragraphs of the file are in the view.
    """

    order: int
    frame: tuple[Spot, ...] = ()
    meaning: Meaning = field(default_factory=Meaning)
    style: str = ""
    inks: list[Ink] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    label: int = 0
    number: str = ""
    level: int = 0
    ordered: bool = False
    start: int = 1
    unnumbered: bool = False
    indented: bool = False
    filler: bool = False
    captioned: bool = False
    restyled: bool = False
    merged: bool = False
    changes: list[Change] = field(default_factory=list)
    losses: list[tuple[Loss, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def pending(self) -> bool:
        return bool(self.changes)


@dataclass(slots=True)
class Remarked:
    """The range of a comment: the paragraph that it starts in, and the words that it marks, once it has ended.

    *start*: how much of :attr:`Story.said` came before it.
    """

    at: Raw | None = None
    words: str = ""
    start: int = 0
    open: bool = False


@dataclass(slots=True)
class Story:
    """A text of the file: its body or a note. *bookmarks*: the paragraph that each bookmark of others starts in.

    *notes*: the kind and id of the notes that are called, an ink's note being the position from 1. *called*: the note
    that stands in a bookmark. *changes*: of rows, with the paragraph before. *said*: its text, run by run.
    """

    paragraphs: list[Raw] = field(default_factory=list)
    tables: list[TableNow] = field(default_factory=list)
    bookmarks: dict[str, Raw] = field(default_factory=dict)
    comments: dict[str, Remarked] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    called: dict[str, int] = field(default_factory=dict)
    changes: list[tuple[Raw | None, Change]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
