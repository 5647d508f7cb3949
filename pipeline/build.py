"""Building and checking packets: the Python interface, which the command line uses too.

Enters: packets and options. Leaves: a :class:`~pipeline.results.Result`, and files in the output folder. Guaranteed:
importing this is cheap; faults of the data never raise.

    >>> from pipeline import build
    >>> result = build("data/phnom-penh-2022", formats=["pdf"])
    >>> result.ok, result.packets[0].pages
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.diagnostics import UsageError, error
from pipeline.host import Host
from pipeline.results import FORMATS, STAGES, Format, Options, Progress, Result, Stage


def check(
    *packets: str | os.PathLike[str],
    root: str | os.PathLike[str] | None = None,
    host: Host | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Load, validate and compose *packets* (folders, packet.yaml files or names; none: all of the workspace).

    Faults of the data are in the result. Raises UsageError for a workspace or packet that is not there.
    """
    from pipeline.batch import run

    return run(packets, root, Options(stop_after="compose", write=False), host=host, progress=progress)


def build(
    *packets: str | os.PathLike[str],
    root: str | os.PathLike[str] | None = None,
    output: str | os.PathLike[str] | None = None,
    formats: Sequence[Format] | None = None,
    jobs: int | None = None,
    force: bool = False,
    only_check: bool = False,
    stop_after: Stage | None = None,
    emit: bool = False,
    host: Host | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Make the documents of *packets* (folders, packet.yaml files or names; none: all of the workspace).

    Documents go to *output*, or ``output/`` of the workspace, in a folder for each packet. *jobs* None: one packet a
    core. A packet that is up to date is left alone unless *force*; with *only_check* nothing is built, and a packet
    that is out of date makes the result not ok. With *stop_after* or *emit* a packet is always built.
    Faults of the data and of the machine are in the result. Raises UsageError for a workspace, packet, format or stage
    that is not there.
    """
    from pipeline.batch import run

    options = Options(
        output=Path(output) if output is not None else None,
        formats=_known_formats(formats),
        force=force,
        only_check=only_check,
        stop_after=_known_stage(stop_after),
        emit=emit,
    )
    return run(packets, root, options, jobs=jobs, host=host, progress=progress)


def _known_formats(formats: Sequence[Format] | None) -> tuple[Format, ...] | None:
    if formats is None:
        return None
    for name in formats:
        if name not in FORMATS:
            raise UsageError(error("usage", f"there is no format '{name}'", help="there are: " + ", ".join(FORMATS)))
    return tuple(name for name in FORMATS if name in formats)


def _known_stage(stage: Stage | None) -> Stage | None:
    if stage is not None and stage not in STAGES:
        raise UsageError(error("usage", f"there is no stage '{stage}'", help="there are: " + ", ".join(STAGES)))
    return stage
