"""The layout room: a document and a theme in, finished pages out.

Enters: :class:`~pipeline.model.nodes.Document` and :class:`~pipeline.style.theme.Theme`. Leaves:
:class:`~pipeline.layout.frames.Layout`. Guaranteed: nothing is lost, nothing overflows without a diagnostic, it
always ends.
"""

from pipeline.layout.document import Book, lay_out
from pipeline.layout.shaping import Typesetter

__all__ = ["Book", "Typesetter", "lay_out"]
