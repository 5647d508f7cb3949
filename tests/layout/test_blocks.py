"""Blocks on pages: exact places, structure, footnotes."""

from dataclasses import replace

import pytest
from pytest import MonkeyPatch

from pipeline.layout import lay_out
from pipeline.layout.frames import LinkArea, Picture, Rectangle
from pipeline.model.media import Image
from pipeline.model.nodes import (
    Callout,
    Cell,
    Column,
    Contents,
    Definition,
    DefinitionList,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    LanguageSpan,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Text,
)
from tests.layout.setting import document, laid_out, line_text, lines, page_texts, plain_theme, tag_tree
from tests.style.absence import without_reserve


def text(words: str) -> Paragraph:
    return Paragraph((Text(words),))


LONG = " ".join(["words"] * 7)
"""One line and a bit more."""


def many(count: int) -> Paragraph:
    """A paragraph of *count* lines of one word each."""
    return text(" ".join(["W" * 18] * count))


def test_lines_follow_each_other_by_the_leading() -> None:
    layout = laid_out(text(LONG))
    assert [y for y, _ in lines(layout.pages[0])] == pytest.approx([39.51, 51.51, 63.51], abs=0.005)


def test_no_page_ends_or_starts_with_a_single_line_of_a_paragraph() -> None:
    layout = laid_out(*[many(1) for _ in range(7)], many(4), many(3))
    assert [len(page) for page in page_texts(layout)] == [10, 5]
    layout = laid_out(*[many(1) for _ in range(6)], many(4))
    assert [len(page) for page in page_texts(layout)] == [9, 2]


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    layout = laid_out(*[many(1) for _ in range(8)], Heading(2, (Text("Head"),), "head"), many(2))
    assert page_texts(layout)[1][0] == "Head"
    assert layout.destinations["head"].page == 2


def test_the_space_after_what_ends_a_page_is_not_carried_over_to_the_next() -> None:
    def start(before: float, after: float) -> float:
        theme = plain_theme()
        spaced = replace(theme.styles["body"], space_before=before, space_after=after)
        theme = replace(theme, styles={**theme.styles, "body": spaced})
        page = lay_out(document(text("one"), PageBreak(), text("two")), theme).pages[-1]
        return next(y for y, line in lines(page) if line_text(line) == "two")

    assert start(0.0, 5.0) == start(0.0, 0.0)
    assert start(7.0, 5.0) == pytest.approx(start(0.0, 0.0) + 7.0)


def test_a_page_break_starts_a_page() -> None:
    layout = laid_out(text("one"), PageBreak(), text("two"))
    assert page_texts(layout) == [["Paper", "one"], ["two"]]


def test_list_labels_hang_beside_their_items() -> None:
    nested = ListBlock((ListItem((text("inner"),)),))
    layout = laid_out(ListBlock((ListItem((text(LONG), nested)),), ordered=True, start=3))
    found = [(line_text(line), line.runs[0].x) for _, line in lines(layout.pages[0])][1:]
    assert [place for place in found if place[0] in ("3.", "–", "inner")] == [("3.", 0.0), ("–", 15.0), ("inner", 30.0)]
    assert {x for words, x in found if words.startswith("words")} == {15.0}
    assert tag_tree(layout.elements).splitlines()[3:] == [
        "    L",
        "      LI",
        "        Lbl",
        "        LBody",
        "          P",
        "          L",
        "            LI",
        "              Lbl",
        "              LBody",
        "                P",
    ]


def test_a_callout_has_its_box_behind_it_on_each_page() -> None:
    layout = laid_out(*[many(1) for _ in range(5)], Callout((many(8),), title=(Text("Title"),)))
    for page in layout.pages:
        boxes = [
            (placed.y + item.y, item)
            for placed in page.placed
            for item in placed.frame.items
            if isinstance(item, Rectangle) and placed.artifact == "Layout" and item.width > 100
        ]
        assert len(boxes) == 1
        top, box = boxes[0]
        inside = [y for y, line in lines(page) if line.runs[0].x > 0]
        assert top < min(inside) and max(inside) < top + box.height


def test_links_and_languages_are_elements_of_their_own_in_reading_order() -> None:
    link = Link((Text("link"),), "https://example.org", "An example")
    layout = laid_out(Paragraph((Text("See "), link, Text(" and "), LanguageSpan((Text("mot"),), "fr"), Text("."))))
    assert tag_tree(layout.elements).splitlines()[3:] == [
        "    P",
        "      Span",
        "      Link alt=An example",
        "      Span",
        "      Span",
        "      Span",
    ]
    assert layout.elements[-2].lang == "fr"
    areas = [item for placed in layout.pages[0].placed for item in placed.frame.items if isinstance(item, LinkArea)]
    assert [(area.target, area.contents, area.element) for area in areas] == [("https://example.org", "An example", 5)]


def test_a_footnote_stands_at_the_foot_of_the_page_that_refers_to_it() -> None:
    note = Footnote(1, (text("The note."),))
    layout = laid_out(Paragraph((Text("Text"), FootnoteReference(1))), footnotes=(note,))
    assert page_texts(layout) == [["Paper", "Text1", "1", "The note."]]
    places = {line_text(line): y for y, line in lines(layout.pages[0])}
    assert places["The note."] == places["1"] > 140.0
    assert layout.destinations["note-1"].page == 1
    assert [row.strip() for row in tag_tree(layout.elements).splitlines()[3:]] == [
        "P",
        "Span",
        "Reference",
        "Link alt=Footnote 1",
        "Note id=note-1",
        "Lbl",
        "P",
    ]


