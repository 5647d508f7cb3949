"""The job that every tool is given: packets of copies of the sample fact sheet.

Enters: how many packets, and how many copies of the paper in each. Leaves: a :class:`Job`. Guaranteed: all tools start
from the same YAML file, read with the fastest loader that PyYAML has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).parents[2]
FACTS = TOP / "data/phnom-penh-2022/fact-sheet.yaml"
TITLE = "U.S.-Cambodia relations"


@dataclass(frozen=True, slots=True)
class Job:
    """*packets* documents of *copies* papers each, to be written into *folder*."""

    copies: int
    packets: int
    folder: Path

    def names(self) -> Iterator[str]:
        """Yield the documents' names without their endings."""
        return (f"packet-{number:04}" for number in range(1, self.packets + 1))

    def titles(self) -> list[str]:
        """Return the titles of one document's papers."""
        return [f"{TITLE}, copy {number}" for number in range(1, self.copies + 1)]


def facts() -> dict[str, Any]:
    """Return the fact sheet's data."""
    loaded = yaml.load(FACTS.read_bytes(), Loader=yaml.CSafeLoader)
    assert isinstance(loaded, dict)
    return loaded


def paragraphs(text: str | None) -> list[str]:
    """Return the paragraphs of a text of the data."""
    return [" ".join(part.split()) for part in (text or "").split("\n\n") if part.strip()]


def point(written: Any) -> str:
    """Return the text of a point, which may be a mapping that has points of its own."""
    return " ".join(str(written["text"] if isinstance(written, dict) else written).split())
