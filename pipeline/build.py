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
from pipeline.results import FORMATS, MOST_COPIES, STAGES, Format, Options, Progress, Result, Stage


def check(
    *packets: str | os.PathLike[str],
    root: str | os.PathLike[str] | None = None,
    audience: str = "",
    releasable_to: str = "",
    host: Host | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Load, validate and compose *packets* (folders, packet.yaml files or names; none: all of the workspace).

    *audience* and *releasable_to* as for :func:`build`.
    Faults of the data are in the result. Raises UsageError for a workspace or packet that is not there.
    """
    from pipeline.batch import run

    options = Options(stop_after="compose", write=False, audience=audience, releasable_to=releasable_to)
    return run(packets, root, options, host=host, progress=progress)


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
    copies: int | None = None,
    draft: bool = False,
    theme: str | None = None,
    audience: str = "",
    releasable_to: str = "",
    since: str = "",
    change_pages: bool = False,
    cluster: str = "",
    host: Host | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Make the documents of *packets* (folders, packet.yaml files or names; none: all of the workspace).

    Documents go to *output*, or ``output/`` of the workspace, in a folder for each packet. *jobs* None: one packet a
    core. A packet that is up to date is left alone unless *force*; with *only_check* nothing is built, and a packet
    that is out of date makes the result not ok. With *stop_after* or *emit* a packet is always built.
    *copies*: so many numbered copies besides, whatever the packet says; *draft*: with the word for a draft across each
    page; *theme*: in that look. *audience*: what is for somebody of that name (``all``: an edition for everybody that
    a packet names); *releasable_to*: what may go there by the packet's profile of markings. Both leave out the rest;
    their documents have a folder of their own. *since*: an edition, as :func:`pipeline.revision.editions.open_edition`
    takes it: a PDF more, with marks beside what changed since; *change_pages*: pages keep the numbers that they have
    there, and there is a PDF of those that a binder needs.
    Faults of the data and of the machine are in the result. Raises UsageError for a workspace, packet, theme, format or
    stage that is not there, and for copies below 0 or above 999. *cluster* is the address of a Dask scheduler whose
    workers build the packets; MachineError is raised when there is none, or no worker that can.
    """
    from pipeline.batch import run

    if change_pages and not since:
        message = "change pages are those of an edition since another, and none is named"
        raise UsageError(error("usage", message, help="name the edition that is in the binder: --since FOLDER"))
    if since and cluster:
        message = "changes since an edition cannot be built on a cluster: its machines do not have that edition"
        raise UsageError(error("usage", message, help="leave --cluster out"))
    options = Options(
        output=Path(output) if output is not None else None,
        formats=_known_formats(formats),
        force=force,
        only_check=only_check,
        stop_after=_known_stage(stop_after),
        emit=emit,
        copies=_known_copies(copies),
        draft=draft,
        theme=theme,
        audience=audience,
        releasable_to=releasable_to,
        since=since,
        change_pages=change_pages,
    )
    return run(packets, root, options, jobs=jobs, cluster=cluster, host=host, progress=progress)


def _known_formats(formats: Sequence[Format] | None) -> tuple[Format, ...] | None:
    if formats is None:
        return None
    for name in formats:
        if name not in FORMATS:
            raise UsageError(error("usage", f"there is no format '{name}'", help="there are: " + ", ".join(FORMATS)))
    return tuple(name for name in FORMATS if name in formats)


def _known_copies(copies: int | None) -> int | None:
    if copies is not None and not 0 <= copies <= MOST_COPIES:
        raise UsageError(error("usage", f"{copies} is no number of copies", help=f"write 0 to {MOST_COPIES}"))
    return copies


def _known_stage(stage: Stage | None) -> Stage | None:
    if stage is not None and stage not in STAGES:
        raise UsageError(error("usage", f"there is no stage '{stage}'", help="there are: " + ", ".join(STAGES)))
    return stage
