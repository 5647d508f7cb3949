"""Validation: what is said, where it is shown, and what to write instead."""

from __future__ import annotations

import pytest

from pipeline.source.faults import MOST_FINDINGS, validate
from tests.source.loading import loaded, spot
from tests.source.schemas import findings, only_finding, schema

SCHEDULE = """\
title: Schedule
type: object
additionalProperties: false
required: [days]
properties:
  days:
    type: array
    minItems: 1
    items: {$ref: '#/$defs/day'}
  marking: {enum: [open, closed]}
$defs:
  day:
    type: object
    additionalProperties: false
    required: [date, events]
    properties:
      date: {type: string, format: date}
      events: {type: array, items: {$ref: '#/$defs/event'}}
  event:
    type: object
    additionalProperties: false
    required: [title]
    properties:
      title: {type: string}
      time: {type: string, format: clock}
"""


def of(keyword: str) -> str:
    """Return a schema whose only property ``x`` has the rules *keyword*."""
    return f"type: object\nadditionalProperties: false\nproperties:\n  x: {keyword}\n"


def test_data_that_fits_has_no_findings() -> None:
    assert findings(SCHEDULE, "days:\n  - date: 2022-08-02\n    events: [{title: x, time: 14:30}]") == []


# --- missing and unknown keys ----------------------------------------------------------------------------------------


def test_a_missing_key_is_shown_at_the_first_key_of_its_mapping() -> None:
    finding = only_finding(SCHEDULE, "days:\n  - date: 2022-08-04\n    events:\n      - time: 09:00\n")
    assert (finding.code, finding.message) == ("missing-field", "every event needs a 'title'")
    assert spot(finding) == (4, 9, 4, 13)
    assert finding.label == "this event has none"
    assert finding.help == "add `title: …` (templates/t/schema.yaml:24)"
    assert finding.source_line == "      - time: 09:00"


def test_what_to_add_depends_on_what_the_schema_wants() -> None:
    first, second = findings(SCHEDULE, "days: [{}]")
    assert first.help == "add `date: 2022-08-02` (templates/t/schema.yaml:17)"
    assert second.help == "add `events:` and below it a list, each item after `- ` (templates/t/schema.yaml:18)"
    assert (first.message, second.message) == ("every day needs a 'date'", "every day needs 'events'")
    assert spot(first) == (1, 8, 1, 10)


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        ("{type: boolean}", "`x: true`"),
        ("{type: integer}", "`x: 1`"),
        ("{enum: [pdf, docx]}", "`x: pdf`"),
        ("{type: object}", "`x:` and its keys below it, indented"),
        ("{type: [string, object]}", "`x: …`"),
        ("true", "`x: …`"),
    ],
)
def test_the_example_of_a_missing_key_fits_its_type(rule: str, example: str) -> None:
    finding = only_finding(f"required: [x]\nproperties: {{x: {rule}}}", "a: 1")
    assert finding.help.startswith(f"add {example} (")
    assert finding.message == "the file needs a 'x'"


def test_a_missing_key_of_a_named_mapping_is_named_after_it() -> None:
    rules = of("{type: object, additionalProperties: false, required: [end], properties: {start: {}, end: {}}}")
    finding = only_finding(rules, "x: {start: 1}")
    assert (finding.message, finding.label) == ("'x' needs an 'end'", "it has none")
    assert spot(finding) == (1, 5, 1, 10)


def test_an_unknown_key_is_shown_at_the_key_with_what_was_meant() -> None:
    finding = only_finding(SCHEDULE, "days: []\n".replace("[]", "[{date: 2022-08-02, events: []}]") + "markin: open")
    assert (finding.code, finding.message) == ("unknown-key", "the file has an unknown key 'markin'")
    assert spot(finding) == (2, 1, 2, 7)
    assert finding.label == "did you mean 'marking'?"
    assert finding.help == "write `marking:` instead (templates/t/schema.yaml:10)"


def test_an_unknown_key_that_resembles_none_comes_with_the_known_ones() -> None:
    finding = only_finding(SCHEDULE, "days:\n  - date: 2022-08-02\n    events:\n      - {title: x, 要: y}")
    assert finding.message == "this event has an unknown key '要'"
    assert finding.help == "known keys: `title` and `time` (templates/t/schema.yaml:23)"
    assert spot(finding) == (4, 20, 4, 21)


