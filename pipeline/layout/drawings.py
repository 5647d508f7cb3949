"""Drawings and charts made ready: at their size, their texts set in the theme's faces.

Enters: drawings and charts. Leaves: drawings in points of the page with the glyphs of their texts; for Word the same
drawings with outlines in the place of texts. Guaranteed: PDF and Word show the same glyphs at the same places; a
character that no face has is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import assert_never

import uharfbuzz as hb

from pipeline.diagnostics import Diagnostic, Place, Related
from pipeline.drawings.charts import ChartLook, draw_chart
from pipeline.layout.direction import directed
from pipeline.layout.frames import GlyphRun
from pipeline.layout.inline import missing_glyphs
from pipeline.layout.lines import Setting, set_line, unbroken
from pipeline.layout.row import PLAIN, Row
from pipeline.layout.shaping import Chunk, InlineStyle, Typesetter
from pipeline.model.chart import Chart
from pipeline.model.drawing import (
    BitmapShape,
    Drawing,
    Group,
    PathShape,
    Point,
    Segment,
    Shape,
    Span,
    TextShape,
    all_shapes,
    greyed,
    mapped,
    scaled,
)
from pipeline.style.direction import runs_right_to_left
from pipeline.style.fonts import Face
from pipeline.style.theme import Color, FontRequest, StyleName, Theme, marked

SetTexts = Mapping[TextShape, tuple[tuple[GlyphRun, ...], ...]]
_FAMILIES: dict[str, StyleName] = {"text": "body", "sans": "caption", "code": "code"}
_WEIGHT = 400


class Sketcher:
    """Makes drawings ready for a theme; keeps the styles and outlines it has worked out."""

    def __init__(self, theme: Theme, setter: Typesetter) -> None:
        self._theme = theme
        self._setter = setter
        self._styles: dict[tuple[FontRequest, float, Color, str, float], InlineStyle] = {}
        self._outlines: dict[tuple[Face, int], tuple[Segment, ...]] = {}

    def drawing(self, image: Drawing | Chart, width: float, lang: str) -> Drawing:
        """Return a drawing that is *width* points wide."""
        if isinstance(image, Chart):
            made = draw_chart(image, width, self._look(), lambda span: self._width(span, image.lang or lang))
        else:
            made = scaled(image, width / image.width)
        return greyed(made) if self._theme.printing.monochrome else made

    def texts(self, drawing: Drawing, lang: str, place: Place | None) -> tuple[SetTexts, list[Diagnostic]]:
        """Return the runs of each text, span by span, and what cannot be set."""
        found: dict[TextShape, tuple[tuple[GlyphRun, ...], ...]] = {}
        lost: dict[Place | None, dict[str, None]] = {}
        for shape in all_shapes(drawing.shapes):
            if isinstance(shape, TextShape) and shape not in found:
                found[shape] = self._set(shape, lang, lost.setdefault(shape.place or place, {}))
        faults = [fault for there, missing in lost.items() for fault in missing_glyphs("".join(missing), there)]
        shown = () if place is None else (Related("the drawing is placed here", place),)
        return found, [fault if fault.place is place else replace(fault, related=shown) for fault in faults]

    def outlined(self, drawing: Drawing, lang: str) -> Drawing:
        """Return *drawing* with its texts as shapes."""
        return replace(drawing, shapes=tuple(self._outlined(drawing.shapes, lang)))

    def _look(self) -> ChartLook:
        style = self._theme.charts
        return ChartLook(style.colors, style.text, style.grid, style.axis, style.size)

    def _outlined(self, shapes: tuple[Shape, ...], lang: str) -> Iterator[Shape]:
        for shape in shapes:
            match shape:
                case TextShape():
                    for span, runs in zip(shape.spans, self._set(shape, lang, {}), strict=True):
                        for run in runs:
                            yield from self._shown(run, shape, span.opacity)
                case Group(inner):
                    yield replace(shape, shapes=tuple(self._outlined(inner, lang)))
                case PathShape() | BitmapShape():
                    yield shape
                case _:
                    assert_never(shape)

    # Setting

    def _set(self, shape: TextShape, lang: str, missing: dict[str, None]) -> tuple[tuple[GlyphRun, ...], ...]:
        """Return runs whose x is measured from the shape's point."""
        lines: list[tuple[GlyphRun, ...]] = []
        x = 0.0
        spans = shape.spans
        if len(spans) > 1 and runs_right_to_left(lang):
            spans = spans[::-1]
        for span in spans:
            runs, width = self._runs(span, x, lang, missing)
            lines.append(runs)
            x += width
        if spans is not shape.spans:
            lines.reverse()
        shift = {"start": 0.0, "middle": -x / 2, "end": -x}[shape.anchor]
        return tuple(tuple(run._replace(x=run.x + shift) for run in runs) for runs in lines)

    def _runs(self, span: Span, x: float, lang: str, missing: dict[str, None]) -> tuple[tuple[GlyphRun, ...], float]:
        """Return the runs of a span that starts at *x*, and its width with the spaces at its ends."""
        style = self._style(span, lang)
        space = self._setter.space(style).advance * style.size
        before = space * (len(span.text) - len(span.text.lstrip(" ")))
        chunks: list[Chunk | None] = [self._setter.chunk(part, style) for part in span.text.split(" ") if part]
        if not chunks:
            return (), space * len(span.text)
        row = Row(chunks, [0] * len(chunks), (PLAIN,), False)
        for chunk in chunks:
            if chunk is not None:
                missing.update(dict.fromkeys(chunk.missing))
        if any(chunk is not None and not chunk.simple for chunk in chunks) or runs_right_to_left(lang):
            row = replace(directed(row, lang, self._setter), base=0)
        line = unbroken(row)._replace(space_after=span.text.endswith(" "))
        after = space * (len(span.text) - len(span.text.rstrip(" ")))
        setting = Setting(x + before, line.width, "left", 0.0, (None,))
        return set_line(line, row, setting, 0.0, self._setter).runs, before + line.width + after

    def _width(self, span: Span, lang: str) -> float:
        return self._runs(span, 0.0, lang, {})[1]

    def _style(self, span: Span, lang: str) -> InlineStyle:
        plain = self._theme.styles[_FAMILIES[span.family]].font._replace(weight=_WEIGHT, italic=span.italic)
        font = marked(plain, self._theme.strong_weight, strong=span.bold)
        key = (font, span.size, Color(*span.color), lang, span.rise)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = InlineStyle(
                chain=self._theme.fonts.chain(font),
                size=span.size,
                color=Color(*span.color),
                features=("tnum", "lnum"),
                lang=lang,
                tracking=0.0,
                rise=span.rise,
                uppercase=False,
                underline=False,
                strike=False,
            )
        return found

    # Outlines

    def _shown(self, run: GlyphRun, shape: TextShape, opacity: float) -> Iterator[PathShape]:
        """Yield the run's glyphs as one shape."""
        segments: list[Segment] = []
        a, b, c, d = shape.linear
        x = run.x
        for word in run.words:
            scale = run.size / word.face.upem
            pen = x
            for index, (glyph, advance) in enumerate(zip(word.glyphs, word.advances, strict=True)):
                across, up = word.offsets[index] if word.offsets else (0, 0)
                left, rise = pen + across * scale, run.rise + up * scale

                def placed(point: Point, left: float = left, rise: float = rise, scale: float = scale) -> Point:
                    u, v = left + point[0] * scale, -(rise + point[1] * scale)
                    return (shape.x + a * u + c * v, shape.y + b * u + d * v)

                segments += mapped(self._outline(word.face, glyph), placed)
                pen += advance * scale
            x += word.advance * run.size + run.space.advance * run.size + run.word_space
        if segments:
            yield PathShape(tuple(segments), fill=run.color, fill_opacity=opacity)

    def _outline(self, face: Face, glyph: int) -> tuple[Segment, ...]:
        found = self._outlines.get((face, glyph))
        if found is None:
            found = self._outlines[face, glyph] = _glyph(face, glyph)
        return found


