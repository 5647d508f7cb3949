"""What changed, beside each paragraph's lines: from two documents to marks on pages."""

from __future__ import annotations

import pytest

from pipeline.layout import Book, Typesetter
from pipeline.layout.frames import Layout, Line, Picture, Rectangle
from pipeline.model.identity import identify
from pipeline.model.nodes import (
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Footnote,
    FootnoteReference,
    Heading,
    ListBlock,
    ListItem,
    Mark,
    Metadata,
    Paper,
    Paragraph,
    Row,
    Table,
    Text,
)
from pipeline.model.revised import Revised, Revisions, bare
from pipeline.pdf import write_pdf
from pipeline.revision.comparison import compare
from pipeline.revision.marks import revised_entries
from pipeline.style.theme import Theme
from pipeline.values import replace
from tests.layout.setting import plain_theme

NOTE = "Changes are marked in the margin."


def said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def document(*blocks: Block, footnotes: tuple[Footnote, ...] = (), lang: str = "en-US") -> Document:
    return Document(Metadata("Title", lang), (Paper((Text("Paper"),), "paper", blocks, footnotes=footnotes),))


def book(before: Document, after: Document, theme: Theme | None = None) -> Book:
    identity = identify(after)
    known = revised_entries(compare(identify(before).record, identity.record))
    theme = theme or plain_theme()
    return Book(after, theme, Typesetter(theme), Revisions(known, identity.names(), NOTE))


def lines(layout: Layout) -> list[tuple[str, str]]:
    """Each changed line's text, and what became of it: C changed, i inside, a above, b below."""
    found = []
    for page in layout.pages:
        for placed in page.placed:
            for item in placed.frame.items:
                if isinstance(item, Line) and item.change is not None and not placed.artifact:
                    change = item.change
                    flags = zip("Ciab", (change.changed, change.inside, change.above, change.below), strict=True)
                    text = " ".join(word.text for run in item.runs for word in run.words)
                    found.append((text, "".join(letter for letter, flag in flags if flag)))
    return found


def bars(layout: Layout, page: int = 1) -> list[tuple[float, float, float]]:
    """The bars of a page: their middle, and from where to where they go."""
    return [
        (round(item.x + item.width / 2, 2), round(item.y, 2), round(item.y + item.height, 2))
        for placed in layout.pages[page - 1].placed
        if placed.artifact == "Layout" and placed.frame.height == layout.pages[page - 1].height
        for item in placed.frame.items
        if isinstance(item, Rectangle)
    ]


def wedges(layout: Layout, page: int = 1) -> list[tuple[float, float]]:
    """The wedges of a page: their middles."""
    return [
        (round(item.x + item.width / 2, 2), round(item.y + item.height / 2, 2))
        for placed in layout.pages[page - 1].placed
        if placed.artifact == "Layout"
        for item in placed.frame.items
        if isinstance(item, Picture)
    ]


LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"


def test_only_the_line_with_the_new_word_is_marked() -> None:
    made = book(document(said(LONG)), document(said(LONG.replace("nine", "nein"))))
    ((text, flags),) = lines(made.layout())
    assert "nein" in text and flags == "C"


def test_a_word_that_is_gone_has_a_wedge_beside_its_line_and_no_bar() -> None:
    made = book(document(said(LONG)), document(said(LONG.replace("nine ", ""))))
    ((text, flags),) = lines(made.layout())
    assert "eight" in text or "ten" in text
    assert flags == "i"
    layout = made.layout(marked=True)
    assert bars(layout) == [] and len(wedges(layout)) == 1


def test_the_last_word_that_is_gone_is_told_beside_the_last_line() -> None:
    made = book(document(said(LONG + " end")), document(said(LONG)))
    ((text, flags),) = lines(made.layout())
    assert text.endswith("seventeen") and flags == "i"


