"""Schema files: what is accepted, and that faults in them point to their own lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import MachineError, Place, Severity
from pipeline.host import MemoryHost
from pipeline.source.schema import Check, load_schema, package_schema, validate
from pipeline.source.workspace import Workspace
from tests.source.loading import loaded, spot
from tests.source.schemas import FILE, read_schema, schema, workspace

CLOSED = "type: object\nadditionalProperties: false\n"


def one_fault(text: str, others: dict[str, str] | None = None) -> tuple[str, str, tuple[int, int, int, int]]:
    """Return code, message and place of the one fault of a schema."""
    result, (fault,) = read_schema(text, others)
    assert (result is None) == (fault.severity is Severity.ERROR)
    return fault.code, fault.message, spot(fault)


def test_a_schema_knows_its_own_places() -> None:
    rules = schema(CLOSED + "properties:\n  a: {type: string}\n")
    assert rules.source.key_place(("properties", "a")) == Place(FILE, 4, 3, 4, 4, ("properties", "a"))
    assert rules.raw == {"type": "object", "additionalProperties": False, "properties": {"a": {"type": "string"}}}
    assert rules.checks == ()


# --- the schema itself -----------------------------------------------------------------------------------------------


def test_a_wrong_keyword_value_is_shown_at_its_place() -> None:
    assert one_fault("type: strin") == ("bad-schema", "'type' cannot be 'strin'", (1, 7, 1, 12))
    code, message, where = one_fault(CLOSED + "properties:\n  a: {minLength: '3'}")
    assert (code, message) == ("bad-schema", "'minLength': expected a whole number, found text")
    assert where == (4, 18, 4, 21)


def test_a_wrong_subschema_gives_one_fault_although_many_vocabularies_complain() -> None:
    assert one_fault("items: [1]") == (
        "bad-schema",
        "'items': expected true or false or a mapping, found a list",
        (1, 8, 1, 11),
    )


def test_a_pattern_that_is_no_regular_expression_is_shown() -> None:
    assert one_fault("pattern: '(a'")[1] == "'pattern': '(a' is not a regular expression"


def test_a_misspelt_keyword_is_an_error_with_a_guess() -> None:
    result, (fault,) = read_schema("type: string\nminLenght: 3")
    assert result is None
    assert (fault.code, fault.label) == ("unknown-keyword", "did you mean 'minLength'?")
    assert spot(fault) == (2, 1, 2, 10)


def test_keywords_of_editors_and_own_ones_with_x_are_accepted() -> None:
    assert schema("markdownDescription: a\nx-office: b\nerrorMessage: c").checks == ()


def test_a_property_may_have_any_name() -> None:
    assert schema(CLOSED + "properties: {requried: {}, checks: {}, $ref: {}, not: {type: string}}").uri


def test_an_unknown_format_is_an_error_with_a_guess() -> None:
    result, (fault,) = read_schema("format: dat")
    assert result is None
    assert (fault.code, fault.label, spot(fault)) == ("unknown-format", "did you mean 'date'?", (1, 9, 1, 12))


@pytest.mark.parametrize("draft", ["http://json-schema.org/draft-07/schema#", "https://example.org/mine"])
def test_another_draft_is_an_error(draft: str) -> None:
    assert one_fault(f"$schema: {draft}")[1] == "only JSON Schema 2020-12 is understood here"


@pytest.mark.parametrize("keyword", ["$dynamicRef: '#a'", "definitions: {}", "$recursiveRef: '#'"])
def test_keywords_that_would_not_do_what_is_expected_are_errors(keyword: str) -> None:
    assert one_fault(keyword)[0] == "bad-schema"


def test_a_required_key_that_is_no_property_is_an_error() -> None:
    text = CLOSED + "required: [titel]\nproperties: {title: {}}"
    assert one_fault(text) == ("bad-schema", "'titel' is required, but `properties` has no such key", (3, 12, 3, 17))


def test_a_mapping_in_which_misspelt_keys_would_go_unnoticed_is_a_warning() -> None:
    code, message, where = one_fault("type: [string, object]\nproperties: {a: {}}")
    assert (code, message, where) == (
        "open-object",
        "a misspelt key of this mapping would not be noticed",
        (2, 1, 2, 11),
    )


@pytest.mark.parametrize(
    "text",
    [
        "type: object\nproperties: {a: {}}\nadditionalProperties: true",
        "type: object\nproperties: {a: {}}\nunevaluatedProperties: false",
        "type: object\nproperties: {a: {}}\n$ref: '#/$defs/b'\n$defs: {b: {}}",
        "allOf: [{type: object, properties: {a: {}}}]",
        "if: {type: object, properties: {a: {const: 1}}}\nthen: {type: object, properties: {a: {}}}",
        "properties: {a: {}}",
    ],
)
def test_a_mapping_that_is_only_a_part_of_another_need_not_know_every_key(text: str) -> None:
    assert schema(text).checks == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("- a", "bad-schema"), ("", "empty-file"), ("a: [", "unclosed-bracket"), ("a: 1\na: 2", "duplicate-key")],
)
def test_a_file_that_is_no_schema_is_an_error(text: str, code: str) -> None:
    result, found = read_schema(text)
    assert result is None
    assert found[0].code == code


def test_a_missing_schema_file_is_an_error() -> None:
    result, (fault,) = load_schema(workspace(**{"templates__t__schema.yml": ""}), Path(FILE))
    assert result is None
    assert (fault.code, fault.help) == ("file-not-found", "did you mean schema.yml?")


# --- references ------------------------------------------------------------------------------------------------------


def test_references_lead_to_this_file_by_pointer_anchor_and_root() -> None:
    text = (
        "$defs:\n  'a/b~c d': {type: string}\n  e: {$anchor: five, type: integer}\n  f: {anyOf: [{type: 'null'}]}\n"
        "properties:\n  w: {$ref: '#/$defs/f/anyOf/0'}\n  x: {$ref: '#/$defs/a~1b~0c%20d'}\n  y: {$ref: '#five'}\n"
        "  z: {$ref: '#'}\n"
    )
    rules = schema(text)
    assert validate(loaded("x: a\ny: 1\nz: {x: b}"), rules) == []
    assert [fault.code for fault in validate(loaded("x: 1\ny: a\nz: {x: 2}"), rules)] == ["wrong-type"] * 3


def test_references_lead_to_other_files_and_from_there_on() -> None:
    others = {
        "templates/common.yaml": "$id: https://example.org/common\n$defs:\n  a: {$ref: 't/more.json#/$defs/b'}\n",
        "templates/t/more.json": '{"$defs": {"b": {"$ref": "#/$defs/c"}, "c": {"type": "string"}}}',
    }
    rules = schema("properties: {x: {$ref: '../common.yaml#/$defs/a'}}", others)
    (fault,) = validate(loaded("x: 1"), rules)
    assert fault.help == 'put quotes around it: "1" (templates/t/more.json:1)'
    assert [document.file for document in rules.documents.values()] == [FILE, *others]


def test_files_may_refer_to_each_other_in_a_circle() -> None:
    rules = schema(
        "properties: {x: {$ref: 'b.yaml'}}", {"templates/t/b.yaml": "properties: {x: {$ref: 'schema.yaml'}}"}
    )
    assert validate(loaded("x: {x: {x: {x: 1}}}"), rules) == []


def test_a_reference_that_leads_nowhere_is_an_error_with_a_guess() -> None:
    result, (fault,) = read_schema("$ref: '#/$defs/point'\n$defs: {points: {}}")
    assert result is None
    assert (fault.code, fault.label) == ("bad-reference", "did you mean '#/$defs/points'?")
    assert spot(fault) == (1, 7, 1, 22)


@pytest.mark.parametrize(
    "reference",
    [
        "https://example.org/a.yaml",
        "http://localhost/a.json#/x",
        "//host/a.yaml",
        "a.txt",
        "urn:x:y",
        "file://host/a.yaml",
    ],
)
def test_a_reference_to_anything_but_a_schema_file_is_an_error(reference: str) -> None:
    assert one_fault(f"$ref: '{reference}'")[0] == "bad-reference"


@pytest.mark.parametrize("reference", ["#/type", "#nowhere", "#/$defs/a/enum/0", "#/$defs/a/enum/9"])
def test_a_reference_to_what_is_no_schema_is_an_error(reference: str) -> None:
    assert one_fault(f"$ref: '{reference}'\ntype: object\n$defs: {{a: {{enum: [1]}}}}")[0] == "bad-reference"


def test_a_reference_cannot_leave_the_workspace() -> None:
    code, message, where = one_fault("$ref: '../../../etc/passwd.yaml'")
    assert (code, where) == ("outside-workspace", (1, 7, 1, 33))
    assert message == "/etc/passwd.yaml lies outside the workspace"


def test_a_missing_file_is_an_error_at_the_reference() -> None:
    assert one_fault("$ref: 'nope.yaml'") == ("file-not-found", "there is no file templates/t/nope.yaml", (1, 7, 1, 18))


def test_faults_of_a_file_that_is_referred_to_point_into_that_file() -> None:
    result, (fault,) = read_schema("$ref: 'b.yaml'", {"templates/t/b.yaml": "type: strin"})
    assert result is None
    assert fault.place is not None
    assert fault.place.file == "templates/t/b.yaml"


def test_text_in_a_default_that_looks_like_a_reference_is_none() -> None:
    assert schema("default: {$ref: nowhere}\nexamples: [{$ref: x}]").checks == ()


# --- checks ----------------------------------------------------------------------------------------------------------

CHECKS = """\
type: object
checks:
  - each: days[*].events[*]
    check: end >= start
    message: this event ends before it starts
    at: end
    help: exchange the two
    severity: warning
  - {check: 'true', message: x}
