"""Glyphs made of glyphs: they draw what the shaper wanted, and the font program is sound."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from pipeline.layout.frames import Layout
from pipeline.pdf import write_pdf
from pipeline.pdf.clusters import Part, with_composites
from pipeline.pdf.fonts import _subset
from pipeline.pdf.words import FontUse

from .judges import pdfium_text
from .layouts import METADATA, Builder, cff_face, face, noto, one_page, run, word
from .reading import opened, page_operators
from .samples import SCRIPTS, scripts

VOWELS = {"he": ("NotoSansHebrew-Regular", "שָׁלוֹם"), "ar": ("NotoNaskhArabic-Regular", "مُحَمَّدٌ")}


def vowels() -> Layout:
    builder = Builder()
    for lang, (name, text) in VOWELS.items():
        builder.line(run(text, builder.element("P", lang=lang), face=noto(name), lang=lang, size=16.0), leading=30.0)
    return builder.layout()


def rendered(data: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        picture: Image.Image = document[0].render(scale=3).to_pil().convert("L")
        return picture
    finally:
        document.close()


@pytest.mark.parametrize("make", [scripts, vowels])
def test_what_is_drawn_is_the_same_as_with_the_glyphs_one_by_one(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = make()
    made = rendered(write_pdf(layout, METADATA))
    monkeypatch.setattr("pipeline.pdf.words._MOST_GLYPHS", 0)
    single = rendered(write_pdf(layout, METADATA))
    assert made.size == single.size
    assert made.getextrema() == (0, 255)
    # Places are rounded to font units in one and to hundredths of a point in the other: edges may differ by a shade.
    difference = ImageChops.difference(made, single)
    strong = sum(difference.histogram()[100:])
    assert strong <= 100, f"{strong} of {made.width * made.height} pixels differ"


def test_marks_piled_up_beyond_what_the_format_holds_stay_below_its_end() -> None:
    program = bytes(_subset(noto("NotoSansHebrew-Regular"), range(40)))
    font = TTFont(io.BytesIO(program))
    count = font["maxp"].numGlyphs
    base = next(at for at, name in enumerate(font.getGlyphOrder()) if font["glyf"][name].numberOfContours)
    parts = [Part(base, 0, 400 * index) for index in range(200)] + [Part(base, -70_000, -70_000)]
    changed = TTFont(io.BytesIO(with_composites(program, {count: parts}, {count: 500})))
    made = changed["glyf"][changed.getGlyphOrder()[count]]
    assert len(made.components) == 201
    assert max(part.y for part in made.components) == 24_000
    assert min(part.x for part in made.components) == -24_000


def test_a_mark_out_of_its_place_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = vowels()
    right = rendered(write_pdf(layout, METADATA))
    monkeypatch.setattr("pipeline.pdf.words.Part", lambda glyph, x, y: Part(glyph, x + 40, y))
    difference = ImageChops.difference(right, rendered(write_pdf(layout, METADATA)))
    assert sum(difference.histogram()[100:]) > 500


def test_a_cluster_of_several_glyphs_is_one_glyph_that_means_its_text() -> None:
    name, text = SCRIPTS["km"]
    use = FontUse(noto(name), "F1")
    shaped = word("ស្ត្រី", noto(name), "km")
    assert use[shaped]
    assert not use.passages
    assert [use.meanings[glyph] for glyph in use.made] == ["ស្ត្រី"]
    (parts,) = use.made.values()
    assert [part.glyph for part in parts] == list(shaped.glyphs)
    assert list(use.made) == [noto(name).hb_face.glyph_count]
    assert text


def test_right_to_left_clusters_mean_their_text_backwards_for_readers_turn_it_round() -> None:
    name, text = VOWELS["he"]
    use = FontUse(noto(name), "F1")
    assert use[word(text, noto(name), "he")]
    meanings = [use.meanings[glyph] for glyph in use.made]
    assert meanings == ["וֹ"[::-1], "שָׁ"[::-1]] or "".join(meanings)[::-1] in text


@pytest.mark.parametrize("name", [name for name, _ in (*SCRIPTS.values(), *VOWELS.values())])
def test_the_font_program_is_sound(name: str) -> None:
    of = noto(name)
    use = FontUse(of, "F1")
    for lang, (used, text) in (*SCRIPTS.items(), *VOWELS.items()):
        if used == name:
            for part in text.split():
                assert use[word(part, of, lang)]
    parts = {part.glyph for made in use.made.values() for part in made}
    program = with_composites(_subset(of, parts | (use.advances.keys() - use.made.keys())), use.made, use.advances)
    font = TTFont(io.BytesIO(program), checkChecksums=2)
    order = font.getGlyphOrder()
    assert len(order) == max([*use.made, 0]) + 1 or not use.made
    for number, made in use.made.items():
        glyph = font["glyf"][order[number]]
        assert font["hmtx"][order[number]][0] == use.advances[number]
        drawn = [part for part in made if font["glyf"][order[part.glyph]].numberOfContours]
        assert [(one.glyphName, one.x, one.y) for one in getattr(glyph, "components", [])] == [
            (order[part.glyph], part.x, part.y) for part in drawn
        ]
        if drawn:
            box = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
            glyph.recalcBounds(font["glyf"])
            assert box == (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
            assert font["hmtx"][order[number]][1] == box[0]


def test_a_glyph_of_nothing_is_nothing() -> None:
    of = face()
    space, letter = (of.hb_font.get_nominal_glyph(ord(character)) or 0 for character in " A")
    first = of.hb_face.glyph_count
    made = {first: (Part(space, 0, 0),), first + 1: (Part(letter, 10, -20), Part(space, 500, 0))}
    program = with_composites(_subset(of, {space, letter}), made, {first: 250, first + 1: 900})
    font = TTFont(io.BytesIO(program))
    order = font.getGlyphOrder()
    assert font["glyf"][order[first]].numberOfContours == 0
    assert font["hmtx"][order[first]] == (250, 0)
    assert [part.glyphName for part in font["glyf"][order[first + 1]].components] == [order[letter]]
    assert font["maxp"].maxComponentDepth >= 1


def test_the_same_words_give_the_same_bytes() -> None:
    assert write_pdf(scripts(), METADATA) == write_pdf(scripts(), METADATA)


def test_a_face_without_such_outlines_says_its_text_as_actual_text(tmp_path: Path) -> None:
    """No glyph of CFF can be made of others."""
    square = cff_face(tmp_path)
    use = FontUse(square, "F1")
    shaped = word("AB", square)
    moved = type(shaped)(shaped.text, square, shaped.glyphs, shaped.advances, shaped.clusters, ((0, 0), (0, 90)))
    assert use[moved]
    assert not use.made
    assert use.passages[moved].actual == b"(AB)"


def test_no_word_of_any_script_needs_actual_text() -> None:
    data = write_pdf(scripts(), METADATA)
    # The letterspaced words are the only ones that readers would take apart.
    assert page_operators(data, 0).count("ActualText") == 2
    with opened(data) as pdf:
        assert len(pdf.pages) == 1
    assert "ActualText" not in page_operators(write_pdf(vowels(), METADATA), 0)
    assert "ActualText" not in page_operators(write_pdf(one_page(["naïve A\u0301B x\u200dy"]), METADATA), 0)
    assert pdfium_text(write_pdf(one_page(["x\u200dy"]), METADATA)) == "x\u200dy"
