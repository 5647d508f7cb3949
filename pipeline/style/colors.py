"""Colours as eyes see them: luminance, contrast, and the grey that is as light as a colour.

Enters: sRGB colours. Leaves: numbers, and greys. Guaranteed: the grey of a colour has at least the contrast with any
other grey of a page that the colour had, as far as 256 steps allow: dark colours become no lighter, light ones no
darker.
"""

from __future__ import annotations

from math import ceil, floor

from pipeline.style.theme import Color

MIDDLE = 0.18
"""The luminance that has about the same contrast with black and with white."""


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    """The relative luminance, 0 to 1 (WCAG 2.1)."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)


def grey(color: Color) -> Color:
    """The grey of the same luminance; rounded away from the middle, so that contrast does not shrink."""
    if color.red == color.green == color.blue:
        return color
    light = luminance(color)
    share = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    level = min(255, max(0, floor(share * 255) if light < MIDDLE else ceil(share * 255)))
    return Color(level, level, level)
