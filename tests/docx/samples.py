"""Documents for the tests of the Word writer: a small one, and one in which every node kind occurs."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image as Pillow

from pipeline.model.media import Image
from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Column,
    Contents,
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
    Mark,
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
from pipeline.model.walk import headings

LOREM = (
    "With U.S. support, Cambodia has made progress against trafficking in persons, strengthened public health, and "
    "cleared land of mines and unexploded ordnance, so that farmers can return to their fields. "
)


def words(text: str, marks: Mark = Mark.NONE) -> tuple[Inline, ...]:
    return (Text(text, marks),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(words(text))


def item(*blocks: Block | str) -> ListItem:
    return ListItem(tuple(paragraph(block) if isinstance(block, str) else block for block in blocks))


def bullets(*items: ListItem | str) -> ListBlock:
    return ListBlock(tuple(entry if isinstance(entry, ListItem) else item(entry) for entry in items))


def numbers(*items: ListItem | str, start: int = 1) -> ListBlock:
    return ListBlock(bullets(*items).items, ordered=True, start=start)


def row(*texts: str, header: bool = False) -> Row:
    return Row(
        tuple(Cell((paragraph(text),) if text else (), header=header and not index) for index, text in enumerate(texts))
    )


def simple_table(caption: str = "", number: int | None = None, rows: int = 3) -> Table:
    return Table(
        columns=(Column(), Column("right", 0.25), Column("center")),
        head=(row("Year", "Amount", "Kind of help"),),
        body=tuple(row(str(2019 + index), f"${index + 1}.5 million", "Grants", header=True) for index in range(rows)),
        caption=words(caption) if caption else (),
        number=number,
    )


@cache
def picture(width: int = 240, height: int = 120, color: str = "#1B365D") -> Image:
    target = io.BytesIO()
    Pillow.new("RGB", (width, height), color).save(target, "PNG")
    return Image("images/map.png", target.getvalue(), "png", width, height)


def one_paper(*blocks: Block, footnotes: tuple[Footnote, ...] = (), lang: str = "", tab: str = "") -> Document:
    """A document that is one paper, without cover and contents."""
    paper = Paper(words("A paper"), "paper", blocks, tab=tab, footnotes=footnotes, lang=lang)
    return Document(Metadata("A packet"), (paper,))


def pages_of(document: Document, page: int = 2) -> dict[str, int]:
    """A page for each heading: the first on *page*, each next one page on."""
    return {heading.anchor: page + index for index, heading in enumerate(headings(document))}


def spanning_table() -> Table:
    head = (
        Row((Cell((paragraph("Post"),), row_span=2), Cell((paragraph("People"),), column_span=2))),
        row("2021", "2022"),
    )
    body = (
        Row(
            (
                Cell((paragraph("Embassy"),), row_span=2, header=True),
                Cell((paragraph("101"),)),
                Cell((paragraph("110"),)),
            )
        ),
        row("102", "111"),
        Row((Cell((paragraph("Consulates"),), header=True), Cell((paragraph("none"),), column_span=2))),
    )
    return Table((Column(), Column("right"), Column("right")), head, body)


def rich_paragraph() -> Paragraph:
    return Paragraph(
        (
            Text("Plain, "),
            Text("strong", Mark.STRONG),
            Text(", "),
            Text("emphasised", Mark.EMPHASIS),
            Text(", "),
            Text("both", Mark.STRONG | Mark.EMPHASIS),
            Text(", "),
            Text("code()", Mark.CODE),
            Text(", H"),
            Text("2", Mark.SUBSCRIPT),
            Text("O, 1"),
            Text("st", Mark.SUPERSCRIPT),
            Text(", "),
            Text("struck", Mark.STRIKE),
            Text(", "),
            Text("small caps", Mark.SMALL_CAPS),
            Text(", "),
            Text("underlined", Mark.UNDERLINE),
            Text(", "),
            Link(words("a site"), "https://www.state.gov/?a=1&b=2", "The Department's site"),
            Text(", "),
            Link(words("a section"), "#assistance"),
            Text(", "),
            LanguageSpan(words("Sous-préfecture"), "fr"),
            Text(", a note"),
            FootnoteReference(1),
            Text(", and"),
            LineBreak(),
            Text("a line of its own."),
        )
    )


def nested_lists() -> tuple[Block, ...]:
    return (
        bullets(
            "Support for elections",
            item("Support for courts", bullets("Training of judges", item("Legal aid", bullets("In the provinces")))),
            item("Clearing of mines", "A second paragraph in the same item.", numbers("First", "Second")),
        ),
        numbers("Arrive", item("Meet the Foreign Minister", numbers("Alone", "With delegations")), "Depart"),
        numbers("Goes on with four", "And five", start=4),
    )


def callouts() -> tuple[Block, ...]:
    return (
        Callout((paragraph("Stay on the record."), paragraph(LOREM)), words("Note")),
        Callout((bullets("Human rights", item("Ream naval base", bullets("Who pays"))),), words("Raise"), "important"),
        Callout((paragraph("Do not name the partner."),), words("Avoid"), "warning"),
    )


@cache
def everything() -> Document:
    """A packet in which every kind of node and every role occurs."""
    first = Paper(
        words("Scene setter"),
        "scene",
        (
            Paragraph(words(LOREM), role="lead"),
            rich_paragraph(),
            Heading(2, words("Assistance"), "assistance"),
            paragraph(LOREM * 3),
            *nested_lists(),
            paragraph(LOREM),
            Heading(3, words("Figures by year"), "figures"),
            simple_table("Assistance by year", 1),
            paragraph(LOREM),
            simple_table(rows=2),
            spanning_table(),
            Heading(4, words("After a table"), "after"),
            Figure(picture(), "A map of Cambodia", words("The country"), 0.5, "center", 1),
            paragraph(LOREM),
            Figure(picture(), "The same map, smaller", width=0.25),
            Heading(5, words("Fifth level"), "fifth"),
            Heading(6, words("Sixth level"), "sixth"),
            paragraph(LOREM),
        ),
        tab="A",
        footnotes=(Footnote(1, (Paragraph((Text("See "), Link(words("the report"), "https://www.state.gov/r"))),)),),
    )
    second = Paper(
        words("Points"),
        "points",
        (
            Paragraph(words("Purpose"), role="label"),
            paragraph(LOREM),
            *callouts(),
            Quote((paragraph(LOREM), bullets("Quoted point"))),
            Paragraph(words("Antony Blinken, June 2022"), role="attribution"),
            Rule(),
            DefinitionList(
                (
                    Definition(words("ARF"), (paragraph("ASEAN Regional Forum. " + LOREM),)),
                    Definition(words("EAS"), (paragraph("East Asia Summit."), bullets("Eighteen members"))),
                )
            ),
            PageBreak(),
            Heading(2, words("Code and small print"), "small"),
            Paragraph((Text("def f():"), LineBreak(), Text("    return 1")), role="code"),
            Paragraph(words(LOREM), role="small"),
            Paragraph(words("A. Officer"), role="signature"),
            Table(
                (Column(), Column()), (row("Who", "What"),), (Row((Cell((bullets("One", "Two"),)), Cell(callouts()))),)
            ),
        ),
        tab="B",
    )
    third = Paper(words("Une page"), "page", (paragraph("Il fait beau."),), lang="fr-FR")
    cover = Cover(
        words("The Secretary's travel to Phnom Penh"),
        words("ASEAN-related ministerial meetings"),
        (Detail("Traveler", words("The Secretary of State")), Detail("Dates", words("August 2–6, 2022"))),
        words("Everything here is invented."),
    )
    metadata = Metadata(
        "The Secretary's travel to Phnom Penh",
        subtitle="ASEAN-related ministerial meetings",
        author="Department of State",
        keywords=("Cambodia", "ASEAN"),
        date="2022-08-01",
        marking="UNCLASSIFIED",
    )
    return Document(metadata, (first, second, third), cover, Contents(depth=3))
