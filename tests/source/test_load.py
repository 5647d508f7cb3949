from __future__ import annotations

import pytest

from pipeline.diagnostics import Severity
from pipeline.source.load import MAX_DEPTH, load
from tests.source.loading import faults, key_place, loaded, marked, only_fault, place, spot

FACT_SHEET = """\
title: U.S.-Cambodia Relations
date: 2022-08-02
sections:
  - heading: Assistance
    points:
      - With U.S. support, …
      - {text: b, points: [c, 14:30]}
    table: {columns: [Year], rows: [[2021, $8.7 billion]]}
"""


def test_plain_data_is_what_the_author_wrote() -> None:
    assert loaded(FACT_SHEET).data == {
        "title": "U.S.-Cambodia Relations",
        "date": "2022-08-02",
        "sections": [
            {
                "heading": "Assistance",
                "points": ["With U.S. support, …", {"text": "b", "points": ["c", "14:30"]}],
                "table": {"columns": ["Year"], "rows": [[2021, "$8.7 billion"]]},
            }
        ],
    }


def test_every_value_has_its_place() -> None:
    source = loaded(FACT_SHEET)
    assert place(source, "title") == (1, 8, 1, 31)
    assert place(source, "sections", 0, "points", 0) == (6, 9, 6, 29)
    assert place(source, "sections", 0, "points", 1, "points", 1) == (7, 31, 7, 36)
    assert place(source, "sections", 0, "table", "rows", 0) == (8, 37, 8, 57)
    assert source.place(("title",)).file == "data.yaml"


def test_every_key_has_its_place() -> None:
    source = loaded(FACT_SHEET)
    assert key_place(source, "title") == (1, 1, 1, 6)
    assert key_place(source, "sections", 0, "points", 1, "text") == (7, 10, 7, 14)
    assert key_place(source, "sections", 0, "points", 0) == place(source, "sections", 0, "points", 0)
    assert key_place(source) == place(source)


def test_a_list_or_mapping_ends_where_its_last_value_ends_not_at_the_comment_after_it() -> None:
    source = loaded("a:\n  - x\n  - y: z\n\n# comment\n\nb: [1,\n  2 ]\n")
    assert place(source, "a") == (2, 3, 3, 9)
    assert place(source, "b") == (7, 4, 8, 6)
    assert place(source) == (1, 1, 8, 6)


def test_a_value_that_is_not_written_is_nothing_right_after_its_colon() -> None:
    source = loaded("a:\nb: 1")
    assert source.data == {"a": None, "b": 1}
    assert place(source, "a") == (1, 3, 1, 3)
    assert source.written(("a",)) == ""


def test_the_place_of_a_path_that_leads_nowhere_is_that_of_its_last_step() -> None:
    source = loaded("a: {b: 1}")
    assert place(source, "a", "c", "d") == place(source, "a")
    assert place(source, "a", 0) == place(source, "a")
    assert source.value(("a", "c", 3)) is None


def test_the_opening_place_is_the_first_key_of_a_mapping() -> None:
    source = loaded("- date: x\n  title: y\n- {}\n- z")
    assert [source.opening_place((index,)).column for index in range(3)] == [3, 3, 3]
    assert source.opening_place((0,)).end_column == 7


def test_numbers_keep_their_written_text() -> None:
    source = loaded("a: 1.50\nb: 0x1F\nc: 'it''s'\nd: !!int \"3\"\ne: [1, 2]")
    written = {key: source.written((key,)) for key in "abcde"}
    assert written == {"a": "1.50", "b": "0x1F", "c": "'it''s'", "d": '"3"', "e": "[1, 2]"}


def test_lines_count_from_one_and_there_is_none_beyond_the_end() -> None:
    source = loaded("a: 1\nb: 2")
    assert [source.line(number) for number in (0, 1, 2, 3)] == ["", "a: 1", "b: 2", ""]


# --- block texts -----------------------------------------------------------------------------------------------------


