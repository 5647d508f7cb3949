"""The packages that hold the faces of the reserve.

Enters: nothing. Leaves: their names. Guaranteed: importing this module costs nothing, since every build asks for them.
"""

from __future__ import annotations

from pathlib import Path

SINGLE = {
    "Noto Sans": "fontpkg-noto-sans",
    "Noto Serif": "fontpkg-noto-serif",
    "Noto Kufi Arabic": "fontpkg-noto-kufi-arabic",
    "Noto Sans Arabic": "fontpkg-noto-sans-arabic",
    "Noto Sans Devanagari": "fontpkg-noto-sans-devanagari",
    "Noto Sans Khmer": "fontpkg-noto-sans-khmer",
    "Noto Sans Tamil": "fontpkg-noto-sans-tamil",
    "Noto Sans Telugu": "fontpkg-noto-sans-telugu",
    "Noto Sans Thai": "fontpkg-noto-sans-thai",
}
"""Families of the reserve that have a package of their own."""
REQUIRED = frozenset({"Public Sans", "Source Serif 4"})
"""Families whose packages are always installed, so that what else is there does not decide about them."""
COLLECTIONS = {
    "justmytype-intl-cjk": "fonts/ofl/{lower}/{stem}[wght].ttf",
    "manimgx-fonts": "{stem}[wght].ttf",
    "pylopdf-fonts-ar": "{stem}-Variable.ttf",
    "pylopdf-fonts-he": "{stem}-Variable.ttf",
    "pylopdf-fonts-hi": "{stem}-Variable.ttf",
    "pylopdf-fonts-th": "{stem}-Variable.ttf",
    "pylopdf-fonts-jp": "{stem}-Regular.otf",
    "pylopdf-fonts-ko": "{stem}-Regular.otf",
    "pylopdf-fonts-zh-cn": "{stem}-Regular.otf",
    "pylopdf-fonts-zh-tw": "{stem}-Regular.otf",
}
"""Packages with files of many families, and where in them a family lies, in the order in which they are tried.

``{stem}`` stands for the family's name without spaces, ``{lower}`` for the same in small letters.
"""
EAST_ASIAN = "manimgx-fonts-cjk"
"""One file with all of Chinese, Japanese and Korean."""
PACKAGES = frozenset({*SINGLE.values(), *COLLECTIONS, EAST_ASIAN})
"""All of them; any may decide what a text looks like that needs the reserve."""


def package_of(path: Path) -> str:
    """Return the font package that a file belongs to; an empty text where it belongs to none."""
    names = (part.replace("_", "-") for part in path.parts)
    return next((name for name in names if name in PACKAGES or name.startswith("fontpkg-")), "")
