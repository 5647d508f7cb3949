"""What has moved in Word moves in the YAML as it is written there, whole or not at all."""

from __future__ import annotations

import pytest

from pipeline.review.astray import astray
from pipeline.review.edited import EditedParagraph, Ink

from .desk import SETTINGS, Desk, Editor, desk

FACTS = """\
title: Relations with Ruritania
sections:
  - heading: Trade
    points:
      # from the census
      - text: It sells clocks.   # last year
        marking: U
        comment: Ask the embassy.
        points:
          - The large ones.
          - The small ones.   # fewer
      - It buys grain.
      - >-
        It lends money
        to bakers.
  - heading: Money
    points:
    - It mints coins.
    - It prints notes.
  - heading: Work
    points: ["It digs.", "It builds."]
"""


def opened(facts: str = FACTS) -> tuple[Desk, Editor]:
    made = desk({"packet.yaml": SETTINGS, "facts.yaml": facts})
    return made, Editor(made.record())


def carry(editor: Editor, what: str, to: str) -> None:
    """Drag an item, with all that is in it, behind another of another list."""
    at, behind = editor.at(what), editor.at(to)
    within = editor.paragraphs[at].within
    moved = [one for one in editor.paragraphs if one.within[: len(within)] == within]
    target = editor.paragraphs[behind].within
    held = (*target[:-1], target[-1]._replace(row=30_000 + at))
    anchor = editor.paragraphs[behind]
    kept = [one for one in editor.paragraphs if all(one is not other for other in moved)]
    place = next(number for number, one in enumerate(kept) if one is anchor) + 1
    kept[place:place] = [one._replace(within=(*held, *one.within[len(within) :])) for one in moved]
    editor.paragraphs = kept


def home(made: Desk, editor: Editor) -> str:
    """Pull; nothing is told, the next edition says what Word says, and pulling again changes nothing."""
    assert made.pull(editor) == []
    assert made.texts() == editor.texts()
    again = made.plan(editor)
    assert (again.files, again.findings) == ({}, [])
    return made.file("facts.yaml")


def test_an_item_moves_with_its_keys_and_comments() -> None:
    made, editor = opened()
    carry(editor, "It sells clocks", "It mints coins")
    assert home(made, editor).endswith(
        """\
  - heading: Trade
    points:
      - It buys grain.
      - >-
        It lends money
        to bakers.
  - heading: Money
    points:
    - It mints coins.
    # from the census
    - text: It sells clocks.   # last year
      marking: U
      comment: Ask the embassy.
      points:
        - The large ones.
        - The small ones.   # fewer
    - It prints notes.
  - heading: Work
    points: ["It digs.", "It builds."]
"""
    )


def test_an_item_that_has_moved_takes_its_new_words_along() -> None:
    made, editor = opened()
    editor.replace("clocks", "watches")
    editor.replace("small ones", "tiny ones")
    editor.delete(editor.at("The large ones"))
    carry(editor, "It sells watches", "It mints coins")
    after = home(made, editor)
    assert "    # from the census\n    - text: It sells watches.   # last year\n      marking: U\n" in after
    assert "      points:\n        - The tiny ones.   # fewer\n" in after


def test_an_item_moves_out_of_brackets_and_into_them() -> None:
    made, editor = opened()
    carry(editor, "It digs", "It mints coins")
    carry(editor, "It lends money", "It builds")
    after = home(made, editor)
    assert '    - It mints coins.\n    - "It digs."\n    - It prints notes.\n' in after
    assert 'points: ["It builds.", "It lends money to bakers."]' in after


def test_an_item_moves_to_another_file() -> None:
    more = FACTS.replace("Relations with", "More of").replace("It ", "She ").replace("The ", "Some ")
    papers = SETTINGS + "  - {tab: B, title: More, template: fact-sheet, data: more.yaml}\n"
    made = desk({"packet.yaml": papers, "facts.yaml": FACTS, "more.yaml": more})
    editor = Editor(made.record())
    editor.replace("sells clocks", "sells no clocks")
    carry(editor, "It sells no clocks", "She mints coins")
    after = home(made, editor)
    assert "clocks" not in after and "census" not in after
    assert "    # from the census\n    - text: It sells no clocks.   # last year\n" in made.file("more.yaml")


