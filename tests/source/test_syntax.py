"""What a person is told about a file that is no YAML: the fault, where it was made, and what to write."""

from __future__ import annotations

import pytest
from yaml import Mark, MarkedYAMLError, YAMLError

from pipeline.diagnostics import Place
from pipeline.source.syntax import explain
from pipeline.source.text import Text
from tests.source.loading import faults, only_fault, spot

Spot = tuple[int, int, int, int]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("\ta: b", (1, 1, 1, 2)),
        ("a:\n\tb: c", (2, 1, 2, 2)),
        ("a:\n  b: c\n\td: e", (3, 1, 3, 2)),
        ("a:\n  - b\n  \t- c", (3, 3, 3, 4)),
        ("a: |\n\ttext\n", (2, 1, 2, 2)),
    ],
)
def test_a_tab_in_the_indentation_is_named(text: str, where: Spot) -> None:
    fault = only_fault(text)
    assert (fault.code, fault.message) == ("tab-indent", "a tab stands in the indentation")
    assert spot(fault) == where
    assert fault.label == "this is a tab"


def test_a_tab_on_an_empty_line_or_after_a_colon_is_no_fault() -> None:
    assert faults("a:\tb\n\t\nc: d\n \t \n") == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('title: "Visit\nplace: x\n', (1, 8, 1, 14)),
        ("a: 'b\nc: d", (1, 4, 1, 6)),
        ('a: "b\n---\nc', (1, 4, 1, 6)),
    ],
)
def test_a_quote_that_is_never_closed_is_shown_where_it_opens(text: str, where: Spot) -> None:
    fault = only_fault(text)
    assert fault.code == "unclosed-quote"
    assert spot(fault) == where


def test_a_quote_that_the_next_quote_closed_is_shown_where_it_opens() -> None:
    fault = only_fault('title: "Visit\nplace: "Paris"\n')
    assert fault.code == "unclosed-quote"
    assert spot(fault) == (1, 8, 1, 14)
    assert fault.label == 'is a closing " missing here?'
    (end,) = fault.related
    assert (end.message, end.place.line, end.place.column) == ("it ends here", 2, 8)


def test_a_quote_that_an_empty_text_closed_far_below_is_shown_where_it_opens() -> None:
    fault = only_fault('a: "x\nb: y\nc: [1, ""]\n')
    assert (fault.code, spot(fault)) == ("unclosed-quote", (1, 4, 1, 6))
    (end,) = fault.related
    assert (end.message, end.place.line, end.place.column) == ("it ends here", 3, 8)


def test_a_quote_left_open_after_a_text_of_several_lines_is_shown_itself() -> None:
    fault = only_fault('["a\n b", "c\n]')
    assert (fault.code, spot(fault)) == ("unclosed-quote", (2, 6, 2, 8))


def test_an_apostrophe_inside_single_quotes_is_explained() -> None:
    fault = only_fault("a: 'it's here'\nb: c")
    assert (fault.code, fault.message) == ("needs-quotes", "text goes on after the closing '")
    assert spot(fault) == (1, 8, 1, 15)
    assert "written twice: 'it''s'" in fault.help


def test_text_after_a_quoted_word_is_explained() -> None:
    fault = only_fault('a: "Visit" to Paris')
    assert fault.help == "put the whole text in '…', or write each \" inside it as \\\""
    assert spot(fault) == (1, 12, 1, 20)


@pytest.mark.parametrize(
    ("text", "first", "where"),
    [
        ("a: *emphasis* on this", "*", (1, 4, 1, 22)),
        ("- **Bold** words", "*", (1, 3, 1, 17)),
        ("a: &c* d", "&", (1, 4, 1, 9)),
        ("a: @handle", "@", (1, 4, 1, 11)),
        ("a: `code`", "`", (1, 4, 1, 10)),
        ("a: %x", "%", (1, 4, 1, 6)),
        ("- [link](https://x.org) text", "[", (1, 3, 1, 24)),
        ("- [ ] to do", "[", (1, 3, 1, 12)),
        ("a: {b}c", "{", (1, 4, 1, 8)),
        ("a: ] b", "]", (1, 4, 1, 7)),
        ("a: , b", ",", (1, 4, 1, 7)),
        ("a: ? b", "?", (1, 4, 1, 7)),
        ("a: !x!y b", "!", (1, 4, 1, 10)),
    ],
)
def test_a_text_that_begins_with_a_sign_of_yaml_must_be_quoted(text: str, first: str, where: Spot) -> None:
    fault = only_fault(text)
    assert (fault.code, fault.message) == ("needs-quotes", f"a text cannot begin with {first!r} unless it is in quotes")
    assert (spot(fault)[0], spot(fault)[1]) == where[:2]


@pytest.mark.parametrize("sign", [">", "|"])
def test_text_on_the_line_of_a_block_indicator_is_explained(sign: str) -> None:
    fault = only_fault(f"a: {sign} quoted text\n")
    assert (fault.code, fault.message) == ("needs-quotes", f"text stands on the same line as {sign}")
    assert spot(fault) == (1, 6, 1, 17)


@pytest.mark.parametrize("text", ['a: "C:\\Users"', 'a: "C:\\zoo"', 'a: "C:\\x"'])
def test_a_backslash_in_double_quotes_is_explained(text: str) -> None:
    fault = only_fault(text)
    assert (fault.code, spot(fault)) == ("bad-escape", (1, 7, 1, 9))
    assert "write \\\\ for a backslash" in fault.help


