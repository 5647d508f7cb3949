"""Lines to paragraphs.

Enters: a line of a flow and its neighbours. Leaves: a ``w:p``. Guaranteed: the space that a table wants is with its
neighbours, since Word's tables have none; a paragraph's look is its style, but for the few things that no style can
know (it stays with the next; it starts a page; its script needs taller lines) and the spaces of headings beside
tables, which must stay plain headings.
"""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import SubElement

from pipeline.docx.fields import field
from pipeline.docx.flow import HEADINGS, Line, Slab
from pipeline.docx.inlines import Around, Target
from pipeline.docx.lineheight import add_line_height, add_merged
from pipeline.docx.looks import Look
from pipeline.docx.numbering import DEEPEST
from pipeline.docx.ooxml import P_PR, P_STYLE, VAL, Node, P, name, sub, switch
from pipeline.docx.properties import paragraph_properties
from pipeline.docx.tools import Tools
from pipeline.model.nodes import Figure, Text
from pipeline.model.walk import plain_text
from pipeline.style.direction import reads_right_to_left

SEPARATOR = Look("body", use="separator")
_BEFORE_DIRECTION = frozenset({name("w:pBdr"), name("w:shd"), name("w:tabs")})
"""What stands before ``w:bidi`` in the schema's order."""


def write_separator(parent: Node, tools: Tools, before: int = 0) -> Node:
    """Append a paragraph of one point's height, where Word needs a paragraph and there is nothing to say."""
    made = SubElement(parent, P)
    look = SEPARATOR._replace(before=before) if before else SEPARATOR
    SubElement(SubElement(made, P_PR), P_STYLE, {VAL: tools.sheet.use(look, "Between Tables")})
    return made


def write_line(
    parent: Node, line: Line, previous: Line | Slab | None, following: Line | Slab | None, target: Target, tools: Tools
) -> Node:
    """Append a line's paragraph, with the space that a table before or after it wants."""
    before = line.before + (previous.after if isinstance(previous, Slab) else 0)
    after = line.after + (following.before if isinstance(following, Slab) else 0)
    made = SubElement(parent, P)
    properties = SubElement(made, P_PR)
    if line.look.base in HEADINGS:
        look = Look(line.look.base)
        SubElement(properties, P_STYLE, {VAL: tools.sheet.use(look)})
        direct = _differences(line.look, before, after, tools)
    else:
        look = _spaced(line.look, before, after, tools)
        variant = _variant(look, previous, following)
        SubElement(properties, P_STYLE, {VAL: tools.sheet.use(look, variant)})
        direct = []
    if line.keep and not tools.sheet.resolver.properties(look).keep_next:
        switch(properties, "w:keepNext", True)
    if line.new_page:
        switch(properties, "w:pageBreakBefore", True)
    if line.number or (look.label == "bullet" and not tools.sheet.is_core(look)):
        _add_numbering(properties, line, tools)
    properties.extend(element for element in direct if element.tag in _BEFORE_DIRECTION)
    if _right_to_left(line):
        switch(properties, "w:bidi", True)
    add_line_height(properties, _text(line), look, tools.sheet.resolver)
    for element in direct:
        if element.tag not in _BEFORE_DIRECTION:
            add_merged(properties, element)
    _write_content(made, line, target, tools)
    return made


def _spaced(look: Look, before: int, after: int, tools: Tools) -> Look:
    """Return *look* with these spaces, where they are not its own."""
    own = tools.sheet.resolver.properties(look)
    if (before, after) == (own.before, own.after):
        return look
    return look._replace(before=None if before == own.before else before, after=None if after == own.after else after)


def _variant(look: Look, previous: Line | Slab | None, following: Line | Slab | None) -> str:
    """Return what the name of a look's style says of the spaces that it has."""
    if look.gaps is not None:
        return "Boxed"
    if look.before is not None and isinstance(previous, Slab):
        return "After Table"
    if look.after is not None and isinstance(following, Slab):
        return "Before Table"
    return "Last" if look.after is not None else "First" if look.before is not None else ""


def _differences(look: Look, before: int, after: int, tools: Tools) -> list[Node]:
    """Return what a heading's surroundings ask for beyond its style, as direct formatting.

    A heading keeps its built-in style wherever it stands: contents, navigation and other readers go by it.
    """
    own = replace(tools.sheet.resolver.properties(look), before=before, after=after)
    made = paragraph_properties(own, tools.sheet.resolver.properties(Look(look.base)))
    return [] if made is None else list(made)


def _add_numbering(properties: Node, line: Line, tools: Tools) -> None:
    look = line.look
    number, level = (line.number, min(look.level, DEEPEST - 1)) if line.number else tools.numbering.shared(look)
    made = sub(properties, "w:numPr")
    sub(made, "w:ilvl", val=level)
    sub(made, "w:numId", val=number)


def _right_to_left(line: Line) -> bool:
    return not isinstance(line.content, Figure) and reads_right_to_left(_text(line), line.lang)


def _text(line: Line) -> str:
    if isinstance(line.content, Figure):
        return ""
    return (f"{line.caption[0]} " if line.caption else "") + plain_text(line.content)


def _write_content(paragraph: Node, line: Line, target: Target, tools: Tools) -> None:
    if isinstance(line.content, Figure):
        tools.pictures.write(paragraph, line.content, line.measure, target.part, line.lang)
        if line.anchor:
            tools.bookmarks.at(line.anchor, paragraph[-1], paragraph[-1])
        return
    around = Around(line.look, line.lang)
    if line.caption is not None:
        word, sequence, number = line.caption
        properties = tools.runs.properties(around)
        before = len(paragraph)
        tools.runs.write(paragraph, (Text(f"{word} "),), around, target)
        field(paragraph, f"SEQ {sequence} \\* ARABIC", str(number), properties)
        if line.anchor:
            tools.bookmarks.at(line.anchor, paragraph[before], paragraph[-1])
        tools.runs.write(paragraph, (Text(". "),), around, target)
    first = len(paragraph)
    tools.runs.write(paragraph, line.content, around, target)
    tools.marks.around(paragraph, first, line.content)
    if line.anchor and line.caption is None:
        tools.bookmarks.around_heading(paragraph, line.anchor)
