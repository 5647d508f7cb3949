"""The XML vocabulary of WordprocessingML: names, and the few ways in which this room makes elements.

Enters: tags, attributes and text. Leaves: lxml elements. Guaranteed: every text and attribute value that comes from a
document passes :func:`checked`, so that no character that XML forbids reaches lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from pipeline.diagnostics import MachineError, error

Node = etree._Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRAWING_IN_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"

NAMESPACES = {
    "w": WORD,
    "r": RELATIONSHIPS,
    "wp": DRAWING_IN_WORD,
    "a": DRAWING,
    "pic": PICTURE,
    "mc": COMPATIBILITY,
    "w14": WORD_2010,
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def name(prefixed: str) -> str:
    """Return ``w:p`` as lxml writes it: the namespace in braces, then the local name."""
    prefix, local = prefixed.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


P, P_PR, P_STYLE = name("w:p"), name("w:pPr"), name("w:pStyle")
R, R_PR, R_STYLE, T = name("w:r"), name("w:rPr"), name("w:rStyle"), name("w:t")
VAL, XML_SPACE = name("w:val"), name("xml:space")
ID = name("w:id")
_NAMES: dict[str, str] = {}


def checked(text: str) -> str:
    """Return *text*; MachineError where it holds a character that XML 1.0 (section 2.2) forbids."""
    if not text.isprintable():
        found = _FORBIDDEN.search(text)
        if found is not None:
            message = f"a text of the document holds U+{ord(found[0]):04X}, which a Word file cannot hold"
            raise MachineError(error("forbidden-character", message, help="this is a fault of the program: report it"))
    return text


def _known(prefixed: str) -> str:
    found = _NAMES.get(prefixed)
    if found is None:
        found = _NAMES[prefixed] = name(prefixed)
    return found


def root(tag: str, prefixes: Iterable[str] = ("w", "r", "mc", "w14")) -> Node:
    """Return the root element of a part, which declares *prefixes*; those newer than the standard may be ignored."""
    made = etree.Element(_known(tag), nsmap={prefix: NAMESPACES[prefix] for prefix in prefixes})
    if "w14" in prefixes:
        made.set(_known("mc:Ignorable"), "w14")
    return made


def detached(tag: str) -> Node:
    """Return an element without a parent, such as a ``w:rPr`` to be copied."""
    return etree.Element(_known(tag), nsmap={prefix: NAMESPACES[prefix] for prefix in ("w", "w14")})


def sub(parent: Node, tag: str, **attributes: str | int) -> Node:
    """Append an element. Tags are written ``w:p``; attributes without a prefix are ``w:`` ones.

    Names with a prefix are written with an underscore (``r_id``); a trailing underscore keeps a name off Python's
    own words. For DrawingML, whose attributes have no namespace, see :func:`plain_sub`.
    """
    made = etree.SubElement(parent, _known(tag))
    for key, value in attributes.items():
        prefix, _, local = key.strip("_").rpartition("_")
        made.set(_known(f"{prefix or 'w'}:{local}"), str(value))
    return made


def plain_sub(parent: Node, tag: str, **attributes: str | int) -> Node:
    """Append an element whose attributes are in no namespace."""
    made = etree.SubElement(parent, _known(tag))
    for key, value in attributes.items():
        made.set(key, str(value))
    return made


def switch(parent: Node, tag: str, on: bool) -> None:
    """Append an on/off property (ECMA-376 part 1, 17.17.4): the bare element means on."""
    made = etree.SubElement(parent, _known(tag))
    if not on:
        made.set(VAL, "0")


def serialized(element: Node) -> bytes:
    """Return a part's bytes."""
    data: bytes = etree.tostring(element, encoding="UTF-8", standalone=True)
    return data
