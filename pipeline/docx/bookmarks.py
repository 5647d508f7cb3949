"""Bookmarks: names and numbers for the places that fields and links lead to.

Enters: the document's anchors in order. Leaves: bookmark names, and bookmarks around what stands in a paragraph.
Guaranteed: names are unique, start with ``_`` (hidden) and keep Word's limit of 40 characters, whatever the anchors
hold; numbers are unique in the whole document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml.etree import SubElement

from pipeline.docx.ooxml import ID, P_PR, Node, detached, name
from pipeline.model.nodes import Document, Figure, Table
from pipeline.model.walk import Entry, all_blocks

_FIRST = 100_000_001
_START, _END = name("w:bookmarkStart"), name("w:bookmarkEnd")
_NAME = name("w:name")


class Bookmarks:
    """Names by anchor: ``_Toc`` for the contents, which Word renames when it renews them; ``_Ref`` for links.

    *anchors*: the words that stand at each anchor, in the order of the document.
    """

    def __init__(self, anchors: Mapping[str, str]) -> None:
        self._words = anchors
        self._numbers = {anchor: number for number, anchor in enumerate(anchors, start=_FIRST)}
        self._spots: dict[str, tuple[Node, Node]] = {}
        self._linked: dict[str, str] = {}
        self._count = 0

    def contents(self, anchor: str) -> str:
        """The name that the contents lead to; KeyError for an unknown anchor."""
        return f"_Toc{self._numbers[anchor]}"

    def link(self, anchor: str) -> str | None:
        """The name that links lead to, None for an unknown anchor."""
        number = self._numbers.get(anchor)
        return None if number is None else self._linked.setdefault(anchor, f"_Ref{number}")

    def words(self, anchor: str) -> str:
        """What a field that refers to the anchor shows: the words that its bookmark holds."""
        return self._words.get(anchor, "")

    def around_heading(self, paragraph: Node, anchor: str) -> None:
        """Put the contents' bookmark around all that stands in a heading; links to it find it too."""
        start, end = self._made(self.contents(anchor))
        paragraph.insert(1 if len(paragraph) and paragraph[0].tag == P_PR else 0, start)
        paragraph.append(end)
        self._spots[anchor] = start, end

    def at(self, anchor: str, first: Node, last: Node) -> None:
        """Let links to the anchor lead to what stands from *first* to *last*, which are in one paragraph."""
        self._spots[anchor] = first, last

    def around_run(self, run: Node, bookmark: str) -> None:
        """Put a bookmark of that name around one run."""
        start, end = self._made(bookmark)
        run.addprevious(start)
        run.addnext(end)

    def around_rest(self, paragraph: Node, first: int, bookmark: str) -> None:
        """Put a bookmark of that name around what stands in a paragraph from its child *first* on."""
        self._count += 1
        number = str(self._count)
        start = SubElement(paragraph, _START, {ID: number, _NAME: bookmark})
        if first < len(paragraph) - 1:
            paragraph.insert(first, start)
        SubElement(paragraph, _END, {ID: number})

    def finish(self) -> None:
        """Add the bookmarks that links lead to, where they stand; call it once, when all text is written."""
        for anchor, bookmark in self._linked.items():
            if anchor in self._spots:
                first, last = self._spots[anchor]
                start, end = self._made(bookmark)
                first.addprevious(start)
                last.addnext(end)

    def _made(self, bookmark: str) -> tuple[Node, Node]:
        self._count += 1
        start, end = detached("w:bookmarkStart"), detached("w:bookmarkEnd")
        start.set(ID, str(self._count))
        start.set(_NAME, bookmark)
        end.set(ID, str(self._count))
        return start, end


def anchors(document: Document, headings: Iterable[Entry]) -> dict[str, str]:
    """Return the document's anchors with the words that stand there: of its *headings*, then of tables and figures."""
    found = {heading.anchor: heading.text for heading in headings}
    labels = document.labels
    for paper in document.papers:
        for block in all_blocks(paper.blocks):
            if isinstance(block, Table | Figure) and block.anchor:
                label = labels.table if isinstance(block, Table) else labels.figure
                found[block.anchor] = f"{label} {block.number}" if block.number is not None else ""
    return found
