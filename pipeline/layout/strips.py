"""Strips: the unbreakable slices that pages are filled with, and stacks of them.

Enters: nothing; plain values. Leaves: :class:`Strip` and :class:`Stack`. Guaranteed: a strip's frame is measured from
its own top and from the text area's left edge, so that strips stack without being touched again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.layout.frames import Frame, Insert, Item, Line, LinkArea, Picture, Rectangle
from pipeline.style.theme import Border, Color
from pipeline.values import dataclass, replace

Splitter = Callable[[float], "tuple[Strip, Strip] | None"]
"""Cuts a strip so that the first part is no taller than the points given; None where that cannot be."""

Grower = Callable[[float], "Strip"]
"""Makes a strip as tall as the points given, which are no fewer than it had."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A fill and a bar behind every strip that names it, drawn anew on each page they reach. Lengths in points."""

    x: float
    width: float
    fill: Color | None
    bar: Border | None


class Strip(NamedTuple):
    """A slice that stays whole. *before*: space above, left out at the top of a page that broke by itself.

    *keep*: the next strip must be on the same page. *notes*: footnotes whose first reference is here. *head*: frames
    repeated above when a page starts with this strip. *new_page*: a page starts here, and *before* stays. *counted*:
    a line of text that has a number where lines are numbered. *grow*: it takes all that is left of its page.
    """

    frame: Frame
    before: float = 0.0
    keep: bool = False
    notes: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = ()
    head: tuple[Frame, ...] = ()
    splitter: Splitter | None = None
    new_page: bool = False
    counted: bool = False
    grow: Grower | None = None

    @property
    def height(self) -> float:
        return self.frame.height


class Stack(NamedTuple):
    """Strips under each other, with the space that the whole wants *before* and *after* it, in points."""

    strips: list[Strip]
    before: float = 0.0
    after: float = 0.0

    @property
    def height(self) -> float:
        """The height of everything in the stack, without the space before and after."""
        return sum(strip.height for strip in self.strips) + sum(strip.before for strip in self.strips[1:])


def join(stacks: Iterable[Stack]) -> Stack:
    """Put stacks under each other; the spaces between two add up, as in Word.

    The space after what ends a page is not carried over to the next.
    """
    strips: list[Strip] = []
    before = after = 0.0
    for stack in stacks:
        if not stack.strips:
            continue
        if strips:
            first = stack.strips[0]
            above = 0.0 if first.new_page else after
            strips.append(Strip(first.frame, first.before + above + stack.before, *first[2:]))
            strips.extend(stack.strips[1:])
        else:
            before = stack.before
            strips.extend(stack.strips)
        after = stack.after
    return Stack(strips, before, after)


def keep_whole(strips: list[Strip]) -> list[Strip]:
    """Return strips that stay on one page: all but the last keep the next."""
    return [*(strip._replace(keep=True) for strip in strips[:-1]), *strips[-1:]]


def blank(height: float, *, keep: bool) -> Strip:
    """Return an empty strip, for the padding of a box."""
    return Strip(Frame(height, ()), keep=keep)


def shifted(items: Iterable[Item], down: float) -> list[Item]:
    """Return items moved *down* by so many points."""
    moved: list[Item] = []
    for item in items:
        match item:
            case Line(baseline, runs, change):
                moved.append(Line(baseline + down, runs, change))
            case Rectangle() | Picture() | LinkArea() | Insert():
                moved.append(replace(item, y=item.y + down))
    return moved


def stacked(strips: Iterable[Strip], top: float) -> tuple[list[tuple[Strip, float]], float]:
    """Return strips with their y, from *top* (the first strip's space before is left out), and the end's y."""
    placed: list[tuple[Strip, float]] = []
    y = top
    for strip in strips:
        if placed:
            y += strip.before
        placed.append((strip, y))
        y += strip.height
    return placed, y


def anchored(stack: Stack, anchor: str) -> Stack:
    """Return a stack that links find under *anchor*, at its top; without one as it is."""
    if not anchor or not stack.strips:
        return stack
    first, *rest = stack.strips
    frame = first.frame._replace(anchors=((anchor, 0.0), *first.frame.anchors))
    return stack._replace(strips=[first._replace(frame=frame), *rest])


def anchors_within(strips: Iterable[Strip], top: float) -> list[tuple[str, float]]:
    """Return the anchors of strips stacked from *top*."""
    return [(name, y + down) for strip, y in stacked(strips, top)[0] for name, down in strip.frame.anchors]


def box_rectangles(placed: Iterable[tuple[Strip, float]]) -> list[Rectangle]:
    """Return the fill and bar of each box behind the strips that are in it, outer boxes first."""
    extents: dict[Box, tuple[float, float]] = {}
    for strip, y in placed:
        for box in strip.boxes:
            top, _ = extents.get(box, (y, y))
            extents[box] = (top, y + strip.height)
    rectangles = []
    for box, (top, bottom) in extents.items():
        if box.fill is not None:
            rectangles.append(Rectangle(box.x, top, box.width, bottom - top, box.fill))
        if box.bar is not None:
            rectangles.append(Rectangle(box.x, top, box.bar.width, bottom - top, box.bar.color))
    return rectangles


def flattened(strips: Iterable[Strip], top: float) -> list[Item]:
    """Return the items of strips stacked from *top*, with the boxes behind them."""
    placed, _ = stacked(strips, top)
    items: list[Item] = [*box_rectangles(placed)]
    for strip, y in placed:
        items.extend(shifted(strip.frame.items, y))
    return items
