"""Running text with its fields: which parts show when some fields are empty.

Enters: a pattern's parts (text and fields) and the values of the fields. Leaves: the parts to show. Guaranteed: a field
without a value takes the text before it along, and at the start of the pattern the text after it, so that no separator
is left over; PDF and Word follow the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.style.theme import Field

Parts = tuple[str | Field, ...]


def filled(parts: Parts, values: Mapping[str, str]) -> Parts:
    """Return the parts to show; a field is empty when *values* has an empty text for it."""
    shown: list[str | Field] = []
    skip_text = False
    for part in parts:
        if isinstance(part, str):
            if not skip_text:
                shown.append(part)
            skip_text = False
        elif values.get(part.name, ""):
            shown.append(part)
            skip_text = False
        else:
            if shown and isinstance(shown[-1], str):
                shown.pop()
            skip_text = not shown
    return tuple(shown)
