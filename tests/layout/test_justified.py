"""Justified paragraphs: total-fit breaks, hyphens, and what is done where nothing fits well."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout import lay_out
from pipeline.layout.fit import LADDER, SHRINK, Places, total_fit
from pipeline.layout.frames import Line
from pipeline.layout.inline import make_row
from pipeline.layout.lines import Setting, break_lines, set_line
from pipeline.layout.row import BrokenLine, Manner, Row
from pipeline.layout.shaping import Typesetter
from pipeline.model.nodes import FootnoteReference, Inline, LineBreak, Link, Mark, Paragraph, Text
from tests.layout.setting import document, line_text, page_texts, plain_theme
from tests.layout.test_lines import inlines

BODY = plain_theme().styles["body"]
SETTER = Typesetter(plain_theme())
JUSTIFIED, HYPHENATED = Manner(justified=True), Manner(justified=True, hyphenate=True)
TEXT = (
    "The governments of both countries have established a permanent commission on infrastructure that examines "
    "applications for investment, recommends improvements in transportation, and publishes an annual evaluation of "
    "its accomplishments, including recommendations for additional cooperation between universities."
)
SHORT = (
    "The two sides met in the old town hall and spoke for an hour about the new line to the coast, the price of wheat, "
    "and how the ports may be kept open in winter; they will meet again in the spring of next year to sign."
)
prose = st.lists(
    st.sampled_from(
        [
            "government",
            "infrastructure",
            "a",
            "of",
            "the",
            "recommendation",
            "and",
            "improvements",
            "U.S.",
            "2,000",
            "well-known",
            "percent",
            "Aug.",
            "3",
            "internationalization",
            "responsibilities",
            "https://example.org/a/long-path/with.parts",
            "recon\xadsider",
            "—",
        ]
    ),
    min_size=1,
    max_size=60,
).map(" ".join)


def row_of(text: str) -> Row:
    return make_row((Text(text),), BODY, "en-US", SETTER)


def lines_of(row: Row, measure: float, manner: Manner = HYPHENATED, indent: float = 0.0) -> list[BrokenLine]:
    return break_lines(row, measure, indent, SETTER, manner)


def shown(lines: list[BrokenLine]) -> list[str]:
    return [" ".join(chunk.text for chunk in line.chunks).replace("\u00ad", "-") for line in lines]


def joined(row: Row) -> str:
    return "".join(chunk.text for chunk in row.chunks if chunk is not None)


def slack(line: BrokenLine) -> float:
    """How much a line can shrink, in points."""
    return sum(chunk.space for chunk in line.chunks[:-1]) * SHRINK


def ladders(lines: list[BrokenLine]) -> int:
    """The most lines in a row that end with a hyphen, the author's own among them."""
    most = run = 0
    for line in lines:
        run = run + 1 if not line.space_after and line.chunks and line.chunks[-1].text[-1:] in "-\u00ad" else 0
        most = max(most, run)
    return most


def test_all_lines_of_a_paragraph_are_broken_together() -> None:
    assert shown(lines_of(row_of(TEXT), 260.0)) == [
        "The governments of both countries have established",
        "a permanent commission on infrastructure that ex-",
        "amines applications for investment, recommends",
        "improvements in transportation, and publishes an",
        "annual evaluation of its accomplishments, includ-",
        "ing recommendations for additional cooperation be-",
        "tween universities.",
    ]


def test_every_line_but_the_last_fills_the_measure() -> None:
    row = row_of(TEXT)
    lines = lines_of(row, 320.0)
    runs = [set_line(line, row, Setting(0.0, 320.0, "justify", 9.0, (0,)), 0.0, SETTER).runs[0] for line in lines]
    assert [run.width for run in runs[:-1]] == pytest.approx([320.0] * (len(lines) - 1))
    assert runs[-1].word_space == 0.0
    space = runs[0].space.advance * 10.0
    assert max(run.word_space for run in runs) < 1.5 * space
    assert min(run.word_space for run in runs) >= -SHRINK * space - 1e-6


def test_hyphens_make_spaces_more_even() -> None:
    def widest(manner: Manner) -> float:
        row = row_of(TEXT)
        lines = lines_of(row, 200.0, manner)[:-1]
        return max((200.0 - line.width) / max(len(line.chunks) - 1, 1) for line in lines)

    assert widest(HYPHENATED) < widest(JUSTIFIED) / 1.5


def test_without_hyphenation_no_word_is_parted_but_by_the_author() -> None:
    assert all(line.space_after for line in lines_of(row_of(TEXT), 120.0, JUSTIFIED)[:-1])
    soft = "wirtschafts\u00adpolitik " * 6
    assert any("wirtschafts-" in line for line in shown(lines_of(row_of(soft), 150.0, JUSTIFIED)))


