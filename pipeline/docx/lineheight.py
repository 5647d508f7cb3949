"""Lines that stand further apart than their style says, because of the script of their text.

Enters: a paragraph's properties and its text. Leaves: ``w:spacing`` in them. Guaranteed: the height of lines is the one
that layout takes; paragraphs in scripts that the theme's leading has room for have nothing of their own.
"""

from __future__ import annotations

from pipeline.docx.looks import Look, Resolver, face_of
from pipeline.docx.ooxml import Node, name, sub
from pipeline.style.itemise import leading_for
from pipeline.units import twips

_SPACING = name("w:spacing")


def add_line_height(properties: Node, text: str, look: Look, resolver: Resolver) -> None:
    """Append the height of lines to a paragraph's ``w:pPr`` where its style's is too small for *text*."""
    if text.isascii() or look.use in ("figure", "rule", "separator"):
        return
    style = resolver.theme.styles[look.base]
    leading = leading_for(text, style, face_of(resolver.font(look), resolver.theme))
    if leading > style.leading:
        sub(properties, "w:spacing", line=twips(leading), lineRule="exact")


def add_merged(properties: Node, element: Node) -> None:
    """Append *element*; what it says of spacing joins what is there already."""
    present = properties.find(_SPACING) if element.tag == _SPACING else None
    if present is None:
        properties.append(element)
        return
    for key, value in element.attrib.items():
        if key not in present.attrib:
            present.set(key, value)
