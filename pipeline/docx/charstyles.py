"""Character styles: what marks inside a paragraph become, and how Word combines them with a paragraph's style.

Enters: a theme. Leaves: the styles, and for a paragraph's type and marks the properties that a run must say itself.
Guaranteed: a run looks as layout sets it, whatever Word makes of bold upon bold (ECMA-376 part 1, 17.7.3).
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.docx.looks import face_of, strong_request
from pipeline.docx.ooxml import Node, name, sub, switch
from pipeline.docx.properties import add_family
from pipeline.model.nodes import Mark
from pipeline.style.theme import FontRequest, Theme

_COMMENT_TEXT = "CommentText"
_COMMENT_MARK, _COMMENT_SIZE = 16, 20
"""Half-points, as Word has them."""
CODE_FAMILY = "code"
"""The key of a theme's ``fonts`` that code is set in."""


class CharacterStyle(NamedTuple):
    """A character style; *family* empty: the paragraph's. *bold* and *italic* turn the paragraph's own round."""

    identifier: str
    name: str
    family: str = ""
    bold: bool = False
    italic: bool = False


class Type(NamedTuple):
    """What Word knows of a run's face: a family and two switches."""

    family: str
    bold: bool
    italic: bool


def marked(font: FontRequest, marks: Mark, theme: Theme) -> FontRequest:
    """Return the font of text with *marks* in a paragraph set in *font*."""
    if marks & Mark.CODE:
        font = font._replace(family=CODE_FAMILY)
    if marks & Mark.STRONG:
        font = strong_request(font, theme)
    return font._replace(italic=not font.italic) if marks & Mark.EMPHASIS else font


def type_of(font: FontRequest, theme: Theme) -> Type:
    """Return how Word names a font."""
    face = face_of(font, theme)
    return Type(face.family, face.bold, face.italic)


class CharacterStyles:
    """The character styles of a theme, made for the body's type."""

    def __init__(self, theme: Theme) -> None:
        body = theme.styles["body"].font
        plain = type_of(body, theme)

        def style(identifier: str, name: str, marks: Mark) -> CharacterStyle:
            family, bold, italic = type_of(marked(body, marks, theme), theme)
            own_family = family if family != plain.family else ""
            return CharacterStyle(identifier, name, own_family, bold != plain.bold, italic != plain.italic)

        self.strong = style("Strong", "Strong", Mark.STRONG)
        self.emphasis = style("Emphasis", "Emphasis", Mark.EMPHASIS)
        self.code = style("InlineCode", "Inline Code", Mark.CODE)
        self.link = CharacterStyle("Hyperlink", "Hyperlink")
        self.note = CharacterStyle("FootnoteReference", "footnote reference")
        self.comment = CharacterStyle("CommentReference", "annotation reference")
        self.waiting = CharacterStyle("PlaceholderText", "Placeholder Text")
        self._color = theme.link_color.hex
        self._waiting_color = theme.styles["small"].color.hex
        self._wanted: dict[CharacterStyle, None] = {}

    def use_comment(self) -> CharacterStyle:
        """Return the style of what refers to a comment, which only files with comments have."""
        self._wanted[self.comment] = None
        return self.comment

    def use_comment_text(self) -> str:
        """Return the id of the paragraph style of comments."""
        self._wanted[self.comment] = None
        return _COMMENT_TEXT

    def use_waiting(self) -> CharacterStyle:
        """Return the style of words that wait to be replaced, which only files with content controls have."""
        self._wanted[self.waiting] = None
        return self.waiting

    def of(self, marks: Mark, *, link: bool) -> CharacterStyle | None:
        """Return the style that tells most about text with *marks*; a run can have one."""
        if link:
            return self.link
        if marks & Mark.CODE:
            return self.code
        if marks & Mark.STRONG:
            return self.strong
        return self.emphasis if marks & Mark.EMPHASIS else None

    def add_to(self, styles: Node) -> None:
        """Append the styles to ``w:styles``."""
        furniture = (self.link, self.note, self.comment, self.waiting)
        if self.comment in self._wanted:
            _add_comment_text(styles)
        for style in (self.strong, self.emphasis, self.code, self.link, self.note, *self._wanted):
            made = sub(styles, "w:style", type="character", styleId=style.identifier)
            if style is self.code:
                made.set(name("w:customStyle"), "1")
            sub(made, "w:name", val=style.name)
            sub(made, "w:basedOn", val="DefaultParagraphFont")
            sub(made, "w:uiPriority", val=99 if style in furniture else 60)
            if style not in furniture:
                sub(made, "w:qFormat")
            self._add_look(sub(made, "w:rPr"), style)

    def _add_look(self, properties: Node, style: CharacterStyle) -> None:
        add_type(properties, style.family, style.bold or None, style.italic or None)
        if style is self.code:
            switch(properties, "w:noProof", True)
        elif style is self.link:
            sub(properties, "w:color", val=self._color)
            sub(properties, "w:u", val="single")
        elif style is self.note:
            sub(properties, "w:vertAlign", val="superscript")
        elif style is self.comment:
            sub(properties, "w:sz", val=_COMMENT_MARK)
            sub(properties, "w:szCs", val=_COMMENT_MARK)
        elif style is self.waiting:
            sub(properties, "w:color", val=self._waiting_color)


def _add_comment_text(styles: Node) -> None:
    made = sub(styles, "w:style", type="paragraph", styleId=_COMMENT_TEXT)
    sub(made, "w:name", val="annotation text")
    sub(made, "w:basedOn", val="Normal")
    sub(made, "w:uiPriority", val=99)
    sub(sub(made, "w:pPr"), "w:spacing", line=240, lineRule="auto")
    size = sub(made, "w:rPr")
    sub(size, "w:sz", val=_COMMENT_SIZE)
    sub(size, "w:szCs", val=_COMMENT_SIZE)


def add_type(properties: Node, family: str, bold: bool | None, italic: bool | None) -> None:
    """Append a face to ``w:rPr``; what is empty or None is left to the styles."""
    if family:
        add_family(properties, family)
    for tag, value in (("w:b", bold), ("w:i", italic)):
        if value is not None:
            switch(properties, tag, value)
            switch(properties, f"{tag}Cs", value)
