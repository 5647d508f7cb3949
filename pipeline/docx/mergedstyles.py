"""Our style sheet joined to an organisation's: its styles win, those it lacks are added.

Enters: two ``w:styles``. Leaves: one, and which of our ids have become which of theirs. Guaranteed: Word's own names
decide what is the same style, since ids depend on the language of the Word that made them; every id is unique and every
style that another names is there; lists have numbers, contents their tab, headings their level, whatever the file says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from pipeline.docx.names import BUILT_IN
from pipeline.docx.ooxml import NAMESPACES, Node, detached, name, sub
from pipeline.values import dataclass

_STYLE, _ID, _TYPE, _VAL = name("w:style"), name("w:styleId"), name("w:type"), name("w:val")
_DEFAULT, _CUSTOM, _IGNORABLE = name("w:default"), name("w:customStyle"), name("mc:Ignorable")
_REFERENCES = ("w:basedOn", "w:next", "w:link")
_NORMAL = "Normal"
_PLAIN = "Packet Text"
"""The style that added styles go back to: the theme's type and spaces, in the organisation's own face and colour."""
_BANDS = {"Header": "Packet Header", "Footer": "Packet Footer"}
"""Our running text has tab stops of its own, whatever the organisation's headers have."""
_BEFORE_NUMBERING = frozenset(
    map(name, ("w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl"))
)
_BEFORE_TABS = _BEFORE_NUMBERING | frozenset(
    map(name, ("w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:pStyle"))
)
_AFTER_OUTLINE = frozenset(map(name, ("w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")))


@dataclass(frozen=True, slots=True)
class MergedStyles:
    """*root*: the styles. *ids*: our ids that have become others. *numbered*: our list styles that keep their own
    numbering, since the organisation's file has it."""

    root: Node
    ids: Mapping[str, str]
    numbered: frozenset[str]


def merge_styles(theirs: Node | None, ours: Node, lang: str, numbers: frozenset[str]) -> MergedStyles:
    """Return *ours* joined to *theirs*. *lang* is the packet's language; *numbers*: the lists that their file has."""
    if theirs is None:
        return MergedStyles(ours, {}, frozenset())
    root = rerooted(theirs)
    _mend(root, numbers)
    _set_language(root, ours, lang)
    names = _Names(root)
    kept: dict[str, Node] = {}
    added: list[Node] = []
    ids: dict[str, str] = {}
    for style in ours.iterfind(_STYLE):
        own = str(style.get(_ID))
        same = names.find(style)
        if same is None and own == _NORMAL:
            same = next((one for one in root.iterfind(_STYLE) if _is_default(one, "paragraph")), None)
        if same is not None:
            kept[own] = same
            ids[own] = str(same.get(_ID))
        elif not _belongs_to(style, kept):
            copy = deepcopy(style)
            added.append(copy)
            ids[own] = names.add(copy)
    plain = _plain(ours, ids[_NORMAL])
    plain_id = names.add(plain)
    bands = {band: _band(band, ours, kept[band], root) for band in _BANDS if band in kept}
    ids |= {band: names.add(style) for band, style in bands.items()}
    for style in added:
        _relate(style, ids, plain_id)
        if style.get(_DEFAULT) is not None and any(_is_default(one, _type(style)) for one in root.iterfind(_STYLE)):
            del style.attrib[_DEFAULT]
    root.extend([plain, *bands.values(), *added])
    numbered = frozenset(_fill_in(kept, root, ours, numbers))
    return MergedStyles(root, {old: new for old, new in ids.items() if old != new}, numbered)


class _Names:
    """Names and ids that are taken."""

    def __init__(self, root: Node) -> None:
        self._styles: dict[str, Node] = {}
        self._ids: set[str] = set()
        for style in root.iterfind(_STYLE):
            self._styles.setdefault(_named(style), style)
            self._ids.add(str(style.get(_ID)).casefold())

    def find(self, style: Node) -> Node | None:
        """Return the style of the same name and type."""
        found = self._styles.get(_named(style))
        return found if found is not None and _type(found) == _type(style) else None

    def add(self, style: Node) -> str:
        """Give *style* a name and an id that are free; return the id."""
        shown = style.find(name("w:name"))
        assert shown is not None
        wanted, identifier = str(shown.get(_VAL)), str(style.get(_ID))
        count = 1
        while _folded(shown.get(_VAL)) in self._styles:
            count += 1
            shown.set(_VAL, f"{wanted} ({count})")
            style.set(_CUSTOM, "1")
        count = 1
        while str(style.get(_ID)).casefold() in self._ids:
            count += 1
            style.set(_ID, f"{identifier}{count}")
        self._styles[_named(style)] = style
        self._ids.add(str(style.get(_ID)).casefold())
        return str(style.get(_ID))


