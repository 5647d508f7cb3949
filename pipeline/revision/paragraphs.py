"""One paragraph made of two: the later one, with tracked changes from the earlier one.

Enters: two ``w:p``, or one that is new or gone. Leaves: the later one with marks, or a copy of the one that is gone.
Guaranteed: with the changes accepted it says what the later one said, rejected what the earlier one said; a word is
never cut; a field whose whole result is new is new as a whole.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from copy import deepcopy
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol

from pipeline.docx.ooxml import R_PR, XML_SPACE, Node, R, T, name
from pipeline.revision.atoms import NOTE, Bit, Said, read, runs_of
from pipeline.revision.tracked import INS, SECTION, Kind, Tracker
from pipeline.revision.wording import OBJECT, spans

_DELETED_TEXT = name("w:delText")
_LINK, _CONTROL, _CONTENT = name("w:hyperlink"), name("w:sdt"), name("w:sdtContent")
_HOLDERS = frozenset({INS, _LINK, _CONTROL, _CONTENT, name("w:smartTag"), name("w:fldSimple"), name("w:customXml")})
_REFERENCES = frozenset({name("w:headerReference"), name("w:footerReference")})
_FIELD, _NUMBER = name("w:fldChar"), name("w:footnoteRef")


class Guests(Protocol):
    """Makes what the earlier file has fit for the later one; see :class:`~pipeline.revision.grafts.Grafts`."""

    def key(self, node: Node, *, earlier: bool) -> Hashable: ...

    def run_properties(self, run: Node) -> Node | None: ...

    def paragraph_properties(self, paragraph: Node) -> Node | None: ...

    def link(self, link: Node) -> Node | None: ...

    def picture(self, node: Node) -> Node | None: ...

    def note(self, reference: Node) -> Node | None: ...


class _Gone(NamedTuple):
    """Words of the earlier paragraph that stood where the later one's character *at* now stands."""

    at: int
    start: int
    end: int


