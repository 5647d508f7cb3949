"""What an edited Word file asks of the data, and what it asks in vain.

Enters: nothing; these are plain values, made by :mod:`pipeline.review.changes`. Leaves: :class:`Changes`. Guaranteed:
paths are those of the edition, not of the files as they are now.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline.diagnostics import Path
from pipeline.review.base import Key
from pipeline.review.yamlfile import Moves, New
from pipeline.values import dataclass, field

Why = Literal[
    "template-text", "formatting", "new-text", "split-text", "several-texts", "removed-text", "layout", "not-home"
]
"""Why words stay in Word: codes of findings."""


class TextChange(NamedTuple):
    """A value's text: what the edition had, and what it is now; *new* None: they are gone. *rich*: Markdown."""

    file: str
    path: Path
    old: str
    new: str | None
    rich: bool
    entry: int


class ListChange(NamedTuple):
    """A sequence: the elements that the edition showed, and what it consists of now.

    *moves*: entries whose paragraphs have become part of it.
    """

    file: str
    path: Path
    before: tuple[int, ...]
    after: tuple[int | New, ...]
    entry: int | None = None
    moves: Moves = frozenset()


class Stay(NamedTuple):
    """Words that cannot go back. *entry*: the paragraph they are in or after. *told*: sure, whatever a build says."""

    why: Why
    message: str
    entry: int | None
    words: str = ""
    help: str = ""
    told: bool = True


@dataclass(slots=True)
class Changes:
    """*texts* and *lists* by file and path; *stays* in the order of the file.

    *moves*: by file and path of a change, the entries whose paragraphs it takes in or gives away. *moved*: all of them.
    *carried*: the elements that are taken to another sequence as they are written.
    """

    texts: dict[Key, TextChange] = field(default_factory=dict)
    lists: dict[Key, ListChange] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    moves: dict[Key, set[int]] = field(default_factory=dict)
    moved: frozenset[int] = frozenset()
    carried: set[Key] = field(default_factory=set)

    @property
    def files(self) -> list[str]:
        return sorted({file for file, _ in (*self.texts, *self.lists)})


LOST = {
    "picture": "a picture was added; pictures are files that the data names",
    "picture removed": "a picture was removed; the data still names it",
    "text box": "a text box cannot go back",
    "equation": "an equation cannot go back",
    "embedded object": "an embedded object cannot go back",
    "link": "a link leads to a place that has no anchor",
    "symbol": "a character of a symbol font has no Unicode character",
    "hidden text": "hidden text cannot go back",
    "covered cell": "a cell above covers this text",
    "header": "the header comes from the packet's settings and the theme",
    "footer": "the footer comes from the packet's settings and the theme",
    "fixed text": "no data holds these words",
    "page break": "page breaks are the template's",
}
