"""Files that a document takes in as they are: pictures, and PDFs that become papers.

Enters: nothing; these are plain values, made from files that have been checked. Leaves: frozen values with slots.
"""

from __future__ import annotations

from typing import Literal

from pipeline.values import dataclass


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file, checked and read: *width* and *height* in pixels, *dpi* as the file says, else 96."""

    name: str
    data: bytes
    format: Literal["png", "jpeg"]
    width: int
    height: int
    dpi: float = 96.0


@dataclass(frozen=True, slots=True)
class InsertedLink:
    """A rectangle of an inserted page that leads somewhere; lengths in points from the page's upper left corner.

    *target* is a URI; where it is empty, the link leads to *page*, a place in the file's pages (from 0).
    """

    x: float
    y: float
    width: float
    height: float
    target: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class InsertedPage:
    """A page of an inserted PDF as readers see it, turned upright: width and height in points, and its text.

    *index* is its place in the file, from 0. *picture* shows it where a PDF cannot be put; None until it is asked for.
    """

    width: float
    height: float
    text: str = ""
    index: int = 0
    links: tuple[InsertedLink, ...] = ()
    picture: Image | None = None


@dataclass(frozen=True, slots=True)
class InsertedFile:
    """An existing PDF that is a paper. *accessible*: it is tagged and conforms, so that the packet still can.

    *name* is the file's name; *data* has its pages, what lay on them (filled fields, stamps) being part of them.
    """

    name: str
    data: bytes
    pages: tuple[InsertedPage, ...]
    accessible: bool = False
