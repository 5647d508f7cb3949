"""Rules about data: papers, values, dates, events, people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.kit import FACTS, PACKET, SCHEDULE, findings, told

EVENTS = "events: 'days[*].events[*]'"
FLIGHT = """\
zone: Europe/Prague
days:
  - date: 2027-03-09
    place: Port Aurel, Aurelia
    zone: America/New_York
    events:
      - {time: "17:00", end: "18:00", title: Farewell}
      - {time: "19:40", end: "09:10", end_date: 2027-03-10, end_zone: Europe/Prague, title: Flight,
         leg: {by: Aircraft, from: Port Aurel, to: Strelsau}}
  - date: 2027-03-10
    place: Strelsau, Ruritania
    events:
      - {time: "10:45", end: "11:30", title: Talks}
"""


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{kind: required-papers, papers: [schedule, fact-sheet]}", []),
        (
            "{kind: required-papers, papers: [schedule, biography, pdf]}",
            [
                "warning rule-required-papers packet.yaml:4:1 the packet has no 'biography'",
                "warning rule-required-papers packet.yaml:4:1 the packet has no 'pdf'",
            ],
        ),
        ("{kind: forbidden-papers, papers: [markdown]}", []),
        (
            "{kind: forbidden-papers, papers: [fact-sheet], severity: error}",
            ["error rule-forbidden-papers packet.yaml:6:42 a 'fact-sheet' has no place in this packet"],
        ),
        ("{kind: paper-order, papers: [schedule, contacts, fact-sheet]}", []),
        (
            "{kind: paper-order, papers: [fact-sheet, schedule]}",
            ["warning rule-paper-order packet.yaml:6:42 the 'fact-sheet' stands behind the 'schedule'"],
        ),
        ("{kind: paper-count, papers: [fact-sheet], most: 1, least: 1}", []),
        (
            "{kind: paper-count, papers: [fact-sheet], most: 0}",
            [
                "warning rule-paper-count packet.yaml:6:42 the packet has 1 paper of the kind 'fact-sheet', "
                "1 more than the 0 allowed"
            ],
        ),
        (
            "{kind: paper-count, papers: [contacts], least: 1}",
            [
                "warning rule-paper-count packet.yaml:4:1 the packet has 0 papers of the kind 'contacts', "
                "1 fewer than the 1 wanted"
            ],
        ),
        ("{kind: required-values, papers: [fact-sheet], paths: [issuer, 'sections[*].heading']}", []),
        (
            "{kind: required-values, papers: [fact-sheet], paths: [summary, 'sections[*].points', 'sources[*].url']}",
            [
                "warning rule-required-values facts.yaml:1:1 'summary' is missing for 'Relations with Ruritania'",
                "warning rule-required-values facts.yaml:1:1 'sources' is missing for 'Relations with Ruritania'",
                "warning rule-required-values facts.yaml:11:5 'points' is missing for 'Transport'",
            ],
        ),
        (
            "{kind: required-values, papers: [packet], paths: [author, title, dates.end]}",
            ["warning rule-required-values packet.yaml:1:1 'author' is missing for 'A visit to Ruritania'"],
        ),
        ("{kind: expired, papers: [fact-sheet], paths: [date], by: date}", []),
        (
            "{kind: expired, papers: [fact-sheet], paths: [date]}",
            [
                "warning rule-expired facts.yaml:3:7 'Relations with Ruritania' expires on 2027-03-02, "
                "before the first day of travel, 2027-03-09"
            ],
        ),
        ("{kind: dates-outside-trip, papers: [fact-sheet], paths: [date], before: 7}", []),
        (
            "{kind: dates-outside-trip, paths: [date], before: 6}",
            ["warning rule-dates-outside-trip facts.yaml:3:7 2027-03-02 is before the trip begins, on 2027-03-09"],
        ),
        (f"{{kind: overlaps, papers: [schedule], {EVENTS}}}", []),
        (f"{{kind: gaps, papers: [schedule], {EVENTS}, hours: 2}}", []),
        (
            "{kind: unknown-people, papers: [schedule], paths: ['days[*].events[*].participants[*]'], "
            "known: {papers: [fact-sheet], paths: ['sections[*].heading']}, allow: [H.E. Rudolf Example]}",
            [],
        ),
        (
            "{kind: unknown-people, papers: [schedule], paths: ['days[*].events[*].participants[*]'], "
            "known: {papers: [fact-sheet], paths: ['sections[*].heading']}}",
            ["warning rule-unknown-people schedule.yaml:6:68 'Rudolf Example' is in no 'fact-sheet'"],
        ),
        (
            "{kind: expired, papers: [schedule], paths: ['days[*].dat']}",
            ["warning rule-unmatched ours.yaml:3:49 'days[*].dat' leads nowhere: a 'schedule' has no 'dat'"],
        ),
        (
            "{kind: dates-outside-trip, papers: [packet], paths: [dates.strat]}",
            ["warning rule-unmatched ours.yaml:3:58 'dates.strat' leads nowhere: a 'packet' has no 'strat'"],
        ),
        ("{kind: required-values, papers: [biography], paths: ['people[*].pronunciation']}", []),
        ("{kind: required-values, papers: [fact-sheet], paths: ['**.heading']}", []),
        (
            "{kind: required-values, papers: [fact-sheet], paths: ['**.points[*].marking']}",
            ["warning rule-required-values facts.yaml:9:9 'marking' is missing"],
        ),
    ],
)
def test_rules_about_data(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert sorted(told(findings(tmp_path, rule))) == sorted(expected)


@pytest.mark.parametrize("empty", ["sources: []", 'issuer: " "'])
def test_what_is_empty_is_not_filled_in(tmp_path: Path, empty: str) -> None:
    key = empty.split(":", 1)[0]
    facts = FACTS.replace("issuer: Ruritania Desk\n", "") + empty + "\n"
    path = "sources[*].url" if key == "sources" else key
    (found,) = findings(tmp_path, f"{{kind: required-values, papers: [fact-sheet], paths: ['{path}']}}", facts=facts)
    assert found.message == f"'{key}' is empty for 'Relations with Ruritania'"


@pytest.mark.parametrize(
    ("expires", "told_on"),
    [("2027-03-09", ""), ("2027-03-08", "2027-03-08"), ("2028-01-01", ""), ("2020-02-29", "2020-02-29")],
)
def test_figures_expire(tmp_path: Path, expires: str, told_on: str) -> None:
    figures = (
        "groups:\n  - heading: Trade\n    figures:\n      - label: Clocks\n        value: 30\n"
        f"        source: {{title: Yearbook}}\n        expires: {expires}\n"
    )
    packet = PACKET + "  - {tab: C, title: Figures, template: key-figures, data: figures.yaml}\n"
    rule = "{kind: expired, papers: [key-figures], paths: ['groups[*].figures[*].expires']}"
    found = findings(tmp_path, rule, figures=figures, packet=packet)
    assert [(one.code, told_on in one.message) for one in found] == ([("rule-expired", True)] if told_on else [])


def test_events_overlap(tmp_path: Path) -> None:
    schedule = SCHEDULE.replace('"10:00", end: "11:00"', '"09:45", end: "11:00"')
    (found,) = findings(tmp_path, f"{{kind: overlaps, papers: [schedule], {EVENTS}}}", schedule=schedule)
    assert told((found,)) == ["warning rule-overlaps schedule.yaml:6:16 'Talks' begins before 'Breakfast' ends"]
    assert found.help == "it ends at 10:00; move one, or say with `audience` who goes to which"
    assert (found.related[0].place.line, found.related[0].place.column) == (5, 16)


@pytest.mark.parametrize("change", ["status: cancelled", "audience: [Delegation]"])
def test_events_of_other_people_and_cancelled_ones_do_not_overlap(tmp_path: Path, change: str) -> None:
    schedule = SCHEDULE.replace('"10:00", end: "11:00"', f'"09:45", end: "11:00", {change}')
    schedule = schedule.replace("title: Breakfast", "title: Breakfast, audience: [Security]")
    assert told(findings(tmp_path, f"{{kind: overlaps, papers: [schedule], {EVENTS}}}", schedule=schedule)) == []


def test_times_in_other_zones_are_moments(tmp_path: Path) -> None:
    rules = (
        f"{{kind: overlaps, papers: [schedule], {EVENTS}}}",
        f"{{kind: gaps, papers: [schedule], {EVENTS}, hours: 2}}",
    )
    assert told(findings(tmp_path / "a", *rules, schedule=FLIGHT)) == []
    early = FLIGHT.replace('"10:45"', '"08:45"')
    assert told(findings(tmp_path / "b", *rules, schedule=early)) == [
        "warning rule-overlaps schedule.yaml:13:16 'Talks' begins before 'Flight' ends"
    ]


def test_a_gap_between_cities_is_too_short(tmp_path: Path) -> None:
    schedule = FLIGHT.replace("leg: {by: Aircraft, from: Port Aurel, to: Strelsau}", "location: Gate C4")
    rule = f"{{kind: gaps, papers: [schedule], {EVENTS}, hours: 2}}"
    assert told(findings(tmp_path / "a", rule, schedule=schedule)) == [
        "warning rule-gaps schedule.yaml:13:16 there are 1:35 hours between Port Aurel, Aurelia and Strelsau, Ruritania"
    ]
    between = rule.replace("hours: 2", "hours: 2, between: [{places: [Strelsau, Port Aurel], hours: 1.5}]")
    assert told(findings(tmp_path / "b", between, schedule=schedule)) == []


def test_places_stay_right_for_shared_anchors(tmp_path: Path) -> None:
    facts = FACTS + "sources:\n  - &one {title: Yearbook}\n  - *one\n"
    found = findings(tmp_path, "{kind: required-values, papers: [fact-sheet], paths: ['sources[*].url']}", facts=facts)
    assert [one.place.line for one in found if one.place is not None] == [14]


def test_a_rule_is_told_fifty_times_at_most(tmp_path: Path) -> None:
    facts = FACTS + "    points:\n" + "".join(f"      - Grain {number}\n" for number in range(80))
    found = findings(tmp_path, "{kind: terms, terms: [grain]}", facts=facts)
    assert len(found) == 51
    assert sum("more than 50 times" in one.message for one in found) == 1


def test_a_packet_without_rules_imports_none(tmp_path: Path) -> None:
    import subprocess
    import sys

    findings(tmp_path, "{kind: weekdays}")
    path = tmp_path / "data/visit/packet.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("rules: [ours]\n", ""), encoding="utf-8")
    code = (
        "import sys; from pipeline.build import check; check('visit', root=sys.argv[1]);"
        "print([name for name in sys.modules if name.startswith('pipeline.rules') or name == 're2'])"
    )
    out = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
