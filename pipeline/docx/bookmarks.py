"""Bookmarks: names and numbers for the places that fields and links lead to.

Enters: the document's anchors in order. Leaves: bookmark names, and bookmarks around what stands in a paragraph.
Guaranteed: names are unique, start with ``_`` (hidden) and keep Word's limit of 40 characters, whatever the anchors
hold; numbers are unique in the whole document.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.docx.ooxml import P_PR, Node, detached, name

_FIRST = 100_000_001


class Bookmarks:
    """Names by anchor: ``_Toc`` for the contents, which Word renames when it renews them; ``_Ref`` for links."""

    def __init__(self, anchors: Iterable[str]) -> None:
        self._numbers = {anchor: number for number, anchor in enumerate(anchors, start=_FIRST)}
        self._paragraphs: dict[str, Node] = {}
        self._linked: dict[str, str] = {}
        self._count = 0

    def contents(self, anchor: str) -> str:
        """The name that the contents lead to; KeyError for an unknown anchor."""
        return f"_Toc{self._numbers[anchor]}"

    def link(self, anchor: str) -> str | None:
        """The name that links lead to, None for an unknown anchor."""
        number = self._numbers.get(anchor)
        return None if number is None else self._linked.setdefault(anchor, f"_Ref{number}")

    def around_paragraph(self, paragraph: Node, anchor: str) -> None:
        """Put the anchor's bookmark around all that stands in a paragraph."""
        self._paragraphs[anchor] = paragraph
        self._around(paragraph, self.contents(anchor))

    def around_run(self, run: Node, bookmark: str) -> None:
        """Put a bookmark of that name around one run."""
        start, end = self._made(bookmark)
        run.addprevious(start)
        run.addnext(end)

    def finish(self) -> None:
        """Add the bookmarks that links lead to, where they stand; call it once, when all text is written."""
        for anchor, bookmark in self._linked.items():
            if anchor in self._paragraphs:
                self._around(self._paragraphs[anchor], bookmark)

    def _around(self, paragraph: Node, bookmark: str) -> None:
        start, end = self._made(bookmark)
        paragraph.insert(1 if len(paragraph) and paragraph[0].tag == P_PR else 0, start)
        paragraph.append(end)

    def _made(self, bookmark: str) -> tuple[Node, Node]:
        self._count += 1
        start = detached("w:bookmarkStart")
        start.set(name("w:id"), str(self._count))
        start.set(name("w:name"), bookmark)
        end = detached("w:bookmarkEnd")
        end.set(name("w:id"), str(self._count))
        return start, end
