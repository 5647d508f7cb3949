"""Which characters of a rich text each paragraph was read from."""

from __future__ import annotations

from textwrap import indent

import pytest

from pipeline.model.nodes import Paragraph
from pipeline.model.walk import all_blocks, plain_text
from tests.compose.kit import document, make


def stretches(rich: str, style: str = "|") -> dict[str, str]:
    """Each paragraph's words, and the Markdown that it was read from."""
    composition = make("{{ rich }}\n", f"rich: {style}\n{indent(rich, '  ')}\n")
    (paper,) = document(composition).papers
    (markdown,) = composition.rich_texts.values()
    found = {}
    for blocks in (paper.blocks, *(note.blocks for note in paper.footnotes)):
        for block in all_blocks(blocks):
            if isinstance(block, Paragraph):
                assert block.written is not None and block.place is not None
                assert block.place.path == ("rich",)
                start, end = block.written
                found[plain_text(block.children)] = markdown[start:end]
    return found


@pytest.mark.parametrize(
    ("rich", "wanted"),
    [
        ("One line.", {"One line.": "One line."}),
        ("Two\nlines.", {"Two lines.": "Two\nlines."}),
        ("One.\n\nTwo\nmore.", {"One.": "One.", "Two more.": "Two\nmore."}),
        (
            "A **bold** word.\n\n  Next [x](https://e.org).",
            {"A bold word.": "A **bold** word.", "Next x.": "Next [x](https://e.org)."},
        ),
        ("- One\n- Two *x*\n  more\n\n  Again", {"One": "One", "Two x more": "Two *x*\n  more", "Again": "Again"}),
        ("1. 1\n2. 1. 1.1", {"1": "1", "1.1": "1.1"}),
        ("> Said\n> so\n>\n> - he", {"Said so": "Said\n> so", "he": "he"}),
        ("See[^1].\n\n[^1]: The *note*.", {"See.": "See[^1].", "The note.": "The *note*."}),
        ("```\na  b\n\nc\n```", {"a  b  c": "a  b\n\nc"}),
        (
            "| A | B |\n| - | - |\n| x \\| y | **z** |\n| w |",
            {"A": "A", "B": "B", "x | y": "x \\| y", "z": "**z**", "w": "w"},
        ),
        ("A | B\n--|--\nx |", {"A": "A", "B": "B", "x": "x"}),
    ],
)
def test_a_paragraph_knows_the_markdown_it_was_read_from(rich: str, wanted: dict[str, str]) -> None:
    assert stretches(rich) == wanted


def test_a_folded_text_counts_in_the_markdown_that_was_read() -> None:
    assert stretches("One\nline.\n\nTwo *x*.", ">-") == {"One line.": "One line.", "Two x.": "Two *x*."}


def test_a_text_of_one_line_is_its_own_markdown() -> None:
    composition = make("- {{ rich }}\n", "rich: '  Just *this*. '")
    (paper,) = document(composition).papers
    (block,) = (block for block in all_blocks(paper.blocks) if isinstance(block, Paragraph))
    (markdown,) = composition.rich_texts.values()
    assert block.written is not None
    assert markdown[slice(*block.written)] == "Just *this*."


def test_what_a_template_writes_and_plain_values_are_no_part_of_a_rich_text() -> None:
    composition = make("Words {{ a }} and {{ rich }}\n", "{a: b, rich: c}")
    (paper,) = document(composition).papers
    assert [block.written for block in paper.blocks if isinstance(block, Paragraph)] == [None]


def test_paragraphs_that_differ_in_this_alone_are_equal() -> None:
    assert Paragraph((), written=(0, 1)) == Paragraph(())
