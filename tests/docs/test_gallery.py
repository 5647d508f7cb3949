"""The gallery shows every kind of paper and every theme, in pictures that are there and say what they show."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from tests.docs.pages import DOCS, TOP

MOST_BYTES = 2_000_000
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery", TOP / "tools" / "gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gallery"] = module
    spec.loader.exec_module(module)
    return module


def pictures() -> list[tuple[str, Path]]:
    text = (DOCS / "gallery.md").read_text(encoding="utf-8")
    return [(alt, DOCS / path) for alt, path in _PICTURE.findall(text)]


def test_the_page_is_as_the_tool_makes_it(tool: ModuleType) -> None:
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == tool.text(), "run `make gallery`"


def test_every_paper_and_every_theme_is_shown() -> None:
    shown = {path.stem for _, path in pictures()}
    papers = {f"paper-{path.parent.name}" for path in (TOP / "templates").glob("*/schema.yaml")}
    themes = {f"theme-{path.stem}" for path in (TOP / "templates" / "themes").glob("*.yaml")}
    assert papers | themes <= shown
    assert {name for name in shown if name.startswith(("paper-", "theme-"))} == papers | themes


def test_every_picture_is_there_and_none_is_left_over() -> None:
    found = pictures()
    assert {path for _, path in found} == set((DOCS / "images" / "gallery").glob("*.png"))
    for alt, path in found:
        assert len(alt.split()) >= 4, path.name
        with Image.open(path) as image:
            assert image.width == 560


def test_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in (DOCS / "images").rglob("*.png")) < MOST_BYTES


def test_the_packets_of_the_gallery_are_without_a_fault(tool: ModuleType, tmp_path: Path) -> None:
    from pipeline import build

    tool.workspace(tmp_path)
    result = build(root=tmp_path, stop_after="compose")
    assert [finding.message for one in result.packets for finding in one.diagnostics] == []
