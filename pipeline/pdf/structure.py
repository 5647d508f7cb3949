"""The structure tree: what the pages' content means (ISO 32000-1, 14.7 and 14.8; PDF/UA-1, 7).

Enters: the elements of a layout, and for each where its content came to stand. Leaves: StructTreeRoot, ParentTree,
IDTree and one StructElem an element. Guaranteed: children stand in the order of the layout's elements, never in that of
drawing; an element without content or children is left out, except for the rows and cells of a table, whose grid would
lose its shape, for the body of a list item, and for an inserted file's article; what a layout promised and did not keep
is a :class:`~pipeline.pdf.faults.LayoutError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.layout.frames import Element
from pipeline.pdf.document import Document
from pipeline.pdf.faults import fault
from pipeline.pdf.metadata import check_language
from pipeline.pdf.syntax import name, rectangle, reference, text

_GROUPS = ("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct")
_BLOCKS = ("H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl", "LBody")
_TABLES = ("Table", "THead", "TBody", "TFoot", "TR", "TH", "TD")
_INLINES = ("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Figure", "Formula")
KINDS = frozenset((*_GROUPS, *_BLOCKS, *_TABLES, *_INLINES))
_KEPT_EMPTY = frozenset({"Document", "Art", "LBody", "TR", "TH", "TD"})
"""An article takes in the elements of an inserted file, once its pages are in place."""
_ATTRIBUTED = frozenset({"L", "Figure", "Table", "TH", "TD"})
_LEAF = 64
"""Entries in a leaf of a number or name tree."""


class Box(NamedTuple):
    """A rectangle in PDF's space, in points."""

    left: float
    bottom: float
    right: float
    top: float


class Marks:
    """Where the elements' content stands, gathered while pages are written.

    *pages* and *marks* hold for each element page index and MCID of its first content (-1: none), *more* the pairs that
    follow, in the order of drawing. *annotations* are pairs of page index and object number, *boxes* the extents of
    figures, *texts* what is read aloud in the content's place. Flat lists of numbers, because the garbage collector's
    walks over a list for each element would take longer than all the rest.
    """

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements
        self.pages = [-1] * len(elements)
        self.marks = [-1] * len(elements)
        self.more: dict[int, list[tuple[int, int]]] = {}
        self.annotations: dict[int, list[tuple[int, int]]] = {}
        self.boxes: dict[int, Box] = {}
        self.texts: dict[int, str] = {}
        self.parents = _checked_parents(elements)

    def add(self, element: int, page: int, mark: int) -> None:
        """Note that the marked content *mark* of *page* belongs to *element*, which may hold content."""
        if not 0 < element < len(self.elements):
            raise fault(f"content names the element {element}, of which there are {len(self.elements)}")
        if self.pages[element] < 0:
            if element in self.parents:
                raise fault(f"the {self.elements[element].kind} element {element} has both content and child elements")
            self.pages[element] = page
            self.marks[element] = mark
        else:
            self.more.setdefault(element, []).append((page, mark))

    def content(self, element: int) -> list[tuple[int, int]]:
        """Return pairs of page index and MCID in the order of drawing."""
        if self.pages[element] < 0:
            return []
        return [(self.pages[element], self.marks[element]), *self.more.get(element, ())]

    def add_picture(self, element: int, box: Box) -> None:
        """Note that a picture stands in *box*, for the Figure that *element* is or is part of."""
        figure = element
        while figure >= 0 and self.elements[figure].kind != "Figure":
            figure = self.elements[figure].parent
        if figure < 0:
            raise fault(f"a picture belongs to the {self.elements[element].kind} element {element}, which is no Figure")
        old = self.boxes.get(figure, box)
        self.boxes[figure] = Box(
            min(old.left, box.left), min(old.bottom, box.bottom), max(old.right, box.right), max(old.top, box.top)
        )


def _checked_parents(elements: Sequence[Element]) -> frozenset[int]:
    """Return the elements that have children. Raises LayoutError where the elements are no tree in document order."""
    if not elements or elements[0].kind != "Document" or elements[0].parent != -1:
        raise fault("element 0 is not the Document element")
    for index, element in enumerate(elements):
        if element.kind not in KINDS:
            raise fault(f"element {index} is of the kind {element.kind!r}, which PDF 1.7 does not know")
        if index and not 0 <= element.parent < index:
            raise fault(f"the {element.kind} element {index} has the parent {element.parent}, which is not before it")
    return frozenset([element.parent for element in elements if element.parent >= 0])