def test_a_new_paragraph_has_one_bar_over_all_its_lines() -> None:
    made = book(document(said("Alpha.")), document(said("Alpha."), said(LONG)))
    marked = lines(made.layout())
    assert [flags for _, flags in marked] == ["C"] * len(marked)
    (bar,) = bars(made.layout(marked=True))
    assert bar == (12.0, 54.0, 54.0 + 12.0 * len(marked))


def test_a_paragraph_that_is_gone_is_told_above_the_next_one() -> None:
    made = book(document(said("Alpha."), said("Beta."), said("Gamma.")), document(said("Alpha."), said("Gamma.")))
    assert lines(made.layout()) == [("Gamma.", "a")]
    assert wedges(made.layout(marked=True)) == [(12.0, 54.0)]


def test_the_last_paragraph_that_is_gone_is_told_below_the_one_before() -> None:
    made = book(document(said("Alpha."), said("Beta.")), document(said("Alpha.")))
    assert lines(made.layout()) == [("Alpha.", "b")]


def test_what_is_gone_before_a_heading_is_told_below_what_it_stood_under() -> None:
    heading = Heading(2, (Text("Next"),), "next")
    before = document(said("Alpha."), said("Beta."), heading, said("Gamma."))
    made = book(before, document(said("Alpha."), heading, said("Gamma.")))
    assert lines(made.layout()) == [("Alpha.", "b")]


def test_a_paper_that_is_gone_is_told_beside_the_next_one() -> None:
    one, two = (Paper((Text(name),), name, (said(f"Text of {name}."),)) for name in ("first", "second"))
    made = book(Document(Metadata("T"), (one, two)), Document(Metadata("T"), (two,)))
    assert lines(made.layout()) == [("second", "a")]


def test_points_of_lists_are_marked_one_by_one() -> None:
    def points(*texts: str) -> Document:
        return document(ListBlock(tuple(ListItem((said(text),)) for text in texts)))

    made = book(points("Alpha is here.", "Beta is here."), points("Alpha is here.", "New one.", "Beta is here."))
    assert lines(made.layout()) == [("New one.", "C")]


def table(*rows: tuple[str, ...], caption: str = "Trade") -> Document:
    head = Row(tuple(Cell((said(text),), header=True) for text in ("Year", "Sum")))
    body = tuple(Row(tuple(Cell((said(text),) if text else ()) for text in row)) for row in rows)
    return document(Table((Column(), Column()), (head,), body, (Text(caption),), 1))


def test_cells_and_rows_are_marked_and_a_caption_without_its_number() -> None:
    rows = [("2020", "ten"), ("2021", "eleven"), ("2022", "twelve")]
    made = book(table(*rows), table(rows[0], ("2021", "other"), rows[2], ("2023", "new"), caption="Trade now"))
    assert lines(made.layout()) == [("Table 1. Trade now", "C"), ("other", "C"), ("2023", "C"), ("new", "C")]
    made = book(table(*rows), table(rows[0], rows[2]))
    assert {flags for _, flags in lines(made.layout())} == {"a"}


def test_a_cell_that_is_empty_now_is_marked_and_its_row_stays_as_high() -> None:
    made = book(table(("2020", "ten")), table(("2020", "")))
    assert len(wedges(made.layout(marked=True))) == 1
    plain = Book(table(("2020", "")), plain_theme()).layout()
    places = [[placed.y for placed in page.placed] for page in plain.pages]
    assert places == [[placed.y for placed in page.placed] for page in made.layout().pages]


def test_a_changed_row_on_a_later_page_is_marked_there_and_a_repeated_head_never() -> None:
    rows = [(str(year), "sum") for year in range(2000, 2020)]
    changed = [*rows[:15], ("2015", "other"), *rows[16:]]
    made = book(table(*rows), table(*changed)).layout(marked=True)
    assert [len(bars(made, page)) for page in range(1, len(made.pages) + 1)].count(1) == 1


