"""The text form: markers under the right columns, and nothing that moves a terminal's cursor."""

from __future__ import annotations

from pipeline.diagnostics import Place, Related, error, warning
from pipeline.diagnostics.as_text import columns, render_text

FILE = "data/phnom-penh-2022/schedule.yaml"


def marked(line: str, column: int, end_column: int, width: int = 120, end_line: int = 7) -> tuple[str, str]:
    place = Place(FILE, 7, column, end_line, end_column)
    rows = render_text([error("code", "message", place, source_line=line)], width=width).splitlines()
    assert rows[2] == "  |"
    return rows[3].removeprefix("7 | "), rows[4].removeprefix("  | ")


def test_a_finding_looks_as_the_design_shows_it() -> None:
    finding = error(
        "missing-field",
        "every event needs a 'title'",
        Place(FILE, 14, 5, 14, 9),
        label="this event has none",
        help="add `title: …` (templates/schedule/schema.yaml:22)",
        source_line="  - date: 2022-08-04",
    )
    assert render_text([finding]) == (
        "error[missing-field]: every event needs a 'title'\n"
        "  --> data/phnom-penh-2022/schedule.yaml:14:5\n"
        "   |\n"
        "14 |   - date: 2022-08-04\n"
        "   |     ^^^^ this event has none\n"
        "   = help: add `title: …` (templates/schedule/schema.yaml:22)\n"
    )


def test_an_empty_line_parts_two_findings() -> None:
    assert render_text([error("a", "one"), warning("b", "two")]) == "error[a]: one\n\nwarning[b]: two\n"


def test_nothing_gives_an_empty_text() -> None:
    assert render_text([]) == ""


def test_a_finding_about_a_whole_file_names_the_file_alone() -> None:
    finding = error("no-such-file", "there is no such file", Place("data/x.yaml"), help="make it")
    assert render_text([finding]) == (
        "error[no-such-file]: there is no such file\n --> data/x.yaml\n  = help: make it\n"
    )


def test_related_places_stand_as_notes_before_the_help() -> None:
    finding = error(
        "duplicate-key",
        "'title' is here twice",
        Place(FILE, 3, 1, 3, 6),
        source_line="title: B",
        related=(Related("the first one", Place(FILE, 1, 1, 1, 6)),),
        help="keep one",
    )
    assert render_text([finding]).splitlines()[-2:] == [
        f"  = note: the first one ({FILE}:1:1)",
        "  = help: keep one",
    ]


def test_a_help_of_several_lines_is_indented() -> None:
    rows = render_text([error("a", "one", help="write\n- this\n- that")]).splitlines()
    assert rows == ["error[a]: one", "  = help: write", "          - this", "          - that"]


def test_the_marker_stands_under_exactly_the_columns() -> None:
    assert marked("title: Briefing", 8, 16) == ("title: Briefing", "       ^^^^^^^^")


def test_a_tab_before_the_marker_counts_four_columns() -> None:
    assert marked("\ttitle: x", 2, 7) == ("    title: x", "    ^^^^^")


def test_a_tab_in_the_marked_text_is_marked_whole() -> None:
    assert marked("a\tb", 1, 4) == ("a    b", "^^^^^^")


def test_wide_characters_take_two_columns_each() -> None:
    assert marked("題名: 東京", 5, 7) == ("題名: 東京", "      ^^^^")


def test_combining_marks_take_no_column() -> None:
    line = "e\u0301te\u0301: x"
    assert marked(line, 1, 6) == (line, "^^^")


def test_a_marker_without_an_end_is_one_character() -> None:
    assert marked("title: x", 8, 0) == ("title: x", "       ^")


def test_a_marker_past_the_end_of_the_line_is_one_character() -> None:
    assert marked("title", 99, 120) == ("title", "     ^")


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert marked("points: [one,  ", 9, 3, end_line=9) == ("points: [one,", "        ^^^^^")


def test_a_long_line_is_cut_around_its_marker() -> None:
    shown, marker = marked("x" * 5_000 + "WRONG" + "y" * 5_000, 5_001, 5_006, width=60)
    assert len(shown) <= 60
    assert shown.startswith("…x") and shown.endswith("y…")
    start = marker.index("^")
    assert shown[start : start + marker.count("^")] == "WRONG"


def test_a_line_that_fits_is_shown_whole_wherever_its_marker_stands() -> None:
    line = "x" * 80 + "WRONG"
    # "7 | " stands before the line.
    assert marked(line, 81, 86, width=89)[0] == line
    assert marked(line, 81, 86, width=88)[0] == "…" + "x" * 78 + "WRONG"


def test_a_long_marked_text_is_cut_to_the_width() -> None:
    shown, marker = marked("z" * 10_000_000, 1, 10_000_001, width=50)
    assert shown == "z" * 45 + "…"
    assert marker == "^" * 46


def test_control_and_bidirectional_characters_are_replaced() -> None:
    shown, _ = marked("a\x1b[31mb\u202ec\x9bd\re", 1, 2)
    assert shown == "a\ufffd[31mb\ufffdc\ufffdd\ufffde"


def test_a_message_with_line_ends_stays_on_its_line() -> None:
    assert render_text([error("a", "one\ntwo\x07")]) == "error[a]: one two\ufffd\n"


def test_colours_are_added_only_when_asked() -> None:
    finding = error("a", "one", Place(FILE, 1, 1, 1, 2), source_line="x")
    plain, colored = render_text([finding]), render_text([finding], color=True)
    assert "\x1b" not in plain
    assert colored.startswith("\x1b[1;31merror[a]\x1b[0m")
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_columns_counts_what_a_terminal_shows() -> None:
    assert [columns(text) for text in ("", "abc", "東", "e\u0301", "\u200b")] == [0, 3, 2, 1, 0]