def test_a_soft_hyphen_shows_only_where_a_line_ends_at_it_in_ragged_text_too() -> None:
    row = row_of("one extra\u00adordinary thing")
    assert shown(lines_of(row, 80.0, Manner())) == ["one extra-", "ordinary thing"]
    assert shown(lines_of(row, 200.0, Manner())) == ["one extraordinary thing"]


def test_ragged_text_is_hyphenated_only_where_a_line_would_stay_short() -> None:
    row = row_of("a considerable infrastructure improvement")
    assert shown(lines_of(row, 120.0, Manner(hyphenate=True))) == ["a considerable infra-", "structure improvement"]
    assert shown(lines_of(row, 120.0, Manner())) == ["a considerable", "infrastructure", "improvement"]


def test_a_hyphenated_line_knows_its_word() -> None:
    lines = lines_of(row_of(TEXT), 120.0)
    for line, following in pairwise(lines):
        if line.whole:
            head, tail = line.chunks[-1].text, following.chunks[0].text
            assert head.endswith("\u00ad")
            assert line.whole == head[:-1] + tail
    assert any(line.whole for line in lines)


def test_a_last_line_is_no_runt() -> None:
    for measure in range(255, 420, 3):
        lines = lines_of(row_of(SHORT), float(measure))
        assert lines[-1].width > 0.12 * measure, measure
        assert not lines[-2].whole or len(lines[-1].chunks) > 1, measure


@pytest.mark.parametrize("measure", [60.0, 90.0, 150.0, 220.0, 320.0])
def test_no_more_than_two_lines_in_a_row_end_with_a_hyphen(measure: float) -> None:
    assert ladders(lines_of(row_of(" ".join([TEXT] * 3)), measure)) <= LADDER


def test_dates_and_units_stay_together() -> None:
    text = "They arrived in the capital of that country on Aug. 3 with $8.7 million in assistance for 40 percent of it."
    for measure in range(250, 420, 5):
        for line in shown(lines_of(row_of(text), float(measure)))[:-1]:
            assert not line.endswith(("Aug.", "$8.7", " 40")), (measure, line)


def test_dates_stay_together_in_narrow_columns_and_no_word_stands_alone() -> None:
    text = (
        "The delegation discussed the construction of the railway and the administration of the customs post, which "
        "both governments consider indispensable. Representatives emphasised the internationalisation of standards on "
        "Aug. 3 with U.S. officials and H.E. Rudolf Example, who signed the memorandum."
    )
    row = row_of(text)
    for measure in range(120, 160, 5):
        lines = lines_of(row, float(measure))
        assert not any(line.endswith("Aug.") for line in shown(lines)), measure
        assert min(line.width for line in lines[:-1]) > 0.4 * measure, measure


def test_a_word_longer_than_the_line_is_broken_between_letters() -> None:
    lines = lines_of(row_of("a " + "W" * 60 + " b"), 80.0)
    assert "".join(shown(lines)).replace(" ", "") == "a" + "W" * 60 + "b"
    assert all(line.width <= 80.0 for line in lines)


@pytest.mark.parametrize("manner", [Manner(), Manner(hyphenate=True), JUSTIFIED, HYPHENATED])
def test_an_endless_word_takes_a_time_that_grows_with_its_length_alone(manner: Manner) -> None:
    start = time.process_time()
    lines = lines_of(row_of("a " + "internationalization" * 2000 + " b"), 80.0, manner)
    assert time.process_time() - start < 10.0
    text = "".join(chunk.text for line in lines for chunk in line.chunks)
    assert text == "a" + "internationalization" * 2000 + "b"


def test_a_line_that_cannot_be_filled_stays_short_rather_than_tear_holes() -> None:
    row = row_of("in Strengthening Antananarivo")
    lines = lines_of(row, 100.0)
    runs = [set_line(line, row, Setting(0.0, 100.0, "justify", 9.0, (0,)), 0.0, SETTER).runs[0] for line in lines]
    assert [line_text_of(run.words) for run in runs] == ["in Strengthening", "Antananarivo"]
    assert runs[0].word_space == 0.0


def line_text_of(words: tuple[object, ...]) -> str:
    return " ".join(getattr(word, "text", "") for word in words)


def test_forced_line_ends_are_kept_and_not_stretched() -> None:
    row = make_row((Text("one two"), LineBreak(), LineBreak(), Text("three four")), BODY, "en-US", SETTER)
    lines = lines_of(row, 60.0)
    assert shown(lines) == ["one two", "", "three four"]
    assert all(line.forced for line in lines)


def test_a_first_line_indent_counts_in_the_first_line_only() -> None:
    lines = lines_of(row_of(TEXT), 200.0, HYPHENATED, 50.0)
    assert lines[0].width - slack(lines[0]) <= 150.0
    assert max(line.width for line in lines[1:]) > 180.0


