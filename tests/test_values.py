"""Dataclasses that are cheap to define behave as those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any

import pytest

from pipeline import values


@values.dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list, compare=False)
    hidden: int = field(default=7, repr=False)
    fixed: str = field(default="f", init=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list, compare=False)
    hidden: int = field(default=7, repr=False)
    fixed: str = field(default="f", init=False)


@values.dataclass(slots=True)
class Counter:
    """Counts."""

    count: int = 0
    seen: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seen.append(self.count)


@values.dataclass(frozen=True, slots=True)
class Empty:
    pass


@values.dataclass(frozen=True, slots=True, eq=False)
class Apart:
    x: int


def test_equality_hash_and_representation_are_those_of_the_standard_library() -> None:
    for make in (Point, Standard):
        assert make(1) == make(1, 2, ["not compared"])
        assert make(1) != make(2)
        assert make(1) != (1, 2)  # type: ignore[comparison-overlap]
        assert hash(make(1)) == hash(make(1, 2, ["not compared"]))
    assert Point(1) != Standard(1)  # type: ignore[comparison-overlap]
    assert hash(Point(1)) == hash(Standard(1))
    assert repr(Point(1)) == repr(Standard(1)).replace("Standard", "Point") == "Point(x=1, y=2, tags=[], fixed='f')"
    assert Empty() == Empty()
    assert repr(Empty()) == "Empty()"
    assert Apart(1) != Apart(1)


def test_fields_replace_and_patterns_work() -> None:
    assert [known.name for known in dataclasses.fields(Point)] == [known.name for known in dataclasses.fields(Standard)]
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.replace(Point(1), y=5) == Point(1, 5)
    assert dataclasses.asdict(Point(1)) == dataclasses.asdict(Standard(1))
    match Point(3, 4):
        case Point(x, y):
            assert (x, y) == (3, 4)


def test_frozen_instances_cannot_be_changed_and_have_no_dictionary() -> None:
    made: Any = Point(1)
    with pytest.raises(FrozenInstanceError):
        made.x = 2
    with pytest.raises(FrozenInstanceError):
        del made.x
    with pytest.raises(FrozenInstanceError):
        made.other = 2
    assert not hasattr(made, "__dict__")


def test_each_instance_gets_a_list_of_its_own() -> None:
    first, second = Counter(), Counter(3)
    first.count = 9
    assert (first.seen, second.seen) == ([0], [3])
    assert Counter.__hash__ is None
    assert Counter(1) == Counter(1)
    assert Counter.__doc__ == "Counts."


@pytest.mark.parametrize("made", [Point(1, 3, ["a"]), Counter(2), Empty()])
def test_instances_can_be_pickled_and_copied(made: object) -> None:
    for version in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(made, version)) == made
    assert copy.copy(made) == copy.deepcopy(made) == made


def test_wrong_arguments_are_told_as_ever() -> None:
    for _ in range(2):  # the first call compiles the constructor
        with pytest.raises(TypeError, match=r"Point\.__init__\(\) missing 1 required positional argument: 'x'"):
            Point()  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
            Point(1, z=3)  # type: ignore[call-arg]
