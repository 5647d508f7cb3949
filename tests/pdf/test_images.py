"""Pictures: what goes in as it is, what is converted, and what is refused."""

from __future__ import annotations

import io
import itertools
import struct
import warnings
import zlib
from dataclasses import replace
from typing import Any, Literal

import pytest
from pikepdf import PdfImage
from PIL import Image as Pillow
from PIL import ImageCms

from pipeline.diagnostics import MachineError
from pipeline.model.media import Image
from pipeline.pdf import write_pdf
from pipeline.pdf.images import raster

from .layouts import METADATA, Builder
from .reading import opened
from .samples import jpeg, png


def image(picture: Pillow.Image, kind: Literal["png", "jpeg"], **options: Any) -> Image:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return Image(f"picture.{kind}", buffer.getvalue(), kind, *picture.size)


def gradient(mode: str, width: int = 13, height: int = 7) -> Pillow.Image:
    channels = len(Pillow.new(mode, (1, 1)).getbands())
    places = itertools.product(range(height), range(width), range(channels))
    pixels = bytes((17 * x + 31 * y + 85 * channel) % 256 for y, x, channel in places)
    return Pillow.frombytes(mode, (width, height), pixels)


def wide_gamut() -> bytes:
    """A profile that is not sRGB: its red and green are swapped."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"####").replace(b"gXYZ", b"rXYZ").replace(b"####", b"gXYZ")
    return swapped.replace(b"s\0R\0G\0B", b"o\0t\0h\0e").replace(b"\0s\0R\0G\0B", b"\0o\0t\0h\0e")


def shown(picture: Image) -> tuple[Pillow.Image, Pillow.Image | None]:
    """The picture in the finished file, decoded by pikepdf: its colours and its mask."""
    builder = Builder()
    builder.picture(builder.element("Figure", alt="x"), picture, (72.0, 72.0, 40.0, 30.0))
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        found = pdf.pages[0].Resources.XObject.Im1
        mask = found.get("/SMask")
        return _pixels(found), None if mask is None else _pixels(mask)


def _pixels(found: Any) -> Pillow.Image:
    return PdfImage(found).as_pil_image()


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_goes_in_as_it_is(mode: str, progressive: bool) -> None:
    picture = image(gradient(mode), "jpeg", progressive=progressive)
    made = raster(picture)
    assert made.data == picture.data
    assert made.filtered
    space = b"/DeviceRGB" if mode == "RGB" else b"/DeviceGray"
    assert made.dictionary == b"/Width 13/Height 7/ColorSpace%b/BitsPerComponent 8/Filter/DCTDecode" % space
    assert shown(picture)[0].tobytes() == Pillow.open(io.BytesIO(picture.data)).tobytes()


def test_a_jpeg_leaves_place_and_time_of_its_making_behind() -> None:
    exif = Pillow.Exif()
    exif[0x010F] = "SECRET CAMERA"
    plain = image(gradient("RGB"), "jpeg")
    marked = image(gradient("RGB"), "jpeg", exif=exif, comment=b"SECRET COMMENT")
    trailing = replace(marked, data=marked.data + b"SECRET SECOND PICTURE")
    assert b"SECRET" in marked.data
    assert raster(trailing).data == plain.data


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    made = raster(image(Pillow.new("CMYK", (9, 9), (0, 255, 255, 0)), "jpeg"))
    assert b"/DeviceRGB" in made.dictionary
    pixel = Pillow.open(io.BytesIO(made.data)).getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 240
    assert max(pixel[1:]) < 20


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_colours_of_another_profile_are_converted_to_srgb(kind: Literal["jpeg", "png"]) -> None:
    """In this profile what is called red is green."""
    picture = image(Pillow.new("RGB", (16, 16), (255, 0, 0)), kind, icc_profile=wide_gamut())
    pixel = shown(picture)[0].getpixel((8, 8))
    assert isinstance(pixel, tuple)
    assert pixel[1] > 240
    assert pixel[0] < 60


@pytest.mark.parametrize("kind", ["jpeg", "png"])
@pytest.mark.parametrize("profile", ["srgb", "broken"])
def test_a_profile_that_changes_nothing_is_dropped(kind: Literal["jpeg", "png"], profile: str) -> None:
    content = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if profile == "srgb" else b"broken"
    picture = image(gradient("RGB"), kind, icc_profile=content)
    made = raster(picture)
    assert made.filtered
    assert made.data == raster(image(gradient("RGB"), kind)).data


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_an_opaque_png_goes_in_as_its_own_rows(mode: str) -> None:
    converted = {"1": gradient("L").convert("1"), "P": gradient("RGB").quantize(11)}
    original = converted[mode] if mode in converted else gradient(mode)
    picture = image(original, "png")
    made = raster(picture)
    assert made.filtered
    assert made.mask is None
    assert made.data in picture.data
    assert shown(picture)[0].convert("RGB").tobytes() == original.convert("RGB").tobytes()


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_becomes_a_soft_mask(mode: str) -> None:
    original = gradient(mode)
    colours, mask = shown(image(original, "png"))
    assert colours.convert(mode[:-1]).tobytes() == original.convert(mode[:-1]).tobytes()
    assert mask is not None
    assert mask.tobytes() == original.getchannel("A").tobytes()


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    assert shown(image(gradient("RGB").convert("RGBA"), "png"))[1] is None


def test_one_colour_may_be_the_transparent_one() -> None:
    colours, mask = shown(image(Pillow.new("RGB", (4, 4), (1, 2, 3)), "png", transparency=(1, 2, 3)))
    assert colours.convert("RGB").getpixel((0, 0)) == (1, 2, 3)
    assert mask is not None
    assert mask.getextrema() == (0, 0)


def test_an_interlaced_png_is_decoded() -> None:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 1)
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\x55")), (b"IEND", b""))
    )
    assert raster(Image("i.png", data, "png", 1, 1)).data == b"\x55"


def test_sixteen_bits_become_eight() -> None:
    picture = Pillow.frombytes("I;16", (2, 1), struct.pack("<2H", 0xFFFF, 0x8000))
    assert raster(image(picture, "png")).data == b"\xff\x80"


def test_the_same_file_is_stored_once() -> None:
    builder = Builder()
    figure = builder.element("Figure", alt="x")
    for x, name in ((72.0, "a.png"), (200.0, "b.png")):
        builder.picture(figure, replace(png(), name=name), (x, 72.0, 40.0, 30.0))
    builder.end_page()
    builder.picture(builder.element("Figure", alt="y"), png(), (72.0, 72.0, 40.0, 30.0))
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        assert [list(page.Resources.XObject) for page in pdf.pages] == [["/Im1"], ["/Im1"]]
        first, second = (page.Resources.XObject.Im1.objgen for page in pdf.pages)
        assert first == second


def test_a_page_names_its_own_pictures_alone() -> None:
    builder = Builder()
    for picture in (png(), jpeg()):
        builder.picture(builder.element("Figure", alt="x"), picture, (72.0, 72.0, 40.0, 30.0))
        builder.end_page()
    builder.end_page()
    with opened(write_pdf(builder.layout(), METADATA)) as pdf:
        assert [list(page.Resources.get("/XObject", {})) for page in pdf.pages] == [["/Im1"], ["/Im2"], []]


@pytest.mark.parametrize("kind", ["png", "jpeg"])
@pytest.mark.parametrize("damage", ["empty", "other", "head", "cut"])
def test_a_broken_file_is_an_error_that_names_it(kind: Literal["png", "jpeg"], damage: str) -> None:
    whole = (png() if kind == "png" else jpeg()).data
    data = {"empty": b"", "other": b"GIF89a" + whole, "head": whole[:30], "cut": whole[: len(whole) // 2]}[damage]
    with pytest.raises(MachineError) as caught:
        raster(Image("photos/x", data, kind, 24, 16))
    assert caught.value.diagnostics[0].code == "broken-picture"
    assert "photos/x" in str(caught.value)


def test_a_palette_with_alpha_gives_its_colours_a_mask_and_no_warning() -> None:
    picture = Pillow.new("P", (2, 1))
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.putdata([0, 1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = raster(image(picture, "png", transparency=bytes([255, 128])))
    assert found.data == bytes([255, 0, 0, 0, 0, 255])
    assert found.mask is not None and found.mask.data == bytes([255, 128])
