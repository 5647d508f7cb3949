"""Operators that paint: text, filled rectangles, pictures (ISO 32000-1, 8 and 9).

Enters: runs, rectangles and pictures with their place in hundredths of a point, y upwards. Leaves: lines of a content
stream. Guaranteed: only what changes is written (font, colour, position); character spacing and rise are zero between
two runs, so that text painted inside ``q … Q`` needs to know nothing of what is around it; a word that needs ActualText
has it; a right-to-left run is written in the order in which it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin
from operator import itemgetter
from typing import NamedTuple

from pipeline.layout.frames import GlyphRun, Word
from pipeline.pdf.fonts import FontBook
from pipeline.pdf.order import Group, parts_of
from pipeline.pdf.syntax import Hundredths, factor, number
from pipeline.pdf.syntax import text as text_string
from pipeline.pdf.words import FontUse, Passage
from pipeline.style.fonts import Face
from pipeline.style.theme import Color

_SHOWN = b")]TJ"
_TOUCHING = 0.15
"""The gap in ems up to which two runs are parts of one word."""
_WORD_GAP = 0.08
"""The tracking in ems from which on readers take letters for words; poppler's limit is a tenth of an em."""


class _Decoration(NamedTuple):
    """An underline or strike in the making, in points: it grows while the next run goes on where it ends."""

    left: float
    right: float
    bottom: float
    height: float
    color: Color


class _Parted(NamedTuple):
    """The first part of a hyphenated word, whose ActualText is open and waits for the rest (14.9.4).

    *rest* is what must come. Where it does not, on the next page perhaps, *line* gets the text *alone* instead: the
    part with a soft hyphen (14.8.2.2.3).
    """

    line: int
    rest: str
    alone: bytes


