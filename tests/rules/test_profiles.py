"""Profiles: what is wrong with them is told at their lines; the shipped ones are sound."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.build import build, check
from pipeline.host import RealHost
from pipeline.rules import load_profile, rules_schema
from pipeline.rules.profile import _KEYS
from pipeline.rules.terms import compiled
from pipeline.source.workspace import Workspace, shipped_templates
from tests.rules.kit import FACTS, PACKET, findings, told

TOP = Path(__file__).parents[2]
SHIPPED = sorted(path.stem for path in (TOP / "templates" / "rules").glob("*.yaml"))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{kind: word, most: 3}", "error not-one-of ours.yaml:3:12 'kind' cannot be 'word'"),
        ("{kind: words, moost: 3}", "error unknown-key ours.yaml:3:19 this rule has an unknown key 'moost'"),
        ("{kind: words, most: many}", "error wrong-type ours.yaml:3:25 'most': expected a whole number, found text"),
        ("{kind: words}", "error bad-rule ours.yaml:3:6 this rule has no limit"),
        ("{kind: words, most: 2, least: 3}", "error bad-rule ours.yaml:3:35 no number is at least 3 and at most 2"),
        (
            "{kind: weekdays, hours: 3}",
            "error unknown-key ours.yaml:3:22 a rule of the kind 'weekdays' has no 'hours'",
        ),
        (
            "{kind: headings, most: 2, per: list}",
            "error bad-rule ours.yaml:3:36 'headings' cannot be counted per list",
        ),
        (
            "{kind: terms, terms: [{pattern: '(a+)+$\\1'}]}",
            "error bad-pattern ours.yaml:3:37 this cannot be searched for: invalid escape sequence: \\1",
        ),
        (
            "{kind: terms, terms: [{pattern: 'a*'}]}",
            "error bad-pattern ours.yaml:3:37 this cannot be searched for: it is found in every text",
        ),
        (
            "{kind: terms, terms: [' ']}",
            "error bad-pattern ours.yaml:3:27 this cannot be searched for: it has no words",
        ),
        (
            "{kind: terms, terms: [{pattern: 'b', words: a}]}",
            "error not-allowed ours.yaml:3:28 'words' and 'pattern' exclude each other",
        ),
        (
            "{kind: words, most: 900, papers: [fact-shet]}",
            "warning unknown-template ours.yaml:3:39 there is no template 'fact-shet'",
        ),
        (
            "{kind: expired, paths: ['days[0].date']}",
            "error bad-format ours.yaml:3:29",
        ),
    ],
)
def test_a_bad_rule_is_told_at_its_line(tmp_path: Path, rule: str, expected: str) -> None:
    (found,) = told(findings(tmp_path, rule))
    assert found.startswith(expected)


@pytest.mark.parametrize(
    "profile", ["", "rules: []\ntitle: T\n", "title: T\n", "- a\n", "title: T\nrules: 3\n", "\x00", "a: [\n"]
)
def test_an_empty_or_broken_profile_is_an_error_in_it(tmp_path: Path, profile: str) -> None:
    found = findings(tmp_path, profile=profile)
    assert {one.severity for one in found} == {"error"}
    assert all(one.place is not None and one.place.file.endswith("ours.yaml") for one in found)


def test_an_unknown_profile_is_told_with_its_neighbours(tmp_path: Path) -> None:
    findings(tmp_path, "{kind: weekdays}")
    path = tmp_path / "data/visit/packet.yaml"
    path.write_text(PACKET + "rules: [our]\n", encoding="utf-8")
    (found,) = check("visit", root=tmp_path).packets[0].diagnostics
    assert (found.code, found.label, found.place and found.place.column) == ("unknown-rules", "did you mean 'ours'?", 9)


def test_every_kind_of_the_schema_has_keys_and_a_check() -> None:
    from pipeline.rules.check import _CHECKS

    kinds = rules_schema().raw["$defs"]["rule"]["properties"]["kind"]["enum"]  # type: ignore[index]
    assert set(kinds) == set(_KEYS) == {*_CHECKS, "pages"}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_profile_is_sound_and_names_its_sources(name: str) -> None:
    host = RealHost()
    profile, found = load_profile(Workspace(TOP, host, shipped_templates(host)), name)
    assert (found, profile is None) == ([], False)
    text = (TOP / "templates" / "rules" / f"{name}.yaml").read_text(encoding="utf-8")
    assert all("  # " in text[: text.index(f"kind: {rule.kind}")] for rule in profile.rules)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_sample_packet_has_no_error_under_a_shipped_profile(tmp_path: Path, name: str) -> None:
    import shutil

    shutil.copytree(TOP / "data" / "phnom-penh-2022", tmp_path / "data" / "sample")
    packet = tmp_path / "data" / "sample" / "packet.yaml"
    packet.write_text(packet.read_text(encoding="utf-8") + f"\nrules: [{name}]\n", encoding="utf-8")
    found = check("sample", root=tmp_path).packets[0].diagnostics
    assert [one for one in found if one.severity == "error"] == []
    if name == "plain-language":
        assert [one for one in found if one.severity == "warning"] == []


def test_patterns_take_a_time_that_grows_with_the_text_alone() -> None:
    searcher, fault = compiled({"pattern": "(a+)+$"})
    assert not fault
    assert searcher is not None
    began = time.perf_counter()
    assert list(searcher.finditer("a" * 50_000 + "!")) == []
    assert time.perf_counter() - began < 1


def test_a_pattern_that_needs_too_much_memory_is_refused() -> None:
    assert (
        "too large" in compiled({"pattern": "((a{1,100}){1,100}){1,100}"})[1]
        or "repetition" in compiled({"pattern": "((a{1,100}){1,100}){1,100}"})[1]
    )


def test_a_packet_is_built_again_when_a_profile_changes(tmp_path: Path) -> None:
    findings(tmp_path, "{kind: terms, terms: [grain]}")
    first = build("visit", root=tmp_path, formats=["pdf"]).packets[0]
    again = build("visit", root=tmp_path, formats=["pdf"]).packets[0]
    assert (first.state, again.state) == ("built", "unchanged")
    assert [one.code for one in first.diagnostics] == [one.code for one in again.diagnostics] == ["rule-terms"]
    findings(tmp_path, "{kind: terms, terms: [barley]}")
    third = build("visit", root=tmp_path, formats=["pdf"]).packets[0]
    assert (third.state, third.diagnostics) == ("built", ())


def test_a_rule_that_is_an_error_stops_the_build(tmp_path: Path) -> None:
    findings(tmp_path, "{kind: pages, most: 1, per: packet, severity: error}")
    result = build("visit", root=tmp_path, formats=["pdf"])
    assert not result.ok
    assert not (tmp_path / "output").exists()


def test_rules_wait_for_packets_without_other_errors(tmp_path: Path) -> None:
    found = findings(tmp_path, "{kind: required-papers, papers: [fact-sheet]}", facts="title: T\n")
    assert [one.code for one in found] == ["missing-field"]


def test_a_variant_is_not_held_to_rules(tmp_path: Path) -> None:
    facts = FACTS.replace("heading: Transport", "heading: Transport\n    audience: [Delegation]")
    assert len(findings(tmp_path, "{kind: terms, terms: [grain, line]}", facts=facts)) == 2
    result = build("visit", root=tmp_path, formats=["pdf"], audience="Security").packets[0]
    assert [one for one in result.diagnostics if one.code.startswith("rule-")] == []
