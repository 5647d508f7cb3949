"""Judges from outside: veraPDF, qpdf, poppler and pdfium. A missing tool is a failure that names what to install."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from pipeline.host import RealHost
from pipeline.verify.profiles import DEFAULT
from pipeline.verify.verapdf import Java, ask, find_java


class Failure(NamedTuple):
    """A rule that veraPDF found broken, *times* times; *where* is the first place."""

    flavour: str
    rule: str
    times: int
    message: str
    where: str


def tool(name: str, package: str) -> str:
    """Return a program's path; *package* is the Debian package that has it."""
    path = shutil.which(name)
    assert path is not None, f"{name} is missing: apt-get install {package}"
    return path


def verapdf(files: Mapping[str, bytes]) -> dict[str, list[Failure]]:
    """Judge *files* for PDF/UA-1 and PDF/A-2a in one Java process; return the failures of each by its key."""
    java = find_java(RealHost())
    assert isinstance(java, Java), java
    answers, reason = ask(java, list(files.values()), DEFAULT)
    failures: dict[str, list[Failure]] = {name: [] for name in files}
    for index, name in enumerate(files):
        for profile in DEFAULT:
            answer = answers.get((index, profile.key))
            assert answer is not None and not answer.unreadable, answer or reason
            assert answer.assertions >= 20, f"veraPDF made only {answer.assertions} checks"
            for broken in answer.broken:
                rule = f"{broken.clause}-{broken.test}"
                failures[name].append(Failure(profile.key, rule, broken.times, broken.message, broken.where))
    assert not reason, reason
    return failures


def qpdf_check(data: bytes, folder: Path) -> None:
    """Fail unless qpdf finds the file's structure sound."""
    path = folder / "checked.pdf"
    path.write_bytes(data)
    done = subprocess.run([tool("qpdf", "qpdf"), "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr, done.stdout + done.stderr


def poppler_text(data: bytes, *options: str) -> str:
    """Return the text that poppler takes out, pages parted by form feeds."""
    command = [tool("pdftotext", "poppler-utils"), "-enc", "UTF-8", *options, "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode("utf-8")


def pdfium_text(data: bytes) -> str:
    """Return the text that pdfium takes out, pages parted by form feeds, lines by line feeds."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\f".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "\n")
    finally:
        document.close()
