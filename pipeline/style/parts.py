"""The parts of a theme beside its styles and fonts: page, lists, boxes, tables and running text.

Enters: a :class:`~pipeline.style.reading.Reader`. Leaves: the dataclasses of :mod:`pipeline.style.theme`. Guaranteed:
each function returns a usable value; what it could not read is in the reader's diagnostics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args, get_type_hints

from pipeline.diagnostics import Path
from pipeline.model.nodes import CalloutKind
from pipeline.style.reading import Reader, did_you_mean
from pipeline.style.theme import (
    Border,
    BoxStyle,
    Field,
    ListStyle,
    OtherPages,
    PageGeometry,
    RunningText,
    TableStyle,
)
from pipeline.units import Length

PAPERS: Mapping[str, tuple[float, float]] = {
    "letter": (Length.inches(8.5), Length.inches(11)),
    "legal": (Length.inches(8.5), Length.inches(14)),
    "a4": (Length.millimetres(210), Length.millimetres(297)),
    "a5": (Length.millimetres(148), Length.millimetres(210)),
    "a6": (Length.millimetres(105), Length.millimetres(148)),
    "card": (Length.inches(5), Length.inches(8)),
}
FIELDS: tuple[str, ...] = get_args(get_type_hints(Field)["name"])
CALLOUTS: tuple[CalloutKind, ...] = get_args(CalloutKind)
_OTHER_PAGES = {"header": "headers", "footer": "footers"}
"""Where the theme has running text of some pages alone."""
_INCH = 72.0
_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+")


def read_page(reader: Reader) -> PageGeometry:
    """Paper and margins, in points."""
    width, height = _paper(reader)

    def margin(name: str, default: float) -> float:
        return reader.length(("margins", name), default)

    inner, outer = side_margins(reader)
    return PageGeometry(
        width=width,
        height=height,
        top=margin("top", _INCH),
        bottom=margin("bottom", _INCH),
        left=margin(inner, _INCH),
        right=margin(outer, _INCH),
        header=margin("header", _INCH / 2),
        footer=margin("footer", _INCH / 2),
        mirrored=inner == "inside" or outer == "outside",
        gutter=margin("gutter", 0.0),
    )


def side_margins(reader: Reader) -> tuple[str, str]:
    """Return the keys that say the margins at the sides: of a theme and those it extends, the nearest pair counts.

    Where a theme says one of ``inside`` and ``outside`` alone, the other is as ``left`` or ``right``.
    """

    def nearest(*keys: str) -> int:
        return min(reader.origin(("margins", key)) for key in keys)

    mirrored, plain = nearest("inside", "outside"), nearest("left", "right")
    if mirrored == plain < len(reader.files):
        key = "left" if reader.origin(("margins", "left")) == plain else "right"
        help = "write left and right for margins that are the same on each page, inside and outside for a bound book"
        reader.error("margins", "margins are either left and right, or inside and outside", ("margins", key), help)
    if mirrored >= plain:
        return "left", "right"
    keys = [("inside", "left"), ("outside", "right")]
    inner, outer = (own if reader.has(("margins", own)) else other for own, other in keys)
    return inner, outer


def _paper(reader: Reader) -> tuple[float, float]:
    path: Path = ("paper",)
    paper = reader.get(path)
    if isinstance(paper, str) and paper.lower() in PAPERS:
        return PAPERS[paper.lower()]
    if isinstance(paper, Mapping):
        sides = []
        for side in ("width", "height"):
            if not reader.has((*path, side)):
                reader.missing((*path, side), "a paper has a width and a height")
            sides.append(reader.length((*path, side), 10 * _INCH))
        return sides[0], sides[1]
    if paper is None:
        reader.missing(path, "write paper: letter, or another of " + ", ".join(PAPERS))
    else:
        reader.odd(path, "a paper", did_you_mean(paper, PAPERS) + "; or write {width: 5in, height: 8in}")
    return PAPERS["letter"]


def read_lists(reader: Reader) -> ListStyle:
    return ListStyle(
        indent=reader.length(("lists", "indent"), 18.0),
        bullets=reader.texts(("lists", "bullets"), ("•",)) or ("•",),
        numbers=_number_patterns(reader),
        item_gap=reader.length(("lists", "item-gap")),
    )


def _number_patterns(reader: Reader) -> tuple[str, ...]:
    patterns = reader.texts(("lists", "numbers"), ("{1}.",)) or ("{1}.",)
    for index, pattern in enumerate(patterns):
        if len(re.findall(r"\{[1ai]\}", pattern)) != 1 or len(re.findall(r"[{}]", pattern)) != 2:
            help = "write one of {1}, {a}, {i} with what stands around it, such as ({a})"
            reader.odd(("lists", "numbers", index), "a pattern for numbers", help)
            return ("{1}.",)
    return patterns


def read_table(reader: Reader) -> TableStyle:
    return TableStyle(
        padding_x=reader.length(("table", "padding-x"), 4.0),
        padding_y=reader.length(("table", "padding-y"), 2.0),
        space_before=reader.length(("table", "space-before")),
        space_after=reader.length(("table", "space-after")),
        head_fill=reader.fill(("table", "head-fill")),
        band_fill=reader.fill(("table", "band-fill")),
        head_rule=reader.border(("table", "head-rule")),
        row_rule=reader.border(("table", "row-rule")),
        edge_rule=reader.border(("table", "edge-rule")),
        fill_in_height=reader.length(("table", "fill-in-height"), 24.0),
        fill_in_rule=reader.border(("table", "fill-in-rule")),
    )


def read_callouts(reader: Reader) -> dict[str, BoxStyle]:
    """A box for each kind of callout; what a kind does not say, ``note`` says."""

    def box(kind: str) -> BoxStyle:
        def at(key: str) -> Path:
            return callout_path(reader, kind, key)

        return BoxStyle(
            fill=reader.fill(at("fill")),
            bar=reader.border(at("bar")),
            padding=reader.length(at("padding"), 8.0),
            space_before=reader.length(at("space-before")),
            space_after=reader.length(at("space-after")),
        )

    return {kind: box(kind) for kind in CALLOUTS}


def callout_path(reader: Reader, kind: str, key: str) -> Path:
    """Where a callout's property is written: in its kind, else in ``note``."""
    own: Path = ("callouts", kind, key)
    return own if reader.has(own) else ("callouts", "note", key)


