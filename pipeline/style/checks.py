"""What must hold in a theme that no schema can say: room for text, room for headers, contrast, weights.

Enters: a resolved theme and what it came from. Leaves: diagnostics in the reader. Guaranteed: text of a theme that
passes is legible in colour and in monochrome (contrast is a matter of luminance alone).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import NamedTuple

from pipeline.diagnostics import Path
from pipeline.style.cascade import Cascade
from pipeline.style.colors import MIDDLE, contrast, luminance
from pipeline.style.fonts import FamilyChoice
from pipeline.style.parts import callout_path, side_margins
from pipeline.style.printing import check_printing
from pipeline.style.reading import Reader
from pipeline.style.running import RunningEdge, every_running
from pipeline.style.theme import Color, RunningText, StyleName, Theme

_LEAST_SIDE = 108.0
"""An inch and a half: below this no page holds text worth reading, and a pocket card still does."""
_LEAST_LINE = 72.0
"""One inch: below this no paragraph sets well."""
_LEAST_CONTRAST = 4.5
"""WCAG 2.1, success criterion 1.4.3 (AA)."""
_PATTERNS = "pyphen"
"""The package with the patterns by which layout hyphenates."""
_WHITE = Color(255, 255, 255)
_NEVER_ON_FILLS: frozenset[StyleName] = frozenset(
    {
        "cover-title",
        "cover-subtitle",
        "cover-label",
        "cover-detail",
        "cover-notice",
        "contents-title",
        "toc-1",
        "toc-2",
        "toc-3",
        "tab",
        "heading-1",
        "heading-2",
        "heading-3",
        "heading-4",
        "heading-5",
        "heading-6",
        "footnote",
        "header",
        "footer",
        "marking",
        "table-head",
        "blank",
        "divider-tab",
        "divider-title",
        "line-number",
    }
)
_PALEST = 1.5
"""The most contrast that a watermark has with the paper: text of 4.5 to 1 keeps 3 to 1 where it crosses it."""


def check_theme(theme: Theme, families: Mapping[str, FamilyChoice], reader: Reader, cascade: Cascade) -> None:
    """Add to *reader* what is wrong with *theme*."""
    if not reader.faulty & {"paper", "margins", "styles"}:
        _check_margins(theme, reader, cascade)
        _check_running(theme, reader)
        if "print" not in reader.faulty:
            check_printing(theme, reader)
    _check_watermark(theme, reader, cascade)
    _check_contrast(theme, reader, cascade)
    _check_weights(theme, families, reader, cascade)
    _check_hyphenation(theme, reader, cascade)


def _check_margins(theme: Theme, reader: Reader, cascade: Cascade) -> None:
    page = theme.page
    left, right = side_margins(reader)
    side = left if page.left >= page.right else right
    side = "gutter" if page.gutter > max(page.left, page.right) else side
    for extent, room, margin in (("wide", page.measure, side), ("high", page.text_height, "top")):
        if room < _LEAST_SIDE:
            message = f"the margins leave a text area {max(room, 0):g}pt {extent}; it needs {_LEAST_SIDE:g}pt (1.5in)"
            reader.error("margins", message, ("margins", margin), "make the margins smaller or the paper larger")
    if page.measure < _LEAST_SIDE:
        return
    found: dict[Path, list[_Indent]] = {}
    for name, style in theme.styles.items():
        room = page.measure - style.indent_left - style.indent_right - max(style.first_line, 0.0)
        if room < _LEAST_LINE:
            message = f"leave {max(room, 0):g}pt for its text; it needs {_LEAST_LINE:g}pt (1in)"
            path = cascade.path(name, "indent-left" if style.indent_left >= style.indent_right else "indent-right")
            found.setdefault(path, []).append(_Indent("indents", name, message, "make the indents smaller"))
        if style.indent_left + style.first_line < -page.left:
            indent = _Indent("first line", name, "starts beyond the paper's edge", "write a smaller first-line")
            found.setdefault(cascade.path(name, "first-line"), []).append(indent)
    for path, indents in found.items():  # one line that many styles follow is told once, of the style that says it
        told = next((indent for indent in indents if indent.style == path[1]), indents[0])
        reader.error("margins", f"the {told.what} of '{told.style}' {told.message}", path, told.help)


class _Indent(NamedTuple):
    """An indent for which there is no room: *what* of which style, what is wrong with it and what to write."""

    what: str
    style: str
    message: str
    help: str


def _check_running(theme: Theme, reader: Reader) -> None:
    """The marking and the running text must fit between the paper's edge and the text area."""
    page = theme.page
    sides: dict[RunningEdge, tuple[float, float, str]] = {
        "header": (page.header, page.top, "top"),
        "footer": (page.footer, page.bottom, "bottom"),
    }
    for name, (distance, margin, side) in sides.items():
        heights = [
            _running_height(theme, running, name == "header") for edge, running in every_running(theme) if edge == name
        ]
        needed = distance + max(heights)
        if needed > margin:
            message = f"the {name} and the marking end {needed:g}pt from the paper's edge, past the {side} margin"
            help = f"make margins.{side} {needed:g}pt or more, or margins.{name} smaller"
            reader.error("margins", message, ("margins", side), help)