def rerooted(root: Node) -> Node:
    """Return *root* anew, so that it knows every namespace of ours and may ignore what is newer than the standard."""
    spaces: dict[str, str] = dict(root.nsmap)  # type: ignore[arg-type]  # None stands for no prefix
    for prefix in ("w", "r", "mc", "w14"):
        if NAMESPACES[prefix] not in spaces.values():
            spaces[prefix if prefix not in spaces else f"{prefix}x"] = NAMESPACES[prefix]
    made = etree.Element(root.tag, {str(key): str(value) for key, value in root.attrib.items()}, spaces)
    newer = next(str(prefix) for prefix, uri in spaces.items() if uri == NAMESPACES["w14"])
    ignored = [prefix for prefix in str(root.get(_IGNORABLE, "")).split() if prefix in spaces]
    made.set(_IGNORABLE, " ".join(dict.fromkeys([*ignored, newer])))
    made.extend(list(root))
    return made


def _type(style: Node) -> str:
    return str(style.get(_TYPE, "paragraph"))


def _folded(shown: str | None) -> str:
    return " ".join(str(shown).split()).casefold()


def _named(style: Node) -> str:
    shown = style.find(name("w:name"))
    return _folded(shown.get(_VAL) if shown is not None else style.get(_ID))


def _is_default(style: Node, kind: str) -> bool:
    return _type(style) == kind and style.get(_DEFAULT, "0") in ("1", "true", "on")


def _belongs_to(style: Node, kept: Mapping[str, Node]) -> bool:
    """Whether *style* is only the character style of a paragraph style that the organisation's file has."""
    link = style.find(name("w:link"))
    return _type(style) == "character" and link is not None and str(link.get(_VAL)) in kept


def _mend(root: Node, numbers: frozenset[str]) -> None:
    """Take away what no sound file has: styles without an id or with that of another, circles, loose ends."""
    seen: dict[str, Node] = {}
    for style in list(root.iterfind(_STYLE)):
        identifier = style.get(_ID)
        if not identifier or identifier in seen:
            root.remove(style)
            continue
        seen[identifier] = style
        if style.find(name("w:name")) is None:
            sub(style, "w:name", val=identifier)
            style.insert(0, style[-1])
    for style in seen.values():
        for tag in _REFERENCES:
            for node in style.findall(name(tag)):
                if node.get(_VAL) not in seen:
                    style.remove(node)
        for number in list(style.iterfind(f"{name('w:pPr')}/{name('w:numPr')}")):
            used = number.find(name("w:numId"))
            if used is not None and used.get(_VAL) not in numbers | {"0"}:
                _remove(number)
    for first in seen.values():
        style, line = first, {str(first.get(_ID))}
        while (base := style.find(name("w:basedOn"))) is not None:
            above = str(base.get(_VAL))
            if above in line:
                style.remove(base)
                break
            line.add(above)
            style = seen[above]


def _remove(node: Node) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _set_language(root: Node, ours: Node, lang: str) -> None:
    """The language of text is the packet's, not that of whoever made the file."""
    for node in list(root.iter(name("w:lang"))):
        _remove(node)
    defaults = root.find(name("w:docDefaults"))
    if defaults is None:
        found = ours.find(name("w:docDefaults"))
        assert found is not None
        root.insert(0, deepcopy(found))
        return
    outer = defaults.find(name("w:rPrDefault"))
    if outer is None:
        outer = detached("w:rPrDefault")
        defaults.insert(0, outer)
    properties = outer.find(name("w:rPr"))
    if properties is None:
        properties = sub(outer, "w:rPr")
    language = sub(properties, "w:lang", val=lang, eastAsia=lang, bidi=lang)
    for newer in [node for node in properties if not str(node.tag).startswith(f"{{{NAMESPACES['w']}}}")]:
        properties.append(newer)  # what Word 2010 and later say comes last
    follows = [name(f"w:{tag}") for tag in ("eastAsianLayout", "specVanish", "oMath")]
    for node in [node for node in properties if node.tag in follows]:
        language.addnext(node)


def _plain(ours: Node, normal: str) -> Node:
    """Return the style that added styles go back to in place of our Normal."""
    made = detached("w:style")
    for key, value in ((_TYPE, "paragraph"), (_CUSTOM, "1"), (_ID, "PacketText")):
        made.set(key, value)
    sub(made, "w:name", val=_PLAIN)
    sub(made, "w:basedOn", val=normal)
    sub(made, "w:uiPriority", val=99)
    sub(made, "w:semiHidden")
    own = next(style for style in ours.iterfind(_STYLE) if style.get(_ID) == _NORMAL)
    paragraph = own.find(name("w:pPr"))
    assert paragraph is not None
    paragraph = deepcopy(paragraph)
    sub(paragraph, "w:ind", left=0, right=0, firstLine=0)
    sub(paragraph, "w:jc", val="left")
    made.append(paragraph)
    type_ = ours.find(f"{name('w:docDefaults')}/{name('w:rPrDefault')}/{name('w:rPr')}")
    assert type_ is not None
    type_ = deepcopy(type_)
    for tag in ("w:rFonts", "w:color", "w:lang"):
        for node in type_.findall(name(tag)):
            type_.remove(node)
    made.append(type_)
    return made


