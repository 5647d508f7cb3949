"""A theme of round numbers that no shipped theme can change: what tests measure and goldens hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.style.load import resolve_theme
from pipeline.style.theme import Color, Theme

_VALUES: Mapping[str, Any] = {
    "paper": "letter",
    "margins": {"top": "1in", "bottom": "1in", "left": "1in", "right": "1in", "header": "0.5in", "footer": "0.5in"},
    "fonts": {"text": {"family": "Source Serif 4", "axes": {"opsz": 11}}, "heading": {"family": "Public Sans"}},
    "link": "#0000CC",
    "accent": "#003366",
    "strong-weight": "bold",
    "styles": {
        "body": {"font": "text", "size": 10, "leading": 12, "color": "#000000", "space-after": 6},
        "heading-1": {"font": "heading", "weight": "bold", "size": 20, "leading": 24, "space-after": 12},
        "heading-2": {"font": "heading", "weight": "bold", "size": 14, "leading": 18, "space-before": 12},
        "label": {"uppercase": True, "tracking": "0.1em", "keep-with-next": True},
        "attribution": {"italic": True},
        "quote": {"indent-left": 20},
        "toc-1": {"indent-left": 20},
        "toc-2": {"indent-left": 30},
        "table-cell": {"size": 9, "leading": 11, "space-after": 0, "features": ["tnum"]},
        "table-head": {"font": "heading", "weight": "bold", "size": 9, "leading": 11, "space-after": 0},
        "caption": {"space-before": 4, "space-after": 2},
        "callout": {"space-after": 4},
        "callout-title": {"space-after": 2},
        "footnote": {"size": 8, "leading": 10, "indent-left": 10, "space-after": 0},
        "cover-title": {"size": 30, "leading": 36, "space-before": 144, "rule-below": {"width": 1, "gap": 6}},
        "header": {"size": 8, "leading": 10, "space-after": 0},
        "footer": {"size": 8, "leading": 10, "space-after": 0},
        "marking": {"size": 8, "leading": 10, "space-after": 0, "align": "center", "weight": "bold", "uppercase": True},
    },
    "lists": {"indent": 18, "item-gap": 3, "bullets": ["•", "–"], "numbers": ["{1}.", "({a})"]},
    "table": {
        "padding-x": 4,
        "padding-y": 3,
        "space-before": 2,
        "space-after": 10,
        "head-fill": "#DDEEFF",
        "band-fill": "#F4F4F4",
        "head-rule": {"width": 1, "color": "#003366"},
        "row-rule": {"width": 0.5, "color": "#999999"},
        "edge-rule": {"width": 1, "color": "#003366"},
    },
    "callouts": {
        kind: {"fill": fill, "bar": {"width": 3, "color": "#003366"}, "padding": 8, "space-before": 5, "space-after": 9}
        for kind, fill in (("note", "#EEF4FA"), ("important", "#FFF6E0"), ("warning", "#FDECEA"))
    },
    "quote": {"bar": {"width": 2, "color": "#999999"}},
    "rule": {"width": 0.5, "color": "#999999", "gap": 5},
    "header": {"left": "{title}", "right": "{tab} / {paper}", "rule": {"width": 0.5, "color": "#999999", "gap": 2}},
    "footer": {"left": "{date}", "center": "{subtitle}", "right": "Page {page} of {pages}"},
}


def resolved(values: Mapping[str, Any]) -> Theme:
    theme, diagnostics = resolve_theme(values, "plain", lambda _: None)
    assert theme is not None, diagnostics
    return theme


@cache
def plain_theme() -> Theme:
    """10 on 12 point text on letter paper with margins of an inch, so that the measure is 468 points."""
    return resolved(_VALUES)


@cache
def semibold_theme() -> Theme:
    """The plain theme with strong text in a weight that is a family of its own for Word."""
    return replace(resolved({**_VALUES, "strong-weight": "semibold"}), accent=Color(1, 2, 3))


def printed_theme(values: Mapping[str, Any]) -> Theme:
    """The plain theme with other values for its ``print``, ``banners`` and ``margins``."""
    margins = {**_VALUES["margins"], **values.get("margins", {})}
    if "inside" in margins:
        margins = {key: value for key, value in margins.items() if key not in ("left", "right")}
    return resolved({**_VALUES, **values, "margins": margins})
