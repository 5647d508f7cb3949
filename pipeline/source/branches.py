"""From the validator's tree of errors to the faults that the author made.

Enters: errors, in which a failed ``anyOf`` or ``oneOf`` holds the errors of each branch. Leaves: :class:`Leaf` values
without such trees. Guaranteed: where a value fits no branch, the leaves are those of the branch that was most likely
meant: by its type, then by a constant that tells the branches apart, then by the fewest faults nearest to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.diagnostics import Path
from pipeline.source.keywords import Pointer
from pipeline.values import dataclass, replace

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


@dataclass(frozen=True, slots=True)
class Leaf:
    """One fault: the value at *path* fails the keyword at *pointer* of the schema file *uri*.

    *name* is the validator's name for the kind of error, or one of ours: ``RequiredAny`` (*detail*: the keys of which
    one is missing) and ``NoForm`` (*detail*: one leaf for each form that a single value could have).
    """

    name: str
    path: Path
    detail: object
    uri: str
    pointer: Pointer


ValueAt = Callable[[Path], object]


def leaves(errors: Iterable[ValidationError], value_at: ValueAt, base: Path = ()) -> Iterator[Leaf]:
    """Yield the faults behind *errors*; *base* leads to the value that was validated."""
    for error in errors:
        kind = error.kind
        name = type(kind).__name__
        uri, _, _ = (error.absolute_keyword_location or "").partition("#")
        leaf = Leaf(name, (*base, *error.instance_path), kind.value, uri, tuple(error.schema_path))
        if name in ("AnyOf", "OneOfNotValid"):
            branches = [list(leaves(branch, value_at, base)) for branch in kind.value]
            yield from _meant(leaf, branches, value_at(leaf.path))
        else:
            yield leaf


def _meant(leaf: Leaf, branches: list[list[Leaf]], value: object) -> Sequence[Leaf]:
    """Return the faults of the branch that the author meant."""
    choice = _one_choice(leaf, branches)
    if choice is not None:
        return [choice]
    fitting = [branch for branch in branches if not _types(branch, leaf.path, value)]
    if not fitting:
        types = {name for branch in branches for name in _types(branch, leaf.path, value)}
        return [replace(leaf, name="Type", detail=sorted(types))]
    if len(fitting) > 1 and isinstance(value, dict):
        fitting = [branch for branch in fitting if not _told_apart(branch, leaf.path)] or fitting
    if len(fitting) == 1:
        return fitting[0]
    missing = _missing_in_all(fitting, leaf.path)
    if missing:
        return missing
    merged = _one_key(leaf, fitting) or _one_choice(leaf, fitting) or _one_missing(leaf, fitting)
    if merged is None and not isinstance(value, dict | list):
        first = [branch[0] for branch in fitting]
        merged = replace(leaf, name="NoForm", detail=first)
    return [merged] if merged else min(fitting, key=lambda branch: _distance(branch, leaf.path))


def _types(branch: list[Leaf], path: Path, value: object) -> list[str]:
    """Return the types that *branch* wants of the value itself, if that is what it fails."""
    found: list[str] = []
    for leaf in branch:
        if leaf.path != path:
            continue
        if leaf.name == "Type":
            found += [str(name) for name in leaf.detail] if isinstance(leaf.detail, list) else [str(leaf.detail)]
        elif leaf.name in ("Constant", "Enum") and not isinstance(value, str):
            texts = all(isinstance(option, str) for option in _options(leaf))
            found += ["string"] if texts else []
    return found


def _missing_in_all(branches: list[list[Leaf]], path: Path) -> list[Leaf]:
    """Return the keys that every branch misses: until they are there, nobody knows which branch is meant."""
    missing = [{leaf.detail: leaf for leaf in branch if _only([leaf], path, "Required")} for branch in branches]
    return [leaf for key, leaf in missing[0].items() if all(key in other for other in missing)]


def _told_apart(branch: list[Leaf], path: Path) -> bool:
    """Tell whether *branch* fails because a key has the constant of another branch."""
    return any(leaf.name in ("Constant", "Enum") and leaf.path[:-1] == path and leaf.path != path for leaf in branch)


def _options(leaf: Leaf) -> list[object]:
    return list(leaf.detail) if leaf.name == "Enum" and isinstance(leaf.detail, list) else [leaf.detail]


def _one_key(leaf: Leaf, branches: list[list[Leaf]]) -> Leaf | None:
    """When every branch wants another constant at the same key: one fault at that key."""
    found = [next((part for part in branch if _told_apart([part], leaf.path)), None) for branch in branches]
    first = found[0]
    if first is None or any(part is None or part.path != first.path for part in found):
        return None
    options = [option for part in found if part is not None for option in _options(part)]
    return replace(first, name="Enum", detail=_once(options))


def _one_choice(leaf: Leaf, branches: list[list[Leaf]]) -> Leaf | None:
    """When every branch is a choice of constants: one choice of them all."""
    if not all(_only(branch, leaf.path, "Constant", "Enum") for branch in branches):
        return None
    return replace(leaf, name="Enum", detail=_once([option for branch in branches for option in _options(branch[0])]))


def _one_missing(leaf: Leaf, branches: list[list[Leaf]]) -> Leaf | None:
    """When every branch lacks one key and nothing else: one of the keys is missing."""
    if not all(_only(branch, leaf.path, "Required") for branch in branches):
        return None
    return replace(leaf, name="RequiredAny", detail=_once([branch[0].detail for branch in branches]))


def _weight(leaf: Leaf) -> int:
    keys = leaf.name in ("AdditionalProperties", "UnevaluatedProperties")
    return len(leaf.detail) if keys and isinstance(leaf.detail, list) else 1


def _only(branch: list[Leaf], path: Path, *names: str) -> bool:
    return len(branch) == 1 and branch[0].path == path and branch[0].name in names


def _once(options: list[object]) -> list[object]:
    return [option for index, option in enumerate(options) if option not in options[:index]]


def _distance(branch: Sequence[Leaf], path: Path) -> tuple[int, int, int]:
    near = sum(_weight(leaf) for leaf in branch if leaf.path == path)
    return near, len(branch), -max(len(leaf.path) for leaf in branch)
