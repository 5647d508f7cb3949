"""The words that composing adds by itself.

Enters: a language tag. Leaves: the words of that language, English where there are none yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.nodes import Labels

_LABELS = Labels()


@dataclass(frozen=True, slots=True)
class Words:
    """Words beside numbers, over the contents, and before the cover's lines."""

    labels: Labels = _LABELS
    contents: str = "Contents"
    traveler: str = "Traveler"
    place: str = "Place"
    dates: str = "Dates"
    date: str = "Date"


_AMERICAN = Words()
_BRITISH = Words(traveler="Traveller")


def words_for(language: str) -> Words:
    """Return the words of a BCP 47 language."""
    primary, _, rest = language.lower().partition("-")
    return _BRITISH if primary == "en" and rest and not rest.startswith("us") else _AMERICAN
