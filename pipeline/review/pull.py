"""From an edited Word file to new bytes of the YAML files, and what could not go back.

Enters: an edited Word file, the YAML files as they are now. Leaves: a :class:`Plan`. Guaranteed: nothing is written
here; every change of the Word file is in the new bytes or in a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, Path, Place, Severity
from pipeline.model.record import Entry, Record
from pipeline.review.base import runs_of
from pipeline.review.changes import changes_of
from pipeline.review.edited import Edited
from pipeline.review.elements import Elements
from pipeline.review.markdown import looks
from pipeline.review.merge import Conflict, Side, merge, same_text
from pipeline.review.wanted import Changes, Stay
from pipeline.review.yamlfile import Arrange, DeleteKey, Edit, New, SetValue, apply
from pipeline.source.load import load
from pipeline.source.tree import Source

_LONGEST = 100


class Made(NamedTuple):
    """An edit that went home, at its place in the file as it was."""

    place: Place
    edit: Edit


@dataclass(slots=True)
class Plan:
    """What pulling does. *files*: new bytes by name; *before*: what the files have now."""

    record: Record
    files: dict[str, bytes] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


Read = Callable[[str], bytes | Diagnostic]
"""Reads a file of the workspace by its name in the record."""


def plan(edited: Edited, read: Read, side: Side = "", without: frozenset[tuple[str, Path]] = frozenset()) -> Plan:
    """Return what *edited* changes. *without*: values, by file and path as they are now, to be left as they are."""
    changes = changes_of(edited)
    made = Plan(edited.record)
    sources: dict[str, tuple[Source, Elements]] = {}
    for file in changes.files:
        data = read(file)
        if isinstance(data, Diagnostic):
            made.findings.append(data)
            continue
        source, found = load(data, file)
        if source is None:
            made.findings.extend(found)
            continue
        made.before[file] = data
        sources[file] = source, Elements(edited.record, source, changes)
        _file(made, changes, *sources[file], data, side, without)
    made.stays = changes.stays
    for stay in changes.stays:
        if stay.told:
            made.findings.append(stayed(made, stay))
    return made


def _file(
    made: Plan,
    changes: Changes,
    source: Source,
    elements: Elements,
    data: bytes,
    side: Side,
    without: frozenset[tuple[str, Path]],
) -> None:
    found = merge(changes, elements, source, side)
    made.findings.extend(_conflict(source, conflict, side) for conflict in found.conflicts)
    edits = [edit for edit in found.edits if (source.file, edit.path) not in without]
    rich: dict[Path, bool] = {}
    for text in changes.texts.values():
        path = elements.path(text.path) if text.file == source.file else None
        if path is not None:
            rich[path] = text.rich
    after, failed = apply(data, source.file, edits, same_text(rich))
    for edit in failed:
        message = f"the words cannot be written here: {_shown(words_of(edit))}"
        help = "write them yourself; the file was left as it is here"
        made.findings.append(source.error("cannot-write-value", message, place_of(source, edit.path), help=help))
    made.made += [Made(place_of(source, edit.path), edit) for edit in edits if edit not in failed]
    if after != data:
        made.files[source.file] = after


def words_of(edit: Edit) -> str:
    """Return the words that an edit brings."""
    match edit:
        case SetValue(_, new):
            return str(new)
        case Arrange(_, items):
            return " / ".join(item.words for item in items if isinstance(item, New))
        case DeleteKey():
            return ""


def place_of(source: Source, path: Path) -> Place:
    """Return where the value at *path* is, or the nearest thing that there is."""
    while path and source.value(path) is None:
        path = path[:-1]
    return source.place(path)


def _conflict(source: Source, conflict: Conflict, side: Side) -> Diagnostic:
    place = place_of(source, conflict.path)
    message = f"{conflict.message}: {_shown(conflict.theirs)}" if conflict.theirs else conflict.message
    help = f"the YAML has: {_shown(conflict.ours)}; " if conflict.ours else ""
    help += "put both together, or pull with --conflicts ours, theirs or mark"
    if conflict.settled:
        help = f"the {'YAML' if side == 'ours' else 'Word file'} was taken, as --conflicts says"
    found = source.error("conflict", message, place, help=help)
    if conflict.settled:
        return replace(found, severity=Severity.WARNING)
    return found


def stayed(made: Plan, stay: Stay) -> Diagnostic:
    """Return the finding for words that stay in Word, at the YAML that is nearest to them."""
    place = near(made.record, stay.entry)
    message = f"{stay.message}: {_shown(stay.words)}" if stay.words else stay.message
    return Diagnostic(Severity.ERROR, stay.why, message, place, "", stay.help)


def near(record: Record, entry: int | None) -> Place | None:
    """Return the place of an entry's first value, or of that of the last entry before it that has one."""
    if entry is None:
        return None
    for one in reversed(record.entries[: entry + 1]):
        value = next((piece.value for piece in one.pieces if piece.value is not None), one.value)
        if value is not None:
            found = record.values[value]
            return Place(found.file, found.line, found.column, found.line, found.column + 1, found.path)
    return None


def _shown(words: str) -> str:
    words = " ".join(words.split())
    return f"‘{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}’"


def report_differences(made: Plan, edited: Edited, texts: Iterable[str]) -> None:
    """Add findings where a build of the new data, whose paragraphs say *texts*, would not say what the Word file says.

    What was told is not told again. This is what keeps the promise that no edit is lost without a word: whatever an
    edit was, the build shows whether it came home. Files that changed on both sides say more than the Word file does;
    those words were in the YAML and are not told.
    """
    known = [_plain(text) for text in texts]
    theirs = [(paragraph.entry, _plain(paragraph.text)) for paragraph in edited.paragraphs]
    theirs += [(one.entry, _plain(one.text)) for note in edited.notes for one in note.paragraphs]
    left = Counter(known)
    left.subtract(Counter(text for _, text in theirs))
    told = " ".join(_plain(stay.words) for stay in made.stays if stay.told)
    told_entries = {stay.entry for stay in made.stays if stay.told}
    conflicts = bool([one for one in made.findings if one.code == "conflict"])
    near_entry: int | None = None
    for entry, text in theirs:
        near_entry = entry if entry is not None else near_entry
        if not text or left[text] >= 0:
            continue
        left[text] += 1
        if (entry is not None and entry in told_entries) or text in told or conflicts:
            continue
        message = "these words would not be in the next edition as they are in Word"
        stay = Stay("not-home", message, near_entry, text, "look at what the data say there, and at the template")
        made.stays.append(stay)
        made.findings.append(stayed(made, stay))
    for stay in made.stays:
        if not stay.told and left[_plain(stay.words)] > 0:
            made.findings.append(stayed(made, stay))


def is_home(entries: Iterable[Entry], edited: Edited) -> bool:
    """Whether an edition with *entries* already says all that the Word file says, and looks so."""
    if edited.lost:
        return False
    theirs = [looks(one.runs) for one in edited.paragraphs]
    theirs += [looks(one.runs) for note in edited.notes for one in note.paragraphs]
    ours = [looks(runs_of(entry)) for entry in entries]
    return [one for one in ours if one] == [one for one in theirs if one]


def report_doubts(made: Plan) -> None:
    """Add findings for words of which only a build could have said whether they are still there."""
    made.findings += [stayed(made, stay) for stay in made.stays if not stay.told]


def _plain(text: str) -> str:
    return " ".join(text.split())
