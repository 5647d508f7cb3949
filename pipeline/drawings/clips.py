"""Clipping paths, and references by ``url(#…)`` (CSS Masking 1, 5).

Enters: elements with a ``clip-path``. Leaves: the paths that they are seen through. Guaranteed: clipping paths that are
clipped themselves end, even in a circle; what a clipping path cannot hold is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from pipeline.drawings.findings import Findings, name_of
from pipeline.drawings.matrices import IDENTITY, moved_path, multiplied, read_transform
from pipeline.drawings.outlines import SHAPES, Viewport, measure, outline
from pipeline.drawings.paints import XLINK
from pipeline.drawings.styles import Style, Styles
from pipeline.model.drawing import Clip, Matrix, Segment
from pipeline.values import dataclass

_SVG = "{http://www.w3.org/2000/svg}"
_QUIET = frozenset(("title", "desc", "metadata"))


@dataclass(frozen=True, slots=True)
class Clipper:
    """Works out clipping paths. *named*: elements by id; *count* is told of each path's segments."""

    named: Mapping[str, Element]
    styles: Styles
    findings: Findings
    count: Callable[[int, Element], None]

    def reference(self, value: str, element: Element, kind: str) -> Element | None:
        """Return the element of that *kind* that ``url(#…)`` leads to."""
        if not value.startswith("url("):
            return None
        written = value[4:].partition(")")[0].strip().strip("\"'")
        found = self.named.get(written.removeprefix("#")) if written.startswith("#") else None
        if found is not None and name_of(found) == kind:
            return found
        if not written.startswith("#"):
            message = f"<{name_of(element)}> takes a {kind} from another file"
            self.findings.error("outside-reference", message, element, "copy it into the drawing")
        return None

    def of(self, element: Element, style: Style, matrix: Matrix, viewport: Viewport) -> list[Clip] | None:
        """Return the clipping paths of an element; None when they leave nothing to be seen."""
        written = style.get("clip-path", "none")
        if written not in ("none", "") and not written.startswith("url("):
            message = f"<{name_of(element)}> is clipped by a CSS shape, which is not supported"
            self.findings.error("unsupported-drawing", message, element, "use a <clipPath>")
        clip = self.reference(written, element, "clipPath")
        found: list[Clip] = []
        seen: list[Element] = []
        while clip is not None and clip not in seen:
            seen.append(clip)
            style = self.styles.of(clip, {})
            if clip.get("clipPathUnits") == "objectBoundingBox":
                message = "<clipPath> is measured by what it clips, which is not supported"
                self.findings.error("unsupported-drawing", message, clip, "release the clip and set it anew")
            own = read_transform(_none(style)) or IDENTITY
            segments, rule = self._path(clip, style, multiplied(matrix, own), viewport)
            if not segments:
                return None
            found.append(Clip(segments, rule))
            clip = self.reference(style.get("clip-path", "none"), clip, "clipPath")
        return found

    def _path(
        self, clip: Element, above: Style, matrix: Matrix, viewport: Viewport
    ) -> tuple[tuple[Segment, ...], bool]:
        """Return all shapes of a ``clipPath`` as one path, and whether it is filled by the even-odd rule."""
        found: list[Segment] = []
        rules: set[bool] = set()
        for child in clip:
            target, place = self._copied(child, matrix, viewport)
            if name_of(target) not in SHAPES:
                if name_of(target) not in _QUIET and target.tag.startswith(_SVG):
                    message = f"<{name_of(target)}> in a <clipPath> is not supported"
                    self.findings.error("unsupported-drawing", message, target, "clip by plain shapes")
                continue
            style = self.styles.of(target, above)
            if style.get("display") == "none" or style.get("visibility", "visible") != "visible":
                continue
            own = read_transform(_none(style)) or IDENTITY
            segments = outline(target, viewport, 16.0, self.findings)
            self.count(len(segments), target)
            found += moved_path(multiplied(place, own), segments)
            rules.add(style.get("clip-rule") == "evenodd")
        return tuple(found), rules == {True}

    def _copied(self, child: Element, matrix: Matrix, viewport: Viewport) -> tuple[Element, Matrix]:
        """Return what a ``use`` copies and where to; any other element as it is."""
        if name_of(child) != "use":
            return child, matrix
        written = child.get("href", child.get(XLINK, ""))
        x = measure(child, "x", viewport[0], 16.0, self.findings)
        y = measure(child, "y", viewport[1], 16.0, self.findings)
        own = read_transform(child.get("transform", "")) or IDENTITY
        place = multiplied(multiplied(matrix, own), (1.0, 0.0, 0.0, 1.0, x, y))
        return self.named.get(written.removeprefix("#"), child), place


def _none(style: Style) -> str:
    written = style.get("transform", "none")
    return "" if written == "none" else written
