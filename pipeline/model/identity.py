"""Identity: a name for each paragraph of a document, and the record of what it said and where that came from.

Enters: a document, and what only the shell knows about it. Leaves: an :class:`Identity`. Guaranteed: every paragraph
that a reader sees has one entry, in reading order, a footnote's after the blocks of its paper; ids are unique, and a
paragraph that comes from the same place of the data has the same id in every edition; no id depends on the text of
another paragraph, but for those that a template wrote twice in the same words.
"""

from __future__ import annotations

from pipeline.model.nodes import (
    Document,
)
from pipeline.model.record import (
    PaperEntry,
    Record,
    write_record,
)
from pipeline.model.recording import Recorder, RichTexts
from pipeline.model.walk import plain_text
from pipeline.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Identity:
    """A document's record, as a value and as JSON, and the ids of its paragraphs for who writes it."""

    record: Record
    json: str
    digest: str
    _ids: dict[int, list[str]] = field(repr=False)

    def names(self) -> Names:
        """Return the ids anew, for one writing of the document."""
        return Names(self._ids)


class Names:
    """Hands out each paragraph's id once.

    A paragraph is known by the tuple of its inlines, an empty cell by the cell, as objects: equal ones are not the
    same. An object that stands in the document several times gives its ids in reading order.
    """

    __slots__ = ("_ids", "_taken")

    def __init__(self, ids: dict[int, list[str]]) -> None:
        self._ids = ids
        self._taken: dict[int, int] = {}

    def take(self, node: object) -> str:
        """Return the next id of *node*; empty for what has none."""
        key = id(node)
        ids = self._ids.get(key)
        if ids is None:
            return ""
        at = self._taken.get(key, 0)
        self._taken[key] = at + 1
        return ids[at] if at < len(ids) else ""


def identify(document: Document, packet: str = "", theme: str = "", rich_texts: RichTexts | None = None) -> Identity:
    """Return the identity of *document*, made from the folder *packet* with the theme of that name."""
    walk = Recorder(rich_texts or {})
    if document.cover is not None:
        walk.cover(document.cover)
    walk.designation(document.designation)
    for number, paper in enumerate(document.papers):
        walk.paper(number, paper, document.metadata.lang)
    papers = tuple(
        PaperEntry(paper.anchor, paper.tab, plain_text(paper.title), paper.place.path if paper.place else ())
        for paper in document.papers
    )
    metadata = document.metadata
    record = Record(
        packet,
        metadata.title,
        metadata.lang,
        theme,
        metadata.date,
        papers,
        tuple(walk.values),
        tuple(walk.lists),
        tuple(walk.tables),
        tuple(walk.entries),
        tuple(walk.remarks),
    )
    json, digest = write_record(record)
    return Identity(record, json, digest, walk.ids)
