"""What changed since an earlier edition, line by line.

Enters: a paragraph's lines and what became of it. Leaves: lines that know what a mark beside them tells. Guaranteed:
nothing else about a line changes, so that an edition with marks has the pages of the one without; where a paragraph's
characters cannot be told apart as its record does (capitals can be more letters), all of it counts as changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.layout.frames import Frame, Item, Line, LineChange
from pipeline.layout.row import COMPOSITE, BrokenLine, Row
from pipeline.layout.strips import Stack, Strip
from pipeline.model.revised import Revised, bare


def with_changes(frames: Sequence[Frame], lines: Sequence[BrokenLine], row: Row, revised: Revised) -> list[Frame]:
    """Return a paragraph's *frames*, one a line, whose first items say what became of the line."""
    lengths = [sum(len(bare(text)) for text in _texts(line, row)) for line in lines]
    before = sum(lengths) - revised.length
    spans, gaps = revised.spans, revised.gaps
    if before < 0:
        before, spans, gaps = 0, ((0, sum(lengths)),) if spans or gaps else (), ()
    made: list[Frame] = []
    start = -before  # what stands before the words, such as "Table 3.", is none of them
    last = len(frames) - 1
    for index, (frame, length) in enumerate(zip(frames, lengths, strict=True)):
        end = start + length
        changed = any(first < end and after > start for first, after in spans)
        inside = not changed and any(start <= gap < end or (index == last and gap >= end) for gap in gaps)
        above, below = revised.above and not index, revised.below and index == last
        made.append(_marked(frame, changed, inside, above, below) if changed or inside or above or below else frame)
        start = end
    return made


def _texts(line: BrokenLine, row: Row) -> Iterator[str]:
    """Yield the text of a line without the numbers of footnotes."""
    if row.plain:
        yield from (chunk.text for chunk in line.chunks)
        return
    for chunk, owner in zip(line.chunks, line.owners, strict=True):
        if owner != COMPOSITE:
            if not row.groups[owner].note:
                yield chunk.text
        else:
            yield from (piece.word.text for piece in chunk.pieces if not row.groups[piece.owner].note)


def _marked(frame: Frame, changed: bool, inside: bool, above: bool, below: bool) -> Frame:
    first = frame.items[0]
    assert isinstance(first, Line)
    change = LineChange(first.baseline, frame.height - first.baseline, changed, inside, above, below)
    items: tuple[Item, ...] = (first._replace(change=change), *frame.items[1:])
    return frame._replace(items=items)


def emptied(revised: Revised | None, baseline: float) -> Stack:
    """Return what stands in a cell that has no text now: nothing but, where it had some, a line that tells so."""
    if revised is None:
        return Stack([])
    above, below = revised.above, revised.below
    change = LineChange(baseline, 0.0, inside=not above and not below, above=above, below=below)
    return Stack([Strip(Frame(0.0, (Line(baseline, (), change),)))])
