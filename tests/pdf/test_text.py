"""Text: what is drawn, what comes out again, and how words become operators."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pdf import write_pdf
from pipeline.pdf.clusters import Part
from pipeline.pdf.words import FontUse
from tests.golden import check_golden

from .judges import pdfium_text, poppler_text
from .layouts import METADATA, Builder, face, noto, one_page, run, word
from .reading import page_operators, tag_tree
from .samples import FULL_METADATA, SCRIPTS, everything, scripts

SERIF = face()
SANS = face("Public Sans", 600)


def operators(*runs: object) -> list[str]:
    """The operators of one line of runs, whose element is a paragraph's."""
    builder = Builder()
    builder.element("P")
    builder.line(*runs)  # type: ignore[arg-type]
    return page_operators(write_pdf(builder.layout(), METADATA), 0).splitlines()


def codes(text: str) -> str:
    return "".join(f"{SERIF.hb_font.get_nominal_glyph(ord(character)):04x}" for character in text)


def test_a_line_moves_once_and_shows_once() -> None:
    assert operators(run("nn nn", 1)) == [
        "/P <</MCID 0>> BDC",
        "BT",
        "/F1 11 Tf",
        "0 g",
        "72 706 Td",
        f"[<{codes('nn nn')}>] TJ",
        "ET",
        "EMC",
    ]


def test_kerning_is_the_difference_between_the_font_s_width_and_the_shaper_s_advance() -> None:
    kerned = word("AV", SERIF)
    nominal = SERIF.hb_font.get_glyph_h_advance(kerned.glyphs[0])
    adjustment = (nominal - kerned.advances[0]) * 1000 / SERIF.upem
    assert adjustment > 0
    assert FontUse(SERIF, "F1")[kerned] == b"\x00%c)%d(\x00%c" % (kerned.glyphs[0], adjustment, kerned.glyphs[1])


def test_bytes_that_would_end_the_string_are_escaped() -> None:
    use = FontUse(SERIF, "F1")
    for glyph, written in ((0x28, rb"\("), (0x29, rb"\)"), (0x5C, rb"\\"), (0x0D, rb"\r")):
        text = next(chr(code) for code in SERIF.coverage if SERIF.hb_font.get_nominal_glyph(code) == glyph)
        assert use[word(text, SERIF)] == b"\x00" + written


def test_justified_text_adds_to_each_space_between_words() -> None:
    lines = operators(run("nn nn", 1, word_space=2.2))
    assert f"[<{codes('nn ')}> -200 <{codes('nn')}>] TJ" in lines


def test_tracking_and_rise_are_set_back_after_the_run() -> None:
    lines = operators(run("nn", 1, tracking=0.5, rise=3.25))
    assert lines[5:10] == ["0.5 Tc", "3.25 Ts", f"[<{codes('nn')}>] TJ", "0 Ts", "0 Tc"]


def test_a_space_after_the_last_word_is_drawn() -> None:
    assert f"[<{codes('nn ')}>] TJ" in operators(run("nn", 1, space_after=True))


def test_a_space_of_another_face_is_shown_in_that_face() -> None:
    lines = operators(run("nn nn", 1, face=SANS, space=word(" ", SERIF)))
    fonts = [line for line in lines if line.endswith("Tf")]
    assert fonts == ["/F1 11 Tf", "/F2 11 Tf", "/F1 11 Tf"]


def test_positions_do_not_drift() -> None:
    """A hundred lines of 13.333 pt: each is written as a step from the one before."""
    builder = Builder()
    element = builder.element("P")
    for _ in range(40):
        builder.line(run("nn", element), leading=13.333)
    steps = [line.split() for line in page_operators(write_pdf(builder.layout(), METADATA), 0).splitlines()]
    moves = [(float(step[0]), float(step[1])) for step in steps if step[-1] == "Td"]
    assert round(sum(up for _, up in moves), 2) == round(792 - 72 - 40 * 13.333, 2)
    assert sum(across for across, _ in moves) == 72.0


def test_colours_are_grey_where_the_channels_agree() -> None:
    from pipeline.style.theme import Color

    lines = operators(run("a", 1), run("a", 1, color=Color(51, 51, 51)), run("a", 1, color=Color(255, 0, 128)))
    assert [line for line in lines if line[-1] == "g"] == ["0 g", "0.2 g", "1 0 0.502 rg"]


