"""Words that a hyphen parts come whole out of the file."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from pipeline.layout import lay_out
from pipeline.layout.frames import Layout, Line
from pipeline.model.nodes import (
    Block,
    Document,
    FootnoteReference,
    Inline,
    Link,
    Mark,
    Metadata,
    Paper,
    Paragraph,
    Text,
)
from pipeline.model.nodes import Footnote as Note
from pipeline.pdf import write_pdf
from tests.layout.setting import plain_theme

from .judges import pdfium_text, poppler_text

TEXT = (
    "The governments of both countries have established a permanent commission on infrastructure that examines "
    "applications for investment and publishes an annual evaluation of its accomplishments."
)
METADATA = Metadata("Hyphens")


def layout_of(*blocks: Block, notes: tuple[Note, ...] = (), tracking: float = 0.0) -> Layout:
    theme = plain_theme()
    body = replace(theme.styles["body"], align="justify", hyphenate=True, tracking=tracking)
    paper = Paper((Text("Paper"),), "paper", blocks, footnotes=notes)
    return lay_out(Document(METADATA, (paper,)), replace(theme, styles={**theme.styles, "body": body}))


def wholes(layout: Layout) -> list[str]:
    return [
        run.whole
        for page in layout.pages
        for placed in page.placed
        for item in placed.frame.items
        if isinstance(item, Line)
        for run in item.runs
        if run.whole
    ]


def content(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        return b"\n".join(page.Contents.read_bytes() for page in pdf.pages)


PARAGRAPHS: dict[str, tuple[Inline, ...]] = {
    "plain": (Text(TEXT),),
    "strong": (Text("Noted: "), Text(TEXT, Mark.STRONG), Text(" (end)")),
    "underlined": (Text(TEXT, Mark.UNDERLINE),),
    "link": (Text("See "), Link((Text(TEXT),), "https://example.org"), Text(".")),
    "note": (Text(TEXT.rstrip(".")), FootnoteReference(1), Text(f". {TEXT}")),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
@pytest.mark.parametrize("tracking", [0.0, 0.3])
def test_poppler_and_pdfium_find_each_hyphenated_word_whole(name: str, tracking: float) -> None:
    note = Note(1, (Paragraph((Text("a note"),)),))
    layout = layout_of(Paragraph(PARAGRAPHS[name]), notes=(note,) if name == "note" else (), tracking=tracking)
    data = write_pdf(layout, METADATA)
    parted = wholes(layout)
    assert len(parted) >= 2

    for text in (poppler_text(data), pdfium_text(data)):
        found = re.findall(r"[\w-]+", text)
        assert [word for word in parted if word.rstrip(".,") not in found] == []
        assert "\u00ad" not in text


def test_both_parts_stand_in_one_actual_text() -> None:
    layout = layout_of(Paragraph((Text(TEXT),)))
    operators = content(write_pdf(layout, METADATA))
    assert re.findall(rb"/ActualText\((\w+)[.,]?\)", operators) == [word.encode() for word in wholes(layout)]
    assert operators.count(b"BDC") == operators.count(b"EMC")


def test_a_first_part_whose_rest_is_not_where_it_should_be_says_a_soft_hyphen() -> None:
    layout = layout_of(Paragraph((Text(TEXT),)))
    first = next(word for word in wholes(layout))
    page = layout.pages[0]
    cut = next(
        index
        for index, placed in enumerate(page.placed)
        for item in placed.frame.items
        if isinstance(item, Line) and any(run.whole == first for run in item.runs)
    )
    torn = replace(layout, pages=(replace(page, placed=page.placed[: cut + 1]),), destinations={}, bookmarks=())
    data = write_pdf(torn, METADATA)
    assert b"00AD>>>BDC" in content(data)
    assert first.encode() not in content(data)
