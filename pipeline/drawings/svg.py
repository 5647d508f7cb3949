"""Drawings to SVG, for Word.

Enters: a drawing whose text has become paths. Leaves: an SVG 1.1 file. Guaranteed: it holds paths, pictures, gradients
and clips and nothing else, so that every program shows the same; numbers have three decimals at most; the same drawing
gives the same bytes.
"""

from __future__ import annotations

import base64
from typing import assert_never

from pipeline.model.drawing import (
    BitmapShape,
    Clip,
    Drawing,
    Gradient,
    Group,
    Matrix,
    Paint,
    PathShape,
    Segment,
    Shape,
    Stroke,
    TextShape,
)


def write_svg(drawing: Drawing) -> bytes:
    """Return *drawing* as an SVG file. Its texts are left out: :func:`pipeline.layout.drawings.outlined` before."""
    writer = _Writer()
    body = "".join(writer.shape(shape) for shape in drawing.shapes)
    width, height = _number(drawing.width), _number(drawing.height)
    definitions = f"<defs>{''.join(writer.definitions)}</defs>" if writer.definitions else ""
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}">'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}{definitions}{body}</svg>\n'.encode("ascii")


class _Writer:
    """Writes shapes; keeps the gradients and clips that they refer to."""

    def __init__(self) -> None:
        self.definitions: list[str] = []
        self._known: dict[Gradient | Clip, str] = {}

    def shape(self, shape: Shape) -> str:
        match shape:
            case PathShape():
                return self._path(shape)
            case Group(shapes, clips, opacity):
                inner = "".join(map(self.shape, shapes))
                for clip in reversed(clips):
                    inner = f'<g clip-path="url(#{self._clip(clip)})">{inner}</g>'
                return f'<g opacity="{_number(opacity)}">{inner}</g>' if opacity < 1 else inner
            case BitmapShape(image, matrix, opacity):
                data = base64.b64encode(image.data).decode("ascii")
                veil = f' opacity="{_number(opacity)}"' if opacity < 1 else ""
                return (
                    f'<image width="1" height="1" preserveAspectRatio="none" transform="{_matrix(matrix)}"{veil} '
                    f'xlink:href="data:image/{image.format};base64,{data}"/>'
                )
            case TextShape():
                return ""
        assert_never(shape)

    def _path(self, shape: PathShape) -> str:
        parts = [f'<path d="{path_data(shape.segments)}"']
        if shape.fill is None:
            parts.append(' fill="none"')
        else:
            parts.append(f' fill="{self._paint(shape.fill)}"')
            if shape.fill_opacity < 1:
                parts.append(f' fill-opacity="{_number(shape.fill_opacity)}"')
            if shape.even_odd:
                parts.append(' fill-rule="evenodd"')
        if shape.stroke is not None:
            parts += self._stroke(shape.stroke)
        return "".join((*parts, "/>"))

    def _stroke(self, stroke: Stroke) -> list[str]:
        parts = [f' stroke="{self._paint(stroke.paint)}" stroke-width="{_number(stroke.width)}"']
        if stroke.cap != "butt":
            parts.append(f' stroke-linecap="{stroke.cap}"')
        if stroke.join != "miter":
            parts.append(f' stroke-linejoin="{stroke.join}"')
        elif stroke.miter_limit != 4:
            parts.append(f' stroke-miterlimit="{_number(stroke.miter_limit)}"')
        if stroke.dash:
            parts.append(f' stroke-dasharray="{" ".join(map(_number, stroke.dash))}"')
            if stroke.dash_start:
                parts.append(f' stroke-dashoffset="{_number(stroke.dash_start)}"')
        if stroke.opacity < 1:
            parts.append(f' stroke-opacity="{_number(stroke.opacity)}"')
        return parts

    def _paint(self, paint: Paint) -> str:
        if not isinstance(paint, Gradient):
            return "#" + "".join(f"{channel:02X}" for channel in paint)
        return f"url(#{self._gradient(paint)})"

    def _gradient(self, gradient: Gradient) -> str:
        known = self._known.get(gradient)
        if known is None:
            known = self._known[gradient] = f"p{len(self._known) + 1}"
            (x1, y1), (x2, y2) = gradient.start, gradient.end
            points = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
            kind = "linearGradient"
            if gradient.radii is not None:
                kind = "radialGradient"
                points = {"fx": x1, "fy": y1, "cx": x2, "cy": y2, "r": gradient.radii[1]}
            where = "".join(f' {name}="{value:.6g}"' for name, value in points.items())
            stops = "".join(
                f'<stop offset="{_number(stop.offset)}" stop-color="{self._paint(stop.color)}"/>'
                for stop in gradient.stops
            )
            self.definitions.append(
                f'<{kind} id="{known}" gradientUnits="userSpaceOnUse"{where} '
                f'gradientTransform="{_matrix(gradient.matrix)}">{stops}</{kind}>'
            )
        return known

    def _clip(self, clip: Clip) -> str:
        known = self._known.get(clip)
        if known is None:
            known = self._known[clip] = f"p{len(self._known) + 1}"
            rule = ' clip-rule="evenodd"' if clip.even_odd else ""
            self.definitions.append(f'<clipPath id="{known}"><path d="{path_data(clip.segments)}"{rule}/></clipPath>')
        return known


def path_data(segments: tuple[Segment, ...]) -> str:
    """Return the ``d`` of a path."""
    parts: list[str] = []
    for segment in segments:
        parts.append(segment[0])
        parts.append(" ".join(f"{_number(x)} {_number(y)}" for x, y in segment[1:]))
    return "".join(parts)


def _matrix(matrix: Matrix) -> str:
    return "matrix(" + " ".join(f"{value:.6g}" for value in matrix) + ")"


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
