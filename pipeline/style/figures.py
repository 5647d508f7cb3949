"""How large figures are: the rule that layout and Word share.

Enters: figures and the room there is. Leaves: widths and heights in points. Guaranteed: a figure keeps its proportions
and is never wider than its measure nor taller than what its caption leaves of a page.
"""

from __future__ import annotations

from pipeline.model.chart import Chart
from pipeline.model.nodes import Figure

CAPTION_ROOM = 72.0
"""Points of a page's height that are left to the caption."""
ROW_GAP = 18.0
"""Points between two figures side by side."""


def wanted_width(figure: Figure, measure: float) -> float:
    """Return the width that a figure asks for: its share of the measure, else its natural size; a chart takes all."""
    if figure.width is not None:
        return figure.width * measure
    image = figure.image
    return measure if isinstance(image, Chart) else min(image.width * 72.0 / image.dpi, measure)


def fitted(width: float, height: float, figure: Figure, text_height: float) -> tuple[float, float]:
    """Return a size that fits the page."""
    tallest = text_height - (CAPTION_ROOM if figure.caption else 0.0)
    return (width * tallest / height, tallest) if height > tallest else (width, height)


def row_widths(figures: tuple[Figure, ...], measure: float) -> list[float]:
    """Return the width of each figure's place in a row. Figures without a share divide what the others leave.

    Shares of more than the whole row shrink together.
    """
    room = max(measure - ROW_GAP * (len(figures) - 1), 1.0)
    given = [figure.width for figure in figures if figure.width is not None]
    left = max(1.0 - sum(given), 0.0)
    others = len(figures) - len(given)
    # A figure that says nothing must not vanish beside others that take all: it gets a tenth of an equal part at least.
    each = max(left / others, 0.1 / len(figures)) if others else 0.0
    shares = [each if figure.width is None else figure.width for figure in figures]
    whole = max(sum(shares), 1.0)
    return [room * share / whole for share in shares]
