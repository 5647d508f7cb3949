"""What the styles of a Word file mean: roles, headings, lists and boxes, and which type text has of itself.

Enters: ``styles.xml``. Leaves: :class:`Styles`. Guaranteed: styles are known by their names, since programs change ids;
a style that is not known means what the one it is based on means; a circle of styles ends; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from pipeline.docx.ooxml import VAL, Node, name
from pipeline.model.nodes import Mark
from pipeline.model.record import Kind
from pipeline.review.xml import is_on, number_of, value_of
from pipeline.values import dataclass, field

BoxKind = Literal["", "callout", "quote"]
Label = Literal["", "bullet", "number", "continue"]

_STYLE, _ID, _TYPE, _DEFAULT = name("w:style"), name("w:styleId"), name("w:type"), name("w:default")
_NAME, _BASE, _LINK, _P_PR, _R_PR = name("w:name"), name("w:basedOn"), name("w:link"), name("w:pPr"), name("w:rPr")
_OUTLINE, _NUM_PR = name("w:outlineLvl"), name("w:numPr")
_NUM_ID, _ILVL = name("w:numId"), name("w:ilvl")
_BOLD, _ITALIC, _STRIKE, _DOUBLE = name("w:b"), name("w:i"), name("w:strike"), name("w:dstrike")
_SMALL_CAPS, _VERTICAL, _UNDERLINE = name("w:smallCaps"), name("w:vertAlign"), name("w:u")
_FONTS = name("w:rFonts")
_FAMILIES = (name("w:ascii"), name("w:hAnsi"))
_LONGEST_CHAIN = 30


class Meaning(NamedTuple):
    """What a paragraph style means. *kind*, *level*, *role* are as a record's entry has them.

    *box* None: the style does not tell. *label*: its part in a list; *depth* from 1, 0: the style does not tell.
    *fixed*: it is for words that no data holds, such as those of the contents.
    """

    kind: Kind = "paragraph"
    level: int = 0
    role: str = ""
    box: BoxKind | None = ""
    label: Label = ""
    depth: int = 0
    definition: bool = False
    fixed: bool = False
    known: bool = True


class Type(NamedTuple):
    """The type of a style's text; None, or empty: it says nothing of that."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    small_caps: bool | None = None
    vertical: str = ""
    underline: str = ""
    family: str = ""


class ParagraphStyle(NamedTuple):
    """A paragraph style, with what it has from those it is based on. *number*: numbering instance and level.

    *head*: it is for the heads of columns, which a table style may make bold in the first column.
    """

    meaning: Meaning
    bold: bool = False
    italic: bool = False
    family: str = ""
    number: tuple[str, int | None] | None = None
    linked: str = ""
    head: bool = False


