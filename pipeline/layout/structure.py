"""The growing tree of structure elements.

Enters: elements as blocks are set, in the order of the document. Leaves: the tuple that :class:`Layout` holds.
Guaranteed: a parent comes before its children, and identifiers are unique.
"""

from __future__ import annotations

from pipeline.layout.frames import Element


class Structure:
    """Collects elements; the first is the Document element."""

    def __init__(self, lang: str) -> None:
        self._elements = [Element("Document", -1, lang=lang)]
        self._identifiers = 0

    def add(self, element: Element) -> int:
        """Add an element below its parent, after the children that the parent has; return its index."""
        self._elements.append(element)
        return len(self._elements) - 1

    def identifier(self, prefix: str) -> str:
        """Return a new unique identifier."""
        self._identifiers += 1
        return f"{prefix}-{self._identifiers}"

    def finish(self) -> tuple[Element, ...]:
        return tuple(self._elements)
