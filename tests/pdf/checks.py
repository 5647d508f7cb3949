"""What a conforming file must hold and veraPDF does not look at. Each check gives complaints; none means sound."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

from pikepdf import Array, Dictionary, Name, Pdf

from .reading import opened, sequences

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PLACES = {
    "/Title": "{http://purl.org/dc/elements/1.1/}title",
    "/Author": "{http://purl.org/dc/elements/1.1/}creator",
    "/Subject": "{http://purl.org/dc/elements/1.1/}description",
    "/Keywords": "{http://ns.adobe.com/pdf/1.3/}Keywords",
    "/Producer": "{http://ns.adobe.com/pdf/1.3/}Producer",
    "/Creator": "{http://ns.adobe.com/xap/1.0/}CreatorTool",
    "/CreationDate": "{http://ns.adobe.com/xap/1.0/}CreateDate",
    "/ModDate": "{http://ns.adobe.com/xap/1.0/}ModifyDate",
}


def complaints(data: bytes) -> list[str]:
    """Return what is wrong with a file, in the order of the checks."""
    with opened(data) as pdf:
        return [complaint for check in CHECKS for complaint in check(pdf)]


def elements(pdf: Pdf) -> Iterator[Any]:
    """Every structure element, parents first."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [kid for kid in kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def kids(element: Any) -> list[Any]:
    kid = element.get("/K")
    return [] if kid is None else list(kid) if isinstance(kid, Array) else [kid]


