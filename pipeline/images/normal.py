"""Pictures that only some programs show right, made such that all do.

Enters: an opened picture and its file. Leaves: the same picture upright, with 8 bits a channel, in sRGB or grey; or
nothing, where the file is so already. Guaranteed: the same file gives the same bytes; pixels of a sound file are never
touched; colours are converted by the picture's own profile where that is sound, and if not, there is a warning.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

from pipeline.diagnostics import Diagnostic, Place, warning
from pipeline.model.media import Image

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_ORIENTATION = 0x0112  # Exif 2.32, 4.6.4
_QUALITY = 92
_MODES = {"RGB": ("RGB",), "GRAY": ("L", "LA", "1", "I", "I;16"), "CMYK": ("CMYK",)}
"""What a profile's colour space (ICC.1, 7.2.6) may stand for."""
_RESAVE = "open it in a picture editor and save it in sRGB"


def normalised(
    name: str, picture: Picture, data: bytes, kind: Literal["png", "jpeg"], dpi: float, place: Place | None
) -> tuple[Image | None, list[Diagnostic]]:
    """Return the picture made anew where its file needs that, else None; and what was lost by it."""
    turned = picture.getexif().get(_ORIENTATION, 1) in range(2, 9)
    deep = picture.mode.startswith(("I", "F")) or (kind == "png" and _bits(data) == 16)
    profile = picture.info.get("icc_profile") or b""
    state = _state(profile, picture.mode)
    found = []
    if state == "broken":
        message = f"the colour profile of {name} is broken; its colours are taken for sRGB"
        found.append(warning("picture-profile", message, place, help=_RESAVE))
    elif picture.mode == "CMYK" and state == "none":
        message = f"{name} has colours for a printing press (CMYK) and no profile, so they are guessed"
        found.append(warning("picture-profile", message, place, help=_RESAVE))
    if not (turned or deep or picture.mode == "CMYK" or state in ("other", "broken")):
        return None, found
    return _made(name, picture, kind, dpi, profile if state == "other" else b""), found


def _bits(data: bytes) -> int:
    """Return the bit depth in a PNG's header (PNG 3rd edition, 11.2.1)."""
    return data[24]


def _state(profile: bytes, mode: str) -> Literal["none", "srgb", "other", "broken"]:
    """Return what a profile means for a picture of that *mode*."""
    if not profile:
        return "none"
    from PIL import ImageCms

    try:
        opened = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = opened.profile.xcolor_space.strip()
        described = ImageCms.getProfileDescription(opened).casefold()
    except (ImageCms.PyCMSError, OSError, ValueError, AttributeError, TypeError):
        return "broken"
    if mode not in _MODES.get(space, ()) and not (space == "RGB" and mode in ("RGBA", "P", "PA", "RGBX")):
        return "broken"
    return "srgb" if "srgb" in described and space == "RGB" else "other"


def _made(name: str, picture: Picture, kind: Literal["png", "jpeg"], dpi: float, profile: bytes) -> Image:
    from PIL import ImageOps

    picture.load()
    alpha = None
    if picture.has_transparency_data and not picture.mode.startswith("I"):
        alpha = ImageOps.exif_transpose(picture.convert("RGBA")).getchannel("A")
        if picture.mode == "P":
            picture = picture.convert("RGBA")
    orientation = picture.getexif().get(_ORIENTATION, 1)
    colors = _colors(picture, profile)
    if orientation in range(2, 9):
        exif = colors.getexif()
        exif[_ORIENTATION] = orientation
        colors = ImageOps.exif_transpose(colors)
    if alpha is not None:
        colors = colors.convert("RGBA" if colors.mode == "RGB" else "LA")
        colors.putalpha(alpha)
    colors.info = {}
    stream = BytesIO()
    if kind == "jpeg":
        colors.save(stream, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, exif=b"")
    else:
        colors.save(stream, "PNG", exif=b"")
    return Image(name, stream.getvalue(), kind, *colors.size, dpi)


def _colors(picture: Picture, profile: bytes) -> Picture:
    """Return the picture without alpha, in sRGB or grey, 8 bits a channel."""
    if picture.mode.startswith(("I", "F")):
        wide = picture.convert("I")
        return wide.point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "L", "LA", "La"):
        picture = picture.convert("L")
    elif picture.mode != "CMYK":
        picture = picture.convert("RGB")
    if profile:
        from PIL import ImageCms

        source, target = BytesIO(profile), ImageCms.createProfile("sRGB")
        try:
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("L" if picture.mode == "L" else "RGB")
