"""The data as templates see it."""

from __future__ import annotations

import pytest

from pipeline.diagnostics import Place
from pipeline.source.schema import annotate
from pipeline.source.values import SourceInteger, SourceNumber, SourceText
from tests.source.loading import loaded
from tests.source.schemas import FILE, schema, values


def rich(rules: str, data: str, *path: str | int) -> bool:
    """Tell whether the text at *path* is rich."""
    value: object = values(rules, data)
    for step in path:
        assert isinstance(value, dict | list)
        value = value[step]  # type: ignore[index]
    assert isinstance(value, SourceText)
    return value.rich


def test_values_equal_the_plain_data_and_know_their_places() -> None:
    result = values("{}", "a: text\nb: [1, 1.50, true, null]\nc:\n  d: |\n    x\n")
    assert result == {"a": "text", "b": [1, 1.5, True, None], "c": {"d": "x\n"}}
    text, numbers = result["a"], result["b"]
    assert isinstance(text, SourceText)
    assert text.place == Place("data.yaml", 1, 4, 1, 8, ("a",))
    assert isinstance(numbers, list)
    whole, fraction, yes, nothing = numbers
    assert isinstance(whole, SourceInteger)
    assert (whole.written, whole.place.path) == ("1", ("b", 0))
    assert isinstance(fraction, SourceNumber)
    assert (fraction.written, fraction.place.column) == ("1.50", 8)
    assert yes is True
    assert nothing is None
    block = result["c"]
    assert isinstance(block, dict)
    assert block["d"].place == Place("data.yaml", 5, 5, 5, 6, ("c", "d"))


def test_text_is_plain_unless_its_schema_says_markdown() -> None:
    rules = "properties: {a: {type: string}, b: {type: string, format: markdown}}"
    assert not rich(rules, "a: x", "a")
    assert rich(rules, "b: x", "b")
    assert not rich(rules, "c: x", "c")


@pytest.mark.parametrize(
    ("rules", "data", "path"),
    [
        ("properties: {a: {$ref: '#/$defs/r'}}\n$defs: {r: {format: markdown}}", "a: x", ("a",)),
        ("properties: {a: {items: {format: markdown}}}", "a: [x, y]", ("a", 1)),
        ("properties: {a: {prefixItems: [true, {format: markdown}]}}", "a: [x, y]", ("a", 1)),
        ("properties: {a: {prefixItems: [true], items: {format: markdown}}}", "a: [x, y, z]", ("a", 2)),
        ("properties: {a: {prefixItems: [true], unevaluatedItems: {format: markdown}}}", "a: [x, y]", ("a", 1)),
        ("additionalProperties: {format: markdown}", "a: x", ("a",)),
        ("unevaluatedProperties: {format: markdown}", "a: x", ("a",)),
        ("patternProperties: {'^a[0-9]$': {format: markdown}}", "a1: x", ("a1",)),
        ("allOf: [{properties: {a: {format: markdown}}}, {properties: {a: {minLength: 1}}}]", "a: x", ("a",)),
        ("properties: {a: {anyOf: [{type: string, format: markdown}, {type: object}]}}", "a: x", ("a",)),
        (
            "properties: {a: {oneOf: [{type: string, pattern: '^y'}, {pattern: '^x', format: markdown}]}}",
            "a: x",
            ("a",),
        ),
        (
            "properties: {k: {}}\nif: {properties: {k: {const: 1}}}\nthen: {properties: {a: {format: markdown}}}",
            "k: 1\na: x",
            ("a",),
        ),
        (
            "if: {properties: {k: {const: 1}}}\nthen: true\nelse: {properties: {a: {format: markdown}}}",
            "k: 2\na: x",
            ("a",),
        ),
        ("dependentSchemas: {k: {properties: {a: {format: markdown}}}}", "k: 2\na: x", ("a",)),
        (
            "properties: {p: {$ref: '#/$defs/p'}}\n$defs: {p: {oneOf: [{type: string, format: markdown},"
            " {properties: {p: {items: {$ref: '#/$defs/p'}}}, type: object, additionalProperties: false}]}}",
            "p: {p: [{p: [x]}]}",
            ("p", "p", 0, "p", 0),
        ),
    ],
)
def test_markdown_is_found_through_every_keyword_that_applies_a_schema(
    rules: str, data: str, path: tuple[str | int, ...]
) -> None:
    assert rich(rules, data, *path)


