"""The rule that clearances are given: on the sheet, on memorandums, on papers of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.kit import PACKET, findings, told

WITH = PACKET + "  - {tab: C, title: Clearances, template: clearances, data: sheet.yaml}\n"
MEMO = PACKET + "  - {tab: C, title: Memorandum, template: memo, data: memo.yaml}\n"
SHEET = """\
clearances:
  - {office: Legal Adviser, name: Lea Example, status: cleared, date: 2027-03-02}
  - {office: Treasury, status: cleared with edits}
  - {office: Press Office, status: for information}
"""
LETTER = "to: [Ann]\nfrom: [Ben]\nsubject: Clocks\npurpose: To sell.\n"


def said(folder: Path, sheet: str, rule: str = "{kind: clearances}") -> list[str]:
    return told(findings(folder, rule, packet=WITH, sheet=sheet))


def test_what_is_cleared_is_not_told(tmp_path: Path) -> None:
    assert said(tmp_path, SHEET) == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{office: Protocol}", "5:6 the clearance of 'Protocol' is outstanding"),
        ("{name: Pia, office: Protocol}", "5:6 the clearance of 'Protocol' is outstanding"),
        ("{office: Protocol, status: not cleared}", "5:32 the answer of 'Protocol' is 'not cleared'"),
    ],
)
def test_what_is_not_cleared_is_told_at_its_line(tmp_path: Path, entry: str, expected: str) -> None:
    assert said(tmp_path, f"{SHEET}  - {entry}\n") == [f"warning rule-clearances sheet.yaml:{expected}"]


def test_an_approval_needs_its_date(tmp_path: Path) -> None:
    sheet = f"{SHEET}approved:\n  - Emil\n  - {{name: Dora, office: Desk}}\n  - {{name: Ben, date: 2027-03-03}}\n"
    assert said(tmp_path, sheet) == [
        "warning rule-clearances sheet.yaml:6:5 the approval of 'Emil' is outstanding",
        "warning rule-clearances sheet.yaml:7:6 the approval of 'Dora' is outstanding",
    ]


def test_a_clearance_may_need_its_date_and_a_mere_reader_never(tmp_path: Path) -> None:
    assert said(tmp_path, SHEET, "{kind: clearances, dated: true}") == [
        "warning rule-clearances sheet.yaml:3:6 it is not said when 'Treasury' cleared this"
    ]


def test_certain_offices_must_have_been_asked(tmp_path: Path) -> None:
    rule = "{kind: clearances, offices: [legal  adviser, Press Office, Protocol]}"
    assert said(tmp_path, SHEET, rule) == [
        "warning rule-clearances sheet.yaml:1:1 'Protocol' was not asked",
        "warning rule-clearances sheet.yaml:4:6 'Press Office' was informed only",
    ]


def test_an_office_says_which_answers_are_enough(tmp_path: Path) -> None:
    assert said(tmp_path, SHEET, "{kind: clearances, allow: [cleared, for information]}") == [
        "warning rule-clearances sheet.yaml:3:32 the answer of 'Treasury' is 'cleared with edits'"
    ]


def test_a_paper_that_is_named_needs_clearances(tmp_path: Path) -> None:
    rule = "{kind: clearances, papers: [memo], offices: [Treasury]}"
    assert told(findings(tmp_path, rule, packet=MEMO, memo=LETTER)) == [
        "warning rule-clearances memo.yaml:1:1 it is not said who cleared this",
        "warning rule-clearances memo.yaml:1:1 'Treasury' was not asked",
    ]
    assert told(findings(tmp_path, "{kind: clearances, offices: [Treasury]}", packet=MEMO, memo=LETTER)) == []
    cleared = LETTER + "clearances: [{office: Treasury, status: cleared}]\n"
    assert told(findings(tmp_path, rule, packet=MEMO, memo=cleared)) == []
    open_one = LETTER + "clearances: [{office: Treasury}]\n"
    assert told(findings(tmp_path, "{kind: clearances}", packet=MEMO, memo=open_one)) == [
        "warning rule-clearances memo.yaml:5:15 the clearance of 'Treasury' is outstanding"
    ]


def test_required_values_know_the_sheet_and_the_memorandum(tmp_path: Path) -> None:
    rule = "{kind: required-values, papers: [clearances, memo], paths: ['clearances[*].date']}"
    assert said(tmp_path, SHEET, rule) == [
        "warning rule-required-values sheet.yaml:3:6 'date' is missing for 'Treasury'",
        "warning rule-required-values sheet.yaml:4:6 'date' is missing for 'Press Office'",
    ]


def test_a_path_of_a_paper_without_clearances_is_told(tmp_path: Path) -> None:
    rule = "{kind: clearances, papers: [fact-sheet], paths: ['clearances[*]']}"
    (found,) = findings(tmp_path, rule)
    assert (found.code, found.message) == (
        "rule-unmatched",
        "'clearances[*]' leads nowhere: a 'fact-sheet' has no 'clearances'",
    )
