"""What a person sees of a run: progress while it lasts, and what came of it.

Enters: moments of a run, and its result. Leaves: lines on the two streams. Guaranteed: standard output gets one path or
one sentence a line and nothing else, in the order of the packets; on a terminal, progress is drawn on standard error
and taken away at the end.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.diagnostics.tally import summary
from pipeline.results import PacketResult, Progress, Result
from pipeline.terminal.console import Console, shown_path

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Listener = Callable[[Progress], None]


@contextmanager
def reporting(console: Console) -> Iterator[Listener]:
    """Yield what a run tells its progress to."""
    if not console.lively:
        yield lambda moment: _line(console, moment)
        return
    drawn = _Drawn()
    try:
        yield drawn
    finally:
        drawn.close()


def print_result(console: Console, result: Result) -> None:
    """Write the findings, then a line for each packet and each document."""
    console.findings(result.diagnostics)
    if result.diagnostics:
        console.note("")
        console.note(summary(result.diagnostics))
    for packet in result.packets:
        _print_packet(console, packet)
    if len(result.packets) > 1:
        for packet in result.packets:
            if packet.state == "failed":
                console.note(f"{packet.name}: failed")
        states = Counter(packet.state for packet in result.packets)
        console.note(", ".join(f"{number} {state}" for state, number in sorted(states.items())))


def _print_packet(console: Console, packet: PacketResult) -> None:
    if packet.state == "checked":
        if not packet.exit_code:
            found = summary(packet.diagnostics) or "nothing is wrong"
            console.result(f"{packet.name}: {_count(packet.papers, 'paper')}, {found}")
    elif packet.state == "outdated":
        console.result(f"{packet.name} is out of date: {packet.reason}")
    elif packet.state == "stopped":
        console.note(f"{packet.name}: stopped as asked")
    elif packet.state == "unchanged":
        console.note(f"{packet.name}: {_count(packet.pages, 'page')}, up to date")
    elif packet.state == "built":
        console.detail(f"{packet.name}: {packet.reason or 'built as asked'}")
        console.note(f"{packet.name}: {_count(packet.pages, 'page')}")
    for output in packet.outputs:
        console.result(shown_path(output.path))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _line(console: Console, moment: Progress) -> None:
    if moment.step:
        console.detail(f"[{moment.number}/{moment.total}] {moment.name}: {moment.step}")


class _Drawn:
    """Progress on a terminal: a status line for one packet, a bar for many."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._line = False

    def __call__(self, moment: Progress) -> None:
        if moment.total == 1:
            sys.stderr.write(f"\r\x1b[K{moment.name}: {moment.step}" if moment.step else "\r\x1b[K")
            sys.stderr.flush()
            self._line = True
            return
        bar = self._bar or self._open(moment.total)
        if moment.done is not None:
            bar.update(bar.task_ids[0], advance=1, description=moment.name)

    def close(self) -> None:
        """Take the drawing away."""
        if self._line:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        if self._bar is not None:
            self._bar.stop()

    def _open(self, total: int) -> Bar:
        # Costs a tenth of a second to import: only where there is something to draw.
        from rich.console import Console as Screen
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self._bar = Bar(*columns, console=Screen(stderr=True), transient=True)
        self._bar.add_task("", total=total)
        self._bar.start()
        return self._bar
