"""A paragraph as a row of chunks.

Enters: nothing; plain values. Leaves: :class:`Row` and :class:`Group`. Guaranteed: chunks stand in the order of the
text, whatever direction it runs in.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.diagnostics import Diagnostic
from pipeline.layout.frames import Line, Word
from pipeline.layout.shaping import Chunk
from pipeline.model.nodes import Link
from pipeline.values import dataclass, field

COMPOSITE = -1
"""The owner of a chunk whose pieces name their owners themselves."""


class Group(NamedTuple):
    """What a stretch of a paragraph means: plain text, a link, a reference to a note, another language."""

    link: Link | None = None
    note: int = 0
    lang: str = ""


PLAIN = Group()


class BrokenLine(NamedTuple):
    """Chunks that share a line, with the numbers of their groups (none for a plain row); *width* in points.

    *space_after*: the next line starts a new word, so that a space belongs between them in the text taken out.
    *forced*: the author or the paragraph's end wants the line to end. *words*: those of a plain row's line. *whole*:
    the word that a hyphen parts at the line's end.
    """

    chunks: list[Chunk]
    owners: list[int]
    width: float
    space_after: bool
    forced: bool
    words: tuple[Word, ...] = ()
    whole: str = ""


class Manner(NamedTuple):
    """How a paragraph is broken: for *justified* lines, with the language's hyphens or the author's alone."""

    justified: bool = False
    hyphenate: bool = False


RAGGED = Manner()


@dataclass(slots=True)
class Row:
    """A paragraph's chunks; None is a forced line end. *owners* numbers each chunk's group.

    *plain*: one group of plain text in one style and face; *owners* is empty then. *base*: the paragraph's embedding
    level, 1 when it runs from right to left; *mixed*: its pieces have levels and must be put in visual order. *broken*
    keeps its lines by measure, first indent and manner, *placed* as they were set last, with the setting;
    neither is kept before the row was *seen* once.
    """

    chunks: list[Chunk | None]
    owners: list[int]
    groups: tuple[Group, ...]
    plain: bool
    missing: tuple[Diagnostic, ...] = ()
    base: int = 0
    mixed: bool = False
    broken: dict[tuple[float, float, Manner], list[BrokenLine]] = field(default_factory=dict, compare=False)
    placed: tuple[tuple[object, ...], list[Line]] | None = field(default=None, compare=False)
    seen: bool = field(default=False, compare=False)

    def widths(self) -> tuple[float, float]:
        """Return the least width that breaks no word and the width of the text on one line, in points."""
        widest = line = least = 0.0
        space = 0.0
        for chunk in self.chunks:
            if chunk is None:
                widest, line, space = max(widest, line), 0.0, 0.0
                continue
            line += space + chunk.width
            space = chunk.space
            least = max(least, chunk.minimum)
        return least, max(widest, line)
