"""A PDF file opened for our checks: its pages, its tag tree in the order of reading, its name and number trees.

Enters: a file that pikepdf has opened. Leaves: a :class:`PdfFile` whose parts are plain Python values around pikepdf's
objects. Guaranteed: a tree that runs in circles is walked once; an element of the wrong type is noted in
:attr:`PdfFile.faults` and left out, so that the checks meet only what they expect.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from pipeline.values import dataclass, field

Key = tuple[int, int]
"""An indirect object's number and generation."""

_MOST_ROLES = 32
_MOST_LEVELS = 64


@dataclass(slots=True)
class Tag:
    """A structure element (ISO 32000-1, 14.7.2). *kind*: its standard type, after the role map; *index* counts from 0.

    *marks* are pairs of page and MCID, *objects* the annotations and XObjects it owns, *page* the number of the page on
    which it begins (0: it has no content).
    """

    index: int
    node: Any
    kind: str
    parent: int
    children: list[int] = field(default_factory=list)
    marks: list[tuple[Key, int]] = field(default_factory=list)
    objects: list[Key] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    page: int = 0

    def text(self, key: str) -> str:
        """Return a text string of the element, empty when it has none."""
        value = self.node.get(key)
        return str(value) if isinstance(value, String) else ""

    @property
    def identifier(self) -> bytes | None:
        value = self.node.get("/ID")
        return bytes(value) if isinstance(value, String) else None

    def span(self, key: str) -> int:
        """Return ColSpan or RowSpan."""
        value = self.attributes.get(key, 1)
        return value if isinstance(value, int) and value > 0 else 1


class PdfFile:
    """An open PDF file."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root
        self.faults: list[str] = []
        self.pages: list[Any] = [page.obj for page in pdf.pages]
        self.number_of: dict[Key, int] = {page.objgen: number for number, page in enumerate(self.pages, 1)}
        """The pages' numbers, from 1, by their keys."""

    @cached_property
    def tree(self) -> Any:
        """The StructTreeRoot, or None."""
        found = self.root.get("/StructTreeRoot")
        return found if isinstance(found, Dictionary) else None

    @cached_property
    def tags(self) -> list[Tag]:
        """Every structure element in the order of reading, parents first."""
        return _read_tags(self) if self.tree is not None else []

    @cached_property
    def parents(self) -> dict[int, Any]:
        """The ParentTree (14.7.4.4)."""
        return {
            key: value
            for key, value in tree_entries(self.tree.get("/ParentTree"), "/Nums", self.faults)
            if isinstance(key, int)
        }

    @cached_property
    def tag_of(self) -> dict[Key, Tag]:
        """The elements by their keys; elements that are no indirect objects are left out."""
        return {tag.node.objgen: tag for tag in self.tags if tag.node.objgen[0]}

    def annotations(self) -> Iterator[tuple[int, Any]]:
        """Yield the number of a page and an annotation on it."""
        for number, page in enumerate(self.pages, 1):
            for annotation in listed(page.get("/Annots")):
                if isinstance(annotation, Dictionary):
                    yield number, annotation

    def below(self, tag: Tag) -> Iterator[Tag]:
        """Yield the elements inside of *tag*, in the order of reading."""
        waiting = list(reversed(tag.children))
        while waiting:
            found = self.tags[waiting.pop()]
            yield found
            waiting += reversed(found.children)

    def above(self, tag: Tag) -> Iterator[Tag]:
        """Yield the elements around *tag*, the nearest first."""
        while tag.parent >= 0:
            tag = self.tags[tag.parent]
            yield tag


def listed(value: Any) -> list[Any]:
    """Return an array's items, or the one value that stands in its place; nothing for None."""
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


def on_page(number: int) -> str:
    """How a message begins that is about a page."""
    return f"page {number}: " if number else ""


def tree_entries(top: Any, key: str, faults: list[str]) -> Iterator[tuple[Any, Any]]:
    """Yield keys and values of a name tree (``/Names``) or number tree (``/Nums``; ISO 32000-1, 7.9.6 and 7.9.7).

    Names are bytes, numbers int. What the tree does not keep of its promises goes to *faults*.
    """
    what = "name tree" if key == "/Names" else "number tree"
    yield from _node_entries(top, key, faults, what, 0)


def _node_entries(node: Any, key: str, faults: list[str], what: str, depth: int) -> Iterator[tuple[Any, Any]]:
    if not isinstance(node, Dictionary) or depth > _MOST_LEVELS:
        faults.append(f"a {what} is not built as it should be")
        return
    items = listed(node.get(key))
    entries = [(_tree_key(name), value) for name, value in zip(items[0::2], items[1::2], strict=False)]
    for kid in listed(node.get("/Kids")):
        entries += _node_entries(kid, key, faults, what, depth + 1)
    keys: list[Any] = [name for name, _ in entries]
    if len(items) % 2 or any(name is None for name in keys):
        faults.append(f"a {what} has a key without a value, or of the wrong type")
        return
    if any(first >= second for first, second in itertools.pairwise(keys)):
        faults.append(f"a {what} is not sorted, or has a key twice")
    if "/Limits" in node and keys and [_tree_key(limit) for limit in listed(node.Limits)] != [keys[0], keys[-1]]:
        faults.append(f"the limits of a {what} are not those of its keys")
    yield from entries


