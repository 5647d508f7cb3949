"""How pages become a book, in Word: sections, blank pages, dividers, columns, line numbers, banners, watermarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.docx import write_docx
from pipeline.layout import lay_out
from pipeline.model.nodes import Column, Document, Heading, PageSetting, Paper, Paragraph, Table, Text
from pipeline.style.printing import LINE_NUMBER_GAP
from pipeline.style.theme import Theme, WordTemplate
from pipeline.units import twips

from .checks import findings
from .judges import audit, integrity, office, page_texts
from .plain import printed_theme
from .reading import find_all, outline, part, parts, style, text_of, values, written
from .samples import LOREM, everything, one_paper, pages_of, paragraph, row, simple_table, words
from .trees import documents
from .wordfiles import letterhead

BOOK: Mapping[str, Any] = {
    "margins": {"inside": "1.25in", "outside": "1in", "gutter": "0.25in"},
    "print": {"start": "right", "dividers": True, "ears": 4, "line-numbers": True},
    "banners": {"UNCLASSIFIED": {"fill": "#007A33", "color": "#FFFFFF"}},
}
KINDS = (
    "cover",
    "blank",
    "text",
    "blank",
    "divider",
    "blank",
    "text",
    "text",
    "divider",
    "blank",
    "text",
    "text",
    "text",
)


def book(document: Document | None = None, theme: Theme | None = None) -> bytes:
    """Everything as a book: cover, contents on page 3, papers on pages 7, 11 and 13."""
    document = document or everything()
    document = replace(document, metadata=replace(document.metadata, watermark="DRAFT", copy=3, copies=10))
    places = {**pages_of(document), "scene": 7, "points": 11, "page": 13}
    return write_docx(document, theme or printed_theme(BOOK), places, 13, embed_fonts=False, kinds=KINDS)


def sections(data: bytes, path: str) -> list[str]:
    """What an XPath finds in each section in turn; sections without it have an empty text."""
    return [next(iter(values(one, path)), "") for one in find_all(part(data), ".//w:sectPr")]


def test_a_book_has_no_fault() -> None:
    assert findings(book()) == []


@pytest.mark.judges
def test_the_validators_find_nothing_in_a_book(tmp_path: Path) -> None:
    assert audit(book(), tmp_path / "book.docx") == []
    assert integrity(book(), tmp_path / "book.docx").endswith("clean")


@pytest.mark.judges
@pytest.mark.parametrize(
    "setting",
    [
        {"print": {"columns": 2}},
        {"print": {"columns": 2, "line-numbers": True}},
        {"margins": {"gutter": "0.5in"}, "print": {"dividers": True}},
        {"print": {"monochrome": True}},
    ],
    ids=str,
)
def test_the_validators_find_nothing_whatever_the_settings(setting: Mapping[str, Any], tmp_path: Path) -> None:
    document = everything()
    first = replace(document.papers[0], setting=PageSetting(landscape=True, line_numbers=True))
    document = replace(document, papers=(first, *document.papers[1:]))
    data = write_docx(document, printed_theme(setting), pages_of(document), 9, embed_fonts=False)
    assert findings(data) == []
    assert audit(data, tmp_path / "file.docx") == []
    assert integrity(data, tmp_path / "file.docx").endswith("clean")


def test_mirrored_margins_and_the_gutter_are_words_own() -> None:
    data = book()
    assert find_all(part(data, "word/settings.xml"), "w:mirrorMargins")
    assert set(sections(data, "w:pgMar/@w:left")) == {"1800"}
    assert set(sections(data, "w:pgMar/@w:right")) == {"1440"}
    assert set(sections(data, "w:pgMar/@w:gutter")) == {"360"}
    assert not find_all(part(book(theme=printed_theme({})), "word/settings.xml"), "w:mirrorMargins")


def test_a_book_bound_on_the_right_has_its_inner_margin_there() -> None:
    theme = printed_theme(BOOK)
    data = book(theme=replace(theme, page=replace(theme.page, bound_right=True)))
    assert len(find_all(part(data), ".//w:rtlGutter")) == len(find_all(part(data), ".//w:sectPr"))
    assert set(sections(data, "w:pgMar/@w:right")) == {"1800"}
    assert set(sections(data, "w:pgMar/@w:left")) == {"1440"}
    assert values(find_all(part(data), ".//wp:anchor")[0], "wp:positionH/wp:align/text()") == ["left"]
    assert findings(data) == []


def test_pages_left_blank_are_written_where_the_pdf_has_them() -> None:
    shown = [text for used, text in outline(book()) if used in ("BlankPage", "Heading1", "DividerTitle")]
    blank = "This page intentionally left blank"
    assert shown == [
        *(blank, blank, "Scene setter", blank, "Scene setter"),
        *("Points", blank, "Points", "Une page"),
    ]
    assert values(style(book(), "BlankPage"), "w:pPr/w:spacing/@w:before") == [str(round((648 - 12) / 2 * 20))]


def test_a_blank_page_has_the_running_text_of_the_paper_before() -> None:
    data = book()
    targets = {str(node.get("Id")): str(node.get("Target")) for node in part(data, "word/_rels/document.xml.rels")}
    named = sections(data, "w:headerReference/@r:id")
    seen, now = [], ""
    for one in named:
        now = one or now
        seen.append(text_of(part(data, f"word/{targets[now]}")))
    assert "Contents" in seen[1]
    assert "Contents" in seen[3]
    assert seen[4] == "UNCLASSIFIED"
    assert "Scene setter" in seen[5]


def test_a_divider_page_shows_tab_title_and_ear() -> None:
    data = book()
    assert ("DividerTab", "Tab AA") in outline(data)
    assert ("DividerTitle", "Scene setter") in outline(data)
    (first, second) = find_all(part(data), ".//wp:anchor")
    assert values(first, "wp:positionH/wp:align/text()") == ["right"]
    assert values(first, "wp:positionV/wp:posOffset/text()") == [str((72 + 3) * 12700)]
    assert values(second, "wp:positionV/wp:posOffset/text()") == [str((72 + 162 + 3) * 12700)]
    assert len(find_all(part(data), ".//wp:docPr//*[local-name() = 'decorative'][@val = '1']")) == 2


def test_no_divider_stands_before_a_paper_without_a_tab() -> None:
    assert [text for used, text in outline(book()) if used == "DividerTitle"] == ["Scene setter", "Points"]


def test_lines_of_papers_have_numbers_and_no_others() -> None:
    data = book()
    numbered = [bool(found) for found in sections(data, "w:lnNumType/@w:restart")]
    titles = [text for used, text in outline(data) if used == "Heading1"]
    assert numbered.count(True) == len(titles)
    assert set(sections(data, "w:lnNumType/@w:distance")) == {"", str(twips(LINE_NUMBER_GAP))}
    for name in ("Title", "TOC1", "Header", "Marking", "BlankPage", "DividerTab"):
        assert find_all(style(data, name), "w:pPr/w:suppressLineNumbers")
    assert not find_all(style(data, "BodyText"), "w:pPr/w:suppressLineNumbers")
    assert values(style(data, "LineNumber"), "@w:type") == ["character"]


def test_a_banner_fills_the_markings_line() -> None:
    data = book()
    assert values(style(data, "Marking"), "w:pPr/w:shd/@w:fill") == ["007A33"]
    assert values(style(data, "Marking"), "w:rPr/w:color/@w:val") == ["FFFFFF"]
    plain = book(theme=printed_theme({}))
    assert not find_all(style(plain, "Marking"), "w:pPr/w:shd")


def test_the_watermark_is_one_that_word_can_take_away() -> None:
    headers = [content for path, content in parts(book()).items() if path.startswith("word/header")]
    assert len(headers) > 5
    for content in headers:
        assert content.count(b'string="DRAFT"') == 1
        assert b"PowerPlusWaterMarkObject" in content
    shapes = [found for content in headers for found in re.findall(rb'id="(PowerPlus\w+)"', content)]
    assert len(shapes) == len(set(shapes))


def test_a_numbered_copy_says_so_on_every_page() -> None:
    data = book()
    footers = [text_of(part(data, path)) for path in parts(data) if path.startswith("word/footer")]
    assert all("Copy 3 of 10" in footer for footer in footers)
    assert values(part(data, "docProps/custom.xml"), "*[@name='copy']/*/text()") == ["3 of 10"]


def test_landscape_papers_lie_on_their_side_with_running_text_as_wide() -> None:
    paper = Paper(words("Wide"), "wide", (paragraph("x"),), setting=PageSetting(landscape=True))
    document = one_paper(paragraph("y"))
    data = write_docx(
        replace(document, papers=(*document.papers, paper)), printed_theme({}), {"paper": 1, "wide": 2}, 2
    )
    assert sections(data, "w:pgSz/@w:orient") == ["", "landscape"]
    assert sections(data, "w:pgSz/@w:w") == ["12240", "15840"]
    tabs = values(style(data, "HeaderLandscape"), "w:pPr/w:tabs/w:tab[@w:val='right']/@w:pos")
    assert tabs == [str((792 - 144) * 20)]
    assert values(style(data, "HeaderLandscape"), "w:basedOn/@w:val") == ["Header"]


def test_columns_are_sections_and_what_is_too_wide_stands_across() -> None:
    long = ("Unbreakablyincomprehensible", "Intergovernmentalism", "Counterrevolutionariness")
    wide = replace(simple_table(), columns=(Column(), Column(), Column()), head=(row(*long),))
    document = one_paper(paragraph(LOREM), Heading(2, words("Figures"), "f"), wide, paragraph(LOREM))
    data = write_docx(document, printed_theme({"print": {"columns": 2, "column-gap": 24}}), pages_of(document), 2)
    assert sections(data, "w:cols/@w:num") == ["", "2", "", "2"]
    assert sections(data, "w:type/@w:val") == ["nextPage", "continuous", "continuous", "continuous"]
    assert sections(data, "w:cols/@w:space")[1] == "480"
    assert sections(data, "w:headerReference/@r:id")[1:] == ["", "", ""]
    texts = [text for _, text in outline(data)]
    assert texts.index("Figures") < texts.index("Intergovernmentalism")


def test_a_section_below_makes_the_last_columns_equally_high_where_it_has_room() -> None:
    theme = printed_theme({"print": {"columns": 2}})
    for text, balanced in ((LOREM, True), ("x", False)):
        document = one_paper(paragraph(text))
        layout = lay_out(document, theme)
        assert (layout.balanced == (document.papers[0].anchor,)) == balanced
        data = write_docx(document, theme, pages_of(document), len(layout.pages), balanced=layout.balanced)
        assert sections(data, "w:cols/@w:num") == ["", "2", *[""] * balanced]
    full = one_paper(*[paragraph(LOREM)] * 400)
    ends = {
        lay_out(replace(full, papers=(replace(full.papers[0], blocks=full.papers[0].blocks[:n]),)), theme).balanced
        for n in range(30, 90, 3)
    }
    assert len(ends) == 2, "columns that fill their page have no room for a section below"


def test_a_table_in_a_column_is_as_wide_as_the_column() -> None:
    small = Table(simple_table().columns[:1], (), simple_table().body[:1])
    document = one_paper(small, paragraph("x"))
    data = write_docx(document, printed_theme({"print": {"columns": 2, "column-gap": 24}}), pages_of(document), 2)
    assert values(part(data), ".//w:tblW/@w:w") == [str(222 * 20)]


def test_long_titles_are_shortened_in_running_text_and_page_numbers_stay_fields() -> None:
    title, paper = " ".join(["Packet"] * 22), " ".join(["Paper"] * 20)
    document = one_paper(paragraph("x"))
    document = replace(
        document,
        metadata=replace(document.metadata, title=title),
        papers=(replace(document.papers[0], title=words(paper)),),
    )
    data = write_docx(document, printed_theme({}), pages_of(document), 2)
    (header,) = [text_of(part(data, path)) for path in parts(data) if path.startswith("word/header")]
    left, right = header.split("\t")
    assert title.startswith(left.removesuffix("…"))
    assert left.endswith("…")
    assert right.endswith("…")
    assert len(header) > 80


_SETTINGS = st.builds(
    PageSetting,
    landscape=st.booleans(),
    columns=st.sampled_from([None, 1, 2]),
    line_numbers=st.sampled_from([None, True, False]),
)
_THEMES = st.sampled_from([{}, BOOK, {"print": {"columns": 2}}, {"print": {"dividers": True, "line-numbers": True}}])
_CALM = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@st.composite
def _printed(draw: st.DrawFn) -> tuple[Document, Theme, bytes]:
    document = draw(documents())
    papers = tuple(replace(paper, setting=draw(_SETTINGS)) for paper in document.papers)
    metadata = replace(document.metadata, watermark=draw(st.sampled_from(["", "DRAFT"])))
    document, theme = replace(document, metadata=metadata, papers=papers), printed_theme(draw(_THEMES))
    return document, theme, written(document, theme)


@_CALM
@given(_printed())
def test_any_document_is_sound_whatever_the_settings(printed: tuple[Document, Theme, bytes]) -> None:
    document, theme, data = printed
    assert findings(data) == []
    if not theme.printing.dividers:
        shown = "".join("".join(text for _, text in outline(data)).split())
        plain = "".join("".join(text for _, text in outline(written(document))).split())
        assert shown == plain


@settings(_CALM, max_examples=15)
@given(_printed())
def test_any_document_is_sound_on_a_letterhead(printed: tuple[Document, Theme, bytes]) -> None:
    document, theme, _ = printed
    data = written(document, replace(theme, docx_template=WordTemplate("own.docx", letterhead())))
    assert [fault for fault in findings(data) if "drawing 8000" not in fault] == []


@pytest.mark.judges
@settings(_CALM, max_examples=15)
@given(_printed())
def test_openxml_audit_finds_nothing_whatever_the_settings(
    tmp_path_factory: pytest.TempPathFactory, printed: tuple[Document, Theme, bytes]
) -> None:
    assert audit(printed[2], tmp_path_factory.mktemp("audit") / "file.docx") == []


@pytest.mark.judges
def test_libreoffice_shows_the_book_page_for_page(tmp_path: Path) -> None:
    data = book()
    pages = page_texts(office(data, tmp_path, "pdf"), tmp_path / "book.pdf")
    blanks = [number for number, text in enumerate(pages, start=1) if "intentionally left blank" in text]
    assert blanks == [number for number, kind in enumerate(KINDS, start=1) if kind == "blank"]
    titles = {title: number for number, text in enumerate(pages, start=1) for title in ("Une page",) if title in text}
    assert titles == {"Une page": 13}
    assert all(text.count("Copy 3 of 10") == 1 for text in pages)


@pytest.mark.judges
def test_libreoffice_sets_long_running_titles_on_one_line(tmp_path: Path) -> None:
    title, paper = "The visit of the delegation to the capital " * 4, "The state of relations between both " * 4
    document = one_paper(Paragraph((Text("x"),)))
    document = replace(
        document,
        metadata=replace(document.metadata, title=title.strip()),
        papers=(replace(document.papers[0], title=words(paper.strip())),),
    )
    data = write_docx(document, printed_theme({}), pages_of(document), 1)
    (page,) = page_texts(office(data, tmp_path, "pdf"), tmp_path / "long.pdf")
    first = page.lstrip("\n").splitlines()[0]
    assert first.count("…") == 2
