"""Paragraphs of a Word file as the text of a value that has none yet.

Enters: paragraphs that are to become a new value, the file's footnotes and new lists. Leaves: Markdown, or a plain
text. Guaranteed: lists in lists, further paragraphs of an item and the definitions of footnotes are part of it; what
Markdown cannot say of looks is for the caller to find out by building.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.record import Container
from pipeline.review.base import spelled
from pipeline.review.edited import Edited, EditedParagraph
from pipeline.review.markdown import as_markdown
from pipeline.values import dataclass


@dataclass(frozen=True, slots=True)
class Writing:
    """What paragraphs need to be written as a new value."""

    edited: Edited

    def text(self, paragraphs: Sequence[EditedParagraph], rich: bool) -> str:
        """Return paragraphs that are in no list of their own as the text of a value."""
        if rich:
            return self.markdown([one._replace(within=()) for one in paragraphs])
        return " ".join(text for one in paragraphs if (text := spelled(one.runs)))

    def markdown(self, paragraphs: Sequence[EditedParagraph]) -> str:
        """Return the Markdown of *paragraphs*; their *within* says which of its lists and items each is in."""
        labels: dict[int, str] = {}
        for one in paragraphs:
            for run in one.runs:
                if run.note:
                    labels.setdefault(run.note, str(len(labels) + 1))
        parts: list[str] = []
        before: tuple[Container, ...] = ()
        for one in paragraphs:
            text = as_markdown(one.runs, labels)
            if not text:
                continue
            now = tuple(held for held in one.within if held.kind == "list")
            same = next((at for at, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), None)
            same = min(len(before), len(now)) if same is None else same
            first, later = self._signs(now, same)
            gap = "\n\n" if same == len(now) or not before or before[same:][:1] == () else "\n"
            if same < len(now) and same < len(before) and before[same].number != now[same].number:
                gap = "\n\n"
            parts.append((gap if parts else "") + first + text.replace("\n", "\n" + later))
            before = now
        definitions = [
            f"[^{label}]: " + "\n\n    ".join(text for text in self._note(number) if text)
            for number, label in labels.items()
            if any(self._note(number))
        ]
        return "\n\n".join(("".join(parts), *definitions))

    def _signs(self, within: tuple[Container, ...], known: int) -> tuple[str, str]:
        """Return what stands before the first line of a paragraph, and before its further lines."""
        first = later = ""
        for depth, held in enumerate(within):
            sign = "1. " if self._ordered(held.number) else "- "
            first += " " * len(sign) if depth < known else sign
            later += " " * len(sign)
        return first, later

    def _ordered(self, number: int) -> bool:
        if number < 0:
            return -number <= len(self.edited.lists) and self.edited.lists[-number - 1].ordered
        return number < len(self.edited.record.lists) and self.edited.record.lists[number].ordered

    def _note(self, number: int) -> list[str]:
        note = next((note for note in self.edited.notes if note.number == number), None)
        return [] if note is None else [as_markdown(one.runs, {}) for one in note.paragraphs]