def _band(band: str, ours: Node, theirs: Node, root: Node) -> Node:
    """Return a header's or footer's style: the organisation's with the tab stops that our running text needs."""
    made = detached("w:style")
    for key, value in ((_TYPE, "paragraph"), (_CUSTOM, "1"), (_ID, f"Packet{band}")):
        made.set(key, value)
    sub(made, "w:name", val=_BANDS[band])
    sub(made, "w:basedOn", val=str(theirs.get(_ID)))
    sub(made, "w:uiPriority", val=99)
    own = next(style for style in ours.iterfind(_STYLE) if style.get(_ID) == band)
    properties = sub(made, "w:pPr")
    stops = sub(properties, "w:tabs")
    wanted = {int(str(tab.get(name("w:pos")))): deepcopy(tab) for tab in own.iter(name("w:tab"))}
    for tab in _inherited(theirs, root, "w:pPr/w:tabs/w:tab"):
        position = _number(tab.get(name("w:pos")))
        if position is not None and position not in wanted:
            cleared = detached("w:tab")
            cleared.set(_VAL, "clear")
            cleared.set(name("w:pos"), str(position))
            wanted[position] = cleared
    stops.extend(tab for _, tab in sorted(wanted.items()))
    sub(properties, "w:ind", left=0, right=0, firstLine=0)
    sub(properties, "w:jc", val="left")
    return made


def _number(text: str | None) -> int | None:
    try:
        return int(str(text))
    except ValueError:
        return None


def _relate(style: Node, ids: Mapping[str, str], plain: str) -> None:
    """Let an added style name the styles of the joined sheet."""
    for tag in _REFERENCES:
        for node in style.findall(name(tag)):
            old = str(node.get(_VAL))
            if tag == "w:basedOn" and old == _NORMAL and style.get(_DEFAULT) is None:
                node.set(_VAL, plain)
            elif old in ids:
                node.set(_VAL, ids[old])
            else:
                style.remove(node)


def _inherited(style: Node, root: Node, path: str) -> Iterator[Node]:
    """Yield what *path* finds in a style, then in those it is based on."""
    sheet = {str(one.get(_ID)): one for one in root.iterfind(_STYLE)}
    current: Node | None = style
    while current is not None:
        yield from current.iterfind("/".join(map(name, path.split("/"))))
        base = current.find(name("w:basedOn"))
        current = sheet.get(str(base.get(_VAL))) if base is not None else None


def _fill_in(kept: Mapping[str, Node], root: Node, ours: Node, numbers: frozenset[str]) -> Iterator[str]:
    """Give the organisation's styles what a packet cannot do without; yield the list styles that have a list."""
    own = {str(style.get(_ID)): style for style in ours.iterfind(_STYLE)}
    for identifier, style in kept.items():
        source = own[identifier].find(name("w:pPr"))
        if source is None or identifier not in BUILT_IN:
            continue
        if source.find(name("w:numPr")) is not None:
            found = next(_inherited(style, root, "w:pPr/w:numPr/w:numId"), None)
            if found is not None and found.get(_VAL) in numbers:
                yield identifier
            else:
                _insert(style, source, "w:numPr", _BEFORE_NUMBERING)
        if identifier.startswith("TOC") and source.find(name("w:tabs")) is not None:
            stops = _inherited(style, root, "w:pPr/w:tabs/w:tab")
            if not any(tab.get(_VAL) in ("right", "end") for tab in stops):
                _insert(style, source, "w:tabs", _BEFORE_TABS)
        if source.find(name("w:outlineLvl")) is not None:
            levels = _inherited(style, root, "w:pPr/w:outlineLvl")
            if next((level.get(_VAL) for level in levels), "9") == "9":
                _insert(style, source, "w:outlineLvl", None)


def _insert(style: Node, source: Node, tag: str, before: frozenset[str] | None) -> None:
    """Copy a paragraph property into a style, to its place in the schema's order: after those in *before*, or last."""
    properties = style.find(name("w:pPr"))
    if properties is None:
        properties = detached("w:pPr")
        late = [name(f"w:{part}") for part in ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr")]
        first = next((node for node in style if node.tag in late), None)
        if first is None:
            style.append(properties)
        else:
            first.addprevious(properties)
    for node in properties.findall(name(tag)):
        properties.remove(node)
    found = source.find(name(tag))
    assert found is not None
    if before is None:
        position = sum(node.tag not in _AFTER_OUTLINE for node in properties)
    else:
        position = sum(node.tag in before for node in properties)
    properties.insert(position, deepcopy(found))
