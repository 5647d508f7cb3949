"""Text elements to lines of text (SVG 2, 11).

Enters: a ``text`` element and the style of each part. Leaves: one :class:`TextShape` for each stretch that begins at a
place of its own. Guaranteed: every character comes out once and in order, white space collapsed as the file asks; what
the shapes cannot say (text on a path, turned letters) is reported.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal
from xml.etree.ElementTree import Element

from pipeline.drawings.findings import Findings, name_of
from pipeline.drawings.matrices import moved, multiplied, read_transform, size_of
from pipeline.drawings.numbers import length, number, numbers
from pipeline.drawings.paints import Painted
from pipeline.drawings.styles import Style, Styles
from pipeline.model.drawing import Family, Gradient, Matrix, Span, TextShape
from pipeline.values import dataclass, field, replace

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_CODE = ("mono", "courier", "consolas", "menlo", "code")
_SERIF = ("times", "georgia", "garamond", "palatino", "roman", "cambria", "minion", "source serif")
_CENTRED, _HANGING = 0.33, 0.72
"""How far below its middle or top a line's base line is, in ems."""
_LISTS = ("x", "y", "dx", "dy")
_SHAPES = "turn the text into shapes in a drawing program"

Fill = Callable[[Style, Element], Painted | None]
"""Returns what an element's text is painted with."""


def font_size(style: Style, above: float) -> float:
    """Return the size in pixels; *above*: of the parent."""
    text = style.get("font-size", "")
    if not text:
        return above
    if text in _SIZES:
        return _SIZES[text]
    if text in ("larger", "smaller"):
        return above * 1.2 if text == "larger" else above / 1.2
    return length(text, above, above) or above


def family_of(style: Style) -> Family:
    """Return the theme's face that is nearest to the wanted one."""
    wanted = style.get("font-family", "").lower()
    first = wanted.partition(",")[0]
    if any(word in wanted for word in _CODE):
        return "code"
    if any(word in first for word in _SERIF) or ("serif" in wanted and "sans" not in wanted):
        return "text"
    return "sans"


