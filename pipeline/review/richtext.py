"""A rich text whose paragraphs were edited: its Markdown with those edits.

Enters: the paragraphs of the Word file that continue a rich text or stand among them, in order. Leaves: its new
Markdown, and words whose look Markdown cannot say. Guaranteed: paragraphs that nobody touched stay letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.model.record import Container, Entry
from pipeline.review.base import Index, runs_of
from pipeline.review.edited import Edited, EditedParagraph, Ink
from pipeline.review.markdown import as_markdown, reads_as, spliced
from pipeline.values import dataclass, field

_NOTE = re.compile(r"\[\^([^\s\[\]]{1,100})\](?!:)")
_BULLET = re.compile(r"[^\s>]")


@dataclass(slots=True)
class RichEdit:
    """A rich text that is being changed. *cuts* are (start, end, text) of its Markdown."""

    index: Index
    edited: Edited
    value: int
    cuts: list[tuple[int, int, str]] = field(default_factory=list)
    formatted: list[str] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    added_notes: list[str] = field(default_factory=list)

    @property
    def markdown(self) -> str:
        return self.index.record.values[self.value].markdown or ""

    def result(self) -> str:
        """Return the new Markdown."""
        text = self.markdown
        for start, end, new in sorted(self.cuts, key=lambda cut: (cut[0], cut[1]), reverse=True):
            text = text[:start] + new + text[end:]
        return "\n\n".join((text.strip("\n"), *self.added_notes)).strip("\n")

    def change(self, entry: Entry, runs: Sequence[Ink]) -> None:
        """Make the paragraph *entry* be *runs*."""
        assert entry.written is not None
        start, end = entry.written
        source = self.markdown[start:end]
        labels = self.labels(entry, runs)
        text, exact = spliced(runs_of(entry), runs, source, labels, cell=self._in_table(entry))
        if not exact:
            self.formatted.append("".join(run.text for run in runs if run.marks or run.link or run.lang).strip())
        if text != source:
            self.cuts.append(
                (start, end, text.replace("\n", "\n" + self._continued(entry)) if "\n" not in source else text)
            )

    def change_part(self, number: int, before: Sequence[Ink], after: Sequence[Ink]) -> bool:
        """Make words be *after* that the entry *number* shows, which is no paragraph of the Markdown: a term, a line
        with words of a template around it. Return whether they were found in the Markdown, once."""
        start, end = self._between(number)
        source = self.markdown[start:end]
        label = as_markdown(before, {})
        if reads_as(source.strip(), before, {}, cell=True):
            label = source.strip()
        if not label or source.count(label) != 1:
            return False
        start += source.index(label)
        text, exact = spliced(before, after, label, {}, cell=True)
        if not exact:
            self.formatted.append("".join(run.text for run in after if run.marks or run.link or run.lang).strip())
        self.cuts.append((start, start + len(label), text))
        return True

    def _between(self, number: int) -> tuple[int, int]:
        """Return where the Markdown is between the parts of it that stand before and behind the entry *number*."""
        entries = self.index.record.entries
        start, end = 0, len(self.markdown)
        for other in self.index.rich.get(self.value, ()):
            written = entries[other].written or (0, 0)
            if other < number and not any(held.kind == "note" for held in entries[other].within):
                start = max(start, written[1])
            elif other > number:
                end = min(end, written[0])
        return start, max(start, end)

    def add(self, entry: Entry, paragraphs: Sequence[EditedParagraph], *, before: bool = False) -> None:
        """Put new paragraphs behind *entry*, or *before* it."""
        assert entry.written is not None
        parts: list[str] = []
        last: Container | None = self._item(entry.within)
        for paragraph in paragraphs:
            text = as_markdown(paragraph.runs, self.labels(None, paragraph.runs))
            if not text:
                continue
            item = self._item(paragraph.within)
            if paragraph.kind == "heading":
                parts.append(f"\n\n{'#' * self._hashes(paragraph.level)} {text}")
                last = None
                continue
            prefix, continued = self._prefix(entry), self._continued(entry)
            text = text.replace("\n", "\n" + continued)
            if item is None or (last is not None and item == last):
                parts.append(f"\n\n{continued if item is not None else ''}{text}")
            elif item.number >= 0:
                parts.append(f"\n{prefix}{text}")
            else:
                ordered = (
                    self.edited.lists[-item.number - 1].ordered if -item.number <= len(self.edited.lists) else False
                )
                same = last is not None and last.number == item.number
                parts.append(f"{'' if same else chr(10)}\n{'1.' if ordered else '-'} {text}")
            last = item
        if not parts:
            return
        if before:
            start = self._line(entry)
            self.cuts.append((start, start, "".join(parts).lstrip("\n") + "\n\n"))
        else:
            end = entry.written[1]
            if self._in_table(entry):  # behind the table's row
                end = (self.markdown + "\n").index("\n", end)
            self.cuts.append((end, end, "".join(parts)))

    def delete(self, entry: Entry) -> None:
        """Take a paragraph out, with what stands before it in its line and the empty lines behind it."""
        assert entry.written is not None
        numbers = self.index.rich[self.value]
        at = next(place for place, number in enumerate(numbers) if self.index.record.entries[number] is entry)
        if at + 1 < len(numbers):
            following = self.index.record.entries[numbers[at + 1]]
            self.cuts.append((self._line(entry), max(self._line(following), self._line(entry)), ""))
        else:
            start = len(self.markdown[: self._line(entry)].rstrip("\n"))
            self.cuts.append((start, entry.written[1], ""))

    def labels(self, entry: Entry | None, runs: Sequence[Ink]) -> Mapping[int, str]:
        """Return the labels of the footnotes that *runs* call; new ones get a definition at the end."""
        if entry is not None and entry.written is not None:
            known = [piece.note for piece in entry.pieces if piece.note]
            written = _NOTE.findall(self.markdown[slice(*entry.written)])
            self.notes.update(zip(known, written, strict=False))
        for run in runs:
            if run.note and run.note not in self.notes:
                self._new_note(run.note)
        return self.notes

    def _new_note(self, number: int) -> None:
        taken = {*self.notes.values(), *_NOTE.findall(self.markdown)}
        count = 1
        while str(count) in taken:
            count += 1
        self.notes[number] = str(count)
        note = next((note for note in self.edited.notes if note.number == number), None)
        paragraphs = [] if note is None else [as_markdown(one.runs, {}) for one in note.paragraphs]
        if any(paragraphs):
            self.added_notes.append(f"[^{count}]: " + "\n\n    ".join(text for text in paragraphs if text))

    def _in_table(self, entry: Entry) -> bool:
        holder = entry.within[-1] if entry.within else None
        rows = self.index.rows(holder) if holder is not None and holder.kind == "cell" else None
        return rows is not None and rows.inside == self.value

    def _item(self, within: Sequence[Container]) -> Container | None:
        """Return the list item of the Markdown that something is in, None outside lists of the Markdown."""
        for container in reversed(within):
            if container.kind == "list":
                rows = self.index.rows(container)
                return container if rows is None or rows.inside == self.value else None
        return None

    def _line(self, entry: Entry) -> int:
        assert entry.written is not None
        return self.markdown.rfind("\n", 0, entry.written[0]) + 1

    def _hashes(self, level: int) -> int:
        """Return how many signs a heading of *level* has, from those that are there."""
        known = [self.index.record.entries[number] for number in self.index.rich[self.value]]
        for entry in known:
            if entry.kind == "heading":
                return max(1, min(6, len(self._prefix(entry).rstrip()) + level - entry.level))
        return max(1, level - 1)

    def _prefix(self, entry: Entry) -> str:
        assert entry.written is not None
        return self.markdown[self._line(entry) : entry.written[0]]

    def _continued(self, entry: Entry) -> str:
        """Return what stands before further lines of the block that *entry* is in."""
        return _BULLET.sub(" ", self._prefix(entry))
