"""Both documents break their pages alike: LibreOffice's PDF of the Word file against ours, paragraph by paragraph.

Each test prints its number (``pytest -s``); with about eight runs of LibreOffice this takes half a minute.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.compose import Composition, compose
from pipeline.docx import write_docx
from pipeline.host import MemoryHost, RealHost
from pipeline.layout import lay_out
from pipeline.model.identity import identify
from pipeline.source.workspace import Workspace
from pipeline.stages import Loader
from pipeline.style.theme import Theme
from tests.docx.long import long_document
from tests.docx.pages import Comparison, compare, our_pages, their_pages
from tests.docx.samples import everything
from tests.style.theming import shipped_theme

pytestmark = pytest.mark.judges

TOP = Path(__file__).parents[1]
PACKETS = sorted(path.parent.name for path in (TOP / "data").glob("*/packet.yaml"))
PAPERS = sorted(path.parent.name for path in (TOP / "templates").glob("*/example.yaml"))
THEMES = ("letter", "a4", "a5", "large-print", "bound")
LEAST = 0.99


def composed(workspace: Workspace, folder: Path) -> tuple[Composition, Theme]:
    loaded = Loader(workspace).load(folder)
    assert loaded.packet is not None and loaded.theme is not None, loaded.diagnostics
    composition = compose(loaded.packet, loaded.papers, workspace)
    assert composition.document is not None, composition.diagnostics
    return composition, loaded.theme


def examples(theme: str) -> tuple[Composition, Theme]:
    """One packet of all templates' examples."""
    papers = [
        {"tab": str(number), "template": paper, "data": f"{paper}.yaml"} for number, paper in enumerate(PAPERS, 1)
    ]
    packet = {"title": "Examples", "theme": theme, "marking": "UNCLASSIFIED", "papers": papers}
    files = {f"data/trip/{paper}.yaml": (TOP / "templates" / paper / "example.yaml").read_text() for paper in PAPERS}
    host = MemoryHost(
        {"data/trip/packet.yaml": json.dumps(packet), **files}, through=(TOP / "templates", TOP / "pipeline")
    )
    return composed(Workspace.find(host, host.current), host.current / "data/trip")


def told(name: str, found: Comparison) -> Comparison:
    print(f"\n{name}: {found.same} of {found.compared} paragraphs on the same page, {found.pages} pages", end="")
    return found


@pytest.mark.parametrize("name", PACKETS)
def test_every_packet_has_the_same_pages_in_both_documents(name: str, tmp_path: Path) -> None:
    composition, theme = composed(Workspace.find(RealHost(), TOP), TOP / "data" / name)
    assert composition.document is not None
    found = told(name, compare(composition.document, theme, tmp_path, composition.rich_texts))
    assert found.astray == [] and found.share >= LEAST
    assert found.unknown <= found.compared / 50


@pytest.mark.parametrize("name", THEMES)
def test_all_examples_have_the_same_pages_in_every_theme(name: str, tmp_path: Path) -> None:
    composition, theme = examples(name)
    assert composition.document is not None
    found = told(f"examples in {name}", compare(composition.document, theme, tmp_path, composition.rich_texts))
    assert found.astray == [] and found.share >= LEAST


@pytest.mark.parametrize("name", ["letter", "a4"])
def test_a_long_packet_has_the_same_pages(name: str, tmp_path: Path) -> None:
    found = told(f"long packet in {name}", compare(long_document(), shipped_theme(name), tmp_path))
    assert found.astray == [] and found.share >= LEAST
    assert found.pages >= 100 and found.compared >= 1300


def test_another_size_of_type_has_other_pages(tmp_path: Path) -> None:
    """The measure can tell two documents apart: the Word file of one theme against the pages of another."""

    document = everything()
    large = shipped_theme("large-print")
    layout = lay_out(document, large)
    page_of = {anchor: destination.page for anchor, destination in layout.destinations.items()}
    word = write_docx(document, shipped_theme("letter"), page_of, len(layout.pages))
    ours, theirs = our_pages(layout, identify(document).record), their_pages(word, tmp_path)
    assert sum(theirs[name] == page for name, page in ours.items()) < len(ours) * LEAST
