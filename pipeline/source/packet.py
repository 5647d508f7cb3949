"""A packet's own settings, read from its ``packet.yaml``.

Enters: a workspace and a packet's folder. Leaves: a :class:`Packet` and findings. Guaranteed: what a packet names (its
theme, templates and data files) is there and may be read, else there is an error at the name. A packet comes back
whenever the file can be read at all, so that the faults of its papers are found in the same run; with errors among the
findings it serves for nothing else, and holds only the papers that are usable.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pipeline.diagnostics import DataError, Diagnostic, Place, Related, Severity, error
from pipeline.diagnostics.suggest import did_you_mean, nearest
from pipeline.source.audiences import Audiences, read_audiences
from pipeline.source.load import load
from pipeline.source.portions import Portions
from pipeline.source.schema import Schema, annotate, package_schema, validate
from pipeline.source.tree import Source
from pipeline.source.values import SourceInteger, SourceText
from pipeline.source.wording import choices, quoted
from pipeline.source.workspace import PACKET, Workspace
from pipeline.values import dataclass, field, replace

PaperKind = Literal["data", "markdown", "pdf"]
"""The key that names a paper's file."""
KINDS: tuple[PaperKind, ...] = ("data", "markdown", "pdf")


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """One entry of ``papers:``. *title* may be empty: then the data's own title is meant. *data* is absolute.

    *kind* says what *data* is: YAML for *template*, a Markdown file, or a PDF of which *pages* are inserted (empty: all
    of them). *file_place* is where the file is named. *landscape*, *columns* and *line_numbers* are how its pages
    differ from the theme's; None: they do not. *marking* and *audience* are as written; *banner* (None: the packet's)
    and *portions* are what follows from the markings in it.
    """

    tab: str
    title: str
    template: str
    data: Path
    lang: str
    place: Place
    kind: PaperKind = "data"
    pages: str = ""
    file_place: Place | None = None
    landscape: bool = False
    columns: int | None = None
    line_numbers: bool | None = None
    marking: str = ""
    audience: tuple[str, ...] = ()
    banner: str | None = None
    portions: Portions | None = None


@dataclass(frozen=True, slots=True)
class Packet:
    """What a packet is. Texts are :class:`~pipeline.source.values.SourceText`, or empty where nothing is written.

    Dates are ISO 8601 texts (YYYY-MM-DD). *home* is a time zone's name, *home_name* what readers call it. *folder* is
    absolute, *name* its last part. *markings* is the name of a profile; *designation* what is written under its fields,
    and once the packet is marked, the lines of the block with their labels.
    """

    folder: Path
    name: str
    source: Source
    title: str
    subtitle: str
    traveler: str
    place: str
    start: str
    end: str
    marking: str
    theme: str
    formats: tuple[str, ...]
    lang: str
    cover: bool
    contents: bool
    date: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    notice: str
    papers: tuple[PaperSettings, ...]
    watermark: str = ""
    copies: int = 0
    home: str = ""
    home_name: str = ""
    markings: str = ""
    designation: tuple[tuple[str, str], ...] = ()
    audiences: Audiences = field(default_factory=Audiences)
    rules: tuple[str, ...] = ()


def packet_schema() -> Schema:
    """Return the schema of ``packet.yaml``."""
    return package_schema("pipeline.source", "packet.schema.yaml")


def load_packet(workspace: Workspace, folder_or_file: Path) -> tuple[Packet | None, list[Diagnostic]]:
    """Read the packet in a folder, or the ``packet.yaml`` itself. Without a Packet there is one error at least."""
    try:
        file = _packet_file(workspace, folder_or_file)
        content = workspace.read(file)
    except DataError as problem:
        return None, list(problem.diagnostics)
    source, found = load(content, workspace.display(file))
    if source is None:
        return None, found
    found += validate(source, packet_schema())
    if not isinstance(source.data, dict):
        return None, found
    found += _blanks(source)
    found += _dates(source)
    found += _theme(source, workspace)
    found += _markings(source, workspace)
    found += _rules(source, workspace)
    papers = list(_papers(source))
    found += _tabs(source, papers)
    faults = _paper_faults(source, papers, file.parent, workspace)
    found += [fault for paper_faults in faults.values() for fault in paper_faults]
    usable = [index for index, paper_faults in faults.items() if not paper_faults]
    return _packet(source, file.parent, usable), sorted(found, key=_position)


def _position(finding: Diagnostic) -> tuple[int, int]:
    return (finding.place.line, finding.place.column) if finding.place is not None else (0, 0)


