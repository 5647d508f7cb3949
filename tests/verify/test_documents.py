"""Everything that leaves the pipeline passes every judge: the sample, the papers' examples, documents of any shape.

All of it goes to the judges in one test, because there veraPDF starts once; that takes some 20 seconds.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from pipeline import build
from pipeline.diagnostics import Severity
from pipeline.host import RealHost
from pipeline.layout import lay_out
from pipeline.model.check import check
from pipeline.model.nodes import Block, Document, Inline
from pipeline.model.walk import all_blocks, document_inlines
from pipeline.pdf import write_pdf
from pipeline.verify import judge
from tests.style.theming import SHIPPED, letter_theme

from .trees import drawn

TOP = Path(__file__).parents[2]
SAMPLE = TOP / "data/phnom-penh-2022"
PAPERS = sorted(path.parent for path in (TOP / "templates").glob("*/template.md.j2"))
THEMES = ("letter", "a4")
TREES = 50
TOO_LARGE = {"table-too-wide", "does-not-fit"}
"""What some trees ask of a page."""


@cache
def trees() -> list[Document]:
    return drawn(TREES, letter_theme())


def example_packets(folder: Path) -> None:
    """Make a packet of each paper's example in each theme."""
    for paper in PAPERS:
        for theme in THEMES:
            packet = folder / "data" / f"{paper.name}-{theme}"
            shutil.copytree(paper, packet, ignore=shutil.ignore_patterns("template.md.j2", "schema.yaml"))
            papers = f"papers:\n  - {{tab: A, title: Example, template: {paper.name}, data: example.yaml}}\n"
            (packet / "packet.yaml").write_text(f"title: {paper.name}\ntheme: {theme}\n{papers}")


def sample_packets(folder: Path) -> None:
    """Make the sample packet in each theme that is shipped."""
    for theme in SHIPPED:
        packet = folder / "data" / f"sample-{theme}"
        shutil.copytree(SAMPLE, packet)
        text = (packet / "packet.yaml").read_text()
        changed, times = re.subn(r"^theme: .*$", f"theme: {theme}", text, flags=re.MULTILINE)
        assert times == 1
        (packet / "packet.yaml").write_text(changed)


def built(folder: Path) -> dict[Path, bytes]:
    """The documents of all packets by their names."""
    result = build(root=folder, jobs=1)
    assert not [finding for finding in result.diagnostics if finding.severity is Severity.ERROR]
    outputs = [output.path for packet in result.packets for output in packet.outputs]
    return {Path(path.name): path.read_bytes() for path in outputs}


def test_the_trees_hold_every_kind_of_node_and_are_documents_that_may_be() -> None:
    blocks = (block for document in trees() for paper in document.papers for block in all_blocks(paper.blocks))
    kinds = Counter(type(block) for block in blocks)
    assert set(kinds) == set(get_args(Block))
    inlines = (inline for document in trees() for inlines in document_inlines(document) for inline in inlines)
    assert set(map(type, inlines)) == set(get_args(Inline))
    for document in trees():
        assert check(document) == []


@pytest.mark.judges
def test_whatever_leaves_the_pipeline_passes_every_judge(tmp_path: Path) -> None:
    example_packets(tmp_path)
    sample_packets(tmp_path)
    files = built(tmp_path)
    assert len(files) == 2 * (len(PAPERS) * len(THEMES) + len(SHIPPED))
    for index, document in enumerate(trees()):
        layout = lay_out(document, letter_theme())
        errors = {finding.code for finding in layout.diagnostics if finding.severity is Severity.ERROR}
        assert errors <= TOO_LARGE
        if not errors:  # else the build ends here
            files[Path(f"tree-{index}.pdf")] = write_pdf(layout, document.metadata)
    assert sum(path.name.startswith("tree-") for path in files) >= 40
    wrong = [
        f"{verdict.path}: {verdict.says}\n" + "\n".join(f"  {finding.message}" for finding in verdict.findings)
        for verdict in judge(files, RealHost())
        if verdict.exit_code or verdict.findings
    ]
    assert not wrong, "\n".join(wrong)
