"""Colours and gradients (SVG 2, 13 and 14; CSS Color 4).

Enters: the text of ``fill``, ``stroke``, ``stop-color``; gradient elements. Leaves: paints with their opacity.
Guaranteed: a colour outside sRGB, a pattern or a gradient that cannot be drawn is an error at its element; references
from gradient to gradient end, even in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

import tinycss2
import tinycss2.color4

from pipeline.drawings.findings import Findings, name_of
from pipeline.drawings.matrices import IDENTITY, multiplied, read_transform
from pipeline.drawings.numbers import length, share
from pipeline.drawings.styles import Style, Styles
from pipeline.model.drawing import Color, Gradient, Matrix, Paint, Stop
from pipeline.values import dataclass

XLINK = "{http://www.w3.org/1999/xlink}href"
_MOST_STOPS = 256
_LONGEST_CHAIN = 10
_PLAIN = "give it one colour, or place a PNG picture"


class Painted(NamedTuple):
    """A paint and its own opacity."""

    paint: Paint
    opacity: float


class Bounds(NamedTuple):
    """The box around a shape in its own space."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Painter:
    """Works out paints. *named*: elements by id. *viewport*: width and height, for percentages."""

    named: Mapping[str, Element]
    styles: Styles
    findings: Findings

    def paint(
        self, value: str, style: Style, element: Element, matrix: Matrix, bounds: Bounds, viewport: tuple[float, float]
    ) -> Painted | None:
        """Return the paint that *value* asks for; None: nothing is painted."""
        text = value.strip()
        if text == "none":
            return None
        if not text.startswith("url("):
            return self.color(text, style, element)
        target, _, fallback = text[4:].partition(")")
        server = self.named.get(target.strip().strip("\"'").removeprefix("#"))
        if server is not None and name_of(server) in ("linearGradient", "radialGradient"):
            return self._gradient(server, matrix, bounds, viewport)
        if server is not None and name_of(server) == "pattern":
            message = f"<{name_of(element)}> is filled with a pattern, which is not supported"
            self.findings.error("unsupported-drawing", message, element, _PLAIN)
            return None
        if fallback.strip():
            return self.paint(fallback, style, element, matrix, bounds, viewport)
        message = f"<{name_of(element)}> is painted with {target.strip()}, which is not there"
        if not target.strip().strip("\"'").startswith("#"):
            message = f"<{name_of(element)}> is painted with something from another file"
            self.findings.error("outside-reference", message, element, _PLAIN)
        else:
            self.findings.error("broken-drawing", message, element, _PLAIN)
        return None

    def color(self, text: str, style: Style, element: Element) -> Painted | None:
        """Return a colour."""
        found = tinycss2.color4.parse_color(text)
        if found is None and " " in text and text.startswith("#"):
            found = tinycss2.color4.parse_color(text.split()[0])  # SVG 1.1: an ICC colour behind its fallback
        if isinstance(found, str):
            current = style.get("color", "black")
            found = tinycss2.color4.parse_color("black" if current.lower() == "currentcolor" else current)
        channels = _channels(found) if found is not None and not isinstance(found, str) else None
        if channels is None or found is None or isinstance(found, str):
            message = f"<{name_of(element)}> has the colour {text[:40]!r}, which is not known"
            self.findings.error("unsupported-drawing", message, element, "write it as #RRGGBB")
            return None
        return Painted(channels, min(max(float(found.alpha), 0.0), 1.0))

    def _gradient(
        self, server: Element, matrix: Matrix, bounds: Bounds, viewport: tuple[float, float]
    ) -> Painted | None:
        chain = self._chain(server)
        stops = self._stops(next((link for link in chain if any(_is_stop(child) for child in link)), server))
        if not stops:
            return None
        opacities = {opacity for _, opacity in stops}
        colors = {stop.color for stop, _ in stops}
        if len(opacities) > 1:
            message = f"<{name_of(server)}> goes from one opacity to another, which is not supported"
            self.findings.error("unsupported-drawing", message, server, "use opaque colours in it")
            return None
        opacity = stops[0][1]
        if len(colors) == 1:
            return Painted(stops[0][0].color, opacity)

        def said(name: str, default: str) -> str:
            return next((link.attrib[name] for link in chain if name in link.attrib), default)

        if said("spreadMethod", "pad") != "pad":
            message = f"<{name_of(server)}> repeats itself, which is not supported"
            self.findings.error("unsupported-drawing", message, server, _PLAIN)
            return None
        boxed = said("gradientUnits", "objectBoundingBox") != "userSpaceOnUse"
        if boxed and not (bounds.width > 0 and bounds.height > 0):
            return Painted(stops[-1][0].color, opacity)  # SVG 2, 14.2.1: nothing to spread the gradient over
        space = multiplied(matrix, (bounds.width, 0, 0, bounds.height, bounds.x, bounds.y)) if boxed else matrix
        own = read_transform(said("gradientTransform", ""))
        if own is None:
            self.findings.error(
                "broken-drawing", f"the transform of <{name_of(server)}> cannot be read", server, _PLAIN
            )
            own = IDENTITY
        wide, high = (1.0, 1.0) if boxed else viewport

        def at(name: str, default: str, whole: float) -> float:
            """*default*: a length, or the attribute that stands in, which itself is half of the whole."""
            text = said(name, said(default, "50%") if default in ("cx", "cy") else default)
            return length(text, whole) or 0.0

        made = _made(name_of(server), at, wide, high, tuple(stop for stop, _ in stops), multiplied(space, own))
        return Painted(made, opacity)

    def _chain(self, server: Element) -> list[Element]:
        """Return a gradient and those that it goes back to."""
        chain = [server]
        while len(chain) < _LONGEST_CHAIN:
            target = chain[-1].get("href", chain[-1].get(XLINK, ""))
            following = self.named.get(target.removeprefix("#")) if target.startswith("#") else None
            if following is None or following in chain:
                break
            chain.append(following)
        return chain

    def _stops(self, server: Element) -> list[tuple[Stop, float]]:
        found: list[tuple[Stop, float]] = []
        above = self.styles.of(server, {})
        for child in server:
            if not _is_stop(child):
                continue
            style = self.styles.of(child, above)
            offset = share(child.get("offset", "0")) or 0.0
            painted = self.color(style.get("stop-color", "black"), style, child)
            if painted is None:
                continue
            opacity = painted.opacity * (1.0 if (own := share(style.get("stop-opacity", "1"))) is None else own)
            offset = max(offset, found[-1][0].offset) if found else offset
            found.append((Stop(offset, _color(painted.paint)), opacity))
        if len(found) > _MOST_STOPS:
            message = f"<{name_of(server)}> has more than {_MOST_STOPS} stops"
            self.findings.error("drawing-too-large", message, server, "use fewer")
            return found[:1]
        return found


