"""Themes for tests of any room, without the room that loads YAML."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

from pipeline.diagnostics import Diagnostic, Place
from pipeline.diagnostics import Path as ValuePath
from pipeline.style.load import resolve_theme
from pipeline.style.reading import ThemeFile
from pipeline.style.theme import Theme

THEMES = Path(__file__).parents[2] / "templates" / "themes"
SHIPPED = tuple(sorted(path.stem for path in THEMES.glob("*.yaml")))


def written(name: str, text: str) -> ThemeFile:
    """A theme as its file says it; its values have places as the source room gives them."""
    return ThemeFile(name, yaml.safe_load(text), _places(f"{name}.yaml", yaml.compose(text, yaml.SafeLoader)))


@cache
def theme_file(name: str) -> ThemeFile | None:
    """A shipped theme as written."""
    path = THEMES / f"{name}.yaml"
    return written(name, path.read_text("utf-8")) if path.is_file() else None


@cache
def shipped_theme(name: str) -> Theme:
    """A shipped theme, resolved."""
    file = theme_file(name)
    assert file is not None
    theme, diagnostics = resolve_theme(file.values, name, file.place_of, theme_file)
    assert theme is not None, diagnostics
    return theme


def letter_theme() -> Theme:
    return shipped_theme("letter")


def resolved(text: str, *others: ThemeFile) -> tuple[Theme | None, list[Diagnostic]]:
    """Resolve the theme ``own`` of *text*, which may extend a shipped theme or one of *others*."""
    file = written("own", text)
    known = {theme.name: theme for theme in others}
    return resolve_theme(
        file.values, file.name, file.place_of, lambda name: known.get(name) or theme_file(name), SHIPPED
    )


def finding(text: str, *others: ThemeFile) -> tuple[str, str, str]:
    """The only finding in *text*, which must be an error: its code, message and place (``own.yaml:3:5``)."""
    theme, diagnostics = resolved(text, *others)
    assert theme is None
    assert len(diagnostics) == 1, diagnostics
    place = diagnostics[0].place
    assert place is not None
    return diagnostics[0].code, diagnostics[0].message, f"{place.file}:{place.line}:{place.column}"


def _places(file: str, top: yaml.Node | None) -> Callable[[ValuePath], Place]:
    """Positions of values by path; LookupError for a path that is not in the file."""

    def place_of(path: ValuePath) -> Place:
        node = top
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = {key.value: value for key, value in node.value}[step]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
            else:
                raise KeyError(step)
        if node is None:
            return Place(file)
        mark = node.start_mark
        return Place(file, mark.line + 1, mark.column + 1, path=path)

    return place_of
