"""The machine forms, the order of findings and the guesses at misspelt words."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs

from pipeline.diagnostics import Place, Related, error, warning
from pipeline.diagnostics.forms import FORMS, render
from pipeline.diagnostics.order import in_file_order, with_files
from pipeline.diagnostics.suggest import did_you_mean, nearest
from pipeline.diagnostics.tally import summary

PLACE = Place("data/a b/x,y.yaml", 3, 5, 3, 9, ("events", 0, "title"))
FINDING = error(
    "bad-type",
    "100% wrong:\nsee, here",
    PLACE,
    label="a number",
    help="write text",
    source_line="  title: 1",
    related=(Related("the schema", Place("templates/x/schema.yaml", 7, 1, 7, 4)),),
)
SCHEMA = Path(__file__).parents[2] / "docs" / "diagnostics.schema.json"


def test_every_form_renders_no_finding_and_one() -> None:
    for form in FORMS:
        render([], form)
        assert render([FINDING], form).endswith("\n")


def test_json_keeps_every_field() -> None:
    value = json.loads(render([FINDING, warning("w", "careful")], "json"))
    assert value["version"] == 1
    assert value["summary"] == {"errors": 1, "warnings": 1, "notes": 0}
    first, second = value["diagnostics"]
    assert first == {
        "severity": "error",
        "code": "bad-type",
        "message": "100% wrong:\nsee, here",
        "label": "a number",
        "help": "write text",
        "place": {
            "file": "data/a b/x,y.yaml",
            "line": 3,
            "column": 5,
            "end_line": 3,
            "end_column": 9,
            "path": ["events", 0, "title"],
        },
        "source_line": "  title: 1",
        "related": [
            {
                "message": "the schema",
                "place": {
                    "file": "templates/x/schema.yaml",
                    "line": 7,
                    "column": 1,
                    "end_line": 7,
                    "end_column": 4,
                    "path": [],
                },
            }
        ],
    }
    assert second["place"] is None


def test_json_is_what_the_published_schema_says() -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    for findings in ([], [FINDING], [warning("w", "careful")]):
        assert validator.is_valid(json.loads(render(findings, "json")))
    broken = json.loads(render([FINDING], "json"))
    del broken["diagnostics"][0]["code"]
    assert not validator.is_valid(broken)


def test_json_survives_names_that_are_no_unicode() -> None:
    text = render([error("a", "no \udcff", Place("\udcff.yaml"))], "json")
    assert text.isascii() and json.loads(text)["diagnostics"][0]["message"] == "no \udcff"


def test_github_commands_are_escaped() -> None:
    assert render([FINDING], "github") == (
        "::error col=5,endColumn=8,endLine=3,file=data/a b/x%2Cy.yaml,line=3,title=bad-type"
        "::100%25 wrong:%0Asee, here%0Aa number%0Athe schema%0Awrite text\n"
    )


def test_github_gets_no_columns_for_a_place_over_several_lines() -> None:
    finding = warning("w", "careful", Place("x.yaml", 3, 5, 6, 2))
    assert render([finding], "github") == "::warning endLine=6,file=x.yaml,line=3,title=w::careful\n"


def test_github_gets_a_finding_without_a_place() -> None:
    assert render([error("a", "one")], "github") == "::error title=a::one\n"


def test_sarif_holds_rule_level_message_and_places() -> None:
    log = json.loads(render([FINDING, warning("w", "careful", Place("/tmp/ü.yaml"))], "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["rules"] == [{"id": "bad-type"}, {"id": "w"}]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("bad-type", 0, "error")
    assert first["message"]["text"] == "100% wrong:\nsee, here (a number)\nwrite text"
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "data/a%20b/x%2Cy.yaml", "uriBaseId": "%SRCROOT%"}
    assert location["region"] == {
        "startLine": 3,
        "startColumn": 5,
        "endLine": 3,
        "endColumn": 9,
        "snippet": {"text": "  title: 1"},
    }
    assert first["relatedLocations"][0]["message"]["text"] == "the schema"
    assert second["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "file:///tmp/%C3%BC.yaml"}}


def test_findings_stand_in_file_order_then_by_line() -> None:
    def at(file: str, line: int, column: int = 1) -> str:
        return f"{file}:{line}:{column}"

    findings = [
        error(at("b", 9), "m", Place("b", 9, 1)),
        error("none", "m"),
        error(at("a", 2), "m", Place("a", 2, 1)),
        error(at("b", 2, 7), "m", Place("b", 2, 7)),
        error(at("c", 1), "m", Place("c", 1, 1)),
        error(at("b", 2), "m", Place("b", 2, 1)),
    ]
    assert [finding.code for finding in in_file_order(findings, ["a"])] == [
        "a:2:1",
        "b:2:1",
        "b:2:7",
        "b:9:1",
        "c:1:1",
        "none",
    ]


def test_equal_findings_are_reported_once() -> None:
    assert in_file_order([FINDING, FINDING]) == (FINDING,)


def test_files_can_be_renamed_in_places_and_related_places() -> None:
    (moved,) = with_files([FINDING], lambda file: f"../{file}")
    assert moved.place is not None
    assert moved.place.file == "../data/a b/x,y.yaml"
    assert moved.related[0].place.file == "../templates/x/schema.yaml"


def test_the_summary_counts_by_severity() -> None:
    assert summary([]) == ""
    assert summary([FINDING, FINDING, warning("w", "careful")]) == "2 errors, 1 warning"


def test_a_near_word_is_suggested_and_a_far_one_is_not() -> None:
    assert nearest("titel", ["text", "title", "tab"]) == "title"
    assert nearest("Title", ["title"]) == "title"
    assert nearest("zzz", ["title"]) is None
    assert did_you_mean("scedule", ["schedule", "fact-sheet"]) == "did you mean 'schedule'?"
    assert did_you_mean("", ["schedule"]) == ""
