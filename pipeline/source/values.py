"""The data as templates see it: text and numbers that know where they were written.

Enters: plain values from a YAML file. Leaves: ``str``, ``int`` and ``float`` subclasses with a ``place``; mappings and
sequences of them are plain ``dict`` and ``list``. Guaranteed: such a value equals the plain one and behaves so; any
operation on it gives a plain value without a place, which is how a computed text is told from one that stands in the
data.
"""

from __future__ import annotations

from pipeline.diagnostics import Place


class SourceText(str):
    """A string of the data. *rich*: its schema says ``format: markdown``."""

    __slots__ = ("place", "rich")
    place: Place
    rich: bool

    def __new__(cls, text: str, place: Place, rich: bool = False) -> SourceText:
        value = super().__new__(cls, text)
        value.place = place
        value.rich = rich
        return value


class SourceInteger(int):
    """A whole number of the data; *written* is its text in the file."""

    written: str
    place: Place

    def __new__(cls, value: int, written: str, place: Place) -> SourceInteger:
        number = super().__new__(cls, value)
        number.written = written
        number.place = place
        return number


class SourceNumber(float):
    """A number with a fraction; *written* is its text in the file, so that 1.50 stays 1.50."""

    written: str
    place: Place

    def __new__(cls, value: float, written: str, place: Place) -> SourceNumber:
        number = super().__new__(cls, value)
        number.written = written
        number.place = place
        return number
