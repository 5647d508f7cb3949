"""Three ways: what the edition said, what the Word file says, what the YAML says now.

Enters: changes of one file, its record, the file as it is now. Leaves: edits in the paths of the file as it is now, and
conflicts. Guaranteed: a change that the file has already makes no edit, so that pulling twice changes nothing; where
both sides changed the same words nobody's are lost without a conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipeline.compose.characters import tidy
from pipeline.compose.positions import with_paragraphs
from pipeline.diagnostics import Path
from pipeline.review.elements import Elements
from pipeline.review.threeway import merged
from pipeline.review.wanted import Changes, ListChange, TextChange
from pipeline.review.yamlfile import Arrange as ArrangeEdit
from pipeline.review.yamlfile import Data, DeleteKey, Edit, New, Same, SetValue
from pipeline.source.scalars import resolve
from pipeline.source.tree import Source

Side = Literal["", "ours", "theirs", "mark"]
"""Who wins where both sides changed the same words: nobody (it is told), the YAML, the Word file, both with marks."""

OPENING, MIDDLE, CLOSING = "<<<<<<< YAML", "=======", ">>>>>>> Word"


class Conflict(NamedTuple):
    """Something that both sides changed. *path*: in the file as it is now, or as far as it leads."""

    path: Path
    message: str
    entry: int | None
    ours: str
    theirs: str
    settled: bool = False


@dataclass(slots=True)
class Merged:
    """The edits of one file, each with what it is made for, and the conflicts."""

    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(changes: Changes, elements: Elements, source: Source, side: Side = "") -> Merged:
    """Return how *source* is to be changed."""
    merger = _Merger(elements, source, side)
    for text in changes.texts.values():
        if text.file == source.file:
            merger.text(text)
    for change in changes.lists.values():
        if change.file == source.file:
            merger.sequence(change)
    return merger.found


def text_at(source: Source, path: Path, rich: bool) -> str | None:
    """Return a value as an edition shows it; None where there is none, or no text."""
    value = source.value(path)
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return None
    if not isinstance(value, str):
        return source.written(path).strip("'\"")
    return as_read(source, path, value) if rich else tidy(value).strip()


def as_read(source: Source, path: Path, value: str) -> str:
    """Return a rich text as composing reads it."""
    return with_paragraphs(value, source.place(path), source)


def same_text(rich: dict[Path, bool]) -> Same:
    """Return how a written text is compared with the one that was meant."""

    def same(source: Source, path: Path, new: Data) -> bool:
        value = source.value(path)
        if not isinstance(new, str) or not isinstance(value, str):
            return type(value) is type(new) and value == new
        if rich.get(path):
            return as_read(source, path, value).strip("\n") == new.strip("\n")
        return tidy(value).strip() == tidy(new).strip()

    return same


class _Merger:
    def __init__(self, elements: Elements, source: Source, side: Side) -> None:
        self.elements = elements
        self.source = source
        self.side = side
        self.found = Merged()

    def text(self, change: TextChange) -> None:
        path = self.elements.path(change.path)
        if path is None and change.new is None:
            return
        if path is None:
            self._conflict(change.path, "it is not in the YAML any more", change.entry, "", change.new or "")
            return
        ours = text_at(self.source, path, change.rich)
        new = change.new
        if ours is None and self.source.value(path) is not None:
            self._conflict(path, "it is not a text any more", change.entry, "", new or "")
        elif _same(ours, new):
            return
        elif _same(ours, change.old) or (ours is None and not change.old):
            self._set(path, new, change)
        elif ours is None or new is None:
            message = "it was taken out of the YAML" if ours is None else "the YAML has changed since"
            self._decide(path, message, change, ours)
        else:
            both = merged(change.old, new, ours)
            if both is None:
                self._decide(path, "the YAML has changed since, in the same words", change, ours)
            elif not _same(both, ours):
                self._set(path, both, change)

    def _decide(self, path: Path, message: str, change: TextChange, ours: str | None) -> None:
        if self.side == "theirs":
            self._set(path, change.new, change)
        elif self.side == "mark" and ours is not None and change.new is not None:
            self._set(path, f"{OPENING} {ours} {MIDDLE} {change.new} {CLOSING}".replace("\n", " "), change)
        settled = self.side in ("ours", "theirs")
        self._conflict(path, message, change.entry, ours or "", change.new or "", settled)

    def _set(self, path: Path, text: str | None, change: TextChange) -> None:
        value = self.source.value(path)
        if text is None and isinstance(path[-1], str):
            self.found.edits.append(DeleteKey(path, change.entry))
            return
        new: Data = text or ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = _number(text or "")
            new = number if number is not None else new
        self.found.edits.append(SetValue(path, new, change.old, change.entry))

    def sequence(self, change: ListChange) -> None:
        path = self.elements.path(change.path)
        value = self.source.value(path) if path is not None else None
        if path is None and not change.after:
            return
        if path is None or not isinstance(value, list):
            self._conflict(change.path, "the list is not in the YAML any more", change.entry, "", _words(change.after))
            return
        known = self.elements.aligned(change.path, path)
        order: list[int | New] = list(range(len(value)))
        for element in change.before:
            at = known.get(element)
            if element in change.after or at is None:
                continue
            if not self.elements.untouched(change.path, element, (*path, at)):
                ours = self.source.written((*path, at))
                settled = self.side in ("ours", "theirs")
                message = "an element that was removed in Word has changed in the YAML"
                self._conflict((*path, at), message, change.entry, ours, "", settled)
                if self.side != "theirs":
                    continue
            order.remove(at)
        kept = [element for element in change.after if not isinstance(element, New) and known.get(element) in order]
        self._reorder(change, path, order, kept, known)
        _insert(change, order, known, value)
        if order != list(range(len(value))):
            self.found.edits.append(ArrangeEdit(path, tuple(order), change.entry))

    def _reorder(
        self, change: ListChange, path: Path, order: list[int | New], kept: list[int], known: dict[int, int]
    ) -> None:
        """Put the elements of *order* that the edition had into the order of the Word file, if that moved any."""
        before = [element for element in change.before if element in kept]
        theirs = [known[element] for element in kept]
        slots = [at for at, item in enumerate(order) if item in theirs]
        ours = [order[at] for at in slots]
        if kept == before or ours == theirs:
            return
        if ours != [known[element] for element in before] and self.side != "theirs":
            message = "both sides have changed the order"
            self._conflict(path, message, change.entry, "", _words(change.after), self.side == "ours")
            return
        for at, item in zip(slots, theirs, strict=True):
            order[at] = item

    def _conflict(
        self, path: Path, message: str, entry: int | None, ours: str, theirs: str, settled: bool = False
    ) -> None:
        self.found.conflicts.append(Conflict(path, message, entry, ours, theirs, settled))


def _insert(change: ListChange, order: list[int | New], known: dict[int, int], value: Sequence[object]) -> None:
    """Put the new elements of *change* into *order*, unless the list has them already."""
    taken = {known[element] for element in change.before if element in known}
    spare = [at for at in range(len(value)) if at not in taken and at in order]
    last: int | New | None = None
    for number, element in enumerate(change.after):
        if not isinstance(element, New):
            at = known.get(element)
            last = at if at in order else last
            continue
        there = next((at for at in spare if _equal(value[at], element.value)), None)
        if there is not None:
            spare.remove(there)
            last = there
            continue
        behind = [known.get(other) for other in change.after[number + 1 :] if not isinstance(other, New)]
        following = next((at for at in behind if at in order), None)
        if last is not None:
            place = order.index(last) + 1
        elif following is not None:
            place = order.index(following)
        else:
            place = len(order)
        order.insert(place, element)
        last = element


def _equal(found: object, new: object) -> bool:
    if isinstance(found, dict) and isinstance(new, dict):
        return found.keys() == new.keys() and all(_equal(found[key], new[key]) for key in new)
    if isinstance(found, list) and isinstance(new, list):
        return len(found) == len(new) and all(map(_equal, found, new))
    return found == new or " ".join(str(found).split()) == " ".join(str(new).split())


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == other or (one.strip("\n") == other.strip("\n"))


def _number(text: str) -> int | float | None:
    try:
        found = resolve(text)
    except (OverflowError, ValueError):
        return None
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _words(items: Sequence[int | New]) -> str:
    return " / ".join(item.words for item in items if isinstance(item, New))
