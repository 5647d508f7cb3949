"""Where a line may end inside a stretch of text that holds no space.

Enters: such a stretch. Leaves: ascending indexes into it. Guaranteed: never 0 and never the length. ICU's dictionaries
(extra ``intl``) decide by UAX #14 where they are installed; otherwise a few rules for Western text do.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Breaks = tuple[int, ...]

_PLAIN = re.compile(r"[\w.,;:!?'\"()\[\]$%*’‘“”…]*", re.ASCII)
_LATIN = re.compile(r"[\w.,;:!?'\"()\[\]$%*’‘“”…À-ɏ]*", re.ASCII)
_ADDRESS = re.compile(r"://|@|/.*/|_")
_AFTER_SEPARATOR = re.compile(r"[/?&=#%._\-:@,;+~](?=[^/?&=#%._\-:@,;+~])")
_WESTERN = re.compile(
    r"(?<=[^\W\d])-(?=[^\W\d])"  # a hyphen between letters
    r"|(?<=[.])-(?=[^\W\d])"  # U.S.-Cambodia
    r"|[–—](?=\w)"  # dashes
    r"|(?<=[^\W\d])/(?=[^\W\d])"  # HIV/AIDS
)


_BAD = re.compile(r"(?<=\d)[–‒](?=\d)|(?<![^\W_])[^\W\d_][-‐](?=\w)")
"""After these no line ends: a range of numbers (2–6), a single letter and its hyphen (e-mail)."""


def _western(text: str) -> Breaks:
    """The rules that serve without ICU: hyphens, dashes and slashes between letters."""
    found = {match.end() for match in _WESTERN.finditer(text)}
    found.update(match.start() for match in re.finditer(r"(?<=\w)—", text))
    return tuple(sorted(index for index in found if 0 < index < len(text)))


def _icu() -> Callable[[str], Breaks] | None:
    """Return a finder that asks ICU, or None where it is not installed."""
    try:
        from icu4py.breakers import LineBreaker
    except ImportError:
        return None

    def find(text: str) -> Breaks:
        segments = [end for _, end in LineBreaker(text, "en").segments()]
        if text.isascii() or all(ord(character) < 0x10000 for character in text):
            return tuple(segments[:-1])
        return _from_utf16(text, segments[:-1])

    return find


def _from_utf16(text: str, offsets: list[int]) -> Breaks:
    """Turn offsets in UTF-16 units, as ICU counts, into indexes of characters."""
    index_at = {}
    units = 0
    for index, character in enumerate(text):
        index_at[units] = index
        units += 1 if ord(character) < 0x10000 else 2
    return tuple(index_at[offset] for offset in offsets if offset in index_at)


def break_finder() -> Callable[[str], Breaks]:
    """Return the best finder this installation has; UAX #14, plus the separators of long addresses."""
    find = _icu() or _western

    def finder(text: str) -> Breaks:
        if _PLAIN.fullmatch(text) or _LATIN.fullmatch(text):
            return ()
        found = find(text)
        if found and (bad := {match.end() for match in _BAD.finditer(text)}):
            found = tuple(index for index in found if index not in bad)
        if _ADDRESS.search(text):
            after = {match.end() for match in _AFTER_SEPARATOR.finditer(text)}
            return tuple(sorted(after.union(found)))
        return found

    return finder
