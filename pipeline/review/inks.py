"""The runs of a paragraph as the record's pieces would have them.

Enters: inks as the Word file has them, with bookmarks where links lead and numbers that the file knows. Leaves: inks
with anchors, addresses as the data has them, the numbers of notes. Guaranteed: text is kept; a link that leads to
nothing we know is told and its words stay; neighbours that look alike are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from pipeline.model.nodes import Mark
from pipeline.model.record import Entry, Record
from pipeline.review.edited import Ink
from pipeline.review.marks import STAND_IN
from pipeline.review.raw import BOOKMARK
from pipeline.values import dataclass, field

_OURS = re.compile(r"_(?:Ref|Toc)(\d{9})")
_OF_FACES = Mark.STRONG | Mark.EMPHASIS | Mark.CODE
_FIRST = 100_000_001
"""The number of the first anchor in our names of bookmarks."""
_OUR_NOTE = re.compile(r"_RefNote(\d{1,6})")


@dataclass(slots=True)
class Resolver:
    """Resolves inks. *anchors*: by the names of bookmarks; *notes*: the number of each note that the file calls, by

    its place among them; *called*: the note in a bookmark.
    """

    record: Record
    anchors: Mapping[str, str]
    notes: Mapping[int, int]
    called: Mapping[str, int]
    _links: dict[str, str] = field(default_factory=dict)
    _langs: frozenset[str] = frozenset()
    _placeholders: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        pieces = [piece for entry in self.record.entries for piece in entry.pieces]
        for piece in pieces:
            if piece.link and not piece.link.startswith("#"):
                self._links.setdefault(_canonical(piece.link), piece.link)
        langs = {piece.lang for piece in pieces} | {entry.lang for entry in self.record.entries} | {self.record.lang}
        self._langs = frozenset(langs - {""})
        self._placeholders = frozenset(piece.placeholder for piece in pieces)

    def resolve(self, inks: Iterable[Ink], lang: str, before: Entry | None, lost: list[str]) -> tuple[Ink, ...]:
        """Return the inks of a paragraph in the language *lang*, which continues the entry *before*.

        The words of links that lead nowhere are added to *lost*.
        """
        found: list[Ink] = []
        for ink in inks:
            made = self._resolved(ink, lang, before, lost)
            if made is None:
                continue
            if found and not made.note and not found[-1].note and found[-1][1:] == made[1:]:
                found[-1] = made._replace(text=found[-1].text + made.text)
            else:
                found.append(made)
        return tuple(found)

    def _resolved(self, ink: Ink, lang: str, before: Entry | None, lost: list[str]) -> Ink | None:
        if ink.note:
            number = self._note(ink)
            return Ink("", note=number) if number else None
        link, reference = ink.link, ink.reference
        if link.startswith(BOOKMARK):
            anchor = self._anchor(link)
            link = f"#{anchor}" if anchor else ""
            if not anchor:
                lost.append(ink.text)
        elif link:
            link = self._links.get(_canonical(link), link)
        if reference:
            reference = self._anchor(reference)
        if link.startswith("#") and not reference and _refers(before, link[1:]):
            link, reference = "", link[1:]  # we write a reference whose words are its own as a link
        marks = ink.marks & ~STAND_IN
        if ink.marks & STAND_IN and before is not None:
            marks = _marks_before(ink.text, marks, before)
        placeholder = ink.placeholder if ink.placeholder in self._placeholders else ""
        return Ink(
            ink.text, marks, "" if reference else link, self._lang(ink.lang, lang, before), 0, reference, placeholder
        )

    def _note(self, ink: Ink) -> int:
        if ink.note > 0:
            return self.notes.get(ink.note, 0)
        bookmark = ink.reference.removeprefix(BOOKMARK)
        if bookmark in self.called:
            return self.notes.get(self.called[bookmark], 0)
        ours = _OUR_NOTE.fullmatch(bookmark)
        return int(ours[1]) if ours is not None and int(ours[1]) in self.notes.values() else 0

    def _anchor(self, bookmark: str) -> str:
        return self.anchors.get(bookmark.removeprefix(BOOKMARK), "")

    def _lang(self, found: str, around: str, before: Entry | None) -> str:
        """Return the language of a run, where it is not that of its paragraph, and the edition has it.

        Word notes the language of the keyboard; so a language that the edition has nowhere is not what anybody meant.
        """
        if not found or _primary(found) == _primary(around):
            return ""
        held = {piece.lang for piece in before.pieces} if before is not None else set()
        for known in (held, self._langs):
            alike = sorted(lang for lang in known if lang and _primary(lang) == _primary(found))
            if alike:
                return found if found in alike else alike[0]
        return ""


def anchors_of(record: Record, places: Mapping[str, int]) -> dict[str, str]:
    """Return the anchors by names of bookmarks; *places*: the entry that each bookmark of the file is in.

    Our own names count the anchors, so that a link to a heading that is gone still has its anchor.
    """
    headings = [entry.anchor for entry in record.entries if entry.kind in ("title", "heading") and entry.anchor]
    captions = [entry.anchor for entry in record.entries if entry.kind == "caption" and entry.anchor]
    found: dict[str, str] = {}
    for number, anchor in enumerate(dict.fromkeys([*headings, *captions]), start=_FIRST):
        found |= {f"_Toc{number}": anchor, f"_Ref{number}": anchor}
    for bookmark, index in places.items():
        anchor = record.entries[index].anchor
        if anchor and _OURS.fullmatch(bookmark) is None:
            found[bookmark] = anchor
        elif anchor:
            found.setdefault(bookmark, anchor)
    return found


def without(inks: Iterable[Ink], count: int) -> list[Ink]:
    """Return inks without their first *count* characters."""
    found = []
    for ink in inks:
        if count and ink.text:
            cut = min(count, len(ink.text))
            count -= cut
            ink = ink._replace(text=ink.text[cut:])  # noqa: PLW2901
            if not ink.text:
                continue
        found.append(ink)
    return found


def trimmed(inks: Iterable[Ink]) -> list[Ink]:
    """Return inks without spaces at the start and end of their text."""
    found = list(inks)
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while found and not found[at].note:
            text = strip(found[at].text)
            if text:
                found[at] = found[at]._replace(text=text)
                break
            del found[at]
    return found


def _marks_before(text: str, marks: Mark, before: Entry) -> Mark:
    """Return the marks that a text had, where the file cannot show all of them; see :data:`STAND_IN`."""
    said = text.strip("\n")
    texts = [(before.text[piece.start : piece.start + piece.length], piece.marks) for piece in before.pieces]
    held = [one for there, one in texts if there == said] or [one for there, one in texts if said in there]
    if not said or marks in held:
        return marks
    return next((one for one in held if one | _OF_FACES == marks | _OF_FACES and one & marks == marks), marks)


def _refers(before: Entry | None, anchor: str) -> bool:
    """Whether an entry had a reference to *anchor*, or all of its links there were references."""
    if before is None:
        return False
    referring = [piece for piece in before.pieces if piece.reference == anchor]
    linking = [piece for piece in before.pieces if piece.link == f"#{anchor}"]
    return bool(referring) and not linking


def _primary(lang: str) -> str:
    return lang.replace("_", "-").partition("-")[0].casefold()


def _canonical(address: str) -> str:
    """Return an address as programs may write it: without escapes, without a slash at its end."""
    return unquote(address).rstrip("/").casefold()
