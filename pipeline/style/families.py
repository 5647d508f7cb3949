"""Font families that are installed as Python packages (``fontpkg-*``).

Enters: a family's name, such as ``Public Sans``. Leaves: its files with their variation axes, or None when the package
is missing. Guaranteed: no package is imported and no font is opened; only the package's ``metadata.json`` is read.
Fonts are part of the installation like code, so they are found by Python's own import path and never on the system:
a build gives the same bytes on a machine with other fonts.
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.values import dataclass, field

_WEIGHT_AXIS = "wght"


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """One file: upright or italic; *weight* is that of a static file, None for one with a weight axis.

    *index* counts the faces of a collection. *axes*: its own, None for those of the family. *data*: the bytes of a file
    that a theme names.
    """

    path: Path
    italic: bool
    weight: int | None
    index: int = 0
    axes: tuple[tuple[str, float, float], ...] | None = None
    data: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Family:
    """An installed family. *axes*: tag to least and greatest value, in user coordinates."""

    name: str
    files: tuple[FamilyFile, ...]
    axes: tuple[tuple[str, float, float], ...]

    def file(self, weight: int, italic: bool) -> FamilyFile:
        """The best file: the slope first, then the nearest weight (the heavier of two equally near)."""

        def distance(file: FamilyFile) -> tuple[bool, float, float]:
            least, greatest = self.weights_of(file)
            own = min(max(weight, least), greatest)
            return file.italic != italic, abs(own - weight), -own

        return min(self.files, key=distance)

    def range(self, tag: str) -> tuple[float, float] | None:
        """The least and greatest value of an axis, or None when the family lacks it."""
        return next(((least, greatest) for axis, least, greatest in self.axes if axis == tag), None)

    def weights_of(self, file: FamilyFile) -> tuple[float, float]:
        """The least and greatest weight of one of its files."""
        if file.weight is not None:
            return file.weight, file.weight
        axes = self.axes if file.axes is None else file.axes
        return next(((least, greatest) for axis, least, greatest in axes if axis == _WEIGHT_AXIS), (1, 1000))

    def has_weight(self, weight: int) -> bool:
        limits = map(self.weights_of, self.files)
        return any(least <= weight <= greatest for least, greatest in limits)


def package_name(family: str) -> str:
    """The distribution that brings *family*: ``Source Serif 4`` comes with ``fontpkg-source-serif-4``."""
    return "fontpkg-" + re.sub(r"[^a-z0-9]+", "-", family.lower()).strip("-")


def find_family(name: str) -> Family | None:
    """Return the installed family of that name; None when its package is missing or does not describe it."""
    return find_package(package_name(name))


def find_package(package: str) -> Family | None:
    """Return the family that the distribution *package* brings, such as ``fontpkg-public-sans``."""
    try:
        spec = find_spec(package.replace("-", "_"))
    except (ImportError, ValueError):
        return None
    get_data = getattr(spec.loader, "get_data", None) if spec else None  # PEP 302; namespace packages have none
    if spec is None or get_data is None:
        return None
    for folder in spec.submodule_search_locations or ():
        root = Path(folder)
        try:
            return _described(root, json.loads(get_data(str(root / "metadata.json"))))
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            continue  # a package of that name that is no font package
    return None


def _described(root: Path, metadata: Any) -> Family | None:
    files = tuple(
        FamilyFile(
            path=root / file["path"],
            italic=file["style"] == "italic",
            weight=None if file["variable"] else int(file["weight"] or 400),
        )
        for file in metadata["files"]
    )
    axes = tuple((str(axis["tag"]), float(axis["min"]), float(axis["max"])) for axis in metadata.get("axes", ()))
    return Family(str(metadata["family"]), files, axes) if files else None
