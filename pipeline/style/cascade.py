"""The cascade of paragraph styles: what a style does not say, the style it is based on says.

Enters: the ``styles`` of a theme. Leaves: a complete :class:`~pipeline.style.theme.ParagraphStyle` for each name.
Guaranteed: every name of :data:`~pipeline.style.theme.StyleName` is there; a circle of styles is an error, and its
styles then go back to ``body``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from pipeline.diagnostics import Path
from pipeline.style.reading import Reader, did_you_mean
from pipeline.style.theme import Alignment, Color, FontRequest, ParagraphStyle, StyleName

STYLE_NAMES: tuple[StyleName, ...] = get_args(StyleName)
ALIGNMENTS: tuple[Alignment, ...] = get_args(Alignment)
WEIGHTS = {
    "thin": 100,
    "extralight": 200,
    "light": 300,
    "regular": 400,
    "medium": 500,
    "semibold": 600,
    "bold": 700,
    "extrabold": 800,
    "black": 900,
}
_ROOT: StyleName = "body"
_LEAST_SIZE = 4.0
_LARGEST_SIZE = 400.0
_FARTHEST_OUT = -400.0
_WIDEST_TRACKING = 50.0
_TIGHTEST = 0.9
"""The least leading as a share of the size: less, and descenders run into ascenders."""
_BLACK = Color(0, 0, 0)
_DISPLAYED: frozenset[StyleName] = frozenset(
    {
        *("cover-title", "cover-subtitle", "cover-label", "cover-detail", "contents-title", "toc-1", "toc-2", "toc-3"),
        *("tab", "heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6", "label", "signature"),
        *("code", "table-head", "callout-title", "term", "header", "footer", "marking", "watermark", "blank"),
        *("divider-tab", "divider-title", "ear", "line-number"),
    }
)
"""Styles of headings, labels and running text: body does not hand them justified lines or hyphens, which suit prose."""


class Cascade:
    """A theme's styles as they are written."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lines: Mapping[StyleName, tuple[StyleName, ...]] = {name: _line(reader, name) for name in STYLE_NAMES}
        for key in ("font", "size", "leading", "color"):
            if not reader.has(("styles", _ROOT, key)):
                reader.missing(("styles", _ROOT, key), f"every style goes back to '{_ROOT}', so that it must say this")

    def path(self, name: StyleName, key: str) -> Path:
        """Where a style's property is written: in the nearest style that says it, else in the style itself."""
        for style in self._lines[name]:
            if self._reader.has(("styles", style, key)):
                return ("styles", style, key)
        return ("styles", name, key)

    def _prose_path(self, name: StyleName, key: str) -> Path:
        """As :meth:`path`; what suits prose alone is not handed down from body to headings and the like."""
        path = self.path(name, key)
        return ("styles", name, key) if name in _DISPLAYED and path[1] == _ROOT else path

    def resolve(self, families: Collection[str]) -> dict[StyleName, ParagraphStyle]:
        """Return every style; *families* are the keys of the theme's ``fonts``."""
        return {name: self._style(name, families) for name in STYLE_NAMES}

    def _style(self, name: StyleName, families: Collection[str]) -> ParagraphStyle:
        reader = self._reader

        def at(key: str) -> Path:
            return self.path(name, key)

        align = at("align")
        if reader.get(align) == "justify":
            align = self._prose_path(name, "align")
        size = reader.length(at("size"), 11.0, least=_LEAST_SIZE, most=_LARGEST_SIZE)
        return ParagraphStyle(
            name=name,
            font=FontRequest(
                family=_family(reader, at("font"), families),
                weight=read_weight(reader, at("weight"), 400),
                italic=reader.flag(at("italic")),
            ),
            size=size,
            leading=_leading(reader, at("leading"), at("size"), size),
            color=reader.color(at("color"), _BLACK),
            align=_alignment(reader, align),
            space_before=reader.length(at("space-before")),
            space_after=reader.length(at("space-after")),
            indent_left=reader.length(at("indent-left")),
            indent_right=reader.length(at("indent-right")),
            first_line=reader.length(at("first-line"), least=_FARTHEST_OUT),
            keep_with_next=reader.flag(at("keep-with-next")),
            keep_together=reader.flag(at("keep-together")),
            uppercase=reader.flag(at("uppercase")),
            tracking=_tracking(reader, at("tracking"), size),
            features=_features(reader, at("features")),
            rule_above=reader.border(at("rule-above")),
            rule_below=reader.border(at("rule-below")),
            hyphenate=reader.flag(self._prose_path(name, "hyphenate")),
        )


