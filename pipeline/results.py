"""What a run is asked and what it leaves behind: plain values about each packet and about all of them.

Enters: options; what the stages found and made. Leaves: frozen values that can cross processes. Guaranteed: they
hold no clock reading, and paths are absolute.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.values import dataclass

Stage = Literal["load", "validate", "compose", "layout"]
"""A stage that a build can stop after."""

STAGES: tuple[Stage, ...] = ("load", "validate", "compose", "layout")

Format = Literal["pdf", "docx"]
FORMATS: tuple[Format, ...] = ("pdf", "docx")

MOST_COPIES = 999
"""How many numbered copies of a packet there can be."""

State = Literal["checked", "built", "unchanged", "outdated", "stopped", "failed"]
"""What became of a packet. *outdated*: ``--check`` found that a build would change it; *stopped*: on request."""

EXIT_DONE, EXIT_DATA, EXIT_USAGE, EXIT_MACHINE = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. *formats* None: as the packet says. *write* False: leave no file. *aside*: a second process may
    help with one packet. *copies*: how many numbered copies to make (0: none) and *theme*: how it looks; None: as the
    packet says. *draft*: the packet's word for a draft stands across its pages. *audience*: for whom, and
    *releasable_to* whom the packet is built; empty: for all, and with everything."""

    output: Path | None = None
    formats: tuple[Format, ...] | None = None
    force: bool = False
    only_check: bool = False
    stop_after: Stage | None = None
    emit: bool = False
    write: bool = True
    aside: bool = True
    copies: int | None = None
    draft: bool = False
    theme: str | None = None
    audience: str = ""
    releasable_to: str = ""
    since: str = ""
    change_pages: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was made: its SHA-256 digest in hexadecimal, and its size in bytes."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class PacketResult:
    """One packet of a run. *reason* says why it was built again or is out of date; *pages* is 0 before layout.

    *changes*: sentences on how this edition differs from the one before, for people.
    """

    name: str
    folder: Path
    state: State
    diagnostics: tuple[Diagnostic, ...] = ()
    outputs: tuple[Output, ...] = ()
    pages: int = 0
    papers: int = 0
    reason: str = ""
    exit_code: int = EXIT_DONE
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A run over packets. *diagnostics* holds every finding once, in file order."""

    root: Path
    packets: tuple[PacketResult, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing failed and nothing is out of date."""
        return self.exit_code == EXIT_DONE

    @property
    def exit_code(self) -> int:
        """The exit code that the command line gives for this run: the worst of all packets."""
        found = EXIT_DATA if any(finding.severity is Severity.ERROR for finding in self.diagnostics) else EXIT_DONE
        return max([found, *(packet.exit_code for packet in self.packets)])


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a run: packet *number* (from 1) of *total* enters *step*, or is *done* with this result."""

    name: str
    number: int
    total: int
    step: str = ""
    done: PacketResult | None = None
