"""The Word file that a theme names as ``docx_template``: what a packet takes from it.

Enters: bytes of unknown origin. Leaves: a :class:`Template`, or diagnostics that say why there is none; and warnings
for what is left out. Guaranteed: all that is taken over has been read and parsed, so that nothing fails later; nothing
of it leads out of the file but links that a reader follows; no macro, no embedded program, no field that loads a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from pipeline.diagnostics import Diagnostic, Severity, error, warning
from pipeline.docx.container import RELATIONS, Container, Fault, FaultError, Relation, open_container
from pipeline.docx.docprops import CUSTOM
from pipeline.docx.ooxml import NAMESPACES, RELATIONSHIPS, Node, name
from pipeline.values import dataclass

Edge = Literal["header", "footer"]

_KEPT_IN_STORIES = frozenset({f"{RELATIONS}image"})
_LINK = f"{RELATIONS}hyperlink"
_SHOWN = frozenset(map(name, ("w:drawing", "w:pict", "w:object")))
_ALTERNATIVES = name("mc:AlternateContent")
_LOADING = frozenset({"DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "IMPORT", "INCLUDE", "DATABASE", "RD"})
"""Fields that fetch something from elsewhere when they are renewed."""
_FIELD, _FIELD_KIND, _INSTRUCTION = name("w:fldChar"), name("w:fldCharType"), name("w:instrText")
_OF_ONE_FILE = frozenset(
    f"{{{uri}}}{local}"
    for uri in (NAMESPACES["w14"], "http://schemas.microsoft.com/office/word/2012/wordml")
    for local in ("paraId", "textId")
)
_ROOTS = {"styles": "w:styles", "numbering": "w:numbering", "settings": "w:settings", "fontTable": "w:fonts"}


@dataclass(frozen=True, slots=True)
class Story:
    """A header or footer: its element, and the relationships that it uses."""

    root: Node
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """What a packet takes over. *parts*: the path of each part by the kind of its relationship, such as ``styles``.

    *first*: what stands above and below the first page (the letterhead); *running*: on the pages after it. *items*:
    paths of custom XML. *properties*: custom properties.
    """

    container: Container
    parts: Mapping[str, str]
    first: Mapping[Edge, Story]
    running: Mapping[Edge, Story]
    items: tuple[str, ...]
    properties: tuple[Node, ...]

    def tree(self, kind: str) -> Node | None:
        """Return the XML of a part, such as ``styles``; None where the file has none."""
        path = self.parts.get(kind)
        return None if path is None else self.container.tree(path)


def read_template(data: bytes, shown: str) -> tuple[Template | None, list[Diagnostic]]:
    """Return the Word file that is called *shown* in messages, or None with an error; findings have no place yet."""
    container = open_container(data)
    if isinstance(container, Fault):
        return None, [_refused(container, shown)]
    found: list[Diagnostic] = []
    try:
        return _taken(container, partial(_left_out, found, shown)), found
    except FaultError as problem:
        return None, [_refused(problem.fault, shown)]


def _refused(fault: Fault, shown: str) -> Diagnostic:
    return error("docx-template", f"{shown} {fault.message}", help=fault.help)


def _left_out(found: list[Diagnostic], shown: str, what: str, help: str = "") -> None:
    """Note that *what* of the file is not taken over; without *help* nobody can or need do anything."""
    message = f"{shown}: {what}"
    finding = warning("docx-template", message, help=help) if help else _note(message)
    if finding not in found:
        found.append(finding)


def _note(message: str) -> Diagnostic:
    return Diagnostic(Severity.NOTE, "docx-template", message)


def _taken(container: Container, left_out: Callable[..., None]) -> Template:
    relations = container.relations(container.main)
    parts = {}
    for kind in (*_ROOTS, "theme"):
        path = next((one.target for one in relations if one.kind == RELATIONS + kind and not one.external), None)
        if path is not None:
            parts[kind] = path
            if kind == "theme":
                container.tree(path)
            elif container.tree(path).tag != name(_ROOTS[kind]):
                raise FaultError(Fault(f"is broken: its part {path} is not what it says it is"))
    if "settings" in parts:
        _check_settings(container, parts["settings"], left_out)
    by_id = {one.identifier: one for one in relations if not one.external}
    first, running = _stories(container, by_id, left_out)
    items = tuple(one.target for one in relations if one.kind == f"{RELATIONS}customXml" and not one.external)
    for path in (*items, *(one.target for item in items for one in container.relations(item) if not one.external)):
        container.tree(path)
    for path in ("fontTable", "theme", "numbering"):
        for one in container.relations(parts.get(path, "")) if path in parts else ():
            if not one.external:
                container.data(one.target)
    return Template(container, parts, first, running, items, _properties(container))


def _check_settings(container: Container, path: str, left_out: Callable[..., None]) -> None:
    for one in container.relations(path):
        if one.external and one.kind == f"{RELATIONS}attachedTemplate":
            left_out("the template that it is attached to is not taken over")
        elif one.external:
            left_out("the data source of its mail merge is not taken over")
    if container.tree(path).find(name("w:documentProtection")) is not None:
        left_out("its protection against changes is not taken over")


def _properties(container: Container) -> tuple[Node, ...]:
    kind = f"{RELATIONS}custom-properties"
    path = next((one.target for one in container.relations("") if one.kind == kind and not one.external), None)
    if path is None:
        return ()
    return tuple(container.tree(path).iter(f"{{{CUSTOM}}}property"))


def _stories(
    container: Container, by_id: Mapping[str, Relation], left_out: Callable[..., None]
) -> tuple[dict[Edge, Story], dict[Edge, Story]]:
    """Return the letterhead and what stands on later pages: of the first section that names any."""
    sections = list(container.tree(container.main).iter(name("w:sectPr")))
    section = next((one for one in sections if one.find(name("w:headerReference")) is not None), None)
    if section is None:
        section = next((one for one in sections if one.find(name("w:footerReference")) is not None), None)
    first: dict[Edge, Story] = {}
    running: dict[Edge, Story] = {}
    if section is None:
        return first, running
    edges: tuple[Edge, ...] = ("header", "footer")
    for edge in edges:
        named = {
            str(node.get(name("w:type"), "default")): by_id[identifier].target
            for node in section.iter(name(f"w:{edge}Reference"))
            if (identifier := str(node.get(name("r:id")))) in by_id
        }
        usual = named.get("default")
        letterhead = named.get("first") if _is_on(section, "w:titlePg") else usual
        for stories, path in ((first, letterhead), (running, usual)):
            if path is not None:
                stories[edge] = _story(container, path, left_out)
    return first, running


def _is_on(parent: Node, tag: str) -> bool:
    node = parent.find(name(tag))
    return node is not None and node.get(name("w:val"), "1") not in ("0", "false", "off")


def _story(container: Container, path: str, left_out: Callable[..., None]) -> Story:
    """Return a header or footer without what clashes in another file or leads out of this one."""
    root = container.tree(path)
    if root.tag not in (name("w:hdr"), name("w:ftr")):
        raise FaultError(Fault(f"is broken: its part {path} is not what it says it is"))
    relations = []
    for one in container.relations(path):
        if one.external and one.kind == _LINK:
            relations.append(one)
        elif not one.external and one.kind in _KEPT_IN_STORIES:
            container.data(one.target)
            relations.append(one)
    kept = {"", *(one.identifier for one in relations)}
    if _cut(root, kept):
        help = "insert the picture into the file in Word (not as a link), or take the object out"
        left_out("a picture outside the file, or an object in it, is left out of its header or footer", help)
    if _stop_loading(root):
        left_out("a field that loads another file is now plain text in its header or footer")
    for node in list(root.iter(name("w:bookmarkStart"), name("w:bookmarkEnd"))):
        _remove(node)
    for node in root.iter(name("w:sdtPr")):
        for identifier in node.findall(name("w:id")):
            node.remove(identifier)
    for node in root.iter():
        for attribute in _OF_ONE_FILE & {str(key) for key in node.attrib}:
            del node.attrib[attribute]
    used = {str(value) for node in root.iter() for key, value in node.attrib.items() if _refers(str(key))}
    return Story(root, tuple(one for one in relations if one.identifier in used))


def _refers(attribute: str) -> bool:
    return attribute.startswith(f"{{{RELATIONSHIPS}}}")


def _cut(root: Node, kept: set[str]) -> bool:
    """Remove what shows something that is not *kept*; whether there was any."""
    found = False
    for node in list(root.iter()):
        lost = [key for key, value in node.attrib.items() if _refers(str(key)) and str(value) not in kept]
        if not lost:
            continue
        whole = len(lost) == len([key for key in node.attrib if _refers(str(key))])
        if whole and node.tag != name("w:hyperlink"):
            found = True
            _remove(_shown(node))
        for key in lost:
            del node.attrib[key]
    return found


def _shown(node: Node) -> Node:
    """Return the drawing or object that *node* is part of, with its alternatives; else *node* itself."""
    outermost = node
    for above in node.iterancestors():
        if above.tag in _SHOWN or (above.tag == _ALTERNATIVES and outermost is not node):
            outermost = above
    return outermost


def _stop_loading(root: Node) -> bool:
    """Turn fields that load something into their results; whether there were any."""
    found = False
    for simple in list(root.iter(name("w:fldSimple"))):
        if _loads(str(simple.get(name("w:instr"), ""))):
            found = True
            for child in list(simple):
                simple.addprevious(child)
            _remove(simple)
    opened: list[tuple[list[Node], list[str]]] = []
    for node in list(root.iter(_FIELD, _INSTRUCTION)):
        if node.get(_FIELD_KIND) == "begin":
            opened.append(([], []))
        if not opened:
            continue
        nodes, words = opened[-1]
        nodes.append(node)
        words.append(node.text or "")
        if node.get(_FIELD_KIND) == "end":
            opened.pop()
            if _loads("".join(words)):
                found = True
                for part in nodes:
                    _remove(part)
    return found


def _loads(instruction: str) -> bool:
    return instruction.strip().partition(" ")[0].upper() in _LOADING


def _remove(node: Node) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
