from __future__ import annotations

import pytest

from pipeline.diagnostics import Severity
from pipeline.source.load import load
from pipeline.source.text import MAX_BYTES, decode
from tests.source.loading import loaded, only_fault, place, spot


def test_a_byte_order_mark_is_left_out_and_moves_no_column() -> None:
    source = loaded("\ufefftitle: x")
    assert source.data == {"title": "x"}
    assert place(source, "title") == (1, 8, 1, 9)


def test_windows_and_old_mac_line_ends_count_as_one_line_end() -> None:
    source = loaded(b"a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 2\rd: 3\n")
    assert source.data == {"a": 1, "b": "x\ny\n", "c": 2, "d": 3}
    assert source.lines == ("a: 1", "b: |", "  x", "  y", "c: 2", "d: 3", "")
    assert place(source, "d") == (6, 4, 6, 5)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_unicode_line_separators_are_text_and_end_no_line(separator: str) -> None:
    source = loaded(f"a: x{separator}y\nb: 1")
    assert source.data == {"a": f"x{separator}y", "b": 1}
    assert place(source, "b") == (2, 4, 2, 5)
    assert source.written(("a",)) == f"x{separator}y"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding: str) -> None:
    fault = only_fault("title: Visit\n".encode(encoding))
    assert fault.code == "wrong-encoding"
    assert fault.message == "the file is in UTF-16; only UTF-8 is read"


def test_utf_32_is_named() -> None:
    assert "UTF-32" in only_fault("title: x".encode("utf-32")).message


def test_a_latin_1_byte_is_named_with_its_line_and_what_it_was_meant_to_be() -> None:
    fault = only_fault(b"title: Visit\nplace: Caf\xe9 Paris\n")
    assert fault.code == "wrong-encoding"
    assert fault.message == "line 2 is not in UTF-8: byte 0xE9; in Latin-1 (Windows-1252) it is 'é'"
    assert spot(fault) == (2, 11, 2, 12)
    assert fault.source_line == "place: Café Paris"


def test_columns_before_a_wrong_byte_count_characters_not_bytes() -> None:
    assert spot(only_fault("é: ".encode() + b"\xff"))[:2] == (1, 4)


@pytest.mark.parametrize("data", [b"a: \xed\xa0\x80", b"a: \xc0\xaf", b"a: \xf5\x80\x80\x80", b"a: \xe2\x82"])
def test_surrogates_overlong_forms_and_cut_sequences_are_wrong_encodings(data: bytes) -> None:
    assert only_fault(data).code == "wrong-encoding"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04...", "a Word, Excel or zip file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
    ],
)
def test_well_known_binary_files_are_named(data: bytes, kind: str) -> None:
    fault = only_fault(data)
    assert fault.code == "binary-file"
    assert kind in fault.message


def test_a_nul_character_is_named_with_its_line() -> None:
    fault = only_fault(b"title: x\nplace: a\0b, and enough text around it\n")
    assert (fault.code, fault.message) == ("binary-file", "this is no text file: line 2 holds a NUL character")


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read() -> None:
    assert only_fault(b"a: " + b"x" * (MAX_BYTES - 2)).message == "the file is larger than 10 MB"
    assert decode(b"a: " + b"x" * (MAX_BYTES - 3), "f")[1] == []


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\x7f", "\x9f", "\ufdd0", "\ufdef", "\ufeff", "\U0010ffff"])
def test_a_raw_control_character_is_left_out_with_a_warning_at_its_place(character: str) -> None:
    text, found = decode(f"a: 1\nb: x{character}y".encode(), "f")
    (warning,) = found
    assert warning.severity is Severity.WARNING
    assert warning.code == "control-character"
    assert warning.message == f"the invisible character U+{ord(character):04X} was left out"
    assert spot(warning) == (2, 5, 2, 6)
    assert warning.source_line == "b: x\ufffdy"
    assert text is not None
    assert text.lines == ("a: 1", "b: x\ufffdy")


def test_only_the_first_control_characters_are_named_one_by_one() -> None:
    _, found = decode(b"a: " + b"\x01" * 1000, "f")
    assert len(found) == 21
    assert found[-1].message == "the file holds more than 20 invisible characters; none is kept"


def test_tabs_and_line_feeds_are_no_control_characters() -> None:
    assert loaded('a: "x\\ty\\nz"\nb: x\ty').data == {"a": "x\ty\nz", "b": "x\ty"}


def test_private_use_characters_of_the_author_stay_although_stand_ins_are_used() -> None:
    text, _ = decode("a: \uf8ff\x01\uf8fe\u2028".encode(), "f")
    assert text is not None
    assert not {"\uf8ff", "\uf8fe"} & set(text.stand_ins)


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x85"])
def test_a_character_that_ends_a_line_becomes_a_space(character: str) -> None:
    _, (warning,) = decode(f"a: x{character}y".encode(), "f")
    assert warning.message.endswith("became a space")
    source, _ = load(f"a: x{character}y\nb: 5{character}\n".encode(), "f")
    assert source is not None
    assert source.data == {"a": "x y", "b": 5}


def test_an_escaped_character_that_ends_a_line_becomes_a_space() -> None:
    source, _ = load(rb'a: "1\v2\f3\N4\r5\r\n6"', "f")
    assert source is not None
    assert source.data == {"a": "1 2 3 4 5\n6"}
