"""One packet through the stages, to finished files.

Enters: a workspace, a packet's folder and options. Leaves: a :class:`~pipeline.results.PacketResult`, and the edition
in its output folder. Guaranteed: this is the only module that chains the stages and writes files; nothing is written
for a packet with an error; the same inputs give the same bytes; what a stage needs is imported when it runs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline import copies, manifest
from pipeline.diagnostics import BriefError, Diagnostic
from pipeline.diagnostics.order import in_file_order
from pipeline.publishing import Publisher
from pipeline.release.variant import WHOLE
from pipeline.results import (
    EXIT_DATA,
    EXIT_DONE,
    FORMATS,
    Format,
    Options,
    Output,
    PacketResult,
    State,
)
from pipeline.ruling import NO_RULES, load_rules
from pipeline.stages import Loader, Shelf, has_errors, without_consequences
from pipeline.variants import stem, target, variant_of
from pipeline.versions import PRESS, font_packages, with_fonts

if TYPE_CHECKING:
    from pipeline.aside import Aside
    from pipeline.layout import Book
    from pipeline.layout.frames import Layout
    from pipeline.model.identity import Identity
    from pipeline.model.nodes import Document
    from pipeline.model.recording import RichTexts
    from pipeline.release.leftout import LeftOut
    from pipeline.source.packet import Packet
    from pipeline.source.workspace import Workspace
    from pipeline.stages import Loaded
    from pipeline.style.theme import Theme

_MOST_BLOCKS_ASIDE = 5_000
"""Some 600 pages. A second process for more would save little of the time, and hold a third more memory."""

Step = Callable[[str], None]


def build_packet(
    workspace: Workspace,
    folder: Path,
    options: Options,
    versions: Mapping[str, str],
    shelf: Shelf,
    step: Step = lambda _: None,
) -> PacketResult:
    """Build the packet in *folder*; every fault of the data and of the machine is in the result.

    *workspace* has read nothing yet: what it reads are the packet's inputs.
    """
    run = _Run(workspace, folder, options, versions, shelf, step)
    try:
        return run.go()
    except BriefError as problem:
        run.diagnostics.extend(problem.diagnostics)
        return run.result("failed", exit_code=problem.exit_code)


def _has_inserted(document: Document) -> bool:
    return any(paper.inserted is not None for paper in document.papers)


def _pdf(layout: Layout, document: Document) -> bytes:
    """Return the PDF, with the pages of other PDFs in it where the document has any."""
    from pipeline.pdf import write_pdf

    pdf = write_pdf(layout, document.metadata)
    if _has_inserted(document):
        from pipeline.press.insert import insert_pages

        pdf = insert_pages(pdf, layout)
    return pdf


class _Word(NamedTuple):
    """What writes the Word file from page numbers, and the process that does it, if there is one."""

    write: Callable[[bytes, Document], bytes]
    process: Aside | None


def _font_files(theme: Theme, layout: Layout) -> list[Path]:
    """Return the files of the theme's faces, and of those of the reserve that are on a page."""
    chains = [theme.fonts.chain(style.font) for style in theme.styles.values()]
    if theme.fonts.reserve_in_use:
        from pipeline.layout.faces import faces_in

        chains.append(faces_in(layout))
    return [face.path for chain in chains for face in chain]


