"""One tool, one job, one process: ``python -m benchmarks.peers.one NAME COPIES PACKETS FOLDER [PROCESSES]``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path

from benchmarks.peers.job import Job


def main(name: str, copies: int, packets: int, folder: Path, processes: int) -> None:
    """Do the job; several processes share the packets, each with a folder of its own."""
    if name == "ours":
        from benchmarks.peers.ours import make as ours

        ours(Job(copies, packets, folder), processes)
        return
    shares = [(packets + number) // processes for number in range(processes)]
    jobs = [Job(copies, share, folder / str(number)) for number, share in enumerate(shares) if share]
    for job in jobs:
        job.folder.mkdir()
    if len(jobs) == 1:
        _make(name, jobs[0])
        return
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_make, [name] * len(jobs), jobs))


def _make(name: str, job: Job) -> None:
    make: Callable[[Job], None] = import_module(f"benchmarks.peers.{name}").make
    make(job)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), int((sys.argv[5:] or ["1"])[0]))
