"""The ``fonts`` of a theme: which family stands behind each key.

Enters: a :class:`~pipeline.style.reading.Reader`, and what reads a file of the workspace. Leaves: a
:class:`~pipeline.style.fonts.FamilyChoice` by key. Guaranteed: ``text``, ``heading``, ``display`` and ``code`` are
there when ``text`` could be read; a family that is not installed is an error that names the package to install; no font
is opened but the files that the theme itself names.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.diagnostics import Path
from pipeline.style.families import Family, find_family, package_name
from pipeline.style.fonts import FamilyChoice
from pipeline.style.ownfiles import FileReader, no_files, read_own_family
from pipeline.style.reading import Reader, did_you_mean

_KEYS = ("text", "heading", "display", "code")
_WEIGHT_AXIS = "wght"
Axes = tuple[tuple[str, float], ...]


def read_families(reader: Reader, read: FileReader = no_files) -> dict[str, FamilyChoice]:
    """The families by key. ``heading``, ``display`` and ``code`` are as ``text`` where the theme does not say.

    Families that only serve as fallback stand under their own names, after the keys.
    """
    entries = reader.mapping(("fonts",))
    if "text" not in entries:
        reader.missing(("fonts", "text"), "write fonts: {text: {family: Source Serif 4}}")
    choices: dict[str, FamilyChoice] = {}
    reserve: dict[str, FamilyChoice] = {}
    for key in dict.fromkeys((*_KEYS, *entries)):
        choice = _choice(reader, key, choices, reserve, read) if key in entries else choices.get("text")
        if choice is not None:
            choices[key] = choice
    return {**choices, **{name: choice for name, choice in reserve.items() if name not in choices}}


def _choice(
    reader: Reader,
    key: str,
    choices: Mapping[str, FamilyChoice],
    reserve: dict[str, FamilyChoice],
    read: FileReader,
) -> FamilyChoice | None:
    """One entry of ``fonts``; its fallbacks go to *reserve*."""
    path: Path = ("fonts", key)
    if not reader.has((*path, "family")):
        reader.missing((*path, "family"), f"write fonts: {{{key}: {{family: Source Serif 4}}}}")
        return None
    family = _family(reader, path, read)
    if family is None:
        return None
    axes = _axes(reader, path, family)
    fallback = []
    for index, name in enumerate(reader.texts((*path, "fallback"))):
        other = _find(reader, (*path, "fallback", index), name)
        if other is not None:
            reserve[other.name] = FamilyChoice(other, other.name, place=reader.place((*path, "fallback", index)))
            fallback.append(other.name)
    name = _word_name(key, family, axes, choices)
    return FamilyChoice(family, name, axes, tuple(fallback), reader.place((*path, "family")))


def _family(reader: Reader, path: Path, read: FileReader) -> Family | None:
    """The family of an entry: made of the theme's own files, else an installed one."""
    name = reader.text((*path, "family"))
    own: Path = (*path, "files")
    # A theme that replaces its parent's family does not mean that one's files.
    if reader.has(own) and reader.origin(own) <= reader.origin((*path, "family")):
        return read_own_family(reader, own, name, read)
    return _find(reader, (*path, "family"), name)


def _find(reader: Reader, path: Path, name: str) -> Family | None:
    family = find_family(name)
    if family is None:
        help = f"install it with: pip install {package_name(name)}"
        reader.error("missing-font", f"the font family '{name}' is not installed", path, help)
    return family


def _axes(reader: Reader, path: Path, family: Family) -> Axes:
    """The axes that the theme pins, checked against the family's."""
    axes = []
    for tag in reader.mapping((*path, "axes")):
        at: Path = (*path, "axes", tag)
        limits = family.range(tag)
        value = reader.get(at)
        if tag == _WEIGHT_AXIS:
            reader.error("font-axis", "each style sets its weight, not the family", at, "write weight: in a style")
        elif limits is None:
            # A theme that replaces its parent's family must not answer for the axes of the family that it replaced.
            if reader.origin(at) <= reader.origin((*path, "family")):
                known = [axis for axis, _, _ in family.axes if axis != _WEIGHT_AXIS]
                reader.error("font-axis", f"{family.name} has no axis '{tag}'", at, did_you_mean(tag, known))
        elif isinstance(value, bool) or not isinstance(value, (int, float)) or not limits[0] <= value <= limits[1]:
            reader.odd(at, f"a number from {limits[0]:g} to {limits[1]:g}")
        else:
            axes.append((tag, float(value)))
    return tuple(sorted(axes))


def _word_name(key: str, family: Family, axes: Axes, choices: Mapping[str, FamilyChoice]) -> str:
    """The first cut of a family has its plain name, another cut the key beside it: ``Source Serif 4 Display``."""
    cuts = {choice.axes: choice.name for choice in choices.values() if choice.family.name == family.name}
    if axes in cuts:
        return cuts[axes]
    return f"{family.name} {key.replace('-', ' ').title()}" if cuts else family.name