def _packet_file(workspace: Workspace, given: Path) -> Path:
    """Return the packet.yaml that *given* means. DataError: it means none."""
    host = workspace.host
    try:
        path = host.real(given)
        outside = None if workspace.inside(path) else workspace.fault(path)
    except (OSError, ValueError) as problem:
        raise DataError(
            error("no-packet", f"{str(given)!r} cannot be read: {problem}", help="write the name of a folder in data/")
        ) from None
    if outside is not None:
        raise DataError(outside)
    if path.name == PACKET and not host.is_directory(path):
        return path
    if host.is_file(path / PACKET):
        return path / PACKET
    name = workspace.display(path)
    packets = [workspace.display(packet) for packet in workspace.packets()]
    if host.is_directory(path):
        message, help = f"the folder {name} holds no {PACKET}", f"packets: {choices(packets, 'and')}" if packets else ""
    else:
        message = f"{name} is no packet" if host.is_file(path) else f"there is no packet {name}"
        help = did_you_mean(name, packets) or "give a folder that holds a packet.yaml, or that file"
    raise DataError(error("no-packet", message, Place(name), help=help))


# --- what a schema cannot say ----------------------------------------------------------------------------------------


def _blanks(source: Source) -> Iterator[Diagnostic]:
    """Report a title or a tab that is nothing but white space."""
    title = source.value(("title",))
    if isinstance(title, str) and title and not title.strip():
        yield source.error("empty-title", "the title is blank", source.place(("title",)), help="write one")
    for index, paper in _papers(source):
        tab = paper.get("tab")
        if isinstance(tab, str) and tab and not tab.strip():
            help = "write a letter or a number"
            yield source.error("empty-tab", "the tab is blank", source.place(("papers", index, "tab")), help=help)


def _dates(source: Source) -> Iterator[Diagnostic]:
    start, end = source.value(("dates", "start")), source.value(("dates", "end"))
    # Both are checked to be ISO dates, which sort as texts; what is no date has its own finding.
    if isinstance(start, str) and isinstance(end, str) and len(start) == len(end) == 10 and end < start:
        first = Related("the first day", source.place(("dates", "start")))
        yield source.error(
            "end-before-start",
            f"the last day, {end}, is before the first, {start}",
            source.place(("dates", "end")),
            help="exchange the two, or mend the wrong one",
            related=(first,),
        )


def _theme(source: Source, workspace: Workspace) -> Iterator[Diagnostic]:
    name = source.value(("theme",))
    if isinstance(name, str) and workspace.theme(name) is None:
        yield _unknown("unknown-theme", "theme", name, source, ("theme",), workspace.themes())


def _markings(source: Source, workspace: Workspace) -> Iterator[Diagnostic]:
    name = source.value(("markings",))
    if isinstance(name, str) and workspace.marking(name) is None:
        yield _unknown("unknown-markings", "marking profile", name, source, ("markings",), workspace.markings())


def _rules(source: Source, workspace: Workspace) -> Iterator[Diagnostic]:
    names = source.value(("rules",))
    for index, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str) and workspace.rule_profile(name) is None:
            path = ("rules", index)
            yield _unknown("unknown-rules", "rules profile", name, source, path, workspace.rule_profiles())


def _unknown(
    code: str, kind: str, name: str, source: Source, path: tuple[str | int, ...], known: tuple[str, ...]
) -> Diagnostic:
    guess = nearest(name, known)
    return source.error(
        code,
        f"there is no {kind} {quoted(name)}",
        source.place(path),
        label=f"did you mean {guess!r}?" if guess else "",
        help=f"{kind}s: {choices(known, 'and')}" if known else f"no {kind} is installed; reinstall the program",
    )


def _papers(source: Source) -> Iterator[tuple[int, dict[str, object]]]:
    papers = source.value(("papers",))
    for index, paper in enumerate(papers if isinstance(papers, list) else []):
        if isinstance(paper, dict):
            yield index, paper


def _tabs(source: Source, papers: list[tuple[int, dict[str, object]]]) -> Iterator[Diagnostic]:
    seen: dict[str, int] = {}
    for index, paper in papers:
        if not isinstance(paper.get("tab"), str | int):
            continue
        tab = " ".join(str(paper["tab"]).split())
        first = seen.setdefault(tab, index)
        if first != index:
            fault = source.error(
                "repeated-tab",
                f"the tab {quoted(tab)} stands for two papers",
                source.place(("papers", index, "tab")),
                help="give each paper a tab of its own",
                related=(Related("the first one", source.place(("papers", first, "tab"))),),
            )
            yield replace(fault, severity=Severity.WARNING)


