"""Other programs' readers find the headings, lists, tables and notes that the document holds."""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from pathlib import Path

import docx
import pytest
from lxml import etree, html

from pipeline.model.nodes import Document, ListBlock, Paragraph, Table
from pipeline.model.walk import all_blocks, headings, plain_text, tables

from .judges import office
from .long import long_document
from .reading import find_all, parts, values, written
from .samples import everything

FIELDS = re.compile(r"\b(TOC|PAGEREF|SEQ|REF|NOTEREF|PAGE|NUMPAGES)\b")


def squeezed(text: str) -> str:
    return "".join(text.split())


def list_items(document: Document) -> Counter[str]:
    """The first paragraph of each item."""
    blocks = [block for paper in document.papers for block in all_blocks(paper.blocks)]
    firsts = [item.blocks[0] for block in blocks if isinstance(block, ListBlock) for item in block.items]
    return Counter(squeezed(plain_text(first.children)) for first in firsts if isinstance(first, Paragraph))


def items_of(tree: html.HtmlElement) -> Counter[str]:
    """The words of each list item in HTML before what is nested in it."""
    found: Counter[str] = Counter()
    for item in tree.xpath(".//li[not(@id)]"):
        inner = [child for child in item if child.tag in ("ul", "ol")]
        own = str(item.text_content())
        for child in inner:
            own = own.replace(str(child.text_content()), "", 1)
        found[squeezed(re.sub(r"\[\d+\]", "", own))] += 1
    return found


@pytest.mark.parametrize("document", [everything(), long_document(2, 4)], ids=["everything", "long"])
def test_python_docx_reads_the_same_headings_and_tables(document: Document) -> None:
    read = docx.Document(io.BytesIO(written(document)))
    found = [
        (int(paragraph.style.name.rpartition(" ")[2]), squeezed(paragraph.text))
        for paragraph in read.paragraphs
        if paragraph.style is not None and paragraph.style.name is not None
        if re.fullmatch(r"Heading \d", paragraph.style.name)
    ]
    assert found == [(entry.level, squeezed(entry.text)) for entry in headings(document)]
    top = [block for paper in document.papers for block in paper.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in read.tables] == [len(table.head) + len(table.body) for table in top]
    assert [len(table.columns) for table in read.tables] == [len(table.columns) for table in top]


@pytest.mark.parametrize("document", [everything(), long_document(2, 4)], ids=["everything", "long"])
def test_mammoth_reads_the_same_headings_lists_tables_and_notes(document: Document) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, from the libraries that it uses
        import mammoth  # type: ignore[import-untyped]

        made = mammoth.convert_to_html(io.BytesIO(written(document))).value
    tree = html.fragment_fromstring(made, create_parent=True)
    shown = [(node.tag, squeezed(str(node.text_content()))) for node in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    wanted = [(f"h{entry.level}", squeezed(entry.text)) for entry in headings(document)]
    assert [heading for heading in shown if heading in wanted] == wanted
    assert len(tree.findall(".//table")) == len(list(tables(document)))
    notes = [note for paper in document.papers for note in paper.footnotes]
    assert len(tree.xpath(".//li[starts-with(@id, 'footnote-')]")) == len(notes)
    # An item whose list begins further in than the one around it is in an empty item of its own.
    assert items_of(tree) - Counter({"": 9}) == list_items(document)


@pytest.mark.judges
def test_libreoffice_keeps_fields_headers_notes_and_styles_when_it_saves_the_file(tmp_path: Path) -> None:
    data = written(everything())
    before, after = parts(data), parts(office(data, tmp_path, "docx"))

    def fields(files: dict[str, bytes]) -> Counter[str]:
        found: Counter[str] = Counter()
        for path, content in files.items():
            if re.fullmatch(r"word/(document|header\d+|footer\d+|footnotes)\.xml", path):
                codes = "".join(values(etree.fromstring(content), ".//w:instrText/text()"))
                found.update(FIELDS.findall(codes))
        return found

    kept, known = fields(after), fields(before)
    # It knows the contents as an index of its own, whose page numbers are no fields.
    assert known.keys() - {"PAGEREF"} <= kept.keys()
    assert all(kept[name] >= known[name] for name in ("TOC", "SEQ"))
    for path, tag in (("word/document.xml", "w:footnoteReference"), ("word/footnotes.xml", "w:footnote")):
        assert len(find_all(etree.fromstring(after[path]), f".//{tag}")) == len(
            find_all(etree.fromstring(before[path]), f".//{tag}")
        )
    old, new = (
        {shown.casefold() for shown in values(etree.fromstring(files["word/styles.xml"]), "w:style/w:name/@w:val")}
        for files in (before, after)
    )
    assert {shown for shown in old if shown.startswith(("heading", "list bullet", "toc ", "callout"))} <= new
    headers = [content for path, content in after.items() if re.fullmatch(r"word/header\d+\.xml", path)]
    assert sum(b"UNCLASSIFIED" in content for content in headers) >= 3
