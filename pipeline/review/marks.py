"""Which marks a run has beyond its paragraph's style.

Enters: the properties of runs, the styles of the file. Leaves: marks, language, whether it is hidden. Guaranteed: what
our writer makes of marks is read as these marks; what a paragraph's style says already is no mark (a heading's bold is
not strong); toggle properties of styles turn each other round (ECMA-376 part 1, 17.7.3); nothing raises.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.docx.ooxml import R_STYLE, VAL, Node, name
from pipeline.model.nodes import Mark
from pipeline.review.styles import CharacterStyle, ParagraphStyle, Styles, Type, type_of
from pipeline.review.xml import is_on, value_of

_LANG, _BIDI, _EAST_ASIA = name("w:lang"), name("w:bidi"), name("w:eastAsia")
_RTL, _COMPLEX, _VANISH = name("w:rtl"), name("w:cs"), name("w:vanish")
_BOLD_CS, _ITALIC_CS = name("w:bCs"), name("w:iCs")
_NO_STYLE = CharacterStyle(Type())
_MONOSPACED = re.compile(r"\b(courier|consolas|menlo|monaco|mono|typewriter)\b", re.IGNORECASE)


class Shown(NamedTuple):
    """How a run is shown. *lang*: as the file has it, empty: it says nothing. *link*: its style is one for links."""

    marks: Mark = Mark.NONE
    lang: str = ""
    hidden: bool = False
    link: bool = False


PLAIN = Shown()
STAND_IN = Mark(1 << 20)
"""Set beside marks that may not be all there are: a face that stands in may have no bold or italic, and in a bold
paragraph strong code looks like code."""


def shown(properties: Node | None, base: ParagraphStyle, styles: Styles, *, in_link: bool) -> Shown:
    """Return how a run with *properties* (its ``w:rPr`` in the view) shows in a paragraph of the style *base*."""
    if properties is None or not len(properties):
        return PLAIN
    identifier = value_of(properties, R_STYLE)
    style = styles.characters.get(identifier, _NO_STYLE)
    if identifier and identifier == base.linked:
        style = _NO_STYLE  # it is the paragraph's own look
    direct = _direct(properties)
    marks = style.marks & ~(Mark.STRONG | Mark.EMPHASIS)
    if _is_strong(direct, style, base, styles):
        marks |= Mark.STRONG
    if _is_emphasis(direct, style, base):
        marks |= Mark.EMPHASIS
    if _is_code(direct, style, base, styles):
        marks |= Mark.CODE
    if style.type.strike if direct.strike is None else direct.strike:
        marks |= Mark.STRIKE
    if style.type.small_caps if direct.small_caps is None else direct.small_caps:
        marks |= Mark.SMALL_CAPS
    if _is_underlined(direct, style, in_link=in_link):
        marks |= Mark.UNDERLINE
    strange = direct.family and direct.family not in (base.family, styles.strong, styles.code)
    if strange or base.bold or base.italic:
        marks |= STAND_IN
    vertical = direct.vertical or style.type.vertical
    if vertical in ("superscript", "subscript"):
        marks |= Mark.SUPERSCRIPT if vertical == "superscript" else Mark.SUBSCRIPT
    return Shown(marks, _language(properties), is_on(properties.find(_VANISH)), style.link)


def _direct(properties: Node) -> Type:
    """Return the run's own type; that for complex scripts where it is such a run."""
    direct = type_of(properties)
    if is_on(properties.find(_RTL)) or is_on(properties.find(_COMPLEX)):
        bold, italic = properties.find(_BOLD_CS), properties.find(_ITALIC_CS)
        if direct.bold is None and bold is not None:
            direct = direct._replace(bold=is_on(bold))
        if direct.italic is None and italic is not None:
            direct = direct._replace(italic=is_on(italic))
    return direct


def _is_strong(direct: Type, style: CharacterStyle, base: ParagraphStyle, styles: Styles) -> bool:
    if styles.strong and direct.family == styles.strong != base.family:
        return True
    if style.marks & Mark.STRONG:
        # A family with its own bold or none is a face that stands in; without one somebody has switched it off.
        return direct.bold is not False or bool(direct.family)
    bold = direct.bold if direct.bold is not None else bool(style.type.bold)
    return bold and not base.bold


def _is_emphasis(direct: Type, style: CharacterStyle, base: ParagraphStyle) -> bool:
    if style.marks & Mark.EMPHASIS:
        return direct.italic is None or direct.italic != base.italic or bool(direct.family)
    if direct.italic is None:
        return bool(style.type.italic)
    return direct.italic != base.italic and (direct.italic or not direct.family)


def _is_code(direct: Type, style: CharacterStyle, base: ParagraphStyle, styles: Styles) -> bool:
    family = direct.family or style.type.family
    if style.marks & Mark.CODE:
        return True
    if not family or family == base.family:
        return False
    return family == styles.code or (bool(_MONOSPACED.search(family)) and not _MONOSPACED.search(base.family))


def _is_underlined(direct: Type, style: CharacterStyle, *, in_link: bool) -> bool:
    if style.link or not in_link:
        line = direct.underline or ("" if style.link else style.type.underline)
        return line not in ("", "none")
    return False  # how a program without a style for links shows one


def _language(properties: Node) -> str:
    node = properties.find(_LANG)
    if node is None:
        return ""
    if is_on(properties.find(_RTL)) and node.get(_BIDI):
        return str(node.get(_BIDI))
    return str(node.get(VAL) or node.get(_EAST_ASIA) or node.get(_BIDI) or "")
