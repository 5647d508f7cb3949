"""What reading Markdown shares: through the whole document (:class:`Book`) and within one text (:class:`Passage`).

Enters: parsed texts. Leaves: counted footnotes, tables and figures, links to check, and findings. Guaranteed: a finding
about a text of the data stands at the data, one about a template at the template's line with the data that was printed
there beside it; the same finding is reported once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from pipeline.compose.anchors import Anchors
from pipeline.compose.characters import PLACEHOLDER, tidy
from pipeline.compose.printed import Printed
from pipeline.compose.words import Words
from pipeline.diagnostics import Diagnostic, Path, Place, Related, error
from pipeline.model.drawing import Drawing
from pipeline.model.media import Image
from pipeline.model.nodes import Block, Footnote, Inline
from pipeline.values import dataclass, field, replace

if TYPE_CHECKING:
    from pipeline.compose.grammar import Grammar, Parsed
    from pipeline.compose.positions import RichText
    from pipeline.source.markings import PortionKind
    from pipeline.source.portions import Portions

_LONGEST = 60

Spot = tuple[Place, str | None]
"""A place and the text of its first line."""


class Findings:
    """Diagnostics in the order in which they were found, each once."""

    __slots__ = ("_seen", "all")

    def __init__(self) -> None:
        self.all: list[Diagnostic] = []
        self._seen: set[tuple[str, str, Place | None]] = set()

    def add(self, finding: Diagnostic) -> None:
        key = (finding.code, finding.message, finding.place)
        if key not in self._seen:
            self._seen.add(key)
            self.all.append(finding)


@dataclass(frozen=True, slots=True)
class PendingLink:
    """A link to an anchor of the document, which may only come later."""

    anchor: str
    spot: Spot


class Splicer(Protocol):
    """Reads rich text of the data into the passage that prints it."""

    def blocks(self, passage: Passage, printed: Printed, line: int) -> list[Block]: ...

    def parts(self, passage: Passage, printed: Printed, line: int) -> list[Block]: ...

    def inlines(self, passage: Passage, printed: Printed, line: int) -> tuple[Inline, ...]: ...


class Origin(Protocol):
    """Knows where the lines of a parsed text were written."""

    def spot(self, line: int) -> Spot: ...


@dataclass(slots=True)
class Book:
    """The document in the making."""

    splicer: Splicer
    load_image: Callable[[Passage, str, Spot], Image | Drawing | None]
    data_spot: Callable[[Place], Spot]
    anchors: Anchors = field(default_factory=Anchors)
    findings: Findings = field(default_factory=Findings)
    links: list[PendingLink] = field(default_factory=list)
    author: str = ""
    """Whose comments are that name nobody."""
    rich_texts: dict[tuple[str, Path], str] = field(default_factory=dict)
    """The Markdown of the rich texts that were read, by file and path."""
    tables: int = 0
    figures: int = 0
    notes: int = 0
    references: int = 0
    """How many there are that wait for their words."""
    words: Words = field(default_factory=Words)
    language: str = "en-US"
    """Of the paper that is being read."""
    portions: Portions | None = None
    """The portion marks of that paper; None: it has none."""


@dataclass(slots=True)
class Notes:
    """The footnotes of one text: where they stand by label, the numbers of the ones that were called so far."""

    defined: dict[str, int] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Passage:
    """One text that is being read: a filled template, or a rich text of the data (then *rich* knows its places).

    *line* and *column* tell how far in a rich text places were looked up; *used* which values went into the document.
    *footnotes* collects the finished footnotes of the paper. *nested*: within a list, quotation, cell or callout.
    *in_note*: within a footnote. *file*: the text is a whole file, with headings, whose highest have *shift* ``#`` more
    than count here. *level*: of the last heading, as many as it has ``#``. *html*: the names of the HTML tags that were
    reported and not closed yet. *part*: what is being read, for portion marks.
    """

    book: Book
    grammar: Grammar
    parsed: Parsed
    origin: Origin
    printed: Sequence[Printed]
    footnotes: list[Footnote]
    rich: RichText | None = None
    nested: int = 0
    in_note: bool = False
    file: bool = False
    shift: int = 0
    level: int = 0
    html: list[str] = field(default_factory=list)
    part: PortionKind = "paragraphs"
    line: int = 0
    column: int = 0
    notes: Notes = field(default_factory=Notes)
    used: set[int] = field(default_factory=set)

    def value(self, number: int) -> Printed:
        """Return the value of a placeholder, which from now on counts as used."""
        self.used.add(number)
        return self.printed[number]

    def values_in(self, text: str) -> Iterator[Printed]:
        """Yield the values whose placeholders stand in *text*."""
        if self.rich is None:
            for found in PLACEHOLDER.finditer(text):
                yield self.printed[int(found[1])]

    def string(self, text: str) -> str:
        """Return *text* with its values' own texts, tidy."""
        if self.rich is None:
            text = PLACEHOLDER.sub(lambda found: self.value(int(found[1])).text, text)
        return tidy(text)

    def unused(self, text: str) -> list[int]:
        """Return the placeholders in *text* that nothing was made of."""
        return [number for number in map(int, PLACEHOLDER.findall(text)) if number not in self.used]

    def data_place(self, text: str) -> Place | None:
        """Return the place of the first value of the data in *text*."""
        return next((value.place for value in self.values_in(text) if value.place is not None), None)

    def fault(
        self,
        code: str,
        message: str,
        line: int,
        *,
        help: str = "",
        text: str = "",
        mark: str = "",
        data: Place | None = None,
    ) -> None:
        """Report an error in *line* of this text.

        *text* is what was being read; a value of the data in it is named beside the error. *mark* is the part of the
        line to point at. *data*: the error lies in this value rather than in the template that prints it.
        """
        place, source_line = self.origin.spot(line)
        related: tuple[Related, ...] = ()
        if data is not None and self.rich is None:
            related = (Related("printed here", place),)
            place, source_line = self.book.data_spot(data)
        else:
            printed = self.data_place(text)
            if printed is not None:
                related = (Related("with this from the data", printed),)
            exact = self.rich.find(line, mark) if self.rich is not None else None
            place, source_line = exact or (narrowed(place, source_line, mark), source_line)
        found = error(code, message, place, help=help, source_line=source_line)
        self.book.findings.add(replace(found, related=related))

    def check_definitions(self) -> None:
        """Report lines such as ``[Draft]: see below``, which define a link that nothing uses and so would vanish."""
        lines = [line for _, line in self.parsed.references.unused()]
        lines += [definition["map"][0] for definition in self.parsed.environment.get("duplicate_refs", ())]
        for line in lines:
            help = r"write \[ instead of [ if it is a text, or take it out"
            self.fault("unused-link", "this line defines a link that nothing uses", line, help=help)

    def spot(self, line: int, text: str = "") -> Spot:
        """Return the place of the data in *text*, else of *line*."""
        place = self.data_place(text)
        return self.book.data_spot(place) if place is not None else self.origin.spot(line)


def narrowed(place: Place, line: str | None, mark: str) -> Place:
    """Return *place* with the columns of *mark*, where that stands once in the line."""
    if not mark or line is None or line.count(mark) != 1:
        return place
    column = line.index(mark) + 1
    return Place(place.file, place.line, column, place.line, column + len(mark), place.path)


def shown(passage: Passage, text: str) -> str:
    """Return a part of a template or of rich text as messages quote it."""
    text = passage.string(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
