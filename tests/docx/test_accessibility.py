"""The Word file passes what Word's accessibility checker looks for, and each check can fail."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.docx import write_docx
from pipeline.model.nodes import Document
from tests.style.theming import SHIPPED, shipped_theme

from .accessibility import faults
from .plain import plain_theme, printed_theme
from .reading import parts, written
from .samples import everything, pages_of
from .test_printing import BOOK, book
from .trees import documents
from .wordfiles import zipped

_DOCUMENT, _SHEET, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
MUTANTS = {
    "the document has no title": (_CORE, b"The Secretary's travel to Phnom Penh</dc:title>", b"</dc:title>"),
    "the document has no language": (_CORE, b"en-US</dc:language>", b"</dc:language>"),
    "the text has no language": (_SHEET, b"<w:lang ", b"<w:nolang "),
    "follows one of level 1": (_DOCUMENT, b'<w:pStyle w:val="Heading2"/>', b'<w:pStyle w:val="Heading3"/>'),
    "of level 1 is empty": (_DOCUMENT, b"<w:t>Scene setter</w:t></w:r><w:bookmarkEnd", b"</w:r><w:bookmarkEnd"),
    "there is no heading": (_SHEET, b"<w:outlineLvl", b"<w:outline"),
    "has no text alternative": (_DOCUMENT, b'descr="A map of Cambodia"', b'descr=" "'),
    "table 1 has no head": (_DOCUMENT, b"<w:tblHeader/>", b""),
    "does not say that its first row is a head": (_DOCUMENT, b'w:firstRow="1"', b'w:firstRow="0"'),
    "but no title for screen readers": (_DOCUMENT, b"<w:tblCaption", b"<w:noCaption"),
    "a link has no text": (_DOCUMENT, b"<w:t>a site</w:t>", b""),
    "an empty paragraph of the style BodyText": (
        _DOCUMENT,
        b"<w:tbl>",
        b'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p><w:tbl>',
    ),
    "spaces move the text": (_DOCUMENT, b"<w:t>a site</w:t>", b"<w:t>a      site</w:t>"),
    "BodyText has a contrast of 1.0 on #FFFFFF": (
        _SHEET,
        b'<w:name w:val="Body Text"/>',
        b'<w:name w:val="Body Text"/><w:rPr><w:color w:val="FEFEFE"/></w:rPr>',
    ),
    "Callout has a contrast of": (_SHEET, b'w:fill="EEF4FA"', b'w:fill="333333"'),
    "TableHead has a contrast of": (_SHEET, b'w:fill="DDEEFF"', b'w:fill="222222"'),
    "TableText has a contrast of": (_SHEET, b'w:fill="F4F4F4"', b'w:fill="444444"'),
    "Hyperlink has a contrast of": (_SHEET, b'w:val="0000CC"', b'w:val="9999FF"'),
}


def test_a_document_with_every_kind_of_node_has_no_fault() -> None:
    assert faults(written(everything())) == []


@pytest.mark.parametrize("fault", MUTANTS)
def test_a_fault_is_found(fault: str) -> None:
    path, old, new = MUTANTS[fault]
    files = parts(written(everything()))
    assert old in files[path], f"{path} has no {old!r}"
    files[path] = files[path].replace(old, new)
    assert any(fault in found for found in faults(zipped(files))), faults(zipped(files))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_themes_have_contrast_enough(name: str) -> None:
    document = everything()
    assert faults(write_docx(document, shipped_theme(name), pages_of(document), 9, embed_fonts=False)) == []


def test_a_book_has_no_fault() -> None:
    assert faults(book()) == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(documents())
def test_any_document_has_its_pictures_described_and_its_text_legible(document: Document) -> None:
    for theme in (plain_theme(), printed_theme(BOOK)):
        found = faults(written(document, theme))
        assert [
            fault for fault in found if "contrast" in fault or "alternative" in fault or "empty para" in fault
        ] == []
