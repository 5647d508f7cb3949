"""Packets kept up to date while their files change.

Enters: packets, options, and again and again the paths that have changed. Leaves: a result for each time. Guaranteed:
what a run would build is built, and nothing else; templates, themes and shaped words stay warm from one time to the
next; a packet with errors is tried again at every change.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.batch import PACKET_FILE, Work, check_theme, editions, packet_folders
from pipeline.diagnostics import UsageError, error
from pipeline.diagnostics.order import in_file_order
from pipeline.edition import manifest
from pipeline.edition.datafiles import DataFiles
from pipeline.edition.stages import Shelf
from pipeline.edition.variants import ALL, target
from pipeline.edition.versions import versions
from pipeline.host import Host, RealHost
from pipeline.results import EXIT_DONE, Options, PacketResult, Result


class Watcher:
    """Keeps packets up to date. Raises UsageError for a workspace or packet that is not there."""

    def __init__(
        self,
        packets: Sequence[str | os.PathLike[str]],
        root: str | os.PathLike[str] | None,
        options: Options,
        host: Host | None = None,
    ) -> None:
        from pipeline.source.workspace import Workspace

        self._host = host or RealHost()
        self._named = [Path(packet) for packet in packets]
        start = next((path for path in self._named if self._host.is_directory(path)), Path())
        self._workspace = Workspace.find(self._host, start, Path(root) if root is not None else None)
        self._folders = packet_folders(self._workspace, self._named)
        check_theme(self._workspace, options.theme)
        if options.audience == ALL:
            help = "name one: `brief build --for all` builds everybody's once"
            raise UsageError(error("usage", "watching is for one variant at a time", help=help))
        for _ in editions(self._workspace, self._folders, options):
            pass  # Raises where a variant would overwrite a packet.
        # A second process would start each time without what this one has warm.
        self._work = Work(
            self._workspace.root, self._host, replace(options, aside=False), versions(), Shelf(data_files=DataFiles())
        )
        self._inputs: dict[Path, frozenset[Path]] = {}
        self._last: dict[Path, PacketResult] = {}

    @property
    def root(self) -> Path:
        """The workspace."""
        return self._workspace.root

    @property
    def watched(self) -> tuple[Path, ...]:
        """The folders to be told about: those of the packets, data and templates, as far as they are there."""
        inside = (self.root / "data", self.root / "templates")
        outside = (folder for folder in self._folders if not folder.is_relative_to(inside[0]))
        return tuple(folder for folder in (*inside, *outside) if self._host.is_directory(folder))

    def first(self) -> Result:
        """Bring every packet up to date."""
        return self._build(self._folders)

    def after(self, changed: Collection[Path]) -> Result | None:
        """Bring the packets up to date that *changed* files concern; None when they concern none."""
        output = self._work.options.output
        if output is not None:
            changed = [path for path in changed if not path.is_relative_to(self._host.real(output))]
        if any(path.name == PACKET_FILE for path in changed):
            self._look_again()
        strange = any(not self._is_known(path) for path in changed if self._is_template(path))
        concerned = [folder for folder in self._folders if strange or self._concerns(folder, changed)]
        return self._build(concerned) if concerned else None

    def findings(self) -> Result:
        """Return everything that is wrong at present, with every packet's last result."""
        results = tuple(self._last[folder] for folder in self._folders if folder in self._last)
        return Result(self.root, results, in_file_order([found for result in results for found in result.diagnostics]))

    def _look_again(self) -> None:
        """Find packets that are new or gone."""
        try:
            self._folders = packet_folders(self._workspace, self._named)
        except UsageError:
            # The last packet has gone, or two have one name: what is known stays until that is mended.
            return
        for folder in [folder for folder in self._last if folder not in self._folders]:
            del self._last[folder]

    def _is_template(self, path: Path) -> bool:
        return path.is_relative_to(self.root / "templates")

    def _is_known(self, path: Path) -> bool:
        return any(path in inputs for inputs in self._inputs.values())

    def _concerns(self, folder: Path, changed: Collection[Path]) -> bool:
        known = self._inputs.get(folder)
        return known is None or any(path in known or path.is_relative_to(folder) for path in changed)

    def _build(self, folders: Sequence[Path]) -> Result:
        results = []
        self._work.shelf.digests.clear()
        for folder in folders:
            result = self._last[folder] = self._work(folder)
            self._inputs.pop(folder, None)
            if result.exit_code == EXIT_DONE:
                self._inputs[folder] = self._inputs_of(folder)
            results.append(result)
        found = in_file_order([finding for result in results for finding in result.diagnostics])
        return Result(self.root, tuple(results), found)

    def _inputs_of(self, folder: Path) -> frozenset[Path]:
        edition = manifest.read(self._host, target(self.root, folder, self._work.options))
        tree = manifest.Tree(self.root, self._workspace.shipped, self._host)
        return frozenset(map(tree.path, edition.inputs)) if edition is not None else frozenset()
