"""The folder that a user works in: where packets, templates and themes are found, and which files may be read.

Enters: a folder. Leaves: paths and bytes, and a record of every file read. Guaranteed: no file outside the workspace
and the shipped templates is ever read, also not through a link; names of templates and themes cannot lead out of their
folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pipeline.diagnostics import DataError, Diagnostic, Place, UsageError, error
from pipeline.diagnostics.suggest import nearest
from pipeline.host import Host
from pipeline.source.text import MAX_BYTES, too_large
from pipeline.source.wording import choices
from pipeline.values import dataclass, field

TEMPLATE, SCHEMA, EXAMPLE, PACKET = "template.md.j2", "schema.yaml", "example.yaml", "packet.yaml"

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_NO_PAPERS = frozenset(("themes", "rules", "markings", "messages"))


@dataclass(frozen=True, slots=True)
class TemplateFiles:
    """The files of a kind of paper. Each is the workspace's own where it has one, else the shipped one."""

    name: str
    template: Path
    schema: Path
    example: Path | None


class Reads:
    """The files that were read, each with the SHA-256 of its content; an empty one: there was no such file."""

    __slots__ = ("_digests",)

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}

    def add(self, file: str, content: bytes) -> None:
        self._digests[file] = sha256(content).hexdigest()

    def add_missing(self, file: str) -> None:
        """Note a file that was looked for in vain: made later, it would be read."""
        self._digests[file] = ""

    def digests(self) -> dict[str, str]:
        """Return digests by the name that :meth:`Workspace.display` gives, sorted by it."""
        return dict(sorted(self._digests.items()))


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace. *shipped* is the folder ``templates`` of the package. It and *root* are absolute, without links."""

    root: Path
    host: Host
    shipped: Path
    reads: Reads = field(default_factory=Reads)

    @staticmethod
    def find(host: Host, start: Path, root: Path | None = None) -> Workspace:
        """Return the workspace *root*, else the nearest folder from *start* upwards that has ``data/``.

        UsageError: there is none.
        """
        if root is not None:
            real = host.real(root)
            if not host.is_directory(real):
                raise UsageError(
                    error(
                        "no-workspace", f"--root: there is no folder {str(root)!r}", help="make one with brief new NAME"
                    )
                )
            return Workspace(real, host, shipped_templates(host))
        real = host.real(start)
        for folder in (real, *real.parents):
            if host.is_directory(folder / "data"):
                return Workspace(folder, host, shipped_templates(host))
        message = f"neither {str(start)!r} nor a folder above it has a folder 'data'"
        help = "go to a workspace, say where it is with --root DIR, or make one with `brief new NAME`"
        raise UsageError(error("no-workspace", message, help=help))

    # --- what there is ---------------------------------------------------------------------------------------------

    def packets(self) -> tuple[Path, ...]:
        """Return the folders of ``data/`` that hold a ``packet.yaml``, sorted by name."""
        data = self.root / "data"
        return tuple(data / name for name in self._names(data) if self.host.is_file(data / name / PACKET))

    def template(self, name: str) -> TemplateFiles | None:
        """Return the files of the kind of paper *name*; None when there is no such kind."""
        template, schema = self.template_file(f"{name}/{TEMPLATE}"), self.template_file(f"{name}/{SCHEMA}")
        if name in _NO_PAPERS or template is None or schema is None:
            return None
        return TemplateFiles(name, template, schema, self.template_file(f"{name}/{EXAMPLE}"))

    def templates(self) -> tuple[str, ...]:
        """Return the names of all kinds of papers, sorted."""
        names = dict.fromkeys(name for folder in self.template_folders() for name in self._names(folder))
        return tuple(sorted(name for name in names if self.template(name) is not None))

    def template_file(self, relative: str) -> Path | None:
        """Return the file *relative* (such as ``macros.md.j2``) below ``templates/``, the workspace's own first."""
        if not all(_NAME.fullmatch(part) for part in relative.split("/")):
            return None
        paths = (folder / relative for folder in self.template_folders())
        return next((path for path in paths if self.host.is_file(path)), None)

    def theme(self, name: str) -> Path | None:
        """Return the file of the theme *name*; None when there is none."""
        return self.template_file(f"themes/{name}.yaml")

    def themes(self) -> tuple[str, ...]:
        """Return the names of all themes, sorted."""
        return tuple(name for name in self._profiles("themes") if self.theme(name) is not None)

    def marking(self, name: str) -> Path | None:
        """Return the file of the marking profile *name*; None when there is none."""
        return self.template_file(f"markings/{name}.yaml")

    def markings(self) -> tuple[str, ...]:
        """Return the names of all marking profiles, sorted."""
        return tuple(name for name in self._profiles("markings") if self.marking(name) is not None)

    def rule_profile(self, name: str) -> Path | None:
        """Return the file of the profile of house rules *name*; None when there is none."""
        return self.template_file(f"rules/{name}.yaml")

    def rule_profiles(self) -> tuple[str, ...]:
        """Return the names of all profiles of house rules, sorted."""
        return tuple(name for name in self._profiles("rules") if self.rule_profile(name) is not None)

    def _profiles(self, kind: str) -> list[str]:
        """Return the names of the YAML files in the folders *kind* of the templates, sorted."""
        files = dict.fromkeys(name for folder in self.template_folders() for name in self._names(folder / kind))
        return sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml"))

    def template_folders(self) -> tuple[Path, ...]:
        """Return the folders in which templates are looked up, in that order."""
        return tuple(dict.fromkeys((self.root / "templates", self.shipped)))

    def display(self, path: Path) -> str:
        """Return how *path* is called in messages and manifests: relative to the root, or ``shipped/…``."""
        for folder, name in ((self.root, ""), (self.shipped.parent, "shipped/")):
            if path.is_relative_to(folder):
                return name + path.relative_to(folder).as_posix()
        return path.as_posix()

    # --- reading -----------------------------------------------------------------------------------------------------

    def read(self, path: Path, limit: int = MAX_BYTES) -> bytes:
        """Return the content of *path* (absolute, or below the root) and record it.

        DataError: it is missing, a folder, no regular file, larger than *limit* bytes, not readable, or outside.
        """
        path = self.root / path
        fault = self.fault(path)
        if fault is not None:
            raise DataError(fault)
        try:
            # The path was resolved and judged; reading what it resolves to keeps a link made meanwhile from mattering.
            content = self.host.read(self.host.real(path), limit)
        except OSError as problem:
            raise DataError(self._unreadable(path, problem)) from None
        if len(content) > limit:
            raise DataError(too_large(self.display(path), limit))
        self.reads.add(self.display(path), content)
        return content

    def fault(self, path: Path) -> Diagnostic | None:
        """Return why *path* cannot be read, as far as can be told without reading it."""
        path = self.root / path
        name, place = self.display(path), Place(self.display(path))
        try:
            real = self.host.real(path)
            if not self.inside(real):
                return self._outside(path, name, place)
            if self.host.is_file(real):
                return None
            if self.host.is_directory(real):
                help = "give the name of a file in it"
                return error("is-a-directory", f"{name} is a folder, not a file", place, help=help)
            exists = path.name in self._names(path.parent)
        except (OSError, ValueError) as problem:
            return self._unreadable(path, problem)
        if exists:
            message = f"{name} is no regular file, or a link that leads nowhere"
            return error("unreadable", message, place, help="put the file itself there")
        return self._missing(path, name, place)

    def inside(self, real: Path) -> bool:
        """Tell whether the resolved path *real* lies in the workspace or among the shipped templates."""
        return real.is_relative_to(self.root) or real.is_relative_to(self.shipped)

    def _outside(self, path: Path, name: str, place: Place) -> Diagnostic:
        linked = ".." not in path.parts and self.inside(path)
        how = ", through a link" if linked else ""
        return error(
            "outside-workspace",
            f"{name} lies outside the workspace{how}",
            place,
            help="copy the file into the workspace; nothing outside it is read",
        )

    def _missing(self, path: Path, name: str, place: Place) -> Diagnostic:
        siblings = self._names(path.parent)
        guess = nearest(path.name, siblings)
        if not self.host.is_directory(path.parent):
            help = f"there is no folder {self.display(path.parent)} either"
        elif guess:
            help = f"did you mean {guess}?"
        else:
            likely = [sibling for sibling in siblings if sibling.endswith(path.suffix)] if path.suffix else []
            help = f"the folder has {choices(likely, 'and')}" if likely else "check the name and the folder"
        return error("file-not-found", f"there is no file {name}", place, help=help)

    def _unreadable(self, path: Path, problem: Exception) -> Diagnostic:
        name = self.display(path)
        if isinstance(problem, FileNotFoundError):
            return self._missing(path, name, Place(name))
        reason = getattr(problem, "strerror", None) or str(problem)
        return error("unreadable", f"{name} cannot be read: {reason}", Place(name), help="see that you may read it")

    def _names(self, folder: Path) -> Iterable[str]:
        """Return the names in *folder*, none when it cannot be listed."""
        try:
            return self.host.entries(folder)
        except (OSError, ValueError):
            return []


def shipped_templates(host: Host) -> Path:
    """Return the folder ``templates`` of the package: inside it when installed, beside it in a checkout."""
    package = host.real(Path(__file__).parent.parent)
    installed = package / "shipped" / "templates"
    return installed if host.is_directory(installed) else package.parent / "templates"
