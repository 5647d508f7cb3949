"""Edits come home: what the YAML says after people edited the Word file, and that a build says what they wrote."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.edition.stages import Loader
from pipeline.model.nodes import Mark
from pipeline.model.record import Container
from pipeline.review.edited import EditedNote, EditedParagraph, Ink
from tests.review.desk import PACKET, SETTINGS, Desk, Editor, desk

FACTS = """\
# Facts that staff keep.
title: Relations with Ruritania   # never shown here
date: 2026-03-02
issuer: 'Department of Example'

summary: >-
  Ruritania is an invented country of mountains and clocks, and
  has been friendly since the *treaty* of 1893.

  Trade has grown.

sections:
  # the economy
  - heading: "Trade"
    text: |
      Trade has grown
      every year.

      It fell *once*.
    points:
      # clocks first
      - It sells clocks.
      - >-
        It buys grain, mostly wheat, from the countries around it, and it
        pays in clocks.
      - text: It has rails.
        points: [Broad, 'Narrow']
  - heading: Money
    table:
      caption: Aid by year
      columns: [Year, Amount]
      rows:
        - ["2020", $8 million]
        - ["2021", $9 million]   # preliminary
sources:
  - {title: Yearbook, url: "https://example.org/"}
"""


def opened(facts: str = FACTS) -> tuple[Desk, Editor]:
    made = desk({"packet.yaml": SETTINGS, "facts.yaml": facts})
    return made, Editor(made.record())


def home(made: Desk, editor: Editor) -> str:
    """Pull; hold that all went home, that a build says what the file says, and that pulling again changes nothing."""
    findings = made.pull(editor)
    assert findings == []
    assert sorted(made.texts()) == sorted(editor.texts())
    assert made.texts() == editor.texts()
    again = made.plan(editor)
    assert (again.files, again.findings) == ({}, [])
    return made.file("facts.yaml")


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came."""
    from difflib import ndiff

    lines = list(ndiff(before.splitlines(), after.splitlines()))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


def test_a_file_that_nobody_edited_changes_nothing() -> None:
    made, editor = opened()
    assert home(made, editor) == FACTS


def test_a_changed_point_goes_home() -> None:
    made, editor = opened()
    editor.replace("sells clocks", "sells clocks and bells")
    gone, came = changed(FACTS, home(made, editor))
    assert (gone, came) == (["      - It sells clocks."], ["      - It sells clocks and bells."])


def test_a_changed_plain_text_keeps_its_quotes() -> None:
    made, editor = opened()
    editor.replace("Department of Example", "Ann's Department")
    heading = next(at for at, one in enumerate(editor.paragraphs) if one.text == "Trade")
    editor.replace("Trade", 'Trade "now"', heading)
    _, came = changed(FACTS, home(made, editor))
    assert came == ["issuer: 'Ann''s Department'", '  - heading: "Trade \\"now\\""']


def test_a_value_that_needs_quotes_gets_them() -> None:
    made, editor = opened()
    editor.replace("Money", "Money: much #1")
    assert "  - heading: 'Money: much #1'\n" in home(made, editor)


def test_looks_come_home_as_markdown() -> None:
    made, editor = opened()
    editor.bold("every year")
    editor.mark("mostly wheat", link="https://example.org/wheat")
    after = home(made, editor)
    assert "      **every year**.\n" in after
    assert "[mostly wheat](https://example.org/wheat)" in after


def test_a_typed_star_stays_a_star() -> None:
    made, editor = opened()
    editor.replace("every year", "2 * 3 [years] _always_")
    assert r"2 \* 3 \[years] \_always\_." in home(made, editor)


def test_only_the_lines_around_a_change_of_a_folded_text_change() -> None:
    made, editor = opened()
    editor.replace("invented", "made-up")
    gone, _ = changed(FACTS, home(made, editor))
    assert len(gone) == 1
    assert "  has been friendly since the *treaty* of 1893." not in gone


def test_a_split_paragraph_is_two() -> None:
    made, editor = opened()
    editor.split(editor.at("Trade has grown every"), 15, item=False)
    assert "      Trade has grown\n\n      every year.\n\n      It fell *once*.\n" in home(made, editor)


def test_a_split_item_is_two() -> None:
    made, editor = opened()
    editor.split(editor.at("It sells"), 8, item=True)
    assert "      # clocks first\n      - It sells\n      - clocks.\n" in home(made, editor)


def test_joined_paragraphs_are_one() -> None:
    made, editor = opened()
    editor.join(editor.at("Trade has grown every"))
    assert "      every year. It fell *once*.\n" in home(made, editor)


def test_joined_items_are_one() -> None:
    made, editor = opened()
    editor.join(editor.at("It sells"))
    after = home(made, editor)
    assert after.count("pays in clocks") == 1
    assert "It sells clocks. It buys" in after


