"""Charts: numbers and what they are called, ready to be drawn at whatever width there is.

Enters: nothing; these are plain values, made by composing. Leaves: frozen values with slots. Guaranteed: every series
has as many values as there are labels; what readers see (numbers, dates, units) is text already, in the paper's
language; the ticks of the value axis include zero wherever bars start there.
"""

from __future__ import annotations

from typing import Literal

from pipeline.values import dataclass

ChartKind = Literal["column", "bar", "line", "dot", "pie"]


@dataclass(frozen=True, slots=True)
class Datum:
    """A number; *text* is how it is printed, *short* where there is little room."""

    value: float
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind, one for each label; None: it is missing."""

    name: str
    values: tuple[Datum | None, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. *labels* name the values of each series.

    *times* has a number for each label when the labels are days on a time axis, which *time_ticks* then marks; else
    both are empty. *ticks* mark the value axis, first and last are its ends. *parts*: the shares of a pie as text.
    """

    name: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ticks: tuple[Tick, ...]
    unit: str = ""
    stacked: bool = False
    times: tuple[float, ...] = ()
    time_ticks: tuple[Tick, ...] = ()
    parts: tuple[str, ...] = ()
    lang: str = ""
