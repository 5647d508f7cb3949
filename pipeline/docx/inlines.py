"""Inlines to runs.

Enters: inline nodes and the look of their paragraph. Leaves: runs, hyperlinks, breaks and note references in a ``w:p``.
Guaranteed: every character comes out once and in order; neighbours that look alike are one run; a run says itself only
what its paragraph's style and its character style do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import NamedTuple, assert_never

from lxml.etree import SubElement

from pipeline.diagnostics import DataError, Place, error
from pipeline.docx.charstyles import Type, add_type, marked, type_of
from pipeline.docx.comments import Comments
from pipeline.docx.controls import Controls, style_runs
from pipeline.docx.fields import instruction, mark
from pipeline.docx.looks import Look, strong_request
from pipeline.docx.ooxml import XML_SPACE, Node, R, T, checked, detached, name, sub, switch
from pipeline.docx.package import Leaf
from pipeline.docx.scripts import PLAIN, Piece, language_slots, pieces
from pipeline.docx.stylesheet import StyleSheet
from pipeline.model.nodes import (
    Comment,
    FootnoteReference,
    Inline,
    LanguageSpan,
    LineBreak,
    Link,
    Mark,
    Placeholder,
    Reference,
    Text,
)
from pipeline.model.walk import plain_text, texts
from pipeline.model.writing import TICKED_BOX
from pipeline.style.fonts import Face
from pipeline.style.theme import FontRequest
from pipeline.values import dataclass

_BREAK = name("w:br")
_SPECIAL = {"\u00ad": "w:softHyphen", "\u2011": "w:noBreakHyphen"}
"""Characters that Word has elements for; as plain characters it draws them in a fallback font, or always."""

_NOT_IN_ADDRESSES = frozenset(' "<>\\^`{|}')
_LONGEST_TIP = 255
"""Characters that Word shows of what a link says about itself."""

NoteWriter = Callable[[Node, int, Node], None]
"""Appends a reference to a footnote: the parent of the run, the note's number, the run's properties."""


class Around(NamedTuple):
    """The setting of a run: its paragraph's look, its language, whether it is in a link."""

    look: Look
    lang: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where inlines go: the part that links are related to, and the anchors of the document.

    *notes* None: references to footnotes are left out, as in contents and running text; so are comments without
    *comments*. *words*: what stands at an anchor.
    """

    part: Leaf
    bookmarks: Callable[[str], str | None]
    notes: NoteWriter | None
    comments: Comments | None = None
    words: Callable[[str], str] = lambda _: ""


class Runs:
    """Writes runs; keeps the run properties that it has worked out."""

    def __init__(self, sheet: StyleSheet, lang: str) -> None:
        self._sheet = sheet
        self._theme = sheet.theme
        self._lang = lang
        self._made: dict[tuple[Look, Mark, bool, str, tuple[object, ...]], Node | None] = {}
        self._controls = Controls()
        self.fonts: dict[FontRequest, None] = {}
        """The fonts of the text written so far."""
        self.faces: dict[Face, set[str]] = {}
        """The characters of it that stand in texts beyond ASCII, by the face that draws them."""

    def write(self, parent: Node, children: tuple[Inline, ...], around: Around, target: Target) -> None:
        """Append *children* to a paragraph or hyperlink."""
        for child in merged(children):
            match child:
                case Text(text, marks):
                    self._text(parent, text, marks, around)
                case LineBreak():
                    SubElement(self._run(parent, Mark.NONE, around), _BREAK)
                case Link():
                    self._link(parent, child, around, target)
                case LanguageSpan(inner, lang):
                    self.write(parent, inner, around._replace(lang=lang), target)
                case FootnoteReference(number):
                    self._reference(parent, number, target)
                case Reference():
                    self._refer(parent, child, around, target)
                case Comment(inner, author, text):
                    comment = target.comments.open(parent, author, text) if target.comments is not None else ""
                    self.write(parent, inner, around, target)
                    if target.comments is not None:
                        target.comments.close(parent, comment)
                case Placeholder():
                    self._placeholder(parent, child, around, target)
                case _:
                    assert_never(child)

    def properties(self, around: Around, marks: Mark = Mark.NONE) -> Node | None:
        """Return the ``w:rPr`` of text in a setting, to be copied; None: it needs none."""
        return self._properties(around, marks, PLAIN)

    def _run(self, parent: Node, marks: Mark, around: Around, piece: Piece = PLAIN) -> Node:
        run = SubElement(parent, R)
        properties = self._properties(around, marks, piece)
        if properties is not None:
            run.append(deepcopy(properties))
        return run

    def _text(self, parent: Node, text: str, marks: Mark, around: Around) -> None:
        checked(text)
        if text.isascii():
            _add_text(self._run(parent, marks, around), text)
            return
        fonts = self._theme.fonts
        chain = fonts.chain(marked(self._sheet.resolver.font(around.look), marks, self._theme))
        lang = around.lang or self._lang

        def spare(character: str) -> Face | None:
            return fonts.spare(character, chain[0], lang)

        tracked = self._theme.styles[around.look.base].tracking != 0
        for piece in pieces(text, chain, spare, lang, tracked=tracked):
            self.faces.setdefault(piece.face or chain[0], set()).update(piece.text)
            run = self._run(parent, marks, around, piece)
            for part in _split(piece.text):
                if part in _SPECIAL:
                    sub(run, _SPECIAL[part])
                else:
                    _add_text(run, part)

    def _link(self, parent: Node, link: Link, around: Around, target: Target) -> None:
        made = sub(parent, "w:hyperlink")
        if link.target.startswith("#"):
            bookmark = target.bookmarks(link.target[1:])
            if bookmark is None:
                message = f"nothing in this packet has the anchor '{link.target}'"
                raise DataError(error("unknown-anchor", message, link.place, help="link to a heading's anchor"))
            made.set(name("w:anchor"), bookmark)
        else:
            made.set(name("r:id"), target.part.link_out(_address(link.target)))
        if link.title:
            made.set(name("w:tooltip"), checked(link.title)[:_LONGEST_TIP])
        made.set(name("w:history"), "1")
        self.write(made, link.children, around._replace(link=True), target)

    def _refer(self, parent: Node, reference: Reference, around: Around, target: Target) -> None:
        """Write a cross reference: a field where its words are those of what it leads to, else a link."""
        bookmark = target.bookmarks(reference.anchor)
        if bookmark is None or plain_text(reference.children) != target.words(reference.anchor):
            self._link(parent, Link(reference.children, f"#{reference.anchor}", place=reference.place), around, target)
            return
        around = around._replace(link=True)
        properties = self.properties(around)
        mark(parent, "begin", properties)
        instruction(parent, f"REF {bookmark} \\h \\* MERGEFORMAT", properties)
        mark(parent, "separate", properties)
        self.write(parent, reference.children, around, target)
        mark(parent, "end", properties)

    def _placeholder(self, parent: Node, placeholder: Placeholder, around: Around, target: Target) -> None:
        """Write a content control; words that a template wrote wait to be replaced, those of the data do not."""
        if placeholder.tick:
            ticked = plain_text(placeholder.children) == TICKED_BOX
            content = self._controls.begin_tick(parent, placeholder.name, ticked=ticked)
            self.write(content, placeholder.children, around, target)
            return
        waiting = all(text.place is None for text in texts(placeholder.children))
        content = self._controls.begin(parent, placeholder.name, waiting=waiting)
        self.write(content, placeholder.children, around, target)
        if waiting:
            style_runs(content, self._sheet.characters.use_waiting().identifier)

    def _reference(self, parent: Node, number: int, target: Target) -> None:
        if target.notes is None:
            return
        properties = detached("w:rPr")
        sub(properties, "w:rStyle", val=self._sheet.characters.note.identifier)
        target.notes(parent, number, properties)

    def _properties(self, around: Around, marks: Mark, piece: Piece) -> Node | None:
        key = (around.look, marks, around.link, around.lang, piece[1:])
        if key not in self._made:
            self._made[key] = self._resolve(around, marks, piece)
        return self._made[key]

    def _resolve(self, around: Around, marks: Mark, piece: Piece) -> Node | None:
        made = detached("w:rPr")
        style = self._sheet.characters.of(marks, link=around.link)
        if style is not None:
            sub(made, "w:rStyle", val=style.identifier)
        base = self._base_type(around.look)
        font = self._font(around.look, marks)
        self.fonts[font] = None
        wanted = type_of(font, self._theme)
        inherited = base
        if style is not None:
            inherited = Type(style.family or base.family, base.bold != style.bold, base.italic != style.italic)
        if piece.face is not None:
            wanted = Type(piece.face.family, piece.face.bold, piece.face.italic)
        family = wanted.family
        add_type(
            made,
            family if family != inherited.family else "",
            wanted.bold if wanted.bold != inherited.bold else None,
            wanted.italic if wanted.italic != inherited.italic else None,
        )
        _add_marks(made, marks, piece)
        if around.lang and around.lang != self._lang:
            sub(made, "w:lang", **language_slots(around.lang))
        return made if len(made) else None

    def _font(self, look: Look, marks: Mark) -> FontRequest:
        plain = self._theme.styles[look.base].font
        font = marked(plain, marks & ~Mark.STRONG, self._theme)
        return strong_request(font, self._theme) if look.strong or marks & Mark.STRONG else font

    def _base_type(self, look: Look) -> Type:
        """What a run has before its character style: the paragraph style's face, with what the table style adds."""
        return type_of(self._sheet.resolver.font(look), self._theme)


