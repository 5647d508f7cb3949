"""Runs: marks, links, languages, scripts, and characters that Word treats in its own way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.diagnostics import DataError, MachineError, Place
from pipeline.docx.inlines import merged
from pipeline.docx.scripts import pieces
from pipeline.model.nodes import (
    Callout,
    Document,
    Heading,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    Mark,
    Paragraph,
    Role,
    Text,
)
from pipeline.style.theme import FontRequest

from .plain import plain_theme, semibold_theme
from .reading import Node, find_all, outline, paragraphs, part, text_of, values, written
from .samples import one_paper, paragraph, words


def body(*children: Inline, role: Role = "body", lang: str = "") -> Document:
    return one_paper(Paragraph(children, role), lang=lang)


def runs(document: Document, theme: str = "plain") -> list[Node]:
    data = written(document, semibold_theme() if theme == "semibold" else plain_theme())
    return find_all(paragraphs(part(data))[-1], ".//w:r")


def properties(run: Node) -> list[str]:
    """The names of a run's properties, with their value where it is not simply on."""
    return [
        child.tag.rpartition("}")[2] + "".join(f"={value}" for value in values(child, "@w:val"))
        for child in find_all(run, "w:rPr/*")
    ]


def test_texts_of_the_same_marks_become_one_run() -> None:
    (run,) = runs(body(Text("Two "), Text("values"), Text(""), Text(".")))
    assert text_of(run) == "Two values."


def test_merging_keeps_the_place_of_the_first_text() -> None:
    place = Place("data.yaml", 3, 1)
    (text,) = merged((Text("a", place=place), Text("b")))
    assert text == Text("ab", place=place)


def test_spaces_at_the_ends_of_a_run_are_kept() -> None:
    first, second, third = runs(body(Text("a "), Text(" b ", Mark.STRONG), Text("c")))
    assert [text_of(run) for run in (first, second, third)] == ["a ", " b ", "c"]
    assert values(second, "w:t/@xml:space") == ["preserve"]
    assert values(third, "w:t/@xml:space") == []


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (Mark.STRONG, ["rStyle=Strong"]),
        (Mark.EMPHASIS, ["rStyle=Emphasis"]),
        (Mark.CODE, ["rStyle=InlineCode"]),
        (Mark.STRIKE, ["strike"]),
        (Mark.UNDERLINE, ["u=single"]),
        (Mark.SMALL_CAPS, ["smallCaps"]),
        (Mark.SUPERSCRIPT, ["vertAlign=superscript"]),
        (Mark.SUBSCRIPT, ["vertAlign=subscript"]),
        (Mark.STRONG | Mark.EMPHASIS, ["rStyle=Strong", "i", "iCs"]),
        (Mark.STRONG | Mark.STRIKE | Mark.UNDERLINE, ["rStyle=Strong", "strike", "u=single"]),
    ],
)
def test_a_mark_becomes_a_character_style_or_one_property(mark: Mark, expected: list[str]) -> None:
    (run,) = runs(body(Text("x", mark)))
    assert properties(run) == expected


def test_emphasis_in_an_italic_paragraph_turns_upright_as_word_does_by_itself() -> None:
    (run,) = runs(body(Text("x", Mark.EMPHASIS), role="attribution"))
    assert properties(run) == ["rStyle=Emphasis"]


def test_strong_text_in_a_bold_paragraph_says_its_face_since_bold_upon_bold_is_plain() -> None:
    document = one_paper(Heading(2, words("x", Mark.STRONG), "x"))
    (run,) = runs(document)
    assert properties(run) == ["rStyle=Strong", "rFonts"]
    assert values(run, "w:rPr/w:rFonts/@w:ascii") == ["Public Sans Black"]


def test_strong_text_of_a_weight_that_word_has_no_switch_for_is_a_family() -> None:
    (run,) = runs(body(Text("x", Mark.STRONG)), "semibold")
    assert properties(run) == ["rStyle=Strong"]
    data = written(body(Text("x", Mark.STRONG)), semibold_theme())
    sheet = part(data, "word/styles.xml")
    strong = find_all(sheet, "w:style[@w:styleId='Strong']/w:rPr/*")
    assert [values(child, "@w:ascii") for child in strong] == [["Source Serif 4 SemiBold"]]


def test_a_link_out_of_the_file_is_a_relationship_used_once_for_each_address() -> None:
    link = Link(words("there"), "https://example.org/?a=1&b=2", "An example")
    data = written(body(link, Text(" and "), replace(link, title="")))
    links = find_all(part(data), ".//w:hyperlink")
    assert [values(node, "@r:id") for node in links] == [["rId1"], ["rId1"]]
    assert values(links[0], "@w:tooltip") == ["An example"]
    relations = part(data, "word/_rels/document.xml.rels")
    targets = values(relations, "*[@TargetMode='External']/@Target")
    assert targets == ["https://example.org/?a=1&b=2"]


def test_an_address_keeps_to_what_a_relationship_may_hold() -> None:
    data = written(body(Link(words("x"), 'https://example.org/a b|"c"?d={e}#é', "t" * 300)))
    targets = values(part(data, "word/_rels/document.xml.rels"), "*[@TargetMode='External']/@Target")
    assert targets == ["https://example.org/a%20b%7C%22c%22?d=%7Be%7D#é"]
    assert len(values(part(data), ".//w:hyperlink/@w:tooltip")[0]) == 255


