"""A layout as plain values, for ``--emit`` and for goldens.

Enters: a :class:`Layout`. Leaves: dictionaries and lists that JSON can hold. Guaranteed: lengths are points rounded to
hundredths; text is as drawn; image data is left out.
"""

from __future__ import annotations

from typing import assert_never

from pipeline.layout.frames import (
    Element,
    GlyphRun,
    Insert,
    Item,
    Layout,
    Line,
    LinkArea,
    Page,
    Picture,
    Placed,
    Rectangle,
)

Plain = dict[str, object]


def plain_layout(layout: Layout) -> Plain:
    """Return pages, structure elements, destinations and bookmarks."""
    return {
        "pages": [_page(page) for page in layout.pages],
        "elements": [_element(element) for element in layout.elements],
        "destinations": {
            name: {"page": place.page, "y": _round(place.y)} for name, place in sorted(layout.destinations.items())
        },
        "bookmarks": [{"level": mark.level, "title": mark.title, "anchor": mark.anchor} for mark in layout.bookmarks],
    }


def _round(points: float) -> float:
    return round(points, 2)


def _page(page: Page) -> Plain:
    size = {"number": page.number, "width": _round(page.width), "height": _round(page.height)}
    return {**size, "items": [item for placed in page.placed for item in _placed(placed)]}


def _placed(placed: Placed) -> list[Plain]:
    mark: Plain = {"artifact": placed.edge or placed.artifact} if placed.artifact else {}
    if placed.turn:
        mark["turn"] = _round(placed.turn)
    if placed.scale != 1.0:
        mark["scale"] = _round(placed.scale)
    return [{**_item(item, placed.x, placed.y), **mark} for item in placed.frame.items]


def _item(item: Item, x: float, y: float) -> Plain:
    match item:
        case Line(baseline, runs):
            return {"line": _round(y + baseline), "runs": [_run(run, x) for run in runs]}
        case Rectangle():
            return {"rectangle": _box(item, x, y), "fill": item.fill.hex}
        case Picture():
            return {"picture": _box(item, x, y), "image": item.image.name, "element": item.element}
        case Insert():
            place: Plain = {
                "insert": _box(item, x, y),
                "file": item.file.name,
                "page": item.file.pages[item.page].index + 1,
            }
            return {**place, "element": item.element, **({"turned": True} if item.turned else {})}
        case LinkArea():
            return {"link": _box(item, x, y), "target": item.target, "element": item.element}
        case _:
            assert_never(item)


def _box(item: Rectangle | Picture | LinkArea | Insert, x: float, y: float) -> list[float]:
    return [_round(x + item.x), _round(y + item.y), _round(item.width), _round(item.height)]


def _run(run: GlyphRun, x: float) -> Plain:
    return {
        "x": _round(x + run.x),
        "width": _round(run.width),
        "face": run.face.name,
        "size": _round(run.size),
        "color": run.color.hex,
        "element": run.element,
        "text": " ".join(word.text for word in run.words),
    }


def _element(element: Element) -> Plain:
    """An element with what differs from the usual."""
    row: Plain = {"kind": element.kind, "parent": element.parent}
    extras: Plain = {
        "lang": element.lang,
        "alt": element.alt,
        "identifier": element.identifier,
        "scope": element.scope,
        "headers": list(element.headers),
        "numbering": element.numbering,
        "column_span": element.column_span if element.column_span > 1 else 0,
        "row_span": element.row_span if element.row_span > 1 else 0,
    }
    return {**row, **{name: value for name, value in extras.items() if value}}