def _running_height(theme: Theme, running: RunningText, header: bool) -> float:
    """The height in points of a header or footer with the marking that stands beside it."""
    styles = [theme.styles["marking"]]
    rule = 0.0
    if running.left or running.center or running.right:
        styles.append(theme.styles["header" if header else "footer"])
        rule = running.rule.gap + running.rule.width if running.rule else 0.0
    return sum((style.space_before + style.leading + style.space_after for style in styles), rule)


def _check_watermark(theme: Theme, reader: Reader, cascade: Cascade) -> None:
    """A watermark lies behind text, which has to stay legible."""
    ratio = contrast(theme.styles["watermark"].color, _WHITE)
    # Rounded up, so that 1.501 is not shown as 1.5.
    if ratio > _PALEST:
        message = (
            f"text across the watermark is hard to read: its contrast with paper is {-int(-ratio * 10 - 1) / 10:g}"
        )
        help = f"choose a paler colour; {_PALEST:g} to 1 is the most"
        reader.error("contrast", message, cascade.path("watermark", "color"), help)


class _Ground(NamedTuple):
    """Text of one colour on one ground: what a reader calls them, and where they are set (nowhere, for the paper)."""

    text: str
    color: Color
    path: Path
    name: str = "white paper"
    fill: Color = _WHITE
    fill_path: Path = ()

    @property
    def ratio(self) -> float:
        return contrast(self.color, self.fill)


def _check_contrast(theme: Theme, reader: Reader, cascade: Cascade) -> None:
    """One error for each colour at fault, whatever it hits: a palette's colour may serve for half of the styles."""
    faint: dict[Path, list[_Ground]] = {}
    for ground in _grounds(theme, reader, cascade):
        if ground.ratio < _LEAST_CONTRAST:
            faint.setdefault(_culprit(ground, reader), []).append(ground)
    for path, grounds in faint.items():
        texts = _listed(dict.fromkeys(ground.text for ground in grounds))
        worst = min(grounds, key=lambda ground: ground.ratio)
        if all(ground.name == worst.name for ground in grounds):
            told = f"text in {texts} is too faint on {worst.name}: the contrast is"
        else:
            told = f"text in {texts} is too faint: the least contrast, on {worst.name}, is"
        # Rounded down, so that 4.49 is not shown as 4.5.
        shown = f"{int(worst.ratio * 10) / 10:g} to 1, and {_LEAST_CONTRAST:g} to 1 is needed"
        reader.error("contrast", f"{told} {shown}", path, _remedy(worst, path in _set_at(worst.fill_path, reader)))


