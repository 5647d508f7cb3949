"""Drawings and charts for the Word file: what layout sets for the PDF, as SVG and PNG.

Enters: a theme, and the typesetter of its layout. Leaves: the function that the Word writer calls for each drawing.
Guaranteed: both documents show the same drawing at the same size; nothing is loaded before the first one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.docx.figures import Draw, Drawn
    from pipeline.layout.drawings import Sketcher
    from pipeline.layout.shaping import Typesetter
    from pipeline.model.chart import Chart
    from pipeline.model.drawing import Drawing
    from pipeline.style.theme import Theme


def artist(theme: Theme, setter: Callable[[], Typesetter] | None = None) -> Draw:
    """Return what draws for *theme*. *setter* gives the typesetter of its layout; without it one is made."""
    made: list[Sketcher] = []

    def draw(image: Drawing | Chart, width: float, lang: str) -> Drawn:
        from pipeline.docx.figures import Drawn
        from pipeline.drawings.raster import write_png
        from pipeline.drawings.svg import write_svg

        if not made:
            from pipeline.layout.drawings import Sketcher
            from pipeline.layout.shaping import Typesetter

            made.append(Sketcher(theme, setter() if setter is not None else Typesetter(theme)))
        drawing = made[0].outlined(made[0].drawing(image, width, lang), lang)
        svg = write_svg(drawing)
        return Drawn(drawing.width, drawing.height, svg, write_png(svg, drawing.width, drawing.height))

    return draw
