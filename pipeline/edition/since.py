"""What changed since an earlier edition, in a build: marks in the margin, and pages for binders.

Enters: the edition that ``--since`` names, a document and its identity. Leaves: a :class:`Changes`, which lays the book
out and makes the files that there are besides the edition itself. Guaranteed: without change pages the edition is the
one that a build without ``--since`` makes; an edition of another packet, or one that does not remember its pages where
these are asked for, is a DataError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostics import DataError, Diagnostic, error, warning
from pipeline.edition import copies, manifest
from pipeline.source.audiences import name_key
from pipeline.values import dataclass, replace

if TYPE_CHECKING:
    from pipeline.compose.words import ChangeWords
    from pipeline.host import Host
    from pipeline.layout import Book
    from pipeline.layout.frames import Layout
    from pipeline.layout.order import Order
    from pipeline.layout.shaping import Typesetter
    from pipeline.model.identity import Identity
    from pipeline.model.leaves import Drafted, Leaves, Slot
    from pipeline.model.nodes import Document
    from pipeline.model.record import PaperEntry, Record
    from pipeline.model.revised import Revised, Revisions
    from pipeline.results import Options
    from pipeline.revision.arranging import Arrangement
    from pipeline.revision.editions import Edition
    from pipeline.source.workspace import Workspace
    from pipeline.style.theme import Theme

MARKED, SHEETS = "-changes", "-change-pages"
"""What the names of these files end with, before ``.pdf``."""
_LARGEST = 1 << 30

Write = Callable[["Layout", "Document"], bytes]


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier edition. *name*: as the person who asked calls it. *leaves*: None where it remembers no pages."""

    name: str
    record: Record
    digest: str
    leaves: Leaves | None


def open_since(options: Options, workspace: Workspace, packet: str) -> Since:
    """Return the edition that *options* name, of the packet in the folder *packet*.

    Raises UsageError for a name that is none, DataError for an edition of another packet or variant, and where change
    pages are asked for, for one that does not remember its pages.
    """
    from pipeline.model.record import write_record
    from pipeline.revision.editions import Opener

    with Opener(workspace.root, workspace.host) as opener:
        found = opener.open(options.since, replace(options, since="", change_pages=False))
        mine = [one for one in found if one.packet == packet]
        if not mine:
            has = " and ".join(sorted({one.packet for one in found})) or "no packet"
            help = "name an edition of this packet: its output folder, its manifest.json, or a git revision"
            raise DataError(error("other-edition", f"--since {options.since}: it is an edition of {has}", help=help))
        fits = [one for one in mine if _variant(one.options) == _variant(options)]
        if not fits:
            message = f"--since {options.since}: that edition is not for the same people as this one"
            help = "name one that was built with the same --for and --releasable-to: marks tell that something is gone"
            raise DataError(error("other-edition", message, help=help))
        edition = fits[0]
        record = edition.record()
    digest = write_record(record)[1]
    leaves = _leaves(workspace.host, edition, digest)
    if options.change_pages and leaves is None:
        message = f"--since {options.since}: that edition does not remember what was on its pages"
        help = "name an output folder, or its manifest.json, that this version of the program made"
        raise DataError(error("no-page-record", message, help=help))
    return Since(edition.name, record, digest, leaves)


def _variant(options: Options) -> tuple[str, str]:
    audience, country = (name_key(name) if name else "" for name in (options.audience, options.releasable_to))
    return audience, country


def _leaves(host: Host, edition: Edition, digest: str) -> Leaves | None:
    """Return what an edition that was built remembers of its pages: the folder's manifest, if it is of that edition."""
    from pipeline.model.record import RecordError, read_record

    path = Path(edition.name)
    folder = path if host.is_directory(path) else path.parent
    if not host.is_file(folder / manifest.RECORD):
        return None
    try:
        known = read_record(host.read(folder / manifest.RECORD, _LARGEST))[1]
    except (RecordError, OSError):
        return None
    found = manifest.read(host, folder) if known == digest else None
    return found.leaves if found is not None else None


def settings_of(since: Since, options: Options) -> dict[str, object]:
    """Return what the manifest says of how an edition was built since another."""
    return {"since": since.digest, "change_pages": options.change_pages}


