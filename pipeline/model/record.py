"""The record of an edition: what each paragraph said when the documents were made, and where that came from.

Enters: nothing; these are plain values, or the JSON that they were written as. Leaves: :class:`Record`, its JSON, its
digest. Guaranteed: writing and reading gives the same record; the same record gives the same JSON; a record whose
digest is not that of its content is not read. ``docs/identity.md`` describes the form, ``docs/edition.schema.json``
says it exactly.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Literal, NamedTuple, get_args

from pipeline.diagnostics import Path
from pipeline.model.dump import mark_names
from pipeline.model.nodes import Mark
from pipeline.values import dataclass

VERSION = 1
PREFIX = "_b_"
"""What the names of the bookmarks begin with that hold the paragraphs of a Word file; then comes an entry's id."""

Kind = Literal["cover", "title", "heading", "paragraph", "caption", "term", "callout-title", "cell"]
"""What an entry is. ``title``: of a paper. ``cell``: an empty cell of a table, whose entry has no text."""

ContainerKind = Literal["list", "cell", "definition", "note", "callout", "quote"]


class Container(NamedTuple):
    """What an entry is in. *number*: of the list, table, definition list (from 0) or footnote (as printed).

    *row*: the item of a list, or the row of a table, from 0, head rows included. *column*: from 0, spans counted.
    """

    kind: ContainerKind
    number: int = 0
    row: int = 0
    column: int = 0


class Piece(NamedTuple):
    """A stretch of an entry's text that comes from one place and looks alike.

    *value* is the index of the value that the text was taken from; None: a template wrote or computed it. *link*: a
    URI or ``#anchor``. *note*: the footnote that is called here (the length is 0). *reference*: the anchor that a cross
    reference leads to. *placeholder*: the name of the content control.
    """

    start: int
    length: int
    value: int | None = None
    marks: Mark = Mark.NONE
    link: str = ""
    lang: str = ""
    note: int = 0
    reference: str = ""
    placeholder: str = ""


class Entry(NamedTuple):
    """A paragraph of the documents. *paper* is an index, -1 on the cover. *within*: from the outside in.

    *text* is what the bookmark of the Word file holds: a line break is a line end, a call of a footnote is nothing.
    *value* and *written*: the rich text that the paragraph is a part of, and which characters of its Markdown it was
    read from; None: it is no part of a rich text, its *pieces* say where it comes from. *level* is that of a heading.
    *anchor*: what links and references lead to it by. *mark*: the portion mark that stands before the text, inside the
    bookmark, where the text is a part of a rich text.
    """

    id: str
    kind: Kind
    text: str
    pieces: tuple[Piece, ...] = ()
    paper: int = -1
    within: tuple[Container, ...] = ()
    value: int | None = None
    written: tuple[int, int] | None = None
    level: int = 0
    role: str = ""
    lang: str = ""
    anchor: str = ""
    mark: str = ""


class Value(NamedTuple):
    """A value of the data: its file, the way to it, where it began. *markdown*: of a rich text, as it was read."""

    file: str
    path: Path
    line: int = 0
    column: int = 0
    markdown: str | None = None


class Rows(NamedTuple):
    """The items of a list, or the rows of a table's body, and what they come from.

    *file* and *path* lead to the YAML sequence that all come from, one element each; *indexes* has for each item the
    element's index, None for one that a template wrote. No *file*: they come from no one sequence. *inside*: the index
    of the rich text whose Markdown holds the whole list or table.
    """

    file: str = ""
    path: Path = ()
    indexes: tuple[int | None, ...] = ()
    inside: int | None = None


class ListShape(NamedTuple):
    """A list or definition list. *ordered*: its items are numbered, from *start*."""

    rows: Rows
    ordered: bool = False
    start: int = 1


class TableShape(NamedTuple):
    """A table with its number of *columns* and of *head* rows."""

    rows: Rows
    columns: int
    head: int


class PaperEntry(NamedTuple):
    """A paper; *path* leads to its settings in the packet's file."""

    anchor: str
    tab: str
    title: str
    path: Path = ()


