"""Footnotes: the part, its references, and what Word cannot do."""

from __future__ import annotations

import pytest

from pipeline.diagnostics import DataError
from pipeline.docx.notes import SEPARATORS
from pipeline.model.nodes import (
    Cell,
    Column,
    Document,
    Footnote,
    FootnoteReference,
    Link,
    Metadata,
    Paper,
    Paragraph,
    Row,
    Table,
    Text,
)

from .checks import findings
from .reading import find_all, paragraphs, part, style, style_of, text_of, values, written
from .samples import bullets, one_paper, paragraph, simple_table, words


def referring(*numbers: int) -> Paragraph:
    return Paragraph((Text("See"), *(FootnoteReference(number) for number in numbers)))


def note(number: int, text: str = "A note.") -> Footnote:
    return Footnote(number, (paragraph(text),))


def notes_of(data: bytes) -> dict[str, str]:
    return {
        values(node, "@w:id")[0]: text_of(node)
        for node in find_all(part(data, "word/footnotes.xml"), "w:footnote[not(@w:type)]")
    }


def test_each_note_is_written_at_its_first_reference() -> None:
    data = written(one_paper(referring(2), referring(1), footnotes=(note(1, "One."), note(2, "Two."))))
    assert notes_of(data) == {"2": "\tTwo.", "1": "\tOne."}
    assert values(part(data), ".//w:footnoteReference/@w:id") == ["2", "1"]
    assert findings(data) == []


def test_a_note_without_a_reference_is_left_out() -> None:
    assert notes_of(written(one_paper(referring(1), footnotes=(note(1), note(2))))) == {"1": "\tA note."}


def test_a_second_reference_repeats_the_number_by_a_field() -> None:
    data = written(one_paper(referring(1), referring(1, 1), footnotes=(note(1),)))
    assert values(part(data), ".//w:instrText/text()") == [" NOTEREF _RefNote1 \\h "] * 2
    assert [text_of(node) for node in paragraphs(part(data))[1:]] == ["See", "See11"]
    (start,) = find_all(part(data), ".//w:bookmarkStart[@w:name='_RefNote1']")
    following = start.getnext()
    assert following is not None
    assert find_all(following, "w:footnoteReference")
    assert findings(data) == []


def test_notes_of_all_papers_share_one_part() -> None:
    papers = tuple(Paper(words("P"), f"p{n}", (referring(n),), footnotes=(note(n, f"Note {n}."),)) for n in (1, 2))
    assert notes_of(written(Document(Metadata("T"), papers))) == {"1": "\tNote 1.", "2": "\tNote 2."}


def test_a_link_in_a_note_is_a_relationship_of_the_notes() -> None:
    linked = Footnote(1, (Paragraph((Link(words("there"), "https://example.org/n"),)),))
    data = written(one_paper(referring(1), footnotes=(linked,)))
    assert values(part(data, "word/_rels/footnotes.xml.rels"), "*/@Target") == ["https://example.org/n"]
    assert findings(data) == []


def test_the_number_hangs_before_the_first_paragraph_alone() -> None:
    longer = Footnote(1, (paragraph("First."), paragraph("Second.")))
    data = written(one_paper(referring(1), footnotes=(longer,)))
    first, second = paragraphs(part(data, "word/footnotes.xml"))[2:]
    assert (style_of(first), text_of(first)) == ("FootnoteText", "\tFirst.")
    assert (style_of(second), text_of(second)) == ("FootnoteTextContinued", "Second.")
    assert len(find_all(first, "w:r/w:footnoteRef")) == 1
    assert values(style(data, "FootnoteText"), "w:pPr/w:ind/@w:hanging") == ["200"]
    assert values(style(data, "FootnoteTextContinued"), "w:pPr/w:ind/@w:hanging") == ["0"]


@pytest.mark.parametrize("blocks", [(simple_table(rows=1),), (bullets("a"),), ()])
def test_a_note_of_any_blocks_is_a_sound_note(blocks: tuple[Table, ...]) -> None:
    data = written(one_paper(referring(1), footnotes=(Footnote(1, blocks),)))
    assert len(find_all(part(data, "word/footnotes.xml"), "w:footnote[@w:id='1']//w:footnoteRef")) == 1
    assert findings(data) == []


def test_a_reference_in_a_table_works() -> None:
    table = Table((Column(),), (), (Row((Cell((referring(1),)),)),))
    assert notes_of(written(one_paper(table, footnotes=(note(1),)))) == {"1": "\tA note."}


def test_words_separators_are_there() -> None:
    data = written(one_paper(paragraph("x")))
    kinds = find_all(part(data, "word/footnotes.xml"), "w:footnote[@w:type]")
    assert [(values(node, "@w:type")[0], int(values(node, "@w:id")[0])) for node in kinds] == list(SEPARATORS)
    assert values(part(data, "word/settings.xml"), "w:footnotePr/w:footnote/@w:id") == ["-1", "0"]


def test_a_reference_without_a_note_is_an_error() -> None:
    with pytest.raises(DataError, match="footnote 3"):
        written(one_paper(referring(3), footnotes=(note(1),)))


def test_a_note_within_a_note_is_an_error() -> None:
    with pytest.raises(DataError, match="footnote 2"):
        written(one_paper(referring(1), footnotes=(Footnote(1, (referring(2),)), note(2))))
