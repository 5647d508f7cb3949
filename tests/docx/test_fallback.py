"""Scripts beyond Latin in a Word file: fonts named and embedded, direction, the height of lines."""

from __future__ import annotations

import uuid
from dataclasses import replace

import uharfbuzz as hb

from pipeline.docx import write_docx
from pipeline.docx.fonts import obfuscated
from pipeline.docx.ooxml import name
from pipeline.model.nodes import Cell, Column, Document, Mark, Paragraph, Row, Table, Text

from .plain import plain_theme
from .reading import Node, find_all, paragraphs, part, parts, text_of, values, written
from .samples import one_paper, pages_of

KHMER = "\u1780\u1798\u17d2\u1796\u17bb\u1787\u17b6"
THAI = "\u0e44\u0e17\u0e22"
JAPANESE = "\u65e5\u672c"
PEACE = "\u0633\u0644\u0627\u0645"


def last(document: Document) -> Node:
    return paragraphs(part(written(document)))[-1]


def fonts_of(run: Node) -> set[str]:
    return set(values(run, "w:rPr/w:rFonts/@*"))


def embedded(document: Document) -> dict[str, hb.Face]:
    """The fonts of a file, by family and slot."""
    data = write_docx(document, plain_theme(), pages_of(document), 1)
    table, relations = part(data, "word/fontTable.xml"), part(data, "word/_rels/fontTable.xml.rels")
    targets = {values(node, "@Id")[0]: values(node, "@Target")[0] for node in find_all(relations, "*")}
    found = {}
    for family in find_all(table, "w:font"):
        for slot in find_all(family, "*[@w:fontKey]"):
            stored = parts(data)[f"word/{targets[values(slot, '@r:id')[0]]}"]
            program = obfuscated(stored, uuid.UUID(values(slot, "@w:fontKey")[0]))
            key = f"{family.get(name('w:name'))} {slot.tag.rpartition('}')[2].removeprefix('embed')}"
            found[key] = hb.Face(hb.Blob(program))
    return found


def test_text_of_another_script_names_its_font_for_every_kind_of_script() -> None:
    runs = find_all(last(one_paper(Paragraph((Text(f"In {KHMER} now"),)))), "w:r")
    assert [text_of(run) for run in runs] == ["In ", f"{KHMER} ", "now"]
    assert [fonts_of(run) for run in runs] == [set(), {"Noto Sans Khmer"}, set()]
    assert len(values(runs[1], "w:rPr/w:rFonts/@*")) == 4


def test_bold_text_is_in_the_bold_face_of_the_family() -> None:
    document = one_paper(Paragraph((Text(f"{THAI} x", Mark.STRONG),)))
    assert "Noto Sans Thai Bold" in embedded(document)


def test_slanted_text_of_a_script_without_italics_stands_upright_in_word_too() -> None:
    (run,) = find_all(last(one_paper(Paragraph((Text(THAI, Mark.EMPHASIS),)))), "w:r")
    assert values(run, "w:rPr/w:i/@w:val") == ["0"] or not find_all(run, "w:rPr/w:rStyle")


def test_a_small_script_is_embedded_whole_with_latin() -> None:
    face = embedded(one_paper(Paragraph((Text(KHMER),))))["Noto Sans Khmer Regular"]
    assert set(range(0x1780, 0x17B3)) <= set(face.unicodes)
    assert {ord("\u17e9"), ord("\u19e0")} <= set(face.unicodes)
    assert face.axis_infos == []


def test_of_chinese_characters_only_those_in_use_are_embedded() -> None:
    document = replace(one_paper(Paragraph((Text(JAPANESE),))))
    document = replace(document, metadata=replace(document.metadata, lang="ja"))
    face = embedded(document)["Noto Sans JP Regular"]
    han = {code for code in face.unicodes if 0x4E00 <= code <= 0x9FFF}
    assert han == set(map(ord, JAPANESE))
    assert {ord("\u3042"), ord("\u3002")} <= set(face.unicodes)
    assert len(face.blob.data) < 600_000 if hasattr(face, "blob") else True


def test_cyrillic_in_the_themes_own_face_is_embedded_too() -> None:
    face = embedded(one_paper(Paragraph((Text("\u041a\u0438\u0457\u0432"),))))["Source Serif 4 Regular"]
    assert set(range(0x0410, 0x0450)) <= set(face.unicodes)
    plain = embedded(one_paper(Paragraph((Text("Krak\u00f3w \u0141\u00f3d\u017a"),))))["Source Serif 4 Regular"]
    assert not {code for code in plain.unicodes if 0x0400 <= code < 0x0500}


def test_a_packet_in_arabic_changes_sides() -> None:
    cell = Cell((Paragraph((Text(PEACE),)),))
    document = one_paper(Paragraph((Text("English"),)), Table((Column(),), (), (Row((cell,)),)), lang="ar")
    document = replace(document, metadata=replace(document.metadata, lang="ar"))
    root = part(written(document))
    assert find_all(root, ".//w:tblPr/w:bidiVisual")
    assert find_all(root, ".//w:sectPr/w:bidi")
    (english,) = (node for node in paragraphs(root) if text_of(node) == "English")
    assert find_all(english, "w:pPr/w:bidi")


def test_lines_of_a_tall_script_are_as_high_as_in_the_pdf() -> None:
    size = plain_theme().styles["body"].size
    spacing = values(last(one_paper(Paragraph((Text(KHMER),)))), "w:pPr/w:spacing/@w:line")
    assert int(spacing[0]) / 20 >= 1.65 * size
    assert values(last(one_paper(Paragraph((Text("Latin \u0416"),)))), "w:pPr/w:spacing/@w:line") == []


def test_letters_that_join_are_not_spaced_apart() -> None:
    theme = plain_theme()
    tracked = next(style.name for style in theme.styles.values() if style.tracking and style.name in ("label", "tab"))
    assert tracked
    document = one_paper(Paragraph((Text(f"{PEACE} ok"),), "label"))
    runs = find_all(last(document), "w:r")
    assert values(runs[0], "w:rPr/w:spacing/@w:val") == ["0"]
