"""Paragraphs, lists, boxes, figures, rules and page breaks: their styles, spaces and numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.diagnostics import DataError, Place
from pipeline.docx.figures import Pictures
from pipeline.docx.package import Parcel
from pipeline.model.nodes import (
    Block,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Quote,
    Role,
    Rule,
    Table,
    Text,
)

from .checks import findings
from .plain import plain_theme
from .reading import find_all, outline, paragraphs, part, parts, style, style_of, values, written
from .samples import bullets, callouts, item, numbers, one_paper, paragraph, picture, row, simple_table, words

ROLES: dict[Role, str] = {
    "body": "BodyText",
    "lead": "Lead",
    "small": "Small",
    "label": "Label",
    "attribution": "Attribution",
    "code": "Code",
    "signature": "Signature",
}


def spaces(data: bytes, identifier: str) -> dict[str, int]:
    """A style's spaces in twips, those of the styles that it is based on included."""
    found: dict[str, int] = {}
    while identifier:
        node = style(data, identifier)
        for key in ("before", "after"):
            for value in values(node, f"w:pPr/w:spacing/@w:{key}"):
                found.setdefault(key, int(value))
        identifier = next(iter(values(node, "w:basedOn/@w:val")), "")
    return found


def gaps(*blocks: Block) -> list[float]:
    """The points between the paragraphs of a paper's body, after the title."""
    data = written(one_paper(*blocks))
    nodes = paragraphs(part(data))[1:]
    inside = [spaces(data, style_of(node)) for node in nodes]
    return [(above["after"] + below["before"]) / 20 for above, below in pairwise(inside)]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_style(role: Role) -> None:
    data = written(one_paper(Paragraph(words("x"), role)))
    assert outline(data)[-1] == (ROLES[role], "x")


@pytest.mark.parametrize("level", [2, 3, 4, 5, 6])
def test_a_heading_has_words_own_style_and_its_level_in_the_outline(level: int) -> None:
    data = written(one_paper(Heading(level, words("x"), "x")))
    assert outline(data)[-1] == (f"Heading{level}", "x")
    assert values(style(data, f"Heading{level}"), "w:pPr/w:outlineLvl/@w:val") == [str(level - 1)]


def test_a_paragraph_stays_with_the_next_when_its_author_says_so() -> None:
    data = written(one_paper(Paragraph(words("x"), keep_with_next=True), Paragraph(words("y"), "label")))
    first, second = paragraphs(part(data))[1:]
    assert find_all(first, "w:pPr/w:keepNext")
    assert not find_all(second, "w:pPr/w:keepNext")
    assert find_all(style(data, "Label"), "w:pPr/w:keepNext")


def test_a_page_break_is_with_the_paragraph_that_follows() -> None:
    data = written(one_paper(paragraph("a"), PageBreak(), PageBreak(), paragraph("b"), PageBreak()))
    breaks = [bool(find_all(node, "w:pPr/w:pageBreakBefore")) for node in paragraphs(part(data))]
    assert breaks == [False, False, True]


def test_a_page_break_before_a_table_is_in_its_first_cell() -> None:
    data = written(one_paper(paragraph("a"), PageBreak(), simple_table()))
    (node,) = find_all(part(data), ".//w:p[w:pPr/w:pageBreakBefore]")
    assert node is find_all(node, "ancestor::w:tbl//w:p")[0]


def test_a_page_break_before_a_table_whose_first_cell_is_empty_is_there_all_the_same() -> None:
    table = Table(simple_table().columns[:2], (), (row("", "x"),))
    (node,) = find_all(part(written(one_paper(PageBreak(), table))), ".//w:p[w:pPr/w:pageBreakBefore]")
    assert style_of(node) == "TableText"


def test_the_same_item_twice_is_two_items() -> None:
    same = item("a")
    assert gaps(ListBlock((same, same)), paragraph("b")) == [3.0, 6.0]


def test_a_page_break_before_a_table_with_a_caption_is_on_the_caption() -> None:
    data = written(one_paper(paragraph("a"), PageBreak(), simple_table("Sums", 1)))
    (node,) = find_all(part(data), ".//w:p[w:pPr/w:pageBreakBefore]")
    assert style_of(node) == "Caption"


