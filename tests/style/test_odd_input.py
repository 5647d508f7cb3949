"""Whatever a theme file holds, resolving it ends with a theme or with errors."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Severity
from pipeline.style.load import resolve_theme
from tests.style.theming import letter_theme, theme_file

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        [
            "none",
            "1in",
            "-3mm",
            "0.1em",
            "nanem",
            "#GGGGGG",
            "{",
            "{page",
            "{{}}",
            "letter",
            "text",
            "body",
            "tnum",
            "navy",
        ]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


def paths(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in plain values."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, below in inner for found in paths(below, (*path, key)))]


LETTER: Any = getattr(theme_file("letter"), "values", None)
PATHS = paths(LETTER)[1:]


def resolve(values: object) -> None:
    def no_place(_: object) -> None:
        raise LookupError

    theme, diagnostics = resolve_theme(values, "own", no_place, theme_file)
    faulty = any(finding.severity is Severity.ERROR for finding in diagnostics)
    assert (theme is None) == faulty
    assert all(finding.message and finding.code for finding in diagnostics)
    if theme is not None:
        assert set(theme.styles) == set(letter_theme().styles)
        assert all(style.leading >= style.size * 0.9 for style in theme.styles.values())
        assert theme.page.measure >= 108 and theme.page.text_height >= 108
        assert all(theme.fonts.chain(style.font) for style in theme.styles.values())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
@example({"styles": {"body": {"size": 10**400, "leading": 10**5000}}})
@example({"margins": {"left": float("nan"), "right": float("-inf")}})
@example({"styles": [], "fonts": 5, "colors": "red", "header": None, "lists": {"bullets": [1]}})
@example({1: {2: 3}, "fonts": {"text": {"family": "x" * 1000}}})
@example({"fonts": {"text": {"family": "a\x00b"}}})
@example({"extends": ["letter"]})
@example({"extends": "letter", "print": 5, "banners": []})
@example({"extends": "letter", "print": {"ears": 10**400, "columns": None, "start": [], "column-gap": -1}})
@example({"extends": "letter", "print": {"columns": 2, "column-gap": "1.5in", "dividers": True, "ears": 40}})
@example({"extends": "letter", "print": {"monochrome": "yes"}, "banners": {"": {}, "A": None, "B": {"fill": 5}}})
@example({"extends": "letter", "margins": {"inside": "x", "left": 5, "gutter": float("nan")}})
@example({"extends": "letter", "margins": {"inside": 1000, "gutter": 1000}})
@example({"extends": "letter", "extends ": "letter"})
def test_arbitrary_values_never_raise(values: object) -> None:
    resolve(values)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES), min_size=1, max_size=4))
def test_a_theme_with_odd_values_in_some_places_never_raises(changes: list[tuple[tuple[Any, ...], object]]) -> None:
    values = copy.deepcopy(LETTER)
    for path, value in changes:
        target = values
        for step in path[:-1]:
            target = target[step] if isinstance(target, dict) and step in target else None
        if isinstance(target, dict):
            target[path[-1]] = value
    resolve(values)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PATHS))
def test_a_theme_that_lacks_a_setting_never_raises(path: tuple[Any, ...]) -> None:
    values = copy.deepcopy(LETTER)
    target = values
    for step in path[:-1]:
        target = target[step]
    del target[path[-1]]
    resolve(values)


def test_mappings_nested_a_thousand_deep_never_raise() -> None:
    values: dict[str, object] = {}
    for _ in range(1000):
        values = {"styles": values, "colors": [values]}
    resolve({"extends": "letter", **values})