def test_footnotes_are_marked_and_their_numbers_in_the_text_do_not_count() -> None:
    def noted(note: str, text: str) -> Document:
        call = Paragraph((Text("Before"), FootnoteReference(1), Text(f" after {text}.")))
        return document(call, footnotes=(Footnote(1, (said(note),)),))

    made = book(noted("It says where the old line ran.", "it"), noted("It says where the new line ran.", "it"))
    assert [flags for _, flags in lines(made.layout())] == ["C"]
    assert lines(made.layout())[0][0].endswith("the new line ran.")
    made = book(noted("A note.", "it"), noted("A note.", "that"))
    assert lines(made.layout()) == [("Before 1 after that.", "C")]


def test_words_that_look_otherwise_are_a_change() -> None:
    bold = Paragraph((Text("Alpha", Mark.STRONG), Text(" beta")))
    made = book(document(said("Alpha beta")), document(bold))
    assert [flags for _, flags in lines(made.layout())] == ["C"]


def test_capitals_that_are_more_letters_make_all_of_a_paragraph_count() -> None:
    theme = plain_theme()
    theme = replace(theme, styles={**theme.styles, "body": replace(theme.styles["body"], uppercase=True)})
    made = book(document(said("Straße " + LONG)), document(said("Straße " + LONG + " more")), theme)
    assert lines(made.layout())[-1][1] == "C"


# --- where marks stand ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mirrored", "lang", "page", "middle"),
    [
        (False, "en-US", 1, 12.0),
        (False, "en-US", 2, 12.0),
        (False, "ar", 1, 228.0),
        (True, "en-US", 1, 228.0),
        (True, "en-US", 2, 12.0),
    ],
)
def test_bars_stand_at_the_outer_margin_of_books_else_where_lines_begin(
    mirrored: bool, lang: str, page: int, middle: float
) -> None:
    theme = plain_theme()
    theme = replace(theme, page=replace(theme.page, mirrored=mirrored))
    pages = [said(f"Word {number} stays") for number in range(12)]
    made = book(
        document(*pages, lang=lang), document(*pages[:3], said("New."), *pages[3:], said("New too."), lang=lang), theme
    )
    assert {bar[0] for bar in bars(made.layout(marked=True), page)} == {middle}


def test_each_of_two_columns_has_bars_at_its_own_side() -> None:
    theme = plain_theme()
    theme = replace(theme, page=replace(theme.page, width=400.0), printing=replace(theme.printing, columns=2))
    words = [said(f"Word {number} stays as it is") for number in range(14)]
    changed = [*words[:2], said("New at the left"), *words[2:12], said("New at the right"), *words[12:]]
    made = book(document(*words), document(*changed), theme).layout(marked=True)
    assert {bar[0] for bar in bars(made)} == {12.0, 388.0}


def test_marks_change_nothing_of_the_edition_without_them() -> None:
    before, after = document(said(LONG)), document(said(LONG.replace("nine", "nein")))
    made = book(before, after)
    plain = Book(after, plain_theme()).layout()
    assert write_pdf(made.layout(), after.metadata) == write_pdf(plain, after.metadata)
    assert write_pdf(made.layout(marked=True, noted=True), after.metadata) != write_pdf(plain, after.metadata)


@pytest.mark.parametrize("covered", [True, False])
def test_the_front_page_tells_of_the_marks(covered: bool) -> None:
    after = document(*[said(LONG) for _ in range(4)])
    after = replace(after, cover=Cover((Text("Title"),)) if covered else None)
    layout = book(document(said("Other.")), after).layout(marked=True, noted=True)
    texts = [
        " ".join(word.text for run in item.runs for word in run.words)
        for placed in layout.pages[0].placed
        if not placed.artifact
        for item in placed.frame.items
        if isinstance(item, Line)
    ]
    assert texts[-1] == NOTE
    assert write_pdf(layout, after.metadata)


def test_bare_text_has_no_space_no_soft_hyphen_and_no_mark_of_direction() -> None:
    assert bare("a b\u00a0c\u00ad\u200fd\ufffc\n") == "abcd"
    assert Revised(4).spans == ()
