"""The stages of the design, one after the other, for one packet.

Enters: a workspace and a packet's folder. Leaves: the value that each stage made, and every finding so far. Guaranteed:
a file is loaded, validated and annotated once in a run however many papers use it; faults of all files of a packet are
found together; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from pipeline.diagnostics import DataError, Diagnostic, Place, Severity, error
from pipeline.edition.datafiles import DataFiles
from pipeline.edition.manifest import Tree
from pipeline.release.variant import WHOLE, Variant
from pipeline.values import dataclass, field, replace

if TYPE_CHECKING:
    from pipeline.compose import AnyPaper, Composer, InsertedData, MarkdownData, PaperData
    from pipeline.layout.shaping import Typesetter
    from pipeline.release.leftout import LeftOut
    from pipeline.source.markdown import MarkdownFile
    from pipeline.source.markings import Profile
    from pipeline.source.packet import Packet, PaperSettings
    from pipeline.source.schema import Schema
    from pipeline.source.tree import Source
    from pipeline.source.workspace import Workspace
    from pipeline.style.theme import Theme, WordTemplate

_Value = TypeVar("_Value")

_LARGEST_FONT = 64 << 20
"""Bytes of a font file that a theme names."""
_MOST_WORDS = 500_000
"""How many shaped words and paragraphs are kept from packet to packet: some 300 MB."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading and validating made; *papers* are those without faults. *left_out*: by the variant, if it is one."""

    packet: Packet | None
    papers: tuple[AnyPaper, ...]
    theme: Theme | None
    diagnostics: tuple[Diagnostic, ...]
    left_out: LeftOut | None = None


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
    """What packets of a run have in common, so that it is read, checked and compiled once as long as it is the same.

    *setter* keeps the shaped words of one theme; *told* is a theme, and the same in a language; *digests* those
    of templates and themes, for one moment of a run.
    """

    schemas: dict[Path, _Kept[Schema]] = field(default_factory=dict)
    themes: dict[str, _Kept[Theme]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    composer: Composer | None = None
    told: tuple[Theme, Theme] | None = None
    setter: Typesetter | None = None
    dressed: dict[tuple[str, str], tuple[Theme, Mapping[str, tuple[str, str]], Theme]] = field(default_factory=dict)
    """Themes with the banners of a profile of markings, by the names of both."""
    workspace: Workspace | None = None
    data_files: DataFiles | None = None
    """None: no packet is built twice, and what it was made from need not be kept."""

    def composer_for(self, workspace: Workspace) -> Composer:
        """Return what fills templates of the workspace."""
        from pipeline.compose import Composer

        if self.composer is None or self.composer.workspace.root != workspace.root:
            self.composer = Composer(workspace)
        return self.composer

    def theme_in(self, theme: Theme, workspace: Workspace, language: str) -> Theme:
        """Return *theme* as *language* wants it: the words of its running text, and the side where it is bound."""
        from pipeline.style.direction import runs_right_to_left
        from pipeline.style.running import in_words

        messages, _ = self.composer_for(workspace).catalogues.of(language)
        told = in_words(theme, messages.word)
        if runs_right_to_left(language):
            told = replace(told, page=replace(told.page, bound_right=True))
        if told is theme:
            return theme
        if self.told is None or self.told[0] is not theme or self.told[1] != told:
            self.told = theme, told
        return self.told[1]

    def setter_for(self, theme: Theme) -> Typesetter:
        """Return what shapes text in *theme*."""
        from pipeline.layout.shaping import Typesetter

        if self.setter is None or self.setter.theme is not theme or self.setter.size > _MOST_WORDS:
            if self.setter is not None:
                self.setter.forget()
            self.setter = Typesetter(theme)
        return self.setter


class Loader:
    """Loads and validates one packet; *inputs* are the digests of what came from the shelf."""

    def __init__(
        self,
        workspace: Workspace,
        shelf: Shelf | None = None,
        theme: str | None = None,
        variant: Variant = WHOLE,
    ) -> None:
        self.workspace = workspace
        self._variant = variant
        self._asked_theme = theme
        self.inputs: dict[str, str] = {}
        self._shelf = shelf or Shelf()
        self._data_files = self._shelf.data_files or DataFiles()
        self._sources: dict[Path, Source | None] = {}
        self._values: dict[tuple[Path, Path], dict[str, object] | None] = {}
        self._files: dict[Path, MarkdownFile | None] = {}
        self._faulty: set[Path] = set()
        self._diagnostics: list[Diagnostic] = []

    def load(self, folder: Path, *, validate: bool = True) -> Loaded:
        """Load the packet in *folder*, its theme and all its papers, and with *validate* hold them to their schemas."""
        from pipeline.release.absent import absent_texts
        from pipeline.release.marker import marker_for
        from pipeline.source.conflicts import conflict_marks
        from pipeline.source.packet import load_packet

        packet, found = load_packet(self.workspace, folder)
        self._diagnostics.extend(found)
        theme, papers, left_out = None, [], None
        if packet is not None:
            marker = marker_for(self.workspace, packet, self._variant)
            theme = self._theme(self._asked_theme or packet.theme)
            if theme is not None:
                self._diagnostics.extend(_without_room(packet, theme))
            wanted = packet.papers if marker is None else marker.papers
            papers = [paper for settings in wanted if (paper := self._paper(settings, packet, validate))]
            if marker is not None and validate:
                marked = marker.finish(papers, absent_texts(self.workspace, marker.absent))
                self._diagnostics.extend(marked.findings)
                packet, papers, left_out = marked.packet, list(marked.papers), marked.left_out
                theme = self._dressed(theme, marker.profile)
            for source in dict.fromkeys((packet.source, *self._sources.values())):
                self._diagnostics.extend(conflict_marks(source) if source is not None else ())
        found = list(dict.fromkeys(self._diagnostics))
        if left_out is not None:
            found = [finding for finding in found if left_out.keeps(finding)]
        return Loaded(packet, tuple(papers), theme, tuple(found), left_out)

    def lined(self, findings: Iterable[Diagnostic], packet: Packet) -> tuple[Diagnostic, ...]:
        """Return *findings* of later stages with the lines of the packet's files that they are about."""
        return with_lines(findings, (packet.source, *self._sources.values()))

    def _paper(self, settings: PaperSettings, packet: Packet, validate: bool) -> AnyPaper | None:
        if settings.kind == "data":
            return self._data(settings, validate)
        return self._markdown(settings) if settings.kind == "markdown" else self._inserted(settings, packet)

    def _markdown(self, settings: PaperSettings) -> MarkdownData | None:
        from pipeline.compose import MarkdownData
        from pipeline.source.markdown import read_markdown

        path = settings.data
        if path not in self._files:
            try:
                file, found = read_markdown(self.workspace.read(path), self.workspace.display(path))
            except DataError as problem:
                file, found = None, list(problem.diagnostics)
            self._note(path, found)
            self._files[path] = None if file is None or has_errors(found) else file
            self._sources.setdefault(path, file.source if file is not None else None)
        file = self._files[path]
        return MarkdownData(settings, file) if file is not None else None

    def _inserted(self, settings: PaperSettings, packet: Packet) -> InsertedData | None:
        from pipeline.compose import InsertedData
        from pipeline.press.reading import MOST_BYTES, read_inserted

        places = settings.file_place, packet.source.place((*settings.place.path, "pages"))
        name = self.workspace.display(settings.data)
        try:
            data = self.workspace.read(settings.data, MOST_BYTES)
            read, found = read_inserted(data, name, settings.pages, *places)
        except DataError as problem:
            read, found = None, [finding.at(places[0]) for finding in problem.diagnostics]
        self._diagnostics.extend(with_lines(found, (packet.source,)))
        return InsertedData(settings, read.file, read.title) if read is not None else None

    def _data(self, settings: PaperSettings, validate: bool) -> PaperData | None:
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
        key = (data, schema_file)
        if key not in self._values:
            self._values[key], found = self._data_files.values(source, schema, data, schema_file)
            self._diagnostics.extend(found)
        return self._values[key]

    def _source(self, path: Path) -> Source | None:
        """Return a data file, with errors too, so that its other faults are found in the same run."""
        if path not in self._sources:
            source, found = self._data_files.source(self.workspace, path)
            self._note(path, found)
            self._sources[path] = source
        return self._sources[path]

    def _schema(self, path: Path) -> Schema | None:
        from pipeline.source.schema import load_schema

        kept = self._shelf.schemas.get(path)
        if kept is None or not self._is_as_it_was(kept):
            apart = replace(self.workspace, reads=type(self.workspace.reads)())
            schema, found = load_schema(apart, path)
            kept = self._shelf.schemas[path] = _Kept(schema, tuple(found), apart.reads.digests())
        self.inputs.update(kept.inputs)
        self._note(path, kept.diagnostics)
        return kept.value

    def _theme(self, name: str) -> Theme | None:
        kept = self._shelf.themes.get(name)
        if kept is None or not self._is_as_it_was(kept):
            apart = replace(self.workspace, reads=type(self.workspace.reads)())
            theme, found = load_theme(apart, name)
            kept = self._shelf.themes[name] = _Kept(theme, tuple(found), apart.reads.digests())
        self.inputs.update(kept.inputs)
        self._diagnostics.extend(kept.diagnostics)
        return kept.value

    def _dressed(self, theme: Theme | None, profile: Profile | None) -> Theme | None:
        """Return the theme with the profile's banners, where it has none of its own for these words."""
        if theme is None or profile is None or not profile.banners:
            return theme
        from pipeline.style.printing import with_banners

        kept = self._shelf.dressed.get((theme.name, profile.name))
        if kept is None or kept[0] is not theme or kept[1] != profile.banners:
            kept = theme, profile.banners, with_banners(theme, profile.banners)
            self._shelf.dressed[theme.name, profile.name] = kept
        return kept[2]

    def _is_as_it_was(self, kept: _Kept[_Value]) -> bool:
        """Whether the files that something was made from are still the same."""
        tree = Tree(self.workspace.root, self.workspace.shipped, self.workspace.host, self._shelf.digests)
        return bool(kept.inputs) and not any(tree.why_other(name, known) for name, known in kept.inputs.items())

    def _note(self, path: Path, found: Iterable[Diagnostic]) -> None:
        findings = tuple(found)
        self._diagnostics.extend(findings)
        if has_errors(findings):
            self._faulty.add(path)


def _without_room(packet: Packet, theme: Theme) -> Iterator[Diagnostic]:
    """Report what papers want that the theme's page has no room for."""
    from pipeline.style.printing import no_landscape, no_line_numbers, too_narrow

    for paper in packet.papers:
        page = theme.page.turned() if paper.landscape else theme.page
        columns = theme.printing.columns if paper.columns is None else paper.columns
        numbered = theme.printing.line_numbers if paper.line_numbers is None else paper.line_numbers
        faults = {
            "landscape": no_landscape(theme) if paper.landscape else "",
            "columns": too_narrow(theme, page, columns, numbered),
            "line-numbers": no_line_numbers(theme, page) if numbered else "",
        }
        for key, message in faults.items():
            if message:
                place = packet.source.place((*paper.place.path, key))
                help = f"leave `{key}` out here, or choose a theme with smaller margins or another paper"
                yield error("margins", message, place, help=help, source_line=packet.source.line(place.line))
                break


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


def _faults_of_word_template(template: WordTemplate) -> list[Diagnostic]:
    """Return what is wrong with the Word file that a theme names, at the line that names it."""
    from pipeline.docx.template import read_template

    _, found = read_template(template.data, template.path)
    return [finding.at(template.place) for finding in found]


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
        source, found = DataFiles().source(workspace, path)
        diagnostics.extend(found)
        if source is None:
            return None
        sources.append(source)
        diagnostics.extend(validate(source, package_schema("pipeline.style", "schema.yaml")))
        return ThemeFile(name, source.data, source.place) if isinstance(source.data, dict) else None

    first = theme_file(name)
    if first is None or has_errors(diagnostics):
        return None, diagnostics

    def font_file(name: str) -> bytes:
        return workspace.read(Path(name), _LARGEST_FONT)

    values, place_of = first.values, first.place_of
    theme, found = resolve_theme(values, first.name, place_of, theme_file, workspace.themes(), font_file)
    if theme is not None and theme.docx_template is not None:
        found = [*found, *_faults_of_word_template(theme.docx_template)]
    diagnostics.extend(with_lines(found, sources))
    return None if has_errors(diagnostics) else theme, diagnostics