def test_a_misspelt_required_key_is_one_finding() -> None:
    finding = only_finding(SCHEDULE, "days:\n  - {dat: 2022-08-02, events: []}")
    assert (finding.code, finding.label) == ("unknown-key", "did you mean 'date'?")


def test_a_key_that_is_there_already_is_no_guess() -> None:
    finding = only_finding(SCHEDULE, "days:\n  - {date: 2022-08-02, dates: x, events: []}")
    assert (finding.message, finding.label) == ("this day has an unknown key 'dates'", "")


def test_an_unknown_key_is_found_where_no_key_is_allowed() -> None:
    finding = only_finding(of("{type: object, additionalProperties: false}"), "x: {a: 1}")
    assert (finding.message, finding.help) == ("'x' has an unknown key 'a'", "delete it (templates/t/schema.yaml:4)")
    assert spot(finding) == (1, 5, 1, 6)


def test_unevaluated_properties_are_unknown_keys() -> None:
    rules = of("{allOf: [{properties: {left: {}}}], properties: {right: {}}, unevaluatedProperties: false}")
    finding = only_finding(rules, "x: {left: 1, rigth: 2}")
    assert (finding.code, finding.label) == ("unknown-key", "did you mean 'right'?")
    assert spot(finding) == (1, 14, 1, 19)


def test_a_key_that_another_key_asks_for_is_missing_beside_it() -> None:
    finding = only_finding(of("{dependentRequired: {a: [b]}}"), "x: {a: 1}")
    assert (finding.code, finding.message) == ("missing-field", "'a' needs 'b' beside it")
    assert spot(finding) == (1, 5, 1, 6)


def test_a_key_that_a_condition_asks_for_is_missing() -> None:
    finding = only_finding(of("{if: {required: [a]}, then: {required: [b]}}"), "x: {a: 1}")
    assert finding.message == "'x' needs a 'b'"


def test_one_of_several_keys_may_be_missing() -> None:
    finding = only_finding(of("{anyOf: [{required: [a]}, {required: [b]}]}"), "x: {c: 1}")
    assert (finding.code, finding.message) == ("missing-field", "'x' needs 'a' or 'b'")
    assert finding.help == "add `a: …` or `b: …` (templates/t/schema.yaml:4)"


def test_keys_that_exclude_each_other_are_named() -> None:
    finding = only_finding(of("{oneOf: [{required: [a]}, {required: [b]}]}"), "x: {a: 1, b: 2}")
    assert (finding.code, finding.message) == ("not-allowed", "'a' and 'b' exclude each other")
    assert spot(finding) == (1, 11, 1, 12)


# --- types -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "data", "found", "help"),
    [
        ("string", "2021", "text, found a number", 'put quotes around it: "2021"'),
        ("string", "1.50", "text, found a number", 'put quotes around it: "1.50"'),
        ("string", "true", "text, found true", 'put quotes around it: "true"'),
        ("string", "", "text, found nothing", "write text after the colon, or leave the key out"),
        ("string", "{a: 1}", "text, found a mapping", ""),
        ("number", "'12'", "a number, found text", "take the quotes away: 12"),
        ("number", "12 km", "a number, found text", "write the bare number, without unit or commas"),
        ("integer", "1.5", "a whole number, found a number with a fraction", ""),
        ("boolean", "yes", "true or false, found text", "YAML 1.2 reads 'yes' as text; write true"),
        ("boolean", "Off", "true or false, found text", "YAML 1.2 reads 'Off' as text; write false"),
        ("array", "a", "a list, found text", "write each item on a line of its own after `- `"),
        ("array", "{a: 1}", "a list, found a mapping", "write `- ` before its first key"),
        ("array", "3", "a list, found a number", "write it as a list: `- 3`"),
        ("object", "[a]", "a mapping, found a list", "leave out the `- `"),
        ("object", "a:b", "a mapping, found text", "write a space after the colon"),
        ("[string, 'null']", "[]", "text or nothing, found a list", ""),
        ("number", ".nan", "a number, found .nan", ""),
        ("number", "-.inf", "a number, found -.inf", ""),
    ],
)
def test_a_value_of_the_wrong_type_is_told_what_it_is_and_what_to_write(
    wanted: str, data: str, found: str, help: str
) -> None:
    finding = only_finding(of(f"{{type: {wanted}}}"), f"x: {data}")
    assert (finding.code, finding.message) == ("wrong-type", f"'x': expected {found}")
    where = "(templates/t/schema.yaml:4)"
    assert finding.help == (f"{help} {where}" if help else "see templates/t/schema.yaml:4")
    assert spot(finding)[:2] == (1, 4 if data else 3)


