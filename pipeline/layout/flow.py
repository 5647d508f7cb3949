"""Text in columns: passages of one column and of several, one below the other, to pages.

Enters: a paper's passages, the strips of its footnotes, the height of a page. Leaves: for each page the regions that
are filled. Guaranteed: every strip is placed once, in order, column by column; regions of a page do not overlap; a
region is filled by the rules of :mod:`pipeline.layout.paginate`; where a passage of columns ends, its columns are made
as equal as may be; footnotes stand at the foot of the column that refers to them; the flow always ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pipeline.layout.paginate import Area, Draft, Notes, fill
from pipeline.layout.strips import Strip

_EXACT = 0.25
"""How near in points the height of equal columns comes to the least that holds their text."""


class Region(NamedTuple):
    """A column that is filled: its left edge, upper edge and foot in points from the text area's corner.

    The draft's footnotes stand above the foot.
    """

    draft: Draft
    x: float
    top: float
    foot: float


class Passage(NamedTuple):
    """Strips that are set in columns at the left edges *columns*; one for the full width of the text area."""

    strips: list[Strip]
    columns: tuple[float, ...]


Overflow = Callable[[Strip], None]


def flow(
    passages: Sequence[Passage], notes: Mapping[int, list[Strip]], area: Area, overflow: Overflow
) -> list[tuple[Region, ...]]:
    """Return the regions of each page."""
    pages = _Pages(notes, area, overflow)
    for passage in passages:
        pages.add(passage)
    return pages.finish()


class _Band(NamedTuple):
    """Columns side by side, filled: their drafts, how many strips they took, the footnotes left over."""

    drafts: list[Draft]
    taken: int
    carried: Notes


class _Pages:
    """Pages on their way; *_y* is how far the last one is filled."""

    def __init__(self, notes: Mapping[int, list[Strip]], area: Area, overflow: Overflow) -> None:
        self._notes = notes
        self._area = area
        self._overflow = overflow
        self._pages: list[tuple[Region, ...]] = []
        self._regions: list[Region] = []
        self._y = 0.0
        self._carried: Notes = ()

    @property
    def _here(self) -> Area:
        """The area of the page that is being filled."""
        return self._area.of(len(self._pages))

    def add(self, passage: Passage) -> None:
        """Place a passage, on this page and as many others as it needs."""
        strips = list(passage.strips)
        start = 0
        while start < len(strips):
            first = strips[start]
            if first.new_page:
                self._turn()
            top = self._y + (first.before if self._regions or first.new_page else 0.0)
            strips[start] = first._replace(before=0.0, new_page=False)
            start += self._place(strips, start, passage.columns, top)

    def _place(self, strips: list[Strip], start: int, columns: tuple[float, ...], top: float) -> int:
        """Fill the columns below *top* and return how many strips they took; where they are full, the page ends."""
        height = self._here.height - top
        # What a page with other text has no room for goes to the next one.
        band = self._band(strips, start, columns, height, None if self._regions else self._overflow)
        end = start + band.taken
        ended = end == len(strips) or (band.taken > 0 and strips[end].new_page)
        if band.carried or not ended:
            self._keep(band, columns, top, self._here.height)
            self._turn()
        else:
            if len(columns) > 1 and not self._carried:
                band = self._balanced(strips, start, columns, height, band)
            self._y = top + max(map(self._height, band.drafts), default=0.0)
            self._keep(band, columns, top, self._y)
        self._carried = band.carried
        return band.taken

    def _band(
        self, strips: list[Strip], start: int, columns: tuple[float, ...], height: float, overflow: Overflow | None
    ) -> _Band:
        """Fill columns of one *height* one after the other."""
        drafts: list[Draft] = []
        taken, carried = 0, self._carried
        area = Area(max(height, 0.0), self._here.note_head)
        for _ in columns:
            if start + taken >= len(strips) and not carried:
                break
            if drafts and start + taken < len(strips) and strips[start + taken].new_page:
                break
            filled = fill(strips, start + taken, carried, self._notes, area, overflow)
            drafts.append(filled.draft)
            taken, carried = taken + filled.taken, filled.carried
        return _Band(drafts, taken, carried)

    def _balanced(
        self, strips: list[Strip], start: int, columns: tuple[float, ...], height: float, full: _Band
    ) -> _Band:
        """Return columns as low as still hold all that columns of *height* hold."""
        low, high, best = 0.0, height, full
        while high - low > _EXACT:
            middle = (low + high) / 2
            band = self._band(strips, start, columns, middle, None)
            if band.taken == full.taken and not band.carried:
                high, best = middle, band
            else:
                low = middle
        return best

    def _height(self, draft: Draft) -> float:
        """Return how high a column's text and footnotes are."""
        last = max((y + strip.height for strip, y in draft.strips), default=sum(frame.height for frame in draft.head))
        notes = sum(strip.height + strip.before for strip in draft.notes)
        return last + (notes + self._here.note_head if draft.notes else 0.0)

    def _keep(self, band: _Band, columns: tuple[float, ...], top: float, foot: float) -> None:
        drafts = zip(band.drafts, columns, strict=False)
        self._regions += [Region(draft, x, top, foot) for draft, x in drafts if draft.strips or draft.notes]

    def _turn(self) -> None:
        """End the page. Footnotes of its last columns go to its foot, as on the pages before."""
        if self._regions:
            lowest = max(region.top for region in self._regions)
            height = self._here.height
            self._pages.append(
                tuple(region._replace(foot=height) if region.top == lowest else region for region in self._regions)
            )
        self._regions, self._y = [], 0.0

    def finish(self) -> list[tuple[Region, ...]]:
        """Return the pages; footnotes that are left over have pages of their own."""
        while self._carried:
            self._turn()
            filled = fill([], 0, self._carried, self._notes, self._here, None)
            self._regions = [Region(filled.draft, 0.0, 0.0, self._here.height)]
            self._carried = filled.carried
        self._turn()
        return self._pages
