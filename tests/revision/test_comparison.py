"""Comparing records: what is the same paragraph, and what became of it."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.record import Record
from pipeline.revision.comparison import Change, Comparison, Piece, compare
from pipeline.revision.summary import summarize
from pipeline.revision.wording import spans, words
from tests.review.desk import SETTINGS, desk
from tests.review.packets import Maker

FACTS = """\
title: Relations with Ruritania
sections:
  - heading: Trade
    text: Trade has grown in each of the last ten years.
    points:
      - It sells clocks to all its neighbours.
      - It buys grain from the south.
      - It wants a railway over the mountains.
    table:
      columns: [Year, Amount]
      rows:
        - [2025, 12 million]
        - [2026, 14 million]
        - [2027, 15 million]
  - heading: People
    text: The people of the country are friendly[^n].

      [^n]: So says the yearbook.
"""


def record(facts: str = FACTS, settings: str = SETTINGS, **more: str) -> Record:
    files = {"packet.yaml": settings, "facts.yaml": facts.replace("text: The", "text: |\n      The")}
    return desk({**files, **{f"{name}.yaml": text for name, text in more.items()}}).record()


def changed(old: str, new: str) -> Comparison:
    assert old in FACTS
    return compare(record(), record(FACTS.replace(old, new)))


def told(comparison: Comparison) -> list[tuple[str, str, str]]:
    """What and how, and the words with signs."""
    return [
        (item.what, item.how, "".join(_marked(piece) for piece in item.pieces))
        for paper in summarize(comparison).papers
        for item in paper.items
    ]


def _marked(piece: Piece) -> str:
    return {"same": "{}", "inserted": "+{}+", "deleted": "-{}-"}[piece.kind].format(piece.text)


def test_an_edition_does_not_differ_from_itself() -> None:
    found = compare(record(), record())
    assert found.changes == () and summarize(found).same
    assert found.pairs == {number: number for number in range(len(found.after.entries))}


def test_a_changed_word_is_told_with_the_words_around_it() -> None:
    assert told(changed("ten years", "twelve years")) == [
        ("paragraph", "changed", "Trade has grown in each of the last -ten-+twelve+ years.")
    ]


def test_a_text_with_hardly_a_word_in_common_is_told_as_a_whole() -> None:
    found = told(changed("Trade has grown in each of the last ten years.", "Nobody knows what happened, since 1990."))
    assert found == [
        (
            "paragraph",
            "changed",
            "-Trade has grown in each of the last ten years.-+Nobody knows what happened, since 1990.+",
        )
    ]


def test_a_new_point_before_others_does_not_change_them() -> None:
    found = changed("      - It sells", "      - It has a king.\n      - It sells")
    assert told(found) == [("point", "added", "+It has a king.+")]


def test_a_point_that_is_gone_stands_where_the_next_one_now_is() -> None:
    found = changed("      - It buys grain from the south.\n", "")
    (change,) = found.changes
    assert (change.before is not None, change.after) == (True, None)
    assert found.after.entries[change.at].text == "It wants a railway over the mountains."


def test_what_is_gone_at_the_end_of_a_paper_stands_at_its_end() -> None:
    found = changed(FACTS[FACTS.index("  - heading: People") :], "")
    assert {change.at for change in found.changes} == {len(found.after.entries)}


def test_a_point_that_moved_is_told_once() -> None:
    point = "      - It sells clocks to all its neighbours.\n"
    found = compare(record(), record(FACTS.replace(point, "").replace("    table:", f"{point}    table:")))
    assert told(found) == [("point", "moved", "It sells clocks to all its neighbours.")]


def test_rows_are_told_as_rows() -> None:
    found = told(changed("        - [2026, 14 million]\n", "        - [2026, 16 million]\n        - [none, at all]\n"))
    assert found == [("row", "changed", "2026 | -14-+16+ million"), ("row", "added", "+none | at all+")]
    assert told(changed("        - [2027, 15 million]\n", "")) == [("row", "removed", "-2027 | 15 million-")]


def test_a_new_column_changes_each_row() -> None:
    found = FACTS.replace("Amount]", "Amount, Kind]").replace("million]", "million, clocks]")
    assert told(compare(record(), record(found)))[:2] == [
        ("row", "changed", "Year | Amount | +Kind+"),
        ("row", "changed", "2025 | 12 million | +clocks+"),
    ]


def test_bold_words_are_a_change_of_looks() -> None:
    assert told(changed("last ten years", "last **ten years**")) == [
        ("paragraph", "restyled", "Trade has grown in each of the last ten years.")
    ]


def test_a_footnote_and_its_call_are_told() -> None:
    without = FACTS.replace("[^n].", ".").replace("\n      [^n]: So says the yearbook.\n", "")
    found = told(compare(record(), record(without)))
    assert found[0] == ("paragraph", "changed", "The people of the country are friendly-\ufffc-.")
    assert found[1] == ("footnote", "removed", "-So says the yearbook.-")


def test_papers_are_known_again_under_another_title_and_at_another_place() -> None:
    extra = "title: Other\nsections: [{heading: Weather, text: It rains.}]\n"
    first = "  - {tab: A, title: Relations, template: fact-sheet, data: facts.yaml}\n"
    second = "  - {tab: B, title: Weather, template: fact-sheet, data: other.yaml}\n"
    before = record(settings=SETTINGS + second, other=extra)
    after = SETTINGS.replace(first, "") + second.replace("Weather", "The weather") + first
    summary = summarize(compare(before, record(settings=after, other=extra)))
    assert [(paper.title, paper.earlier, paper.moved) for paper in summary.papers] == [
        ("The weather", ("B", "Weather"), True),
        ("Relations", None, False),
    ]


def test_a_paper_that_is_gone_and_a_new_one_are_told() -> None:
    extra = "title: Other\nsections: [{heading: Weather, text: It rains.}]\n"
    second = "  - {tab: B, title: Weather, template: fact-sheet, data: other.yaml}\n"
    one, both = record(), record(settings=SETTINGS + second, other=extra)
    assert [paper.state for paper in summarize(compare(one, both)).papers] == ["same", "added"]
    assert [paper.state for paper in summarize(compare(both, one)).papers] == ["same", "removed"]


def test_words_are_counted_without_signs_and_spaces() -> None:
    totals = summarize(changed("in each of the last ten years.", "a lot — in 1,200 places.")).totals
    assert (totals.inserted, totals.deleted) == (4, 6)  # "in" stayed


def _made(seed: int) -> Record:
    return desk({"packet.yaml": SETTINGS, "facts.yaml": Maker(Random(seed)).facts()}).record()


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 500), st.integers(0, 500))
def test_a_comparison_accounts_for_every_entry_and_every_word(one: int, other: int) -> None:
    found = compare(_made(one), _made(other))
    before, after = found.before.entries, found.after.entries
    assert len(set(found.pairs.values())) == len(found.pairs)
    accounted = [change.after for change in found.changes if change.after is not None]
    assert len(set(accounted)) == len(accounted)
    assert set(range(len(after))) == set(found.pairs) | set(accounted)
    gone = {change.before for change in found.changes if change.after is None}
    assert set(range(len(before))) == set(found.pairs.values()) | gone
    for change in found.changes:
        assert _said(change, "deleted") == (_text(before[change.before]) if change.before is not None else "")
        assert _said(change, "inserted") == (_text(after[change.after]) if change.after is not None else "")
    assert [change.at for change in found.changes] == sorted(change.at for change in found.changes)


def _said(change: Change, kind: str) -> str:
    return "".join(piece.text for piece in change.words if piece.kind in ("same", kind)).replace("\ufffc", "")


def _text(entry: object) -> str:
    return entry.mark + entry.text  # type: ignore[attr-defined, no-any-return]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_words_make_up_the_text_and_spans_cover_both(one: str, other: str) -> None:
    assert "".join(words(one)) == one
    theirs, mine = words(one), words(other)
    a = b = 0
    for span in spans(theirs, mine):
        assert (span.start, span.other_start) == (a, b)
        if span.same:
            assert theirs[span.start : span.end] == mine[span.other_start : span.other_end]
        a, b = span.end, span.other_end
    assert (a, b) == (len(theirs), len(mine))


def test_a_word_is_what_readers_take_for_one() -> None:
    assert words("The Minister's well-known 4.2 km, at 14:30.") == [
        *("The", " ", "Minister's", " ", "well-known", " ", "4.2", " ", "km", ",", " ", "at", " ", "14:30", "."),
    ]
    assert words("東京e\u0301t") == ["東", "京", "e\u0301t"]
    assert words("\ufffc\u0301a\ufffc") == ["\ufffc", "\u0301", "a", "\ufffc"]
