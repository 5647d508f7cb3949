"""How large a page of an existing PDF stands on a page of ours: one rule for both documents.

Enters: an inserted page, the page it is put on, and the room there. Leaves: a size in points. Guaranteed: the page
keeps its proportions and is never enlarged; one that is wider than high is turned where ours is not, its top to the
left, as in a book that is turned to be read.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.media import InsertedPage
from pipeline.style.theme import PageGeometry


class Shown(NamedTuple):
    """Width and height on our page, the scale, and whether the page is turned by 90 degrees counterclockwise."""

    width: float
    height: float
    scale: float
    turned: bool


def is_turned(page: InsertedPage, geometry: PageGeometry) -> bool:
    return page.width > page.height and geometry.width < geometry.height


def shown_size(page: InsertedPage, geometry: PageGeometry, room: float, beside: float = 0.0) -> Shown:
    """Return the size of *page* in a text area of which *room* points of height are left.

    *beside*: how far it may go into the margins at the left and right.
    """
    turned = is_turned(page, geometry)
    width, height = (page.height, page.width) if turned else (page.width, page.height)
    scale = min(1.0, (geometry.measure + 2 * beside) / width, room / height)
    return Shown(width * scale, height * scale, scale, turned)
