"""Vector drawings as form XObjects (ISO 32000-1, 8.10), with gradients, transparency and real text.

Enters: drawings at their size, with the runs of their texts. Leaves: :class:`Form` values, and in
:class:`DrawingBook` the states and patterns that they name. Guaranteed: colours are DeviceRGB or DeviceGray, which the
output intent describes; every gradient is measured in the form's own space, so that a drawing looks the same wherever
it stands; nothing is painted through a soft mask but pictures' own.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import assert_never

from pipeline.layout.frames import Picture
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
    Stop,
    Stroke,
    TextShape,
)
from pipeline.model.media import Image
from pipeline.pdf.document import Document
from pipeline.pdf.fonts import FontBook
from pipeline.pdf.painter import Painter
from pipeline.pdf.syntax import Hundredths, factor, reference
from pipeline.values import dataclass, field

_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_OPERATORS = {"M": b"m", "L": b"l", "C": b"c"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form XObject: its box, its operators, the XObjects it shows. *group*: it is painted as one (11.6.6)."""

    width: float
    height: float
    operators: bytes
    inner: tuple[str, ...]
    group: bool = False


@dataclass(slots=True)
class DrawingBook:
    """The drawings in use; *resource* names the XObject of a picture inside one."""

    fonts: FontBook
    numbers: Hundredths
    resource: Callable[[Image], str]
    forms: dict[str, Form] = field(default_factory=dict)
    states: dict[tuple[float, float], str] = field(default_factory=dict)
    patterns: dict[Gradient, str] = field(default_factory=dict)
    _known: dict[Drawing, str] = field(default_factory=dict)

    def name(self, picture: Picture) -> str:
        """Return the name of a drawing's form; the same drawing has one name however often it is shown."""
        drawing = picture.image
        assert isinstance(drawing, Drawing)
        found = self._known.get(drawing)
        if found is None:
            artist = _Artist(self, picture, drawing)
            artist.shapes(drawing.shapes)
            found = self._known[drawing] = self.add(artist.finished(group=False))
        return found

    def add(self, form: Form) -> str:
        """Keep a form; return its name."""
        name = f"Fm{len(self.forms) + 1}"
        self.forms[name] = form
        return name

    def state(self, fill: float, stroke: float) -> str:
        """Return the name of the graphics state with these opacities (11.6.4.4)."""
        return self.states.setdefault((round(fill, 4), round(stroke, 4)), f"G{len(self.states) + 1}")

    def pattern(self, gradient: Gradient) -> str:
        return self.patterns.setdefault(gradient, f"P{len(self.patterns) + 1}")

    def write(self, document: Document, images: dict[str, int]) -> dict[str, int]:
        """Write all forms; *images* are the pictures' numbers. Return the forms' numbers by name."""
        if not self.forms:
            return {}
        states = b"".join(
            b"/%b<</ca %b/CA %b>>" % (name.encode(), factor(fill), factor(stroke))
            for (fill, stroke), name in self.states.items()
        )
        patterns = b"".join(
            b"/%b %b" % (name.encode(), reference(document.add(_pattern(gradient))))
            for gradient, name in self.patterns.items()
        )
        shared = b"/Font %b" % reference(document.fonts)
        if states:
            shared += b"/ExtGState %b" % reference(document.add(b"<<%b>>" % states))
        if patterns:
            shared += b"/Pattern %b" % reference(document.add(b"<<%b>>" % patterns))
        numbers: dict[str, int] = {}
        for name, form in self.forms.items():  # a form within another comes before it
            inner = b"".join(b"/%b %b" % (part.encode(), reference({**images, **numbers}[part])) for part in form.inner)
            entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %b %b]/Resources<<%b%b>>" % (
                factor(form.width),
                factor(form.height),
                shared,
                b"/XObject<<%b>>" % inner if inner else b"",
            )
            if form.group:
                entries += b"/Group<</S/Transparency/CS/DeviceRGB>>"
            numbers[name] = document.add_stream(entries, form.operators)
        return numbers


