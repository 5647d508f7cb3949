"""From an edited Word file to new bytes of the YAML files, and what could not go back.

Enters: an edited Word file, the YAML files as they are now. Leaves: a :class:`Plan`. Guaranteed: nothing is written
here; every change of the Word file is in the new bytes or in a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, Path, Place, Severity
from pipeline.model.record import Entry, Record
from pipeline.review.astray import astray
from pipeline.review.changes import changes_of
from pipeline.review.comparing import differences
from pipeline.review.edited import Edited
from pipeline.review.elements import Elements
from pipeline.review.mdfile import front_matter, source_of, write
from pipeline.review.merge import Conflict, Side, merge, same_text
from pipeline.review.sequences import Piece
from pipeline.review.wanted import Changes, Stay
from pipeline.review.yamlfile import Arrange, DeleteKey, Edit, New, SetValue, apply, carries, pieces_of
from pipeline.source.load import load
from pipeline.source.tree import Source
from pipeline.values import dataclass, field, replace

_LONGEST = 100
_MOST = 400
"""Characters of words that findings show: usually, and where they are cut out of longer ones."""
_AGAINST = frozenset({"conflict", "cannot-write-value", "not-home"})
"""Codes of what speaks against a move."""


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
    unmoved: set[int] = field(default_factory=set)
    """Entries whose move could be made only in part."""
    clashed: set[int] = field(default_factory=set)
    """Entries that both sides changed."""


Read = Callable[[str], bytes | Diagnostic]
"""Reads a file of the workspace by its name in the record."""


Without = frozenset[tuple[str, Path]]
"""Values, by file and path as they are now, that are to be left as they are."""


def plan(
    edited: Edited,
    read: Read,
    side: Side = "",
    without: Without = frozenset(),
    unmoved: frozenset[int] = frozenset(),
) -> Plan:
    """Return what *edited* changes. *unmoved*: entries whose paragraphs are to stay where they were.

    A move is made whole or not at all: what it could be made of only in part stays where it was, too.
    """
    told: list[Diagnostic] = []
    clashed: set[int] = set()
    while True:
        made = _planned(edited, read, side, without, unmoved)
        if made.unmoved <= unmoved:
            break
        told += [one for one in made.findings if one.code in _AGAINST and one not in told]
        unmoved |= made.unmoved
        clashed |= made.clashed
    made.clashed |= clashed
    made.findings += [one for one in told if one not in made.findings]
    made.unmoved = set(unmoved)
    return made


def _planned(edited: Edited, read: Read, side: Side, without: Without, unmoved: frozenset[int]) -> Plan:
    changes = changes_of(edited, unmoved)
    made = Plan(edited.record)
    sources: dict[str, Source] = {}
    for file in changes.files:
        data = read(file)
        if isinstance(data, Diagnostic):
            made.findings.append(data)
            continue
        made.before[file] = data
        if any(value.file == file and not value.path for value in edited.record.values):
            _markdown(made, changes, data, file, side, without)
            continue
        source, found = load(data, file)
        if source is None:
            made.findings.extend(found)
            continue
        sources[file] = source
    _files(made, changes, sources, side, without)
    made.stays = changes.stays
    for stay in changes.stays:
        if stay.told:
            made.findings.append(stayed(made, stay))
    return made


def _markdown(
    made: Plan, changes: Changes, data: bytes, file: str, side: Side, without: frozenset[tuple[str, Path]]
) -> None:
    """Change a Markdown file: its text, and values of its front matter."""
    source, faults = source_of(data, file)
    if source is None:
        made.findings.extend(faults)
        return
    texts = [text for text in changes.texts.values() if text.file == file and not text.path]
    written = write(data, source, texts if (file, ()) not in without else (), side)
    made.findings.extend(_conflict(source, conflict, side) for conflict in written.conflicts)
    moves = changes.moves.get((file, ()), set())
    if written.conflicts or (file, ()) in without:
        made.unmoved |= moves
        made.clashed |= _entries(made.record, file, ()) if written.conflicts else set()
    made.made += [Made(source.place(()), edit) for edit in written.edits]
    after = written.data
    count, front = front_matter(after, source)
    if front is not None:
        lines = after.split(b"\n")
        old = b"\n".join((b"", *lines[1 : count - 1], b""))
        own = Changes({key: text for key, text in changes.texts.items() if text.path})
        part = Plan(made.record, before={file: old})
        _files(part, own, {file: front}, side, without)
        new = part.files.get(file, old)
        made.made += part.made
        made.findings += part.findings
        made.unmoved |= part.unmoved
        after = b"\n".join((lines[0], *new.split(b"\n")[1:-1], *lines[count - 1 :]))
    if after != data:
        made.files[file] = after


def _files(made: Plan, changes: Changes, sources: Mapping[str, Source], side: Side, without: Without) -> None:
    """Change YAML files, all of them before elements go from one place to another, so that these take their changes
    along."""
    places = {file: Elements(made.record, source, changes) for file, source in sources.items()}
    edits: dict[str, list[Edit]] = {}
    for file, source in sources.items():
        found = merge(changes, places, source, side)
        made.findings.extend(_conflict(source, conflict, side) for conflict in found.conflicts)
        made.unmoved.update(*(one.moves for one in found.conflicts if not one.settled or side == "ours"))
        made.clashed.update(*(_entries(made.record, file, one.base) for one in found.conflicts))
        edits[file] = [edit for edit in found.edits if (file, edit.path) not in without]
        made.unmoved.update(*(edit.moves for edit in found.edits if (file, edit.path) in without))
    carried = {key for every in edits.values() for edit in every for key in carries(edit)}
    now = dict(made.before)
    pieces: dict[tuple[str, Path], Piece] = {}
    for late in (False, True):
        for file, source in sources.items():
            mine = [edit for edit in edits[file] if _waits(edit, file, carried) is late]
            same = same_text(_rich_paths(changes, places[file], file))
            now[file], failed = apply(now[file], file, mine, same, pieces)
            for edit in failed:
                message = f"the words cannot be written here: {shown(words_of(edit))}"
                help = "write them yourself; the file was left as it is here"
                made.findings.append(
                    source.error("cannot-write-value", message, place_of(source, edit.path), help=help)
                )
                made.unmoved |= edit.moves
            made.made += [Made(place_of(source, edit.path), edit) for edit in mine if edit not in failed]
        for file in sources if not late else ():
            pieces |= pieces_of(now[file], file, [path for whose, path in sorted(carried) if whose == file])
    made.files.update((file, now[file]) for file in sources if now[file] != made.before[file])


def _entries(record: Record, file: str, base: Path) -> set[int]:
    """Return the entries that show a value which is at *base*, or below it."""
    values = {number for number, one in enumerate(record.values) if one.file == file and one.path[: len(base)] == base}
    return {
        number
        for number, entry in enumerate(record.entries)
        if entry.value in values or any(piece.value in values for piece in entry.pieces)
    }


def _waits(edit: Edit, file: str, carried: Iterable[tuple[str, Path]]) -> bool:
    """Whether an edit may move elements that are to be taken elsewhere, or takes some."""
    inside = any(file == whose and edit.path[: len(path)] == path for whose, path in carried)
    return not isinstance(edit, SetValue) and (not inside or bool(carries(edit)))


def _rich_paths(changes: Changes, elements: Elements, file: str) -> dict[Path, bool]:
    every = [text for text in changes.texts.values() if text.file == file]
    return {path: text.rich for text in every if (path := elements.path(text.path)) is not None}


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
    theirs = _unlike(conflict.theirs, conflict.ours or conflict.known)
    message = f"{conflict.message}: {theirs}" if conflict.theirs else conflict.message
    help = f"the YAML has: {_unlike(conflict.ours, conflict.theirs)}; " if conflict.ours else ""
    help += "put both together, or pull with --conflicts ours, theirs or mark"
    if conflict.settled:
        help = f"the {'YAML' if side == 'ours' else 'Word file'} was taken, as --conflicts says"
    if conflict.code != "conflict":
        help = "move it in the data"
    found = source.error(conflict.code, message, place, help=help)
    if conflict.settled:
        return replace(found, severity=Severity.WARNING)
    return found


def stayed(made: Plan, stay: Stay) -> Diagnostic:
    """Return the finding for words that stay in Word, at the YAML that is nearest to them."""
    place = near(made.record, stay.entry)
    message = f"{stay.message}: {shown(stay.words)}" if stay.words else stay.message
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


def shown(words: str) -> str:
    """Return words as findings show them."""
    words = " ".join(words.split())
    return f"‘{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}’"


def _unlike(words: str, other: str) -> str:
    """Return words as findings show them; of many those that *other* does not have, and the ones beside them."""
    if len(" ".join(words.split())) <= _LONGEST:
        return shown(words)
    every, known = words.split(), set(other.split())
    new = {at + step for at, word in enumerate(every) if word not in known for step in (-1, 0, 1)}
    if not new:
        return shown(words)
    parts = [word if at in new else "\0" for at, word in enumerate(every)]
    said = " … ".join(part.strip() for part in " ".join(parts).split("\0") if part.strip())
    return f"‘{said if len(said) <= _MOST else said[: _MOST - 1] + '…'}’"


def report_differences(made: Plan, edited: Edited, entries: Sequence[Entry]) -> None:
    """Add findings where a build of the new data, whose paragraphs are *entries*, would not be as the Word file is.

    What was told is not told again. This is what keeps the promise that no edit is lost without a word: whatever an
    edit was, the build shows whether it came home.
    """
    silent = any(one.code == "conflict" for one in made.findings)
    _report(made, differences(edited, entries, made.stays, silent=silent))


def report_merged(made: Plan, edited: Edited, entries: Sequence[Entry] | None) -> None:
    """Add findings for what went astray where the YAML has changed since the edition too.

    *entries*: of a build of the new data, None where there is none.
    """
    _report(made, [stay._replace(told=True) for stay in made.stays if not stay.told])
    if entries is not None:
        _report(made, astray(edited, entries, made.stays, made.clashed))


def _report(made: Plan, stays: Sequence[Stay]) -> None:
    made.stays += stays
    made.findings += [stayed(made, stay) for stay in stays]