def test_a_ligature_means_its_letters() -> None:
    use = FontUse(SERIF, "F1")
    ligature = word("fi", face("Source Serif 4", italic=True), features=("dlig",))
    assert len(ligature.glyphs) in (1, 2)
    use = FontUse(ligature.face, "F1")
    assert use[ligature]
    assert "".join(use.meanings[glyph] for glyph in ligature.glyphs) == "fi"
    assert use.passages == {}


@pytest.mark.parametrize("text", ["Aug.\u00a03", "co\u00adop", "a\u2011b", "x\u200dy", "A\u0301B", "\ufeffbom"])
def test_a_word_whose_glyphs_say_something_else_carries_its_text(text: str) -> None:
    """The no-break space and the soft hyphen are drawn with the glyphs of plain ones, which keep their meaning."""
    builder = Builder()
    builder.text("P", text)
    builder.text("P", "plain words - here")
    data = write_pdf(builder.layout(), METADATA)
    assert f'"{text}' in tag_tree(data)
    assert "plain words - here" in pdfium_text(data)


def test_the_first_use_of_a_glyph_gives_it_its_meaning_and_another_use_gets_a_copy_of_it() -> None:
    small = word("AB", SERIF, features=("c2sc",))
    also_small = word("ab", SERIF, features=("smcp",))
    assert small.glyphs == also_small.glyphs
    use = FontUse(SERIF, "F1")
    assert use[small] != use[also_small]
    assert not use.passages
    assert [(parts, use.meanings[glyph]) for glyph, parts in use.made.items()] == [
        ((Part(small.glyphs[0], 0, 0),), "a"),
        ((Part(small.glyphs[1], 0, 0),), "b"),
    ]


def test_letterspaced_words_stay_whole_for_readers() -> None:
    data = write_pdf(one_page(["SPACED OUT"]), METADATA)
    builder = Builder()
    builder.line(run("SPACED OUT", builder.element("P"), tracking=2.0))
    spaced = write_pdf(builder.layout(), METADATA)
    assert "ActualText" in page_operators(spaced, 0)
    assert "ActualText" not in page_operators(data, 0)
    assert pdfium_text(spaced) == "SPACED OUT"


def test_underline_and_strike_are_artifacts_after_their_text() -> None:
    text = run("nn", 1, underline=True, strike=True)
    lines = operators(text)
    assert lines[-7:-6] == ["EMC"]
    assert lines[-6:] == [
        "/Artifact <</Type /Layout>> BDC",
        lines[-5],
        "f",
        lines[-3],
        "f",
        "EMC",
    ]
    under = [float(part) for part in lines[-5].split()[:4]]
    top, height = SERIF.underline_position * 0.011, SERIF.underline_thickness * 0.011
    assert under == pytest.approx([72, 706 + top - height, text.width, height], abs=0.006)


def test_an_underline_goes_on_over_the_space_between_two_runs() -> None:
    first = run("nn", 1, underline=True, space_after=True)
    space = word(" ", SERIF).advance * 11
    second = run("nn", 1, 72 + first.width + space, underline=True, face=SERIF)
    rectangles = [line for line in operators(first, second) if line.endswith("re")]
    assert len(rectangles) == 1
    assert float(rectangles[0].split()[2]) == pytest.approx(first.width + space + second.width, abs=0.01)


@pytest.mark.parametrize("lines", [["A", "A"], ["A", "B", "C"], ["AB", "A"], ["1", "1", "1"]])
def test_lines_of_a_single_letter_stay_apart(lines: list[str]) -> None:
    assert pdfium_text(write_pdf(one_page(lines), METADATA)).split() == lines


def test_cells_of_a_single_letter_stay_apart() -> None:
    builder = Builder()
    for row in ("ABC", "123"):
        builder.line(*(run(text, builder.element("P"), 72.0 + 60 * column) for column, text in enumerate(row)))
    assert pdfium_text(write_pdf(builder.layout(), METADATA)).split() == ["A", "B", "C", "1", "2", "3"]


def test_a_label_is_parted_from_the_text_of_its_own_element() -> None:
    builder = Builder()
    element = builder.element("P")
    builder.line(run("A", element), run("Schedule", element, 90.0))
    assert '"A Schedule"' in tag_tree(write_pdf(builder.layout(), METADATA))


def test_a_word_broken_at_the_end_of_a_line_stays_one_word_for_assistive_technology() -> None:
    builder = Builder()
    element = builder.element("P")
    builder.line(run("HIV/", element))
    builder.line(run("AIDS", element))
    assert '"HIV/AIDS"' in tag_tree(write_pdf(builder.layout(), METADATA))


