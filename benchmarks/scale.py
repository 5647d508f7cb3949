"""Measure runs over thousands of packets: the first build, one where nothing changed, one where one file changed.

Enters: ``--packets`` (how many, several times), ``--jobs``. Leaves: a table in Markdown on standard output, as
``docs/scale.md`` has it. Each packet is one fact sheet with a file of its own; each run is the command in a process of
its own. Memory is that of the largest process. It is no test: machines differ.

    python benchmarks/scale.py --packets 200 1000 5000 --jobs 2
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parents[1]
FACTS = TOP / "data/phnom-penh-2022/fact-sheet.yaml"
HEAD = "| packets | run | wall, s | processor, s | packets/s | ms/packet | memory, MB | files, MB |"


class Run(NamedTuple):
    """Seconds by the clock and of processor, and the largest process in MB."""

    wall: float
    processor: float
    memory: float


def make_workspace(folder: Path, packets: int) -> list[Path]:
    """Return the files of facts of *packets* packets of one paper each, all different."""
    facts = FACTS.read_text(encoding="utf-8")
    made = []
    for number in range(1, packets + 1):
        packet = folder / "data" / f"packet-{number:05}"
        packet.mkdir(parents=True)
        paper = "{tab: A, title: U.S.-Cambodia relations, template: fact-sheet, data: facts.yaml}"
        (packet / "packet.yaml").write_text(f"title: Packet {number}\ntheme: letter\npapers:\n  - {paper}\n")
        (packet / "facts.yaml").write_text(f"{facts}# {number}\n", encoding="utf-8")
        made.append(packet / "facts.yaml")
    return made


def run(folder: Path, jobs: int) -> Run:
    """Run ``brief build`` over all packets."""
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(folder), "--jobs", str(jobs), "-q"]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=TOP, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    kilobyte = 1 if sys.platform != "darwin" else 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / kilobyte / 1024)


def measured(packets: int, jobs: int) -> list[str]:
    """Return the table's lines for so many packets."""
    folder = Path(tempfile.mkdtemp(prefix="scale-"))
    try:
        files = make_workspace(folder, packets)
        runs = {"first": run(folder, jobs), "nothing changed": run(folder, jobs)}
        size = sum(path.stat().st_size for path in (folder / "output").rglob("*") if path.is_file()) / 1e6
        changed = files[len(files) // 2]
        changed.write_text(changed.read_text(encoding="utf-8").replace("With U.S. support", "With support", 1))
        runs["one file changed"] = run(folder, jobs)
    finally:
        shutil.rmtree(folder)
    return [
        f"| {packets:,} | {name} | {taken.wall:.1f} | {taken.processor:.1f} | {packets / taken.wall:,.0f} "
        f"| {taken.wall / packets * 1000:.2f} | {taken.memory:.0f} | {size:.0f} |"
        for name, taken in runs.items()
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure runs over many packets.")
    parser.add_argument("--packets", type=int, nargs="+", default=[200, 1000, 5000])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    print(HEAD)
    print("|--:|---|--:|--:|--:|--:|--:|--:|")
    for packets in given.packets:
        print("\n".join(measured(packets, given.jobs)), flush=True)


if __name__ == "__main__":
    main()
