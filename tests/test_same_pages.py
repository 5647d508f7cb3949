"""Both documents break their pages alike: LibreOffice's PDF of the Word file against ours, paragraph by paragraph.

Each test prints its number (``pytest -s``); with about eight runs of LibreOffice this takes half a minute.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.compose import Composition, compose
from pipeline.docx import write_docx
from pipeline.edition.stages import Loader
from pipeline.host import MemoryHost, RealHost
from pipeline.layout import lay_out
from pipeline.model.identity import identify
from pipeline.model.nodes import Heading
from pipeline.model.walk import plain_text
from pipeline.source.workspace import Workspace
from pipeline.style.theme import Theme
from tests.docx.long import long_document
from tests.docx.pages import Comparison, compare, our_pages, their_pages
from tests.docx.samples import everything
from tests.style.theming import shipped_theme

pytestmark = pytest.mark.judges

TOP = Path(__file__).parents[1]
PACKETS = sorted(path.parent.name for path in (TOP / "data").glob("*/packet.yaml"))
PAPERS = sorted(path.parent.name for path in (TOP / "templates").glob("*/example.yaml"))
THEMES = ("letter", "a4", "a5", "large-print", "bound", "card-5x8")
LEAST = 0.99
UNTITLED = ("attachment",)
"""Papers whose data has no title."""


def composed(workspace: Workspace, folder: Path) -> tuple[Composition, Theme]:
    loaded = Loader(workspace).load(folder)
    assert loaded.packet is not None and loaded.theme is not None, loaded.diagnostics
    composition = compose(loaded.packet, loaded.papers, workspace)
    assert composition.document is not None, composition.diagnostics
    return composition, loaded.theme


def examples(theme: str, names: Sequence[str] = PAPERS) -> tuple[Composition, Theme]:
    """One packet of templates' examples."""
    papers = [
        {"tab": str(number), "template": paper, "data": f"{paper}.yaml"}
        | ({"title": "A report on the railway bridge"} if paper in UNTITLED else {})
        for number, paper in enumerate(names, 1)
    ]
    packet = {"title": "Examples", "theme": theme, "marking": "UNCLASSIFIED", "papers": papers}
    files = {f"data/trip/{paper}.yaml": (TOP / "templates" / paper / "example.yaml").read_text() for paper in names}
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
    """LibreOffice sometimes leaves a heading in a long file where it first stood: those papers are judged alone too."""
    composition, theme = examples(name)
    document = composition.document
    assert document is not None
    found = told(f"examples in {name}", compare(document, theme, tmp_path, composition.rich_texts))
    assert found.share >= LEAST and len(found.astray) <= 2
    for number, paper in enumerate(document.papers):
        if set(found.astray) & {plain_text(block.children) for block in paper.blocks if isinstance(block, Heading)}:
            single, theme = examples(name, PAPERS[number : number + 1])
            assert single.document is not None
            alone = told(PAPERS[number], compare(single.document, theme, tmp_path, single.rich_texts))
            assert alone.astray == [] and alone.same == alone.compared


def test_a_packet_in_large_print_has_the_same_pages(tmp_path: Path) -> None:
    composition, _ = composed(Workspace.find(RealHost(), TOP), TOP / "data/phnom-penh-2022")
    assert composition.document is not None
    theme = shipped_theme("large-print")
    found = told("large print", compare(composition.document, theme, tmp_path, composition.rich_texts))
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