def read_weight(reader: Reader, path: Path, default: int) -> int:
    """A weight: a number from 1 to 1000, or a name such as ``semibold``."""
    found = reader.get(path, default)
    if isinstance(found, str) and found in WEIGHTS:
        return WEIGHTS[found]
    if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= 1000:
        return found
    help = did_you_mean(found, WEIGHTS) if isinstance(found, str) else "write a name or a number, such as bold or 700"
    reader.odd(path, "a weight", help)
    return default


def _line(reader: Reader, name: StyleName) -> tuple[StyleName, ...]:
    """*name* and the styles that it is based on, down to ``body``."""
    line: list[StyleName] = [name]
    while line[-1] != _ROOT:
        path: Path = ("styles", line[-1], "based-on")
        base = reader.get(path, _ROOT)
        if base not in STYLE_NAMES:
            reader.odd(path, "a style", did_you_mean(base, STYLE_NAMES))
            base = _ROOT
        elif base in line:
            circle = line[line.index(base) :]
            if name == min(circle):
                around = " → ".join((*circle, base))
                # Blame the theme's own link rather than one of the theme that it extends.
                links: list[Path] = [path, *(("styles", style, "based-on") for style in circle)]
                place = min(links, key=reader.origin)
                help = "let one of them be based on body"
                reader.error("style-circle", f"styles are based on each other: {around}", place, help)
            base = _ROOT
        line.append(base)
    return tuple(line)


def _family(reader: Reader, path: Path, families: Collection[str]) -> str:
    family = reader.get(path, "text")
    if isinstance(family, str) and family in families:
        return family
    reader.odd(path, "a key of the theme's fonts", did_you_mean(family, families))
    return "text"


def _alignment(reader: Reader, path: Path) -> Alignment:
    found = reader.get(path, "left")
    if found in ALIGNMENTS:
        return found
    reader.odd(path, "an alignment", did_you_mean(found, ALIGNMENTS))
    return "left"


def _leading(reader: Reader, path: Path, size_path: Path, size: float) -> float:
    leading = reader.length(path, size * 1.35, least=_LEAST_SIZE)
    if leading < size * _TIGHTEST:
        message = f"lines {leading:g}pt apart would overlap, since the type is {size:g}pt high"
        nearest = path if reader.has(path) else size_path
        reader.error("tight-leading", message, nearest, f"write a leading of {size * 1.3:.3g}pt or so")
    return leading


def _tracking(reader: Reader, path: Path, size: float) -> float:
    """Tracking in points; ``"0.05em"`` is taken of the style's size."""
    found = reader.get(path)
    if not (isinstance(found, str) and found.strip().endswith("em")):
        return reader.length(path, least=-_WIDEST_TRACKING, most=_WIDEST_TRACKING)
    try:
        share = float(found.strip().removesuffix("em"))
    except ValueError:
        share = float("nan")
    if not -0.2 <= share <= 1.0:
        reader.odd(path, "a tracking from -0.2em to 1em")
        return 0.0
    return round(share * size, 3)


def _features(reader: Reader, path: Path) -> tuple[str, ...]:
    features = reader.texts(path)
    for index, tag in enumerate(features):
        if not (len(tag) == 4 and tag.isascii() and tag.isalnum()):
            reader.odd((*path, index), "an OpenType feature", "a feature has four letters, such as tnum")
            return ()
    return features
