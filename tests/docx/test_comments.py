"""Word comments, content controls and cross references."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.diagnostics import Place
from pipeline.docx.comments import initials
from pipeline.docx.ooxml import name
from pipeline.model.nodes import (
    Comment,
    Document,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    Link,
    Mark,
    Paragraph,
    Placeholder,
    Reference,
    Text,
)

from .checks import findings
from .judges import audit, integrity
from .reading import Node, find_all, part, parts, style, text_of, values, written
from .samples import one_paper, picture, simple_table, words

REMARK = Comment(words("three sectors"), "Anna B. Officer", "Which ones? <See> the report.")
WAITING = Placeholder(words("Date"), "date of meeting")


def dated(*children: Inline, date: str = "2027-03-02") -> Document:
    document = one_paper(Paragraph(children))
    return replace(document, metadata=replace(document.metadata, date=date))


def fields(node: Node) -> list[tuple[str, str]]:
    """Each field's instruction and result."""
    found: list[tuple[str, str]] = []
    for run in find_all(node, ".//w:r"):
        kind = values(run, "w:fldChar/@w:fldCharType")
        if kind == ["begin"]:
            found.append(("", ""))
            state = "code"
        elif kind:
            state = kind[0]
        elif found and state == "code":
            found[-1] = (found[-1][0] + "".join(values(run, "w:instrText/text()")).strip(), "")
        elif found and state == "separate":
            found[-1] = (found[-1][0], found[-1][1] + text_of(run))
    return found


def test_a_comment_stands_beside_its_words_with_author_initials_and_the_packets_date() -> None:
    data = written(dated(Text("Jobs in "), REMARK, Text(".")))
    (made,) = part(data, "word/comments.xml")
    got = {str(key).rpartition("}")[2]: value for key, value in made.attrib.items()}
    assert got == {"id": "0", "author": "Anna B. Officer", "initials": "ABO", "date": "2027-03-02T00:00:00Z"}
    assert text_of(made) == "Which ones? <See> the report."
    paragraph = find_all(part(data), ".//w:p[w:commentRangeStart]")[0]
    tags = [child.tag.rpartition("}")[2] for child in paragraph]
    assert tags == ["pPr", "bookmarkStart", "r", "commentRangeStart", "r", "commentRangeEnd", "r", "r", "bookmarkEnd"]
    assert text_of(paragraph) == "Jobs in three sectors."
    assert values(paragraph, "w:r[w:commentReference]/w:rPr/w:rStyle/@w:val") == ["CommentReference"]
    assert style(data, "CommentReference") is not None and style(data, "CommentText") is not None
    assert findings(data) == []


def test_a_comment_without_author_and_date_has_a_name_and_no_clock() -> None:
    (made,) = part(written(dated(replace(REMARK, author=""), date="")), "word/comments.xml")
    got = {str(key).rpartition("}")[2]: value for key, value in made.attrib.items()}
    assert got == {"id": "0", "author": "Author", "initials": "A"}


def test_comments_may_stand_inside_each_other_in_links_and_in_notes() -> None:
    inner = Comment(words("one"), "A", "First")
    outer = Comment((Text("Two with "), inner), "B", "Second")
    link = Link((Comment(words("site"), "C", "Third"),), "https://example.org")
    note = Footnote(1, (Paragraph((Comment(words("Source"), "D", "Fourth"),)),))
    data = written(one_paper(Paragraph((outer, link, FootnoteReference(1))), footnotes=(note,)))
    comments = part(data, "word/comments.xml")
    assert [text_of(made) for made in comments] == ["Second", "First", "Third", "Fourth"]
    for path, wanted in (("word/document.xml", ["0", "1", "2"]), ("word/footnotes.xml", ["3"])):
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            assert sorted(values(part(data, path), f".//w:{tag}/@w:id")) == wanted
    assert findings(data) == []


def test_a_file_without_comments_has_no_part_and_no_styles_for_them() -> None:
    data = written(dated(Text("Plain")))
    assert "word/comments.xml" not in parts(data)
    assert not {"CommentText", "CommentReference", "PlaceholderText"} & set(
        values(part(data, "word/styles.xml"), "w:style/@w:styleId")
    )


@pytest.mark.parametrize(
    ("author", "letters"), [("Anna", "A"), ("anna officer", "AO"), ("EAP/MLS, Desk of 1", "EMDO"), ("—", "")]
)
def test_initials_are_the_first_letters_of_a_name(author: str, letters: str) -> None:
    assert initials(author) == letters


