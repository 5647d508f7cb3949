"""Files that cannot be pulled, or only with care: a clear word, in bounded time, and the YAML as it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from pipeline.cli import main
from pipeline.review.edited import Edited
from pipeline.review.reading import read_edited
from tests.docx.reading import parts
from tests.docx.test_checks import repacked
from tests.workspaces import FACTS, make_workspace

from .paper import built

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_BODY_END = b"<w:sectPr"
_MAIN = "word/document.xml"


def with_part(path: str, change: Callable[[bytes], bytes]) -> bytes:
    files = parts(built()[0])
    files[path] = change(files[path])
    return repacked(files)


def without(path: str) -> bytes:
    files = parts(built()[0])
    del files[path]
    return repacked(files)


def with_blocks(blocks: bytes) -> bytes:
    """The document with more blocks at its end."""

    def put(body: bytes) -> bytes:
        at = body.rindex(_BODY_END)
        return body[:at] + blocks + body[at:]

    return with_part(_MAIN, put)


def strict() -> bytes:
    old, new = b"http://schemas.openxmlformats.org/officeDocument/", b"http://purl.oclc.org/ooxml/officeDocument/"
    return repacked(
        {
            path: content.replace(old + b"2006/", new).replace(
                b"schemas.openxmlformats.org/word", b"purl.oclc.org/ooxml/word"
            )
            for path, content in parts(built()[0]).items()
        }
    )


def macros() -> bytes:
    files = parts(built()[0])
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = "[Content_Types].xml"
    files[types] = files[types].replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    return repacked(files)


def with_entities(body: bytes) -> bytes:
    return b'<!DOCTYPE a [<!ENTITY b "cccc">]>' + body.partition(b"?>")[2]


def damaged() -> bytes:
    data = bytearray(built()[0])
    for at in range(500, len(data) // 2, 97):
        data[at] ^= 0x55
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "is empty"),
    "plain text": (lambda: b"hello", "is no Word file"),
    "rich text": (lambda: rb"{\rtf1 a}", "is rich text (RTF)"),
    "half a file": (lambda: built()[0][: len(built()[0]) // 2], "cut off or damaged"),
    "a damaged file": (damaged, "is broken"),
    "an old file": (lambda: _OLE, "Word 97–2003"),
    "a password": (lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "macros": (macros, "with macros"),
    "the strict format": (strict, "'Strict Open XML'"),
    "entities": (lambda: with_part(_MAIN, with_entities), "has a document type"),
    "broken XML": (lambda: with_part(_MAIN, lambda body: body[:-20]), "is no XML"),
    "no main part": (lambda: without(_MAIN), "main part is missing"),
    "no types": (lambda: without("[Content_Types].xml"), "no Word file"),
    "endless depth": (
        lambda: with_blocks(b"<w:sdt><w:sdtContent>" * 3000 + b"</w:sdtContent></w:sdt>" * 3000),
        "is no XML",
    ),
    "a bomb": (lambda: with_blocks(b"<w:p>" + b" " * 51_000_000 + b"</w:p>"), "more than 50 MB"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_and_says_why(
    fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path)
    make, expected = REFUSED[fault]
    (tmp_path / "odd.docx").write_bytes(make())
    with pytest.raises(SystemExit) as ended:
        main(["pull", str(tmp_path / "odd.docx"), "--root", str(tmp_path)])
    assert ended.value.code == 1
    err = capsys.readouterr().err
    assert "error[unreadable-word-file]" in err
    assert expected in err
    assert "Traceback" not in err
    assert (tmp_path / "data/sample/facts.yaml").read_text() == FACTS


def test_a_file_of_another_program_is_no_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(tmp_path)
    docx.Document().save(str(tmp_path / "odd.docx"))
    with pytest.raises(SystemExit) as ended:
        main(["pull", str(tmp_path / "odd.docx"), "--root", str(tmp_path)])
    assert ended.value.code == 1
    assert "error[no-edition]: no edition was made as this file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "path",
    ["word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/settings.xml", "word/theme/theme1.xml"],
)
def test_a_part_that_is_missing_is_no_fault(path: str) -> None:
    before = read_edited(built()[0])
    assert isinstance(before, Edited)
    found = read_edited(without(path)) if path in parts(built()[0]) else before
    assert isinstance(found, Edited)
    assert [one.text for one in found.paragraphs] == [one.text for one in before.paragraphs]


MANY = 10_000
_RUN = b"<w:r><w:t>Support for courts %d</w:t></w:r>"
LARGE: dict[str, Callable[[], bytes]] = {
    "paragraphs": lambda: b"".join(b"<w:p>%s</w:p>" % (_RUN % at) for at in range(MANY)),
    "runs": lambda: (
        b"<w:p>%s</w:p>" % b"".join(b"<w:r><w:rPr><w:b/></w:rPr><w:t>%d</w:t></w:r>" % at for at in range(MANY))
    ),
    "comments": lambda: b"".join(
        b'<w:p><w:commentRangeStart w:id="%d"/><w:r><w:t>word</w:t></w:r></w:p>' % (at + 99) for at in range(MANY)
    ),
    "names that never end": lambda: (
        b"".join(
            b'<w:p><w:bookmarkStart w:id="%d" w:name="_b_%s"/><w:r><w:t>word</w:t></w:r></w:p>'
            % (at + 99_000, built()[1].record.entries[at % 50].id.encode())
            for at in range(MANY)
        )
        + b"".join(b'<w:bookmarkEnd w:id="%d"/>' % (at + 99_000) for at in range(MANY))
    ),
    "cells": lambda: b"<w:tbl><w:tr>%s</w:tr></w:tbl>" % (b"<w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc>" * MANY),
}


@pytest.mark.parametrize("what", LARGE)
def test_a_very_long_file_is_read_in_a_time_that_grows_with_its_length_alone(what: str) -> None:
    data = with_blocks(LARGE[what]())
    start = time.process_time()
    assert isinstance(read_edited(data), Edited)
    assert time.process_time() - start < 12, "it takes a second or two"