def test_a_new_item_goes_in_where_it_stands() -> None:
    made, editor = opened()
    at = editor.at("It buys")
    editor.insert(at, "It makes ", Ink("bells", Mark.EMPHASIS), ".", like=at)
    assert "      - It sells clocks.\n      - It makes *bells*.\n      - >-\n" in home(made, editor)


def test_a_removed_item_goes_with_its_comment() -> None:
    made, editor = opened()
    editor.delete(editor.at("It sells"))
    gone, came = changed(FACTS, home(made, editor))
    assert (gone, came) == (["      # clocks first", "      - It sells clocks."], [])


def test_a_moved_item_moves_as_it_is() -> None:
    made, editor = opened()
    editor.move(editor.at("It buys"), editor.at("It sells"))
    gone, came = changed(FACTS, home(made, editor))
    assert sorted(gone) == sorted(came)


def test_an_inner_item_goes_home() -> None:
    made, editor = opened()
    at = editor.at("Narrow")
    editor.insert(at + 1, "Monorail", like=at)
    assert "        points: [Broad, 'Narrow', 'Monorail']\n" in home(made, editor)


def test_a_new_row_goes_home() -> None:
    made, editor = opened()
    at = editor.at("$9 million")
    container = editor.paragraphs[at].within[-1]
    for column, text in enumerate(("2022", "$10 million")):
        row = container._replace(row=10_000, column=column)
        editor.paragraphs.insert(at + 1 + column, EditedParagraph((Ink(text),), within=(row,)))
    assert '        - ["2022", $10 million]\n' in home(made, editor)


def test_a_new_paragraph_goes_into_the_text_around_it() -> None:
    made, editor = opened()
    editor.insert(editor.at("It fell"), "It rested.")
    assert "      every year.\n\n      It rested.\n\n      It fell *once*.\n" in home(made, editor)


def test_a_removed_paragraph_goes() -> None:
    made, editor = opened()
    editor.delete(editor.at("It fell"))
    gone, came = changed(FACTS, home(made, editor))
    assert [line for line in gone if line.strip()] == ["      It fell *once*."]
    assert came == []


def test_a_removed_section_goes() -> None:
    made, editor = opened()
    first = editor.at("Money")
    while editor.paragraphs[first].text != "Sources":
        editor.delete(first)
    after = home(made, editor)
    assert "Money" not in after
    assert after.endswith(
        "        points: [Broad, 'Narrow']\nsources:\n  - {title: Yearbook, url: \"https://example.org/\"}\n"
    )


def test_a_new_footnote_goes_home() -> None:
    made, editor = opened()
    at = editor.at("It fell")
    one = editor.paragraphs[at]
    editor.paragraphs[at] = one._replace(runs=(*one.runs, Ink("", note=1)))
    note = EditedParagraph((Ink("In 1893."),), within=(Container("note", 1),))
    editor.notes.append(EditedNote(1, (note,)))
    assert made.pull(editor) == []
    assert "      It fell *once*.[^1]\n\n      [^1]: In 1893.\n" in made.file("facts.yaml")


def test_words_of_a_template_are_told() -> None:
    made, editor = opened()
    editor.replace("Sources", "Where from")
    findings = made.pull(editor)
    assert [(one.code, one.severity) for one in findings] == [("template-text", "error")]
    assert "Where from" in findings[0].message
    assert made.file("facts.yaml") == FACTS


def test_looks_of_plain_text_are_told() -> None:
    made, editor = opened()
    editor.bold("Department")
    assert [one.code for one in made.pull(editor)] == ["formatting"]


def test_a_new_heading_is_a_new_section() -> None:
    made, editor = opened()
    editor.paragraphs.insert(editor.at("Money"), EditedParagraph((Ink("Art"),), kind="heading", level=2))
    assert "  - heading: Art\n  - heading: Money\n" in home(made, editor)


def test_a_new_heading_that_begins_nothing_is_told() -> None:
    made, editor = opened()
    editor.paragraphs.insert(editor.at("Money"), EditedParagraph((Ink("Art"),), kind="heading", level=4))
    findings = made.pull(editor)
    assert [one.code for one in findings] == ["new-text"]
    assert "Art" in findings[0].message


def test_what_the_schema_refuses_is_not_written() -> None:
    made, editor = opened()
    editor.delete(editor.at("Yearbook"))
    findings = made.pull(editor)
    assert findings
    assert made.texts()


def test_what_stands_elsewhere_or_looks_otherwise_is_told() -> None:
    made, editor = opened()
    editor.move(editor.at("Sources"), editor.at("Trade"))
    findings = made.pull(editor)
    assert [one.code for one in findings] == ["not-home"]
    assert "elsewhere" in findings[0].message
    assert "Sources" in findings[0].message