def test_a_rule_is_a_paragraph_with_a_border() -> None:
    data = written(one_paper(paragraph("a"), Rule(), paragraph("b")))
    assert [found for found, _ in outline(data)] == ["Heading1", "BodyText", "Rule", "BodyText"]
    assert values(style(data, "Rule"), "w:pPr/w:pBdr/w:bottom/@w:sz") == ["4"]


def test_spaces_between_items_and_after_the_list_are_the_themes() -> None:
    assert gaps(bullets("a", item("b", bullets("c", "d")), "e"), paragraph("f")) == [3.0, 3.0, 3.0, 3.0, 6.0]


def test_a_list_ends_with_its_own_space_however_deep_its_last_item_is() -> None:
    assert gaps(bullets("a", item("b", bullets("c"))), paragraph("f")) == [3.0, 3.0, 6.0]


def test_bullets_come_with_the_list_styles_by_level() -> None:
    nested = bullets(item("a", bullets(item("b", bullets("c")))), "z")
    data = written(one_paper(nested))
    found = outline(data)[1:]
    assert found == [("ListBullet", "a"), ("ListBullet2", "b"), ("ListBullet3", "c"), ("ListBulletLast", "z")]
    assert [values(node, "w:pPr/w:numPr/w:numId/@w:val") for node in paragraphs(part(data))[1:]] == [[], [], [], ["1"]]


def test_lists_deeper_than_words_styles_go_on_to_nine_levels() -> None:
    nested = item("11")
    for level in range(10, 0, -1):
        nested = item(str(level), ListBlock((nested,)))
    data = written(one_paper(ListBlock((nested,))))
    levels = [values(node, "w:pPr/w:numPr/w:ilvl/@w:val") for node in paragraphs(part(data))[1:]]
    assert levels == [[], [], [], [], [], ["5"], ["6"], ["7"], ["8"], ["8"], ["8"]]
    assert findings(data) == []


def test_each_numbered_list_has_a_numbering_of_its_own_that_starts_where_it_starts() -> None:
    data = written(one_paper(numbers("a", "b"), paragraph("x"), numbers("c", start=4), numbers("d", start=0)))
    instances = [values(node, "w:pPr/w:numPr/w:numId/@w:val") for node in paragraphs(part(data))[1:]]
    assert instances == [["3"], ["3"], [], ["4"], ["5"]]
    numbering = part(data, "word/numbering.xml")
    starts = [values(numbering, f"w:num[@w:numId='{one}']//w:startOverride/@w:val") for one in (3, 4, 5)]
    assert starts == [["1"], ["4"], ["0"]]


def test_number_patterns_are_the_themes() -> None:
    numbering = part(written(one_paper(numbers("a"))), "word/numbering.xml")
    levels = find_all(numbering, "w:abstractNum[@w:abstractNumId='1']/w:lvl")[:3]
    assert [values(level, "w:numFmt/@w:val | w:lvlText/@w:val") for level in levels] == [
        ["decimal", "%1."],
        ["lowerLetter", "(%2)"],
        ["lowerLetter", "(%3)"],
    ]
    assert [values(level, "w:pPr/w:ind/@*") for level in levels] == [["360", "360"], ["720", "360"], ["1080", "360"]]


def test_a_patterns_own_percent_sign_stays() -> None:
    theme = plain_theme()
    theme = replace(theme, lists=replace(theme.lists, numbers=("100% {1}",)))
    numbering = part(written(one_paper(numbers("a")), theme), "word/numbering.xml")
    assert "100%% %1" in values(numbering, ".//w:lvlText/@w:val")


def test_a_second_paragraph_of_an_item_continues_the_list_without_a_label() -> None:
    data = written(one_paper(bullets(item("a", "more"), "b")))
    assert [found for found, _ in outline(data)[1:]] == ["ListBullet", "ListContinue", "ListBulletLast"]
    assert values(style(data, "ListContinue"), "w:pPr/w:ind/@w:left") == ["360"]
    assert not find_all(style(data, "ListContinue"), "w:pPr/w:numPr")


def test_an_item_that_starts_with_a_list_has_no_label_and_an_empty_item_has_one() -> None:
    data = written(one_paper(bullets(item(bullets("inner")), ListItem(()), "last")))
    assert outline(data)[1:] == [("ListBullet2", "inner"), ("ListBullet", ""), ("ListBulletLast", "last")]


