"""Some pages of a layout as a layout of their own, behind other pages.

Enters: two layouts, and which pages of the second are wanted. Leaves: a :class:`Layout`. Guaranteed: pages look as they
did; its elements are those that have content on them, with what they need to mean something: a table that goes on has
the head that is printed above it, a row all its cells, and headings skip no level; what leads to a page that is not
there is no link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.layout.frames import (
    Destination,
    Element,
    Frame,
    Insert,
    Item,
    Layout,
    Line,
    LinkArea,
    Page,
    Picture,
    Placed,
)
from pipeline.values import replace

_PLAIN = {"TOC": "Div", "TOCI": "Div", "Reference": "P"}
"""What contents and references are that lead to pages which are not there."""
_CELLS = frozenset({"TH", "TD"})


def extracted(front: Layout, book: Layout, pages: Sequence[int]) -> Layout:
    """Return the pages of *front*, then those of *book* at the positions *pages*."""
    chosen = _with_heads(book, [book.pages[at] for at in pages])
    places = _destinations(book, pages, len(front.pages))
    chosen, lost = _without_links(chosen, places)
    kept = _kept(book.elements, _used(chosen))
    offset = len(front.elements) - 1
    number = {0: 0} | {old: new + offset for new, old in enumerate(kept) if old}
    elements = (*front.elements, *_elements(book.elements, kept, number, lost, _last_level(front.elements)))
    moved = tuple(_moved(page, number) for page in chosen)
    destinations = {**places, **front.destinations}
    marks = (*front.bookmarks, *(mark for mark in book.bookmarks if mark.anchor in places))
    shown = tuple(replace(page, number=at) for at, page in enumerate((*front.pages, *moved), start=1))
    return Layout(shown, elements, destinations, marks)


def _destinations(book: Layout, pages: Sequence[int], before: int) -> dict[str, Destination]:
    position = {at + 1: before + index for index, at in enumerate(pages, start=1)}
    return {
        name: Destination(position[place.page], place.y)
        for name, place in book.destinations.items()
        if place.page in position
    }


def _with_heads(book: Layout, pages: list[Page]) -> list[Page]:
    """Return *pages* on which the first head of each table is its head, where the real one is on a page left out."""
    known = _used(pages)
    made = []
    for page in pages:
        placed = []
        for one in page.placed:
            found = _owners(one.frame.items) if one.artifact == "Pagination" else frozenset()
            cells = {owner for owner in found if _cell(book.elements, owner)}
            if cells and known.isdisjoint(cells):
                known |= found
                placed.append(one._replace(artifact=""))
            else:
                placed.append(one)
        made.append(replace(page, placed=tuple(placed)))
    return made


def _cell(elements: Sequence[Element], index: int) -> bool:
    """Whether an element is in a cell of a table."""
    while index > 0:
        if elements[index].kind in _CELLS:
            return True
        index = elements[index].parent
    return False


def _used(pages: Iterable[Page]) -> set[int]:
    """Return the elements that have content on *pages*."""
    return {owner for page in pages for one in page.placed if not one.artifact for owner in _owners(one.frame.items)}


def _owners(items: Iterable[Item]) -> frozenset[int]:
    return frozenset(_each_owner(items))


def _each_owner(items: Iterable[Item]) -> Iterator[int]:
    for item in items:
        match item:
            case Line(_, runs):
                yield from (run.element for run in runs if run.element is not None)
            case Picture() | Insert() | LinkArea():
                if item.element is not None:
                    yield item.element
            case _:
                pass


def _without_links(pages: Sequence[Page], places: Mapping[str, Destination]) -> tuple[list[Page], set[int]]:
    """Return *pages* without link areas that lead to no place, and the elements that are links no more."""
    lost: set[int] = set()
    made = []
    for page in pages:
        placed = []
        for one in page.placed:
            gone = {
                id(item): item.element
                for item in one.frame.items
                if isinstance(item, LinkArea) and item.target.startswith("#") and item.target[1:] not in places
            }
            lost.update(gone.values())
            kept = tuple(item for item in one.frame.items if id(item) not in gone)
            placed.append(one._replace(frame=one.frame._replace(items=kept)) if gone else one)
        made.append(replace(page, placed=tuple(placed)))
    return made, lost


def _kept(elements: Sequence[Element], used: Iterable[int]) -> list[int]:
    """Return the elements that are needed, in their order: with content, above these, and all cells of a row."""
    needed = {0}
    for owner in used:
        index = owner
        while index not in needed:
            needed.add(index)
            index = elements[index].parent
    for index, element in enumerate(elements):
        if element.kind in _CELLS and element.parent in needed:
            needed.add(index)
    return sorted(needed)


def _last_level(elements: Iterable[Element]) -> int:
    levels = [int(element.kind[1]) for element in elements if _is_heading(element)]
    return levels[-1] if levels else 0


def _is_heading(element: Element) -> bool:
    return len(element.kind) == 2 and element.kind[0] == "H" and element.kind[1].isdecimal()


def _elements(
    elements: Sequence[Element], kept: Sequence[int], number: Mapping[int, int], lost: set[int], level: int
) -> Iterator[Element]:
    """Yield the kept elements but the first, as they are in the new tree; *level*: of the heading before them."""
    identifiers = {elements[index].identifier for index in kept}
    plain = _leading_nowhere(elements, kept, lost)
    for index in kept[1:]:
        element = elements[index]
        kind = element.kind
        if _is_heading(element):
            level = min(int(kind[1]), level + 1)
            kind = f"H{level}"
        elif index in lost:
            kind = "Span"
        elif index in plain:
            kind = _PLAIN[kind]
        headers = tuple(name for name in element.headers if name in identifiers)
        alt = "" if index in lost else element.alt
        yield replace(element, kind=kind, parent=number[element.parent], headers=headers, alt=alt)


def _leading_nowhere(elements: Sequence[Element], kept: Sequence[int], lost: set[int]) -> set[int]:
    """Return the parts of contents that are some no more: of all contents, where one entry leads to no page."""
    tops = set()
    for link in lost:
        index, top = link, -1
        while index > 0:
            if elements[index].kind == "TOC":
                top = index
            index = elements[index].parent
        if top >= 0:
            tops.add(top)
    if not tops:
        return set()
    found = set(tops)
    for index in kept:
        if elements[index].parent in found:
            found.add(index)
    return {index for index in found if elements[index].kind in _PLAIN}


def _moved(page: Page, number: Mapping[int, int]) -> Page:
    """Return a page whose content names elements by their new places."""
    label = page.label or str(page.number)
    return replace(page, label=label, placed=tuple(_placed(one, number) for one in page.placed))


def _placed(one: Placed, number: Mapping[int, int]) -> Placed:
    if one.artifact:
        return one  # its items' elements do not count, and the frame is painted once for all pages that show it
    return one._replace(frame=_frame(one.frame, number))


def _frame(frame: Frame, number: Mapping[int, int]) -> Frame:
    return frame._replace(items=tuple(_item(item, number) for item in frame.items))


def _item(item: Item, number: Mapping[int, int]) -> Item:
    match item:
        case Line(_, runs):
            return item._replace(
                runs=tuple(run if run.element is None else run._replace(element=number[run.element]) for run in runs)
            )
        case Picture(element=element):
            return item if element is None else replace(item, element=number[element])
        case Insert(element=element) | LinkArea(element=element):
            return replace(item, element=number[element])
        case _:
            return item
