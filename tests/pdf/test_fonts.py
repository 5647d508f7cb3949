"""Fonts: subsets, widths, meanings, order of first use."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from pikepdf import Name

from pipeline.diagnostics import MachineError
from pipeline.pdf import write_pdf
from pipeline.pdf.words import FontUse
from pipeline.style.families import Family, FamilyFile
from pipeline.style.fonts import FamilyChoice
from pipeline.style.fonts import Fonts as ThemeFonts
from pipeline.style.theme import FontRequest

from .judges import pdfium_text
from .layouts import METADATA, Builder, cff_face, face, one_page, run, word
from .reading import meanings, opened
from .samples import FULL_METADATA, everything


def glyph_of(character: str) -> int:
    glyph = face().hb_font.get_nominal_glyph(ord(character))
    assert glyph is not None
    return glyph


class Fonts(dict[str, Any]):
    """A file's fonts by resource name; the file stays open with them."""

    def __init__(self, data: bytes) -> None:
        self.pdf = opened(data)
        super().__init__(self.pdf.pages[0].Resources.Font.items())


def test_fonts_are_named_in_the_order_of_their_first_use() -> None:
    builder = Builder()
    for text, of in (("sans", face("Public Sans")), ("serif", face()), ("sans", face("Public Sans"))):
        builder.text("P", text, face=of)
    found = Fonts(write_pdf(builder.layout(), METADATA))
    assert [(name, str(font.BaseFont)[8:]) for name, font in found.items()] == [
        ("/F1", "PublicSans-Regular"),
        ("/F2", "SourceSerif4-Regular"),
    ]


def test_a_font_says_what_readers_need() -> None:
    found = Fonts(write_pdf(one_page(["office"]), METADATA))
    font = found["/F1"]
    assert (font.Subtype, font.Encoding) == (Name.Type0, Name("/Identity-H"))
    descendant = font.DescendantFonts[0]
    assert (descendant.Subtype, descendant.CIDToGIDMap) == (Name.CIDFontType2, Name.Identity)
    descriptor = descendant.FontDescriptor
    assert descriptor.FontName == descendant.BaseFont == font.BaseFont
    serif = face()
    assert float(descriptor.Ascent) == serif.ascender * 1000 / serif.upem
    assert float(descriptor.Descent) == serif.descender * 1000 / serif.upem < 0
    assert float(descriptor.CapHeight) == serif.cap_height * 1000 / serif.upem
    assert int(descriptor.Flags) == 4
    assert (int(descriptor.StemV), float(descriptor.ItalicAngle)) == (88, 0)


def test_an_italic_leans() -> None:
    found = Fonts(write_pdf(one_page(["office"], face=face(italic=True)), METADATA))
    font = found["/F1"]
    descriptor = font.DescendantFonts[0].FontDescriptor
    assert int(descriptor.Flags) == 4 | 64
    assert float(descriptor.ItalicAngle) < 0


def test_the_program_holds_the_used_glyphs_under_their_own_numbers_with_every_axis_pinned() -> None:
    text = "efficient AVATAR"
    found = Fonts(write_pdf(one_page([text]), METADATA))
    font = found["/F1"]
    stream = font.DescendantFonts[0].FontDescriptor.FontFile2
    program = stream.read_bytes()
    assert int(stream.Length1) == len(program)
    subset = hb.Face(program)
    assert "fvar" not in subset.table_tags
    assert {"GSUB", "cmap", "name", "post"}.isdisjoint(subset.table_tags)
    used = {glyph for part in text.split() for glyph in word(part, face()).glyphs}
    drawn = hb.Font(subset)
    for glyph in used:
        original = face().hb_font.get_glyph_extents(glyph)
        assert original is not None
        assert drawn.get_glyph_extents(glyph).width == pytest.approx(original.width, abs=1)
        assert drawn.get_glyph_h_advance(glyph) == pytest.approx(face().hb_font.get_glyph_h_advance(glyph), abs=1)
    unused = glyph_of("Q")
    assert drawn.get_glyph_extents(unused).width == 0


