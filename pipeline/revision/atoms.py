"""What a paragraph of a Word file says, character by character, and where each stands.

Enters: a ``w:p``. Leaves: its bits, its text, its fields. Guaranteed: every character that a reader sees is in one bit;
what is not text (the call of a footnote, a picture) is one character, U+FFFC, with a key that tells it from others;
codes of fields and marks are none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from pipeline.docx.ooxml import R_PR, Node, P, R, T, name
from pipeline.revision.wording import OBJECT, words
from pipeline.values import dataclass, field

NOTE = name("w:footnoteReference")
DRAWINGS = frozenset({name("w:drawing"), name("w:pict"), name("w:object"), name("mc:AlternateContent")})
_SIGNS = {
    name("w:tab"): "\t",
    name("w:br"): "\n",
    name("w:cr"): "\n",
    name("w:noBreakHyphen"): "\u2011",
    name("w:softHyphen"): "\u00ad",
    name("w:sym"): OBJECT,
}
_FIELD, _KIND = name("w:fldChar"), name("w:fldCharType")
_OTHER_STORIES = frozenset({name("w:txbxContent"), name("w:rubyPr"), name("w:del"), name("w:moveFrom")})

Key = Callable[[Node], Hashable]
"""Tells what is no text from others of its kind."""


class Bit(NamedTuple):
    """A child of a run that shows something: *text* from *start* on. *key*: of what is no text."""

    run: Node
    node: Node
    start: int
    text: str
    key: Hashable = None
    field: int = -1

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Field:
    """A field: the runs of its codes, and where its result stands in the text."""

    runs: list[Node]
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class Said:
    """What a paragraph says."""

    bits: list[Bit] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        return "".join(bit.text for bit in self.bits)

    def words(self) -> list[Hashable]:
        """Return the words of the text; what is no text is its key."""
        keys = iter([(bit.key,) for bit in self.bits for _ in range(bit.text.count(OBJECT))])
        return [next(keys) if word == OBJECT else word for word in words(self.text)]


def runs_of(node: Node) -> Iterator[Node]:
    """Yield the runs of a paragraph in order, without those of text boxes in it."""
    for child in node:
        if child.tag == R:
            yield child
        elif child.tag not in _OTHER_STORIES and child.tag != P and isinstance(child.tag, str):
            yield from runs_of(child)


def read(paragraph: Node, key: Key) -> Said:
    """Return what a paragraph says."""
    said = Said()
    open_: list[int] = []
    in_code: list[bool] = []
    for run in runs_of(paragraph):
        if any(in_code) or run.find(_FIELD) is not None:
            for number in open_:
                said.fields[number].runs.append(run)
        for child in run:
            if child.tag == _FIELD:
                _field(said, open_, in_code, run, str(child.get(_KIND)))
                continue
            if any(in_code) or child.tag == R_PR:
                continue
            found: Hashable = None
            if child.tag == T:
                text = child.text or ""
                if OBJECT in text:
                    found = "sign"
            elif child.tag in _SIGNS:
                text = _SIGNS[str(child.tag)]
                found = tuple(sorted(child.attrib.items())) if text == OBJECT else None
            elif child.tag == NOTE or child.tag in DRAWINGS:
                text, found = OBJECT, key(child)
            else:
                continue
            if text:
                said.bits.append(Bit(run, child, said.length, text, found, open_[-1] if open_ else -1))
                said.length += len(text)
    return said


def _field(said: Said, open_: list[int], in_code: list[bool], run: Node, kind: str) -> None:
    """Go over a mark of a field: its codes stand between *begin* and *separate*, its result up to *end*."""
    if kind == "begin":
        open_.append(len(said.fields))
        in_code.append(True)
        said.fields.append(Field([run]))
    elif kind == "separate" and open_:
        in_code[-1] = False
        said.fields[open_[-1]].start = said.length
    elif kind == "end" and open_:
        in_code.pop()
        said.fields[open_.pop()].end = said.length