class Joiner:
    """Joins paragraphs. *kept*: the calls of footnotes that stayed, *new*: those that are new."""

    def __init__(self, tracker: Tracker, guests: Guests) -> None:
        self._tracker = tracker
        self._guests = guests
        self.kept: list[tuple[Node, Node]] = []
        self.new: list[Node] = []

    def join(self, before: Node, after: Node) -> None:
        """Mark in *after* how its words differ from those of *before*."""
        then = read(before, lambda node: self._guests.key(node, earlier=True))
        now = read(after, lambda node: self._guests.key(node, earlier=False))
        if not then.bits and not now.bits:
            return
        theirs, mine = then.words(), now.words()
        ends_then, ends_now = _ends(theirs), _ends(mine)
        gone: list[_Gone] = []
        new: list[tuple[int, int]] = []
        same: list[tuple[int, int, int]] = []
        for span in spans(theirs, mine):
            start, end = ends_then[span.start], ends_then[span.end]
            other, other_end = ends_now[span.other_start], ends_now[span.other_end]
            if span.same:
                same.append((start, end, other))
                continue
            if end > start:
                gone.append(_Gone(other, start, end))
            if other_end > other:
                new.append((other, other_end))
        self._keep(then, now, same)
        if not gone and not new:
            return
        cuts = {place for pair in new for place in pair} | {one.at for one in gone}
        pieces = _cut(now, cuts)
        for start, end in new:
            self._insert(now, pieces, start, end)
        # From the end on, so that places before stay what they are.
        for one in reversed(gone):
            self._delete(then, now, after, pieces, one)

    def _keep(self, then: Said, now: Said, same: list[tuple[int, int, int]]) -> None:
        """Note which calls of footnotes stayed."""
        calls = {bit.start: bit.node for bit in then.bits if bit.node.tag == NOTE}
        later = {bit.start: bit.node for bit in now.bits if bit.node.tag == NOTE}
        for start, end, other in same:
            for place in range(start, end):
                if place in calls and place - start + other in later:
                    self.kept.append((calls[place], later[place - start + other]))

    def _insert(self, now: Said, pieces: list[Bit], start: int, end: int) -> None:
        """Mark what stands from *start* to *end* as new."""
        runs = [piece.run for piece in pieces if start <= piece.start and piece.end <= end]
        for one in now.fields:
            if one.end > one.start >= start and one.end <= end:
                runs += one.runs
        self.new += [
            piece.node for piece in pieces if start <= piece.start and piece.end <= end and piece.node.tag == NOTE
        ]
        self._wrap(dict.fromkeys(runs), "ins")

    def _wrap(self, runs: Iterable[Node], kind: Kind) -> None:
        """Put marks around runs, one around neighbours."""
        tag = name(f"w:{kind}")
        wanted = list(runs)
        for run in wanted:
            parent = run.getparent()
            if parent is None or parent.tag == tag:
                continue
            before, after = run.getprevious(), run.getnext()
            if before is not None and before.tag == tag:
                before.append(run)
            elif after is not None and after.tag == tag:
                after.insert(0, run)
            else:
                wrapper = self._tracker.wrapper(kind, run)
                run.addprevious(wrapper)
                wrapper.append(run)
            held = run.getparent()
            following = None if held is None else held.getnext()
            if held is not None and following is not None and following.tag == tag:
                held.extend(list(following))
                _remove(following)

    # What is gone

    def _delete(self, then: Said, now: Said, after: Node, pieces: list[Bit], one: _Gone) -> None:
        """Put words of the earlier paragraph where they stood."""
        bits = _stretch(then, one.start, one.end)
        following = next((piece for piece in pieces if piece.start == one.at), None)
        last = next((piece for piece in reversed(pieces) if piece.end == one.at), None)
        if following is None and last is None:
            self._append(after, self.deleted(bits))
            return
        anchor, before = _neighbour(now, following, last, in_field=all(bit.field >= 0 for bit in bits))
        anchor = _outermost(anchor, first=before, pieces=pieces)
        made = self.deleted(bits, links=not any(above.tag == _LINK for above in anchor.iterancestors()))
        for node in made if before else reversed(made):
            if before:
                anchor.addprevious(node)
            else:
                anchor.addnext(node)

    def _append(self, paragraph: Node, made: list[Node]) -> None:
        """Put nodes at the end of a paragraph that says nothing, inside its bookmark."""
        last = paragraph[-1] if len(paragraph) else None
        at = len(paragraph)
        if last is not None and last.tag == name("w:bookmarkEnd"):
            at -= 1
        for offset, node in enumerate(made):
            paragraph.insert(at + offset, node)

    def deleted(self, bits: list[Bit], *, links: bool = True) -> list[Node]:
        """Return bits of the earlier paragraph as deleted runs. *links*: in the links that they stood in."""
        made: list[Node] = []
        holder: Node | None = None
        last_link: Node | None = None
        last_run: Node | None = None
        for bit in bits:
            content = self._content(bit)
            if content is None:
                continue
            link = next((above for above in bit.run.iterancestors() if above.tag == _LINK), None) if links else None
            if holder is None or link is not last_link:
                wrapper = None if link is None else self._guests.link(link)
                holder = self._tracker.wrapper("del", content)
                if wrapper is None:
                    made.append(holder)
                else:
                    wrapper.append(holder)
                    made.append(wrapper)
                last_link, last_run = link, None
            if last_run is not bit.run:
                run = content.makeelement(R)
                properties = self._guests.run_properties(bit.run)
                if properties is not None:
                    run.append(properties)
                holder.append(run)
                last_run = bit.run
            holder[-1].append(content)
        return made

    def _content(self, bit: Bit) -> Node | None:
        """Return what a deleted run holds for a bit."""
        if bit.node.tag == T:
            made = bit.node.makeelement(_DELETED_TEXT)
            made.text = bit.text
            made.set(XML_SPACE, "preserve")
            return made
        if bit.node.tag == NOTE:
            return self._guests.note(bit.node)
        if bit.text == OBJECT:
            return self._guests.picture(bit.node)
        return deepcopy(bit.node)

    def gone(self, before: Node, *, mark: bool = True) -> Node:
        """Return a copy of a paragraph that is gone, all its words deleted; *mark*: its end too.

        The number of a footnote, and the space behind it, stay: they are nothing that anybody wrote.
        """
        made = before.makeelement(before.tag)
        properties = self._guests.paragraph_properties(before)
        if properties is not None:
            made.append(properties)
            for section in properties.iter(SECTION):
                for one in list(section):
                    if one.tag in _REFERENCES:
                        section.remove(one)
        said = read(before, lambda node: self._guests.key(node, earlier=True))
        label = _label(before)
        for run in label:
            copy = deepcopy(run)
            properties, old = self._guests.run_properties(run), copy.find(R_PR)
            if old is not None and properties is not None:
                copy.replace(old, properties)
            made.append(copy)
        made.extend(self.deleted([bit for bit in said.bits if bit.run not in label]))
        if mark:
            self._tracker.paragraph_mark(made, "del")
        return made

    # What is new

    def new_paragraph(self, paragraph: Node, *, mark: bool = True) -> None:
        """Mark all of a paragraph as new; *mark*: its end too."""
        self._wrap(list(runs_of(paragraph)), "ins")
        self.new += list(paragraph.iter(NOTE))
        if mark:
            self._tracker.paragraph_mark(paragraph, "ins")