def test_a_role_in_a_list_keeps_its_look_and_takes_the_lists_indent() -> None:
    data = written(one_paper(bullets(item(paragraph("a"), Paragraph(words("fine print"), "small")))))
    (identifier, text) = outline(data)[-1]
    assert (identifier, text) == ("SmallIndented", "fine print")
    assert values(style(data, identifier), "w:pPr/w:ind/@w:left") == ["360"]
    assert values(style(data, identifier), "w:basedOn/@w:val") == ["Small"]


def test_definitions_are_terms_and_indented_text() -> None:
    block = DefinitionList((Definition(words("ARF"), (paragraph("A forum."), bullets("with members"))),))
    data = written(one_paper(block))
    assert [found for found, _ in outline(data)[1:]] == ["DefinitionTerm", "Definition", "DefinitionListBulletLast"]


def test_a_callout_of_plain_text_is_one_box() -> None:
    data = written(one_paper(*callouts()[:1], paragraph("after")))
    assert [found for found, _ in outline(data)[1:]] == ["CalloutTitle", "Callout", "CalloutLast", "BodyText"]
    title, text = style(data, "CalloutTitle"), style(data, "Callout")
    for side in ("top", "left", "bottom", "right"):
        assert values(title, f"w:pPr/w:pBdr/w:{side}/@*") == values(text, f"w:pPr/w:pBdr/w:{side}/@*")
    assert values(text, "w:pPr/w:shd/@w:fill") == ["EEF4FA"]
    assert values(text, "w:pPr/w:pBdr/w:left/@w:sz") == ["24"]
    assert values(text, "w:pPr/w:ind/@w:left") == [str((8 + 3) * 20)]
    assert gaps(paragraph("before"), *callouts()[:1], paragraph("after")) == [6 + 5, 2, 4, 9 - 2 * 0.25]


def test_paragraphs_of_a_callout_with_lists_have_boxes_that_touch_and_differ() -> None:
    data = written(one_paper(Callout((paragraph("a"), bullets("b", "c", "d"), paragraph("e")), words("T"))))
    nodes = [style(data, found) for found, _ in outline(data)[1:]]
    assert [spaces(data, found) for found, _ in outline(data)[2:-1]] == [{"before": 0, "after": 0}] * 4
    lines = [[values(node, f"w:pPr/w:pBdr/w:{side}/@w:sz") for side in ("right", "bottom")] for node in nodes]
    assert all(one != other for one, other in pairwise(lines))
    below = [values(node, "w:pPr/w:pBdr/w:bottom/@w:space") for node in nodes]
    assert below == [["2"], ["4"], ["3"], ["3"], ["4"], ["8"]]


def test_a_nested_list_in_a_callout_keeps_the_bar_at_the_edge() -> None:
    data = written(one_paper(Callout((bullets(item("a", bullets("b"))),))))
    outer, inner = (style(data, found) for found, _ in outline(data)[1:])
    assert values(outer, "w:pPr/w:pBdr/w:left/@w:space") == ["8"]
    assert values(inner, "w:pPr/w:pBdr/w:left/@w:space") == [str(8 + 18)]


def test_the_bar_of_a_quote_stands_at_the_left_of_its_indent() -> None:
    data = written(one_paper(Quote((paragraph("a"), bullets("b")))))
    assert [found for found, _ in outline(data)[1:]] == ["Quote", "QuoteListBulletLast"]
    assert values(style(data, "Quote"), "w:pPr/w:pBdr/w:left/@w:space") == ["18"]
    assert values(style(data, "Quote"), "w:pPr/w:ind/@w:left") == ["400"]


def test_a_heading_in_a_callout_stays_a_heading_and_looks_like_its_box() -> None:
    data = written(one_paper(Callout((Heading(3, words("x"), "x"), paragraph("y")))))
    node = paragraphs(part(data))[1]
    assert style_of(node) == "Heading3"
    assert values(node, "w:pPr/w:shd/@w:fill") == ["EEF4FA"]
    assert findings(data) == []


