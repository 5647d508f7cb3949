"""Packets on the machines of a Dask cluster.

Enters: work, the folders to do it on, a scheduler's address. Leaves: results as they come, and every edition in its
output folder. Guaranteed: the same bytes as on one machine, for a worker of another version is refused; a worker that
dies costs time only: its packets go to another one. A worker that sees the workspace under the same path reads and
writes it there; to any other it is shipped, and what that one makes is written here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch import Work
from pipeline.diagnostics import BriefError, MachineError, UsageError, error
from pipeline.edition.variants import target
from pipeline.host import Host
from pipeline.results import PacketResult
from pipeline.runs.pool import lost
from pipeline.values import dataclass, replace

if TYPE_CHECKING:
    from distributed import Client

    from pipeline.runs.bench import Bench, Made

_PATIENCE = "10s"
_LIMIT = 1 << 30
"""Bytes of a workspace that is shipped."""
_AT_A_TIME = 256
"""Packets that are handed out: the results of more would wait in the workers' memory."""
_INHERITED = ("SOURCE_DATE_EPOCH",)
"""What of this environment decides about the bytes, and so holds on workers too."""


def on_cluster(work: Work, folders: Sequence[Path], address: str) -> Iterator[tuple[int, PacketResult]]:
    """Yield the number and the result of each folder, in the order in which they are done.

    Raises UsageError without the extra ``cluster``, and MachineError when there is no scheduler at *address* or no
    worker that would make the same bytes.
    """
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'print-briefs[cluster]'"
        raise UsageError(error("missing-extra", "--cluster needs the extra 'cluster'", help=hint)) from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        hint = "start one with `dask scheduler`, and workers with `dask worker ADDRESS --nthreads 1 --nworkers auto`"
        raise MachineError(error("no-cluster", f"no scheduler answers at {address}: {problem}", help=hint)) from None
    from pipeline.runs.bench import Bench, Order

    with client:
        _refuse_strangers(client, work)
        environ = {name: work.host.environ[name] for name in _INHERITED if name in work.host.environ}
        output = work.options.output
        alone = replace(work.options, aside=False, output=work.host.real(output) if output is not None else None)
        order = Order(work.root, alone, work.versions, environ, shipped_files(work.host, work.root), client.id)
        client.register_plugin(Bench(order), name=order.name)
        try:
            yield from _Spread(client, work, folders, order.name).results()
        finally:
            client.unregister_worker_plugin(order.name)


def _refuse_strangers(client: Client, work: Work) -> None:
    """See that there are workers, and that all of them would make the same bytes."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, TimeoutError):
        hint = "start one with `dask worker ADDRESS`"
        raise MachineError(error("no-cluster", "the cluster has no worker", help=hint)) from None
    for name, found in sorted(client.run(_versions, on_error="return").items()):
        if isinstance(found, Exception):
            message = f"the worker {name} cannot build: {type(found).__name__}: {found}"
            raise MachineError(error("bad-worker", message, help="install the same print-briefs there")) from found
        other = sorted({*found.items()} ^ {*work.versions.items()})
        if other:
            message = f"the worker {name} has another version of {other[0][0]}, and would make other bytes"
            raise MachineError(error("bad-worker", message, help="install the same packages there"))


def _versions() -> Mapping[str, str]:
    from pipeline.edition.versions import versions

    return versions()


def _build(name: str, folder: str, before: Mapping[str, bytes]) -> Made:
    """On a worker: build the packet whose folder, relative to the workspace, is *folder*."""
    from distributed import get_worker

    bench: Bench = get_worker().plugins[name]
    return bench.build(folder, before)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Hands packets out to a cluster, some at a time."""

    client: Client
    work: Work
    folders: Sequence[Path]
    name: str

    def results(self) -> Iterator[tuple[int, PacketResult]]:
        """Yield the number and the result of each folder as they are done."""
        from distributed import as_completed

        numbers: dict[Any, int] = {}
        running = as_completed([], loop=self.client.loop)
        for index, folder in enumerate(self.folders):
            unchanged = self._unchanged(folder)
            if unchanged is not None:
                yield index, unchanged
                continue
            while len(numbers) >= _AT_A_TIME:
                done = next(running)
                yield numbers[done], self._received(done, self.folders[numbers.pop(done)])
            path, before = os.path.relpath(folder, self.work.root), files_below(self.work.host, self._target(folder))
            future = self.client.submit(_build, self.name, path, before, pure=False, key=f"{self.name}-{index}")
            numbers[future] = index
            running.add(future)
        for done in running:
            yield numbers[done], self._received(done, self.folders[numbers[done]])

    def _target(self, folder: Path) -> Path:
        return target(self.work.root, folder, self.work.options)

    def _unchanged(self, folder: Path) -> PacketResult | None:
        """Return the result of a packet that need not be built; that is found out here, where its documents are."""
        options = self.work.options
        if options.force or options.emit or options.stop_after:
            return None
        result = replace(self.work, options=replace(options, only_check=True))(folder)
        return result if result.state == "unchanged" or options.only_check else None

    def _received(self, done: Any, folder: Path) -> PacketResult:
        from distributed.scheduler import KilledWorker

        try:
            made: Made = done.result()
        except KilledWorker:
            return lost(folder)
        except BriefError as problem:
            return PacketResult(folder.name, folder, "failed", problem.diagnostics, exit_code=problem.exit_code)
        target = self._target(folder)
        if made.files or made.gone:
            try:
                self.work.host.replace_together(target, made.files, made.gone)
            except OSError as problem:
                message = f"the documents cannot be written: {problem.strerror or problem} ({target})"
                fault = error("cannot-write", message, help="make room or choose another folder with -o")
                return PacketResult(folder.name, folder, "failed", (fault,), exit_code=MachineError.exit_code)
        outputs = tuple(replace(output, path=target / output.path.name) for output in made.result.outputs)
        return replace(made.result, folder=folder, outputs=outputs)


def shipped_files(host: Host, root: Path) -> dict[str, bytes]:
    """Return every file below ``data`` and ``templates`` of a workspace, by its path in the workspace.

    Raises MachineError when they are too large to ship.
    """
    found: dict[str, bytes] = {}
    for name in ("data", "templates"):
        if host.real(root / name).is_relative_to(root):
            found.update({f"{name}/{path}": content for path, content in files_below(host, root / name).items()})
    if sum(map(len, found.values())) > _LIMIT:
        message = f"the workspace is larger than {_LIMIT >> 20} MB, too much to ship to workers"
        hint = "put it where all workers see it under the same path"
        raise MachineError(error("too-large", message, help=hint))
    return found


def files_below(host: Host, folder: Path) -> dict[str, bytes]:
    """Return the files in *folder* and its folders by their path in it; links that lead out of it are left out."""
    found: dict[str, bytes] = {}
    folders = [folder]
    while folders:
        place = folders.pop()
        for name in host.entries(place) if host.is_directory(place) else ():
            path = place / name
            if not host.real(path).is_relative_to(host.real(folder)):
                continue
            if host.is_directory(path):
                folders.append(path)
            elif host.is_file(path):
                found[path.relative_to(folder).as_posix()] = host.read(path, _LIMIT)
    return found