def test_a_placeholder_is_a_plain_text_control_that_waits_to_be_filled_in() -> None:
    data = written(dated(Text("On "), WAITING, Text(".")))
    (control,) = find_all(part(data), ".//w:p/w:sdt")
    tags = [child.tag.rpartition("}")[2] for child in control[0]]
    assert tags == ["alias", "tag", "id", "showingPlcHdr", "text"]
    assert values(control, "w:sdtPr/w:alias/@w:val | w:sdtPr/w:tag/@w:val") == ["date of meeting"] * 2
    assert text_of(control) == "Date"
    assert values(control, ".//w:rStyle/@w:val") == ["PlaceholderText"]
    assert findings(data) == []


def test_what_the_data_has_filled_in_does_not_wait() -> None:
    filled = Placeholder((Text("March 2", Mark.STRONG, Place("a.yaml", 1, 1)),), "date")
    (control,) = find_all(part(written(dated(filled, WAITING))), ".//w:p/w:sdt[1]")
    assert not find_all(control, "w:sdtPr/w:showingPlcHdr")
    assert values(control, ".//w:rStyle/@w:val") == ["Strong"]


def test_controls_have_ids_of_their_own() -> None:
    document = one_paper(Paragraph((WAITING, WAITING)), Paragraph((WAITING,)))
    identifiers = values(part(written(document)), ".//w:sdt/w:sdtPr/w:id/@w:val")
    assert len(set(identifiers)) == 3
    assert all(0 < int(one) < 0x80000000 for one in identifiers)


def test_a_reference_to_a_table_or_figure_is_a_field_that_repeats_its_number() -> None:
    table = replace(simple_table("Help by year", 2, rows=1), anchor="help")
    figure = Figure(picture(), "A map", words("The country"), number=3, anchor="map")
    see = Paragraph((Text("See "), Reference(words("Table 2"), "help"), Reference(words("Figure 3"), "map")))
    data = written(one_paper(see, table, figure))
    body = part(data)
    (first,) = find_all(body, ".//w:p[w:r/w:t='See ']")
    (one, said_one), (two, said_two) = fields(first)
    assert (said_one, said_two) == ("Table 2", "Figure 3")
    for code, held in ((one, "Table 2"), (two, "Figure 3")):
        bookmark = re.fullmatch(r"REF (_Ref\d+) \\h \\\* MERGEFORMAT", code)
        assert bookmark is not None
        (start,) = find_all(body, f".//w:bookmarkStart[@w:name='{bookmark[1]}']")
        said = ""
        node = start.getnext()
        while node is not None and node.tag != name("w:bookmarkEnd"):
            said += text_of(node)
            node = node.getnext()
        assert said == held
    assert findings(data) == []


def test_a_reference_to_a_heading_in_its_own_words_is_a_field_in_others_a_link() -> None:
    see = Paragraph((Reference(words("Aims"), "aims"), Text(" and "), Reference(words("above"), "aims")))
    data = written(one_paper(Heading(2, words("Aims"), "aims"), see))
    paragraph = find_all(part(data), ".//w:p")[2]
    assert fields(paragraph) == [("REF _Ref100000002 \\h \\* MERGEFORMAT", "Aims")]
    assert values(paragraph, "w:hyperlink/@w:anchor") == ["_Ref100000002"]
    assert findings(data) == []


def test_a_field_in_a_caption_counts() -> None:
    data = written(one_paper(simple_table("Help", 1, rows=1), simple_table("More", 2, rows=1)))
    captions = find_all(part(data), ".//w:p[w:r/w:instrText]")
    assert [fields(caption) for caption in captions] == [
        [("SEQ Table \\* ARABIC", "1")],
        [("SEQ Table \\* ARABIC", "2")],
    ]
    assert [text_of(caption) for caption in captions] == ["Table 1. Help", "Table 2. More"]


@pytest.mark.judges
def test_the_validators_find_nothing_in_comments_controls_and_references(tmp_path: Path) -> None:
    table = replace(simple_table("Help by year", 2, rows=1), anchor="help")
    note = Footnote(1, (Paragraph((Comment(words("Source"), "D", "Fourth"),)),))
    children = (REMARK, WAITING, Reference(words("Table 2"), "help"), Link((REMARK,), "https://e.org"))
    data = written(one_paper(Paragraph((*children, FootnoteReference(1))), table, footnotes=(note,)))
    path = tmp_path / "file.docx"
    assert audit(data, path) == []
    assert integrity(data, path).endswith("clean")
