"""Many packets in one run: which ones, on how many cores, and one result for all.

Enters: packets as a user names them, and options. Leaves: a :class:`~pipeline.results.Result` in the order of the
packets. Guaranteed: one packet's failure stops no other; the result does not depend on the number of processes; each
finding is in it once.
"""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostics import UsageError, error
from pipeline.diagnostics.order import in_file_order
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.edition.make import build_packet
from pipeline.edition.stages import Shelf
from pipeline.edition.versions import versions
from pipeline.host import Host, RealHost
from pipeline.results import Options, PacketResult, Progress, Result
from pipeline.values import dataclass, field, replace

if TYPE_CHECKING:
    from pipeline.source.workspace import Workspace

Listener = Callable[[Progress], None]
"""Told about each moment of a run."""

PACKET_FILE = "packet.yaml"


def run(
    packets: Sequence[str | os.PathLike[str]],
    root: str | os.PathLike[str] | None,
    options: Options,
    *,
    jobs: int | None = None,
    cluster: str = "",
    host: Host | None = None,
    progress: Listener | None = None,
) -> Result:
    """Build *packets* (none: all of the workspace). Raises UsageError for a workspace or packet that is not there.

    *cluster*: the address of a Dask scheduler; MachineError when it cannot do the work.
    """
    from pipeline.source.workspace import Workspace

    host = host or RealHost()
    named = [Path(packet) for packet in packets]
    start = next((path for path in named if _exists(host, path)), Path())
    workspace = Workspace.find(host, start, Path(root) if root is not None else None)
    folders = packet_folders(workspace, named)
    check_theme(workspace, options.theme)
    workers = min(jobs or cores(), len(folders)) if isinstance(host, RealHost) else 1
    tell = progress or (lambda _: None)
    shared, known = Shelf(), versions()
    ordered: list[PacketResult] = []
    for asked, wanted in editions(workspace, folders, options):
        at_a_time = min(workers, len(wanted))
        shelf = shared if at_a_time == 1 and not cluster else Shelf()
        work = Work(workspace.root, host, replace(asked, aside=len(wanted) == 1), known, shelf)
        results: dict[int, PacketResult] = {}
        for index, result in _spread(work, wanted, at_a_time, cluster, tell):
            results[index] = result
            tell(Progress(result.name, len(results), len(wanted), done=result))
        ordered += (results[index] for index in range(len(wanted)))
    return Result(workspace.root, tuple(ordered), in_file_order([f for result in ordered for f in result.diagnostics]))


@dataclass(frozen=True, slots=True)
class Work:
    """What is the same for all packets of a run. It can cross processes while its shelf is empty."""

    root: Path
    host: Host
    options: Options
    versions: Mapping[str, str]
    shelf: Shelf = field(default_factory=Shelf)

    def __call__(self, folder: Path, step: Callable[[str], None] = lambda _: None) -> PacketResult:
        """Build the packet in *folder*."""
        from pipeline.source.workspace import Reads, Workspace

        if self.shelf.workspace is None:
            self.shelf.workspace = Workspace.find(self.host, self.root, self.root)
        # Each packet has its own record of the files that it was made from.
        workspace = replace(self.shelf.workspace, reads=Reads())
        with _no_collections():
            return build_packet(workspace, folder, self.options, self.versions, self.shelf, step)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Let the collector of reference cycles rest while a packet is built: it makes many objects and hardly a cycle."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def cores() -> int:
    """Return how many processes can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _spread(
    work: Work, folders: Sequence[Path], workers: int, cluster: str, tell: Listener
) -> Iterator[tuple[int, PacketResult]]:
    """Yield each packet's number and result, in the order in which they are done."""
    if cluster:
        from pipeline.runs.cluster import on_cluster

        yield from on_cluster(work, folders, cluster)
        return
    if workers > 1:
        from pipeline.runs.pool import in_processes

        yield from in_processes(work, folders, workers)
        return
    for index, folder in enumerate(folders):

        def step(name: str, folder: Path = folder, number: int = index + 1) -> None:
            tell(Progress(folder.name, number, len(folders), name))

        yield index, work(folder, step)


def editions(
    workspace: Workspace, folders: Sequence[Path], options: Options
) -> Iterator[tuple[Options, Sequence[Path]]]:
    """Yield what to build, and for which packets: for everybody that they name where that is asked.

    Raises UsageError where documents of a variant would overwrite those of a packet.
    """
    from pipeline.edition.variants import ALL, names_in, stem

    if options.audience != ALL:
        wanted = {options.audience: list(folders)}
    else:
        wanted = {}
        for folder in folders:
            for name in names_in(replace(workspace, reads=type(workspace.reads)()), folder):
                wanted.setdefault(name, []).append(folder)
        if not wanted:
            help = "write `audience: [NAME]` beside a part, or `audiences: [NAME]` in packet.yaml"
            raise UsageError(error("usage", "--for all: nothing in these packets is for somebody", help=help))
    packets = {folder.name for folder in workspace.packets()}
    for name, having in wanted.items():
        asked = replace(options, audience=name)
        for folder in having:
            other = stem(folder, asked)
            if other != folder.name and other in packets:
                message = f"the documents of this variant would overwrite those of the packet '{other}'"
                raise UsageError(error("same-name", message, help="rename that packet's folder"))
        yield asked, having


def check_theme(workspace: Workspace, theme: str | None) -> None:
    """Raise UsageError where there is no such theme."""
    if theme is not None and workspace.theme(theme) is None:
        known = workspace.themes()
        help = did_you_mean(theme, known) or "there are: " + ", ".join(known)
        raise UsageError(error("usage", f"there is no theme '{theme}'", help=help))


def packet_folders(workspace: Workspace, named: Sequence[Path]) -> tuple[Path, ...]:
    """Return the packets' folders, each once. Raises UsageError."""
    known = workspace.packets()
    if not named:
        if not known:
            message = f"there is no packet in {workspace.root / 'data'}"
            raise UsageError(error("no-packet", message, help=f"a packet is a folder with a {PACKET_FILE}"))
        found = known
    else:
        found = tuple(dict.fromkeys(_folder(workspace, path, known) for path in named))
    twice = [name for name, number in Counter(folder.name for folder in found).items() if number > 1]
    if twice:
        message = f"two packets are called '{twice[0]}', and their documents would overwrite each other"
        raise UsageError(error("same-name", message, help="rename one of the folders"))
    return found


def _folder(workspace: Workspace, path: Path, known: Sequence[Path]) -> Path:
    host = workspace.host
    if host.is_file(path) and path.name == PACKET_FILE:
        return host.real(path.parent)
    if host.is_file(path / PACKET_FILE):
        return host.real(path)
    for folder in known:
        if len(path.parts) == 1 and folder.name == path.name:
            return folder
    if host.is_directory(path):
        message = f"there is no {PACKET_FILE} in {path}"
        raise UsageError(error("no-packet", message, help="name a packet's folder, or give no name for all packets"))
    hint = did_you_mean(path.name, [folder.name for folder in known])
    raise UsageError(error("no-packet", f"there is no packet '{path}'", help=hint or "name a packet's folder"))


def _exists(host: Host, path: Path) -> bool:
    return host.is_file(path) or host.is_directory(path)
