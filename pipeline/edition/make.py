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
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.diagnostics import BriefError, Diagnostic
from pipeline.diagnostics.order import in_file_order
from pipeline.edition import aside, copies, manifest
from pipeline.edition.finishing import font_files, has_inserted, numbers_for_word, pdf_of
from pipeline.edition.publishing import Publisher
from pipeline.edition.ruling import NO_RULES, load_rules
from pipeline.edition.stages import Loader, Shelf, has_errors, without_consequences
from pipeline.edition.variants import stem, target, variant_of
from pipeline.edition.versions import PRESS, font_packages, with_fonts
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

if TYPE_CHECKING:
    from pipeline.edition.aside import Aside
    from pipeline.edition.since import Changes, Since
    from pipeline.edition.stages import Loaded
    from pipeline.layout import Book
    from pipeline.layout.frames import Layout
    from pipeline.model.identity import Identity
    from pipeline.model.leaves import Leaves
    from pipeline.model.nodes import Document
    from pipeline.model.recording import RichTexts
    from pipeline.release.leftout import LeftOut
    from pipeline.source.packet import Packet
    from pipeline.source.workspace import Workspace
    from pipeline.style.theme import Theme

_MOST_BLOCKS_ASIDE = 20_000
"""Some 7,000 pages. A second process holds a third more memory, which is no longer little for more pages."""

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


class _Word(NamedTuple):
    """What writes the Word file from page numbers, and the process that does it and the record, if there is one."""

    write: Callable[[bytes, Document], bytes]
    record: Callable[[], bytes]
    process: Aside | None


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
        self.since: Since | None = None
        self.changes: Changes | None = None

    def go(self) -> PacketResult:
        if self.options.since:
            self._open_since()
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

        identity = cache(lambda: identify(document, self.place, theme.name, self.rich_texts))
        if self.since is not None:
            from pipeline.edition.since import Changes

            asked = self.options.change_pages
            self.changes = Changes(self.since, document, identity(), theme, self.workspace, pages=asked)
        with self._word_writer(document, theme, formats, identity) as word:
            self.step("layout")
            book, layout = self._lay_out(document, theme, packet)
            if has_errors(self.diagnostics) or self.options.stop_after == "layout":
                return self._stopped()
            self.step("write")
            files, leaves = self._documents(document, book, layout, formats, word)
            used = font_packages(font_files(theme, layout)) | (PRESS if has_inserted(document) else frozenset())
            made = packet, document, theme
            return self._publish(files, made, layout, leaves, before, with_fonts(self.versions, used))

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
            from pipeline.edition.monochrome import in_greys

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
            from pipeline.edition import emit

            self.emitted |= emit.filled_markdown(composition.filled)
            if composition.document is not None:
                self.emitted |= emit.document_tree(composition.document)
        return composition.document

    def _lay_out(self, document: Document, theme: Theme, packet: Packet) -> tuple[Book, Layout]:
        from pipeline.layout import Book

        setter = self.shelf.setter_for(theme)
        book = self.changes.book(setter) if self.changes is not None else Book(document, theme, setter)
        layout = book.layout()
        # What the last copy's number does to the running text is known only when it is set.
        last = document.metadata.copies
        found = book.layout(last).diagnostics if last else layout.diagnostics
        self.diagnostics.extend(self.loader.lined((copies.at_setting(fault, packet) for fault in found), packet))
        self.diagnostics.extend(self.ruling.findings_on(layout))
        if self.options.emit:
            from pipeline.edition import emit

            self.emitted |= emit.pages(layout)
        return book, layout

    @contextmanager
    def _word_writer(
        self, document: Document, theme: Theme, formats: tuple[Format, ...], identity: Callable[[], Identity]
    ) -> Iterator[_Word]:
        """Yield what writes the Word file: a process that prepares while pages are laid out, or none."""

        def prepare() -> None:
            import pipeline.docx  # noqa: F401

            identity()

        def record() -> bytes:
            return identity().json.encode("utf-8", "backslashreplace") + b"\n"

        def both(numbers: bytes) -> bytes:
            docx = write(numbers)
            return aside.joined(record(), docx)

        def write(numbers: bytes, shown: Document = document) -> bytes:
            from pipeline.docx import write_docx
            from pipeline.edition.artist import artist

            page_of, kinds, columns, spaces, balanced = json.loads(numbers)
            if has_inserted(shown):
                from pipeline.press.rendering import pictured

                shown = pictured(shown, theme)
            draw = artist(theme, lambda: self.shelf.setter_for(theme))
            pages = len(kinds)
            laid = {"kinds": kinds, "columns": columns, "spaces": spaces, "balanced": balanced}
            return write_docx(shown, theme, page_of, pages, identity=identity(), draw=draw, **laid)

        wanted = set(formats) == set(FORMATS) and self.options.stop_after is None and self.options.aside
        small = sum(len(paper.blocks) for paper in document.papers) <= _MOST_BLOCKS_ASIDE
        if wanted and small and aside.possible():
            with aside.started(prepare, both) as process:
                yield _Word(write, record, process)
        else:
            yield _Word(write, record, None)

    def _documents(
        self, document: Document, book: Book, layout: Layout, formats: tuple[Format, ...], word: _Word
    ) -> tuple[dict[str, bytes], Leaves]:
        """Return the documents, their numbered copies and their record by file name, and what is on the pages."""
        numbers = numbers_for_word(layout if self.changes is None else self.changes.plain(layout))
        if word.process is not None:
            word.process.begin(numbers)
        files = {}
        name = self.name
        if "pdf" in formats:
            files[f"{name}.pdf"] = pdf_of(layout, document)
        leaves = book.leaves()  # The other process may still be at work.
        if word.process is not None:
            record, files[f"{name}.docx"] = aside.parted(word.process.answer())
        else:
            record = word.record()
            if "docx" in formats:
                files[f"{name}.docx"] = word.write(numbers, document)
        for copy, path in copies.numbered(document, name):
            if "pdf" in formats:
                files[f"{path}.pdf"] = pdf_of(book.layout(copy.metadata.copy), copy)
            if "docx" in formats:
                files[f"{path}.docx"] = word.write(numbers, copy)
        if self.changes is not None:
            files |= self.changes.files(book, name, pdf_of)
            self.diagnostics.extend(self.changes.findings)
        files[manifest.RECORD] = record
        return files, leaves

    def _open_since(self) -> None:
        """Open the edition that changes are told since."""
        from pipeline.edition.since import open_since, settings_of

        self.since = open_since(self.options, self.workspace, self.place)
        self.settings |= settings_of(self.since, self.options)

    def _publish(
        self,
        files: dict[str, bytes],
        made: tuple[Packet, Document, Theme],
        layout: Layout,
        leaves: Leaves,
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
            leaves=leaves,
        )
        record = manifest.write(edition)
        if self.left_out is not None:
            from pipeline.edition.proving import prove_variant

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