@pytest.mark.parametrize(
    ("rules", "data", "path"),
    [
        (
            "properties: {a: {oneOf: [{type: string, pattern: '^y', format: markdown}, {pattern: '^x'}]}}",
            "a: x",
            ("a",),
        ),
        ("properties: {a: {anyOf: [{format: markdown, minLength: 5}, {type: string}]}}", "a: x", ("a",)),
        ("if: {properties: {k: {const: 1}}}\nthen: {properties: {a: {format: markdown}}}", "k: 2\na: x", ("a",)),
        ("properties: {a: {}}\nadditionalProperties: {format: markdown}", "a: x", ("a",)),
        ("properties: {a: {}}\nunevaluatedProperties: {format: markdown}", "a: x", ("a",)),
        ("patternProperties: {'^a$': {}}\nadditionalProperties: {format: markdown}", "a: x", ("a",)),
        ("properties: {a: {not: {format: markdown}, contains: {format: markdown}}}", "a: x", ("a",)),
        ("$ref: '#'\nproperties: {a: {items: {format: markdown}}}", "a: x", ("a",)),
    ],
)
def test_a_schema_that_does_not_apply_makes_no_text_rich(rules: str, data: str, path: tuple[str | int, ...]) -> None:
    assert not rich(rules, data, *path)


# --- absent keys -----------------------------------------------------------------------------------------------------


def test_an_absent_property_is_there_as_nothing() -> None:
    assert values("properties: {a: {}, b: {type: string}}", "a: 1") == {"a": 1, "b": None}


def test_an_absent_property_with_a_default_has_it_with_its_place_in_the_schema() -> None:
    result = values("properties:\n  a:\n    default: x\n    format: markdown\n", "z: 1")
    text = result["a"]
    assert isinstance(text, SourceText)
    assert (text, text.rich) == ("x", True)
    assert text.place == Place(FILE, 3, 14, 3, 15, ("properties", "a", "default"))


def test_a_default_is_made_anew_each_time() -> None:
    rules = schema("properties: {a: {default: [1]}}")
    first, second = annotate(loaded("z: 1"), rules)["a"], annotate(loaded("z: 1"), rules)["a"]
    assert first == second == [1]
    assert first is not second


def test_a_default_is_filled_in_like_data() -> None:
    rules = "properties: {a: {default: {}, properties: {b: {default: 3}, c: {}}}}"
    assert values(rules, "z: 1")["a"] == {"b": 3, "c": None}


def test_a_default_that_holds_itself_ends() -> None:
    assert values("properties: {a: {$ref: '#', default: {}}}", "z: 1") == {"z": 1, "a": {"a": None}}


def test_a_default_comes_through_a_reference() -> None:
    assert values("properties: {a: {$ref: '#/$defs/d'}}\n$defs: {d: {default: left}}", "z: 1")["a"] == "left"


def test_a_property_of_another_alternative_is_there_as_nothing_without_its_default() -> None:
    rules = (
        "anyOf: [{required: [a], properties: {a: {}}}, {required: [b], properties: {b: {default: 3}}},"
        " {allOf: [{properties: {c: {}}}], required: [c]}]"
    )
    assert values(rules, "a: 1") == {"a": 1, "b": None, "c": None}


def test_mappings_in_lists_are_filled_in() -> None:
    rules = (
        "properties: {p: {items: {type: [string, object], additionalProperties: false,"
        " properties: {text: {}, points: {}}}}}"
    )
    assert values(rules, "p: [x, {text: y}]") == {"p": ["x", {"text": "y", "points": None}]}


def test_present_keys_keep_their_order_and_come_first() -> None:
    assert list(values("properties: {a: {}, b: {}, c: {}}", "c: 1\nx: 2\na: 3")) == ["c", "x", "a", "b"]


def test_an_alias_gives_two_values_with_one_place_and_their_own_paths() -> None:
    result = values("{}", "a: &x text\nb: *x")
    first, second = result["a"], result["b"]
    assert isinstance(first, SourceText)
    assert isinstance(second, SourceText)
    assert (first.place.column, second.place.column) == (7, 7)
    assert (first.place.path, second.place.path) == (("a",), ("b",))


def test_data_that_is_no_mapping_gives_an_empty_one() -> None:
    assert values("{}", "- a") == {}


def test_schemas_that_are_true_or_false_say_nothing() -> None:
    assert values("properties: {a: true, b: false}", "a: x") == {"a": "x", "b": None}
