"""Tables: the grid, the columns' widths, heads, spans, cells and the table style."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.docx.grid import full_grid, in_twips
from pipeline.docx.measure import Measure
from pipeline.model.nodes import Cell, Column, Heading, Link, Mark, Paragraph, Row, Table, Text
from pipeline.style.columns import column_widths
from tests.style.theming import letter_theme

from .checks import findings
from .plain import plain_theme, semibold_theme
from .reading import Node, find_all, outline, part, style, style_of, text_of, values, written
from .samples import bullets, numbers, one_paper, paragraph, row, simple_table, spanning_table, words


def grid_of(rows: tuple[Row, ...], columns: int) -> list[list[tuple[int, int, str]]]:
    return [[(spot.column, spot.columns, spot.merge) for spot in line] for line in full_grid(rows, columns)]


def cell(text: str, across: int = 1, down: int = 1) -> Cell:
    return Cell((paragraph(text),), across, down)


def rows_of(data: bytes) -> list[Node]:
    return find_all(part(data), ".//w:tbl/w:tr")


def test_a_grid_has_a_position_for_what_a_cell_above_covers() -> None:
    table = spanning_table()
    assert grid_of(table.head, 3) == [
        [(0, 1, "restart"), (1, 2, "")],
        [(0, 1, "continue"), (1, 1, ""), (2, 1, "")],
    ]
    assert grid_of(table.body, 3) == [
        [(0, 1, "restart"), (1, 1, ""), (2, 1, "")],
        [(0, 1, "continue"), (1, 1, ""), (2, 1, "")],
        [(0, 1, ""), (1, 2, "")],
    ]


def test_a_cell_that_spans_both_ways_is_continued_over_its_width() -> None:
    rows = (Row((cell("a", 2, 2), cell("b"))), Row((cell("c"),)))
    assert grid_of(rows, 3) == [[(0, 2, "restart"), (2, 1, "")], [(0, 2, "continue"), (2, 1, "")]]


def test_spans_are_cut_at_the_edges_and_missing_cells_are_empty() -> None:
    rows = (Row((cell("a"), cell("b", across=9, down=9))), Row(()))
    assert grid_of(rows, 4) == [[(0, 1, ""), (1, 3, "restart")], [(0, 1, ""), (1, 3, "continue")]]


def test_cells_beyond_the_columns_are_not_written() -> None:
    assert grid_of((Row((cell("a"), cell("b"), cell("c"))),), 2) == [[(0, 1, ""), (1, 1, "")]]


def test_widths_add_up_to_the_measure_to_the_twip() -> None:
    widths = in_twips(column_widths((Column(),) * 7, [], 468))
    assert sum(widths) == 468 * 20
    assert set(widths) == {1337, 1338}


def test_a_cells_width_is_that_of_its_text_on_one_line_and_of_its_longest_word() -> None:
    measure = Measure(plain_theme())
    short, one = measure.blocks((paragraph("wide"),), "table-cell", strong=False)
    assert short == one
    least, full = measure.blocks((paragraph("wide wide"),), "table-cell", strong=False)
    assert least == short
    assert 2 * short < full < 2.3 * short
    strong, _ = measure.blocks((paragraph("wide"),), "table-cell", strong=True)
    assert strong > short
    assert measure.blocks((Paragraph(words("wide", Mark.STRONG)),), "table-cell", strong=False) == (strong, strong)
    assert measure.blocks((bullets("wide"),), "table-cell", strong=False) == (short + 18, short + 18)


def test_head_rows_repeat_and_no_row_breaks() -> None:
    rows = rows_of(written(one_paper(spanning_table())))
    assert [bool(find_all(line, "w:trPr/w:tblHeader")) for line in rows] == [True, True, False, False, False]
    assert all(find_all(line, "w:trPr/w:cantSplit") for line in rows)


def test_spans_are_written_as_word_wants_them() -> None:
    rows = rows_of(written(one_paper(spanning_table())))
    assert [values(line, "w:tc/w:tcPr/w:gridSpan/@w:val") for line in rows] == [["2"], [], [], [], ["2"]]
    assert [values(line, "w:tc/w:tcPr/w:vMerge/@w:val") for line in rows] == [
        ["restart"],
        ["continue"],
        ["restart"],
        ["continue"],
        [],
    ]


def test_the_table_says_which_parts_are_heads() -> None:
    headless = Table((Column(), Column()), (), (row("a", "b"),))
    data = written(one_paper(simple_table(), paragraph("x"), headless))
    looks = [values(node, "@w:firstRow | @w:firstColumn | @w:val") for node in find_all(part(data), ".//w:tblLook")]
    assert looks == [["04A0", "1", "1"], ["0400", "0", "0"]]


def test_a_head_of_a_row_is_bold_by_the_table_styles_first_column() -> None:
    data = written(one_paper(simple_table()))
    assert not find_all(style(data, "TableRowHead"), "w:rPr/w:b")
    first = find_all(style(data, "BriefTable"), "w:tblStylePr[@w:type='firstCol']")
    assert find_all(first[0], "w:rPr/w:b")
    assert {style_of(node) for node in find_all(part(data), ".//w:tr[position()>1]/w:tc[1]/w:p")} == {"TableRowHead"}


def test_a_head_in_another_column_is_bold_by_its_own_style() -> None:
    table = Table((Column(), Column()), (), (Row((cell("a"), Cell((paragraph("b"),), header=True))),))
    data = written(one_paper(table))
    assert outline(data)[2] == ("TableRowHeadStrong", "b")
    assert find_all(style(data, "TableRowHeadStrong"), "w:rPr/w:b")


def test_heads_of_rows_in_a_weight_without_a_switch_are_a_family_of_their_style() -> None:
    data = written(one_paper(simple_table()), semibold_theme())
    assert values(style(data, "TableRowHead"), "w:rPr/w:rFonts/@w:ascii") == ["Source Serif 4 SemiBold"]
    assert not find_all(style(data, "BriefTable"), "w:tblStylePr[@w:type='firstCol']")


def test_strong_text_in_a_head_of_a_row_stays_strong() -> None:
    strong = Cell((Paragraph(words("b", Mark.STRONG)),), header=True)
    data = written(one_paper(Table((Column(),), (), (Row((strong,)),))))
    (run,) = find_all(part(data), ".//w:tc//w:r")
    assert [child.tag.rpartition("}")[2] for child in find_all(run, "w:rPr/*")] == ["rStyle", "b", "bCs"]


def test_a_cell_can_stand_otherwise_than_its_column() -> None:
    table = Table((Column("right"),), (), (row("a"), Row((Cell((paragraph("b"),), align="center"),))))
    found = [identifier for identifier, _ in outline(written(one_paper(table)))[1:3]]
    assert found == ["TableTextRight", "TableTextCentered"]


def test_lists_headings_and_tables_in_cells_keep_their_nature() -> None:
    inner = Cell((Heading(3, words("H"), "h"), bullets("a"), numbers("b"), simple_table(rows=1)))
    data = written(one_paper(Table((Column(),), (), (Row((inner,)),))))
    found = [identifier for identifier, _ in outline(data)[1:]]
    assert found[:3] == ["Heading3", "TableListBulletLast", "TableListNumberBeforeTable"]
    assert found[-2:] == ["Separator", "Separator"]
    assert findings(data) == []


def test_an_empty_cell_has_an_empty_paragraph_of_the_cells_style() -> None:
    data = written(one_paper(Table((Column(), Column("right")), (), (row("", ""),)), paragraph("x")))
    assert outline(data)[1:3] == [("TableText", ""), ("TableText", "")]


def test_a_caption_stands_above_and_names_the_table_for_screen_readers() -> None:
    data = written(one_paper(simple_table("Help <by> year", 7)))
    assert outline(data)[1] == ("Caption", "Table 7. Help <by> year")
    assert values(part(data), ".//w:tblPr/w:tblCaption/@w:val") == ["Help <by> year"]
    assert find_all(style(data, "Caption"), "w:pPr/w:keepNext")


def test_a_table_in_a_list_starts_at_the_items_text() -> None:
    from .samples import item

    data = written(one_paper(bullets(item("a", simple_table()))))
    assert values(part(data), ".//w:tblInd/@w:w") == ["360"]
    assert sum(map(int, values(part(data), ".//w:gridCol/@w:w"))) == (468 - 18) * 20


def test_padding_makes_up_for_the_rule_below_each_row() -> None:
    margins = find_all(style(written(one_paper()), "BriefTable"), "w:tblPr/w:tblCellMar/*")
    assert [values(side, "@w:w")[0] for side in margins] == ["60", "80", "50", "80"]


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("firstRow", "w:tcPr/w:shd/@w:fill", "DDEEFF"),
        ("firstRow", "w:tcPr/w:tcBorders/w:bottom/@w:color", "003366"),
        ("band2Horz", "w:tcPr/w:shd/@w:fill", "F4F4F4"),
    ],
)
def test_fills_and_rules_are_in_the_table_style(kind: str, path: str, value: str) -> None:
    node = style(written(one_paper()), "BriefTable")
    assert values(node, f"w:tblStylePr[@w:type='{kind}']/{path}") == [value]


def test_the_text_of_every_cell_is_there_once() -> None:
    table = Table((Column(),) * 3, (row("a", "b", "c"),), (row("d", "e", "f"), row("g", "h", "i")))
    shown = [text_of(node) for node in find_all(part(written(one_paper(table))), ".//w:tc")]
    assert shown == list("abcdefghi")


def test_a_break_in_a_cell_is_measured_as_two_lines() -> None:
    from pipeline.model.nodes import LineBreak

    measure = Measure(plain_theme())
    broken = Paragraph((Text("wide"), LineBreak(), Text("wide")))
    assert measure.blocks((broken,), "table-cell", strong=False) == measure.blocks(
        (paragraph("wide"),), "table-cell", strong=False
    )


def test_the_first_row_of_a_table_without_a_head_is_said_to_be_none() -> None:
    table = replace(simple_table(rows=2), head=())
    rows = find_all(part(written(one_paper(table))), ".//w:tr")
    assert [values(row, "w:trPr/w:tblHeader/@w:val") for row in rows] == [["off"], []]


def test_rows_to_write_in_are_high_and_ruled() -> None:
    table = replace(simple_table(), fill_in=True)
    data = written(one_paper(table), theme=letter_theme())
    head, *body = rows_of(data)
    assert values(head, "w:trPr/w:trHeight/@w:val") == []
    assert {tuple(values(line, "w:trPr/w:trHeight/@*")) for line in body} == {("600", "atLeast")}
    assert {tuple(values(line, "w:tc/w:tcPr/w:vAlign/@w:val")) for line in body} == {("bottom",) * len(table.columns)}
    assert values(part(data), ".//w:tbl/w:tblPr/w:tblBorders/w:insideH/@w:sz") == ["6"]
    assert findings(data) == []


def test_a_link_to_a_table_without_a_caption_leads_to_its_first_words() -> None:
    table = replace(simple_table(), anchor="costs")
    link = Paragraph((Link((Text("the costs"),), "#costs"),))
    data = written(one_paper(link, table))
    (name,) = values(part(data), ".//w:hyperlink/@w:anchor")
    assert values(part(data), f".//w:tbl//w:p[w:bookmarkStart[@w:name='{name}']]//w:t/text()") == values(
        part(data), "(.//w:tbl//w:p)[1]//w:t/text()"
    )
    assert findings(data) == []
