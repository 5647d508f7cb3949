"""Cover, contents, sections and running text; bookmarks and document properties."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.diagnostics import MachineError
from pipeline.model.nodes import (
    Contents,
    Cover,
    Detail,
    Document,
    FootnoteReference,
    Heading,
    Labels,
    Metadata,
    Paper,
    Table,
    Text,
)
from pipeline.style.theme import Field, OtherPages, PageGeometry, RunningText

from .checks import findings
from .plain import plain_theme
from .reading import find_all, outline, paragraphs, part, parts, style, style_of, text_of, values, written
from .samples import everything, one_paper, pages_of, paragraph, simple_table, words

PAPERS = (
    Paper(words("Schedule"), "schedule", (Heading(2, words("Monday"), "monday"), paragraph("x")), tab="A"),
    Paper(words("Points"), "points", (Heading(3, words("Deep"), "deep"), paragraph("x")), tab="B"),
    Paper(words("Annex"), "annex", (paragraph("x"),)),
)


def packet(**changes: object) -> Document:
    metadata = Metadata("A trip", subtitle="And why", date="2022-08-02", shown_date="2022-08-02", marking="SECRET")
    document = Document(metadata, PAPERS, Cover(words("A trip")), Contents(depth=3))
    return replace(document, **changes)  # type: ignore[arg-type]


def running(data: bytes, kind: str = "header") -> list[str]:
    """The text of each section's header or footer, that of the section before where none is named."""
    relations = {
        values(node, "@Id")[0]: values(node, "@Target")[0]
        for node in find_all(part(data, "word/_rels/document.xml.rels"), "*")
    }
    shown: list[str] = []
    for section in find_all(part(data), ".//w:sectPr"):
        named = values(section, f"w:{kind}Reference/@r:id")
        if named:
            tree = part(data, f"word/{relations[named[0]]}")
            shown.append(" | ".join(text_of(node) for node in paragraphs(tree)))
        else:
            shown.append(shown[-1] if shown else "")
    return shown


def test_the_cover_is_a_section_of_styles_without_running_text() -> None:
    cover = Cover(words("A trip"), words("And why"), (Detail("Who", words("The Secretary")),), words("Invented."))
    data = written(packet(cover=cover, contents=None))
    assert outline(data)[:5] == [
        ("Title", "A trip"),
        ("Subtitle", "And why"),
        ("CoverLabel", "Who"),
        ("CoverDetail", "The Secretary"),
        ("CoverNotice", "Invented."),
    ]
    assert find_all(paragraphs(part(data))[4], "w:pPr/w:sectPr")
    assert running(data)[0] == "SECRET"
    assert running(data, "footer")[0] == "SECRET"


def test_each_paper_is_a_section_on_a_new_page_with_its_own_header() -> None:
    data = written(packet())
    assert values(part(data), ".//w:sectPr/w:type/@w:val") == ["nextPage"] * 5
    assert running(data) == [
        "SECRET",
        "SECRET | A trip\tContents",
        "SECRET | A trip\tA / Schedule",
        "SECRET | A trip\tB / Points",
        "SECRET | A trip\tAnnex",
    ]


def test_a_footer_that_stays_the_same_is_written_once() -> None:
    data = written(packet())
    assert running(data, "footer") == ["SECRET", *["2022-08-02\tAnd why\tPage 2 of 9 | SECRET"] * 4]
    assert [path for path in parts(data) if path.startswith("word/footer")] == ["word/footer1.xml", "word/footer2.xml"]


def test_page_and_pages_are_fields_with_the_numbers_of_the_sections_first_page() -> None:
    footer = part(written(packet(cover=None, contents=None)), "word/footer1.xml")
    assert values(footer, ".//w:instrText/text()") == [" PAGE ", " NUMPAGES "]
    assert text_of(footer) == "2022-08-02\tAnd why\tPage 2 of 9SECRET"


def test_left_hand_and_first_pages_have_headers_of_their_own_where_the_theme_wants_them() -> None:
    plain = plain_theme()
    header = RunningText(left=("in",), right=("out",))
    others = OtherPages(first=RunningText(center=("first",)))
    theme = replace(plain, page=replace(plain.page, mirrored=True), header=header, headers=others)
    data = written(packet(), theme)
    assert find_all(part(data, "word/settings.xml"), "w:evenAndOddHeaders")
    cover, *rest = find_all(part(data), ".//w:sectPr")
    assert not find_all(cover, "w:titlePg") and all(find_all(section, "w:titlePg") for section in rest)
    assert values(cover, "w:headerReference/@w:type") == ["default", "even"]
    assert all("first" in values(section, "w:headerReference/@w:type") for section in rest)
    texts = {text_of(part(data, path)) for path in parts(data) if path.startswith("word/header")}
    assert {text.removeprefix("SECRET") for text in texts} == {"", "in\t\tout", "out\t\tin", "\tfirst"}


