"""Which YAML sequence the items of a list come from."""

from __future__ import annotations

import pytest

from pipeline.diagnostics import Path
from pipeline.model.sequences import Found, Key, common, sequence

FILE = "data/a.yaml"


def keys(*paths: Path | None) -> list[Key | None]:
    return [None if path is None else (FILE, path) for path in paths]


@pytest.mark.parametrize(
    ("items", "path", "indexes"),
    [
        ([("points", 0), ("points", 1)], ("points",), (0, 1)),
        ([("points", 0, "text"), ("points", 1)], ("points",), (0, 1)),
        ([("sections", 2, "points", 1), ("sections", 2, "points", 0)], ("sections", 2, "points"), (1, 0)),
        ([("sections", 2, "points", 1)], ("sections", 2, "points"), (1,)),
        ([("people", 4, "name")], ("people",), (4,)),
        ([("points", 0), None, ("points", 3)], ("points",), (0, None, 3)),
        ([("a", 0, "b", 0), ("a", 1, "b", 0)], ("a",), (0, 1)),
    ],
)
def test_items_from_one_sequence_name_it(items: list[Path | None], path: Path, indexes: tuple[int | None, ...]) -> None:
    assert sequence(keys(*items)) == Found(FILE, path, indexes)


@pytest.mark.parametrize(
    "items",
    [
        [],
        [None],
        [("title",)],
        [("title",), ("subtitle",)],
        [("points", 0), ("points", 0)],
        [("points", 0), ("title",)],
        [("hotel", "name"), ("hotel", "phone")],
    ],
)
def test_items_from_no_one_sequence_name_none(items: list[Path | None]) -> None:
    assert sequence(keys(*items)) is None


def test_what_holds_several_values_is_the_innermost_that_holds_all() -> None:
    assert common([(FILE, ("rows", 2, 0)), (FILE, ("rows", 2, 1))]) == (FILE, ("rows", 2))
    assert common([(FILE, ("a",)), ("other.yaml", ("a",))]) is None
    assert common([]) is None
