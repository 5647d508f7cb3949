"""Marked documents before their judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import build
from pipeline.judging import verify
from tests.markings.kit import PACKET, make

CUI = (
    "title: T\nmarkings: us-cui\nmarking: CUI\ncover: false\ncontents: false\n"
    "designation: {controlled-by: Office of Examples, poc: ada@example.org}\npapers:\n"
    "  - {title: One, template: fact-sheet, data: facts.yaml, marking: CUI//PRVCY}\n"
)


@pytest.mark.judges
@pytest.mark.parametrize("packet", [PACKET, CUI], ids=["with a cover", "without"])
def test_marked_documents_are_accessible_and_archival(tmp_path: Path, packet: str) -> None:
    facts = "title: One\nsections: [{heading: H, points: [First, {text: Second, marking: U}]}]\n"
    root = make(tmp_path, packet, facts)
    assert build(root=root).ok
    for verdict in verify(*sorted((root / "output/trip").glob("trip.*"))):
        assert verdict.exit_code == 0, verdict