def _label(paragraph: Node) -> list[Node]:
    """Return the runs that hold a footnote's number and the space behind it."""
    runs = list(runs_of(paragraph))
    at = next((at for at, run in enumerate(runs) if run.find(_NUMBER) is not None), None)
    if at is None:
        return []
    after = runs[at + 1 : at + 2]
    return [runs[at], *(run for run in after if not "".join(map(str, run.itertext())).strip())]


def _ends(words: list[Hashable]) -> list[int]:
    """Return where each word begins, and where the last one ends."""
    return [0, *accumulate(len(word) if isinstance(word, str) else 1 for word in words)]


def _stretch(said: Said, start: int, end: int) -> list[Bit]:
    """Return the bits from *start* to *end*, the first and the last cut."""
    found = []
    for bit in said.bits:
        first, last = max(bit.start, start), min(bit.end, end)
        if first < last:
            found.append(bit._replace(start=first, text=bit.text[first - bit.start : last - bit.start]))
    return found


def _cut(said: Said, places: set[int]) -> list[Bit]:
    """Part the runs of a paragraph at *places*, so that each run holds one bit; return the bits."""
    found: list[Bit] = []
    by_run: dict[Node, list[Bit]] = {}
    for bit in said.bits:
        by_run.setdefault(bit.run, []).append(bit)
    for run, bits in by_run.items():
        inner = sorted(place for place in places if bits[0].start < place < bits[-1].end)
        if not inner:
            found += bits
            continue
        edges = [bits[0].start, *inner, bits[-1].end]
        for first, last in pairwise(edges):
            part = run.makeelement(R)
            properties = run.find(R_PR)
            if properties is not None:
                part.append(deepcopy(properties))
            run.addprevious(part)
            for bit in bits:
                start, end = max(bit.start, first), min(bit.end, last)
                if start >= end:
                    continue
                node = bit.node
                if node.tag == T and (start, end) != (bit.start, bit.end):
                    node = deepcopy(node)
                    node.text = bit.text[start - bit.start : end - bit.start]
                    node.tail = None
                    node.set(XML_SPACE, "preserve")
                part.append(node)
                found.append(Bit(part, node, start, bit.text[start - bit.start : end - bit.start], bit.key, bit.field))
        left = [child for child in run if child.tag != R_PR and child.tag != T]
        for child in left:
            part = run.makeelement(R)
            part.append(child)
            run.addprevious(part)
        _remove(run)
    return found


def _neighbour(now: Said, following: Bit | None, last: Bit | None, *, in_field: bool) -> tuple[Node, bool]:
    """Return beside which node something goes, and whether before it. What was a field's goes into one, no other."""
    if in_field and following is not None and following.field >= 0:
        return following.run, True
    if in_field and last is not None and last.field >= 0:
        return last.run, False
    if following is not None:
        inside = following.field >= 0 and (last is None or last.field != following.field)
        return (_field_edge(now, following, first=True) if inside else following.run), True
    assert last is not None
    return (last.run if last.field < 0 else _field_edge(now, last, first=False)), False


def _outermost(node: Node, *, first: bool, pieces: list[Bit]) -> Node:
    """Return the outermost holder that *node* begins (or ends), so that what is put beside it is not in a link."""
    texts = {piece.run for piece in pieces}
    while (parent := node.getparent()) is not None and parent.tag in _HOLDERS:
        siblings = list(node.itersiblings(preceding=first))
        if any(one in texts or any(inner in texts for inner in one.iter(R)) for one in siblings):
            break
        node = parent
    return node


def _field_edge(now: Said, piece: Bit, *, first: bool) -> Node:
    """Return the run with which the field around a piece begins or ends."""
    runs = now.fields[piece.field].runs
    marks = [run for run in runs if run.find(_FIELD) is not None] or runs
    return marks[0] if first else marks[-1]


def _remove(node: Node) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