def test_a_file_of_the_wrong_type_is_shown_at_its_beginning() -> None:
    finding = only_finding(SCHEDULE, "# a list\n- days\n")
    assert (finding.message, spot(finding)) == ("expected a mapping, found a list", (2, 1, 2, 7))


def test_an_item_of_the_wrong_type_is_counted_from_one() -> None:
    finding = only_finding(of("{type: array, items: {type: string}}"), "x: [a, 2]")
    assert (finding.message, spot(finding)) == ("item 2 of 'x': expected text, found a number", (1, 8, 1, 9))


def test_a_value_of_the_wrong_type_has_no_other_finding() -> None:
    assert only_finding(of("{type: integer, minimum: 5}"), "x: 1.5").code == "wrong-type"


# --- single values ---------------------------------------------------------------------------------------------------


def test_a_misspelt_choice_comes_with_the_one_that_was_meant() -> None:
    finding = only_finding(of("{enum: [closed, camera spray, pool, open]}"), "x: poool")
    assert (finding.code, finding.message) == ("not-one-of", "'x' cannot be 'poool'")
    assert finding.label == "did you mean 'pool'?"
    assert finding.help == (
        "write `pool`; allowed: `closed`, `camera spray`, `pool` or `open` (templates/t/schema.yaml:4)"
    )


def test_a_choice_that_resembles_none_comes_with_all() -> None:
    finding = only_finding(of("{enum: [a, 2, true]}"), "x: zzz")
    assert (finding.label, finding.help) == ("", "write `a`, `2` or `true` (templates/t/schema.yaml:4)")


def test_a_choice_that_lacks_its_quotes_is_told_so() -> None:
    finding = only_finding(of("{enum: ['1', '2']}"), "x: 1")
    assert finding.help == 'put quotes around it: "1" (templates/t/schema.yaml:4)'


def test_a_long_list_of_choices_is_cut() -> None:
    finding = only_finding(of(f"{{enum: {list(range(40))}}}"), "x: zzz")
    assert "`11` and 28 more" in finding.help


def test_a_constant_is_the_only_choice() -> None:
    assert only_finding(of("{const: 3}"), "x: 4").help == "write `3` (templates/t/schema.yaml:4)"


@pytest.mark.parametrize(
    ("format", "value", "message", "help"),
    [
        ("date", "2022-02-30", "there is no day 2022-02-30", "check the month and the day"),
        ("date", "2022-8-2", "'2022-8-2' is not a calendar date", "write it as YYYY-MM-DD, such as 2022-08-02"),
        ("clock", "9:30", "'9:30' is not a time of day", "write it as HH:MM, such as 09:30 or 14:05"),
        ("clock", "24:00", "'24:00' is not a time of day", "write it as HH:MM, such as 09:30 or 14:05"),
        ("uri", "www.state.gov/x", "'www.state.gov/x' is not a web address", "write https://www.state.gov/x"),
        ("email", "nobody", "'nobody' is not an e-mail address", "write it as name@example.org"),
        ("language", "english!", "'english!' is not a language tag", "write a tag such as en-US, fr, km or zh-Hant"),
    ],
)
def test_a_text_in_the_wrong_format_is_told_how_it_is_written(format: str, value: str, message: str, help: str) -> None:
    finding = only_finding(of(f"{{type: string, format: {format}}}"), f"x: {value}")
    assert (finding.code, finding.message) == ("bad-format", f"'x': {message}")
    assert finding.help == f"{help} (templates/t/schema.yaml:4)"


@pytest.mark.parametrize("value", ["2024-02-29", "2022-12-31", "0001-01-01"])
def test_days_of_the_calendar_are_dates(value: str) -> None:
    assert findings(of("{format: date}"), f"x: {value}") == []


@pytest.mark.parametrize("value", ["2023-02-29", "2022-13-01", "2022-00-10", "2022-08-02T00:00", "２０２２-08-02"])
def test_other_texts_are_no_dates(value: str) -> None:
    assert len(findings(of("{format: date}"), f"x: {value}")) == 1


