"""Finding font families among installed packages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pipeline.style.families import Family, FamilyFile, find_family, package_name


def test_a_family_is_found_with_its_files_and_axes_and_its_package_is_not_imported() -> None:
    family = find_family("Source Serif 4")
    assert family is not None
    assert family.name == "Source Serif 4"
    assert [(file.path.name, file.italic, file.weight) for file in family.files] == [
        ("SourceSerif4[opsz,wght].ttf", False, None),
        ("SourceSerif4-Italic[opsz,wght].ttf", True, None),
    ]
    assert family.axes == (("opsz", 8.0, 60.0), ("wght", 200.0, 900.0))
    assert not [name for name in sys.modules if name.startswith("fontpkg")]


@pytest.mark.parametrize(
    ("family", "package"),
    [
        ("Public Sans", "fontpkg-public-sans"),
        ("Source Serif 4", "fontpkg-source-serif-4"),
        ("M PLUS Rounded 1c", "fontpkg-m-plus-rounded-1c"),
        ("  Odd / Name!  ", "fontpkg-odd-name"),
    ],
)
def test_a_package_is_named_after_its_family(family: str, package: str) -> None:
    assert package_name(family) == package


@pytest.mark.parametrize("name", ["No Such Family", "", "...", "\x00", "os.path", "x" * 5000, "ភាសា"])
def test_a_family_without_a_package_is_none(name: str) -> None:
    assert find_family(name) is None


def make_package(folder: Path, monkeypatch: pytest.MonkeyPatch, metadata: bytes) -> None:
    package = folder / "fontpkg_test_face"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('imported')", "utf-8")
    (package / "metadata.json").write_bytes(metadata)
    monkeypatch.syspath_prepend(folder)


def test_static_files_are_listed_with_their_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        {"path": "files/R.ttf", "style": "normal", "weight": 400, "variable": False},
        {"path": "files/BI.ttf", "style": "italic", "weight": 700, "variable": False},
    ]
    metadata = {"family": "Test Face", "files": files, "axes": []}
    make_package(tmp_path, monkeypatch, json.dumps(metadata).encode())
    family = find_family("Test Face")
    assert family is not None
    root = tmp_path / "fontpkg_test_face"
    assert family.files == (
        FamilyFile(root / "files/R.ttf", False, 400),
        FamilyFile(root / "files/BI.ttf", True, 700),
    )


@pytest.mark.parametrize(
    "metadata",
    [b"", b"\xff", b"[]", b"{}", b'{"files": [], "family": "X"}', b'{"files": [1], "family": "X"}', b'{"files": 1}'],
)
def test_a_package_that_does_not_describe_a_family_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metadata: bytes
) -> None:
    make_package(tmp_path, monkeypatch, metadata)
    assert find_family("Test Face") is None


def test_the_best_file_has_the_wanted_slope_then_the_nearest_weight() -> None:
    regular, bold, italic = (
        FamilyFile(Path("r"), False, 400),
        FamilyFile(Path("b"), False, 700),
        FamilyFile(Path("i"), True, 400),
    )
    family = Family("Test Face", (regular, bold, italic), ())
    assert family.file(400, False) is regular
    assert family.file(500, False) is regular
    assert family.file(550, False) is bold
    assert family.file(900, False) is bold
    assert family.file(700, True) is italic
    assert family.has_weight(700)
    assert not family.has_weight(600)
