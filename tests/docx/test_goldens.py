"""The parts of small files as text, to be read in review; ``make accept`` takes what is there now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.nodes import (
    Block,
    Contents,
    Cover,
    Detail,
    Document,
    Figure,
    Footnote,
    Heading,
    Metadata,
    Paper,
)
from tests.golden import check_golden

from .reading import readable, written
from .samples import (
    bullets,
    callouts,
    item,
    numbers,
    one_paper,
    paragraph,
    picture,
    rich_paragraph,
    simple_table,
    spanning_table,
    words,
)

BODIES: dict[str, tuple[Block, ...]] = {
    "inlines": (rich_paragraph(), Heading(2, words("Assistance"), "assistance")),
    "lists": (bullets("One", item("Two", "More of two.", numbers("Two a", start=3))), paragraph("After.")),
    "table": (paragraph("Before."), simple_table("Help by year", 1, rows=2), paragraph("After.")),
    "spans": (spanning_table(), spanning_table()),
    "callouts": callouts(),
    "figure": (Figure(picture(), "A map", words("The country"), 0.5, "center", 1),),
}
NOTE = Footnote(1, (paragraph("A note."), paragraph("Its second paragraph.")))


def _front() -> Document:
    papers = (
        Paper(words("Schedule"), "schedule", (paragraph("Text."),), tab="A"),
        Paper(words("Scene setter"), "scene", (paragraph("Text."), Heading(2, words("Aims"), "aims")), tab="B"),
    )
    cover = Cover(words("A trip"), words("And why"), (Detail("Traveler", words("The Secretary")),), words("Invented."))
    metadata = Metadata(
        "A trip", subtitle="And why", author="A. Officer", date="2022-08-02", shown_date="2022-08-02", marking="SECRET"
    )
    return Document(metadata, papers, cover, Contents())


@pytest.mark.parametrize("body", BODIES)
def test_a_body_is_written_as_agreed(body: str) -> None:
    document = one_paper(*BODIES[body], footnotes=(NOTE,))
    if body != "inlines":
        document = replace(document, papers=(replace(document.papers[0], footnotes=()),))
    check_golden(__file__, f"{body}.txt", readable(written(document), "word/document.xml"))


def test_cover_contents_and_sections_are_written_as_agreed() -> None:
    check_golden(__file__, "front.txt", readable(written(_front()), "word/document.xml"))


@pytest.mark.parametrize("path", ["header1", "header2", "header3", "footer1", "footer2"])
def test_running_text_is_written_as_agreed(path: str) -> None:
    check_golden(__file__, f"{path}.txt", readable(written(_front()), f"word/{path}.xml"))


@pytest.mark.parametrize("path", ["styles", "numbering", "settings", "fontTable", "theme/theme1"])
def test_what_every_file_has_is_written_as_agreed(path: str) -> None:
    text = readable(written(_front()), f"word/{path}.xml")
    check_golden(__file__, f"{path.rpartition('/')[2]}.txt", text)


def test_footnotes_are_written_as_agreed() -> None:
    document = one_paper(rich_paragraph(), Heading(2, words("Assistance"), "assistance"), footnotes=(NOTE,))
    check_golden(__file__, "footnotes.txt", readable(written(document), "word/footnotes.xml"))


def test_properties_are_written_as_agreed() -> None:
    check_golden(__file__, "core.txt", readable(written(_front()), "docProps/core.xml"))
    check_golden(__file__, "app.txt", readable(written(_front()), "docProps/app.xml"))
