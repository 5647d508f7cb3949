"""Files that a document takes in as they are: pictures, and PDFs that become papers.

Enters: nothing; these are plain values, made from files that have been checked. Leaves: frozen values with slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
class InsertedPage:
    """A page of an inserted PDF as readers see it, turned upright: width and height in points, and its text."""

    width: float
    height: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class InsertedFile:
    """An existing PDF that is a paper. *accessible*: it is tagged and conforms, so that the packet still can."""

    name: str
    data: bytes
    pages: tuple[InsertedPage, ...]
    accessible: bool = False