def test_the_place_of_a_block_text_is_its_content() -> None:
    source = loaded("a: |\n  one\n  two\n\n\nb: >-\n\n   three\n    four\n# c\nc: x")
    assert source.data == {"a": "one\ntwo\n", "b": "\nthree\n four", "c": "x"}
    assert place(source, "a") == (2, 3, 3, 6)
    assert place(source, "b") == (8, 4, 9, 9)


def test_the_place_of_an_empty_block_text_is_its_indicator() -> None:
    source = loaded("a: |\nb: >+\n\nc: 1")
    assert source.data == {"a": "", "b": "\n", "c": 1}
    assert place(source, "a") == (1, 4, 1, 5)
    assert place(source, "b") == (2, 4, 2, 5)


def test_an_indentation_indicator_makes_leading_spaces_text() -> None:
    source = loaded("a:\n  - |2\n      x\n    y")
    assert source.data == {"a": ["  x\ny"]}
    assert place(source, "a", 0) == (3, 5, 4, 6)


def test_a_block_text_at_the_end_of_a_file_without_line_end_has_its_place() -> None:
    assert place(loaded("a: |\n  x"), "a") == (2, 3, 2, 4)


# --- places inside texts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a: one two three",
        "a: one\n  two\n   three",
        "a: 'one ''x'' two\n  three'",
        'a: "one \\u00e9 two\\n three"',
        'a: "one two \\\n   three"',
        "a: |\n\n  one\n  two\n    three\n",
        "a: >\n  one\n  two\n\n  three\n\n",
        "a: &anchor !!str\n  one two three",
        "a: one \u2028 two three",
    ],
)
def test_a_word_of_a_text_is_found_where_it_stands(text: str) -> None:
    source = loaded(text)
    assert [marked(source, ("a",), word) for word in ("one", "two", "three")] == ["one", "two", "three"]


def test_an_escape_is_found_as_a_whole_line_and_column() -> None:
    source = loaded('a: "x\\ty \\u00e9z"')
    found = source.within(("a",), 5, 6)
    assert (found.line, found.column, source.line(1)[found.column - 1]) == (1, 16, "z")


def test_a_quote_written_twice_moves_what_follows() -> None:
    assert marked(loaded("a: 'it''s here'"), ("a",), "here") == "here"


def test_a_range_over_two_lines_ends_on_the_second() -> None:
    assert marked(loaded("a: |\n  one two\n  three"), ("a",), "two\nthree") == "two|  three"


def test_positions_that_the_text_does_not_have_give_the_whole_text() -> None:
    source = loaded("a: one\nb: 3")
    assert source.within(("a",), 40, 50) == source.place(("a",))
    assert source.within(("b",), 0, 1) == source.place(("b",))
    assert source.within(("c",), 0, 1) == source.place(("c",))


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_that_stands_twice_is_an_error_at_the_second_and_the_first_counts() -> None:
    source, found = load(b"title: a\nplace: b\ntitle: c\n", "data.yaml")
    (fault,) = found
    assert fault.severity is Severity.ERROR
    assert (fault.code, fault.message) == ("duplicate-key", "the key 'title' stands here a second time")
    assert spot(fault) == (3, 1, 3, 6)
    assert fault.source_line == "title: c"
    assert [(other.message, other.place.line, other.place.column) for other in fault.related] == [
        ("the first one", 1, 1)
    ]
    assert source is not None
    assert source.data == {"title": "a", "place": "b"}


def test_every_repeated_key_of_a_file_is_found() -> None:
    assert [spot(fault)[:2] for fault in faults("a: 1\n'a': 2\nb: {c: 1, c: 2, c: 3}")] == [(2, 1), (3, 11), (3, 17)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1: x", "the number 1"),
        ("null: x", "nothing"),
        ("~: x", "nothing"),
        ("true: x", "'true'"),
        ("1.5: x", "the number 1.5"),
        ("? [a]\n: x", "a list"),
        ("? {a: b}\n: x", "a mapping"),
        ("{{ title }}: x", "a mapping"),
    ],
)
def test_a_key_must_be_text(text: str, kind: str) -> None:
    fault = faults(text)[0]
    assert (fault.code, fault.message) == ("key-not-text", f"a key must be text, but this is {kind}")