@given(
    st.one_of(prose.map(lambda text: (Text(text),)), st.lists(inlines, min_size=1, max_size=6).map(tuple)),
    st.floats(8.0, 320.0),
    st.sampled_from([Manner(hyphenate=True), JUSTIFIED, HYPHENATED]),
)
@settings(max_examples=60, deadline=None)
def test_no_character_is_lost_or_doubled(children: tuple[Inline, ...], measure: float, manner: Manner) -> None:
    row = make_row(children, BODY, "en-US", SETTER)
    lines = lines_of(row, measure, manner)
    assert "".join(chunk.text for line in lines for chunk in line.chunks).replace("\u00ad", "") == joined(row)
    assert sum(not chunk for chunk in row.chunks) == sum(line.forced for line in lines) - bool(lines and row.chunks[-1])
    for line in lines:
        clusters = [cluster for chunk in line.chunks for piece in chunk.pieces for cluster in set(piece.word.clusters)]
        assert line.width - slack(line) <= measure + 1.5 or len(clusters) <= 2, shown([line])
    made = [
        set_line(line, row, Setting(0.0, measure, "justify", 9.0, tuple(range(len(row.groups)))), 0.0, SETTER)
        for line in lines
    ]
    text = "".join(line_text(line) for line in made)
    assert text.replace(" ", "").replace("\u00ad", "") == joined(row)


widths = st.lists(st.floats(0.5, 60.0), min_size=1, max_size=40)


@given(widths, st.floats(20.0, 120.0), st.lists(st.booleans(), min_size=40, max_size=40))
@settings(max_examples=100, deadline=None)
def test_places_chosen_ascend_to_the_last_and_no_line_is_too_long_that_need_not_be(
    words: list[float], measure: float, hyphened: list[bool]
) -> None:
    places = Places()
    x = 0.0
    for gap, (width, hyphen) in enumerate(zip(words, hyphened, strict=False)):
        if hyphen:
            for level in range(1, LADDER + 1):
                places.add(x + width / 2 + 1.0, x + width / 2, 3.0 * gap, 3.0 * gap, 50.0, level)
        x += width
        places.add(x, x + 3.0, 3.0 * gap, 3.0 * gap + 3.0)
        x += 3.0
    chosen = total_fit(places, measure)
    assert chosen == sorted(set(chosen))
    assert chosen[-1] == len(places.ends) - 1
    run = 0
    for start, end in pairwise([0, *chosen]):
        run = run + 1 if places.levels[end] else 0
        assert places.levels[end] in (0, run)
        length = places.ends[end] - places.starts[start]
        shrunk = length - (places.gaps_before[end] - places.gaps_after[start]) * SHRINK
        assert (
            shrunk <= measure + 1e-6
            or all(places.levels[place] for place in range(start + 1, end))
            or max(words) > measure
        )


def test_hyphenated_words_of_notes_and_links_keep_their_notes_and_areas() -> None:
    children: tuple[Inline, ...] = (
        Text("We saw considerable "),
        Link((Text("internationalization"),), "https://example.org"),
        Text(" there"),
        FootnoteReference(1),
        Text(" with extraordinary", Mark.STRONG),
    )
    row = make_row(children, BODY, "en-US", SETTER)
    lines = lines_of(row, 120.0)
    made = [set_line(line, row, Setting(0.0, 120.0, "justify", 9.0, (1, 2, 3, 4, 5)), 0.0, SETTER) for line in lines]
    assert [line_text(line) for line in made] == [
        "We saw considerable in\u00ad",
        "ternationalization there1 ",
        "with extraordinary",
    ]


def test_no_page_ends_with_a_hyphen() -> None:
    theme = plain_theme()
    styles = {**theme.styles, "body": replace(BODY, align="justify", hyphenate=True)}
    for lead in range(6):
        blocks = (Paragraph((Text("one " * 40 * lead + TEXT),)), Paragraph((Text(TEXT),)))
        layout = lay_out(document(*blocks), replace(theme, styles=styles))
        assert not [texts[-1] for texts in page_texts(layout) if texts[-1].endswith("\u00ad")]


def test_text_that_is_less_than_120_points_wide_is_ragged() -> None:
    plain = plain_theme()
    styles = {**plain.styles, "body": replace(BODY, align="justify")}
    for measure, justified in ((130.0, True), (119.0, False)):
        page = replace(plain.page, right=plain.page.width - plain.page.left - measure)
        layout = lay_out(document(Paragraph((Text(SHORT),))), replace(plain, styles=styles, page=page))
        spaces = {
            run.word_space
            for made in layout.pages
            for placed in made.placed
            for item in placed.frame.items
            if isinstance(item, Line)
            for run in item.runs
        }
        assert (spaces != {0.0}) == justified
