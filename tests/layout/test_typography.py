"""What careful setting takes care of, in exact numbers: kerning, ligatures, figures, hanging bullets."""

from dataclasses import replace

import pytest

from pipeline.layout.inline import make_row
from pipeline.layout.shaping import InlineStyle, Typesetter
from pipeline.model.nodes import ListBlock, ListItem, Paragraph, Text
from tests.layout.setting import laid_out, line_text, lines, plain_theme
from tests.style.theming import letter_theme

THEME = letter_theme()
SETTER = Typesetter(THEME)


def look(name: str) -> InlineStyle:
    return SETTER.style(THEME.styles[name], "en-US")  # type: ignore[index]


def advances(text: str, name: str = "body") -> tuple[int, ...]:
    return SETTER.chunk(text, look(name)).pieces[0].word.advances


@pytest.mark.parametrize(("pair", "kern"), [("AV", -120), ("To", -47), ("P.", -115), ("nn", 0)])
def test_pairs_are_kerned(pair: str, kern: int) -> None:
    assert sum(advances(pair)) - sum(advances(pair[0])) - sum(advances(pair[1])) == kern


def test_ligatures_are_one_glyph_of_several_characters() -> None:
    word = SETTER.chunk("office", look("body")).pieces[0].word
    assert len(word.glyphs) < len(word.text)
    assert word.text == "office"


def test_figures_in_tables_and_contents_all_have_one_width_those_of_headings_do_not() -> None:
    for name in ("table-cell", "toc-1", "toc-2", "header", "footer"):
        assert len(set(advances("0123456789", name))) == 1, name
    assert len(set(advances("0123456789", "heading-2"))) > 1


def test_figures_of_text_in_table_cells_align_at_their_last_digit() -> None:
    style = THEME.styles["table-cell"]
    widths = {text: make_row((Text(text),), style, "en-US", SETTER).widths()[1] for text in ("1,111", "8,908", "4,040")}
    assert len({round(width, 6) for width in widths.values()}) == 1


def test_bullets_hang_and_all_lines_of_an_item_start_at_one_edge() -> None:
    theme = plain_theme()
    items = (ListItem((Paragraph((Text("first second third fourth fifth sixth seventh eighth ninth tenth"),)),)),)
    layout = laid_out(ListBlock(items), theme=replace(theme, lists=replace(theme.lists, indent=15.0)))
    starts = [(line_text(line)[0], line.runs[0].x) for _, line in lines(layout.pages[0])][1:]
    assert starts[0] == ("•", 0.0)
    assert {x for _, x in starts[1:]} == {15.0}
    assert len(starts) >= 3
