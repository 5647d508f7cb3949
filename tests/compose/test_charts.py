"""Charts from YAML: what becomes of the numbers, and what is said of those that cannot be drawn."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.diagnostics import Diagnostic
from pipeline.model.chart import Chart, Tick
from pipeline.model.nodes import Block, Figure, FigureRow, Paragraph, Table
from pipeline.model.walk import plain_text

from .kit import make, paper

PRINTED = "{{ chart | chart }}\n"


def blocks(template: str, data: str = "{}", **more: Any) -> tuple[Block, ...]:
    return paper(make(template, data, **more)).blocks


def faults(template: str, data: str = "{}", **more: Any) -> tuple[Diagnostic, ...]:
    composition = make(template, data, **more)
    assert composition.document is None
    return composition.diagnostics


def made(data: str, template: str = PRINTED) -> tuple[Block, ...]:
    """Return the blocks of a chart with that data."""
    indented = "".join(f"  {line}\n" for line in data.strip().splitlines())
    return blocks(template, f"chart:\n{indented}")


def figure(data: str, template: str = PRINTED) -> tuple[Figure, Chart]:
    first, *_ = made(data, template)
    assert isinstance(first, Figure)
    assert isinstance(first.image, Chart)
    return first, first.image


COLUMNS = """
kind: column
title: Exports by year
unit: million dollars
labels: [2019, 2020, 2021]
values: [3.1, null, 12.25]
"""


def test_the_alternative_says_the_numbers() -> None:
    shown, chart = figure(COLUMNS)
    assert shown.alt == "Column chart: Exports by year, in million dollars. 2019: 3.10; 2020: no value; 2021: 12.25."
    assert (plain_text(shown.caption), shown.number) == ("Exports by year", 1)
    assert [datum and datum.text for datum in chart.series[0].values] == ["3.10", None, "12.25"]


def test_a_caption_has_the_place_of_the_title() -> None:
    shown, _ = figure(COLUMNS)
    place = shown.caption[0].place  # type: ignore[union-attr]
    assert place is not None
    assert (place.file, place.line, place.column) == ("data/trip/paper.yaml", 3, 10)


def test_of_several_series_each_is_said_by_its_name() -> None:
    data = """
kind: line
labels: [a, b]
series:
  - {name: In, values: [1, 2]}
  - {name: Out, values: [3, 4]}