class _Tree(NamedTuple):
    """The elements that are kept: the object *numbers* of each, 0 for those left out.

    The numbers of an element's children are ``children[starts[element] : starts[element + 1]]``.
    """

    numbers: list[int]
    starts: list[int]
    children: list[int]


def write_structure(
    document: Document, marks: Marks, owners: Sequence[Sequence[int]], links: Sequence[int], first_page: int
) -> None:
    """Add the tree to the document.

    *owners*: for each page its marked contents' elements, by MCID. *links*: the elements of the annotations, whose keys
    in the ParentTree follow the pages'. *first_page*: the first page's object number.
    """
    root = document.reserve()
    tree = _kept(marks, document)
    numbers = tree.numbers
    _check(marks, numbers)
    document.put_block(numbers[0], _bodies(marks, tree, first_page, root))
    leaves = [
        b"%d[%b]" % (key, b" ".join([b"%d 0 R" % numbers[element] for element in page]))
        for key, page in enumerate(owners)
    ]
    leaves += [b"%d %d 0 R" % (key, numbers[element]) for key, element in enumerate(links, len(owners))]
    entries = b"/K %d 0 R/ParentTree %b/ParentTreeNextKey %d" % (
        numbers[0],
        _parent_tree(document, leaves),
        len(leaves),
    )
    identifiers = {
        element.identifier: number
        for element, number in zip(marks.elements, numbers, strict=True)
        if element.identifier and number
    }
    if identifiers:
        entries += b"/IDTree %b" % _id_tree(document, identifiers)
    document.put(root, b"<</Type/StructTreeRoot%b>>" % entries)
    document.catalog(StructTreeRoot=reference(root))


def _kept(marks: Marks, document: Document) -> _Tree:
    """Decide which elements are kept, and number those in the order of the document."""
    elements = marks.elements
    kept = [page >= 0 for page in marks.pages]
    for index in marks.annotations:
        kept[index] = True
    counts = [0] * (len(elements) + 1)
    for index in range(len(elements) - 1, 0, -1):
        if kept[index] or elements[index].kind in _KEPT_EMPTY:
            kept[index] = kept[elements[index].parent] = True
            counts[elements[index].parent] += 1
    kept[0] = True
    starts = [0, *accumulate(counts)]
    ends = starts[:-1]
    number = document.reserve_block(sum(kept))
    numbers = [0] * len(elements)
    children = [0] * starts[-1]
    for index, keep in enumerate(kept):
        if keep:
            numbers[index] = number
            if index:
                parent = elements[index].parent
                children[ends[parent]] = number
                ends[parent] += 1
            number += 1
    return _Tree(numbers, starts, children)


def _check(marks: Marks, numbers: Sequence[int]) -> None:
    """Raise LayoutError for what veraPDF would not notice, or only in the finished file."""
    identifiers: dict[str, str] = {}
    referring: list[Element] = []
    for index, element in enumerate(marks.elements):
        kind = element.kind
        if element.identifier:
            if element.identifier in identifiers:
                raise fault(f"two elements have the identifier {element.identifier!r}")
            identifiers[element.identifier] = kind
        if element.headers:
            referring.append(element)
        if not numbers[index]:
            continue
        if kind == "Link" and index not in marks.annotations:
            raise fault(f"the Link element {index} has no area to click on")
        if kind == "Figure" and not element.alt:
            raise fault(f"the Figure element {index} has no text alternative")
        if kind == "Figure" and index not in marks.boxes:
            raise fault(f"the Figure element {index} has no picture")
        if kind == "Note" and not element.identifier:
            raise fault(f"the Note element {index} has no identifier, which PDF/UA-1 (7.9) asks for")
    for element in referring:
        for header in element.headers:
            if identifiers.get(header) != "TH":
                raise fault(f"a {element.kind} names the header cell {header!r}, which there is not")
    for lang in {element.lang: None for element in marks.elements if element.lang}:
        check_language(lang)


