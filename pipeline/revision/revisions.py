"""Revisions of git: a workspace as it was.

Enters: a workspace in a repository, the name of a revision. Leaves: a workspace in a folder of its own. Guaranteed:
neither the work tree nor the index nor any reference is touched; files are as a checkout would make them; the folder is
gone when the stack is closed; a name that begins with ``-`` is no option.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.diagnostics import DataError, Diagnostic, MachineError, UsageError, error
from pipeline.diagnostics.suggest import nearest
from pipeline.host import RealHost
from pipeline.source.workspace import Workspace, shipped_templates
from pipeline.values import dataclass

_SECONDS = 300
_PACKET = "packet.yaml"
_LEFT_OUT = ("output",)
"""Folders of a workspace that no edition is made from."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A workspace as it was in *revision*."""

    workspace: Workspace
    revision: str

    def packets(self) -> tuple[Path, ...]:
        return self.workspace.packets()

    def packet(self, path: str) -> Path:
        """Return the folder of the packet *path*, its ``packet.yaml`` or its name; UsageError: it has none there."""
        path = path.strip("/").removesuffix(f"/{_PACKET}")
        for name in (path, f"data/{path}"):
            folder = self.workspace.host.real(self.workspace.root / name)
            if folder.is_relative_to(self.workspace.root) and self.workspace.host.is_file(folder / _PACKET):
                return folder
        names = [self.workspace.display(folder) for folder in self.packets()]
        guess = nearest(path, names)
        help = f"did you mean {self.revision}:{guess}?" if guess else f"it has {', '.join(names) or 'no packets'}"
        raise UsageError(error("no-such-packet", f"revision {self.revision} has no packet {path!r}", help=help))


def resolved(workspace: Workspace, revision: str, unknown: Callable[[], UsageError]) -> str:
    """Return the commit that *revision* names. *unknown* makes the error for a name that is none."""
    if not _git(workspace, "rev-parse", "--is-inside-work-tree").startswith(b"true"):
        found = unknown().diagnostics[0]
        message = f"{found.message}; and {workspace.root} is in no git repository"
        raise UsageError(error("no-repository", message, help=found.help))
    name = revision or "HEAD"
    try:
        return (
            _git(workspace, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            .decode()
            .strip()
        )
    except _GitError:
        raise unknown() from None


def checked_out(workspace: Workspace, revision: str, stack: ExitStack) -> Tree:
    """Return the workspace as it was in *revision*."""
    commit = resolved(workspace, revision, lambda: UsageError(_no_revision(revision)))
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="brief-diff-")))
    prefix = _git(workspace, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    environ = {**workspace.host.environ, "GIT_INDEX_FILE": str(folder / "index")}
    tree = folder / "tree"
    try:
        # An index of our own: the repository's is not touched. Filters (line ends, large files) do their work.
        _git(workspace, "read-tree", commit, environ=environ)
        top = Path(_git(workspace, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n"))
        names = _git(workspace, "ls-files", "-z", "--full-name", environ=environ).split(b"\0")
        wanted = [name for name in names if name and not _is_left_out(name.decode("utf-8", "surrogateescape"), prefix)]
        listed = b"".join(name + b"\0" for name in wanted)
        _git(workspace, "checkout-index", "-z", "--stdin", f"--prefix={tree}/", environ=environ, fed=listed, folder=top)
    except _GitError as problem:
        message = f"git cannot read revision {revision}: {problem}"
        raise DataError(error("unreadable-revision", message, help="write a revision that `git log` shows")) from None
    host = RealHost(workspace.host.environ)
    root = host.real(tree / prefix)
    return Tree(Workspace(root, host, shipped_templates(host)), revision)


def _is_left_out(name: str, prefix: str) -> bool:
    return any(name.startswith(f"{prefix}{folder}/") for folder in _LEFT_OUT)


def _no_revision(revision: str) -> Diagnostic:
    return error("unknown-revision", f"git knows no revision {revision!r}", help="`git log --oneline` lists them")


class _GitError(Exception):
    """What git said."""


def _git(
    workspace: Workspace,
    *arguments: str,
    environ: Mapping[str, str] | None = None,
    fed: bytes = b"",
    folder: Path | None = None,
) -> bytes:
    """Return what git answers. MachineError: there is no git; _GitError: it refuses."""
    command = ["git", "-C", str(folder or workspace.root), *arguments]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            input=fed,
            env=environ or workspace.host.environ,
        )
    except FileNotFoundError:
        help = "install git, or name output folders instead of revisions"
        raise MachineError(error("no-git", "git is not installed, which reads revisions", help=help)) from None
    except (OSError, subprocess.SubprocessError) as problem:
        help = "name output folders instead of revisions"
        raise MachineError(error("no-git", f"git cannot be run: {problem}", help=help)) from problem
    if done.returncode:
        if arguments[1:2] == ("--is-inside-work-tree",):
            return b""
        raise _GitError(" ".join(done.stderr.decode("utf-8", "replace").split()) or f"it ended with {done.returncode}")
    return done.stdout
