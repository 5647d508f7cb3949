"""The reserve: Noto families in installed packages, for characters that no family of a theme has.

Enters: a family's name. Leaves: the family, or None when no package brings it. Guaranteed: what is found depends on
the packages of :mod:`pipeline.style.packages` alone, in a fixed order; nothing is looked for before a character is
missing. Families with TrueType outlines are found before those with PostScript outlines: the first are smaller, and
Word takes them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from pipeline.style.families import Family, FamilyFile, find_family
from pipeline.style.files import FontFile
from pipeline.style.packages import COLLECTIONS, EAST_ASIAN, REQUIRED, SINGLE
from pipeline.style.scripts import all_families, families_of

_REGULAR = 400
_EAST_ASIAN_FILE = "NotoSansCJK-VF.otf.ttc"
_EAST_ASIAN_FACES = {f"Noto Sans CJK {form}": index for index, form in enumerate(("JP", "KR", "SC", "TC", "HK"))}


def find_reserve(name: str) -> Family | None:
    """Return the family of the reserve with that name; None when no installed package has it."""
    if name in SINGLE or name in REQUIRED:
        family = find_family(name)
        if family is not None:
            return family
    index = _EAST_ASIAN_FACES.get(name)
    if index is not None:
        return _family(name, EAST_ASIAN, _EAST_ASIAN_FILE, index)
    found = (_family(name, package, pattern) for package, pattern in COLLECTIONS.items())
    return next((family for family in found if family is not None), None)


class Reserve:
    """The families of the reserve that have been looked for."""

    def __init__(self) -> None:
        self._found: dict[str, Family | None] = {}

    def families(self, character: str, lang: str, serif: bool) -> Iterator[Family]:
        """Yield the installed families to try for *character* in a language, the best first."""
        for name in families_of(character, lang, serif):
            family = self._family(name)
            if family is not None:
                yield family

    def all(self) -> Iterator[Family]:
        """Yield every installed family of the reserve."""
        yield from filter(None, map(self._family, all_families()))

    def _family(self, name: str) -> Family | None:
        if name not in self._found:
            self._found[name] = find_reserve(name)
        return self._found[name]


def _family(name: str, package: str, pattern: str, index: int = 0) -> Family | None:
    root = _folder(package.replace("-", "_"))
    if root is None:
        return None
    stem = name.replace(" ", "")
    files = []
    for shape, italic in ((stem, False), (f"{stem}-Italic", True)):
        path = root / pattern.format(stem=shape, lower=stem.lower())
        if path.is_file():
            axes = FontFile(path, index).axes
            files.append(FamilyFile(path, italic, None if axes else _REGULAR, index, axes))
    return Family(name, tuple(files), files[0].axes or ()) if files else None


def _folder(module: str) -> Path | None:
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    return next(map(Path, spec.submodule_search_locations or ()), None) if spec is not None else None
