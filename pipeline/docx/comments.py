"""Comments: what authors remark on a text, beside it.

Enters: comments as they are written. Leaves: the marks of a range in a paragraph, and ``comments.xml``. Guaranteed:
ids are unique; the range of a comment starts and ends in one paragraph; no clock: a comment has the packet's date or
none (ECMA-376 part 1, 17.13.4).
"""

from __future__ import annotations

import re

from lxml.etree import SubElement

from pipeline.docx.charstyles import CharacterStyles
from pipeline.docx.ooxml import ID, XML_SPACE, Node, R, T, checked, name, root, sub
from pipeline.docx.package import Leaf, Parcel

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOBODY = "Author"
"""Word wants a name where nobody is named."""
_MOST_INITIALS = 4


class Comments:
    """The comments part in the making; *date*: the packet's, ISO 8601, or empty."""

    def __init__(self, characters: CharacterStyles, date: str) -> None:
        self._characters = characters
        self._date = f"{date}T00:00:00Z" if _DATE.fullmatch(date) else ""
        self._root = root("w:comments")

    def open(self, parent: Node, author: str, text: str) -> str:
        """Begin the range of a new comment; return its id."""
        number = str(len(self._root))
        SubElement(parent, name("w:commentRangeStart"), {ID: number})
        self._write(number, author or _NOBODY, text)
        return number

    def close(self, parent: Node, number: str) -> None:
        """End the range of a comment, and refer to it."""
        SubElement(parent, name("w:commentRangeEnd"), {ID: number})
        self._referring(parent, "w:commentReference").set(ID, number)

    def add_to(self, parcel: Parcel, document: Leaf) -> None:
        """Add the part to the package, if there are comments."""
        if len(self._root):
            document.link(parcel.part("comments", self._root), "comments")

    def _write(self, number: str, author: str, text: str) -> None:
        made = sub(self._root, "w:comment", id=number, author=checked(author))
        if self._date:
            made.set(name("w:date"), self._date)
        made.set(name("w:initials"), initials(author))
        paragraph = sub(made, "w:p")
        sub(sub(paragraph, "w:pPr"), "w:pStyle", val=self._characters.use_comment_text())
        self._referring(paragraph, "w:annotationRef")
        words = SubElement(SubElement(paragraph, R), T)
        words.text = checked(text)
        words.set(XML_SPACE, "preserve")

    def _referring(self, parent: Node, tag: str) -> Node:
        run = SubElement(parent, R)
        sub(sub(run, "w:rPr"), "w:rStyle", val=self._characters.use_comment().identifier)
        return sub(run, tag)


def initials(author: str) -> str:
    """Return the first letters of a name's words."""
    return "".join(word[0] for word in re.findall(r"\w+", author))[:_MOST_INITIALS].upper()
