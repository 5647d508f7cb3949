"""A packet built on an organisation's Word file: its parts join ours in the package.

Enters: the package with all that was written, our styles, lists, settings and fonts, and the file. Leaves: the package
with both. Guaranteed: nothing of theirs has the name or id of something of ours; what we wrote names their styles where
they have them.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from docx.opc.packuri import PackURI
from lxml import etree

from pipeline.docx.container import RELATIONS, Relation
from pipeline.docx.identity import NAMESPACE
from pipeline.docx.mergedlists import list_ids, merge_lists, move_lists, move_references, sound_lists
from pipeline.docx.mergedstyles import merge_styles
from pipeline.docx.ooxml import RELATIONSHIPS, WORD, Node, name
from pipeline.docx.package import KINDS, Leaf, Parcel
from pipeline.docx.template import Story, Template

_VAL = name("w:val")
_STYLED = tuple(map(name, ("w:pStyle", "w:rStyle", "w:tblStyle", "w:clickAndTypeStyle", "w:defaultTableStyle")))
_FAMILY = NAMESPACE.rpartition(":")[0]
_SHAPE_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIRST_SHAPE = 800_000_001
"""Ids of the letterhead's drawings; ours count from 1."""
_EMBEDDED = tuple(map(name, ("w:embedRegular", "w:embedBold", "w:embedItalic", "w:embedBoldItalic")))
_SETTINGS = (
    *("w:removePersonalInformation", "w:removeDateAndTime", "w:hideSpellingErrors", "w:hideGrammaticalErrors"),
    *("w:stylePaneFormatFilter", "w:stylePaneSortMethod", "w:defaultTabStop", "w:characterSpacingControl"),
    *("w:docVars", "w:clrSchemeMapping", "w:decimalSymbol", "w:listSeparator"),
)
"""What a file's settings say of how it is worked with, in the schema's order; all else is ours."""
_ORDER = tuple(
    map(
        name,
        (
            *("w:writeProtection", "w:view", "w:zoom", "w:removePersonalInformation", "w:removeDateAndTime"),
            *("w:embedTrueTypeFonts", "w:mirrorMargins", "w:gutterAtTop", "w:hideSpellingErrors"),
            *("w:hideGrammaticalErrors", "w:stylePaneFormatFilter", "w:stylePaneSortMethod", "w:defaultTabStop"),
            *("w:autoHyphenation", "w:consecutiveHyphenLimit", "w:hyphenationZone", "w:doNotHyphenateCaps"),
            *("w:clickAndTypeStyle", "w:defaultTableStyle", "w:evenAndOddHeaders", "w:characterSpacingControl"),
            *("w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "w:themeFontLang"),
            *("w:clrSchemeMapping", "w:decimalSymbol", "w:listSeparator"),
        ),
    )
)
"""The order of settings (ECMA-376 part 1, 17.15.1.78), as far as we or a file write them."""


def adopt(
    template: Template, parcel: Parcel, document: Leaf, lang: str, letterheads: Iterable[tuple[Leaf, Story]]
) -> None:
    """Join *template* to a package whose parts are all there. *letterheads*: where its headers and footers go."""
    parts = {kind: _related(document, kind) for kind in ("styles", "numbering", "settings", "fonts", "theme")}
    others = (parts["styles"], parts["numbering"], parts["fonts"])
    leaves = [part for part in parcel.package.iter_parts() if isinstance(part, Leaf) and part not in others]
    stories = [part.element for part in leaves if part.element is not None and _is_word(part.element)]
    adoption = Adoption(template, parcel)
    adoption.styles_and_lists(parts["styles"], parts["numbering"], stories, lang)
    adoption.bullets(parts["numbering"])
    adoption.settings(parts["settings"])
    adoption.fonts(parts["fonts"])
    adoption.theme(parts["theme"])
    adoption.items(document)
    for part, story in letterheads:
        adoption.story(part, story)


def _related(document: Leaf, kind: str) -> Leaf:
    found = document.part_related_by(KINDS[kind][2])
    assert isinstance(found, Leaf)
    return found


def _element(part: Leaf) -> Node:
    assert part.element is not None, "a part of ours is made of elements until the package is written"
    return part.element


def _is_word(root: Node) -> bool:
    return str(root.tag).startswith(f"{{{WORD}}}")


class Adoption:
    """The joining of one file to one package."""

    def __init__(self, template: Template, parcel: Parcel) -> None:
        self._template = template
        self._parcel = parcel
        self._copied: dict[str, Leaf] = {}
        self._lists = sound_lists(template.tree("numbering"))
        self._shapes = _FIRST_SHAPE

    def styles_and_lists(self, styles: Leaf, numbering: Leaf, stories: Iterable[Node], lang: str) -> None:
        """Join the styles and lists; *stories*, all that we wrote and our settings, then name these."""
        own, lists = _element(styles), _element(numbering)
        step = move_lists(self._lists, lists)
        for root in (own, *stories):
            move_references(root, step)
        merged = merge_styles(self._template.tree("styles"), own, lang, list_ids(self._lists))
        if merged.ids:
            for root in stories:
                for node in root.iter(*_STYLED):
                    node.set(_VAL, merged.ids.get(str(node.get(_VAL)), str(node.get(_VAL))))
        styles.replace(merged.root)
        numbering.replace(merge_lists(self._lists, lists, merged.ids, merged.numbered))

    def bullets(self, part: Leaf) -> None:
        """Bring along the pictures that their lists have for bullets."""
        path = self._template.parts.get("numbering")
        if path is None:
            return
        root = _element(part)
        relations = [one for one in self._template.container.relations(path) if one.kind == f"{RELATIONS}image"]
        self._relate(part, [one for one in relations if not one.external])
        known = {one.identifier for one in relations if not one.external}
        pictures = [node for node in root if node.tag == name("w:numPicBullet")]
        if any(one not in known for node in pictures for one in _references(node)):
            for node in [*pictures, *root.iter(name("w:lvlPicBulletId"))]:
                _remove(node)

    def theme(self, part: Leaf) -> None:
        """Let the theme part hold their colours and fonts, with its pictures."""
        path = self._template.parts.get("theme")
        if path is not None:
            part.replace(self._template.container.data(path))
            self._relate(part, [one for one in self._template.container.relations(path) if not one.external])

    def settings(self, part: Leaf) -> None:
        """Put what they say of how the file is worked with into our settings."""
        theirs = self._template.tree("settings")
        if theirs is None:
            return
        ours = _element(part)
        for tag in _SETTINGS:
            found = theirs.find(name(tag))
            if found is not None:
                for old in ours.findall(name(tag)):
                    ours.remove(old)
                copy = deepcopy(found)
                etree.cleanup_namespaces(copy)
                ours.append(copy)
        children = sorted(ours, key=lambda node: _ORDER.index(node.tag) if node.tag in _ORDER else len(_ORDER))
        ours[:] = children

    def fonts(self, part: Leaf) -> None:
        """Put the fonts that they name or embed into our font table."""
        theirs, path = self._template.tree("fontTable"), self._template.parts.get("fontTable")
        if theirs is None or path is None:
            return
        table = _element(part)
        relations = {one.identifier: one for one in self._template.container.relations(path) if not one.external}
        known = {str(node.get(name("w:name"))).casefold() for node in table}
        for font in theirs.iterfind(name("w:font")):
            shown = str(font.get(name("w:name"), ""))
            if not shown or shown.casefold() in known:
                continue
            known.add(shown.casefold())
            copy = deepcopy(font)
            for node in [node for node in copy if node.tag in _EMBEDDED]:
                relation = relations.get(str(node.get(name("r:id"))))
                if relation is None or relation.kind != f"{RELATIONS}font":
                    copy.remove(node)
                else:
                    node.set(name("r:id"), part.link(self._copy(relation.target), "font"))
            etree.cleanup_namespaces(copy)
            table.append(copy)

    def items(self, document: Leaf) -> None:
        """Bring their custom XML along, but the record of an edition of ours that somebody made a template of."""
        for path in self._template.items:
            root = self._template.container.tree(path)
            if not (etree.QName(root).namespace or "").startswith(_FAMILY):
                document.link(self._copy(path), "record")

    def story(self, part: Leaf, story: Story) -> None:
        """Put a letterhead into a header or footer of ours: below our marking, or above it in a footer."""
        ours = _element(part)
        root = deepcopy(story.root)
        for node in root.iter(_SHAPE_ID):
            node.set("id", str(self._shapes))
            self._shapes += 1
        if root.tag == name("w:hdr"):
            root[:0] = list(ours)
        else:
            root.extend(list(ours))
        part.replace(root)
        self._relate(part, story.relations)

    def _relate(self, part: Leaf, relations: Iterable[Relation]) -> None:
        """Give a part relationships of theirs, under their ids."""
        for one in relations:
            if one.external:
                part.load_rel(one.kind, one.target, one.identifier, is_external=True)
            else:
                part.load_rel(one.kind, self._copy(one.target), one.identifier)

    def _copy(self, path: str) -> Leaf:
        """Return the copy of a part of theirs, under a free name, with what belongs to it."""
        found = self._copied.get(path)
        if found is None:
            container = self._template.container
            uri = self._free(path)
            found = Leaf(uri, container.content_type(path), self._parcel.package, container.data(path))
            self._copied[path] = found
            for one in container.relations(path):
                if not one.external:
                    found.load_rel(one.kind, self._copy(one.target), one.identifier)
        return found

    def _free(self, path: str) -> PackURI:
        taken = {str(part.partname).casefold() for part in self._parcel.package.iter_parts()}
        taken |= {str(part.partname).casefold() for part in self._copied.values()}
        stem, dot, extension = path.rpartition(".")
        wanted, count = f"/{path}", 1
        while wanted.casefold() in taken:
            count += 1
            wanted = f"/{stem}-{count}{dot}{extension}"
        return PackURI(wanted)


def _references(node: Node) -> list[str]:
    space = f"{{{RELATIONSHIPS}}}"
    return [str(value) for part in node.iter() for key, value in part.attrib.items() if str(key).startswith(space)]


def _remove(node: Node) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