class _Artist:
    """Paints one drawing, or a group of one. PDF's y grows upwards from the lower edge."""

    def __init__(self, book: DrawingBook, picture: Picture, drawing: Drawing) -> None:
        self._book = book
        self._picture = picture
        self._drawing = drawing
        self._height = drawing.height
        self._lines: list[bytes] = []
        self._inner: dict[str, None] = {}

    def finished(self, *, group: bool) -> Form:
        return Form(self._drawing.width, self._height, b"\n".join(self._lines), tuple(self._inner), group)

    def shapes(self, shapes: tuple[Shape, ...]) -> None:
        for shape in shapes:
            match shape:
                case PathShape():
                    self._path(shape)
                case TextShape():
                    self._text(shape)
                case BitmapShape():
                    self._bitmap(shape)
                case Group():
                    self._group(shape)
                case _:
                    assert_never(shape)

    def _path(self, shape: PathShape) -> None:
        fill, stroke = shape.fill, shape.stroke
        self._lines.append(b"q")
        opacities = shape.fill_opacity if fill is not None else 1.0, stroke.opacity if stroke is not None else 1.0
        if min(opacities) < 1:
            self._lines.append(b"/%b gs" % self._book.state(*opacities).encode())
        if fill is not None:
            self._lines.append(self._paint(fill, stroke=False))
        if stroke is not None:
            self._stroke(stroke)
        self._trace(shape.segments)
        star = b"*" if shape.even_odd else b""
        ending = b"f" if stroke is None else b"S" if fill is None else b"B"
        self._lines.append(b"%b%b Q" % (ending, star if ending != b"S" else b""))

    def _stroke(self, stroke: Stroke) -> None:
        lines = [self._paint(stroke.paint, stroke=True), b"%b w" % factor(stroke.width)]
        if stroke.cap != "butt":
            lines.append(b"%d J" % _CAPS[stroke.cap])
        if stroke.join != "miter":
            lines.append(b"%d j" % _JOINS[stroke.join])
        else:
            lines.append(b"%b M" % factor(stroke.miter_limit))
        if stroke.dash:
            lines.append(b"[%b] %b d" % (b" ".join(map(factor, stroke.dash)), factor(stroke.dash_start)))
        self._lines.append(b" ".join(lines))

    def _paint(self, paint: Paint, *, stroke: bool) -> bytes:
        if isinstance(paint, Gradient):
            name = self._book.pattern(self._flipped_gradient(paint)).encode()
            return b"/Pattern CS /%b SCN" % name if stroke else b"/Pattern cs /%b scn" % name
        channels = b" ".join(_channel(value) for value in paint)
        return channels + (b" RG" if stroke else b" rg")

    def _flipped_gradient(self, gradient: Gradient) -> Gradient:
        a, b, c, d, e, f = gradient.matrix
        flipped: Matrix = (a, -b, c, -d, e, self._height - f)
        return Gradient(gradient.start, gradient.end, gradient.stops, flipped, gradient.radii)

    def _trace(self, segments: tuple[Segment, ...]) -> None:
        parts: list[bytes] = []
        height = self._height
        for segment in segments:
            if segment[0] == "Z":
                parts.append(b"h")
                continue
            for x, y in segment[1:]:
                parts.append(b"%b %b" % (_coordinate(x), _coordinate(height - y)))
            parts.append(_OPERATORS[segment[0]])
        self._lines.append(b" ".join(parts))

    def _text(self, shape: TextShape) -> None:
        a, b, c, d = shape.linear
        matrix = (a, -b, -c, d, shape.x, self._height - shape.y)
        for span, runs in zip(shape.spans, self._picture.texts.get(shape, ()), strict=False):
            if not runs:
                continue
            painter = Painter(self._book.fonts, self._book.numbers)
            for run in runs:
                painter.text(run, round(run.x * 100), 0)
            painter.end_line()
            painter.end_text()
            veil = b""
            if span.opacity < 1:
                veil = b"/%b gs " % self._book.state(span.opacity, 1.0).encode()
            self._lines.append(b"q %b%b cm" % (veil, b" ".join(map(factor, matrix))))
            self._lines += [*painter.lines, b"Q"]

    def _bitmap(self, shape: BitmapShape) -> None:
        a, b, c, d, e, f = shape.matrix
        matrix = (a, -b, -c, d, c + e, self._height - d - f)
        name = self._book.resource(shape.image)
        self._inner[name] = None
        veil = b"/%b gs " % self._book.state(shape.opacity, shape.opacity).encode() if shape.opacity < 1 else b""
        self._lines.append(b"q %b%b cm /%b Do Q" % (veil, b" ".join(map(factor, matrix)), name.encode()))

    def _group(self, group: Group) -> None:
        self._lines.append(b"q")
        for clip in group.clips:
            self._clip(clip)
        if group.opacity < 1:
            artist = _Artist(self._book, self._picture, self._drawing)
            artist.shapes(group.shapes)
            name = self._book.add(artist.finished(group=True))
            self._inner[name] = None
            state = self._book.state(group.opacity, group.opacity)
            self._lines.append(b"/%b gs /%b Do" % (state.encode(), name.encode()))
        else:
            self.shapes(group.shapes)
        self._lines.append(b"Q")

    def _clip(self, clip: Clip) -> None:
        self._trace(clip.segments)
        self._lines.append(b"W* n" if clip.even_odd else b"W n")


def _coordinate(value: float) -> bytes:
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".").encode()


def _channel(value: int) -> bytes:
    return f"{value / 255:.3f}".rstrip("0").rstrip(".").encode()


def _pattern(gradient: Gradient) -> bytes:
    """Return a shading pattern (8.7.4.5): axial or radial, its colours going on at both ends."""
    points = [*gradient.start, *gradient.end]
    kind = 2
    if gradient.radii is not None:
        kind = 3
        points = [*gradient.start, gradient.radii[0], *gradient.end, gradient.radii[1]]
    return b"<</Type/Pattern/PatternType 2/Matrix[%b]/Shading<<%b>>>>" % (
        b" ".join(map(factor, gradient.matrix)),
        b"/ShadingType %d/ColorSpace/DeviceRGB/Coords[%b]/Extend[true true]/Function %b"
        % (kind, b" ".join(map(factor, points)), _function(gradient.stops)),
    )


def _function(stops: tuple[Stop, ...]) -> bytes:
    """Return a function from 0 to 1 that goes through all stops (7.10.4)."""
    whole = list(stops)
    if whole[0].offset > 0:
        whole.insert(0, Stop(0.0, whole[0].color))
    if whole[-1].offset < 1:
        whole.append(Stop(1.0, whole[-1].color))
    parts = [
        b"<</FunctionType 2/Domain[0 1]/C0[%b]/C1[%b]/N 1>>"
        % (b" ".join(map(_channel, one.color)), b" ".join(map(_channel, other.color)))
        for one, other in pairwise(whole)
    ]
    if len(parts) == 1:
        return parts[0]
    bounds = b" ".join(factor(stop.offset) for stop in whole[1:-1])
    encode = b" ".join([b"0 1"] * len(parts))
    return b"<</FunctionType 3/Domain[0 1]/Functions[%b]/Bounds[%b]/Encode[%b]>>" % (b"".join(parts), bounds, encode)