class Changes:
    """The changes of a document; its book, and the files with marks and pages."""

    def __init__(
        self,
        since: Since,
        document: Document,
        identity: Identity,
        theme: Theme,
        workspace: Workspace,
        *,
        pages: bool,
    ) -> None:
        from pipeline.revision.comparison import compare
        from pipeline.revision.marks import revised_entries

        self._since = since
        self._document = document
        self._identity = identity
        self._theme = theme
        self._words = _words(workspace, document.metadata.lang)
        self._name = _shown_name(since, identity.record)
        self._revised: Mapping[str, Revised] = revised_entries(compare(since.record, identity.record))
        self._earlier = since.leaves if pages else None
        self._made: Arrangement | None = None
        self._setter: Typesetter | None = None
        self.findings: list[Diagnostic] = []
        if not self._revised:
            message = f"no words have changed since {self._name}: no line is marked"
            help = "build without --since, or name an earlier edition"
            self.findings.append(warning("nothing-changed", message, help=help))

    @property
    def _renumbered(self) -> bool:
        """Whether pages are numbered as in the binder, which a Word file cannot do."""
        return self._made is not None and not self._made.whole

    def book(self, setter: Typesetter) -> Book:
        """Return the document laid out, its pages where they stay in the binder if that is asked for."""
        from pipeline.layout import Book

        self._setter = setter
        if self._earlier is not None:
            book = Book(self._document, self._theme, setter, self._revisions(), self._order(self._earlier))
            if self._renumbered:
                return book
            message = f"so much has changed since {self._name} that the change pages are the whole book"
            self.findings.append(warning("whole-book", message, help="hand out the new edition instead of the old one"))
        return Book(self._document, self._theme, setter, self._revisions())

    def plain(self, layout: Layout) -> Layout:
        """Return the layout whose page numbers are for Word, which counts pages one by one."""
        from pipeline.layout import Book

        return Book(self._document, self._theme, self._setter).layout() if self._renumbered else layout

    def _revisions(self) -> Revisions:
        from pipeline.model.revised import Revisions

        note = self._words.note.replace("{edition}", self._name)
        return Revisions(self._revised, self._identity.names(), note)

    def _order(self, earlier: Leaves) -> Order:
        from pipeline.layout.order import Order

        papers: dict[str, list[tuple[str, ...]]] = {}
        for page in earlier.pages:
            if page.paper and page.kind == "text":
                papers.setdefault(page.paper, []).append(page.lines)
        return Order(self._arrange, papers)

    def _arrange(self, drafted: Sequence[Drafted]) -> Sequence[Slot]:
        from pipeline.layout.order import natural
        from pipeline.revision.arranging import arrange
        from pipeline.style.running import is_duplex

        assert self._earlier is not None
        self._made = arrange(self._earlier, drafted, duplex=is_duplex(self._theme))
        return natural(len(drafted)) if self._made.whole else self._made.slots

    def files(self, book: Book, name: str, write: Write) -> dict[str, bytes]:
        """Return the files besides the edition's own, by name: the book with marks, and the sheets to put in."""
        files = {f"{name}{MARKED}.pdf": write(book.layout(marked=True, noted=True), self._document)}
        if self._earlier is not None:
            for document, path in ((self._document, name), *copies.numbered(self._document, name)):
                files[f"{path}{SHEETS}.pdf"] = write(self._sheets(book, document), document)
        return files

    def _sheets(self, book: Book, document: Document) -> Layout:
        """Return the sheets to put in, behind the one that says what to do."""
        from pipeline.layout import Book
        from pipeline.layout.extract import extracted
        from pipeline.layout.order import Order
        from pipeline.revision.steps import sheet, steps

        assert self._earlier is not None and self._made is not None
        later = book.leaves().pages
        whole = self._made.whole
        found = () if whole else steps(self._earlier, later, self._made.stays)
        new = [at for at in range(len(later)) if whole or self._made.stays[at] is None]
        names = {page.anchor: f"{page.tab}  {page.title}".strip() for page in self._identity.record.papers}
        names |= {page.anchor: f"{page.tab}  {page.title}".strip() for page in self._gone(names)}
        contents = document.contents.title if document.contents is not None else ""
        paper = sheet(found, names, contents, self._name, self._words, whole=whole, marked=bool(self._revised))
        front = replace(document, papers=(paper,), cover=None, contents=None, designation=())
        order = Order(self._numbered_apart, {})
        first = Book(front, self._theme, order=order).layout(document.metadata.copy)
        return extracted(first, book.layout(document.metadata.copy, marked=True), new)

    def _gone(self, known: Mapping[str, str]) -> Iterator[PaperEntry]:
        return (paper for paper in self._since.record.papers if paper.anchor not in known)

    def _numbered_apart(self, drafted: Sequence[Drafted]) -> Sequence[Slot]:
        """Return the places of the pages that say what to do: they have numbers of their own, and fill leaves."""
        from pipeline.layout.numbering import roman
        from pipeline.model.leaves import Slot
        from pipeline.style.running import is_duplex

        count = len(drafted) + (len(drafted) % 2 if is_duplex(self._theme) else 0)
        last = roman(count)
        return [Slot(at if at < len(drafted) else None, roman(at + 1), last) for at in range(count)]


def _words(workspace: Workspace, lang: str) -> ChangeWords:
    """Return the words about changes in a language."""
    from pipeline.compose.messages import Catalogues
    from pipeline.compose.words import own_words, words_in

    messages, _ = Catalogues(workspace, own_words()).of(lang)
    return words_in(messages.own)[0].changes


def _shown_name(since: Since, record: Record) -> str:
    """Return what readers know an edition by: its date, where it has another, else its name."""
    if since.record.date and since.record.date != record.date:
        from pipeline.compose.dates import format_day
        from pipeline.compose.limits import TemplateFault

        try:
            return format_day(since.record.date, "long", record.lang)
        except TemplateFault:
            return since.record.date
    parts = [part for part in Path(since.name).parts if part not in (".", "..", "/")]
    while len(parts) > 1 and parts[-1] in (manifest.NAME, manifest.RECORD, Path(record.packet).name):
        parts.pop()
    return parts[-1] if parts else since.name
