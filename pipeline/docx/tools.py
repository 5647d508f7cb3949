"""What every step of writing works with.

Enters: the makers of styles, numbering, runs, bookmarks and pictures. Leaves: one value that holds them. Guaranteed:
all of them serve one document; they grow while it is written and are turned into parts at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.docx.bookmarks import Bookmarks
from pipeline.docx.figures import Pictures
from pipeline.docx.flow import Flattener
from pipeline.docx.identity import Marks
from pipeline.docx.inlines import Runs
from pipeline.docx.measure import Measure
from pipeline.docx.numbering import Numbering
from pipeline.docx.stylesheet import StyleSheet
from pipeline.values import dataclass


@dataclass(frozen=True, slots=True)
class Tools:
    """The makers of one document's parts."""

    sheet: StyleSheet
    numbering: Numbering
    flattener: Flattener
    runs: Runs
    bookmarks: Bookmarks
    marks: Marks
    pictures: Pictures
    measure: Measure
    columns: Mapping[int, Sequence[float]]
    """The columns' widths in points that layout gave a table, by the table's id."""