def test_items_below_a_new_heading_move_as_they_are() -> None:
    made, editor = opened()
    at = editor.at("It sells clocks")
    editor.paragraphs.insert(at, EditedParagraph((Ink("Clocks"),), kind="heading", level=2))
    after = home(made, editor)
    assert "  - heading: Clocks\n    points:\n" in after
    assert "# from the census" in after and "marking: U" in after and "# fewer" in after


def test_both_sides_meet_in_an_item_that_has_moved() -> None:
    made, editor = opened()
    made.put("facts.yaml", FACTS.replace("comment: Ask the embassy.", "comment: Ask the bank.").replace("U\n", "S\n"))
    editor.replace("clocks", "watches")
    carry(editor, "It sells watches", "It mints coins")
    assert made.pull(editor) == []
    after = made.file("facts.yaml")
    assert "- text: It sells watches.   # last year\n      marking: S\n      comment: Ask the bank.\n" in after


def test_an_anchor_that_would_come_behind_its_alias_stays_with_what_is_in_it() -> None:
    facts = FACTS.replace("text: It sells clocks. ", "text: &clocks It sells clocks. ")
    facts = facts.replace("- It buys grain.", "- *clocks\n      - It buys grain.")
    made, editor = opened(facts)
    carry(editor, "It buys grain", "It mints coins")
    assert made.pull(editor) == []
    assert "&clocks" in made.file("facts.yaml") and "- *clocks" in made.file("facts.yaml")


@pytest.mark.parametrize("split", [False, True])
def test_what_would_lose_its_keys_does_not_move(split: bool) -> None:
    made, editor = opened(
        FACTS.replace("        points:\n          - The large ones.\n          - The small ones.   # fewer\n", "")
    )
    if split:
        editor.split(editor.at("It sells clocks"), 9, item=True)
    carry(editor, "It sells", "It mints coins")
    findings = made.pull(editor)
    after = made.file("facts.yaml")
    assert after.count("marking: U") == 1 and after.count("# from the census") == 1
    assert split == bool(findings)
    for word in ("It sells", "clocks."):
        assert word in after


def test_a_move_that_a_schema_refuses_is_not_made_in_part() -> None:
    made, editor = opened(
        FACTS.replace("    points:\n    - It mints coins.\n    - It prints notes.\n", "    text: Coins.\n")
    )
    at, to = editor.at("It buys grain"), editor.at("Coins.")
    one = editor.paragraphs.pop(at)
    editor.paragraphs.insert(to, one._replace(within=()))
    findings = made.pull(editor)
    after = made.file("facts.yaml")
    assert after.count("It buys grain.") == 1, findings


def test_what_both_sides_changed_is_told_where_the_build_lacks_it() -> None:
    made, editor = opened()
    first = editor.record.entries
    editor.bold("lends money")
    editor.move(editor.at("It prints notes"), editor.at("It mints coins"))
    editor.delete(editor.at("It digs"))
    found = astray(editor.edited(), first, [])
    said = {(one.message.partition(" in the next")[0].partition(" in Word")[0], one.words) for one in found}
    assert said == {
        ("these words would look otherwise", "lends money"),
        ("this would stand elsewhere", "It prints notes."),
        ("this was removed", "It digs."),
    }
    assert made.pull(editor) == []


def test_a_move_into_a_list_that_is_gone_is_not_made() -> None:
    made, editor = opened()
    made.put("facts.yaml", FACTS.replace("    points:\n    - It mints coins.\n    - It prints notes.\n", ""))
    carry(editor, "It sells clocks", "It mints coins")
    findings = made.pull(editor)
    assert [one.code for one in findings][:1] == ["conflict"], findings
    after = made.file("facts.yaml")
    assert "      # from the census\n      - text: It sells clocks.   # last year\n        marking: U\n" in after


def test_an_item_that_is_gone_from_the_yaml_is_told() -> None:
    made, editor = opened()
    made.put("facts.yaml", FACTS.replace("      - It buys grain.\n", ""))
    carry(editor, "It buys grain", "It mints coins")
    findings = made.pull(editor)
    assert any(one.code == "conflict" and "It buys grain." in one.message for one in findings), findings