def test_quotes_definitions_and_rules_are_set_in_order() -> None:
    layout = laid_out(
        Quote((text("quoted"),)), Rule(), DefinitionList((Definition((Text("term"),), (text("meaning"),)),))
    )
    assert page_texts(layout) == [["Paper", "quoted", "term", "meaning"]]
    kinds = [element.kind for element in layout.elements]
    assert kinds[3:] == ["BlockQuote", "P", "L", "LI", "Lbl", "P", "LBody", "P"]


def picture(pixels: int, height: int, **rest: object) -> Figure:
    return Figure(Image("x.png", b"", "png", pixels, height), "A picture", **rest)  # type: ignore[arg-type]


def drawn(figure: Figure) -> Picture:
    items = [item for page in laid_out(figure).pages for placed in page.placed for item in placed.frame.items]
    (found,) = [item for item in items if isinstance(item, Picture)]
    return found


def test_a_picture_keeps_its_proportions_within_the_measure_and_the_page() -> None:
    natural = drawn(picture(96, 48))
    assert (natural.x, natural.width, natural.height) == (0.0, 72.0, 36.0)
    wide = drawn(picture(960, 240))
    assert (wide.width, wide.height) == (200.0, 50.0)
    tall = drawn(picture(100, 1000))
    assert (tall.width, tall.height) == (12.0, 120.0)
    half = drawn(picture(96, 48, width=0.5, align="right"))
    assert (half.x, half.width, half.height) == (100.0, 100.0, 50.0)


def test_a_caption_stays_below_its_picture() -> None:
    layout = laid_out(picture(96, 48, caption=(Text("What it shows"),), number=2))
    assert page_texts(layout) == [["Paper", "Figure 2. What it shows"]]
    assert [element.kind for element in layout.elements[3:]] == ["Div", "Figure", "Caption"]


def test_a_character_without_a_glyph_is_an_error() -> None:
    layout = laid_out(text("a \U00012000 b \U00012000"))
    assert [(one.code, "U+12000" in one.message) for one in layout.diagnostics] == [("missing-glyph", True)]


def test_a_text_without_glyphs_is_told_once_with_the_extra_that_brings_them(monkeypatch: MonkeyPatch) -> None:
    without_reserve(monkeypatch)
    (fault,) = laid_out(text("\u1797\u17b6 a \u1797 \u0e01")).diagnostics
    assert fault.message == (
        "no font of the theme or of an installed package has the characters "
        "'\u1797' (U+1797), '\u17b6' (U+17B6), '\u0e01' (U+0E01)"
    )
    assert fault.help == "pip install 'print-briefs[intl]'"


def test_many_characters_without_a_glyph_are_counted() -> None:
    (fault,) = laid_out(text("".join(map(chr, range(0x12000, 0x1200C))))).diagnostics
    assert fault.message.endswith("(U+12009) and 2 more")
    assert fault.help.startswith("no package has Cuneiform: name a font file that has it in the theme")


def test_an_item_keeps_its_label_whatever_it_holds() -> None:
    items = (ListItem(()), ListItem((Quote((text("quoted"),)),)), ListItem((text("plain"),)))
    layout = laid_out(ListBlock(items, ordered=True))
    assert page_texts(layout) == [["Paper", "1.", "2.", "quoted", "3.", "plain"]]


def test_code_keeps_the_spaces_at_the_start_of_its_lines() -> None:
    layout = laid_out(Paragraph((Text("if:"), LineBreak(), Text("    then  so")), "code"))
    assert page_texts(layout) == [["Paper", "if:", "\u00a0\u00a0\u00a0\u00a0then \u00a0so"]]


def test_a_callout_in_a_table_cell_has_its_box() -> None:
    inside = Cell((Callout((text("in the box"),)),))
    layout = laid_out(Table((Column(),), (), (Row((inside,)),)))
    fills = [item for placed in layout.pages[0].placed for item in placed.frame.items if isinstance(item, Rectangle)]
    assert any(item.width == 196.0 and item.height == 20.0 for item in fills)


def test_labels_wider_than_the_indent_push_the_text_of_their_list_aside() -> None:
    layout = laid_out(ListBlock((ListItem((text("a"),)), ListItem((text("b"),))), ordered=True, start=2022))
    found = {line_text(line): line.runs[0] for _, line in lines(layout.pages[0])}
    assert found["a"].x == found["b"].x >= found["2022."].x + found["2022."].width + 4.0


def test_a_footnote_may_begin_with_anything() -> None:
    quote = Footnote(1, (Quote((text("quoted"),)),))
    layout = laid_out(Paragraph((Text("Text"), FootnoteReference(1))), footnotes=(quote,))
    assert page_texts(layout) == [["Paper", "Text1", "1", "quoted"]]
    assert layout.destinations["note-1"].page == 1


def test_a_heading_without_glyphs_is_an_error_and_nothing_worse(monkeypatch: MonkeyPatch) -> None:
    without_reserve(monkeypatch)
    document_with_contents = replace(document(Heading(2, (Text("\u4e2d\u6587"),), "head")), contents=Contents())
    faults = lay_out(document_with_contents, plain_theme()).diagnostics
    assert {fault.code for fault in faults} == {"missing-glyph"}


def test_an_endless_word_is_broken_in_a_moment() -> None:
    layout = laid_out(text("W" * 20_000))
    assert sum(line.count("W") for page in page_texts(layout) for line in page) == 20_000
    assert " " not in page_texts(layout)[1][0]
