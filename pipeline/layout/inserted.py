"""Pages of an existing PDF as a paper: each on a page of ours, as large as fits between header and footer.

Enters: an inserted file and what stands above its first page. Leaves: a stack of one strip a page. Guaranteed: pages
keep their proportions and are never enlarged; one that is wider than high is turned on a page that is not, its top to
the left; pages of a file that is not accessible are tagged as paragraphs of the text that they hold or, without any, as
figures, and their links as links; those of one that is have an element that its own tags come under.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.layout.frames import Element, Frame, Insert, Item, LinkArea
from pipeline.layout.paragraphs import Around, Tools
from pipeline.layout.strips import Stack, Strip
from pipeline.model.media import InsertedFile, InsertedLink, InsertedPage
from pipeline.model.nodes import Paper
from pipeline.style.inserted import shown_size
from pipeline.style.theme import PageGeometry

_EDGE = 18.0
"""Points that stay white at the paper's edges: no office printer prints there."""
_LEAST_SHARE = 0.6
"""How much of a page the first one gets at least below the paper's title; else it starts a page of its own."""


class Fit(NamedTuple):
    """Where a page comes to stand, in points from the upper left corner of its room; *turned*: its top to the left."""

    x: float
    y: float
    width: float
    height: float
    scale: float
    turned: bool


def inserted_pages(paper: Paper, opening: Stack, around: Around, tools: Tools) -> Stack:
    """Set the pages of a paper's file. *opening*: the paper's tab and title."""
    file = paper.inserted
    assert file is not None
    geometry = tools.theme.page
    art = tools.structure.add(Element("Art", around.element, title=file.name, identifier=_seam(paper)))
    left = geometry.text_height - opening.before - opening.height - opening.after
    alone = left < geometry.text_height * _LEAST_SHARE
    strips = []
    for number, page in enumerate(file.pages, start=1):
        below = number == 1 and not alone
        room = left if below else geometry.text_height
        fit = fitted(page, geometry, room, centered=not below)
        items = _items(paper, number, fit, art, tools)
        anchors = ((_anchor(paper, number), 0.0),)
        # A hair less than the page has, so that sums of lengths cannot come out above it.
        strips.append(Strip(Frame(room - 0.001, items, anchors), new_page=not below))
    return Stack(strips)


def fitted(page: InsertedPage, geometry: PageGeometry, room: float, *, centered: bool) -> Fit:
    """Return where *page* stands in the text area and as much of its margins as can be printed, *room* points high."""
    beside = max(0.0, min(geometry.left, geometry.right) - _EDGE)
    shown = shown_size(page, geometry, room, beside)
    down = (room - shown.height) / 2 if centered else 0.0
    return Fit((geometry.measure - shown.width) / 2, down, *shown)


def _seam(paper: Paper) -> str:
    """The identifier that the element of an accessible file is found by."""
    return f"inserted/{paper.anchor}" if paper.inserted is not None and paper.inserted.accessible else ""


def _anchor(paper: Paper, number: int) -> str:
    return f"{paper.anchor}/page-{number}"


def _items(paper: Paper, number: int, fit: Fit, art: int, tools: Tools) -> tuple[Item, ...]:
    """Return a page and its links, with their elements."""
    file = paper.inserted
    assert file is not None
    page = file.pages[number - 1]
    add = tools.structure.add
    if file.accessible:
        return (Insert(fit.x, fit.y, fit.width, fit.height, file, number - 1, fit.turned, art),)
    described = _described(file, number, tools)
    kind = Element("P", art) if page.text else Element("Figure", art, alt=described)
    items: list[Item] = [Insert(fit.x, fit.y, fit.width, fit.height, file, number - 1, fit.turned, add(kind))]
    if page.links:
        links = add(Element("P", art))
        for link in page.links:
            target = link.target or f"#{_anchor(paper, link.page + 1)}"
            contents = link.target or _described(file, link.page + 1, tools)
            area = _area(link, page, fit)
            items.append(LinkArea(*area, target, contents, add(Element("Link", links, alt=contents))))
    return tuple(items)


def _described(file: InsertedFile, number: int, tools: Tools) -> str:
    return tools.labels.inserted.format(page=number, pages=len(file.pages), file=file.name)


def _area(link: InsertedLink, page: InsertedPage, fit: Fit) -> tuple[float, float, float, float]:
    """Return a link's rectangle where its page stands."""
    x, y, width, height = link.x, link.y, link.width, link.height
    if fit.turned:
        x, y, width, height = y, page.width - x - width, height, width
    return fit.x + x * fit.scale, fit.y + y * fit.scale, width * fit.scale, height * fit.scale
