"""Sheets: drafted pages in the order of the book, with what stands on pages that hold no text.

Enters: the sheets of each part of the document, a theme's settings for print. Leaves: :class:`Sheet` values; the frames
of blank pages, divider pages, tab ears, watermarks and line numbers. Guaranteed: a part that is to start on a
right-hand page has an odd number; what these pages say repeats what stands elsewhere or is about the paper, so that all
of it is an artifact and a screen reader passes it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atan2, cos, degrees, sin
from typing import Literal, NamedTuple

from pipeline.diagnostics import error
from pipeline.layout.flow import Region
from pipeline.layout.frames import Frame, Item, Line, Placed, Rectangle
from pipeline.layout.inline import make_row
from pipeline.layout.lines import Setting, break_lines, set_line, unbroken
from pipeline.layout.paragraphs import Tools
from pipeline.layout.strips import shifted
from pipeline.model.nodes import Paper, Text
from pipeline.model.walk import plain_text
from pipeline.style.direction import runs_right_to_left
from pipeline.style.printing import BLEED, EAR_GAP, LINE_NUMBER_GAP, ear_size
from pipeline.style.theme import PageGeometry, ParagraphStyle

_WATERMARK_MARGIN = 24.0
_LEAST_WATERMARK = 24.0
_CAPITALS = 0.72
"""The height of capital letters as a share of the size, about."""


class Sheet(NamedTuple):
    """A drafted page. *paper*: the one it belongs to. *numbered*: its lines have numbers. *ear*: a divider's position.
    *first*: the first page of the contents or of a paper; *balanced*: its last, with columns made equally high.

    Cover and divider pages have no running text but the marking.
    """

    geometry: PageGeometry
    regions: tuple[Region, ...] = ()
    paper: Paper | None = None
    kind: Literal["text", "cover", "blank", "divider"] = "text"
    numbered: bool = False
    ear: int = 0
    first: bool = False
    balanced: bool = False


def collate(parts: Iterable[Sequence[Sheet]], right: bool, geometry: PageGeometry) -> list[Sheet]:
    """Put parts one after the other; *right*: each on a right-hand page, with a blank page before it where needed."""
    sheets: list[Sheet] = []
    for part in parts:
        if right and part and len(sheets) % 2:
            sheets.append(Sheet(geometry, paper=sheets[-1].paper, kind="blank"))
        sheets.extend(part)
    return sheets


class Extras:
    """Makes frames that are no text of the document; keeps those that it has made."""

    def __init__(self, tools: Tools, lang: str) -> None:
        self._tools = tools
        self._lang = lang
        self._numbers: dict[int, Frame] = {}
        self._watermarks: dict[tuple[float, float], Placed | None] = {}

    def blank(self, sheet: Sheet, number: int) -> list[Placed]:
        """Return the words of a page left blank, in the middle of its text area."""
        page = sheet.geometry
        frame = self._text(self._tools.labels.blank, self._tools.theme.styles["blank"], page.measure)
        y = page.top + max(0.0, (page.text_height - frame.height) / 2)
        return [Placed(page.text_left(number), y, frame, "Pagination")]

    def divider(self, sheet: Sheet, number: int) -> list[Placed]:
        """Return a divider's tab and title, and the ear at the paper's outer edge."""
        page, styles, paper = sheet.geometry, self._tools.theme.styles, sheet.paper
        assert paper is not None
        x, y = page.text_left(number), page.top
        placed = []
        texts = (
            (f"{self._tools.labels.tab} {paper.tab}", styles["divider-tab"]),
            (plain_text(paper.title), styles["divider-title"]),
        )
        for text, style in texts:
            y += style.space_before
            frame = self._text(text, style, page.measure)
            placed.append(Placed(x, y, frame, "Pagination"))
            y += frame.height + style.space_after
        if y > page.height - page.bottom:
            message = "the title does not fit on its divider page"
            help = "shorten it, or make the styles divider-tab and divider-title smaller"
            self._tools.diagnostics.append(error("does-not-fit", message, paper.place, help=help))
        return [*placed, *self._ear(sheet, number)]

    def _ear(self, sheet: Sheet, number: int) -> list[Placed]:
        """Return the ear with its tab; a tab too long to stand upright is turned along the edge."""
        theme, page, paper = self._tools.theme, sheet.geometry, sheet.paper
        assert paper is not None
        style = theme.styles["ear"]
        ears = theme.printing.ears
        width, height = ear_size(page, ears)
        edge = page.outer_edge(number)
        left = edge if edge == 0.0 else edge - width
        top = page.top + sheet.ear % ears * (height + EAR_GAP) + EAR_GAP / 2
        fill = Rectangle(0.0 if edge else -BLEED, 0.0, width + BLEED, height, theme.accent)
        placed = [Placed(left, top, Frame(height, (fill,)), "Pagination")]
        row = make_row((Text(paper.tab),), style, self._lang, self._tools.setter)
        length = row.widths()[1]
        setting = Setting(-length / 2, length, "left", self._tools.setter.baseline(style) - style.leading / 2, (None,))
        frame = Frame(0.0, (set_line(unbroken(row), row, setting, 0.0, self._tools.setter),))
        upright = length <= width - EAR_GAP
        if not upright and length > height - EAR_GAP:
            message = f"the tab {paper.tab[:30]!r} does not fit on its tab ear"
            help = "shorten it, or let the theme have fewer ears"
            self._tools.diagnostics.append(error("tab-too-long", message, paper.place, help=help))
        turn = 0.0 if upright else 90.0 if edge else -90.0
        return [*placed, Placed(left + width / 2, top + height / 2, frame, "Pagination", turn=turn)]

    def line_numbers(self, sheet: Sheet, number: int) -> list[Placed]:
        """Return a number beside each line of text, from 1 on, column by column: where its lines begin."""
        page, placed = sheet.geometry, []
        lang = (sheet.paper.lang if sheet.paper else "") or self._lang
        right_to_left = runs_right_to_left(lang)
        baseline = self._tools.setter.baseline(self._tools.theme.styles["line-number"])
        count = 0
        for region in sheet.regions:
            x = page.text_left(number) + region.x - LINE_NUMBER_GAP
            if right_to_left:
                x = page.text_left(number) + page.measure - region.x + LINE_NUMBER_GAP
            for strip, y in region.draft.strips:
                down = next((item.baseline for item in strip.frame.items if isinstance(item, Line)), None)
                if strip.counted and down is not None:
                    count += 1
                    top = page.top + region.top + y + down - baseline
                    placed.append(Placed(x, top, self._number(count, right_to_left), "Pagination"))
        return placed

    def _number(self, count: int, right_to_left: bool) -> Frame:
        """Return a number that ends where it is placed, or that begins there."""
        key = -count if right_to_left else count
        frame = self._numbers.get(key)
        if frame is None:
            style = self._tools.theme.styles["line-number"]
            row = make_row((Text(str(count)),), style, self._lang, self._tools.setter)
            width = row.widths()[1]
            left = 0.0 if right_to_left else -width
            setting = Setting(left, width, "left", self._tools.setter.baseline(style), (None,))
            line = set_line(unbroken(row), row, setting, 0.0, self._tools.setter)
            frame = self._numbers[key] = Frame(style.leading, (line,))
        return frame

    def watermark(self, text: str, page: PageGeometry) -> list[Placed]:
        """Return a word from the lower left to the upper right corner, as large as fits, up to its style's size."""
        if not text:
            return []
        size = (page.width, page.height)
        if size not in self._watermarks:
            self._watermarks[size] = self._make_watermark(text, page)
        made = self._watermarks[size]
        return [made] if made is not None else []

    def _make_watermark(self, text: str, page: PageGeometry) -> Placed | None:
        style = self._tools.theme.styles["watermark"]
        row = make_row((Text(text),), style, self._lang, self._tools.setter)
        self._tools.diagnostics.extend(row.missing)
        if not row.chunks:
            return None
        # The spacing after the last letter is not seen.
        length, high = row.widths()[1] - style.tracking, style.size * _CAPITALS
        angle = atan2(page.height, page.width)
        across, up = page.width - 2 * _WATERMARK_MARGIN, page.height - 2 * _WATERMARK_MARGIN
        scale = min(
            1.0,
            across / (length * cos(angle) + high * sin(angle)),
            up / (length * sin(angle) + high * cos(angle)),
        )
        if style.size * scale < _LEAST_WATERMARK:
            message = f"the watermark {text[:40]!r} is too long to be read across the page"
            self._tools.diagnostics.append(error("watermark-too-long", message, help="shorten it to a word or two"))
            return None
        setting = Setting(-length / 2, length + style.tracking, "left", high / 2, (None,))
        line = set_line(unbroken(row), row, setting, 0.0, self._tools.setter)
        frame = Frame(0.0, (line,))
        return Placed(
            page.width / 2, page.height / 2, frame, "Pagination", "Watermark", turn=-degrees(angle), scale=scale
        )

    def _text(self, text: str, style: ParagraphStyle, measure: float) -> Frame:
        """Set text over several lines; an artifact."""
        tools = self._tools
        row = make_row((Text(text),), style, self._lang, tools.setter)
        tools.diagnostics.extend(row.missing)
        items: list[Item] = []
        height = 0.0
        room = measure - style.indent_left - style.indent_right
        setting = Setting(style.indent_left, room, style.align, tools.setter.baseline(style), (None,))
        for line in break_lines(row, room, 0.0, tools.setter) if row.chunks else ():
            items += shifted([set_line(line, row, setting, 0.0, tools.setter)], height)
            height += style.leading
        return Frame(height, tuple(items))
