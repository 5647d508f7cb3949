"""What the packet's own settings become: the cover, and what both files say about themselves.

Enters: a packet's settings, the words of its language. Leaves: the cover and the metadata. Guaranteed: a date that is
none is reported where it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.compose.characters import tidy
from pipeline.compose.dates import format_day, format_days
from pipeline.compose.limits import TemplateFault
from pipeline.compose.passage import Book
from pipeline.compose.words import Words
from pipeline.diagnostics import error, warning
from pipeline.model.nodes import Cover, Detail, Inline, Mark, Metadata, Paragraph, Text
from pipeline.model.walk import plain_text
from pipeline.source.values import SourceText

if TYPE_CHECKING:
    from pipeline.source.packet import Packet

_EPOCH = "SOURCE_DATE_EPOCH"


def one_line(text: str) -> tuple[Text, ...]:
    """Return *text* as the only node of a title or a line of the cover; none when it is empty."""
    words = tidy(text).strip(" ")
    return (Text(words, Mark.NONE, text.place if isinstance(text, SourceText) else None),) if words else ()


class Front:
    """Makes what comes before the papers; its findings go to those of *book*."""

    def __init__(self, packet: Packet, words: Words, book: Book, environ: Mapping[str, str]) -> None:
        self._packet = packet
        self._words = words
        self._book = book
        self._environ = environ

    def cover(self) -> Cover:
        """Return the cover."""
        packet, words = self._packet, self._words
        details: list[tuple[str, tuple[Inline, ...]]] = [
            (words.traveler, one_line(packet.traveler)),
            (words.place, one_line(packet.place)),
            (words.dates, self._dates()),
            (words.date, self._day(packet.date)),
        ]
        return Cover(
            one_line(packet.title),
            one_line(packet.subtitle),
            tuple(Detail(label, children) for label, children in details if children),
            one_line(packet.notice),
        )

    def designation(self) -> tuple[Paragraph, ...]:
        """Return the lines of the designation block, each with its label."""
        lines = ((label, one_line(text)) for label, text in self._packet.designation)
        return tuple(Paragraph((Text(f"{label} ", Mark.STRONG), *words), "small") for label, words in lines)

    def _dates(self) -> tuple[Inline, ...]:
        start, end = self._packet.start, self._packet.end
        if not start:
            return self._day(end)
        try:
            return one_line(format_days(start, end or None, "long", self._packet.lang))
        except TemplateFault as problem:
            return self._bad_date(problem, start)

    def _day(self, day: str) -> tuple[Inline, ...]:
        if not day:
            return ()
        try:
            return one_line(format_day(day, "long", self._packet.lang))
        except TemplateFault as problem:
            return self._bad_date(problem, day)

    def _bad_date(self, problem: TemplateFault, day: str) -> tuple[Inline, ...]:
        value = problem.value if isinstance(problem.value, SourceText) else day
        place, source_line = self._book.data_spot(value.place) if isinstance(value, SourceText) else (None, None)
        found = error(problem.code, problem.message, place, help=problem.help, source_line=source_line)
        self._book.findings.add(found)
        return ()

    def metadata(self) -> Metadata:
        """Return what both files say about themselves."""
        packet = self._packet
        day = tidy(packet.date).strip(" ")
        shown = packet.date
        if not day:
            day = shown = self._epoch()
        return Metadata(
            tidy(packet.title).strip(" "),
            str(packet.lang),
            tidy(packet.subtitle).strip(" "),
            tidy(packet.author).strip(" "),
            tidy(packet.subject).strip(" "),
            tuple(tidy(word).strip(" ") for word in packet.keywords),
            day,
            tidy(packet.marking).strip(" "),
            plain_text(self._day(shown)),
            tidy(packet.watermark).strip(" "),
            copies=packet.copies,
        )

    def _epoch(self) -> str:
        """Return the day (UTC) that the environment gives (reproducible-builds.org, SOURCE_DATE_EPOCH); empty: none."""
        written = self._environ.get(_EPOCH, "")
        if not written:
            return ""
        try:
            return datetime.fromtimestamp(int(written), UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            message = f"{_EPOCH} is {written!r}, no count of seconds; the document has no date"
            self._book.findings.add(warning("bad-epoch", message, help="unset it, or set it to a whole number"))
            return ""