def test_a_text_that_lacks_its_pattern_is_told_what_the_schema_says_of_it() -> None:
    finding = only_finding(of("{type: string, pattern: '^[0-9]+%$', description: A share.}"), "x: '3'")
    assert (finding.code, finding.message) == ("bad-format", "'x': '3' does not have the form that is expected")
    assert finding.help == "A share. (templates/t/schema.yaml:4)"
    assert "write it like `30%`" in only_finding(of("{pattern: '%$', examples: [30%]}"), "x: a").help
    assert "it must match %$" in only_finding(of("{pattern: '%$'}"), "x: a").help


@pytest.mark.parametrize(
    ("rule", "data", "code", "message"),
    [
        ("{minLength: 1}", "''", "too-short", "'x' is empty"),
        ("{minLength: 3}", "ab", "too-short", "'x' has 2 characters; at least 3 are needed"),
        ("{maxLength: 1}", "ab", "too-long", "'x' has 2 characters; at most 1 are allowed"),
        ("{minItems: 1}", "[]", "too-few", "'x' has no items; at least 1 is needed"),
        ("{minItems: 2}", "[a]", "too-few", "'x' has 1 item; at least 2 are needed"),
        ("{minProperties: 1}", "{}", "too-few", "'x' has no keys; at least 1 is needed"),
        ("{maxProperties: 1}", "{a: 1, b: 2}", "too-many", "'x' has 2 keys; at most 1 are allowed"),
        ("{minimum: 3}", "2", "out-of-range", "'x' is 2; the least allowed is 3"),
        ("{maximum: 3}", "0x10", "out-of-range", "'x' is 0x10; the most allowed is 3"),
        ("{exclusiveMinimum: 3}", "3", "out-of-range", "'x' is 3; it must be more than 3"),
        ("{exclusiveMaximum: 3}", "3", "out-of-range", "'x' is 3; it must be less than 3"),
        ("{multipleOf: 5}", "7", "out-of-range", "'x' is 7; it must be a multiple of 5"),
        ("{not: {const: 1}}", "1", "not-allowed", "'x' is not allowed here"),
        ("false", "1", "not-allowed", "'x' is not allowed here"),
        ("{contains: {const: 1}}", "[2]", "too-few", "'x' holds too few items of the kind that is asked for"),
        (
            "{contains: {const: 1}, maxContains: 1}",
            "[1, 1]",
            "too-many",
            "'x' holds too many items of the kind that is asked for",
        ),
    ],
)
def test_bounds_are_told_with_what_is_there(rule: str, data: str, code: str, message: str) -> None:
    finding = only_finding(of(rule), f"x: {data}")
    assert (finding.code, finding.message) == (code, message)


def test_too_many_items_are_shown_at_the_first_that_is_too_many() -> None:
    assert spot(only_finding(of("{maxItems: 2}"), "x: [a, b, c, d]")) == (1, 11, 1, 12)
    rules = of("{prefixItems: [true, true], unevaluatedItems: false}")
    finding = only_finding(rules, "x: [a, b, c]")
    assert (finding.message, spot(finding)[1]) == ("'x' has more items than the 2 that have a meaning", 11)


def test_a_repeated_item_is_shown_with_the_first_one() -> None:
    finding = only_finding(of("{uniqueItems: true}"), "x: [{a: 1}, true, 1, {a: 1.0}]")
    assert (finding.code, finding.message) == ("repeated-item", "'x' holds {\"a\": 1.0} twice")
    assert spot(finding) == (1, 22, 1, 30)
    assert finding.related[0].place.column == 5


def test_a_key_of_the_wrong_form_is_shown_at_the_key() -> None:
    finding = only_finding(of("{propertyNames: {pattern: '^a'}}"), "x: {a1: 1, b2: 2}")
    assert (finding.message, spot(finding)) == ("'b2' cannot be a key here", (1, 12, 1, 14))


# --- alternatives ----------------------------------------------------------------------------------------------------

POINT = """\
type: object
additionalProperties: false
properties:
  points: {type: array, items: {$ref: '#/$defs/point'}}
$defs:
  point:
    oneOf:
      - type: string
      - type: object
        additionalProperties: false
        required: [text]
        properties: {text: {type: string}, points: {type: array, items: {$ref: '#/$defs/point'}}}
"""


def test_the_branch_of_the_right_type_is_meant() -> None:
    finding = only_finding(POINT, "points: [a, {txt: b}]")
    assert (finding.code, finding.label) == ("unknown-key", "did you mean 'text'?")


def test_a_fault_deep_in_nested_alternatives_is_shown_there() -> None:
    finding = only_finding(POINT, "points:\n  - {text: a, points: [b, {text: c, points: [{text: 3}]}]}")
    assert (finding.message, spot(finding)) == ("'text': expected text, found a number", (2, 53, 2, 54))