def _glyph(face: Face, glyph: int) -> tuple[Segment, ...]:
    """Return a glyph's outline in font units, y upwards."""
    found: list[Segment] = []
    at = [(0.0, 0.0)]

    def move(x: float, y: float, _: object) -> None:
        found.append(("M", (x, y)))
        at[0] = (x, y)

    def line(x: float, y: float, _: object) -> None:
        found.append(("L", (x, y)))
        at[0] = (x, y)

    def cubic(x1: float, y1: float, x2: float, y2: float, x: float, y: float, _: object) -> None:
        found.append(("C", (x1, y1), (x2, y2), (x, y)))
        at[0] = (x, y)

    def quadratic(cx: float, cy: float, x: float, y: float, _: object) -> None:
        (sx, sy) = at[0]
        first, second = (sx + (cx - sx) * 2 / 3, sy + (cy - sy) * 2 / 3), (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3)
        cubic(*first, *second, x, y, None)

    functions = hb.DrawFuncs()
    functions.set_move_to_func(move)
    functions.set_line_to_func(line)
    functions.set_cubic_to_func(cubic)
    functions.set_quadratic_to_func(quadratic)
    functions.set_close_path_func(lambda _: found.append(("Z",)))
    face.hb_font.draw_glyph(glyph, functions, None)
    return tuple(found)
