"""What markings mean together."""

from __future__ import annotations

import pytest

from pipeline.source.marking_rules import excess, may_have, release_of, releases, together
from pipeline.source.marking_text import banner
from pipeline.source.markings import Release
from tests.markings.kit import marking, profile

US = "us-classification"


@pytest.mark.parametrize(
    ("name", "parts", "whole"),
    [
        (US, [], "UNCLASSIFIED"),
        (US, ["U", "C", "U"], "CONFIDENTIAL"),
        (US, ["S", "C//NF"], "SECRET//NOFORN"),
        (US, ["S//OC", "C//NF", "U//PR"], "SECRET//ORCON/NOFORN/PROPIN"),
        # Releasable is only what all classified parts are.
        (US, ["S//REL TO USA, GBR, AUS", "C//REL TO USA, GBR", "U"], "SECRET//REL TO USA, GBR"),
        (US, ["S//REL TO USA, GBR", "C//REL TO USA, AUS"], "SECRET"),
        (US, ["S//REL TO USA, GBR", "C"], "SECRET"),
        (US, ["S//REL TO USA, GBR", "C//NF"], "SECRET//NOFORN"),
        ("us-cui", ["U", "CUI//PRVCY", "CUI//SP-CTI//FED ONLY"], "CUI//SP-CTI/PRVCY//FED ONLY"),
        ("us-cui", ["U"], ""),
        ("uk", ["OFFICIAL", "O-S – COMMERCIAL", "OFFICIAL – RECIPIENTS ONLY"],
         "OFFICIAL-SENSITIVE – COMMERCIAL – RECIPIENTS ONLY"),
        ("eu", ["R-UE/EU-R – REL CHE, NOR", "LIMITE", "R-UE/EU-R – REL NOR"],
         "RESTREINT UE/EU RESTRICTED – RELEASABLE TO NOR"),
        ("company", ["Public", "Confidential – Trade secret", "Internal – Personal data"],
         "Confidential – Personal data, Trade secret"),
    ],
)  # fmt: skip
def test_the_banner_is_that_of_all_parts_together(name: str, parts: list[str], whole: str) -> None:
    found = together([marking(part, name) for part in parts], profile(name))
    assert banner(found, profile(name)) == whole
    assert found == together([marking(part, name) for part in reversed(parts)], profile(name))


@pytest.mark.parametrize(
    ("part", "most", "reason"),
    [
        ("S", "SECRET", ""),
        ("U", "SECRET//REL TO USA, GBR", ""),
        ("S", "CONFIDENTIAL", "SECRET is higher than CONFIDENTIAL"),
        ("C//NF", "SECRET", "SECRET has no NOFORN"),
        ("C//NF", "SECRET//NOFORN", ""),
        ("S", "SECRET//NOFORN", ""),
        ("S", "SECRET//REL TO USA, GBR", "it is not REL TO USA, GBR"),
        ("S//REL TO USA, AUS", "SECRET//REL TO USA, GBR", "it is not REL TO GBR"),
        ("S//REL TO USA, AUS, GBR", "SECRET//REL TO USA, GBR", ""),
    ],
)
def test_a_part_that_is_more_than_the_packet_may_be_is_told(part: str, most: str, reason: str) -> None:
    assert excess(marking(part), marking(most), profile(US)) == reason


def test_categories_of_cui_need_not_stand_in_the_packets_marking_and_controls_do() -> None:
    cui = profile("us-cui")
    assert excess(marking("CUI//SP-PRVCY", "us-cui"), marking("CUI", "us-cui"), cui) == ""
    assert excess(marking("CUI//FED ONLY", "us-cui"), marking("CUI", "us-cui"), cui) == "CUI has no FED ONLY"


def target(name: str, *markings: str, of: str = US) -> Release | None:
    return release_of(name, releases(profile(of), [marking(text, of) for text in markings]), profile(of))


@pytest.mark.parametrize(
    ("name", "stays", "goes"),
    [
        ("public", ["U"], ["C", "U//PR", "S//REL TO USA, GBR"]),
        ("CONFIDENTIAL", ["U", "C"], ["S", "C//NF", "C//REL TO USA, GBR"]),
        ("ts", ["U", "S", "TS"], ["S//OC"]),
        ("GBR", ["U", "S//REL TO USA, GBR", "TS//REL TO USA, AUS, GBR"], ["C", "S//REL TO USA, AUS", "S//NF", "U//PR"]),
        ("fvey", ["U", "C//REL TO USA, FVEY"], ["C", "C//REL TO USA, GBR"]),
    ],
)
def test_a_variant_has_what_its_target_may_have(name: str, stays: list[str], goes: list[str]) -> None:
    found = target(name, "S//REL TO USA, GBR")
    assert found is not None
    assert [text for text in stays if not may_have(marking(text), found, profile(US))] == []
    assert [text for text in goes if may_have(marking(text), found, profile(US))] == []


def test_a_country_is_a_target_only_where_a_part_names_it() -> None:
    assert target("AUS", "S//REL TO USA, GBR") is None
    assert target("USA", "S//REL TO USA, GBR") is None
    assert target("Gbr", "S//REL TO USA, GBR") is not None
    assert target("nobody") is None
