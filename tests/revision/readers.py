"""What a Word file says with its tracked changes accepted or rejected, as several programs read it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from pipeline.docx import write_docx
from pipeline.docx.ooxml import Node, name
from pipeline.model.identity import identify
from pipeline.model.nodes import Document
from pipeline.model.record import Record
from pipeline.review.edited import Edited
from pipeline.review.reading import read_edited
from pipeline.review.views import ACCEPTED, REJECTED
from tests.docx.judges import tool
from tests.docx.plain import plain_theme
from tests.docx.reading import parts
from tests.docx.samples import pages_of
from tests.docx.test_checks import repacked

How = Literal["accept", "reject"]
_NUMBER = re.compile(r"^(Table|Figure) \d+\. ")
"""The number of a caption. Of one that is gone it is plain text, which readers may or may not take for words."""


def written(document: Document) -> tuple[bytes, Record]:
    """A document's Word file, and its record."""
    identity = identify(document, "data/trip", "plain")
    data = write_docx(document, plain_theme(), pages_of(document), 9, embed_fonts=False, identity=identity)
    return data, identity.record


def read_by_us(data: bytes, how: How, fixed: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """The paragraphs and the notes as `brief pull` reads them. *fixed*: labels, which it takes for no text."""
    found = read_edited(data, ACCEPTED if how == "accept" else REJECTED)
    assert isinstance(found, Edited), found
    texts = [_NUMBER.sub("", _plain(one.text)) for one in found.paragraphs]
    notes = sorted(_plain(one.text) for note in found.notes for one in note.paragraphs)
    return [text for text in texts if text and text not in fixed], [note for note in notes if note]


def _plain(text: str) -> str:
    return " ".join(text.split())


def comparable(data: bytes) -> bytes:
    """The file without contents, and without what pandoc makes something else of: captions of tables."""
    files = parts(data)
    root = etree.fromstring(files["word/document.xml"])
    for control in list(root.iter(name("w:sdt"))):
        if next(control.iter(name("w:docPartGallery")), None) is not None:
            _remove(control)
    for caption in list(root.iter(name("w:tblCaption"))):
        _remove(caption)
    for style in root.iter(name("w:pStyle")):
        if "Caption" in str(style.get(name("w:val"))):
            style.set(name("w:val"), "BodyText")
    files["word/document.xml"] = etree.tostring(root)
    return repacked(files)


def _remove(node: Node) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def read_by_pandoc(data: bytes, how: How, path: Path) -> str:
    """All characters that pandoc finds, without spaces."""
    path.write_bytes(comparable(data))
    command = [tool("pandoc", "pandoc"), "--from", "docx", "--to", "json", f"--track-changes={how}", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    read: dict[str, Any] = json.loads(done.stdout)
    shown: list[str] = []
    for key in ("title", "subtitle"):
        _collect(read["meta"].get(key, {}).get("c", []), shown)
    _collect(read["blocks"], shown)
    return "".join("".join(shown).split())


def _collect(node: Any, shown: list[str]) -> None:
    if isinstance(node, list):
        for one in node:
            _collect(one, shown)
    elif isinstance(node, dict):
        kind = node.get("t")
        if kind == "Str":
            shown.append(node["c"])
        elif kind in ("Code", "CodeBlock", "RawInline"):
            shown.append(node["c"][-1])
        elif kind == "Table":
            _collect(node["c"][2:], shown)
        elif kind is None:
            _collect(list(node.values()), shown)
        else:
            _collect(node.get("c", []), shown)


_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SPACES = frozenset({f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"})
_LEFT_OUT = frozenset({f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content"})


def texts_in(data: bytes) -> tuple[list[str], list[str]]:
    """The paragraphs and notes of an OpenDocument text that LibreOffice saved."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    texts: list[str] = []
    notes: list[str] = []
    for node in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        above = [one.tag for one in node.iterancestors()]
        if f"{_TEXT}tracked-changes" in above or f"{_TEXT}table-of-content" in above:
            continue
        # LibreOffice marks rows with this sign, and forgets to take it away.
        text = _plain(_said(node).replace("\u200d", ""))
        if text:
            (notes if f"{_TEXT}note-body" in above else texts).append(text)
    return texts, sorted(notes)


def _said(node: Node) -> str:
    shown = [node.text or ""]
    for child in node:
        if child.tag in _SPACES:
            shown.append(" ")
        elif child.tag not in _LEFT_OUT:
            shown.append(_said(child))
        shown.append(child.tail or "")
    return "".join(shown)
