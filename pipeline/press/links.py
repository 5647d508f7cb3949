"""Where the links on the pages of a PDF to insert lead.

Enters: an open PDF and its pages that are wanted. Leaves: link areas on pages as readers see them. Guaranteed: a link
leads to a web or mail address or to a page that is wanted; every other one (to files, programs, scripts, pages that are
left out) is dropped, since it would lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model.media import InsertedLink
from pipeline.press.boxes import Seen, Thing, moved_box, seen
from pipeline.press.examine import notes

if TYPE_CHECKING:
    from pikepdf import Pdf

_SCHEMES = re.compile(r"(?:https?://|mailto:|tel:)[^\s]+", re.IGNORECASE)
_DEEPEST = 50


class Goal(NamedTuple):
    """Where a link leads: a URI, or a page of the file (from 0) and a point on it in the page's own space."""

    uri: str = ""
    page: int = -1
    left: float | None = None
    top: float | None = None


class Goals:
    """Finds where annotations of one file lead."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        self._named: dict[str, Thing] | None = None

    def of(self, note: Thing) -> Goal | None:
        """Return where a link annotation leads, None when that is nowhere that a packet has."""
        import pikepdf

        target: Thing = note.get("/Dest")
        action = note.get("/A")
        if target is None and isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S", ""))
            if kind == "/URI" and "/URI" in action:
                uri = str(action.URI).strip()
                return Goal(uri) if _SCHEMES.fullmatch(uri) else None
            target = action.get("/D") if kind == "/GoTo" else None
        return self._place(target)

    def _place(self, target: Thing | None) -> Goal | None:
        import pikepdf

        if isinstance(target, pikepdf.Name | pikepdf.String):
            target = self._by_name(str(target))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if not isinstance(target, pikepdf.Array) or not len(target):
            return None
        page = target[0]
        index = page if isinstance(page, int) else self._pages.get(page.objgen, -1)
        if not 0 <= index < len(self._pages):
            return None
        kind = str(target[1]) if len(target) > 1 else "/Fit"
        numbers = [float(item) if _is_number(item) else None for item in list(target)[2:]]
        if kind == "/XYZ" and len(numbers) > 1:
            return Goal("", index, numbers[0], numbers[1])
        if kind in ("/FitH", "/FitBH") and numbers:
            return Goal("", index, None, numbers[0])
        return Goal("", index)

    def _by_name(self, name: str) -> Thing | None:
        """Return what a named destination stands for (ISO 32000-1, 12.3.2.3)."""
        if self._named is None:
            self._named = {}
            root: Thing = self._pdf.Root
            for key, value in root.get("/Dests", {}).items():
                self._named[key] = value
            tree = root.get("/Names", {}).get("/Dests")
            if tree is not None:
                self._gather(tree, 0)
        return self._named.get(name)

    def _gather(self, node: Thing, depth: int) -> None:
        assert self._named is not None
        names = node.get("/Names")
        if names is not None:
            flat = list(names)
            self._named.update((str(key), value) for key, value in zip(flat[::2], flat[1::2], strict=False))
        if depth < _DEEPEST:
            for kid in node.get("/Kids", []):
                self._gather(kid, depth + 1)


def page_links(pdf: Pdf, wanted: Sequence[int]) -> list[tuple[InsertedLink, ...]]:
    """Return the links of each page wanted."""
    goals = Goals(pdf)
    places = {index: number for number, index in enumerate(wanted)}
    pages = {index: seen(pdf.pages[index]) for index in wanted}
    return [tuple(_links(pdf, index, goals, places, pages)) for index in wanted]


def _links(pdf: Pdf, index: int, goals: Goals, places: dict[int, int], pages: dict[int, Seen]) -> list[InsertedLink]:
    found = []
    shown = pages[index]
    for note in notes(pdf, index):
        if str(note.get("/Subtype", "")) != "/Link":
            continue
        try:
            goal = goals.of(note)
            x0, y0, x1, y1 = (float(value) for value in note.Rect)
        except (TypeError, ValueError, AttributeError, RuntimeError):
            continue
        if goal is None or (not goal.uri and goal.page not in places):
            continue
        left, bottom, right, top = moved_box(shown.matrix, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        left, right = max(left, 0.0), min(right, shown.width)
        bottom, top = max(bottom, 0.0), min(top, shown.height)
        if right <= left or top <= bottom:
            continue
        area = InsertedLink(left, shown.height - top, right - left, top - bottom, goal.uri)
        if not goal.uri:
            area = replace(area, page=places[goal.page])
        found.append(area)
    return found


def _is_number(value: Thing) -> bool:
    from decimal import Decimal

    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
