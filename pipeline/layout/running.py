"""Running headers, footers and markings: what stands on every page around the text.

Enters: a theme's running text, the page's values. Leaves: placed frames, all of them pagination artifacts.
Guaranteed: the same text is set once, however many pages show it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.diagnostics import error
from pipeline.layout.frames import Frame, Item, Line, Placed, Rectangle
from pipeline.layout.inline import make_row
from pipeline.layout.lines import Setting, set_line, unbroken
from pipeline.layout.paragraphs import Tools
from pipeline.layout.row import Row
from pipeline.model.leaves import Slot
from pipeline.model.nodes import Document, Metadata, Paper, Text
from pipeline.model.walk import plain_text
from pipeline.style.direction import runs_right_to_left
from pipeline.style.running import Parts, RunningEdge, banner_of, filled, for_copies, running_text
from pipeline.style.theme import Alignment, Border, Color, ParagraphStyle, RunningText

_GAP = 12.0
"""Points that stay free between two texts of a header or footer."""


class Furniture:
    """Sets running text; keeps the frames that it has made."""

    def __init__(self, tools: Tools, metadata: Metadata) -> None:
        self._tools = tools
        self._lang = metadata.lang
        self._theme = for_copies(tools.theme) if metadata.copies else tools.theme
        self._frames: dict[tuple[str, tuple[str, str, str], Border | None], Frame] = {}
        self._too_long: set[str] = set()

    def page(self, values: Mapping[str, str], number: int, *, running: bool, first: bool = False) -> list[Placed]:
        """Return what surrounds the page of that *number*; *running*: with header and footer, *first* of a paper.

        Without them the marking stands alone, and in a numbered copy the copy's number.
        """
        theme = self._theme
        geometry = self._tools.theme.page
        left = geometry.text_left(number)
        marking = self._marking(values["marking"])
        placed: list[Placed] = []
        top = geometry.header
        bottom = geometry.height - geometry.footer
        if marking is not None:
            placed.append(Placed(left, top, marking, "Pagination", "Header"))
            placed.append(Placed(left, bottom - marking.height, marking, "Pagination", "Footer"))
            space = self._tools.theme.styles["marking"].space_after
            top += marking.height + space
            bottom -= marking.height + space
        if running:
            header = self._band("header", running_text(theme, "header", number, first=first), values)
            footer = self._band("footer", running_text(theme, "footer", number, first=first), values)
            placed.append(Placed(left, top, header, "Pagination", "Header"))
            placed.append(Placed(left, bottom - footer.height, footer, "Pagination", "Footer"))
        elif values["copy"]:
            footer = self._band("footer", running_text(theme, "footer", number, bare=True), values)
            placed.append(Placed(left, bottom - footer.height, footer, "Pagination", "Footer"))
        return placed

    def _marking(self, text: str) -> Frame | None:
        if not text:
            return None
        style = self._tools.theme.styles["marking"]
        if self._width(text, style) > self._tools.theme.page.measure and text not in self._too_long:
            self._too_long.add(text)
            message = f"the marking {text!r} does not fit on one line"
            self._tools.diagnostics.append(error("marking-too-long", message, help="shorten it"))
        key = ("marking", ("", text, ""), None)
        if key not in self._frames:
            self._frames[key] = self._set_marking(text, style)
        return self._frames[key]

    def _set_marking(self, text: str, style: ParagraphStyle) -> Frame:
        """Set the marking, on the band that the theme has for it."""
        theme = self._tools.theme
        items: list[Item] = []
        banner = banner_of(theme, text)
        lines = self._line(self._row(text, style), "center", style, 0.0)
        if banner is not None:
            if banner.fill is not None:
                items.append(Rectangle(0.0, 0.0, theme.page.measure, style.leading, banner.fill))
            lines = [_colored(line, banner.color) for line in lines]
        return Frame(style.leading, (*items, *lines))

    def _band(self, name: RunningEdge, running: RunningText, values: Mapping[str, str]) -> Frame:
        """Return a header or footer; the rule stands between it and the text."""
        texts = tuple(_text(parts, values) for parts in (running.left, running.center, running.right))
        key = (name, (texts[0], texts[1], texts[2]), running.rule)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._set_band(name, running, texts)
        return frame

    def _set_band(self, name: RunningEdge, running: RunningText, texts: tuple[str, ...]) -> Frame:
        theme = self._tools.theme
        style = theme.styles[name]
        rule = running.rule
        extra = rule.width + rule.gap if rule else 0.0
        down = extra if name == "footer" else 0.0
        items: list[Item] = []
        aligns: tuple[Alignment, ...] = ("left", "center", "right")
        for row, align in zip(self._fitted(texts, style), aligns, strict=True):
            items.extend(self._line(row, align, style, down))
        if rule is not None:
            y = 0.0 if name == "footer" else style.leading + rule.gap
            items.append(Rectangle(0.0, y, theme.page.measure, rule.width, rule.color))
        return Frame(style.leading + extra, tuple(items))

    def _width(self, text: str, style: ParagraphStyle) -> float:
        return self._row(text, style).widths()[1]

    def _row(self, text: str, style: ParagraphStyle) -> Row:
        return make_row((Text(text),), style, self._lang, self._tools.setter)

    def _fitted(self, texts: tuple[str, ...], style: ParagraphStyle) -> list[Row]:
        """Return the three texts as rows, shortened where they would run into each other."""
        measure = self._tools.theme.page.measure
        rows = [self._row(text, style) for text in texts]
        left, center, right = (row.widths()[1] for row in rows)
        if center:
            side = max((measure - min(center, measure / 2)) / 2 - _GAP, 0.0)
            rooms = (side, measure / 2, side)
        elif left and right:
            half = (measure - _GAP) / 2
            rooms = (max(half, measure - _GAP - right), 0.0, max(half, measure - _GAP - left))
        else:
            rooms = (measure, 0.0, measure)
        fits = (width <= room for width, room in zip((left, center, right), rooms, strict=True))
        return [
            row if fit else self._row(self._shortened(text, room, style), style)
            for row, fit, text, room in zip(rows, fits, texts, rooms, strict=True)
        ]

    def _shortened(self, text: str, room: float, style: ParagraphStyle) -> str:
        """Return as many of the text's words as fit, with an ellipsis in place of the rest."""
        words = text.split(" ")
        shown = text
        while self._width(shown, style) > room and words:
            words.pop()
            shown = f"{' '.join(words)}…" if words else ""
        return shown

    def _line(self, row: Row, align: Alignment, style: ParagraphStyle, down: float) -> list[Line]:
        """Set one line over the measure; running text never wraps.

        Which side is left goes by the packet's language, not by that of the words.
        """
        tools = self._tools
        tools.diagnostics.extend(row.missing)
        if not row.chunks:
            return []
        if bool(row.base) != runs_right_to_left(self._lang) and align in ("left", "right"):
            align = "right" if align == "left" else "left"
        setting = Setting(0.0, tools.theme.page.measure, align, tools.setter.baseline(style) + down, (None,))
        return [set_line(unbroken(row), row, setting, 0.0, tools.setter)]


def _colored(line: Line, color: Color) -> Line:
    return line._replace(runs=tuple(run._replace(color=color) for run in line.runs))


def page_values(slot: Slot, count: int, paper: Paper | None, copy: int, document: Document) -> dict[str, str]:
    """Return what the fields of running text stand for on a page; *copy* is 0 where copies are not numbered."""
    metadata = document.metadata
    contents_title = document.contents.title if document.contents else ""
    return {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "paper": plain_text(paper.title) if paper else contents_title,
        "tab": paper.tab if paper else "",
        "page": slot.label,
        "pages": slot.pages or str(count),
        "marking": metadata.marking if paper is None or paper.marking is None else paper.marking,
        "date": slot.date or metadata.shown_date,
        "copy": copy_label(document, copy),
    }


def copy_label(document: Document, copy: int) -> str:
    """Return ``Copy 3 of 10`` in the document's language; empty where *copy* is 0."""
    if not copy:
        return ""
    label = document.labels.copy.replace("{copies}", str(document.metadata.copies))
    return label.replace("{copy}", str(copy))


def _text(parts: Parts, values: Mapping[str, str]) -> str:
    return "".join(part if isinstance(part, str) else values[part.name] for part in filled(parts, values))
