"""What readers see and hear of a chart's numbers: printed values, the scale, the text alternative, the table.

Enters: checked data, a language, the words of charts. Leaves: a :class:`~pipeline.model.chart.Chart`, its text
alternative, a table. Guaranteed: numbers and dates are written as the language does; the scale has round numbers, and
zero on it wherever bars start there; the alternative says every number of a chart of usual size.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.compose.chartdata import ChartData
from pipeline.compose.dates import format_day, format_number, locale_of
from pipeline.diagnostics import Place
from pipeline.model.chart import Chart, Datum, Series, Tick
from pipeline.model.nodes import Align, Cell, Column, Paragraph, Row, Table, Text

if TYPE_CHECKING:
    from pipeline.compose.words import ChartWords

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_INTERVALS = 5
_COMPACT_FROM = 100_000
_MOST_SAID = 120
"""Numbers that a text alternative says; of larger charts it says the least and the greatest."""
_FLAT = 0.6
"""The scale of lines and dots starts above zero where the least value is more than this share of the greatest."""


def chart_of(data: ChartData, language: str, words: ChartWords) -> Chart:
    """Return the chart that is drawn."""
    labels = shown_labels(data, language)
    series = tuple(
        Series(one.name or words.value, tuple(_datum(value, data.decimals, language) for value in one.values))
        for one in data.series
    )
    times = tuple(float(day.toordinal()) for day in data.days)
    ticks = tuple(Tick(time, label) for time, label in zip(times, labels, strict=False))
    name = data.text("title") or words.kinds[data.kind]
    return Chart(
        name,
        data.kind,
        labels,
        series,
        _scale(data, language),
        data.text("unit"),
        data.stacked,
        times if data.kind in ("line", "column") else (),
        ticks if data.kind == "line" else (),
        _parts(data, language) if data.kind == "pie" else (),
        language,
    )


def _datum(value: Decimal | None, decimals: int, language: str) -> Datum | None:
    if value is None:
        return None
    text = format_number(str(value), decimals, language)
    return Datum(float(value), text, compact(float(value), language) if abs(value) >= 1000 else text)


def compact(value: float, language: str) -> str:
    """Return a large number in short, such as ``1.5M``."""
    from babel.numbers import format_compact_decimal

    digits = 0 if abs(value) < 1000 else 1
    return str(format_compact_decimal(value, format_type="short", locale=locale_of(language), fraction_digits=digits))


def shown_labels(data: ChartData, language: str) -> tuple[str, ...]:
    """Return the labels; dates as the language writes them, without the year where all are of one."""
    if not data.days or data.precision == "year":
        return data.labels
    same = len({day.year for day in data.days}) == 1 and data.precision == "day"
    style = "yMMM" if data.precision == "month" else "MMMd" if same else "yMMMd"
    return tuple(format_day(day.isoformat(), style, language) for day in data.days)


def _parts(data: ChartData, language: str) -> tuple[str, ...]:
    """Return each part of a pie in percent."""
    from babel.numbers import format_percent

    total = sum((value for value in data.series[0].values if value is not None), Decimal(0))
    locale = locale_of(language)
    found = []
    for value in data.series[0].values:
        share = (value or Decimal(0)) / total
        small = 0 < share < Decimal("0.01")
        found.append(str(format_percent(share, "#,##0.0%" if small else None, locale)))
    return tuple(found)


def _extent(data: ChartData) -> tuple[float, float]:
    """Return the least and the greatest value that the scale must hold."""
    columns = list(zip(*(one.values for one in data.series), strict=True))
    if data.stacked:
        high = max(sum(float(value) for value in column if value is not None and value > 0) for column in columns)
        low = min(sum(float(value) for value in column if value is not None and value < 0) for column in columns)
        return low, high
    values = [float(value) for column in columns for value in column if value is not None]
    low, high = min(values), max(values)
    flat = data.kind in ("line", "dot") and ((low > 0 and low > _FLAT * high) or (high < 0 and high < _FLAT * low))
    return (low, high) if flat and low != high else (min(low, 0.0), max(high, 0.0))


def _scale(data: ChartData, language: str) -> tuple[Tick, ...]:
    """Return some five round numbers from below the least to above the greatest value."""
    low, high = _extent(data)
    if low == high:
        high = low + 1.0
    rough = (high - low) / _INTERVALS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * 0.999999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if round(step * 10**decimals, 6) % 1:
        decimals += 1
    large = max(abs(first), abs(last)) * step >= _COMPACT_FROM
    ticks = []
    for number in range(first, last + 1):
        value = number * step
        text = format_number(f"{value:.{decimals}f}", decimals, language)
        ticks.append(Tick(value, _compact_tick(value, step, language) if large else text))
    return tuple(ticks)


def _compact_tick(value: float, step: float, language: str) -> str:
    from babel.numbers import format_compact_decimal

    locale = locale_of(language)
    unit = 10.0 ** (3 * math.floor(math.log10(max(abs(value), step)) / 3 + 1e-9)) if value else 1.0
    digits = 0 if value == 0 or not round(step / unit, 6) % 1 else 1
    return str(format_compact_decimal(value, format_type="short", locale=locale, fraction_digits=digits))


def alternative(data: ChartData, chart: Chart, words: ChartWords) -> str:
    """Return the chart in words: what it is, what it shows, and its numbers."""
    head = data.text("alt") or data.text("title")
    unit = words.unit.format(unit=data.text("unit")) if data.text("unit") else ""
    kind = words.kinds[data.kind]
    start = f"{kind}: {head.rstrip('.')}{unit}." if head else f"{kind}{unit}."
    count = len(chart.labels) * len(chart.series)
    say = _numbers if count <= _MOST_SAID else _range
    several = len(chart.series) > 1
    parts = []
    for series in chart.series:
        said = say(chart, series, words)
        parts.append(f"{series.name}: {said}." if several else f"{said}.")
    return " ".join((start, *parts))


def _numbers(chart: Chart, series: Series, words: ChartWords) -> str:
    found = []
    for index, (label, datum) in enumerate(zip(chart.labels, series.values, strict=True)):
        value = words.missing if datum is None else datum.text
        if chart.parts and datum is not None:
            value = f"{value} ({chart.parts[index]})"
        found.append(f"{label}: {value}" if len(chart.series) == 1 else f"{label} {value}")
    return "; ".join(found)


def _range(chart: Chart, series: Series, words: ChartWords) -> str:
    found = [
        (datum.value, label, datum.text) for label, datum in zip(chart.labels, series.values, strict=True) if datum
    ]
    least, greatest = min(found, key=lambda item: item[0]), max(found, key=lambda item: item[0])
    return words.range.format(
        first=chart.labels[0],
        last=chart.labels[-1],
        least=f"{least[2]} ({least[1]})",
        greatest=f"{greatest[2]} ({greatest[1]})",
    )


def table_of(data: ChartData, chart: Chart, words: ChartWords, place: Place) -> Table:
    """Return the numbers as a table, with the labels as heads of its rows."""
    corner = data.text("label") or _corner(data, words)
    unit = data.text("unit")
    names = [series.name for series in chart.series]
    if not data.series[0].name:
        names = [unit[:1].upper() + unit[1:] if unit else words.value]
    right: Align = "right"
    columns = (Column(), *(Column(right) for _ in names))
    head = Row((_cell(corner, header=True), *(_cell(name, header=True) for name in names)), place)
    body = tuple(
        Row(
            (
                _cell(label, header=True),
                *(_cell(words.missing if datum is None else datum.text) for datum in _row(chart, index)),
            ),
            place,
        )
        for index, label in enumerate(chart.labels)
    )
    return Table(columns, (head,), body, place=place)


def _row(chart: Chart, index: int) -> list[Datum | None]:
    return [series.values[index] for series in chart.series]


def _corner(data: ChartData, words: ChartWords) -> str:
    if data.days:
        return {"year": words.year, "month": words.month, "day": words.date}[data.precision]
    return words.label


def _cell(text: str, *, header: bool = False) -> Cell:
    return Cell((Paragraph((Text(text),)),), header=header)
