"""Every check of a shipped schema can fail, fails at the right line, and lets the examples pass."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.compose.checks import run_checks
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.source.load import load
from pipeline.source.schema import annotate, validate
from pipeline.source.tree import Source
from tests.content.papers import NAMES, SAMPLE, composed, example, read, schema


@dataclass(frozen=True)
class Mutant:
    """Data that is valid by its schema and breaks one check: at which line, and whether the build goes on."""

    paper: str
    message: str
    line: int
    data: str
    severity: Severity = Severity.ERROR


MUTANTS = (
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


@pytest.mark.parametrize("paper", NAMES)
def test_every_check_has_a_mutant(paper: str) -> None:
    mutants = [mutant for mutant in MUTANTS if mutant.paper == paper]
    assert len(mutants) == len(schema(paper).checks)
    assert len({mutant.message for mutant in mutants}) == len(mutants)


@pytest.mark.parametrize("paper", NAMES)
def test_the_example_and_the_sample_pass_all_checks(paper: str) -> None:
    assert findings(paper, read(example(paper))) == []
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
