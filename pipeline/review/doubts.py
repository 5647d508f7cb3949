"""How sure it is which paragraph of the edition each one of a Word file is.

Enters: an edited Word file. Leaves: warnings. Guaranteed: a file whose paragraphs all have their names, and
one in which nothing was changed, gives none.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.diagnostics import Diagnostic, Place, Severity
from pipeline.review.base import unchanged
from pipeline.review.edited import LEAST_SURE, Edited, EditedParagraph

_MOST = 20
_LONGEST = 60


def doubts(edited: Edited, near: Callable[[int], Place | None]) -> list[Diagnostic]:
    """Return a warning for each changed paragraph that only its words or its place tell, and one for the file.

    *near*: the place of an entry in the YAML.
    """
    every = [*edited.paragraphs, *(one for note in edited.notes for one in note.paragraphs)]
    known = [one for one in every if one.entry is not None and one.part != "tail"]
    doubtful = [one for one in known if one.sure < 1 and not _same(edited, one)]
    found: list[Diagnostic] = []
    if not edited.named and known:
        sure = sum(one.sure for one in known) / len(known)
        message = (
            "the file has lost the hidden names of its paragraphs; its words tell which is which: "
            f"{len(known)} of {len(edited.record.entries)} were found, {sure:.0%} sure"
        )
        help = "look at the changes with --dry-run; edit the file in Word or LibreOffice, which keep the names"
        found.append(Diagnostic(Severity.WARNING, "unsure", message, None, "", help))
    for one in doubtful[:_MOST]:
        assert one.entry is not None
        old = _short(edited.record.entries[one.entry].text)
        why = "by its place alone" if one.sure <= LEAST_SURE else f"{one.sure:.0%} sure"
        message = f"‘{_short(one.text)}’ was taken for what was ‘{old}’, {why}"
        help = "look whether the YAML has it in the right place"
        found.append(Diagnostic(Severity.WARNING, "unsure", message, near(one.entry), "", help))
    if len(doubtful) > _MOST:
        message = f"{len(doubtful) - _MOST} more paragraphs were taken for others that are only alike"
        help = "look at the changes with --dry-run"
        found.append(Diagnostic(Severity.WARNING, "unsure", message, None, "", help))
    return found


def _same(edited: Edited, one: EditedParagraph) -> bool:
    assert one.entry is not None
    return unchanged(one, edited.record.entries[one.entry])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
