"""Tables on pages."""

from pipeline.diagnostics import Place
from pipeline.layout.frames import Layout, Placed
from pipeline.model.nodes import Cell, Column, Paragraph, Row, Table, Text
from tests.layout.setting import laid_out, line_text, lines, page_texts, tag_tree


def cell(text: str, **rest: object) -> Cell:
    return Cell((Paragraph((Text(text),)),), **rest)  # type: ignore[arg-type]


def row(*texts: str) -> Row:
    return Row(tuple(cell(text) for text in texts))


def test_the_head_is_repeated_on_each_page_as_an_artifact() -> None:
    body = tuple(row(f"r{number}", "value") for number in range(12))
    layout = laid_out(Table((Column(), Column()), (row("Key", "Value"),), body))
    assert len(layout.pages) == 2

    def heads(placed: tuple[Placed, ...]) -> list[str]:
        return [item.artifact for item in placed if any("Key" in line_text(line) for line in _lines(item))]

    assert [heads(page.placed) for page in layout.pages] == [[""], ["Pagination"]]
    assert [text for page in page_texts(layout) for text in page if text.startswith("r")] == [
        f"r{number}" for number in range(12)
    ]


def _lines(placed: Placed) -> list:  # type: ignore[type-arg]
    return [item for item in placed.frame.items if hasattr(item, "runs")]


def test_simple_tables_have_scopes_and_others_name_their_headers() -> None:
    simple = Table((Column(), Column()), (row("A", "B"),), (Row((cell("r", header=True), cell("1"))),))
    assert "scope=Column" in tag_tree(laid_out(simple).elements)
    assert "scope=Row" in tag_tree(laid_out(simple).elements)
    spanned = Table((Column(), Column()), (Row((cell("AB", column_span=2),)), row("A", "B")), (row("1", "2"),))
    cells = [element for element in laid_out(spanned).elements if element.kind == "TD"]
    assert [element.headers for element in cells] == [("header-1", "header-2"), ("header-1", "header-3")]


def test_cells_are_aligned_as_their_column_unless_they_say_otherwise() -> None:
    table = Table(
        (Column("right", 0.5), Column("center", 0.5)), (), (row("r", "c"), Row((cell("l", align="left"), cell("c"))))
    )
    layout = laid_out(table)
    xs = {line_text(line): round(line.runs[0].x, 1) for _, line in lines(layout.pages[0]) if line_text(line) in "rl"}
    assert xs["l"] == 2.0 and xs["r"] > 90.0


def test_a_row_taller_than_a_page_is_cut_between_lines_and_loses_none() -> None:
    words = [f"word{number:03d}" for number in range(60)]
    table = Table((Column(width=0.3), Column(width=0.7)), (row("H", "I"),), (row(" ".join(words), "short"),))
    layout = laid_out(table)
    found = [text for page in page_texts(layout) for text in page]
    assert [text for text in found if text.startswith("word")] == words
    assert found.count("short") == 1
    assert not layout.diagnostics


def test_rows_that_a_span_joins_stay_on_one_page() -> None:
    filler = tuple(row(f"f{number}", "x") for number in range(6))
    joined = (Row((cell("span", row_span=3), cell("one"))), row("two"), row("three"))
    layout = laid_out(Table((Column(), Column()), (row("H", "I"),), (*filler, *joined, row("end", "x"))))
    assert [text for text in page_texts(layout)[1] if text not in "HI"] == ["span", "one", "two", "three", "end", "x"]


def test_a_caption_with_its_number_stands_above_the_table() -> None:
    layout = laid_out(Table((Column(),), (row("H"),), (row("x"),), caption=(Text("Exports"),), number=3))
    assert page_texts(layout) == [["Paper", "Table 3. Exports", "H", "x"]]
    kinds = [element.kind for element in layout.elements]
    assert kinds[3:5] == ["Table", "Caption"]


def test_no_page_ends_or_starts_with_a_single_row() -> None:
    def rows_by_page(lines_before: int, count: int) -> list[int]:
        before = tuple(Paragraph((Text("words"),)) for _ in range(lines_before))
        body = tuple(row(f"r{number}", "x") for number in range(count))
        texts = page_texts(laid_out(*before, Table((Column(), Column()), (row("H", "I"),), body)))
        return [sum(text.startswith("r") for text in page) for page in texts]

    assert rows_by_page(7, 4) == [0, 4]
    assert rows_by_page(4, 4) == [2, 2]
    assert rows_by_page(0, 8) == [6, 2]


def test_a_table_that_must_break_its_words_is_warned_of() -> None:
    wide = row(*["1,234,567,890.12"] * 4)
    layout = laid_out(Table((Column(),) * 4, (), (wide,)))
    assert [(one.code, one.severity) for one in layout.diagnostics] == [("table-too-wide", "warning")]
    assert not laid_out(Table((Column(),) * 2, (), (row("narrow", "table"),))).diagnostics


def test_a_table_of_more_columns_than_can_be_read_is_an_error_that_says_what_to_do() -> None:
    place = Place("data/x.yaml", 7, 3)
    layout = laid_out(Table((Column(),) * 60, (), (row(*["1,234,567"] * 60),), place=place))
    (finding,) = layout.diagnostics
    assert (finding.code, finding.severity, finding.place) == ("table-too-wide", "error", place)
    assert finding.message == "the table's 60 columns need 2640pt at least, and there are 200pt"
    assert finding.help.startswith("leave columns out, part the table in two, or give the paper `landscape: true`")


def test_many_narrow_columns_are_no_error() -> None:
    assert not laid_out(Table((Column(),) * 10, (), (row(*"0123456789"),))).diagnostics


def test_rows_joined_by_a_span_and_taller_than_a_page_are_cut_between_lines() -> None:
    long = " ".join(f"word{number}" for number in range(300))
    tall = Row((Cell((Paragraph((Text(long),)),), row_span=2), *row("first").cells))
    layout = laid_out(Table((Column(), Column()), (), (tall, row("second"))))
    assert not layout.diagnostics
    words = " ".join(" ".join(texts) for texts in page_texts(layout)).split()
    assert [word for word in words if word.startswith("word")] == long.split()
    assert words.count("first") == words.count("second") == 1
    assert len(layout.pages) > 3


def test_rows_to_write_in_are_high_and_their_words_stand_on_the_line() -> None:
    rows = (row("sign", ""), row("here", ""))
    usual = laid_out(Table((Column(), Column()), (row("Name", "Signature"),), rows))
    filled = laid_out(Table((Column(), Column()), (row("Name", "Signature"),), rows, fill_in=True))

    def baselines(layout: Layout) -> dict[str, float]:
        return {line_text(line): y for y, line in lines(layout.pages[0])}

    before, after = baselines(usual), baselines(filled)
    # Rows of 30 points in place of 14, with the words at their foot.
    assert [round(after[word] - before[word], 2) for word in ("Name", "sign", "here")] == [0.0, 16.0, 32.0]


def test_a_row_to_write_in_that_needs_more_room_has_it() -> None:
    rows = (row(" ".join(["word"] * 18), ""), row("end", ""))
    usual, filled = (laid_out(Table((Column(), Column()), (), rows, fill_in=by_hand)) for by_hand in (False, True))
    shown = [[(y, line_text(line)) for y, line in lines(layout.pages[0])] for layout in (usual, filled)]
    assert len(shown[0]) == 5  # three lines in the first row: 38 points
    assert shown[0][:-1] == shown[1][:-1]
    assert shown[1][-1][0] - shown[0][-1][0] == 16.0
