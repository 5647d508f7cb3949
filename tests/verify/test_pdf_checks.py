"""Our own checks of PDF files: they pass a good file, and each can fail."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.diagnostics import DataError
from pipeline.model.nodes import Metadata
from pipeline.pdf import write_pdf
from pipeline.verify import pdf_checks
from pipeline.verify.pdf_checks import CHECKS, Check, check_pdf
from pipeline.verify.pdf_file import PdfFile
from tests.pdf.checks import elements
from tests.pdf.layouts import METADATA, one_page
from tests.pdf.mutants import Change, annotation, content_of_page_2, drop, first, mutant, nothing, put, sample, xmp
from tests.pdf.reading import opened
from tests.pdf.samples import scripts


def found(data: bytes) -> list[str]:
    """What the checks find, each message behind the check's code."""
    return [f"{code}: {message}" for code, messages in check_pdf(data).found.items() for message in messages]


def test_good_files_pass_every_check() -> None:
    for data in (sample(), write_pdf(scripts(), METADATA), write_pdf(one_page(["One line"]), Metadata("T"))):
        assert found(data) == []


def _swap_identifiers(pdf: Pdf) -> None:
    names = pdf.Root.StructTreeRoot.IDTree.Kids[0].Names
    names[0], names[2] = names[2], names[0]


def _swap_marks(pdf: Pdf) -> None:
    entry = pdf.Root.StructTreeRoot.ParentTree.Kids[0].Nums[3]
    entry[0], entry[1] = entry[1], entry[0]


def _box(*edges: float) -> Change:
    def change(pdf: Pdf) -> None:
        first(pdf, "Figure").A.BBox = Array(edges)

    return change


def _wrong_header(pdf: Pdf) -> None:
    first(pdf, "TD").A.Headers[0] = String("nobody")


def _other_link(pdf: Pdf) -> None:
    links = list(pdf.pages[0].Annots)
    links[0].StructParent, links[1].StructParent = links[1].StructParent, links[0].StructParent


def _root(key: str, value: object) -> Change:
    def change(pdf: Pdf) -> None:
        if value is None:
            del pdf.Root[key]
        else:
            pdf.Root[key] = value

    return change


def _labels(*numbers: object) -> Change:
    return _root("/PageLabels", Dictionary(Nums=Array(list(numbers))))


def _link_to(destination: object) -> Change:
    def change(pdf: Pdf) -> None:
        annotation("/A", None)(pdf)
        annotation("/Dest", destination)(pdf)

    return change


def _no_scopes(pdf: Pdf) -> None:
    """No cell says what it heads, in either of the two ways."""
    for element in elements(pdf):
        if str(element.S) in ("/TH", "/TD"):
            del element["/A"]


def _info(key: str, value: str) -> Change:
    return lambda pdf: pdf.docinfo.__setitem__(key, value)


def _all(kind: str, other: str) -> Change:
    """Every element of *kind* becomes another."""

    def change(pdf: Pdf) -> None:
        for element in elements(pdf):
            if str(element.S) == f"/{kind}":
                element.S = Name(f"/{other}")

    return change


def _twice(pdf: Pdf) -> None:
    """The same element stands in two places."""
    section = first(pdf, "Sect")
    section.K = Array([*section.K, first(pdf, "H1")])


def _cut_row(pdf: Pdf) -> None:
    row = next(element for element in elements(pdf) if str(element.S) == "/TR")
    row.K = Array(list(row.K)[1:])


