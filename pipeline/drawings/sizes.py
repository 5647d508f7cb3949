"""How large a drawing is (SVG 2, 8.2; CSS Images 3, 5.3).

Enters: the root element. Leaves: its size in points and the matrix that goes there. Guaranteed: the size is finite and
of bearable proportions, else there is a finding.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.drawings.findings import Findings
from pipeline.drawings.matrices import fitted, multiplied, read_box
from pipeline.drawings.numbers import length
from pipeline.model.drawing import Matrix

_POINTS = 0.75
"""Points in a CSS pixel."""
_LARGEST = 20_000.0
_SMALLEST = 1.0
_THINNEST = 200.0


class Frame(NamedTuple):
    """A drawing's size in points, the matrix to there, and width and height of its viewport in user units."""

    width: float
    height: float
    matrix: Matrix
    viewport: tuple[float, float]


def root_frame(root: Element, findings: Findings) -> Frame | None:
    """Return the frame of the file's root; None, reported, when it has none."""
    if root.tag.rpartition("}")[2] != "svg":
        findings.error("broken-drawing", f"{findings.file} is no SVG drawing", root, "save it as SVG or PNG")
        return None
    if not root.tag.startswith("{http://www.w3.org/2000/svg}"):
        help = 'write xmlns="http://www.w3.org/2000/svg" into <svg>'
        findings.error("broken-drawing", f"{findings.file} does not say that it is SVG", root, help)
        return None
    written = root.get("viewBox")
    box = read_box(written) if written is not None else None
    if written is not None and box is None:
        findings.error(
            "broken-drawing", f"the viewBox is {written[:40]!r}, no place and size", root, "write x y width height"
        )
        return None
    width, height = _side(root, "width"), _side(root, "height")
    if box is None and (width is None or height is None):
        findings.error("broken-drawing", "the drawing does not say how large it is", root, "give <svg> a viewBox")
        return None
    if box is not None:
        ratio = box[3] / box[2]
        if width is None:
            width = box[2] if height is None else height / ratio
        height = width * ratio if height is None else height
    assert width is not None and height is not None
    sides = sorted((width, height))
    if sides[0] < _SMALLEST or sides[1] > _LARGEST or sides[1] > sides[0] * _THINNEST:
        message = f"the drawing is {width:g} x {height:g} pixels large"
        help = f"give <svg> a width and height between {_SMALLEST:g} and {_LARGEST:g}"
        findings.error("drawing-size", message, root, help)
        return None
    matrix: Matrix = (_POINTS, 0.0, 0.0, _POINTS, 0.0, 0.0)
    viewport = (width, height)
    if box is not None:
        own, _ = fitted(box, width, height, root.get("preserveAspectRatio", ""))
        matrix, viewport = multiplied(matrix, own), (box[2], box[3])
    return Frame(width * _POINTS, height * _POINTS, matrix, viewport)


def _side(root: Element, name: str) -> float | None:
    """Return width or height in pixels; None where it is left out or a percentage."""
    written = root.get(name, "").strip()
    if not written or written.endswith("%") or written == "auto":
        return None
    return length(written, 0.0)