def test_a_book_whose_pages_are_alike_has_no_headers_for_left_hand_pages() -> None:
    plain = plain_theme()
    middle = RunningText(center=("middle",))
    theme = replace(plain, page=replace(plain.page, mirrored=True), header=middle, footer=RunningText())
    data = written(packet(), theme)
    assert not find_all(part(data, "word/settings.xml"), "w:evenAndOddHeaders")
    assert "even" not in values(part(data), ".//w:headerReference/@w:type")


def test_without_marking_and_running_text_there_are_no_headers() -> None:
    theme = replace(plain_theme(), header=RunningText(), footer=RunningText())
    data = written(one_paper(paragraph("x")), theme)
    assert not find_all(part(data), ".//w:headerReference | .//w:footerReference")
    assert not [path for path in parts(data) if path.startswith(("word/header", "word/footer"))]


def test_an_empty_field_takes_its_separator_along() -> None:
    parts_of_header = (Field("tab"), " / ", Field("paper"))
    theme = replace(plain_theme(), header=RunningText(right=parts_of_header))
    assert running(written(packet(cover=None), theme))[-1] == "SECRET | \tAnnex"


def test_the_tab_stands_above_the_title_in_the_documents_words() -> None:
    data = written(packet(cover=None, contents=None, labels=Labels(tab="Onglet")))
    assert outline(data)[:2] == [("TabLine", "Onglet A"), ("Heading1", "Schedule")]
    assert ("TabLine", "Onglet ") not in outline(data)


def test_the_page_is_the_themes() -> None:
    theme = replace(plain_theme(), page=PageGeometry(842, 595, 50, 60, 70, 80, 20, 30))
    (section,) = find_all(part(written(one_paper(), theme)), ".//w:sectPr")
    (size,) = find_all(section, "w:pgSz")
    assert [values(size, f"@w:{key}") for key in ("w", "h", "orient")] == [["16840"], ["11900"], ["landscape"]]
    (margins,) = find_all(section, "w:pgMar")
    sides = ("top", "bottom", "left", "right", "header", "footer", "gutter")
    assert [values(margins, f"@w:{key}")[0] for key in sides] == ["1000", "1200", "1400", "1600", "400", "600", "0"]
    assert not find_all(section, "w:docGrid")


def test_a_section_that_ends_in_a_table_ends_in_a_separator() -> None:
    first = replace(PAPERS[0], blocks=(simple_table(),))
    data = written(packet(cover=None, contents=None, papers=(first, PAPERS[1])))
    (node,) = [node for node in paragraphs(part(data)) if style_of(node) == "Separator"]
    assert find_all(node, "w:pPr/w:sectPr")


def test_the_contents_are_a_control_that_word_knows_with_a_complete_field() -> None:
    data = written(packet())
    (control,) = find_all(part(data), ".//w:sdt")
    assert values(control, "w:sdtPr/w:docPartObj/w:docPartGallery/@w:val") == ["Table of Contents"]
    assert values(control, ".//w:instrText/text()")[0] == ' TOC \\o "1-3" \\h \\z \\u '
    assert not find_all(part(data), ".//w:fldChar[@w:dirty]")
    assert not find_all(part(data, "word/settings.xml"), "w:updateFields")
    assert findings(data) == []


def test_each_entry_has_its_tab_its_title_and_the_page_that_layout_found() -> None:
    data = written(packet(), page_of={"schedule": 3, "monday": 3, "points": 7, "deep": 8, "annex": 12})
    shown = [(style_of(node), text_of(node)) for node in paragraphs(find_all(part(data), ".//w:sdt")[0])]
    assert shown == [
        ("TOCHeading", "Contents"),
        ("TOC1", "A\tSchedule\t3"),
        ("TOC2", "Monday\t3"),
        ("TOC1", "B\tPoints\t7"),
        ("TOC3", "Deep\t8"),
        ("TOC1", "\tAnnex\t12"),
        ("Separator", ""),
    ]


def test_without_tabs_the_contents_have_no_column_for_them() -> None:
    papers = tuple(replace(paper, tab="") for paper in PAPERS)
    data = written(packet(papers=papers))
    shown = [text_of(node) for node in paragraphs(find_all(part(data), ".//w:sdt")[0])]
    assert shown[1] == "Schedule\t2"


def test_a_title_too_long_for_the_contents_is_broken_before_the_column_of_the_numbers() -> None:
    """LibreOffice loses what a tab leads to beyond a right indent, so that there is none."""
    document = packet()
    title = "The state of the relations between both countries and their neighbours " * 2
    document = replace(document, papers=(replace(document.papers[0], title=words(title.strip())), *document.papers[1:]))
    data = written(document)
    entry = next(one for one in paragraphs(part(data)) if style_of(one) == "TOC1")
    assert 1 <= len(find_all(entry, ".//w:br")) <= 3
    assert not values(style(data, "TOC1"), "w:pPr/w:ind/@w:right")


