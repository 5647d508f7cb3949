"""What finished documents say."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_paragraphs(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Return the text of each paragraph of a part, contents left out."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        tree = etree.fromstring(package.read(part))
    for control in tree.iter(f"{W}sdt"):
        if control.find(f".//{W}docPartObj") is not None:
            control.clear()
    return [text for node in tree.iter(f"{W}p") if (text := "".join(str(run.text) for run in node.iter(f"{W}t")))]


def word_banners(data: bytes) -> set[str]:
    """Return the first paragraph of every header."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/header\d+\.xml", name)]
    return {next(iter(word_paragraphs(data, name)), "") for name in names}


def pdf_pages(data: bytes) -> list[str]:
    """Return the text of each page."""
    from pipeline.release.finished import page_texts

    return [" ".join(text.split()) for text in page_texts(data)]


def record(folder: Path) -> dict[str, object]:
    """Return ``edition.json`` of an edition."""
    found: dict[str, object] = json.loads((folder / "edition.json").read_text())
    return found
