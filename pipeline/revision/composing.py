"""Editions of data: a packet composed as it is now, or as it was in a revision.

Enters: a workspace and a packet's folder. Leaves: :class:`~pipeline.revision.editions.Edition`. Guaranteed: nothing is
written but the Word file that is asked for, in a folder that is gone afterwards; the record is that of the edition that
a build would make.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.diagnostics import DataError, Diagnostic, Severity
from pipeline.model.record import Record
from pipeline.results import Options
from pipeline.revision.editions import Edition
from pipeline.source.workspace import Workspace
from pipeline.values import replace


def edition_of_data(
    workspace: Workspace, folder: Path, options: Options, stack: ExitStack, *, revision: str = ""
) -> Edition:
    """Return the packet in *folder*. *revision*: where its workspace was checked out from."""
    packet = workspace.display(folder)
    name = f"{revision}:{packet}" if revision else packet

    @cache
    def record() -> Record:
        return _record(workspace, folder, options, revision)

    @cache
    def word() -> bytes:
        return _word(workspace, folder, options, stack, revision)

    return Edition(name, packet, record, word, options, is_composed=True, revision=revision)


def _record(workspace: Workspace, folder: Path, options: Options, revision: str) -> Record:
    from pipeline.compose import compose
    from pipeline.edition.copies import as_asked
    from pipeline.edition.stages import Loader, Shelf
    from pipeline.edition.variants import variant_of
    from pipeline.model.identity import identify

    shelf = Shelf()
    loaded = Loader(workspace, shelf, options.theme, variant_of(options)).load(folder)
    found = list(loaded.diagnostics)
    if loaded.packet is not None and not _errors(found):
        packet = as_asked(loaded.packet, options, workspace)
        composition = compose(packet, loaded.papers, workspace, shelf.composer_for(workspace))
        found += composition.diagnostics
        document = composition.document
        if document is not None and not _errors(found):
            theme = loaded.theme.name if loaded.theme is not None else ""
            return identify(document, workspace.display(folder), theme, composition.rich_texts).record
    raise DataError(*_placed(_errors(found), revision))


def _word(workspace: Workspace, folder: Path, options: Options, stack: ExitStack, revision: str) -> bytes:
    from pipeline.edition.make import build_packet
    from pipeline.edition.stages import Shelf
    from pipeline.edition.versions import versions

    target = Path(stack.enter_context(TemporaryDirectory(prefix="brief-diff-")))
    wanted = replace(options, output=target, formats=("docx",), copies=0)
    result = build_packet(workspace, folder, wanted, versions(), Shelf())
    documents = [output.path for output in result.outputs if output.path.suffix == ".docx"]
    if result.state != "built" or not documents:
        raise DataError(*_placed(_errors(result.diagnostics), revision))
    return workspace.host.read(documents[0], 1 << 30)


def _errors(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in found if finding.severity is Severity.ERROR]


def _placed(found: Iterable[Diagnostic], revision: str) -> list[Diagnostic]:
    """Return findings that name the revision whose files they are about."""
    if not revision:
        return list(found)
    return [
        replace(one, place=replace(one.place, file=f"{revision}:{one.place.file}")) if one.place is not None else one
        for one in found
    ]
