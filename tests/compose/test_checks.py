"""The ``checks:`` of schemas."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from pipeline.compose import Checker, run_checks
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.diagnostics.as_text import render_text
from pipeline.source.load import load
from pipeline.source.schema import annotate, load_schema
from tests.compose.kit import DATA, ROOT, composed, errors, told, workspace
from tests.golden import check_golden

DAYS = """\
title: Trip
days:
  - date: 2022-08-02
    events:
      - {start: "10:00", end: "09:00"}
      - {start: "11:00", end: "12:00"}
  - date: 2022-08-01
"""


def checked(checks: str, data: str = DAYS) -> list[Diagnostic]:
    """Return what *checks* (YAML) find in *data*."""
    schema = "type: object\nadditionalProperties: true\nproperties:\n  note: {type: string}\n" + dedent(checks)
    space = workspace(schema=schema)
    found, schema_faults = load_schema(space, Path("/briefs/templates/test/schema.yaml"))
    assert found is not None, schema_faults
    source, faults = load(data.encode(), DATA)
    assert source is not None, faults
    return run_checks(source, annotate(source, found), found, {"title": "A packet", "end": "2022-08-01"})


def test_a_check_holds_for_every_value_that_each_names() -> None:
    (found,) = checked(
        """\
        checks:
          - each: days[*].events[*]
            check: end >= start
            message: it ends at {{ end }}, before it starts ({{ start }})
            at: end
            help: exchange the two
        """
    )
    assert told(found) == f"error[check] {DATA}:5:31 it ends at 09:00, before it starts (10:00) (exchange the two)"
    assert found.source_line == '      - {start: "10:00", end: "09:00"}'
    assert found.place is not None
    assert found.place.path == ("days", 0, "events", 0, "end")


def test_names_are_the_value_s_keys_it_the_data_and_the_packet() -> None:
    found = checked(
        """\
        checks:
          - {check: note is none and title == "Trip" and data.title == title and it == data, message: m}
          - each: days[0]
            check: date <= packet.end
            message: "{{ packet.title | upper }}: {{ it.date }}"
            severity: warning
          - {each: "days[*].date", check: it > "2022-08-01", message: "{{ it | date }}"}
        """
    )
    assert [told(finding) for finding in found] == [
        f"warning[check] {DATA}:3:5 A PACKET: 2022-08-02",
        f"error[check] {DATA}:7:11 August 1, 2022",
    ]
    assert found[0].severity is Severity.WARNING


def test_without_the_key_the_fault_stands_at_the_value() -> None:
    (found,) = checked("checks:\n  - {each: 'days[*]', check: it.events is defined, message: none, at: events}\n")
    assert told(found) == f"error[check] {DATA}:7:5 none"


@pytest.mark.parametrize("each", ["trips[*]", "days[9]", "days[*].events[*].notes[*]", "title[*]", "days.x"])
def test_what_is_absent_is_not_checked(each: str) -> None:
    assert checked(f"checks:\n  - {{each: '{each}', check: 'false', message: m}}\n") == []


FAULTY = (
    ("end >=", "m"),
    ("end >= start and", "m"),
    ("strat <= end", "m"),
    ("start | uper", "m"),
    ("1 / 0", "m"),
    ("range(10**9) | list", "m"),
    ("start.upper() ==", "m"),
    ("start.__class__", "m"),
    ("start end", "m"),
    ("false", "{{ nope }}"),
    ("false", "{% if %}"),
    ("[0] | map('nope') | list", "m"),
)


def test_a_check_that_cannot_be_worked_out_is_told_at_the_schema_s_line() -> None:
    said = []
    for check, message in FAULTY:
        found = checked(f'checks:\n  - each: days[0].events[*]\n    check: {check!r}\n    message: "{message}"\n')
        assert errors(found) == ["bad-check"]
        said.append(render_text(found))
    check_golden(__file__, "check-faults.txt", "\n".join(said))


def test_composing_runs_the_checks_of_each_file_once() -> None:
    schema = "type: object\nadditionalProperties: false\nproperties: {a: {type: integer}}\nchecks:\n"
    schema += "  - {check: a > 1, message: '{{ a }} is too small', at: a}\n"
    packet = "title: T\npapers:\n" + "".join(
        f"  - {{tab: {tab}, title: P, template: test, data: paper.yaml}}\n" for tab in "AB"
    )
    composition = composed(workspace("{{ a }}", "a: 1", schema=schema, packet=packet))
    assert [told(finding) for finding in composition.diagnostics] == [f"error[check] {DATA}:1:4 1 is too small"]


def test_a_checker_compiles_the_checks_of_a_schema_once() -> None:
    space = workspace(schema="type: object\nadditionalProperties: true\nchecks:\n  - {check: 'a', message: m}\n")
    schema, _ = load_schema(space, ROOT / "templates/test/schema.yaml")
    assert schema is not None
    checker = Checker()
    for text, count in (("a: 1", 0), ("a: 0", 1), ("a: 1", 0)):
        source, _ = load(text.encode(), DATA)
        assert source is not None
        assert len(checker.run(source, annotate(source, schema), schema)) == count


def test_the_values_of_a_check_share_its_steps() -> None:
    data = "rows:\n" + "".join(f"  - {{n: {number}}}\n" for number in range(2000))
    (found,) = checked(
        """\
        checks:
          - each: rows[*]
            check: it in data.rows
            message: never
        """,
        data,
    )
    assert found.code == "bad-check"
    assert "1,000,000 steps" in found.message