def test_when_no_branch_has_the_type_all_types_are_named() -> None:
    finding = only_finding(POINT, "points: [3]")
    assert finding.message == "item 1 of 'points': expected text or a mapping, found a number"


LEG = """\
type: object
additionalProperties: false
properties:
  legs: {type: array, items: {$ref: '#/$defs/leg'}}
$defs:
  leg:
    anyOf:
      - type: object
        additionalProperties: false
        required: [kind, flight]
        properties: {kind: {const: air}, flight: {type: string}, seat: {type: string}}
      - type: object
        additionalProperties: false
        required: [kind, train]
        properties: {kind: {const: rail}, train: {type: string}, coach: {type: integer}}
"""


@pytest.mark.parametrize(
    ("leg", "message"),
    [
        ("{kind: rail}", "every leg needs a 'train'"),
        ("{kind: air, train: x}", "every leg needs a 'flight'"),
        ("{kind: sea, train: x}", "'kind' cannot be 'sea'"),
        ("{}", "every leg needs a 'kind'"),
        ("{kind: rail, train: x, coach: four}", "'coach': expected a whole number, found text"),
        ("3", "item 1 of 'legs': expected a mapping, found a number"),
    ],
)
def test_a_constant_tells_which_branch_is_meant(leg: str, message: str) -> None:
    assert message in [finding.message for finding in findings(LEG, f"legs: [{leg}]")]


def test_a_constant_of_no_branch_comes_with_those_of_all() -> None:
    assert only_finding(LEG, "legs: [{kind: sea}]").help == "write `air` or `rail` (templates/t/schema.yaml:11)"


def test_without_a_constant_the_branch_with_the_fewest_faults_is_meant() -> None:
    rules = of(
        "{anyOf: [{required: [a, b, c], additionalProperties: false, properties: {a: {}, b: {}, c: {}}},"
        " {required: [d], additionalProperties: false, properties: {d: {type: string}, e: {}}}]}"
    )
    finding = only_finding(rules, "x: {d: 1, e: 2}")
    assert finding.message == "'d': expected text, found a number"


def test_choices_of_several_branches_are_one_choice() -> None:
    finding = only_finding(of("{oneOf: [{enum: [a, b]}, {const: c}]}"), "x: [d]")
    assert finding.help == "write `a`, `b` or `c` (templates/t/schema.yaml:4)"


def test_a_text_that_fits_no_form_is_told_all_forms() -> None:
    rules = of("{anyOf: [{type: string, format: date}, {enum: [today, tomorrow]}, {pattern: '^Q', title: a quarter}]}")
    finding = only_finding(rules, "x: someday")
    assert finding.message == "'x': 'someday' has none of the forms that it may have"
    assert finding.help.startswith("it can be a calendar date, `today` or `tomorrow` or a quarter (")
    assert only_finding(of("{anyOf: [{type: string, format: date}, {enum: [today]}]}"), "x: 3").code == "wrong-type"


def test_a_value_that_fits_two_exclusive_forms_is_told_so() -> None:
    finding = only_finding(of("{oneOf: [{type: string}, {minLength: 1}]}"), "x: a")
    assert finding.message == "'x' fits more than one of the forms that exclude each other"


# --- the whole file --------------------------------------------------------------------------------------------------


def test_findings_come_in_file_order() -> None:
    data = "marking: x\ndays:\n  - date: 1\n    events:\n      - time: 9\n        titel: b\n  - {}\n"
    places = [spot(finding)[:2] for finding in findings(SCHEDULE, data)]
    assert places == sorted(places)
    assert len(places) == 6


def test_a_flood_of_findings_is_cut() -> None:
    found = findings(of("{type: array, items: {type: string}}"), f"x: {list(range(5000))}")
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1].message == "more faults follow; mend these first"


def test_a_message_never_holds_a_whole_value() -> None:
    finding = only_finding(of("{enum: [a]}"), f"x: [{', '.join(['word'] * 1000)}]")
    assert len(finding.message) < 80


def test_help_names_the_file_that_a_reference_leads_to() -> None:
    rules = schema(of("{$ref: 'common.yaml#/$defs/n'}"), {"templates/t/common.yaml": "$defs:\n  n: {type: integer}\n"})
    (finding,) = validate(loaded("x: a"), rules)
    assert finding.help.endswith("(templates/t/common.yaml:2)")