class CharacterStyle(NamedTuple):
    """A character style. *marks*: what its name means, where that is known; *link*: it is for links."""

    type: Type
    marks: Mark = Mark.NONE
    link: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by id. *strong*, *code*: the families that ours mean by themselves, empty: none.

    *ours*: whether it has styles that only our files have.
    """

    paragraphs: Mapping[str, ParagraphStyle]
    characters: Mapping[str, CharacterStyle]
    default: ParagraphStyle = field(default_factory=lambda: ParagraphStyle(Meaning()))
    strong: str = ""
    code: str = ""
    ours: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    def paragraph(self, identifier: str) -> ParagraphStyle:
        return self.paragraphs.get(identifier, self.default)


def _roles() -> dict[str, Meaning]:
    found = {"normal": Meaning(), "body text": Meaning(), "text body": Meaning(), "default": Meaning()}
    for level in range(1, 10):
        kind: Kind = "title" if level == 1 else "heading"
        found[f"heading {level}"] = Meaning(kind, min(level, 6), box=None)
    for role in ("lead", "small", "label", "attribution", "code", "signature"):
        found[role] = Meaning(role=role)
    for cover in ("title", "subtitle", "cover detail", "cover notice"):
        found[cover] = Meaning("cover")
    for caption in ("caption", "figure caption"):
        found[caption] = Meaning("caption", box=None)
    for callout in ("callout", "callout important", "callout warning"):
        found[callout] = Meaning(box="callout")
        found[f"{callout} title"] = Meaning("callout-title", box="callout")
    for quote in ("quote", "intense quote", "block text", "quotations"):
        found[quote] = Meaning(box="quote")
    found["definition term"] = Meaning("term", definition=True)
    found["definition"] = Meaning(definition=True)
    for text in ("table text", "table head", "footnote text", "footnote", "endnote text"):
        found[text] = Meaning()
    for fixed in ("tab line", "cover label", "toc heading", "contents heading", "header", "footer", "marking"):
        found[fixed] = Meaning(fixed=True)
    for fixed in ("watermark", "blank page", "divider tab", "divider title", "tab ear", "annotation text"):
        found[fixed] = Meaning(fixed=True)
    for level in range(1, 10):
        found[f"toc {level}"] = Meaning(fixed=True)
    for listed in ("list", "list paragraph"):
        found[listed] = Meaning(label="continue")
    labels: tuple[tuple[str, Label], ...] = (("bullet", "bullet"), ("number", "number"), ("continue", "continue"))
    for shown, label in labels:
        for level in range(1, 6):
            found[f"list {shown} {level}" if level > 1 else f"list {shown}"] = Meaning(label=label, depth=level)
    return found


_KNOWN = _roles()
_OURS = frozenset({"lead", "small", "label", "callout", "table text", "table head", "tab line", "cover label"})
"""Names that hardly any other program uses; a file that has most of them has our styles."""
_IN_BOX = re.compile(r" in (callout|quote)\b")
_LISTED = re.compile(r"^(?P<owner>.*?) ?\blist (?P<label>bullet|number|continue)\b")
_CHARACTERS: dict[str, Mark] = {
    "strong": Mark.STRONG,
    "strong emphasis": Mark.STRONG,
    **dict.fromkeys(("emphasis", "subtle emphasis", "intense emphasis"), Mark.EMPHASIS),
    **dict.fromkeys(("inline code", "html code", "source text", "verbatim char", "html typewriter"), Mark.CODE),
}
_LINKS = frozenset(
    {"hyperlink", "internet link", "followedhyperlink", "visited internet link", "index link", "unresolved mention"}
)
_HEADS = re.compile(r"\brow head\b")


def read_styles(root: Node | None) -> Styles:
    """Return the styles of ``styles.xml``; without it all is plain."""
    if root is None:
        return Styles({}, {})
    nodes: dict[str, Node] = {}
    default = ""
    for node in root.iterchildren(_STYLE):
        identifier = str(node.get(_ID, ""))
        nodes.setdefault(identifier, node)
        if node.get(_TYPE) == "paragraph" and str(node.get(_DEFAULT, "0")) in ("1", "true", "on"):
            default = default or identifier
    names = {identifier: shown_name(node) for identifier, node in nodes.items()}
    paragraphs: dict[str, ParagraphStyle] = {}
    characters: dict[str, CharacterStyle] = {}
    for identifier, node in nodes.items():
        chain = _chain(identifier, nodes)
        if node.get(_TYPE) == "character":
            characters[identifier] = _character(chain, names)
        elif node.get(_TYPE, "paragraph") == "paragraph":
            paragraphs[identifier] = _paragraph(chain, names, nodes)
    body = paragraphs.get(default, ParagraphStyle(Meaning()))
    return Styles(
        paragraphs,
        characters,
        body,
        _family_of(characters, Mark.STRONG, body.family),
        _family_of(characters, Mark.CODE, body.family),
        len(_OURS & set(names.values())) * 2 > len(_OURS),
        names,
    )


def shown_name(style: Node) -> str:
    """Return a style's name in small letters; without the number by which two of one name are told apart."""
    shown = " ".join(value_of(style, _NAME).split()).casefold() or str(style.get(_ID, "")).casefold()
    return re.sub(r" \(\d+\)$", "", shown)


def type_of(properties: Node | None) -> Type:
    """Return what a ``w:rPr`` says of itself."""
    if properties is None:
        return Type()
    found: dict[str, Node] = {str(node.tag): node for node in properties}
    underline = found.get(_UNDERLINE)
    strike = found.get(_STRIKE, found.get(_DOUBLE))
    vertical = found.get(_VERTICAL)
    return Type(
        is_on(found[_BOLD]) if _BOLD in found else None,
        is_on(found[_ITALIC]) if _ITALIC in found else None,
        None if strike is None else is_on(strike),
        is_on(found[_SMALL_CAPS]) if _SMALL_CAPS in found else None,
        "" if vertical is None else str(vertical.get(VAL, "")),
        "" if underline is None else str(underline.get(VAL, "single")),
        _family(found.get(_FONTS)),
    )


