"""Static instances for Word."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import uharfbuzz as hb

from pipeline.style.fonts import Face
from pipeline.style.sfnt import assemble, name_table, with_mac_style, with_style
from pipeline.style.static import LATIN
from pipeline.style.theme import FontRequest
from tests.style.theming import letter_theme

REQUESTS = [
    FontRequest("text"),
    FontRequest("text", 700, True),
    FontRequest("display", 600),
    FontRequest("heading", 600),
    FontRequest("heading", 400, True),
]
SAMPLE = "AVATAR To fjord office “Wave” U.S.-Cambodia 1,234.50 Phước Łódź € ½ – — …"


def face_of(request: FontRequest) -> Face:
    return letter_theme().fonts.chain(request)[0]


def static(request: FontRequest) -> bytes:
    return letter_theme().fonts.static(face_of(request))


def shaped(font: object, text: str, features: dict[str, bool]) -> list[int]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "en"
    hb.shape(font, buffer, features)
    return [position.x_advance for position in buffer.glyph_positions]


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_a_static_face_shapes_text_exactly_as_the_variable_one_does(request_: FontRequest) -> None:
    made = hb.Font(hb.Face(hb.Blob(static(request_))))
    for features in ({}, {"tnum": True, "lnum": True}, {"onum": True}, {"smcp": True}):
        assert shaped(made, SAMPLE, features) == shaped(face_of(request_).hb_font, SAMPLE, features)


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_a_static_face_has_no_axes_and_all_of_latin_that_its_source_has(request_: FontRequest) -> None:
    made = hb.Face(hb.Blob(static(request_)))
    source = set(face_of(request_).hb_face.unicodes)
    latin = {character for first, last in LATIN for character in range(first, last + 1)}
    assert made.axis_infos == []
    assert set(made.unicodes) == source & latin
    assert set(map(ord, "AZaz09éŁőğṩƒ–—‘’“”•…€£₫½™")) - set(made.unicodes) <= {ord("ṩ"), ord("ƒ")} - source


def test_characters_beyond_latin_come_in_when_asked_for() -> None:
    fonts = letter_theme().fonts
    omega = ord("Ω")
    assert omega not in set(hb.Face(hb.Blob(static(FontRequest("text")))).unicodes)
    made = hb.Face(hb.Blob(fonts.static(face_of(FontRequest("text")), [omega, ord("ភ")])))
    assert omega in set(made.unicodes)
    assert ord("ភ") not in set(made.unicodes)


@pytest.mark.parametrize(
    ("request_", "family", "subfamily", "full", "weight", "selection", "mac"),
    [
        (FontRequest("text"), "Source Serif 4", "Regular", "Source Serif 4", 400, 0x40, 0),
        (FontRequest("text", 700), "Source Serif 4", "Bold", "Source Serif 4 Bold", 700, 0x20, 1),
        (FontRequest("text", 400, True), "Source Serif 4", "Italic", "Source Serif 4 Italic", 400, 0x01, 2),
        (FontRequest("text", 700, True), "Source Serif 4", "Bold Italic", "Source Serif 4 Bold Italic", 700, 0x21, 3),
        (FontRequest("heading", 600), "Public Sans SemiBold", "Regular", "Public Sans SemiBold", 600, 0x40, 0),
        (
            FontRequest("display", 600, True),
            "Source Serif 4 Display SemiBold",
            "Italic",
            "Source Serif 4 Display SemiBold Italic",
            600,
            0x01,
            2,
        ),
    ],
)
def test_a_static_face_says_its_name_weight_and_slope_as_word_wants(
    request_: FontRequest, family: str, subfamily: str, full: str, weight: int, selection: int, mac: int
) -> None:
    made = hb.Face(hb.Blob(static(request_)))
    assert (made.get_name(1), made.get_name(2), made.get_name(4)) == (family, subfamily, full)
    assert made.get_name(6) == face_of(request_).postscript_name
    assert "SIL Open Font License" in made.get_name(13)
    os2, head = made.reference_table("OS/2").data, made.reference_table("head").data
    assert struct.unpack_from(">H", os2, 4)[0] == weight
    assert struct.unpack_from(">H", os2, 8)[0] == 0  # fsType: may be embedded and edited
    assert struct.unpack_from(">H", os2, 62)[0] & 0x61 == selection
    assert struct.unpack_from(">H", os2, 62)[0] & 0x80  # USE_TYPO_METRICS stays
    assert struct.unpack_from(">H", head, 44)[0] & 3 == mac


def test_a_static_face_keeps_its_metrics() -> None:
    made = hb.Font(hb.Face(hb.Blob(static(FontRequest("heading", 600)))))
    source = face_of(FontRequest("heading", 600))
    extents = made.get_font_extents("ltr")
    assert (extents.ascender, extents.descender) == (source.ascender, source.descender)


def test_the_bytes_are_the_same_in_every_process() -> None:
    program = (
        "import hashlib; from tests.style.test_static import REQUESTS, static;"
        "print(*[hashlib.sha256(static(request)).hexdigest() for request in REQUESTS[:2]])"
    )
    root = Path(__file__).parents[2]
    digests = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "LANG": lang, "TZ": "Asia/Phnom_Penh"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed, lang in (("1", "C"), ("2", "tr_TR.UTF-8"))
    ]
    assert digests[0] == digests[1]
    assert digests[0] == [hashlib.sha256(static(request)).hexdigest() for request in REQUESTS[:2]]


def tables_of(font: bytes) -> dict[str, tuple[int, int, int]]:
    """Tag to checksum, offset and length."""
    count = int.from_bytes(font[4:6], "big")
    entries = [struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count)]
    return {tag.decode(): (checksum, offset, length) for tag, checksum, offset, length in entries}


def total(data: bytes) -> int:
    data += bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF


def test_the_file_is_a_sound_sfnt_with_sorted_aligned_tables_and_right_checksums() -> None:
    font = static(FontRequest("heading", 600))
    tables = tables_of(font)
    assert font[:4] == b"\x00\x01\x00\x00"
    assert 8 <= len(tables) < 16
    assert list(tables) == sorted(tables)
    for tag, (checksum, offset, length) in tables.items():
        assert offset % 4 == 0
        data = font[offset : offset + length]
        if tag == "head":
            data = data[:8] + bytes(4) + data[12:]
        assert total(data) == checksum, tag
    assert total(font) == 0xB1B0AFBA
    assert struct.unpack_from(">3H", font, 6) == (128, 3, 16 * len(tables) - 128)


def test_assembling_sorts_tables_pads_them_and_adjusts_the_checksum() -> None:
    font = assemble({"zzzz": b"abcde", "head": bytes(54)})
    tables = tables_of(font)
    assert list(tables) == ["head", "zzzz"]
    assert len(font) == 12 + 2 * 16 + 56 + 8
    assert total(font) == 0xB1B0AFBA


def test_a_name_table_is_read_back_as_it_was_written() -> None:
    names = {1: "Família", 2: "Regular", 6: "Familia-Regular"}
    tables = {"name": name_table(names), "head": bytes(54)}
    face = hb.Face(hb.Blob(assemble(tables)))
    assert {name_id: face.get_name(name_id) for name_id in names} == names


def test_regular_bold_and_italic_exclude_each_other_as_the_specification_wants() -> None:
    blank = bytes(96)
    assert struct.unpack_from(">H", with_style(blank, 400, False, False), 62)[0] == 0x40
    assert struct.unpack_from(">H", with_style(blank, 700, True, True), 62)[0] == 0x21
    full = with_style(b"\xff" * 96, 400, False, True)
    assert struct.unpack_from(">H", full, 62)[0] == 0xFF9F & ~0x40 | 0x01 & 0xFFFF
    assert struct.unpack_from(">H", with_mac_style(b"\xff" * 54, False, False), 44)[0] == 0xFFFC
