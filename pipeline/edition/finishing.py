"""What the stages of an edition leave for its files: the PDF's bytes, the numbers that Word needs, the fonts in use.

Enters: a layout and what it was made from. Leaves: bytes, and paths of font files. Guaranteed: nothing is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.layout.frames import Layout
    from pipeline.model.nodes import Document
    from pipeline.style.theme import Theme


def has_inserted(document: Document) -> bool:
    """Whether pages of other PDFs are in a document."""
    return any(paper.inserted is not None for paper in document.papers)


def pdf_of(layout: Layout, document: Document) -> bytes:
    """Return the PDF, with the pages of other PDFs in it where the document has any."""
    from pipeline.pdf import write_pdf

    pdf = write_pdf(layout, document.metadata)
    if has_inserted(document):
        from pipeline.press.insert import insert_pages

        pdf = insert_pages(pdf, layout)
    return pdf


def numbers_for_word(layout: Layout) -> bytes:
    """Return what the Word file takes from the pages: where headings are, what pages are for, how wide columns are."""
    page_of = {anchor: destination.page for anchor, destination in layout.destinations.items()}
    kinds = [page.kind for page in layout.pages]
    return json.dumps([page_of, kinds, layout.columns, layout.spaces, layout.balanced]).encode()


def font_files(theme: Theme, layout: Layout) -> list[Path]:
    """Return the files of the theme's faces, and of those of the reserve that are on a page."""
    chains = [theme.fonts.chain(style.font) for style in theme.styles.values()]
    if theme.fonts.reserve_in_use:
        from pipeline.layout.faces import faces_in

        chains.append(faces_in(layout))
    return [face.path for chain in chains for face in chain]