def _contents_without_link(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.Annots = Array([])
    link = first(pdf, "Link")
    link.K = Array([kid for kid in link.K if not (isinstance(kid, Dictionary) and "/Obj" in kid)])


def _contents_backwards(pdf: Pdf) -> None:
    one, other = list(pdf.pages[0].Annots)
    one.Dest, other.Dest = other.Dest, one.Dest


def _bookmark(key: str, value: object) -> Change:
    return lambda pdf: pdf.Root.Outlines.First.__setitem__(key, value)


def _broken_stream(pdf: Pdf) -> None:
    pdf.pages[1].Contents.write(b"not compressed", filter=Name.FlateDecode)


def _silent_mark(pdf: Pdf) -> None:
    annotation("/Subtype", Name.Highlight)(pdf)
    annotation("/Contents", None)(pdf)


FAR = Array([Dictionary(Type=Name.Page), Name.Fit])
MUTANTS: dict[str, tuple[Change, str]] = {
    "a stream that cannot be unpacked": (_broken_stream, "pdf-syntax: "),
    "another title": (xmp(rb"Phnom Penh", b"Elsewhere"), "pdf-metadata: Title is "),
    "another author": (xmp(rb"Protocol Office", b"Somebody"), "pdf-metadata: Author is "),
    "another date": (xmp(rb"CreateDate>2022", b"CreateDate>2023"), "pdf-metadata: CreationDate is "),
    "another zone": (xmp(rb"(ModifyDate>[^<]*)Z<", rb"\1+07:00<"), "pdf-metadata: ModDate is "),
    "another subject": (_info("/Subject", "x"), "pdf-metadata: Subject is 'x' in Info and 'ASEAN"),
    "a producer in Info alone": (xmp(rb"<pdf:Producer>.*?</pdf:Producer>", b""), "pdf-metadata: Producer is "),
    "no title": (xmp(rb"<dc:title>.*?</dc:title>", b""), "pdf-metadata: the file has no title"),
    "no XMP": (_root("/Metadata", None), "pdf-metadata: there are no XMP metadata"),
    "XMP that is no XML": (xmp(rb"</rdf:RDF>", b""), "pdf-metadata: the XMP metadata are no XML"),
    "labels from the second page": (_labels(1, Dictionary(S=Name.D)), "pdf-page-labels: the page labels do not begin"),
    "labels behind the end": (
        _labels(0, Dictionary(S=Name.D), 9, Dictionary(S=Name.D)),
        "pdf-page-labels: there is a page label for page 10 of 4",
    ),
    "labels in disorder": (
        _labels(0, Dictionary(), 2, Dictionary(), 1, Dictionary()),
        "pdf-page-labels: page labels: a number tree is not sorted",
    ),
    "labels of no style": (_labels(0, Dictionary(S=Name.X)), "pdf-page-labels: page 1: the page label has the style"),
    "labels from zero": (_labels(0, Dictionary(S=Name.D, St=0)), "pdf-page-labels: page 1: the page label begins"),
    "a label that is none": (_labels(0, 7), "pdf-page-labels: the page label at 0 is none"),
    "no language": (_root("/Lang", None), "pdf-language: the file does not say its language"),
    "a language that is none": (_root("/Lang", String("English")), "pdf-language: the file's language is 'English'"),
    "a span in no language": (put("Span", "/Lang", String("fr_FR")), "pdf-language: page 2: the language of a Span"),
    "no tags": (_root("/StructTreeRoot", None), "pdf-tags: the file has no tags"),
    "tags without content": (put("Document", "/K", Array([])), "pdf-tags: the tag tree has no content"),
    "another first element": (put("Document", "/S", Name.Sect), "pdf-tags: the tag tree begins with Sect"),
    "an element twice": (_twice, "pdf-tags: the tag tree has an element twice"),
    "a child that is none": (
        put("BlockQuote", "/K", String("?")),
        "pdf-tags: a BlockQuote element has a child that is none",
    ),
    "marks mixed up": (_swap_marks, "pdf-parent-tree: page 2: the marked content 0 has no element"),
    "another parent": (
        lambda pdf: first(pdf, "H1").__setitem__("/P", first(pdf, "Sect")),
        "pdf-parent-tree: page 1: a H1 has another parent",
    ),
    "content from nowhere": (put("H1", "/K", 5), "pdf-parent-tree: page 1: the tag tree has content that is not on"),
    "content of two": (
        lambda pdf: first(pdf, "H2").__setitem__("/K", Array([0, 1])),
        "pdf-parent-tree: page 3: the marked content 0 belongs to two",
    ),
    "content of none": (content_of_page_2(b"/MCID 0", b"/MCID 99"), "pdf-parent-tree: page 2: the marked content 99"),
    "no IDTree": (
        lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/IDTree"),
        "pdf-ids: the IDTree does not lead to the element 'note-1'",
    ),
    "an IDTree in disorder": (_swap_identifiers, "pdf-ids: the IDTree: a name tree is not sorted"),
    "an identifier twice": (put("Note", "/ID", String("head-0")), "pdf-ids: 2 elements have the identifier 'head-0'"),
    "an identifier of nobody": (drop("Note", "/ID"), "pdf-ids: the IDTree has 'note-1', which no element"),
    "a heading too deep": (put("H2", "/S", Name.H4), "pdf-headings: page 3: the heading H4 comes after H2"),
    "a first heading too deep": (put("H1", "/S", Name.H2), "pdf-headings: page 1: the heading H2 comes as the first"),
    "an empty heading": (drop("H2", "/K"), "pdf-headings: a heading H2 is empty"),
    "a heading without a level": (put("H2", "/S", Name.H), "pdf-headings: the file has headings with levels and"),
    "no box": (drop("Figure", "/A"), "pdf-figures: page 4: a Figure has no BBox"),
    "a box outside of the page": (_box(0, 0, 9999, 10), "pdf-figures: page 4: a Figure has a BBox that is not on"),
    "a box without height": (_box(0, 10, 50, 10), "pdf-figures: page 4: a Figure has a BBox that is not on"),
    "no alternative": (drop("Figure", "/Alt"), "pdf-figures: page 4: a Figure has no text alternative"),
    "a blank alternative": (
        put("Figure", "/Alt", String(" ")),
        "pdf-figures: page 4: a Figure has no text alternative",
    ),
    "a file's name for alternative": (
        put("Figure", "/Alt", String("IMG_0042.JPG")),
        "pdf-figures: page 4: the text alternative of a Figure is a file's name: IMG_0042.JPG",
    ),
    "a list of paragraphs": (_all("LI", "P"), "pdf-lists: page 2: a list holds a P that is no item"),
    "no kind of numbering": (drop("L", "/A"), "pdf-lists: page 2: a list has labels and does not say"),
    "an item without a body": (_all("LBody", "Div"), "pdf-lists: page 2: an item of a list has no body"),
    "no header cells": (_all("TH", "TD"), "pdf-tables: page 3: a table has no header cells"),
    "no scope": (_no_scopes, "pdf-tables: page 3: a header cell does not say what it heads"),
    "a short row": (_cut_row, "pdf-tables: page 3: the rows of a table are 3, 4 columns wide"),
    "a cell that is none": (_all("TD", "P"), "pdf-tables: page 3: a row of a table holds a P"),
    "a table without rows": (put("Table", "/K", Array([])), "pdf-tables: a table has no rows"),
    "a header that is not there": (_wrong_header, "pdf-headers: page 3: a cell names the header 'nobody'"),
    "links mixed up": (_other_link, "pdf-annotations: page 1: a link is in no element"),
    "a link in a paragraph": (_all("Link", "Span"), "pdf-annotations: page 1: a link is in a Span element"),
    "a link without description": (
        annotation("/Contents", String(" ")),
        "pdf-annotations: page 2: a link has no description",
    ),
    "a mark without description": (_silent_mark, "pdf-annotations: page 2: a Highlight annotation has no description"),
    "a link to nothing": (annotation("/A", Dictionary(S=Name.URI)), "pdf-destinations: page 2: a link leads nowhere"),
    "a link without aim": (annotation("/A", None), "pdf-destinations: page 2: a link leads nowhere"),
    "a link out of the file": (_link_to(FAR), "pdf-destinations: page 2: a link leads to a page that"),
    "a link to an unknown name": (
        annotation("/A", Dictionary(S=Name.GoTo, D=String("nowhere"))),
        "pdf-destinations: page 2: a link leads to a page that",
    ),
    "a bookmark out of the file": (_bookmark("/Dest", FAR), "pdf-destinations: the bookmark '1 Arrival office — "),
    "a wrong count": (
        lambda pdf: pdf.Root.Outlines.__setitem__("/Count", 7),
        "pdf-outline: the outline says that 7 entries show, and 2 do",
    ),
    "a bookmark without a title": (_bookmark("/Title", String("")), "pdf-outline: a bookmark has no title"),
    "a bookmark of another parent": (
        lambda pdf: pdf.Root.Outlines.First.__setitem__("/Parent", pdf.Root.Outlines.First),
        "pdf-outline: the bookmark '1 Arrival office",
    ),
    "an outline without end": (_bookmark("/Next", Dictionary()), "pdf-outline: "),
    "contents without a link": (_contents_without_link, "pdf-contents: page 1: an entry of the contents is no link"),
    "contents backwards": (_contents_backwards, "pdf-contents: page 1: an entry of the contents leads to page 2, the"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_file_does_not_pass_with(name: str) -> None:
    change, message = MUTANTS[name]
    messages = found(mutant(change))
    assert any(line.startswith(message) for line in messages), messages


def test_every_check_is_known_to_be_able_to_fail() -> None:
    assert {message.partition(":")[0] for _, message in MUTANTS.values()} == {check.code for check in CHECKS}


def test_a_file_that_was_only_saved_again_passes() -> None:
    assert found(mutant(nothing)) == []


def test_dates_of_another_zone_and_form_are_the_same() -> None:
    assert found(mutant(xmp(rb"CreateDate>2022-08-02T00:00:00Z", rb"CreateDate>2022-08-02T07:00:00+07:00"))) == []


def test_metadata_may_be_attributes_of_the_description() -> None:
    def change(pdf: Pdf) -> None:
        old = pdf.Root.Metadata.read_bytes()
        tool = re.search(rb"<xmp:CreatorTool>(.*?)</xmp:CreatorTool>", old)
        assert tool is not None
        new = old.replace(tool[0], b"").replace(
            b'<rdf:Description rdf:about=""', b'<rdf:Description rdf:about="" xmp:CreatorTool="%b"' % tool[1], 1
        )
        # The prefix has to be known where the attribute stands.
        pdf.Root.Metadata.write(new)

    assert found(mutant(change)) == []


def test_roles_classes_and_lists_of_attributes_are_understood() -> None:
    def change(pdf: Pdf) -> None:
        root = pdf.Root.StructTreeRoot
        root.RoleMap = Dictionary(Picture=Name.Image, Image=Name.Figure, Loop=Name.Round, Round=Name.Loop)
        figure = first(pdf, "Figure")
        figure.S = Name.Picture
        figure.A = Array([figure.A, 0])
        numbered = first(pdf, "L")
        root.ClassMap = Dictionary(Numbered=numbered.A)
        del numbered["/A"]
        numbered.C = Name.Numbered

    assert found(mutant(change)) == []


def test_named_destinations_are_followed() -> None:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[2].obj
        names = Array([String("there"), Dictionary(D=Array([page, Name.Fit]))])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
        pdf.Root.Dests = Dictionary(here=Array([page, Name.Fit]))
        links = list(pdf.pages[0].Annots)
        links[0].Dest, links[1].Dest = String("there"), Name.here

    assert found(mutant(change)) == []


def _cycle(pdf: Pdf) -> None:
    section = first(pdf, "Sect")
    section.K = Array([*section.K, pdf.Root.StructTreeRoot.K])


def _outline_in_a_circle(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.First = pdf.Root.Outlines
    pdf.Root.Outlines.First.Next = pdf.Root.Outlines.First


def _tree_in_a_circle(pdf: Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree
    tree.Kids = Array([tree])


ODD: dict[str, Change] = {
    "a tag tree in a circle": _cycle,
    "an outline in a circle": _outline_in_a_circle,
    "a number tree in a circle": _tree_in_a_circle,
    "a tag tree that is a number": _root("/StructTreeRoot", 7),
    "a name for a language": _root("/Lang", Name.en),
    "a number for an outline": _root("/Outlines", 7),
    "labels that are a text": _root("/PageLabels", String("x")),
    "annotations that are a text": lambda pdf: pdf.pages[0].__setitem__("/Annots", String("x")),
    "attributes that are a text": lambda pdf: first(pdf, "Figure").__setitem__("/A", String("x")),
    "a box of texts": lambda pdf: first(pdf, "Figure").A.__setitem__("/BBox", Array([String("a")] * 4)),
    "headers that are numbers": lambda pdf: first(pdf, "TD").A.__setitem__("/Headers", Array([1, 2])),
    "marks below zero": put("H1", "/K", -1),
    "children that are nothing": put("P", "/K", Array([None, 1.5, String("x"), Dictionary()])),
    "content that is no content": content_of_page_2(b"BDC", b"BDC ((("),
    "a huge span": lambda pdf: first(pdf, "TD").A.__setitem__("/ColSpan", 2**31 - 1),
    "a page without a size": lambda pdf: pdf.pages[3].obj.__delitem__("/MediaBox"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_judged_to_the_end(name: str) -> None:
    data = mutant(ODD[name])
    made = check_pdf(data).found
    assert list(made) == [check.code for check in CHECKS]
    assert any(made.values())


def test_a_check_that_fails_inside_is_a_finding_and_stops_no_other() -> None:
    def raises(_: PdfFile) -> Iterator[str]:
        yield "something before"
        raise KeyError("odd")

    made = check_pdf(sample(), [Check("first", raises, ""), *CHECKS]).found
    assert made.pop("first") == ["something before", "the file is not built as PDF asks for: 'odd'"]
    assert not any(made.values())


def test_of_many_findings_the_first_are_told_and_the_others_counted() -> None:
    made = check_pdf(sample(), [Check("many", lambda _: (str(number) for number in range(25)), "")]).found["many"]
    assert made == [*map(str, range(10)), "and 15 more of this kind"]


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (sample()[:3000], "broken-file", "the PDF is damaged: "),
        (b"%PDF-1.7\n", "broken-file", "the PDF is damaged: "),
        (b"%PDF-1.7\n" + bytes(5000), "broken-file", "the PDF is damaged: "),
    ],
    ids=["cut off", "a head alone", "zeros"],
)
def test_a_file_that_cannot_be_opened_is_refused(data: bytes, code: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        check_pdf(data)
    (finding,) = caught.value.diagnostics
    assert finding.code == code
    assert finding.message.startswith(message)
    assert finding.help


def encrypted(**passwords: Any) -> bytes:
    buffer = io.BytesIO()
    with opened(sample()) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(**passwords))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: encrypted(owner="o", user="u"), "the file is locked with a password"),
        (lambda: encrypted(owner="o", user=""), "the file is encrypted, which no archive takes"),
    ],
    ids=["to open", "to change"],
)
def test_an_encrypted_file_is_refused(make: Callable[[], bytes], message: str) -> None:
    with pytest.raises(DataError) as caught:
        check_pdf(make())
    assert [(finding.code, finding.message) for finding in caught.value.diagnostics] == [("encrypted", message)]


def test_a_file_without_pages_is_refused() -> None:
    buffer = io.BytesIO()
    Pdf.new().save(buffer)
    with pytest.raises(DataError, match="the PDF has no pages"):
        check_pdf(buffer.getvalue())


def test_a_file_that_had_to_be_repaired_does_not_pass() -> None:
    whole = sample()
    messages = found(whole.replace(b"startxref", b"startxref1"))
    assert any(line.startswith("pdf-syntax: ") for line in messages), messages


def test_the_checks_of_a_file_are_listed_once() -> None:
    codes = [check.code for check in pdf_checks.CHECKS]
    assert len(codes) == len(set(codes)) == 16
