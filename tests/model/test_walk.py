"""Walking meets every node once, in reading order."""

from __future__ import annotations

from pipeline.diagnostics import Place
from pipeline.model.media import Image
from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Column,
    Cover,
    Definition,
    DefinitionList,
    Detail,
    Document,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Metadata,
    PageBreak,
    Paper,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Text,
)
from pipeline.model.walk import (
    all_blocks,
    block_texts,
    document_inlines,
    document_texts,
    headings,
    inner_blocks,
    own_inlines,
    plain_text,
    texts,
)


def words(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(words(text))


IMAGE = Image("a.png", b"x", "png", 1, 1)
EVERY: tuple[Block, ...] = (
    Heading(2, words("h1"), "h1"),
    paragraph("p1"),
    ListBlock((ListItem((paragraph("l1"), ListBlock((ListItem((paragraph("l2"),)),)))), ListItem((paragraph("l3"),)))),
    Table(
        (Column(), Column()),
        (Row((Cell((paragraph("t2"),), header=True), Cell((paragraph("t3"),), header=True))),),
        (Row((Cell((paragraph("t4"),)), Cell(()))),),
        words("t1"),
        1,
    ),
    Figure(IMAGE, "alt", words("f1"), number=1),
    Callout((paragraph("c2"), Quote((paragraph("q1"),))), words("c1")),
    DefinitionList((Definition(words("d1"), (paragraph("d2"),)), Definition(words("d3"), (paragraph("d4"),)))),
    PageBreak(),
    Rule(),
    Heading(3, words("h2"), "h2", Place("x", 1)),
)
DOCUMENT = Document(
    Metadata("T"),
    (
        Paper(words("one"), "one", EVERY, "A", (Footnote(1, (paragraph("n1"),)),)),
        Paper(words("two"), "two", (Heading(2, words("h3"), "h3"),), "B"),
    ),
    Cover(words("title"), words("subtitle"), (Detail("Place", words("place")),), words("notice")),
)
ORDER = ["h1", "p1", "l1", "l2", "l3", "t1", "t2", "t3", "t4", "f1", "c1", "c2", "q1", "d1", "d2", "d3", "d4", "h2"]


def test_headings_are_listed_with_papers_first() -> None:
    assert [(entry.level, entry.text, entry.anchor, entry.tab, entry.place) for entry in headings(DOCUMENT)] == [
        (1, "one", "one", "A", None),
        (2, "h1", "h1", "", None),
        (3, "h2", "h2", "", Place("x", 1)),
        (1, "two", "two", "B", None),
        (2, "h3", "h3", "", None),
    ]


def test_texts_come_in_reading_order() -> None:
    assert [text for block in EVERY for text in block_texts(block)] == ORDER
    cover = ["title", "subtitle", "place", "notice"]
    assert [text.text for text in document_texts(DOCUMENT)] == [*cover, "one", *ORDER, "n1", "two", "h3"]
    assert len(list(document_inlines(DOCUMENT))) == len(ORDER) + 8


def test_every_block_is_met_once_before_what_is_in_it() -> None:
    kinds = [type(block).__name__ for block in all_blocks(EVERY)]
    assert " ".join(kinds) == (
        "Heading Paragraph ListBlock Paragraph ListBlock Paragraph Paragraph Table Paragraph Paragraph Paragraph Figure"
        " Callout Paragraph Quote Paragraph DefinitionList Paragraph Paragraph PageBreak Rule Heading"
    )
    assert [len(list(inner_blocks(block))) for block in EVERY] == [0, 0, 3, 3, 0, 2, 2, 0, 0, 0]


def test_own_inlines_leave_out_what_inner_blocks_have() -> None:
    own = [plain_text(inlines) for block in all_blocks(EVERY) for inlines in own_inlines(block) if inlines]
    assert sorted(own) == sorted(ORDER)


def test_plain_text_is_what_a_reader_says() -> None:
    inlines = (
        Text("a "),
        Link((Text("b"), LanguageSpan((Text("c"),), "km")), "#x"),
        LineBreak(),
        Text("d"),
        FootnoteReference(1),
    )
    assert plain_text(inlines) == "a bc d"
    assert [text.text for text in texts(inlines)] == ["a ", "b", "c", "d"]
