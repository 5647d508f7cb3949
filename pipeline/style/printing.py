"""How pages become a book, and how a marking stands on them: the ``print`` and ``banners`` of a theme.

Enters: a :class:`~pipeline.style.reading.Reader`. Leaves: :class:`~pipeline.style.theme.PrintStyle` and banners, and
what they need of a page. Guaranteed: each function returns a usable value; what it could not read, and what the theme's
page has no room for, is in the reader's diagnostics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil, floor
from typing import Literal

from pipeline.style.colors import grey
from pipeline.style.reading import Reader
from pipeline.style.theme import Banner, Color, PageGeometry, PrintStyle, Theme

MOST_COLUMNS = 2
EAR_GAP = 6.0
"""Points between two ears, and around the text on one."""
BLEED = 9.0
"""How far what reaches a page's edge goes on beyond it, where sheets are cut: an eighth of an inch in points."""
LINE_NUMBER_GAP = 7.0
"""Points between a line and its number, at least also between the number and a column at its left."""
_EAR = 30.0
_LEAST_COLUMN = 108.0
_LEAST_SIDE = 108.0
_MOST_EARS = 40
_PLAIN = PrintStyle()


def read_printing(reader: Reader) -> PrintStyle:
    """The settings of ``print``."""
    return PrintStyle(
        start=_start(reader),
        dividers=reader.flag(("print", "dividers")),
        ears=_whole(reader, "ears", _PLAIN.ears, _MOST_EARS),
        columns=_whole(reader, "columns", _PLAIN.columns, MOST_COLUMNS),
        column_gap=reader.length(("print", "column-gap"), _PLAIN.column_gap),
        line_numbers=reader.flag(("print", "line-numbers")),
        monochrome=reader.flag(("print", "monochrome")),
    )


def _start(reader: Reader) -> Literal["next", "right"]:
    found = reader.get(("print", "start"), _PLAIN.start)
    if found == "next" or found == "right":
        return "right" if found == "right" else "next"
    reader.odd(("print", "start"), "where papers start", "write next or right")
    return _PLAIN.start


def _whole(reader: Reader, key: str, default: int, most: int) -> int:
    found = reader.get(("print", key), default)
    if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= most:
        return found
    reader.odd(("print", key), f"a number from 1 to {most}")
    return default


def read_banners(reader: Reader, ink: Color) -> dict[str, Banner]:
    """Banners by the words that markings begin with; *ink* is the colour of a marking that has none of its own."""
    found = {}
    for words, value in reader.mapping(("banners",)).items():
        if not isinstance(value, Mapping):
            reader.odd(("banners", words), "a banner", 'write {fill: "#…", color: "#…"}')
        elif not words.strip():
            reader.odd(("banners", words), "a banner", "write the words that the marking begins with")
        else:
            fill, color = reader.fill(("banners", words, "fill")), reader.color(("banners", words, "color"), ink)
            found[" ".join(words.split())] = Banner(fill, color)
    return found


def with_banners(theme: Theme, banners: Mapping[str, tuple[str, str]]) -> Theme:
    """Return *theme* with *banners* (fill and colour as ``#RRGGBB``) besides its own, which go before them."""

    def color(written: str) -> Color:
        found = Color(int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16))
        return grey(found) if theme.printing.monochrome else found

    found = {words: Banner(color(fill), color(ink)) for words, (fill, ink) in banners.items()}
    known = {" ".join(words.split()).casefold() for words in theme.banners}
    fresh = {words: banner for words, banner in found.items() if " ".join(words.split()).casefold() not in known}
    return replace(theme, banners={**fresh, **theme.banners})


# --- room ------------------------------------------------------------------------------------------------------------


def ear_size(page: PageGeometry, ears: int) -> tuple[float, float]:
    """The width and height in points of one of *ears* that share the height of the text area."""
    return min(_EAR, page.right), page.text_height / ears - EAR_GAP


def check_printing(theme: Theme, reader: Reader) -> None:
    """Add to *reader* what the page has no room for."""
    printing = theme.printing
    fault = too_narrow(theme, theme.page, printing.columns, printing.line_numbers)
    if fault:
        reader.error("margins", fault, ("print", "columns"), "write columns: 1, or make the margins or the gap smaller")
    if printing.line_numbers and (fault := no_line_numbers(theme, theme.page)):
        help = "make the margin wider, or the style line-number smaller"
        reader.error("margins", fault, ("print", "line-numbers"), help)
    width, height = ear_size(theme.page, printing.ears)
    style = theme.styles["ear"]
    if printing.dividers and height < style.leading:
        message = f"{printing.ears} ears leave {_shown(height)}pt for each; the style 'ear' needs {style.leading:g}pt"
        reader.error("ears", message, ("print", "ears"), "write fewer ears, or make the style ear smaller")
    if printing.dividers and width < style.leading:
        message = f"the outer margin leaves {width:g}pt for tab ears; the style 'ear' needs {style.leading:g}pt"
        reader.error("ears", message, ("print", "dividers"), "make the outer margin wider, or the style ear smaller")


def column_gap(theme: Theme, numbered: bool) -> float:
    """The space in points between two columns; *numbered* lines need room for their numbers there."""
    gap = theme.printing.column_gap
    return max(gap, LINE_NUMBER_GAP + line_number_room(theme)) if numbered else gap


def column_width(theme: Theme, page: PageGeometry, columns: int, numbered: bool) -> float:
    """The width in points of one of *columns* on *page*."""
    return (page.measure - (columns - 1) * column_gap(theme, numbered)) / columns


def too_narrow(theme: Theme, page: PageGeometry, columns: int, numbered: bool) -> str:
    """Say what is wrong with *columns* of text on *page*; an empty text when they have room."""
    width = column_width(theme, page, columns, numbered)
    if columns == 1 or width >= _LEAST_COLUMN:
        return ""
    return f"{columns} columns are {_shown(width)}pt wide each; a column needs {_LEAST_COLUMN:g}pt (1.5in)"


def no_line_numbers(theme: Theme, page: PageGeometry) -> str:
    """Say why no numbers fit beside the lines on *page*; an empty text when they do."""
    needed = line_number_room(theme)
    room = min(page.left, page.right) if page.mirrored or page.bound_right else page.left + page.gutter
    if room >= needed:
        return ""
    return f"{_shown(room)}pt beside the text are too little for line numbers; {ceil(needed * 10) / 10:g}pt are needed"


def line_number_room(theme: Theme) -> float:
    """What two digits of the style ``line-number`` take beside the text, about, in points; a page has fewer lines."""
    return LINE_NUMBER_GAP + 2 * 0.6 * theme.styles["line-number"].size


def no_landscape(theme: Theme) -> str:
    """Say why the theme's page cannot be turned on its side; an empty text when it can."""
    page = theme.page.turned()
    for extent, room in (("wide", page.measure), ("high", page.text_height)):
        if room < _LEAST_SIDE:
            left = f"turned on its side, the paper leaves a text area {_shown(room)}pt {extent}"
            return f"{left}; {_LEAST_SIDE:g}pt are needed"
    return ""


def _shown(points: float) -> str:
    """A length that is too short, rounded down, so that 107.96 is not shown as the 108 that are needed."""
    return f"{floor(max(points, 0.0) * 10) / 10:g}"
