"""An SVG file to a drawing: what is drawn, in order, with everything worked out that the file only refers to.

Enters: the bytes of an SVG file (SVG 1.1 and what SVG 2 and drawing programs add). Leaves: a Drawing, or findings.
Guaranteed: scripts, event handlers, animations, entities and everything from outside the file are errors; an element
that cannot be drawn is an error or a warning at its line; ``use`` in a circle and bombs of it end, since shapes, path
segments and depth are bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from pipeline.diagnostics import Diagnostic, Place, Severity
from pipeline.drawings.clips import Clipper
from pipeline.drawings.embedded import Decode, read_bitmap
from pipeline.drawings.findings import Findings, Refusal, name_of
from pipeline.drawings.markers import Corner, corners, marker_frame
from pipeline.drawings.matrices import (
    IDENTITY,
    fitted,
    is_even,
    moved_path,
    multiplied,
    read_box,
    read_transform,
    size_of,
)
from pipeline.drawings.numbers import number, share
from pipeline.drawings.outlines import SHAPES, bounds_of, measure, outline, stroke_of
from pipeline.drawings.paints import XLINK, Bounds, Painted, Painter
from pipeline.drawings.paths import rectangle
from pipeline.drawings.safety import check_safe
from pipeline.drawings.sizes import root_frame
from pipeline.drawings.styles import Style, Styles
from pipeline.drawings.texts import TextReader, font_size
from pipeline.drawings.xml import parse
from pipeline.model.drawing import Clip, Drawing, Group, Matrix, PathShape, Segment, Shape, Stroke
from pipeline.values import dataclass, replace

MOST_SHAPES = 30_000
MOST_SEGMENTS = 250_000
_DEEPEST = 60
_SVG = "{http://www.w3.org/2000/svg}"
_SILENT = frozenset((
    "title", "desc", "metadata", "defs", "style", "symbol", "clipPath", "linearGradient", "radialGradient", "marker",
    "mask", "filter", "pattern", "view", "script", "cursor", "font", "color-profile", "hatch", "solidcolor",
))  # fmt: skip
"""Elements that draw nothing where they stand; what they do elsewhere is reported there."""
_PNG = "place it as a PNG picture"


@dataclass(frozen=True, slots=True)
class _Around:
    """What an element inherits. *matrix* goes to points; *chain*: the elements whose copies it is in."""

    matrix: Matrix
    style: Style
    viewport: tuple[float, float]
    size: float = 16.0
    depth: int = 0
    chain: tuple[Element, ...] = ()


def read_svg(name: str, data: bytes, place: Place | None, decode: Decode) -> tuple[Drawing | None, list[Diagnostic]]:
    """Return the drawing in *data*; None when a finding is an error. *decode* reads PNG and JPEG pictures inside it."""
    findings = Findings(name, place)
    try:
        drawing = _Reader(parse(data, findings), findings, decode).run(name)
    except Refusal:
        drawing = None
    sound = all(finding.severity is not Severity.ERROR for finding in findings.all)
    return drawing if sound else None, findings.all


class _Reader:
    """Walks through one file. *shapes* and *segments* count what has been drawn."""

    def __init__(self, root: Element, findings: Findings, decode: Decode) -> None:
        self._root = root
        self._findings = findings
        self._decode = decode
        check_safe(root, findings)
        self._styles = Styles(root, findings)
        self._named: dict[str, Element] = {}
        for element in root.iter():
            self._named.setdefault(element.get("id", ""), element)
        self._paints = Painter(self._named, self._styles, findings)
        self._clips = Clipper(self._named, self._styles, findings, self._count)
        self._shapes = self._segments = 0

    def run(self, name: str) -> Drawing | None:
        frame = root_frame(self._root, self._findings)
        if frame is None:
            return None
        style = self._styles.of(self._root, {})
        around = _Around(frame.matrix, style, frame.viewport, font_size(style, 16.0))
        shapes = self._finished(self._children(self._root, around), self._root, style, around)
        if not shapes and not self._findings.failed:
            message = f"{self._findings.file} shows nothing"
            self._findings.error("empty-drawing", message, self._root, "look at it in a drawing program")
        return Drawing(name, frame.width, frame.height, tuple(shapes))

    # Elements

    def _children(self, element: Element, around: _Around) -> list[Shape]:
        found: list[Shape] = []
        for child in element:
            found += self._element(child, around)
        return found

    def _element(self, element: Element, around: _Around) -> list[Shape]:
        kind = name_of(element)
        if not element.tag.startswith(_SVG):
            return []  # what a drawing program notes for itself
        if kind in _SILENT:
            return []
        if around.depth > _DEEPEST:
            raise self._findings.refuse(
                "too-deep", "the drawing's parts stand too deep inside each other", element, _PNG
            )
        self._shapes += 1
        if self._shapes > MOST_SHAPES:
            message = f"the drawing has more than {MOST_SHAPES:,} shapes, copies counted"
            raise self._findings.refuse("drawing-too-large", message, element, _PNG)
        style = self._styles.of(element, around.style)
        if style.get("display") == "none":
            return []
        inside = self._inside(element, style, around)
        if size_of(inside.matrix) <= 0:
            return []  # SVG 2, 8.5: it is squeezed to nothing
        return self._finished(self._drawn(kind, element, style, inside), element, style, inside)

    def _inside(self, element: Element, style: Style, around: _Around) -> _Around:
        written = style.get("transform", "none")
        own = read_transform("" if written == "none" else written)
        if own is None:
            message = f"the transform of <{name_of(element)}> cannot be read"
            self._findings.error("broken-drawing", message, element, "write it as SVG 1.1 does, such as rotate(30)")
            own = IDENTITY
        matrix = multiplied(around.matrix, own)
        size = font_size(style, around.size)
        return replace(around, matrix=matrix, style=style, size=size, depth=around.depth + 1)

    def _drawn(self, kind: str, element: Element, style: Style, inside: _Around) -> list[Shape]:
        if kind in SHAPES:
            return self._shape(element, style, inside)
        match kind:
            case "g":
                return self._children(element, inside)
            case "a":
                message = "<a> makes part of the drawing a link, which it is not on paper"
                self._findings.warning(
                    "simplified-drawing", message, element, "write the address in the text beside it"
                )
                return self._children(element, inside)
            case "svg":
                return self._nested(element, element, inside)
            case "use":
                return self._use(element, inside)
            case "switch":
                chosen = next((child for child in element if _can_show(child)), None)
                return self._element(chosen, inside) if chosen is not None else []
            case "text":
                reader = TextReader(self._styles, self._findings, self._text_fill(inside), inside.viewport)
                return list(reader.read(element, style, inside.size, inside.matrix, 1.0))
            case "image":
                return read_bitmap(element, inside.matrix, inside.viewport, inside.size, self._findings, self._decode)
        message = f"<{kind}> is not supported"
        self._findings.error(
            "unsupported-drawing", message, element, f"turn it into shapes in a drawing program, or {_PNG}"
        )
        return []

    def _finished(self, shapes: list[Shape], element: Element, style: Style, around: _Around) -> list[Shape]:
        """Return what an element draws, behind its clipping path and at its opacity."""
        opacity = share(style.get("opacity", "1"))
        opacity = 1.0 if opacity is None else opacity
        clips = self._clips.of(element, style, around.matrix, around.viewport) if shapes else []
        if clips is None or opacity <= 0 or not shapes:
            return []
        if not clips and opacity >= 1:
            return shapes
        return [Group(tuple(shapes), tuple(clips), opacity)]

    # Copies and viewports

    def _use(self, element: Element, inside: _Around) -> list[Shape]:
        written = element.get("href", element.get(XLINK, ""))
        target = self._named.get(written[1:]) if written.startswith("#") else None
        if target is None:
            if written.startswith("#"):
                message = f"<use> copies {written}, which is not there"
                self._findings.error("broken-drawing", message, element, "draw it, or take <use> out")
            return []  # from outside: reported with all others
        if target in inside.chain or self._root is target:
            message = f"<use> copies {written}, which it is part of"
            self._findings.error("broken-drawing", message, element, "take it out")
            return []
        x, y = (self._measure(element, name, inside) for name in ("x", "y"))
        matrix = multiplied(inside.matrix, (1.0, 0.0, 0.0, 1.0, x, y))
        inside = replace(inside, matrix=matrix, chain=(*inside.chain, target))
        if name_of(target) in ("symbol", "svg"):
            style = self._styles.of(target, inside.style)
            shapes = self._nested(target, element, replace(inside, style=style, depth=inside.depth + 1))
            return self._finished(shapes, target, style, inside)
        return self._element(target, inside)

    def _nested(self, element: Element, sized: Element, around: _Around) -> list[Shape]:
        """Return what stands in a viewport of its own; *sized* says how large it is."""
        wide, high = around.viewport
        width = measure(
            sized, "width", wide, around.size, self._findings, self._measure(element, "width", around, wide)
        )
        height = measure(
            sized, "height", high, around.size, self._findings, self._measure(element, "height", around, high)
        )
        if width <= 0 or height <= 0:
            return []
        x, y = (self._measure(element, name, around) if element is sized else 0.0 for name in ("x", "y"))
        matrix = multiplied(around.matrix, (1.0, 0.0, 0.0, 1.0, x, y))
        frame = moved_path(matrix, rectangle(0.0, 0.0, width, height))
        box = read_box(element.get("viewBox", ""))
        viewport = (width, height)
        if box is not None:
            own, _ = fitted(box, width, height, element.get("preserveAspectRatio", ""))
            matrix, viewport = multiplied(matrix, own), (box[2], box[3])
        shapes = self._children(element, replace(around, matrix=matrix, viewport=viewport))
        if not shapes or around.style.get("overflow") == "visible":
            return shapes
        return [Group(tuple(shapes), (Clip(frame),))]

    def _measure(self, element: Element, name: str, around: _Around, default: float = 0.0) -> float:
        whole = around.viewport[0] if name in ("x", "width") else around.viewport[1]
        return measure(element, name, whole, around.size, self._findings, default)

    # Shapes

    def _shape(self, element: Element, style: Style, inside: _Around) -> list[Shape]:
        segments = outline(element, inside.viewport, inside.size, self._findings)
        if not segments:
            return []
        self._count(len(segments), element)
        found: list[Shape] = []
        if style.get("visibility", "visible") == "visible":
            fill = self._painted("fill", "black", element, style, inside, segments)
            line = self._painted("stroke", "none", element, style, inside, segments)
            stroke = self._stroke(element, style, inside, line) if line is not None else None
            if fill is not None or stroke is not None:
                moved = moved_path(inside.matrix, segments)
                rule = style.get("fill-rule") == "evenodd"
                opacity = fill.opacity if fill is not None else 1.0
                found.append(PathShape(moved, fill.paint if fill is not None else None, stroke, rule, opacity))
        return found + self._markers(element, style, inside, segments)

    def _painted(
        self, name: str, default: str, element: Element, style: Style, inside: _Around, segments: tuple[Segment, ...]
    ) -> Painted | None:
        value = style.get(name, default)
        if value == "none":
            return None
        # Only a gradient is measured by what it fills.
        bounds = bounds_of(segments) if value.startswith("url(") else Bounds(0.0, 0.0, 0.0, 0.0)
        painted = self._paints.paint(value, style, element, inside.matrix, bounds, inside.viewport)
        opacity = share(style.get(f"{name}-opacity", "1"))
        if painted is None or opacity == 0 or painted.opacity == 0:
            return None
        return painted._replace(opacity=painted.opacity * (1.0 if opacity is None else opacity))

    def _stroke(self, element: Element, style: Style, inside: _Around, painted: Painted) -> Stroke | None:
        wide, high = inside.viewport
        whole = ((wide * wide + high * high) / 2) ** 0.5
        scale = size_of(inside.matrix)
        if style.get("vector-effect", "none") == "non-scaling-stroke":
            scale = 0.75
        elif not is_even(inside.matrix):
            message = f"<{name_of(element)}> has a line that a transform makes uneven; it is drawn even"
            self._findings.warning("simplified-drawing", message, element, "turn lines into shapes where it matters")

        def told(name: str) -> None:
            message = f"the {name} of <{name_of(element)}> cannot be read"
            self._findings.error("broken-drawing", message, element, "write numbers")

        return stroke_of(style, painted, scale, whole, inside.size, 1.0, told)

    def _text_fill(self, inside: _Around) -> Callable[[Style, Element], Painted | None]:
        def fill(style: Style, element: Element) -> Painted | None:
            if style.get("stroke", "none") != "none":
                message = f"<{name_of(element)}> has an outline, which is left out"
                self._findings.warning("simplified-drawing", message, element, "turn the text into shapes")
            value = style.get("fill", "black")
            if value.startswith("url("):
                message = f"<{name_of(element)}> has more than one colour; it gets one"
                self._findings.warning("simplified-drawing", message, element, "turn the text into shapes")
            return self._painted("fill", "black", element, style, inside, rectangle(0.0, 0.0, 1.0, 1.0))

        return fill

    def _count(self, segments: int, element: Element) -> None:
        self._segments += segments
        if self._segments > MOST_SEGMENTS:
            message = f"the drawing has more than {MOST_SEGMENTS:,} path segments, copies counted"
            raise self._findings.refuse("drawing-too-large", message, element, f"simplify its paths, or {_PNG}")

    # Markers

    def _markers(self, element: Element, style: Style, inside: _Around, segments: tuple[Segment, ...]) -> list[Shape]:
        wanted = {kind: style.get(kind, "none") for kind in ("marker-start", "marker-mid", "marker-end")}
        if all(value == "none" for value in wanted.values()) or name_of(element) not in (
            "path",
            "line",
            "polyline",
            "polygon",
        ):
            return []
        width = number(style.get("stroke-width", "1").removesuffix("px"))
        found: list[Shape] = []
        for corner in corners(segments):
            marker = self._clips.reference(wanted[corner.kind], element, "marker")
            if marker is not None and marker not in inside.chain:
                place = (1.0, 0.0, 0.0, 1.0, *corner.point)
                found += self._marker(
                    marker, multiplied(inside.matrix, place), corner, 1.0 if width is None else width, inside
                )
        return found

    def _marker(self, marker: Element, matrix: Matrix, corner: Corner, width: float, inside: _Around) -> list[Shape]:
        frame = marker_frame(
            marker,
            corner,
            width,
            lambda name, default: measure(marker, name, 1.0, inside.size, self._findings, default),
        )
        if frame is None:
            return []
        own, clip, viewport = frame
        style = self._styles.of(marker, {})
        around = _Around(multiplied(matrix, own), style, viewport, 16.0, inside.depth + 1, (*inside.chain, marker))
        shapes = self._children(marker, around)
        if not shapes or style.get("overflow", "hidden") == "visible":
            return shapes
        return [Group(tuple(shapes), (Clip(moved_path(around.matrix, clip)),))]


def _can_show(element: Element) -> bool:
    """Whether a child of ``switch`` is one to be taken: foreign content and extensions are not."""
    return (
        element.tag.startswith(_SVG) and name_of(element) != "foreignObject" and not element.get("requiredExtensions")
    )