class _Run:
    """A packet on its way; collects findings and files."""

    def __init__(
        self,
        workspace: Workspace,
        folder: Path,
        options: Options,
        versions: Mapping[str, str],
        shelf: Shelf,
        step: Step,
    ) -> None:
        self.workspace = workspace
        self.host = workspace.host
        self.folder = folder
        self.options = options
        self.shelf = shelf
        self.loader = Loader(workspace, shelf, options.theme, variant_of(options))
        self.versions = versions
        self.step = step
        self.name = stem(folder, options)
        self.target = target(workspace.root, folder, options)
        self.publisher = Publisher(self.host, self.target)
        self.place = workspace.display(folder)
        self.settings = manifest.options_of(options, self.host)
        self.tree = manifest.Tree(workspace.root, workspace.shipped, workspace.host, shelf.digests)
        self.diagnostics: list[Diagnostic] = []
        self.emitted: dict[str, bytes] = {}
        self.rich_texts: RichTexts = {}
        self.ruling = NO_RULES
        self.left_out: LeftOut | None = None
        self.papers = 0
        self.reason = ""

    def go(self) -> PacketResult:
        before = manifest.read(self.host, self.target) if self.options.write else None
        if self._may_skip():
            self.reason = manifest.why_outdated(
                before, self.place, self.target, self.tree, self.settings, self.versions
            )
            if before is not None and not self.reason:
                return self._unchanged(before)
        if self.options.only_check:
            return self.result("outdated", exit_code=EXIT_DATA)
        composed = self._to_document()
        if composed is None:
            return self._stopped()
        packet, document, theme, formats = composed
        from pipeline.model.identity import identify

        identity = identify(document, self.place, theme.name, self.rich_texts)
        with self._word_writer(document, theme, formats, identity) as word:
            self.step("layout")
            book, layout = self._lay_out(document, theme, packet)
            if has_errors(self.diagnostics) or self.options.stop_after == "layout":
                return self._stopped()
            self.step("write")
            files = self._documents(document, book, layout, formats, word)
            files[manifest.RECORD] = f"{identity.json}\n".encode("utf-8", "backslashreplace")
            used = font_packages(_font_files(theme, layout)) | (PRESS if _has_inserted(document) else frozenset())
            made = packet, document, theme
            return self._publish(files, made, layout, before, with_fonts(self.versions, used))

    def _may_skip(self) -> bool:
        options = self.options
        return options.write and not (options.force or options.emit or options.stop_after)

    def _to_document(self) -> tuple[Packet, Document, Theme, tuple[Format, ...]] | None:
        """Load, validate and compose; None when one of these was the last stage wanted, or found an error."""
        last = self.options.stop_after
        self.step("load")
        loaded = self.loader.load(self.folder, validate=last != "load")
        self.diagnostics.extend(loaded.diagnostics)
        self.papers = len(loaded.papers)
        self.left_out = loaded.left_out
        packet = loaded.packet
        if packet is not None and variant_of(self.options) == WHOLE:
            self.ruling, found = load_rules(self.workspace, packet)
            self.diagnostics.extend(found)
        if last in ("load", "validate") or packet is None:
            return None
        self.step("compose")
        document = self._compose(loaded)
        theme = loaded.theme and self.shelf.theme_in(loaded.theme, self.workspace, packet.lang)
        # Rules are about whole packets: of one with faults they would tell what only follows from these.
        if document is not None and not has_errors(self.diagnostics):
            self.ruling = self.ruling.over(packet, loaded.papers, document)
            self.diagnostics.extend(self.ruling.findings())
            if theme is not None and self._is_only_judged_on_pages(last):
                self._lay_out(document, theme, packet)
        if document is None or theme is None or last == "compose" or has_errors(self.diagnostics):
            return None
        if theme.printing.monochrome:
            from pipeline.monochrome import in_greys

            document = in_greys(document)
        wanted = self.options.formats or packet.formats
        return packet, document, theme, tuple(name for name in FORMATS if name in wanted)

    def _is_only_judged_on_pages(self, last: str | None) -> bool:
        """Whether pages are needed for rules alone: in a check, and where other rules have stopped the build."""
        if not self.ruling.needs_pages or (last == "compose" and self.options.write):
            return False
        others = [finding for finding in self.diagnostics if not finding.code.startswith("rule-")]
        return not has_errors(others) and (last == "compose" or has_errors(self.diagnostics))

    def _compose(self, loaded: Loaded) -> Document | None:
        from pipeline.compose import compose

        assert loaded.packet is not None
        composer = self.shelf.composer_for(self.workspace)
        packet = copies.as_asked(loaded.packet, self.options, self.workspace)
        composition = compose(packet, loaded.papers, self.workspace, composer)
        self.rich_texts = composition.rich_texts
        found = without_consequences(composition.diagnostics, loaded.diagnostics)
        if self.left_out is not None:
            found = [finding for finding in found if self.left_out.keeps(finding)]
        self.diagnostics.extend(self.loader.lined(found, loaded.packet))
        if self.options.emit:
            from pipeline import emit

            self.emitted |= emit.filled_markdown(composition.filled)
            if composition.document is not None:
                self.emitted |= emit.document_tree(composition.document)
        return composition.document

    def _lay_out(self, document: Document, theme: Theme, packet: Packet) -> tuple[Book, Layout]:
        from pipeline.layout import Book

        book = Book(document, theme, self.shelf.setter_for(theme))
        layout = book.layout()
        # What the last copy's number does to the running text is known only when it is set.
        last = document.metadata.copies
        found = book.layout(last).diagnostics if last else layout.diagnostics
        self.diagnostics.extend(self.loader.lined((copies.at_setting(fault, packet) for fault in found), packet))
        self.diagnostics.extend(self.ruling.findings_on(layout))
        if self.options.emit:
            from pipeline import emit

            self.emitted |= emit.pages(layout)
        return book, layout

    @contextmanager
    def _word_writer(
        self, document: Document, theme: Theme, formats: tuple[Format, ...], identity: Identity
    ) -> Iterator[_Word]:
        """Yield what writes the Word file: a process that prepares while pages are laid out, or none."""
        from pipeline import aside

        def prepare() -> None:
            import pipeline.docx  # noqa: F401

        def write(numbers: bytes, shown: Document = document) -> bytes:
            from pipeline.artist import artist
            from pipeline.docx import write_docx

            page_of, kinds, columns = json.loads(numbers)
            if _has_inserted(shown):
                from pipeline.press.rendering import pictured

                shown = pictured(shown, theme)
            draw = artist(theme, lambda: self.shelf.setter_for(theme))
            pages = len(kinds)
            return write_docx(shown, theme, page_of, pages, identity=identity, kinds=kinds, columns=columns, draw=draw)

        wanted = set(formats) == set(FORMATS) and self.options.stop_after is None and self.options.aside
        small = sum(len(paper.blocks) for paper in document.papers) <= _MOST_BLOCKS_ASIDE
        if wanted and small and aside.possible():
            with aside.started(prepare, write) as process:
                yield _Word(write, process)
        else:
            yield _Word(write, None)

    def _documents(
        self, document: Document, book: Book, layout: Layout, formats: tuple[Format, ...], word: _Word
    ) -> dict[str, bytes]:
        """Return the documents and their numbered copies by file name."""
        page_of = {anchor: destination.page for anchor, destination in layout.destinations.items()}
        numbers = json.dumps([page_of, [page.kind for page in layout.pages], layout.columns]).encode()
        if word.process is not None:
            word.process.begin(numbers)
        files = {}
        name = self.name
        if "pdf" in formats:
            files[f"{name}.pdf"] = _pdf(layout, document)
        if "docx" in formats:
            files[f"{name}.docx"] = word.process.answer() if word.process is not None else word.write(numbers, document)
        for copy, path in copies.numbered(document, name):
            if "pdf" in formats:
                files[f"{path}.pdf"] = _pdf(book.layout(copy.metadata.copy), copy)
            if "docx" in formats:
                files[f"{path}.docx"] = word.write(numbers, copy)
        return files

    def _publish(
        self,
        files: dict[str, bytes],
        made: tuple[Packet, Document, Theme],
        layout: Layout,
        before: manifest.Edition | None,
        versions: Mapping[str, str],
    ) -> PacketResult:
        """Write documents and manifest, and take away what only the earlier edition had."""
        from pipeline.model.walk import headings

        document = made[1]
        pages = {anchor: destination.page for anchor, destination in layout.destinations.items()}
        edition = manifest.Edition(
            packet=self.place,
            title=document.metadata.title,
            pages=len(layout.pages),
            papers=self.papers,
            options=self.settings,
            inputs={**self.loader.inputs, **self.workspace.reads.digests()},
            outputs={name: (manifest.digest(data), len(data)) for name, data in files.items()},
            headings=tuple(
                manifest.HeadingEntry(entry.level, entry.text, entry.anchor, pages.get(entry.anchor, 0), entry.tab)
                for entry in headings(document)
            ),
            warnings=self._warnings(),
            versions=versions,
        )
        record = manifest.write(edition)
        if self.left_out is not None:
            from pipeline.proving import prove_variant

            finished = {**self.emitted, **files, manifest.NAME: record}
            found = prove_variant(finished, self.left_out, made, self.workspace)
            self.diagnostics.extend(self.loader.lined(found, made[0]))
            if has_errors(self.diagnostics):
                return self.result("failed", exit_code=EXIT_DATA)
        kept = self.publisher.kept(files, before)
        self.diagnostics.extend(kept.findings)
        self.publisher.write({**kept.files, **self.emitted, **files, manifest.NAME: record}, kept.gone)
        return replace(
            self.result("built", pages=edition.pages),
            outputs=manifest.outputs_of(edition, self.target),
            changes=manifest.changes(before, edition),
        )

    def _stopped(self) -> PacketResult:
        if self.emitted:
            self.publisher.write(self.emitted, [])
        if has_errors(self.diagnostics):
            return self.result("failed", exit_code=EXIT_DATA)
        outputs = tuple(
            Output(self.target / name, manifest.digest(data), len(data)) for name, data in self.emitted.items()
        )
        return replace(self.result("stopped" if self.options.write else "checked"), outputs=outputs)

    def _unchanged(self, before: manifest.Edition) -> PacketResult:
        self.papers = before.papers
        self.diagnostics.extend(before.warnings)
        return replace(self.result("unchanged", pages=before.pages), outputs=manifest.outputs_of(before, self.target))

    def _warnings(self) -> tuple[Diagnostic, ...]:
        """Return what the manifest says; of a variant no lines of files, which may hold what it leaves out."""
        if self.left_out is None:
            return self._sorted()
        return tuple(replace(finding, source_line=None, related=()) for finding in self._sorted())

    def _sorted(self) -> tuple[Diagnostic, ...]:
        return in_file_order(self.diagnostics)

    def result(self, state: State, *, pages: int = 0, exit_code: int = EXIT_DONE) -> PacketResult:
        """Return what became of the packet so far."""
        return PacketResult(
            name=self.name,
            folder=self.folder,
            state=state,
            diagnostics=self._sorted(),
            pages=pages,
            papers=self.papers,
            reason=self.reason,
            exit_code=exit_code,
        )
