"""Finished documents before their judges: from what a user names to verdicts.

Enters: files, packets, or none for all packets of the workspace. Leaves: a verdict for each file, in the order named.
Guaranteed: each file is judged once; a file that cannot be read is not judged, and its verdict says so.

    >>> from pipeline.judging import verify
    >>> for verdict in verify("output/phnom-penh-2022/phnom-penh-2022.pdf"):
    ...     print(verdict.path, verdict.says, verdict.exit_code)
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.batch import PACKET_FILE, packet_folders
from pipeline.diagnostics import Diagnostic, Place, UsageError, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.edition import manifest
from pipeline.host import Host, RealHost
from pipeline.source.workspace import Workspace
from pipeline.verify import Opinion, Profile, Verdict, judge
from pipeline.verify.profiles import DEFAULT
from pipeline.verify.verdict import NOT_JUDGED

_LIMIT = 1 << 30
_ENDINGS = (".pdf", ".docx")


def verify(
    *named: str | os.PathLike[str],
    root: str | os.PathLike[str] | None = None,
    output: str | os.PathLike[str] | None = None,
    profiles: Sequence[Profile] = DEFAULT,
    host: Host | None = None,
) -> list[Verdict]:
    """Judge files, and the documents of packets (none named: all of the workspace); PDF files are held to *profiles*.

    *output*: where packets' documents are, as for ``build``. Raises UsageError for a file, packet or edition that is
    not there.
    """
    host = host or RealHost()
    paths = _documents([Path(one) for one in named], root, output, host)
    files: dict[Path, bytes] = {}
    unread: dict[Path, Verdict] = {}
    for path in paths:
        try:
            data = host.read(path, _LIMIT)
        except OSError as problem:
            unread[path] = _unread(path, f"cannot be read: {problem.strerror or problem}")
            continue
        if len(data) > _LIMIT:
            unread[path] = _unread(path, "is larger than a gigabyte")
        else:
            files[path] = data
    verdicts = {verdict.path: verdict for verdict in judge(files, host, profiles)} | unread
    return [verdicts[path] for path in paths]


def _unread(path: Path, reason: str) -> Verdict:
    finding = error(NOT_JUDGED, f"the file was not judged: it {reason}", Place(str(path)), help="build it again")
    return Verdict(path, (Opinion("not judged", (finding,)),))


def _documents(
    named: Sequence[Path],
    root: str | os.PathLike[str] | None,
    output: str | os.PathLike[str] | None,
    host: Host,
) -> tuple[Path, ...]:
    """Return the files to judge, each once. Raises UsageError."""
    found: list[Path] = []
    wanted: list[Path | None] = [*named] or [None]
    for path in wanted:
        if path is not None and _is_file(host, path) and path.name != PACKET_FILE:
            found.append(path)
        elif path is not None and _is_file(host, path / manifest.NAME):
            found += _edition(host, path, path.name)
        elif path is not None and path.suffix.lower() in _ENDINGS:
            raise UsageError(_missing(host, path))
        else:
            start = path if path is not None and _exists(host, path) else Path()
            workspace = Workspace.find(host, start, Path(root) if root is not None else None)
            folder = Path(output) if output is not None else workspace.root / "output"
            for packet in packet_folders(workspace, [] if path is None else [path]):
                found += _edition(host, folder / packet.name, packet.name)
    once: dict[Path, Path] = {}
    for path in found:
        once.setdefault(host.real(path), path)
    return tuple(once.values())


def _edition(host: Host, folder: Path, name: str) -> list[Path]:
    """Return the documents of an edition in *folder*."""
    edition = manifest.read(host, folder)
    if edition is None:
        message = f"there are no documents of '{name}' in {folder}"
        raise UsageError(error("not-built", message, help=f"run `brief build {name}` first"))
    files = [output.path for output in manifest.outputs_of(edition, folder) if output.path.suffix in _ENDINGS]
    for file in files:
        if not _is_file(host, file):
            message = f"{file.name}, which is in the manifest of '{name}', is not there"
            raise UsageError(error("not-built", message, help=f"run `brief build {name}` again"))
    return files


def _missing(host: Host, path: Path) -> Diagnostic:
    try:
        siblings = [name for name in host.entries(path.parent) if name.lower().endswith(_ENDINGS)]
    except (OSError, ValueError):
        siblings = []
    hint = did_you_mean(path.name, siblings) or "check the name and the folder"
    return error("file-not-found", f"there is no file {path}", help=hint)


def _is_file(host: Host, path: Path) -> bool:
    try:
        return host.is_file(path)
    except (OSError, ValueError):
        return False


def _exists(host: Host, path: Path) -> bool:
    try:
        return host.is_file(path) or host.is_directory(path)
    except (OSError, ValueError):
        return False