def read_running(reader: Reader, name: str) -> RunningText:
    """The header or the footer, as right-hand pages have it."""
    usual = _usual(reader, name)
    return _own(reader, name, "odd", usual) or usual


def read_other_pages(reader: Reader, name: str, mirrored: bool) -> OtherPages:
    """The header or the footer of first pages and of left-hand pages, where the theme has one of their own.

    What these do not say is as on right-hand pages, on left-hand pages of a *mirrored* book on the other side.
    """
    usual, odd = _usual(reader, name), read_running(reader, name)
    even = _own(reader, name, "even", odd.swapped() if mirrored else usual)
    if even is None and not mirrored and odd != usual:
        even = usual
    return OtherPages(_own(reader, name, "first", odd), even)


def _own(reader: Reader, name: str, pages: str, below: RunningText) -> RunningText | None:
    """What the theme has for some *pages* alone: ``none``, or texts over those *below* them; None without any."""
    path: Path = (_OTHER_PAGES[name], pages)
    if not reader.has(path):
        return None
    if reader.get(path) == "none":
        return RunningText()

    def text(side: str, usual: tuple[str | Field, ...]) -> tuple[str | Field, ...]:
        return _pattern(reader, (*path, side)) if reader.has((*path, side)) else usual

    return replace(
        below, left=text("left", below.left), center=text("center", below.center), right=text("right", below.right)
    )


def _usual(reader: Reader, name: str) -> RunningText:
    return RunningText(
        left=_pattern(reader, (name, "left")),
        center=_pattern(reader, (name, "center")),
        right=_pattern(reader, (name, "right")),
        rule=reader.border((name, "rule")),
    )


def _pattern(reader: Reader, path: Path) -> tuple[str | Field, ...]:
    """``"Page {page} of {pages}"`` as texts and fields; ``{{`` and ``}}`` stand for the braces themselves."""
    parts: list[str | Field] = []
    for piece in _PIECE.findall(reader.text(path)):
        if piece in ("{{", "}}"):
            parts.append(piece[0])
        elif piece in ("{", "}"):
            reader.odd(path, "a pattern", f"write {piece * 2} for a brace that is meant to be printed")
        elif not piece.startswith("{"):
            parts.append(piece)
        elif piece[1:-1] in FIELDS:
            parts.append(Field(piece[1:-1]))
        else:
            known = did_you_mean(piece[1:-1], FIELDS)
            reader.error("unknown-field", f"there is no field {piece}", path, known)
    return _joined(parts)


def _joined(parts: list[str | Field]) -> tuple[str | Field, ...]:
    """*parts* with neighbouring texts made one."""
    joined: list[str | Field] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def read_rule(reader: Reader, default: Border) -> Border:
    """The line between passages."""
    return reader.border(("rule",), default) or default
