"""Short ways to load texts and to write down what was found."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic, Path
from pipeline.source.load import Source, load


def loaded(text: str | bytes, file: str = "data.yaml") -> Source:
    """Return the source of a text that must be free of findings."""
    source, found = load(text.encode() if isinstance(text, str) else text, file)
    assert source is not None, found
    assert found == []
    return source


def faults(text: str | bytes, file: str = "data.yaml") -> list[Diagnostic]:
    """Return what loading finds."""
    return load(text.encode() if isinstance(text, str) else text, file)[1]


def only_fault(text: str | bytes) -> Diagnostic:
    """Return the one finding that loading must make."""
    (fault,) = faults(text)
    return fault


def spot(finding: Diagnostic) -> tuple[int, int, int, int]:
    """Return line, column, end line and end column of a finding."""
    place = finding.place
    assert place is not None
    return place.line, place.column, place.end_line, place.end_column


def place(source: Source, *path: str | int) -> tuple[int, int, int, int]:
    """Return line, column, end line and end column of a value."""
    found = source.place(path)
    assert found.path == path
    return found.line, found.column, found.end_line, found.end_column


def key_place(source: Source, *path: str | int) -> tuple[int, int, int, int]:
    """Return line, column, end line and end column of a key."""
    found = source.key_place(path)
    return found.line, found.column, found.end_line, found.end_column


def marked(source: Source, path: Path, word: str) -> str:
    """Return what stands in the file where *word*, a part of the text at *path*, comes from."""
    value = source.value(path)
    assert isinstance(value, str)
    start = value.index(word)
    found = source.within(path, start, start + len(word))
    if found.line == found.end_line:
        return source.line(found.line)[found.column - 1 : found.end_column - 1]
    first, last = source.line(found.line)[found.column - 1 :], source.line(found.end_line)[: found.end_column - 1]
    return f"{first}|{last}"
