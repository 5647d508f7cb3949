"""What the stages made, as files that people can read and compare.

Enters: what each stage made. Leaves: names and bytes: the filled Markdown of each paper, the document tree and the
pages as JSON. Guaranteed: the same values give the same bytes; pictures and fonts are named, not copied.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.layout.frames import Layout
    from pipeline.model.nodes import Document
    from pipeline.source.packet import PaperSettings

FOLDER = "stages/"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


def filled_markdown(filled: Sequence[tuple[PaperSettings, str]]) -> dict[str, bytes]:
    """Return each paper's Markdown as its template filled it."""
    files = {}
    for number, (settings, text) in enumerate(filled, start=1):
        name = _NOT_IN_NAMES.sub("-", f"{number:02}-{settings.data.stem}")
        files[f"{FOLDER}{name}.md"] = text.encode("utf-8", "replace")
    return files


def document_tree(document: Document) -> dict[str, bytes]:
    """Return the document model as JSON."""
    from pipeline.model.dump import as_json

    return {f"{FOLDER}document.json": _bytes(as_json(document))}


def pages(layout: Layout) -> dict[str, bytes]:
    """Return the pages as JSON: every item with its position, in points from the page's top left corner."""
    from pipeline.layout.dump import plain_layout

    return {f"{FOLDER}pages.json": _bytes(plain_layout(layout))}


def _bytes(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")
