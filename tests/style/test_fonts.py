"""Faces: names, pinned axes, metrics, chains."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import uharfbuzz as hb

from pipeline.diagnostics import DataError, MachineError, Place
from pipeline.style.families import Family, FamilyFile, find_family
from pipeline.style.fonts import Face, FamilyChoice, Fonts
from pipeline.style.theme import FontRequest
from tests.style.theming import letter_theme


def face(family: str, weight: int = 400, italic: bool = False) -> Face:
    return letter_theme().fonts.chain(FontRequest(family, weight, italic))[0]


def advance(face: Face, character: str) -> int:
    glyph = face.hb_font.get_nominal_glyph(ord(character))
    assert glyph is not None
    return face.hb_font.get_glyph_h_advance(glyph)


@pytest.mark.parametrize(
    ("family", "weight", "italic", "upem", "width"),
    [
        ("text", 400, False, 1000, 827),
        ("text", 700, True, 1000, 797),
        ("display", 400, False, 1000, 744),
        ("heading", 400, False, 2000, 1532),
        ("heading", 600, False, 2000, 1536),
        ("heading", 700, False, 2000, 1540),
    ],
)
def test_the_advance_of_a_capital_h_is_that_of_the_pinned_instance(
    family: str, weight: int, italic: bool, upem: int, width: int
) -> None:
    wanted = face(family, weight, italic)
    assert wanted.upem == upem
    assert advance(wanted, "H") == width


def test_every_axis_is_pinned_so_that_no_default_shows() -> None:
    assert face("text").axes == (("opsz", 11.0), ("wght", 400.0))
    assert face("display", 600).axes == (("opsz", 40.0), ("wght", 600.0))
    assert face("heading").axes == (("wght", 400.0),)
    thin = face("heading", 100)  # the file's default, which must not show in the regular weight
    assert advance(thin, "H") != advance(face("heading"), "H")


@pytest.mark.parametrize(
    ("family", "weight", "italic", "word", "bold", "postscript", "name"),
    [
        ("text", 400, False, "Source Serif 4", False, "SourceSerif4-Regular", "SourceSerif4-Regular-opsz11"),
        ("text", 400, True, "Source Serif 4", False, "SourceSerif4-Italic", "SourceSerif4-Italic-opsz11"),
        ("text", 700, True, "Source Serif 4", True, "SourceSerif4-BoldItalic", "SourceSerif4-BoldItalic-opsz11"),
        ("heading", 700, False, "Public Sans", True, "PublicSans-Bold", "PublicSans-Bold"),
        ("heading", 600, False, "Public Sans SemiBold", False, "PublicSans-SemiBold", "PublicSans-SemiBold"),
        ("heading", 500, True, "Public Sans Medium", False, "PublicSans-MediumItalic", "PublicSans-MediumItalic"),
        ("heading", 450, False, "Public Sans 450", False, "PublicSans-450", "PublicSans-450"),
        (
            "display",
            600,
            False,
            "Source Serif 4 Display SemiBold",
            False,
            "SourceSerif4Display-SemiBold",
            "SourceSerif4Display-SemiBold-opsz40",
        ),
    ],
)
def test_word_finds_a_face_by_family_bold_and_italic(
    family: str, weight: int, italic: bool, word: str, bold: bool, postscript: str, name: str
) -> None:
    wanted = face(family, weight, italic)
    assert (wanted.family, wanted.bold, wanted.italic) == (word, bold, italic)
    assert (wanted.postscript_name, wanted.name) == (postscript, name)


def test_no_two_faces_of_a_theme_share_a_name_or_a_place_in_words_families() -> None:
    fonts = letter_theme().fonts
    faces = {
        face
        for key in ("text", "heading", "display", "code")
        for weight in range(100, 1000, 50)
        for italic in (False, True)
        for face in fonts.chain(FontRequest(key, weight, italic))
    }
    assert len({face.name for face in faces}) == len(faces)
    assert len({(face.family, face.bold, face.italic) for face in faces}) == len(faces)


def test_metrics_come_from_the_fonts_tables_in_font_units() -> None:
    serif = face("text")
    assert (serif.ascender, serif.descender, serif.cap_height, serif.x_height) == (1036, -335, 670, 475)
    assert (serif.underline_position, serif.underline_thickness) == (-50, 50)
    assert (serif.strike_position, serif.strike_thickness) == (285, 50)
    sans = face("heading", 600)
    assert (sans.ascender, sans.descender, sans.cap_height, sans.x_height) == (1900, -450, 1446, 1034)


def test_coverage_holds_what_harfbuzz_can_stand_in_for_and_nothing_else() -> None:
    serif, sans = face("text").coverage, face("heading").coverage
    assert {ord(character) for character in "Hé–’½\u00a0\u2011\u2009\u202f"} <= serif
    assert {ord(character) for character in "Hé–’½\u00a0\u2009\u202f"} <= sans
    assert 0x2011 not in sans  # it has no U+2010 that HarfBuzz could take instead
    assert ord("→") in serif
    assert ord("→") not in sans
    assert ord("ភ") not in serif


@pytest.mark.parametrize("character", ["\u2011", "\u00a0", "\u2009", "\u202f", "\u205f"])
def test_harfbuzz_has_a_glyph_for_each_character_it_stands_in_for(character: str) -> None:
    serif = face("text")
    assert ord(character) in serif.coverage
    buffer = hb.Buffer()
    buffer.add_str(f"a{character}b")
    buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "en"
    hb.shape(serif.hb_font, buffer)
    assert 0 not in [info.codepoint for info in buffer.glyph_infos]


def test_equal_requests_give_the_same_objects() -> None:
    fonts = letter_theme().fonts
    chain = fonts.chain(FontRequest("heading", 600))
    assert fonts.chain(FontRequest("heading", 600)) is chain
    assert fonts.chain(FontRequest("code", 600))[0] is chain[0]  # the same family under another key
    assert chain[0] is not fonts.chain(FontRequest("heading", 700))[0]


def test_a_chain_is_the_wanted_face_and_then_the_other_families_in_its_weight_and_slope() -> None:
    names = [face.name for face in letter_theme().fonts.chain(FontRequest("heading", 600, True))]
    assert names == [
        "PublicSans-SemiBoldItalic",
        "SourceSerif4-SemiBoldItalic-opsz11",
        "SourceSerif4Display-SemiBoldItalic-opsz40",
    ]


def test_fallbacks_come_before_the_themes_other_families() -> None:
    sans, serif = find_family("Public Sans"), find_family("Source Serif 4")
    assert sans and serif
    fonts = Fonts(
        {
            "text": FamilyChoice(serif, "Source Serif 4", (("opsz", 11.0),)),
            "heading": FamilyChoice(sans, "Public Sans", (), ("Large",)),
            "Large": FamilyChoice(serif, "Large", (("opsz", 60.0),)),
        }
    )
    names = [face.name for face in fonts.chain(FontRequest("heading"))]
    assert names == ["PublicSans-Regular", "Large-Regular-opsz60", "SourceSerif4-Regular-opsz11"]


def test_an_unknown_family_key_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        letter_theme().fonts.chain(FontRequest("nothing"))


def test_the_faces_of_a_theme_are_those_of_its_styles_with_their_strong_and_emphasised_partners() -> None:
    names = [face.name for face in letter_theme().fonts.faces()]
    assert len(names) == len(set(names))
    assert {"SourceSerif4-Regular-opsz11", "SourceSerif4-Bold-opsz11", "PublicSans-SemiBold"} <= set(names)
    assert "PublicSans-Thin" not in names


def test_a_weight_beyond_the_axis_is_the_nearest_one() -> None:
    assert face("text", 100).axes == (("opsz", 11.0), ("wght", 200.0))
    assert face("text", 100) is face("text", 200)


def test_axes_that_the_theme_leaves_out_have_their_usual_values() -> None:
    family = Family("Odd", (FamilyFile(Path("x"), False, None),), (("opsz", 6, 72), ("wdth", 75, 125), ("GRAD", 1, 9)))
    face = Fonts({"text": FamilyChoice(family, "Odd")}).chain(FontRequest("text"))[0]
    assert face.axes == (("opsz", 12.0), ("wdth", 100.0), ("GRAD", 1))


def test_importing_and_resolving_opens_no_font_and_imports_nothing_heavy() -> None:
    program = (
        "import sys; from tests.style.theming import letter_theme; letter_theme().fonts.faces();"
        "print([name for name in ('uharfbuzz', 'fontpkg', 'reportlab', 'docx') if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


PLACE = Place("themes/own.yaml", 4, 9)


def only_face(path: Path) -> Face:
    family = Family("Own", (FamilyFile(path, False, 400),), ())
    return Fonts({"text": FamilyChoice(family, "Own", place=PLACE)}).chain(FontRequest("text"))[0]


@pytest.mark.parametrize("content", [None, b"", b"no font at all", b"\x00\x01\x00\x00" + bytes(200)])
def test_a_broken_font_file_is_an_error_at_the_themes_place(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "Own.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MachineError) as caught:
        _ = only_face(path).ascender
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "broken-font"
    assert diagnostic.place == PLACE
    assert "Own.ttf" in diagnostic.message


def with_rights(tmp_path: Path, rights: int) -> Face:
    """A static font whose OS/2 table gives these embedding rights."""
    font = bytearray(letter_theme().fonts.static(face("heading")))
    entry = font.index(b"OS/2")
    table = int.from_bytes(font[entry + 8 : entry + 12], "big")
    font[table + 8 : table + 10] = rights.to_bytes(2, "big")
    path = tmp_path / "Own.ttf"
    path.write_bytes(font)
    return only_face(path)


def test_a_font_that_forbids_embedding_is_an_error_at_the_themes_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"Own\.ttf does not allow embedding in documents") as caught:
        _ = with_rights(tmp_path, 0x0002).coverage
    assert caught.value.diagnostics[0].place == PLACE


def test_a_font_for_viewing_only_may_go_into_a_pdf_but_not_into_word(tmp_path: Path) -> None:
    viewing = with_rights(tmp_path, 0x0004)
    assert viewing.ascender == 1900
    with pytest.raises(DataError, match="documents that can be edited"):
        letter_theme().fonts.static(viewing)
