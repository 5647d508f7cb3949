"""The package: the same bytes every time, sound fonts in it, and readers that find what was written."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import uuid
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.docx import write_docx
from pipeline.docx.fonts import obfuscated, wanted_faces
from pipeline.model.nodes import Mark, Paragraph
from pipeline.style.theme import FontRequest

from .plain import plain_theme, semibold_theme
from .reading import find_all, part, parts, values, written
from .samples import everything, one_paper, pages_of, paragraph, simple_table, words

_PRINT_DIGEST = """
import hashlib
from tests.docx.reading import written
from tests.docx.samples import everything
print(hashlib.sha256(written(everything())).hexdigest())
"""
_ROOT = Path(__file__).parents[2]


def test_the_same_document_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = written(everything())
    monkeypatch.setattr(time, "time", lambda: 2e9)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2e9))
    assert written(everything()) == before


def test_hash_seed_time_zone_language_and_directory_change_nothing(tmp_path: Path) -> None:
    digests = set()
    for seed, zone in (("0", "UTC"), ("123", "Asia/Phnom_Penh")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C", "PYTHONPATH": str(_ROOT)}
        command = [sys.executable, "-c", _PRINT_DIGEST]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1


def test_entries_have_no_time_no_system_and_a_fixed_order() -> None:
    with zipfile.ZipFile(io.BytesIO(written(everything()))) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr) for entry in entries} == {(0, 0o600 << 16)}
    names = [entry.filename for entry in entries]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    owned = [name for name in names[2:] if not name.endswith(".rels")]
    assert owned == sorted(owned)


def test_nothing_of_a_template_is_left() -> None:
    names = set(parts(written(everything())))
    assert not any("stylesWithEffects" in name or "thumbnail" in name for name in names)


def fonts_of(data: bytes) -> dict[str, list[str]]:
    table = part(data, "word/fontTable.xml")
    return {
        str(values(font, "@w:name")[0]): [child.tag.rpartition("}")[2] for child in find_all(font, "*[@r:id]")]
        for font in find_all(table, "w:font")
    }


def test_faces_of_the_text_are_embedded_and_those_that_staff_will_need() -> None:
    document = one_paper(paragraph("x"))
    data = write_docx(document, plain_theme(), pages_of(document), 1)
    assert fonts_of(data) == {
        "Public Sans": ["embedBold"],
        "Source Serif 4": ["embedRegular", "embedBold", "embedItalic"],
    }
    assert find_all(part(data, "word/settings.xml"), "w:embedTrueTypeFonts")


def test_a_weight_that_word_has_no_switch_for_is_a_family_in_the_table() -> None:
    document = one_paper(Paragraph(words("x", Mark.STRONG | Mark.EMPHASIS)))
    data = write_docx(document, semibold_theme(), pages_of(document), 1)
    assert fonts_of(data)["Source Serif 4 SemiBold"] == ["embedRegular", "embedItalic"]


def test_an_embedded_face_is_a_font_once_its_first_bytes_are_made_plain() -> None:
    document = one_paper(paragraph("x"))
    data = write_docx(document, plain_theme(), pages_of(document), 1)
    table = part(data, "word/fontTable.xml")
    relations = part(data, "word/_rels/fontTable.xml.rels")
    targets = {values(node, "@Id")[0]: values(node, "@Target")[0] for node in find_all(relations, "*")}
    (font,) = find_all(table, "w:font[@w:name='Public Sans']/w:embedBold")
    stored = parts(data)[f"word/{targets[values(font, '@r:id')[0]]}"]
    key = uuid.UUID(values(font, "@w:fontKey")[0])
    face = plain_theme().fonts.chain(FontRequest("heading", 700))[0]
    assert stored[:4] != b"\x00\x01\x00\x00"
    assert obfuscated(stored, key) == plain_theme().fonts.static(face)
    assert obfuscated(stored, key)[:4] == b"\x00\x01\x00\x00"


def test_obfuscation_turns_round_the_keys_bytes() -> None:
    key = uuid.UUID("00112233-4455-6677-8899-AABBCCDDEEFF")
    assert obfuscated(bytes(34), key) == bytes.fromhex("FFEEDDCCBBAA99887766554433221100" * 2) + b"\0\0"


def test_without_embedding_the_table_names_the_families_alone() -> None:
    data = written(one_paper(paragraph("x")))
    assert fonts_of(data) == {"Public Sans": [], "Source Serif 4": []}
    assert not [name for name in parts(data) if "odttf" in name]
    assert not find_all(part(data, "word/settings.xml"), "w:embedTrueTypeFonts")


def test_each_face_is_wanted_once() -> None:
    theme = plain_theme()
    body = theme.styles["body"].font
    assert [face.name for face in wanted_faces(theme, [body, body], {})] == [
        "SourceSerif4-Regular-opsz11",
        "SourceSerif4-Bold-opsz11",
        "SourceSerif4-Italic-opsz11",
    ]


def test_python_docx_reads_what_was_written() -> None:
    document = docx.Document(io.BytesIO(written(everything())))
    assert document.core_properties.title == "The Secretary's travel to Phnom Penh"
    assert [node.text for node in document.paragraphs if node.style and node.style.name == "Heading 1"] == [
        "Scene setter",
        "Points",
        "Une page",
    ]
    assert len(document.sections) == 5
    assert document.sections[2].header.paragraphs[1].text == "The Secretary's travel to Phnom Penh\tA / Scene setter"
    first = document.tables[0]
    assert [cell.text for cell in first.rows[1].cells] == ["2019", "$1.5 million", "Grants"]
    assert first.style is not None
    assert first.style.name == "Brief Table"
    assert len(document.inline_shapes) == 2


def test_python_docx_can_edit_and_save_it_again() -> None:
    document = docx.Document(io.BytesIO(written(one_paper(paragraph("x"), simple_table()))))
    document.add_paragraph("added", style="List Bullet")
    target = io.BytesIO()
    document.save(target)
    again = docx.Document(io.BytesIO(target.getvalue()))
    assert again.paragraphs[-1].text == "added"


def test_the_file_says_which_edition_it_is() -> None:
    custom = part(written(everything()), "docProps/custom.xml")
    named = {str(node.get("name")): text for node in custom for text in values(node, "*/text()")}
    assert named["edition"] == "2022-08-01"
    assert len(named["digest"]) >= 32
    assert "copy" not in named
    other = part(written(one_paper(paragraph("x"))), "docProps/custom.xml")
    assert values(other, "*[@name='digest']/*/text()") != [named["digest"]]
    assert values(custom, "*/@pid") == [str(number) for number in range(2, 2 + len(named))]
