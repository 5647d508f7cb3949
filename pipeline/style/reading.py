"""Reading a theme's values, with a diagnostic instead of an exception for each that is odd.

Enters: the plain values of a theme file and of the themes it extends. Leaves: typed values, and diagnostics at the
place where the value was written. Guaranteed: nothing raises, whatever the values are; a finding is reported once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, Path, Place, error, warning
from pipeline.style.colors import grey
from pipeline.style.theme import Border, Color
from pipeline.units import Length

PlaceOf = Callable[[Path], Place | None]
_HEX = re.compile(r"#([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
_NONE = "none"
_LARGEST = 1584.0
"""Points; Word knows no paper and no space beyond 22 inches (ECMA-376 ST_TwipsMeasure as Word limits it)."""
_THICKEST = 12.0
_WIDEST_GAP = 31.0
"""Points; what Word can draw of a paragraph's border (ECMA-376 17.18.2 and 17.3.4, w:sz and w:space)."""
_DEPTH = 4
"""Levels of mappings that mean something in a theme: styles, a style, a rule."""
_LONGEST_SHOWN = 60
_LONGEST_NUMBER = 10**15
_ABSENT = object()


class ThemeFile(NamedTuple):
    """A theme as written: *values* as plain data, *place_of* a value's place by its path."""

    name: str
    values: object
    place_of: PlaceOf


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return a help text: the nearest of *known*, else all of them."""
    from pipeline.diagnostics import suggest

    names = list(known)
    listed = "write one of: " + ", ".join(names) if names else ""
    return suggest.did_you_mean(str(word), names) or listed


class Reader:
    """The values of a theme over those of its parents (the first file wins).

    Collects *diagnostics*; *faulty* are the theme's keys that have errors, so that no error is told that only follows
    from another.
    """

    def __init__(self, files: Sequence[ThemeFile]) -> None:
        self.files = files
        self.diagnostics: list[Diagnostic] = []
        self.palette: dict[str, Color] = {}
        self.monochrome = False
        """Whether every colour is read as the grey of its luminance."""
        self.faulty: set[str | int] = set()
        self.values: Mapping[str, object] = {}
        for file in reversed(files):
            if isinstance(file.values, Mapping):
                self.values = _merged(self.values, file.values)
            else:
                message = f"the theme '{file.name}' is not a mapping of settings"
                self.report("theme-value", message, place_in(file, ()), "write paper: letter, or extends: letter")

    def get(self, path: Path, default: object = None) -> object:
        """The value at *path*, whatever it is."""
        found = _at(self.values, path)
        return default if found is _ABSENT else found

    def has(self, path: Path) -> bool:
        return _at(self.values, path) is not _ABSENT

    def mapping(self, path: Path) -> Mapping[str, object]:
        """The mapping at *path*; empty when it is absent or something else."""
        found = self.get(path, {})
        if isinstance(found, Mapping):
            return {str(key): value for key, value in found.items()}
        self.odd(path, "a mapping of settings")
        return {}

    def origin(self, path: Path) -> int:
        """Which file the value at *path* comes from: 0 for the theme itself, 1 for its parent, and so on."""
        for index, file in enumerate(self.files):
            if _at(file.values, path) is not _ABSENT:
                return index
        return len(self.files)

    def place(self, path: Path) -> Place | None:
        """Where the value at *path* stands: in the first file that has it, else at its nearest parent there."""
        while True:
            for file in self.files:
                if _at(file.values, path) is not _ABSENT:
                    place = place_in(file, path)
                    if place is not None:
                        return place
            if not path:
                return None
            path = path[:-1]

    def error(self, code: str, message: str, path: Path, help: str = "") -> None:
        """Add an error at the place of *path*; its first step is then *faulty*."""
        self.faulty.update(path[:1])
        self.report(code, message, self.place(path), help)

    def report(self, code: str, message: str, place: Place | None, help: str = "") -> None:
        """Add an error at *place*, once."""
        self._add(error(code, message, place, help=help))

    def warning(self, code: str, message: str, path: Path, help: str = "") -> None:
        self._add(warning(code, message, self.place(path), help=help))

    def odd(self, path: Path, wanted: str, help: str = "") -> None:
        """Report that the value at *path* is not *wanted*."""
        shown = _shown(self.get(path))
        self.error("theme-value", f"{shown} is not {wanted}", path, help or f"write {wanted}")

    def missing(self, path: Path, help: str) -> None:
        name = ".".join(str(step) for step in path)
        self.error("theme-missing", f"the theme does not say '{name}'", path, help)

    def text(self, path: Path, default: str = "") -> str:
        found = self.get(path, default)
        if isinstance(found, str):
            return found
        self.odd(path, "text")
        return default

    def flag(self, path: Path, default: bool = False) -> bool:
        found = self.get(path, default)
        if isinstance(found, bool):
            return found
        self.odd(path, "true or false")
        return default

    def texts(self, path: Path, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        found = self.get(path, default)
        if isinstance(found, (list, tuple)) and all(isinstance(entry, str) for entry in found):
            return tuple(found)
        self.odd(path, "a list of texts")
        return default

    def length(self, path: Path, default: float = 0.0, least: float = 0.0, most: float = _LARGEST) -> float:
        """A length in points: a number of points, or a text with a unit such as ``"12mm"`` or ``"-1pc"``."""
        found = self.get(path, default)
        points = _length(found)
        if points is None:
            self.odd(path, "a length", "write a number and a unit: 11pt, 0.5in, 12mm, 1.2cm")
            return default
        if not least <= points <= most:
            self.odd(path, f"a length from {least:g}pt to {most:g}pt")
            return default
        return points

    def color(self, path: Path, default: Color) -> Color:
        """A colour: a name of the theme's palette, or ``#RRGGBB``."""
        found = self.get(path, _ABSENT)
        return default if found is _ABSENT else self._color(found, path) or default

    def fill(self, path: Path) -> Color | None:
        """A colour, or None for ``none`` or an absent value."""
        found = self.get(path)
        return None if found is None or found == _NONE else self._color(found, path)

    def border(self, path: Path, default: Border | None = None) -> Border | None:
        """A mapping of width, color and gap; None for ``none``."""
        found = self.get(path, _ABSENT)
        if found is _ABSENT:
            return default
        if found is None or found == _NONE:
            return None
        if not isinstance(found, Mapping):
            self.odd(path, "a line", "write {width: 0.5pt, color: …}, or none")
            return default
        return Border(
            width=self.length((*path, "width"), 0.5, most=_THICKEST),
            color=self.color((*path, "color"), Color(0, 0, 0)),
            gap=self.length((*path, "gap"), most=_WIDEST_GAP),
        )

    def read_palette(self) -> None:
        """Take in ``colors``, which every later colour may name."""
        for name, value in self.mapping(("colors",)).items():
            color = self._hex(value)
            if color is None:
                self.odd(("colors", name), "a colour", 'write "#RRGGBB" in quotation marks, such as "#1B365D"')
            else:
                self.palette[name] = color

    def _color(self, found: object, path: Path) -> Color | None:
        color = self._hex(found)
        if color is None and isinstance(found, str):
            color = self.palette.get(found)
        if color is None:
            names = dict.fromkeys((*self.palette, *self.mapping(("colors",))))
            self.error("unknown-color", f"{_shown(found)} is no colour of this theme", path, did_you_mean(found, names))
        return color

    def _hex(self, value: object) -> Color | None:
        color = _hex(value)
        return grey(color) if color is not None and self.monochrome else color

    def _add(self, finding: Diagnostic) -> None:
        if finding not in self.diagnostics:
            self.diagnostics.append(finding)


