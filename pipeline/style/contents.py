"""The contents' columns: how far titles stand from the papers' tabs and from the page numbers, in PDF and in Word.

Enters: a theme and the width of the widest tab. Leaves: points. Guaranteed: a tab of up to a third of the measure
never touches its title.
"""

from __future__ import annotations

from pipeline.style.theme import Theme

_GAP = 7.5
WIDEST_SHARE = 1 / 3
"""How much of the measure tabs may take."""
NUMBER_ROOM = 36.0
"""Points that titles leave free at the right, for the page number and the last leader dots."""


def tab_room(theme: Theme, widest: float) -> float:
    """Return how many points further right than the theme says titles stand; 0 where the widest tab fits."""
    if not widest:
        return 0.0
    width = min(widest, theme.page.measure * WIDEST_SHARE)
    return max(0.0, width + _GAP - theme.styles["toc-1"].indent_left)
