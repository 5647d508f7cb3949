"""What programs from outside make of our files: validators, LibreOffice, pandoc."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from pipeline.docx import write_docx
from pipeline.model.nodes import Document, ListBlock, Table
from pipeline.model.walk import all_blocks, document_inlines, headings, plain_text
from tests.style.theming import shipped_theme

from .judges import audit, embedded_fonts, integrity, office, page_texts, pandoc, stored
from .plain import plain_theme
from .reading import parts, text_of, written
from .samples import everything, pages_of
from .trees import documents

pytestmark = pytest.mark.judges


def embedding(document: Document, theme: str) -> bytes:
    chosen = plain_theme() if theme == "plain" else shipped_theme(theme)
    return write_docx(document, chosen, pages_of(document), 9)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("theme", ["plain", "letter", "a4"])
def test_the_validators_find_nothing(theme: str, tmp_path: Path) -> None:
    data = embedding(everything(), theme)
    assert audit(data, tmp_path / "file.docx") == []
    assert integrity(data, tmp_path / "file.docx").endswith("clean")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(documents())
def test_openxml_audit_finds_nothing_in_any_document(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    assert audit(written(document), tmp_path_factory.mktemp("audit") / "file.docx") == []


def test_openxml_audit_can_find_a_fault(tmp_path: Path) -> None:
    from .test_checks import repacked

    files = parts(written(everything()))
    files["word/document.xml"] = files["word/document.xml"].replace(b"<w:cantSplit/>", b"<w:never/>", 1)
    assert audit(repacked(files), tmp_path / "file.docx")


def test_libreoffice_shows_every_word_in_the_embedded_faces(tmp_path: Path) -> None:
    document = everything()
    pdf = office(embedding(document, "letter"), tmp_path, "pdf")
    pages = page_texts(pdf, tmp_path / "made.pdf")
    shown = Counter(" ".join(pages).casefold().split())
    plain = (plain_text(children) for children in document_inlines(document) if len(children) == 1)
    wanted = Counter(word for text in plain for word in text.casefold().split() if word.isalpha())
    assert sum(wanted.values()) > 400
    assert wanted - shown == Counter()
    assert all("UNCLASSIFIED" in page for page in pages)
    assert {"SourceSerif4-Regular", "SourceSerif4-Italic", "PublicSans-SemiBold"} <= embedded_fonts(
        pdf, tmp_path / "f.pdf"
    )


def test_libreoffice_shows_our_page_numbers_in_the_contents_and_its_own_in_the_footer(tmp_path: Path) -> None:
    document = everything()
    pages = page_texts(office(embedding(document, "letter"), tmp_path, "pdf"), tmp_path / "made.pdf")
    entries = re.findall(r"^\s*(?:[AB]\s+)?(\S.*?)\s*\.{4,}\s*(\d+)\s*$", pages[1], re.MULTILINE)
    listed = [entry for entry in headings(document) if entry.level <= 3]
    page_of = pages_of(document)
    assert entries == [(entry.text, str(page_of[entry.anchor])) for entry in listed]
    numbers = [match[1] for page in pages[1:] if (match := re.search(r"Page (\d+ of \d+)", page))]
    assert numbers == [f"{number} of {len(pages)}" for number in range(2, len(pages) + 1)]


def test_libreoffice_saves_it_again_with_nothing_lost(tmp_path: Path) -> None:
    document = everything()
    again = office(embedding(document, "plain"), tmp_path, "docx")
    before, after = parts(embedding(document, "plain")), parts(again)

    def text(files: dict[str, bytes], path: str) -> str:
        return squeezed(text_of(etree.fromstring(files[path])))

    assert text(after, "word/document.xml") == text(before, "word/document.xml")
    assert text(after, "word/footnotes.xml") == text(before, "word/footnotes.xml")
    kept = stored(again, "word/styles.xml").decode()
    for name in ("Body Text", "Callout", "Table Text", "Tab Line", "List Bullet"):
        assert f'w:val="{name}"' in kept
    assert b"Table of Contents" in after["word/document.xml"]


def _walked(node: Any, kind: str) -> Iterator[Any]:
    """Every element of one kind in pandoc's tree."""
    if isinstance(node, dict):
        if node.get("t") == kind:
            yield node["c"]
        for value in node.values():
            yield from _walked(value, kind)
    elif isinstance(node, list):
        for value in node:
            yield from _walked(value, kind)


def _said(node: Any) -> str:
    return "".join(_walked(node, "Str"))


def test_pandoc_reads_the_same_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    document = everything()
    read = pandoc(written(document), tmp_path / "file.docx")
    found = [(level, squeezed(_said(inlines))) for level, _, inlines in _walked(read["blocks"], "Header")]
    wanted = [(entry.level, squeezed(entry.text)) for entry in headings(document)]
    assert [entry for entry in found if entry in wanted] == wanted
    blocks = [block for paper in document.papers for block in all_blocks(paper.blocks)]
    lists = [block for block in blocks if isinstance(block, ListBlock)]
    ordered = [start for (start, _, _), _ in _walked(read["blocks"], "OrderedList")]
    assert sorted(ordered) == sorted(block.start for block in lists if block.ordered)
    assert len(list(_walked(read["blocks"], "Table"))) == sum(isinstance(block, Table) for block in blocks)
    assert [squeezed(_said(note)) for note in _walked(read["blocks"], "Note")] == ["Seethereport"]
