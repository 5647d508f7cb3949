"""Small workspaces in memory, composed the way a build does it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from textwrap import dedent

from pipeline.compose import Composer, Composition, PaperData
from pipeline.diagnostics import Diagnostic, Place, Severity
from pipeline.host import MemoryHost
from pipeline.model.dump import blocks_as_text
from pipeline.model.nodes import Block, Document, Paper
from pipeline.source.load import load
from pipeline.source.packet import Packet, load_packet
from pipeline.source.schema import annotate, load_schema, validate
from pipeline.source.values import SourceInteger, SourceNumber, SourceText
from pipeline.source.workspace import Workspace

ROOT = Path("/briefs")
FOLDER = "data/trip"
DATA = f"{FOLDER}/paper.yaml"
TEMPLATE = "templates/test/template.md.j2"

PACKET = """\
title: A trip
papers:
  - {tab: A, title: Paper, template: test, data: paper.yaml}
"""
# A picture of one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
ANY = """\
type: object
additionalProperties: true
properties:
  rich: {type: string, format: markdown}
  more: {type: string, format: markdown}
  points: {type: array, items: {type: string, format: markdown}}
"""


def workspace(
    template: str = "",
    data: str = "{}",
    *,
    schema: str = ANY,
    packet: str = PACKET,
    files: Mapping[str, str | bytes] | None = None,
    environ: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> Workspace:
    """Return a workspace with one packet of one paper."""
    content: dict[str, str | bytes] = {
        f"{FOLDER}/packet.yaml": packet,
        DATA: dedent(data),
        TEMPLATE: dedent(template),
        "templates/test/schema.yaml": schema,
        "templates/themes/letter.yaml": "{}",
        **(files or {}),
    }
    return Workspace.find(MemoryHost(content, environ=environ, links=links), ROOT)


def loaded(space: Workspace, folder: Path = ROOT / FOLDER) -> tuple[Packet, list[PaperData]]:
    """Return the packet of *space* in *folder* and its papers, which must be valid."""
    packet, found = load_packet(space, folder)
    assert packet is not None, found
    assert not found
    papers = []
    for settings in packet.papers:
        files = space.template(settings.template)
        assert files is not None
        source, faults = load(space.read(settings.data), space.display(settings.data))
        assert source is not None, faults
        schema, schema_faults = load_schema(space, files.schema)
        assert schema is not None, schema_faults
        assert [*faults, *schema_faults, *validate(source, schema)] == []
        papers.append(PaperData(settings, source, annotate(source, schema), files.template, schema))
    return packet, papers


def composed(space: Workspace) -> Composition:
    """Return what composing the packet of *space* makes."""
    packet, papers = loaded(space)
    return Composer(space).compose(packet, papers)


def make(template: str, data: str = "{}", **more: str) -> Composition:
    """Return the composition of one paper from a template and YAML."""
    return composed(workspace(template, data, **more))  # type: ignore[arg-type]


def document(composition: Composition) -> Document:
    """Return the document, which must be there."""
    assert composition.document is not None, "\n".join(map(told, composition.diagnostics))
    return composition.document


def paper(composition: Composition) -> Paper:
    """Return the only paper of a sound composition."""
    (only,) = document(composition).papers
    return only


def shown(template: str, data: str = "{}", *, places: bool = False, **more: str) -> str:
    """Return a paper's blocks as text."""
    return blocks_as_text(paper(make(template, data, **more)).blocks, places=places)


def faults(template: str, data: str = "{}", **more: str) -> list[str]:
    """Return what is wrong, each as one line; there must be an error."""
    composition = make(template, data, **more)
    assert composition.document is None
    return [told(finding) for finding in composition.diagnostics]


def fault(template: str, data: str = "{}", **more: str) -> str:
    """Return the only thing that is wrong."""
    (only,) = faults(template, data, **more)
    return only


def told(finding: Diagnostic) -> str:
    """Return a finding as ``error[code] file:line:column message (help)``."""
    place = finding.place
    where = "" if place is None else f"{place.file}:{place.line}:{place.column}"
    help = f" ({finding.help})" if finding.help else ""
    return f"{finding.severity.value}[{finding.code}] {where} {finding.message}{help}"


def errors(findings: Iterable[Diagnostic]) -> list[str]:
    return [finding.code for finding in findings if finding.severity is Severity.ERROR]


class Bench:
    """Fills one template with values that come from no file, many times."""

    def __init__(self, template: str, files: Mapping[str, str | bytes] | None = None) -> None:
        self.space = workspace(template, files=files)
        self.packet, (self.paper,) = loaded(self.space)
        self.composer = Composer(self.space)

    def compose(self, values: Mapping[str, object], rich: Collection[str] = ()) -> Composition:
        """Compose with *values*; texts of the keys in *rich* are rich."""
        placed = {key: place_values(value, (key,), key in rich) for key, value in values.items()}
        paper = PaperData(self.paper.settings, self.paper.source, placed, self.paper.template_file, self.paper.schema)
        return self.composer.compose(self.packet, [paper])

    def blocks(self, values: Mapping[str, object], rich: Collection[str] = ()) -> tuple[Block, ...]:
        return paper(self.compose(values, rich)).blocks


def place_values(value: object, path: tuple[str | int, ...], rich: bool) -> object:
    """Return *value* with a place for everything in it; the place's path tells values apart."""
    place = Place(DATA, 1, 1, 1, 2, path)
    match value:
        case str():
            return SourceText(value, place, rich)
        case bool() | None:
            return value
        case int():
            return SourceInteger(value, str(value), place)
        case float():
            return SourceNumber(value, str(value), place)
        case list():
            return [place_values(item, (*path, index), rich) for index, item in enumerate(value)]
        case dict():
            return {key: place_values(item, (*path, key), rich) for key, item in value.items()}
    raise TypeError(value)
