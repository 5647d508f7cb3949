"""Identity: an entry for each paragraph, with an id that depends on where it comes from and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from pipeline.diagnostics import Path, Place
from pipeline.model.identity import Identity, identify
from pipeline.model.nodes import (
    Block,
    Cell,
    Column,
    Comment,
    Document,
    Footnote,
    FootnoteReference,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Mark,
    Paragraph,
    Placeholder,
    Reference,
    Row,
    Table,
    Text,
)
from pipeline.model.record import Container, Piece, Remark, Rows, Value, read_record
from pipeline.model.walk import document_inlines, plain_text, tables
from tests.docx.samples import one_paper, words
from tests.docx.trees import documents

FILE = "data/trip/facts.yaml"


def place(*path: str | int, line: int = 1) -> Place:
    return Place(FILE, line, 3, line, 9, path)


def said(text: str, *path: str | int) -> Paragraph:
    return Paragraph((Text(text, Mark.NONE, place(*path)),), place=place(*path))


def of(*blocks: Block, rich: dict[tuple[str, Path], str] | None = None) -> Identity:
    return identify(one_paper(*blocks), "data/trip", "letter", rich)


def test_an_entry_says_what_a_paragraph_shows_and_where_each_piece_comes_from() -> None:
    children = (
        Text("Meeting "),
        Text("Hun Sen", Mark.STRONG, place("who", line=7)),
        LineBreak(),
        Link((Text("agenda", Mark.NONE, place("agenda")),), "https://example.org"),
        FootnoteReference(1),
        Reference((Text("Table 2"),), "costs"),
        Placeholder((Text("Date"),), "date"),
    )
    note = Footnote(1, (said("A note.", "note"),))
    record = identify(one_paper(Paragraph(children), footnotes=(note,))).record
    title, entry, footnote = record.entries
    assert (title.kind, title.text, title.level, title.paper) == ("title", "A paper", 1, 0)
    assert entry.text == "Meeting Hun Sen\nagendaTable 2Date"
    assert entry.pieces == (
        Piece(0, 8),
        Piece(8, 7, 0, Mark.STRONG),
        Piece(15, 1),
        Piece(16, 6, 1, link="https://example.org"),
        Piece(22, 0, note=1),
        Piece(22, 7, reference="costs"),
        Piece(29, 4, placeholder="date"),
    )
    assert record.values[:2] == (Value(FILE, ("who",), 7, 3), Value(FILE, ("agenda",), 1, 3))
    assert footnote.within == (Container("note", 1),)


def test_a_box_to_tick_is_no_field() -> None:
    box = Placeholder((Text("\u2610"),), "Approve", tick=True)
    assert of(Paragraph((box,))).record.entries[1].pieces == (Piece(0, 1),)


def test_a_comment_is_a_remark_on_an_entry() -> None:
    record = of(Paragraph((Comment(words("Check"), "A. Officer", "Is that so?"),))).record
    assert record.remarks == (Remark(1, "A. Officer", "Is that so?"),)
    assert record.entries[1].text == "Check"


def test_lists_and_tables_name_the_sequences_that_they_come_from() -> None:
    points = ListBlock(tuple(ListItem((said(f"Point {index}", "points", index),)) for index in (0, 2, 1)))
    cells = [Row((Cell((said("2021", "rows", row, 0),)), Cell((said("x", "rows", row, 1),)))) for row in (0, 1)]
    head = Row((Cell((Paragraph(words("Year")),)), Cell((Paragraph(words("What")),))))
    record = of(points, Table((Column(), Column()), (head,), tuple(cells))).record
    assert record.lists[0].rows == Rows(FILE, ("points",), (0, 2, 1))
    assert record.tables[0].rows == Rows(FILE, ("rows",), (0, 1))
    assert (record.tables[0].columns, record.tables[0].head) == (2, 1)
    assert [entry.within for entry in record.entries[-2:]] == [
        (Container("cell", 0, 2, 0),),
        (Container("cell", 0, 2, 1),),
    ]


def test_a_list_in_a_rich_text_is_inside_its_value() -> None:
    markdown = "- One\n- Two"
    items = [replace(said(text, "text"), written=span) for text, span in (("One", (2, 5)), ("Two", (8, 11)))]
    record = of(ListBlock(tuple(ListItem((item,)) for item in items)), rich={(FILE, ("text",)): markdown}).record
    assert record.lists[0].rows == Rows(inside=0)
    assert record.values[0].markdown == markdown
    assert [entry.written for entry in record.entries[1:]] == [(2, 5), (8, 11)]


def test_columns_count_the_cells_that_reach_down() -> None:
    tall = Row((Cell((said("A", "a"),), row_span=2), Cell((said("B", "b"),), column_span=2)))
    low = Row((Cell((said("C", "c"),)), Cell(())))
    record = of(Table((Column(), Column(), Column()), (), (tall, low))).record
    cells = {entry.text: entry.within[-1] for entry in record.entries if entry.within}
    assert cells["C"] == Container("cell", 0, 1, 1)
    assert cells[""] == Container("cell", 0, 1, 2)
    assert record.entries[-1].kind == "cell"


def test_an_id_depends_on_where_a_paragraph_comes_from_not_on_its_words_or_neighbours() -> None:
    before = of(said("One", "a"), said("Two", "b")).record.entries
    after = of(said("New", "n"), said("Other words", "b"), said("One", "a")).record.entries
    assert before[1].id == after[3].id and before[2].id == after[2].id
    assert len({entry.id for entry in (*before, *after)}) == 4


def test_the_same_value_in_two_places_has_two_ids() -> None:
    first, second = of(said("Twice", "a"), said("Twice", "a")).record.entries[1:]
    assert first.id != second.id


def test_names_are_handed_out_in_reading_order_and_once() -> None:
    shared = said("Twice", "a")
    identity = of(shared, shared)
    names = identity.names()
    assert [names.take(shared.children) for _ in range(3)] == [*(e.id for e in identity.record.entries[1:]), ""]
    assert identity.names().take(shared.children) == identity.record.entries[1].id
    assert names.take(object()) == ""


def test_blank_paragraphs_have_no_entry() -> None:
    assert [
        entry.kind for entry in of(Paragraph(words(" ")), Paragraph(()), Paragraph((LineBreak(),))).record.entries
    ] == ["title"]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(documents())
def test_any_document_has_a_record_of_all_its_words(document: Document) -> None:
    assume(all(table.head or table.body for table in tables(document)))  # nobody sees the caption of an empty table
    identity = identify(document)
    record = identity.record
    assert read_record(identity.json) == (record, identity.digest)
    shown = {plain_text(children).strip() for children in document_inlines(document)} - {""}
    assert shown <= {entry.text.replace("\n", " ").strip() for entry in record.entries}
    assert all(re.fullmatch("[a-z2-7]{8}", entry.id) for entry in record.entries)
    for entry in record.entries:
        assert sum(piece.length for piece in entry.pieces) == len(entry.text)
        at = 0
        for piece in entry.pieces:
            assert piece.start == at
            at += piece.length
