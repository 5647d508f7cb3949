"""Where templates come from: the workspace's ``templates`` folder, then the one shipped with the package.

Enters: a template's name or file. Leaves: its text for Jinja2, and its lines for messages. Guaranteed: nothing outside
these two folders is read (the workspace sees to links). Each file is read once for a packet, so that it is among the
packet's inputs, and compiled again only when it has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import BaseLoader, Environment, TemplateNotFound

from pipeline.compose.characters import HASH, RESERVED
from pipeline.diagnostics import DataError, Diagnostic, Place, error

if TYPE_CHECKING:
    from pipeline.source.workspace import Workspace

_ENDING = ".j2"
# `{#name}` and `{#name-{{ number }}}` are anchors; `{# … #}` is a comment.
_PRINT = r"\{\{[^{}]*\}\}"
_ANCHOR = re.compile(rf"\{{#(?=(?:[^\s#{{}}-]|{_PRINT})(?:[^\s#{{}}]|{_PRINT})*(?:\s(?:[^{{}}#]|{_PRINT})*)?\}})")


class TemplateFile(NamedTuple):
    """A template that was read. *file* is its name in messages."""

    file: str
    lines: list[str]


class TemplateLoader(BaseLoader):
    """Finds templates by name; a paper's own template is made known with :meth:`name_of`."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.files: dict[str, TemplateFile] = {}
        self._paths: dict[str, Path] = {}
        self._read: set[str] = set()

    def begin(self, workspace: Workspace) -> None:
        """Start another packet, whose *workspace* notes what is read."""
        self.workspace = workspace
        self._paths.clear()
        self._read.clear()

    def name_of(self, path: Path) -> str:
        """Return the name under which the template file *path* can be asked for."""
        for folder in self.workspace.template_folders():
            if path.is_relative_to(folder):
                name = path.relative_to(folder).as_posix()
                break
        else:
            name = self.workspace.display(path)
        self._paths[name] = path
        return name

    def name_in(self, name: str) -> str:
        """Return the name of the template whose name or file is *name*."""
        return next((known for known, template in self.files.items() if template.file == name), name)

    def line(self, place: Place) -> str | None:
        """Return the first line of *place* when it is in a template that was read."""
        for template in self.files.values():
            if template.file == place.file and 0 < place.line <= len(template.lines):
                return template.lines[place.line - 1]
        return None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        path = self._path(template)
        file = self.workspace.display(path)
        content = self.workspace.read(path)
        text = _decoded(content, file)
        self._read.add(template)
        self.files[template] = TemplateFile(file, text.split("\n"))
        _refuse_reserved(text, self.files[template])
        return _ANCHOR.sub(f"{{{HASH}#", text), file, lambda: self._is_as_it_was(template, path, content)

    def _is_as_it_was(self, template: str, path: Path, content: bytes) -> bool:
        """Whether a compiled template is still what its name means; the first time in a packet, its file is read."""
        if template in self._read:
            return True
        if self._path(template) != path or self.workspace.read(path) != content:
            return False
        self._read.add(template)
        return True

    def _path(self, name: str) -> Path:
        if name not in self._paths:
            self._paths[name] = self._find(name)
        return self._paths[name]

    def names(self) -> list[str]:
        """Return the names of the templates that others may include or import, sorted."""
        host = self.workspace.host
        found: set[str] = set()
        for folder in self.workspace.template_folders():
            if not host.is_directory(folder):
                continue
            for entry in host.entries(folder):
                if host.is_directory(folder / entry):
                    found.update(f"{entry}/{name}" for name in host.entries(folder / entry) if name.endswith(_ENDING))
                elif entry.endswith(_ENDING):
                    found.add(entry)
        return sorted(found)

    def _find(self, name: str) -> Path:
        path = self.workspace.template_file(name)
        if path is None:
            raise TemplateNotFound(name)
        return path


def _decoded(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        message = f"line {line} is not in UTF-8"
        raise DataError(error("wrong-encoding", message, Place(file, line), help="save the file as UTF-8")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_reserved(text: str, template: TemplateFile) -> None:
    found = RESERVED.search(text)
    if found is not None:
        raise DataError(_reserved(template, text, found.start()))


def _reserved(template: TemplateFile, text: str, at: int) -> Diagnostic:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return error(
        "reserved-character",
        f"U+{ord(text[at]):04X} is no character for a text",
        Place(template.file, line, column, line, column + 1),
        help="delete it",
        source_line=template.lines[line - 1],
    )
