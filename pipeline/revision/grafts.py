"""What the earlier Word file has, made fit for the later one: styles, numbering, links, pictures, footnotes.

Enters: two Word files that this program built. Leaves: elements for the later one. Guaranteed: whatever a copy refers
to is there; a style or numbering that both have is the later one's; nothing is added that nothing refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import deepcopy
from hashlib import sha256

from lxml import etree

from pipeline.docx.ooxml import ID, NAMESPACES, P_PR, P_STYLE, R_PR, R_STYLE, VAL, Node, P, name
from pipeline.revision.atoms import NOTE
from pipeline.revision.tracked import SECTION
from pipeline.revision.wordparts import Parts

_R = f"{{{NAMESPACES['r']}}}"
_ANCHOR, _RUN_ID = name("w:anchor"), name("r:id")
_STYLE, _STYLE_ID, _STYLE_NAME = name("w:style"), name("w:styleId"), name("w:name")
_LEANS_ON = (name("w:basedOn"), name("w:next"), name("w:link"))
_NUM_PR, _NUM_ID, _LEVEL = name("w:numPr"), name("w:numId"), name("w:ilvl")
_NUM, _ABSTRACT, _ABSTRACT_ID = name("w:num"), name("w:abstractNum"), name("w:abstractNumId")
_OVERRIDE, _NSID = name("w:lvlOverride"), name("w:nsid")
_DOC_PR, _BOOKMARKS = name("wp:docPr"), (name("w:bookmarkStart"), name("w:bookmarkEnd"))
_TABLE_STYLE = name("w:tblStyle")
_RUN_LEFT_OUT = frozenset({name("w:rPrChange"), name("w:ins"), name("w:del")})
_NUMBER_OF_LIST = frozenset({name("w:rPrChange")})

WriteNote = Callable[[Node, int], None]
"""Writes a footnote that is gone: the earlier one, and its new number."""


class Grafts:
    """Copies from one file to another. *part*: the path of the later file's part that is written to."""

    def __init__(self, before: Parts, after: Parts, notes: dict[int, int]) -> None:
        """*notes*: which footnote of the earlier file is which of the later one."""
        self._before, self._after = before, after
        self._notes = notes
        self._styles: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self.lists: dict[str, str] = {}
        """Which list's numbering of the earlier file is which of the later one."""
        self.part = after.main
        self.part_before = before.main
        self.write_note: WriteNote = lambda *_: None
        self._next_note = 1 + max((int(str(note.get(ID))) for note in _notes_of(after)), default=0)
        self._next_picture = 1 + max(
            (int(str(node.get("id", 0))) for node in after.tree(after.main).iter(_DOC_PR)), default=0
        )
        self._anchors = {str(node.get(_STYLE_NAME)) for node in after.tree(after.main).iter(_BOOKMARKS[0])}

    # What tells objects apart

    def key(self, node: Node, *, earlier: bool) -> Hashable:
        """Return what tells a footnote's call or a picture from others, the same in both files."""
        if node.tag == NOTE:
            number = int(str(node.get(ID)))
            return ("note", self._notes.get(number, -number) if earlier else number)
        parts, owner = (self._before, self.part_before) if earlier else (self._after, self.part)
        shown: list[str] = [str(one.get("descr") or "") for one in node.iter(_DOC_PR)]
        for one in node.iter():
            for attribute, value in one.attrib.items():
                if str(attribute).startswith(_R):
                    found = parts.target(owner, str(value))
                    if found is not None:
                        shown.append(found[1] if found[2] is None else sha256(found[2]).hexdigest())
        shown += [one.text or "" for one in node.iter(name("w:t"))]
        return ("picture", *shown)

    # Runs and paragraphs

    def run_properties(self, run: Node) -> Node | None:
        """Return a copy of a run's properties."""
        found = run.find(R_PR)
        if found is None:
            return None
        made = deepcopy(found)
        for one in list(made):
            if one.tag in _RUN_LEFT_OUT:
                made.remove(one)
            elif one.tag == R_STYLE:
                one.set(VAL, self.style(str(one.get(VAL))))
        return made

    def paragraph_properties(self, paragraph: Node) -> Node | None:
        """Return a copy of a paragraph's properties, without what belongs to its end."""
        found = paragraph.find(P_PR)
        if found is None:
            return None
        made = deepcopy(found)
        for one in list(made):
            if one.tag in (R_PR, name("w:pPrChange")):
                made.remove(one)
            elif one.tag == P_STYLE:
                one.set(VAL, self.style(str(one.get(VAL))))
            elif one.tag == _NUM_PR:
                self._fit_number(one)
        return made

    def table(self, table: Node) -> None:
        """Give a copied table styles that are there."""
        for one in table.iter(_TABLE_STYLE):
            one.set(VAL, self.style(str(one.get(VAL))))

    def link(self, link: Node) -> Node | None:
        """Return an empty copy of a link; None where it leads to nothing in the later file."""
        made = link.makeelement(str(link.tag), {str(key): str(value) for key, value in link.attrib.items()})
        identifier = link.get(_RUN_ID)
        if identifier is not None:
            found = self._before.target(self.part_before, str(identifier))
            if found is None or found[2] is not None:
                return None
            made.set(_RUN_ID, self._after.link(self.part, found[0], found[1], external=True))
        elif str(link.get(_ANCHOR)) not in self._anchors:
            return None
        return made

    def picture(self, node: Node) -> Node | None:
        """Return a copy of a picture and bring its files; None where they are missing."""
        made = deepcopy(node)
        for one in made.iter():
            for attribute, value in list(one.attrib.items()):
                if not str(attribute).startswith(_R):
                    continue
                found = self._before.target(self.part_before, str(value))
                if found is None:
                    return None
                kind, target, data = found
                if data is not None:
                    target = self._after.add_media(data, target, self._before.content_type(target))
                one.set(attribute, self._after.link(self.part, kind, target, external=data is None))
        for one in made.iter(_DOC_PR):
            one.set("id", str(self._next_picture))
            self._next_picture += 1
        for one in list(made.iter(*_BOOKMARKS)):
            parent = one.getparent()
            if parent is not None:
                parent.remove(one)
        for paragraph in made.iter(P):
            properties = paragraph.find(P_PR)
            style = None if properties is None else properties.find(P_STYLE)
            if style is not None:
                style.set(VAL, self.style(str(style.get(VAL))))
        return made

    def note(self, reference: Node) -> Node | None:
        """Return a call of a footnote that is gone, which is put among the later file's notes."""
        number = str(reference.get(ID))
        note = next((one for one in _notes_of(self._before) if one.get(ID) == number), None)
        if note is None or self._after.story("footnotes") is None:
            return None
        made = deepcopy(reference)
        made.set(ID, str(self._next_note))
        self._next_note += 1
        self.write_note(note, self._next_note - 1)
        return made

    # Styles

    def style(self, identifier: str) -> str:
        """Return the id of the later file's style that is the earlier one's *identifier*, brought along if need be."""
        known = self._styles.get(identifier)
        if known is not None:
            return known
        mine, theirs = _by_id(self._after), _by_id(self._before)
        style = theirs.get(identifier)
        same = mine.get(identifier)
        if style is None or (same is not None and _name(same) == _name(style)):
            self._styles[identifier] = identifier
            return identifier
        named = next((one for key, one in mine.items() if _name(one) == _name(style)), None)
        if named is not None:
            found = self._styles[identifier] = str(named.get(_STYLE_ID))
            return found
        made = deepcopy(style)
        fresh = identifier
        while fresh in mine:
            fresh += "E"
        self._styles[identifier] = fresh
        made.set(_STYLE_ID, fresh)
        for one in list(made):
            if one.tag in _LEANS_ON:
                one.set(VAL, self.style(str(one.get(VAL))))
        for one in made.iter(_NUM_PR):
            self._fit_number(one)
        root = self._after.story("styles")
        if root is not None:
            root.append(made)
        return fresh

    # Numbering

    def _fit_number(self, properties: Node) -> None:
        number = properties.find(_NUM_ID)
        if number is not None:
            number.set(VAL, self._number(str(number.get(VAL))))

    def _number(self, identifier: str) -> str:
        """Return the later file's numbering for the earlier one's: the same list's, an equal one, or a new one."""
        if identifier in self.lists:
            return self.lists[identifier]
        if identifier in self._numbers or identifier == "0":
            return self._numbers.get(identifier, identifier)
        theirs, mine = self._before.story("numbering"), self._after.story("numbering")
        num = (
            None if theirs is None else next((one for one in theirs.iter(_NUM) if one.get(_NUM_ID) == identifier), None)
        )
        if theirs is None or mine is None or num is None:
            return identifier
        abstract = self._abstract(theirs, mine, num)
        started = num.find(_OVERRIDE) is not None
        for one in mine.iter(_NUM):
            if not started and one.find(_OVERRIDE) is None and _abstract_id(one) == abstract:
                return self._numbers.setdefault(identifier, str(one.get(_NUM_ID)))
        made = deepcopy(num)
        fresh = str(1 + max(int(str(one.get(_NUM_ID))) for one in mine.iter(_NUM)))
        made.set(_NUM_ID, fresh)
        leads = made.find(_ABSTRACT_ID)
        if leads is not None:
            leads.set(VAL, abstract)
        list(mine.iter(_NUM))[-1].addnext(made)
        self._numbers[identifier] = fresh
        return fresh

    def _abstract(self, theirs: Node, mine: Node, num: Node) -> str:
        """Return the number of the later file's scheme that is that of *num*, brought along if need be."""
        identifier = _abstract_id(num)
        scheme = next(one for one in theirs.iter(_ABSTRACT) if one.get(_ABSTRACT_ID) == identifier)
        wanted = _plain(scheme)
        known = list(mine.iter(_ABSTRACT))
        for one in known:
            if _plain(one) == wanted:
                return str(one.get(_ABSTRACT_ID))
        made = deepcopy(scheme)
        fresh = 1 + max(int(str(one.get(_ABSTRACT_ID))) for one in known)
        made.set(_ABSTRACT_ID, str(fresh))
        nsid = made.find(_NSID)
        if nsid is not None:
            nsid.set(VAL, f"{0x43000000 + fresh:08X}")
        for style in list(made.iter(P_STYLE)):  # a list style is linked to one scheme only
            parent = style.getparent()
            if parent is not None:
                parent.remove(style)
        known[-1].addnext(made)
        return str(fresh)


