"""Markings as authors write them, and as documents show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.marking_text import Marking, Misread, banner, portion, read_marking
from tests.markings.kit import marking, profile, shown


@pytest.mark.parametrize(
    ("name", "written", "full", "short"),
    [
        ("us-classification", "S", "SECRET", "S"),
        ("us-classification", "(S//NF)", "SECRET//NOFORN", "S//NF"),
        ("us-classification", "secret // noforn / orcon", "SECRET//ORCON/NOFORN", "S//OC/NF"),
        ("us-classification", "top  secret", "TOP SECRET", "TS"),
        (
            "us-classification",
            "C//REL TO GBR, USA, AUS",
            "CONFIDENTIAL//REL TO USA, AUS, GBR",
            "C//REL TO USA, AUS, GBR",
        ),
        ("us-classification", "S//REL TO USA, GBR/OC", "SECRET//ORCON/REL TO USA, GBR", "S//OC/REL TO USA, GBR"),
        ("us-classification", "U//PR", "UNCLASSIFIED//PROPIN", "U//PR"),
        ("us-cui", "cui//fed only//sp-prvcy", "CUI//SP-PRVCY//FED ONLY", "CUI//SP-PRVCY//FED ONLY"),
        ("us-cui", "CONTROLLED", "CUI", "CUI"),
        ("us-cui", "U", "", "U"),
        ("uk", "official-sensitive - commercial", "OFFICIAL-SENSITIVE – COMMERCIAL", "O-S – COMMERCIAL"),
        (
            "uk",
            "Official Sensitive COMMERCIAL recipients only",
            "OFFICIAL-SENSITIVE – COMMERCIAL – RECIPIENTS ONLY",
            None,
        ),
        ("uk", "OFFICIAL", "OFFICIAL", "O"),
        ("uk", "TOP SECRET — UK EYES ONLY", "TOP SECRET – UK EYES ONLY", None),
        ("eu", "tres secret ue/eu top secret", "TRÈS SECRET UE/EU TOP SECRET", "TS-UE/EU-TS"),
        ("eu", "EU SECRET – releasable to NOR, CHE", "SECRET UE/EU SECRET – RELEASABLE TO CHE, NOR", None),
        ("eu", "PUBLIC", "", "P"),
        ("company", "internal – do not forward", "Internal – Do not forward", "I – Do not forward"),
    ],
)
def test_a_marking_is_read_however_it_is_written(name: str, written: str, full: str, short: str | None) -> None:
    found = marking(written, name)
    assert banner(found, profile(name)) == full
    assert short is None or portion(found, profile(name)) == short


@pytest.mark.parametrize(
    ("name", "written", "message", "help"),
    [
        ("us-classification", "SECERT", "us-classification has no level 'SECERT'", "did you mean 'SECRET'?"),
        ("us-classification", "SECRETIVE", "us-classification has no level 'SECRETIVE'", "did you mean 'SECRET'?"),
        ("us-classification", "S//NOFRON", "us-classification has no control 'NOFRON'", "did you mean 'NOFORN'?"),
        ("us-classification", "U//NF", "NOFORN does not stand with UNCLASSIFIED", "CONFIDENTIAL or a higher level"),
        ("us-classification", "S//NF/REL TO USA, GBR", "NOFORN and REL TO exclude each other", "take one"),
        ("us-classification", "S//REL TO", "REL TO has no list behind it", "commas"),
        ("us-classification", "S//REL TO Germany", "'GERMANY' is no value of REL TO", "commas"),
        ("us-classification", "", "has no level ''", "`UNCLASSIFIED`"),
        ("us-classification", "//NF", "has no level", ""),
        ("us-classification", "S" * 401, "not that long", ""),
        ("us-cui", "CUI//sp prvcy", "us-cui has no control 'SP PRVCY'", "`NOFORN`"),
        ("uk", "OFFICIAL – COMMERCIAL", "COMMERCIAL does not stand with OFFICIAL", "OFFICIAL-SENSITIVE"),
        ("uk", "OFFICIAL-SENSITVE", "uk has no level 'OFFICIAL-SENSITVE'", "did you mean 'OFFICIAL-SENSITIVE'?"),
        ("company", "Secret", "company has no level 'SECRET'", "`Public`"),
    ],
)
def test_what_is_no_marking_is_told_with_what_to_write(name: str, written: str, message: str, help: str) -> None:
    found = read_marking(written, profile(name))
    assert isinstance(found, Misread)
    assert message in found.message
    assert help in found.help


def test_a_control_that_is_written_twice_counts_once_with_all_its_values() -> None:
    assert shown("S//REL TO USA, GBR//REL TO AUS") == "SECRET//REL TO USA, AUS, GBR"
    assert shown("S//NF//NOFORN") == "SECRET//NOFORN"


@given(st.text(max_size=60))
def test_any_text_is_a_marking_or_told(text: str) -> None:
    for name in ("us-classification", "us-cui", "uk", "eu", "company"):
        found = read_marking(text, profile(name))
        if isinstance(found, Marking):
            full = banner(found, profile(name)) or profile(name).levels[found.rank].name
            assert read_marking(full, profile(name)) == found
            assert read_marking(f"({portion(found, profile(name))})", profile(name)) == found
        else:
            assert found.message
            assert found.help