def test_an_inline_element_is_not_parted_from_the_full_stop_after_it() -> None:
    builder = Builder()
    paragraph = builder.element("P")
    inner, stop = builder.element("Span", paragraph), builder.element("Span", paragraph)
    first = run("word", inner)
    builder.line(first, run(".", stop, 72 + first.width))
    assert pdfium_text(write_pdf(builder.layout(), METADATA)) == "word."


def test_the_operators_of_a_page_are_as_accepted() -> None:
    check_golden(__file__, "everything-page-2.txt", page_operators(write_pdf(everything(), FULL_METADATA), 1))


def test_pdfium_takes_the_text_out_in_order() -> None:
    text = pdfium_text(write_pdf(everything(), FULL_METADATA))
    expected = (
        "The first office: see the visit programme for details not this 1",
        "SPACED OUT",
        "justified text has wider spaces",
        "than (this) back\\slash",
        "«À bientôt»",
        "Nested item",
        "will offer a final briefing before departure.",
        "The footnote, office copy.",
        "Table 1. Arrivals (all times local)",
        "Day Event Who and where",
        "Figure 1. Gradient.",
    )
    places = [text.index(line) for line in expected]
    assert places == sorted(places)


@pytest.mark.judges
def test_poppler_takes_the_same_words_out() -> None:
    data = write_pdf(everything(), FULL_METADATA)
    for line in ("Visit brief: Phnom Penh", "SPACED OUT", "justified text has wider spaces", "than (this) back\\slash"):
        assert line in poppler_text(data)


@pytest.mark.judges
@pytest.mark.parametrize("lang", SCRIPTS)
def test_both_readers_take_the_words_of_every_script_out(lang: str) -> None:
    data = write_pdf(scripts(), METADATA)
    _, text = SCRIPTS[lang]
    assert text in pdfium_text(data)
    assert text in poppler_text(data)


@pytest.mark.judges
def test_assistive_technology_gets_right_to_left_text_in_reading_order() -> None:
    tree = tag_tree(write_pdf(scripts(), METADATA))
    for lang in ("he", "ar"):
        assert f"P Lang={lang!r} ActualText={SCRIPTS[lang][1]!r}" in tree
    assert tree.count("ActualText") == 2


@pytest.mark.judges
def test_text_of_one_word_runs_is_read_aloud_in_the_order_of_the_runs() -> None:
    """As layout gives lines of mixed direction: in the order of the text, spaces as runs of their own."""
    hebrew = noto("NotoSansHebrew-Regular")
    builder = Builder()
    element = builder.element("P")
    space = run((" ",), element, 250.0, face=hebrew)
    words = [run((text,), element, x, face=hebrew) for text, x in (("שלום", 300.0), ("ירושלים", 200.0))]
    builder.line(run("In", element, 350.0, space_after=True), words[0], space, words[1])
    builder.line(run("1948", element))
    assert "ActualText='In שלום ירושלים 1948'" in tag_tree(write_pdf(builder.layout(), METADATA))


@pytest.mark.judges
def test_a_right_to_left_word_with_vowel_marks_keeps_its_order_in_pdfium() -> None:
    import unicodedata

    naskh = noto("NotoNaskhArabic-Regular")
    builder = Builder()
    builder.line(run("مُحَمَّد", builder.element("P", lang="ar"), face=naskh, lang="ar"))
    text = pdfium_text(write_pdf(builder.layout(), METADATA))
    assert unicodedata.normalize("NFC", text) == unicodedata.normalize("NFC", "مُحَمَّد")


LETTERS = "".join(sorted(map(chr, SERIF.coverage - {0x00AD, 0x034F})))
LATIN = "".join(character for character in LETTERS if character.isalpha() and ord(character) < 0x250)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(LATIN, min_size=1, max_size=12), min_size=1, max_size=8), min_size=1, max_size=6))
def test_no_word_is_lost_or_doubled(paragraphs: list[list[str]]) -> None:
    data = write_pdf(one_page([" ".join(words) for words in paragraphs], size=4.0), METADATA)
    lines = [line.strip().replace(' "', '"') for line in tag_tree(data).splitlines()[1:]]
    assert lines == [f'P 1:"{" ".join(words)}"' for words in paragraphs]
    assert pdfium_text(data).split() == [part for words in paragraphs for part in words]
