"""Marks in the margin beside what changed since an earlier edition, and the sentence that tells readers of them.

Enters: frames that stand on a page, whose lines know what became of them. Leaves: placed frames. Guaranteed: a bar
stands beside each changed line, a wedge where something was taken away; they are artifacts, of the colour of the text,
outside the text area and on the paper; the text stays where it is.

Bars stand at the outer margin of bound books, else at the side where lines begin; beside two columns, each column has
them at its own side of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.layout.flow import Region
from pipeline.layout.frames import Frame, Item, Line, Picture, Placed, Rectangle
from pipeline.layout.mirror import mirrored
from pipeline.layout.paragraphs import Around, Tools, paragraph
from pipeline.layout.sheets import Sheet
from pipeline.model.drawing import Drawing, PathShape
from pipeline.model.nodes import Text
from pipeline.style.direction import runs_right_to_left
from pipeline.style.printing import line_number_room
from pipeline.style.theme import Color, PageGeometry, Theme
from pipeline.values import replace

_GAP = 8.0
"""Points between the text and a bar, where the margin is wide enough; half of the margin else."""
_BAR = 1.5
_WEDGE = (5.0, 6.0)
"""A wedge's width and height in points."""
_JOINED = 9.0
"""Two changed lines that are no further apart than this have one bar."""
_NOTE_GAP = 12.0


class _Side(NamedTuple):
    """Where marks stand: the x of the bar's middle. *right*: at the right of the text, so that wedges point left."""

    middle: float
    right: bool


class Margins:
    """Makes the marks of pages."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._color = theme.styles["body"].color
        self._wedges: dict[bool, Drawing] = {}

    def marks(
        self, placed: Iterable[Placed], sheet: Sheet, number: int, region: Region | None, *, right_to_left: bool
    ) -> list[Placed]:
        """Return the marks beside frames *placed* in a *region* (None: across the page) of the page of that number."""
        bars, wedges = _spots(placed)
        if not bars and not wedges:
            return []
        side = self._side(sheet, number, region, right_to_left)
        items: list[Item] = [
            Rectangle(side.middle - _BAR / 2, top, _BAR, bottom - top, self._color) for top, bottom in _joined(bars)
        ]
        width, height = _WEDGE
        left = side.middle - width / 2
        items += (
            Picture(left, y - height / 2, width, height, self._wedge(right=side.right), None)
            for y in dict.fromkeys(wedges)
        )
        return [Placed(0.0, 0.0, Frame(sheet.geometry.height, tuple(items)), "Layout")]

    def _side(self, sheet: Sheet, number: int, region: Region | None, right_to_left: bool) -> _Side:
        page = sheet.geometry
        left, right = page.text_left(number), page.text_left(number) + page.measure
        columns = dict.fromkeys(other.x for other in sheet.regions)
        beside = region is not None and _is_beside(region, sheet.regions)
        if beside and region is not None:
            at_right = (region.x == max(columns)) != right_to_left
        elif page.mirrored:
            at_right = page.outer_edge(number) > 0.0
        else:
            at_right = right_to_left
        numbered = sheet.numbered and at_right == right_to_left
        out = _out(page.width - right if at_right else left, line_number_room(self._theme) if numbered else 0.0)
        return _Side(right + out if at_right else left - out, at_right)

    def _wedge(self, *, right: bool) -> Drawing:
        """Return a triangle that points to the text."""
        found = self._wedges.get(right)
        if found is None:
            width, height = _WEDGE
            base, tip = (width, 0.0) if right else (0.0, width)
            path = (("M", (base, 0.0)), ("L", (tip, height / 2)), ("L", (base, height)), ("Z",))
            shape = PathShape(path, fill=_plain(self._color))  # type: ignore[arg-type]  # literals widen in a tuple
            found = self._wedges[right] = Drawing("removed", width, height, (shape,))
        return found


def _plain(color: Color) -> tuple[int, int, int]:
    return color.red, color.green, color.blue


def _is_beside(region: Region, regions: Sequence[Region]) -> bool:
    """Whether a region is one of several columns: another one stands beside it, or it is not the first."""
    return region.x > 0.0 or any(other.x > 0.0 and other.top == region.top for other in regions)


def _out(margin: float, taken: float) -> float:
    """How far from the text the middle of a bar stands: beyond what line numbers take, and on the paper."""
    return min(taken + _GAP, max(margin - _WEDGE[0], margin / 2))


def _spots(placed: Iterable[Placed]) -> tuple[list[tuple[float, float]], list[float]]:
    """Return from where to where lines have changed, and where something was taken away, from the page's top."""
    bars: list[tuple[float, float]] = []
    wedges: list[float] = []
    for one in placed:
        if one.artifact:
            continue
        for item in one.frame.items:
            if isinstance(item, Line) and item.change is not None:
                change = item.change
                y = one.y + item.baseline
                top, bottom = round(y - change.up, 2), round(y + change.down, 2)
                if change.changed:
                    bars.append((top, bottom))
                wedges += [top] * change.above + [(top + bottom) / 2] * change.inside + [bottom] * change.below
    return bars, wedges