def _notes_of(parts: Parts) -> list[Node]:
    root = parts.story("footnotes")
    return [] if root is None else list(root)


def _by_id(parts: Parts) -> dict[str, Node]:
    root = parts.story("styles")
    return {} if root is None else {str(one.get(_STYLE_ID)): one for one in root.iter(_STYLE)}


def _name(style: Node) -> str:
    found = style.find(_STYLE_NAME)
    return "" if found is None else str(found.get(VAL)).casefold()


def _abstract_id(num: Node) -> str:
    found = num.find(_ABSTRACT_ID)
    return "" if found is None else str(found.get(VAL))


def _plain(scheme: Node) -> bytes:
    """Return a scheme without its numbers, to be compared."""
    made = deepcopy(scheme)
    made.set(_ABSTRACT_ID, "")
    made.tail = None
    nsid = made.find(_NSID)
    if nsid is not None:
        made.remove(nsid)
    return etree.tostring(made, method="c14n")


def list_of(paragraph: Node) -> str:
    """Return the numbering that a paragraph names itself; empty: none."""
    properties = paragraph.find(P_PR)
    found = None if properties is None else properties.find(_NUM_PR)
    number = None if found is None else found.find(_NUM_ID)
    return "" if number is None else str(number.get(VAL))


def has_section(paragraph: Node) -> bool:
    """Whether a section ends with a paragraph."""
    properties = paragraph.find(P_PR)
    return properties is not None and properties.find(SECTION) is not None
