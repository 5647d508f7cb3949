"""Reading an edited Word file: bytes to :class:`~pipeline.review.edited.Edited`.

Enters: a Word file that people, or other programs, have changed, and which tracked changes count. Leaves: what it says
now, aligned with the record of its edition; or findings that say why it cannot be read. Guaranteed: nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.diagnostics import Diagnostic, Place, error
from pipeline.docx.container import Fault, FaultError
from pipeline.docx.ooxml import Node
from pipeline.model.record import VERSION, Entry, Record
from pipeline.review.aligning import align
from pipeline.review.assembling import Assembly, assemble
from pipeline.review.besides import split, without_labels
from pipeline.review.bound import Bound, cell_of, is_blank, note_of, said
from pipeline.review.edited import Edited
from pipeline.review.edition import EditionFile, read_edition
from pipeline.review.naming import bind_names, bind_parts
from pipeline.review.notes import bind_notes
from pipeline.review.raw import Raw, Spot, Story
from pipeline.review.shapes import heads, inner, shape_of
from pipeline.review.stories import read_story
from pipeline.review.styles import Meaning
from pipeline.review.tables import TableMap, map_tables
from pipeline.review.views import ACCEPTED, View
from pipeline.review.wordfile import WordFile, open_parts

_AFTER_NUMBER = re.compile(r"[.:)–—-]? ?")
_WRITTEN_NUMBER = re.compile(r"[^\W\d_]+\.?\s+\d{1,4}\s*[.:–—-]\s*")
_UNREAD = "unreadable-word-file"
_LEAST_KNOWN = 0.4
"""The share of an edition's paragraphs that a file must have to be taken for one of it by its words alone."""


def read_edited(
    data: bytes | EditionFile,
    view: View = ACCEPTED,
    record: Record | None = None,
    *,
    digest: str = "",
    file: str = "",
) -> Edited | list[Diagnostic]:
    """Read an edited Word file, or one that :func:`~pipeline.review.edition.read_edition` has opened.

    *record*, *digest*: the edition's, from ``edition.json``, for a file that has no record of its own. *file*: what
    findings call the file. Findings: ``unreadable-word-file`` (with what to do), ``no-edition``, ``newer-edition``.
    """
    place = Place(file) if file else None
    opened = read_edition(data) if isinstance(data, bytes) else data
    if isinstance(opened, Fault):
        return [_unreadable(opened, place)]
    if opened.record is not None:
        record, digest = opened.record, opened.digest
    if record is None:
        return [_no_edition(opened, place)]
    try:
        parts = open_parts(opened.container)
        if parts.body is None:
            return [_unreadable(Fault("is no Word file that has a text"), place)]
        found = _read(parts, opened, view, record, digest)
    except FaultError as broken:
        return [_unreadable(broken.fault, place)]
    if opened.record is None and not opened.digest and not found.named and _is_strange(found):
        return [_no_edition(opened, place)]
    return found


def _is_strange(found: Edited) -> bool:
    """Whether a file that does not say which edition it is of has too little of the one that was given."""
    texts = {index for index, entry in enumerate(found.record.entries) if entry.text}
    return len(texts - set(found.deleted)) < _LEAST_KNOWN * len(texts)


def _unreadable(fault: Fault, place: Place | None) -> Diagnostic:
    help_ = fault.help
    if help_.startswith("make it again"):
        help_ = "take large pictures out of it in Word and save it, then pull again"
    return error(_UNREAD, f"the file {fault.message}", place, help=help_)


def _no_edition(opened: EditionFile, place: Place | None) -> Diagnostic:
    if "version" in opened.problem:
        message = f"the file's record of the edition {opened.problem}; it was made by a newer version of this program"
        return error(
            "newer-edition", message, place, help=f"install the program that made it (this one reads {VERSION})"
        )
    if opened.packet or opened.digest:
        message = f"the file's record of the edition {opened.problem}"
        help_ = "keep the packet's output folder, whose edition.json holds the same record, or pull from another copy"
        return error("no-edition", message, place, help=help_)
    message = "no edition was made as this file: it has no record of one"
    help_ = (
        "pull a Word file that `brief build` made; if another program wrote it, put edition.json of output/ beside it"
    )
    return error("no-edition", message, place, help=help_)


