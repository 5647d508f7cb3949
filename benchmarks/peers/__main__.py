"""Measure every tool on the same jobs and print a table with ratios.

Enters: ``--runs``, ``--jobs``, ``--tools``, ``--markdown FILE``, ``--chart FILE``. Leaves: a table in Markdown, and a
chart if asked for. Each run is a new process; tools take turns, so that a machine that slows down slows all of them;
numbers are medians. Memory is that of the largest process. The base of the ratios is docxtpl and Typst together, the
fastest way without this program to get a Word file and a tagged PDF.

    python -m benchmarks.peers --runs 5 --chart docs/images/peers.svg
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.job import TOP

TOOLS = {
    "ours": "this program: PDF and Word",
    "typst_pdf": "Typst: PDF",
    "docxtpl_docx": "docxtpl: Word",
    "docxtpl_libreoffice": "docxtpl + LibreOffice: both",
    "pandoc": "pandoc + Typst: both",
    "weasyprint_pdf": "WeasyPrint: PDF",
    "platypus": "Platypus: PDF, no tags",
    "fpdf2_pdf": "fpdf2: PDF, no tags",
}
JOBS = {"1": (1, 1, 1), "50": (50, 1, 1), "500": (500, 1, 1), "200 packets": (1, 200, 2)}
"""Copies in a packet, packets, processes."""
BASE = ("typst_pdf", "docxtpl_docx")
_SLOW = {"500": ("docxtpl_libreoffice", "weasyprint_pdf", "platypus", "fpdf2_pdf"), "200 packets": ("fpdf2_pdf",)}
"""Tools that take more than half a minute: one run of these is enough."""


@dataclass(frozen=True, slots=True)
class Run:
    """Wall time and processor time in seconds, the largest process in MB, the documents' size in kB."""

    wall: float
    cpu: float
    memory: float
    size: float


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", nargs="+", choices=JOBS, default=list(JOBS))
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--chart", type=Path)
    given = parser.parse_args()
    medians = {job: _measured(job, given.tools, given.runs) for job in given.jobs}
    table = "\n".join(_table(medians)) + "\n"
    print(table, end="")
    if given.markdown:
        given.markdown.write_text(table)
    if given.chart:
        given.chart.parent.mkdir(parents=True, exist_ok=True)
        given.chart.write_bytes(_chart(medians))


def _measured(job: str, tools: list[str], runs: int) -> dict[str, Run]:
    found: dict[str, list[Run]] = {tool: [] for tool in tools}
    for number in range(runs):
        for tool in tools:
            if number == 0 or tool not in _SLOW.get(job, ()):
                found[tool].append(_run(tool, job))
    return {tool: _median(all_runs) for tool, all_runs in found.items()}


def _run(tool: str, job: str) -> Run:
    copies, packets, processes = JOBS[job]
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        command = [sys.executable, "-m", "benchmarks.peers.one", tool, str(copies), str(packets), folder]
        start = time.perf_counter()
        process = subprocess.Popen([*command, str(processes)], cwd=TOP, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, f"{tool} failed"
        made = [path for path in Path(folder).rglob("*") if path.suffix in (".pdf", ".docx")]
        size = sum(path.stat().st_size for path in made) / 1000
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size)


def _median(runs: list[Run]) -> Run:
    return Run(*(statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory", "size")))


def _table(medians: dict[str, dict[str, Run]]) -> list[str]:
    lines = []
    for job, runs in medians.items():
        base = sum(runs[tool].wall for tool in BASE) if all(tool in runs for tool in BASE) else 0.0
        lines += [f"**{job}**", "", "| tool | wall | ratio | CPU | memory | files |", "|---|--:|--:|--:|--:|--:|"]
        rows = list(runs.items())
        if base:
            both = [runs[tool] for tool in BASE]
            memory = max(run.memory for run in both)
            cpu, size = sum(run.cpu for run in both), sum(run.size for run in both)
            rows.append(("Typst and docxtpl", Run(base, cpu, memory, size)))
        for tool, run in rows:
            ratio = f"{run.wall / base:.2f}" if base else ""
            sizes = f"{run.memory:,.0f} MB | {run.size:,.0f} kB"
            lines.append(f"| {TOOLS.get(tool, tool)} | {run.wall:.2f} s | {ratio} | {run.cpu:.2f} s | {sizes} |")
        lines.append("")
    return lines


def _chart(medians: dict[str, dict[str, Run]]) -> bytes:
    """Return bars of wall time as SVG, a group for each job, the longest as wide as the picture."""
    rows: list[str] = []
    y = 24
    for job, runs in medians.items():
        rows.append(f'<text x="8" y="{y}" font-weight="bold">{job}</text>')
        longest = max(run.wall for run in runs.values())
        for tool, run in runs.items():
            y += 20
            width = 360 * run.wall / longest
            shade = "#1b365d" if tool == "ours" else "#9aa5b1"
            rows.append(f'<text x="220" y="{y}" text-anchor="end">{TOOLS[tool]}</text>')
            rows.append(f'<rect x="228" y="{y - 11}" width="{width:.1f}" height="14" fill="{shade}"/>')
            rows.append(f'<text x="{234 + width:.1f}" y="{y}">{run.wall:.2f} s</text>')
        y += 32
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="{y}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, *rows, "</svg>\n"]).encode()


if __name__ == "__main__":
    main()
