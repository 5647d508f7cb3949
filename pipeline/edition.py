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
from errno import EISDIR
from itertools import count
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from pipeline import manifest
from pipeline.diagnostics import BriefError, Diagnostic, MachineError, error, warning
from pipeline.diagnostics.order import in_file_order
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
from pipeline.stages import Loader, Shelf, has_errors, without_consequences
from pipeline.versions import font_packages, with_fonts

if TYPE_CHECKING:
    from pipeline.aside import Aside
    from pipeline.layout.frames import Layout
    from pipeline.model.nodes import Document
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


class _Word(NamedTuple):
    """What writes the Word file from page numbers, and the process that does it, if there is one."""

    write: Callable[[bytes], bytes]
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
        self.loader = Loader(workspace, shelf)
        self.versions = versions
        self.step = step
        self.target = (options.output or workspace.root / "output") / folder.name
        self.place = workspace.display(folder)
        self.settings = manifest.options_of(options.formats, self.host)
        self.tree = manifest.Tree(workspace.root, workspace.shipped)
        self.diagnostics: list[Diagnostic] = []
        self.emitted: dict[str, bytes] = {}
        self.papers = 0
        self.reason = ""

    def go(self) -> PacketResult:
        before = manifest.read(self.host, self.target) if self.options.write else None
        if self._may_skip():
            self.reason = manifest.why_outdated(
                before, self.place, self.target, self.tree, self.settings, self.versions, self.host
            )
            if before is not None and not self.reason:
                return self._unchanged(before)
        if self.options.only_check:
            return self.result("outdated", exit_code=EXIT_DATA)
        composed = self._to_document()
        if composed is None:
            return self._stopped()
        packet, document, theme, formats = composed
        with self._word_writer(document, theme, formats) as word:
            self.step("layout")
            layout = self._lay_out(document, theme, packet)
            if has_errors(self.diagnostics) or self.options.stop_after == "layout":
                return self._stopped()
            self.step("write")
            files = self._documents(document, layout, formats, word)
            chains = (theme.fonts.chain(style.font) for style in theme.styles.values())
            fonts = font_packages(face.path for chain in chains for face in chain)
            return self._publish(files, document, layout, before, with_fonts(self.versions, fonts))

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
        if last in ("load", "validate") or loaded.packet is None:
            return None
        self.step("compose")
        document = self._compose(loaded)
        if document is None or loaded.theme is None or last == "compose" or has_errors(self.diagnostics):
            return None
        wanted = self.options.formats or loaded.packet.formats
        return loaded.packet, document, loaded.theme, tuple(name for name in FORMATS if name in wanted)

    def _compose(self, loaded: Loaded) -> Document | None:
        from pipeline.compose import compose

        assert loaded.packet is not None
        composition = compose(loaded.packet, loaded.papers, self.workspace)
        found = without_consequences(composition.diagnostics, loaded.diagnostics)
        self.diagnostics.extend(self.loader.lined(found, loaded.packet))
        if self.options.emit:
            from pipeline import emit

            self.emitted |= emit.filled_markdown(composition.filled)
            if composition.document is not None:
                self.emitted |= emit.document_tree(composition.document)
        return composition.document

    def _lay_out(self, document: Document, theme: Theme, packet: Packet) -> Layout:
        from pipeline.layout import lay_out

        layout = lay_out(document, theme)
        self.diagnostics.extend(self.loader.lined(layout.diagnostics, packet))
        if self.options.emit:
            from pipeline import emit

            self.emitted |= emit.pages(layout)
        return layout

    @contextmanager
    def _word_writer(self, document: Document, theme: Theme, formats: tuple[Format, ...]) -> Iterator[_Word]:
        """Yield what writes the Word file: a process that prepares while pages are laid out, or none."""
        from pipeline import aside

        def prepare() -> None:
            import pipeline.docx  # noqa: F401

        def write(numbers: bytes) -> bytes:
            from pipeline.docx import write_docx

            page_of, pages = json.loads(numbers)
            return write_docx(document, theme, page_of, pages)

        wanted = set(formats) == set(FORMATS) and self.options.stop_after is None and self.options.aside
        small = sum(len(paper.blocks) for paper in document.papers) <= _MOST_BLOCKS_ASIDE
        if wanted and small and aside.possible():
            with aside.started(prepare, write) as process:
                yield _Word(write, process)
        else:
            yield _Word(write, None)

    def _documents(
        self, document: Document, layout: Layout, formats: tuple[Format, ...], word: _Word
    ) -> dict[str, bytes]:
        """Return the documents by file name."""
        page_of = {anchor: destination.page for anchor, destination in layout.destinations.items()}
        numbers = json.dumps([page_of, len(layout.pages)]).encode()
        if word.process is not None:
            word.process.begin(numbers)
        files = {}
        name = self.folder.name
        if "pdf" in formats:
            from pipeline.pdf import write_pdf

            files[f"{name}.pdf"] = write_pdf(layout, document.metadata)
        if "docx" in formats:
            files[f"{name}.docx"] = word.process.answer() if word.process is not None else word.write(numbers)
        return files

    def _publish(
        self,
        files: dict[str, bytes],
        document: Document,
        layout: Layout,
        before: manifest.Edition | None,
        versions: Mapping[str, str],
    ) -> PacketResult:
        """Write documents and manifest, and take away what only the earlier edition had."""
        from pipeline.model.walk import headings

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
            warnings=self._sorted(),
            versions=versions,
        )
        kept, gone = self._edited(files, before)
        self._write({**kept, **self.emitted, **files, manifest.NAME: manifest.write(edition)}, gone)
        return replace(self.result("built", pages=edition.pages), outputs=manifest.outputs_of(edition, self.target))

    def _edited(
        self, files: Mapping[str, bytes], before: manifest.Edition | None
    ) -> tuple[dict[str, bytes], list[str]]:
        """Return what to keep beside the new *files*, under new names, and which earlier documents to take away.

        A document that somebody has changed is neither written over nor taken away.
        """
        gone = [name for name in (before.outputs if before else ()) if name not in files]
        with self._writing():
            changed = manifest.edited(self.host, self.target, before, [*files, *gone])
            taken = set(self.host.entries(self.target)) if changed else set()
        kept = {}
        for name, data in changed.items():
            if data == files.get(name):
                continue
            message = f"{name} has been changed since it was built; it stays as it is"
            if name in files:
                path = PurePath(name)
                names = (f"{path.stem}.edited-{number}{path.suffix}" for number in count(1))
                free = next(other for other in names if other not in taken)
                kept[free] = data
                message = f"{name} has been changed since it was built; what it held is now in {free}"
            hint = "edit the packet's data instead: a build writes its documents anew"
            self.diagnostics.append(warning("edited-output", message, help=hint))
        return kept, [name for name in gone if name not in changed and self.host.is_file(self.target / name)]

    def _write(self, files: dict[str, bytes], gone: list[str]) -> None:
        with self._writing():
            for name in files:
                if self.host.is_directory(self.target / name):
                    raise IsADirectoryError(EISDIR, f"{name} is a folder")
            self.host.replace_together(self.target, files, without=[*gone, *self._old_stages(files)])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            reason = problem.strerror or str(problem)
            message = f"the documents cannot be written: {reason} ({self.target})"
            hint = "the earlier documents are as they were; make room or choose another folder with -o"
            raise MachineError(error("cannot-write", message, help=hint)) from problem

    def _old_stages(self, files: Mapping[str, bytes]) -> list[str]:
        """Return what an earlier ``--emit`` wrote and this build does not."""
        from pipeline.emit import FOLDER

        folder = self.target / FOLDER
        names = self.host.entries(folder) if self.host.is_directory(folder) else []
        return [f"{FOLDER}{name}" for name in names if f"{FOLDER}{name}" not in files]

    def _stopped(self) -> PacketResult:
        if self.emitted:
            self._write(self.emitted, [])
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

    def _sorted(self) -> tuple[Diagnostic, ...]:
        return in_file_order(self.diagnostics)

    def result(self, state: State, *, pages: int = 0, exit_code: int = EXIT_DONE) -> PacketResult:
        """Return what became of the packet so far."""
        return PacketResult(
            name=self.folder.name,
            folder=self.folder,
            state=state,
            diagnostics=self._sorted(),
            pages=pages,
            papers=self.papers,
            reason=self.reason,
            exit_code=exit_code,
        )
