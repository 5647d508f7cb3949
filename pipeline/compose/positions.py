"""Where each stretch of a long text of the data is written.

Enters: a text of the data and its source file. Leaves: places with line and column. Guaranteed: exact where the lines
of the file can be found in the text one after the other, as in block, folded and plain texts; else as exact as the
source room can tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.diagnostics import Place

if TYPE_CHECKING:
    from pipeline.source.tree import Source

_SPACE = " \t"
_BAR = re.compile(r"(?<!\\)\|")
_BEFORE_ROW = " \t>"
"""What may stand before the first bar of a table's row, when the table is in a quotation."""


class _Piece(NamedTuple):
    """Characters *start* to *end* of the text, which stand in one line of the file from *column* on."""

    start: int
    end: int
    line: int
    column: int


class Positions:
    """Finds places within one text. *source* None: only the whole text's place is known."""

    __slots__ = ("_pieces", "_source", "_starts", "place", "text")

    def __init__(self, text: str, place: Place, source: Source | None) -> None:
        self.text = text
        self.place = place
        self._source = source
        self._pieces: list[_Piece] | None = None
        self._starts: list[int] = []

    def between(self, start: int, end: int) -> Place:
        """Return where characters *start* to *end* (exclusive) of the text are written."""
        if self._source is None:
            return self.place
        if self._pieces is None:
            self._pieces = _pieces(self.text, self.place, self._source)
            self._starts = [piece.start for piece in self._pieces]
        if not self._pieces:
            return self._source.within(self.place.path, start, end)
        first = self._piece(start)
        last = self._piece(max(end - 1, start))
        column = first.column + max(start - first.start, 0)
        end_column = last.column + min(max(end - last.start, 1), last.end - last.start)
        return Place(self.place.file, first.line, column, last.line, end_column, self.place.path)

    def _piece(self, at: int) -> _Piece:
        """Return the piece that holds character *at*, or the next one."""
        assert self._pieces
        number = max(bisect_right(self._starts, at) - 1, 0)
        if at >= self._pieces[number].end and number + 1 < len(self._pieces):
            number += 1
        return self._pieces[number]


def with_paragraphs(text: str, place: Place, source: Source | None) -> str:
    """Return *text* with an empty line wherever the file has one.

    YAML folds lines (8.1.3, 7.4): an empty line between two lines of a folded text stands for one line end, which
    Markdown would take for a space. Who writes an empty line means a paragraph.
    """
    if source is None or place.end_line - place.line < 2:
        return text
    pieces = _pieces(text, place, source)
    parts: list[str] = []
    at = 0
    for before, after in pairwise(pieces):
        if after.line - before.line > 1 and text.count("\n", before.end, after.start) == 1:
            parts += [text[at : before.end], "\n"]
            at = before.end
    return "".join((*parts, text[at:]))


class RichText:
    """A rich text that is being read: knows where its lines and words are written."""

    __slots__ = ("_lines", "_source", "_starts", "positions")

    def __init__(self, text: str, place: Place, source: Source | None) -> None:
        self.positions = Positions(text, place, source)
        self._source = source
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def spot(self, line: int) -> tuple[Place, str | None]:
        """Return the place of *line* (from 0), and the line of the file."""
        line = min(line, len(self._lines) - 1)
        text = self._lines[line]
        start = self._starts[line] + len(text) - len(text.lstrip())
        place = self.positions.between(start, max(self._starts[line] + len(text.rstrip()), start + 1))
        return place, self._source.line(place.line) if self._source is not None else None

    def find(self, line: int, text: str) -> tuple[Place, str | None] | None:
        """Return the place of *text* and its line in the file, where it stands once in *line*."""
        line = min(line, len(self._lines) - 1)
        if not text or self._lines[line].count(text) != 1:
            return None
        start = self._starts[line] + self._lines[line].index(text)
        place = self.positions.between(start, start + len(text))
        return place, self._source.line(place.line) if self._source is not None else None

    def stretch(self, first: int, end: int, content: str) -> tuple[int, int]:
        """Return the characters that *content*, read from the lines *first* to *end* (exclusive), stands in.

        What stands before it in its first line (bullets, a note's label) is left out.
        """
        first = min(first, len(self._lines) - 1)
        last = max(min(end, len(self._lines)) - 1, first)
        start = self._starts[first] + len(self._lines[first].rstrip()) - len(content.partition("\n")[0].rstrip())
        return max(start, self._starts[first]), self._starts[last] + len(self._lines[last].rstrip())

    def cell(self, line: int, number: int) -> tuple[int, int] | None:
        """Return the characters of cell *number* (from 0) of a table's row in *line*; None where it was left out."""
        line = min(line, len(self._lines) - 1)
        text = self._lines[line]
        bars = [found.start() for found in _BAR.finditer(text)]
        if not bars or text[: bars[0]].strip(_BEFORE_ROW):
            bars.insert(0, -1)
        if number >= len(bars):
            return None
        start = bars[number] + 1
        end = bars[number + 1] if number + 1 < len(bars) else len(text)
        inner = text[start:end]
        if not inner.strip() and number + 1 == len(bars):
            return None
        start += len(inner) - len(inner.lstrip())
        return self._starts[line] + start, self._starts[line] + max(start, len(text[:end].rstrip()))

    def behind(self, line: int, column: int, *parts: str) -> int:
        """Return the column behind *parts*, which follow each other in *line* from *column* on, where they do."""
        text = self._lines[min(line, len(self._lines) - 1)]
        at = column
        for part in parts:
            found = text.find(part, at)
            if found < 0:
                return column
            at = found + len(part)
        return at

    def locate(self, line: int, column: int, text: str) -> tuple[Place, int]:
        """Return the place of *text* in *line*, looked for from *column* (from 0) on, and the column behind it.

        Where the text is not there letter for letter (it was an escape), the place has only a line.
        """
        line = min(line, len(self._lines) - 1)
        at = self._lines[line].find(text, column)
        if at < 0:
            near = self.positions.between(self._starts[line] + column, self._starts[line] + column + 1)
            return Place(near.file, near.line, 0, near.line, 0, near.path), column
        start = self._starts[line] + at
        return self.positions.between(start, start + len(text)), at + len(text)


def _pieces(text: str, place: Place, source: Source) -> list[_Piece]:
    """Return one piece for each line of the file; none when they do not make up the text."""
    found: list[_Piece] = []
    at = 0
    for number in range(place.line, place.end_line + 1):
        line = source.line(number)
        begin = place.column - 1 if number == place.line else 0
        stop = place.end_column - 1 if number == place.end_line else len(line)
        if number == place.line and line[begin : begin + 1] in ("'", '"'):
            begin += 1
            if place.end_line == place.line:
                stop -= 1
        elif number == place.end_line and found and line[stop - 1 : stop] in ("'", '"') and text[-1:] != line[stop - 1]:
            stop -= 1
        content = line[begin:stop].strip(_SPACE)
        if not content:
            continue
        start = text.find(content, at)
        if start < 0 or text[at:start].strip():
            return []
        column = line.index(content, begin) + 1
        at = start + len(content)
        found.append(_Piece(start, at, number, column))
    return found if not text[at:].strip() else []
