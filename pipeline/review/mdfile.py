"""Changing a Markdown file that is a paper.

Enters: the bytes of a file, changes of its text and of its front matter. Leaves: the bytes with them. Guaranteed: lines
that no change is about stay byte for byte, front matter, comments and line ends too; a file that would not be read as
Markdown again is not changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic
from pipeline.review.merge import Conflict, Side, settling
from pipeline.review.threeway import merge
from pipeline.review.wanted import TextChange
from pipeline.review.yamlfile import SetValue, encoded
from pipeline.source.conflicts import OPENING
from pipeline.source.load import load
from pipeline.source.markdown import read_markdown
from pipeline.source.tree import Source


class Written(NamedTuple):
    """*data*: the file as it is to be; *edits* and *conflicts*: of its text."""

    data: bytes
    edits: tuple[SetValue, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def source_of(data: bytes, file: str) -> tuple[Source | None, list[Diagnostic]]:
    """Return a Markdown file's text as a value at the empty path."""
    found, faults = read_markdown(data, file)
    return (found.source if found is not None else None), faults


def front_matter(data: bytes, source: Source) -> tuple[int, Source | None]:
    """Return the number of lines before a file's text, and what they hold, with its places."""
    text = source.text
    lines = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((at for at, (one, raw) in enumerate(zip(text.split("\n"), lines, strict=False)) if one or not raw), 0)
    if not end:
        return 0, None
    found, _ = load("\n".join(("", *lines[1 : end - 1], "")).encode(), source.file)
    return end, found


def write(data: bytes, source: Source, changes: Sequence[TextChange], side: Side = "") -> Written:
    """Return the file with *changes* of its text; those of its front matter are for :mod:`pipeline.review.yamlfile`."""
    text = source.text
    edits: list[SetValue] = []
    conflicts: list[Conflict] = []
    for change in changes:
        start = len(text) - len(text.lstrip("\n"))
        end = max(len(text.rstrip("\n")), start)
        ours = text[start:end]
        both = merge(change.old.strip("\n"), (change.new or "").strip("\n"), ours, settling(side))
        for clash in both.clashes:
            message = "the file has changed since, in the same words"
            if OPENING in clash.ours:
                message = "it still has the marks of another conflict"
            conflicts.append(Conflict((), message, change.entry, clash.ours, clash.theirs, side in ("ours", "theirs")))
        if both.text != ours and both.text.strip():
            edits.append(SetValue((), both.text, change.old, change.entry))
            text = text[:start] + both.text + text[end:]
    if not edits:
        return Written(data, (), tuple(conflicts))
    count, _ = front_matter(data, source)
    raw = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front = raw.split("\n")[:count]
    after = "\n".join((*front, *text.split("\n")[count:]))
    return Written(encoded(data, raw, after), tuple(edits), tuple(conflicts))
