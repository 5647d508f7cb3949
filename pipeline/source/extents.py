"""Where a parser's event is written, as a person would point at it.

Enters: events of the YAML parser and the text it read. Leaves: extents. Guaranteed: an extent leaves out anchors and
tags before a value; that of a block scalar is its content, from the first to the last line that is not blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from pipeline.source.tree import Spot

_TAG = re.compile(r"!(?:<[^>\n]*>|[^\s,\[\]{}]*)")
_PROPERTIES = re.compile(r"(?:!<[^>\n]*>|[&!][^\s,\[\]{}]*|\s+|#[^\n]*)+")


class Extent(NamedTuple):
    """Lines and columns from 1, and the characters *start* to *end* (exclusive) of the text."""

    spot: Spot
    start: int
    end: int


def extent_of(event: Any) -> Extent:
    """Return what the parser says that *event* spans."""
    first, last = event.start_mark, event.end_mark
    return Extent((first.line + 1, first.column + 1, last.line + 1, last.column + 1), first.index, last.index)


def inside(extent: Extent, lines: Sequence[str]) -> Extent:
    """Return *extent*, or the end of the last line for one that the parser puts on a line after it."""
    if extent.spot[2] <= len(lines):
        return extent
    last = (len(lines), len(lines[-1]) + 1)
    return Extent((*min(extent.spot[:2], last), *last), extent.start, extent.end)


def without_properties(text: str, extent: Extent, end: int) -> Extent:
    """Return *extent* without the anchor and tag at its start; it begins at *end* at the latest."""
    spot, start, stop = extent
    match = _PROPERTIES.match(text, start)
    index = min(match.end(), end) if match else start
    line = spot[0] + text.count("\n", start, index)
    return Extent((line, index - text.rfind("\n", 0, index), spot[2], spot[3]), index, max(stop, index))


def block_extent(lines: Sequence[str], extent: Extent, value: str, indicator: str) -> Extent:
    """Return the extent of a block scalar's content; that of its indicator when the content is empty.

    *extent* begins at the indicator and ends where the parser saw the next thing.
    """
    (line, column, end_line, end_column), start, _ = extent
    # Where the file ends without a line end, the parser stops on the last line and not after it.
    first, last = line, min(end_line if end_column > 1 else end_line - 1, len(lines))
    while first < last and not lines[first].strip(" \t"):
        first += 1
    while last > first and not lines[last - 1].strip(" \t"):
        last -= 1
    shown = value.lstrip("\n")
    if first >= last or not shown:
        return Extent((line, column, line, column + len(indicator)), start, start + len(indicator))
    content, final = lines[first], lines[last - 1].rstrip(" \t")
    indent = max(len(content) - len(content.lstrip(" ")) - (len(shown) - len(shown.lstrip(" "))), 0)
    begin = start - column + 1 + sum(len(above) + 1 for above in lines[line - 1 : first])
    end = begin + sum(len(above) + 1 for above in lines[first : last - 1]) + len(final)
    return Extent((first + 1, indent + 1, last, len(final) + 1), begin + indent, end)


def tag_spot(text: str, event: Any) -> Spot:
    """Return where the tag of *event* is written."""
    spot, start, _ = extent_of(event)
    match = _TAG.search(text, start)
    first, last = match.span() if match else (start, start + 1)
    line, column = spot[0] + text.count("\n", start, first), first - text.rfind("\n", 0, first)
    return line, column, line, column + last - first
