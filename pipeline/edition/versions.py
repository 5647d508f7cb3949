"""The versions of what makes a document: this package and the libraries and fonts it uses.

Enters: the places where Python looks for packages. Leaves: a sorted mapping of names to versions. Guaranteed: any
change that could change a document's bytes changes the mapping; nothing is imported to find out.
"""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from pipeline import __version__
from pipeline.style.packages import PACKAGES, package_of

LIBRARIES = frozenset(
    {
        "babel",
        "cssselect2",
        "google-re2",
        "icu4py",
        "jinja2",
        "jsonschema-rs",
        "lxml",
        "markdown-it-py",
        "mdit-py-plugins",
        "pikepdf",
        "pillow",
        "pypdfium2",
        "pyphen",
        "python-docx",
        "pyyaml",
        "reportlab",
        "resvg-py",
        "tinycss2",
        "tzdata",
        "uharfbuzz",
    }
)
_FONTS = "fontpkg-"
"""How packages of one font family are called."""
_DIST_INFO = re.compile(r"(.+)-([^-]+)\.dist-info")


PRESS = frozenset({"pikepdf", "pypdfium2"})
"""What makes documents only where other PDFs are put into them."""


def versions() -> dict[str, str]:
    """Return names as package indexes write them, with this package, Python and zlib among them."""
    found = {
        "print-briefs": __version__,
        "print-briefs-code": _own_digest(),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    for folder in sys.path:
        for name, version in _installed(Path(folder)):
            found.setdefault(name, version)
    return dict(sorted(found.items()))


def with_fonts(found: Mapping[str, str], packages: Container[str]) -> dict[str, str]:
    """Return *found* with no other packages of fonts and for inserting PDFs than *packages*.

    What else is installed changes no document.

    A document that takes one face from the reserve may take another when a package is added to the reserve, so that all
    of these count for it.
    """
    reserve = PACKAGES if any(name in packages for name in sorted(PACKAGES)) else frozenset[str]()
    return {
        name: version
        for name, version in found.items()
        if name in packages or name in reserve or not (_has_fonts(name) or name in PRESS)
    }


def font_packages(files: Iterable[Path]) -> frozenset[str]:
    """Return the packages that font *files* belong to."""
    return frozenset(filter(None, map(package_of, files)))


def _has_fonts(name: str) -> bool:
    return name.startswith(_FONTS) or name in PACKAGES


def _own_digest() -> str:
    """Return a digest of this package's own files, so that a changed program builds everything again."""
    package = Path(__file__).parents[1]
    total = sha256()
    for name in sorted(_own_files(package)):
        total.update(name.encode())
        total.update((package / name).read_bytes())
    return total.hexdigest()[:16]


def _own_files(package: Path, folder: str = "") -> Iterator[str]:
    for entry in os.scandir(package / folder):
        name = f"{folder}{entry.name}"
        if entry.is_dir():
            if entry.name not in ("shipped", "__pycache__"):
                yield from _own_files(package, f"{name}/")
        elif entry.name.endswith((".py", ".yaml")):
            yield name


def _installed(folder: Path) -> list[tuple[str, str]]:
    # importlib.metadata opens a file for each package; the folders' names say the same.
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []
    packages = []
    for match in filter(None, map(_DIST_INFO.fullmatch, names)):
        name = re.sub(r"[-_.]+", "-", match[1]).lower()
        if name in LIBRARIES or _has_fonts(name):
            packages.append((name, match[2]))
    return packages
