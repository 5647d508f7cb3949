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
from typing import Literal

from pipeline.style.theme import Banner, Field, OtherPages, RunningText, Theme

Parts = tuple[str | Field, ...]
RunningEdge = Literal["header", "footer"]
COPY_ALONE = RunningText(left=(Field("copy"),))
NOTHING = RunningText()

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
    told = each_running(theme, lambda _, running: _in_words(running, word))
    same = all(before == after for before, after in zip(every_running(theme), every_running(told), strict=True))
    return theme if same else told


def every_running(theme: Theme) -> tuple[tuple[RunningEdge, RunningText], ...]:
    """Return all headers and footers that a theme has."""
    headers = (theme.header, theme.headers.first, theme.headers.even)
    footers = (theme.footer, theme.footers.first, theme.footers.even)
    return (
        *(("header", running) for running in headers if running is not None),
        *(("footer", running) for running in footers if running is not None),
    )


def each_running(theme: Theme, change: Callable[[RunningEdge, RunningText], RunningText]) -> Theme:
    """Return *theme* with each of its headers and footers as *change* has it."""

    def other(edge: RunningEdge, pages: OtherPages) -> OtherPages:
        first, even = (running and change(edge, running) for running in (pages.first, pages.even))
        return OtherPages(first, even)

    return replace(
        theme,
        header=change("header", theme.header),
        footer=change("footer", theme.footer),
        headers=other("header", theme.headers),
        footers=other("footer", theme.footers),
    )


def running_text(
    theme: Theme, edge: RunningEdge, number: int, *, first: bool = False, bare: bool = False, wide: bool = False
) -> RunningText:
    """Return the header or footer of the page of that *number*, as it stands there.

    *first*: the page begins the contents or a paper; *bare*: nothing runs but a copy's number; *wide*: the page lies on
    its side, so that it has no outer and inner end. In a book with mirrored margins a left-hand page has what stands
    left and right on the other side, unless the theme has a text for left-hand pages.
    """
    usual, others = (theme.header, theme.headers) if edge == "header" else (theme.footer, theme.footers)
    left_hand = number % 2 == 0
    if bare:
        usual = COPY_ALONE if edge == "footer" else NOTHING
    elif first and others.first is not None:
        usual = others.first
    elif left_hand and others.even is not None:
        return others.even
    return usual.swapped() if left_hand and theme.page.mirrored and not wide else usual


def alternates(theme: Theme) -> bool:
    """Whether left-hand pages have another header or footer than right-hand ones."""
    edges: tuple[RunningEdge, ...] = ("header", "footer")
    return any(running_text(theme, edge, 1) != running_text(theme, edge, 2) for edge in edges)


def is_duplex(theme: Theme) -> bool:
    """Whether two pages share a leaf: where a theme tells right-hand from left-hand ones."""
    return theme.page.mirrored or theme.printing.start == "right" or alternates(theme)


def begins_otherwise(theme: Theme) -> bool:
    """Whether the first pages of papers have a header or footer of their own."""
    return theme.headers.first is not None or theme.footers.first is not None


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
    return _has_copy(theme.header) or _has_copy(theme.footer)


def _has_copy(running: RunningText) -> bool:
    texts = (running.left, running.center, running.right)
    return any(isinstance(part, Field) and part.name == "copy" for parts in texts for part in parts)


def for_copies(theme: Theme) -> Theme:
    """Return the theme of numbered copies: each page that does not place the number has it in its footer."""
    footer = footer_of_copies(theme)
    if theme.headers == theme.footers == OtherPages():
        return replace(theme, footer=footer)
    first, even = theme.footers.first, theme.footers.even
    if first is not None or theme.headers.first is not None:
        shown = replace(theme, header=theme.headers.first or theme.header, footer=first or theme.footer)
        first = footer_of_copies(shown)
    if even is not None or theme.headers.even is not None:
        header, own = running_text(theme, "header", 2), running_text(theme, "footer", 2)
        even = footer_of_copies(replace(theme, header=header, footer=own))
    return replace(theme, footer=footer, footers=OtherPages(first, even))


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
