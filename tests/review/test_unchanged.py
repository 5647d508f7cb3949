"""Pulling a file of a sample packet that nobody edited says nothing and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.docx import write_docx
from pipeline.edition.artist import artist
from pipeline.edition.stages import Loader, Shelf
from pipeline.host import RealHost
from pipeline.model.identity import identify
from pipeline.pulling import compose_with, pull
from pipeline.review.comparing import is_home
from pipeline.review.edited import Edited
from pipeline.review.reading import read_edited
from pipeline.source.workspace import Workspace
from tests.docx.samples import pages_of

TOP = Path(__file__).parents[2]
PACKETS = sorted(path.parent.name for path in TOP.glob("data/*/packet.yaml"))


@pytest.mark.parametrize("name", PACKETS)
def test_an_unedited_file_of_a_sample_packet_is_home(name: str, tmp_path: Path) -> None:
    workspace, shelf = Workspace.find(RealHost(), TOP, TOP), Shelf()
    loaded = Loader(workspace, shelf).load(TOP / "data" / name)
    assert loaded.packet is not None and loaded.theme is not None
    made = compose(loaded.packet, loaded.papers, workspace, shelf.composer_for(workspace))
    assert made.document is not None
    identity = identify(made.document, f"data/{name}", loaded.theme.name, made.rich_texts)
    # The pages are not those of the layout, which reading does not look at.
    theme, pages = loaded.theme, pages_of(made.document)
    draw = artist(theme, lambda: shelf.setter_for(theme))
    data = write_docx(made.document, theme, pages, 9, embed_fonts=False, identity=identity, draw=draw)
    edited = read_edited(data)
    assert isinstance(edited, Edited) and edited.lost == ()
    composed = compose_with(workspace, f"data/{name}", {}, shelf)
    assert composed.entries is not None and is_home(composed.entries, edited)
    file = tmp_path / f"{name}.docx"
    file.write_bytes(data)
    pulled = pull(file, root=TOP, dry_run=True, force=True)
    assert (pulled.findings, pulled.files, pulled.changes) == ((), {}, 0)
