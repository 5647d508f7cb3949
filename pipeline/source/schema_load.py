"""A schema file read, checked and compiled.

Enters: a workspace and the path of a ``schema.yaml``. Leaves: a :class:`~pipeline.source.schema_types.Schema` and
findings at the schema's own lines. Guaranteed: a Schema compiles and every reference in it leads somewhere; references
lead to the same file or to other files that the workspace may read, never to a network.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from pipeline.diagnostics import DataError, Diagnostic, MachineError, Severity, error
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.faults import explain_all
from pipeline.source.keywords import Pointer, subschemas
from pipeline.source.load import load
from pipeline.source.reports import Report
from pipeline.source.schema_lint import DRAFT, lint
from pipeline.source.schema_types import Check, Schema, pointer_of
from pipeline.source.tree import Source
from pipeline.source.wording import quoted

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from pipeline.source.workspace import Workspace

_DRAFT = "write a JSON Schema (2020-12), a mapping such as `type: object` with `properties`"
_OURS = ("checks", "$id")
_MOST_FILES = 50

Read = Callable[[Path], tuple[bytes, str]]
"""From a path to the file's content and the name to show. DataError: it cannot be read."""


def load_schema(workspace: Workspace, path: Path) -> tuple[Schema | None, list[Diagnostic]]:
    """Read the schema file *path*. Without a Schema there is one error at least."""

    def read(file: Path) -> tuple[bytes, str]:
        found = _shipped_instead(workspace, file)
        return workspace.read(found), workspace.display(found)

    return _Loading(read, shown=True).run(workspace.root / path)


def _shipped_instead(workspace: Workspace, file: Path) -> Path:
    """Return *file*; where the workspace's ``templates`` have none of that name, the one of the program."""
    own = workspace.root / "templates"
    if workspace.host.is_file(file) or not file.is_relative_to(own):
        return file
    return workspace.template_file(file.relative_to(own).as_posix()) or file


@cache
def package_schema(package: str, name: str) -> Schema:
    """Return the schema *name* that lies in the Python package *package*. MachineError: the installation is broken."""

    def read(path: Path) -> tuple[bytes, str]:
        # Part of the program, so it comes from the import system and not from the user's files.
        content = pkgutil.get_data(package, name) if path.name == name else None
        if content is None:
            raise MachineError(
                error("broken-installation", f"{name} is missing from the package {package}", help="install it again")
            )
        return content, f"{package.replace('.', '/')}/{name}"

    schema, found = _Loading(read, shown=False).run(Path("/", *package.split("."), name))
    if schema is None:
        raise MachineError(*found)
    return schema