def _paper_faults(
    source: Source, papers: list[tuple[int, dict[str, object]]], folder: Path, workspace: Workspace
) -> dict[int, list[Diagnostic]]:
    """Return for each paper why it cannot be made: its template or its data file is not to be had."""
    found: dict[int, list[Diagnostic]] = {}
    known: dict[str, bool] = {}
    missing: dict[Path, Diagnostic | None] = {}
    for index, paper in papers:
        found[index] = list(_two_kinds(source, index, paper))
        template = paper.get("template")
        if isinstance(template, str) and template:
            if template not in known:
                known[template] = workspace.template(template) is not None
            if not known[template]:
                path = ("papers", index, "template")
                names = workspace.templates()
                found[index].append(_unknown("unknown-template", "template", template, source, path, names))
        for key in KINDS:
            data = paper.get(key)
            if isinstance(data, str) and data:
                file = _joined(folder, data)
                if file not in missing:
                    missing[file] = workspace.fault(file)
                fault, place = missing[file], source.place(("papers", index, key))
                found[index] += [fault.at(place, source.line(place.line))] if fault is not None else []
    return found


def _two_kinds(source: Source, index: int, paper: dict[str, object]) -> Iterator[Diagnostic]:
    """Report a paper that is to be made from two things: a template, a Markdown file, a PDF."""
    kinds = [key for key in ("template", "markdown", "pdf") if key in paper]
    if len(kinds) > 1:
        first, second = kinds[:2]
        yield source.error(
            "two-kinds-of-paper",
            f"this paper has both a {quoted(first)} and a {quoted(second)}",
            source.key_place(("papers", index, second)),
            help="take one of them out, or make two papers of it",
            related=(Related("the other one", source.key_place(("papers", index, first))),),
        )


def _joined(folder: Path, relative: str) -> Path:
    return Path(os.path.normpath(folder / relative))


# --- the value -------------------------------------------------------------------------------------------------------


def _packet(source: Source, folder: Path, usable: list[int]) -> Packet:
    values = annotate(source, packet_schema())
    dates = values.get("dates")
    start, end = (dates.get("start"), dates.get("end")) if isinstance(dates, dict) else (None, None)
    home = values.get("home")
    lang = _text(values.get("lang"))
    papers = values.get("papers")
    entries = papers if isinstance(papers, list) else []
    settings = (_settings(entries[index], source, index, folder, lang) for index in usable)
    return Packet(
        folder=folder,
        name=folder.name,
        source=source,
        title=_text(values.get("title")),
        subtitle=_text(values.get("subtitle")),
        traveler=_text(values.get("traveler")),
        place=_text(values.get("place")),
        start=_text(start),
        end=_text(end),
        marking=_text(values.get("marking")),
        theme=_text(values.get("theme")),
        formats=_texts(values.get("formats")),
        lang=lang,
        cover=values.get("cover") is not False,
        contents=values.get("contents") is not False,
        date=_text(values.get("date")),
        author=_text(values.get("author")),
        subject=_text(values.get("subject")),
        keywords=_texts(values.get("keywords")),
        notice=_text(values.get("notice")),
        papers=tuple(entry for entry in settings if entry is not None),
        watermark=_text(values.get("watermark")),
        copies=_whole(values.get("copies")) or 0,
        home=_text(home.get("zone") if isinstance(home, dict) else home),
        home_name=_text(home.get("name") if isinstance(home, dict) else None),
        markings=_text(values.get("markings")),
        designation=_fields(values.get("designation")),
        audiences=read_audiences(values.get("audiences")),
        rules=_texts(values.get("rules")),
    )


def _settings(entry: dict[str, object], source: Source, index: int, folder: Path, lang: str) -> PaperSettings | None:
    """Return a paper's settings; None when it lacks what is needed to load its data."""
    kind = next((kind for kind in KINDS if _text(entry.get(kind))), None)
    template = _text(entry.get("template"))
    if kind is None or (kind == "data" and not template):
        return None
    return PaperSettings(
        _text(entry.get("tab")),
        _text(entry.get("title")),
        template,
        _joined(folder, _text(entry.get(kind))),
        _text(entry.get("lang")) or lang,
        source.place(("papers", index)),
        kind,
        _text(entry.get("pages")),
        source.place(("papers", index, kind)),
        entry.get("landscape") is True,
        _whole(entry.get("columns")),
        _flag(entry.get("line-numbers")),
        _text(entry.get("marking")),
        _texts(entry.get("audience")),
    )


def _text(value: object) -> str:
    if isinstance(value, SourceInteger):
        return SourceText(value.written, value.place)
    return value if isinstance(value, SourceText) else ""


def _fields(value: object) -> tuple[tuple[str, str], ...]:
    return tuple((key, _text(text)) for key, text in value.items()) if isinstance(value, dict) else ()


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, SourceInteger) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text for text in map(_text, value) if text) if isinstance(value, list) else ()
