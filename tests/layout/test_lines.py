"""Breaking and setting lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.layout.inline import make_row
from pipeline.layout.lines import Setting, break_lines, set_line
from pipeline.layout.shaping import Typesetter
from pipeline.model.nodes import FootnoteReference, Inline, LineBreak, Link, Mark, Text
from tests.layout.setting import line_text, plain_theme

BODY = plain_theme().styles["body"]
SETTER = Typesetter(plain_theme())

words = st.text(alphabet="abcWM.-/éfi“”", min_size=1, max_size=30)
texts = st.lists(words, min_size=1, max_size=30).map(" ".join)
marks = st.sampled_from([Mark.NONE, Mark.STRONG, Mark.EMPHASIS, Mark.SUPERSCRIPT])
inlines: st.SearchStrategy[Inline] = st.one_of(
    st.builds(Text, texts, marks),
    st.builds(lambda text: Link((Text(text),), "https://example.org"), texts),
    st.just(LineBreak()),
    st.builds(FootnoteReference, st.integers(1, 99)),
)


def broken(children: tuple[Inline, ...], measure: float, indent: float = 0.0) -> list[str]:
    row = make_row(children, BODY, "en-US", SETTER)
    setting = Setting(0.0, measure, "left", 9.0, tuple(range(len(row.groups))))
    return [line_text(set_line(line, row, setting, 0.0, SETTER)) for line in break_lines(row, measure, indent, SETTER)]


def test_a_line_takes_as_many_words_as_fit() -> None:
    text = "The Secretary will travel to Phnom Penh, Cambodia, from August 2-6."
    assert broken((Text(text),), 120.0) == [
        "The Secretary will ",
        "travel to Phnom Penh, ",
        "Cambodia, from ",
        "August 2-6.",
    ]


def test_a_first_line_indent_shortens_the_first_line_only() -> None:
    assert broken((Text("one two three four"),), 60.0, 30.0) == ["one ", "two three ", "four"]


def test_a_line_break_ends_its_line_and_parts_the_words() -> None:
    assert broken((Text("one"), LineBreak(), Text("two")), 100.0) == ["one ", "two"]


def test_a_word_longer_than_the_line_is_broken_where_it_must() -> None:
    lines = broken((Text("W" * 30),), 50.0)
    assert "".join(lines) == "W" * 30
    assert len({len(line) for line in lines[:-1]}) == 1


def test_a_footnote_reference_stays_with_its_word() -> None:
    assert broken((Text("one two"), FootnoteReference(12), Text(" three")), 45.0) == ["one ", "two12 ", "three"]


def test_a_style_change_inside_a_word_is_no_place_to_break() -> None:
    assert broken((Text("one "), Text("tw", Mark.STRONG), Text("ofold")), 40.0) == ["one ", "twofold"]


@given(st.lists(inlines, min_size=1, max_size=6).map(tuple), st.floats(5.0, 300.0))
def test_no_character_is_lost_or_doubled_and_no_line_is_too_long(children: tuple[Inline, ...], measure: float) -> None:
    row = make_row(children, BODY, "en-US", SETTER)
    lines = break_lines(row, measure, 0.0, SETTER)
    given_text = "".join(chunk.text for chunk in row.chunks if chunk is not None)
    assert "".join(chunk.text for line in lines for chunk in line.chunks) == given_text
    setting = Setting(0.0, measure, "left", 9.0, tuple(range(len(row.groups))))
    made = [set_line(line, row, setting, 0.0, SETTER) for line in lines]
    assert "".join(line_text(line) for line in made).replace(" ", "") == given_text
    for line in lines:
        clusters = [cluster for chunk in line.chunks for piece in chunk.pieces for cluster in set(piece.word.clusters)]
        assert line.width <= measure + 1e-3 or len(clusters) == 1


@given(texts, st.floats(60.0, 300.0))
def test_a_line_is_as_wide_as_its_runs_reach(text: str, measure: float) -> None:
    row = make_row((Text(text), Text(" strong", Mark.STRONG)), BODY, "en-US", SETTER)
    setting = Setting(0.0, measure, "left", 9.0, tuple(range(len(row.groups))))
    for line in break_lines(row, measure, 0.0, SETTER):
        runs = set_line(line, row, setting, 0.0, SETTER).runs
        assert runs[-1].x + runs[-1].width == pytest.approx(line.width)


@pytest.mark.parametrize(("align", "x"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_alignment_shares_out_the_room_that_is_left(align: str, x: float) -> None:
    row = make_row((Text("word"),), BODY, "en-US", SETTER)
    line = break_lines(row, 100.0, 0.0, SETTER)[0]
    setting = Setting(10.0, 100.0, align, 9.0, (0,))  # type: ignore[arg-type]
    assert set_line(line, row, setting, 0.0, SETTER).runs[0].x == pytest.approx(10.0 + x * (100.0 - line.width))


def test_justified_lines_fill_the_measure_except_the_last() -> None:
    row = make_row((Text("one two three four five six"),), BODY, "en-US", SETTER)
    lines = break_lines(row, 70.0, 0.0, SETTER)
    setting = Setting(0.0, 70.0, "justify", 9.0, (0,))
    runs = [set_line(line, row, setting, 0.0, SETTER).runs[0] for line in lines]
    assert [run.width for run in runs[:-1]] == pytest.approx([70.0] * (len(runs) - 1))
    assert runs[-1].word_space == 0.0