def test_a_figure_has_its_alternative_its_size_and_its_caption_below() -> None:
    data = written(one_paper(Figure(picture(), "A map", words("The country"), 0.5, "right", 3)))
    assert [found for found, _ in outline(data)[1:]] == ["FigureRight", "FigureCaptionRight"]
    assert outline(data)[-1][1] == "Figure 3. The country"
    (described,) = find_all(part(data), ".//wp:docPr")
    assert described.get("descr") == "A map"
    (extent,) = find_all(part(data), ".//wp:extent")
    assert extent.get("cx") == str(468 // 2 * 12700)
    assert values(style(data, "Figure"), "w:pPr/w:spacing/@w:lineRule") == ["auto"]


def test_a_picture_is_never_wider_than_the_measure_nor_taller_than_the_page() -> None:
    pictures = Pictures(Parcel(), plain_theme())
    height = plain_theme().page.text_height
    assert pictures.size(Figure(picture(96, 48), "x"), 468, "en") == (72.0, 36.0)
    assert pictures.size(Figure(picture(2000, 10), "x"), 468, "en")[0] == 468
    assert pictures.size(Figure(picture(10, 4000), "x"), 468, "en")[1] == height
    assert pictures.size(Figure(picture(10, 4000), "x", words("c"), number=1), 468, "en")[1] == height - 72


def test_a_picture_used_twice_is_stored_once() -> None:
    figure = Figure(picture(), "A map")
    data = written(one_paper(figure, Figure(picture(), "The map again"), Figure(picture(color="#AA0000"), "Another")))
    assert [path for path in parts(data) if "media" in path] == ["word/media/image1.png", "word/media/image2.png"]


def test_a_jpeg_is_stored_as_it_is() -> None:
    image = replace(picture(), format="jpeg", data=b"\xff\xd8 not really\xff\xd9")
    data = written(one_paper(Figure(image, "x")))
    assert parts(data)["word/media/image1.jpeg"] == image.data


def test_only_headings_have_spaces_of_their_own_beside_a_table() -> None:
    data = written(one_paper(simple_table(), Heading(2, words("x"), "x"), simple_table(), paragraph("y")))
    heading = next(node for node in paragraphs(part(data)) if style_of(node) == "Heading2")
    # 12 of its own and what the table's 10 leave after its thicker rules: 2 x 1 + 1 - 2 x 0.5.
    assert values(heading, "w:pPr/w:spacing/@w:before") == [str((12 + 10 - 2) * 20)]
    assert values(heading, "w:pPr/w:spacing/@w:after") == [str((6 + 2) * 20)]
    assert outline(data)[-1] == ("BodyTextAfterTable", "y")
    assert spaces(data, "BodyTextAfterTable")["before"] == (10 - 2) * 20


def test_two_tables_are_parted_by_a_paragraph_that_takes_their_space() -> None:
    data = written(one_paper(simple_table(), simple_table(), simple_table()))
    between = [node for node in paragraphs(part(data)) if style_of(node).startswith("Separator")]
    assert [style_of(node) for node in between] == ["SeparatorBetweenTables", "SeparatorBetweenTables", "Separator"]
    # The tables' 8 and 2 points, one of which is the paragraph's own height.
    assert spaces(data, "SeparatorBetweenTables")["before"] == (8 + 2 - 1) * 20


def test_a_table_without_rows_or_columns_is_left_out() -> None:
    data = written(one_paper(Table((), (), ()), Table(simple_table().columns, (), ()), paragraph("x")))
    assert not find_all(part(data), ".//w:tbl")
    assert outline(data)[-1] == ("BodyText", "x")


def test_a_table_with_sixty_columns_makes_a_sound_file() -> None:
    wide = simple_table()
    wide = Table(wide.columns[:1] * 60, (row(*map(str, range(60))),), (row(*map(str, range(60))),))
    data = written(one_paper(wide))
    assert findings(data) == []
    widths = [int(value) for value in values(part(data), ".//w:gridCol/@w:w")]
    assert sum(widths) == 468 * 20


def test_a_table_with_more_columns_than_word_has_is_an_error_at_its_place() -> None:
    place = Place("data.yaml", 4, 2)
    wide = Table(simple_table().columns[:1] * 64, (), (row("x"),), place=place)
    with pytest.raises(DataError, match="64 columns") as caught:
        written(one_paper(wide))
    assert caught.value.diagnostics[0].place == place


def test_text_is_where_it_was_whatever_stands_around_it() -> None:
    deep = bullets(item(Paragraph((Text("deep"),))))
    data = written(one_paper(Quote((Callout((deep,)),))))
    assert outline(data)[-1][1] == "deep"
