"""Edits of a paper that is a Markdown file go home into that file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.review.edited import EditedParagraph, Ink

from .desk import Desk, Editor, desk

SETTINGS = """\
title: A visit to Ruritania
papers:
  - {tab: A, title: Note, markdown: note.md}
"""
NOTE = """\
---
title: A 'note'  # of ours
---
<!-- kept -->
# Heading one

Some *text* here[^1] and
more of it.

- point one
- point two
  - inner

| A | B |
|---|---|
| cell | y **z** |

## Second

> Quote

Term
: Definition

[^1]: A note.
"""


def opened(text: str = NOTE) -> tuple[Desk, Editor]:
    made = desk({"packet.yaml": SETTINGS, "note.md": text})
    return made, Editor(made.record())


def say(old: str, new: str) -> Callable[[Editor], None]:
    return lambda editor: editor.replace(old, new)


def behind(words: str, paragraph: EditedParagraph) -> Callable[[Editor], None]:
    return lambda editor: editor.paragraphs.insert(editor.at(words) + 1, paragraph)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (say("Some", "Any"), "Some *text* here[^1] and\n", "Any *text* here[^1] and\n"),
        (say("Second", "Third"), "## Second\n", "## Third\n"),
        (say("inner", "within"), "  - inner\n", "  - within\n"),
        (say("cell", "a | b"), "| cell |", "| a \\| b |"),
        (say("Quote", "Words"), "> Quote\n", "> Words\n"),
        (say("Term", "Word"), "Term\n:", "Word\n:"),
        (say("Definition", "Meaning"), ": Definition\n", ": Meaning\n"),
        (say("A note.", "The note."), "[^1]: A note.\n", "[^1]: The note.\n"),
        (lambda editor: editor.delete(editor.at("Second")), "## Second\n\n", ""),
        (lambda editor: editor.bold("more"), "more of it", "**more** of it"),
        (behind("Second", EditedParagraph((Ink("New."),))), "## Second\n\n", "## Second\n\nNew.\n\n"),
        (
            behind("y z", EditedParagraph((Ink("Between"),), kind="heading", level=3)),
            "| cell | y **z** |\n",
            "| cell | y **z** |\n\n## Between\n",
        ),
    ],
)
def test_an_edit_goes_home_and_nothing_else_changes(
    edit: Callable[[Editor], None], old: str, new: str, ends: str
) -> None:
    made, editor = opened(NOTE.replace("\n", ends))
    edit(editor)
    assert made.pull(editor) == []
    assert made.file("note.md") == NOTE.replace(old, new).replace("\n", ends)
    again = made.plan(editor)
    assert (again.files, again.findings) == ({}, [])


def test_changes_of_both_sides_are_kept_but_where_they_touch() -> None:
    made, editor = opened()
    editor.replace("Quote", "Words")
    editor.replace("point one", "point 1")
    made.put("note.md", NOTE.replace("Quote", "Saying").replace("Second", "Third"))
    findings = made.pull(editor)
    assert [(one.code, one.place.file if one.place else "") for one in findings] == [("conflict", "data/trip/note.md")]
    assert made.file("note.md") == NOTE.replace("Quote", "Saying").replace("Second", "Third").replace(
        "point one", "point 1"
    )


def test_a_title_in_the_front_matter_goes_home_with_an_edit_of_the_text() -> None:
    made = desk({"packet.yaml": SETTINGS.replace("title: Note, ", ""), "note.md": NOTE})
    editor = Editor(made.record())
    title = next(at for at, one in enumerate(editor.paragraphs) if one.kind == "title")
    editor.change(title, lambda text: text.replace("A ", "The "))
    editor.replace("point one", "point 1")
    assert made.pull(editor) == []
    assert made.file("note.md") == NOTE.replace("A 'note'", "The 'note'").replace("point one", "point 1")
    again = made.plan(editor)
    assert (again.files, again.findings) == ({}, [])
