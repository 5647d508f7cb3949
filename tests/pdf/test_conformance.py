"""PDF/UA-1 and PDF/A-2a: veraPDF's verdict, our own checks, and proofs that both can fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Name

from pipeline.model.nodes import Metadata
from pipeline.pdf import write_pdf

from .book import printed_book
from .checks import complaints
from .judges import Failure, qpdf_check, verapdf
from .layouts import METADATA, Builder, cff_face, one_page
from .mutants import (
    Change,
    annotation,
    content_of_page_2,
    drop,
    fewer_meanings,
    font,
    mutant,
    nothing,
    put,
    sample,
    wider,
    xmp,
)
from .reading import opened
from .samples import scripts

VERA_MUTANTS: dict[str, tuple[Change, str, str]] = {
    "no pdfuaid": (xmp(rb"<pdfuaid:part>1</pdfuaid:part>", b""), "ua1", "5-1"),
    "no extension schema": (xmp(rb"<pdfaExtension:schemas>.*</pdfaExtension:schemas>", b""), "2a", "6.6.2.3.1"),
    "no title": (xmp(rb"<dc:title>.*?</dc:title>", b""), "ua1", "7.1-9"),
    "no text alternative": (drop("Figure", "/Alt"), "ua1", "7.3-1"),
    "no identifier of a note": (drop("Note", "/ID"), "ua1", "7.9-1"),
    "an unknown kind": (put("Sect", "/S", Name.Sidebar), "ua1", "7.1-5"),
    "a list in disorder": (put("LI", "/S", Name.Span), "ua1", "7.2-18"),
    "a heading too deep": (put("H2", "/S", Name.H4), "ua1", "7.4.2-1"),
    "paint outside of marks": (content_of_page_2(b"\nEMC", b"\nEMC\n0 0 9 9 re f"), "ua1", "7.1-3"),
    "an artifact inside of content": (
        content_of_page_2(b"0>>BDC", b"0>>BDC /Artifact BMC EMC"),
        "ua1",
        "7.1-1",
    ),
    "no description of a link": (annotation("/Contents", None), "ua1", "7.18.5-2"),
    "a hidden link": (annotation("/F", 2), "2a", "6.3.2-2"),
    "no tab order": (lambda pdf: pdf.pages[1].__delitem__("/Tabs"), "ua1", "7.18.3-1"),
    "no document language": (lambda pdf: pdf.Root.__delitem__("/Lang"), "ua1", "7.2-2"),
    "no meaning of glyphs": (font(fewer_meanings), "2a", "6.2.11.7.2-1"),
    "wrong widths": (font(wider), "2a", "6.2.11.5-1"),
    "no output intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "2a", "6.2.4.3"),
    "no mark of tagging": (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "2a", "6.7.2.2-1"),
}


SAMPLES: dict[str, Callable[[], bytes]] = {
    "everything": sample,
    "scripts": lambda: write_pdf(scripts(), METADATA),
    "a bound book": printed_book,
    "one line": lambda: write_pdf(one_page(["One line and nothing else."]), Metadata("T")),
    "an empty page": lambda: write_pdf(_empty_page(), Metadata("T", lang="km")),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Failure]]:
    """What veraPDF says of all samples and mutants, asked once."""
    files = {name: make() for name, make in SAMPLES.items()}
    files["cff"] = write_pdf(one_page(["AB BA"], face=cff_face(tmp_path_factory.mktemp("cff"))), METADATA)
    files |= {name: mutant(change) for name, (change, _, _) in VERA_MUTANTS.items()}
    return verapdf(files)


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


def test_mutants_differ_from_the_sample_by_their_change_alone() -> None:
    """Saving alone makes a new second half of the ID."""
    assert [line for line in complaints(mutant(nothing)) if not line.startswith("the file's ID")] == []


def test_pikepdf_reads_the_sample_without_a_warning() -> None:
    with opened(sample()) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 4
