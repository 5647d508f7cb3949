"""A worker's bench: where one worker of a cluster builds packets.

Enters: an order, once, then packets' folders. Leaves: results, and the files that a worker away from the workspace has
made. Guaranteed: one packet at a time, so that what packets have in common is made once and shared without locks of its
own; a shipped workspace is unpacked into a folder that goes away with the bench.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any, NamedTuple

from distributed import WorkerPlugin

from pipeline.batch import Work
from pipeline.edition import variants
from pipeline.host import RealHost
from pipeline.results import Options, PacketResult
from pipeline.runs.cluster import files_below
from pipeline.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Order:
    """What a bench is set up for. *files*: the workspace's, by path; *environ*: what holds of the environment."""

    root: Path
    options: Options
    versions: Mapping[str, str]
    environ: Mapping[str, str]
    files: Mapping[str, bytes] = field(repr=False)
    client: str = ""

    @property
    def name(self) -> str:
        """A name for the bench, one for each run."""
        return f"print-briefs-{self.client}"


class Made(NamedTuple):
    """A packet's result, the files to write where the command runs, and the names of those to take away."""

    result: PacketResult
    files: dict[str, bytes]
    gone: list[str]


class Bench(WorkerPlugin):
    """A plugin of a Dask worker: :meth:`setup` and :meth:`teardown` are called by it."""

    def __init__(self, order: Order) -> None:
        self.name = order.name
        self._order = order

    def setup(self, worker: Any) -> None:  # noqa: ARG002
        """Make ready: find the workspace, or unpack it."""
        order = self._order
        self._lock = Lock()
        self._host = RealHost(order.environ)
        self._away = not all(self._holds(name, content) for name, content in order.files.items())
        root, options = order.root, order.options
        if self._away:
            root = Path(os.path.realpath(mkdtemp(prefix="brief-")))
            for name, content in order.files.items():
                self._host.write(root / name, content)
            options = replace(options, output=None)
        self._work = Work(root, self._host, options, order.versions)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        """Take away what was unpacked."""
        if self._away:
            shutil.rmtree(self._work.root, ignore_errors=True)

    def build(self, folder: str, before: Mapping[str, bytes]) -> Made:
        """Build the packet in *folder*, relative to the workspace. *before*: its documents where the command runs."""
        work = self._work
        with self._lock:
            if not self._away:
                return Made(work(Path(os.path.normpath(work.root / folder))), {}, [])
            target = variants.target(work.root, Path(folder), work.options)
            if before:
                self._host.replace_together(target, before)
            result = work(Path(os.path.normpath(work.root / folder)))
            after = files_below(self._host, target)
            shutil.rmtree(target, ignore_errors=True)
        changed = {name: content for name, content in after.items() if before.get(name) != content}
        return Made(result, changed, sorted(before.keys() - after.keys()))

    def _holds(self, name: str, content: bytes) -> bool:
        try:
            return self._host.read(self._order.root / name, len(content)) == content
        except OSError:
            return False
