"""The data of a chart, checked.

Enters: a mapping of the data. Leaves: a :class:`ChartData`. Guaranteed: a chart that comes out can be drawn: as many
values in each series as labels, finite numbers, one series and nothing below zero in a pie, days in their order; each
fault is told at the value that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, get_args

from pipeline.compose.characters import tidy
from pipeline.compose.printed import first_place
from pipeline.diagnostics import Place
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.model.chart import ChartKind
from pipeline.source.values import SourceInteger, SourceNumber
from pipeline.values import dataclass, field

KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
TEXTS = ("title", "unit", "alt", "note", "label")
KEYS = ("kind", *TEXTS, "labels", "values", "series", "stacked", "decimals", "table")
MOST_LABELS, MOST_SERIES, MOST_PARTS = 400, 12, 16
_GREATEST = Decimal("1e30")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MOST_DECIMALS = 6

Report = Callable[[object, str, str, str], None]
"""Told of the value that is wrong, a code, a message, a help."""

Precision = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """Numbers of one kind; None: missing."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """What the data say of a chart. *texts*: each with its place. *days*: the labels, where all of them are dates."""

    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[NumberSeries, ...]
    decimals: int
    texts: Mapping[str, tuple[str, Place | None]] = field(default_factory=dict)
    stacked: bool = False
    table: bool = False
    days: tuple[date, ...] = ()
    precision: Precision = "day"

    def text(self, key: str) -> str:
        return self.texts.get(key, ("", None))[0]

    @property
    def note(self) -> str:
        return self.text("note")


def read_chart_data(data: Mapping[str, object], report: Report) -> ChartData | None:
    """Return the chart that *data* describes; None, reported, when it is none."""
    reader = _Reader(data, report)
    found = reader.read()
    return None if reader.faulty else found


class _Reader:
    def __init__(self, data: Mapping[str, object], report: Report) -> None:
        self._data = data
        self._report = report
        self.faulty = False

    def fault(self, value: object, message: str, help: str, code: str = "bad-chart") -> None:
        self.faulty = True
        self._report(value if first_place(value) is not None else self._data, code, message, help)

    def read(self) -> ChartData | None:
        data = self._data
        for key in data:
            if key not in KEYS:
                help = did_you_mean(key, KEYS) or f"there are {', '.join(KEYS)}"
                self.fault(data[key], f"a chart has no key '{key}'", help)
        kind = self._kind()
        labels = self._labels()
        series = self._series(len(labels))
        flags = {key: self._flag(key) for key in ("stacked", "table")}
        texts = {key: text for key in TEXTS if (text := self._text(key)) is not None}
        decimals = self._decimals(series)
        if kind is None or self.faulty:
            return None
        days, precision = _days(labels)
        self._check(kind, labels, series, days, stacked=flags["stacked"])
        return ChartData(kind, labels, series, decimals, texts, flags["stacked"], flags["table"], days, precision)

    def _kind(self) -> ChartKind | None:
        written = self._data.get("kind")
        for kind in KINDS:
            if written == kind:
                return kind
        known = ", ".join(KINDS)
        if written is None:
            self.fault(None, "a chart has no kind", f"write `kind:` with one of {known}")
        else:
            help = did_you_mean(str(written), KINDS) or f"there are {known}"
            self.fault(written, f"there is no kind of chart '{written}'", help, "unknown-chart")
        return None

    def _labels(self) -> tuple[str, ...]:
        written = self._data.get("labels")
        if not isinstance(written, list) or not written:
            self.fault(written, "a chart has no labels", "write `labels:` with a list: what each value is of")
            return ()
        if len(written) > MOST_LABELS:
            self.fault(
                written, f"a chart has {len(written)} labels; at most {MOST_LABELS} can be told apart", "sum them up"
            )
            return ()
        found: list[str] = []
        for label in written:
            text = label.written if isinstance(label, SourceInteger | SourceNumber) else label
            if isinstance(text, bool) or not isinstance(text, str | int | float) or not tidy(str(text)).strip():
                self.fault(
                    label if label is not None else written, "a label is neither text nor a number", "write it as text"
                )
                return ()
            found.append(tidy(str(text)).strip())
        return tuple(found)

    def _series(self, count: int) -> tuple[NumberSeries, ...]:
        several, single = self._data.get("series"), self._data.get("values")
        if (several is None) is (single is None):
            help = "write `values:` for one series, or `series:` with a name and values for each"
            self.fault(
                single, "a chart has both values and series" if several is not None else "a chart has no values", help
            )
            return ()
        if single is not None:
            return self._numbers("", single, count)
        if not isinstance(several, list) or not several:
            self.fault(several, "the series of a chart are a list", "write - {name: …, values: […]} for each")
            return ()
        if len(several) > MOST_SERIES:
            message = f"a chart has {len(several)} series; at most {MOST_SERIES} can be told apart"
            self.fault(several, message, "draw two charts")
            return ()
        found: list[NumberSeries] = []
        for one in several:
            found += self._one(one, count)
        names = [series.name for series in found]
        for one, name in zip(several, names, strict=False):
            if names.count(name) > 1:
                self.fault(one, f"two series are called {name!r}", "say in the names how they differ")
                break
        return tuple(found)

    def _one(self, one: object, count: int) -> tuple[NumberSeries, ...]:
        if not isinstance(one, Mapping):
            self.fault(one, "a series has no name and values", "write - {name: …, values: […]}")
            return ()
        for key in one:
            if key not in ("name", "values"):
                help = did_you_mean(str(key), ("name", "values")) or "there are name, values"
                self.fault(one[key], f"a series has no key '{key}'", help)
        name = one.get("name")
        text = name.written if isinstance(name, SourceInteger | SourceNumber) else name
        if not isinstance(text, str) or not tidy(text).strip():
            self.fault(one, "a series has no name", "write what its values are, under `name`")
            return ()
        return self._numbers(tidy(text).strip(), one.get("values"), count)

    def _numbers(self, name: str, written: object, count: int) -> tuple[NumberSeries, ...]:
        of = f" of {name!r}" if name else ""
        if not isinstance(written, list):
            self.fault(written, f"the values{of} are no list", "write them in [ ], or each behind a dash")
            return ()
        if len(written) != count and count:
            message = f"there are {len(written)} values{of} for {count} labels"
            self.fault(written, message, "write one for each label; null where it is missing", "chart-lengths")
            return ()
        values: list[Decimal | None] = []
        for value in written:
            number = _number(value)
            if number is None and value is not None:
                shown = getattr(value, "written", value)
                message = f"{str(shown)[:40]!r} is no number"
                self.fault(
                    value, message, "write digits only, such as 1234.5; the unit belongs under `unit`", "chart-number"
                )
                return ()
            values.append(number)
        if all(value is None for value in values) and values:
            self.fault(written, f"all values{of} are missing", "take it out", "chart-number")
        return (NumberSeries(name, tuple(values)),)

    def _flag(self, key: str) -> bool:
        value = self._data.get(key)
        if value is not None and not isinstance(value, bool):
            self.fault(value, f"`{key}` is neither true nor false", "write true, or leave it out")
        return value is True

    def _text(self, key: str) -> tuple[str, Place | None] | None:
        value = self._data.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.fault(value, f"`{key}` of a chart is no text", "write it in quotation marks")
            return None
        return tidy(value).strip(), getattr(value, "place", None)

    def _decimals(self, series: Sequence[NumberSeries]) -> int:
        written = self._data.get("decimals")
        if written is not None:
            if isinstance(written, bool) or not isinstance(written, int) or not 0 <= written <= _MOST_DECIMALS:
                self.fault(written, "`decimals` is no number of decimals", f"write 0 to {_MOST_DECIMALS}")
                return 0
            return int(written)
        values = [value for one in series for value in one.values if value is not None]
        return (
            min(max((-int(value.as_tuple().exponent) for value in values), default=0), _MOST_DECIMALS) if values else 0
        )

    def _check(
        self,
        kind: ChartKind,
        labels: tuple[str, ...],
        series: tuple[NumberSeries, ...],
        days: tuple[date, ...],
        *,
        stacked: bool,
    ) -> None:
        written = self._data.get("values", self._data.get("series"))
        if kind == "pie":
            values = [value for one in series for value in one.values if value is not None]
            if len(series) > 1:
                self.fault(written, "a pie has one series of values", "draw stacked columns, or a pie for each")
            elif any(value < 0 for value in values):
                at = next(at for at, value in enumerate(series[0].values) if value is not None and value < 0)
                found = self._data.get("values")
                one = found[at] if isinstance(found, list) else written
                self.fault(one, "a pie has no parts below zero", "draw columns or bars", "chart-negative")
            elif sum(values) == 0:
                self.fault(written, "the parts of a pie are nothing together", "draw columns or bars")
            elif len(labels) > MOST_PARTS:
                message = f"a pie of {len(labels)} parts cannot be read; at most {MOST_PARTS} can"
                self.fault(self._data.get("labels"), message, "sum up the small ones, or draw bars")
        if stacked and kind not in ("column", "bar"):
            self.fault(written, f"a chart of the kind '{kind}' cannot be stacked", "take `stacked` out")
        if kind == "line" and any(later <= earlier for earlier, later in pairwise(days)):
            self.fault(self._data.get("labels"), "the dates are not in order", "put the earliest first", "chart-order")


def _number(value: object) -> Decimal | None:
    """Return a number exactly as it is written."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    written = value.written if isinstance(value, SourceInteger | SourceNumber) else str(value)
    for text in (written, str(value)):
        try:
            number = Decimal(text.replace("_", ""))
        except ArithmeticError:
            continue
        if number.is_finite() and abs(number) <= _GREATEST:
            return number
    return None


def _days(labels: tuple[str, ...]) -> tuple[tuple[date, ...], Precision]:
    """Return the labels as days where all are dates of one precision; a month or year stands for its first day."""
    found: list[date] = []
    parts: set[int] = set()
    for label in labels:
        match = _DATE.fullmatch(label)
        if match is None:
            return (), "day"
        given = [int(part) for part in match.groups() if part is not None]
        parts.add(len(given))
        try:
            found.append(date(*(*given, 1, 1)[:3]))
        except ValueError:
            return (), "day"
    if len(parts) != 1:
        return (), "day"
    precisions: dict[int, Precision] = {1: "year", 2: "month", 3: "day"}
    return tuple(found), precisions[parts.pop()]
