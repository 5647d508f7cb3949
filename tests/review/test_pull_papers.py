"""Every text of every shipped paper that can be edited comes home, or is told."""

from __future__ import annotations

import pytest

from tests.content.papers import NAMES

from .desk import TOP, Editor, desk, settings


def type_everywhere(editor: Editor) -> list[str]:
    """Type a word into each value that the edition shows, the same wherever one is shown; return the words."""
    found: dict[str, None] = {}
    for at, one in enumerate(editor.paragraphs):
        entry = editor.record.entries[one.entry or 0]
        runs, seen = list(one.runs), set()
        for number, piece in enumerate(entry.pieces):
            text = runs[number].text
            if piece.value is None or not text.strip() or piece.value in seen:
                continue
            seen.add(piece.value)
            word = f"zq{piece.value}q" + (f"e{one.entry}" if entry.written else "")
            place = text.find(" ", len(text) - len(text.lstrip()) + 1)
            place = place if place > 0 else len(text)
            runs[number] = runs[number]._replace(text=f"{text[:place]} {word}{text[place:]}")
            found[word] = None
        editor.paragraphs[at] = one._replace(runs=tuple(runs))
    return list(found)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_goes_home_or_is_told(name: str) -> None:
    example = (TOP / "templates" / name / "example.yaml").read_text()
    made = desk({"packet.yaml": settings(name, "data.yaml"), "data.yaml": example})
    editor = Editor(made.record())
    words = type_everywhere(editor)
    findings = made.pull(editor)
    after = made.file("packet.yaml") + made.file("data.yaml")
    told = " ".join(one.message for one in findings)
    assert [word for word in words if word not in after and word not in told] == []
    assert sum(word in after for word in words) > len(words) * 0.7
    # What a schema refuses (a number, a time, an address) is told, and nothing else is.
    assert {one.code for one in findings} <= {
        "wrong-type",
        "bad-format",
        "not-one-of",
        "check",
        "formatting",
        "not-home",
        "several-texts",
    }
    assert made.texts()
