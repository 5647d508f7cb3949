"""Editions by name: an output folder, its manifest or record, a Word file, a git revision, or a packet's folder.

Enters: what a person wrote on the command line. Leaves: records, and Word files where asked for. Guaranteed: nothing of
the workspace or its repository is changed; a name that is none raises UsageError, an edition that cannot be read
DataError, each with words that say what to write.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipeline.diagnostics import UsageError, error
from pipeline.diagnostics.suggest import nearest
from pipeline.host import Host, RealHost
from pipeline.model.record import Record
from pipeline.results import Options
from pipeline.values import dataclass

if TYPE_CHECKING:
    from pipeline.revision.revisions import Tree
    from pipeline.source.workspace import Workspace

PACKET = "packet.yaml"
NOT_AN_EDITION = "not-an-edition"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a packet. *name*: as a person would write it. *packet*: its folder, relative to the workspace.

    *options*: how it was built, as far as it is known. *record* reads or composes it, *word* returns its Word file and
    builds it where that is needed; both may raise DataError. *file*: the Word file that it was named by. *is_composed*:
    it is made of data, as they are now or as they were in *revision*. *digest*: that of its Word file as it was built,
    where a manifest tells.
    """

    name: str
    packet: str
    record: Callable[[], Record]
    word: Callable[[], bytes]
    options: Options = Options()
    file: Path | None = None
    is_composed: bool = False
    revision: str = ""
    digest: str = ""

    @property
    def is_word(self) -> bool:
        """Whether it was named by a Word file."""
        return self.file is not None

    @property
    def is_data(self) -> bool:
        """Whether it is made of the data as they are now."""
        return self.is_composed and not self.revision


class Opener:
    """Opens editions; what it has checked out for them is gone when it is left (``with``)."""

    def __init__(self, root: Path | None = None, host: Host | None = None) -> None:
        self.host = host or RealHost()
        self._root = root
        self._workspace: Workspace | None = None
        self._stack = ExitStack()
        self._trees: dict[str, Tree] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def workspace(self) -> Workspace:
        """The workspace; UsageError where there is none."""
        if self._workspace is None:
            from pipeline.source.workspace import Workspace

            self._workspace = Workspace.find(self.host, Path(), self._root)
        return self._workspace

    def open(self, text: str, options: Options | None = None) -> tuple[Edition, ...]:
        """Return the editions that *text* names, sorted by packet: one, or those of a revision or a folder.

        *options*: how to build what is not built yet.
        """
        from pipeline.revision.built import edition_of_file, editions_in_folder

        options = options or Options()
        path = Path(text)
        if self._is(self.host.is_file, path):
            if path.name == PACKET:
                return (self.data(path.parent, options),)
            return (edition_of_file(self.host, path, text),)
        if self._is(self.host.is_directory, path):
            if self.host.is_file(path / PACKET):
                return (self.data(path, options),)
            found = editions_in_folder(self.host, path)
            if found:
                return found
        folder = self._packet_named(text)
        if folder is not None:
            return (self.data(folder, options),)
        return self._of_revision(text, options)

    def data(self, folder: Path, options: Options) -> Edition:
        """Return the packet in *folder* as its data are now."""
        from pipeline.revision.composing import edition_of_data

        workspace = self.workspace
        real = self.host.real(folder if folder.is_absolute() else Path() / folder)
        if not workspace.inside(real) and self._root is None:
            from pipeline.source.workspace import Workspace

            workspace = Workspace.find(self.host, real)
        return edition_of_data(workspace, real, options, self._stack)

    def data_of(self, packet: str, options: Options) -> Edition | None:
        """Return the packet of that folder as its data are now; None: the workspace does not have it."""
        folder = self.workspace.root / packet
        if not packet or not self.host.is_file(folder / PACKET):
            return None
        return self.data(folder, options)

    def all_data(self, options: Options) -> tuple[Edition, ...]:
        """Return all packets of the workspace as their data are now."""
        return tuple(self.data(folder, options) for folder in self.workspace.packets())

    def _of_revision(self, text: str, options: Options) -> tuple[Edition, ...]:
        from pipeline.revision.composing import edition_of_data
        from pipeline.revision.revisions import checked_out, resolved

        revision, _, path = text.partition(":")
        resolved(self.workspace, revision, lambda: self._unknown(text))
        tree = self._trees.get(revision)
        if tree is None:
            tree = self._trees[revision] = checked_out(self.workspace, revision, self._stack)
        packets = tree.packets() if not path else (tree.packet(path),)
        return tuple(
            edition_of_data(tree.workspace, folder, options, self._stack, revision=revision) for folder in packets
        )

    def _packet_named(self, text: str) -> Path | None:
        if "/" in text or ":" in text or text in ("", ".", ".."):
            return None
        try:
            folder = self.workspace.root / "data" / text
        except UsageError:
            return None
        return folder if self._is(self.host.is_file, folder / PACKET) else None

    def _is(self, question: Callable[[Path], bool], path: Path) -> bool:
        try:
            return question(path)
        except (OSError, ValueError):
            return False

    def _unknown(self, text: str) -> UsageError:
        """Return what to say of a name that is neither a file nor a revision."""
        help = "write an output folder, a manifest.json or edition.json, a .docx, a git revision, or a packet's folder"
        try:
            guess = nearest(text, [folder.name for folder in self.workspace.packets()])
        except UsageError:
            guess = ""
        if guess:
            help = f"did you mean the packet {guess}? Otherwise {help}"
        return UsageError(error(NOT_AN_EDITION, f"{text!r} is no edition: no such file, folder or revision", help=help))


def open_edition(
    text: str, *, root: Path | None = None, host: Host | None = None, packet: str = "", options: Options | None = None
) -> Record:
    """Return the record of the edition that *text* names.

    *text*: an output folder, a ``manifest.json``, an ``edition.json``, a ``.docx`` that was built, a packet's folder
    (its data as they are now), a git revision ``REV`` (then *packet* says of which packet, as a folder relative to the
    workspace) or ``REV:data/packet``. *root*: the workspace; default: the nearest one upwards. *options*: how to build
    what is not built yet (audience, theme). Raises UsageError and DataError.
    """
    with Opener(root, host) as opener:
        found = opener.open(text, options)
        fits = [edition for edition in found if not packet or edition.packet == packet]
        if len(fits) == 1:
            return fits[0].record()
    if not fits:
        has = " and ".join(sorted(edition.packet for edition in found)) or "no packet"
        raise UsageError(error("different-packets", f"{text} has {has}, not {packet}", help="name another edition"))
    names = ", ".join(edition.packet for edition in fits)
    help = f"say which: {text}:{fits[0].packet}"
    raise UsageError(error("several-packets", f"{text} has several packets: {names}", help=help))
