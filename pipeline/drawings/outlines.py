"""Shape elements to paths, and the lines along them (SVG 2, 10 and 13.5).

Enters: a shape element, its style. Leaves: segments in the element's own space; strokes in that of the drawing.
Guaranteed: a measure or path that cannot be read is reported at its element, and what comes before the fault is drawn,
as the specification asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from xml.etree.ElementTree import Element

from pipeline.drawings.findings import Findings, name_of
from pipeline.drawings.numbers import length, number
from pipeline.drawings.paints import Bounds, Painted
from pipeline.drawings.paths import ellipse, polygon, read_path, rectangle
from pipeline.drawings.styles import Style
from pipeline.model.drawing import Point, Segment, Stroke

Viewport = tuple[float, float]
SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_CAPS: dict[str, Literal["butt", "round", "square"]] = {"round": "round", "square": "square"}
_JOINS: dict[str, Literal["miter", "round", "bevel"]] = {"round": "round", "bevel": "bevel"}
_LONGEST_DASH = 64


def outline(element: Element, viewport: Viewport, size: float, findings: Findings) -> tuple[Segment, ...]:
    """Return the path of a shape element; *size*: of its type, for lengths in ems."""

    def at(name: str, whole: float, default: float = 0.0) -> float:
        return measure(element, name, whole, size, findings, default)

    wide, high = viewport
    diagonal = ((wide * wide + high * high) / 2) ** 0.5
    match name_of(element):
        case "path":
            segments, fault = read_path(element.get("d", ""))
            if fault is not None:
                written = element.get("d", "")[max(fault - 10, 0) : fault + 10]
                message = f"the path data of <path> is wrong near {written!r}"
                findings.warning(
                    "broken-drawing", message, element, "what follows in this path is left out; draw it anew"
                )
            return segments
        case "rect":
            width, height = at("width", wide), at("height", high)
            if width <= 0 or height <= 0:
                return ()
            rx, ry = at("rx", wide, -1.0), at("ry", high, -1.0)
            rx, ry = rx if rx >= 0 else max(ry, 0.0), ry if ry >= 0 else max(rx, 0.0)
            return rectangle(at("x", wide), at("y", high), width, height, rx, ry)
        case "circle":
            radius = at("r", diagonal)
            return ellipse(at("cx", wide), at("cy", high), radius, radius) if radius > 0 else ()
        case "ellipse":
            rx, ry = at("rx", wide, -1.0), at("ry", high, -1.0)
            rx, ry = rx if rx >= 0 else ry, ry if ry >= 0 else rx
            return ellipse(at("cx", wide), at("cy", high), rx, ry) if rx > 0 and ry > 0 else ()
        case "line":
            return (("M", (at("x1", wide), at("y1", high))), ("L", (at("x2", wide), at("y2", high))))
    segments, sound = polygon(element.get("points", ""), close=name_of(element) == "polygon")
    if not sound:
        message = f"the points of <{name_of(element)}> cannot be read"
        findings.error("broken-drawing", message, element, "write pairs of numbers")
    return segments


def measure(element: Element, name: str, whole: float, size: float, findings: Findings, default: float = 0.0) -> float:
    """Return a length that an attribute holds; *whole* is what a percentage is of."""
    written = element.get(name, "").strip()
    if not written or written == "auto":
        return default
    value = length(written, whole, size)
    if value is None:
        message = f"the {name} of <{name_of(element)}> is {written[:40]!r}, no length"
        findings.error("broken-drawing", message, element, "write a number")
        return default
    return value


def bounds_of(segments: tuple[Segment, ...]) -> Bounds:
    """Return the box around a path; a curve's extremes are its own, not its control points'."""
    xs: list[float] = []
    ys: list[float] = []
    at: Point = (0.0, 0.0)
    for segment in segments:
        match segment:
            case ("M", point) | ("L", point):
                xs.append(point[0])
                ys.append(point[1])
                at = point
            case ("C", first, second, end):
                xs += _extremes(at[0], first[0], second[0], end[0])
                ys += _extremes(at[1], first[1], second[1], end[1])
                at = end
    if not xs:
        return Bounds(0.0, 0.0, 0.0, 0.0)
    return Bounds(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _extremes(one: float, two: float, three: float, four: float) -> list[float]:
    """Return the ends of a cubic curve and where it turns, in one coordinate."""
    found = [one, four]
    a, b, c = four - 3 * three + 3 * two - one, 2 * (three - 2 * two + one), two - one
    times: list[float] = []
    if abs(a) < 1e-12:
        times = [-c / b] if abs(b) > 1e-12 else []
    elif (root := b * b - 4 * a * c) >= 0:
        times = [(-b + sign * root**0.5) / (2 * a) for sign in (1, -1)]
    for t in times:
        if 0 < t < 1:
            u = 1 - t
            found.append(u * u * u * one + 3 * u * u * t * two + 3 * u * t * t * three + t * t * t * four)
    return found


def stroke_of(
    style: Style, painted: Painted, scale: float, whole: float, size: float, opacity: float, told: Callable[[str], None]
) -> Stroke | None:
    """Return the line along a path, in points; None when it has no width. *told* hears of what cannot be read."""

    def at(name: str, default: str) -> float:
        value = length(style.get(name, default), whole, size)
        if value is None:
            told(name)
            value = length(default, whole, size)
        return value or 0.0

    width = at("stroke-width", "1") * scale
    if width <= 0:
        return None
    dash = tuple(value * scale for value in _dashes(style.get("stroke-dasharray", "none"), whole, size, told))
    limit = number(style.get("stroke-miterlimit", "4"))
    return Stroke(
        painted.paint,
        width,
        _CAPS.get(style.get("stroke-linecap", ""), "butt"),
        _JOINS.get(style.get("stroke-linejoin", ""), "miter"),
        dash,
        at("stroke-dashoffset", "0") * scale if dash else 0.0,
        max(limit if limit is not None else 4.0, 1.0),
        opacity * painted.opacity,
    )


def _dashes(text: str, whole: float, size: float, told: Callable[[str], None]) -> list[float]:
    if text.strip() in ("none", ""):
        return []
    found = [length(part, whole, size) for part in text.replace(",", " ").split()]
    values = [value for value in found if value is not None and value >= 0]
    if len(values) < len(found) or len(values) > _LONGEST_DASH:
        told("stroke-dasharray")
        return []
    if sum(values) <= 0:
        return []
    return values * 2 if len(values) % 2 else values
