"""Marks that merging left in a text because both sides had changed it.

Enters: a loaded file. Leaves: an error for each mark. Guaranteed: only texts are looked at, not keys or comments; each
error stands at its mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Path
from pipeline.source.tree import Source

CODE = "conflict-mark"
OPENING, MIDDLE, CLOSING = "<<<<<<< YAML", "=======", ">>>>>>> Word"
_MARK = re.compile(r"(?<!<)<{7} \S.*?(?<!>)>{7} \S|(?<!<)<{7} \S|(?<!>)>{7} \S", re.DOTALL)
"""A mark with the one that closes it, or one alone."""
_SIGNS = ("<" * 7 + " ", ">" * 7 + " ")


def conflict_marks(source: Source) -> Iterator[Diagnostic]:
    """Yield an error for each mark in the texts of *source*."""
    if not any(sign in source.text for sign in _SIGNS):
        return
    help = "keep one side, or put both together, and delete the marks: <<<<<<< …, ======= and >>>>>>> …"
    for path, text in _texts(source.data, ()):
        for found in _MARK.finditer(text):
            place = source.within(path, found.start(), found.start() + 7)
            message = "two versions of this text stand here; nobody has chosen yet"
            yield source.error(CODE, message, place, help=help)


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))