def test_a_heading_of_another_level_is_told() -> None:
    made, editor = opened()
    at = editor.at("Money")
    editor.paragraphs[at] = editor.paragraphs[at]._replace(level=3)
    findings = made.pull(editor)
    assert [one.code for one in findings] == ["not-home"]
    assert "a heading of level 2, in Word it is a heading of level 3" in findings[0].message


def test_how_sure_it_is_is_told() -> None:
    made, editor = opened()
    at = editor.at("It sells")
    editor.replace("sells clocks", "sells bells")
    editor.paragraphs[at] = editor.paragraphs[at]._replace(sure=0.62)
    findings = made.pull(editor)
    assert [(one.code, one.severity) for one in findings] == [("unsure", "warning")]
    assert findings[0].message == "‘It sells bells.’ was taken for what was ‘It sells clocks.’, 62% sure"


def test_a_refused_edit_keeps_no_other_from_going_home() -> None:
    made, editor = opened()
    editor.replace("sells clocks", "sells bells")
    editor.replace("Money", "")
    findings = made.pull(editor)
    assert findings
    assert all("Money" in one.message or "heading" in one.message for one in findings)
    assert "sells bells" in made.file("facts.yaml")


# --- three ways ------------------------------------------------------------------------------------------------------


def test_changes_of_both_sides_that_do_not_touch_are_both_kept() -> None:
    made, editor = opened()
    editor.replace("invented", "imaginary")
    made.put("facts.yaml", FACTS.replace("friendly", "peaceful").replace("It sells clocks.", "It sells many clocks."))
    assert made.pull(editor) == []
    after = made.file("facts.yaml")
    assert "imaginary" in after
    assert "peaceful" in after
    assert "many clocks" in after


def test_the_same_change_on_both_sides_is_fine() -> None:
    made, editor = opened()
    editor.replace("sells clocks", "sells bells")
    made.put("facts.yaml", FACTS.replace("sells clocks", "sells bells"))
    assert made.plan(editor).files == {}
    assert made.plan(editor).findings == []


@pytest.mark.parametrize(("side", "words"), [("", "toys"), ("ours", "toys"), ("theirs", "bells")])
def test_a_conflict_is_told_and_decided_as_asked(side: str, words: str) -> None:
    made, editor = opened()
    editor.replace("sells clocks", "sells bells")
    made.put("facts.yaml", FACTS.replace("sells clocks", "sells toys"))
    findings = made.pull(editor, side)  # type: ignore[arg-type]
    assert [one.code for one in findings] == ["conflict"]
    assert findings[0].severity == ("warning" if side else "error")
    assert findings[0].place is not None
    assert findings[0].place.line == 22
    assert f"It sells {words}." in made.file("facts.yaml")


def test_marks_of_a_conflict_are_errors_until_somebody_chooses() -> None:
    made, editor = opened()
    editor.replace("sells clocks", "sells bells")
    made.put("facts.yaml", FACTS.replace("sells clocks", "sells toys"))
    assert [one.code for one in made.pull(editor, "mark")] == ["conflict"]
    marked = "      - <<<<<<< YAML It sells toys. ======= It sells bells. >>>>>>> Word\n"
    assert marked in made.file("facts.yaml")
    workspace = made.workspace
    found = Loader(workspace).load(workspace.root / PACKET).diagnostics
    assert [(one.code, one.severity, one.place.line, one.place.column) for one in found if one.place] == [
        ("conflict-mark", "error", 22, 9)
    ]
    assert "======" in found[0].help
    before = made.file("facts.yaml")
    assert [one.code for one in made.pull(editor, "mark")] == ["conflict"]
    assert made.file("facts.yaml") == before


def test_a_conflict_in_one_paragraph_keeps_no_other_from_going_home() -> None:
    made, editor = opened()
    editor.replace("every year", "each year")
    editor.replace("It fell", "It rose")
    made.put("facts.yaml", FACTS.replace("It fell", "It sank"))
    assert [one.code for one in made.pull(editor)] == ["conflict"]
    after = made.file("facts.yaml")
    assert "each year" in after
    assert "It sank" in after


def test_items_are_found_again_after_others_were_added() -> None:
    made, editor = opened()
    editor.replace("buys grain", "buys corn")
    editor.delete(editor.at("It sells"))
    made.put("facts.yaml", FACTS.replace("      # clocks first\n", "      - It is small.\n      # clocks first\n"))
    assert made.pull(editor) == []
    after = made.file("facts.yaml")
    assert "- It is small.\n" in after
    assert "It sells" not in after
    assert "buys corn" in after


