"""What an edited Word file means for the values of the data.

Enters: an edited Word file with its record. Leaves: :class:`Changes`. Guaranteed: a paragraph that says what its entry
said changes nothing; every other is in a change, or in a finding with its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model.record import Entry
from pipeline.review.base import Index, Key, cut_out, runs_of, spelled, unchanged
from pipeline.review.edited import Edited, EditedNote, EditedParagraph, Ink
from pipeline.review.items import Sequenced, column_shapes, is_alike, new_element, sequenced
from pipeline.review.plaintext import parts_of
from pipeline.review.removals import Removals, is_rich, old_text
from pipeline.review.restoring import put_back
from pipeline.review.richtext import RichEdit
from pipeline.review.settling import settled
from pipeline.review.wanted import LOST, Changes, ListChange, Stay, TextChange, Why
from pipeline.review.wholes import Writing
from pipeline.review.yamlfile import New, origins_in


def changes_of(edited: Edited, unmoved: frozenset[int] = frozenset()) -> Changes:
    """Return what *edited* changes. *unmoved*: entries whose paragraphs are to stay where they were."""
    edited = put_back(edited, unmoved)
    fixed: frozenset[int] = frozenset()
    while True:
        found = settled(edited, fixed)
        moved = {number for at in found.moved if (number := edited.paragraphs[at].entry) is not None}
        reader = _Reader(found.edited, found.lists, moved)
        changes = reader.read()
        lost = frozenset(found.origins[at] for at in reader.homeless)
        lost = frozenset(at for at in lost if at in found.moved or edited.paragraphs[at].entry is not None) - fixed
        if not lost:
            return changes
        fixed |= lost


class _Reader:
    def __init__(self, edited: Edited, sections: Sequence[ListChange], moved: set[int]) -> None:
        self.edited = edited
        self.moved = moved
        self.index = Index(edited.record)
        self.changes = Changes(lists={(one.file, one.path): one for one in sections})
        self.rich: dict[int, RichEdit] = {}
        self.consumed: set[int] = set()
        """Paragraphs, by their place in the file, that have become new elements."""
        self.homeless: set[int] = set()
        """Paragraphs that no field takes."""
        self.gone: set[int] = set(edited.deleted)
        """Entries whose paragraph is gone, or joined into another."""
        self.removals = Removals(self.index, self.changes, self.gone)
        self.plain: dict[int, list[tuple[int, str]]] = {}
        self.notes: list[EditedParagraph] = []
        for note in edited.notes:
            self._note(note)
        for paragraph in (*edited.paragraphs, *self.notes):
            self.gone.update(paragraph.joins)
        self.lists = sequenced(self.index, edited)
        for one in sections:
            self._takes((one.file, one.path), one.moves)
            self.changes.carried.update(key for item in one.after if isinstance(item, New) for key in origins_in(item))

    def read(self) -> Changes:
        places = {id(paragraph): at for at, paragraph in enumerate(self.edited.paragraphs)}
        for one in self.lists:
            self._list(one, places)
        self._moved_away()
        self._paragraphs()
        self._new_paragraphs()
        self._new_notes()
        self._deleted()
        self._texts()
        for lost in self.edited.lost:
            self.stay("layout", LOST.get(lost.what, f"{lost.what}: it cannot go back"), lost.entry, lost.words)
        self._give_away()
        self.changes.moved = frozenset(self.moved)
        for found in (self.changes.texts, self.changes.lists):
            for file, path in [key for key in found if self.removals.is_path_removed(*key)]:
                del found[file, path]
        return self.changes

    def _takes(self, key: Key, entries: Iterable[int | None]) -> None:
        """Note that what has moved becomes part of the value at *key*."""
        found = {number for number in entries if number is not None}
        if found:
            self.moved |= found
            self.changes.moves.setdefault(key, set()).update(found)

    def _give_away(self) -> None:
        """Note which changes take away what has moved elsewhere."""
        for number in self.moved:
            entry = self.entry(number)
            for value in {entry.value, *(piece.value for piece in entry.pieces)} - {None}:
                file, path = self.index.key(value or 0)
                for length in range(len(path) + 1):
                    change = self.changes.lists.get((file, path[:length]))
                    gone = change is not None and length < len(path) and path[length] not in change.after
                    if gone or (length == len(path) and (file, path) in self.changes.texts):
                        self.changes.moves.setdefault((file, path[:length]), set()).add(number)

    def _note(self, note: EditedNote) -> None:
        """Take a footnote's paragraphs for those of the text that calls it; elsewhere it is a new one."""
        entries = self.index.record.entries
        then = {entry.value for entry in entries if any(piece.note == note.number for piece in entry.pieces)}
        callers = (one.entry for one in self.edited.paragraphs if any(run.note == note.number for run in one.runs))
        now = {self.entry(number).value for number in callers if number is not None}
        for one in note.paragraphs:
            if one.entry is None or now & then:
                self.notes.append(one)
            else:
                self.gone.add(one.entry)

    def entry(self, number: int) -> Entry:
        return self.index.record.entries[number]

    def stay(
        self, why: Why, message: str, entry: int | None, words: str = "", help: str = "", told: bool = True
    ) -> None:
        self.changes.stays.append(Stay(why, message, entry, words, help, told))

    # Lists and tables

    def _list(self, one: Sequenced, places: dict[int, int]) -> None:
        if not one.changed:
            return
        order = one.order
        after: list[int | New] = []
        shown = [row.element for row in one.now if row.element is not None]
        for at, row in enumerate(one.now):
            if row.element is not None:
                after.append(row.element)
                continue
            if all(places[id(paragraph)] in self.consumed for paragraph in row.paragraphs):
                continue  # they are a part of a new item of the list around this one
            before = [other.element for other in reversed(one.now[:at]) if other.element is not None]
            behind = [other.element for other in one.now[at:] if other.element is not None]
            element = new_element(
                self.index, one, row, list(dict.fromkeys([*before, *behind, *order])), Writing(self.edited)
            )
            self._takes(one.key, (paragraph.was for paragraph in row.paragraphs))
            if row.origin is not None:
                self._takes(one.key, (paragraph.entry for paragraph in row.paragraphs))
                self.changes.carried.add(row.origin)
                words = " · ".join(text for paragraph in row.paragraphs if (text := paragraph.text.strip()))
                value = element.value if element is not None else None
                after.append(New(value, words, row.origin, is_alike(self.index, one, row.origin)))
                continue
            self.consumed.update(places[id(paragraph)] for paragraph in row.paragraphs)
            if element is None:
                self.homeless.update(places[id(paragraph)] for paragraph in row.paragraphs)
                words = " · ".join(paragraph.text for paragraph in row.paragraphs)
                near = next((number for paragraph in row.paragraphs if (number := paragraph.entry) is not None), None)
                near = near if near is not None else self._entry_of(one, before[:1] or behind[:1])
                what = "row" if one.kind == "cell" else "item"
                help = f"write it into {one.rows.file}"
                self.stay("new-text", f"a new {what} has more to it than its words say", near, words, help)
            else:
                after.append(element)
        removed = [element for element in order if element not in shown]
        if after == order:
            return
        if one.key not in self.changes.lists:
            entry = self._entry_of(one, removed or shown)
            self.changes.lists[one.key] = ListChange(*one.key, tuple(order), tuple(after), entry)

    def _moved_away(self) -> None:
        """Note the entries whose paragraphs have all become new elements."""
        paragraphs = list(enumerate(self.edited.paragraphs))
        left = {one.entry for at, one in paragraphs if at not in self.consumed}
        self.gone.update(
            one.entry
            for at, one in paragraphs
            if at in self.consumed and one.entry is not None and one.entry not in left
        )

    def _entry_of(self, one: Sequenced, elements: Sequence[int]) -> int | None:
        """Return the first entry of the first of *elements*."""
        for number, entry in enumerate(self.index.record.entries):
            for container in entry.within:
                if container[:2] == (one.kind, one.number) and elements[:1] == [self.index.element(container)]:
                    return number
        return None

    # Paragraphs

    def _paragraphs(self) -> None:
        groups: dict[int, list[EditedParagraph]] = {}
        for at, paragraph in enumerate((*self.edited.paragraphs, *self.notes)):
            if paragraph.entry is not None and at not in self.consumed:
                groups.setdefault(paragraph.entry, []).append(paragraph)
        for number, group in groups.items():
            entry = self.entry(number)
            if len(group) == 1 and unchanged(group[0], entry):
                continue
            head = next((one for one in group if one.part != "tail"), group[0])
            tails = [one for one in group if one is not head]
            if not head.text.strip() and not any(run.note for run in head.runs) and entry.text and not tails:
                self.gone.add(number)
            elif entry.written is not None and entry.value is not None:
                self._rich(number, entry, head, tails)
            elif entry.kind == "cell" and not entry.pieces:
                self._filled_cell(number, entry, head)
            else:
                self._plain(number, entry, head, tails)

    def _rich(self, number: int, entry: Entry, head: EditedParagraph, tails: list[EditedParagraph]) -> None:
        edit = self._rich_edit(entry)
        edit.change(entry, head.runs)
        if tails:
            edit.add(entry, tails)
        del number

    def _rich_edit(self, entry: Entry) -> RichEdit:
        assert entry.value is not None
        return self.rich.setdefault(entry.value, RichEdit(self.index, self.edited, entry.value))

    def _filled_cell(self, number: int, entry: Entry, head: EditedParagraph) -> None:
        container = entry.within[-1]
        one = next((one for one in self.lists if (one.kind, one.number) == container[:2]), None)
        element = self.index.element(container)
        shape = column_shapes(self.index, one, element).get(container.column) if one and element is not None else None
        if one is None or element is None or shape is None:
            self.stay("template-text", "this cell is not one of the data's", number, head.text)
            return
        key = one.rows.file, (*one.rows.path, element, *shape.path)
        self.changes.texts[key] = TextChange(*key, "", spelled(head.runs), shape.rich, number)

    def _plain(self, number: int, entry: Entry, head: EditedParagraph, tails: list[EditedParagraph]) -> None:
        runs = list(head.runs)
        if tails:
            words = " / ".join(tail.text for tail in tails)
            self.stay("split-text", "this text is one line in the data; it cannot have paragraphs", number, words)
        found = parts_of(entry, runs)
        for value, text in found.texts.items():
            if self.index.record.values[value].markdown is None or not text:
                self.plain.setdefault(value, []).append((number, text))
            elif not self._part_of_rich(number, entry, value, text, runs):
                message = "where these words are in the Markdown cannot be told"
                self.stay("not-home", message, number, text, "change them in the data")
        for old, new in found.lost:
            message = "a template wrote this, or it was worked out from other values"
            self.stay("template-text", message, number, _was(old, new), "change the value that it is made from")
        for words in found.formatted:
            message = "this is a plain text, which has no looks of its own"
            self.stay("formatting", message, number, words, "plain text cannot be bold, or have links or footnotes")

    def _part_of_rich(self, number: int, entry: Entry, value: int, text: str, runs: Sequence[Ink]) -> bool:
        """Change the words of a rich text that are a part of a paragraph; return whether that can be done."""
        places = [at for at, piece in enumerate(entry.pieces) if piece.value == value]
        before = runs_of(entry)[places[0] : places[-1] + 1]
        said = "".join(run.text for run in runs)
        if said.count(text) != 1:
            return False
        after = cut_out(runs, said.index(text), said.index(text) + len(text))
        edit = self.rich.setdefault(value, RichEdit(self.index, self.edited, value))
        return edit.change_part(number, before, after)

    # New paragraphs

    def _new_notes(self) -> None:
        """Give new paragraphs of a footnote to the text that has the others."""
        for note in self.edited.notes:
            known = [one for one in note.paragraphs if one.entry is not None and one.entry not in self.gone]
            for at, paragraph in enumerate(note.paragraphs):
                if paragraph.entry is not None or not paragraph.text.strip() or not known:
                    continue
                before = [one.entry for one in note.paragraphs[:at] if one.entry is not None]
                number = before[-1] if before else known[0].entry
                entry = self.entry(number or 0)
                if entry.written is None or entry.value is None:
                    help = "write it into the data, where it belongs"
                    self.stay(
                        "new-text", "a new paragraph of a footnote belongs to no field", number, paragraph.text, help
                    )
                else:
                    self._rich_edit(entry).add(entry, [paragraph._replace(within=())], before=not before)

    def _new_paragraphs(self) -> None:
        """Give new paragraphs that stand behind or before one of a rich text to that text."""
        paragraphs = self.edited.paragraphs
        at = 0
        while at < len(paragraphs):
            if not self._is_new(at):
                at += 1
                continue
            end = at
            while end < len(paragraphs) and self._is_new(end):
                end += 1
            self._homeless(at, end)
            at = end

    def _is_new(self, at: int) -> bool:
        paragraph = self.edited.paragraphs[at]
        if paragraph.entry is not None or at in self.consumed:
            return False
        return bool(paragraph.text.strip() or any(run.note for run in paragraph.runs))

    def _homeless(self, at: int, end: int) -> None:
        group = self.edited.paragraphs[at:end]
        before = self._neighbour(range(at - 1, -1, -1))
        behind = self._neighbour(range(end, len(self.edited.paragraphs)))
        for number, first in ((before, False), (behind, True)):
            entry = self.entry(number) if number is not None else None
            if entry is None or entry.value is None or entry.written is None:
                continue
            # Only a whole Markdown file has headings in it.
            kinds = {"paragraph"} if self.index.key(entry.value)[1] else {"paragraph", "heading"}
            if all(one.kind in kinds for one in group) and self._together(entry, group):
                self._rich_edit(entry).add(entry, group, before=first)
                self._takes(self.index.key(entry.value), (one.was for one in group))
                return
        self.homeless.update(range(at, end))
        for one in group:
            near = before if before is not None else behind
            what = "heading" if one.kind == "heading" else "paragraph"
            help = "write it into the data, where it belongs"
            self.stay("new-text", f"a new {what} has no field in the data that it belongs to", near, one.text, help)

    def _neighbour(self, places: Iterable[int]) -> int | None:
        """Return the entry of the next paragraph that has one."""
        for at in places:
            paragraph = self.edited.paragraphs[at]
            if paragraph.entry is not None and paragraph.text.strip():
                return paragraph.entry
        return None

    def _together(self, entry: Entry, group: Sequence[EditedParagraph]) -> bool:
        """Whether new paragraphs stand in the same cell, or item of a YAML sequence, as *entry*."""
        assert entry.value is not None
        cells = {held[:2] for one in group for held in one.within if held.kind == "cell"}
        if entry.kind not in ("paragraph", "heading") or cells & self._own_tables(entry.value):
            return False

        def outside(within: Iterable[object]) -> list[object]:
            kept: list[object] = []
            for container in within:
                rows = self.index.rows(container)  # type: ignore[arg-type]
                inner = getattr(container, "number", 0) < 0 or (rows is not None and rows.inside == entry.value)
                if not inner:
                    kept.append((container[:2], getattr(container, "column", 0)))  # type: ignore[index]
            return kept

        return all(outside(one.within) == outside(entry.within) for one in group)

    def _own_tables(self, value: int) -> set[tuple[str, int]]:
        """Return the tables that the Markdown of a rich text holds, whose cells have no paragraphs."""
        tables = enumerate(self.index.record.tables)
        return {("cell", number) for number, shape in tables if shape.rows.inside == value}

    # What is gone

    def _deleted(self) -> None:
        record = self.index.record
        for number in sorted(self.gone):
            entry = record.entries[number]
            if self.removals.is_removed(entry) or not (entry.text or entry.pieces):
                continue
            values = list(dict.fromkeys(piece.value for piece in entry.pieces if piece.value is not None))
            if entry.written is not None and entry.value is not None:
                left = [one for one in self.index.rich[entry.value] if one not in self.gone]
                if left or entry.value in self.rich:
                    self._rich_edit(entry).delete(entry)
                    continue
                values = [entry.value]
            if not values:
                message = "a template writes this text; it will come back"
                self.stay("removed-text", message, number, entry.text, told=False)
            for value in values:
                stay = self.removals.take_out(number, value)
                self.changes.stays += [stay] if stay is not None else []

    # Values

    def _texts(self) -> None:
        for value, edit in self.rich.items():
            key, new = self.index.key(value), edit.result()
            number = self.index.of_value[value][0]
            if new.strip() != edit.markdown.strip():
                self.changes.texts[key] = TextChange(*key, edit.markdown, new or None, True, number)
            for words in edit.formatted:
                self.stay("formatting", "Markdown cannot say this look here", number, words)
        for value, found in self.plain.items():
            key = self.index.key(value)
            texts = list(dict.fromkeys(text for _, text in found))
            number = found[0][0]
            if len(texts) > 1:
                message = "one value is shown in several places, and they were changed differently"
                self.stay("several-texts", message, number, " / ".join(texts), "make them the same")
                continue
            self.changes.texts[key] = TextChange(
                *key, old_text(self.index, value), texts[0] or None, is_rich(self.index, value), number
            )


def _was(old: str, new: str) -> str:
    return f"{old.strip()} → {new.strip()}" if old.strip() and new.strip() else (new or old).strip()
