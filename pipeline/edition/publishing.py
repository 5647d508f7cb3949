"""An edition's files into its folder, without harm to what somebody else has put or changed there.

Enters: finished files by name, and the edition that was there before. Leaves: the folder with the new files.
Guaranteed: files are replaced together; a document that somebody has changed is neither written over nor taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EISDIR
from itertools import count
from pathlib import Path, PurePosixPath

from pipeline.diagnostics import Diagnostic, MachineError, error, warning
from pipeline.edition import copies, manifest
from pipeline.host import Host
from pipeline.values import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """Documents that somebody has changed, under new names; the names of earlier documents to take away."""

    files: Mapping[str, bytes]
    gone: list[str]
    findings: list[Diagnostic]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Writes into the folder *target*; raises MachineError when it cannot."""

    host: Host
    target: Path

    def kept(self, files: Mapping[str, bytes], before: manifest.Edition | None) -> Kept:
        """Return what to keep beside the new *files*, which replace the edition *before*."""
        gone = [name for name in (before.outputs if before else ()) if name not in files]
        with self._writing():
            changed = manifest.edited(self.host, self.target, before, [*files, *gone])
            taken = self._taken() if changed else set()
        kept = {}
        findings = []
        for name, data in changed.items():
            if data == files.get(name):
                continue
            message = f"{name} has been changed since it was built; it stays as it is"
            if name in files:
                path = PurePosixPath(name)
                names = (str(path.with_stem(f"{path.stem}.edited-{number}")) for number in count(1))
                free = next(other for other in names if other not in taken)
                kept[free] = data
                message = f"{name} has been changed since it was built; what it held is now in {free}"
            hint = "edit the packet's data instead: a build writes its documents anew"
            findings.append(warning("edited-output", message, help=hint))
        left = [name for name in gone if name not in changed and self.host.is_file(self.target / name)]
        return Kept(kept, left, findings)

    def write(self, files: Mapping[str, bytes], gone: list[str]) -> None:
        """Put *files* into the folder, and take away *gone* and what an earlier ``--emit`` wrote."""
        with self._writing():
            for name in files:
                if self.host.is_directory(self.target / name):
                    raise IsADirectoryError(EISDIR, f"{name} is a folder")
            self.host.replace_together(self.target, files, without=[*gone, *self._old_stages(files)])

    def _taken(self) -> set[str]:
        """Return the names of what lies where documents are put."""
        folders = [folder for folder in ("", copies.FOLDER) if self.host.is_directory(self.target / folder)]
        return {f"{folder}{name}" for folder in folders for name in self.host.entries(self.target / folder)}

    def _old_stages(self, files: Mapping[str, bytes]) -> list[str]:
        """Return what an earlier ``--emit`` wrote and this build does not."""
        from pipeline.edition.emit import FOLDER

        folder = self.target / FOLDER
        names = self.host.entries(folder) if self.host.is_directory(folder) else []
        return [f"{FOLDER}{name}" for name in names if f"{FOLDER}{name}" not in files]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            reason = problem.strerror or str(problem)
            message = f"the documents cannot be written: {reason} ({self.target})"
            hint = "the earlier documents are as they were; make room or choose another folder with -o"
            raise MachineError(error("cannot-write", message, help=hint)) from problem