def test_an_item_that_changed_is_not_removed() -> None:
    made, editor = opened()
    editor.delete(editor.at("It sells"))
    made.put("facts.yaml", FACTS.replace("It sells clocks.", "It sells clocks and bells."))
    assert [one.code for one in made.pull(editor)] == ["conflict"]
    assert "clocks and bells" in made.file("facts.yaml")


# --- any edits on any packet -----------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("abc deéфក.,:;'\"*_[]()#-+>&<`~^\\{}|!?1"), min_size=1, max_size=30).filter(
    lambda text: any(char.isalnum() for char in text) and text.strip() == text and "  " not in text
)
PLAIN = st.sampled_from(
    ["clocks", "It buys grain.", "Trade: more", "Nobody, says NO", "a 'quoted' word", "12", "x # y"]
)
STYLES = ("plain", "'", '"', ">-", "|", ">")


@st.composite
def written(draw: st.DrawFn, indent: int) -> str:
    """A text of plain words in any style of YAML."""
    import json

    words = draw(st.lists(PLAIN, min_size=1, max_size=3))
    text = " and ".join(words)
    style = draw(st.sampled_from(STYLES))
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style == '"' or (style == "plain" and (": " in text or " #" in text or text == "12")):
        return json.dumps(text, ensure_ascii=False)
    if style == "plain":
        return text
    return (
        f"{style}\n"
        + "".join(f"{' ' * indent}{line}\n" for line in words[:1] + [f"and {one}" for one in words[1:]])[:-1]
    )


@st.composite
def packets(draw: st.DrawFn) -> str:
    lines = [f"title: {draw(written(2))}", f"summary: {draw(written(2))}", "sections:"]
    for number in range(draw(st.integers(1, 3))):
        lines += ["  # a comment"] if draw(st.booleans()) else []
        lines += [f"  - heading: Part {number}", f"    text: {draw(written(6))}", "    points:"]
        for _ in range(draw(st.integers(1, 4))):
            lines += ["      # of a point"] if draw(st.booleans()) else []
            lines += [f"      - {draw(written(8))}"]
        lines += [""] if draw(st.booleans()) else []
    return "\n".join(lines) + "\n"


@st.composite
def scripts(draw: st.DrawFn) -> list[tuple[str, int, str]]:
    what = st.sampled_from(["say", "bold", "delete", "insert", "move", "split", "join", "behind"])
    return draw(st.lists(st.tuples(what, st.integers(0, 99), WORDS), min_size=1, max_size=4))


def is_point(editor: Editor, at: int) -> bool:
    one = editor.paragraphs[at]
    return bool(one.within) and one.within[-1].kind == "list" and one.entry is not None and one.part == "whole"


def perform(editor: Editor, script: list[tuple[str, int, str]]) -> None:
    for what, number, words in script:
        points = [
            at for at in range(len(editor.paragraphs)) if is_point(editor, at) and not editor.paragraphs[at].joins
        ]
        texts = [
            at
            for at in range(len(editor.paragraphs))
            if editor.record.entries[editor.paragraphs[at].entry or 0].written
        ]
        texts = [
            at for at in texts if editor.paragraphs[at].entry is not None and editor.paragraphs[at].part == "whole"
        ]
        if not points or not texts:
            return
        point, text = points[number % len(points)], texts[number % len(texts)]
        same = [
            at
            for at in points
            if editor.paragraphs[at].within == editor.paragraphs[point].within[:0]
            or editor.paragraphs[at].within[-1].number == editor.paragraphs[point].within[-1].number
        ]
        if what == "say":
            editor.paragraphs[text] = editor.paragraphs[text]._replace(runs=(Ink(words),))
        elif what == "bold":
            runs = editor.paragraphs[text].runs
            editor.paragraphs[text] = editor.paragraphs[text]._replace(runs=(*runs, Ink(" "), Ink("bold", Mark.STRONG)))
        elif what == "delete" and len(same) > 1:
            editor.delete(point)
        elif what == "insert":
            editor.insert(point, words, like=point)
        elif what == "move" and len(same) > 1:
            editor.move(point, same[0])
        elif what == "split" and len(editor.paragraphs[point].runs) == 1 and " " in editor.paragraphs[point].text:
            one = editor.paragraphs[point].text
            editor.split(point, one.index(" "), item=True)
        elif what == "join" and point + 1 in same:
            editor.join(point)
        elif what == "behind" and not editor.paragraphs[text].within:
            editor.insert(text + 1, words)


@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(packets(), scripts())
def test_any_edits_of_any_packet_go_home(facts: str, script: list[tuple[str, int, str]]) -> None:
    made, editor = opened(facts)
    perform(editor, script)
    findings = made.pull(editor)
    assert findings == [], made.file("facts.yaml")
    assert made.texts() == editor.texts(), made.file("facts.yaml")
    again = made.plan(editor)
    assert again.findings == []
    assert again.files == {}, made.file("facts.yaml")
