"""Input that no page was made for: it is set sanely in both documents, and in seconds."""

import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest

from pipeline.diagnostics import Severity
from pipeline.docx import write_docx
from pipeline.layout import lay_out
from pipeline.layout.frames import Layout
from pipeline.model.nodes import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Footnote,
    FootnoteReference,
    Heading,
    Metadata,
    Paper,
    Paragraph,
    Row,
    Table,
    Text,
)
from pipeline.pdf import write_pdf
from tests.layout.setting import lines, page_texts
from tests.style.theming import letter_theme

SENTENCE = "The two sides spoke about the line to the coast. "


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail when more processor time is used; generous, since machines differ."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def both(
    *blocks: Block, footnotes: tuple[Footnote, ...] = (), contents: Contents | None = None
) -> tuple[Layout, bytes, str]:
    """Return the layout, the PDF and the text of the Word file's body of a paper in the shipped look."""
    theme = letter_theme()
    paper = Paper((Text("Paper"),), "paper", blocks, footnotes=footnotes)
    document = Document(Metadata("Title"), (paper,), contents=contents)
    layout = lay_out(document, theme)
    page_of = {anchor: place.page for anchor, place in layout.destinations.items()}
    word = write_docx(document, theme, page_of, len(layout.pages))
    with zipfile.ZipFile(BytesIO(word)) as package:
        names = [name for name in ("word/document.xml", "word/footnotes.xml") if name in package.namelist()]
        text = " ".join(re.sub("<[^>]+>", " ", package.read(name).decode()) for name in names)
    return layout, write_pdf(layout, document.metadata), text


def words(layout: Layout) -> list[str]:
    return " ".join(" ".join(texts) for texts in page_texts(layout)).split()


def text(content: str) -> Paragraph:
    return Paragraph((Text(content),))


def cell(content: str) -> Cell:
    return Cell((text(content),))


def errors(layout: Layout) -> list[str]:
    return [finding.code for finding in layout.diagnostics if finding.severity is Severity.ERROR]


def inside_the_page(layout: Layout) -> bool:
    """Whether every line of text stands between the page's margins, half a point of rounding aside."""
    geometry = letter_theme().page
    for page in layout.pages:
        for placed in page.placed:
            for _, line in [] if placed.artifact else lines(page):
                for run in line.runs:
                    right = geometry.left + run.x + run.width
                    if right > page.width - geometry.right + 0.5:
                        return False
    return True


def test_a_table_that_no_page_can_hold_is_an_error() -> None:
    row = Row(tuple(cell(f"value-{column}") for column in range(60)))
    with within(20):
        layout, _, word = both(Table((Column(),) * 60, (), (row,)))
    assert errors(layout) == ["table-too-wide"]
    assert "value-59" in word


def test_a_cell_taller_than_a_page_goes_on_over_pages() -> None:
    numbered = [f"w{number}" for number in range(6000)]
    row = Row((cell("left"), cell(" ".join(numbered))))
    with within(20):
        layout, _, word = both(Table((Column(), Column()), (), (row,)))
    assert not layout.diagnostics
    assert [found for found in words(layout) if re.fullmatch(r"w\d+", found)] == numbered
    assert len(layout.pages) > 5
    assert "w5999" in word


@pytest.mark.parametrize(
    "endless", ["x" * 100_000, "https://example.org/" + "part/" * 20_000, "exam\u00adple" * 10_000]
)
def test_a_word_longer_than_any_line_is_broken(endless: str) -> None:
    with within(30):
        layout, _, word = both(text(f"before {endless} after"))
    shown = "".join("".join(texts) for texts in page_texts(layout)).replace("\u00ad", "").replace(" ", "")
    assert shown == f"Paperbefore{endless}after".replace("\u00ad", "")
    assert inside_the_page(layout)
    assert "after" in word


def test_a_footnote_longer_than_a_page_goes_on_over_pages() -> None:
    numbered = [f"n{number}" for number in range(5000)]
    note = Footnote(1, (text(" ".join(numbered)),))
    blocks = (Paragraph((Text("See"), FootnoteReference(1), Text("."))), *[text(SENTENCE * 5)] * 30)
    with within(20):
        layout, _, word = both(*blocks, footnotes=(note,))
    assert not layout.diagnostics
    assert [found for found in words(layout) if re.fullmatch(r"n\d+", found)] == numbered
    assert "n4999" in word


def test_ten_thousand_rows_take_seconds() -> None:
    rows = tuple(Row((cell(f"{number:,}"), cell("Province"))) for number in range(10_000))
    with within(60):
        layout, _, word = both(Table((Column(), Column()), (Row((cell("Number"), cell("Where"))),), rows))
    assert "9,999" in word
    assert words(layout).count("Province") == 10_000


def test_the_time_for_rows_grows_with_their_number_alone() -> None:
    def spent(count: int) -> float:
        rows = tuple(Row((cell(f"{number:,}"), cell("Province"))) for number in range(count))
        paper = Paper((Text("Paper"),), "paper", (Table((Column(), Column()), (), rows),))
        start = time.process_time()
        lay_out(Document(Metadata("Title"), (paper,)), letter_theme())
        return time.process_time() - start

    spent(100)
    assert spent(4000) < 3.5 * min(spent(2000), spent(2000))


def test_five_hundred_headings_and_no_text_keep_their_order_and_their_pages() -> None:
    blocks = [Heading(2, (Text(f"Heading{number}"),), f"h{number}") for number in range(500)]
    with within(20):
        layout, _, word = both(*blocks, contents=Contents())
    assert [layout.destinations[f"h{number}"] for number in range(500)] == sorted(
        (layout.destinations[f"h{number}"] for number in range(500)), key=lambda place: (place.page, place.y)
    )
    assert len(layout.bookmarks) == 501
    assert "Heading499" in word


def test_two_thousand_paragraphs_that_must_stay_together_are_parted_where_a_page_is_full() -> None:
    blocks = [Paragraph((Text(f"p{number} " + SENTENCE),), keep_with_next=True) for number in range(2000)]
    with within(20):
        layout, _, _ = both(*blocks)
    assert [found for found in words(layout) if re.fullmatch(r"p\d+", found)] == [f"p{n}" for n in range(2000)]