"""


def test_checks_are_kept_beside_the_schema() -> None:
    rules = schema(CHECKS)
    place = Place(FILE, 4, 12, 4, 24, ("checks", 0, "check"))
    first = Check(
        "end >= start",
        "this event ends before it starts",
        place,
        "days[*].events[*]",
        "end",
        "exchange the two",
        "warning",
    )
    assert rules.checks[0] == first
    assert rules.checks[1].severity == "error"
    assert "checks" not in rules.raw


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("3", "item 1 of 'checks': expected a mapping, found a number"),
        ("{check: a}", "every check needs a 'message'"),
        ("{check: a, message: ''}", "'message' is empty"),
        ("{chek: a, message: b}", "this check has an unknown key 'chek'"),
        ("{check: a, message: b, severity: fatal}", "'severity' cannot be 'fatal'"),
        ("{check: a, message: b, each: 'days['}", "'each': 'days[' does not have the form that is expected"),
        ("{check: a, message: b, each: 'days[*]..x'}", "'each': 'days[*]..x' does not have the form that is expected"),
        ("{check: a, message: b, at: 'x[*]'}", "'at': 'x[*]' does not have the form that is expected"),
        ("{check: 1, message: b}", "'check': expected text, found a number"),
    ],
)
def test_a_check_of_the_wrong_shape_is_an_error_at_its_place(check: str, message: str) -> None:
    code, said, where = one_fault(f"type: object\nchecks:\n  - {check}")
    assert (code, said, where[0]) == ("bad-check", message, 3)


def test_checks_that_are_no_list_are_an_error() -> None:
    assert one_fault("checks: {check: a}")[1] == "'checks': expected a list, found a mapping"


# --- schemas of the package ------------------------------------------------------------------------------------------


def test_a_schema_of_the_package_is_read_once_and_not_named_in_help() -> None:
    rules = package_schema("pipeline.source", "packet.schema.yaml")
    assert rules is package_schema("pipeline.source", "packet.schema.yaml")
    finding = validate(loaded("titel: a\npapers: [{tab: A, template: b, data: c}]"), rules)[0]
    assert finding.help == "write `title:` instead"


def test_a_missing_schema_of_the_package_is_no_fault_of_the_user() -> None:
    with pytest.raises((MachineError, OSError)):
        package_schema("pipeline.source", "nope.yaml")


def test_every_shipped_schema_loads_without_findings() -> None:
    root = Path(__file__).resolve().parents[2]
    host = MemoryHost({"data/.keep": ""}, through=[root / "templates"])
    space = Workspace(Path("/briefs"), host, root / "templates")
    names = space.templates()
    assert "fact-sheet" in names
    for name in names:
        files = space.template(name)
        assert files is not None
        assert load_schema(space, files.schema)[1] == []