def test_widths_are_listed_for_the_used_glyphs_alone() -> None:
    found = Fonts(write_pdf(one_page(["abd"]), METADATA))
    font = found["/F1"]
    glyphs = [glyph_of(character) for character in "abd"]
    listed: dict[int, float] = {}
    entries = list(font.DescendantFonts[0].W)
    for first, widths in zip(entries[0::2], entries[1::2], strict=True):
        listed |= {int(first) + index: float(width) for index, width in enumerate(widths)}
    del listed[glyph_of(" ")]
    assert listed == {glyph: face().hb_font.get_glyph_h_advance(glyph) for glyph in glyphs}
    assert int(font.DescendantFonts[0].DW) == 0


def test_more_than_a_hundred_meanings_are_written_in_portions() -> None:
    letters = [chr(code) for code in range(0xC0, 0x170) if code in face().coverage and chr(code).isalpha()]
    found = Fonts(write_pdf(one_page(["".join(letters)]), METADATA))
    font = found["/F1"]
    assert font.ToUnicode.read_bytes().count(b"beginbfchar") == 2
    assert sorted(meanings(font).values()) == [" ", *sorted(letters)]


def test_two_weights_of_a_variable_font_are_two_fonts() -> None:
    builder = Builder()
    element = builder.element("P")
    builder.line(run("light", element, face=face(weight=300)), run("heavy", element, 200.0, face=face(weight=900)))
    found = Fonts(write_pdf(builder.layout(), METADATA))
    programs = [font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for font in found.values()]
    assert len(programs) == 2
    assert programs[0] != programs[1]
    names = [str(font.BaseFont) for font in found.values()]
    assert names[0][:8] != names[1][:8], "two subsets need two tags"


def test_the_tag_of_a_subset_depends_on_its_glyphs() -> None:
    found = [Fonts(write_pdf(one_page([text]), METADATA)) for text in ("ab", "ba", "abc")]
    one, same, other = (str(fonts["/F1"].BaseFont) for fonts in found)
    assert one == same != other
    assert one[1:7].isalpha()
    assert one[7] == "+"


def test_no_font_in_the_sample_shows_glyph_zero() -> None:
    found = Fonts(write_pdf(everything(), FULL_METADATA))
    for font in found.values():
        assert 0 not in meanings(font)


def test_every_axis_is_pinned_also_one_that_the_face_does_not_name() -> None:
    loose = face("Source Serif 4", 600)
    assert {tag for tag, _ in loose.axes} == {"opsz", "wght"}
    use = FontUse(loose, "F1")
    assert use[word("a", loose)]


def test_postscript_outlines_go_in_as_opentype(tmp_path: Path) -> None:
    data = write_pdf(one_page(["AB BA"], face=cff_face(tmp_path)), METADATA)
    found = Fonts(data)
    descendant = found["/F1"].DescendantFonts[0]
    assert descendant.Subtype == Name.CIDFontType0
    assert "/CIDToGIDMap" not in descendant
    program = descendant.FontDescriptor.FontFile3
    assert program.Subtype == Name.OpenType
    assert "CFF " in hb.Face(program.read_bytes()).table_tags
    assert pdfium_text(data) == "AB BA"


def test_a_broken_font_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttf"
    path.write_bytes(io.BytesIO(face().path.read_bytes()).read(200))
    family = Family("Broken", (FamilyFile(path, False, 400),), ())
    broken = ThemeFonts({"it": FamilyChoice(family, "Broken")}).chain(FontRequest("it"))[0]
    builder = Builder()
    whole = run("a", builder.element("P"))
    builder.line(whole._replace(face=broken))
    with pytest.raises(MachineError) as caught:
        write_pdf(builder.layout(), METADATA)
    assert "broken.ttf" in str(caught.value)
