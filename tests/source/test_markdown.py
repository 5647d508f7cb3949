"""Markdown files that are papers: their text, line for line, and what front matter says."""

from __future__ import annotations

import pytest

from pipeline.diagnostics import Diagnostic, Place
from pipeline.source.markdown import MarkdownFile, read_markdown
from pipeline.source.values import SourceText


def read(text: str | bytes) -> MarkdownFile:
    file, found = read_markdown(text.encode() if isinstance(text, str) else text, "data/trip/note.md")
    assert file is not None and not found, found
    return file


def said(data: bytes) -> list[Diagnostic]:
    file, found = read_markdown(data, "data/trip/note.md")
    assert file is None
    return found


def test_a_file_without_front_matter_is_its_text() -> None:
    file = read("\ufeff# Title\r\n\r\nText.\r")
    assert (file.text, file.title) == ("# Title\n\nText.\n", "")
    assert file.source.line(3) == "Text."


def test_front_matter_becomes_empty_lines() -> None:
    file = read("---\nlayout: page\ntitle: The tunnel\n---\nText.\n")
    assert file.text == "\n\n\n\nText.\n"
    assert file.title == "The tunnel"
    assert isinstance(file.title, SourceText)
    assert file.title.place == Place("data/trip/note.md", 3, 8, 3, 18, ("title",))


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule comes first.\n\n---\n",
        "---\ntitle: never closed\n",
        "----\ntitle: x\n----\n",
        "\n---\ntitle: not in the first line\n---\n",
        "--- x\ntitle: y\n---\n",
        "***\n",
    ],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert (read(text).text, read(text).title) == (text, "")


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("", ""),
        ("author: Ann\n", ""),
        ("title: 2027\n", "2027"),
        ('title: "Quoted: yes"\n', "Quoted: yes"),
        ("# a comment\ntitle: x\n", "x"),
        ("title:\n", ""),
    ],
)
def test_only_the_title_counts(front: str, title: str) -> None:
    file = read(f"---\n{front}---\nText.\n")
    assert file.title == title
    assert file.text.strip() == "Text."


def test_front_matter_may_end_with_dots() -> None:
    assert read("---\ntitle: x\n...\nText.\n").title == "x"


def test_broken_front_matter_is_told_at_its_line() -> None:
    _, found = read_markdown(b"---\nlayout: page\ntitle: [open\n---\nText.\n", "note.md")
    assert found and all(finding.place is not None and finding.place.line in (3, 4) for finding in found)


def test_a_title_that_is_no_text_is_told_at_its_place() -> None:
    _, (fault,) = read_markdown(b"---\ntitle: [a, b]\n---\nText.\n", "note.md")
    assert fault.code == "wrong-type" and fault.place is not None
    assert (fault.place.line, fault.place.column) == (2, 8)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \n\t\n", "empty-file"),
        (b"caf\xe9", "wrong-encoding"),
        (b"%PDF-1.7 binary", "binary-file"),
    ],
)
def test_a_file_that_is_no_text_is_refused(data: bytes, code: str) -> None:
    assert code in [finding.code for finding in said(data)]
