"""The texts of papers that a variant leaves out as a whole.

Enters: the settings of these papers. Leaves: every text of their files, with its place. Guaranteed: reading them makes
them no inputs of the variant, whose bytes do not depend on them; a file that cannot be read has no texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.diagnostics import DataError, Place
from pipeline.release.leftout import LeftOut, LeftText

if TYPE_CHECKING:
    from pipeline.source.packet import PaperSettings
    from pipeline.source.workspace import Workspace

_MOST_BYTES = 256 << 20


def absent_texts(workspace: Workspace, absent: Iterable[PaperSettings]) -> Iterator[LeftText]:
    """Yield the texts of the files of papers that are *absent* from a variant."""
    apart = replace(workspace, reads=type(workspace.reads)())
    for settings in absent:
        try:
            data = apart.read(settings.data, _MOST_BYTES)
        except DataError:
            continue
        name = apart.display(settings.data)
        if settings.kind == "data":
            yield from _of_yaml(data, name)
        elif settings.kind == "markdown":
            yield from _of_markdown(data, name)
        else:
            yield from _of_pdf(data, name)


def _of_yaml(data: bytes, name: str) -> Iterator[LeftText]:
    from pipeline.source.load import load

    source, _ = load(data, name)
    if source is not None:
        left_out = LeftOut()
        left_out.leave_out(source, ())
        yield from left_out.texts


def _of_markdown(data: bytes, name: str) -> Iterator[LeftText]:
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        if line.strip():
            yield LeftText(line, Place(name, number, 1, number, len(line) + 1))


def _of_pdf(data: bytes, name: str) -> Iterator[LeftText]:
    from pipeline.release.finished import page_texts

    for number, text in enumerate(page_texts(data), start=1):
        yield LeftText(text, Place(f"{name}, page {number}"))
