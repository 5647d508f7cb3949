"""Which page stands where on which side of which sheet.

Enters: the sizes of pages and how they are to be printed. Leaves: a :class:`Plan`; nothing is read or written.
Guaranteed: every page stands on one place, in the order in which the folded and cut sheets are read; pages keep their
proportions, all have the same scale, and none is enlarged; both sides of a sheet lie on each other when it is turned
over left to right.

A *booklet* is saddle-stitched: all sheets lie in each other and are folded and stapled once. *Signatures* are folded in
groups and bound side by side. Of *n-up*, a side has n pages to be read or cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import Literal, NamedTuple

from pipeline.press.boxes import Box
from pipeline.style.printing import BLEED
from pipeline.values import dataclass

Way = Literal["pages", "booklet", "signatures", "n-up"]
N_UP = (2, 4, 6, 8, 9, 16)

MARK_OFFSET, MARK_LENGTH = BLEED, 18.0
"""Points from the trimmed edge to its marks, so that no mark lies in the bleed, and their length."""
_MARK_ROOM = MARK_OFFSET + MARK_LENGTH + 3.0
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Wish:
    """How pages are to be printed.

    *count*: pages on a side (n-up), or sheets in a signature. *paper*: the sheet, either way round; None: as large as
    the pages need at full size, for n-up as large as a page. *creep*: the thickness of the paper in points; each sheet
    of a booklet or signature pushes the one inside it out by so much, and its pages are moved in by as much.
    """

    way: Way = "pages"
    count: int = 1
    paper: tuple[float, float] | None = None
    crop_marks: bool = False
    creep: float = 0.0
    right_to_left: bool = False


class Slot(NamedTuple):
    """A page on a side: its place among the pages, the box it is scaled into, the box that may be painted.

    *turned*: by 90 degrees counterclockwise.
    """

    page: int
    box: Box
    clip: Box
    turned: bool


class Stroke(NamedTuple):
    """A mark: a line from one point to another. *dashed*: to fold, else to cut."""

    x0: float
    y0: float
    x1: float
    y1: float
    dashed: bool = False


class Side(NamedTuple):
    """One side of a sheet. *trim*: what is left when it is cut."""

    slots: tuple[Slot, ...]
    marks: tuple[Stroke, ...]
    trim: Box


class Plan(NamedTuple):
    """All sides, front and back in turn; the sheet's size in points, the scale of the pages, the edge to turn over."""

    sides: tuple[Side, ...]
    width: float
    height: float
    scale: float
    edge: Literal["short", "long"]

    @property
    def sheets(self) -> int:
        return (len(self.sides) + 1) // 2


class _Grid(NamedTuple):
    """The sheet and the cells on it: their number, size (scaled) and the corner of the lowest left one."""

    width: float
    height: float
    columns: int
    rows: int
    cell: tuple[float, float]
    left: float
    bottom: float
    scale: float

    @property
    def block(self) -> Box:
        wide, high = self.columns * self.cell[0], self.rows * self.cell[1]
        return self.left, self.bottom, self.left + wide, self.bottom + high


def plan(sizes: Sequence[tuple[float, float]], wish: Wish) -> Plan:
    """Return where pages of these *sizes* (upright, in points) are printed."""
    turned, cell = _cell(sizes)
    grid = _grid(cell, wish)
    if wish.way in ("booklet", "signatures"):
        orders = _folded(len(sizes), wish)
    else:
        orders = [(page, 0.0) for page in _in_rows(len(sizes), grid, wish)]
    sides = tuple(_side(order, creep, sizes, turned, grid, wish) for order, creep in orders)
    return Plan(sides, grid.width, grid.height, grid.scale, "short" if grid.width > grid.height else "long")


def _cell(sizes: Sequence[tuple[float, float]]) -> tuple[list[bool], tuple[float, float]]:
    """Return which pages are turned so that all stand or lie like most of them, and the size that holds each."""
    lying = [width > height for width, height in sizes]
    counts = Counter(lying)
    most = lying[0] if counts[True] == counts[False] else counts[True] > counts[False]
    # A square page needs no turning.
    turned = [width != height and lies != most for lies, (width, height) in zip(lying, sizes, strict=True)]
    seen = [(high, wide) if turn else (wide, high) for turn, (wide, high) in zip(turned, sizes, strict=True)]
    return turned, (max(width for width, _ in seen), max(height for _, height in seen))