def _bodies(marks: Marks, tree: _Tree, first_page: int, root: int) -> list[bytes]:
    """Return the StructElems (14.7.2) of the elements that are kept. There are some 70 to a page: speed matters."""
    numbers, starts, children = tree
    bodies: list[bytes] = []
    tags = {kind: name(kind) for kind in KINDS}
    for index, element in enumerate(marks.elements):
        if not numbers[index]:
            continue
        if index in marks.annotations or index in marks.more:
            kids = _mixed_kids(index, marks, children[starts[index] : starts[index + 1]], first_page)
        elif marks.pages[index] >= 0:
            kids = b"/Pg %d 0 R/K %d" % (first_page + marks.pages[index], marks.marks[index])
        elif starts[index] != starts[index + 1]:
            kids = b"/K[%b]" % b" ".join([b"%d 0 R" % child for child in children[starts[index] : starts[index + 1]]])
        else:
            kids = b""
        entries = b""
        kind = element.kind
        if element.lang or element.alt or element.identifier or element.title or kind in _ATTRIBUTED:
            entries = _entries(element, marks.boxes.get(index))
        if index in marks.texts:
            entries += b"/ActualText%b" % text(marks.texts[index])
        parent = numbers[element.parent] if index else root
        bodies.append(b"<</Type/StructElem/S%b/P %d 0 R%b%b>>" % (tags[kind], parent, kids, entries))
    return bodies


def _mixed_kids(index: int, marks: Marks, children: Sequence[int], first_page: int) -> bytes:
    """Return Pg and K for content in several places, on several pages, or with annotations."""
    content = marks.content(index)
    annotations = marks.annotations.get(index, [])
    home = content[0][0] if content else annotations[0][0]
    kids = [b"%d 0 R" % child for child in children]
    kids += [
        b"%d" % mark if page == home else b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (first_page + page, mark)
        for page, mark in content
    ]
    kids += [b"<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (first_page + page, number) for page, number in annotations]
    return b"/Pg %d 0 R/K[%b]" % (first_page + home, b" ".join(kids))


def _entries(element: Element, box: Box | None) -> bytes:
    """Return the entries of an element beyond its place in the tree, its attributes (14.8.5) among them."""
    entries = b""
    if element.title:
        entries += b"/T%b" % text(element.title)
    if element.lang:
        entries += b"/Lang%b" % text(element.lang)
    if element.alt:
        entries += b"/Alt%b" % text(element.alt)
    if element.identifier:
        entries += b"/ID%b" % text(element.identifier)
    if element.kind in _ATTRIBUTED:
        attributes = _attributes(element, box)
        if attributes:
            entries += b"/A<<%b>>" % attributes
    return entries


def _attributes(element: Element, box: Box | None) -> bytes:
    """Return the inside of the attribute dictionary that the element's kind has; empty: none."""
    if element.kind == "L":
        return b"/O/List/ListNumbering%b" % name(element.numbering) if element.numbering else b""
    if element.kind == "Figure":
        return b"/O/Layout/Placement/Block/BBox%b" % rectangle(*box) if box else b""
    attributes = b""
    if element.scope:
        attributes += b"/Scope%b" % name(element.scope)
    if element.headers:
        attributes += b"/Headers[%b]" % b"".join(map(text, element.headers))
    if element.column_span != 1:
        attributes += b"/ColSpan %d" % element.column_span
    if element.row_span != 1:
        attributes += b"/RowSpan %d" % element.row_span
    if element.summary:
        attributes += b"/Summary%b" % text(element.summary)
    return b"/O/Table%b" % attributes if attributes else b""


def _parent_tree(document: Document, entries: Sequence[bytes]) -> bytes:
    """Return a reference to a number tree (7.9.7) with the keys 0, 1, …; *entries* hold key and value."""
    leaves = []
    for start in range(0, len(entries), _LEAF):
        portion = entries[start : start + _LEAF]
        limits = (start, start + len(portion) - 1)
        leaves.append(document.add(b"<</Limits[%d %d]/Nums[%b]>>" % (*limits, b" ".join(portion))))
    return reference(document.add(b"<</Kids[%b]>>" % b" ".join(map(reference, leaves))))


def _id_tree(document: Document, identifiers: Mapping[str, int]) -> bytes:
    """Return a reference to a name tree (7.9.6) from identifiers to object numbers, ordered by the names' bytes."""
    entries = [(text(key), number) for key, number in sorted(identifiers.items(), key=_byte_order)]
    leaves = []
    for start in range(0, len(entries), _LEAF):
        portion = entries[start : start + _LEAF]
        names = b"".join(b"%b%b" % (key, reference(number)) for key, number in portion)
        leaves.append(document.add(b"<</Limits[%b%b]/Names[%b]>>" % (portion[0][0], portion[-1][0], names)))
    return reference(document.add(b"<</Kids[%b]>>" % b" ".join(map(reference, leaves))))


def _byte_order(item: tuple[str, int]) -> tuple[bool, bytes]:
    """Order as the strings' bytes do: ASCII first, since UTF-16 strings start with the byte FE."""
    key = item[0]
    return not (key.isascii() and key.isprintable()), key.encode("utf-16-be")
