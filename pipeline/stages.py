"""The stages of the design, one after the other, for one packet.

Enters: a workspace and a packet's folder. Leaves: the value that each stage made, and every finding so far. Guaranteed:
a file is loaded, validated and annotated once in a run however many papers use it; faults of all files of a packet are
found together; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from pipeline.diagnostics import DataError, Diagnostic, Place, Severity

if TYPE_CHECKING:
    from pipeline.compose import PaperData
    from pipeline.source.packet import Packet, PaperSettings
    from pipeline.source.schema import Schema
    from pipeline.source.tree import Source
    from pipeline.source.workspace import Workspace
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


@dataclass(frozen=True, slots=True)
class _Kept(Generic[_Value]):
    """What loading made, the findings, and the digests of the files that were read."""

    value: _Value | None
    diagnostics: tuple[Diagnostic, ...]
    inputs: Mapping[str, str]


@dataclass(slots=True)
class Shelf:
    """What packets of a run have in common, so that it is read, checked and compiled once."""

    schemas: dict[Path, _Kept[Schema]] = field(default_factory=dict)
    themes: dict[str, _Kept[Theme]] = field(default_factory=dict)


class Loader:
    """Loads and validates one packet; *inputs* are the digests of what came from the shelf."""

    def __init__(self, workspace: Workspace, shelf: Shelf | None = None) -> None:
        self.workspace = workspace
        self.inputs: dict[str, str] = {}
        self._shelf = shelf or Shelf()
        self._sources: dict[Path, Source | None] = {}
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
            theme = self._theme(packet.theme)
            papers = [paper for settings in packet.papers if (paper := self._paper(settings, validate))]
        return Loaded(packet, tuple(papers), theme, tuple(dict.fromkeys(self._diagnostics)))

    def lined(self, findings: Iterable[Diagnostic], packet: Packet) -> tuple[Diagnostic, ...]:
        """Return *findings* of later stages with the lines of the packet's files that they are about."""
        return with_lines(findings, (packet.source, *self._sources.values()))

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
        """Return a data file, with errors too, so that its other faults are found in the same run."""
        if path not in self._sources:
            source, found = read_source(self.workspace, path)
            self._note(path, found)
            self._sources[path] = source
        return self._sources[path]

    def _schema(self, path: Path) -> Schema | None:
        from pipeline.source.schema import load_schema

        kept = self._shelf.schemas.get(path)
        if kept is None:
            apart = replace(self.workspace, reads=type(self.workspace.reads)())
            schema, found = load_schema(apart, path)
            kept = self._shelf.schemas[path] = _Kept(schema, tuple(found), apart.reads.digests())
        self.inputs.update(kept.inputs)
        self._note(path, kept.diagnostics)
        return kept.value

    def _theme(self, name: str) -> Theme | None:
        kept = self._shelf.themes.get(name)
        if kept is None:
            apart = replace(self.workspace, reads=type(self.workspace.reads)())
            theme, found = load_theme(apart, name)
            kept = self._shelf.themes[name] = _Kept(theme, tuple(found), apart.reads.digests())
        self.inputs.update(kept.inputs)
        self._diagnostics.extend(kept.diagnostics)
        return kept.value

    def _note(self, path: Path, found: Iterable[Diagnostic]) -> None:
        findings = tuple(found)
        self._diagnostics.extend(findings)
        if has_errors(findings):
            self._faulty.add(path)


_CONSEQUENCES = frozenset({"missing-title", "bad-language", "bad-date"})
"""What composing says of a setting that cannot be used; it says nothing new where loading has told of that setting."""


def without_consequences(found: Iterable[Diagnostic], earlier: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what composing *found*, without what only follows from the *earlier* findings of loading."""
    told = list(earlier)
    faulty = [fault.place for fault in told if fault.severity is Severity.ERROR and fault.place is not None]
    # A link to a paper that has faults of its own leads nowhere only because of them.
    partial = has_errors(told)

    def follows(finding: Diagnostic) -> bool:
        if finding.code == "missing-anchor":
            return partial
        places = [finding.place, *(related.place for related in finding.related)]
        return finding.code in _CONSEQUENCES and any(
            place is not None and place.path and fault.file == place.file and _within(fault, place)
            for place in places
            for fault in faulty
        )

    return [finding for finding in found if not follows(finding)]


def _within(fault: Place, place: Place) -> bool:
    """Whether a fault is at a value or inside it."""
    return fault.path[: len(place.path)] == place.path


def with_lines(findings: Iterable[Diagnostic], sources: Iterable[Source | None]) -> tuple[Diagnostic, ...]:
    """Return *findings* with the line that each is about, where it lacks it and one of *sources* is its file."""
    by_file = {source.file: source for source in sources if source is not None}

    def lined(finding: Diagnostic) -> Diagnostic:
        place = finding.place
        if finding.source_line is not None or place is None or not place.line or place.file not in by_file:
            return finding
        return replace(finding, source_line=by_file[place.file].line(place.line))

    return tuple(map(lined, findings))


def read_source(workspace: Workspace, path: Path) -> tuple[Source | None, list[Diagnostic]]:
    """Read a YAML file of the workspace."""
    from pipeline.source.load import load

    try:
        return load(workspace.read(path), workspace.display(path))
    except DataError as problem:
        return None, list(problem.diagnostics)


def load_theme(workspace: Workspace, name: str) -> tuple[Theme | None, list[Diagnostic]]:
    """Read the theme *name* and those it extends; None when there is none without errors."""
    from pipeline.source.schema import package_schema, validate
    from pipeline.style.load import resolve_theme
    from pipeline.style.reading import ThemeFile

    diagnostics: list[Diagnostic] = []
    sources: list[Source] = []

    def theme_file(name: str) -> ThemeFile | None:
        path = workspace.theme(name)
        if path is None:
            return None
        source, found = read_source(workspace, path)
        diagnostics.extend(found)
        if source is None:
            return None
        sources.append(source)
        diagnostics.extend(validate(source, package_schema("pipeline.style", "schema.yaml")))
        return ThemeFile(name, source.data, source.place) if isinstance(source.data, dict) else None

    first = theme_file(name)
    if first is None or has_errors(diagnostics):
        return None, diagnostics
    theme, found = resolve_theme(first.values, first.name, first.place_of, theme_file, workspace.themes())
    diagnostics.extend(with_lines(found, sources))
    return None if has_errors(diagnostics) else theme, diagnostics