def _family(fonts: Node | None) -> str:
    return "" if fonts is None else next((str(fonts.get(key)) for key in _FAMILIES if fonts.get(key)), "")


def _chain(identifier: str, nodes: Mapping[str, Node]) -> list[tuple[str, Node]]:
    """Return a style and those that it is based on, the nearest first."""
    chain: list[tuple[str, Node]] = []
    seen: set[str] = set()
    while identifier in nodes and identifier not in seen and len(chain) < _LONGEST_CHAIN:
        seen.add(identifier)
        chain.append((identifier, nodes[identifier]))
        identifier = value_of(nodes[identifier], _BASE)
    return chain


def _inherited(chain: list[tuple[str, Node]]) -> Type:
    """Return the type that a chain of styles adds up to: the nearest that says something is right."""
    merged = Type()
    for _, node in reversed(chain):
        own = type_of(node.find(_R_PR))
        merged = Type(*(old if new in (None, "") else new for old, new in zip(merged, own, strict=True)))  # type: ignore[arg-type]
    return merged


def _paragraph(chain: list[tuple[str, Node]], names: Mapping[str, str], nodes: Mapping[str, Node]) -> ParagraphStyle:
    own = _inherited(chain)
    shown = [names[identifier] for identifier, _ in chain]
    bold = bool(own.bold) or any(_HEADS.search(one) for one in shown)  # else their table style makes them bold
    number: tuple[str, int | None] | None = None
    outline: int | None = None
    for _, node in reversed(chain):
        properties = node.find(_P_PR)
        numbering = None if properties is None else properties.find(_NUM_PR)
        if numbering is not None:
            number = _number(numbering, number)
        level = number_of(properties, _OUTLINE)
        outline = outline if level is None else level
    link = value_of(chain[0][1], _LINK) if chain else ""
    return ParagraphStyle(
        _meaning(shown, outline),
        bold,
        bool(own.italic),
        own.family,
        number,
        link if link in nodes else "",
        "table head" in shown,
    )


def _number(numbering: Node, before: tuple[str, int | None] | None) -> tuple[str, int | None]:
    number, level = value_of(numbering, _NUM_ID), number_of(numbering, _ILVL)
    return (
        number or (before[0] if before is not None else "0"),
        level if level is not None or before is None else before[1],
    )


def _meaning(names: list[str], outline: int | None) -> Meaning:
    """Return what a style of *names*, its own and those of the styles it is based on, means."""
    at = next((index for index, shown in enumerate(names) if shown in _KNOWN), None)
    found = _KNOWN[names[at]] if at is not None else Meaning(known=False)
    for shown in reversed(names[:at]):
        inside = _IN_BOX.search(shown)
        if inside is not None:
            found = found._replace(box="quote" if inside[1] == "quote" else "callout")
        listed = _LISTED.search(shown)
        if listed is not None and not found.label:
            label: Label = "bullet" if listed["label"] == "bullet" else "continue"
            found = found._replace(label="number" if listed["label"] == "number" else label)
            found = found._replace(box=None) if found.role else found  # such names leave out the box
    if at and not found.label and any(shown.endswith(" indented") for shown in names[:at]):
        found = found._replace(label="continue")  # it stands further right, as a list's text does
    if outline is not None and 0 <= outline < 9 and found in (Meaning(), Meaning(known=False)):
        return _KNOWN[f"heading {outline + 1}"]
    return found


def _character(chain: list[tuple[str, Node]], names: Mapping[str, str]) -> CharacterStyle:
    marks = Mark.NONE
    for identifier, _ in chain:
        marks |= _CHARACTERS.get(names[identifier], Mark.NONE)
    return CharacterStyle(_inherited(chain), marks, any(names[identifier] in _LINKS for identifier, _ in chain))


def _family_of(characters: Mapping[str, CharacterStyle], mark: Mark, plain: str) -> str:
    """Return the family by which alone a mark can be told; empty where it has none of its own."""
    for style in characters.values():
        if style.marks == mark and style.type.family and style.type.family != plain:
            return style.type.family
    return ""