def test_the_contents_go_as_deep_as_they_are_told() -> None:
    data = written(packet(contents=Contents("Inhalt", depth=1)))
    shown = [text_of(node) for node in paragraphs(find_all(part(data), ".//w:sdt")[0])]
    assert shown == ["Inhalt", "A\tSchedule\t2", "B\tPoints\t4", "\tAnnex\t6", ""]


def test_entries_lead_to_bookmarks_around_their_headings() -> None:
    data = written(packet())
    anchors = values(part(data), ".//w:sdt//w:hyperlink/@w:anchor")
    around = {
        bookmark: text_of(node)
        for node in paragraphs(part(data))
        for bookmark in values(node, "w:bookmarkStart/@w:name")
    }
    assert [around[anchor] for anchor in anchors] == ["Schedule", "Monday", "Points", "Deep", "Annex"]
    assert all(anchor.startswith("_Toc") and len(anchor) <= 40 for anchor in anchors)


def test_contents_of_a_packet_without_papers_are_still_sound() -> None:
    data = written(packet(papers=()))
    assert findings(data) == []
    assert [text_of(node) for node in paragraphs(find_all(part(data), ".//w:sdt")[0])] == ["Contents", ""]


def test_a_footnote_of_a_title_is_left_out_of_contents_and_header() -> None:
    from pipeline.model.nodes import Footnote

    note = Footnote(1, (paragraph("A note."),))
    paper = Paper((Text("Points"), FootnoteReference(1)), "points", (), footnotes=(note,))
    data = written(packet(papers=(paper,)))
    assert len(find_all(part(data), ".//w:footnoteReference")) == 1
    assert not find_all(find_all(part(data), ".//w:sdt")[0], ".//w:footnoteReference")


def test_a_heading_without_a_page_is_a_fault_of_the_program() -> None:
    with pytest.raises(MachineError, match="'monday'"):
        written(packet(), page_of={"schedule": 1})


def test_anchors_of_any_kind_get_short_unique_names() -> None:
    headings = tuple(Heading(2, words(f"H{n}"), f"{'very-long-' * 9}ü {n}") for n in range(3))
    assert findings(written(packet(papers=(replace(PAPERS[0], blocks=headings),)))) == []


def test_the_properties_are_the_packets() -> None:
    metadata = Metadata("T", "fr-FR", "S", "A", "About", ("one", "two"), "2022-08-02")
    core = part(written(replace(one_paper(), metadata=metadata)), "docProps/core.xml")
    shown = {str(node.tag).rpartition("}")[2]: node.text for node in core}
    assert shown == {
        "title": "T",
        "subject": "About",
        "creator": "A",
        "keywords": "one, two",
        "language": "fr-FR",
        "created": "2022-08-02T00:00:00Z",
        "modified": "2022-08-02T00:00:00Z",
    }


def test_without_a_date_the_file_names_none() -> None:
    core = part(written(replace(one_paper(), metadata=Metadata("T"))), "docProps/core.xml")
    assert {str(node.tag).rpartition("}")[2] for node in core} == {"title", "language"}


def test_a_property_longer_than_word_shows_is_cut() -> None:
    core = part(written(replace(one_paper(), metadata=Metadata("x" * 300))), "docProps/core.xml")
    assert [len(node.text or "") for node in core][:1] == [255]


def test_a_packet_of_nothing_is_a_sound_file() -> None:
    for document in (Document(Metadata("T"), ()), Document(Metadata("T"), (), Cover(words("T")))):
        assert findings(written(document)) == []


def test_a_packet_whose_papers_hold_only_tables_is_a_sound_file() -> None:
    papers = tuple(replace(paper, blocks=(simple_table(), Table((), (), ()))) for paper in PAPERS)
    assert findings(written(packet(papers=papers))) == []


def test_every_page_number_in_the_contents_comes_from_layout() -> None:
    document = everything()
    data = written(document, page_of=pages_of(document, 40))
    (control,) = find_all(part(data), ".//w:sdt")
    numbers = [text_of(node).rpartition("\t")[2] for node in paragraphs(control)][1:-1]
    assert numbers == ["40", "41", "42", "46", "47", "48"]


def test_a_long_tab_moves_the_titles_of_the_contents_aside() -> None:
    def indent(tab: str) -> int:
        package = written(replace(one_paper(paragraph("x"), tab=tab), contents=Contents()), plain_theme())
        (left,) = values(style(package, "TOC1"), "w:pPr/w:ind/@w:left")
        return int(left)

    assert indent("A") < indent("Annex 12") < indent("Annex 12 to the treaty")
