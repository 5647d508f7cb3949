"""Everything that is known of an edited Word file, put together.

Enters: its paragraphs, bound to entries; its tables, notes and comments. Leaves: an
:class:`~pipeline.review.edited.Edited`. Guaranteed: what that says of itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.record import Container, Entry, Kind, Record
from pipeline.review.besides import Found, losses, running
from pipeline.review.bound import Bound, is_blank
from pipeline.review.containers import Lists, Placing
from pipeline.review.edited import Edited, EditedNote, EditedParagraph, Lost, NewTable, Waiting
from pipeline.review.edition import Besides
from pipeline.review.inks import Resolver, anchors_of, trimmed, without
from pipeline.review.likeness import plain
from pipeline.review.raw import Raw, Story
from pipeline.review.remarks import comments
from pipeline.review.tables import TableMap
from pipeline.review.views import Change
from pipeline.review.wordfile import WordFile
from pipeline.values import dataclass


@dataclass(frozen=True, slots=True)
class Assembly:
    """What the steps of reading have found. *text*: the paragraphs of the body that are text; *notes*: the stories of

    the notes in the order of their calls, *numbers* the number of each, from 1.
    """

    file: WordFile
    besides: Besides | None
    record: Record
    digest: str
    bound: Bound
    maps: Mapping[int, TableMap]
    body: Story
    text: Sequence[Raw]
    notes: Sequence[Story]
    numbers: Mapping[int, int]
    named: bool


def assemble(given: Assembly, fixed: Sequence[Found]) -> Edited:
    """Return the edited file; *fixed*: what was changed in paragraphs that are no text."""
    bound, record = given.bound, given.record
    stories = [given.body, *given.notes]
    everything = [raw for story in stories for raw in story.paragraphs]
    near = _Near(stories, bound)
    marks = {called: raw for story in stories for called, raw in story.bookmarks.items()}
    places = {called: match.entry for called, raw in marks.items() if (match := bound.matches.get(raw)) is not None}
    resolver = Resolver(record, anchors_of(record, places), given.numbers, given.body.called)
    lists = Lists()
    maker = _Maker(given, resolver, lists, near)
    paragraphs = maker.story(given.text)
    notes = []
    for place, story in enumerate(given.notes, start=1):
        number = given.numbers[place]
        papers = (one.paper for one in paragraphs for run in one.runs if run.note == number)
        notes.append(EditedNote(number, maker.story(story.paragraphs, number, next(papers, -1))))
    lost = [*fixed, *losses(everything, given.besides), *maker.lost]
    lost += running(given.file.headers, given.file.footers, given.besides)
    shown = {
        index
        for one in (*paragraphs, *(held for note in notes for held in note.paragraphs))
        for index in (one.entry, *one.joins)
    }
    return Edited(
        record,
        given.digest,
        paragraphs,
        tuple(index for index in range(len(record.entries)) if index not in shown),
        tuple(notes),
        comments(
            given.file, {key: one for story in stories for key, one in story.comments.items()}, near.entry, record
        ),
        tuple(Lost(what, near.entry(raw), words) for what, raw, words in sorted(lost, key=_order)),
        _waiting(everything, [change for story in stories for change in story.changes], near),
        tuple(lists.new),
        _new_tables(given.maps),
        given.named,
    )


def _order(found: Found) -> int:
    return found[1].order if found[1] is not None else 1 << 30


def _waiting(paragraphs: Sequence[Raw], rows: Sequence[tuple[Raw | None, Change]], near: _Near) -> tuple[Waiting, ...]:
    """Return the tracked changes that the view leaves out; one that runs over several runs is told once."""
    found = [Waiting(change.what, change.author, change.date, near.entry(raw), change.words) for raw, change in rows]
    for raw in paragraphs:
        for change in raw.changes:
            made = Waiting(change.what, change.author, change.date, near.entry(raw), change.words)
            if found and found[-1]._replace(words="") == made._replace(words=""):
                found[-1] = made._replace(words=found[-1].words + made.words)
            else:
                found.append(made)
    return tuple(one._replace(words=plain(one.words)) for one in found)


def _new_tables(maps: Mapping[int, TableMap]) -> tuple[NewTable, ...]:
    new = sorted((one for one in maps.values() if one.number < 0 and not one.plain), key=lambda one: -one.number)
    return tuple(NewTable(one.width, min(one.table.head, one.table.rows)) for one in new)


class _Near:
    """The entry that something in or after a paragraph is about."""

    def __init__(self, stories: Sequence[Story], bound: Bound) -> None:
        self._found: dict[Raw, int | None] = {}
        for story in stories:
            last: int | None = None
            for raw in story.paragraphs:
                match = bound.matches.get(raw)
                last = last if match is None else match.entry
                self._found[raw] = last

    def entry(self, raw: Raw | None) -> int | None:
        return None if raw is None else self._found.get(raw)


class _Maker:
    """Makes the paragraphs of stories."""

    def __init__(self, given: Assembly, resolver: Resolver, lists: Lists, near: _Near) -> None:
        self._given, self._bound, self._resolver, self._lists, self._near = given, given.bound, resolver, lists, near
        self._ours = given.file.styles.ours
        self.lost: list[Found] = []

    def story(self, paragraphs: Sequence[Raw], note: int = 0, paper: int = -1) -> tuple[EditedParagraph, ...]:
        """Return the paragraphs of a story that show something, and empty cells; *paper*: that it begins in."""
        shown = [raw for raw in paragraphs if raw.filler or not is_blank(raw)]
        cells = {raw: self._cells(raw) for raw in paragraphs}
        places = Placing(self._bound, self._lists, ours=self._ours).place(paragraphs, cells)
        outside = (Container("note", note),) if note else ()
        found: list[EditedParagraph] = []
        lang = self._given.record.lang
        for raw in shown:
            entry = self._bound.entry(raw)
            if entry is not None:
                paper, lang = entry.paper, entry.lang or self._given.record.lang
            elif raw.meaning.kind == "title":
                lang = self._given.record.lang
            found.append(self._paragraph(raw, entry, (*outside, *places[raw]), paper, lang))
        return tuple(found)

    def _cells(self, raw: Raw) -> tuple[Container, ...]:
        found = []
        for spot in raw.frame:
            one = self._given.maps[spot.table.index]
            if not one.plain:
                found.append(Container("cell", one.number, spot.row, one.grid.get(spot.column, spot.column)))
        return tuple(found)

    def _paragraph(
        self, raw: Raw, entry: Entry | None, within: tuple[Container, ...], paper: int, lang: str
    ) -> EditedParagraph:
        leading: list[str] = []
        inks = (
            trimmed(without(raw.inks, raw.label))
            if entry is None or not _has_spaces(entry)
            else without(raw.inks, raw.label)
        )
        runs = self._resolver.resolve(inks, lang, entry, leading)
        self.lost += [("link", raw, plain(words)) for words in leading]
        kind, level, role = self._kind(raw, entry, empty=not runs)
        match = self._bound.matches.get(raw)
        if match is None:
            return EditedParagraph(runs, None, (), "whole", kind, level, role, within, 1.0, raw.pending, paper)
        return EditedParagraph(
            runs, match.entry, match.joins, match.part, kind, level, role, within, match.sure, raw.pending, paper
        )

    def _kind(self, raw: Raw, entry: Entry | None, *, empty: bool) -> tuple[Kind, int, str]:
        """Return what a paragraph is: what its style says, unless that says nothing here."""
        if empty and raw.filler:
            return "cell", 0, ""
        meaning = raw.meaning
        if entry is not None:
            own = ("paragraph" if entry.kind == "cell" else entry.kind, entry.level, entry.role)
            told = meaning.known and self._ours and not meaning.fixed
            plain_now = meaning.kind == "paragraph" and not meaning.role
            if not told or (plain_now and not self._ours):
                return (meaning.kind, meaning.level, meaning.role) if meaning.kind in ("heading", "title") else own
            if entry.kind == "cover" and meaning.kind == "paragraph":
                return own  # the designation block stands on the first page, in the style of small text
        if meaning.kind == "cover" and entry is None:
            return "paragraph", 0, ""
        return meaning.kind, meaning.level, meaning.role


def _has_spaces(entry: Entry) -> bool:
    return entry.text != entry.text.strip()