class Remark(NamedTuple):
    """A comment that the data or a template made. *entry* is the index of the entry that it is about."""

    entry: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """What an edition said. *packet* is the packet's folder, relative to the workspace; *date* ISO 8601 or empty.

    *lists* and *tables* are numbered as :class:`Container` counts them.
    """

    packet: str
    title: str
    lang: str
    theme: str
    date: str
    papers: tuple[PaperEntry, ...]
    values: tuple[Value, ...]
    lists: tuple[ListShape, ...]
    tables: tuple[TableShape, ...]
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...] = ()


class RecordError(ValueError):
    """What should be a record is none; the message says why."""


def write_record(record: Record) -> tuple[str, str]:
    """Return a record's JSON, on one line, and its digest (SHA-256 in hexadecimal)."""
    content = _dumped(_record(record))
    digest = sha256(content.encode("utf-8", "backslashreplace")).hexdigest()
    return f'{{"digest":"{digest}",{content[1:]}', digest


def read_record(text: str | bytes) -> tuple[Record, str]:
    """Return the record that *text* is the JSON of, and its digest; RecordError when it is none or was changed."""
    try:
        value = json.loads(text)
        if not isinstance(value, dict) or "digest" not in value:
            raise RecordError("it is no record of an edition")
        digest = value.pop("digest")
        if value.get("version") != VERSION:
            raise RecordError(f"it has version {value.get('version')!r}; this program reads version {VERSION}")
        if sha256(_dumped(value).encode("utf-8", "backslashreplace")).hexdigest() != digest:
            raise RecordError("it was changed")
        return _as_record(value), str(digest)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        if isinstance(problem, RecordError):
            raise
        raise RecordError("it is broken") from problem


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _record(record: Record) -> dict[str, Any]:
    return {
        "version": VERSION,
        "packet": record.packet,
        "title": record.title,
        "lang": record.lang,
        "theme": record.theme,
        "date": record.date,
        "papers": [
            {"anchor": anchor, "tab": tab, "title": title, "path": path} for anchor, tab, title, path in record.papers
        ],
        "values": [_value(value) for value in record.values],
        "lists": [{**_rows(rows), "ordered": ordered, "start": start} for rows, ordered, start in record.lists],
        "tables": [{**_rows(rows), "columns": columns, "head": head} for rows, columns, head in record.tables],
        "entries": [_entry(entry) for entry in record.entries],
        "remarks": [{"entry": entry, "author": author, "text": text} for entry, author, text in record.remarks],
    }


def _value(value: Value) -> dict[str, Any]:
    made: dict[str, Any] = {"file": value.file, "path": value.path, "line": value.line, "column": value.column}
    if value.markdown is not None:
        made["markdown"] = value.markdown
    return made


def _rows(rows: Rows) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if rows.file:
        made |= {"file": rows.file, "path": rows.path, "indexes": rows.indexes}
    if rows.inside is not None:
        made["inside"] = rows.inside
    return made


def _entry(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"id": entry.id, "kind": entry.kind, "text": entry.text, "paper": entry.paper}
    if entry.pieces:
        made["pieces"] = [_piece(piece) for piece in entry.pieces]
    if entry.within:
        made["within"] = entry.within
    if entry.written is not None:
        made["value"], made["written"] = entry.value, entry.written
    if entry.level:
        made["level"] = entry.level
    if entry.role:
        made["role"] = entry.role
    if entry.lang:
        made["lang"] = entry.lang
    if entry.anchor:
        made["anchor"] = entry.anchor
    if entry.mark:
        made["mark"] = entry.mark
    return made


def _piece(piece: Piece) -> list[Any]:
    start, length, value, marks, link, lang, note, reference, placeholder = piece
    made: list[Any] = [start, length, value]
    if marks or link or lang or note or reference or placeholder:
        shown = {
            "marks": mark_names(marks),
            "link": link,
            "lang": lang,
            "note": note,
            "reference": reference,
            "placeholder": placeholder,
        }
        made.append({key: what for key, what in shown.items() if what})
    return made