def test_a_key_that_is_no_text_is_told_to_be_quoted() -> None:
    fault = only_fault("years:\n  2021: a\n")
    assert spot(fault) == (2, 3, 2, 7)
    assert fault.help == 'put quotes around it: "2021":'


def test_a_merge_key_is_an_error_and_in_quotes_a_text() -> None:
    fault = only_fault("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2")
    assert (fault.code, spot(fault)) == ("merge-key", (3, 3, 3, 5))
    assert loaded("'<<': 1").data == {"<<": 1}


# --- tags, anchors, aliases ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tag", "where"),
    [
        ("a: !important x", "!important", (1, 4, 1, 14)),
        ("a: !!binary aGk=", "!!binary", (1, 4, 1, 12)),
        ("a: &b !!set {x: 1}", "!!set", (1, 7, 1, 12)),
        ("a: !!python/object:os.system x", "!!python/object:os.system", (1, 4, 1, 29)),
        ("a: !<tag:x.org,2022:y> z", "tag:x.org,2022:y", (1, 4, 1, 23)),
        ("!x\n- a", "!x", (1, 1, 1, 3)),
    ],
)
def test_a_tag_outside_the_core_schema_is_an_error_at_the_tag(
    text: str, tag: str, where: tuple[int, int, int, int]
) -> None:
    fault = only_fault(text)
    assert (fault.code, fault.message) == ("unknown-tag", f"the tag '{tag}' is not known here")
    assert spot(fault) == where


def test_an_alias_has_the_value_and_the_place_of_its_anchor() -> None:
    source = loaded("a: &x\n  - {b: 1}\nc: *x\n*y : d\n".replace("*y", "'y'"))
    assert source.data == {"a": [{"b": 1}], "c": [{"b": 1}], "y": "d"}
    assert place(source, "c", 0, "b") == (2, 9, 2, 10)
    assert place(source, "c") == (2, 3, 2, 11)


def test_an_alias_can_stand_for_a_key() -> None:
    assert loaded("a: &x name\nb: {*x : 1}").data == {"a": "name", "b": {"name": 1}}


def test_an_anchor_set_twice_means_the_last_one_before_the_alias() -> None:
    assert loaded("[&x 1, *x, &x 2, *x]").data == [1, 1, 2, 2]


def test_the_place_of_a_value_leaves_out_its_anchor_and_tag() -> None:
    source = loaded("a: &x !!str  foo\nb: &y # comment\n  - 1\nc: &z\nd: &w {e: 1}")
    assert place(source, "a") == (1, 14, 1, 17)
    assert place(source, "b") == (3, 3, 3, 6)
    assert place(source, "c") == (4, 6, 4, 6)
    assert place(source, "d") == (5, 7, 5, 13)


def test_an_alias_without_an_anchor_is_an_error_with_a_guess() -> None:
    fault = only_fault("a: &office x\nb: *ofice")
    assert (fault.code, fault.help) == ("unknown-alias", "did you mean '*office'?")
    assert spot(fault) == (2, 4, 2, 10)


def test_a_text_that_begins_with_a_star_gives_one_fault_not_two() -> None:
    fault = only_fault("a: *NB this")
    assert (fault.code, spot(fault)) == ("needs-quotes", (1, 4, 1, 12))


@pytest.mark.parametrize("text", ["&a [*a]", "a: &x {b: *x}", "&a {*a : 1}"])
def test_an_alias_inside_its_own_value_is_an_error(text: str) -> None:
    assert faults(text)[0].code == "recursive-alias"


# --- documents -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "null", "~", "\ufeff"])
def test_an_empty_file_is_an_error(text: str) -> None:
    fault = only_fault(text)
    assert (fault.code, fault.help) == ("empty-file", "write `key: value` lines into it")


def test_a_second_document_is_an_error_where_it_begins() -> None:
    fault = only_fault("a: 1\n---\nb: 2\n")
    assert (fault.code, spot(fault)) == ("several-documents", (2, 1, 2, 4))


