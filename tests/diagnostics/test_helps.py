"""Each error and warning of the program says what to do: its help is written where it is made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parents[2] / "pipeline"
MAKERS = frozenset({"error", "warning", "refuse"})
WITHOUT = {
    "verify/": "what a judge says of a finished file: the rule's own words",
    "diagnostics/": "where findings are made and read",
}
"""Rooms whose findings need no help, with the reason."""


def made_in(code: str) -> Iterator[ast.Call]:
    """Yield the calls that make a finding and give it no help.

    Functions take the help by its name, methods (``reader.error(code, message, path, help)``) as their fourth value.
    """
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        method = isinstance(function, ast.Attribute)
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        named = {keyword.arg for keyword in node.keywords}
        literal = bool(node.args) and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        if name in MAKERS and literal and "help" not in named and not (method and len(node.args) >= 4):
            yield node


def test_every_error_and_warning_has_a_help() -> None:
    found = []
    for path in sorted(PIPELINE.rglob("*.py")):
        inside = path.relative_to(PIPELINE).as_posix()
        if not inside.startswith(tuple(WITHOUT)):
            found += [f"{inside}:{call.lineno}" for call in made_in(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('error("a", "b")', 1),
        ('error("a", "b", place, help="do this")', 0),
        ('reader.error("a", "b", path)', 1),
        ('reader.error("a", "b", path, "do this")', 0),
        ('source.warning("a", "b", place, label="odd")', 1),
        ("error(code, message)", 0),
    ],
)
def test_a_finding_without_help_would_be_noticed(code: str, lines: int) -> None:
    assert len(list(made_in(code))) == lines