def _grid(cell: tuple[float, float], wish: Wish) -> _Grid:
    """Return the sheet and cells that show pages largest; of equal ones, the sheet that lies like what is on it."""
    room = _MARK_ROOM if wish.crop_marks else 0.0
    if wish.way == "n-up":
        shapes = [(columns, wish.count // columns) for columns in range(1, wish.count + 1) if not wish.count % columns]
    else:
        shapes = [(1, 1)] if wish.way == "pages" else [(2, 1)]
    if wish.paper is None and wish.way != "n-up":
        ((columns, rows),) = shapes
        width, height = columns * cell[0] + 2 * room, rows * cell[1] + 2 * room
        return _Grid(width, height, columns, rows, cell, room, room, 1.0)
    paper = wish.paper or cell
    fits = []
    for (columns, rows), (width, height) in product(shapes, (paper, paper[::-1])):
        wide, high = columns * cell[0], rows * cell[1]
        scale = min(1.0, (width - 2 * room) / wide, (height - 2 * room) / high)
        alike = (width > height) == (wide > high)
        fits.append((scale, alike, columns, rows, width, height))
    scale, _, columns, rows, width, height = max(fits, key=lambda fit: (round(fit[0], 6), fit[1]))
    if scale <= _SLACK:
        raise ValueError("the paper has no room for pages beside the crop marks")
    wide, high = cell[0] * scale, cell[1] * scale
    left, bottom = (width - columns * wide) / 2, (height - rows * high) / 2
    return _Grid(width, height, columns, rows, (wide, high), left, bottom, scale)


def _folded(count: int, wish: Wish) -> list[tuple[list[int | None], float]]:
    """Return for each side the pages at its left and right, and how far they are moved towards the fold."""
    whole = -(-count // 4) * 4
    size = whole if wish.way == "booklet" else 4 * wish.count
    found: list[tuple[list[int | None], float]] = []
    for start in range(0, whole, size):
        pages = [page if page < count else None for page in range(start, min(start + size, whole))]
        for sheet in range(len(pages) // 4):
            outer, inner = 2 * sheet, len(pages) - 1 - 2 * sheet
            for left, right in ((inner, outer), (outer + 1, inner - 1)):
                pair = [pages[left], pages[right]]
                found.append((pair[::-1] if wish.right_to_left else pair, sheet * wish.creep))
    return found


def _in_rows(count: int, grid: _Grid, wish: Wish) -> list[list[int | None]]:
    """Return for each side its pages, row by row from the top, each row from left to right."""
    size = grid.columns * grid.rows
    sides = []
    for start in range(0, count, size):
        pages: list[int | None] = [page if page < count else None for page in range(start, start + size)]
        rows = [pages[at : at + grid.columns] for at in range(0, size, grid.columns)]
        sides.append([page for row in rows for page in (row[::-1] if wish.right_to_left else row)])
    return sides


def _side(
    order: Sequence[int | None],
    creep: float,
    sizes: Sequence[tuple[float, float]],
    turned: Sequence[bool],
    grid: _Grid,
    wish: Wish,
) -> Side:
    slots = []
    block = grid.block
    trim = block
    for position, page in enumerate(order):
        if page is None:
            continue
        row, column = divmod(position, grid.columns)
        left = grid.left + column * grid.cell[0]
        bottom = grid.bottom + (grid.rows - 1 - row) * grid.cell[1]
        cell = (left, bottom, left + grid.cell[0], bottom + grid.cell[1])
        width, height = sizes[page][::-1] if turned[page] else sizes[page]
        box = _centered(cell, width * grid.scale, height * grid.scale)
        if wish.way == "pages":
            trim = cell = block = box
        shift = creep if column == 0 else -creep
        moved = (box[0] + shift, box[1], box[2] + shift, box[3])
        slots.append(Slot(page, moved, _with_bleed(cell, block) if wish.crop_marks else cell, turned[page]))
    marks = tuple(_marks(trim, grid, folds=wish.way in ("booklet", "signatures"))) if wish.crop_marks else ()
    return Side(tuple(slots), marks, trim)


def _centered(cell: Box, width: float, height: float) -> Box:
    left, bottom = (cell[0] + cell[2] - width) / 2, (cell[1] + cell[3] - height) / 2
    return left, bottom, left + width, bottom + height


def _with_bleed(cell: Box, block: Box) -> Box:
    """Return a cell with the bleed around it, but not over its neighbours."""
    return (
        cell[0] - BLEED * (cell[0] <= block[0] + _SLACK),
        cell[1] - BLEED * (cell[1] <= block[1] + _SLACK),
        cell[2] + BLEED * (cell[2] >= block[2] - _SLACK),
        cell[3] + BLEED * (cell[3] >= block[3] - _SLACK),
    )


def _marks(trim: Box, grid: _Grid, *, folds: bool) -> list[Stroke]:
    """Return the marks around what is to be cut: at its corners and between cells, at folds dashed."""
    left, bottom, right, top = trim
    near, far = MARK_OFFSET, MARK_OFFSET + MARK_LENGTH
    marks = []
    wide, high = (right - left) / grid.columns, (top - bottom) / grid.rows
    for column in range(grid.columns + 1):
        x, inside = left + column * wide, 0 < column < grid.columns
        marks.append(Stroke(x, bottom - near, x, bottom - far, folds and inside))
        marks.append(Stroke(x, top + near, x, top + far, folds and inside))
    for row in range(grid.rows + 1):
        y = bottom + row * high
        marks.append(Stroke(left - near, y, left - far, y))
        marks.append(Stroke(right + near, y, right + far, y))
    return marks
