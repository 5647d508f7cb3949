"""Which entry each paragraph continues, as far as it is known.

Enters: pairs that the steps of aligning find. Leaves: :class:`Bound`. Guaranteed: an entry is continued by one
paragraph or by the parts of one, or joined into one; never both.
"""

from __future__ import annotations

from pipeline.model.record import Container, Entry, Record
from pipeline.review.edited import Part
from pipeline.review.likeness import Likeness
from pipeline.review.raw import Raw
from pipeline.values import dataclass, field


@dataclass(slots=True)
class Match:
    """The entry that a paragraph continues, and how sure that is (:class:`~pipeline.review.edited.EditedParagraph`)."""

    entry: int
    sure: float = 1.0
    part: Part = "whole"
    joins: tuple[int, ...] = ()


@dataclass(slots=True)
class Bound:
    """What is known so far. *taken*: the paragraphs that continue or hold an entry, in order."""

    record: Record
    likeness: Likeness = field(default_factory=Likeness)
    matches: dict[Raw, Match] = field(default_factory=dict)
    taken: dict[int, list[Raw]] = field(default_factory=dict)

    def bind(self, raw: Raw, entry: int, sure: float = 1.0, part: Part = "whole", joins: tuple[int, ...] = ()) -> None:
        """Note that *raw* continues *entry*."""
        self.matches[raw] = Match(entry, sure, part, joins)
        for one in (entry, *joins):
            self.taken.setdefault(one, []).append(raw)

    def free(self, raw: Raw) -> None:
        """Forget what *raw* continues."""
        match = self.matches.pop(raw, None)
        if match is not None:
            for one in (match.entry, *match.joins):
                self.taken[one].remove(raw)
                if not self.taken[one]:
                    del self.taken[one]

    def entry(self, raw: Raw) -> Entry | None:
        """Return the entry that *raw* continues."""
        match = self.matches.get(raw)
        return None if match is None else self.record.entries[match.entry]

    def text(self, index: int) -> str:
        return self.record.entries[index].text


def said(raw: Raw) -> str:
    """Return a paragraph's text without the number of a caption or note before it."""
    return raw.text[raw.label :] if raw.label else raw.text


def is_blank(raw: Raw) -> bool:
    """Whether a paragraph shows no text and calls no note."""
    return not said(raw).strip() and not any(ink.note for ink in raw.inks)


def cell_of(entry: Entry) -> Container | None:
    """Return the innermost cell that an entry is in."""
    return next((one for one in reversed(entry.within) if one.kind == "cell"), None)


def note_of(entry: Entry) -> int:
    """Return the number of the footnote that an entry is in, 0: none."""
    return next((one.number for one in entry.within if one.kind == "note"), 0)