def _made(
    kind: str,
    at: Callable[[str, str, float], float],
    wide: float,
    high: float,
    stops: tuple[Stop, ...],
    matrix: Matrix,
) -> Gradient:
    if kind == "linearGradient":
        start, end = (at("x1", "0%", wide), at("y1", "0%", high)), (at("x2", "100%", wide), at("y2", "0%", high))
        return Gradient(start, end, stops, matrix)
    diagonal = ((wide * wide + high * high) / 2) ** 0.5
    centre = at("cx", "50%", wide), at("cy", "50%", high)
    radius = at("r", "50%", diagonal)
    focus = at("fx", "cx", wide), at("fy", "cy", high)
    return Gradient(focus, centre, stops, matrix, (at("fr", "0%", diagonal), radius))


def _is_stop(element: Element) -> bool:
    return name_of(element) == "stop"


def _color(paint: Paint) -> Color:
    assert not isinstance(paint, Gradient)
    return paint


def _channels(found: tinycss2.color4.Color) -> Color | None:
    """Return a colour's sRGB channels; None where that needs more than arithmetic."""
    if found.space not in ("srgb", "hsl", "hwb"):
        return None
    red, green, blue = (round(min(max(value or 0.0, 0.0), 1.0) * 255) for value in found.to("srgb").coordinates)
    return (red, green, blue)
