"""Measure one packet that holds many copies of a paper: time, memory, pages, and what each stage takes.

Enters: ``--copies`` and ``--runs``. Leaves: a table on standard output. Each number is the median of whole processes
started anew; memory is the most that the command and its children hold together (proportional set size where the
system tells it, else the largest process). It is no test: machines differ.

    python benchmarks/many_copies.py --copies 500
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TOP = Path(__file__).parents[1]
STAGES = ("load", "validate", "compose", "layout")
_EVERY = 0.02


def make_workspace(folder: Path, copies: int) -> Path:
    """Return the folder of a packet with *copies* of the sample fact sheet."""
    packet = folder / "data" / "many"
    packet.mkdir(parents=True)
    shutil.copy(TOP / "data/phnom-penh-2022/fact-sheet.yaml", packet)
    lines = ["title: Many copies", "theme: letter", "formats: [pdf, docx]", "papers:"]
    lines += [
        f"  - {{tab: '{number}', title: Copy {number}, template: fact-sheet, data: fact-sheet.yaml}}"
        for number in range(1, copies + 1)
    ]
    (packet / "packet.yaml").write_text("\n".join(lines) + "\n")
    return packet


class Memory(threading.Thread):
    """Watches what a process and its children hold, in bytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.most = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(_EVERY):
            self.most = max(self.most, sum(map(held, family(self.process))))


def family(process: int) -> list[int]:
    """Return a process and all below it."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return [process]
    return [process, *(member for child in text.split() for member in family(int(child)))]


def held(process: int) -> int:
    """Return the proportional set size of a process in bytes; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)


def measure(packet: Path, output: Path, *options: str) -> tuple[float, int]:
    """Return seconds and bytes of one run of the command."""
    command = [sys.executable, "-m", "pipeline", "build", str(packet), "-o", str(output), "--force", "-q", *options]
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    memory = Memory(process.pid)
    memory.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    memory.ended.set()
    memory.join()
    if code != 0:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return seconds, memory.most or largest


def report(packet: Path, output: Path, runs: int) -> list[str]:
    """Return the table's lines."""
    cases: list[tuple[str, tuple[str, ...]]] = [(f"to {stage}", ("--stop-after", stage)) for stage in STAGES]
    cases += [("pdf", ("--formats", "pdf")), ("docx", ("--formats", "docx")), ("both", ())]
    medians: dict[str, tuple[float, float]] = {}
    for name, options in cases:
        taken = [measure(packet, output, *options) for _ in range(runs)]
        medians[name] = (
            statistics.median(seconds for seconds, _ in taken),
            statistics.median(size for _, size in taken),
        )
    whole = medians["both"][0]
    pages = json.loads((output / "many" / "manifest.json").read_text())["pages"]
    lines = ["| run | seconds | of the whole | memory, MB |", "|---|---|---|---|"]
    for name, (seconds, size) in medians.items():
        lines.append(f"| {name} | {seconds:.2f} | {seconds / whole:.0%} | {size / 1e6:.0f} |")
    lines.append("")
    lines.append(f"{pages} pages, {pages / whole:.0f} pages a second, both documents")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure one packet that holds many copies of a paper.")
    parser.add_argument("--copies", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packet = make_workspace(Path(folder), arguments.copies)
        print(f"{arguments.copies} copies of the fact sheet, median of {arguments.runs} runs\n")
        print("\n".join(report(packet, Path(folder) / "output", arguments.runs)))


if __name__ == "__main__":
    main()
