"""Pictures inside drawings.

Enters: an ``image`` element. Leaves: a bitmap where the element wants it. Guaranteed: only PNG and JPEG pictures that
lie in the file itself are read, by the same reader, with the same limits, as pictures beside it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.drawings.findings import Findings
from pipeline.drawings.matrices import fitted, moved_path, multiplied
from pipeline.drawings.outlines import Viewport, measure
from pipeline.drawings.paints import XLINK
from pipeline.drawings.paths import rectangle
from pipeline.model.drawing import BitmapShape, Clip, Group, Matrix, Shape
from pipeline.model.media import Image

Decode = Callable[[str, bytes], tuple[Image | None, list[Diagnostic]]]
"""From a name and the bytes of a PNG or JPEG picture to the picture and findings."""


def read_bitmap(
    element: Element, matrix: Matrix, viewport: Viewport, size: float, findings: Findings, decode: Decode
) -> list[Shape]:
    """Return the picture that an ``image`` element shows."""
    written = element.get("href", element.get(XLINK, "")).strip()
    if written[:5].lower() != "data:":
        if not written:
            findings.warning("broken-drawing", "<image> shows nothing", element, "take it out")
        return []  # from outside: reported with all others
    data = _data(written)
    if data is None:
        findings.error("broken-drawing", "the picture in <image> cannot be decoded", element, "embed it anew")
        return []
    image, found = decode(findings.file, data)
    for finding in found:
        tell = findings.error if finding.severity is Severity.ERROR else findings.warning
        tell(finding.code, f"the picture in <image>: {finding.message}", element, finding.help)
    if image is None:
        return []
    wide, high = viewport
    x, y = measure(element, "x", wide, size, findings), measure(element, "y", high, size, findings)
    ratio = image.height / image.width
    width = measure(element, "width", wide, size, findings, -1.0)
    height = measure(element, "height", high, size, findings, -1.0)
    if width < 0:
        width = float(image.width) if height < 0 else height / ratio
    height = width * ratio if height < 0 else height
    if width <= 0 or height <= 0:
        return []
    box = (0.0, 0.0, float(image.width), float(image.height))
    own, slices = fitted(box, width, height, element.get("preserveAspectRatio", ""))
    place = multiplied(multiplied(matrix, (1.0, 0.0, 0.0, 1.0, x, y)), own)
    unit: Matrix = (image.width, 0.0, 0.0, image.height, 0.0, 0.0)
    shape = BitmapShape(image, multiplied(place, unit))
    if not slices:
        return [shape]
    frame = rectangle(x, y, width, height)
    return [Group((shape,), (Clip(moved_path(matrix, frame)),))]


def _data(url: str) -> bytes | None:
    head, comma, body = url.partition(",")
    if not comma:
        return None
    if head.lower().endswith(";base64"):
        try:
            return base64.b64decode("".join(unquote_to_bytes(body).decode("ascii", "replace").split()), validate=False)
        except (binascii.Error, ValueError):
            return None
    return unquote_to_bytes(body)
