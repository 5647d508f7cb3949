"""The stages of the design, one after the other, for one packet.

Enters: a workspace and a packet's folder. Leaves: the value that each stage made, and every finding so far. Guaranteed:
a file is loaded, validated and annotated once in a run however many papers use it; faults of all files of a packet are
found together; nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.diagnostics import DataError, Diagnostic, Severity

if TYPE_CHECKING:
    from pipeline.compose import PaperData
    from pipeline.source.packet import Packet, PaperSettings
    from pipeline.source.schema import Schema
    from pipeline.source.tree import Source
    from pipeline.source.workspace import Workspace
    from pipeline.style.reading import ThemeFile
    from pipeline.style.theme import Theme

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading and validating made; *papers* are those without faults."""

    packet: Packet | None
    papers: tuple[PaperData, ...]
    theme: Theme | None
    diagnostics: tuple[Diagnostic, ...]


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in diagnostics)


class Loader:
    """Loads and validates, remembering each file for the papers of the packet that use it too."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._sources: dict[Path, Source | None] = {}
        self._schemas: dict[Path, Schema | None] = {}
        self._values: dict[tuple[Path, Path], dict[str, object] | None] = {}
        self._faulty: set[Path] = set()
        self._diagnostics: list[Diagnostic] = []

    def load(self, folder: Path, *, validate: bool = True) -> Loaded:
        """Load the packet in *folder*, its theme and all its papers, and with *validate* hold them to their schemas."""
        from pipeline.source.packet import load_packet

        packet, found = load_packet(self.workspace, folder)
        self._diagnostics.extend(found)
        theme, papers = None, []
        if packet is not None:
            theme = self._theme(packet)
            papers = [paper for settings in packet.papers if (paper := self._paper(settings, validate))]
        return Loaded(packet, tuple(papers), theme, tuple(dict.fromkeys(self._diagnostics)))

    def _paper(self, settings: PaperSettings, validate: bool) -> PaperData | None:
        from pipeline.compose import PaperData

        files = self.workspace.template(settings.template)
        if files is None:
            return None
        schema = self._schema(files.schema)
        source = self._source(settings.data)
        if schema is None or source is None:
            return None
        values = self._annotated(source, settings.data, schema, files.schema) if validate else None
        if values is None or self._faulty & {settings.data, files.schema}:
            return None
        return PaperData(settings, source, values, files.template, schema)

    def _annotated(self, source: Source, data: Path, schema: Schema, schema_file: Path) -> dict[str, object] | None:
        """Return the values that the template sees, None when they break the schema."""
        from pipeline.source.schema import annotate, validate

        key = (data, schema_file)
        if key not in self._values:
            found = validate(source, schema)
            self._diagnostics.extend(found)
            self._values[key] = None if has_errors(found) else annotate(source, schema)
        return self._values[key]

    def _source(self, path: Path) -> Source | None:
        from pipeline.source.load import load

        if path not in self._sources:
            self._sources[path] = self._caught(
                path, lambda: load(self.workspace.read(path), self.workspace.display(path))
            )
        return self._sources[path]

    def _schema(self, path: Path) -> Schema | None:
        from pipeline.source.schema import load_schema

        if path not in self._schemas:
            self._schemas[path] = self._caught(path, lambda: load_schema(self.workspace, path))
        return self._schemas[path]

    def _caught(self, path: Path, load: Callable[[], tuple[_Value | None, list[Diagnostic]]]) -> _Value | None:
        """Return what *load* made, with errors too, so that other faults of the file are found in the same run."""
        try:
            value, found = load()
        except DataError as problem:
            value, found = None, list(problem.diagnostics)
        self._diagnostics.extend(found)
        if has_errors(found):
            self._faulty.add(path)
        return value

    def _theme(self, packet: Packet) -> Theme | None:
        from pipeline.style.load import resolve_theme

        first = self._theme_file(packet.theme)
        if first is None or self._faulty & {self.workspace.theme(packet.theme)}:
            return None
        known = self.workspace.themes()
        theme, found = resolve_theme(first.values, first.name, first.place_of, self._theme_file, known)
        self._diagnostics.extend(found)
        return theme

    def _theme_file(self, name: str) -> ThemeFile | None:
        """Return a theme as written; None when there is none that can be read."""
        from pipeline.source.schema import package_schema, validate
        from pipeline.style.reading import ThemeFile

        path = self.workspace.theme(name)
        source = self._source(path) if path is not None else None
        if path is None or source is None:
            return None
        found = validate(source, package_schema("pipeline.style", "schema.yaml"))
        self._diagnostics.extend(found)
        if has_errors(found):
            self._faulty.add(path)
        return ThemeFile(name, source.data, source.place) if isinstance(source.data, dict) else None