def _read(parts: WordFile, opened: EditionFile, view: View, record: Record, digest: str) -> Edited:
    assert parts.body is not None
    body = _story(parts, parts.body, "document", view, 0, 0)
    notes = _notes(parts, body, view)
    stories = [body, *notes]
    for story in stories:
        _cut_labels(story, is_note=story is not body)
    named = _is_named(stories, record)
    bound = Bound(record)
    for story in stories:
        bind_names(story.paragraphs, bound)
    text, fixed = split(body.paragraphs, bound, opened.besides)
    bind_parts(text, bound)
    maps = map_tables(
        [table for story in stories for table in story.tables],
        [*text, *(raw for note in notes for raw in note.paragraphs)],
        bound,
    )
    _cut_written_labels(text, bound)
    entries = [index for index, entry in enumerate(record.entries) if cell_of(entry) is None and not note_of(entry)]
    outside = [raw for raw in text if not is_blank(raw) and not _cells(raw, maps)]
    align(outside, entries, bound, _alike(record, ours=parts.styles.ours), places=parts.styles.ours)
    _cut_written_labels(text, bound)
    bind_parts(text, bound)
    if opened.besides is None:
        text = without_labels(text, bound)
    _mend_styles(bound)
    numbers = bind_notes([story.paragraphs for story in notes], bound)
    assembly = Assembly(parts, opened.besides, record, digest, bound, maps, body, text, notes, numbers, named)
    return assemble(assembly, fixed)


def _story(parts: WordFile, root: Node, part: str, view: View, first: int, tables: int) -> Story:
    links = {identifier: target for (held, identifier), target in parts.links.items() if held == part}
    return read_story(root, view, parts.styles, parts.numbers, links, first, tables)


def _notes(parts: WordFile, body: Story, view: View) -> list[Story]:
    """Return the stories of the notes that the body calls, in that order."""
    found: list[Story] = []
    first = len(body.paragraphs) + 1_000
    tables = len(body.tables)
    for key in body.notes:
        node = parts.notes.get(key)
        story = Story() if node is None else _story(parts, node, key[0], view, first, tables)
        first += len(story.paragraphs) + 1
        tables += len(story.tables)
        found.append(story)
    return found


def _cut_labels(story: Story, *, is_note: bool) -> None:
    """Leave out what Word puts before the words: the number of a caption or a note."""
    for raw in story.paragraphs:
        if raw.captioned and raw.meaning.kind in ("caption", "paragraph"):
            after = _AFTER_NUMBER.match(raw.text, raw.label)
            raw.label = after.end() if after is not None else raw.label
        else:
            raw.label = 0
    if is_note and story.paragraphs:
        raw = story.paragraphs[0]
        raw.label = len(raw.text[:1]) - len(raw.text[:1].strip())


def _cut_written_labels(paragraphs: list[Raw], bound: Bound) -> None:
    """Leave out the number of a caption where a program made plain text of it, and the portion mark of a part."""
    for raw in paragraphs:
        entry = bound.entry(raw)
        if entry is not None and entry.mark and raw.text.startswith(entry.mark):
            raw.label = len(entry.mark)
        if not raw.captioned and (raw.meaning.kind == "caption" if entry is None else entry.kind == "caption"):
            written = _WRITTEN_NUMBER.match(raw.text)
            if written is not None and (entry is None or not entry.text.startswith(written[0])):
                raw.label = written.end()


def _mend_styles(bound: Bound) -> None:
    """Give paragraphs that only a deletion before them has restyled what their entries are."""
    first = heads(bound.record)
    for raw, match in bound.matches.items():
        entry = bound.record.entries[match.entry]
        if raw.restyled and (raw.meaning.kind, raw.meaning.level, raw.meaning.role) != _look(entry):
            raw.meaning = Meaning(entry.kind, entry.level, entry.role, box=None, label="continue")
        if raw.restyled and raw.number and match.entry not in first:
            raw.number, raw.meaning = "", raw.meaning._replace(label="continue", depth=0, box=None)


def _look(entry: Entry) -> tuple[str, int, str]:
    """Return what an entry is, as a style would say it."""
    return ("paragraph" if entry.kind == "cell" else entry.kind, entry.level, entry.role)


def _is_named(stories: list[Story], record: Record) -> bool:
    """Whether the file has bookmarks of the edition."""
    known = {entry.id for entry in record.entries}
    return any(one.id in known for story in stories for raw in story.paragraphs for one in raw.names)


def _cells(raw: Raw, maps: Mapping[int, TableMap]) -> list[Spot]:
    """Return the cells of tables of data that a paragraph is in."""
    return [spot for spot in raw.frame if not maps[spot.table.index].plain]


class _alike:  # noqa: N801
    """Whether a paragraph looks like an entry, for :func:`align`."""

    def __init__(self, record: Record, *, ours: bool) -> None:
        self._heads, self._ours, self._record = heads(record), ours, record
        self._index = {id(entry): index for index, entry in enumerate(record.entries)}

    def __call__(self, raw: Raw, entry: Entry) -> bool:
        shape = shape_of(raw, ours=self._ours)
        if shape.kind != entry.kind or (raw.meaning.role != entry.role) or not said(raw).strip():
            return False
        path = inner(entry)
        listed = bool(path) and path[-1].kind == "list"
        if entry.level and raw.meaning.level != entry.level:
            return False
        return listed == (shape.labelled or bool(shape.depth))