def _joined(bars: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for top, bottom in sorted(bars):
        if joined and top - joined[-1][1] <= _JOINED:
            joined[-1] = (joined[-1][0], max(bottom, joined[-1][1]))
        else:
            joined.append((top, bottom))
    return joined


class Notice(NamedTuple):
    """The lines of the sentence that tells of the marks; none: there is nothing to tell."""

    frames: tuple[Frame, ...] = ()

    @property
    def height(self) -> float:
        return sum(frame.height for frame in self.frames)

    def placed(self, sheet: Sheet, number: int, taken: float, running: list[Placed]) -> list[Placed]:
        """Return the sentence with what runs around the front page.

        It stands at the foot of the text area, above *taken* points of it, where that is free; else between the header
        and the text, or the text and the footer; and where no room is left at all, in the header's place.
        """
        page = sheet.geometry
        foot = page.text_height - taken
        used = max((_end(region) for region in sheet.regions), default=0.0)
        if used + _NOTE_GAP + self.height <= foot:
            return [*running, *self._at(page, number, page.top + foot - self.height)]
        headers = [one for one in running if one.edge == "Header"]
        above = max((one.y + one.frame.height for one in headers), default=page.header)
        below = min((one.y for one in running if one.edge == "Footer"), default=page.height - page.footer)
        if above + self.height <= page.top:
            return [*running, *self._at(page, number, (above + page.top - self.height) / 2)]
        if page.height - page.bottom + self.height <= below:
            middle = (page.height - page.bottom + below - self.height) / 2
            return [*running, *self._at(page, number, middle)]
        last = headers[-1:]
        kept = [one for one in running if one not in last]
        return [*kept, *self._at(page, number, last[0].y if last else page.header)]

    def _at(self, page: PageGeometry, number: int, y: float) -> list[Placed]:
        placed = []
        for frame in self.frames:
            placed.append(Placed(page.text_left(number), y, frame))
            y += frame.height
        return placed


def notice(text: str, around: Around, tools: Tools) -> Notice:
    """Set the sentence."""
    if not text:
        return Notice()
    style = replace(tools.theme.styles["small"], indent_left=0.0, indent_right=0.0, first_line=0.0, align="left")
    plain = replace(style, rule_above=None, rule_below=None, hyphenate=False)
    # It is no paragraph of the document, and has no record.
    stack = paragraph((Text(text),), plain, around, replace(tools, revisions=None))
    frames = (strip.frame for strip in stack.strips)
    turned = runs_right_to_left(around.lang)
    return Notice(tuple(mirrored(frame, around.measure) if turned else frame for frame in frames))


def _end(region: Region) -> float:
    """How far down a region's text and footnotes reach, from the text area's top."""
    ends = [region.top + y + strip.height for strip, y in region.draft.strips]
    if region.draft.notes:
        ends.append(region.foot)
    return max(ends, default=0.0)
