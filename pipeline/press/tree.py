"""The structure tree of a PDF to insert, read so that it can be written anew under another.

Enters: an open, tagged PDF. Leaves: :class:`Node` values, or why its tree cannot be taken over. Guaranteed: elements
have standard types (ISO 32000-1, 14.8.4), whatever their file calls them; classes have become attributes; no element
leads back to one above it; content that is not on the pages wanted, and elements that hold nothing else, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.press.boxes import Thing
from pipeline.values import dataclass, field

if TYPE_CHECKING:
    from pikepdf import Pdf

STANDARD = frozenset(
    {
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
        *("Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
        *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry"),
        *("Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    }
)
_DEEPEST = 200
_MOST = 500_000
_KEPT_EMPTY = frozenset({"TR", "TH", "TD"})


class Unfit(Exception):  # noqa: N818
    """The tree cannot be taken over; the text says why."""


@dataclass(slots=True)
class Mark:
    """A marked-content sequence: *number* in the content of page *page* or, where it is given, of a *stream* on it."""

    page: int
    number: int
    stream: Thing | None = None


@dataclass(slots=True)
class Note:
    """An annotation of page *page* that belongs to an element."""

    page: int
    annotation: Thing


@dataclass(slots=True)
class Node:
    """A structure element: its standard *kind*, its dictionary in the file, and what it holds."""

    kind: str
    element: Thing
    kids: list[Node | Mark | Note] = field(default_factory=list)
    attributes: list[Thing] = field(default_factory=list)

    @property
    def hollow(self) -> bool:
        """Whether there is no content in it: a row or cell that is kept for the sake of its table's shape."""
        return all(isinstance(kid, Node) and kid.hollow for kid in self.kids)


def unfit(pdf: Pdf, wanted: Sequence[int]) -> list[str]:
    """Return why the tree cannot be taken over; nothing when it can."""
    try:
        nodes = read_tree(pdf, wanted)
    except Unfit as problem:
        return [str(problem)]
    if not nodes:
        return ["its pages hold nothing that is tagged"]
    found = []
    inside = list(walk(nodes))
    if any(node.kind in ("Figure", "Formula") and not _is_described(node.element) for node in inside):
        found.append("a picture in it has no text alternative")
    tagged = {kid.annotation.objgen for node in inside for kid in node.kids if isinstance(kid, Note)}
    if any(note.objgen not in tagged for index in wanted for note in _links(pdf.pages[index].obj)):
        found.append("a link in it is not tagged")
    return found


def walk(nodes: Sequence[Node | Mark | Note]) -> Iterator[Node]:
    """Yield the elements among *nodes* and in them."""
    for node in nodes:
        if isinstance(node, Node):
            yield node
            yield from walk(node.kids)


def _is_described(element: Thing) -> bool:
    return any(str(element.get(key, "")).strip() for key in ("/Alt", "/ActualText"))


def _links(page: Thing) -> list[Thing]:
    return [note for note in _listed(page.get("/Annots")) if str(note.get("/Subtype", "")) == "/Link"]


def read_tree(pdf: Pdf, wanted: Sequence[int]) -> list[Node]:
    """Return the elements at the top. Raises :class:`Unfit`."""
    return _Reader(pdf, wanted).run()


class _Reader:
    """Reads one tree."""

    def __init__(self, pdf: Pdf, wanted: Sequence[int]) -> None:
        self.root: Thing = pdf.Root.StructTreeRoot
        self.pages = {pdf.pages[index].obj.objgen: index for index in wanted}
        self.roles: Thing = self.root.get("/RoleMap", {})
        self.classes: Thing = self.root.get("/ClassMap", {})
        self.seen: set[tuple[int, int]] = set()
        self.count = 0

    def run(self) -> list[Node]:
        try:
            made = [self.node(kid, None, 0) for kid in _listed(self.root.get("/K"))]
        except (TypeError, ValueError, AttributeError, KeyError, RuntimeError) as problem:
            raise Unfit("its tags cannot be read") from problem
        return [node for node in made if node is not None and not node.hollow]

    def node(self, element: Thing, page: int | None, depth: int) -> Node | None:
        """Return *element* with what it holds of the pages wanted, None when that is nothing. *page*: of its parent."""
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST or element.objgen in self.seen:
            raise Unfit("its tags are no tree")
        if element.objgen != (0, 0):
            self.seen.add(element.objgen)
        kind = self.kind(str(element.S)[1:])
        page = self.page_of(element, page)
        node = Node(kind, element, [], self.attributes(element))
        for kid in _listed(element.get("/K")):
            made = self.kid(kid, page, depth)
            if made is not None:
                node.kids.append(made)
        return node if kind in _KEPT_EMPTY or not node.hollow else None

    def kid(self, kid: Thing | int, page: int | None, depth: int) -> Node | Mark | Note | None:
        if isinstance(kid, int):
            return Mark(page, kid) if page is not None and page >= 0 else None
        kind = str(kid.get("/Type", ""))
        if kind == "/MCR":
            page = self.page_of(kid, page)
            return Mark(page, int(kid.MCID), kid.get("/Stm")) if page is not None and page >= 0 else None
        if kind == "/OBJR":
            page = self.page_of(kid, page)
            thing = kid.Obj
            if page is None or page < 0:
                return None
            if "/Subtype" in thing and str(thing.Subtype) == "/Link":
                return Note(page, thing)
            raise Unfit("its tags hold more than text, pictures and links")
        return self.node(kid, page, depth + 1)

    def page_of(self, thing: Thing, page: int | None) -> int | None:
        """Return the page that *thing* says it is on, else *page*; -1 for one that is not wanted."""
        return self.pages.get(thing.Pg.objgen, -1) if "/Pg" in thing else page

    def kind(self, name: str) -> str:
        """Return the standard type that *name* stands for."""
        for _ in range(20):
            if name in STANDARD:
                if name in ("H", "Form", "Annot"):
                    raise Unfit(f"it uses the tag {name}")
                return name
            meant = self.roles.get(f"/{name}")
            if meant is None:
                break
            name = str(meant)[1:]
        raise Unfit(f"its tag {name} has no meaning")

    def attributes(self, element: Thing) -> list[Thing]:
        """Return the element's attributes (14.7.5), those of its classes first."""
        found: list[Thing] = []
        for name in _listed(element.get("/C")):
            if not isinstance(name, int):
                found += _dictionaries(self.classes.get(str(name)))
        return found + _dictionaries(element.get("/A"))


def _listed(value: Thing | None) -> list[Thing]:
    """Return what stands alone or in an array."""
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _dictionaries(value: Thing | None) -> list[Thing]:
    """Return attribute dictionaries; numbers of revisions among them are left out."""
    import pikepdf

    return [item for item in _listed(value) if isinstance(item, pikepdf.Dictionary)]
