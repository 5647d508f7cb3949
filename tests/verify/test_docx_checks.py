"""Our own checks of Word files: they pass a good file, and each can fail."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest

from pipeline.diagnostics import DataError
from pipeline.verify.docx_checks import CHECKS, Check, check_docx
from pipeline.verify.docx_file import WordFile
from tests.docx.reading import parts, written
from tests.docx.samples import everything

DOCUMENT, SHEET, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
NUMBERS, NOTES, CORE = "word/numbering.xml", "word/footnotes.xml", "docProps/core.xml"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
NOWHERE = b"<w:p><w:hyperlink><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p><w:sectPr"
SILENT = b'<w:p><w:hyperlink w:anchor="top"/></w:p><w:sectPr'
CONTROLS = b'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>' * 2
W14 = b'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


@cache
def good() -> bytes:
    return written(everything())


def repacked(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return target.getvalue()


def changed(path: str, pattern: bytes, replacement: bytes, count: int = 1) -> bytes:
    """The good file with a part changed by a regular expression; *count* 0: everywhere."""
    files = parts(good())
    new, times = re.subn(pattern, replacement, files[path], count=count, flags=re.DOTALL)
    assert times
    files[path] = new
    return repacked(files)


def found(data: bytes) -> list[str]:
    return [f"{code}: {message}" for code, messages in check_docx(data).items() for message in messages]


def test_a_good_file_passes_every_check() -> None:
    assert found(good()) == []


BODY_END = rb"<w:sectPr(?!.*<w:sectPr)"
MUTANTS: dict[str, tuple[str, bytes, bytes]] = {
    "docx-package: word/_rels/document.xml.rels leads to word/lost.xml": (
        RELATIONS,
        rb'Target="styles.xml"',
        b'Target="lost.xml"',
    ),
    "docx-package: word/_rels/document.xml.rels has the id rId2 twice": (RELATIONS, rb'Id="rId1"', b'Id="rId2"'),
    "docx-package: word/document.xml uses rId99, which is not related": (
        DOCUMENT,
        rb'r:embed="rId\d+"',
        b'r:embed="rId99"',
    ),
    "docx-package: word/media/image1.png has no content type": (TYPES, rb'Extension="png"', b'Extension="gif"'),
    "docx-package: a content type speaks of word/none.xml": (TYPES, rb"/word/fontTable.xml", b"/word/none.xml"),
    "docx-ids: two drawings have the id 1": (DOCUMENT, rb'<wp:docPr id="2"', b'<wp:docPr id="1"'),
    "docx-ids: two content controls have the id 5": (DOCUMENT, BODY_END, CONTROLS + b"<w:sectPr"),
    "docx-ids: word/document.xml: two paragraphs have the id 0000000A": (
        DOCUMENT,
        BODY_END,
        b'<w:p %b w14:paraId="0000000A"/>' % W14 * 2 + b"<w:sectPr",
    ),
    "docx-ids: word/document.xml: the paragraph id FFFFFFFF is out": (
        DOCUMENT,
        BODY_END,
        b'<w:p %b w14:paraId="FFFFFFFF"/><w:sectPr' % W14,
    ),
    "docx-fields: word/document.xml: a field's 'separate' stands in the wrong": (DOCUMENT, rb'"begin"', b'"separate"'),
    "docx-fields: word/document.xml: a field does not end": (DOCUMENT, rb'fldCharType="end"', b'fldCharType="begin"'),
    "docx-styles: the style Lead is not defined": (SHEET, rb'w:styleId="Lead"', b'w:styleId="Leads"'),
    "docx-styles: the style Lead is defined twice": (SHEET, rb'w:styleId="Small"', b'w:styleId="Lead"'),
    "docx-styles: two styles are called Lead": (SHEET, rb'<w:name w:val="Small"/>', b'<w:name w:val="LEAD"/>'),
    "docx-lists: the list 77 is not defined": (DOCUMENT, rb'<w:numId w:val="\d+"', b'<w:numId w:val="77"'),
    "docx-lists: the list 2 is defined twice": (NUMBERS, rb'w:numId="3"', b'w:numId="2"'),
    "docx-lists: the numbering 55 is not defined": (
        NUMBERS,
        rb'<w:abstractNumId w:val="0"',
        b'<w:abstractNumId w:val="55"',
    ),
    "docx-bookmarks: two bookmarks have the id 2": (
        DOCUMENT,
        rb'<w:bookmarkStart w:id="1"',
        b'<w:bookmarkStart w:id="2"',
    ),
    "docx-bookmarks: two bookmarks are called _Toc100000002": (
        DOCUMENT,
        rb'w:name="_Toc100000001"',
        b'w:name="_Toc100000002"',
    ),
    "docx-bookmarks: the bookmark _Toc10000": (DOCUMENT, rb'w:name="_Toc1\d+"', b'w:name="_Toc1' + b"0" * 40 + b'"'),
    "docx-bookmarks: a bookmark begins and does not end": (DOCUMENT, rb'<w:bookmarkEnd w:id="1"/>', b""),
    "docx-bookmarks: a link leads to _None": (DOCUMENT, rb'w:anchor="_Toc100000001"', b'w:anchor="_None"'),
    "docx-bookmarks: a link leads to _Lost": (DOCUMENT, rb"PAGEREF _Toc100000001", b"PAGEREF _Lost"),
    "docx-notes: nothing refers to the footnote 1": (DOCUMENT, rb'<w:footnoteReference w:id="1"/>', b""),
    "docx-notes: the text refers to the footnote 9, which": (
        DOCUMENT,
        rb'<w:footnoteReference w:id="1"',
        b'<w:footnoteReference w:id="9"',
    ),
    "docx-notes: the footnote 1 is empty": (
        NOTES,
        rb"(<w:footnote w:id=\"1\".*)</w:footnote>",
        b'<w:footnote w:id="1"><w:p/></w:footnote>',
    ),
    "docx-cells: word/document.xml: a cell does not end": (DOCUMENT, rb"</w:p></w:tc>", b"</w:p><w:x/></w:tc>"),
    "docx-cells: word/document.xml: a row covers 2 columns of a table that has 3": (
        DOCUMENT,
        rb'<w:gridSpan w:val="2"/>',
        b"",
    ),
    "docx-title: the file has no title": (CORE, rb"<dc:title>.*?</dc:title>", b"<dc:title> </dc:title>"),
    "docx-language: the file does not say its language": (SHEET, rb"<w:docDefaults>.*</w:docDefaults>", b""),
    "docx-language: 'French' is no language tag": (DOCUMENT, rb'<w:lang w:val="fr"', b'<w:lang w:val="French"'),
    "docx-headings: the heading 'Assistance' of level 3 comes after one of level 1": (
        DOCUMENT,
        rb'w:pStyle w:val="Heading2"/>',
        b'w:pStyle w:val="Heading3"/>',
    ),
    "docx-headings: a heading of level 2 is empty": (
        DOCUMENT,
        rb">Assistance</w:t>(?!.*>Assistance</w:t>)",
        b"></w:t>",
    ),
    "docx-pictures: the drawing ": (DOCUMENT, rb'descr="A map of Cambodia"', b'descr=""'),
    "docx-pictures: the text alternative of a drawing is a file's name: map.png": (
        DOCUMENT,
        rb'descr="A map of Cambodia"',
        b'descr="map.png"',
    ),
    "docx-tables: the table that begins with 'WhoWhat' has no header row": (
        DOCUMENT,
        rb"(.*)<w:tblHeader/>",
        rb"\1",
    ),
    "docx-links: a link has no words": (DOCUMENT, BODY_END, SILENT),
    "docx-links: the link 'here' leads nowhere": (DOCUMENT, BODY_END, NOWHERE),
    "docx-prompts: Word will ask every reader": (
        SETTINGS,
        rb"<w:defaultTabStop",
        b"<w:updateFields/><w:defaultTabStop",
    ),
    "docx-prompts: a field asks to be renewed": (DOCUMENT, rb'"begin"', b'"begin" w:dirty="1"'),
    "docx-prompts: the file is attached to a template": (
        SETTINGS,
        rb"<w:defaultTabStop",
        b"<w:attachedTemplate/><w:defaultTabStop",
    ),
}


@pytest.mark.parametrize("fault", MUTANTS)
def test_a_file_does_not_pass_that_is_broken_so_that(fault: str) -> None:
    messages = found(changed(*MUTANTS[fault]))
    assert any(line.startswith(fault) for line in messages), messages


def test_every_check_is_known_to_be_able_to_fail() -> None:
    assert {fault.partition(":")[0] for fault in MUTANTS} == {check.code for check in CHECKS}


def test_a_drawing_that_is_marked_as_decoration_needs_no_words() -> None:
    decorative = (
        b'descr=""><a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="x">'
        b'<d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        b"</a:ext></a:extLst></wp:docPr>"
    )
    assert found(changed(DOCUMENT, rb'descr="A map of Cambodia"[^>]*/>', decorative)) == []


def test_levels_of_headings_come_from_the_styles_they_are_based_on() -> None:
    own = b'<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Heading5"/></w:style>'
    files = parts(changed(SHEET, rb"</w:styles>", own + b"</w:styles>"))
    files[DOCUMENT] = re.sub(rb'w:pStyle w:val="Heading2"/>', b'w:pStyle w:val="Mine"/>', files[DOCUMENT], count=1)
    assert any("of level 5 comes after one of level 1" in line for line in found(repacked(files)))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (good()[:4000], "it cannot be unpacked: "),
        (repacked({"a.txt": b"a"}), "it is a ZIP file, but no Word document"),
        (repacked({TYPES: b"<Types/>", "xl/workbook.xml": b"<workbook/>"}), "it is a ZIP file, but no Word document"),
        (changed(DOCUMENT, rb"</w:body>", b""), "word/document.xml is no XML: "),
        (repacked({TYPES: b"<Types/>", DOCUMENT: b""}), "word/document.xml is no XML: "),
    ],
    ids=["cut off", "no document", "a workbook", "broken XML", "an empty part"],
)
def test_a_file_that_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(DataError) as caught:
        check_docx(data)
    (finding,) = caught.value.diagnostics
    assert finding.code == "broken-file"
    assert finding.message.startswith(f"the file is no sound Word document: {message}")


def test_a_file_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(DataError, match="half a gigabyte"):
        check_docx(repacked({TYPES: b"<Types/>", DOCUMENT: b"<x/>", "word/media/zeros.bin": bytes(600_000_000)}))


def test_entities_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert "docx-styles: the file has no styles" in found(repacked({TYPES: b"<Types/>", DOCUMENT: bomb}))


def test_a_check_that_fails_inside_is_a_finding_and_stops_no_other() -> None:
    def raises(_: WordFile) -> list[str]:
        raise ValueError("odd")

    made = check_docx(good(), [Check("first", raises, ""), *CHECKS])
    assert made.pop("first") == ["the file is not built as Word asks for: odd"]
    assert not any(made.values())