def test_a_link_within_the_document_leads_to_a_bookmark_of_its_own_around_the_heading() -> None:
    data = written(one_paper(Paragraph((Link(words("see"), "#aims"),)), Heading(2, words("Aims"), "aims")))
    (anchor,) = values(part(data), ".//w:hyperlink/@w:anchor")
    assert anchor == "_Ref100000002"
    names = values(paragraphs(part(data))[-1], "w:bookmarkStart/@w:name")
    assert [one for one in names if not one.startswith("_b_")] == ["_Ref100000002", "_Toc100000002"]


def test_a_link_to_nowhere_is_an_error_at_its_place() -> None:
    place = Place("data.yaml", 7, 3)
    with pytest.raises(DataError) as caught:
        written(body(Link(words("see"), "#lost", place=place)))
    assert caught.value.diagnostics[0].place == place
    assert "'#lost'" in caught.value.diagnostics[0].message


def test_marks_inside_a_link_keep_the_links_style() -> None:
    (run,) = runs(body(Link(words("x", Mark.STRONG), "https://example.org")))
    assert properties(run) == ["rStyle=Hyperlink", "b", "bCs"]


@pytest.mark.parametrize(
    ("lang", "slots"),
    [("fr-FR", ["val"]), ("km", ["val", "bidi"]), ("ja", ["val", "eastAsia"]), ("ar", ["val", "bidi"])],
)
def test_a_language_is_told_for_its_kind_of_script(lang: str, slots: list[str]) -> None:
    (run,) = runs(body(LanguageSpan(words("x"), lang)))
    (language,) = find_all(run, "w:rPr/w:lang")
    assert {str(key).rpartition("}")[2]: value for key, value in language.attrib.items()} == dict.fromkeys(slots, lang)


def test_the_language_of_a_paper_is_on_each_of_its_runs_and_that_of_the_document_on_none() -> None:
    data = written(body(Text("Il fait beau."), lang="fr-FR"))
    assert [values(node, "w:r/w:rPr/w:lang/@w:val") for node in paragraphs(part(data))] == [["fr-FR"], ["fr-FR"]]
    data = written(body(Text("Fine."), lang="en-US"))
    assert values(part(data), ".//w:lang/@w:val") == []


def test_a_line_break_is_a_break_in_its_paragraph() -> None:
    data = written(body(Text("one"), LineBreak(), Text("two")))
    assert outline(data)[-1] == ("BodyText", "one\ntwo")


def test_soft_and_fixed_hyphens_become_words_own_elements() -> None:
    (run,) = runs(body(Text("a\u00adb\u2011c")))
    assert [child.tag.rpartition("}")[2] for child in run] == ["t", "softHyphen", "t", "noBreakHyphen", "t"]
    assert text_of(run) == "a\u00adb\u2011c"


def test_arabic_runs_to_the_left_in_a_paragraph_that_does() -> None:
    (node,) = paragraphs(part(written(body(Text("مرحبا بكم Oslo")))))[-1:]
    assert find_all(node, "w:pPr/w:bidi")
    first, second = find_all(node, "w:r")
    assert (text_of(first), properties(first)) == ("مرحبا بكم ", ["rFonts", "rtl"])
    assert (text_of(second), properties(second)) == ("Oslo", [])


def test_a_paragraph_that_starts_to_the_right_keeps_its_direction() -> None:
    (node,) = paragraphs(part(written(body(Text("Peace is سلام in Arabic.")))))[-1:]
    assert not find_all(node, "w:pPr/w:bidi")
    assert [text_of(run) for run in find_all(node, "w:r")] == ["Peace is ", "سلام ", "in Arabic."]


def test_pieces_joined_are_the_text_whatever_it_holds() -> None:
    chain = plain_theme().fonts.chain(FontRequest("text"))
    text = "Ω a\u0301 ភ្នំពេញ 5 – שלום! \U0001f600\u200d"
    assert "".join(piece.text for piece in pieces(text, chain, lambda _: None)) == text


def test_a_character_that_only_a_fallback_has_is_set_in_it() -> None:
    fonts = plain_theme().fonts
    chain = fonts.chain(FontRequest("heading"))
    missing = next(code for code in sorted(chain[1].coverage - chain[0].coverage) if chr(code).isalpha())
    found = list(pieces(f"a {chr(missing)}", chain, lambda _: None))
    assert [piece.face for piece in found] == [None, chain[1]]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_forbids_is_our_own_error_and_not_lxmls(character: str) -> None:
    for document in (
        body(Text(f"a{character}")),
        body(Link(words("x"), f"https://example.org/{character}")),
        one_paper(Callout((paragraph("x"),), words(character + "x"))),
    ):
        with pytest.raises(MachineError, match=f"U\\+{ord(character):04X}"):
            written(document)


def test_characters_that_xml_allows_pass() -> None:
    text = "\u0085 \u2028 \ufdd0 \U0001ffff <&>\"' ]]>"
    assert outline(written(body(Text(text))))[-1][1] == text


def test_blank_paragraphs_are_left_out() -> None:
    data = written(one_paper(paragraph(" "), Paragraph((Text(""), LineBreak())), paragraph("x")))
    assert outline(data) == [("Heading1", "A paper"), ("BodyText", "x")]