class _Loading:
    """Reads a schema file and all that it refers to."""

    def __init__(self, read: Read, *, shown: bool) -> None:
        self._read = read
        self._shown = shown
        self._found: list[Diagnostic] = []
        self._documents: dict[str, Source] = {}
        self._plain: dict[str, dict[str, object]] = {}

    def run(self, path: Path) -> tuple[Schema | None, list[Diagnostic]]:
        uri = "file://" + quote("/" + path.as_posix().lstrip("/"))
        try:
            content, file = self._read(path)
        except DataError as problem:
            return None, list(problem.diagnostics)
        self._add(uri, content, file)
        for known in self._growing():
            self._follow(known)
        checks = self._checks(uri)
        if any(finding.severity is Severity.ERROR for finding in self._found):
            return None, self._found
        schema = Schema(self._documents[uri], self._plain[uri], checks, uri, self._documents, self._plain, self._shown)
        try:
            _ = schema.validator
        except ValueError as problem:
            place = schema.source.place(())
            reason = str(problem).split("\n", 1)[0]
            return None, [
                *self._found,
                schema.source.error("bad-schema", f"the schema cannot be used: {reason}", place, help=_DRAFT),
            ]
        return schema, self._found

    def _growing(self) -> Iterator[str]:
        done = 0
        while done < len(self._plain):
            fresh = list(self._plain)[done:]
            done = len(self._plain)
            yield from fresh

    def _add(self, uri: str, content: bytes, file: str) -> None:
        """Take in a file and report its own faults."""
        source, found = load(content, file)
        self._found += found
        if source is None:
            return
        if not isinstance(source.data, dict):
            self._found.append(
                source.error("bad-schema", "a schema file must be a mapping", source.opening_place(()), help=_DRAFT)
            )
            return
        plain = {key: value for key, value in source.data.items() if key not in _OURS}
        faults = explain_all(list(_metaschema().iter_errors(plain)), Report(source, None, "bad-schema"))
        self._found += faults or list(lint(source))
        if not faults:
            self._documents[uri] = source
            self._plain[uri] = plain

    def _follow(self, uri: str) -> None:
        """Read the files that the references of *uri* lead to, and report references that lead nowhere."""
        source = self._documents[uri]
        for pointer, part in subschemas(self._plain[uri]):
            reference = part.get("$ref") if isinstance(part, dict) else None
            if isinstance(reference, str):
                fault = self._resolve(uri, reference, source, (*pointer, "$ref"))
                self._found += [fault] if fault is not None else []

    def _resolve(self, uri: str, reference: str, source: Source, pointer: Pointer) -> Diagnostic | None:
        place = source.place(pointer)
        address, _, fragment = urljoin(uri, reference).partition("#")
        parts = urlsplit(address)
        path = PurePosixPath(unquote(parts.path))
        if parts.scheme != "file" or parts.netloc or path.suffix not in (".yaml", ".yml", ".json"):
            message = f"{quoted(reference)} leads to no schema file"
            help = "refer to this file (`#/$defs/…`) or to a .yaml file of the workspace; nothing is fetched"
            return source.error("bad-reference", message, place, help=help)
        if address not in self._plain:
            fault = self._fetch(address, Path(path))
            if fault is not None:
                return fault.at(place, source.line(place.line))
        target = self._plain.get(address)
        try:
            pointer_of(target if target is not None else {}, unquote(fragment) if target is not None else "")
        except LookupError:
            return source.error(
                "bad-reference",
                f"{quoted(reference)} leads to no schema",
                place,
                label=did_you_mean(reference, _definitions(reference, target)),
                help="write #/$defs/NAME, or the name of a schema file",
            )
        return None

    def _fetch(self, address: str, path: Path) -> Diagnostic | None:
        if len(self._plain) >= _MOST_FILES:
            return error(
                "bad-reference", f"a schema cannot be spread over more than {_MOST_FILES} files", help="join some"
            )
        try:
            content, file = self._read(path)
        except DataError as problem:
            return problem.diagnostics[0]
        self._add(address, content, file)
        return None

    def _checks(self, uri: str, below: tuple[str, ...] = ()) -> tuple[Check, ...]:
        """Return the checks of the file *uri*, and before them those of a file that it is wholly made of (``$ref``)."""
        source = self._documents.get(uri)
        if source is None or not isinstance(source.data, dict):
            return ()
        reference = source.data.get("$ref")
        whole = urljoin(uri, reference) if isinstance(reference, str) else uri
        above = self._checks(whole, (*below, uri)) if whole not in (uri, *below) else ()
        if "checks" not in source.data:
            return above
        rules = package_schema("pipeline.source", "checks.schema.yaml")
        entries = source.data["checks"]
        faults = explain_all(
            list(rules.validator.iter_errors(entries)), Report(source, rules, "bad-check"), ("checks",)
        )
        self._found += faults
        if faults or not isinstance(entries, list):
            return above
        own = (Check(**entry, place=source.place(("checks", index, "check"))) for index, entry in enumerate(entries))
        return (*above, *own)


def _definitions(reference: str, schema: dict[str, object] | None) -> list[str]:
    definitions = schema.get("$defs") if schema is not None else None
    file = reference.partition("#")[0]
    return [f"{file}#/$defs/{name}" for name in definitions] if isinstance(definitions, dict) else []


@cache
def _metaschema() -> Validator:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator({"$ref": DRAFT}, validate_formats=True, offline=True)
