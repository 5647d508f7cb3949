"""Lists rearranged as text, where an element ends with an alias, which has the place of its anchor."""

from __future__ import annotations

import pytest

from pipeline.review.sequences import Item, arrangements
from pipeline.review.splices import Context
from pipeline.source.load import load

TEXT = """\
figures:
  - label: one
    source: &sheet
      title: Sheet
  - label: two
    source: *sheet
  - label: three
    source: *sheet

  - label: four
    source: *sheet
after:
  - {label: other}
"""
ONE, TWO, THREE, FOUR = (
    "  - label: one\n    source: &sheet\n      title: Sheet",
    *(f"  - label: {name}\n    source: *sheet" for name in ("two", "three", "four")),
)


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ([0, 1, 3], [ONE, TWO, FOUR]),
        ([0, 1, 2], [ONE, TWO, THREE]),
        ([0, 3, 1, 2], [ONE, FOUR, TWO, THREE]),
    ],
)
def test_elements_that_end_with_an_alias_go_and_move(items: list[Item], wanted: list[str]) -> None:
    source, _ = load(TEXT.encode(), "facts.yaml")
    assert source is not None
    cut = next(arrangements(Context(source, TEXT), ("figures",), items))
    made = TEXT[: cut.start] + cut.text + TEXT[cut.end :]
    listed = made.removeprefix("figures:\n").partition("after:")[0]
    assert listed.replace("\n\n", "\n") == "\n".join(wanted) + "\n"
    assert made.endswith("after:\n  - {label: other}\n")
