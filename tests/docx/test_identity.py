"""The hidden bookmarks and the record in a Word file."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from lxml import etree

from pipeline.docx import write_docx
from pipeline.docx.identity import NAMESPACE
from pipeline.docx.ooxml import name
from pipeline.model.identity import identify
from pipeline.model.nodes import Cell, Document, Figure, Footnote, FootnoteReference, Paragraph, Row, Table, Text
from pipeline.model.record import PREFIX, read_record

from .plain import plain_theme
from .reading import Node, part, parts, text_of, values, written
from .samples import everything, one_paper, pages_of, picture, simple_table, words
from .trees import documents

_START, _END, _NAME, _ID = name("w:bookmarkStart"), name("w:bookmarkEnd"), name("w:name"), name("w:id")
_SHOWN = frozenset({name("w:t"), name("w:br"), name("w:softHyphen"), name("w:noBreakHyphen"), name("w:tab")})


def bookmarked(data: bytes) -> dict[str, str]:
    """The words in each of our bookmarks, by id; both ends must be children of one paragraph."""
    found: dict[str, str] = {}
    for path in ("word/document.xml", "word/footnotes.xml"):
        for paragraph in part(data, path).iter(name("w:p")):
            open_: dict[str, tuple[str, list[str]]] = {}
            for child in paragraph:
                if child.tag == _START and str(child.get(_NAME)).startswith(PREFIX):
                    open_[str(child.get(_ID))] = (str(child.get(_NAME)), [])
                elif child.tag == _END and child.get(_ID) in open_:
                    bookmark, said = open_.pop(str(child.get(_ID)))
                    assert bookmark not in found
                    found[bookmark.removeprefix(PREFIX)] = "".join(said)
                else:
                    for _, said in open_.values():
                        said.append(_text(child))
            assert not open_, "a bookmark ends in another paragraph"
    return found


def _text(node: Node) -> str:
    return text_of(node) if node.tag != name("w:pPr") else ""


def test_every_paragraph_has_a_bookmark_that_holds_what_its_entry_says() -> None:
    document = everything()
    entries = {entry.id: entry.text for entry in identify(document).record.entries if entry.kind != "cell"}
    assert bookmarked(written(document)) == entries
    assert len(entries) > 100


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(documents())
def test_so_it_is_in_any_document(document: Document) -> None:
    entries = {entry.id: entry.text for entry in identify(document).record.entries if entry.kind != "cell"}
    assert bookmarked(written(document)) == entries


def test_names_are_hidden_short_and_the_same_in_every_build() -> None:
    names = values(part(written(everything())), ".//w:bookmarkStart/@w:name")
    ours = [one for one in names if one.startswith(PREFIX)]
    assert all(re.fullmatch("_b_[a-z2-7]{8}", one) for one in ours) and len(set(ours)) == len(ours)
    assert values(part(written(everything())), ".//w:bookmarkStart/@w:name") == names


def test_numbers_before_captions_and_notes_are_outside() -> None:
    note = Footnote(1, (Paragraph(words("A note.")),))
    figure = Figure(picture(), "A map", words("The country"), number=1)
    document = one_paper(
        Paragraph((Text("See"), FootnoteReference(1))),
        simple_table("Help by year", 1, rows=1),
        figure,
        footnotes=(note,),
    )
    held = set(bookmarked(written(document)).values())
    assert {"See", "A note.", "Help by year", "The country"} <= held


def test_an_empty_cell_has_an_entry_but_no_bookmark() -> None:
    document = one_paper(Table(simple_table().columns, (), (Row((Cell(()), Cell((Paragraph(words("x")),)))),)))
    entries = identify(document).record.entries
    assert [(entry.kind, entry.text) for entry in entries] == [("title", "A paper"), ("cell", ""), ("paragraph", "x")]
    assert set(bookmarked(written(document))) == {entries[0].id, entries[2].id}


def test_a_paragraph_that_stands_twice_as_one_object_has_two_names() -> None:
    shared = Paragraph(words("Twice"))
    assert list(bookmarked(written(one_paper(shared, shared))).values()) == ["A paper", "Twice", "Twice"]


def test_the_record_is_in_a_custom_part_that_nothing_is_bound_to() -> None:
    document = everything()
    identity = identify(document, "data/trip", "plain")
    data = write_docx(document, plain_theme(), pages_of(document), 9, embed_fonts=False, identity=identity)
    files = parts(data)
    root = etree.fromstring(files["customXml/item1.xml"])
    assert root.tag == f"{{{NAMESPACE}}}edition" and not len(root)
    assert read_record(root.text or "") == (identity.record, identity.digest)
    assert NAMESPACE.encode() in files["customXml/itemProps1.xml"]
    assert b"itemProps1.xml" in files["customXml/_rels/item1.xml.rels"]
    assert b"w:dataBinding" not in files["word/document.xml"]


def test_each_edition_has_a_store_of_its_own() -> None:
    one, other = one_paper(Paragraph(words("One"))), one_paper(Paragraph(words("Two")))
    stores = {parts(written(document))["customXml/itemProps1.xml"] for document in (one, other, one)}
    assert len(stores) == 2
