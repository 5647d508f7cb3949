"""Measure layout and PDF together: pages a second when the process is warm, and memory by the page.

Enters: ``--runs``, ``--against DIR`` (another checkout of this project, measured in turns with this one) or
``--profile``. Leaves: a table on standard output. Tags, fonts and compression are part of what is measured; reading,
composing and writing to disk are not. Each number is the best of several runs in processes of their own, and counts
the processor's time, of all threads: other work on the machine changes it less than the clock's. It is no test:
machines differ.

    python benchmarks/speed.py
    python benchmarks/speed.py --against ../before
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.model.nodes import Document
    from pipeline.style.theme import Theme

HERE = Path(__file__)
TOP = HERE.parents[1]
COPIES = 500
COUNTRIES = 250
GOALS = {"fact sheet": 1000, "distinct words": 600, "justified": 0}
_KILOBYTE = 1 if sys.platform != "darwin" else 1024


class Result(NamedTuple):
    """What one process measured: pages, seconds of processor and clock for both stages, most memory in bytes."""

    pages: int
    processor: float
    clock: float
    layout: float
    memory: int
    size: int


def home() -> Path:
    """Return the checkout whose code runs: themes, templates and data come from there too."""
    import pipeline

    return Path(pipeline.__file__).parents[1]


def document(case: str, count: int) -> tuple[Document, Theme]:
    """Return a case's document, *count* papers long, and its theme."""
    from pipeline.edition.stages import load_theme
    from pipeline.host import RealHost
    from pipeline.source.workspace import Workspace

    workspace = Workspace.find(RealHost(), home(), home())
    theme, found = load_theme(workspace, "letter")
    if theme is None:
        raise SystemExit(str(found))
    if case == "fact sheet":
        return fact_sheets(count), theme
    from benchmarks.prose import almanac

    return almanac(count), justified(theme) if case == "justified" else theme


def fact_sheets(copies: int) -> Document:
    """Return a packet of *copies* of the sample fact sheet."""
    from dataclasses import replace

    from pipeline.compose import compose
    from pipeline.edition.stages import Loader
    from pipeline.host import RealHost
    from pipeline.source.workspace import Workspace

    workspace = Workspace.find(RealHost(), home(), home())
    loaded = Loader(workspace).load(home() / "data" / "phnom-penh-2022")
    if loaded.packet is None:
        raise SystemExit(str(loaded.diagnostics))
    sheet = next(paper for paper in loaded.papers if paper.settings.template == "fact-sheet")
    papers = [replace(sheet, settings=replace(sheet.settings, tab=str(number + 1))) for number in range(copies)]
    packet = replace(loaded.packet, cover=False, papers=tuple(paper.settings for paper in papers))
    made = compose(packet, papers, workspace)
    if made.document is None:
        raise SystemExit(str(made.diagnostics))
    return made.document


def justified(theme: Theme) -> Theme:
    """Return *theme* with justified, hyphenated text."""
    from dataclasses import replace

    styles = {
        name: replace(style, align="justify", hyphenate=True) if name in ("body", "list") else style
        for name, style in theme.styles.items()
    }
    return replace(theme, styles=styles)


def measure_here(case: str, count: int, repeat: int) -> Result:
    """Measure in this process: once to warm up, then the best of *repeat*; 0: the first run, for its memory."""
    import gc

    from pipeline.layout import lay_out
    from pipeline.pdf import write_pdf

    made, theme = document(case, count)
    gc.disable()  # as a build does
    best = None
    if repeat:
        small, _ = document(case, 2)
        write_pdf(lay_out(small, theme), small.metadata)
    for _ in range(max(repeat, 1)):
        start, clock = processor(), time.perf_counter()
        layout = lay_out(made, theme)
        between = processor()
        data = write_pdf(layout, made.metadata)
        spent, passed = processor() - start, time.perf_counter() - clock
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // _KILOBYTE
        result = Result(len(layout.pages), spent, passed, between - start, memory, len(data))
        best = min(best, result, key=lambda taken: taken.processor) if best else result
        del layout, data
    assert best is not None
    return best


def processor() -> float:
    """Return the seconds of processor that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(tree: Path, case: str, count: int, repeat: int) -> Result:
    """Measure in a process anew, with the code of the checkout *tree*."""
    command = [sys.executable, str(HERE), "--case", case, "--count", str(count), "--repeat", str(repeat)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tree), str(TOP))), "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Result(*json.loads(done.stdout))


def report(trees: list[Path], cases: list[str], scale: float, runs: int) -> list[str]:
    """Return the table's lines; the trees take turns."""
    lines = [
        "| text | code | pages | layout, ms | PDF, ms | pages/s | goal | by the clock | kB/page | file, kB/page |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for case in cases:
        count = max(2, round((COPIES if case == "fact sheet" else COUNTRIES) * scale))
        taken: dict[Path, list[Result]] = {tree: [] for tree in trees}
        for _ in range(runs):
            for tree in trees:
                taken[tree].append(measure(tree, case, count, 2))
        for tree in trees:
            best = min(taken[tree], key=lambda result: result.processor)
            half, whole = (measure(tree, case, size, 0) for size in (count // 2, count))
            memory = (whole.memory - half.memory) / max(whole.pages - half.pages, 1) / 1000
            name = "this" if tree == TOP else "other"
            lines.append(
                f"| {case} | {name} | {best.pages} | {best.layout * 1000:.0f} "
                f"| {(best.processor - best.layout) * 1000:.0f} | {best.pages / best.processor:.0f} "
                f"| {GOALS[case] or '–'} | {best.pages / best.clock:.0f} | {memory:.0f} "
                f"| {best.size / best.pages / 1000:.1f} |"
            )
    return lines


def profile(case: str, count: int) -> None:
    """Print the functions that take the most time."""
    import cProfile
    import gc
    import pstats

    from pipeline.layout import lay_out
    from pipeline.pdf import write_pdf

    made, theme = document(case, count)
    gc.disable()
    watch = cProfile.Profile()
    watch.enable()
    write_pdf(lay_out(made, theme), made.metadata)
    watch.disable()
    pstats.Stats(watch).sort_stats("tottime").print_stats(45)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure layout and PDF together.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--against", type=Path, help="another checkout, measured in turns with this one")
    parser.add_argument("--scale", type=float, default=1.0, help="1 for 500 fact sheets and 250 countries")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--case", choices=list(GOALS))
    parser.add_argument("--count", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--repeat", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    cases = [arguments.case] if arguments.case else list(GOALS)
    if arguments.profile:
        for case in cases:
            profile(case, arguments.count or (COPIES if case == "fact sheet" else COUNTRIES) // 2)
    elif arguments.count:
        print(json.dumps(measure_here(arguments.case, arguments.count, arguments.repeat)))
    else:
        trees = [TOP, *([arguments.against.resolve()] if arguments.against else [])]
        print("\n".join(report(trees, cases, arguments.scale, arguments.runs)))


if __name__ == "__main__":
    main()
