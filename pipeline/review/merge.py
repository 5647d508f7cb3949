"""Three ways: what the edition said, what the Word file says, what the YAML says now.

Enters: changes of one file, its record, the file as it is now. Leaves: edits in the paths of the file as it is now, and
conflicts. Guaranteed: a change that the file has already makes no edit, so that pulling twice changes nothing; where
both sides changed the same words nobody's are lost without a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from pipeline.compose.characters import tidy
from pipeline.compose.positions import with_paragraphs
from pipeline.diagnostics import Path
from pipeline.review.base import Key
from pipeline.review.elements import Elements, says
from pipeline.review.threeway import Settle
from pipeline.review.threeway import merge as merge_texts
from pipeline.review.wanted import Changes, ListChange, TextChange
from pipeline.review.yamlfile import Arrange as ArrangeEdit
from pipeline.review.yamlfile import Carry, Data, DeleteKey, Edit, Moves, New, Same, SetValue
from pipeline.source.conflicts import CLOSING, MIDDLE, OPENING
from pipeline.source.scalars import resolve
from pipeline.source.tree import Source
from pipeline.values import dataclass, field

Side = Literal["", "ours", "theirs", "mark"]
"""Who wins where both sides changed the same words: nobody (it is told), the YAML, the Word file, both with marks."""


class Conflict(NamedTuple):
    """Something that both sides changed. *path*: in the file as it is now, or as far as it leads.

    *base*: the path in the edition, *known*: what it said. *moves*: what cannot move for it. *code*: ``not-home``
    where what the YAML says is against it, and not a change.
    """

    path: Path
    message: str
    entry: int | None
    ours: str
    theirs: str
    settled: bool = False
    moves: Moves = frozenset()
    base: Path = ()
    known: str = ""
    code: Literal["conflict", "not-home"] = "conflict"


@dataclass(slots=True)
class Merged:
    """The edits of one file, each with what it is made for, and the conflicts."""

    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


Places = Mapping[str, Elements]
"""The elements of each file."""


def merge(changes: Changes, places: Places, source: Source, side: Side = "") -> Merged:
    """Return how *source*, whose elements are among *places*, is to be changed."""
    merger = _Merger(changes, places, source, side)
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
    def __init__(self, changes: Changes, places: Places, source: Source, side: Side) -> None:
        self.changes = changes
        self.places = places
        self.elements = places[source.file]
        self.base: Path = ()
        self.known = ""
        self.moves: Moves = frozenset()
        self.source = source
        self.side = side
        self.found = Merged()

    def text(self, change: TextChange) -> None:
        self.base, self.known = change.path, change.old
        self.moves = frozenset(self.changes.moves.get((change.file, change.path), ()))
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
        elif _same(ours, new) or (new is None and not ours):
            return
        elif _same(ours, change.old) or (ours is None and not change.old):
            self._set(path, new, change)
        elif ours is None or new is None:
            message = "it was taken out of the YAML" if ours is None else "the YAML has changed since"
            self._decide(path, message, change, ours)
        else:
            both = merge_texts(change.old, new, ours, settling(self.side))
            for clash in both.clashes:
                message = "the YAML has changed since, in the same words"
                if OPENING in clash.ours:
                    message = "it still has the marks of another conflict"
                settled = self.side in ("ours", "theirs")
                self._conflict(path, message, change.entry, clash.ours, clash.theirs, settled)
            if not _same(both.text, ours):
                self._set(path, both.text, change)

    def _decide(self, path: Path, message: str, change: TextChange, ours: str | None) -> None:
        if self.side == "theirs":
            self._set(path, change.new, change)
        settled = self.side in ("ours", "theirs")
        self._conflict(path, message, change.entry, ours or "", change.new or "", settled)

    def _set(self, path: Path, text: str | None, change: TextChange) -> None:
        value = self.source.value(path)
        if text is None and isinstance(path[-1], str):
            self.found.edits.append(DeleteKey(path, change.entry, self.moves))
            return
        new: Data = text or ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = _number(text or "")
            new = number if number is not None else new
        self.found.edits.append(SetValue(path, new, change.old, change.entry, self.moves))

    def sequence(self, change: ListChange) -> None:
        self.base, self.known = change.path, ""
        self.moves = frozenset(self.changes.moves.get((change.file, change.path), ()))
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
            origin = (change.file, (*change.path, element))
            if origin in self.changes.carried:
                order.remove(at)
                continue
            hidden = self.elements.hidden(origin[1], (*path, at))
            moved = self.changes.moved & self.elements.entries(origin[1])
            if hidden and moved:
                message = f"it cannot be moved with what Word does not show of it ({', '.join(hidden)})"
                self.moves |= moved
                self._conflict((*path, at), message, change.entry, "", "")
                self.found.conflicts[-1] = self.found.conflicts[-1]._replace(code="not-home")
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
        self._insert(change, path, order, known, value)
        if order != list(range(len(value))):
            self.found.edits.append(ArrangeEdit(path, tuple(order), change.entry, self.moves))

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
        self.found.conflicts.append(
            Conflict(path, message, entry, ours, theirs, settled, self.moves, self.base, self.known)
        )

    def _insert(
        self,
        change: ListChange,
        path: Path,
        order: list[int | New],
        known: dict[int, int],
        value: Sequence[object],
    ) -> None:
        """Put the new elements of *change* into *order*, unless the list has them already."""
        taken = {known[element] for element in change.before if element in known}
        spare = [at for at in range(len(value)) if at not in taken and at in order]
        last: int | New | None = None
        for number, element in enumerate(change.after):
            if not isinstance(element, New):
                at = known.get(element)
                last = at if at in order else last
                continue
            there = next((at for at in spare if self._has(value[at], element, (*path, at))), None)
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
            made = self._whence(element, path)
            if isinstance(made, New):
                order.insert(place, made)
                last = made

    # Elements that have moved here

    def _has(self, found: object, new: Data, path: Path) -> bool:
        """Whether the value *found* at *path* is the one that is to be put there."""
        if isinstance(new, New):
            if new.origin is not None and self._shows(new.origin, path):
                return True
            return self._has(found, new.value, path) if new.value is not None else False
        if isinstance(found, dict) and isinstance(new, dict):
            return found.keys() == new.keys() and all(self._has(found[key], new[key], (*path, key)) for key in new)
        if isinstance(found, list) and isinstance(new, list):
            pairs = zip(found, new, strict=False)
            return len(found) == len(new) and all(self._has(*pair, (*path, at)) for at, pair in enumerate(pairs))
        return says(found, new)

    def _shows(self, origin: Key, path: Path) -> bool:
        elements = self.places.get(origin[0])
        return elements is not None and elements.shows(origin[1], self.source, path)

    def _whence(self, new: Data, path: Path) -> Data:
        """Return a new value with the elements in it that are taken from elsewhere as they are written."""
        if isinstance(new, dict):
            return {key: self._whence(item, path) for key, item in new.items()}
        if isinstance(new, list):
            return [made for item in new if (made := self._whence(item, path)) is not None]
        if not isinstance(new, New) or new.origin is None:
            return new._replace(value=self._whence(new.value, path)) if isinstance(new, New) else new
        file, whence = new.origin
        elements = self.places.get(file)
        now = elements.path(whence) if elements is not None else None
        if elements is None or now is None:
            if self.side == "theirs" and new.value is not None:
                return new._replace(origin=None)
            message = "an element that was moved in Word is not in the YAML any more"
            self._conflict(path, message, None, "", new.words, self.side == "ours")
            return None
        if new.alike or new.value is None or elements.hidden(whence, now):
            return new._replace(value=Carry(file, now))
        return new._replace(origin=None)


def settling(side: Side) -> Settle:
    """Return what stands where both sides changed the same words."""

    def settle(ours: str, theirs: str) -> str:
        if side == "theirs":
            return theirs
        if side != "mark" or OPENING in ours:
            return ours
        if "\n" in ours or "\n" in theirs:
            return "\n\n".join((OPENING, ours, MIDDLE, theirs, CLOSING))
        return f"{OPENING} {ours} {MIDDLE} {theirs} {CLOSING}"

    return settle


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
