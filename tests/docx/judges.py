"""Judges from outside: openxml-audit, ooxml-integrity, LibreOffice, pandoc, poppler.

A missing one is a failure that names what to install.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def tool(name: str, package: str) -> str:
    """Return a program's path; *package* is the Debian package that has it."""
    path = shutil.which(name)
    assert path is not None, f"{name} is missing: apt-get install {package}"
    return path


def audit(data: bytes, path: Path) -> list[str]:
    """What openxml-audit finds against Microsoft 365."""
    assert find_spec("openxml_audit"), "openxml-audit is missing: pip install openxml-audit"
    from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

    path.write_bytes(data)
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    return [f"{found.part_uri} {found.path}: {found.description}" for found in validator.validate(str(path)).errors]


def integrity(data: bytes, path: Path) -> str:
    """What ooxml-integrity says; it ends in ``clean`` when nothing is wrong."""
    assert find_spec("ooxml_integrity"), "ooxml-integrity is missing: pip install ooxml-integrity"
    path.write_bytes(data)
    command = [
        sys.executable,
        "-c",
        "from ooxml_integrity.cli import main; raise SystemExit(main())",
        "check",
        str(path),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout.strip()


def pandoc(data: bytes, path: Path) -> dict[str, Any]:
    """The document as pandoc reads it."""
    path.write_bytes(data)
    command = [tool("pandoc", "pandoc"), "--from", "docx", "--to", "json", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def office(data: bytes, folder: Path, kind: str) -> bytes:
    """The file as LibreOffice makes it: *kind* is ``pdf`` or ``docx``."""
    source = folder / "source.docx"
    source.write_bytes(data)
    made = folder / "made"
    profile = (folder / "profile").as_uri()
    command = [tool("soffice", "libreoffice-writer-nogui"), "--headless", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", kind, "--outdir", str(made), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    result = made / f"source.{kind}"
    assert result.is_file(), f"LibreOffice made nothing: {done.stderr}"
    return result.read_bytes()


def page_texts(pdf: bytes, path: Path) -> list[str]:
    """The text of each page of a PDF file."""
    path.write_bytes(pdf)
    command = [tool("pdftotext", "poppler-utils"), "-layout", str(path), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split("\f")[:-1]


def embedded_fonts(pdf: bytes, path: Path) -> set[str]:
    """The names of a PDF file's fonts, without the prefix of a subset."""
    path.write_bytes(pdf)
    command = [tool("pdffonts", "poppler-utils"), str(path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()[2:]
    return {line.split()[0].rpartition("+")[2] for line in lines}


def stored(data: bytes, entry: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(entry)