def _tree_key(value: Any) -> bytes | int | None:
    if isinstance(value, String):
        return bytes(value)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _read_tags(file: PdfFile) -> list[Tag]:
    """Walk the tree; every element is met once, whatever leads to it."""
    roles = file.tree.get("/RoleMap", Dictionary())
    classes = file.tree.get("/ClassMap", Dictionary())
    tags: list[Tag] = []
    seen: set[Key] = set()
    waiting: list[tuple[Any, int, Any]] = [(kid, -1, None) for kid in reversed(listed(file.tree.get("/K")))]
    while waiting:
        node, parent, page = waiting.pop()
        key = node.objgen if isinstance(node, Dictionary) else (0, 0)
        if not isinstance(node, Dictionary) or not isinstance(node.get("/S"), Name) or key in seen:
            what = "an element twice" if key in seen else "a child that is no element"
            file.faults.append(f"the tag tree has {what}")
            continue
        if key[0]:
            seen.add(key)
        tag = Tag(len(tags), node, _standard(str(node.S), roles), parent, attributes=_attributes(node, classes))
        tags.append(tag)
        if parent >= 0:
            tags[parent].children.append(tag.index)
        page = node.get("/Pg", page)
        waiting += reversed([(kid, tag.index, page) for kid in _own(file, tag, page)])
    for tag in reversed(tags):
        if tag.page and tag.parent >= 0:
            above = tags[tag.parent]
            above.page = min(above.page or tag.page, tag.page)
    return tags


def _own(file: PdfFile, tag: Tag, page: Any) -> Iterable[Any]:
    """Note a tag's own content; return the elements below it."""
    below: list[Any] = []
    for kid in listed(tag.node.get("/K")):
        if isinstance(kid, int):
            _mark(file, tag, page, kid)
        elif not isinstance(kid, Dictionary):
            file.faults.append(f"a {tag.kind} element has a child that is none")
        elif kid.get("/Type") == Name.MCR:
            if "/Stm" not in kid:
                _mark(file, tag, kid.get("/Pg", page), int(kid.MCID))
            else:  # in a form on the page, as inserted pages are
                _begins(file, tag, kid.get("/Pg", page))
        elif kid.get("/Type") == Name.OBJR:
            found = kid.get("/Obj")
            if isinstance(found, (Dictionary, Stream)):
                tag.objects.append(found.objgen)
                _begins(file, tag, kid.get("/Pg", page))
            else:
                file.faults.append(f"a {tag.kind} element refers to an object that is not there")
        else:
            below.append(kid)
    return below


def _mark(file: PdfFile, tag: Tag, page: Any, mark: int) -> None:
    if not isinstance(page, Dictionary) or page.objgen not in file.number_of:
        file.faults.append(f"a {tag.kind} element has content on no page of this file")
        return
    tag.marks.append((page.objgen, mark))
    _begins(file, tag, page)


def _begins(file: PdfFile, tag: Tag, page: Any) -> None:
    if isinstance(page, Dictionary):
        number = file.number_of.get(page.objgen, 0)
        tag.page = min(tag.page or number, number)


def _standard(role: str, roles: Any) -> str:
    """Return the type that a role map leads to (14.7.3)."""
    for _ in range(_MOST_ROLES):
        mapped = roles.get(role) if isinstance(roles, Dictionary) else None
        if not isinstance(mapped, Name):
            break
        role = str(mapped)
    return role.removeprefix("/")


def _attributes(node: Any, classes: Any) -> dict[str, Any]:
    """Return the attributes of an element (14.7.5), those of its classes first; revision numbers are left out."""
    found: dict[str, Any] = {}
    named = [classes.get(str(name)) for name in listed(node.get("/C")) if isinstance(name, Name)]
    for group in (*(one for value in named for one in listed(value)), *listed(node.get("/A"))):
        if isinstance(group, Dictionary):
            found |= {key.removeprefix("/"): value for key, value in group.items()}
    return found


def marks_of(page: Any) -> list[int]:
    """Return the MCIDs of a page's content, in the order of drawing."""
    properties = page.get("/Resources", Dictionary()).get("/Properties", Dictionary())
    found = []
    for instruction in pikepdf.parse_content_stream(page, "BDC"):
        if len(instruction.operands) == 2:
            given: Any = instruction.operands[1]
            given = properties.get(str(given)) if isinstance(given, Name) else given
            if isinstance(given, Dictionary) and isinstance(given.get("/MCID"), int):
                found.append(int(given.MCID))
    return found
