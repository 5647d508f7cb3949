"""A variant's files before they are written: nothing in them may say what the variant leaves out.

Enters: the finished files, what was left out, what the documents were made from. Leaves: findings; with an error among
them nothing may be written. Guaranteed: the fixed words of templates, themes and markings are no finds, for they are
there whatever the data say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic
from pipeline.release.leftout import LeftOut, texts_in
from pipeline.release.proof import prove

if TYPE_CHECKING:
    from pipeline.model.nodes import Document
    from pipeline.source.packet import Packet
    from pipeline.source.workspace import Workspace
    from pipeline.style.theme import RunningText, Theme

_LIMIT = 1 << 24


def prove_variant(
    files: Mapping[str, bytes],
    left_out: LeftOut,
    made: tuple[Packet, Document, Theme],
    workspace: Workspace,
) -> list[Diagnostic]:
    """Return an error for each text that is left out and yet in one of *files*; warnings for what stays elsewhere."""
    packet, document, theme = made
    common = [*_templates(packet, workspace), *_words(packet, document), *_running(theme)]
    languages = dict.fromkeys((str(packet.lang), *(str(paper.lang) for paper in packet.papers)))
    return prove(files, left_out, common, languages)


def _templates(packet: Packet, workspace: Workspace) -> Iterator[str]:
    """Yield the sources of templates and message catalogues; they are read here without becoming inputs."""
    names = ["macros.md.j2", *(f"{paper.template}/template.md.j2" for paper in packet.papers if paper.template)]
    host = workspace.host
    for folder in workspace.template_folders():
        messages = folder / "messages"
        listed = host.entries(messages) if host.is_directory(messages) else ()
        for name in (*dict.fromkeys(names), *(f"messages/{name}" for name in listed)):
            if host.is_file(folder / name):
                yield host.read(folder / name, _LIMIT).decode("utf-8", "replace")


def _words(packet: Packet, document: Document) -> Iterable[str]:
    """Yield the words that composing adds by itself, and those of markings."""
    from pipeline.compose.words import own_words

    yield from sorted(own_words())
    yield from texts_in(astuple(document.labels))
    if document.contents is not None:
        yield document.contents.title
    if document.cover is not None:
        yield from (detail.label for detail in document.cover.details)
    yield packet.marking
    for paper in packet.papers:
        yield paper.banner or ""
        if paper.portions is not None:
            yield from (paper.portions.own, *paper.portions.parts.values())
    yield from (label for label, _ in packet.designation)


def _running(theme: Theme) -> Iterator[str]:
    from pipeline.style.running import every_running

    def texts(running: RunningText) -> Iterator[str]:
        for parts in (running.left, running.center, running.right):
            yield from (part for part in parts if isinstance(part, str))

    for _, running in every_running(theme):
        yield from texts(running)
    yield theme.name
