"""Each of our own checks can fail: a good file, broken in one way at a time."""

from __future__ import annotations

import io
import zipfile

import pytest

from .checks import findings
from .reading import parts, written
from .samples import everything

_DOCUMENT, _SHEET = "word/document.xml", "word/styles.xml"
_RELATIONS = "word/_rels/document.xml.rels"

MUTANTS = {
    "leads to word/lost.xml": (_RELATIONS, b'Target="styles.xml"', b'Target="lost.xml"'),
    "has the id rId2 twice": (_RELATIONS, b'Id="rId1"', b'Id="rId2"'),
    "uses rId99, which is not related": (_DOCUMENT, b'r:embed="rId', b'r:embed="rId99" x="'),
    "word/media/image1.png has no content type": ("[Content_Types].xml", b'Extension="png"', b'Extension="gif"'),
    "speaks of word/none.xml": ("[Content_Types].xml", b"/word/fontTable.xml", b"/word/none.xml"),
    "the style Lead is not defined": (_SHEET, b'w:styleId="Lead"', b'w:styleId="Leads"'),
    "the style Lead is defined twice": (_SHEET, b'w:styleId="Small"', b'w:styleId="Lead"'),
    "two styles are called lead": (_SHEET, b'<w:name w:val="Small"/>', b'<w:name w:val="LEAD"/>'),
    "the list 77 is not defined": (_DOCUMENT, b'<w:numId w:val="', b'<w:numId w:val="77"/><w:x w:val="'),
    "the list 2 is defined twice": ("word/numbering.xml", b'w:numId="3"', b'w:numId="2"'),
    "the numbering 55 is not defined": (
        "word/numbering.xml",
        b'<w:abstractNumId w:val="0"/>',
        b'<w:abstractNumId w:val="55"/>',
    ),
    "two bookmarks have the id 2": (_DOCUMENT, b'<w:bookmarkStart w:id="1"', b'<w:bookmarkStart w:id="2"'),
    "two bookmarks are called _Toc100000002": (_DOCUMENT, b'w:name="_Toc100000001"', b'w:name="_Toc100000002"'),
    "is too long": (_DOCUMENT, b'w:name="_Toc100000001"', b'w:name="_Toc1' + b"0" * 40 + b'"'),
    "starts and does not end": (_DOCUMENT, b'<w:bookmarkEnd w:id="1"/>', b""),
    "a link leads to _None": (_DOCUMENT, b'w:anchor="_Toc100000001"', b'w:anchor="_None"'),
    "leads to _Lost, which is no bookmark": (_DOCUMENT, b"PAGEREF _Toc100000001", b"PAGEREF _Lost"),
    "a field's 'separate' in the wrong place": (_DOCUMENT, b'"begin"', b'"separate"'),
    "has a field that does not end": (_DOCUMENT, b'"end"', b'"begin"'),
    "that Word is asked to renew": (_DOCUMENT, b'fldCharType="begin"', b'fldCharType="begin" w:dirty="1"'),
    "two drawings have the id 1": (_DOCUMENT, b'<wp:docPr id="2"', b'<wp:docPr id="1"'),
    "has no text alternative": (_DOCUMENT, b'descr="A map of Cambodia"', b'descr=""'),
    "refers to the footnotes": (_DOCUMENT, b'<w:footnoteReference w:id="1"/>', b""),
    "an empty paragraph of the style BodyText": (
        _DOCUMENT,
        b"<w:tbl>",
        b'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p><w:tbl>',
    ),
    "does not end in a paragraph": (_DOCUMENT, b"</w:p></w:tc>", b"</w:p><w:bookmark/></w:tc>"),
    "two tables that touch": (_DOCUMENT, b"<w:tbl>", b"<w:tbl><w:tblGrid/></w:tbl><w:tbl>"),
    "a row of 2 columns in a table of 3": (_DOCUMENT, b'<w:gridSpan w:val="2"/>', b""),
    "with w:jc of its own": (_DOCUMENT, b'<w:pStyle w:val="Lead"/>', b'<w:pStyle w:val="Lead"/><w:jc w:val="center"/>'),
    "a Lead with w:spacing of its own": (
        _DOCUMENT,
        b'<w:pStyle w:val="Lead"/>',
        b'<w:pStyle w:val="Lead"/><w:spacing w:line="300" w:after="20"/>',
    ),
    "has a run with w:sz of its own": (_DOCUMENT, b"<w:r><w:rPr>", b'<w:r><w:rPr><w:sz w:val="30"/>'),
    "does not end in its section": (_DOCUMENT, b"</w:sectPr></w:body>", b"</w:sectPr><w:p/></w:body>"),
    "ask Word to renew": ("word/settings.xml", b"<w:defaultTabStop", b"<w:updateFields/><w:defaultTabStop"),
}


def repacked(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return target.getvalue()


def test_a_document_with_every_kind_of_node_has_no_fault() -> None:
    assert findings(written(everything())) == []


@pytest.mark.parametrize("fault", MUTANTS)
def test_a_broken_file_is_found_out(fault: str) -> None:
    path, old, new = MUTANTS[fault]
    files = parts(written(everything()))
    assert old in files[path]
    files[path] = files[path].replace(old, new, 1)
    assert any(fault in found for found in findings(repacked(files)))