@dataclass(slots=True)
class _Chunk:
    """Text that begins at a place of its own."""

    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class TextReader:
    """Reads one ``text`` element. *spaces*: white space counts as written; *trailing*: the text ends in a space."""

    styles: Styles
    findings: Findings
    fill: Fill
    viewport: tuple[float, float]
    chunks: list[_Chunk] = field(default_factory=list)
    trailing: bool = True
    y: float = 0.0
    rise: float = 0.0

    def read(self, element: Element, style: Style, size: float, matrix: Matrix, opacity: float) -> list[TextShape]:
        """Return the shapes of *element*, drawn in the space of *matrix*."""
        self._element(element, style, size, preserve=False, first=True)
        scale = size_of(matrix)
        if scale <= 0:
            return []
        a, b, c, d, _, _ = matrix
        linear = (a / scale, b / scale, c / scale, d / scale)
        if all(math.isclose(one, other, abs_tol=1e-9) for one, other in zip(linear, (1, 0, 0, 1), strict=True)):
            linear = (1.0, 0.0, 0.0, 1.0)
        shapes = []
        for chunk in self.chunks:
            spans = _trimmed(chunk.spans)
            if spans:
                x, y = moved(matrix, (chunk.x, chunk.y))
                scaled = tuple(
                    replace(span, size=span.size * scale, rise=span.rise * scale, opacity=span.opacity * opacity)
                    for span in spans
                )
                shapes.append(TextShape(scaled, x, y, chunk.anchor, linear, self.findings.place_of(element)))
        return shapes

    def _element(self, element: Element, style: Style, size: float, *, preserve: bool, first: bool) -> None:
        places = {name: self._list(element, name, size) for name in _LISTS}
        preserve = element.get(_SPACE, "preserve" if preserve else "") == "preserve"
        preserve = preserve or style.get("white-space", "normal").startswith("pre")
        self._warn(element)
        before = self.rise
        self._start(places, style, size, first=first)
        self._text(element.text or "", element, style, size, places, preserve)
        for child in element:
            self._child(child, style, size, preserve)
            places = {name: [] for name in _LISTS}
            self._text(child.tail or "", element, style, size, places, preserve)
        self.rise = before

    def _child(self, child: Element, style: Style, size: float, preserve: bool) -> None:
        kind = name_of(child)
        if kind in ("tspan", "a"):
            own = self.styles.of(child, style)
            if own.get("display") != "none":
                self._element(child, own, font_size(own, size), preserve=preserve, first=False)
        elif kind not in ("title", "desc", "metadata"):
            message = f"<{kind}> inside <text> is not supported"
            self.findings.error("unsupported-drawing", message, child, _SHAPES)

    def _list(self, element: Element, name: str, size: float) -> list[float]:
        written = element.get(name, "").replace(",", " ").split()
        whole = self.viewport[0] if name in ("x", "dx") else self.viewport[1]
        found = [length(part, whole, size) for part in written]
        if any(value is None for value in found):
            message = f"the {name} of <{name_of(element)}> cannot be read"
            self.findings.error("broken-drawing", message, element, "write numbers")
            return []
        return [value for value in found if value is not None]

    def _warn(self, element: Element) -> None:
        turned = numbers(element.get("rotate", "")) or []
        if any(turned):
            message = f"<{name_of(element)}> turns single letters, which is not supported"
            self.findings.error("unsupported-drawing", message, element, _SHAPES)
        if "textLength" in element.attrib:
            message = f"<{name_of(element)}> stretches its text to a length, which is left out"
            self.findings.warning("simplified-drawing", message, element, _SHAPES)

    def _start(self, places: dict[str, list[float]], style: Style, size: float, *, first: bool) -> None:
        """Begin a chunk where the element says where it stands."""
        x, y = places["x"][:1], places["y"][:1]
        down = places["dy"][0] if places["dy"] else 0.0
        shift = _shift(style, size)
        if first or x or y:
            self.rise = -shift
            self.y = (y[0] if y else self.y) + down
            across = (x[0] if x else 0.0) if x or first else self.chunks[-1].x
            self._begin(across + (places["dx"][0] if places["dx"] else 0.0), style)
        elif down:
            self.rise -= down

    def _begin(self, x: float, style: Style) -> None:
        anchors: dict[str, Literal["start", "middle", "end"]] = {"middle": "middle", "end": "end"}
        self.chunks.append(_Chunk(x, self.y, anchors.get(style.get("text-anchor", ""), "start")))
        self.trailing = True

    def _text(
        self, text: str, element: Element, style: Style, size: float, places: dict[str, list[float]], preserve: bool
    ) -> None:
        words = text.replace("\n", " ").replace("\t", " ").replace("\r", "")
        if not preserve:
            words = " ".join(words.split(" ")) if "  " not in words else _collapsed(words)
            if self.trailing:
                words = words.lstrip(" ")
        if not words:
            return
        self.trailing = words.endswith(" ")
        if style.get("visibility", "visible") != "visible":
            return
        painted = self.fill(style, element)
        if painted is None:
            return
        span = self._span(words, style, size, painted)
        xs, ys = places["x"], places["y"]
        if len(xs) < 2 and len(ys) < 2:
            self.chunks[-1].spans.append(span)
            return
        for index, letter in enumerate(words):
            if 0 < index < max(len(xs), len(ys)):
                self.y = ys[index] if index < len(ys) else self.y
                self._begin(xs[index] if index < len(xs) else self.chunks[-1].x, style)
            self.chunks[-1].spans.append(replace(span, text=letter))

    def _span(self, text: str, style: Style, size: float, painted: Painted) -> Span:
        paint = painted.paint.stops[0].color if isinstance(painted.paint, Gradient) else painted.paint
        weight = style.get("font-weight", "normal")
        bold = weight in ("bold", "bolder") or (number(weight) or 0) >= 600
        italic = style.get("font-style", "normal") in ("italic", "oblique")
        return Span(text, size, paint, family_of(style), bold, italic, self.rise, painted.opacity)


def _shift(style: Style, size: float) -> float:
    """Return how far the base line is below the place that the element names."""
    wanted = style.get("alignment-baseline") or style.get("dominant-baseline") or "auto"
    if wanted in ("middle", "central"):
        return _CENTRED * size
    return _HANGING * size if wanted in ("hanging", "text-before-edge", "text-top", "before-edge") else 0.0


def _collapsed(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _trimmed(spans: list[Span]) -> list[Span]:
    """Return spans of the same look joined, without a space at the end; none when nothing shows."""
    joined: list[Span] = []
    for span in spans:
        if joined and replace(joined[-1], text="") == replace(span, text=""):
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    while joined and not joined[-1].text.strip(" "):
        joined.pop()
    if joined:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return joined


def own_matrix(matrix: Matrix, text: str) -> Matrix | None:
    """Return *matrix* with an element's own transform; None when that cannot be read."""
    own = read_transform(text)
    return None if own is None else multiplied(matrix, own)
