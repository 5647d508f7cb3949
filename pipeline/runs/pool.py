"""Packets side by side in processes.

Enters: work, and the folders to do it on. Leaves: results as they come. Guaranteed: a process that dies (killed, out of
memory) costs its own packet only, and Ctrl-C ends all processes; on Linux they end with the process that started them.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from pipeline.diagnostics import error
from pipeline.results import EXIT_MACHINE, PacketResult

Work = Callable[[Path], PacketResult]

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def in_processes(work: Work, folders: Sequence[Path], workers: int) -> Iterator[tuple[int, PacketResult]]:
    """Yield the number and the result of each folder, in the order in which they are done."""
    left = dict(enumerate(folders))
    try:
        for index, result in _pooled(work, left, workers):
            del left[index]
            yield index, result
    except BrokenProcessPool:
        # Nobody knows whose packet it was: each of the others gets a process of its own.
        for index, folder in sorted(left.items()):
            try:
                yield from _pooled(work, {index: folder}, 1)
            except BrokenProcessPool:
                yield index, lost(folder)


def _pooled(work: Work, folders: dict[int, Path], workers: int) -> Iterator[tuple[int, PacketResult]]:
    # A forked process has everything imported already; elsewhere than on Linux a fork is not safe.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    if sys.platform == "linux" and workers > 1:
        _import_stages()
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(work, os.getpid()))
    try:
        futures = {executor.submit(_work, folder): index for index, folder in sorted(folders.items())}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _import_stages() -> None:
    import pipeline.compose
    import pipeline.docx
    import pipeline.layout
    import pipeline.pdf
    import pipeline.source.packet
    import pipeline.style.load  # noqa: F401


_mine: list[Work] = []
"""In a worker process: its work, which keeps what packets have in common. Elsewhere it is empty."""


def _begin(work: Work, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        _end_with(parent)
    _mine.append(work)


def _end_with(parent: int) -> None:
    """Let the kernel kill this process when its *parent* dies, which may have happened already."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _work(folder: Path) -> PacketResult:
    return _mine[0](folder)


def lost(folder: Path) -> PacketResult:
    message = f"the process that built '{folder.name}' was killed"
    finding = error("process-killed", message, help="perhaps there was not enough memory; try again with -j 1")
    return PacketResult(folder.name, folder, "failed", (finding,), exit_code=EXIT_MACHINE)
