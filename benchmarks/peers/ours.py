"""This program: both documents, the PDF tagged and archival, the Word file with its contents filled in."""

from __future__ import annotations

import shutil
import sys

from benchmarks.peers.job import FACTS, Job


def make(job: Job, jobs: int = 1) -> None:
    """Make every packet of the job, *jobs* at a time, as the command does; it ends the process."""
    for name in job.names():
        packet = job.folder / "data" / name
        packet.mkdir(parents=True)
        shutil.copy(FACTS, packet / "facts.yaml")
        papers = "".join(
            f"  - {{tab: '{number}', title: '{title}', template: fact-sheet, data: facts.yaml}}\n"
            for number, title in enumerate(job.titles(), start=1)
        )
        (packet / "packet.yaml").write_text(f"title: Many copies\ntheme: letter\npapers:\n{papers}")
    from pipeline.cli import main

    sys.argv = ["brief", "build", "--root", str(job.folder), "--jobs", str(jobs), "-q"]
    main()
