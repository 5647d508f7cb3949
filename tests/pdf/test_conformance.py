"""PDF/UA-1 and PDF/A-2a: veraPDF's verdict, our own checks, and proofs that both can fail."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.model.nodes import Metadata
from pipeline.pdf import write_pdf

from .checks import complaints, elements
from .judges import Failure, qpdf_check, verapdf
from .layouts import METADATA, Builder, cff_face, one_page
from .reading import opened
from .samples import FULL_METADATA, everything, scripts


@cache
def sample() -> bytes:
    return write_pdf(everything(), FULL_METADATA)


def first(pdf: Pdf, kind: str) -> Any:
    return next(element for element in elements(pdf) if str(element.S) == f"/{kind}")


def mutant(change: Callable[[Pdf], None]) -> bytes:
    """The full sample with something broken on purpose."""
    with opened(sample()) as pdf:
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer, fix_metadata_version=False)
        return buffer.getvalue()


def _nothing(_pdf: Pdf) -> None:
    """Saving alone is a change: pikepdf makes a new second half of the ID."""


def _xmp(pattern: bytes, replacement: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        old = pdf.Root.Metadata.read_bytes()
        new = re.sub(pattern, replacement, old, flags=re.DOTALL)
        assert new != old
        pdf.Root.Metadata.write(new)

    return change


def _content(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        content = pdf.pages[1].Contents.read_bytes()
        assert old in content
        pdf.pages[1].Contents.write(content.replace(old, new, 1))

    return change


def _put(kind: str, key: str, value: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        first(pdf, kind)[key] = value

    return change


def _drop(kind: str, key: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        del first(pdf, kind)[key]

    return change


def _annotation(key: str, value: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        link = next(iter(pdf.pages[1].Annots))
        if value is None:
            del link[key]
        else:
            link[key] = value

    return change


def _font(change_font: Callable[[Any], None]) -> Callable[[Pdf], None]:
    return lambda pdf: change_font(next(iter(pdf.pages[0].Resources.Font.values())))


def _fewer_meanings(font: Any) -> None:
    lines = font.ToUnicode.read_bytes().split(b"\n")
    font.ToUnicode.write(b"\n".join(line for line in lines if not re.match(rb"<0[01].*> <", line)))


def _wider(font: Any) -> None:
    widths = font.DescendantFonts[0].W
    widths[1] = Array([width + 9 for width in widths[1]])


VERA_MUTANTS: dict[str, tuple[Callable[[Pdf], None], str, str]] = {
    "no pdfuaid": (_xmp(rb"<pdfuaid:part>1</pdfuaid:part>", b""), "ua1", "5-1"),
    "no extension schema": (_xmp(rb"<pdfaExtension:schemas>.*</pdfaExtension:schemas>", b""), "2a", "6.6.2.3.1"),
    "no title": (_xmp(rb"<dc:title>.*?</dc:title>", b""), "ua1", "7.1-9"),
    "no text alternative": (_drop("Figure", "/Alt"), "ua1", "7.3-1"),
    "no identifier of a note": (_drop("Note", "/ID"), "ua1", "7.9-1"),
    "an unknown kind": (_put("Sect", "/S", Name.Sidebar), "ua1", "7.1-5"),
    "a list in disorder": (_put("LI", "/S", Name.Span), "ua1", "7.2-18"),
    "a heading too deep": (_put("H2", "/S", Name.H4), "ua1", "7.4.2-1"),
    "paint outside of marks": (_content(b"\nEMC", b"\nEMC\n0 0 9 9 re f"), "ua1", "7.1-3"),
    "an artifact inside of content": (
        _content(b"0>>BDC", b"0>>BDC /Artifact BMC EMC"),
        "ua1",
        "7.1-1",
    ),
    "no description of a link": (_annotation("/Contents", None), "ua1", "7.18.5-2"),
    "a hidden link": (_annotation("/F", 2), "2a", "6.3.2-2"),
    "no tab order": (lambda pdf: pdf.pages[1].__delitem__("/Tabs"), "ua1", "7.18.3-1"),
    "no document language": (lambda pdf: pdf.Root.__delitem__("/Lang"), "ua1", "7.2-2"),
    "no meaning of glyphs": (_font(_fewer_meanings), "2a", "6.2.11.7.2-1"),
    "wrong widths": (_font(_wider), "2a", "6.2.11.5-1"),
    "no output intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "2a", "6.2.4.3"),
    "no mark of tagging": (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "2a", "6.7.2.2-1"),
}


SAMPLES: dict[str, Callable[[], bytes]] = {
    "everything": sample,
    "scripts": lambda: write_pdf(scripts(), METADATA),
    "one line": lambda: write_pdf(one_page(["One line and nothing else."]), Metadata("T")),
    "an empty page": lambda: write_pdf(_empty_page(), Metadata("T", lang="km")),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Failure]]:
    """What veraPDF says of all samples and mutants, asked once."""
    files = {name: make() for name, make in SAMPLES.items()}
    files["cff"] = write_pdf(one_page(["AB BA"], face=cff_face(tmp_path_factory.mktemp("cff"))), METADATA)
    files |= {name: mutant(change) for name, (change, _, _) in VERA_MUTANTS.items()}
    return verapdf(files, tmp_path_factory.mktemp("verapdf"))


@pytest.mark.judges
@pytest.mark.parametrize("name", [*SAMPLES, "cff"])
def test_verapdf_passes(name: str, verdicts: dict[str, list[Failure]]) -> None:
    assert verdicts[name] == []


@pytest.mark.judges
@pytest.mark.parametrize("name", VERA_MUTANTS)
def test_verapdf_sees_a_file_with(name: str, verdicts: dict[str, list[Failure]]) -> None:
    _, flavour, rule = VERA_MUTANTS[name]
    found = [(failure.flavour, failure.rule) for failure in verdicts[name]]
    assert any(judge == flavour and number.startswith(rule) for judge, number in found), found


@pytest.mark.judges
def test_qpdf_finds_the_samples_sound(tmp_path: Path) -> None:
    for make in SAMPLES.values():
        qpdf_check(make(), tmp_path)


def _empty_page() -> Any:
    builder = Builder(lang="km")
    builder.element("P")
    builder.end_page()
    return builder.layout()


def test_our_own_checks_pass_the_samples() -> None:
    assert complaints(sample()) == []
    assert complaints(write_pdf(one_page(["One line"]), Metadata("T"))) == []
    assert complaints(write_pdf(_empty_page(), Metadata("T"))) == []


def _swap_identifiers(pdf: Pdf) -> None:
    names = pdf.Root.StructTreeRoot.IDTree.Kids[0].Names
    names[0], names[2] = names[2], names[0]


def _swap_marks(pdf: Pdf) -> None:
    entry = pdf.Root.StructTreeRoot.ParentTree.Kids[0].Nums[3]
    entry[0], entry[1] = entry[1], entry[0]


def _box_outside(pdf: Pdf) -> None:
    first(pdf, "Figure").A.BBox = Array([0, 0, 9999, 10])


def _wrong_header(pdf: Pdf) -> None:
    first(pdf, "TD").A.Headers[0] = String("nobody")


def _other_link(pdf: Pdf) -> None:
    links = list(pdf.pages[0].Annots)
    links[0].StructParent, links[1].StructParent = links[1].StructParent, links[0].StructParent


OWN_MUTANTS: dict[str, tuple[Callable[[Pdf], None], str]] = {
    "another title": (_xmp(rb"Phnom Penh", b"Elsewhere"), "Title is"),
    "another author": (_xmp(rb"Protocol Office", b"Somebody"), "Author is"),
    "another date": (_xmp(rb"CreateDate>2022", b"CreateDate>2023"), "CreationDate is"),
    "another subject": (lambda pdf: pdf.docinfo.__setitem__("/Subject", "x"), "Subject is"),
    "no box": (_drop("Figure", "/A"), "a Figure has the BBox []"),
    "a box outside of the page": (_box_outside, "a Figure has the BBox [0.0, 0.0, 9999.0, 10.0]"),
    "no alternative": (_put("Figure", "/Alt", String("")), "a Figure has no Alt"),
    "no IDTree": (lambda pdf: pdf.Root.StructTreeRoot.__delitem__("/IDTree"), "the IDTree has []"),
    "an IDTree in disorder": (_swap_identifiers, "the IDTree is not sorted"),
    "a header that is not there": (_wrong_header, "a cell names the header b'nobody'"),
    "marks mixed up": (_swap_marks, "page 2: the marked content 0 has no element"),
    "another parent": (lambda pdf: first(pdf, "H1").__setitem__("/P", first(pdf, "Sect")), "a /H1 has another parent"),
    "content twice": (lambda pdf: first(pdf, "H1").__setitem__("/K", 5), "page 1: the marked content 0"),
    "links mixed up": (_other_link, "a link annotation is in no Link element"),
    "a link without description": (_annotation("/Contents", String("")), "a link is not printed or has no description"),
    "a link to nowhere": (_annotation("/A", Dictionary(S=Name.URI)), "a link leads nowhere"),
    "a wrong count": (lambda pdf: pdf.Root.Outlines.__setitem__("/Count", 7), "the outline's Count is 7"),
    "another file's ID": (_nothing, "the file's ID is"),
}


@pytest.mark.parametrize("name", OWN_MUTANTS)
def test_our_own_checks_see_a_file_with(name: str) -> None:
    change, complaint = OWN_MUTANTS[name]
    found = complaints(mutant(change))
    assert any(line.startswith(complaint) for line in found), found


def test_mutants_differ_from_the_sample_by_their_change_alone() -> None:
    assert [line for line in complaints(mutant(_nothing)) if not line.startswith("the file's ID")] == []


def test_pikepdf_reads_the_sample_without_a_warning() -> None:
    with opened(sample()) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 4