"""
    shown, chart = figure(data)
    assert shown.alt == "Line chart. In: a 1; b 2. Out: a 3; b 4."
    assert shown.number is None
    assert [series.name for series in chart.series] == ["In", "Out"]


def test_numbers_and_dates_are_written_in_the_paper_s_language() -> None:
    packet = "title: A trip\nlang: de\npapers:\n  - {tab: A, title: Paper, template: test, data: paper.yaml}\n"
    data = "chart:\n  kind: line\n  labels: [2022-01-31, 2022-02-28]\n  values: [1234.5, 2000]\n"
    (shown,) = blocks(PRINTED, data, packet=packet)
    assert isinstance(shown, Figure)
    assert isinstance(shown.image, Chart)
    assert shown.image.labels == ("31. Jan.", "28. Feb.")
    assert [datum and datum.text for datum in shown.image.series[0].values] == ["1.234,5", "2.000,0"]
    assert shown.image.times[1] - shown.image.times[0] == 28


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("[1, 2, 4.5]", ["0", "1", "2", "3", "4", "5"]),
        ("[-3, 9]", ["-5.0", "-2.5", "0.0", "2.5", "5.0", "7.5", "10.0"]),
        ("[0.002, 0.011]", ["0.0000", "0.0025", "0.0050", "0.0075", "0.0100", "0.0125"]),
        ("[1500000, 3000000]", ["0", "1M", "2M", "3M"]),
        ("[0]", ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ("[7]", ["0", "2", "4", "6", "8"]),
    ],
)
def test_a_scale_has_round_numbers_and_zero(values: str, expected: list[str]) -> None:
    count = values.count(",") + 1
    _, chart = figure(f"kind: column\nlabels: {list(range(count))}\nvalues: {values}")
    assert [tick.text for tick in chart.ticks] == expected


def test_lines_far_from_zero_have_a_scale_of_their_own() -> None:
    _, chart = figure("kind: line\nlabels: [a, b]\nvalues: [98, 104]")
    assert (chart.ticks[0], chart.ticks[-1]) == (Tick(98, "98"), Tick(104, "104"))


def test_the_shares_of_a_pie_are_percents() -> None:
    shown, chart = figure("kind: pie\nlabels: [a, b, c]\nvalues: [62.5, 37, 0.5]")
    assert chart.parts == ("62%", "37%", "0.5%")
    assert shown.alt == "Pie chart. a: 62.5 (62%); b: 37.0 (37%); c: 0.5 (0.5%)."


def test_the_table_has_the_same_numbers() -> None:
    shown, table, note = made(COLUMNS + "table: true\nnote: From the yearbook\nlabel: Year of trade\n")
    assert isinstance(shown, Figure)
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    rows = [[plain_text(cell.blocks[0].children) for cell in row.cells] for row in (*table.head, *table.body)]  # type: ignore[union-attr]
    assert rows == [["Year of trade", "Million dollars"], ["2019", "3.10"], ["2020", "no value"], ["2021", "12.25"]]
    assert [cell.header for cell in table.body[0].cells] == [True, False]
    assert (note.role, plain_text(note.children)) == ("small", "From the yearbook")


def test_attributes_give_a_chart_its_width_and_its_name() -> None:
    shown, _ = figure(COLUMNS, "{#fig-x width=60% align=center}\n" + PRINTED)
    assert (shown.anchor, shown.width, shown.align) == ("fig-x", 0.6, "center")


def test_a_fence_holds_the_data_of_a_chart_in_templates_and_in_rich_text() -> None:
    fence = "```chart\nkind: bar\nlabels: [a]\nvalues: [1]\n```\n"
    (one,) = blocks(fence)
    (other,) = blocks("{{ rich }}\n", "rich: |\n" + "".join(f"  {line}\n" for line in fence.splitlines()))
    assert isinstance(one, Figure)
    assert isinstance(other, Figure)
    assert (one.alt, one.image) == (other.alt, other.image)


def test_charts_stand_side_by_side_in_a_fence() -> None:
    chart = "```chart\nkind: bar\nlabels: [a]\nvalues: [1]\n```\n"
    (row,) = blocks(f"::: figures\n{chart}{chart}:::\n")
    assert isinstance(row, FigureRow)
    assert len(row.figures) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("kind: columns\nlabels: [a]\nvalues: [1]", "unknown-chart 2:9: there is no kind of chart 'columns'"),
        ("labels: [a]\nvalues: [1]", "bad-chart 2:12: a chart has no kind"),
        ("kind: bar\nlabels: [a, b]\nvalues: [1]", "chart-lengths 4:12: there are 1 values for 2 labels"),
        ("kind: bar\nlabels: [a, b]\nvalues: [1, two]", "chart-number 4:15: 'two' is no number"),
        ("kind: bar\nlabels: [a]\nvalues: [.nan]", "chart-number 4:12: '.nan' is no number"),
        ("kind: bar\nlabels: [a, b]\nvalues: [null, null]", "chart-number 2:9: all values are missing"),
        ("kind: pie\nlabels: [a, b]\nvalues: [3, -1]", "chart-negative 4:15: a pie has no parts below zero"),
        ("kind: pie\nlabels: [a]\nvalues: [0]", "bad-chart 4:12: the parts of a pie are nothing together"),
        ("kind: bar\nlabel: x\nlabels: []\nvalues: []", "bad-chart 2:9: a chart has no labels"),
        ("kind: bar\nlabels: [a]\nvalues: [1]\ncolour: red", "bad-chart 5:11: a chart has no key 'colour'"),
        ("kind: bar\nlabels: [a]\nvalues: [1]\nstacked: maybe", "bad-chart 5:12: `stacked` is neither true nor false"),
        ("kind: line\nlabels: [a]\nvalues: [1]\nstacked: true", "bad-chart 4:12: a chart of the kind 'line' cannot"),
        ("kind: line\nlabels: [2022, 2021]\nvalues: [1, 2]", "chart-order 3:12: the dates are not in order"),
        (
            "kind: bar\nlabels: [a]\nseries: [{name: x, values: [1]}, {name: x, values: [2]}]",
            "bad-chart 4:19: two series are called 'x'",
        ),
        ("kind: bar\nlabels: [a]\nseries: [{values: [1]}]", "bad-chart 4:22: a series has no name"),
    ],
)
def test_a_fault_is_told_at_the_value_that_is_wrong(data: str, said: str) -> None:
    indented = "".join(f"  {line}\n" for line in data.splitlines())
    found = faults(PRINTED, f"chart:\n{indented}")
    shown = [f"{one.code} {one.place.line}:{one.place.column}: {one.message}" for one in found if one.place]
    assert shown[0].startswith(said)
    assert all(one.help for one in found)


def test_a_fault_in_a_fence_is_told_at_its_line() -> None:
    (found,) = faults("Words.\n\n```chart\nkind: bar\nlabels: [a]\nvalues: [many]\n```\n")
    assert found.place is not None
    assert (found.place.file, found.place.line, found.code) == ("templates/test/template.md.j2", 6, "chart-number")
    (found,) = faults("```chart\nkind: bar\nlabels: [a\n```\n")
    assert found.place is not None
    assert found.place.line in (3, 4)


def test_a_chart_within_a_line_or_of_something_else_is_an_error() -> None:
    data = "chart: {kind: bar, labels: [a], values: [1]}"
    assert [one.code for one in faults("See {{ chart | chart }}.\n", data)] == ["inline-chart"]
    assert [one.code for one in faults("- one\n- {{ chart.kind | chart }}\n", data)] == ["bad-chart"]
    (found,) = faults("```chart\nkind: {{ chart.kind }}\n```\n", data)
    assert found.code == "misplaced-value"
