"""Pictures: what is read, and what is said of files that are no sound picture."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipeline.diagnostics import Place
from pipeline.host import MemoryHost
from pipeline.images import MOST_BYTES, load_image
from pipeline.model import media
from pipeline.model.drawing import Drawing
from pipeline.source.workspace import Workspace

PLACE = Place("data/p/paper.yaml", 3, 9, 3, 16, ("picture",))


def picture(format: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    """Return a picture file of stripes."""
    stream = BytesIO()
    image = Image.new(mode, size)
    shades = [number * 7 % 256 for number in range(size[0] * size[1])]
    image.putdata(shades if mode == "L" else [(shade, 9, 200) for shade in shades])
    image.save(stream, format, **options)
    return stream.getvalue()


def load(name: str, data: bytes, **machine: object) -> tuple[object, list[str]]:
    """Return the picture and the findings as ``code: message``."""
    host = MemoryHost({"data/p/packet.yaml": "", f"data/p/{name}": data}, **machine)  # type: ignore[arg-type]
    space = Workspace.find(host, Path("/briefs"))
    image, found = load_image(space, Path(f"/briefs/data/p/{name}"), PLACE)
    assert all(finding.place == PLACE for finding in found)
    return image, [f"{finding.severity.value} {finding.code}: {finding.message}" for finding in found]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.png", picture("PNG"), ("png", 40, 30, 96.0)),
        ("a.png", picture("PNG", dpi=(300, 300)), ("png", 40, 30, 300.0)),
        ("a.png", picture("PNG", (1, 1), "L"), ("png", 1, 1, 96.0)),
        ("a.jpg", picture("JPEG", dpi=(150, 150)), ("jpeg", 40, 30, 150.0)),
        ("A.JPEG", picture("JPEG", (37, 21), "L"), ("jpeg", 37, 21, 96.0)),
        ("a.jpg", picture("JPEG", progressive=True), ("jpeg", 40, 30, 96.0)),
        ("a.png", picture("PNG", dpi=(0.1, 0.1)), ("png", 40, 30, 96.0)),
    ],
)
def test_sound_pictures_are_read_as_they_are(name: str, data: bytes, expected: tuple[object, ...]) -> None:
    image, found = load(name, data)
    assert found == []
    assert isinstance(image, media.Image)
    assert (image.format, image.width, image.height, image.dpi) == expected
    assert image.data == data
    assert image.name == f"data/p/{name}"


SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is large, with hardly any data."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def animation() -> bytes:
    stream = BytesIO()
    frames = [Image.new("RGB", (4, 4), color) for color in ("red", "blue")]
    frames[0].save(stream, "PNG", save_all=True, append_images=frames[1:])
    return stream.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", exif=exif)


def cmyk() -> bytes:
    stream = BytesIO()
    Image.new("CMYK", (8, 8), (255, 0, 0, 0)).save(stream, "JPEG", quality=95)
    return stream.getvalue()


def profiled(profile: bytes) -> bytes:
    return picture("JPEG", icc_profile=profile)


PNG, JPEG = picture("PNG"), picture("JPEG")


CUT_OFF = "error broken-picture: {} is cut off: the file ends before the picture does"
UNSOUND = (
    ("a.png", b"", "error broken-picture: {} is empty"),
    ("a.png", PNG[:-30], CUT_OFF),
    ("a.png", PNG[:-1], CUT_OFF),
    ("a.png", PNG[:20], CUT_OFF),
    ("a.jpg", JPEG[: len(JPEG) // 2], CUT_OFF),
    ("a.jpg", JPEG[:-2], CUT_OFF),
    ("a.jpg", JPEG[:4], "error broken-picture: {} is a broken JPEG picture"),
    ("a.png", PNG[:60] + b"\xff" * 20 + PNG[80:], "error broken-picture: {} is a broken PNG picture"),
    ("a.png", animation(), "error animated-picture: {} is an animation, which paper cannot show"),
    (
        "a.png",
        bomb(10_000, 9_000),
        "error picture-too-large: {} has 10,000 x 9,000 pixels; at most 50 million are read",
    ),
    ("a.png", bomb(60_000, 60_000), "error picture-too-large: {} has more than 100 million pixels"),
    ("a.gif", picture("GIF", mode="L"), "error picture-format: {} is a GIF picture, no PNG, JPEG or SVG picture"),
    ("a.png", picture("GIF", mode="L"), "error picture-format: {} is a GIF picture, no PNG, JPEG or SVG picture"),
    ("a.bmp", picture("BMP"), "error picture-format: {} is a BMP picture, no PNG, JPEG or SVG picture"),
    ("a.tif", picture("TIFF"), "error picture-format: {} is a TIFF picture, no PNG, JPEG or SVG picture"),
    ("a.svgz", b"\x1f\x8b\x08\0", "error picture-format: {} is compressed, as SVGZ drawings are"),
    ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "error picture-format: {} is a WebP picture"),
    ("a.heic", b"\0\0\0\x18ftypheic", "error picture-format: {} is a HEIC or AVIF picture, or a film"),
    ("a.png", b"just text", "error picture-format: {} is no PNG, JPEG or SVG picture"),
    ("a.png", b"%PDF-1.7", "error picture-format: {} is a PDF file, no PNG, JPEG or SVG picture"),
    ("a.png", b"version https://git-lfs.github.com/spec/v1", "error picture-format: {} is a Git LFS pointer"),
    ("a.png", SIGNATURE + b"\0" * (MOST_BYTES + 1), "error file-too-large: the file is larger than 30 MB"),
    ("a.jpg", profiled(b"not a profile"), "warning picture-profile: the colour profile of {} is broken"),
    ("a.png", picture("PNG", icc_profile=b"x" * 200), "warning picture-profile: the colour profile of {} is broken"),
    ("a.jpg", cmyk(), "warning picture-profile: {} has colours for a printing press (CMYK) and no profile"),
    ("a.jpg", PNG, "warning picture-name: {} is a PNG picture, whatever its name says"),
)


@pytest.mark.parametrize(("name", "data", "said"), UNSOUND, ids=[said[:40] for _, _, said in UNSOUND])
def test_what_is_wrong_with_a_picture_is_said(name: str, data: bytes, said: str) -> None:
    image, (found,) = load(name, data)
    assert found.startswith(said.format(f"data/p/{name}"))
    assert (image is None) is said.startswith("error")


@pytest.mark.parametrize("cut", range(9, len(PNG), 61))
def test_a_cut_off_png_is_never_read(cut: int) -> None:
    image, found = load("a.png", PNG[:cut])
    assert image is None
    assert found[0].startswith("error broken-picture")


@pytest.mark.parametrize("cut", range(4, len(JPEG) - 2, 97))
def test_a_cut_off_jpeg_is_never_read(cut: int) -> None:
    image, found = load("a.jpg", JPEG[:cut])
    assert image is None
    assert found[0].startswith("error broken-picture")


def test_files_that_are_missing_folders_or_outside_are_told_at_the_place_that_names_them() -> None:
    host = MemoryHost({"data/p/a.png": PNG, "/etc/b.png": PNG}, links={"data/p/link.png": "/etc/b.png"})
    space = Workspace.find(host, Path("/briefs"))
    for name, code in (
        ("c.png", "file-not-found"),
        ("", "is-a-directory"),
        ("../../../etc/b.png", "outside-workspace"),
        ("link.png", "outside-workspace"),
    ):
        image, (found,) = load_image(space, Path("/briefs/data/p") / name, PLACE)
        assert (image, found.code, found.place) == (None, code, PLACE)


def test_reading_a_picture_is_recorded() -> None:
    space = Workspace.find(MemoryHost({"data/p/a.png": PNG}), Path("/briefs"))
    load_image(space, Path("/briefs/data/p/a.png"), PLACE)
    assert list(space.reads.digests()) == ["data/p/a.png"]


def pixels(image: object) -> Image.Image:
    assert isinstance(image, media.Image)
    made = Image.open(BytesIO(image.data))
    made.load()
    assert made.size == (image.width, image.height)
    return made


def test_a_turned_photograph_is_set_upright_once_for_both_documents() -> None:
    image, found = load("a.jpg", turned())
    assert found == []
    upright = pixels(image)
    assert upright.size == (30, 40)
    assert upright.getexif().get(0x0112) is None


def test_colours_for_the_press_become_colours_for_the_screen() -> None:
    made = pixels(load("a.jpg", cmyk())[0])
    assert made.mode == "RGB"
    red, green, blue = made.getpixel((4, 4))  # type: ignore[misc]
    assert red < 20 < 200 < min(green, blue)


def test_sixteen_bits_become_eight() -> None:
    stream = BytesIO()
    wide = Image.new("I;16", (2, 1))
    wide.putpixel((0, 0), 65535)
    wide.putpixel((1, 0), 32768)
    wide.save(stream, "PNG")
    made = pixels(load("a.png", stream.getvalue())[0])
    assert made.mode == "L"
    assert [made.getpixel((x, 0)) for x in range(2)] == [255, 128]


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "1", "L"])
def test_usual_kinds_of_png_stay_as_they_are(mode: str) -> None:
    stream = BytesIO()
    Image.new("RGBA", (4, 4), (9, 8, 7, 128)).convert(mode).save(stream, "PNG")
    image, found = load("a.png", stream.getvalue())
    assert found == []
    assert isinstance(image, media.Image)
    assert image.data == stream.getvalue()


def test_a_sound_profile_is_kept_to_and_gone() -> None:
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    image, found = load("a.jpg", profiled(lab.tobytes()))
    assert found == []
    assert isinstance(image, media.Image)
    assert image.data == profiled(lab.tobytes())  # sRGB needs nothing


def test_the_same_odd_picture_gives_the_same_bytes() -> None:
    first, second = (load("a.jpg", turned())[0] for _ in range(2))
    assert first == second


def test_a_drawing_is_a_drawing_whatever_its_name_and_encoding() -> None:
    text = '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">'
    text += '<path d="M0 0h4"/></svg>'
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        image, found = load("a.svg", data)
        assert isinstance(image, Drawing), found


def test_a_fault_of_a_drawing_is_told_in_the_drawing() -> None:
    host = MemoryHost({"data/p/packet.yaml": "", "data/p/a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"})
    space = Workspace.find(host, Path("/briefs"))
    image, (found,) = load_image(space, Path("/briefs/data/p/a.svg"), PLACE)
    assert image is None
    assert found.place == Place("data/p/a.svg", 1, 1, 1, 5)
    assert [related.place for related in found.related] == [PLACE]