class Painter:
    """Collects a content stream's lines in :attr:`lines`."""

    def __init__(self, fonts: FontBook, numbers: Hundredths) -> None:
        self.lines: list[bytes] = []
        self._fonts = fonts
        self._numbers = numbers
        self._face: Face | None = None
        self._use: FontUse
        self._size = 0.0
        self._color: Color | None = None
        self._in_text = False
        self._x = self._y = 0
        self.unspaced: GlyphRun | None = None
        """The last run, if no space follows it."""
        self._parted: _Parted | None = None
        self.decorations: list[_Decoration] = []
        """Underlines and strikes that wait for :meth:`paint_decorations`."""

    def text(self, run: GlyphRun, x: int, y: int) -> None:
        """Show a run whose first word starts at *x*, *y*."""
        use = self._begin(run)
        space = run.space
        inside = None
        if space.face is run.face:
            gap = use[space]
            inside = gap.join(map(use.__getitem__, run.words))
        if run.whole or self._parted is not None:
            self._move(x, y)
            self._show_parted(run, use)
        elif inside is None or use.passages or run.tracking or run.rise or run.word_space:
            self._move(x, y)
            self._show_carefully(run, use)
        else:  # most text: one operator to move there, one to show it
            across, up = self._numbers[x - self._x], self._numbers[y - self._y]
            self.lines.append(b"%b %b Td[(%b%b)]TJ" % (across, up, inside, gap if run.space_after else b""))
            self._x, self._y = x, y
        self.unspaced = None if run.space_after or run.whole else run
        if run.underline or run.strike:
            self._decorate(run, x / 100, y / 100)

    def together(self, group: Group, starts: Sequence[int], y: int) -> None:
        """Show a group of runs of one word each, which look alike, by one operator; they start at *starts*.

        Where a word needs more than glyphs in a row, each has its own operator.
        """
        runs = group.runs
        use = self._begin(runs[0])
        passages = [_passage(run.words[0], use) for run in runs]
        if any(passage.actual or len(passage.parts) != 1 or passage.parts[0][0] for passage in passages):
            for run, start in zip(runs, starts, strict=True):
                self.text(run, start, y)
            return
        if group.turned and all(run.words[0] in use.clusters for run in runs):
            shown = _turned(runs, starts, use)
        else:
            shown = [
                (start / 100, passage.parts[0][1], run.width)
                for run, start, passage in zip(runs, starts, passages, strict=True)
            ]
        pen = shown[0][0]
        self._move(round(pen * 100), y)
        inside = b""
        for left, operand, width in shown:
            back = (pen - left) * 1000 / runs[0].size
            inside += (b")%b(" % number(back) if round(back, 1) else b"") + operand
            pen = left + width
        self.lines.append(b"[(%b)]TJ" % inside)
        self.unspaced = None
        for run, start in sorted(zip(runs, starts, strict=True), key=itemgetter(1)):
            if run.underline or run.strike:
                self._decorate(run, start / 100, y / 100)

    def _begin(self, run: GlyphRun) -> FontUse:
        """Begin to show a run: the text object, if none is open, and the run's font and colour."""
        if not self._in_text:
            self._in_text = True
            self._x = self._y = 0
            self.lines.append(b"BT")
        if run.face is not self._face or run.size != self._size:
            self._select(self._fonts[run.face], run.size)
        if run.color is not self._color and run.color != self._color:
            self._fill(run.color)
        return self._use

    def part(self, x: int, y: int, *, same: bool) -> None:
        """Put a space after the last run, if it has none, unless a run at *x*, *y* goes on where it ends.

        *same*: the two belong to one element, whose words may be broken at the line's end.
        """
        run = self.unspaced
        if run is None:
            return
        on_line = y == self._y
        if on_line and x - self._x < (run.width + run.size * _TOUCHING) * 100:
            return
        if on_line or not same:
            self.end_line()

    def end_line(self) -> None:
        """Put a space after the last run, if it has none: pdfium glues single letters of two lines or cells.

        It does so too when the space is shown by an operator of its own.
        """
        run = self.unspaced
        if run is not None and self._in_text and self.lines[-1].endswith(_SHOWN) and run.space.face is run.face:
            if any(word.rtl for word in run.words):  # what is read last stands at the left
                self._move(self._x - round(run.space.advance * run.size * 100), self._y)
                self._show_space(run, b"")
            else:
                self.lines[-1] = self.lines[-1].removesuffix(_SHOWN) + self._use[run.space] + _SHOWN
        self.unspaced = None

    def end_text(self) -> None:
        """Close the text object, if one is open; marked content may begin or end only outside of it."""
        if self._in_text:
            self._end_parted()
            self._in_text = False
            self.lines.append(b"ET")

    def paint_decorations(self) -> None:
        """Paint the underlines and strikes of the text so far; they are artifacts and wait for their text's end."""
        for left, right, bottom, height, color in self.decorations:
            self.rectangle(left, bottom, right - left, height, color)
        self.decorations.clear()

    def rectangle(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        """Fill a rectangle whose lower left corner is at *x*, *y* (points)."""
        self.end_text()
        if color != self._color:
            self._fill(color)
        at = self._numbers
        corner, size = (at[round(x * 100)], at[round(y * 100)]), (at[round(width * 100)], at[round(height * 100)])
        self.lines.append(b"%b %b %b %b re f" % (*corner, *size))

    def picture(self, resource: str, x: float, y: float, width: float, height: float) -> None:
        """Paint an image XObject into the rectangle whose lower left corner is at *x*, *y* (points)."""
        self.end_text()
        matrix = b"%b 0 0 %b %b %b" % (number(width), number(height), number(x), number(y))
        self.lines.append(b"q %b cm /%b Do Q" % (matrix, resource.encode("ascii")))

    def form(self, resource: str, matrix: tuple[float, float, float, float, float, float]) -> None:
        """Paint a form XObject whose space *matrix* takes to the page's; it begins with black, as a page does."""
        self.end_text()
        scale = b" ".join(map(factor, matrix[:4]))
        self.lines.append(b"q 0 g %b %b %b cm /%b Do Q" % (scale, *map(number, matrix[4:]), resource.encode("ascii")))

    def inset(self, content: bytes, x: float, y: float, turn: float = 0.0, scale: float = 1.0) -> None:
        """Paint what another painter collected, with its origin moved to *x*, *y* (points).

        It is turned clockwise around its origin by *turn* degrees, and *scale* times as large (8.3.3).
        """
        self.end_text()
        matrix = b"1 0 0 1"
        if turn or scale != 1.0:
            across, down = scale * cos(radians(turn)), scale * sin(radians(turn))
            matrix = b" ".join(map(factor, (across, -down, down, across)))
        self.lines.append(b"q %b %b %b cm\n%b\nQ" % (matrix, number(x), number(y), content))

    def _select(self, use: FontUse, size: float) -> None:
        self._face, self._size, self._use = use.face, size, use
        self.lines.append(b"/%b %b Tf" % (use.resource.encode("ascii"), number(size)))

    def _fill(self, color: Color) -> None:
        self._color = color
        channels = [f"{channel / 255:.3f}".rstrip("0").rstrip(".").encode("ascii") for channel in color]
        grey = color.red == color.green == color.blue
        self.lines.append(b"%b g" % channels[0] if grey else b"%b rg" % b" ".join(channels))

    def _move(self, x: int, y: int) -> None:
        numbers = self._numbers
        self.lines.append(b"%b %b Td" % (numbers[x - self._x], numbers[y - self._y]))
        self._x, self._y = x, y

    def _show_carefully(self, run: GlyphRun, use: FontUse) -> None:
        """Show a run with spacing, rise or words that need more than glyphs in a row."""
        self._set_spacing(run)
        self._show_words(run, use)
        self._reset_spacing(run)

    def _set_spacing(self, run: GlyphRun) -> None:
        if run.tracking:
            self.lines.append(b"%b Tc" % number(run.tracking))
        if run.rise:
            self.lines.append(b"%b Ts" % number(run.rise))

    def _reset_spacing(self, run: GlyphRun) -> None:
        if run.rise:
            self.lines.append(b"0 Ts")
        if run.tracking:
            self.lines.append(b"0 Tc")

    def _show_words(self, run: GlyphRun, use: FontUse) -> None:
        gap_use = self._fonts[run.space.face]
        gap = gap_use[run.space]
        stretch = _stretch(run)
        operands = [use[word] for word in run.words]
        spread = run.tracking > run.size * _WORD_GAP
        if gap_use is use and not spread and use.passages.keys().isdisjoint(run.words):
            inside = (gap + stretch).join(operands)
            self.lines.append(b"[(%b%b)]TJ" % (inside, gap if run.space_after else b""))
        elif any(word.rtl for word in run.words):
            self._show_backwards(run, use)
        else:
            for index, word in enumerate(run.words):
                if index:
                    self._show_space(run, stretch)
                self._show_word(word, use, run, spread)
            if run.space_after:
                self._show_space(run, b"")

    def _show_parted(self, run: GlyphRun, use: FontUse) -> None:
        """Show a run that begins with the rest of a hyphenated word, or ends with the first part of one.

        Both parts stand in one ActualText, so that every reader finds one word.
        """
        words = list(run.words)
        stretch = _stretch(run)
        complete = self._parted is not None and self._parted.rest == words[0].text
        if not complete:
            self._end_parted()
        self._set_spacing(run)
        if complete:
            self._show_parts(_passage(words.pop(0), use), run)
            self._end_parted(complete=True)
            if words or run.space_after:
                self._show_space(run, stretch if words else b"")
        first = words.pop() if run.whole else None
        if words:
            self._show_words(run._replace(words=tuple(words)), use)
        if first is not None:
            if words:
                self._show_space(run, stretch)
            passage = _passage(first, use)
            rest = run.whole.removeprefix(first.text[:-1])
            self._parted = _Parted(len(self.lines), rest, _actual(text_string(first.text)))
            self.lines.append(_actual(text_string(run.whole)))
            self._show_parts(passage, run)
        self._reset_spacing(run)

    def _end_parted(self, *, complete: bool = False) -> None:
        """Close the ActualText of a hyphenated word; unless it is *complete*, it is that of its first part."""
        parted = self._parted
        if parted is None:
            return
        if not complete:
            self.lines[parted.line] = parted.alone
        self.lines.append(b"EMC")
        self._parted = None

    def _show_backwards(self, run: GlyphRun, use: FontUse) -> None:
        """Show a right-to-left run: its words stand from left to right, and are read from right to left."""
        gap = run.space.advance * run.size + run.tracking * len(run.space.glyphs)
        left, y = self._x, self._y
        starts: list[float] = []
        x = left / 100
        for word in run.words:
            starts.append(x)
            x += word.advance * run.size + run.tracking * len(word.glyphs) + gap + run.word_space
        for index in range(len(run.words) - 1, -1, -1):
            if self._x != round(starts[index] * 100):
                self._move(round(starts[index] * 100), y)
            self._show_word(run.words[index], use, run)
            if index or run.space_after:
                self._move(round((starts[index] - gap) * 100), y)
                self._show_space(run, b"")

    def _show_word(self, word: Word, use: FontUse, run: GlyphRun, spread: bool = False) -> None:
        """Show a word; *spread*: it is letterspaced so far that readers need its text as ActualText."""
        passage = _passage(word, use)
        actual = passage.actual or (text_string(word.text) if spread else b"")
        if actual:
            self.lines.append(_actual(actual))
        self._show_parts(passage, run)
        if actual:
            self.lines.append(b"EMC")

    def _show_parts(self, passage: Passage, run: GlyphRun) -> None:
        """Show a word's glyphs."""
        for rise, inside in passage.parts:
            if rise:
                self.lines.append(b"%b Ts" % number(run.rise + rise * run.size))
            self.lines.append(b"[(%b)]TJ" % inside)
            if rise:
                self.lines.append(b"%b Ts" % number(run.rise))

    def _show_space(self, run: GlyphRun, stretch: bytes) -> None:
        """Show a run's space, which may come from another face than its words."""
        use = self._fonts[run.space.face]
        if use.face is not self._face:
            self._select(use, run.size)
        self.lines.append(b"[(%b%b)]TJ" % (use[run.space], stretch))
        if run.face is not self._face:
            self._select(self._fonts[run.face], run.size)

    def _decorate(self, run: GlyphRun, x: float, y: float) -> None:
        """Remember the run's lines, and let one that goes on from the run before grow instead."""
        face, scale = run.face, run.size / run.face.upem
        base = y + run.rise
        if run.underline:
            self._decorate_at(run, x, base + face.underline_position * scale, face.underline_thickness * scale)
        if run.strike:
            self._decorate_at(run, x, base + face.strike_position * scale, face.strike_thickness * scale)

    def _decorate_at(self, run: GlyphRun, x: float, top: float, height: float) -> None:
        right = x + run.width
        for index, old in enumerate(self.decorations):
            alike = (old.height, old.color) == (height, run.color) and abs(old.bottom + height - top) < 0.01
            if alike and -0.01 <= x - old.right <= run.size * 0.5:
                self.decorations[index] = old._replace(right=right)
                return
        self.decorations.append(_Decoration(x, right, top - height, height, run.color))


def _turned(runs: Sequence[GlyphRun], starts: Sequence[int], use: FontUse) -> list[tuple[float, bytes, float]]:
    """Return the clusters of left-to-right runs with their places and widths, the last part of what they say first."""
    placed: list[tuple[float, bytes, float]] = []
    for run, start in zip(runs, starts, strict=True):
        left, scale = start / 100, run.size / run.face.upem
        for cluster in use.clusters[run.words[0]]:
            placed.append((left, cluster.code, cluster.advance * scale))
            left += cluster.step * scale
    found: list[tuple[float, bytes, float]] = []
    at = len(placed)
    for size in reversed(parts_of(cluster.meaning for run in runs for cluster in use.clusters[run.words[0]])):
        found += placed[at - size : at]
        at -= size
    return found


def _passage(word: Word, use: FontUse) -> Passage:
    """Return how a word is shown."""
    operand = use[word]
    return use.passages.get(word) or Passage(((0.0, operand),), b"", False)


def _actual(text: bytes) -> bytes:
    """Return the operator that begins content which says *text*, a PDF string."""
    return b"/Span<</ActualText%b>>BDC" % text


def _stretch(run: GlyphRun) -> bytes:
    """Return what goes into a TJ string after each space of a run, to make it wider or narrower."""
    return b")%b(" % number(-run.word_space * 1000 / run.size) if run.word_space else b""
