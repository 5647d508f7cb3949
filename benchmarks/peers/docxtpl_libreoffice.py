"""docxtpl, and LibreOffice to turn its Word file into a PDF."""

from __future__ import annotations

import subprocess

from benchmarks.peers import docxtpl_docx
from benchmarks.peers.job import Job


def make(job: Job) -> None:
    """Make both documents of every packet; LibreOffice is started once for all."""
    docxtpl_docx.make(job)
    files = [str(job.folder / f"{name}.docx") for name in job.names()]
    profile = f"-env:UserInstallation={(job.folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(job.folder), *files]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
