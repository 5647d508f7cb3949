from __future__ import annotations

import math

import pytest

from pipeline.source.scalars import resolve
from tests.source.loading import loaded, only_fault, spot


@pytest.mark.parametrize(
    "text",
    [
        *("NO", "no", "No", "yes", "Yes", "on", "Off", "y", "n", "tRUE", "nULL", "none", "None"),
        *("14:30", "1:30:00", "2022-08-02", "2022-08-02T10:00:00Z", "1_000", "1,000", "0b101", "0o8", "0xg", "-0x1F"),
        *("1.2.3", "1e", "e3", ".", "+", "-", "+.", "1e+", ".e3", "12e03x", "٣", "１２", "½", "inf", "nan", ".iNF"),
        *("++1", "1 000", "$8.7 billion", "30%"),
    ],
)
def test_what_the_core_schema_does_not_name_is_text(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null_has_five_forms(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true_has_three_forms(text: str) -> None:
    assert resolve(text) is True


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false_has_three_forms(text: str) -> None:
    assert resolve(text) is False


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("-0", 0), ("+12", 12), ("-19", -19), ("012", 12), ("0o17", 15), ("0x1F", 31), ("0xff", 255)],
)
def test_whole_numbers_are_decimal_octal_or_hexadecimal(text: str, value: int) -> None:
    number = resolve(text)
    assert type(number) is int
    assert number == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.", 1.0), (".5", 0.5), ("-1.5e3", -1500.0), ("12e03", 12000.0), ("1.50", 1.5), ("+.5E-1", 0.05)],
)
def test_numbers_with_a_fraction_or_an_exponent_are_floats(text: str, value: float) -> None:
    number = resolve(text)
    assert type(number) is float
    assert number == value


def test_infinity_and_not_a_number_begin_with_a_dot() -> None:
    assert resolve(".inf") == resolve("+.INF") == math.inf
    assert resolve("-.Inf") == -math.inf
    nan = resolve(".NaN")
    assert isinstance(nan, float)
    assert math.isnan(nan)


@pytest.mark.parametrize("text", ["1e999", "9" * 5000, "-1e400"])
def test_a_number_that_no_document_means_is_an_error_and_stays_text(text: str) -> None:
    fault = only_fault(f"a: {text}")
    assert fault.code == "number-out-of-range"
    assert spot(fault) == (1, 4, 1, 4 + len(text))


def test_quotes_make_text_of_everything() -> None:
    assert loaded("a: '1'\nb: \"true\"\nc: ''\nd: |\n  12").data == {"a": "1", "b": "true", "c": "", "d": "12"}


def test_core_tags_say_what_a_scalar_is() -> None:
    text = 'a: !!str 12\nb: !!int "3"\nc: !!float 3\nd: !!bool true\ne: !!null ""\nf: ! 12\ng: !!map {}\nh: !!seq []'
    assert loaded(text).data == {"a": "12", "b": 3, "c": 3.0, "d": True, "e": None, "f": "12", "g": {}, "h": []}


def test_a_core_tag_that_its_value_contradicts_is_an_error() -> None:
    fault = only_fault("a: 1\nb: !!int x")
    assert (fault.code, fault.message) == ("wrong-tag", "this is not a whole number, as its tag !!int says")
    assert spot(fault) == (2, 10, 2, 11)
