"""The edition that a Word file came from, read back from it: as built, changed, saved by another program, broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipeline.docx import write_docx
from pipeline.docx.container import Fault
from pipeline.model.identity import Identity, identify
from pipeline.review.edition import EditionFile, read_edition, read_sidecar
from tests.docx.judges import office
from tests.docx.plain import plain_theme
from tests.docx.reading import parts
from tests.docx.samples import everything, pages_of
from tests.docx.test_checks import repacked
from tests.docx.test_identity import bookmarked


@cache
def built() -> tuple[bytes, Identity]:
    document = everything()
    identity = identify(document, "data/trip", "plain")
    data = write_docx(document, plain_theme(), pages_of(document), 9, embed_fonts=False, identity=identity)
    return data, identity


def read(data: bytes) -> EditionFile:
    found = read_edition(data)
    assert isinstance(found, EditionFile), found
    return found


def with_part(change: Callable[[bytes], bytes], path: str = "customXml/item1.xml") -> bytes:
    files = parts(built()[0])
    files[path] = change(files[path])
    return repacked(files)


def test_a_file_as_built_has_its_record() -> None:
    data, identity = built()
    found = read(data)
    assert (found.record, found.digest, found.packet) == (identity.record, identity.digest, "data/trip")


def test_the_sidecar_is_the_same_record() -> None:
    _, identity = built()
    assert read_sidecar(f"{identity.json}\n".encode()) == (identity.record, identity.digest)
    assert read_sidecar(b"{}") == "is no record of an edition"


def test_the_part_is_found_wherever_a_program_moved_it() -> None:
    files = parts(built()[0])
    files["customXml/item7.xml"] = files.pop("customXml/item1.xml")
    files["customXml/_rels/item7.xml.rels"] = files.pop("customXml/_rels/item1.xml.rels")
    for path in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
        files[path] = files[path].replace(b"customXml/item1.xml", b"customXml/item7.xml")
    assert read(repacked(files)).record == built()[1].record


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda part: part.replace(b"Scene setter", b"Scene  setter"), "was changed"),
        (lambda part: part.replace(b"urn:print-briefs:edition:1", b"urn:print-briefs:edition:2"), "is of version 2"),
        (lambda part: part.replace(b"urn:print-briefs:edition:1", b"urn:somebody:else"), "is gone"),
        (lambda part: part[:200], "is gone"),
        (lambda _: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "is gone"),
    ],
)
def test_a_record_that_cannot_be_trusted_is_not_given_out(change: Callable[[bytes], bytes], problem: str) -> None:
    found = read(with_part(change))
    assert found.record is None and found.problem.startswith(problem)
    assert (found.digest, found.packet) == (built()[1].digest, "data/trip")


def test_without_part_and_properties_nothing_is_known() -> None:
    files = parts(built()[0])
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b"customXml/item1", b"gone/item1"
    )
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"docProps/custom.xml", b"docProps/gone.xml")
    found = read(repacked(files))
    assert (found.record, found.digest, found.packet, found.problem) == (None, "", "", "is gone")


@pytest.mark.parametrize("data", [b"", b"PK", b"{\\rtf1}", b"%PDF-1.7", built()[0][:5000]])
def test_what_is_no_word_file_is_a_fault(data: bytes) -> None:
    assert isinstance(read_edition(data), Fault)


def test_a_broken_part_is_a_fault() -> None:
    target = io.BytesIO(with_part(lambda _: b"<Relationships", "_rels/.rels"))
    assert zipfile.is_zipfile(target)
    assert isinstance(read_edition(target.getvalue()), Fault)


@pytest.mark.judges
def test_record_and_bookmarks_are_as_they_were_when_libreoffice_has_saved_the_file(tmp_path: Path) -> None:
    data, identity = built()
    again = office(data, tmp_path, "docx")
    found = read(again)
    assert (found.record, found.digest) == (identity.record, identity.digest)
    before, after = bookmarked(data), bookmarked(again)
    assert after.keys() == before.keys()
    # LibreOffice moves an end by a character at times: which paragraph it is tells the name, not how far it goes.
    assert all(before[name].startswith(said.strip("\t")) for name, said in after.items())
    assert all(len(before[name]) - len(said) <= 1 for name, said in after.items())
