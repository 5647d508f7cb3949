"""The redline: the later edition's Word file with tracked changes from the earlier one.

Enters: two Word files that this program built, and how their records compare. Leaves: a Word file. Guaranteed: with all
changes accepted its text is the later file's, with all rejected the earlier one's; contents, headers and footers are
the later one's, without marks; the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.diagnostics import DataError, Place, error
from pipeline.docx.ooxml import ID, Node, name, sub
from pipeline.model.record import PREFIX, Record
from pipeline.revision.atoms import NOTE
from pipeline.revision.comparison import Comparison
from pipeline.revision.grafts import Grafts, list_of
from pipeline.revision.paragraphs import Joiner
from pipeline.revision.stories import Names, Weaver, paragraphs_in
from pipeline.revision.tracked import Tracker
from pipeline.revision.wordparts import Parts

AUTHOR = "brief diff"
_BODY, _NOTE = name("w:body"), name("w:footnote")
_START, _NAME = name("w:bookmarkStart"), name("w:name")
_CHANGES = tuple(name(f"w:{tag}") for tag in ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange"))


def redline(before: bytes, after: bytes, comparison: Comparison, *, author: str = "", date: str = "") -> bytes:
    """Return *after* with what differs from *before* as tracked changes.

    *author*: who made them, as Word shows it; *date*: ISO 8601; empty: the later edition's date, else none.
    """
    then, now = Parts(before, "the earlier Word file"), Parts(after, "the later Word file")
    for parts in (then, now):
        _check(parts)
    names = Names(_names(comparison.before), _names(comparison.after), comparison.pairs)
    tracker = Tracker(author or AUTHOR, _moment(date or comparison.after.date))
    notes = _paired_notes(then, now, names)
    grafts = Grafts(then, now, notes)
    _pair_lists(then, now, names, grafts)
    joiner = Joiner(tracker, grafts)
    weaver = Weaver(names, tracker, joiner, grafts)
    gone: list[tuple[Node, int]] = []
    grafts.write_note = lambda note, number: gone.append((note, number))
    weaver.weave(_body(then), _body(now))
    _notes(then, now, weaver, joiner, grafts, gone)
    _order_notes(now)
    return now.written()


def _check(parts: Parts) -> None:
    if next(parts.tree(parts.main).iter(*_CHANGES), None) is not None:
        message = f"{parts.name} has tracked changes of its own"
        help = "accept or reject them in Word first, or `brief pull` them and build again"
        raise DataError(error("tracked-changes", message, Place(parts.name), help=help))


def _moment(date: str) -> str:
    """Return a date as a tracked change has it."""
    return f"{date}T00:00:00Z" if len(date) == len("2027-03-05") else date


def _names(record: Record) -> dict[str, int]:
    return {f"{PREFIX}{entry.id}": number for number, entry in enumerate(record.entries)}


def _body(parts: Parts) -> Node:
    body = parts.tree(parts.main).find(_BODY)
    if body is None:
        message = f"{parts.name} has no text"
        raise DataError(error("unreadable-word-file", message, Place(parts.name), help="build it again"))
    return body


def _notes_of(parts: Parts) -> dict[int, Node]:
    """Return the footnotes by number, without the lines above them."""
    root = parts.story("footnotes")
    return (
        {}
        if root is None
        else {int(str(note.get(ID))): note for note in root.iter(_NOTE) if int(str(note.get(ID))) > 0}
    )


def _pair_lists(then: Parts, now: Parts, names: Names, grafts: Grafts) -> None:
    """Note which numbering is which, so that items that are gone count in the list that they were in."""
    lists = {entry: list_of(paragraph) for entry, paragraph in _paragraphs(then, names.before)}
    for entry, paragraph in _paragraphs(now, names.after):
        earlier, later = lists.get(names.pairs.get(entry, -1), ""), list_of(paragraph)
        if earlier and later:
            grafts.lists.setdefault(earlier, later)


def _paragraphs(parts: Parts, known: Mapping[str, int]) -> Iterator[tuple[int, Node]]:
    """Yield the paragraphs with a bookmark of ours, and their entries."""
    for start in _body(parts).iter(_START):
        entry = known.get(str(start.get(_NAME)))
        paragraph = next(start.iterancestors(name("w:p")), None)
        if entry is not None and paragraph is not None:
            yield entry, paragraph


def _paired_notes(then: Parts, now: Parts, names: Names) -> dict[int, int]:
    """Return which footnote of the later file is which of the earlier one."""
    places = {
        names.before[str(start.get(_NAME))]: number
        for number, note in _notes_of(then).items()
        for start in note.iter(_START)
        if str(start.get(_NAME)) in names.before
    }
    found: dict[int, int] = {}
    for number, note in _notes_of(now).items():
        for start in note.iter(_START):
            earlier = places.get(names.pairs.get(names.after.get(str(start.get(_NAME)), -1), -1))
            if earlier is not None:
                found.setdefault(earlier, number)
    return found


def _notes(
    then: Parts, now: Parts, weaver: Weaver, joiner: Joiner, grafts: Grafts, gone: list[tuple[Node, int]]
) -> None:
    """Mark the footnotes: those that stayed, that are new, and that are gone."""
    root = now.story("footnotes")
    if root is None:
        return
    grafts.part = now.related("footnotes") or now.main
    grafts.part_before = then.related("footnotes") or then.main
    earlier, later = _notes_of(then), _notes_of(now)
    for before, after in list(joiner.kept):
        one, other = earlier.get(int(str(before.get(ID)))), later.get(int(str(after.get(ID))))
        if one is not None and other is not None:
            weaver.weave(one, other)
    for call in dict.fromkeys(int(str(node.get(ID))) for node in joiner.new):
        note = later.get(call)
        paragraphs = [] if note is None else list(paragraphs_in(note))
        for paragraph in paragraphs:
            joiner.new_paragraph(paragraph, mark=paragraph is not paragraphs[-1])
    for note, number in gone:
        made = sub(root, "w:footnote", id=number)
        paragraphs = list(paragraphs_in(note))
        made.extend(joiner.gone(paragraph, mark=paragraph is not paragraphs[-1]) for paragraph in paragraphs)


def _order_notes(now: Parts) -> None:
    """Number the footnotes anew in the order of their calls: LibreOffice goes by their order, whatever the numbers."""
    root = now.story("footnotes")
    if root is None:
        return
    notes = _notes_of(now)
    calls = list(now.tree(now.main).iter(NOTE))
    order = list(dict.fromkeys([*(int(str(call.get(ID))) for call in calls), *notes]))
    fresh = {number: str(place) for place, number in enumerate((one for one in order if one in notes), start=1)}
    for call in calls:
        call.set(ID, fresh.get(int(str(call.get(ID))), str(call.get(ID))))
    for number, identifier in fresh.items():
        notes[number].set(ID, identifier)
        root.append(notes[number])
