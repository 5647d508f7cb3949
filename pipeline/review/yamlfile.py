"""Changing values of a YAML file and nothing else.

Enters: the bytes of a file, edits. Leaves: the bytes with the edits, and those edits that could not be made.
Guaranteed: after each edit the file, loaded as builds load it, is the data before with that one change, or the edit
is not made;
every line that no edit is about stays byte for byte, with its comments, quotes, spaces and line end.

The file is changed as text, at the places that the loader knows, and not loaded and written anew: programs that write
YAML put long lines, braces over several lines and the spaces between columns as they like them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any, NamedTuple, Union

from pipeline.diagnostics import Path, Severity
from pipeline.review.base import Key
from pipeline.review.sequences import Piece, arrangements, piece_of
from pipeline.review.splices import Context, Cut, key_cuts, scalar_cuts
from pipeline.source.load import load
from pipeline.source.tree import Source


class Carry(NamedTuple):
    """An element that is taken as it is written: where it is in its file as that is now."""

    file: str
    path: Path


Data = Union[str, int, float, bool, None, dict[str, "Data"], list["Data"], Carry, Piece, "New"]
Pieces = Mapping[Key, Piece]
"""What is written where a :class:`Carry` points."""
Moves = frozenset[int]
"""Entries whose paragraph has moved; an edit has them that takes one in, or out. All of these are made, or none."""


class SetValue(NamedTuple):
    """Make the value at *path* be *new*; a key that is missing is added. *old*: what the edition printed."""

    path: Path
    new: Data
    old: str | None = None
    entry: int | None = None
    moves: Moves = frozenset()


class DeleteKey(NamedTuple):
    """Take a key out of its mapping."""

    path: Path
    entry: int | None = None
    moves: Moves = frozenset()


class Arrange(NamedTuple):
    """Make the sequence at *path* consist of *items*: positions of elements that it has, or new values."""

    path: Path
    items: tuple[int | New, ...]
    entry: int | None = None
    moves: Moves = frozenset()


class New(NamedTuple):
    """A new element of a sequence, made from a paragraph or row of the Word file. *words*: what it shows.

    *origin*: the element of the edition that it is, which has moved here; *alike*: those beside it are made as it is,
    so that it need not be written anew.
    """

    value: Data
    words: str = ""
    origin: Key | None = None
    alike: bool = False


def origins_in(value: Data) -> list[Key]:
    """Return the elements of the edition that a new value has in it."""
    if isinstance(value, New):
        return [value.origin] if value.origin is not None else origins_in(value.value)
    if isinstance(value, dict | list):
        return [key for item in (value.values() if isinstance(value, dict) else value) for key in origins_in(item)]
    return []


Edit = SetValue | DeleteKey | Arrange
Same = Callable[[Source, Path, Data], bool]
"""Whether the text at a path of a loaded file is what was to be written."""


def carries(edit: Edit) -> list[Key]:
    """Return the elements, as they are now, that an edit takes from elsewhere."""

    def within(value: Data) -> list[Key]:
        if isinstance(value, Carry):
            return [(value.file, value.path)]
        if isinstance(value, New):
            return within(value.value)
        if isinstance(value, dict | list):
            return [key for item in (value.values() if isinstance(value, dict) else value) for key in within(item)]
        return []

    items = edit.items if isinstance(edit, Arrange) else ()
    return [key for item in items if isinstance(item, New) for key in within(item)]


def apply(
    data: bytes, file: str, edits: Iterable[Edit], same: Same | None = None, pieces: Pieces | None = None
) -> tuple[bytes, list[Edit]]:
    """Return the file with *edits*, and the edits that could not be made. *pieces*: elements from elsewhere.

    Values are set first; then keys are deleted and sequences arranged, the inner ones before the outer ones, so that
    all paths are those of the file as it was.
    """
    source, _ = load(data, file)
    if source is None:
        return data, list(edits)
    text = _text_of(source)
    before = text
    failed: list[Edit] = []
    order = {SetValue: 0, DeleteKey: 1, Arrange: 1}
    for edit in sorted(edits, key=lambda edit: (order[type(edit)], -len(edit.path), _reverse(edit.path))):
        made = _make(text, source, _filled(edit, pieces or {}), same or equal)
        if made is None:
            failed.append(edit)
        else:
            text, source = made
    return (data if text == before else encoded(data, before, text)), failed


def pieces_of(data: bytes, file: str, paths: Iterable[Path]) -> dict[Key, Piece]:
    """Return how the elements at *paths* are written."""
    source, _ = load(data, file)
    if source is None:
        return {}
    context = Context(source, _text_of(source))
    found = {path: piece_of(context, path) for path in paths}
    return {(file, path): piece for path, piece in found.items() if piece is not None}


def has_comments(source: Source, path: Path) -> bool:
    """Whether the element at *path* has comments, above it too."""
    piece = piece_of(Context(source, _text_of(source)), path)
    return piece is not None and piece.commented


def _filled(edit: Edit, pieces: Pieces) -> Edit:
    """Return an edit with what is written where it points."""

    def fill(value: Data) -> Data:
        if isinstance(value, New):
            return fill(value.value)
        if isinstance(value, Carry):
            return pieces.get((value.file, value.path), value)
        if isinstance(value, dict):
            return {key: fill(item) for key, item in value.items()}
        return [fill(item) for item in value] if isinstance(value, list) else value

    if not isinstance(edit, Arrange):
        return edit
    items = tuple(item if isinstance(item, int) else item._replace(value=fill(item.value)) for item in edit.items)
    return edit._replace(items=items)


def _reverse(path: Path) -> tuple[tuple[int, int | str], ...]:
    """A key that puts later elements first, so that deleting one moves none that is still to be changed."""
    return tuple((-step, "") if isinstance(step, int) else (0, step) for step in path)


def equal(source: Source, path: Path, new: Data) -> bool:
    """Whether the value at *path* is *new*, the line end of a block aside."""
    found = source.value(path)
    if isinstance(found, str) and isinstance(new, str):
        return found.rstrip("\n") == new.rstrip("\n")
    return type(found) is type(new) and found == new


def _make(text: str, source: Source, edit: Edit, same: Same) -> tuple[str, Source] | None:
    for cut in _cuts(source, text, edit):
        changed = text[: cut.start] + cut.text + text[cut.end :]
        loaded, found = load(changed.encode("utf-8", "surrogatepass"), source.file)
        if loaded is None or any(one.severity is Severity.ERROR for one in found):
            continue
        if _is_meant(source, loaded, edit, same):
            return changed, loaded
    return None


def _cuts(source: Source, text: str, edit: Edit) -> Iterable[Cut]:
    context = Context(source, text)
    match edit:
        case SetValue(path, new):
            return scalar_cuts(context, path, new)
        case DeleteKey(path):
            return key_cuts(context, path)
        case Arrange(path, items):
            return arrangements(context, path, [item if isinstance(item, int) else (item.value,) for item in items])


def _is_meant(before: Source, after: Source, edit: Edit, same: Same) -> bool:
    """Whether *after* is *before* with *edit*. Line ends of blocks may differ where a text was written."""
    expected = deepcopy(before.data)
    holder = _at(expected, edit.path[:-1]) if edit.path else None
    if holder is None:
        return False
    step = edit.path[-1]
    match edit:
        case SetValue(path, new):
            if not same(after, path, new):
                return False
            holder[step] = after.value(path)
        case DeleteKey():
            del holder[step]
        case Arrange(path, items):
            made = after.value(path)
            if not isinstance(made, list) or len(made) != len(items):
                return False
            old = holder[step] or []
            wanted: list[object] = []
            for item, found in zip(items, made, strict=True):
                if isinstance(item, int):
                    wanted.append(old[item])
                elif not _alike(found, item.value):
                    return False
                else:
                    wanted.append(found)
            holder[step] = wanted
    return _identical(expected, after.data)


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _alike(found: object, wanted: Data) -> bool:
    if isinstance(wanted, Piece):
        return _identical(found, wanted.data)
    if isinstance(found, dict) and isinstance(wanted, dict):
        return list(found) == list(wanted) and all(_alike(found[key], wanted[key]) for key in wanted)
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(_alike, found, wanted))
    if isinstance(found, str) and isinstance(wanted, str):
        return found.rstrip("\n") == wanted.rstrip("\n")
    return type(found) is type(wanted) and found == wanted


def _identical(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_identical(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_identical, one, other))
    return one == other or one != one


# --- bytes -----------------------------------------------------------------------------------------------------------


def _text_of(source: Source) -> str:
    text = source.text
    for stand_in, meant in source.stand_ins.items():
        text = text.replace(stand_in, meant)
    return text


def encoded(data: bytes, before: str, after: str) -> bytes:
    """Return *after* as bytes: lines that are as before keep how they were written, their line ends too."""
    raw = _raw_lines(data)
    old, new = before.split("\n"), after.split("\n")
    if len(raw) != len(old):
        raw = [(line, "\n") for line in old]
    ends = [end for _, end in raw if end]
    usual = max(dict.fromkeys(ends), key=ends.count, default="\n")
    lines: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        lines += raw[i1:i2] if tag == "equal" else [(line, usual) for line in new[j1:j2]]
    # The last line has no end; one that was the last and is not any more needs one.
    text = "".join(line + (end or usual) for line, end in lines[:-1]) + lines[-1][0]
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode("utf-8", "surrogatepass")


def _raw_lines(data: bytes) -> list[tuple[str, str]]:
    """Return the lines of a file, each with its line end; the last has none."""
    parts = re.split("(\r\n?|\n)", data.decode("utf-8-sig", "surrogateescape"))
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))
