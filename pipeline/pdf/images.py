"""Pictures as image XObjects (ISO 32000-1, 8.9.5).

Enters: checked JPEG and PNG files. Leaves: :class:`Raster` values: a dictionary and the stream's data. Guaranteed: all
are sRGB or grey with 8 bits at most a channel; a JPEG in RGB or grey and an opaque PNG go in as they are, without
another loss and without metadata (no camera's place or time leaves the house); colour profiles other than sRGB and
CMYK are converted; transparency becomes a soft mask; the same file gives the same bytes.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from pipeline.diagnostics import MachineError, error
from pipeline.model.media import Image
from pipeline.pdf.profile import srgb_profile
from pipeline.values import dataclass

if TYPE_CHECKING:
    from PIL import Image as Pillow

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_START_OF_FRAME = {0xC0, 0xC1, 0xC2}
_KEPT = {0xE0, 0xEE}
"""Application segments that change how a JPEG is decoded: JFIF and Adobe."""
_JPEG_QUALITY = 92


@dataclass(frozen=True, slots=True)
class Raster:
    """An image XObject: *dictionary* without Type, Subtype, SMask and Length; *filtered*: the data is final."""

    dictionary: bytes
    data: bytes
    filtered: bool
    mask: Raster | None = None


def raster(image: Image) -> Raster:
    """Return *image* as PDF takes it. Raises MachineError for a file that cannot be decoded."""
    try:
        direct = _direct_jpeg(image.data) if image.format == "jpeg" else _direct_png(image.data)
        return direct or _decoded(image)
    except (OSError, ValueError, SyntaxError, struct.error, IndexError, zlib.error) as reason:
        message = f"the picture {image.name} cannot be decoded: {reason}"
        raise MachineError(error("broken-picture", message, help="save it again as PNG or JPEG")) from None


def _dictionary(width: int, height: int, space: bytes, bits: int, rest: bytes = b"") -> bytes:
    return b"/Width %d/Height %d/ColorSpace%b/BitsPerComponent %d%b" % (width, height, space, bits, rest)


def _direct_jpeg(data: bytes) -> Raster | None:
    """Return a JPEG with its metadata cut away, or None when it must be decoded (CMYK, 12 bits, other colours)."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("it is no JPEG file")
    kept = [data[:2]]
    profile: dict[int, bytes] = {}
    frame: tuple[int, int, int] | None = None
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise ValueError("its segments are broken")
        if marker in _STANDALONE:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : end]
        if marker in _START_OF_FRAME:
            bits, height, width, channels = struct.unpack(">BHHB", body[:6])
            if bits != 8 or channels not in (1, 3):
                return None
            frame = (width, height, channels)
        elif 0xC0 < marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return None  # lossless, hierarchical or arithmetic coding, which DCTDecode does not know
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
            profile[body[12]] = body[14:]
        if marker == 0xDA:
            break
        if marker in _KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[at:end])
        at = end
    if frame is None or not _is_srgb(b"".join(profile[part] for part in sorted(profile))):
        return None
    kept.append(_scans(data, at))
    width, height, channels = frame
    space = b"/DeviceRGB" if channels == 3 else b"/DeviceGray"
    return Raster(_dictionary(width, height, space, 8, b"/Filter/DCTDecode"), b"".join(kept), True)


def _scans(data: bytes, start: int) -> bytes:
    """Return everything from the first scan to the end of the image; phones append second pictures after it."""
    end = data.find(b"\xff\xd9", start)
    if end < 0:
        raise ValueError("its end is missing")
    return data[start : end + 2]


def _direct_png(data: bytes) -> Raster | None:
    """Return a PNG's own compressed rows, or None when it must be decoded (alpha, 16 bits, interlaced, a profile)."""
    if not data.startswith(_PNG_SIGNATURE):
        raise ValueError("it is no PNG file")
    rows: list[bytes] = []
    palette = profile = b""
    width = height = bits = kind = 0
    at = len(_PNG_SIGNATURE)
    while at < len(data):
        length, chunk = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if chunk == b"IHDR":
            width, height, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if bits == 16 or kind not in (0, 2, 3) or interlaced:
                return None
        elif chunk == b"tRNS":
            return None
        elif chunk == b"PLTE":
            palette = body
        elif chunk == b"iCCP":
            profile = zlib.decompress(body.split(b"\0", 1)[1][1:])
        elif chunk == b"IDAT":
            rows.append(body)
        elif chunk == b"IEND":
            break
    if not rows or (kind == 3 and not palette):
        raise ValueError("it has no rows or no palette")
    if not _is_srgb(profile):
        return None
    channels = 3 if kind == 2 else 1
    space = {0: b"/DeviceGray", 2: b"/DeviceRGB"}.get(kind, b"")
    if kind == 3:
        space = b"[/Indexed/DeviceRGB %d<%b>]" % (len(palette) // 3 - 1, palette.hex().encode("ascii"))
    filters = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>"
    dictionary = _dictionary(width, height, space, bits, filters % (channels, bits, width))
    return Raster(dictionary, b"".join(rows), True)


def _is_srgb(profile: bytes) -> bool:
    """Whether colours need no conversion: no profile, one that says it is sRGB, or one that cannot be read."""
    if not profile:
        return True
    from PIL import ImageCms

    try:
        return "srgb" in ImageCms.getProfileDescription(io.BytesIO(profile)).casefold()
    except (ImageCms.PyCMSError, OSError):
        return True


def _decoded(image: Image) -> Raster:
    """Decode with Pillow, convert to sRGB or grey, and keep alpha as a soft mask."""
    from PIL import JpegImagePlugin, PngImagePlugin

    reader = JpegImagePlugin.JpegImageFile if image.format == "jpeg" else PngImagePlugin.PngImageFile
    with reader(io.BytesIO(image.data)) as picture:
        picture.load()
        transparent = picture.has_transparency_data and not picture.mode.startswith("I")
        alpha = picture.convert("RGBA").getchannel("A") if transparent else None
        # By way of RGBA: Pillow warns of a palette with alpha that becomes RGB at once.
        colours = _colours(picture.convert("RGBA") if transparent and picture.mode == "P" else picture)
    if image.format == "jpeg":
        buffer = io.BytesIO()
        colours.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0, optimize=True)
        return _direct_jpeg(buffer.getvalue()) or _plain(colours)
    if alpha is None or alpha.getextrema() == (255, 255):
        return _plain(colours)
    plain = _plain(colours)
    return Raster(plain.dictionary, plain.data, False, _plain(alpha))


def _plain(picture: Pillow.Image) -> Raster:
    space = b"/DeviceGray" if picture.mode == "L" else b"/DeviceRGB"
    return Raster(_dictionary(*picture.size, space, 8), picture.tobytes(), False)


def _colours(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture without alpha, as sRGB (mode RGB) or grey (mode L)."""
    profile = picture.info.get("icc_profile") or b""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "L", "LA"):
        return picture.convert("L")
    if picture.mode != "CMYK":
        picture = picture.convert("RGB")
    if not _is_srgb(profile):
        from PIL import ImageCms

        source, target = io.BytesIO(profile), io.BytesIO(srgb_profile())
        try:
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")