def _merged(under: Mapping[str, object], over: Mapping[str, object], depth: int = _DEPTH) -> dict[str, object]:
    """Mappings are merged key by key; anything else in *over* replaces what stands in *under*."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        both = depth > 0 and isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = _merged(below, value, depth - 1) if both else value  # type: ignore[arg-type]
    return result


def _at(value: object, path: Path) -> object:
    for step in path:
        if type(value) is dict or isinstance(value, Mapping):  # the exact type first: this runs 2,000 times a theme
            value = value.get(step, _ABSENT)
        elif isinstance(value, (list, tuple)) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return _ABSENT
    return value


def place_in(file: ThemeFile, path: Path) -> Place | None:
    """The place of the value at *path* in one file, or None."""
    try:
        return file.place_of(path)
    except LookupError:
        return None


def _shown(value: object) -> str:
    """A value as a message shows it: short, and on one line."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None or isinstance(value, bool):
        return str(value).lower() if value is not None else "nothing"
    if isinstance(value, int) and abs(value) > _LONGEST_NUMBER:
        return "such a large number"
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _hex(value: object) -> Color | None:
    match = _HEX.fullmatch(value) if isinstance(value, str) else None
    return Color(*(int(part, 16) for part in match.groups())) if match else None


def _length(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        try:
            points = float(value)
        except OverflowError:
            return None
        return points if math.isfinite(points) else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    sign = -1.0 if text.startswith("-") else 1.0
    try:
        return sign * float(Length.parse(text.removeprefix("-")))
    except ValueError:
        return None
