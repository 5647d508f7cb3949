"""Pulling the edits of a Word file into the YAML of its packet.

Enters: a Word file, options. Leaves: a :class:`Pulled`, and changed YAML files. Guaranteed: files are written only when
all can be, and each is replaced whole; a file that git says has changes of its own is not touched unless forced; what
the schemas would refuse is not written.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostics import DataError, Diagnostic, MachineError, Place, Severity, UsageError, error
from pipeline.diagnostics.order import in_file_order
from pipeline.host import Host, RealHost
from pipeline.values import dataclass, field, replace

if TYPE_CHECKING:
    from pipeline.edition.stages import Shelf
    from pipeline.model.record import Entry, Record
    from pipeline.review.edited import Comment, Edited, Waiting
    from pipeline.review.edition import EditionFile
    from pipeline.review.merge import Side
    from pipeline.review.pull import Made, Plan
    from pipeline.review.refusals import Refusal
    from pipeline.review.views import View
    from pipeline.source.workspace import Workspace

_LARGEST = 200 << 20
_GIT_SECONDS = 30
_PACKET, _RECORD = "packet.yaml", "edition.json"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What pulling did. *before* and *files*: the YAML files that changed, by name; *written*: whether they were.

    *remarks*: people's comments, each with the place in the YAML that it is about. *waiting*: tracked changes that were
    left out, likewise.
    """

    root: Path
    packet: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    before: Mapping[str, bytes] = field(default_factory=dict)
    changes: int = 0
    remarks: tuple[tuple[Comment, Place | None], ...] = ()
    waiting: tuple[tuple[Waiting, Place | None], ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    written: bool = False

    @property
    def exit_code(self) -> int:
        """0: all went home; 1: something did not."""
        return int(any(finding.severity is Severity.ERROR for finding in self.findings))


def pull(
    file: Path,
    *,
    root: Path | None = None,
    view: View | None = None,
    side: Side = "",
    dry_run: bool = False,
    force: bool = False,
    host: Host | None = None,
) -> Pulled:
    """Pull the edits of the Word file *file*.

    Raises DataError for a file that is no edition of a packet of the workspace, UsageError where there is no
    workspace, MachineError where files cannot be written.
    """
    from pipeline.review.edited import Edited
    from pipeline.review.pull import near
    from pipeline.review.reading import read_edited
    from pipeline.review.views import ACCEPTED

    host = host or RealHost()
    edition = _edition(host, file)
    workspace = _workspace(host, file, root, edition.packet)
    record = None if edition.record is not None else _kept_record(workspace, edition, file)
    edited = read_edited(edition, view or ACCEPTED, record, digest=edition.digest, file=str(file))
    if not isinstance(edited, Edited):
        raise DataError(*edited)
    _check_packet(workspace, edited.record, file)
    made = planned(workspace, edited, side)
    done = Pulled(
        workspace.root,
        edited.record.packet,
        made.files,
        made.before,
        len(made.made),
        tuple((comment, near(edited.record, comment.entry)) for comment in edited.comments),
        tuple((change, near(edited.record, change.entry)) for change in edited.waiting),
        tuple(in_file_order(made.findings)),
    )
    if dry_run or not made.files:
        return done
    if not force:
        _check_git(workspace, made.files)
    _write(workspace, made)
    return replace(done, written=True)


# --- what is to be pulled where --------------------------------------------------------------------------------------


def _edition(host: Host, file: Path) -> EditionFile:
    from pipeline.docx.container import Fault
    from pipeline.review.edition import read_edition

    try:
        data = host.read(file, _LARGEST)
    except OSError as problem:
        message = f"{file} cannot be read: {problem.strerror or problem}"
        raise UsageError(error("usage", message, help="give the name of the Word file that was edited")) from None
    if len(data) > _LARGEST:
        message = f"{file} is larger than {_LARGEST >> 20} MB"
        raise DataError(error("unreadable-word-file", message, Place(str(file)), help="take large pictures out of it"))
    found = read_edition(data)
    if isinstance(found, Fault):
        raise DataError(error("unreadable-word-file", f"{file} {found.message}", Place(str(file)), help=found.help))
    return found


def _workspace(host: Host, file: Path, root: Path | None, packet: str) -> Workspace:
    """Return the workspace that has the packet: that of the file, else that of the working directory."""
    from pipeline.source.workspace import Workspace

    if root is not None:
        return Workspace.find(host, Path(), root)
    found: list[Workspace] = []
    for start in (host.real(file).parent, Path()):
        try:
            found.append(Workspace.find(host, start))
        except UsageError:
            continue
    for workspace in found:
        if packet and workspace.host.is_file(workspace.root / packet / _PACKET):
            return workspace
    if found:
        return found[-1]
    help = "go to the workspace that the file was built in, or say where it is with --root DIR"
    raise UsageError(error("no-workspace", "there is no workspace here, nor where the Word file is", help=help))


def _kept_record(workspace: Workspace, edition: EditionFile, file: Path) -> Record | None:
    """Return the record that the build kept beside the documents, where the file's own is gone."""
    from pipeline.review.edition import read_sidecar

    names = [file.parent / _RECORD]
    names.append(workspace.root / "output" / (Path(edition.packet).name or file.stem) / _RECORD)
    for name in names:
        try:
            found = read_sidecar(workspace.host.read(name, _LARGEST))
        except OSError:
            continue
        if not isinstance(found, str) and (not edition.digest or found[1] == edition.digest):
            return found[0]
    return None


def _check_packet(workspace: Workspace, record: Record, file: Path) -> None:
    folder = workspace.root / record.packet
    if record.packet and workspace.host.is_file(folder / _PACKET) and workspace.inside(workspace.host.real(folder)):
        return
    message = f"{file} was made from the packet {record.packet or '(unnamed)'}, which this workspace does not have"
    help = "go to the workspace that it was built in, or say where it is with --root DIR"
    raise DataError(error("wrong-packet", message, Place(str(file)), help=help))


# --- planning --------------------------------------------------------------------------------------------------------


def planned(workspace: Workspace, edited: Edited, side: Side, shelf: Shelf | None = None) -> Plan:
    """Return the plan whose result the schemas allow: edits that they refuse are taken back and told.

    *shelf*: what other packets have read and compiled.
    """
    from pipeline.edition.stages import Shelf
    from pipeline.review.comparing import is_home
    from pipeline.review.doubts import doubts
    from pipeline.review.pull import Plan, near, plan, report_differences, report_merged
    from pipeline.review.refusals import refusals, refused_moves

    def read(name: str) -> bytes | Diagnostic:
        try:
            return workspace.read(workspace.root / name)
        except DataError as problem:
            return problem.diagnostics[0]

    shelf = shelf or Shelf()

    def composed_with(files: Mapping[str, bytes]) -> Composed:
        return compose_with(workspace, edited.record.packet, files, shelf)

    before = composed_with({})
    if before.entries is not None and is_home(before.entries, edited):
        return Plan(edited.record)
    known = {(one.code, one.message) for one in before.errors}

    def news(composed: Composed) -> list[Diagnostic]:
        return [one for one in composed.errors if (one.code, one.message) not in known]

    made = plan(edited, read, side)
    composed = composed_with(made.files) if made.files else before
    new = news(composed)
    unmoved: frozenset[int] = frozenset()
    told: list[Diagnostic] = []
    while new and (moves := refused_moves(made.made, new)) and not moves <= unmoved:
        told += [_unmoved(one) for one in new if one.message not in {other.message for other in told}]
        unmoved |= moves
        made = plan(edited, read, side, unmoved=unmoved)
        composed = composed_with(made.files) if made.files else before
        new = news(composed)
    if new:
        every = list(made.made)

        def without(kept: Sequence[Made]) -> Plan:
            left_out = frozenset(key for one in every if (key := key_of(one)) not in {key_of(other) for other in kept})
            return plan(edited, read, side, left_out, unmoved)

        def judge(kept: Sequence[Made]) -> list[Diagnostic]:
            return news(composed_with(without(kept).files))

        refused = refusals(every, new, judge)
        gone = {key_of(edit) for one in refused for edit in one.edits}
        made = without([one for one in every if key_of(one) not in gone])
        composed = composed_with(made.files)
        for one in refused:
            _tell(made, one)
    made.findings += told
    if composed.entries is not None and _texts(before) == [entry.text for entry in edited.record.entries]:
        report_differences(made, edited, composed.entries)
    else:
        report_merged(made, edited, composed.entries)
    made.findings += doubts(edited, lambda entry: near(edited.record, entry))
    return made


def _texts(composed: Composed) -> list[str] | None:
    return None if composed.entries is None else [entry.text for entry in composed.entries]


def key_of(made: Made) -> tuple[str, tuple[str | int, ...]]:
    """Return the file and the path that an edit is about."""
    return made.place.file, made.edit.path


def _unmoved(finding: Diagnostic) -> Diagnostic:
    return replace(finding, message=f"what has moved in Word stays where it was: {finding.message}")


def _tell(made: Plan, refusal: Refusal) -> None:
    """Tell what was refused, each edit with its words."""
    from pipeline.review.pull import shown, words_of
    from pipeline.review.wanted import Stay

    one = refusal.finding
    for number, edit in enumerate(refusal.edits):
        words = words_of(edit.edit)
        said = f" {shown(words)}" if words else " here"
        message = f"what Word has{said} was not taken: {one.message}"
        place = one.place if not number else edit.place
        source_line = one.source_line if not number else None
        made.findings.append(error(one.code, message, place, help=one.help, source_line=source_line))
        made.stays += [Stay("not-home", "", edit.edit.entry, words)] if words else []


@dataclass(frozen=True, slots=True)
class Composed:
    """What composing a packet gave: its paragraphs (None: it has errors), and the errors."""

    entries: tuple[Entry, ...] | None
    errors: tuple[Diagnostic, ...]


def compose_with(workspace: Workspace, packet: str, files: Mapping[str, bytes], shelf: Shelf | None = None) -> Composed:
    """Compose a packet as if *files* were in the workspace. *shelf*: what is read and compiled once."""
    from pipeline.compose import compose
    from pipeline.edition.stages import Loader, Shelf
    from pipeline.model.identity import identify
    from pipeline.source.conflicts import CODE
    from pipeline.source.workspace import Workspace

    host = _Overlay(workspace.host, {workspace.host.real(workspace.root / name): data for name, data in files.items()})
    own = Workspace(workspace.root, host, workspace.shipped)
    shelf = shelf or Shelf()
    loaded = Loader(own, shelf).load(own.root / packet)
    # Marks of a conflict are to be seen to by people; the rest is judged as if they were words.
    found = [one for one in loaded.diagnostics if one.code != CODE]
    document = None
    if loaded.packet is not None and not any(one.severity is Severity.ERROR for one in found):
        composition = compose(loaded.packet, loaded.papers, own, shelf.composer_for(own))
        found += composition.diagnostics
        document = composition.document
    errors = tuple(one for one in found if one.severity is Severity.ERROR)
    if document is None or errors:
        return Composed(None, errors)
    return Composed(identify(document).record.entries, ())


class _Overlay:
    """A machine on which some files have another content."""

    def __init__(self, host: Host, files: Mapping[Path, bytes]) -> None:
        self._host = host
        self._files = files

    @property
    def environ(self) -> Mapping[str, str]:
        return self._host.environ

    def read(self, path: Path, limit: int) -> bytes:
        known = self._files.get(self._host.real(path))
        return self._host.read(path, limit) if known is None else known[: limit + 1]

    def is_file(self, path: Path) -> bool:
        return self._host.is_file(path)

    def is_directory(self, path: Path) -> bool:
        return self._host.is_directory(path)

    def entries(self, path: Path) -> list[str]:
        return self._host.entries(path)

    def real(self, path: Path) -> Path:
        return self._host.real(path)

    def write(self, path: Path, content: bytes) -> None:
        raise NotImplementedError

    def replace_together(self, directory: Path, files: Mapping[str, bytes], without: Iterable[str] = ()) -> None:
        raise NotImplementedError


# --- writing ---------------------------------------------------------------------------------------------------------


def _check_git(workspace: Workspace, files: Iterable[str]) -> None:
    """Raise DataError where git says that a file has changes that are not committed. No git, no repository: fine."""
    names = sorted(files)
    command = ["git", "-C", str(workspace.root), "status", "--porcelain=v1", "-z", "--untracked-files=no", "--", *names]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_GIT_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return
    if done.returncode:
        return
    changed = [part[3:].decode("utf-8", "replace") for part in done.stdout.split(b"\0") if part]
    if not changed:
        return
    help = "commit or stash them first, so that you can see and undo what pulling did; or use --force"
    dirty = [name for name in names if any(one == name or one.endswith(f"/{name}") for one in changed)] or changed
    raise DataError(
        *(error("uncommitted", f"{name} has changes that are not committed", Place(name), help=help) for name in dirty)
    )


def _write(workspace: Workspace, made: Plan) -> None:
    """Replace the files, each whole. When one cannot be, those before it get their content back."""
    host, done = workspace.host, []
    paths = {name: host.real(workspace.root / name) for name in sorted(made.files)}
    try:
        for name, path in paths.items():
            _check_same(host, path, name, made.before[name])
        for name, path in paths.items():
            host.write(path, made.files[name])
            done.append(name)
    except OSError as problem:
        for name in done:
            host.write(paths[name], made.before[name])
        message = f"the YAML cannot be written: {problem.strerror or problem}; nothing was changed"
        raise MachineError(
            error("cannot-write", message, help="see that you may write there, and pull again")
        ) from problem


def _check_same(host: Host, path: Path, name: str, before: bytes) -> None:
    if host.read(path, len(before)) != before:
        message = f"{name} was changed while the Word file was read"
        raise DataError(error("changed-meanwhile", message, Place(name), help="pull again"))
