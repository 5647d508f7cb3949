"""What a run asks of a packet besides its own settings: a draft, another theme, numbered copies.

Enters: a packet and options; a document. Leaves: the packet as asked; the document of each copy, and its file's name.
Guaranteed: names of copies sort by their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.results import Options

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic
    from pipeline.model.nodes import Document
    from pipeline.source.packet import Packet
    from pipeline.source.workspace import Workspace

FOLDER = "copies/"
_TOO_LONG = {"marking-too-long": "marking", "watermark-too-long": "watermark"}


def as_asked(packet: Packet, options: Options, workspace: Workspace) -> Packet:
    """Return *packet* with the copies and the watermark that *options* ask for, in words that *workspace* has."""
    if options.copies is not None:
        packet = replace(packet, copies=options.copies)
    if options.draft:
        from pipeline.compose.messages import Catalogues
        from pipeline.compose.words import own_words, words_in

        messages, _ = Catalogues(workspace, own_words()).of(packet.lang)
        packet = replace(packet, watermark=words_in(messages.own)[0].draft)
    return packet


def numbered(document: Document, name: str) -> Iterator[tuple[Document, str]]:
    """Yield the document of each copy, and its file without the ending: ``copies/NAME-copy-01``."""
    copies = document.metadata.copies
    digits = max(2, len(str(copies)))
    for copy in range(1, copies + 1):
        metadata = replace(document.metadata, copy=copy)
        yield replace(document, metadata=metadata), f"{FOLDER}{name}-copy-{copy:0{digits}}"


def at_setting(finding: Diagnostic, packet: Packet) -> Diagnostic:
    """Return what layout says of a marking, a watermark or a paper's tab at the place where the packet says it."""
    if finding.code == "tab-too-long":
        return _at_tab(finding, packet)
    key = _TOO_LONG.get(finding.code, "")
    if finding.place is not None or not key or packet.source.value((key,)) is None:
        return finding
    return finding.at(packet.source.place((key,)))


def _at_tab(finding: Diagnostic, packet: Packet) -> Diagnostic:
    """Return what is said of a paper's tab, or of the longest tab, at the tab's place."""
    papers = [paper for paper in packet.papers if finding.place in (None, paper.place)]
    longest = max(papers, key=lambda paper: len(paper.tab), default=None)
    place = getattr(longest.tab, "place", None) if longest is not None else None
    return finding if place is None else finding.at(place)