def _address(target: str) -> str:
    """Return a URI as a relationship may hold it: over a character that RFC 3986 forbids, Word calls a file broken."""
    return "".join(f"%{ord(found):02X}" if found in _NOT_IN_ADDRESSES else found for found in checked(target))


def _add_marks(properties: Node, marks: Mark, piece: Piece) -> None:
    """Append what marks mean beyond face and style, in the schema's order."""
    if marks & Mark.SMALL_CAPS:
        switch(properties, "w:smallCaps", True)
    if marks & Mark.STRIKE:
        switch(properties, "w:strike", True)
    if piece.joined:
        sub(properties, "w:spacing", val=0)
    if marks & Mark.UNDERLINE:
        sub(properties, "w:u", val="single")
    if marks & (Mark.SUPERSCRIPT | Mark.SUBSCRIPT):
        sub(properties, "w:vertAlign", val="superscript" if marks & Mark.SUPERSCRIPT else "subscript")
    if piece.rtl:
        switch(properties, "w:rtl", True)


def _add_text(run: Node, text: str) -> None:
    made = SubElement(run, T)
    made.text = text
    if text[:1].isspace() or text[-1:].isspace():
        made.set(XML_SPACE, "preserve")


def _split(text: str) -> Iterator[str]:
    """Yield the stretches of *text* between characters that Word has elements for, and these characters."""
    if not any(character in text for character in _SPECIAL):
        yield text
        return
    start = 0
    for index, character in enumerate(text):
        if character in _SPECIAL:
            if index > start:
                yield text[start:index]
            yield character
            start = index + 1
    if start < len(text):
        yield text[start:]


def merged(children: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield inlines with neighbouring texts of the same marks joined and empty texts left out."""
    if len(children) == 1:
        yield children[0]
        return
    parts: list[str] = []
    marks = Mark.NONE
    place: Place | None = None
    for child in children:
        if isinstance(child, Text):
            if not child.text:
                continue
            if parts and child.marks != marks:
                yield Text("".join(parts), marks, place)
                parts = []
            if not parts:
                marks, place = child.marks, child.place
            parts.append(child.text)
            continue
        if parts:
            yield Text("".join(parts), marks, place)
            parts = []
        yield child
    if parts:
        yield Text("".join(parts), marks, place)


def is_blank(children: tuple[Inline, ...]) -> bool:
    """Whether inlines show nothing: no text but spaces, no reference."""
    for child in children:
        match child:
            case Text(text):
                if text and not text.isspace():
                    return False
            case Link(inner) | LanguageSpan(inner) | Reference(inner) | Comment(inner) | Placeholder(inner):
                if not is_blank(inner):
                    return False
            case LineBreak():
                pass
            case FootnoteReference():
                return False
            case _:
                assert_never(child)
    return True
