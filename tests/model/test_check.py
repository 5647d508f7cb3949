"""Each invariant of the model can be broken, and is then found; a sound document has no findings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.diagnostics import Place
from pipeline.model.check import check, is_language
from pipeline.model.nodes import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    LanguageSpan,
    Link,
    Metadata,
    Paper,
    Paragraph,
    Row,
    Table,
    Text,
)
from tests.model.test_walk import DOCUMENT, IMAGE, paragraph, words

PLACE = Place("data/x.yaml", 7, 3)


def with_blocks(*blocks: Block) -> Document:
    return Document(Metadata("T"), (Paper(words("P"), "p", blocks, "A"),))


def found(document: Document) -> list[str]:
    return [f"{finding.code}: {finding.message}" for finding in check(document)]


def cell(text: str, columns: int = 1, rows: int = 1, header: bool = False) -> Cell:
    return Cell((paragraph(text),), columns, rows, header=header)


def table(*rows: tuple[Cell, ...], columns: int = 2, head: bool = True) -> Table:
    made = [Row(cells) for cells in rows]
    return Table((Column(),) * columns, tuple(made[:1]) if head else (), tuple(made[1:] if head else made), place=PLACE)


TOO_WIDE = "bad-table: a table's columns are wider than the table"
TOO_MANY = "a row has cells for more than the table's 2 columns"
BELOW = "a cell reaches below the table's last row"
HEAD = (cell("a", header=True), cell("b", header=True))


def test_a_sound_document_has_no_findings() -> None:
    assert check(DOCUMENT) == []


@pytest.mark.parametrize(
    ("levels", "wrong"),
    [((2, 3, 4, 5, 6), 0), ((2, 3, 2, 3), 0), ((2, 4), 1), ((3,), 1), ((2, 6, 2, 3, 5), 2), ((2, 3, 3, 2), 0)],
)
def test_headings_never_skip_a_level_downwards(levels: tuple[int, ...], wrong: int) -> None:
    blocks = [Heading(level, words("x"), f"a{number}", PLACE) for number, level in enumerate(levels)]
    findings = check(with_blocks(*blocks))
    assert [finding.code for finding in findings] == ["heading-level"] * wrong
    assert all(finding.place == PLACE for finding in findings)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Heading(2, (), "x"), "empty-heading: a heading has no text"),
        (Heading(7, words("x"), "x"), "heading-level: 'x' is a heading of level 7"),
        (Heading(2, words("x"), ""), "missing-anchor: the heading 'x' has no anchor"),
        (Heading(2, words("x"), "p"), "duplicate-anchor: the anchor #p is there twice"),
        (Figure(IMAGE, " "), "missing-alt: the picture a.png has no text alternative"),
        (Paragraph((Link(words("x"), "#y"),)), "missing-anchor: nothing has the anchor #y"),
        (Paragraph((Link((), "https://y.org"),)), "empty-link: the link to https://y.org has no text"),
        (Paragraph((LanguageSpan(words("x"), "english"),)), "bad-language: 'english' is no language tag"),
        (Paragraph((Link((LanguageSpan(words("x"), "x"),), "#p"),)), "bad-language: 'x' is no language tag"),
        (table((cell("a"), cell("b")), (cell("c"), cell("d"))), "table-without-headers: a table has no header cells"),
        (Table((), (), ()), "bad-table: a table has no columns or no rows"),
        (
            replace(table(HEAD), columns=(Column(width=0.7), Column(width=0.7))),
            "bad-table: a table's columns are wider than the table",
        ),
        (
            replace(table(HEAD), columns=(Column(width=0.0), Column())),
            "bad-table: a table's columns are wider than the table",
        ),
    ],
)
def test_each_fault_is_found_where_it_is(block: Block, said: str) -> None:
    assert found(with_blocks(block)) == [said]
    assert (
        found(with_blocks(*DOCUMENT.papers[0].blocks, block) if "anchor" not in said else with_blocks(block))[-1]
        == said
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((HEAD, (cell("c", 2),)), None),
        ((HEAD, (cell("c", 1, 2), cell("d")), (cell("e"),)), None),
        ((HEAD, (cell("c"), cell("d", 1, 3)), (cell("e"),), (cell("f"),)), None),
        ((HEAD, (cell("c", 2, 2),), ()), None),
        ((HEAD, (cell("c"),)), "a row has cells for 1 of the table's 2 columns"),
        ((HEAD, (cell("c"), cell("d"), cell("e"))), TOO_MANY),
        ((HEAD, (cell("c", 3),)), TOO_MANY),
        ((HEAD, (cell("c"), cell("d", 2))), TOO_MANY),
        (
            (HEAD, (cell("c", 1, 2), cell("d")), (cell("e"), cell("f"))),
            "a row has cells for more than the table's 2 columns",
        ),
        ((HEAD, (cell("c", 1, 3), cell("d")), (cell("e"),)), BELOW),
        ((HEAD, (cell("c", 0), cell("d"))), TOO_MANY),
        ((HEAD, (cell("c", 1, 0), cell("d"))), TOO_MANY),
        (
            ((cell("a", 1, 2, True), cell("b", 1, 1, True)), (cell("c"), cell("d"))),
            "a cell reaches below the table's last row",
        ),
    ],
)
def test_cells_fill_the_grid_exactly(rows: tuple[tuple[Cell, ...], ...], said: str | None) -> None:
    assert found(with_blocks(table(*rows))) == ([] if said is None else [f"table-grid: {said}"])


def test_row_headers_head_a_table_as_well() -> None:
    rows = tuple((cell(name, header=True), cell("x")) for name in "ab")
    assert found(with_blocks(table(*rows, head=False))) == []
    assert found(with_blocks(table(*rows, (cell("c"), cell("x")), head=False))) == [
        "table-without-headers: a table has no header cells"
    ]


def test_papers_need_titles_and_every_language_is_checked() -> None:
    document = Document(
        Metadata("T", "e"), (Paper((), "p", (), "A", lang="f", place=PLACE), Paper((Text(" "),), "p", ()))
    )
    assert found(document) == [
        "bad-language: 'e' is no language tag",
        "bad-language: 'f' is no language tag",
        "empty-heading: a paper has no title",
        "empty-heading: a paper has no title",
        "duplicate-anchor: the anchor #p is there twice",
    ]


WELL_FORMED = (
    "en", "en-US", "km", "zh-Hans-CN", "sr-Latn", "es-419", "sl-rozaj-biske", "de-CH-1901", "en-a-bbb-x-a-ccc", "x-org",
    "x-whatever", "gsw", "zh-yue-HK", "EN-us",
)  # fmt: skip
ILL_FORMED = (
    "", "e", "english", "en_US", "en-", "-en", "en--US", "en-U", "123", "en-US-x", "x", "en US", "en\n",
)  # fmt: skip


@pytest.mark.parametrize("tag", WELL_FORMED)
def test_well_formed_language_tags(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ILL_FORMED)
def test_ill_formed_language_tags(tag: str) -> None:
    assert not is_language(tag)
