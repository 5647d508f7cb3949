"""Every check of a shipped schema can fail, fails at the right line, and lets the examples pass."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.compose.checks import run_checks
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.source.load import load
from pipeline.source.schema import annotate, validate
from pipeline.source.tree import Source
from tests.content.papers import NAMES, SAMPLE, SAMPLES, composed, example, read, schema


@dataclass(frozen=True)
class Mutant:
    """Data that is valid by its schema and breaks one check: at which line, and whether the build goes on."""

    paper: str
    message: str
    line: int
    data: str
    severity: Severity = Severity.ERROR


MEMO = "to: [Ann]\nfrom: [Ben]\nsubject: Clocks\n"
SUBMISSION = "to: [Ann]\nfrom: [Ben]\nsubject: Clocks\nissue: Whether to sell.\n"
MUTANTS = (
    Mutant(
        "attachment",
        "the document has 8 pages; there is no page 9",
        3,
        "document: Report\nread:\n- {pages: 9, what: The end.}\npages: 8\n",
    ),
    Mutant(
        "checklist",
        "this group of items has no heading",
        2,
        "groups:\n- items: [Passport]\n- {heading: Later, items: [Pass]}\n",
    ),
    Mutant(
        "checklist",
        '"Pass" has a day and words for it',
        3,
        "groups:\n- items:\n  - {what: Pass, when: on arrival, by: 2026-03-02}\n",
    ),
    Mutant("checklist", '"Pass" has a time, but no day', 3, "groups:\n- items:\n  - {what: Pass, time: '10:00'}\n"),
    Mutant(
        "glossary",
        "a term is in the glossary twice",
        2,
        "terms:\n- {term: RTC, full: Council}\n- {term: RTC, full: Club}\n",
    ),
    Mutant("glossary", 'nothing explains "RTC"', 2, "terms:\n- {term: RTC}\n"),
    Mutant(
        "glossary",
        '"Council", which "RTC" leads to, is not in the glossary',
        2,
        "terms:\n- {term: RTC, see: Council}\n",
    ),
    Mutant(
        "fact-sheet",
        "the section 'Trade' has nothing below its heading",
        3,
        "title: Clocks\nsections:\n- heading: Trade\n- {heading: People, text: Many.}\n",
        Severity.WARNING,
    ),
    Mutant(
        "fact-sheet",
        "every row of this table needs as many cells as it has columns, 2",
        4,
        "title: Clocks\nsections:\n- heading: Trade\n  table: {columns: [Year, Sum], rows: [[2024, 1], [2025]]}\n",
    ),
    Mutant(
        "schedule",
        "the days are out of order",
        2,
        "days:\n- date: 2026-03-03\n- date: 2026-03-02\n",
    ),
    Mutant(
        "schedule",
        "these days end on 2026-03-03, no later than they start",
        3,
        "days:\n- date: 2026-03-03\n  until: 2026-03-03\n",
    ),
    Mutant(
        "schedule",
        "the events of this day are out of order",
        4,
        "days:\n- date: 2026-03-03\n  events:\n  - {title: Lunch, time: '12:30'}\n  - {title: Talks, time: '10:00'}\n",
        Severity.WARNING,
    ),
    Mutant(
        "schedule",
        "an event's `end_date` is no later than its day",
        4,
        "days:\n- date: 2026-03-03\n  events:\n  - {title: Fly, time: '22:00', end: '06:00', end_date: 2026-03-03}\n",
    ),
    Mutant(
        "schedule",
        '"Flight" ends at 06:00, before it starts at 22:00',
        6,
        "days:\n- date: 2026-03-03\n  events:\n  - title: Flight\n    time: '22:00'\n    end: '06:00'\n",
    ),
    Mutant(
        "schedule",
        '"Flight" has an end but no start',
        5,
        "days:\n- date: 2026-03-03\n  events:\n  - title: Flight\n    end: '06:00'\n",
    ),
    Mutant(
        "scene-setter",
        "this scene setter has only a title",
        1,
        "title: Strelsau\nissuer: Ruritania Desk\n",
        Severity.WARNING,
    ),
    Mutant(
        "scene-setter",
        "the theme 'People' has nothing below its heading",
        4,
        "title: Strelsau\nthemes:\n- {heading: Trade, text: Clocks.}\n- heading: People\n",
        Severity.WARNING,
    ),
    Mutant(
        "key-figures",
        "this group of figures has no heading",
        3,
        "groups:\n"
        "- {heading: Trade, figures: [{label: Clocks, value: 3, source: {title: Yearbook}}]}\n"
        "- figures: [{label: People, value: 4, source: {title: Yearbook}}]\n",
    ),
    Mutant(
        "key-figures",
        "two figures of this group have the same label",
        3,
        "groups:\n- figures:\n"
        "  - {label: Clocks, value: 3, source: {title: Yearbook}}\n"
        "  - {label: clocks, value: 4, source: {title: Yearbook}}\n",
        Severity.WARNING,
    ),
    Mutant(
        "schedule",
        'where "Flight" ends is known, but not the time zone in which it starts',
        5,
        "days:\n- date: 2026-03-03\n  events:\n"
        "  - {title: Flight, time: '22:00', end: '06:00',\n     end_zone: Europe/Prague}\n",
    ),
    Mutant(
        "schedule",
        '"Flight" goes to Zenda, but it is not said from where',
        4,
        "days:\n- date: 2026-03-03\n  events:\n  - {title: Flight, leg: {by: Aircraft, to: Zenda}}\n",
        Severity.WARNING,
    ),
    Mutant(
        "scene-setter",
        "every row of this table needs as many cells as it has columns, 2",
        3,
        "title: Strelsau\nthemes:\n- {heading: Trade, table: {columns: [Year, Sum], rows: [[2024]]}}\n",
    ),
    Mutant(
        "key-figures",
        '"Clocks" expires on 2026-01-31, before the time it speaks of, 2026-02',
        2,
        "groups:\n- figures: [{label: Clocks, value: 3, as_of: 2026-02, expires: 2026-01-31, source: {title: Book}}]\n",
    ),
    Mutant(
        "biography",
        '"Mayor" ends in 2011, before it begins in 2018',
        4,
        "people:\n- name: Ann\n  career:\n  - {what: Mayor, from: 2018, to: 2011}\n",
    ),
    Mutant(
        "biography",
        '"Law" ends in 1990, before it begins in 1995, in this education',
        4,
        "people:\n- name: Ann\n  education:\n  - {what: Law, from: 1995, to: 1990}\n",
    ),
    Mutant("biography", "somebody is here twice", 2, "people:\n- {name: Ann Example}\n- {name: Ann example}\n"),
    Mutant(
        "contacts",
        "this group of contacts has no heading",
        2,
        "groups:\n- contacts: [{name: Ann, phone: '1'}]\n- {heading: Places, contacts: [{name: B, phone: '2'}]}\n",
    ),
    Mutant(
        "contacts",
        "it is not said how to reach Ann",
        2,
        "groups:\n- contacts: [{name: Ann, role: Cars}]\n",
        Severity.WARNING,
    ),
    Mutant(
        "participants",
        "this group of people has no heading",
        2,
        "groups:\n- people: [Ann]\n- {heading: Hosts, people: [Ben]}\n",
    ),
    Mutant(
        "participants",
        "somebody is in this group twice",
        2,
        "groups:\n- people: [ann, {name: Ann}]\n",
        Severity.WARNING,
    ),
    Mutant(
        "meeting-brief",
        "the meeting ends at 10:00, no later than it starts at 10:00",
        4,
        "title: Talks\npurpose: To talk.\ntime: '10:00'\nend: '10:00'\n",
    ),
    Mutant(
        "meeting-brief", "the meeting has an end but no start", 3, "title: Talks\npurpose: To talk.\nend: '10:00'\n"
    ),
    Mutant(
        "meeting-brief",
        "the steps take 40 minutes, the meeting 30",
        5,
        "title: Talks\npurpose: To talk.\ntime: '10:00'\nend: '10:30'\n"
        "scenario: [Doors open, {text: Welcome, minutes: 10}, {text: Talks, minutes: 30}]\n",
        Severity.WARNING,
    ),
    Mutant(
        "meeting-brief",
        "it is not said whose people these are",
        4,
        "title: Talks\npurpose: To talk.\nparticipants:\n- people: [Ann]\n- {side: Hosts, people: [Ben]}\n",
    ),
    Mutant(
        "meeting-brief",
        "these talking points have no heading",
        3,
        "title: Talks\ntalking_points:\n- points: [Thanks.]\n- {heading: Trade, points: [More.]}\n",
    ),
    Mutant(
        "meeting-brief",
        "there is nothing in this background",
        2,
        "title: Talks\nbackground: {usable: {points: []}}\n",
    ),
    Mutant(
        "meeting-brief",
        "there is nothing in this background that is not for use",
        2,
        "title: Talks\nbackground: {not_for_use: {points: []}}\n",
    ),
    Mutant(
        "meeting-brief",
        "every row of this table needs as many cells as it has columns, 2",
        2,
        "title: Talks\nbackground: {usable: {table: {columns: [Year, Sum], rows: [[2024]]}}}\n",
    ),
    Mutant(
        "meeting-brief",
        "every row of this table, not for use, needs as many cells as it has columns, 2",
        2,
        "title: Talks\nbackground: {not_for_use: {table: {columns: [Year, Sum], rows: [[2024]]}}}\n",
    ),
    Mutant(
        "meeting-brief",
        "this brief says nothing about the meeting but its title",
        1,
        "title: Talks\nlocation: Blue Room\n",
        Severity.WARNING,
    ),
    Mutant(
        "talking-points",
        "this topic has no heading",
        2,
        "topics:\n- points: [Thanks.]\n- {heading: Trade, points: [More.]}\n",
    ),
    Mutant(
        "talking-points",
        "the topics take 9 minutes, the speaker has 5",
        1,
        "minutes: 5\ntopics:\n- {heading: A, minutes: 4, points: [A.]}\n- {heading: B, minutes: 5, points: [B.]}\n",
        Severity.WARNING,
    ),
    Mutant(
        "questions-answers",
        "this topic has no heading",
        2,
        "topics:\n- questions: [{question: Why?, line: So.}]\n- {heading: B, questions: [{question: A?, line: B.}]}\n",
    ),
    Mutant(
        "questions-answers",
        '"Why?" has no answer',
        2,
        "topics:\n- questions: [{question: Why?, background: Nobody knows.}]\n",
        Severity.WARNING,
    ),
    Mutant(
        "questions-answers",
        "a question of this topic is there twice",
        2,
        "topics:\n- questions: [{question: Why?, line: So.}, {question: why?, line: For this.}]\n",
        Severity.WARNING,
    ),
    Mutant(
        "memo",
        '"agree" is none of the choices, approve, disapprove, and discuss',
        6,
        MEMO + "recommendations:\n- That you sell.\n- {text: That you buy., decision: agree}\n",
    ),
    Mutant(
        "memo",
        "it is not said what was decided",
        5,
        MEMO + "recommendations:\n- {text: That you buy., date: 2027-03-04}\n",
    ),
    Mutant(
        "memo",
        "Treasury answered on 2027-03-04, but it is not said what",
        5,
        MEMO + "purpose: To ask.\nclearances: [{office: Treasury, date: 2027-03-04}]\n",
    ),
    Mutant(
        "memo",
        "the decision is needed by 2027-03-03, before the memorandum was written, 2027-03-04",
        5,
        MEMO + "date: 2027-03-04\ndecide_by: 2027-03-03\npurpose: To ask.\n",
    ),
    Mutant(
        "memo", "it is said why a decision is needed, but not by when", 4, MEMO + "why_then: Talks.\npurpose: Why.\n"
    ),
    Mutant("memo", "this memorandum says nothing but its subject", 3, MEMO, Severity.WARNING),
    Mutant(
        "submission",
        '"approve" is none of the choices, Now and Later',
        5,
        SUBMISSION + "recommendations: [{text: That you buy., options: [Now, Later], decision: approve}]\n",
    ),
    Mutant(
        "submission",
        "it is not said what was decided",
        5,
        SUBMISSION + "recommendations: [{text: That you buy., by: Ann}]\n",
    ),
    Mutant(
        "submission",
        "Treasury answered on 2027-03-04, but it is not said what",
        6,
        SUBMISSION + "recommendations: [Buy.]\nclearances: [{office: Treasury, date: 2027-03-04}]\n",
    ),
    Mutant(
        "submission",
        "the decision is needed by 2027-03-03, before the day of submission, 2027-03-04",
        6,
        SUBMISSION + "date: 2027-03-04\ndecide_by: 2027-03-03\nrecommendations: [Buy.]\n",
    ),
    Mutant("submission", "this submission recommends nothing", 4, SUBMISSION, Severity.WARNING),
    Mutant(
        "read-ahead",
        "the meeting ends at 10:00, no later than it starts at 10:00",
        4,
        "title: Talks\npurpose: To talk.\ntime: '10:00'\nend: '10:00'\n",
    ),
    Mutant("read-ahead", "the meeting has an end but no start", 3, "title: Talks\npurpose: To talk.\nend: '10:00'\n"),
    Mutant(
        "read-ahead",
        "this was sent out on 2027-03-04, after the meeting on 2027-03-03",
        2,
        "title: Talks\nissued: 2027-03-04\ndate: 2027-03-03\npurpose: To talk.\n",
        Severity.WARNING,
    ),
    Mutant(
        "read-ahead",
        "the agenda takes 40 minutes, the meeting 30",
        4,
        "title: Talks\ntime: '10:00'\nend: '10:30'\nagenda: [Minutes, {text: Trade, minutes: 40}]\n",
        Severity.WARNING,
    ),
    Mutant(
        "read-ahead",
        "Treasury answered on 2027-03-04, but it is not said what",
        3,
        "title: Talks\npurpose: To ask.\nclearances: [{office: Treasury, date: 2027-03-04}]\n",
    ),
    Mutant("read-ahead", "this read-ahead has only a title", 1, "title: Talks\nchair: Ann\n", Severity.WARNING),
    Mutant(
        "clearances",
        "Treasury answered on 2027-03-04, but it is not said what",
        1,
        "clearances: [{office: Treasury, date: 2027-03-04}]\n",
    ),
    Mutant(
        "clearances",
        "an office is here twice",
        1,
        "clearances: [{office: Treasury, name: Ann}, {office: treasury}]\n",
        Severity.WARNING,
    ),
    Mutant(
        "clearances",
        "somebody cleared after 2027-03-03, the day on which this is the state of things",
        1,
        "date: 2027-03-03\nclearances: [{office: Treasury, status: cleared, date: 2027-03-04}]\n",
        Severity.WARNING,
    ),
)


def findings(paper: str, source: Source) -> list[Diagnostic]:
    assert validate(source, schema(paper)) == []
    return list(run_checks(source, annotate(source, schema(paper)), schema(paper)))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.message)
def test_a_check_fails_at_its_line(mutant: Mutant) -> None:
    source, problems = load(mutant.data.encode(), "data.yaml")
    assert source is not None
    assert problems == []
    (finding,) = findings(mutant.paper, source)
    assert finding.place is not None
    assert (finding.message, finding.place.line, finding.severity) == (mutant.message, mutant.line, mutant.severity)
    assert finding.help != ""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.message)
def test_a_fault_is_told_once(mutant: Mutant) -> None:
    source, _ = load(mutant.data.encode(), "data.yaml")
    assert source is not None
    assert [finding.message for finding in composed(mutant.paper, source.data).diagnostics] == [mutant.message]


def test_a_pocket_card_has_the_checks_of_a_schedule() -> None:
    assert schema("schedule-card").checks == schema("schedule").checks
    source, _ = load(b"days:\n- date: 2026-03-03\n- date: 2026-03-02\n", "data.yaml")
    assert source is not None
    assert [finding.message for finding in findings("schedule-card", source)] == ["the days are out of order"]


@pytest.mark.parametrize("paper", [name for name in NAMES if name != "schedule-card"])
def test_every_check_has_a_mutant(paper: str) -> None:
    mutants = [mutant for mutant in MUTANTS if mutant.paper == paper]
    assert len(mutants) == len(schema(paper).checks)
    assert len({mutant.message for mutant in mutants}) == len(mutants)


@pytest.mark.parametrize("paper", NAMES)
def test_the_example_and_the_sample_pass_all_checks(paper: str) -> None:
    assert findings(paper, read(example(paper))) == []
    if paper in SAMPLES:
        assert findings(paper, read(SAMPLE / f"{paper}.yaml")) == []


def test_an_event_may_end_on_a_later_day() -> None:
    text = "days:\n- date: 2026-03-03\n  events:\n  - {title: A, time: '22:00', end: '06:00', end_date: 2026-03-04}\n"
    source, _ = load(text.encode(), "data.yaml")
    assert source is not None
    assert findings("schedule", source) == []


def test_days_may_share_a_date_when_one_place_follows_another() -> None:
    source, _ = load(b"days:\n- {date: 2026-03-03, until: 2026-03-05}\n- date: 2026-03-05\n", "data.yaml")
    assert source is not None
    assert findings("schedule", source) == []


def test_a_flight_west_may_land_by_earlier_clocks_than_it_left() -> None:
    text = """
zone: Europe/Prague
days:
- date: 2026-03-03
  events:
  - {title: Home, time: '11:20', end: '10:50', end_zone: %s}
"""
    source, _ = load((text % "America/New_York").encode(), "data.yaml")
    assert source is not None
    assert findings("schedule", source) == []
    source, _ = load((text % "Asia/Tokyo").encode(), "data.yaml")
    assert source is not None
    assert [finding.place.line for finding in findings("schedule", source) if finding.place] == [6]
