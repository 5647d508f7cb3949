"""The sample fact sheet holds the published text: every sentence, in order, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from tests.content.papers import SAMPLE, data, texts

PUBLISHED = Path(__file__).with_name("cambodia-fact-sheet.txt")
FOOTER = 2
MENDED = ("from 2020.The garment", "from 2020. The garment")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)]\.) (?=[A-Z])")


def published_blocks() -> list[str]:
    """Return the published paragraphs, headings and points, with single spaces."""
    lines = [line for line in PUBLISHED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    blocks = [" ".join(line.replace("•", " ").split()).replace(*MENDED) for line in lines]
    return [block for block in blocks if block][:-FOOTER]


def sentences(blocks: list[str]) -> list[str]:
    return [sentence for block in blocks for sentence in _SENTENCE_END.split(block)]


def sample_blocks() -> list[str]:
    sheet = data(SAMPLE / "fact-sheet.yaml")
    return [" ".join(text.split()) for text in texts([sheet["summary"], sheet["sections"]])]


def missing(wanted: list[str], blocks: list[str]) -> list[str]:
    """Return the *wanted* sentences that are not in *blocks*, or not after the one before."""
    text, at, lost = "\n".join(blocks), 0, []
    for sentence in wanted:
        found = text.find(sentence, at)
        if found < 0:
            lost.append(sentence)
        else:
            at = found + len(sentence)
    return lost


def test_the_published_text_has_36_sentences_and_4_headings() -> None:
    assert len(sentences(published_blocks())) == 36 + 4


def test_every_sentence_stands_in_the_sample_in_order() -> None:
    assert missing(sentences(published_blocks()), sample_blocks()) == []


def test_the_sample_holds_nothing_but_the_published_text() -> None:
    assert sample_blocks() == published_blocks()


def test_a_lost_changed_or_moved_sentence_is_noticed() -> None:
    wanted = sentences(published_blocks())
    blocks = published_blocks()
    assert missing(wanted, blocks[:3] + blocks[4:]) != []
    assert missing(wanted, [block.replace("lauds", "praises") for block in blocks]) == [
        "The United States lauds Cambodia’s condemnation of Russia’s unprovoked invasion of Ukraine."
    ]
    assert missing(wanted, [blocks[1], blocks[0], *blocks[2:]]) != []


def test_the_footer_of_the_web_page_is_not_content() -> None:
    assert not any("Lessons of 1989" in text for text in texts(data(SAMPLE / "fact-sheet.yaml")))


def test_the_issuer_and_the_title_are_the_published_ones() -> None:
    sheet = data(SAMPLE / "fact-sheet.yaml")
    assert sheet["title"] == "U.S.-Cambodia Relations"
    assert sheet["issuer"] == "U.S. Department of State"
