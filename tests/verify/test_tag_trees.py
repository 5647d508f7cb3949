"""The tags of finished documents as readable texts, and what issue after issue asks of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pipeline import build
from pipeline.layout import lay_out
from pipeline.model.nodes import Document, Footnote, FootnoteReference, LanguageSpan, Paper, Paragraph, Text
from pipeline.pdf import write_pdf
from tests.docx.samples import everything
from tests.golden import check_golden
from tests.pdf.reading import tag_tree
from tests.style.theming import letter_theme

SAMPLE = Path(__file__).parents[2] / "data/phnom-penh-2022"


def tree(data: bytes) -> str:
    """The tag tree without what is no part of it: artifacts."""
    return "".join(line for line in tag_tree(data).splitlines(keepends=True) if not line.startswith("page "))


@cache
def full() -> str:
    document = everything()
    return tree(write_pdf(lay_out(document, letter_theme()), document.metadata))


def test_the_tags_of_the_sample_are_as_accepted(tmp_path: Path) -> None:
    result = build(SAMPLE, output=tmp_path, formats=["pdf"])
    assert result.ok
    (output,) = result.packets[0].outputs
    check_golden(__file__, "sample-tags.txt", tree(output.path.read_bytes()))


def test_the_tags_of_a_document_with_everything_are_as_accepted() -> None:
    check_golden(__file__, "everything-tags.txt", full())


def lines(kind: str) -> list[str]:
    return re.findall(rf"^ *({kind}\b.*)$", full(), re.MULTILINE)


def test_headings_are_tagged_with_their_levels() -> None:
    levels = [int(level) for level in re.findall(r"^ *H([1-6])\b", full(), re.MULTILINE)]
    assert set(levels) == {1, 2, 3, 4, 5, 6}
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_pictures_say_what_they_show() -> None:
    assert [re.search(r"Alt='([^']*)'", line) is not None for line in lines("Figure")] == [True, True]


def test_header_cells_have_a_scope() -> None:
    assert all("Scope=" in line for line in lines("TH"))
    assert len(lines("TH")) > 10
    assert {re.findall(r"Scope=(\w+)", line)[0] for line in lines("TH")} == {"Column", "Row"}


def test_lists_have_labels_bodies_and_a_kind_of_numbering() -> None:
    assert all("ListNumbering=" in line for line in lines("L"))
    assert len(lines("LI")) == len(lines("LBody"))
    assert len(lines("Lbl")) > len(lines("LI"))  # notes have one too
    assert {re.findall(r"ListNumbering=(\w+)", line)[0] for line in lines("L")} >= {"Disc", "Decimal"}


def test_contents_are_entries_that_lead_to_their_headings() -> None:
    assert full().count("\n  TOC\n") == 1  # deeper entries are a TOC in it
    assert len(lines("TOCI")) == len(re.findall(r"^ *H[1-3]\b", full(), re.MULTILINE))  # depth 3
    assert len(re.findall(r"^ *Link\b.*link\[[^\]]+\]", full(), re.MULTILINE)) >= len(lines("TOCI"))


def test_notes_have_identifiers_and_a_reference() -> None:
    assert [re.findall(r"ID='([^']+)'", line)[0] for line in lines("Note")] == ["note-1"] or len(lines("Note")) == 1
    assert lines("Reference")


def test_links_are_described() -> None:
    described = re.findall(r"^ *Link\b.*?link\[([^\]]*)\]", full(), re.MULTILINE)
    assert len(described) == len(lines("Link"))
    assert all(described)


def test_other_languages_are_marked() -> None:
    assert "Lang='fr'" in full()  # a span
    assert "Part Lang='fr-FR'" in full()  # a paper


def test_a_span_in_another_language_is_marked_in_notes_too() -> None:
    note = Footnote(1, (Paragraph((Text("See "), LanguageSpan((Text("ibidem"),), "la"))),))
    paper = Paper((Text("T"),), "t", (Paragraph((Text("Text"), FootnoteReference(1))),), footnotes=(note,))
    document = Document(everything().metadata, (paper,))
    assert "Lang='la'" in tree(write_pdf(lay_out(document, letter_theme()), document.metadata))
