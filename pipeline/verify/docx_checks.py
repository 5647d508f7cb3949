"""What a good Word file must hold and the validators do not look at: the list of our own checks, and how they are run.

Enters: the bytes of a Word file. Leaves: findings by check. Guaranteed: whatever a file holds ends in findings;
``tests/verify`` breaks a good file for each check, so that each is known to be able to fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.verify import docx_access, docx_parts
from pipeline.verify.docx_file import WordFile, open_docx

_MOST = 10
"""Findings of a check that are told; the rest are counted."""


class Check(NamedTuple):
    """A check. *find* gives a message for each fault."""

    code: str
    find: Callable[[WordFile], Iterable[str]]
    help: str


_AGAIN = "make the file again, or open it in Word, let it repair the file and save it"

CHECKS: tuple[Check, ...] = (
    Check("docx-package", docx_parts.package, _AGAIN),
    Check("docx-ids", docx_parts.identifiers, _AGAIN),
    Check("docx-fields", docx_parts.fields, _AGAIN),
    Check("docx-styles", docx_parts.styles, _AGAIN),
    Check("docx-lists", docx_parts.lists, _AGAIN),
    Check("docx-bookmarks", docx_parts.bookmarks, _AGAIN),
    Check("docx-notes", docx_parts.notes, _AGAIN),
    Check("docx-cells", docx_parts.cells, _AGAIN),
    Check("docx-title", docx_access.title, "write a title in File, Info, Properties"),
    Check("docx-language", docx_access.languages, "set the language of the text (Review, Language)"),
    Check("docx-headings", docx_access.headings, "give headings the level that their place in the text has"),
    Check("docx-pictures", docx_access.pictures, "say in words what the picture shows (Edit Alt Text)"),
    Check("docx-tables", docx_access.tables, "mark the first row as one that repeats as header row"),
    Check("docx-links", docx_access.links, ""),
    Check("docx-prompts", docx_access.prompts, ""),
)


def check_docx(data: bytes, checks: Sequence[Check] = CHECKS) -> dict[str, list[str]]:
    """Return for each of *checks* the faults it found, by its code. Raises DataError."""
    file = open_docx(data)
    return {check.code: _found(check, file) for check in checks}


def _found(check: Check, file: WordFile) -> list[str]:
    """Run a check. Whatever an odd file makes it raise says that the file is odd."""
    found: list[str] = []
    try:
        messages = iter(check.find(file))
        found += islice(messages, _MOST)
        rest = sum(1 for _ in messages)
    except Exception as problem:
        said = " ".join(str(problem).split()) or type(problem).__name__
        return [*found, f"the file is not built as Word asks for: {said}"]
    return [*found, f"and {rest} more of this kind"] if rest else found
