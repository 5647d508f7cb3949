"""The words that the program prints by itself: beside numbers, over the contents, on the cover, about charts.

Enters: the :class:`~pipeline.compose.messages.Messages` of a language. Leaves: its words; English where there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from pipeline.model.nodes import Labels
from pipeline.values import dataclass, field, replace

_LABELS = Labels()


@dataclass(frozen=True, slots=True)
class ChartWords:
    """Words of charts: in their text alternatives, and in the tables of their numbers."""

    kinds: Mapping[str, str] = field(
        default_factory=lambda: {
            "column": "Column chart",
            "bar": "Bar chart",
            "line": "Line chart",
            "dot": "Dot plot",
            "pie": "Pie chart",
        }
    )
    unit: str = ", in {unit}"
    missing: str = "no value"
    range: str = "from {first} to {last}; the least is {least}, the greatest {greatest}"
    label: str = "Item"
    value: str = "Value"
    year: str = "Year"
    month: str = "Month"
    date: str = "Date"


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Words about what changed since an earlier edition: on its pages, and on the sheet before change pages."""

    note: str = "Changes since {edition} are marked in the margin."
    title: str = "Change pages"
    intro: str = "Take these steps in their order. All other pages of the edition {edition} stay where they are."
    whole: str = "So much has changed since {edition} that these pages replace the whole book."
    cover: str = "Cover"
    paper: str = "Paper"
    remove: str = "Remove"
    insert: str = "Insert"
    after: str = "{pages}, after page {page}"
    first: str = "{pages}, before all others"
    withdrawn: str = "nothing: page {page} is withdrawn"
    withdrawn_several: str = "nothing: pages {pages} are withdrawn"
    nothing: str = "nothing"


@dataclass(frozen=True, slots=True)
class Words:
    """Words beside numbers, over the contents, and before the cover's lines."""

    labels: Labels = _LABELS
    charts: ChartWords = field(default_factory=ChartWords)
    contents: str = "Contents"
    traveler: str = "Traveler"
    place: str = "Place"
    dates: str = "Dates"
    date: str = "Date"
    draft: str = "DRAFT"
    changes: ChangeWords = field(default_factory=ChangeWords)


_Fields = TypeVar("_Fields", Words, Labels, ChartWords, ChangeWords)


def words_in(own: Callable[[str], str | None]) -> tuple[Words, tuple[str, ...]]:
    """Return the words, each as *own* has it, and the English ones for which it has none."""
    missing: dict[str, None] = {}

    def translated(english: str) -> str:
        text = own(english)
        if text is None:
            missing[english] = None
        return english if text is None else text

    return _translated(Words(), translated), tuple(missing)


def own_words() -> frozenset[str]:
    """Return the English words that the program prints."""
    found: set[str] = set()
    words_in(lambda english: found.add(english) or english)  # type: ignore[func-returns-value]
    return frozenset(found)


def _translated(words: _Fields, translate: Callable[[str], str]) -> _Fields:
    changed: dict[str, Any] = {}
    for one in fields(words):
        value = getattr(words, one.name)
        if isinstance(value, str):
            changed[one.name] = translate(value)
        elif isinstance(value, Mapping):
            changed[one.name] = {name: translate(text) for name, text in value.items()}
        else:
            changed[one.name] = _translated(value, translate)
    return replace(words, **changed)
