"""Running text with its fields: which parts show when some fields are empty, where a copy's number stands, and the
banner of a marking.

Enters: a pattern's parts (text and fields) and the values of the fields. Leaves: the parts to show. Guaranteed: a field
without a value takes the text before it along, and at the start of the pattern the text after it, so that no separator
is left over; PDF and Word follow the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.style.theme import Banner, Field, RunningText, Theme

Parts = tuple[str | Field, ...]

_FIELD = re.compile(r"\{([a-z]+)\}")


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


def in_words(theme: Theme, word: Callable[[str], str | None]) -> Theme:
    """Return *theme* with the words of its running text as *word* has them; it keeps those for which *word* has none.

    *word* gets a text as the theme has it, such as ``Page {page} of {pages}``, and returns one with the same fields.
    """
    header, footer = _in_words(theme.header, word), _in_words(theme.footer, word)
    same = header == theme.header and footer == theme.footer
    return theme if same else replace(theme, header=header, footer=footer)


def _in_words(running: RunningText, word: Callable[[str], str | None]) -> RunningText:
    left, center, right = (_told(parts, word) for parts in (running.left, running.center, running.right))
    return replace(running, left=left, center=center, right=right)


def _told(parts: Parts, word: Callable[[str], str | None]) -> Parts:
    text = "".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in parts)
    told = word(text) if any(isinstance(part, str) for part in parts) else None
    if told is None or told == text:
        return parts
    fields: dict[str, Field] = {part.name: part for part in parts if isinstance(part, Field)}
    pieces = enumerate(_FIELD.split(told))
    return tuple(fields[piece] if number % 2 else piece for number, piece in pieces if piece)


def places_copy(theme: Theme) -> bool:
    """Whether the theme's header or footer has the field ``{copy}``."""
    texts = (running for band in (theme.header, theme.footer) for running in (band.left, band.center, band.right))
    return any(isinstance(part, Field) and part.name == "copy" for parts in texts for part in parts)


def footer_of_copies(theme: Theme) -> RunningText:
    """Return the footer of numbered copies: where the theme does not place the number, it stands in the footer.

    It takes the place that the theme leaves free, the left before the middle before the right; where none is free, it
    follows the text at the left.
    """
    footer = theme.footer
    if places_copy(theme):
        return footer
    copy = (Field("copy"),)
    if not footer.left:
        return replace(footer, left=copy)
    if not footer.center:
        return replace(footer, center=copy)
    if not footer.right:
        return replace(footer, right=copy)
    return replace(footer, left=(*footer.left, " · ", *copy))


def banner_of(theme: Theme, marking: str) -> Banner | None:
    """Return the banner whose words *marking* begins with, the longest of several; None: the marking is plain.

    Capitals or not, and how many spaces there are, make no difference. ``CUI`` begins ``CUI//SP-PRVCY``, but not
    ``CUISINE``.
    """
    found = None
    shown = " ".join(marking.split()).casefold()
    for words in sorted(theme.banners, key=len):
        start = words.casefold()
        if shown.startswith(start) and not shown[len(start) : len(start) + 1].isalnum():
            found = theme.banners[words]
    return found
