"""Fields of a Word file: which part of them is text, and what they lead to.

Enters: field characters and instructions in the order of the text. Leaves: whether text is shown at the moment, and the
link or reference that it is. Guaranteed: a field that is not closed, or that is closed without having begun, hides no
text (ECMA-376 part 1, 17.16.18); nothing raises.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.docx.ooxml import Node, name
from pipeline.review.raw import BOOKMARK
from pipeline.review.views import CHANGES, View
from pipeline.values import dataclass, field

FIELD_CHARACTER = name("w:fldChar")
_KIND = name("w:fldCharType")
_WORD = re.compile(r'"([^"]*)"|(\S+)')


class Meant(NamedTuple):
    """What a field's instruction means. *note*: its result is the number of the note that this bookmark calls."""

    hides: bool = False
    link: str = ""
    reference: str = ""
    note: str = ""
    counts: bool = False


@dataclass(slots=True)
class _Open:
    words: list[str] = field(default_factory=list)
    shows: bool = False
    meant: Meant = field(default_factory=Meant)


def meaning(instruction: str) -> Meant:
    """Return what a field's instruction means; its result is text, whatever it is."""
    words = [quoted or plain for quoted, plain in _WORD.findall(instruction)]
    kind = words[0].upper() if words else ""
    rest = words[1:]
    match kind:
        case "TOC" | "INDEX" | "TOA" | "TC" | "XE" | "RD" | "TA":
            return Meant(hides=True)
        case "REF" if rest:
            return Meant(reference=BOOKMARK + rest[0])
        case "NOTEREF" | "FTNREF" if rest:
            return Meant(hides=True, note=rest[0])
        case "SEQ":
            return Meant(counts=True)
        case "HYPERLINK" if rest:
            return Meant(link=_address(rest))
        case _:
            return Meant()


def _address(words: list[str]) -> str:
    """Return where a HYPERLINK field leads (17.16.5.25): a URI, a place in it (``\\l``), or a bookmark alone."""
    target, place, at = "", "", 0
    while at < len(words):
        word = words[at]
        if word in ("\\l", "\\L") and at + 1 < len(words):
            place, at = words[at + 1], at + 1
        elif word in ("\\o", "\\t", "\\O", "\\T"):
            at += 1
        elif not word.startswith("\\") and not target:
            target = word.replace("\\\\", "\\")
        at += 1
    if not target:
        return BOOKMARK + place if place else ""
    return f"{target}#{place}" if place else target


class Fields:
    """The fields that are open at a place of a story. *ignored*: field characters that close or open nothing."""

    def __init__(self, ignored: frozenset[Node]) -> None:
        self._ignored = ignored
        self._open: list[_Open] = []
        self.hidden = False

    def at(self, character: Node) -> Meant | None:
        """Go on to a field character; return what the field means when it ends, or shows no result."""
        if character in self._ignored:
            return None
        kind = character.get(_KIND)
        ended: Meant | None = None
        if kind == "begin":
            self._open.append(_Open())
        elif kind == "separate" and self._open:
            top = self._open[-1]
            top.shows, top.meant = True, meaning("".join(top.words))
        elif kind == "end" and self._open:
            top = self._open.pop()
            ended = top.meant if top.shows else meaning("".join(top.words))
        self.hidden = any(not one.shows or one.meant.hides for one in self._open)
        return ended

    def instruct(self, text: str) -> None:
        """Add a piece of an instruction."""
        if self._open and not self._open[-1].shows:
            self._open[-1].words.append(text)

    @property
    def link(self) -> str:
        return next((one.meant.link for one in reversed(self._open) if one.meant.link), "")

    @property
    def reference(self) -> str:
        return next((one.meant.reference for one in reversed(self._open) if one.meant.reference), "")


def unmatched(story: Node, view: View) -> frozenset[Node]:
    """Return the field characters of *story* that have no partner in *view*."""
    open_: list[Node] = []
    found: list[Node] = []
    for node in story.iter(FIELD_CHARACTER):
        if not _is_there(node, view):
            continue
        kind = node.get(_KIND)
        if kind == "begin":
            open_.append(node)
        elif kind == "end":
            if open_:
                open_.pop()
            else:
                found.append(node)
    return frozenset(found + open_)


def _is_there(node: Node, view: View) -> bool:
    return all(view.keeps(above) for above in node.iterancestors() if above.tag in CHANGES)