def test_nothing_is_made_of_half_a_file_that_a_stray_mark_divides() -> None:
    source, found = load(b"a: 1\n---\nb: 2\n", "f.yaml")
    assert source is None and [fault.code for fault in found] == ["several-documents"]


def test_one_document_may_have_its_marks_and_a_directive() -> None:
    assert loaded("%YAML 1.2\n---\na: 1\n...\n").data == {"a": 1}


def test_json_is_yaml() -> None:
    assert loaded('{"a": [1, true, null, "x\\/y"], "b":{"c":-1.5e3}}').data == {
        "a": [1, True, None, "x/y"],
        "b": {"c": -1500.0},
    }


# --- control characters ----------------------------------------------------------------------------------------------


def test_a_control_character_written_as_an_escape_is_left_out_with_a_warning_at_the_escape() -> None:
    source, found = load(b'a: 1\nb: "x\\u0007y\\x00z\\e"\n', "data.yaml")
    assert source is not None
    assert source.data == {"a": 1, "b": "xyz"}
    assert [(warning.code, spot(warning)) for warning in found] == [
        ("control-character", (2, 6, 2, 12)),
        ("control-character", (2, 13, 2, 17)),
        ("control-character", (2, 18, 2, 20)),
    ]
    assert {warning.severity for warning in found} == {Severity.WARNING}


def test_a_carriage_return_escape_is_left_out_and_the_line_feed_stays() -> None:
    source, found = load(b'a: "x\\r\\ny"', "data.yaml")
    assert source is not None
    assert source.data == {"a": "x\ny"}
    assert len(found) == 1


def test_raw_control_characters_are_gone_from_keys_and_values() -> None:
    source, found = load("a\x01b: x\u0085y\n".encode(), "data.yaml")
    assert source is not None
    assert source.data == {"ab": "x y"}
    assert [spot(warning)[:2] for warning in found] == [(1, 2), (1, 7)]


def test_half_a_character_as_an_escape_is_an_error() -> None:
    assert only_fault('a: "\\ud83d"').code == "bad-escape"


# --- limits ----------------------------------------------------------------------------------------------------------


def test_lists_inside_each_other_have_a_limit() -> None:
    assert loaded("[" * MAX_DEPTH + "]" * MAX_DEPTH).file == "data.yaml"
    fault = only_fault("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert (fault.code, spot(fault)[:2]) == ("too-deep", (1, MAX_DEPTH + 1))


def test_depth_through_aliases_counts() -> None:
    half = "[" * 60 + "x" + "]" * 60
    fault = only_fault(f"a: &a {half}\nb: {'[' * 60}*a{']' * 60}")
    assert (fault.code, spot(fault)[:2]) == ("too-deep", (2, 64))


def test_a_million_brackets_end_at_once() -> None:
    assert [only_fault(bracket * 1_000_000).code for bracket in ("[", "{", "- ", "? ", "[\n")] == ["too-deep"] * 5


def test_an_alias_bomb_is_an_error_where_it_goes_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    fault = only_fault("\n".join(lines))
    assert fault.code == "alias-bomb"
    assert spot(fault)[0] == 6


def test_a_long_text_repeated_by_aliases_is_an_alias_bomb_too() -> None:
    assert only_fault(f"- &a {'x' * 20_000}\n" + "- *a\n" * 51).code == "alias-bomb"
    assert len(loaded(f"- &a {'x' * 20_000}\n" + "- *a\n" * 50).lines) == 52


def test_a_flood_of_values_is_an_error() -> None:
    fault = only_fault("[" + "a," * 500_000 + "a]")
    assert (fault.code, fault.message) == ("too-many-values", "the file holds more than 500,000 values")


def test_a_flood_of_faults_ends_at_the_hundredth() -> None:
    found = faults("k: v\n" * 1000)
    assert len(found) == 101
    assert (found[-1].code, spot(found[-1])[0]) == ("too-many-faults", 101)


def test_a_flood_of_directives_is_an_error() -> None:
    assert only_fault("".join(f"%TAG !a{n}! x\n" for n in range(100_000)) + "---\na: 1").code == "yaml-syntax"