def test_a_second_colon_on_a_line_is_told_to_be_quoted() -> None:
    fault = only_fault("title: Cambodia: a brief")
    assert (fault.code, spot(fault)) == ("needs-quotes", (1, 16, 1, 17))
    assert fault.help == 'write title: "Cambodia: a brief"'


def test_a_second_colon_beside_double_quotes_is_told_to_be_in_single_ones() -> None:
    assert only_fault('a: the "b": c').help == "write a: 'the \"b\": c'"


@pytest.mark.parametrize("text", ["title:Visit\nplace: x", "a: 1\ntitle:Visit\nplace: x"])
def test_a_missing_space_after_a_colon_is_shown_at_the_colon(text: str) -> None:
    fault = only_fault(text)
    assert (fault.code, fault.help) == ("missing-space", "write title: Visit")
    assert spot(fault)[1:] == (6, spot(fault)[0], 7)


@pytest.mark.parametrize(
    ("text", "line"), [("title Visit\nplace: x", 1), ("a: 1\nb\nc: 2", 2), ("- a: 1\n  b\n  c: 2", 2)]
)
def test_a_line_without_a_colon_is_shown(text: str, line: int) -> None:
    fault = only_fault(text)
    assert (fault.code, spot(fault)[0]) == ("missing-colon", line)


def test_a_key_that_is_indented_below_a_text_is_shown() -> None:
    fault = only_fault("title: Visit\n  place: x")
    assert (fault.code, spot(fault)) == ("bad-indent", (2, 3, 2, 8))
    assert fault.message == "this key is indented deeper than the key above it, which has a value already"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a:\n  b: 1\n c: 2", 3, "this line belongs to nothing above it"),
        ("a: |\n  x\n y\nb: 1", 3, "this line is indented by 1, which fits no line above it"),
        ("- a\nb: c", 2, "a key stands among the items of a list"),
        ("a: 1\n- b", 2, "a list item stands among the keys of a mapping"),
        ("a: b #c\n  d", 2, "this line belongs to nothing above it"),
    ],
)
def test_a_wrong_indentation_is_shown_with_the_block_it_should_fit(text: str, line: int, message: str) -> None:
    fault = only_fault(text)
    assert (fault.code, fault.message, spot(fault)[0]) == ("bad-indent", message, line)
    assert [other.message for other in fault.related] == ["the block begins here"]


def test_a_missing_key_is_named() -> None:
    assert only_fault("a: b\n: c").message == "the key before this colon is missing"


@pytest.mark.parametrize("text", ["a: - b", "a: -\n  b"])
def test_a_list_cannot_begin_on_the_line_of_its_key(text: str) -> None:
    fault = only_fault(text)
    assert (fault.code, spot(fault)) == ("bad-indent", (1, 4, 1, 5))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: [b, c\nd: e\n", (1, 4)),
        ("a: [b", (1, 4)),
        ("a: [", (1, 4)),
        ("a: [b,", (1, 4)),
        ("a: {b: c,\nd: e", (1, 4)),
        ("a:\n  - [b\n  - c", (2, 5)),
        ("{", (1, 1)),
    ],
)
def test_a_bracket_that_is_not_closed_is_shown_where_it_opens(text: str, where: tuple[int, int]) -> None:
    fault = only_fault(text)
    assert (fault.code, spot(fault)[:2]) == ("unclosed-bracket", where)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("a: [1, {b} c]", 12, "a comma or ] is missing"),
        ("a: [b, , c]", 8, "nothing stands before this comma"),
        ("a: [b: [c}]", 10, "a comma or ] is missing"),
        ("a: [}", 5, "the } does not fit the bracket that is open"),
        ('"a" b: c', 5, "this does not belong here"),
    ],
)
def test_other_faults_are_shown_where_they_are(text: str, column: int, message: str) -> None:
    fault = only_fault(text)
    assert (fault.code, fault.message, spot(fault)[:2]) == ("yaml-syntax", message, (1, column))


@pytest.mark.parametrize("text", ["%FOO\n---\na: b", "%YAML 1.2\n%YAML 1.2\n---\na: b", "%YAML 3.0\n---\na: b"])
def test_a_directive_that_is_not_understood_is_shown(text: str) -> None:
    fault = only_fault(text)
    assert fault.code == "yaml-syntax"
    assert "is a directive" in fault.message


@pytest.mark.parametrize("text", ["a: b\n...\nc: d", "'a'\n# b\nc: d"])
def test_a_line_after_the_end_is_shown(text: str) -> None:
    fault = only_fault(text)
    assert (fault.code, spot(fault)) == ("yaml-syntax", (3, 1, 3, 5))
    assert fault.message == "this does not belong to what stands above it"
    assert fault.source_line == "c: d"


def test_what_no_rule_explains_still_has_its_place() -> None:
    problem = MarkedYAMLError(problem="it is odd", problem_mark=Mark("", 3, 1, 1, None, 0))
    fault = explain(problem, Text("a\nbc", ("a", "bc"), {}), "f.yaml", None, None)
    assert (fault.code, fault.message, spot(fault)) == ("yaml-syntax", "this is not YAML: it is odd", (2, 2, 2, 3))


def test_a_complaint_without_a_position_is_about_the_file() -> None:
    fault = explain(YAMLError("it is odd"), Text("", ("",), {}), "f.yaml", None, None)
    assert (fault.message, fault.place) == ("this is not YAML: it is odd", Place("f.yaml"))


def test_faults_before_a_syntax_error_are_reported_with_it() -> None:
    assert [fault.code for fault in faults("a: 1\na: 2\nb: [")] == ["duplicate-key", "unclosed-bracket"]
