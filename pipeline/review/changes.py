"""What an edited Word file means for the values of the data.

Enters: an edited Word file with its record. Leaves: :class:`Changes`. Guaranteed: a paragraph that says what its entry
said changes nothing; every other is in a change, or in a finding with its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model.record import Entry
from pipeline.review.base import Index, spelled, unchanged
from pipeline.review.edited import Edited, EditedParagraph
from pipeline.review.items import Sequenced, column_shapes, new_element, sequenced
from pipeline.review.plaintext import parts_of
from pipeline.review.richtext import RichEdit
from pipeline.review.wanted import LOST, Changes, ListChange, Stay, TextChange, Why
from pipeline.review.yamlfile import New


def changes_of(edited: Edited) -> Changes:
    """Return what *edited* changes."""
    return _Reader(edited).read()


class _Reader:
    def __init__(self, edited: Edited) -> None:
        self.edited = edited
        self.index = Index(edited.record)
        self.changes = Changes()
        self.rich: dict[int, RichEdit] = {}
        self.consumed: set[int] = set()
        """Paragraphs, by their place in the file, that have become new elements."""
        self.gone: set[int] = set(edited.deleted)
        """Entries whose paragraph is gone, or joined into another."""
        self.plain: dict[int, list[tuple[int, str]]] = {}
        for paragraph in edited.paragraphs:
            self.gone.update(paragraph.joins)
        self.lists = sequenced(self.index, edited)

    def read(self) -> Changes:
        places = {id(paragraph): at for at, paragraph in enumerate(self.edited.paragraphs)}
        for one in self.lists:
            self._list(one, places)
        self._paragraphs()
        self._new_paragraphs()
        self._deleted()
        self._texts()
        for lost in self.edited.lost:
            self.stay("layout", LOST.get(lost.what, f"{lost.what}: it cannot go back"), lost.entry, lost.words)
        for found in (self.changes.texts, self.changes.lists):
            for file, path in [key for key in found if self._is_removed_path(*key)]:
                del found[file, path]
        return self.changes

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
            self.consumed.update(places[id(paragraph)] for paragraph in row.paragraphs)
            before = [other.element for other in reversed(one.now[:at]) if other.element is not None]
            behind = [other.element for other in one.now[at:] if other.element is not None]
            element = new_element(self.index, one, row, list(dict.fromkeys([*before, *behind, *order])))
            if element is None:
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

    def _entry_of(self, one: Sequenced, elements: Sequence[int]) -> int | None:
        """Return the first entry of the first of *elements*."""
        for number, entry in enumerate(self.index.record.entries):
            for container in entry.within:
                if container[:2] == (one.kind, one.number) and elements[:1] == [self.index.element(container)]:
                    return number
        return None

    def _is_removed(self, entry: Entry) -> bool:
        """Whether a list change takes away the element that an entry comes from or stands in."""
        for container in entry.within:
            rows = self.index.rows(container)
            change = self.changes.lists.get((rows.file, rows.path)) if rows is not None else None
            element = self.index.element(container) if change is not None else None
            if change is not None and element is not None and element not in change.after:
                return True
        values = {piece.value for piece in entry.pieces if piece.value is not None}
        return bool(values) and all(self._is_removed_path(*self.index.key(value)) for value in values)

    def _is_removed_path(self, file: str, path: tuple[str | int, ...]) -> bool:
        for at, step in enumerate(path):
            change = self.changes.lists.get((file, path[:at]))
            if change is not None and step in change.before and step not in change.after:
                return True
        return False

    # Paragraphs

    def _paragraphs(self) -> None:
        groups: dict[int, list[EditedParagraph]] = {}
        for at, paragraph in enumerate(self.edited.paragraphs):
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
            self.plain.setdefault(value, []).append((number, text))
        for old, new in found.lost:
            message = "a template wrote this, or it was worked out from other values"
            self.stay("template-text", message, number, _was(old, new), "change the value that it is made from")
        for words in found.formatted:
            message = "this is a plain text, which has no looks of its own"
            self.stay("formatting", message, number, words, "plain text cannot be bold, or have links or footnotes")

    # New paragraphs

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
        fits = all(one.kind == "paragraph" for one in group)
        for number, first in ((before, False), (behind, True)):
            entry = self.entry(number) if number is not None else None
            if fits and entry is not None and entry.written is not None and self._together(entry, group):
                self._rich_edit(entry).add(entry, group, before=first)
                return
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
        if entry.kind != "paragraph":
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

    # What is gone

    def _deleted(self) -> None:
        record = self.index.record
        for number in sorted(self.gone):
            entry = record.entries[number]
            if self._is_removed(entry) or not (entry.text or entry.pieces):
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
                self._value_gone(number, value)

    def _value_gone(self, number: int, value: int) -> None:
        record, (file, path) = self.index.record, self.index.key(value)
        entry = record.entries[number]
        if any(one not in self.gone for one in self.index.of_value[value]):
            self.stay("removed-text", "other paragraphs still show this", number, entry.text, told=False)
            return
        if self._is_removed_path(file, path) or entry.kind in ("title", "cover"):
            if entry.kind in ("title", "cover"):
                self.stay("removed-text", "a packet needs this text", number, entry.text)
            return
        for length in range(1, len(path) + 1):
            if isinstance(path[length - 1], int) and self._all_gone(file, path[:length]):
                self._remove_element(file, path[: length - 1], path[length - 1], number)
                return
        self.changes.texts[file, path] = TextChange(file, path, self._old(value), None, self._is_rich(value), number)

    def _all_gone(self, file: str, prefix: tuple[str | int, ...]) -> bool:
        numbers = [
            number
            for at, value in enumerate(self.index.record.values)
            if value.file == file and value.path[: len(prefix)] == prefix
            for number in self.index.of_value.get(at, ())
        ]
        return bool(numbers) and all(number in self.gone for number in numbers)

    def _remove_element(self, file: str, path: tuple[str | int, ...], element: str | int, number: int) -> None:
        known = self.changes.lists.get((file, path))
        if known is None:
            values = (value.path for value in self.index.record.values if value.file == file)
            found = {steps[len(path)] for steps in values if steps[: len(path)] == path and len(steps) > len(path)}
            order = tuple(sorted(step for step in found if isinstance(step, int)))
            known = ListChange(file, path, order, order, number)
        after = tuple(item for item in known.after if item != element)
        self.changes.lists[file, path] = known._replace(after=after)

    # Values

    def _is_rich(self, value: int) -> bool:
        return self.index.record.values[value].markdown is not None

    def _old(self, value: int) -> str:
        """Return what a value said when the edition was made, as far as the edition shows it."""
        one = self.index.record.values[value]
        if one.markdown is not None:
            return one.markdown
        for number in self.index.of_value.get(value, ()):
            entry = self.entry(number)
            text = "".join(
                entry.text[piece.start : piece.start + piece.length] for piece in entry.pieces if piece.value == value
            )
            if text:
                return text.replace("\n", " ")
        return ""

    def _texts(self) -> None:
        for value, edit in self.rich.items():
            key, new = self.index.key(value), edit.result()
            number = self.index.rich[value][0]
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
            self.changes.texts[key] = TextChange(*key, self._old(value), texts[0] or None, self._is_rich(value), number)


def _was(old: str, new: str) -> str:
    return f"{old.strip()} → {new.strip()}" if old.strip() and new.strip() else (new or old).strip()