def info_differs_from_xmp(pdf: Pdf) -> Iterator[str]:
    """ISO 19005-1, 6.7.3, which part 2 no longer asks for; readers show either."""
    tree = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    for key, place in _PLACES.items():
        found = tree.find(f".//{place}")
        inner = None if found is None else found.find(f".//{_RDF}li")
        said = (inner.text if inner is not None else found.text) if found is not None else None
        info = str(pdf.docinfo[key]) if key in pdf.docinfo else None
        if info is not None and key.endswith("Date"):
            info = re.sub(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z", r"\1-\2-\3T\4:\5:\6Z", info)
        if said != info:
            yield f"{key[1:]} is {info!r} in Info and {said!r} in XMP"


def figures(pdf: Pdf) -> Iterator[str]:
    """PDF/UA-1, 7.3, and ISO 32000-1, 14.8.5.4.3: an alternative, and a box on the page."""
    for element in elements(pdf):
        if Name.Figure == element.S:
            box = [float(edge) for edge in element.get("/A", Dictionary()).get("/BBox", [])]
            if not str(element.get("/Alt", "")):
                yield "a Figure has no Alt"
            if len(box) != 4 or not _within(box, [float(edge) for edge in element.Pg.MediaBox]):
                yield f"a Figure has the BBox {box}"


def _within(box: list[float], page: list[float]) -> bool:
    return page[0] <= box[0] < box[2] <= page[2] and page[1] <= box[1] < box[3] <= page[3]


def identifiers(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.7.2: the IDTree has each ID, and a name tree is sorted and within its limits."""
    wanted = {bytes(element.ID): element.objgen for element in elements(pdf) if "/ID" in element}
    root = pdf.Root.StructTreeRoot
    entries: list[tuple[bytes, tuple[int, int]]] = []
    for leaf in root.IDTree.Kids if "/IDTree" in root else []:
        names = [bytes(name) for name in list(leaf.Names)[0::2]]
        entries += zip(names, (element.objgen for element in list(leaf.Names)[1::2]), strict=True)
        if [bytes(limit) for limit in leaf.Limits] != [names[0], names[-1]]:
            yield f"limits {list(leaf.Limits)} around {names}"
    if sorted(entries) != entries:
        yield "the IDTree is not sorted"
    if dict(entries) != wanted:
        yield f"the IDTree has {sorted(dict(entries))}, the elements have {sorted(wanted)}"


def headers(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.8.5.7: Headers name TH cells of the same table."""
    for table in elements(pdf):
        if Name.Table != table.S:
            continue
        cells = list(_below(table))
        heads = {bytes(cell.ID) for cell in cells if cell.S == Name.TH and "/ID" in cell}
        for cell in cells:
            for name in cell.get("/A", Dictionary()).get("/Headers", []):
                if bytes(name) not in heads:
                    yield f"a cell names the header {bytes(name)!r}, which there is not"


def _below(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def parents(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.7.4.4: the ParentTree leads from content back to the element that has it."""
    for element in elements(pdf):
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid and kid.P.objgen != element.objgen:
                yield f"a {kid.S} has another parent than the element it stands in"
    tree = dict(_number_tree(pdf.Root.StructTreeRoot.ParentTree))
    owned = dict(_owned(pdf))
    for number, page in enumerate(pdf.pages, 1):
        entry = tree.get(int(page.StructParents))
        marks = [marked.mark for marked in sequences(page.obj) if marked.mark is not None]
        for mark in marks:
            owner = owned.get((page.obj.objgen, mark))
            if owner is None or entry is None or mark >= len(entry) or entry[mark].objgen != owner:
                yield f"page {number}: the marked content {mark} has no element, or the ParentTree names another"
    if sorted(owned) != sorted(
        (page.obj.objgen, marked.mark)
        for page in pdf.pages
        for marked in sequences(page.obj)
        if marked.mark is not None
    ):
        yield "an element has content that is not on the page"


def _number_tree(node: Any) -> Iterator[tuple[int, Any]]:
    for kid in node.get("/Kids", []):
        entries = list(_number_tree(kid))
        assert [int(limit) for limit in kid.Limits] == [entries[0][0], entries[-1][0]]
        yield from entries
    numbers = list(node.get("/Nums", []))
    yield from zip(map(int, numbers[0::2]), numbers[1::2], strict=True)


def _owned(pdf: Pdf) -> Iterator[tuple[tuple[tuple[int, int], int], tuple[int, int]]]:
    for element in elements(pdf):
        for kid in kids(element):
            if isinstance(kid, int):
                yield (element.Pg.objgen, kid), element.objgen
            elif kid.get("/Type") == Name.MCR:
                yield (kid.Pg.objgen, int(kid.MCID)), element.objgen


def links(pdf: Pdf) -> Iterator[str]:
    """PDF/UA-1, 7.18: a link annotation is in a Link element, which leads back to it, and leads somewhere."""
    tree = dict(_number_tree(pdf.Root.StructTreeRoot.ParentTree))
    pages = {page.obj.objgen for page in pdf.pages}
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            element = tree[int(link.StructParent)]
            objects = [kid.Obj.objgen for kid in kids(element) if isinstance(kid, Dictionary) and "/Obj" in kid]
            if Name.Link != element.S or link.objgen not in objects:
                yield "a link annotation is in no Link element"
            if int(link.get("/F", 0)) != 4 or not str(link.get("/Contents", "")):
                yield "a link is not printed or has no description"
            if "/Dest" in link and link.Dest[0].objgen not in pages:
                yield "a link leads to a page that is not in the file"
            if "/Dest" not in link and not str(link.get("/A", Dictionary()).get("/URI", "")):
                yield "a link leads nowhere"


def outline(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 12.3.3: the chain holds together, and Count counts what shows."""
    if "/Outlines" in pdf.Root:
        root = pdf.Root.Outlines
        if int(root.Count) != _visible(root):
            yield f"the outline's Count is {root.Count}, {_visible(root)} entries show"
        yield from _chain(root)


def _entries(node: Any) -> Iterator[Any]:
    entry = node.get("/First")
    while entry is not None:
        yield entry
        entry = entry.get("/Next")


def _visible(node: Any) -> int:
    return sum(1 + (_visible(entry) if int(entry.get("/Count", 0)) > 0 else 0) for entry in _entries(node))


def _chain(node: Any) -> Iterator[str]:
    found = list(_entries(node))
    if found and node.Last.objgen != found[-1].objgen:
        yield "an outline's Last is not its last entry"
    for before, after in itertools.pairwise(found):
        if after.Prev.objgen != before.objgen:
            yield "an outline's Prev leads elsewhere than Next came from"
    for entry in found:
        if entry.Parent.objgen != node.objgen:
            yield "an outline entry has another parent"
        if "/First" in entry and abs(int(entry.Count)) != _visible(entry):
            yield f"the outline entry {entry.Title} counts {entry.Count}"
        yield from _chain(entry)


def identifier_of_file(pdf: Pdf) -> Iterator[str]:
    """ISO 19005-2, 6.1.3: both halves are there; a file written once has the same twice."""
    halves = [bytes(half) for half in pdf.trailer.get("/ID", [])]
    if len(halves) != 2 or halves[0] != halves[1] or len(halves[0]) != 16:
        yield f"the file's ID is {halves}"


CHECKS: tuple[Callable[[Pdf], Iterator[str]], ...] = (
    info_differs_from_xmp,
    figures,
    identifiers,
    headers,
    parents,
    links,
    outline,
    identifier_of_file,
)
