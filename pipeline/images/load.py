"""A picture's file, checked.

Enters: the path of a file in the workspace. Leaves: an Image, or the Drawing that an SVG file holds. Guaranteed: the
bytes of an image are a whole, single PNG or JPEG picture of bearable size that can be decoded, the file's own wherever
both writers can take them (see :mod:`pipeline.images.normal`); everything else is a diagnostic at the place that names
the picture.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.diagnostics import DataError, Diagnostic, Place, error, warning
from pipeline.images.normal import normalised
from pipeline.model.drawing import Drawing
from pipeline.model.media import Image

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from pipeline.source.workspace import Workspace

MOST_BYTES = 30_000_000
MOST_PIXELS = 50_000_000
"""A picture of 8,000 by 6,000 pixels fills an A3 page at 500 dots per inch."""

_DPI = 96.0
_KINDS: tuple[tuple[bytes, Literal["png", "jpeg"]], ...] = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
_NAMES = {"png": (".png",), "jpeg": (".jpg", ".jpeg", ".jpe")}
_OTHERS = (
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"%PDF", "a PDF file"),
    (b"8BPS", "a Photoshop file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile"),
)
_SAVE_AS = "save it as PNG, JPEG or SVG"
_SVG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")
_SVG_WITHIN = 65_536
"""How far into a file ``<svg`` may stand, behind licences and remarks."""
_MOST_SVG_BYTES = 10_000_000


def load_image(
    workspace: Workspace, path: Path, place: Place | None
) -> tuple[Image | Drawing | None, list[Diagnostic]]:
    """Read the picture *path*; findings stand at *place*, where the picture is named, or at the drawing's own lines."""
    name = workspace.display(path)
    try:
        data = workspace.read(path, MOST_BYTES)
    except DataError as problem:
        return None, [replace(found, place=place, source_line=None) for found in problem.diagnostics]
    if _is_svg(data):
        return _load_svg(name, data, place)
    image, found = decode(name, data, place)
    if image is not None and path.suffix.lower() not in _NAMES[image.format]:
        message = f"{name} is a {image.format.upper()} picture, whatever its name says"
        found.append(warning("picture-name", message, place, help=f"rename it to {path.stem}{_NAMES[image.format][0]}"))
    return image, found


def decode(name: str, data: bytes, place: Place | None) -> tuple[Image | None, list[Diagnostic]]:
    """Return the PNG or JPEG picture in *data*; findings stand at *place*."""
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), None)
    if kind is None:
        return None, [_not_a_picture(name, data, place)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _opened(name, data, kind, place)
    except Exception as problem:  # Pillow raises what its decoders happen to raise
        return None, [_broken(name, kind, problem, place)]


def _load_svg(name: str, data: bytes, place: Place | None) -> tuple[Drawing | None, list[Diagnostic]]:
    from pipeline.drawings.reader import read_svg

    if len(data) > _MOST_SVG_BYTES:
        message = f"{name} is an SVG drawing of more than {_MOST_SVG_BYTES // 1_000_000} MB"
        return None, [error("drawing-too-large", message, place, help="simplify it, or place it as a PNG picture")]
    return read_svg(name, data, place, lambda inner, content: decode(inner, content, None))


def _is_svg(data: bytes) -> bool:
    """Whether a file begins as XML and goes on to an ``svg`` element; UTF-16 is XML too."""
    start = data[:_SVG_WITHIN]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.replace(b"\0", b"")[2:]
    start = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _SVG.search(start) is not None


def _opened(
    name: str, data: bytes, kind: Literal["png", "jpeg"], place: Place | None
) -> tuple[Image | None, list[Diagnostic]]:
    from PIL import Image as Pictures

    try:
        picture = Pictures.open(BytesIO(data), formats=(kind.upper(),))
    except Pictures.DecompressionBombError:
        return None, [_too_many_pixels(name, "more than 100 million", place)]
    width, height = picture.size
    if width * height > MOST_PIXELS:
        return None, [_too_many_pixels(name, f"{width:,} x {height:,}", place)]
    if kind == "png" and getattr(picture, "is_animated", False):
        message = f"{name} is an animation, which paper cannot show"
        return None, [error("animated-picture", message, place, help="save one of its pictures as PNG")]
    dpi = _dots_per_inch(picture)
    if not _is_whole(data, kind):
        raise EOFError("truncated")
    changed, found = normalised(name, picture, data, kind, dpi, place)
    if changed is not None:
        return changed, found
    # A JPEG is decoded at an eighth of its size: all its data is read, at a fraction of the time.
    picture.draft(picture.mode, (1, 1))
    picture.load()
    return Image(name, data, kind, width, height, dpi), found


def _is_whole(data: bytes, kind: str) -> bool:
    """Whether the file goes on to its end mark; Pillow forgives when only that is missing, other programs do not."""
    if kind == "jpeg":
        return data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda")
    at = len(_KINDS[0][0])
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at += length + 12
    return False


def _dots_per_inch(picture: Picture) -> float:
    """Return what the file says of its resolution, if it is credible."""
    found = picture.info.get("dpi")
    if isinstance(found, tuple) and found:
        dpi = round(float(found[0]), 2)
        if 10 <= dpi <= 10_000:
            return dpi
    return _DPI


def _too_many_pixels(name: str, size: str, place: Place | None) -> Diagnostic:
    message = f"{name} has {size} pixels; at most {MOST_PIXELS // 1_000_000} million are read"
    return error("picture-too-large", message, place, help="scale it down; 3,000 pixels are enough for a page's width")


def _not_a_picture(name: str, data: bytes, place: Place | None) -> Diagnostic:
    if not data:
        return error("broken-picture", f"{name} is empty", place, help="copy the file again")
    if data[:3] == b"\x1f\x8b\x08":
        message = f"{name} is compressed, as SVGZ drawings are"
        return error("picture-format", message, place, help="save it as plain SVG")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return error("picture-format", f"{name} is a WebP picture", place, help=_SAVE_AS)
    if data[4:8] == b"ftyp":
        return error("picture-format", f"{name} is a HEIC or AVIF picture, or a film", place, help=_SAVE_AS)
    if data.startswith(b"version https://git-lfs"):
        help = "fetch the file itself with `git lfs pull`"
        return error("picture-format", f"{name} is a Git LFS pointer, not the picture", place, help=help)
    kind = next((kind for signature, kind in _OTHERS if data.startswith(signature)), None)
    what = f"is {kind}, no" if kind else "is no"
    return error("picture-format", f"{name} {what} PNG, JPEG or SVG picture", place, help=_SAVE_AS)


def _broken(name: str, kind: str, problem: Exception, place: Place | None) -> Diagnostic:
    reason = str(problem).partition("\n")[0].rstrip(".")
    if "<" in reason:  # Pillow names the object that it read from
        reason = ""
    if "truncated" in reason.lower():
        message = f"{name} is cut off: the file ends before the picture does"
    else:
        message = f"{name} is a broken {kind.upper()} picture" + (f": {reason}" if reason else "")
    return error("broken-picture", message, place, help="copy the file again, or save the picture anew")