def _remedy(ground: _Ground, fill: bool) -> str:
    """What to write instead; *fill*: the fill is at fault, not the text."""
    if fill:
        lighter = luminance(ground.color) <= MIDDLE
        return f"choose a {'lighter' if lighter else 'darker'} fill, or another colour for the text"
    return f"choose a {'darker' if luminance(ground.fill) > MIDDLE else 'lighter'} colour"


def _culprit(ground: _Ground, reader: Reader) -> Path:
    """Where to mend: what the theme itself says, before what the themes say that it extends; else the text's colour."""
    return min((*_set_at(ground.path, reader), *_set_at(ground.fill_path, reader)), key=reader.origin)


def _set_at(path: Path, reader: Reader) -> tuple[Path, ...]:
    """The paths that decide the colour at *path*: that of the palette's colour it names, and *path* itself."""
    if not path:
        return ()
    name = reader.get(path)
    return (("colors", name), path) if isinstance(name, str) and name in reader.palette else (path,)


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _grounds(theme: Theme, reader: Reader, cascade: Cascade) -> Iterator[_Ground]:
    """Each text colour with each ground that it can stand on."""
    fills = [
        (f"the fill of callouts ({kind})", box.fill, callout_path(reader, kind, "fill"))
        for kind, box in theme.callouts.items()
    ]
    fills.append(("the bands of tables", theme.table.band_fill, ("table", "band-fill")))
    for name, style in theme.styles.items():
        text = _Ground(f"'{name}'", style.color, cascade.path(name, "color"))
        if name == "watermark":
            continue
        if name == "ear":
            yield text._replace(name="the tab ears", fill=theme.accent, fill_path=("accent",))
            continue
        if name == "table-head" and theme.table.head_fill is not None:
            yield text._replace(
                name="the fill of table heads", fill=theme.table.head_fill, fill_path=("table", "head-fill")
            )
        else:
            yield text
        for ground, fill, path in fills:
            if fill is not None and name not in _NEVER_ON_FILLS:
                yield text._replace(name=ground, fill=fill, fill_path=path)
    for words, banner in theme.banners.items():
        own: Path = ("banners", words, "color")
        path = own if reader.has(own) else cascade.path("marking", "color")
        shown = _Ground(f"the banner {words!r}", banner.color, path)
        fill_path: Path = ("banners", words, "fill")
        yield shown if banner.fill is None else shown._replace(name="its band", fill=banner.fill, fill_path=fill_path)
    yield _Ground("charts", theme.charts.text, ("charts", "text"))
    yield _Ground("the scales of charts", theme.charts.axis, ("charts", "axis"))
    link = _Ground("links", theme.link_color, ("link",))
    yield link
    for ground, fill, path in fills:
        if fill is not None:
            yield link._replace(name=ground, fill=fill, fill_path=path)


def _check_hyphenation(theme: Theme, reader: Reader, cascade: Cascade) -> None:
    """Without patterns the same theme would make other lines on another machine."""
    asking = [cascade.path(name, "hyphenate") for name, style in theme.styles.items() if style.hyphenate]
    if asking and find_spec(_PATTERNS) is None:
        help = "install it with: pip install 'print-briefs[hyphen]', or leave `hyphenate` out"
        for path in dict.fromkeys(asking):
            reader.error("missing-extra", "hyphenation needs the extra 'hyphen', which is not installed", path, help)


def _check_weights(theme: Theme, families: Mapping[str, FamilyChoice], reader: Reader, cascade: Cascade) -> None:
    """A style whose family lacks its weight or slope would silently be set in another."""
    for name, style in theme.styles.items():
        choice = families.get(style.font.family)
        if choice is None:
            continue
        family, weight = choice.family, style.font.weight
        if not family.has_weight(weight):
            message = f"{family.name} has no weight {weight}, which '{name}' asks for"
            reader.error("font-weight", message, cascade.path(name, "weight"), "choose another weight or family")
        if style.font.italic and not any(file.italic for file in family.files):
            message = f"{family.name} has no italic, which '{name}' asks for"
            reader.error("font-weight", message, cascade.path(name, "italic"), "choose another family or upright type")
