"""A Markdown file that is a paper as it is.

Enters: the bytes of a file. Leaves: its text and what its front matter says. Guaranteed: every character of the text
stands in the line and column of the file where an editor shows it: front matter becomes empty lines, and nothing else
is taken out; nothing in the file is evaluated.
"""

from __future__ import annotations

import re

from pipeline.diagnostics import Diagnostic, Place, error
from pipeline.source.load import load
from pipeline.source.text import decode
from pipeline.source.tree import Node, Source
from pipeline.source.values import SourceText
from pipeline.values import dataclass

_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY = re.compile(r"[A-Za-z_][\w -]*:(?:[ \t]|$)")
_SPACE = " \t\n\r\ufeff"


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """A Markdown file. *source* has its text for data; *title* is what its front matter says, empty without one."""

    source: Source
    title: str

    @property
    def text(self) -> str:
        return self.source.text


def read_markdown(data: bytes, file: str) -> tuple[MarkdownFile | None, list[Diagnostic]]:
    """Read the Markdown file *file*, whose content is *data*. Without a MarkdownFile there is one error at least."""
    if data.startswith(b"%PDF-"):
        help = "write `pdf:` in place of `markdown:`"
        return None, [error("binary-file", "this is a PDF file, not a Markdown file", Place(file), help=help)]
    decoded, found = decode(data, file)
    if decoded is None:
        return None, found
    text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(_SPACE):
        return None, [
            *found,
            error("empty-file", "the file is empty", Place(file), help="write the paper's text into it"),
        ]
    lines = text.split("\n")
    title = ""
    end = _front_matter(lines)
    if end:
        title, faults = _title("\n".join(("", *lines[1:end])), file)
        found += faults
        lines[: end + 1] = [""] * (end + 1)
    text = "\n".join(lines)
    # From the end of the line before to behind the last line: the text is there, whatever it begins and ends with.
    start = (end + 1, len(decoded.lines[end]) + 1) if end else (0, 0)
    whole = Node((*start, len(decoded.lines) + 1, 1), 0, len(text))
    return MarkdownFile(Source(file, decoded.lines, text, whole, text, {}), title), found


def _front_matter(lines: list[str]) -> int:
    """Return the number (from 0) of the line that ends the front matter, 0 where the file has none.

    A line of dashes may also be a rule: front matter has a key below it.
    """
    if _FENCE.fullmatch(lines[0]) is None:
        return 0
    first = next((line for line in lines[1:] if line.strip() and not line.lstrip().startswith("#")), "")
    if _KEY.match(first) is None and _END.fullmatch(first) is None:
        return 0
    return next((number for number, line in enumerate(lines) if number and _END.fullmatch(line)), 0)


def _title(yaml: str, file: str) -> tuple[str, list[Diagnostic]]:
    """Return what front matter says of the title; other keys are for other programs."""
    if not yaml.strip():
        return "", []
    source, found = load(yaml.encode(), file)
    title = source.value(("title",)) if source is not None else None
    if source is None or title is None:
        return "", found
    place = source.place(("title",))
    if isinstance(title, str):
        return SourceText(title, place), found
    if isinstance(title, int | float) and not isinstance(title, bool):
        return SourceText(source.written(("title",)), place), found
    help = "write `title: …` with the words behind it"
    return "", [*found, source.error("wrong-type", "'title' has to be text", place, help=help)]
