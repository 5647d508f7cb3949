"""Papers that are made without a template: a Markdown file as it is, and a PDF whose pages are inserted.

Enters: what was loaded of them, and what reading Markdown shares. Leaves: papers. Guaranteed: nothing in a Markdown
file is evaluated; every text of it has its place in the file; the file's own headings become those of the paper, the
highest of them below the paper's title, so that ordinary files need no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown_it.token import Token

from pipeline.compose.blocks import NOTHING_HERE, heading_children, read_passage
from pipeline.compose.characters import prepared, tidy
from pipeline.compose.passage import Book, Passage
from pipeline.compose.positions import RichText
from pipeline.diagnostics import Diagnostic, Place, error
from pipeline.model.media import InsertedFile
from pipeline.model.nodes import Footnote, Inline, Mark, PageSetting, Paper, Text
from pipeline.model.walk import plain_text
from pipeline.source.values import SourceText
from pipeline.values import dataclass

if TYPE_CHECKING:
    from pipeline.compose.grammar import Grammar, Parsed
    from pipeline.source.markdown import MarkdownFile
    from pipeline.source.packet import PaperSettings

_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
_UNDERLINES = ("=", "-")


@dataclass(frozen=True, slots=True)
class MarkdownData:
    """A paper that is a Markdown file."""

    settings: PaperSettings
    file: MarkdownFile


@dataclass(frozen=True, slots=True)
class InsertedData:
    """A paper whose pages are those of a PDF. *title* is what the file calls itself; it may be empty."""

    settings: PaperSettings
    inserted: InsertedFile
    title: str = ""


def inserted_paper(data: InsertedData, lang: str, book: Book) -> Paper:
    """Return the paper of an inserted PDF, on landscape pages where all of the file's are.

    Its title has to be in ``packet.yaml``: what a PDF calls itself is often left over from something else. *lang* is
    the paper's language, where it is not the packet's.
    """
    settings = data.settings
    title = _words(settings.title)
    if not title:
        own = f"; the file calls itself {data.title!r}" if data.title else ""
        help = f"write `title: …` beside `pdf`{own}"
        book.findings.add(_missing_title(book, settings.place, help))
    wide = all(page.width > page.height for page in data.inserted.pages)
    setting = PageSetting(landscape=settings.landscape or wide, columns=1, line_numbers=False)
    anchor = book.anchors.make(plain_text(title))
    tab = tidy(settings.tab).strip()
    return Paper(title, anchor, (), tab, (), lang, settings.place, setting, data.inserted)


def markdown_paper(data: MarkdownData, lang: str, book: Book, grammar: Grammar) -> Paper:
    """Return the paper that a Markdown file is. *lang*: its language, where it is not the packet's.

    Its title is the one in ``packet.yaml``, else that of its front matter, else its only heading with one ``#``, which
    has to come first. Where the title is written in a heading too, the heading is not repeated below it.
    """
    settings, source = data.settings, data.file.source
    text = prepared(source.text)
    origin = RichText(text, source.place(()), source)
    book.rich_texts[source.file, ()] = text
    parsed = grammar.blocks(text)
    footnotes: list[Footnote] = []
    passage = Passage(book, grammar, parsed, origin, (), footnotes, origin, file=True)
    _drop_comments(parsed)
    first = _title_heading(parsed)
    title, anchor = _words(settings.title or data.file.title), None
    if first is not None:
        written, attributes = heading_children(passage, parsed.tokens[first + 1])
        if not title or plain_text(title) == plain_text(written):
            title, anchor = title or written, attributes.anchor
            _hide(parsed, first)
    if not title:
        help = "give it a `title` here, or begin the file with a line `# …`"
        book.findings.add(_missing_title(book, settings.place, help))
    chosen = anchor if anchor and book.anchors.choose(anchor) else book.anchors.make(plain_text(title))
    passage.shift = _shift_headings(parsed)
    blocks = tuple(read_passage(passage))
    footnotes.sort(key=lambda footnote: footnote.number)
    setting = PageSetting(settings.landscape, settings.columns, settings.line_numbers)
    tab = tidy(settings.tab).strip()
    return Paper(title, chosen, blocks, tab, tuple(footnotes), lang, settings.place, setting)


def _missing_title(book: Book, place: Place, help: str) -> Diagnostic:
    found, line = book.data_spot(place)
    return error("missing-title", "a paper has no title", found, help=help, source_line=line)


def _words(text: str) -> tuple[Inline, ...]:
    words = tidy(text).strip(" ")
    return (Text(words, Mark.NONE, text.place if isinstance(text, SourceText) else None),) if words else ()


def _headings(parsed: Parsed) -> Iterator[int]:
    """Yield the positions of headings that stand in no other block."""
    for at, token in enumerate(parsed.tokens):
        if token.type == "heading_open" and token.level == 0:
            yield at


def _title_heading(parsed: Parsed) -> int | None:
    """Return the position of the heading that is the file's title: it comes first, and no other has a single ``#``."""
    highest = [at for at in _headings(parsed) if parsed.tokens[at].tag == "h1"]
    first = next((at for at, token in enumerate(parsed.tokens) if token.type != NOTHING_HERE), None)
    return first if highest == [first] else None


def _hide(parsed: Parsed, at: int) -> None:
    """Make nothing of the heading at *at*."""
    for number in range(at, parsed.ends[at] + 1):
        parsed.tokens[number] = Token(NOTHING_HERE, "", 0, map=parsed.tokens[number].map)


def _drop_comments(parsed: Parsed) -> None:
    """Make nothing of HTML comments, the only ones that Markdown has."""
    for number, token in enumerate(parsed.tokens):
        if token.type == "html_block" and not _COMMENT.sub("", token.content):
            parsed.tokens[number] = Token(NOTHING_HERE, "", 0, map=token.map)


def _shift_headings(parsed: Parsed) -> int:
    """Let the highest headings be those right below the paper's title, and underlined ones be like those with ``#``.

    Return how many ``#`` the highest have too many.
    """
    tokens = [token for token in parsed.tokens if token.type == "heading_open"]
    highest = min((int(token.tag[1]) for token in tokens if token.level == 0), default=1)
    for token in tokens:
        token.tag = f"h{max(int(token.tag[1]) - highest + 1, 1)}"
        if token.markup in _UNDERLINES:
            token.markup = "#"
    return highest - 1
