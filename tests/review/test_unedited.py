"""A file that nobody edited says what its record says, whoever saved it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from pipeline.model.nodes import Document, Heading, ListBlock, Mark, Paragraph, Table
from pipeline.model.record import Entry
from pipeline.model.walk import all_blocks
from pipeline.review.edited import Edited
from pipeline.review.reading import read_edited
from pipeline.review.views import REJECTED
from tests.docx.judges import office
from tests.docx.trees import documents

from .paper import Paper, built, every, pieces, places


def differences(edited: Edited) -> list[Any]:
    """Where an edited file is not as its record; nothing when nobody edited it."""
    found: list[Any] = [*edited.deleted, *edited.lost, *edited.waiting, *edited.comments]
    where = places(edited.record.entries)
    for one in every(edited):
        if one.entry is None:
            found += [one] if one.kind != "cell" else []  # Word wants a cell where a row has none
            continue
        entry = edited.record.entries[one.entry]
        same = (one.text, one.part, one.joins, one.sure, one.pending) == (entry.text, "whole", (), 1.0, False)
        look = (one.kind, one.level, one.role, one.paper) == (entry.kind, entry.level, entry.role, entry.paper)
        if not same or not look or one.within != where[one.entry]:
            found.append((one, entry))
        if _can_be_told(entry) and [tuple(run) for run in one.runs] != pieces(entry):
            found.append((one.runs, entry))
    return found


def _can_be_told(entry: Entry) -> bool:
    """Whether Word can show all that the pieces have.

    Text is not raised and lowered at once, and a run has one character style: of two marks that are faces, or of one
    in a link, the other shows by its face alone, which the plain theme does not have for each.
    """
    both = Mark.SUPERSCRIPT | Mark.SUBSCRIPT
    faces = Mark.STRONG | Mark.EMPHASIS | Mark.CODE
    return not any(
        piece.marks & both == both
        or (piece.marks & faces).bit_count() + bool(piece.link) > 1
        or (piece.lang and piece.lang.partition("-")[0] == entry.lang.partition("-")[0])
        for piece in entry.pieces
    )


def test_every_kind_of_paragraph_is_what_it_was() -> None:
    edited = Paper().read()
    assert differences(edited) == []
    assert edited.named and not edited.lists and not edited.tables
    assert sorted(one.entry or 0 for one in every(edited)) == list(range(len(edited.record.entries)))


def test_without_changes_all_views_are_one() -> None:
    assert Paper().read(REJECTED) == Paper().read()


def _is_plain(document: Document) -> bool:
    """Whether items begin with words; a picture or a rule there leaves the record without a sign of it."""
    for paper in document.papers:
        for block in all_blocks(paper.blocks):
            if isinstance(block, ListBlock) and any(
                item.blocks and not isinstance(item.blocks[0], Paragraph | Heading) for item in block.items
            ):
                return False
            heads = isinstance(block, Table) and [cell for row in block.body for cell in row.cells if cell.header]
            if heads and any(isinstance(inner, Heading) for cell in heads for inner in all_blocks(cell.blocks)):
                return False
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(documents())
def test_so_it_is_in_any_document(document: Document) -> None:
    assume(_is_plain(document))
    found = read_edited(Paper(document).bytes())
    assert isinstance(found, Edited)
    assert differences(found) == []


@pytest.mark.judges
def test_so_it_is_when_libreoffice_has_saved_the_file(tmp_path: Path) -> None:
    found = read_edited(office(built()[0], tmp_path, "docx"))
    assert isinstance(found, Edited)
    assert differences(found) == []
