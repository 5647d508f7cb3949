"""Packets in other languages than English, from YAML to both documents. The Arabic one is invented."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pypdfium2

from pipeline import build
from pipeline.results import PacketResult
from tests.workspaces import make_workspace

FACTS = """\
title: العلاقات مع روريتانيا
date: 2027-03-05
sections:
  - heading: التجارة
    points: [بيع الساعات, شراء الحبوب]
    table: {caption: التبادل, columns: [السنة, القيمة], rows: [["2026", "8.7"]]}
sources: [{title: الكتاب الإحصائي}]
"""
PACKET = """\
title: زيارة إلى روريتانيا
notice: كل ما في هذا الملف مُختلق.
traveler: وزير النقل
dates: {start: 2027-03-09, end: 2027-03-12}
theme: book
lang: ar
papers:
  - {tab: أ, title: العلاقات, template: fact-sheet, data: facts.yaml, line-numbers: true}
"""
THEME = """\
extends: a4
margins: {inside: 30mm, outside: 20mm, gutter: 5mm}
print: {dividers: true}
"""


def made(folder: Path, settings: str = PACKET, facts: str = FACTS) -> tuple[Path, PacketResult]:
    """Build a packet in *folder*; return its output folder and the result."""
    root = make_workspace(folder)
    (root / "data/sample/packet.yaml").write_text(settings, encoding="utf-8")
    (root / "data/sample/facts.yaml").write_text(facts, encoding="utf-8")
    (root / "templates/themes").mkdir(parents=True, exist_ok=True)
    (root / "templates/themes/book.yaml").write_text(THEME)
    (result,) = build(root / "data/sample", root=root).packets
    return root / "output/sample", result


def parts(folder: Path, pattern: str) -> list[str]:
    with zipfile.ZipFile(folder / "sample.docx") as file:
        return [file.read(name).decode() for name in sorted(file.namelist()) if re.fullmatch(pattern, name)]


def pages(folder: Path) -> list[str]:
    document = pypdfium2.PdfDocument(folder / "sample.pdf")
    # Marks of direction are no words.
    return [re.sub("[\u200e\u200f\u2009]", "", page.get_textpage().get_text_range()) for page in document]


def shown(text: str) -> str:
    """The words of an XML part."""
    return "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", text))


def test_an_arabic_packet_has_arabic_words_in_both_documents(tmp_path: Path) -> None:
    folder, result = made(tmp_path)
    assert result.diagnostics == ()
    text = "\n".join(pages(folder))
    for word in ("المحتويات", "المسافر", "التبويب أ", "الجدول", "المصادر", "9–12 مارس 2027"):
        assert word in text, word
    assert not re.search(r"\b(Tab|Page|Contents|Traveler|Table|Sources)\b", text)
    (document,) = parts(folder, "word/document.xml")
    assert "المصادر" in shown(document)
    assert any("الصفحة 2 من 4" in shown(footer) for footer in parts(folder, r"word/footer\d+.xml"))


def test_an_arabic_book_is_bound_on_the_right(tmp_path: Path) -> None:
    folder, _ = made(tmp_path)
    (document,) = parts(folder, "word/document.xml")
    sections = re.findall(r"<w:sectPr.*?</w:sectPr>", document, re.DOTALL)
    assert sections
    for section in sections:
        assert "<w:bidi/>" in section
        assert "<w:rtlGutter/>" in section
        # 30 mm inside are on the right of odd pages.
        assert 'w:right="1701"' in section
        assert 'w:left="1134"' in section
    assert "<wp:align>left</wp:align>" in document  # the ear on page 3


def test_page_numbers_stay_among_words_that_run_the_other_way(tmp_path: Path) -> None:
    folder, _ = made(tmp_path, PACKET.replace("lang: ar", "lang: he"))
    footers = [shown(footer) for footer in parts(folder, r"word/footer\d+.xml")]
    assert any(re.fullmatch("Page \\d+\u200e of \\d+\u200e", footer) for footer in footers), footers


def test_without_a_catalogue_a_packet_is_built_with_one_warning(tmp_path: Path) -> None:
    _, result = made(tmp_path, PACKET.replace("lang: ar", "lang: he"))
    assert [finding.code for finding in result.diagnostics] == ["untranslated"]


def test_a_new_catalogue_makes_an_edition_outdated(tmp_path: Path) -> None:
    folder, _ = made(tmp_path)
    inputs = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    assert inputs["templates/messages/ar.yaml"] == ""
    root = tmp_path
    (again,) = build(root / "data/sample", root=root).packets
    assert again.state == "unchanged"
    (root / "templates/messages").mkdir(parents=True)
    (root / "templates/messages/ar.yaml").write_text("language: Arabic\nwords: {Sources: المراجع}\n", encoding="utf-8")
    (again,) = build(root / "data/sample", root=root).packets
    assert again.state == "built"
    (document,) = parts(folder, "word/document.xml")
    assert "المراجع" in shown(document)
    (again,) = build(root / "data/sample", root=root).packets
    assert again.state == "unchanged"


def test_a_french_packet_has_french_words(tmp_path: Path) -> None:
    folder, result = made(tmp_path, PACKET.replace("lang: ar", "lang: fr-CA").replace("theme: book", "theme: a4"))
    assert result.diagnostics == ()
    text = "\n".join(pages(folder))
    for word in ("Sommaire", "Voyageur", "Onglet", "Tableau 1", "9–12 mars 2027", "Page 2 sur"):
        assert word.casefold() in text.casefold(), word
