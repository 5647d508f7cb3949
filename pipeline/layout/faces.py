"""Which faces finished pages are set in.

Enters: a layout. Leaves: its faces. Guaranteed: a face is listed when a glyph of it is on a page, and only then.
"""

from __future__ import annotations

from pipeline.layout.frames import Layout, Line
from pipeline.style.fonts import Face


def faces_in(layout: Layout) -> tuple[Face, ...]:
    """Return the faces of all words on all pages, in the order of their first use."""
    found: dict[Face, None] = {}
    for page in layout.pages:
        for placed in page.placed:
            for item in placed.frame.items:
                if isinstance(item, Line):
                    found.update(dict.fromkeys(run.face for run in item.runs))
    return tuple(found)