def _as_record(value: dict[str, Any]) -> Record:
    record = Record(
        packet=str(value["packet"]),
        title=str(value["title"]),
        lang=str(value["lang"]),
        theme=str(value["theme"]),
        date=str(value["date"]),
        papers=tuple(
            PaperEntry(str(paper["anchor"]), str(paper["tab"]), str(paper["title"]), _as_path(paper["path"]))
            for paper in value["papers"]
        ),
        values=tuple(
            Value(str(one["file"]), _as_path(one["path"]), int(one["line"]), int(one["column"]), one.get("markdown"))
            for one in value["values"]
        ),
        lists=tuple(ListShape(_as_rows(one), bool(one["ordered"]), int(one["start"])) for one in value["lists"]),
        tables=tuple(TableShape(_as_rows(one), int(one["columns"]), int(one["head"])) for one in value["tables"]),
        entries=tuple(map(_as_entry, value["entries"])),
        remarks=tuple(Remark(int(one["entry"]), str(one["author"]), str(one["text"])) for one in value["remarks"]),
    )
    _check(record)
    return record


def _as_path(value: list[str | int]) -> Path:
    if not all(isinstance(step, str | int) for step in value):
        raise RecordError("a path has steps that are neither keys nor positions")
    return tuple(value)


def _as_rows(value: dict[str, Any]) -> Rows:
    indexes = tuple(None if index is None else int(index) for index in value.get("indexes", ()))
    return Rows(str(value.get("file", "")), _as_path(value.get("path", [])), indexes, value.get("inside"))


def _as_entry(value: dict[str, Any]) -> Entry:
    if value["kind"] not in get_args(Kind):
        raise RecordError(f"it has an entry of the kind {value['kind']!r}")
    written = value.get("written")
    return Entry(
        id=str(value["id"]),
        kind=value["kind"],
        text=str(value["text"]),
        pieces=tuple(map(_as_piece, value.get("pieces", ()))),
        paper=int(value["paper"]),
        within=tuple(_as_container(*one) for one in value.get("within", ())),
        value=value.get("value"),
        written=None if written is None else (int(written[0]), int(written[1])),
        level=int(value.get("level", 0)),
        role=str(value.get("role", "")),
        lang=str(value.get("lang", "")),
        anchor=str(value.get("anchor", "")),
        mark=str(value.get("mark", "")),
    )


def _as_container(kind: ContainerKind, number: int, row: int, column: int) -> Container:
    if kind not in get_args(ContainerKind):
        raise RecordError(f"it has a container of the kind {kind!r}")
    return Container(kind, int(number), int(row), int(column))


_MARKS = {name: mark for mark in Mark for name in mark_names(mark)}


def _as_piece(value: list[Any]) -> Piece:
    shown = value[3] if len(value) > 3 else {}
    marks = Mark.NONE
    for name in shown.get("marks", ()):
        marks |= _MARKS[name]
    return Piece(
        int(value[0]),
        int(value[1]),
        None if value[2] is None else int(value[2]),
        marks,
        str(shown.get("link", "")),
        str(shown.get("lang", "")),
        int(shown.get("note", 0)),
        str(shown.get("reference", "")),
        str(shown.get("placeholder", "")),
    )


def _check(record: Record) -> None:
    """Every index leads to something, so that readers need not look."""
    values = {None, *range(len(record.values))}
    for entry in record.entries:
        if entry.value not in values or any(piece.value not in values for piece in entry.pieces):
            raise RecordError("it speaks of a value that it does not have")
        if not -1 <= entry.paper < len(record.papers):
            raise RecordError("it speaks of a paper that it does not have")
        for container in entry.within:
            known = len(record.tables) if container.kind == "cell" else len(record.lists)
            if container.kind in ("cell", "list", "definition") and not 0 <= container.number < known:
                raise RecordError(f"it speaks of a {container.kind} that it does not have")
    if any(not 0 <= remark.entry < len(record.entries) for remark in record.remarks):
        raise RecordError("it has a comment on nothing")
    if len({entry.id for entry in record.entries}) != len(record.entries):
        raise RecordError("it has an id twice")
