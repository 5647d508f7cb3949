"""A document with every setting for print at once, as a PDF file."""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout import lay_out
from pipeline.model.nodes import (
    Callout,
    Cell,
    Column,
    Contents,
    Cover,
    Document,
    Footnote,
    FootnoteReference,
    Heading,
    Metadata,
    PageSetting,
    Paper,
    Paragraph,
    Row,
    Table,
    Text,
)
from pipeline.pdf import write_pdf
from pipeline.style.theme import Banner, Color, PrintStyle
from tests.style.theming import shipped_theme

METADATA = Metadata("A bound book", marking="CUI//SP-PRVCY", watermark="DRAFT", copy=3, copies=10, date="2027-02-26")


def printed_book() -> bytes:
    """Mirrored margins, right-hand starts, dividers, a page on its side, columns, line numbers, a watermark, a banner,
    a numbered copy."""
    theme = replace(
        shipped_theme("bound"),
        printing=PrintStyle("right", dividers=True, ears=2, columns=2, line_numbers=True),
        banners={"CUI": Banner(Color(80, 43, 133), Color(255, 255, 255))},
    )
    note = Footnote(1, (Paragraph((Text("A note at the foot of its column."),)),))
    table = Table(
        tuple(Column() for _ in range(6)),
        (_row(*("Constitution" for _ in range(6)), header=True),),
        tuple(_row(*(f"{number} million" for number in range(6))) for _ in range(12)),
        (Text("Across the page"),),
        1,
    )
    passage = Paragraph((Text("Words in a column of two. " * 25), FootnoteReference(1)))
    columns = Paper(
        (Text("In columns"),),
        "columns",
        (
            *(Paragraph((Text("Some words in a column. " * 20),)) for _ in range(6)),
            Heading(2, (Text("A table"),), "table"),
            table,
            passage,
            Callout((Paragraph((Text("Boxed words. " * 30),)),), (Text("A box"),)),
        ),
        tab="A",
        footnotes=(note,),
    )
    words = tuple(Paragraph((Text("Words on their side. " * 30),)) for _ in range(4))
    side = PageSetting(landscape=True, columns=1, line_numbers=False)
    papers = (
        columns,
        Paper((Text("On its side"),), "side", words, tab="Annex", setting=side),
        Paper((Text("Last"),), "last", words, tab="C"),
    )
    document = Document(METADATA, papers, Cover((Text("A bound book"),)), Contents())
    layout = lay_out(document, theme)
    assert layout.diagnostics == ()
    return write_pdf(layout, METADATA)


def _row(*texts: str, header: bool = False) -> Row:
    return Row(tuple(Cell((Paragraph((Text(text),)),), header=header) for text in texts))
